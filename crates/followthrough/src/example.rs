//! The worked example of the guide: a plan small enough to follow to the minute.

use chrono::{NaiveDate, NaiveTime, TimeDelta, Weekday};

use crate::{Block, Cadence, Pattern, Plan, Touch, Zone};

impl Plan {
    /// The worked example of the guide: an hour of calling on every workday from Monday 4 January 2027 in New York, and
    /// one cadence, `calls`, of six calls of ten minutes, each five workdays after the one before. Nobody is in flight.
    ///
    /// # Example
    /// ```
    /// use followthrough::{Plan, Policy};
    /// let plan = Plan::example();
    /// let fit = plan.fit(Policy::Once, None)?;
    /// assert_eq!((fit.number, fit.proved), (12, true));
    /// # Ok::<(), followthrough::Error>(())
    /// ```
    #[must_use]
    pub fn example() -> Self {
        let zone: Zone = "America/New_York".parse().expect("a zone of the database");
        let first_day = NaiveDate::from_ymd_opt(2027, 1, 4).expect("a day");
        let calling = "calling".parse().expect("a name");
        let nine = NaiveTime::from_hms_opt(9, 0, 0).expect("a time");
        let days = Pattern::Weekdays(vec![
            Weekday::Mon,
            Weekday::Tue,
            Weekday::Wed,
            Weekday::Thu,
            Weekday::Fri,
        ]);
        let call = |after| {
            let call = "call".parse().expect("a name");
            Touch::new(call).after(after).effort(TimeDelta::minutes(10))
        };
        let touches = [0, 5, 5, 5, 5, 5].map(call).to_vec();

        let mut plan = Self::new("desk", zone, first_day);
        let block = Block::new(vec![calling], days, nine, TimeDelta::hours(1));
        plan.blocks.push(block.expect("a block before midnight"));
        let cadence = Cadence::new("calls".parse().expect("a name"), touches);
        plan.cadences
            .push(cadence.expect("windows that do not meet"));
        plan
    }
}
