//! Whom to let go so that what is owed to the others is on time: the most of those who replied are kept first, by
//! priority, then the most of the others, by priority.

mod answer;
mod cover;
mod late;
mod least;
mod packing;

pub use answer::{ExtraTime, StayLate};

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::NaiveDate;
use cover::Kind;
use least::{Least, Things};

use crate::fit::{category_names, deal, placed};
use crate::instance::Model;
use crate::solver::{Board, Budgeted, Counts, Gauge, Intake, Placement, Point, Unwatched};
use crate::workdays::Day;
use crate::{ByHeads, ByPriority, Error, Expect, LetGo, Plan, Policy, SearchBudget, Stage, Triage};

impl Plan {
    /// Whom to let go so that what is owed to the others is on time.
    ///
    /// Letting a prospect go frees all that is owed to it. Who replied comes before who did not, and among each the
    /// most of priority 1 are kept, then the most of 2, and so on. `at_least` counts no more than must be let go whatever
    /// is chosen; where `count` meets it rank by rank the answer is proved.
    ///
    /// # Errors
    /// What the caller can correct in the plan.
    pub fn triage(&self) -> Result<Triage, Error> {
        if self.expect != Expect::default() {
            // Nobody is let go for the sake of an answer that may come.
            let mut plan = self.clone();
            plan.expect = Expect::default();
            return plan.triage();
        }
        let model = Model::new(self, Some(crate::Horizon::Day), 0)?;
        let gauges = model.gauges();
        let budget = Budgeted::new(&Unwatched, self.search_budget.of_question());
        let mut search = Search::new(&model, &gauges, &budget);
        let ranks: BTreeSet<Rank> = search.rows.iter().map(|row| row.rank).collect();
        let (mut count, mut at_least) = (ByPriority::default(), ByPriority::default());
        let (mut proved, mut exact) = (true, true);
        let mut together = 0;
        for rank in &ranks {
            let (gone, least) = search.tier(*rank, exact);
            exact &= least == gone;
            proved &= exact;
            count.add(*rank, gone);
            at_least.add(*rank, least);
            together = at_least.all.max(together);
        }
        at_least.all = together;
        let by_heads = if ranks.len() > 1 && count.all > 0 {
            search.by_heads(count.all)
        } else {
            None
        };
        let stay_late = if count.all > 0 {
            Some(late::stay_late(self, &model, &gauges, &budget)?)
        } else {
            None
        };
        let told = Told {
            count,
            at_least,
            proved,
            search_ended_early: budget.is_spent(),
            by_heads,
            stay_late,
        };
        let mut triage = search.tell(told);
        if triage.count.all > 0 {
            triage.starts_again = self.starts_beside_the_kept(&triage);
        }
        Ok(triage)
    }

    /// The first day on which somebody new is started once some are let go; `None` where nobody is found to be.
    fn starts_beside_the_kept(&self, triage: &Triage) -> Option<NaiveDate> {
        let gone: HashMap<&str, u32> = triage
            .let_go
            .iter()
            .map(|one| (one.id.as_str(), one.count))
            .collect();
        let mut kept = self.clone();
        // What a pace takes on most desks, and no more than a part of what a question may take.
        kept.search_budget = SearchBudget::steps(self.search_budget.of(LOOKS_AT_STARTS));
        for row in &mut kept.pipeline {
            let gone = gone.get(row.id.as_str()).copied().unwrap_or(0);
            row.count = row.count.saturating_sub(gone);
        }
        let fit = kept.fit(Policy::Level, None).ok()?;
        fit.starts.first().map(|start| start.date)
    }
}

/// How many moves are tried to find one touch a place beside what is placed.
const MOVES: usize = 48;
/// How many places are looked at to keep somebody beside those who are kept already.
const LOOKS: u64 = 1_000_000;

/// How many steps are spent on the day on which somebody new can be started.
const LOOKS_AT_STARTS: u64 = 50_000_000;

/// What decides who is kept first: whether the prospect did not reply, and its priority.
type Rank = (bool, u32);

