//! Plan, pipeline and answer files of followthrough: text on one side, core values on the other.
//!
//! ```
//! use followthrough_document::{Document, Pipeline};
//!
//! let plan = r#"
//! format   = 1
//! timezone = "America/New_York"
//! [[block]]
//! category = "calling"
//! days     = ["mon", "tue", "wed", "thu", "fri"]
//! start    = "09:00"
//! length   = "1h"
//! [cadence.calls]
//! touches  = [{ day = 1, channel = "call" }, { day = 6, channel = "call" }]
//! "#;
//! let table = "id,cadence,stage,next_touch,due\nA1,calls,in_flight,2,2027-01-05\n";
//!
//! let document = Document::read("plan.toml", plan.as_bytes())?;
//! let pipeline = Pipeline::read("pipeline.csv", table.as_bytes(), &document)?;
//! let mut plan = document.plan("2027-01-04".parse()?);
//! plan.pipeline = pipeline.prospects().to_vec();
//! assert_eq!(plan.blocks[0].label(), "calling 09:00");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! Plans are TOML or the same tree as JSON; tables are CSV; answers are JSON. Nothing here opens a file, looks at a
//! clock or judges a plan: whoever calls reads the files that [`Input`] names and knows what day it is. Every error
//! names the file, the line, the key, the value found and what would be right.

mod answer;
mod block;
mod cadence;
mod cadence_preset;
mod categories;
mod channel;
mod claim;
mod decode;
mod dialect;
mod document;
mod error;
mod export;
mod input;
mod log;
mod moment;
mod notice;
mod pipeline;
mod place;
mod places;
mod preset;
mod prospect;
mod scalar;
mod section;
mod step;
mod survey;
mod table;
mod text;
mod tree;
mod written;
mod zones;

pub use answer::{
    Fingerprint, PlanHeader, write_admit, write_advice, write_answer, write_block, write_check,
    write_fit, write_schedule, write_triage,
};
pub use block::BlockCalendar;
pub use cadence_preset::cadence_presets;
pub use claim::read_claim;
pub use document::Document;
pub use error::{Cause, Error, Errors};
pub use export::ExportOptions;
pub use input::{AllDay, BusyOptions, Input, Reading, TableSource, Tentative};
pub use log::{LogRow, LogTold, read_log};
pub use moment::Moment;
pub use notice::Notice;
pub use pipeline::{COLUMNS as PIPELINE_COLUMNS, Pipeline};
pub use place::{Key, Place, Said};
pub use preset::Preset;
pub use scalar::duration as parse_duration;
pub use survey::{Survey, SurveyColumn, SurveyPreset, SurveyValue};
pub use written::{NamedFiles, write_pipeline, write_plan};
