//! Recurring blocks as series: one VEVENT with a rule and its exceptions for each block, without touches.
//!
//! For a calendar that shows when time is set aside and not what for. The rule is the core's, made fit for every app:
//! DTSTART is one of its instances, its end is an UNTIL in UTC, and days off are EXDATEs in the form of DTSTART
//! (RFC 5545 §3.8.5). Extra days are events of their own, because apps disagree about RDATE; so are those on which the
//! clock changes inside the block, because apps disagree about an hour that comes twice or not at all.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Days, NaiveDate, NaiveDateTime, TimeDelta, Utc};
use followthrough::{
    AwayWindows, Block, Budget, CategoryName, Instants, Moved, Pattern, Plan, Rule, Start, Zone,
};

use super::calendar::Calendar;
use super::entry::{Draft, Kind, alarm, busy, categories};
use super::frame::Frame;
use super::text::{Lines, push_date_time, shown};
use super::touches::{planned, span};
use super::zones::{Spans, Zones, is_utc};
use super::{Edition, Error, MOVED, Options, Previous, check_year, words};

/// How far ahead a zone's rule must hold for a series without an end, and how far occurrences are written one by one
/// where no rule can be, or where the clock changes inside them.
const OPEN_END: Days = Days::new(366);

/// Recurring blocks, and the days on which none of them occurs.
///
/// # Example
/// ```
/// use chrono::{NaiveDate, NaiveTime, TimeDelta, Weekday};
/// use followthrough::{Block, Pattern};
/// use followthrough_ics::write::{Edition, Options, Recurring, series};
///
/// let nine = NaiveTime::from_hms_opt(9, 0, 0).unwrap();
/// let pattern = Pattern::Weekdays(vec![Weekday::Mon, Weekday::Thu]);
/// let block = Block::new(vec!["calling".parse()?], pattern, nine, TimeDelta::hours(1))?;
/// let recurring = Recurring {
///     name: "SDR desk 7",
///     zone: &"America/New_York".parse()?,
///     blocks: &[block],
///     days_off: [NaiveDate::from_ymd_opt(2026, 11, 26).unwrap()].into(),
/// };
/// let edition = Edition::new("5f1c9a02", "2026-11-23T05:00:00Z".parse()?)?;
/// let text = series(&recurring, &edition, &Options::default(), None)?[0].to_string();
/// assert!(text.contains("RRULE:FREQ=WEEKLY;BYDAY=MO,TH\r\n"));
/// assert!(text.contains("EXDATE;TZID=America/New_York:20261126T090000\r\n"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone)]
pub struct Recurring<'a> {
    /// The plan's name.
    pub name: &'a str,
    /// The plan's zone.
    pub zone: &'a Zone,
    /// The blocks.
    pub blocks: &'a [Block],
    /// Holidays and days away.
    pub days_off: BTreeSet<NaiveDate>,
}

impl<'a> From<&'a Plan> for Recurring<'a> {
    /// The plan's blocks; its holidays and days away are days off.
    fn from(plan: &'a Plan) -> Self {
        let mut days_off = plan.holidays.clone();
        for away in &plan.away {
            // Either kind of day away has no blocks.
            let (AwayWindows::Shift | AwayWindows::Keep) = away.windows;
            days_off.extend(
                away.from
                    .iter_days()
                    .take_while(|date| *date <= away.to)
                    .take(3660),
            );
        }
        Self {
            name: &plan.name,
            zone: &plan.zone,
            blocks: &plan.blocks,
            days_off,
        }
    }
}

