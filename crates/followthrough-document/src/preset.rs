//! Presets: how the exports of other programs are read, as data in `presets/NAME.toml`.

use crate::dialect::{self, Dialect};
use crate::section::{Field, Reader, Section};
use crate::table::{Kind, squashed};
use crate::text::Text;
use crate::{Errors, tree};

/// How one kind of export of another program is read: a TOML file whose keys are those of a table under `[input]`.
///
/// # Example
/// ```
/// use followthrough_document::Preset;
/// let preset = Preset::find("outreach-sequence-states").unwrap();
/// assert!(preset.text().contains("seen"));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Preset {
    name: &'static str,
    text: &'static str,
}

/// What a preset says of itself, and the dialect that it describes.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Described {
    /// The program and its export, in words.
    pub(crate) title: String,
    /// What the table is to us.
    pub(crate) kind: Kind,
    /// Where its shape was seen.
    pub(crate) seen: String,
    /// Pages that show it.
    pub(crate) sources: Vec<String>,
    /// Headers by which such a table is known: all of one list.
    headers: Vec<Vec<String>>,
    /// What somebody who uses it has to know.
    pub(crate) note: Option<String>,
    pub(crate) dialect: Dialect,
}

macro_rules! presets {
    ($($name:literal),* $(,)?) => {
        &[$(Preset {
            name: $name,
            text: include_str!(concat!("../presets/", $name, ".toml")),
        }),*]
    };
}

const ALL: &[Preset] = presets![
    "apollo-contacts",
    "close-calls",
    "hubspot-calls",
    "hubspot-contacts",
    "linkedin-sales-navigator",
    "outreach-calls",
    "outreach-sequence-states",
    "outreach-tasks",
    "pipedrive-activities",
    "salesforce-activities",
    "salesforce-cadence-steps",
    "salesforce-cadence-steps-done",
    "salesloft-actions",
    "salesloft-memberships",
    "zoho-calls",
];

impl Preset {
    /// Every preset, by name.
    #[must_use]
    pub fn all() -> &'static [Self] {
        ALL
    }

    /// The preset of this name.
    #[must_use]
    pub fn find(name: &str) -> Option<&'static Self> {
        ALL.iter().find(|preset| preset.name == name)
    }

    /// What it is called.
    #[must_use]
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// The TOML that it is.
    #[must_use]
    pub fn text(&self) -> &'static str {
        self.text
    }

    /// The program and its export, in words.
    #[must_use]
    pub fn title(&self) -> String {
        let described = self.described().map(|described| described.title);
        described.unwrap_or_else(|_| self.name.to_owned())
    }

    /// What it says. A preset that is part of the program is right, as its tests say.
    pub(crate) fn described(&self) -> Result<Described, Errors> {
        let text = Text::new(self.name, self.text.as_bytes(), "a preset")?;
        let reader = Reader::new(&text);
        match tree::parse(&text) {
            Ok(root) => {
                let described = reader.top(&root).and_then(|top| {
                    let described = read(&top);
                    top.close();
                    described
                });
                reader.finish(described)
            }
            Err(errors) => {
                errors.into_iter().for_each(|error| reader.report(error));
                reader.finish(None)
            }
        }
    }

    /// The preset, among those for tables of this kind, whose headers a table has; of several the one that asks for
    /// most.
    pub(crate) fn known_by(kind: Kind, headers: &[String]) -> Option<(&'static Self, Described)> {
        let plain: Vec<String> = headers.iter().map(|header| squashed(header)).collect();
        let matches = |described: &Described| {
            let lists = described.headers.iter();
            let matched =
                lists.filter(|list| list.iter().all(|header| plain.contains(&squashed(header))));
            matched.map(Vec::len).max()
        };
        ALL.iter()
            .filter_map(|preset| Some((preset, preset.described().ok()?)))
            .filter(|(_, described)| described.kind == kind)
            .filter_map(|(preset, described)| Some((matches(&described)?, preset, described)))
            .max_by_key(|(count, preset, _)| (*count, std::cmp::Reverse(preset.name)))
            .map(|(_, preset, described)| (preset, described))
    }
}

fn read(top: &Section<'_>) -> Option<Described> {
    let words = |name, expected| {
        let field: Option<Field<'_>> = top.required(name, expected);
        field.and_then(|field| field.words(expected))
    };
    let title = words("title", "the program and its export, in words");
    let kind = top
        .required("table", "`\"pipeline\"` or `\"log\"`")
        .and_then(|field| field.word(&[("pipeline", Kind::Pipeline), ("log", Kind::Log)]));
    let seen = top
        .required("seen", "`\"documentation\"` or `\"public code\"`")
        .and_then(|field| {
            field.word(&[
                ("documentation", "documentation"),
                ("public code", "public code"),
            ])
        });
    let sources = top.required("sources", "pages that show the export");
    let sources = sources.and_then(|field| list(&field));
    let headers = top.required("headers", "lists of headers by which such a table is known");
    let headers = headers.and_then(|field| {
        let lists = field.items("lists of headers")?;
        lists.iter().map(list).collect::<Option<Vec<_>>>()
    });
    let note = top
        .optional("note")
        .map(|field| field.words("a text in quotes"));
    let dialect = dialect::read(top, None);
    Some(Described {
        title: title?,
        kind: kind?,
        seen: seen?.to_owned(),
        sources: sources?,
        headers: headers?,
        note: note.flatten(),
        dialect: dialect?,
    })
}

fn list(field: &Field<'_>) -> Option<Vec<String>> {
    let expected = "a list of texts";
    let items = field.items(expected)?;
    items.iter().map(|item| item.words(expected)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_preset_is_right_and_stands_in_the_order_of_names() {
        for preset in Preset::all() {
            let described = preset.described();
            let described = described.unwrap_or_else(|errors| panic!("{errors:#?}"));
            assert!(
                !described.headers.is_empty() && !described.sources.is_empty(),
                "{}",
                preset.name
            );
        }
        let names: Vec<&str> = Preset::all().iter().map(Preset::name).collect();
        assert!(names.is_sorted(), "{names:?}");
    }
}
