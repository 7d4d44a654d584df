//! One prospect more, for people: yes or no, when at the earliest, and what stands in the way.

use followthrough::{Admit, Obstacle, Plan, Work};

use super::fit::sentence;
use super::sheet::Sheet;
use super::words::{count, day};

/// Whether one more prospect may be started, and if not when at the earliest and what stands in the way.
pub fn admit(plan: &Plan, admit: &Admit) -> Sheet {
    let last = admit.horizon.to;
    let mut sheet = Sheet::default();
    let near = plan.first_day;
    let who = format!(
        "A prospect started on {} on {}",
        day(admit.day, near),
        admit.cadence
    );
    let cadence = plan.cadence(&admit.cadence);
    let touches = cadence.map_or(0, |cadence| cadence.promised() as u32);
    let prep = cadence.is_some_and(|cadence| cadence.prep().is_some() && !admit.ready);
    let Some(obstacle) = &admit.obstacle else {
        let prep = if prep { "its prep and " } else { "" };
        sheet.headline(&format!(
            "Yes. {who} gets {prep}{}, each in its window.",
            count(touches, "touch", "touches")
        ));
        return sheet;
    };
    sheet.headline(&match obstacle.work {
        Some(_) => format!("No. {who} would not get every touch."),
        None => format!("No. Nobody is started on {}.", day(admit.day, near)),
    });
    sheet.sentence(&match admit.earliest {
        Some(earliest) => format!("Started on {} it would get them all.", day(earliest, near)),
        None => format!("No later day up to {} was found either.", day(last, near)),
    });
    sheet.gap();
    sheet.fact("In the way", &in_the_way(obstacle, near));
    if !admit.proved {
        sheet.fact("Not proved", "Looked for with care, but not in every way.");
    }
    sheet
}

/// `touch 4, by Fri 4 Dec: ...`.
fn in_the_way(obstacle: &Obstacle, near: chrono::NaiveDate) -> String {
    let what = match (obstacle.work, obstacle.touch) {
        (None, _) => return sentence(&obstacle.why),
        (Some(Work::Prep), _) => "the prep".to_owned(),
        (Some(_), Some(touch)) => format!("touch {touch}"),
        (Some(_), None) => "a touch".to_owned(),
    };
    let by = obstacle
        .window
        .as_ref()
        .map(|window| format!(", by {}", day(window.to, near)))
        .unwrap_or_default();
    format!("{what}{by}: {}", sentence(&obstacle.why))
}
