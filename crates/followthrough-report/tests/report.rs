//! Pages as their readers have them: whole, readable without pictures, and safe whatever a plan says.

use followthrough::{Plan, Policy};
use followthrough_report::Report;
use followthrough_words::Words as _;

fn page(plan: &Plan) -> String {
    let fit = plan.fit(Policy::Level, None).expect("an answer");
    let blitz = plan.fit(Policy::Once, None).expect("an answer");
    let triage = plan.triage().expect("an answer");
    let report = Report::new(plan, &fit).blitz(&blitz);
    let report = report.part("Whom to let go", triage.words(plan));
    report.to_html().expect("a page")
}

#[test]
fn a_page_asks_nobody_for_anything() {
    let page = page(&Plan::example());
    assert!(page.contains("default-src 'none'"));
    for foreign in [
        "<script", "<link", "<img", "@import", "url(", "src=", "https://",
    ] {
        assert!(!page.contains(foreign), "{foreign}");
    }
    // The one address is the name of a picture's language.
    let addresses = page.matches("http://").count();
    assert_eq!(
        addresses,
        page.matches("http://www.w3.org/2000/svg").count()
    );
}

#[test]
fn a_page_says_what_the_terminal_says() {
    let plan = Plan::example();
    let fit = plan.fit(Policy::Level, None).expect("an answer");
    let page = page(&plan);
    for part in fit.words(&plan).parts() {
        use followthrough_words::Part;
        let (Part::Headline(text) | Part::Sentence(text) | Part::Fact { text, .. }) = part else {
            continue;
        };
        let text = text
            .replace('&', "&amp;")
            .replace('<', "&lt;")
            .replace('>', "&gt;");
        assert!(page.contains(&text), "{text}");
    }
    assert!(page.contains("A blitz: "), "the pace has a blitz beside it");
    assert!(
        page.contains("A blitz against the pace"),
        "as a picture too"
    );
    assert!(page.contains("Nobody has to be let go"));
}

#[test]
fn names_are_text_and_never_part_of_the_page() {
    let mut plan = Plan::example();
    plan.name = "<script>alert(1)</script> & \"Söhne\"".to_owned();
    let page = page(&plan);
    assert!(!page.contains("<script>"));
    assert!(page.contains("&lt;script&gt;alert(1)&lt;/script&gt; &amp; "));
}

#[test]
fn every_part_has_a_name_and_every_link_leads_to_one() {
    let page = page(&Plan::example());
    let links: Vec<&str> = page
        .split("href=\"#")
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
        .collect();
    assert!(links.len() >= 5, "{links:?}");
    for link in links {
        assert_eq!(page.matches(&format!("id=\"{link}\"")).count(), 1, "{link}");
    }
    let labels = page
        .split("aria-label=\"")
        .skip(1)
        .filter_map(|rest| rest.split('"').next());
    let mut seen = std::collections::BTreeSet::new();
    for label in labels {
        assert!(seen.insert(label), "two parts are called {label}");
    }
    for picture in page.split("<svg").skip(1) {
        assert!(picture.contains("<title") && picture.contains("<desc"));
    }
}

#[test]
fn the_same_answers_give_the_same_page() {
    assert_eq!(page(&Plan::example()), page(&Plan::example()));
}
