//! What must hold of the ledger, and of the list of a day, whatever pipeline and log say.

mod common;

use common::{Line, lines, log, plan, tidy};
use followthrough_track::{Count, Status, TrackOptions, today, track};
use proptest::prelude::*;

fn adds_up(count: &Count) -> bool {
    let parts = [
        count.finished,
        count.answered,
        count.let_go,
        count.broken,
        count.in_flight,
    ];
    count.started == parts.iter().sum::<u64>()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    /// started = finished + answered + let go + broken + in flight, line by line, and every row is counted once.
    #[test]
    fn the_ledger_adds_up_row_by_row(plan in plan(), lines in lines(), numbered: bool, is_tidy: bool) {
        let lines = if is_tidy { tidy(lines) } else { lines };
        let log = log(lines.iter().map(|line| (0, line)), numbered);
        let track = track(&plan, &log, &[], &TrackOptions::default()).expect("the plan is well");
        let ledger = &track.ledger;
        prop_assert!(adds_up(&ledger.total), "{:?}", ledger.total);
        let mut sum = Count::default();
        for line in &ledger.lines {
            prop_assert!(adds_up(&line.count), "{line:?}");
            sum.started += line.count.started;
            sum.finished += line.count.finished;
            sum.answered += line.count.answered;
            sum.let_go += line.count.let_go;
            sum.broken += line.count.broken;
            sum.in_flight += line.count.in_flight;
        }
        prop_assert_eq!(&sum, &ledger.total);
        let rows = &ledger.rows;
        prop_assert_eq!(rows.rows, log.rows().len() as u64);
        prop_assert_eq!(rows.rows, rows.touches + rows.prep + rows.answers_work + rows.other);
        prop_assert_eq!(ledger.broken.len() as u64, ledger.total.broken);
        prop_assert_eq!(ledger.let_go.values().sum::<u64>(), ledger.total.let_go);
        let causes: u64 = ledger.causes.iter().map(|(_, count)| count).sum();
        prop_assert_eq!(causes, ledger.total.broken);
        for promise in &ledger.broken {
            prop_assert!(promise.window.to < plan.first_day, "{promise:?}");
        }
    }

    /// In any order, in two files, and with rows that were exported twice.
    #[test]
    fn a_log_in_pieces_gives_the_same_ledger(
        plan in plan(),
        lines in lines(),
        order in proptest::collection::vec(any::<u32>(), 60),
    ) {
        let tidy = log(lines.iter().map(|line| (0, line)), true);
        let mut pieces: Vec<(u16, &Line)> = lines
            .iter()
            .enumerate()
            .map(|(index, line)| ((order[index] % 2) as u16, line))
            .collect();
        pieces.sort_by_key(|(_, line)| order[line.minute as usize % 60]);
        let twice: Vec<(u16, &Line)> = pieces.iter().step_by(2).map(|(_, line)| (2, *line)).collect();
        pieces.extend(twice);
        let pieces = log(pieces, true);
        let options = TrackOptions::default();
        let whole = track(&plan, &tidy, &[], &options).expect("the plan is well");
        let other = track(&plan, &pieces, &[], &options).expect("the plan is well");
        prop_assert_eq!(whole.ledger, other.ledger);
        prop_assert_eq!(whole.silences, other.silences);
        prop_assert_eq!(whole.at_touch, other.at_touch);
    }
}

proptest! {
    // Each of these asks the solver twice.
    #![proptest_config(ProptestConfig::with_cases(60))]

    /// The list of the morning stays what it is while its things are done; only what answers bring is added.
    #[test]
    fn the_list_of_the_morning_stays_while_it_is_worked_down(plan in plan(), lines in lines()) {
        let lines = tidy(lines);
        let all = log(lines.iter().map(|line| (0, line)), true);
        let early = all.before(plan.first_day);
        let (morning, now) = (today(&plan, &early).expect("well"), today(&plan, &all).expect("well"));
        let key = |item: &followthrough_track::TodayItem| (item.id.clone(), item.work, item.touch, item.at);
        let listed: Vec<_> = now.items.iter().filter(|item| item.at.is_some()).map(key).collect();
        let before: Vec<_> = morning.items.iter().filter(|item| item.at.is_some()).map(key).collect();
        prop_assert_eq!(listed, before);
        for list in [&morning, &now] {
            let of = |status| list.items.iter().filter(|item| item.status == status).count() as u32;
            prop_assert_eq!(list.done, of(Status::Done));
            prop_assert_eq!(list.total, of(Status::Done) + of(Status::Left) + of(Status::New));
        }
    }
}
