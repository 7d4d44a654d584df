//! `[cadence.NAME]`: what every started prospect is promised.

use chrono::TimeDelta;
use followthrough::{Cadence, CadenceName, CategoryName, Days, Prep, Repeat, ReplyWork, Touch};

use crate::categories::Categories;
use crate::section::{Field, Section};
use crate::{Error, Place, cadence_preset};

/// A cadence with the lines that it stands on.
pub(crate) struct Read {
    pub(crate) cadence: Cadence,
    pub(crate) place: Place,
    pub(crate) touch_places: Vec<Place>,
}

pub(crate) fn read_all(field: &Field<'_>, categories: &mut Categories) -> Option<Vec<Read>> {
    let mut cadences = Some(Vec::new());
    for field in field.section("the cadences")?.fields() {
        let name = field.key_name::<CadenceName>();
        let Some(section) = field.section(format!("cadence `{}`", field.name())) else {
            cadences = None;
            continue;
        };
        let cadence = read(&section, name, categories);
        section.close();
        match (&mut cadences, cadence) {
            (Some(cadences), Some(cadence)) => cadences.push(cadence),
            _ => cadences = None,
        }
    }
    cadences
}

fn read(
    section: &Section<'_>,
    name: Option<CadenceName>,
    categories: &mut Categories,
) -> Option<Read> {
    let preset = section
        .optional("preset")
        .map(|field| cadence_preset::read(&field));
    let is_preset = preset.is_some();
    let preset = preset.flatten();
    let touches = match (section.optional("touches"), &preset) {
        (Some(field), _) => read_touches(&field, section.part(), categories),
        (None, Some(preset)) => {
            let touches = preset.touches.iter().cloned();
            Some(touches.map(|touch| (touch, section.place())).collect())
        }
        // What is wrong with the preset's name is told already.
        (None, None) if is_preset => None,
        (None, None) => {
            section.missing(
                "touches",
                "a list of touches such as `[{ day = 1, channel = \"call\" }]`, or a `preset`",
            );
            None
        }
    };
    let default_days = preset.as_ref().map_or(Days::Business, |preset| preset.days);
    let days = section
        .optional("days")
        .map_or(Some(default_days), |field| read_days(&field));
    let segment = section
        .optional("segment")
        .map(|field| field.words("a label in quotes"));
    let prep = section
        .optional("prep")
        .map(|field| read_prep(&field, section.part(), categories));
    let on_reply = section
        .optional("on_reply")
        .map(|field| read_on_reply(&field, section.part(), categories));
    let repeat = section.optional("repeat").map(|field| {
        (
            field.place(),
            read_repeat(&field, section.part(), days, categories),
        )
    });

    let (touches, touch_places): (Vec<Touch>, Vec<Place>) = touches?.into_iter().unzip();
    let refused = |place: Place| {
        move |reason: followthrough::Error| {
            section.report(Error::Plan { place, reason });
        }
    };
    // The core names the touch by its number: the error belongs on that touch's line.
    let mut cadence = Cadence::new(name?, touches)
        .map_err(|reason| {
            let touch = match &reason {
                followthrough::Error::WindowsMeet { touch, .. } => Some(*touch),
                followthrough::Error::FirstTouchWaits { .. }
                | followthrough::Error::FirstTouchShares { .. } => Some(1),
                _ => None,
            };
            let line = touch.and_then(|touch| touch_places.get(touch - 1));
            refused(line.cloned().unwrap_or_else(|| section.place()))(reason);
        })
        .ok()?
        .with_days(days?);
    if let Some(segment) = segment {
        cadence = cadence.with_segment(segment?);
    }
    let given = preset.unwrap_or_default();
    if let Some(prep) = prep.or(given.prep.map(Some)) {
        cadence = cadence.with_prep(prep?);
    }
    if let Some(work) = on_reply.or(given.on_reply.map(Some)) {
        cadence = cadence.with_on_reply(work?);
    }
    let given = given.repeat.map(|repeat| (section.place(), Some(repeat)));
    if let Some((place, repeat)) = repeat.or(given) {
        cadence = cadence.with_repeat(repeat?).map_err(refused(place)).ok()?;
    }
    Some(Read {
        cadence,
        place: section.place(),
        touch_places,
    })
}

/// Which days are counted.
pub(crate) fn read_days(field: &Field<'_>) -> Option<Days> {
    field.word(&[("business", Days::Business), ("calendar", Days::Calendar)])
}

/// How a cadence says when its touches open.
#[derive(Clone, Copy, PartialEq)]
enum Style {
    Day,
    After,
}

impl Style {
    fn key(self) -> &'static str {
        match self {
            Self::Day => "day",
            Self::After => "after",
        }
    }
}

