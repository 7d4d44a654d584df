//! The schema of plans that editors read says what the reader of plans says: it knows its keys and words, takes what it
//! takes, and refuses what anybody can see to be wrong without knowing calendars.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use followthrough::Policy;
use followthrough_document::{
    Document, Error, Errors, PlanHeader, write_advice, write_check, write_fit, write_schedule,
    write_triage,
};
use followthrough_tests::generator::{Kind, case};
use jsonschema::Validator;
use serde_json::{Map, Value, json};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn schema() -> Value {
    let path = root().join("docs/reference/plan.schema.json");
    let text = fs::read_to_string(path).expect("the schema");
    serde_json::from_str(&text).expect("JSON")
}

fn validator() -> Validator {
    let schema = schema();
    jsonschema::meta::validate(&schema).expect("a schema");
    jsonschema::validator_for(&schema).expect("a schema")
}

/// TOML as JSON, as editors hand it to a schema: days and times are text.
fn from_toml(value: &toml::Value) -> Value {
    match value {
        toml::Value::String(text) => json!(text),
        toml::Value::Integer(number) => json!(number),
        toml::Value::Float(number) => json!(number),
        toml::Value::Boolean(flag) => json!(flag),
        toml::Value::Datetime(moment) => json!(moment.to_string()),
        toml::Value::Array(items) => items.iter().map(from_toml).collect(),
        toml::Value::Table(entries) => entries
            .iter()
            .map(|(key, value)| (key.clone(), from_toml(value)))
            .collect(),
    }
}

fn parse(text: &str) -> Option<Value> {
    if text.trim_start().starts_with('{') {
        return serde_json::from_str(text).ok();
    }
    let value: toml::Value = toml::from_str(text).ok()?;
    Some(from_toml(&value))
}

/// Every plan below a folder, with its path.
fn plans(folder: &Path) -> Vec<(String, Value)> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            found.extend(plans(&path));
        }
        let is_text = path
            .extension()
            .is_some_and(|ending| ending == "toml" || ending == "json");
        let text = is_text.then(|| fs::read_to_string(&path).expect("UTF-8"));
        let Some(text) = text.filter(|text| Document::read("plan", text.as_bytes()).is_ok()) else {
            continue;
        };
        found.push((path.display().to_string(), parse(&text).expect("a plan")));
    }
    found
}

/// Every plan of examples and tests.
fn all_plans() -> Vec<(String, Value)> {
    let mut all = plans(&root().join("docs/examples"));
    all.extend(plans(&root().join("tests/data")));
    all
}

/// What the reader says of a plan.
fn read(plan: &Value) -> Result<Document, Errors> {
    Document::read("plan.json", plan.to_string().as_bytes())
}

fn every_key() -> Value {
    let path = root().join("tests/data/documents/every_key.toml");
    parse(&fs::read_to_string(path).expect("a plan")).expect("TOML")
}

#[test]
fn every_plan_of_examples_and_tests_is_accepted() {
    let validator = validator();
    let plans = all_plans();
    assert!(plans.len() >= 25, "{}", plans.len());
    let examples = plans
        .iter()
        .filter(|(path, _)| path.contains("docs/examples"))
        .count();
    assert!(examples >= 10, "{examples}");
    for (path, plan) in plans {
        let said: Vec<String> = validator
            .iter_errors(&plan)
            .map(|error| format!("{}: {error}", error.instance_path()))
            .collect();
        assert!(said.is_empty(), "{path}: {said:?}");
    }
}

/// The cases of a file of tests.
fn cases(name: &str) -> (toml::Table, Vec<toml::Table>) {
    let path = root().join("tests/data/documents").join(name);
    let file: toml::Table =
        toml::from_str(&fs::read_to_string(path).expect("cases")).expect("TOML");
    let cases = file["case"].as_array().expect("a list").iter();
    let cases = cases.map(|case| case.as_table().expect("a table").clone());
    (file.clone(), cases.collect())
}

