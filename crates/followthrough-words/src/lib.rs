//! Answers into English sentences and tables: the words that the command line, Python and embedders share.
//!
//! Each question has a function of its name that takes the plan and the answer and gives a [`Sheet`], which is displayed
//! as plain text. Nothing is said by colour alone, and nothing here knows a terminal.
//!
//! ```
//! use followthrough::Plan;
//!
//! let plan = Plan::new("desk", "America/New_York".parse()?, "2027-01-04".parse()?);
//! let triage = plan.triage()?;
//! let sheet = followthrough_words::triage(&plan, &triage);
//! assert_eq!(
//!     sheet.to_string(),
//!     "  Nobody has to be let go: everything owed can be done in time.\n"
//! );
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod admit;
mod advise;
mod bar;
mod busy;
mod catch_up;
mod check;
mod fit;
mod lint;
mod read;
mod replan;
mod schedule;
mod sheet;
mod table;
mod today;
mod track;
mod triage;
mod verify;
mod weeks;
mod words;

pub use admit::admit;
pub use advise::advise;
pub use bar::Marks;
pub use busy::{DaysAway, Taken, busy, explain};
pub use catch_up::catch_up;
pub use check::check;
pub use fit::{fit, fit_with_advice};
pub use lint::lint;
pub use read::read;
pub use replan::replan;
pub use schedule::schedule;
pub use sheet::{Paragraph, Sheet};
pub use today::{progress, today, what};
pub use track::{disagreement_told, track};
pub use triage::triage;
pub use verify::verify;
pub use words::{clean, count};
