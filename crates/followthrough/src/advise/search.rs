//! Changed plans, tried one after the other: which is the smallest change that makes a target fit.

use super::answer::{Relaxed, Remedy, RemedyKind};
use super::least::{Glance, glance};
use super::question::Question;
use super::slots::{Changed, STEP, Wants};
use crate::fit::Asked;
use crate::instance::demand::Demand;
use crate::instance::mix_of;
use crate::pace::{Nobody, Pace, pace};
use crate::solver::{Bounds, Budgeted, Watching};
use crate::{CategoryName, Fit, Horizon, PaceLimit, Plan, Policy};

/// No more steps a week than these are added to a category on a day, or are of use to a lower bound.
const MOST: u32 = 16;
/// How many changed plans are solved whole for one search.
const SOLVES: u32 = 24;
/// How many steps one changed plan may be searched.
const STEPS: u64 = 100_000_000;
/// How many are looked at in all.
const GLANCES: u32 = 240;
/// Of the ways to spread so many steps, how many are looked at closely, and how many of those are solved whole.
const NEAR: usize = 6;
const SOLVES_EACH: usize = 3;
/// Up to how many steps every way to spread them is tried.
const SMALL: u32 = 3;

/// What came of a changed plan.
pub(super) struct Trial {
    pub(super) fits: bool,
    number: u32,
    bound: u32,
    short: Vec<CategoryName>,
}

impl Trial {
    fn of(fit: &Fit, target: u32) -> Self {
        Self {
            fits: fit.number >= target,
            number: fit.number,
            bound: fit.bound,
            short: short_of(fit),
        }
    }

    fn of_pace(pace: &Pace, target: u32) -> Self {
        Self {
            fits: pace.number >= target,
            number: pace.number,
            bound: pace.bound,
            short: short_of_pace(&pace.limits, pace.nobody.as_ref()),
        }
    }

    /// The trial of a plan in which one rule is relaxed.
    pub(super) fn rule(self, kind: RemedyKind, plan: Plan, rule: Relaxed) -> Remedy {
        Remedy {
            kind,
            seconds: 0,
            by_category: std::collections::BTreeMap::new(),
            proved: false,
            number: self.number,
            bound: self.bound,
            blocks: Vec::new(),
            rule: Some(rule),
            plan,
        }
    }
}

/// The categories whose time holds a number down.
pub(super) fn short_of(fit: &Fit) -> Vec<CategoryName> {
    if fit.policy == Policy::Level {
        return short_of_pace(&fit.binding.pace, None);
    }
    let mut short: Vec<CategoryName> = Vec::new();
    for span in &fit.binding.spans {
        // Of several that share blocks, time for the first does for any.
        let first = span.category.split('+').next();
        if let Some(category) = first.and_then(|name| name.parse().ok())
            && !short.contains(&category)
        {
            short.push(category);
        }
    }
    short
}

/// The categories of which typical weeks hold too little for one prospect more; of those that share blocks the first.
pub(super) fn short_of_pace(limits: &[PaceLimit], nobody: Option<&Nobody>) -> Vec<CategoryName> {
    if let Some(Nobody::NoBlock { category }) = nobody {
        return vec![category.clone()];
    }
    let mut short: Vec<CategoryName> = Vec::new();
    let tight = limits.iter().filter(|limit| limit.one_more > limit.holds);
    for limit in tight.filter(|limit| limit.channel.is_none()) {
        if let Some(category) = limit.categories.first()
            && !short.contains(category)
        {
            short.push(category.clone());
        }
    }
    short
}

/// A change that makes the target fit.
pub(super) struct Found {
    pub(super) steps: u32,
    pub(super) changed: Changed,
    pub(super) trial: Trial,
}

impl Found {
    pub(super) fn remedy(self, kind: RemedyKind, least: u32) -> Remedy {
        Remedy {
            kind,
            seconds: u64::from(self.steps) * u64::from(STEP),
            by_category: self.changed.by_category,
            proved: self.steps == least,
            number: self.trial.number,
            bound: self.trial.bound,
            blocks: self.changed.blocks,
            rule: None,
            plan: self.changed.plan,
        }
    }
}