impl ByPriority {
    fn add(&mut self, (cold, priority): Rank, count: u32) {
        self.all += count;
        if !cold {
            self.replied += count;
        }
        *self.by_priority.entry(priority).or_default() += count;
    }
}

/// What is known beside who is let go.
struct Told {
    count: ByPriority,
    at_least: ByPriority,
    proved: bool,
    search_ended_early: bool,
    by_heads: Option<ByHeads>,
    stay_late: Option<StayLate>,
}

/// A row of the pipeline to whose prospects something is owed.
struct Owing {
    row: usize,
    rank: Rank,
    /// What each of them is owed.
    classes: Vec<u32>,
    /// How long that takes, in seconds.
    seconds: u64,
    /// The cadence.
    cadence: usize,
    /// How many they are.
    count: u32,
    /// How many of them are let go.
    gone: u32,
}

/// What is decided so far: of ranks that were not asked about yet everybody is let go.
struct Search<'a> {
    model: &'a Model<'a>,
    gauges: &'a [Gauge],
    budget: &'a Budgeted<'a>,
    /// By rank and id.
    rows: Vec<Owing>,
    /// Where the touches of those who are kept lie.
    placement: Placement,
}

impl<'a> Search<'a> {
    fn new(model: &'a Model<'a>, gauges: &'a [Gauge], budget: &'a Budgeted<'a>) -> Self {
        let mut by_row: BTreeMap<usize, (Vec<u32>, u64, usize)> = BTreeMap::new();
        for owed in &model.owed_touches {
            let work = &owed.commitment;
            if let Some(row) = work.row {
                let (classes, seconds, cadence) = by_row.entry(row).or_default();
                classes.extend(owed.class);
                *seconds += u64::from(work.effort);
                *cadence = work.cadence;
            }
        }
        let mut rows: Vec<Owing> = by_row
            .into_iter()
            .map(|(row, (mut classes, seconds, cadence))| {
                let prospect = &model.plan.pipeline[row];
                classes.sort_unstable();
                Owing {
                    row,
                    rank: (prospect.stage != Stage::Replied, prospect.priority),
                    classes,
                    seconds,
                    cadence,
                    count: prospect.count,
                    gone: prospect.count,
                }
            })
            .collect();
        rows.sort_by(|a, b| {
            let id = |owing: &Owing| &model.plan.pipeline[owing.row].id;
            (a.rank, id(a)).cmp(&(b.rank, id(b)))
        });
        Self {
            model,
            gauges,
            budget,
            rows,
            placement: Placement::default(),
        }
    }

    /// Keeps as many of a rank as are found, where no more of those before it go than did: how many are let go, and
    /// how many must be. Where those before it are not known to be the fewest (not `exact`), the fewest of all together
    /// tell what must be.
    fn tier(&mut self, rank: Rank, exact: bool) -> (u32, u32) {
        let (things, members) = self.things(rank, true);
        let Least { bound, choice } = things.least(u64::from(self.gone(rank)) + 1);
        let mut gone = self.gone(rank);
        // Nobody kept is no choice that the search tells.
        if let Some(choice) = choice.filter(|choice| choice.cost <= u64::from(gone)) {
            for (members, out) in members.iter().zip(&choice.out) {
                self.let_go(members, *out);
            }
            gone = u32::try_from(choice.cost).unwrap_or(u32::MAX);
            self.placement = choice.placement;
        } else {
            gone -= self.keep_beside(&things, &members);
        }
        let least = |bound: u64| u32::try_from(bound).unwrap_or(u32::MAX);
        if exact {
            return (gone, least(bound).min(gone));
        }
        let (things, _) = self.things(rank, false);
        let before = self.rows.iter().filter(|row| row.rank < rank);
        let before: u32 = before.map(|row| row.gone).sum();
        let bound = least(things.bound(u64::from(gone) + u64::from(before)));
        (gone, bound.saturating_sub(before).min(gone))
    }