/// The blocks as series of events, as one calendar or one for each category ([`calendars`](super::calendars)).
///
/// A series begins on the block's `from`; without one, on the first day asked about ([`Options::from`]), else on the
/// day of the edition's revision. It ends where the block or the rule does, or on [`Options::to`]. With a previous
/// calendar a block without `from` keeps the beginning that it had, so that it does not change with every day. UIDs
/// are made of the block's name and categories; a block without a name is the first, second, .. of its categories that
/// has none. So a block stays the same series when its days or hours change, and the series shows it as it is now, in
/// the past too.
///
/// An occurrence in which the clock changes is an exception of the series and an event of its own in UTC, to
/// [`Options::to`] or a year ahead. Where no simple rule tells the zone's clock, so is every occurrence. Touches,
/// VTODO and splitting by month have no part in this.
///
/// # Errors
/// What [`Error`] lists.
pub fn series(
    recurring: &Recurring<'_>,
    edition: &Edition,
    options: &Options,
    previous: Option<&Previous>,
) -> Result<Vec<Calendar>, Error> {
    options.check()?;
    let previous = super::of_the_plan(previous, edition)?;
    let options = &Options {
        months: super::Months::Never,
        ..options.clone()
    };
    let mut blocks = Vec::with_capacity(recurring.blocks.len());
    let mut spans = Spans::default();
    let names = series_names(recurring.blocks);
    for (block, name) in recurring.blocks.iter().zip(names) {
        let zone = block.zone.as_ref().unwrap_or(recurring.zone);
        let uid = format!("{name}.{}@followthrough", edition.tag());
        let walk = Walk::of(
            block,
            zone,
            &recurring.days_off,
            &uid,
            edition,
            options,
            previous,
        );
        for local in walk.locals() {
            let (begins, ends) = (zone.instant(local), zone.instant(local + block.length()));
            check_year(begins)?;
            check_year(ends)?;
            spans.widen(zone.name(), begins, ends);
        }
        blocks.push((block, zone, uid, walk));
    }
    let zones = spans.zones(recurring.zone, edition, options, previous);
    let mut drafts = Vec::new();
    let mut singles = BTreeMap::new();
    for (block, zone, uid, walk) in blocks {
        let writer = Writer {
            recurring,
            block,
            zone,
            edition,
            options,
            zones: &zones,
        };
        writer.write(uid, &walk, &mut singles, &mut drafts);
    }
    let mut uids = BTreeSet::new();
    if let Some(draft) = drafts.iter().find(|draft| !uids.insert(draft.uid.as_str())) {
        return Err(Error::SameUid {
            uid: draft.uid.clone(),
        });
    }
    let frame = Frame {
        name: recurring.name,
        zone: recurring.zone,
        edition,
        options,
    };
    Ok(frame.calendars(drafts, &zones))
}

/// What the series of each block is called for life: `series-<name or number>-<categories>`, the name as a hash; the
/// second of two that are alike is marked `.2`.
///
/// # Example
/// ```
/// use chrono::{NaiveTime, TimeDelta, Weekday};
/// use followthrough::{Block, Pattern};
/// let nine = NaiveTime::from_hms_opt(9, 0, 0).unwrap();
/// let mondays = Pattern::Weekdays(vec![Weekday::Mon]);
/// let block = Block::new(vec!["calling".parse()?], mondays, nine, TimeDelta::hours(1))?;
/// assert_eq!(followthrough_ics::write::series_names(&[block]), ["series-1-calling"]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn series_names(blocks: &[Block]) -> Vec<String> {
    let mut known: BTreeMap<String, u32> = BTreeMap::new();
    let name = |block: &Block| {
        let name = block.name.as_ref().map(|name| {
            // Half of it is enough for the blocks of one plan.
            let half = followthrough::stable_hash(name.as_bytes()) as u64;
            format!("{half:016x}")
        });
        let rest = joined(block);
        let alike = format!("{}-{rest}", name.as_deref().unwrap_or_default());
        let count = known.entry(alike).or_insert(0);
        *count += 1;
        match (name, *count) {
            (None, count) => format!("series-{count}-{rest}"),
            (Some(name), 1) => format!("series-{name}-{rest}"),
            (Some(name), count) => format!("series-{name}.{count}-{rest}"),
        }
    };
    blocks.iter().map(name).collect()
}

fn joined(block: &Block) -> String {
    block
        .categories()
        .iter()
        .map(CategoryName::as_str)
        .collect::<Vec<_>>()
        .join("+")
}

/// The block's rule; `None` where it has only extra days.
fn rule_of(block: &Block) -> Option<Rule> {
    match block.pattern() {
        Pattern::Weekdays(days) if days.is_empty() => None,
        Pattern::Weekdays(days) => Some(Rule::weekly(days)),
        Pattern::Rule(rule) => Some(rule.clone()),
    }
}

/// When a block occurs, as a series is told.
struct Walk {
    /// DTSTART; `None` where the rule has no instance.
    first: Option<NaiveDateTime>,
    /// The last instance of a series that ends.
    last: Option<NaiveDateTime>,
    /// Whether the rule's own COUNT says so.
    counted: bool,
    /// Instances that do not take place.
    except: Vec<NaiveDateTime>,
    /// Instances during which the clock changes, up to the end or a year ahead; they are among `except` and `each`.
    odd: Vec<NaiveDateTime>,
    /// Extra days that take place.
    also: Vec<NaiveDateTime>,
    /// Every instance that takes place, up to the end or a year ahead.
    each: Vec<NaiveDateTime>,
    /// Instances that were moved: the date that they were planned for, their start and length.
    moved: Vec<(NaiveDate, NaiveDateTime, TimeDelta)>,
}