/// What a quick look tells of a changed plan.
enum Look {
    /// The target cannot fit, for want of time of these categories.
    No(Vec<CategoryName>),
    /// Starts were found; the plan is not yet solved whole.
    Yes,
    /// Neither.
    Perhaps,
}

/// One target's trials, counted.
pub(super) struct Trials<'w> {
    policy: Policy,
    horizon: Option<Horizon>,
    pub(super) target: u32,
    solves: u32,
    glances: u32,
    best: u32,
    /// Changed plans that miss more than this at first are not searched.
    gate: u64,
    watch: &'w dyn Watching,
}

impl<'w> Trials<'w> {
    pub(super) fn new(
        policy: Policy,
        horizon: Option<Horizon>,
        target: u32,
        watch: &'w dyn Watching,
    ) -> Self {
        Self {
            policy,
            horizon,
            target,
            solves: 0,
            glances: 0,
            best: 0,
            gate: u64::MAX,
            watch,
        }
    }

    /// Passes over plans that miss more than half of what the plan as it is misses: a rule that hardly helps is not worth
    /// a search.
    pub(super) fn only_what_helps(&mut self, plan: &Plan) {
        if self.policy != Policy::Level
            && let Ok(asked) = Asked::new(plan, self.horizon)
        {
            let question = Question::new(&asked, self.policy, self.target);
            self.gate = question.missed(&asked.model) / 2;
        }
    }

    /// Gives a search its own number of trials.
    pub(super) fn anew(&mut self, solves: u32, glances: u32) {
        (self.solves, self.glances) = (solves, glances);
    }

    /// What a quick look tells of a plan; `None` where it is not a plan (its blocks overlap, say) or looks are used up.
    fn look(&mut self, plan: &Plan) -> Option<Look> {
        self.glances = self.glances.checked_sub(1)?;
        if !self.watch.go_on(1) {
            return None;
        }
        if self.policy == Policy::Level {
            let trial = Trial::of_pace(&self.pace(plan)?, self.target);
            self.best = self.best.max(trial.number);
            return Some(if trial.fits {
                Look::Yes
            } else {
                Look::No(trial.short)
            });
        }
        let asked = Asked::new(plan, self.horizon).ok()?;
        let question = Question::new(&asked, self.policy, self.target);
        let bounds = Bounds::new(&asked.model.instance).watched(self.watch);
        Some(match glance(&asked.model, &bounds, &question) {
            Glance::Refused(mask) => {
                let names = asked.model.capacity.categories.iter().enumerate();
                let short = names.filter(|(bit, _)| mask & (1 << bit) != 0);
                Look::No(short.map(|(_, name)| name.clone()).collect())
            }
            Glance::Open if question.missed(&asked.model) > self.gate => Look::No(Vec::new()),
            Glance::Open if question.is_met(&asked.model) => Look::Yes,
            Glance::Open => Look::Perhaps,
        })
    }

    /// What a plan misses at first; `None` where it is not a plan or spans rule the target out.
    fn missed(&mut self, plan: &Plan) -> Option<u64> {
        if !self.watch.go_on(1) {
            return None;
        }
        if self.policy == Policy::Level {
            let pace = self.pace(plan)?;
            self.best = self.best.max(pace.number);
            return Some(u64::from(self.target.saturating_sub(pace.number)));
        }
        let asked = Asked::new(plan, self.horizon).ok()?;
        let question = Question::new(&asked, self.policy, self.target);
        let bounds = Bounds::new(&asked.model.instance).watched(self.watch);
        match glance(&asked.model, &bounds, &question) {
            Glance::Refused(_) => None,
            Glance::Open => Some(question.missed(&asked.model)),
        }
    }

    /// Whether the target fits, as a plan whole solved tells.
    pub(super) fn solve(&mut self, plan: &Plan) -> Option<Trial> {
        self.ask(plan).filter(|trial| trial.fits)
    }

    /// The pace of a plan; `None` where it is not a plan.
    fn pace(&self, plan: &Plan) -> Option<Pace> {
        let demand = Demand::new(plan).ok()?;
        let mix = mix_of(plan, &demand).ok()?;
        pace(plan, &demand, &mix, self.watch).ok()
    }

