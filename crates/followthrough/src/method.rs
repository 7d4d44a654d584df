//! What the method of follow-up advises: codes for cadences that go against it, each with its source and its cure.
//!
//! [`Plan::lint`] looks at the cadences alone, and needs no solver.

use std::collections::{BTreeMap, BTreeSet};

use crate::{Cadence, ChannelName, Days, Plan, Touch, Warning};

/// One piece of advice of the method.
///
/// # Example
/// ```
/// use followthrough::METHOD;
/// let few = METHOD.iter().find(|advice| advice.code == "C1").unwrap();
/// assert!(few.source.contains("Hunter"));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MethodAdvice {
    /// The code of its warning.
    pub code: &'static str,
    /// What is advised.
    pub advice: &'static str,
    /// Who says so: author and year.
    pub source: &'static str,
    /// What to change.
    pub cure: &'static str,
}

/// Every piece of advice that [`Plan::lint`] looks for, by code.
pub const METHOD: [MethodAdvice; 10] = [
    MethodAdvice {
        code: "C1",
        advice: "Contact a prospect at least three times.",
        source: "Mark Hunter, \"Don't start what you can't finish\", 2012",
        cure: "add touches, or start fewer prospects so that three fit",
    },
    MethodAdvice {
        code: "C2",
        advice: "Plan six to eight touches.",
        source: "Mark Hunter, 2015",
        cure: "add touches, or take the preset `hunter-8`",
    },
    MethodAdvice {
        code: "C3",
        advice: "Follow up once a week at least, and never two weeks apart.",
        source: "Jeff Bajorek, on ten attempts",
        cure: "move the touches closer together, or put one between them",
    },
    MethodAdvice {
        code: "C4",
        advice: "Follow up once or twice a week, not daily.",
        source: "Keith Luscher, on how often to follow up",
        cure: "move the touches apart",
    },
    MethodAdvice {
        code: "C5",
        advice: "Do not make one call ten times: each touch says something of its own.",
        source: "Jeff Bajorek, on ten attempts",
        cure: "give each touch a `message` of its own",
    },
    MethodAdvice {
        code: "C6",
        advice: "Use more than one channel.",
        source: "Keith Luscher, on calls, mail, letters and talks",
        cure: "make some of the touches in another way",
    },
    MethodAdvice {
        code: "C7",
        advice: "Do not follow up by mail alone: call.",
        source: "Keith Luscher, on calls, mail, letters and talks",
        cure: "make at least one touch a call",
    },
    MethodAdvice {
        code: "C9",
        advice: "Keep time for the answers that you work for.",
        source: "Mark Hunter, \"Don't start what you can't finish\", 2012",
        cure: "add `on_reply` to the cadence",
    },
    MethodAdvice {
        code: "C10",
        advice: "Fit the number of contacts to the industry.",
        source: "Mark Hunter, \"Don't start what you can't finish\", 2012",
        cure: "a cadence for each segment, with `segment` in it",
    },
    MethodAdvice {
        code: "C11",
        advice: "A touch that refers to an earlier one comes after it.",
        source: "Jeff Bajorek, on ten attempts",
        cure: "correct `refers_to`, or the order of the touches",
    },
];

/// The most days from one touch to the next.
const WEEK: u32 = 7;
/// The most days with touches in any seven.
const MOST_IN_A_WEEK: usize = 3;

