//! A log that was cut off anywhere: the state is that of the rows that were written to their end.

use followthrough_files::{File, Files, Loaded, Request, load_files};

const PLAN: &str = r#"format = 1
timezone = "America/New_York"
first_day = 2026-12-01
[[block]]
category = "calling"
days = ["mon", "tue", "wed", "thu", "fri"]
start = "09:00"
length = "1h"
[cadence.calls]
touches = [{ day = 1, channel = "call" }, { day = 6, channel = "call" }, { day = 11, channel = "call" }]
[input]
pipeline = "pipeline.csv"
log = "log.csv"
"#;

const PIPELINE: &str = "id,cadence,stage\nA1,calls,ready\nA2,calls,ready\n";

const LOG: &str = "date,time,id,channel,outcome,touch,minutes,note\n\
                   2026-11-18,09:00:00,A1,call,no_answer,1,5,\n\
                   2026-11-19,09:10:00,A2,call,replied,1,12.25,\"says \"\"call\"\" on\"\n\
                   2026-11-25,09:00:00,A1,call,voicemail,2,2,\n";

fn loaded(log: &str) -> Loaded {
    let file = |name: &str, text: &str| File {
        name: name.to_owned(),
        bytes: text.as_bytes().to_vec(),
    };
    let files = Files {
        plan: file("plan.toml", PLAN),
        named: vec![file("pipeline.csv", PIPELINE), file("log.csv", log)],
    };
    load_files(&files, &Request::default()).unwrap_or_else(|error| panic!("{log:?}: {error:?}"))
}

#[test]
fn a_log_cut_off_at_any_byte_says_what_its_whole_lines_say() {
    let header = LOG.find('\n').expect("a header") + 1;
    for cut in header..=LOG.len() {
        let whole = LOG[..cut].rfind('\n').expect("a line") + 1;
        let (torn, tidy) = (loaded(&LOG[..cut]), loaded(&LOG[..whole]));
        assert_eq!(torn.plan.pipeline, tidy.plan.pipeline, "cut at {cut}");
        let told = torn
            .warnings
            .iter()
            .any(|warning| warning.contains("not written to its end"));
        assert_eq!(told, cut > whole, "cut at {cut}: {:?}", torn.warnings);
    }
}