impl Walk {
    fn of(
        block: &Block,
        zone: &Zone,
        days_off: &BTreeSet<NaiveDate>,
        uid: &str,
        edition: &Edition,
        options: &Options,
        previous: Option<&Previous>,
    ) -> Self {
        let off = |date: NaiveDate| {
            days_off.contains(&date)
                || block.skip.contains(&date)
                || block.moved.contains_key(&date)
        };
        let odd = |local: NaiveDateTime| is_odd(local, block.length(), zone);
        let today = options
            .from
            .unwrap_or_else(|| zone.local(edition.revision()).date());
        let before = previous
            .and_then(|previous| previous.entry(uid))
            .map(|entry| entry.date);
        let from = block
            .from
            .unwrap_or_else(|| before.map_or(today, |before| before.min(today)));
        let to = [block.to, options.to].into_iter().flatten().min();
        let horizon = to.unwrap_or_else(|| after(from.max(today), OPEN_END));
        let instances = |from: NaiveDate, to: NaiveDate| -> Vec<NaiveDateTime> {
            let Some(rule) = rule_of(block) else {
                return Vec::new();
            };
            let start = Start::at(from_of(block, from), zone).only_in_step();
            let end = from_of_next(block, to);
            rule.occurrences(&start, from_of(block, from), end, Budget::default())
                .starts
        };
        let rule = rule_of(block);
        let anchored = instances(from, horizon);
        let counted = rule
            .as_ref()
            .is_some_and(|rule| rule.to_string().contains(";COUNT="));
        // Without COUNT a first instance that is off may go; with it, it counts.
        let first = anchored
            .iter()
            .find(|local| counted || !(off(local.date()) || odd(**local)))
            .copied();
        let bounded = to.is_some() || rule.as_ref().is_some_and(Rule::is_bounded);
        let last = match (bounded, to, &rule) {
            (false, _, _) => None,
            (true, Some(_), _) => anchored.last().copied(),
            (true, None, rule) => rule.as_ref().and_then(|rule| {
                rule.last(
                    &Start::at(from_of(block, from), zone).only_in_step(),
                    Budget::default(),
                )
            }),
        };
        let each: Vec<NaiveDateTime> = anchored
            .iter()
            .filter(|local| !off(local.date()))
            .copied()
            .collect();
        let apart: Vec<NaiveDateTime> = each.iter().filter(|local| odd(**local)).copied().collect();
        let changes = apart.last().map(NaiveDateTime::date);
        let off_days = days_off.iter().chain(&block.skip).chain(block.moved.keys());
        let furthest = off_days.copied().chain(changes);
        let furthest = furthest.max();
        let except = match (first, furthest) {
            (Some(first), Some(furthest)) => {
                let end = last.map_or(furthest, |last| furthest.min(last.date()));
                let walked = if end <= horizon {
                    anchored.clone()
                } else {
                    instances(from, end)
                };
                walked
                    .into_iter()
                    .filter(|local| *local >= first && local.date() <= end)
                    .filter(|local| off(local.date()) || apart.contains(local))
                    .collect()
            }
            _ => Vec::new(),
        };
        let also = block
            .also
            .iter()
            .filter(|date| {
                !off(**date) && options.covers(**date) && **date >= block.from.unwrap_or(today)
            })
            .map(|date| from_of(block, *date))
            .filter(|local| !each.contains(local))
            .collect();
        let moved = block.moved.iter().filter(|(_, moved)| {
            let date = moved.start().date();
            date >= today && options.covers(date) && !days_off.contains(&date)
        });
        let moved = moved
            .map(|(date, moved)| (*date, moved.start(), moved.length()))
            .collect();
        Self {
            first,
            last,
            counted: counted && to.is_none(),
            except,
            odd: apart,
            also,
            each,
            moved,
        }
    }

    /// Every local time that is written.
    fn locals(&self) -> impl Iterator<Item = NaiveDateTime> {
        let Self {
            first,
            last,
            except,
            also,
            each,
            ..
        } = self;
        first
            .iter()
            .chain(last)
            .chain(except)
            .chain(also)
            .chain(each)
            .copied()
            .chain(self.moved.iter().map(|(_, local, _)| *local))
    }
}

/// Whether a local time of an instance comes twice or not at all, or the clock changes between them.
fn is_odd(local: NaiveDateTime, length: TimeDelta, zone: &Zone) -> bool {
    let ends = local + length;
    match (zone.instants(local), zone.instants(ends)) {
        (Instants::One(begin), Instants::One(end)) => end - begin != length,
        _ => true,
    }
}

fn from_of(block: &Block, date: NaiveDate) -> NaiveDateTime {
    date.and_time(block.start())
}

/// Whether a series of this walk shows anything, as far as is known.
fn has_instances(walk: &Walk) -> bool {
    walk.last.is_none() || walk.each.len() > walk.odd.len()
}

fn from_of_next(block: &Block, date: NaiveDate) -> NaiveDateTime {
    from_of(block, after(date, Days::new(1)))
}

fn after(date: NaiveDate, days: Days) -> NaiveDate {
    date.checked_add_days(days).unwrap_or(NaiveDate::MAX)
}