impl Plan {
    /// What the method of follow-up advises against in the plan's cadences, by cadence and code: see [`METHOD`].
    ///
    /// Warnings that need the calendar are part of the answers, such as [`Fit::warnings`](crate::Fit::warnings).
    ///
    /// # Example
    /// ```
    /// use followthrough::{Cadence, Plan, Touch};
    /// let mut plan = Plan::new("desk", "America/New_York".parse()?, "2027-01-04".parse()?);
    /// let mail = |after| Touch::new("email".parse().unwrap()).after(after);
    /// plan.cadences.push(Cadence::new("mails".parse()?, vec![mail(0), mail(10)])?);
    /// let codes: Vec<&str> = plan.lint().iter().map(|warning| warning.code).collect();
    /// assert_eq!(codes, ["C1", "C3", "C5", "C6", "C7", "C9"]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn lint(&self) -> Vec<Warning> {
        let mut warnings = Vec::new();
        for cadence in &self.cadences {
            let mut add = |code, message: Option<String>| {
                let place = format!("cadence `{}`", cadence.name());
                warnings.extend(message.map(|message| Warning {
                    code,
                    place,
                    message,
                }));
            };
            let promised = cadence.promised();
            add("C1", (promised < 3).then(|| touches(promised)));
            add("C2", (3..6).contains(&promised).then(|| touches(promised)));
            add("C3", self.far_apart(cadence));
            add("C4", self.close_together(cadence));
            add("C5", messages(cadence));
            add("C6", one_channel(cadence));
            add("C7", self.no_call(cadence));
            let no_time = "an answer brings work for which no time is planned";
            add(
                "C9",
                cadence.on_reply().is_none().then(|| no_time.to_owned()),
            );
            add("C10", self.segments(cadence));
            add("C11", references(cadence));
        }
        warnings
    }

    /// Calendar days from one touch's opening to another's, `days` of the cadence later: workdays stand for as many days
    /// as a week of them does.
    fn calendar_days(&self, cadence: &Cadence, days: u32) -> u32 {
        match cadence.days() {
            Days::Calendar => days,
            Days::Business => {
                let worked = self.workweek.days().len().max(1) as u32;
                let (weeks, rest) = (days / worked, days % worked);
                weeks * WEEK + rest
            }
        }
    }

    fn far_apart(&self, cadence: &Cadence) -> Option<String> {
        let mut found: Vec<(usize, u32)> = Vec::new();
        for (number, touch) in (1..).zip(cadence.touches()).skip(1) {
            let days = self.calendar_days(cadence, touch.after);
            if !touch.with_previous && days > WEEK {
                found.push((number, days));
            }
        }
        let (first, days) = *found.first()?;
        let more = match found.len() - 1 {
            0 => String::new(),
            1 => ", and so it is once more".to_owned(),
            more => format!(", and so it is {more} times more"),
        };
        Some(format!(
            "touch {first} opens {days} days after the one before it{more}"
        ))
    }

    fn close_together(&self, cadence: &Cadence) -> Option<String> {
        let mut days: Vec<(usize, u32)> = Vec::new();
        let mut day = 0;
        for (number, touch) in (1..).zip(cadence.touches()) {
            if touch.with_previous {
                continue;
            }
            if number > 1 {
                // Workdays next to each other are days next to each other somewhere in the week.
                if touch.after == 1 {
                    return Some(format!(
                        "touch {number} opens on the day after the one before it"
                    ));
                }
                day += touch.after;
            }
            days.push((number, self.calendar_days(cadence, day)));
        }
        days.windows(MOST_IN_A_WEEK + 1).find_map(|some| {
            let ((first, from), (last, to)) = (*some.first()?, *some.last()?);
            (to - from < WEEK).then(|| {
                format!(
                    "touches {first} to {last} open on {} days of one week",
                    some.len()
                )
            })
        })
    }

    /// Whether a touch is a call, or counts as one.
    fn is_call(&self, channel: &ChannelName) -> bool {
        let is_call = |name: &ChannelName| matches!(name.as_str(), "call" | "phone");
        let counts_as = self
            .channels
            .get(channel)
            .and_then(|channel| channel.counts_as.as_ref());
        is_call(channel) || counts_as.is_some_and(is_call)
    }

    fn no_call(&self, cadence: &Cadence) -> Option<String> {
        let none = channels(cadence)
            .iter()
            .all(|channel| !self.is_call(channel));
        none.then(|| "no touch is a call".to_owned())
    }

    fn segments(&self, cadence: &Cadence) -> Option<String> {
        let mut segments: BTreeMap<&str, usize> = BTreeMap::new();
        for row in self
            .pipeline
            .iter()
            .filter(|row| row.cadence == *cadence.name())
        {
            if let Some(segment) = row.segment.as_deref() {
                *segments.entry(segment).or_default() += 1;
            }
        }
        let names: Vec<String> = segments.keys().map(|name| format!("`{name}`")).collect();
        (names.len() > 1).then(|| {
            let shown = names.iter().take(3).cloned().collect::<Vec<_>>().join(", ");
            let more = names.len().saturating_sub(3);
            let more = if more > 0 {
                format!(" and {more} more")
            } else {
                String::new()
            };
            format!(
                "prospects of {} segments are on it: {shown}{more}",
                names.len()
            )
        })
    }
}