    /// What comes of a plan whole solved.
    fn ask(&mut self, plan: &Plan) -> Option<Trial> {
        if self.policy == Policy::Level {
            let trial = Trial::of_pace(&self.pace(plan)?, self.target);
            self.best = self.best.max(trial.number);
            return Some(trial);
        }
        let budget = Budgeted::new(self.watch, STEPS);
        let fit = plan.fit_with(self.policy, self.horizon, &budget);
        let trial = Trial::of(&fit.ok()?, self.target);
        self.best = self.best.max(trial.number);
        Some(trial)
    }

    /// Whether the target is likely to fit. A plan of which a look tells nothing is solved, while solves are left.
    pub(super) fn likely(&mut self, plan: &Plan) -> bool {
        match self.look(plan) {
            Some(Look::Yes) => true,
            Some(Look::Perhaps) if self.solves > 0 => {
                self.solves -= 1;
                self.solve(plan).is_some()
            }
            _ => false,
        }
    }

    /// The fewest steps a week that are found to make the target fit, no fewer than `least`, as `change` makes them.
    pub(super) fn fewest(
        &mut self,
        short: &[CategoryName],
        least: u32,
        days: usize,
        change: impl Fn(&Wants) -> Option<Changed>,
    ) -> Option<Found> {
        self.anew(SOLVES, GLANCES);
        let places: Vec<(CategoryName, usize)> = short
            .iter()
            .flat_map(|category| (0..days).map(move |day| (category.clone(), day)))
            .collect();
        for steps in least.max(1)..=SMALL {
            // What misses least at first is looked at first, and of the rest nothing.
            let mut near: Vec<(u64, usize, Changed)> = Vec::new();
            for (at, wants) in spreads(&places, steps).into_iter().enumerate() {
                if let Some(changed) = change(&wants)
                    && let Some(missed) = self.missed(&changed.plan)
                {
                    near.push((missed, at, changed));
                }
            }
            near.sort_by_key(|(missed, at, _)| (*missed, *at));
            near.truncate(NEAR);
            let mut perhaps = Vec::new();
            for (_, _, changed) in near {
                match self.look(&changed.plan) {
                    Some(Look::Yes) => {
                        if let Some(trial) = self.solve(&changed.plan) {
                            return Some(Found {
                                steps,
                                changed,
                                trial,
                            });
                        }
                    }
                    Some(Look::Perhaps) => perhaps.push(changed),
                    Some(Look::No(_)) | None => {}
                }
            }
            // Those that a look does not decide, as far as solves go.
            for changed in perhaps.into_iter().take(SOLVES_EACH) {
                if let Some(trial) = self.solve(&changed.plan) {
                    return Some(Found {
                        steps,
                        changed,
                        trial,
                    });
                }
            }
        }
        self.anew(SOLVES, GLANCES);
        let wants = self.grow(short, days, &change)?;
        let wants = self.shrink(wants, least.max(1), &change);
        let changed = change(&wants)?;
        let trial = self.solve(&changed.plan)?;
        Some(Found {
            steps: wants.values().sum(),
            changed,
            trial,
        })
    }

    /// As many steps on every day for what holds the number down until the target is likely to fit.
    fn grow(
        &mut self,
        short: &[CategoryName],
        days: usize,
        change: &impl Fn(&Wants) -> Option<Changed>,
    ) -> Option<Wants> {
        let mut short = short.to_vec();
        let mut wants = Wants::new();
        let mut more = 1;
        loop {
            let mut grew = false;
            for category in &short {
                for day in 0..days {
                    let known = wants.get(&(category.clone(), day)).copied().unwrap_or(0);
                    // As many more as there is time for on this day.
                    for steps in (known + 1..=(known + more).min(MOST)).rev() {
                        let mut larger = wants.clone();
                        larger.insert((category.clone(), day), steps);
                        if change(&larger).is_some() {
                            wants = larger;
                            grew = true;
                            break;
                        }
                    }
                }
            }
            if !grew {
                return None;
            }
            let changed = change(&wants)?;
            let still = match self.look(&changed.plan)? {
                Look::Yes => return Some(wants),
                Look::No(still) => still,
                Look::Perhaps if self.solves > 0 => {
                    self.solves -= 1;
                    let trial = self.ask(&changed.plan)?;
                    if trial.fits {
                        return Some(wants);
                    }
                    trial.short
                }
                Look::Perhaps => short.clone(),
            };
            if still.is_empty() {
                return None;
            }
            more = if still == short { 2 * more } else { 1 };
            short = still;
        }
    }

