//! Answers of followthrough as charts: SVG that stands in a page or alone, in the colours of a light or a dark page.
//!
//! [`load`], [`intake`] and [`blitz`] draw a fit; [`minutes`], [`meetings`] and [`ways`] draw what-if answers. [`Chart`] draws any
//! other numbers in the same way: bars that are stacked, lines,
//! ceilings and bands over places along an axis. Every picture has a title and a description for those who do not see
//! it, and differs by shape and brightness where it differs by colour.
//!
//! ```
//! use followthrough::{Plan, Policy};
//!
//! let plan = Plan::example();
//! let fit = plan.fit(Policy::Level, None)?;
//! for chart in followthrough_pictures::load(&plan, &fit) {
//!     assert!(chart.to_svg()?.contains("role=\"img\""));
//! }
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod chart;
mod draw;
mod fit;
mod ink;
mod page;
mod what_if;

pub use chart::{Chart, Error, Series, Shape};
pub use fit::{blitz, intake, load};
pub use ink::Ink;
pub use what_if::{meetings, minutes, ways};
