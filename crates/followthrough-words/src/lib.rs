//! Answers into English sentences and tables: the words that the command line, Python and embedders share.
//!
//! [`Words::words`] says an answer with the names of the plan that was asked; the [`Sheet`] that it gives is displayed as
//! plain text. Nothing is said by colour alone, and nothing here knows a terminal.
//!
//! ```
//! use followthrough::Plan;
//! use followthrough_words::Words as _;
//!
//! let plan = Plan::example();
//! let triage = plan.triage()?;
//! assert_eq!(
//!     triage.words(&plan).to_string(),
//!     "  Nobody has to be let go: everything owed can be done in time.\n"
//! );
//! # Ok::<(), followthrough::Error>(())
//! ```

mod admit;
mod advise;
mod bar;
mod busy;
mod catch_up;
mod check;
mod confidence;
mod cost;
mod fit;
mod justify;
mod lint;
mod load;
mod quote;
mod read;
mod replan;
mod schedule;
mod sheet;
mod simulate;
mod sla;
mod state;
mod table;
mod today;
mod track;
mod trade;
mod triage;
mod verify;
mod weeks;
mod words;

use followthrough::{Admit, Advice, Check, Fit, Plan, Schedule, Triage};

pub use admit::admit;
pub use advise::{advise, remedy};
pub use bar::Marks;
pub use busy::{DaysAway, Taken, busy, explain};
pub use catch_up::catch_up;
pub use check::check;
pub use confidence::confidence;
pub use cost::cost;
pub use fit::{fit, fit_with_advice};
pub use justify::{Against, Justified, justify, justify_title};
pub use lint::lint;
pub use load::{Load, WeekIntake, WeekLoad, blitz_told, intake, intake_told, loads};
pub use quote::quote;
pub use read::read;
pub use replan::replan;
pub use schedule::schedule;
pub use sheet::{Paragraph, Part, Sheet, WIDTH};
pub use simulate::{approach, simulate};
pub use sla::sla;
pub use state::state;
pub use table::{Cell, Table};
pub use today::{progress, today, what};
pub use track::{disagreement_told, track};
pub use trade::trade;
pub use triage::triage;
pub use verify::verify;
pub use words::{clean, count, visible};

/// An answer that can be said.
///
/// An answer holds numbers, days and ids. Its sentences need the plan too: for the names of prospects, for the order of
/// cadences, and for the days off in a week.
pub trait Words {
    /// The answer in words; `plan` is the one that was asked.
    fn words(&self, plan: &Plan) -> Sheet;
}

macro_rules! said_by {
    ($($answer:ty: $function:path),+ $(,)?) => {
        $(impl Words for $answer {
            fn words(&self, plan: &Plan) -> Sheet {
                $function(plan, self)
            }
        })+
    };
}

said_by! {
    Fit: fit,
    Check: check,
    Admit: admit,
    Advice: advise,
    Triage: triage,
}

/// The list of the plan's first day.
impl Words for Schedule {
    fn words(&self, plan: &Plan) -> Sheet {
        schedule(self, plan.first_day)
    }
}