/// What the touches so far say about the next one.
#[derive(Default)]
struct Timeline {
    style: Option<Style>,
    /// The day of the last touch that does not share a window, from 1.
    day: u32,
    /// How long that touch's window stays open.
    within: u32,
}

pub(crate) fn read_touches(
    field: &Field<'_>,
    cadence: &str,
    categories: &mut Categories,
) -> Option<Vec<(Touch, Place)>> {
    let mut touches = Some(Vec::new());
    let mut timeline = Timeline::default();
    for (index, item) in field.items("a list of touches")?.iter().enumerate() {
        let Some(section) = item.section(format!("touch {} of {cadence}", index + 1)) else {
            touches = None;
            continue;
        };
        let touch = read_touch(&section, index == 0, &mut timeline, categories);
        let place = section.place();
        section.close();
        match (&mut touches, touch) {
            (Some(touches), Some(touch)) => touches.push((touch, place)),
            _ => touches = None,
        }
    }
    touches
}

fn read_touch(
    section: &Section<'_>,
    first: bool,
    timeline: &mut Timeline,
    categories: &mut Categories,
) -> Option<Touch> {
    let with_previous = section
        .optional("with_previous")
        .map_or(Some(false), |field| field.flag())
        .unwrap_or_default();
    let within = section.optional("within");
    let within_days = within
        .as_ref()
        .map_or(Some(1), |field| field.count(0, "a whole number of days"));
    let after = read_opening(section, first, with_previous, timeline);
    let channel = section.required("channel", "how the touch is made, such as `\"call\"`");
    let channel = channel.and_then(|field| field.parsed_name());
    let work = read_work(section, categories);
    let message = section
        .optional("message")
        .map(|field| field.words("a text in quotes"));
    let reply = section.optional("reply").map(|field| field.probability());
    let refers_to = section
        .optional("refers_to")
        .map(|field| field.count(1, "the number of an earlier touch, from 1"));

    let mut within_days = within_days?;
    if with_previous {
        // It shares a window, so it has none of its own to open or close.
        if let Some(within) = within.filter(|_| within_days != timeline.within) {
            return within.unexpected(format!(
                "`{}` or nothing: the touch shares the window of the one before",
                timeline.within
            ));
        }
        within_days = timeline.within;
    }
    timeline.within = within_days;
    let (category, effort) = work;
    let mut touch = Touch::new(channel?).after(after?).within(within_days);
    touch.with_previous = with_previous;
    touch.category = category;
    touch.effort = effort;
    touch.message = message.flatten();
    touch.reply = reply.flatten();
    touch.refers_to = refers_to.flatten();
    Some(touch)
}

/// The days since the previous window opened, from `day` or `after`.
fn read_opening(
    section: &Section<'_>,
    first: bool,
    with_previous: bool,
    timeline: &mut Timeline,
) -> Option<u32> {
    let (day, after) = (section.optional("day"), section.optional("after"));
    let (field, style) = match (day, after) {
        (Some(day), Some(_)) => {
            day.report(Error::Conflict {
                place: day.place(),
                key: day.key(),
                other: "after",
            });
            return None;
        }
        (Some(day), None) => (day, Style::Day),
        (None, Some(after)) => (after, Style::After),
        (None, None) if with_previous && !first => return Some(0),
        (None, None) if first => {
            timeline.day = 1;
            return Some(0);
        }
        (None, None) => {
            let key = timeline.style.map_or("day", Style::key);
            section.missing(
                key,
                "the day on which the touch's window opens: `day`, or `after`",
            );
            return None;
        }
    };
    if let Some(other) = timeline.style.filter(|&other| other != style) {
        field.report(Error::TouchStyles {
            place: field.place(),
            key: field.key(),
            other: other.key(),
        });
        return None;
    }
    timeline.style = Some(style);
    match style {
        Style::Day => {
            let day = field.count(1, "a whole number of days, from 1 on")?;
            let previous = timeline.day;
            if first && day != 1 {
                return field.unexpected("`1`: the first touch opens on the day of the start");
            }
            if with_previous && day != previous {
                return field.unexpected(format!(
                    "`{previous}` or nothing: the touch shares the window of the one before"
                ));
            }
            if day < previous {
                return field.unexpected(format!(
                    "a day after day {previous}, on which the touch before opens"
                ));
            }
            timeline.day = day;
            Some(if first { 0 } else { day - previous })
        }
        Style::After => {
            let after = field.count(0, "a whole number of days")?;
            if with_previous && after != 0 {
                return field
                    .unexpected("`0` or nothing: the touch shares the window of the one before");
            }
            Some(after)
        }
    }
}

