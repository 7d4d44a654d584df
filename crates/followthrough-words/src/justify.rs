//! Why so many and not more, for a manager: minutes, meetings, a blitz, and what more time would buy.

use chrono::NaiveDate;
use followthrough::{Advice, Check, Fit, Plan, Seconds};
use followthrough_forecast::{Cost, Need, Simulation};

use crate::cost;
use crate::load::{Load, loads};
use crate::sheet::Sheet;
use crate::simulate::simulated;
use crate::table::Table;
use crate::words::{clean, count, day, length, minutes_used, short_day, thousands};

/// The answers that a justification is made of, all of one plan.
#[derive(Debug, Clone, Copy)]
pub struct Justified<'answers> {
    /// The plan.
    pub plan: &'answers Plan,
    /// Its pace.
    pub fit: &'answers Fit,
    /// What becomes of as many as are asked for, started this week.
    pub check: &'answers Check,
    /// What its meetings cost, where it has any.
    pub cost: Option<&'answers Cost>,
    /// What becomes of the pace and of a blitz.
    pub simulation: &'answers Simulation,
    /// What it would take for more, the smallest target first.
    pub advice: &'answers [Advice],
}

/// The time of a full week that one category has, or several that share their blocks, against what prospects take of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Against {
    /// The categories, such as `calling` or `follow_up + research`.
    pub name: String,
    /// What there is in a full week.
    pub there: Seconds,
    /// What one prospect takes in the mean.
    pub one: Seconds,
    /// What as many as the pace starts take.
    pub pace: Seconds,
    /// What as many as are asked for take.
    pub asked: Seconds,
}

