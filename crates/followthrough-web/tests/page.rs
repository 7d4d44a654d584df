//! What the page says: the report of a plan, and sentences for what it cannot answer.

use followthrough_web::{EXAMPLE, answer};

const TODAY: &str = "2026-11-23";

fn refused(plan: &str) -> String {
    answer(plan, TODAY).expect_err("nothing to answer")
}

#[test]
fn the_example_has_its_report() {
    let page = answer(EXAMPLE, TODAY).expect("a page");
    for part in [
        "Start 1 today, 5 this week (5 workdays), 5 in a full week.",
        "A blitz: 12 could start on Mon 4 Jan.",
        "Load on calling, by week",
    ] {
        assert!(page.contains(part), "{part}");
    }
}

#[test]
fn a_plan_without_a_first_day_begins_today() {
    let lines = EXAMPLE
        .lines()
        .filter(|line| !line.starts_with("first_day"));
    let plan: Vec<&str> = lines.collect();
    let page = answer(&plan.join("\n"), TODAY).expect("a page");
    assert!(page.contains("Mon 23 Nov"), "{page}");
}

#[test]
fn a_plan_that_names_files_is_told_why_it_is_not_answered() {
    let named = format!(
        "{EXAMPLE}\n[input]\npipeline = \"pipeline.csv\"\nlog = \"log.csv\"\nbusy = [\"work.ics\", \"home.ics\"]\n"
    );
    let said = refused(&named);
    assert_eq!(said.lines().count(), 4, "{said}");
    for (line, file) in said
        .lines()
        .zip(["pipeline.csv", "log.csv", "work.ics", "home.ics"])
    {
        assert!(
            line.starts_with("plan:") && line.contains(&format!("`{file}`")),
            "{line}"
        );
    }
}

#[test]
fn what_is_wrong_is_said_in_sentences_with_its_line() {
    let wrong = EXAMPLE.replace("timezone", "timezon");
    let said = refused(&wrong);
    assert!(
        said.contains("`timezon` is not a known key; did you mean `timezone`?"),
        "{said}"
    );
    assert!(refused("").contains("format"), "{}", refused(""));
    assert!(refused("{").starts_with("plan:1"), "{}", refused("{"));
    let day = answer(EXAMPLE, "tomorrow").expect_err("no day");
    assert_eq!(
        day,
        "the day `tomorrow` is not a date, expected one such as 2027-01-04"
    );
    // What is wrong between parts of a plan is told by its line too.
    let apart = EXAMPLE.replace("category = \"calling\"", "category = \"walking\"");
    if apart != EXAMPLE {
        let said = answer(&apart, TODAY).err().unwrap_or_default();
        assert!(said.is_empty() || said.starts_with("plan"), "{said}");
    }
}