    /// Keeps whom it finds a place beside those who are kept already, one after the other: how many. It is what can be
    /// said where nothing was searched.
    fn keep_beside(&mut self, things: &Things<'_>, members: &[Vec<usize>]) -> u32 {
        let problem = &self.model.instance.problem;
        let mut board = Board::holding(problem, &self.placement, MOVES).looking_at(LOOKS);
        let mut kept = 0;
        for (kind, members) in members.iter().enumerate() {
            let Kind { tier, count, .. } = things.kinds[kind];
            if tier.is_some() {
                continue;
            }
            let classes = || things.classes[kind].iter().copied();
            let places = (0..count).take_while(|_| board.start(classes()).is_ok());
            let places = places.count() as u32;
            board.keep();
            self.let_go(members, count - places);
            kept += places;
        }
        self.placement = Placement {
            items: board.items(),
            missed: Vec::new(),
        };
        kept
    }

    /// How many of a rank are let go.
    fn gone(&self, rank: Rank) -> u32 {
        let mine = self.rows.iter().filter(|row| row.rank == rank);
        mine.map(|row| row.gone).sum()
    }

    /// The fewest that are found where nobody comes before anybody, if they are fewer than `count`.
    fn by_heads(&self, count: u32) -> Option<ByHeads> {
        let last = self.rows.iter().map(|row| row.rank).max()?;
        let (things, members) = self.things(last, false);
        let choice = things.least(u64::from(count)).choice?;
        let replied = members.iter().zip(&choice.out);
        let replied = replied.filter(|(members, _)| {
            let first = members.first();
            first.is_some_and(|row| !self.rows[*row].rank.0)
        });
        Some(ByHeads {
            all: u32::try_from(choice.cost).unwrap_or(u32::MAX),
            replied: replied.map(|(_, out)| out).sum(),
        })
    }

    /// Lets so many of rows that are alike go: the last ids first.
    fn let_go(&mut self, members: &[usize], mut out: u32) {
        for row in members.iter().rev() {
            let row = &mut self.rows[*row];
            row.gone = out.min(row.count);
            out -= row.gone;
        }
    }

    /// The prospects up to a rank as things that can be left out, with the rows that each kind stands for. `apart`: those
    /// before it cost nothing and go no more than they did; else all cost alike.
    fn things(&self, rank: Rank, apart: bool) -> (Things<'a>, Vec<Vec<usize>>) {
        let mut tiers: Vec<Rank> = Vec::new();
        let mut kinds: Vec<Kind> = Vec::new();
        let mut classes: Vec<Vec<u32>> = Vec::new();
        let mut members: Vec<Vec<usize>> = Vec::new();
        let mut known: HashMap<(Rank, &[u32]), usize> = HashMap::new();
        let rows = self.rows.iter().enumerate();
        let among = rows.filter(|(_, row)| row.rank <= rank);
        for (at, row) in among {
            let tier = (apart && row.rank < rank).then(|| {
                if tiers.last() != Some(&row.rank) {
                    tiers.push(row.rank);
                }
                tiers.len() - 1
            });
            let kind = *known.entry((row.rank, &row.classes)).or_insert_with(|| {
                kinds.push(Kind {
                    cost: u64::from(tier.is_none()),
                    count: 0,
                    tier,
                });
                classes.push(row.classes.clone());
                members.push(Vec::new());
                kinds.len() - 1
            });
            kinds[kind].count += row.count;
            members[kind].push(at);
        }
        let things = Things {
            model: self.model,
            gauges: self.gauges,
            kinds,
            classes,
            limits: tiers.iter().map(|tier| self.gone(*tier)).collect(),
            unit: 1,
            budget: self.budget,
        };
        (things, members)
    }