impl Justified<'_> {
    /// The first full week of the plan, or of weeks that are none the one with the most workdays.
    fn full_week(&self) -> Option<usize> {
        let weeks = self.fit.weeks.iter().enumerate();
        let shown = weeks.filter(|(_, week)| week.from <= self.fit.horizon.to);
        let best = shown.max_by_key(|(at, week)| (week.workdays, std::cmp::Reverse(*at)));
        best.map(|(at, _)| at)
    }

    /// The day on which the week begins whose time is told.
    fn told_week(&self) -> Option<NaiveDate> {
        Some(self.fit.weeks.get(self.full_week()?)?.from)
    }

    /// Minutes against minutes, by category.
    #[must_use]
    pub fn against(&self) -> Vec<Against> {
        let need = Need::of(self.plan);
        let Some(week) = self.full_week() else {
            return Vec::new();
        };
        let of = |load: Load| {
            let sum = |prospects: u32| -> Seconds {
                let names = load.categories.iter();
                names.map(|name| need.by(name.as_str(), prospects)).sum()
            };
            Against {
                name: load.name(),
                there: load.weeks.get(week).map_or(0, |week| week.usable),
                one: sum(1),
                pace: sum(self.fit.number),
                asked: sum(self.check.asked),
            }
        };
        let told = loads(self.plan, self.fit).into_iter().map(of);
        told.filter(|one| one.one > 0).collect()
    }

    /// The page: each part with its title, the answer first.
    #[must_use]
    pub fn parts(&self) -> Vec<(String, Sheet)> {
        let asked = thousands(self.check.asked);
        let mut parts = vec![
            ("The answer".to_owned(), self.answer()),
            (format!("In minutes: why not {asked}"), self.minutes()),
        ];
        if let Some(found) = self.cost.filter(|found| !found.meetings.is_empty()) {
            parts.push(("What meetings cost".to_owned(), cost(self.plan, found)));
        }
        parts.push((
            format!("All {asked} at once, against the pace"),
            simulated(self.plan, self.simulation, false),
        ));
        if !self.advice.is_empty() {
            parts.push(("What more time would buy".to_owned(), self.more()));
        }
        parts
    }

    fn number(&self) -> String {
        match (self.fit.number, self.fit.every) {
            (_, Some(every)) => format!("1 prospect every {every} weeks"),
            (1, None) => "1 prospect a week".to_owned(),
            (many, None) => format!("{} prospects a week", thousands(many)),
        }
    }

    fn answer(&self) -> Sheet {
        let mut sheet = Sheet::default();
        let asked = thousands(self.check.asked);
        let near = self.fit.horizon.from;
        sheet.headline(&if self.check.fits && self.fit.number >= self.check.asked {
            format!("{asked} a week can be started with every promise kept if nobody answers.")
        } else {
            format!(
                "{} can be started, week after week, with every promise kept if nobody answers. {asked} {}.",
                self.number(),
                if self.fit.bound < self.check.asked {
                    "cannot"
                } else {
                    "were not found to fit"
                }
            )
        });
        if self.check.fits {
            sheet.sentence(&format!(
                "{asked} started this week fit once: each touch finds its time."
            ));
        } else {
            sheet.sentence(&format!(
                "Of {} that {asked} started this week are promised, {} would find no time.",
                count(self.check.touches_wanted, "touch", "touches"),
                thousands(self.check.touches_wanted - self.check.touches_placed)
            ));
        }
        sheet.sentence(&match self.check.by {
            Some(by) => format!(
                "At the pace the last of {asked} is started on {}.",
                day(by, near)
            ),
            None => format!("At the pace {asked} are not started in any time that was looked at."),
        });
        let broken: u32 = self
            .fit
            .commitments
            .overdue
            .iter()
            .map(|one| one.count)
            .sum();
        if broken > 0 {
            sheet.sentence(&format!(
                "Of what is promised already {} overdue today.",
                match broken {
                    1 => "1 touch is".to_owned(),
                    many => format!("{} touches are", thousands(many)),
                }
            ));
        }
        sheet
    }

    fn minutes(&self) -> Sheet {
        let mut sheet = Sheet::default();
        let against = self.against();
        let one: Seconds = Need::of(self.plan).of_one();
        sheet.sentence(&format!(
            "One prospect is promised {} of work, prep included, if nobody answers.",
            length(one)
        ));
        let header = [
            "minutes a week".to_owned(),
            "there".to_owned(),
            "one takes".to_owned(),
            format!("{} take", thousands(self.fit.number)),
            format!("{} take", thousands(self.check.asked)),
            "missing".to_owned(),
        ];
        let mut table = Table::with_header(header);
        table.align_right([1, 2, 3, 4, 5]);
        for one in &against {
            let used = |seconds: Seconds| thousands(minutes_used(seconds));
            let missing = one.asked.saturating_sub(one.there);
            table.add_row(vec![
                one.name.clone(),
                thousands(one.there / 60),
                used(one.one),
                used(one.pace),
                used(one.asked),
                if missing > 0 {
                    used(missing)
                } else {
                    String::new()
                },
            ]);
        }
        sheet.table(table);
        if let Some(week) = self.told_week() {
            sheet.sentence(&format!(
                "There: what is usable in the week of {}. Prospects: in the mean of the mix, with as many started week after week.",
                short_day(week, self.plan.first_day)
            ));
        }
        for (at, limit) in self.fit.binding.pace.iter().enumerate() {
            let name = if at == 0 { "What binds" } else { "" };
            sheet.fact(name, &format!("{limit}."));
        }
        sheet
    }

    fn more(&self) -> Sheet {
        let mut sheet = Sheet::default();
        for one in self.advice {
            let name = format!("For {}", thousands(one.target));
            let (first, others) = match one.remedies.split_first() {
                Some((first, others)) => (crate::remedy(self.plan, one, first), others),
                None if one.fits => ("Nothing is missing.".to_owned(), &[][..]),
                None => (
                    crate::fit::sentence(one.none.as_deref().unwrap_or("nothing was found")),
                    &[][..],
                ),
            };
            sheet.fact(&name, &first);
            let rule = others.iter().find(|remedy| remedy.rule.is_some());
            if let Some(rule) = rule {
                sheet.fact("", &format!("Or: {}", crate::remedy(self.plan, one, rule)));
            }
        }
        sheet.sentence("Each is tried: the plan with that change was asked, and has the number.");
        sheet
    }
}

/// The title of the page.
#[must_use]
pub fn justify_title(justified: &Justified<'_>) -> String {
    format!(
        "{}: why {} and not {}",
        clean(&justified.plan.name),
        match justified.fit.every {
            Some(every) => format!("1 every {every} weeks"),
            None => thousands(justified.fit.number),
        },
        thousands(justified.check.asked)
    )
}

/// The page as one sheet: every part below its title.
#[must_use]
pub fn justify(justified: &Justified<'_>) -> Sheet {
    let mut sheet = Sheet::default();
    sheet.title(&justify_title(justified));
    for (title, part) in justified.parts() {
        sheet.gap();
        sheet.headed(&title, &part);
    }
    sheet
}
