//! Calendar files for followthrough: busy time in, blocks and touches out.
//!
//! [`read`] turns calendar text (RFC 5545) into busy time on the core's terms, [`write`](mod@write) a schedule into calendar text. Both
//! take values and bytes and give values and bytes; files
//! and clocks are the caller's.
//!
//! ```
//! use followthrough_ics::read::{BusyOptions, Source, busy};
//!
//! let text = "BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:Stand-up\nDTSTART:20261123T090000Z\nDTEND:20261123T091500Z\n\
//!             RRULE:FREQ=WEEKLY;BYDAY=MO,WE\nEND:VEVENT\nEND:VCALENDAR\n";
//! let span = ("2026-11-23T00:00:00Z".parse()?, "2026-11-30T00:00:00Z".parse()?);
//! let zone = "America/New_York".parse()?;
//! let found = busy(&[Source { name: "work.ics", bytes: text.as_bytes() }], span, &zone, &BusyOptions::default())?;
//! assert_eq!(found.intervals.len(), 2);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

pub mod read;
pub mod write;