/// Whether one must know the rest of the plan, calendars, zones or rules to see what is wrong.
fn is_beyond(error: &Error) -> bool {
    matches!(
        error,
        Error::Plan { .. }
            | Error::Rule { .. }
            | Error::Zone { .. }
            | Error::RepeatedKey { .. }
            | Error::TouchStyles { .. }
            | Error::Syntax { .. }
    )
}

/// Cases that are about one value and still need more than it: the touches before, the days of a month, a pattern.
const MORE: [&str; 8] = [
    "a day that is none",
    "a touch before the one before it",
    "a touch that opens on no day",
    "a shared window with an end of its own",
    "contact hours that end before they begin",
    "a cap shared with an unknown channel",
    "dates that name no year",
    "titles that are no pattern",
];

#[test]
fn a_plan_that_is_refused_for_what_it_says_in_one_place_is_refused() {
    let validator = validator();
    let (file, cases) = cases("refused.toml");
    let base = file["base"].as_str().expect("a plan");
    let (mut refused, mut beyond) = (0, Vec::new());
    for case in &cases {
        let of = |key: &str| case.get(key).and_then(toml::Value::as_str);
        let text = match (of("find"), of("put")) {
            (Some(find), Some(put)) => base.replacen(find, put, 1),
            _ => continue,
        };
        let Some(plan) = parse(&text) else { continue };
        let name = of("name").expect("a name");
        let errors = read(&plan).err();
        if !validator.is_valid(&plan) {
            assert!(errors.is_some(), "{name}: the reader takes it");
            refused += 1;
            continue;
        }
        let errors: Vec<Error> = errors
            .iter()
            .flat_map(|errors| errors.all())
            .cloned()
            .collect();
        if !errors.iter().all(is_beyond) && !MORE.contains(&name) {
            beyond.push(format!("{name}: {errors:?}"));
        }
    }
    assert!(beyond.is_empty(), "accepted: {beyond:#?}");
    assert!(refused >= 20, "{refused} of {}", cases.len());
    for name in MORE {
        assert!(
            cases.iter().any(|case| case["name"].as_str() == Some(name)),
            "{name}"
        );
    }
}

#[test]
fn plans_in_another_spelling_are_accepted() {
    let validator = validator();
    let (file, cases) = cases("same.toml");
    let base = file["base"].as_str().expect("a plan");
    for case in cases {
        let find = case["find"].as_str().expect("a text");
        for put in ["one", "other"] {
            let text = base.replacen(find, case[put].as_str().expect("a text"), 1);
            let plan = parse(&text).unwrap_or_else(|| panic!("{text}"));
            if let Err(error) = validator.validate(&plan) {
                panic!("{}, {put}: {error}", case["name"]);
            }
        }
    }
}

/// Calls `visit` with a plan in which one value is another, for every value of it.
fn changed(plan: &Value, others: &[Value], visit: &mut impl FnMut(&str, &Value)) {
    let mut pointers = Vec::new();
    pointers_of(plan, String::new(), &mut pointers);
    for pointer in pointers {
        for other in others {
            let mut changed = plan.clone();
            *changed.pointer_mut(&pointer).expect("a value") = other.clone();
            visit(&format!("{pointer} = {other}"), &changed);
        }
        let mut misspelt = plan.clone();
        if let Some(Value::Object(entries)) = misspelt.pointer_mut(&pointer) {
            entries.insert("qqqqqq".to_owned(), json!(1));
            visit(&format!("{pointer}/qqqqqq"), &misspelt);
        }
    }
}

fn pointers_of(value: &Value, at: String, pointers: &mut Vec<String>) {
    let escaped = |key: &str| key.replace('~', "~0").replace('/', "~1");
    match value {
        Value::Object(entries) => {
            for (key, value) in entries {
                pointers_of(value, format!("{at}/{}", escaped(key)), pointers);
            }
        }
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                pointers_of(item, format!("{at}/{index}"), pointers);
            }
        }
        _ => {}
    }
    pointers.push(at);
}

