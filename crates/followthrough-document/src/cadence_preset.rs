//! Cadences by name: what the method advises, as data in `presets/cadences/NAME.toml`.

use followthrough::{Days, Prep, Repeat, ReplyWork, Touch, nearest};

use crate::cadence::{read_days, read_on_reply, read_prep, read_repeat, read_touches};
use crate::categories::Categories;
use crate::section::{Field, Reader, Section};
use crate::text::Text;
use crate::{Error, tree};

/// Every preset, by name.
const ALL: [(&str, &str); 6] = [
    (
        "hunter-3",
        include_str!("../presets/cadences/hunter-3.toml"),
    ),
    (
        "hunter-8",
        include_str!("../presets/cadences/hunter-8.toml"),
    ),
    ("inbound", include_str!("../presets/cadences/inbound.toml")),
    ("nurture", include_str!("../presets/cadences/nurture.toml")),
    (
        "outbound-21",
        include_str!("../presets/cadences/outbound-21.toml"),
    ),
    (
        "weekly-10",
        include_str!("../presets/cadences/weekly-10.toml"),
    ),
];

/// The names and the texts of the cadences that a plan can name.
///
/// # Example
/// ```
/// let names: Vec<&str> = followthrough_document::cadence_presets().map(|(name, _)| name).collect();
/// assert!(names.contains(&"weekly-10"));
/// ```
pub fn cadence_presets() -> impl Iterator<Item = (&'static str, &'static str)> {
    ALL.into_iter()
}

/// What a plan takes over where it says nothing itself.
#[derive(Default)]
pub(crate) struct Preset {
    pub(crate) touches: Vec<Touch>,
    pub(crate) days: Days,
    pub(crate) prep: Option<Prep>,
    pub(crate) on_reply: Option<ReplyWork>,
    pub(crate) repeat: Option<Repeat>,
}

/// The preset that a key names.
pub(crate) fn read(field: &Field<'_>) -> Option<Preset> {
    let name = field.text("the name of a cadence's preset in quotes")?;
    let found = ALL.iter().find(|(known, _)| *known == name);
    let preset = found.and_then(|(name, text)| parse(name, text));
    if preset.is_none() {
        let known = ALL.iter().map(|(known, _)| known);
        field.report(Error::Word {
            place: field.place(),
            key: field.key(),
            found: name.to_owned(),
            nearest: nearest(name, known.clone()),
            known: known.map(|&known| known.to_owned()).collect(),
        });
    }
    preset
}

fn parse(name: &str, text: &str) -> Option<Preset> {
    let text = Text::new(name, text.as_bytes(), "a cadence").ok()?;
    let root = tree::parse(&text).ok()?;
    let reader = Reader::new(&text);
    let top = reader.top(&root)?;
    let preset = of(&top);
    top.close();
    reader.finish(preset).ok()
}

fn of(top: &Section<'_>) -> Option<Preset> {
    let part = "the preset";
    let categories = &mut Categories::default();
    let source = top.required("source", "who advises it");
    source.and_then(|field| field.words("who advises it"))?;
    let touches = top.required("touches", "a list of touches")?;
    let touches = read_touches(&touches, part, categories)?;
    let days = top.optional("days").map(|field| read_days(&field));
    let prep = top
        .optional("prep")
        .map(|field| read_prep(&field, part, categories));
    let on_reply = top
        .optional("on_reply")
        .map(|field| read_on_reply(&field, part, categories));
    let repeat = top.optional("repeat").map(|field| {
        read_repeat(
            &field,
            part,
            days.unwrap_or(Some(Days::Business)),
            categories,
        )
    });
    Some(Preset {
        touches: touches.into_iter().map(|(touch, _)| touch).collect(),
        days: days.unwrap_or(Some(Days::Business))?,
        prep: prep.flatten(),
        on_reply: on_reply.flatten(),
        repeat: repeat.flatten(),
    })
}

#[cfg(test)]
mod tests {
    use crate::Document;

    use super::*;

    #[test]
    fn every_preset_is_right_and_follows_the_method() {
        for (name, _) in ALL {
            let plan = format!(
                "format = 1\ntimezone = \"America/New_York\"\nfirst_day = 2027-01-04\n[cadence.mine]\npreset = \"{name}\"\n"
            );
            let document = Document::read("plan.toml", plan.as_bytes());
            let document = document.unwrap_or_else(|errors| panic!("{name}: {errors}"));
            let plan = document.plan("2027-01-04".parse().expect("a day"));
            let codes: Vec<&str> = plan.lint().iter().map(|warning| warning.code).collect();
            // Three contacts are the least that the method takes for enough.
            let expected: &[&str] = if name == "hunter-3" { &["C2"] } else { &[] };
            assert_eq!(codes, expected, "{name}: {:?}", plan.lint());
        }
    }

    #[test]
    fn what_the_plan_says_goes_before_the_preset() {
        let plan = "format = 1\ntimezone = \"UTC\"\n[cadence.mine]\npreset = \"weekly-10\"\nsegment = \"plants\"\n\
                    on_reply = { effort = \"40m\" }\n";
        let document = Document::read("plan.toml", plan.as_bytes()).expect("the plan is right");
        let cadence = &document.cadences()[0];
        assert_eq!(cadence.touches().len(), 10);
        assert_eq!(cadence.segment(), Some("plants"));
        let effort = cadence.on_reply().map(|work| work.effort);
        assert_eq!(effort, Some(chrono::TimeDelta::minutes(40)));
        let plan = plan.replace("weekly-10", "weekly-11");
        let errors =
            Document::read("plan.toml", plan.as_bytes()).expect_err("there is no such preset");
        assert!(
            errors.to_string().contains("did you mean `weekly-10`?"),
            "{errors}"
        );
    }
}