    /// Fewer steps, as long as the target is likely to fit: half of what is left on all days together, then day by day.
    fn shrink(
        &mut self,
        mut wants: Wants,
        least: u32,
        change: &impl Fn(&Wants) -> Option<Changed>,
    ) -> Wants {
        let mut by = wants.values().copied().max().unwrap_or(0) / 2;
        while by > 0 {
            let mut fewer = wants.clone();
            for steps in fewer.values_mut() {
                *steps = steps.saturating_sub(by);
            }
            if !self.keep(&mut wants, fewer, change) {
                by /= 2;
            }
        }
        // The last days of the week first; each as far as it goes, in halves.
        let keys: Vec<(CategoryName, usize)> = wants.keys().cloned().collect();
        for key in keys.iter().rev() {
            let mut by = wants.get(key).copied().unwrap_or(0);
            while by > 0 && wants.values().sum::<u32>() > least {
                let mut fewer = wants.clone();
                if let Some(steps) = fewer.get_mut(key) {
                    *steps = steps.saturating_sub(by);
                }
                if fewer == wants || !self.keep(&mut wants, fewer, change) {
                    by /= 2;
                }
            }
        }
        wants.retain(|_, steps| *steps > 0);
        wants
    }

    /// Takes fewer steps instead where the target is likely to fit with them.
    fn keep(
        &mut self,
        wants: &mut Wants,
        fewer: Wants,
        change: &impl Fn(&Wants) -> Option<Changed>,
    ) -> bool {
        let some = fewer.values().any(|steps| *steps > 0);
        let kept = some && change(&fewer).is_some_and(|changed| self.likely(&changed.plan));
        if kept {
            *wants = fewer;
        }
        kept
    }

    /// Why no pace was found, and how many desks like this one it takes.
    pub(super) fn why_no_pace(&self, pace: &Pace) -> String {
        let target = self.target;
        let most = self.best.max(pace.number);
        let caps = pace
            .limits
            .first()
            .is_some_and(|limit| limit.channel.is_some());
        let tried = if caps {
            "a cap holds the pace down and not time, and of the single rules that were tried none lets it fit".to_owned()
        } else {
            format!(
                "of what was tried, blocks up to {} hours a day longer and single rules, nothing lets {target} fit; {most} \
                 in a full week is the most that was found",
                MOST * STEP / 3600
            )
        };
        match pace.number {
            0 => tried,
            number => {
                let desks = target.div_ceil(number);
                format!("{tried}. {target} in a full week take {desks} desks like this one")
            }
        }
    }

    /// Why nothing was found.
    pub(super) fn why_none(&self, fit: &Fit) -> String {
        let most = self.best.max(fit.number);
        if fit.binding.spans.is_empty() && !fit.binding.caps.is_empty() {
            return format!(
                "caps hold the number down and not time, and no single rule lets {} fit",
                self.target
            );
        }
        format!(
            "of what was tried, blocks up to {} hours a day longer and single rules, nothing lets {} fit; {most} is the \
             most that was found",
            MOST * STEP / 3600,
            self.target
        )
    }
}

/// Every way to spread so many steps over places, in a fixed order.
fn spreads(places: &[(CategoryName, usize)], steps: u32) -> Vec<Wants> {
    let Some((first, others)) = places.split_first() else {
        return if steps == 0 {
            vec![Wants::new()]
        } else {
            Vec::new()
        };
    };
    let mut all = Vec::new();
    for here in (0..=steps).rev() {
        for mut wants in spreads(others, steps - here) {
            if here > 0 {
                wants.insert(first.clone(), here);
            }
            all.push(wants);
        }
    }
    all
}
