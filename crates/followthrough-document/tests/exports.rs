//! Exports of other programs: read right, or refused with the one line that helps.

use std::fmt::Write as _;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use followthrough::{CadenceName, Zone};
use followthrough_document::{
    Document, Errors, LogRow, Pipeline, Preset, Reading, Survey, read_log,
};
use proptest::prelude::*;

fn data(folder: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../tests/data")
        .join(folder)
}

#[track_caller]
fn file(path: PathBuf) -> Vec<u8> {
    std::fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn causes(errors: &Errors) -> String {
    let causes = errors.causes();
    let lines: Vec<String> = causes.iter().map(ToString::to_string).collect();
    lines.join("\n")
}

/// One line for each prospect: id, cadence, stage, next touch, the three days, zone.
fn prospects(pipeline: &Pipeline) -> String {
    let mut told = String::new();
    for prospect in pipeline.prospects() {
        let day =
            |date: Option<chrono::NaiveDate>| date.map_or("-".to_owned(), |date| date.to_string());
        let _ = writeln!(
            told,
            "{} {} {} {} due {} last {} started {} {}",
            prospect.id,
            prospect.cadence,
            prospect.stage.as_str(),
            prospect
                .next_touch
                .map_or("-".to_owned(), |touch| touch.to_string()),
            day(prospect.due),
            day(prospect.last_touch),
            day(prospect.started),
            prospect.zone.as_ref().map_or("-", |zone| zone.name()),
        );
    }
    for (old, new) in pipeline.also_known_as() {
        let _ = writeln!(told, "{old} is {new}");
    }
    for notice in pipeline.notices() {
        let _ = writeln!(told, "notice: {notice}");
    }
    told
}

/// A case: its plan as it is, or with keys added to `[input]`.
fn case(name: &str, added: &str) -> String {
    let plan = file(data("crm").join(format!("{name}.toml")));
    let plan = String::from_utf8(plan).expect("plans are UTF-8");
    let plan = plan.replace("[input]\n", &format!("[input]\n{added}"));
    let document = Document::read("plan.toml", plan.as_bytes());
    let document = document.unwrap_or_else(|errors| panic!("{name}: {errors}"));
    let table = format!("{name}.csv");
    match Pipeline::read(&table, &file(data("crm").join(&table)), &document) {
        Ok(pipeline) => prospects(&pipeline),
        Err(errors) => causes(&errors),
    }
}

#[test]
fn exports_are_read_right_or_refused_with_the_one_line_that_helps() {
    let read = |name: &str, rows: &str| assert_eq!(case(name, "").trim_end(), rows, "{name}");
    let usual = "outbound in_flight 2 due 2026-11-23 last - started - -";
    read("cadence_name", &format!("1 {usual}"));
    read("close_dt", &format!("lead_1 {usual}"));
    read("sf_ampm", &format!("00Q1 {usual}"));
    read("sf_ampm_fmt", &format!("00Q1 {usual}"));
    read("value_case", &format!("1 {usual}"));
    read(
        "sf_footer",
        "00Q1 outbound in_flight 2 due 2026-11-23 last - started - -\n\
         00Q2 outbound in_flight 3 due 2026-11-24 last - started - -\n\
         notice: sf_footer.csv:5: lines 5 to 9 are read as a footer, because one cell stands in each and nothing follows",
    );
    read(
        "tz_names",
        "1 outbound in_flight 2 due 2026-11-23 last - started - America/New_York\n\
         2 outbound in_flight 2 due 2026-11-23 last - started - America/New_York",
    );
}

#[test]
fn what_is_refused_says_what_to_write_and_is_read_with_it() {
    let usual = "outbound in_flight 2 due 2026-11-23 last - started - -\n";
    for (name, refusal, cure, rows) in [
        (
            "dup_header",
            "there are two columns `Status`, expected one; say which by its number in `[input.columns]`: `stage = 2` or \
             `stage = 3`",
            "",
            String::new(),
        ),
        (
            "hs_epoch",
            "`due` of prospect `1` is `1795449600000`, expected a day such as `2026-11-23`; another way of writing days is \
             named by `dates` in `[input]`, here perhaps `dates = \"epoch_ms\"`",
            "dates = \"epoch_ms\"\n",
            format!("1 {usual}"),
        ),
        (
            "hs_nostep",
            "prospect `1` is in_flight without `next_touch`, expected a number from 1, or a log from which touches are \
             counted",
            "log = \"log.csv\"\n",
            "1 outbound in_flight - due - last - started 2026-11-16 -\n".to_owned(),
        ),
        (
            "sf_latin1",
            "the text is not UTF-8, expected the file to be saved as UTF-8, or `encoding = \"windows-1252\"` in `[input]` \
             if it says `M\u{fc}ller`",
            "encoding = \"windows-1252\"\n",
            format!("00Q1 {usual}"),
        ),
        (
            "step_label",
            "`next_touch` of prospect `1` is `Day 3: Step 2`, expected the number of the next touch, from 1; a label is \
             named by `step` in `[input]`: `\"*Step {touch}\"` where its number counts through the cadence, `\"Day {day}: \
             Step {step}\"` where it counts within the day",
            "step = \"*Step {touch}\"\n",
            format!("1 {usual}"),
        ),
        (
            "two_seq",
            "id `7` stands on line 2 already, expected each id once; where one prospect has several rows, `rows = \
             \"active\"` or `rows = \"latest by COLUMN\"` in `[input]` says which counts",
            "rows = \"active\"\n",
            format!("7 {usual}"),
        ),
    ] {
        let refused = case(name, "");
        assert!(refused.ends_with(refusal), "{name}: {refused}");
        assert_eq!(refused.lines().count(), 1, "{name}: {refused}");
        if !cure.is_empty() {
            assert_eq!(case(name, cure), rows, "{name}");
        }
    }
    assert_eq!(
        case("two_seq", "rows = \"latest by due\"\n"),
        format!("7 {usual}")
    );
    // A label may count within the day: the plan has one touch on day 3.
    assert!(
        case("step_label", "step = \"Day {day}: Step {step}\"\n")
            .ends_with("is `step 2 of day 3`, expected a step that cadence `outbound` of the plan has on that day")
    );
    assert_eq!(
        case("unknown_stage", ""),
        "unknown_stage.csv:2 and 1 more row: `stage` of prospect `1` is `Pending`, expected one of `new`, `ready`, \
         `in_flight`, `paused`, `replied`, `finished`, `opted_out`, `bounced`, `lost`\n\
         unknown_stage.csv:4: `stage` of prospect `3` is `Failed`, expected one of `new`, `ready`, `in_flight`, \
         `paused`, `replied`, `finished`, `opted_out`, `bounced`, `lost`"
    );
}

#[test]
fn a_column_that_stands_twice_is_named_by_its_number() {
    let plan =
        String::from_utf8(file(data("crm").join("dup_header.toml"))).expect("plans are UTF-8");
    let plan = plan.replace("stage=\"Status\"", "stage=2");
    let document = Document::read("plan.toml", plan.as_bytes()).expect("the plan is right");
    let table = file(data("crm").join("dup_header.csv"));
    let pipeline = Pipeline::read("dup_header.csv", &table, &document).expect("the table is right");
    assert_eq!(
        prospects(&pipeline),
        "1 outbound in_flight 2 due 2026-11-23 last - started - -\n"
    );
}

#[test]
fn hundreds_of_rows_that_fail_for_one_reason_are_one_line() {
    let mut table = "id,cadence,stage,next_touch,due\n".to_owned();
    for row in 0..351 {
        let stage = ["Open", "Working"][row % 2];
        let _ = writeln!(table, "A{row},outbound,{stage},2,11/2{}/2026", row % 7);
    }
    let document = document("");
    let errors =
        Pipeline::read("export.csv", table.as_bytes(), &document).expect_err("no stage is known");
    let causes = errors.causes();
    assert_eq!(causes.len(), 3, "{}", self::causes(&errors));
    assert_eq!(
        causes.iter().map(|cause| cause.others + 1).sum::<usize>(),
        702
    );
    assert!(
        causes[0]
            .to_string()
            .starts_with("export.csv:2 and 175 more rows: `stage`")
    );
}

#[test]
fn other_files_are_told_in_one_line() {
    let document = document("");
    let told =
        |bytes: &[u8]| causes(&Pipeline::read("x.csv", bytes, &document).expect_err("no table"));
    assert_eq!(
        told(b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"),
        "x.csv: this is a calendar, expected a CSV table: calendars stand under `busy` in `[input]`"
    );
    assert_eq!(
        told(b"PK\x03\x04rest"),
        "x.csv: this is an Excel workbook, expected a CSV table: save the sheet as CSV"
    );
    assert_eq!(
        told(b"{\"a\": 1}"),
        "x.csv: this is JSON, expected a CSV table: export it as CSV"
    );
    assert_eq!(
        told(b"<!DOCTYPE html><p>Sign in</p>"),
        "x.csv: this is a web page, expected a CSV table: download the export itself"
    );
    let plan = |bytes: &[u8]| causes(&Document::read("x", bytes).expect_err("no plan"));
    assert_eq!(
        plan(b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"),
        "x: this is a calendar, expected a plan, which names calendars under `busy` in `[input]`"
    );
    assert_eq!(
        plan(b"Record ID,Sequence,Status\n1,outbound,Active\n"),
        "x: this is a table, expected a plan, which names tables under `pipeline` and `log` in `[input]`; `followthrough \
         read` shows what is understood of one"
    );
}

/// A plan with one cadence of four touches, on days 1, 3, 6 and 11.
fn document(input: &str) -> Document {
    let plan = format!(
        "format = 1\ntimezone = \"America/New_York\"\nfirst_day = 2026-11-23\n[cadence.outbound]\ntouches = [\n  \
         {{ day = 1, channel = \"call\" }}, {{ day = 3, channel = \"email\" }},\n  {{ day = 6, channel = \"call\" }}, \
         {{ day = 11, channel = \"call\" }},\n]\n{input}"
    );
    Document::read("plan.toml", plan.as_bytes()).expect("the plan is right")
}

fn touch(row: LogRow<'_>) -> String {
    let text = |text: &str| {
        if text.is_empty() {
            "-".to_owned()
        } else {
            text.to_owned()
        }
    };
    format!(
        "{} {} {} {} {} touch {} {} by {}",
        row.date,
        row.time.map_or("-".to_owned(), |time| time.to_string()),
        row.id,
        text(row.channel),
        text(row.outcome),
        row.touch.map_or("-".to_owned(), |touch| touch.to_string()),
        row.length.map_or("-".to_owned(), |length| format!(
            "{} s",
            length.num_seconds()
        )),
        text(row.owner),
    )
}

/// What is read of a sample of a preset, by the header alone and by its name.
fn sample(preset: &'static Preset) -> String {
    let name = format!("{}.csv", preset.name());
    let bytes = file(data("presets").join(&name));
    let zone: Zone = "America/New_York".parse().expect("a zone");
    let cadences: [CadenceName; 1] = ["outbound".parse().expect("a name")];
    let survey = Survey::of(
        &name,
        &bytes,
        None,
        &Reading::new().with_preset(preset),
        &zone,
        &cadences,
    )
    .expect("a table");
    let kind = survey.kind;
    let by_header = Survey::of(
        &name,
        &bytes,
        Some(kind == "log"),
        &Reading::new(),
        &zone,
        &cadences,
    );
    assert_eq!(
        by_header.expect("a table"),
        survey,
        "{name} is known by its header"
    );
    let mut told = String::new();
    let named = format!(
        "[[input.{kind}]]\nfile = \"{name}\"\npreset = \"{}\"\n",
        preset.name()
    );
    if kind == "log" {
        let document = document(&named);
        let read = read_log(&name, &bytes, &document, 0, |row| {
            told.push_str(&touch(row));
            told.push('\n');
        });
        match read {
            Ok(read) => read.notices.iter().for_each(|notice| {
                let _ = writeln!(told, "notice: {notice}");
            }),
            Err(errors) => told = format!("refused: {}\n", causes(&errors)),
        }
    } else {
        let document = document(&format!("{named}[[input.log]]\nfile = \"log.csv\"\n"));
        match Pipeline::read(&name, &bytes, &document) {
            Ok(pipeline) => told = prospects(&pipeline),
            Err(errors) => told = format!("refused: {}\n", causes(&errors)),
        }
    }
    format!("{told}\n{}", survey.toml(&name))
}

#[test]
fn every_preset_reads_its_sample() {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(data("presets"));
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| {
        for preset in Preset::all() {
            insta::assert_snapshot!(preset.name(), sample(preset));
        }
    });
}

#[test]
fn a_packed_export_is_read_like_the_same_unpacked() {
    let bytes = file(data("presets").join("close-calls.csv"));
    let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    packer.write_all(&bytes).expect("memory can be written");
    let packed = packer.finish().expect("memory can be written");
    let read = |bytes: &[u8]| {
        let mut rows = Vec::new();
        read_log("close.csv.gz", bytes, &document(""), 0, |row| {
            rows.push(touch(row))
        })
        .expect("a log");
        rows
    };
    assert_eq!(read(&packed), read(&bytes));
    assert_eq!(read(&bytes).len(), 2);
}

/// One row of a table that is written in several ways.
#[derive(Debug, Clone)]
struct Written {
    id: u32,
    touch: u32,
    day: u32,
    note: String,
    extra: String,
}

fn written() -> impl Strategy<Value = Vec<Written>> {
    let text = "[a-z \"\n,;]{0,12}";
    let row =
        (0..1000_u32, 2..9_u32, 1..29_u32, text, text).prop_map(|(id, touch, day, note, extra)| {
            Written {
                id,
                touch,
                day,
                note,
                extra,
            }
        });
    prop::collection::vec(row, 1..12).prop_map(|mut rows| {
        rows.sort_by_key(|row| row.id);
        rows.dedup_by_key(|row| row.id);
        rows
    })
}

/// How a table is written, where it says the same.
#[derive(Debug, Clone)]
struct Style {
    order: Vec<usize>,
    delimiter: u8,
    crlf: bool,
    mark: bool,
    capitals: bool,
    extra: bool,
    packed: bool,
}

fn style() -> impl Strategy<Value = Style> {
    let order = Just(vec![0, 1, 2, 3, 4, 5]).prop_shuffle();
    let delimiter = prop::sample::select(vec![b',', b';', b'\t']);
    let flags = (
        any::<bool>(),
        any::<bool>(),
        any::<bool>(),
        any::<bool>(),
        any::<bool>(),
    );
    (order, delimiter, flags).prop_map(
        |(order, delimiter, (crlf, mark, capitals, extra, packed))| Style {
            order,
            delimiter,
            crlf,
            mark,
            capitals,
            extra,
            packed,
        },
    )
}

fn table(rows: &[Written], style: &Style) -> Vec<u8> {
    let terminator = if style.crlf {
        csv::Terminator::CRLF
    } else {
        csv::Terminator::Any(b'\n')
    };
    let mut writer = csv::WriterBuilder::new()
        .delimiter(style.delimiter)
        .terminator(terminator)
        .from_writer(Vec::new());
    let mut add = |cells: [String; 6], extra: &str| {
        let mut record: Vec<String> = style
            .order
            .iter()
            .map(|index| cells[*index].clone())
            .collect();
        if style.extra {
            record.push(extra.to_owned());
        }
        writer.write_record(record).expect("memory can be written");
    };
    let case = |word: &str| {
        if style.capitals {
            word.to_uppercase()
        } else {
            word.to_owned()
        }
    };
    let header = ["id", "cadence", "stage", "next_touch", "due", "note"];
    add(header.map(case), "phone");
    for row in rows {
        let cells = [
            row.id.to_string(),
            case("outbound"),
            case("in_flight"),
            row.touch.to_string(),
            format!("2026-11-{:02}", row.day),
            row.note.clone(),
        ];
        add(cells, &row.extra);
    }
    let mut bytes = writer.into_inner().expect("memory can be written");
    if style.mark {
        bytes.splice(0..0, *b"\xEF\xBB\xBF");
    }
    if style.packed {
        let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        packer.write_all(&bytes).expect("memory can be written");
        bytes = packer.finish().expect("memory can be written");
    }
    bytes
}

proptest! {
    #[test]
    fn tables_that_say_the_same_are_read_alike(rows in written(), one in style(), other in style()) {
        let document = document("");
        let read = |style: &Style| {
            let bytes = table(&rows, style);
            let pipeline = Pipeline::read("pipeline.csv", &bytes, &document);
            pipeline.map(|pipeline| pipeline.prospects().to_vec())
        };
        let (one, other) = (read(&one), read(&other));
        prop_assert!(one.is_ok(), "{:?}", one);
        prop_assert_eq!(&one, &other);
        prop_assert_eq!(one.map(|rows| rows.len()), Ok(rows.len()));
    }

    #[test]
    fn whatever_a_table_holds_it_is_surveyed_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let survey = Survey::of("x.csv", &bytes, None, &Reading::new(), &Zone::utc(), &[]);
        if let Ok(survey) = survey {
            let toml = format!("format = 1\ntimezone = \"UTC\"\n{}", survey.toml("x.csv"));
            prop_assert!(Document::read("plan.toml", toml.as_bytes()).is_ok(), "{}", toml);
        }
    }
}