    /// What a prospect who is let go would stand in the way of.
    fn why(&self, row: &Owing) -> String {
        let mut counts = self.kept();
        for class in &row.classes {
            counts[*class as usize] += 1;
        }
        let mut worst: Option<(f64, &Gauge, (u32, u32), u64)> = None;
        for gauge in self.gauges {
            if let Some((span, over)) = gauge.worst(&points(gauge, &counts)) {
                let share = over as f64 / gauge.holds(span.0, span.1).max(1) as f64;
                if worst.as_ref().is_none_or(|(most, ..)| share > *most) {
                    worst = Some((share, gauge, span, over));
                }
            }
        }
        match worst {
            Some((_, gauge, (open, close), over)) => self.explain(gauge, open, close, over),
            None => "its touches find no place beside those of the others".to_owned(),
        }
    }

    /// How many touches of each class are kept.
    fn kept(&self) -> Vec<u32> {
        let mut counts = vec![0; self.model.instance.problem.classes.len()];
        for row in &self.rows {
            for class in &row.classes {
                counts[*class as usize] += row.count - row.gone;
            }
        }
        counts
    }

    fn explain(&self, gauge: &Gauge, open: u32, close: u32, over: u64) -> String {
        let date = |place: u32| {
            let day = self.model.today + gauge.days()[place as usize] as Day;
            self.model
                .capacity
                .days
                .date(day)
                .format("%-d %b %Y")
                .to_string()
        };
        let (from, to) = (date(open), date(close));
        let days = if from == to {
            from
        } else {
            format!("{from} to {to}")
        };
        let holds = gauge.holds(open, close);
        match gauge.counts {
            Counts::Seconds(_) => format!(
                "{}, {days}: {} min owed, {} min there",
                category_names(self.model, gauge.mask),
                (holds + over).div_ceil(60),
                holds / 60
            ),
            Counts::Touches(_) => format!(
                "{}, {days}: {} touches owed, room for {holds}",
                category_names(self.model, gauge.mask),
                holds + over
            ),
            Counts::Shares => format!(
                "{}, {days}: {} shares of segments owed, {holds} there",
                category_names(self.model, gauge.mask),
                holds + over
            ),
            Counts::Cap(cap) => format!(
                "cap on {}, {days}: {} touches owed, {holds} allowed",
                self.model.demand.caps[usize::from(cap)].channel,
                holds + over
            ),
        }
    }

    fn tell(self, told: Told) -> Triage {
        let mut reasons: HashMap<&[u32], String> = HashMap::new();
        let mut let_go: Vec<LetGo> = Vec::new();
        for row in self.rows.iter().filter(|row| row.gone > 0) {
            let why = reasons.entry(&row.classes).or_insert_with(|| self.why(row));
            let prospect = &self.model.plan.pipeline[row.row];
            let next = prospect.next_touch.filter(|_| row.rank.0);
            let promise = &self.model.demand.promises[row.cadence];
            let_go.push(LetGo {
                id: prospect.id.clone(),
                made: next.map(|next| next.saturating_sub(1)),
                touches: promise.steps.len() as u32,
                seconds: row.seconds,
                priority: row.rank.1,
                replied: !row.rank.0,
                why: why.clone(),
                count: row.gone,
            });
        }
        let kept: BTreeMap<usize, u32> = self
            .rows
            .iter()
            .map(|row| (row.row, row.count - row.gone))
            .collect();
        let mut model = self.model.clone();
        model.owed_touches.retain_mut(|owed| {
            let row = owed.commitment.row.and_then(|row| kept.get(&row));
            owed.count = row.copied().unwrap_or(0);
            owed.count > 0
        });
        let placement = self.placement;
        let puts = deal(&model, &Intake::none(&model.instance), &placement);
        Triage {
            let_go,
            count: told.count,
            at_least: told.at_least,
            proved: told.proved,
            search_ended_early: told.search_ended_early,
            by_heads: told.by_heads,
            stay_late: told.stay_late,
            starts_again: None,
            warnings: self.model.owed.warnings.clone(),
            unreachable: self.model.unreachable.clone(),
            placement: placed(&model, &puts),
        }
    }
}

fn points(gauge: &Gauge, counts: &[u32]) -> Vec<Point> {
    counts
        .iter()
        .enumerate()
        .filter_map(|(class, count)| gauge.point(class as u32, u64::from(*count)))
        .collect()
}
