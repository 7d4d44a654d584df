//! Reads a plan with every file that it names, and writes files whole.
//!
//! [`load`] takes a [`Request`] (which plan, seen from which day, for whom, how far) and gives a [`Loaded`]: a plan that
//! can be asked, with its pipeline and its calendars. [`Files`] keeps what was read, for whoever asks again with another
//! horizon. [`read`], [`replace`] and [`replace_all`] are the ways in which the followthrough programs touch a disk.
//!
//! ```no_run
//! use followthrough::Policy;
//! use followthrough_files::{Request, load};
//!
//! let loaded = load(&Request {
//!     plan: "plan.toml".into(),
//!     ..Request::default()
//! })?;
//! let fit = loaded.located(loaded.plan.fit(Policy::Level, None))?;
//! println!("{}", fit.number);
//! # Ok::<(), followthrough_files::Error>(())
//! ```

mod append;
mod clock;
mod disk;
mod error;
mod export;
mod first;
mod load;
mod meetings;
mod moved;
mod table;
mod taken;
mod tracked;
mod twice;

pub use append::{Appended, LogLine, append, retract};
pub use clock::now;
pub use disk::{Abandoned, abandon, heal, read, replace, replace_all, with_suffix};
pub use error::Error;
pub use export::{Export, Exported, read_previous, write_export};
pub use first::{FirstPlan, ProposedBlock, ProposedPlan};
pub use load::{File, Files, Loaded, Request, load, load_files, read_log_of};
pub use table::{write_let_go, write_state};
pub use taken::Taken;
pub use tracked::{Tracked, read_kept};