#[test]
fn what_the_reader_takes_is_never_refused_and_slips_of_kind_are() {
    let validator = validator();
    let others = [
        json!(true),
        json!(0),
        json!(1),
        json!(7),
        json!(-1),
        json!(0.5),
        json!(""),
        json!("mon"),
        json!("1h"),
        json!("09:00"),
        json!("24:00"),
        json!("2026-11-23"),
        json!("two words"),
        json!("iso"),
        json!("+1"),
        json!([]),
        json!(["mon"]),
        json!({}),
    ];
    let (mut refused, mut seen) = (0, 0);
    for (path, plan) in all_plans() {
        if path.contains("triage") {
            continue;
        }
        changed(&plan, &others, &mut |change, plan| {
            let takes = read(plan).is_ok();
            let accepts = validator.is_valid(plan);
            assert!(accepts || !takes, "{path}: {change} is refused");
            refused += usize::from(!accepts);
            seen += usize::from(!takes);
        });
    }
    // What only the reader sees: names that stand nowhere, windows that meet, blocks that overlap, zones.
    assert!(refused * 100 >= seen * 80, "{refused} of {seen}");
}

/// The part of a schema that is meant by a reference.
fn resolved<'schema>(root: &'schema Value, part: &'schema Value) -> &'schema Value {
    match part.get("$ref").and_then(Value::as_str) {
        Some(path) => resolved(root, root.pointer(&path[1..]).expect("a definition")),
        None => part,
    }
}

/// The parts of the schema that stand for a value: alternatives each.
fn parts<'schema>(
    root: &'schema Value,
    part: &'schema Value,
    pointer: &[&str],
) -> Vec<&'schema Value> {
    let part = resolved(root, part);
    let alternatives = part.get("anyOf").and_then(Value::as_array);
    let mut found: Vec<&Value> = alternatives
        .into_iter()
        .flatten()
        .filter(|one| one.get("required").is_none() || one.get("properties").is_some())
        .flat_map(|one| parts(root, one, pointer))
        .collect();
    let Some((key, rest)) = pointer.split_first() else {
        found.push(part);
        return found;
    };
    let next = match key.parse::<usize>() {
        Ok(_) => part.get("items"),
        Err(_) => part
            .pointer(&format!("/properties/{}", key.replace('/', "~1")))
            .or(part
                .get("additionalProperties")
                .filter(|one| one.is_object())),
    };
    found.extend(next.into_iter().flat_map(|next| parts(root, next, rest)));
    found
}

fn keys(entries: &Map<String, Value>) -> BTreeSet<String> {
    entries.keys().cloned().collect()
}

fn words(list: &Value) -> BTreeSet<String> {
    let words = list.as_array().into_iter().flatten();
    words.filter_map(Value::as_str).map(str::to_owned).collect()
}

#[test]
fn every_table_knows_the_keys_and_words_that_the_reader_knows() {
    let (schema, plan) = (schema(), every_key());
    assert!(read(&plan).is_ok(), "{:?}", read(&plan).err());
    let mut tables_seen = BTreeSet::new();
    let mut words_seen = 0;
    changed(&plan, &[json!("qqqqqq")], &mut |change, plan| {
        let pointer = change
            .trim_end_matches(" = \"qqqqqq\"")
            .trim_end_matches("/qqqqqq");
        let pointer: Vec<&str> = pointer.split('/').skip(1).collect();
        let parts = parts(&schema, &schema, &pointer);
        let errors = read(plan).err();
        for error in errors.iter().flat_map(|errors| errors.all()) {
            let (known, of_schema): (&Vec<String>, Vec<BTreeSet<String>>) = match &error {
                Error::UnknownKey { known, .. } => {
                    let tables = parts.iter().filter_map(|part| {
                        let names = part
                            .get("propertyNames")
                            .map(|names| resolved(&schema, names));
                        match names.and_then(|names| names.get("enum")) {
                            Some(names) => Some(words(names)),
                            None => part.get("properties")?.as_object().map(keys),
                        }
                    });
                    tables_seen.insert(pointer.join("/"));
                    (known, tables.collect())
                }
                Error::Word { known, .. } if change.ends_with('"') => {
                    let lists = parts.iter().filter_map(|part| part.get("enum")).map(words);
                    words_seen += 1;
                    (known, lists.collect())
                }
                _ => continue,
            };
            let known: BTreeSet<String> = known.iter().cloned().collect();
            // A name that stands elsewhere in the plan is not for the schema to know.
            if of_schema.is_empty() && pointer.last().is_some_and(|key| *key == "counts_as") {
                continue;
            }
            // Of tables with alternatives the reader knows one, and the keys that tell it from the others.
            let all: BTreeSet<String> = of_schema.iter().flatten().cloned().collect();
            let is_one = of_schema.iter().any(|keys| keys.is_subset(&known));
            assert!(
                is_one && known.is_subset(&all),
                "{change}: the reader knows {known:?}, the schema {of_schema:?}"
            );
        }
    });
    assert!(tables_seen.len() >= 25, "{tables_seen:?}");
    assert!(words_seen >= 15, "{words_seen}");
}

