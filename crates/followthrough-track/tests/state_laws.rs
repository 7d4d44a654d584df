//! What must hold of the state that follows from any pipeline and any log.

mod common;

use common::{Line, lines, log, plan, tidy};
use followthrough::{Plan, Stage};
use followthrough_track::{Numbered, Outcome, state};
use proptest::prelude::*;

fn prospects(plan: &Plan, log: &followthrough_track::Log) -> Vec<followthrough::Prospect> {
    state(plan, log).expect("the plan is well").prospects
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]

    #[test]
    fn a_log_applied_twice_changes_nothing(plan in plan(), lines in lines(), numbered: bool) {
        let log = log(lines.iter().map(|line| (0, line)), numbered);
        let once = prospects(&plan, &log);
        let again = Plan { pipeline: once.clone(), ..plan };
        prop_assert_eq!(&prospects(&again, &log), &once);
    }

    #[test]
    fn neither_the_order_of_rows_nor_their_files_matter(
        plan in plan(),
        lines in lines(),
        numbered: bool,
        order in proptest::collection::vec(any::<u32>(), 60),
    ) {
        let tidy = log(lines.iter().map(|line| (0, line)), numbered);
        let mut shuffled: Vec<(u16, &Line)> = lines
            .iter()
            .enumerate()
            .map(|(index, line)| ((order[index] % 2) as u16, line))
            .collect();
        shuffled.sort_by_key(|(_, line)| order[line.minute as usize % 60]);
        // Some rows were exported twice.
        let twice: Vec<(u16, &Line)> = shuffled.iter().step_by(3).map(|(file, line)| (2 + file, *line)).collect();
        shuffled.extend(twice);
        let other = log(shuffled, numbered);
        prop_assert_eq!(tidy.rows().len(), other.rows().len());
        let (tidy, other) = (state(&plan, &tidy), state(&plan, &other));
        prop_assert_eq!(tidy.expect("well"), other.expect("well"));
    }

    /// Day by day, with the state of the evening as the pipeline of the next morning, or at once.
    #[test]
    fn a_pipeline_exported_on_any_evening_gives_the_state_of_today(
        plan in plan(),
        lines in lines(),
        evening in -40..0_i64,
    ) {
        let lines = tidy(lines);
        let whole = log(lines.iter().map(|line| (0, line)), true);
        let part = log(lines.iter().filter(|line| line.day <= evening).map(|line| (0, line)), true);
        let exported = Plan { pipeline: prospects(&plan, &part), ..plan.clone() };
        prop_assert_eq!(prospects(&exported, &whole), prospects(&plan, &whole));
    }

    /// Every touch that is owed is promised and not logged, and every promised touch is before the next, logged, or owed.
    #[test]
    fn no_touch_is_invented_and_none_is_lost(plan in plan(), lines in lines()) {
        let lines = tidy(lines);
        let log = log(lines.iter().map(|line| (0, line)), true);
        let state = state(&plan, &log).expect("the plan is well");
        let promised = plan.cadences[0].promised() as u32;
        for (before, after) in plan.pipeline.iter().zip(&state.prospects) {
            if !matches!(after.stage, Stage::InFlight | Stage::Paused) {
                continue;
            }
            let since = before.started;
            let counts = |row: &&followthrough_track::Row| since.is_none_or(|since| row.date >= since);
            let made: Vec<u32> = log
                .of(&before.id)
                .iter()
                .filter(counts)
                .filter(|row| !matches!(row.outcome, Outcome::Later(_)))
                .filter_map(|row| match row.touch {
                    Numbered::Touch(number) => Some(number),
                    _ => None,
                })
                .collect();
            let next = after.next_touch.expect("a next touch");
            let owed: Vec<u32> = (next..=promised).filter(|touch| !after.made.contains(touch)).collect();
            for touch in &owed {
                prop_assert!(!made.contains(touch), "touch {} of {} was made", touch, before.id);
            }
            let first = before.next_touch.unwrap_or(1);
            let last = made.iter().copied().max().unwrap_or(0);
            for touch in first..=promised {
                let left_out = touch < last;
                prop_assert!(
                    owed.contains(&touch) || made.contains(&touch) || before.made.contains(&touch) || left_out,
                    "touch {} of {} is lost", touch, before.id
                );
            }
        }
    }
}