fn touches(promised: usize) -> String {
    match promised {
        1 => "it promises 1 touch".to_owned(),
        promised => format!("it promises {promised} touches"),
    }
}

fn messages(cadence: &Cadence) -> Option<String> {
    let said: Vec<(usize, &str)> = (1..)
        .zip(cadence.touches())
        .filter_map(|(number, touch)| Some((number, touch.message.as_deref()?)))
        .collect();
    let without = cadence.touches().len() - said.len();
    let mut first: BTreeMap<String, usize> = BTreeMap::new();
    for (number, message) in &said {
        let earlier = *first
            .entry(message.trim().to_lowercase())
            .or_insert(*number);
        if earlier != *number {
            return Some(format!(
                "touches {earlier} and {number} say the same: \u{201c}{}\u{201d}",
                message.trim()
            ));
        }
    }
    match (without, cadence.touches().len()) {
        (0, _) => None,
        (without, all) if without == all => Some("no touch has a message".to_owned()),
        (1, _) => Some("1 touch has no message".to_owned()),
        (without, _) => Some(format!("{without} touches have no message")),
    }
}

fn channels(cadence: &Cadence) -> BTreeSet<&ChannelName> {
    let tail = cadence.repeat().map(|repeat| &repeat.channel);
    let touches = cadence.touches().iter().map(|touch| &touch.channel);
    touches.chain(tail).collect()
}

fn one_channel(cadence: &Cadence) -> Option<String> {
    let channels = channels(cadence);
    let only = channels.first().filter(|_| channels.len() == 1)?;
    (cadence.touches().len() > 1).then(|| format!("every touch is a `{only}`"))
}

fn references(cadence: &Cadence) -> Option<String> {
    (1_u32..).zip(cadence.touches()).find_map(|(number, touch)| {
        let earlier = touch.refers_to?;
        if earlier == 0 || earlier >= number {
            return Some(format!(
                "touch {number} refers to touch {earlier}, which does not come before it"
            ));
        }
        shares(cadence.touches(), earlier, number).then(|| {
            format!(
                "touch {number} refers to touch {earlier}, with which it shares a window in any order"
            )
        })
    })
}