#[test]
fn every_key_says_what_it_means_and_stands_in_the_guide() {
    let schema = schema();
    let page = fs::read_to_string(root().join("docs/guide/plan-file.md")).expect("the guide");
    let page =
        page + &fs::read_to_string(root().join("docs/guide/calendar-in.md")).expect("the guide");
    let mut tables = vec![("the plan".to_owned(), &schema)];
    let definitions = schema["$defs"].as_object().expect("definitions");
    tables.extend(definitions.iter().map(|(name, part)| (name.clone(), part)));
    for (table, part) in tables {
        let properties = part.get("properties").and_then(Value::as_object);
        for (key, property) in properties.into_iter().flatten() {
            let says = property["description"].as_str().unwrap_or_default();
            assert!(says.ends_with('.'), "{table}: {key}: {says:?}");
            let stands = page.contains(&format!("`{key}`")) || page.contains(&format!("[{key}"));
            assert!(stands, "{table}: the guide does not tell `{key}`");
        }
    }
}

/// Plans of every kind that is drawn for other tests have answers that the schema of answers takes: the examples of the
/// documentation are few, and their answers alike.
#[test]
fn answers_to_plans_that_are_drawn_are_accepted() {
    let path = root().join("docs/reference/answers.schema.json");
    let text = fs::read_to_string(path).expect("the schema");
    let schema: Value = serde_json::from_str(&text).expect("JSON");
    let validator = jsonschema::validator_for(&schema).expect("a schema");
    let (mut count, mut faults) = (0, BTreeSet::new());
    for kind in Kind::ALL {
        for seed in 0..if matches!(kind, Kind::Small | Kind::Owing) {
            12
        } else {
            2
        } {
            let case = case(kind, seed);
            let header = PlanHeader {
                name: case.plan.name.clone(),
                timezone: case.plan.zone.name().to_owned(),
                first_day: case.plan.first_day,
                sha256: "0".repeat(64),
            };
            let mut answers = Vec::new();
            for policy in [Policy::Level, Policy::Once] {
                if let Ok(fit) = case.plan.fit(policy, Some(case.horizon)) {
                    answers.push(write_fit(&header, &fit, true));
                    let schedule = case.plan.schedule(&fit);
                    answers.extend(schedule.map(|schedule| write_schedule(&header, &schedule)));
                }
            }
            let check = case.plan.check(7, Some(case.horizon));
            answers.extend(check.map(|check| write_check(&header, &check, true)));
            if matches!(kind, Kind::Small | Kind::Owing) {
                let triage = case.plan.triage();
                answers.extend(triage.map(|triage| write_triage(&header, &triage, true)));
                let advice = case.plan.advise(3, Policy::Level, Some(case.horizon));
                answers.extend(advice.map(|advice| write_advice(&header, &advice)));
            }
            for answer in answers {
                let answer: Value = serde_json::from_str(&answer).expect("JSON");
                let name = case.kind.name();
                faults.extend(validator.iter_errors(&answer).map(|error| {
                    let at = error.instance_path();
                    format!("{name} {seed}, {}: {at}: {error}", answer["kind"])
                }));
                count += 1;
            }
        }
    }
    assert!(faults.is_empty(), "{faults:#?}");
    assert!(count >= 150, "{count}");
}