struct Writer<'a> {
    recurring: &'a Recurring<'a>,
    block: &'a Block,
    zone: &'a Zone,
    edition: &'a Edition,
    options: &'a Options,
    zones: &'a Zones<'a>,
}

impl Writer<'_> {
    fn write(
        &self,
        uid: String,
        walk: &Walk,
        known: &mut BTreeMap<String, u32>,
        drafts: &mut Vec<Draft>,
    ) {
        let named = self.zones.declare(self.zone);
        let rule = rule_of(self.block).filter(|_| named || is_utc(self.zone));
        let mut singles = match (rule, walk.first) {
            (Some(rule), first) => {
                if let Some(first) = first.filter(|_| has_instances(walk)) {
                    let length = self.block.length();
                    drafts.push(self.draft(uid, first, length, Some((&rule, walk))));
                }
                walk.odd.clone()
            }
            (None, _) => walk.each.clone(),
        };
        singles.extend(&walk.also);
        singles.sort_unstable();
        let length = self.block.length();
        let mut singles: Vec<_> = singles
            .into_iter()
            .map(|local| (local.date(), local, length))
            .collect();
        singles.extend(walk.moved.iter().copied());
        drafts.extend(
            singles
                .into_iter()
                .filter_map(|(date, local, length)| self.single(date, local, length, known)),
        );
    }

    /// The occurrence planned for `date` as an event of its own; `None` where the clock jumps over all of it.
    fn single(
        &self,
        date: NaiveDate,
        local: NaiveDateTime,
        length: TimeDelta,
        known: &mut BTreeMap<String, u32>,
    ) -> Option<Draft> {
        if self.zone.instant(local + length) <= self.zone.instant(local) {
            return None;
        }
        // Two blocks may be called alike.
        let count = known.entry(self.block.key(date, 1)).or_insert(0);
        *count += 1;
        let key = self.block.key(date, *count);
        let uid = format!("{key}.{}@followthrough", self.edition.tag());
        Some(self.draft(uid, local, length, None))
    }

    fn draft(
        &self,
        uid: String,
        local: NaiveDateTime,
        length: TimeDelta,
        rule: Option<(&Rule, &Walk)>,
    ) -> Draft {
        let begins = self.zone.instant(local);
        let ends = self.zone.instant(local + length);
        let mut lines = Lines::with_capacity(512);
        let odd = rule.is_none() && is_odd(local, length, self.zone);
        let named = self.zones.declare(self.zone) && !odd;
        if named {
            lines.local("DTSTART", Some(self.zone.name()), local);
            lines.local("DTEND", Some(self.zone.name()), local + length);
        } else {
            lines.utc("DTSTART", begins);
            lines.utc("DTEND", ends);
        }
        if let Some((rule, walk)) = rule {
            lines.plain("RRULE", &self.rule_text(rule, walk));
            for local in &walk.except {
                if named {
                    lines.local("EXDATE", Some(self.zone.name()), *local);
                } else {
                    lines.utc("EXDATE", self.zone.instant(*local));
                }
            }
        }
        let title = words::block_title(self.block.categories(), self.options);
        lines.text("SUMMARY", &title);
        let mut description = shown(&self.block.label());
        description.push('\n');
        description.push_str(&shown(self.recurring.name));
        lines.text("DESCRIPTION", &description);
        categories(self.block.categories(), self.options, &mut lines);
        planned(begins, ends, &mut lines);
        let is_here = |moved: &Moved| moved.start() == local && moved.length() == length;
        if rule.is_none() && self.block.moved.values().any(is_here) {
            span(MOVED, begins, ends, &mut lines);
        }
        busy(self.options, &mut lines);
        alarm(&title, self.options, &mut lines);
        Draft {
            kind: Kind::Event,
            uid,
            begins,
            ends: rule.is_none().then_some(ends),
            date: local.date(),
            category: self
                .block
                .categories()
                .first()
                .map(|first| first.as_str().to_owned())
                .unwrap_or_default(),
            zone: named.then(|| self.zone.name().to_owned()),
            body: lines.into_text(),
        }
    }

    /// The rule with its end as UNTIL in UTC, unless its own COUNT is its end.
    fn rule_text(&self, rule: &Rule, walk: &Walk) -> String {
        let mut text = String::new();
        let rule = rule.to_string();
        for part in rule.split(';') {
            let ends = part.starts_with("UNTIL=") || (part.starts_with("COUNT=") && !walk.counted);
            if !ends {
                if !text.is_empty() {
                    text.push(';');
                }
                text.push_str(part);
            }
        }
        if let (Some(last), false) = (walk.last, walk.counted) {
            text.push_str(";UNTIL=");
            let until: DateTime<Utc> = self.zone.instant(last);
            push_date_time(&mut text, until.naive_utc());
            text.push('Z');
        }
        text
    }
}
