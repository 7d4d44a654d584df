//! Which ways to start prospects are set beside each other.

use chrono::NaiveDate;
use followthrough::{Error, Horizon, Plan, Policy};

use crate::simulate::Approach;

/// The ways that [`simulate`](crate::simulate()) sets beside the plan at the pace: follow-ups first in any case, and a blitz.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Ways {
    /// So many started on the first day, each a way of its own; as many as the pace starts where there are none.
    pub blitz: Vec<u32>,
    /// Follow-ups first once more, with so many hundredths of every block kept from new prospects.
    pub kept: Option<u32>,
    /// Starts on these days; no way of its own where there are none.
    pub own: Vec<(NaiveDate, u32)>,
    /// The most over the horizon as well.
    pub max: bool,
}

impl Ways {
    /// The ways for a plan over a horizon, a quarter where `None`: the pace first, the blitz and the own starts last.
    ///
    /// # Errors
    /// What [`Plan::fit`] says; [`Error::TooManyAsked`] for more than [`Plan::MOST_ASKED`] on one day.
    ///
    /// # Example
    /// ```
    /// use followthrough::Plan;
    /// use followthrough_forecast::{Approach, Ways};
    ///
    /// let ways = Ways::default().of(&Plan::example(), None)?;
    /// assert_eq!(ways, [Approach::Pace, Approach::FollowUpsFirst(0), Approach::Blitz(65)]);
    /// # Ok::<(), followthrough::Error>(())
    /// ```
    pub fn of(&self, plan: &Plan, horizon: Option<Horizon>) -> Result<Vec<Approach>, Error> {
        let own = self.own.iter().map(|(_, count)| count);
        if let Some(count) = self
            .blitz
            .iter()
            .chain(own)
            .find(|count| **count > Plan::MOST_ASKED)
        {
            return Err(Error::TooManyAsked {
                count: *count,
                most: Plan::MOST_ASKED,
            });
        }
        let mut ways = vec![Approach::Pace];
        if self.max {
            ways.push(Approach::Max);
        }
        ways.push(Approach::FollowUpsFirst(0));
        ways.extend(self.kept.map(Approach::FollowUpsFirst));
        if self.blitz.is_empty() {
            let horizon = Some(horizon.unwrap_or(Horizon::Quarter));
            ways.push(Approach::Blitz(plan.fit(Policy::Level, horizon)?.total));
        }
        ways.extend(self.blitz.iter().map(|count| Approach::Blitz(*count)));
        if !self.own.is_empty() {
            ways.push(Approach::Own(self.own.clone()));
        }
        Ok(ways)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn more_than_a_question_may_be_about_are_refused() {
        let plan = Plan::example();
        let day = plan.first_day;
        for (blitz, own) in [(vec![u32::MAX], vec![]), (vec![], vec![(day, 100_001)])] {
            let ways = Ways {
                blitz,
                own,
                ..Ways::default()
            };
            let refused = ways.of(&plan, None).expect_err("too many");
            assert_eq!(refused.code(), "too_many_asked");
        }
    }
}