/// Whether two touches, by number, share one window.
fn shares(touches: &[Touch], earlier: u32, later: u32) -> bool {
    let between = touches
        .get(earlier as usize..later as usize)
        .unwrap_or_default();
    between.iter().all(|touch| touch.with_previous)
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;
    use chrono::Weekday::{self, Fri, Mon, Sat, Sun, Thu, Tue, Wed};

    use super::*;
    use crate::{CadenceName, Prospect, ReplyWork, Stage, Workweek};

    const WEEK_OF_WORK: [Weekday; 7] = [Mon, Tue, Wed, Thu, Fri, Sat, Sun];

    fn touch(channel: &str, after: u32, message: &str) -> Touch {
        let touch = Touch::new(channel.parse().expect("a channel"))
            .after(after)
            .within(0);
        touch.message(message)
    }

    /// Eight touches against which nothing is to be said, changed by `change`.
    fn codes(change: impl FnOnce(&mut Vec<Touch>, &mut Plan)) -> Vec<(&'static str, String)> {
        let day = NaiveDate::from_ymd_opt(2027, 1, 4).expect("a day");
        let mut plan = Plan::new("desk", "America/New_York".parse().expect("a zone"), day);
        let mut touches: Vec<Touch> = (0..8_u32)
            .map(|index| {
                let channel = if index % 2 == 0 { "call" } else { "email" };
                touch(
                    channel,
                    if index == 0 { 0 } else { 4 },
                    &format!("reason {index}"),
                )
            })
            .collect();
        change(&mut touches, &mut plan);
        let name: CadenceName = "outbound".parse().expect("a name");
        let work = ReplyWork {
            category: "follow_up".parse().expect("a name"),
            effort: chrono::TimeDelta::minutes(20),
            within: 2,
        };
        let cadence = Cadence::new(name, touches)
            .expect("a cadence")
            .with_on_reply(work);
        plan.cadences.push(cadence);
        plan.lint()
            .into_iter()
            .map(|warning| (warning.code, warning.message))
            .collect()
    }

    #[test]
    fn each_code_has_its_case() {
        assert_eq!(codes(|_, _| ()), []);
        let only = |change: fn(&mut Vec<Touch>, &mut Plan)| {
            let mut found = codes(change);
            assert_eq!(found.len(), 1, "{found:?}");
            found.remove(0)
        };
        assert_eq!(
            only(|touches, _| touches.truncate(2)),
            ("C1", "it promises 2 touches".to_owned())
        );
        assert_eq!(
            only(|touches, _| touches.truncate(5)),
            ("C2", "it promises 5 touches".to_owned())
        );
        assert_eq!(
            only(|touches, _| touches[3].after = 6),
            (
                "C3",
                "touch 4 opens 8 days after the one before it".to_owned()
            )
        );
        assert_eq!(
            only(|touches, _| touches[3].after = 1),
            (
                "C4",
                "touch 4 opens on the day after the one before it".to_owned()
            )
        );
        assert_eq!(
            only(|touches, plan| {
                // With seven workdays a week, four touches two days apart lie within one.
                plan.workweek = Workweek::new(WEEK_OF_WORK.to_vec()).expect("a week");
                (1..4).for_each(|index| touches[index].after = 2);
            }),
            ("C4", "touches 1 to 4 open on 4 days of one week".to_owned())
        );
    }

    #[test]
    fn messages_channels_segments_and_references_have_theirs() {
        let said = |change: fn(&mut Vec<Touch>, &mut Plan)| codes(change);
        assert_eq!(
            said(|touches, _| touches[5].message = Some("Reason 2 ".to_owned())),
            [(
                "C5",
                "touches 3 and 6 say the same: \u{201c}Reason 2\u{201d}".to_owned()
            )]
        );
        assert_eq!(
            said(|touches, _| touches[5].message = None),
            [("C5", "1 touch has no message".to_owned())]
        );
        let mails = |touches: &mut Vec<Touch>, _: &mut Plan| {
            for touch in touches {
                touch.channel = "email".parse().expect("a channel");
            }
        };
        assert_eq!(
            said(mails),
            [
                ("C6", "every touch is a `email`".to_owned()),
                ("C7", "no touch is a call".to_owned())
            ]
        );
        let segments = |_: &mut Vec<Touch>, plan: &mut Plan| {
            for (id, segment) in [("A", "plants"), ("B", "plants"), ("C", "banks")] {
                let mut row = Prospect::new(id, "outbound".parse().expect("a name"), Stage::New);
                row.segment = Some(segment.to_owned());
                plan.pipeline.push(row);
            }
        };
        assert_eq!(
            said(segments),
            [(
                "C10",
                "prospects of 2 segments are on it: `banks`, `plants`".to_owned()
            )]
        );
        assert_eq!(said(|touches, _| touches[4].refers_to = Some(2)), []);
        assert_eq!(
            said(|touches, _| touches[1].refers_to = Some(4)),
            [(
                "C11",
                "touch 2 refers to touch 4, which does not come before it".to_owned()
            )]
        );
        let shared = |touches: &mut Vec<Touch>, _: &mut Plan| {
            touches[4].with_previous = true;
            touches[4].refers_to = Some(4);
        };
        assert_eq!(
            said(shared),
            [(
                "C11",
                "touch 5 refers to touch 4, with which it shares a window in any order".to_owned()
            )]
        );
    }

    #[test]
    fn every_code_of_the_method_is_there_once() {
        let codes: BTreeSet<&str> = METHOD.iter().map(|advice| advice.code).collect();
        assert_eq!(codes.len(), METHOD.len());
    }
}
