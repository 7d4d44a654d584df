//! The public API of every library crate as text, read from the pages that rustdoc makes: a change of it is seen, and
//! never slips in.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result, bail};

use crate::shell::{cargo, root, run, say, target};

/// The crates that others build upon, and their folders of pages.
const CRATES: [(&str, &str); 9] = [
    ("followthrough", "followthrough"),
    ("followthrough-document", "followthrough_document"),
    ("followthrough-ics", "followthrough_ics"),
    ("followthrough-files", "followthrough_files"),
    ("followthrough-words", "followthrough_words"),
    ("followthrough-pictures", "followthrough_pictures"),
    ("followthrough-report", "followthrough_report"),
    ("followthrough-track", "followthrough_track"),
    ("followthrough-forecast", "followthrough_forecast"),
];

/// Compares the API with the text that is kept beside each crate, or writes that text anew.
pub(crate) fn check(arguments: &[&str]) -> Result<()> {
    let store = match arguments {
        [] => false,
        ["store"] => true,
        _ => bail!("expected `api` or `api store`"),
    };
    say("api: the public items beside those that are kept");
    let mut doc = cargo(&["doc", "--locked", "--no-deps", "--quiet"]);
    for (name, _) in CRATES {
        doc.args(["--package", name]);
    }
    run(&mut doc)?;
    let mut changed = Vec::new();
    for (name, folder) in CRATES {
        let now = api(&target("doc").join(folder))?;
        let kept = root().join("crates").join(name).join("api.txt");
        if store {
            fs::write(&kept, now).with_context(|| kept.display().to_string())?;
            continue;
        }
        let before = fs::read_to_string(&kept).unwrap_or_default();
        if before != now {
            changed.push(name);
            differences(name, &before, &now);
        }
    }
    if !changed.is_empty() {
        bail!(
            "the public API of {} changed; `cargo xtask api store` keeps it as it is now",
            changed.join(", ")
        );
    }
    Ok(())
}

fn differences(name: &str, before: &str, now: &str) {
    let lines = |text: &'_ str| -> BTreeSet<String> { text.lines().map(str::to_owned).collect() };
    let (before, now) = (lines(before), lines(now));
    for line in before.difference(&now) {
        println!("{name}: - {line}");
    }
    for line in now.difference(&before) {
        println!("{name}: + {line}");
    }
}

/// One line for each item, field, variant and method, in order.
fn api(folder: &Path) -> Result<String> {
    let index = folder.join("all.html");
    let page = fs::read_to_string(&index).with_context(|| index.display().to_string())?;
    let list = page.split_once("<h1>").map_or("", |(_, list)| list);
    let mut lines = BTreeSet::new();
    for link in list.split("<a href=\"").skip(1) {
        let Some((path, _)) = link.split_once('"') else {
            continue;
        };
        if !path.ends_with(".html") {
            continue;
        }
        let item = path.trim_end_matches(".html").replace('/', "::");
        let text = fs::read_to_string(folder.join(path)).with_context(|| path.to_owned())?;
        // What comes after is the same for every type: traits, most of them derived.
        let own = text.split("id=\"trait-implementations\"").next();
        let own = own.unwrap_or_default();
        lines.extend(members(own).into_iter().map(|it| format!("{item}  {it}")));
        lines.insert(item);
    }
    Ok(lines.into_iter().map(|line| line + "\n").collect())
}

/// What a page declares: fields, variants, methods and constants as they are written.
fn members(page: &str) -> Vec<String> {
    const KINDS: [(&str, &str, &str); 6] = [
        ("id=\"structfield.", "<code>", "</code>"),
        ("id=\"variant.", "class=\"code-header\">", "</h3>"),
        ("id=\"method.", "class=\"code-header\">", "</h4>"),
        ("id=\"tymethod.", "class=\"code-header\">", "</h4>"),
        (
            "id=\"associatedconstant.",
            "class=\"code-header\">",
            "</h4>",
        ),
        ("<pre class=\"rust item-decl\">", "<code>pub fn", "</code>"),
    ];
    let mut found = Vec::new();
    for (mark, begin, end) in KINDS {
        for part in page.split(mark).skip(1) {
            let declared = part
                .split_once(begin)
                .and_then(|(_, it)| it.split_once(end));
            if let Some((html, _)) = declared {
                let text = plain(html);
                let function = if begin.contains("pub fn") {
                    "pub fn "
                } else {
                    ""
                };
                found.push(format!("{function}{text}"));
            }
        }
    }
    found.extend(variant_fields(page));
    found
}

/// The fields that a page declares of variants: `Variant.field: Type`.
fn variant_fields(page: &str) -> Vec<String> {
    let mut found = Vec::new();
    for part in page.split("id=\"variant.").skip(1) {
        let id = part.split('"').next().unwrap_or_default();
        let Some((variant, _)) = id.split_once(".field.") else {
            continue;
        };
        let declared = part
            .split_once("<code>")
            .and_then(|(_, it)| it.split_once("</code>"));
        if let Some((html, _)) = declared {
            found.push(format!("{variant}.{}", plain(html)));
        }
    }
    found
}

/// The text of a piece of a page, in one line.
fn plain(html: &str) -> String {
    let mut text = String::new();
    let mut inside = false;
    for letter in html.chars() {
        match letter {
            '<' => inside = true,
            '>' => inside = false,
            letter if !inside => text.push(letter),
            _ => {}
        }
    }
    for (code, letter) in [
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&#39;", "'"),
        ("&nbsp;", " "),
        ("&amp;", "&"),
    ] {
        text = text.replace(code, letter);
    }
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::{members, plain};

    #[test]
    fn a_page_is_read_as_it_is_written() {
        let page = r#"<section id="method.fit" class="method"><h4 class="code-header">pub fn <a>fit</a>(&amp;self) -&gt; <a>Option</a>&lt;u32&gt;</h4></section>
<span id="structfield.count" class="structfield"><code>count: <a>u32</a></code></span>
<section id="variant.Late" class="variant"><h3 class="code-header">Late</h3></section>
<span id="variant.Late.field.days" class="section-header"><code>days: <a>u32</a></code></span>"#;
        assert_eq!(
            members(page),
            [
                "count: u32",
                "Late",
                "pub fn fit(&self) -> Option<u32>",
                "Late.days: u32"
            ]
        );
        assert_eq!(plain("a <b>c</b>\n  d"), "a c d");
    }
}