/// Category and effort, where the work says its own.
fn read_work(
    section: &Section<'_>,
    categories: &mut Categories,
) -> (Option<CategoryName>, Option<TimeDelta>) {
    let category = section
        .optional("category")
        .and_then(|field| categories.read_wanted(&field));
    (
        category,
        section
            .optional("effort")
            .and_then(|field| field.duration()),
    )
}

pub(crate) fn read_prep(
    field: &Field<'_>,
    cadence: &str,
    categories: &mut Categories,
) -> Option<Prep> {
    let section = field.section(format!("the prep of {cadence}"))?;
    let work = read_work(&section, categories);
    let ahead = section.optional("ahead").map_or(Some(3), |field| {
        field.count(0, "a whole number of workdays")
    });
    section.close();
    let (category, effort) = work;
    Some(Prep {
        category: category.or_else(|| "research".parse().ok())?,
        effort: effort.unwrap_or(TimeDelta::minutes(10)),
        ahead: ahead?,
    })
}

pub(crate) fn read_on_reply(
    field: &Field<'_>,
    cadence: &str,
    categories: &mut Categories,
) -> Option<ReplyWork> {
    let section = field.section(format!("the reply work of {cadence}"))?;
    let category = section
        .optional("category")
        .map(|field| categories.read_wanted(&field));
    let effort = section.required(
        "effort",
        "how long the work that an answer brings takes, such as `\"25m\"`",
    );
    let effort = effort.and_then(|field| field.duration());
    let within = section
        .optional("within")
        .map_or(Some(2), |field| field.count(0, "a whole number of days"));
    section.close();
    Some(ReplyWork {
        category: category.flatten().or_else(|| "follow_up".parse().ok())?,
        effort: effort?,
        within: within?,
    })
}

pub(crate) fn read_repeat(
    field: &Field<'_>,
    cadence: &str,
    days: Option<Days>,
    categories: &mut Categories,
) -> Option<Repeat> {
    let section = field.section(format!("the tail of {cadence}"))?;
    let rhythm = [("per_month", "months"), ("per_week", "weeks")]
        .into_iter()
        .find_map(|(often, long)| Some((section.optional(often)?, long)));
    if let Some((often, long)) = rhythm {
        return read_rhythm(section, &often, long, days.unwrap_or_default(), categories);
    }
    let days = "a whole number of days";
    let after = section
        .required(
            "after",
            "the days between two of its windows, or `per_month` or `per_week`",
        )
        .and_then(|field| field.count(0, days));
    let within = section
        .optional("within")
        .map_or(Some(1), |field| field.count(0, days));
    let times = section
        .optional("times")
        .map(|field| field.count(0, "a whole number of touches"));
    read_rest(section, (after, within, times), categories)
}

/// A tail told by how often in a month or a week it is, and for how many of them: as far apart as goes evenly into the days
/// of one, and never on neighbouring days.
fn read_rhythm(
    section: Section<'_>,
    often: &Field<'_>,
    long: &'static str,
    days: Days,
    categories: &mut Categories,
) -> Option<Repeat> {
    // Twelve months are 252 workdays, five a week.
    let length = match (long, days) {
        ("months", Days::Business) => 21,
        ("months", Days::Calendar) => 30,
        (_, Days::Business) => 5,
        (_, Days::Calendar) => 7,
    };
    let most = length / 2;
    let expected = format!("a whole number from 1 to {most}");
    let count = often.count(1, &expected);
    if count.is_some_and(|count| count > most) {
        often.unexpected::<()>(expected);
    }
    let count = count.filter(|count| *count <= most);
    let after = count.map(|count| length / count);
    let within = match section.optional("within") {
        Some(field) => field.count(0, "a whole number of days"),
        None => Some(1),
    };
    let spans = section
        .optional(long)
        .map(|field| field.count(1, "a whole number"));
    let times = spans.map(|spans| spans?.checked_mul(count?));
    read_rest(section, (after, within, times), categories)
}

/// What a tail says beside its days.
fn read_rest(
    section: Section<'_>,
    (after, within, times): (Option<u32>, Option<u32>, Option<Option<u32>>),
    categories: &mut Categories,
) -> Option<Repeat> {
    let channel = section.required("channel", "how its touches are made, such as `\"call\"`");
    let channel = channel.and_then(|field| field.parsed_name());
    let work = read_work(&section, categories);
    let message = section
        .optional("message")
        .map(|field| field.words("a text in quotes"));
    let promised = section
        .optional("promised")
        .map_or(Some(false), |field| field.flag());
    section.close();
    let (category, effort) = work;
    Some(Repeat {
        after: after?,
        within: within?,
        times: times.flatten(),
        channel: channel?,
        category,
        effort,
        message: message.flatten(),
        promised: promised?,
    })
}
