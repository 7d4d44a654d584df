//! The pictures of the pages are those that the program draws of the examples.
//!
//! `FOLLOWTHROUGH_PICTURES=store cargo test --workspace --test suite pictures::` draws them anew.

use std::fs;
use std::path::{Path, PathBuf};

use followthrough::{Plan, Policy};
use followthrough_files::{Request, load};
use followthrough_pictures::{Chart, blitz, intake, load as loads};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn example(name: &str) -> Plan {
    let request = Request {
        plan: root().join(format!("docs/examples/{name}/plan.toml")),
        ..Request::default()
    };
    load(&request).expect("a plan").plan
}

/// The chart of the load on a category.
fn load_on(plan: &Plan, category: &str) -> Chart {
    let fit = plan.fit(Policy::Level, None).expect("an answer");
    let charts = loads(plan, &fit).into_iter();
    let mut charts =
        charts.filter(|chart| chart.title.starts_with(&format!("Load on {category},")));
    charts.next().expect("the category's chart")
}

#[test]
fn the_pages_show_what_is_drawn_of_the_examples() {
    let (desk, worked) = (example("sdr"), example("worked"));
    let ask = |policy| worked.fit(policy, None).expect("an answer");
    let pace = desk.fit(Policy::Level, None).expect("an answer");
    let charts = [
        ("research", load_on(&desk, "research")),
        ("starts", intake(&desk, &pace)),
        ("hour-a-day", load_on(&worked, "calling")),
        (
            "blitz",
            blitz(&worked, &ask(Policy::Level), &ask(Policy::Once)),
        ),
    ];
    let stores = std::env::var_os("FOLLOWTHROUGH_PICTURES").is_some_and(|word| word == "store");
    for (name, chart) in charts {
        let path = root().join(format!("docs/guide/images/{name}.svg"));
        let drawn = format!("{}\n", chart.to_svg().expect("a picture").trim_end());
        if stores {
            fs::write(&path, &drawn).expect("a file");
        }
        let kept = fs::read_to_string(&path).unwrap_or_default();
        assert!(
            kept == drawn,
            "{}: `FOLLOWTHROUGH_PICTURES=store cargo test --workspace --test suite pictures::` draws it anew",
            path.display()
        );
    }
}
