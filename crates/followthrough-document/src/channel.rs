//! `[channel.NAME]`: how a touch is made.

use std::collections::BTreeMap;

use followthrough::{Cap, Channel, ChannelName, default_category, nearest};

use crate::categories::Categories;
use crate::section::{Field, Section};
use crate::{Error, scalar};

pub(crate) fn read_all(
    field: &Field<'_>,
    categories: &mut Categories,
) -> Option<BTreeMap<ChannelName, Channel>> {
    let fields = field.section("the channels")?.fields();
    let mut channels = Some(BTreeMap::new());
    let names: Vec<&str> = fields.iter().map(Field::name).collect();
    for field in &fields {
        let name = field.key_name::<ChannelName>();
        let Some(section) = field.section(format!("channel `{}`", field.name())) else {
            channels = None;
            continue;
        };
        let channel = read(&section, &names, categories);
        section.close();
        match (&mut channels, name, channel) {
            (Some(channels), Some(name), Some(channel)) => {
                channels.insert(name, channel);
            }
            _ => channels = None,
        }
    }
    channels
}

fn read(section: &Section<'_>, names: &[&str], categories: &mut Categories) -> Option<Channel> {
    let category = section
        .optional("category")
        .map(|field| categories.read_wanted(&field));
    let effort = section.optional("effort").map(|field| field.duration());
    let cap = section
        .optional("cap")
        .map(|field| read_cap(&field, section.part()));
    let counts_as = section
        .optional("counts_as")
        .map(|field| read_counts_as(&field, names));
    let hours = section.optional("hours").map(|field| {
        let expected = "contact hours such as `\"08:30-17:30\"`, from earlier to later";
        let text = field.text(expected)?;
        scalar::hours(text).or_else(|| field.unexpected(expected))
    });
    Some(Channel {
        category: category.flatten(),
        effort: effort.flatten(),
        cap: cap.unwrap_or(Some(Cap::default()))?,
        counts_as: counts_as.flatten(),
        hours: hours.flatten(),
    })
}

fn read_cap(field: &Field<'_>, part: &str) -> Option<Cap> {
    let section = field.section(format!("the cap of {part}"))?;
    let expected = "a whole number of touches";
    let day = section
        .optional("day")
        .map(|field| field.count(0, expected));
    let week = section
        .optional("week")
        .map(|field| field.count(0, expected));
    section.close();
    Some(Cap {
        day: day.flatten(),
        week: week.flatten(),
    })
}

/// Another channel: one of the document's, or one that has defaults.
fn read_counts_as(field: &Field<'_>, names: &[&str]) -> Option<ChannelName> {
    let name: ChannelName = field.parsed_name()?;
    if names.contains(&name.as_str()) || default_category(&name).is_some() {
        return Some(name);
    }
    field.report(Error::Word {
        place: field.place(),
        key: field.key(),
        found: name.as_str().to_owned(),
        nearest: nearest(name.as_str(), names),
        known: names.iter().map(|&name| name.to_owned()).collect(),
    });
    None
}
