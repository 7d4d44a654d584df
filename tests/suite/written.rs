//! A plan as a user would write it: the plan file as JSON, the pipeline's rows, and busy time.
//!
//! It is what readers that share no code with ours are handed: `benches/peers/reading.py`.

use chrono::{DateTime, NaiveTime, TimeDelta, Utc};
use followthrough::{AwayWindows, Block, Cadence, Days, LostDays, Pattern, Plan, Prospect, Touch};
use serde_json::{Map, Value, json};

/// A plan with all that belongs to it: `plan` is a plan file, `pipeline` holds the rows by column, `busy` spans of Unix
/// seconds.
#[must_use]
pub fn whole(plan: &Plan) -> Value {
    let second = |instant: DateTime<Utc>| instant.timestamp();
    json!({
        "plan": document(plan),
        "pipeline": plan.pipeline.iter().map(row).collect::<Vec<_>>(),
        "busy": plan.busy.iter().map(|busy| [second(busy.start()), second(busy.end())]).collect::<Vec<_>>(),
    })
}

/// The plan file.
#[must_use]
pub fn document(plan: &Plan) -> Value {
    let mut file = Map::new();
    let mut set = |key: &str, value: Value| file.insert(key.to_owned(), value);
    set("format", json!(1));
    set("name", json!(plan.name));
    set("timezone", json!(plan.zone.to_string()));
    set("first_day", json!(plan.first_day.to_string()));
    let workweek = plan.workweek.days().iter().map(weekday);
    set("workweek", workweek.collect());
    set("holidays", dates(&plan.holidays));
    set("reserve", share(&plan.reserve));
    set("min_segment", json!(length(plan.min_segment)));
    let lost_days = match plan.lost_days {
        LostDays::Shift => "shift",
        LostDays::Keep => "keep",
    };
    set("lost_days", json!(lost_days));
    if plan.expect.answers > 0 {
        set("expect", json!({"answers": plan.expect.answers}));
    }
    let away = plan.away.iter().map(|away| {
        let windows = match away.windows {
            AwayWindows::Shift => "shift",
            AwayWindows::Keep => "keep",
        };
        json!({"from": away.from.to_string(), "to": away.to.to_string(), "label": away.label, "windows": windows})
    });
    set("away", away.collect());
    set("block", plan.blocks.iter().map(block).collect());
    let channels = plan.channels.iter().map(|(name, channel)| {
        let mut table = Map::new();
        if let Some(category) = &channel.category {
            table.insert("category".to_owned(), json!(category.to_string()));
        }
        if let Some(effort) = channel.effort {
            table.insert("effort".to_owned(), json!(length(effort)));
        }
        let mut cap = Map::new();
        cap.extend(channel.cap.day.map(|day| ("day".to_owned(), json!(day))));
        cap.extend(
            channel
                .cap
                .week
                .map(|week| ("week".to_owned(), json!(week))),
        );
        if !cap.is_empty() {
            table.insert("cap".to_owned(), Value::Object(cap));
        }
        if let Some(other) = &channel.counts_as {
            table.insert("counts_as".to_owned(), json!(other.to_string()));
        }
        if let Some(hours) = &channel.hours {
            let span = format!("{}-{}", clock(hours.from()), clock(hours.to()));
            table.insert("hours".to_owned(), json!(span));
        }
        (name.to_string(), Value::Object(table))
    });
    set("channel", Value::Object(channels.collect()));
    let cadences = plan
        .cadences
        .iter()
        .map(|it| (it.name().to_string(), cadence(it)));
    set("cadence", Value::Object(cadences.collect()));
    if !plan.mix.is_empty() {
        let mix = plan
            .mix
            .iter()
            .map(|part| (part.cadence.to_string(), json!(part.count)));
        set("mix", Value::Object(mix.collect()));
    }
    Value::Object(file)
}

fn weekday(day: &chrono::Weekday) -> Value {
    json!(day.to_string().to_lowercase())
}

fn dates<'date>(dates: impl IntoIterator<Item = &'date chrono::NaiveDate>) -> Value {
    dates
        .into_iter()
        .map(|date| json!(date.to_string()))
        .collect()
}

/// As a number, which is how plan files have it.
fn share(share: &followthrough::Share) -> Value {
    serde_json::from_str(&share.to_string()).expect("a decimal")
}

fn length(length: TimeDelta) -> String {
    format!("{}s", length.num_seconds())
}

fn clock(time: NaiveTime) -> String {
    time.format("%H:%M").to_string()
}

fn block(block: &Block) -> Value {
    let mut table = Map::new();
    let mut set = |key: &str, value: Value| table.insert(key.to_owned(), value);
    let categories = block
        .categories()
        .iter()
        .map(|name| json!(name.to_string()));
    set("category", categories.collect());
    match block.pattern() {
        // A block that is listed by its dates alone.
        Pattern::Weekdays(days) if days.is_empty() => None,
        Pattern::Weekdays(days) => set("days", days.iter().map(weekday).collect()),
        Pattern::Rule(rule) => set("rrule", json!(rule.to_string())),
    };
    set("start", json!(clock(block.start())));
    set("length", json!(length(block.length())));
    if let Some(from) = block.from {
        set("from", json!(from.to_string()));
    }
    if let Some(to) = block.to {
        set("to", json!(to.to_string()));
    }
    if !block.skip.is_empty() {
        set("skip", dates(&block.skip));
    }
    if !block.also.is_empty() {
        set("also", dates(&block.also));
    }
    if let Some(reserve) = &block.reserve {
        set("reserve", share(reserve));
    }
    if let Some(zone) = &block.zone {
        set("timezone", json!(zone.to_string()));
    }
    Value::Object(table)
}

fn touch(touch: &Touch) -> Value {
    let mut table = Map::new();
    let mut set = |key: &str, value: Value| table.insert(key.to_owned(), value);
    set("channel", json!(touch.channel.to_string()));
    if touch.with_previous {
        set("with_previous", json!(true));
    } else {
        set("after", json!(touch.after));
        set("within", json!(touch.within));
    }
    if let Some(category) = &touch.category {
        set("category", json!(category.to_string()));
    }
    if let Some(effort) = touch.effort {
        set("effort", json!(length(effort)));
    }
    Value::Object(table)
}

fn cadence(cadence: &Cadence) -> Value {
    let mut table = Map::new();
    let mut set = |key: &str, value: Value| table.insert(key.to_owned(), value);
    set("touches", cadence.touches().iter().map(touch).collect());
    let days = match cadence.days() {
        Days::Business => "business",
        Days::Calendar => "calendar",
    };
    set("days", json!(days));
    if let Some(prep) = cadence.prep() {
        let (category, effort) = (prep.category.to_string(), length(prep.effort));
        set(
            "prep",
            json!({"category": category, "effort": effort, "ahead": prep.ahead}),
        );
    }
    if let Some(reply) = cadence.on_reply() {
        let (category, effort) = (reply.category.to_string(), length(reply.effort));
        set(
            "on_reply",
            json!({"category": category, "effort": effort, "within": reply.within}),
        );
    }
    if let Some(repeat) = cadence.repeat() {
        let mut tail = Map::new();
        let mut set = |key: &str, value: Value| tail.insert(key.to_owned(), value);
        set("after", json!(repeat.after));
        set("within", json!(repeat.within));
        set("channel", json!(repeat.channel.to_string()));
        set("promised", json!(repeat.promised));
        if let Some(times) = repeat.times {
            set("times", json!(times));
        }
        if let Some(category) = &repeat.category {
            set("category", json!(category.to_string()));
        }
        if let Some(effort) = repeat.effort {
            set("effort", json!(length(effort)));
        }
        table.insert("repeat".to_owned(), Value::Object(tail));
    }
    Value::Object(table)
}

/// A row by column; what it does not say is left out.
fn row(row: &Prospect) -> Value {
    let mut table = Map::new();
    let mut set = |key: &str, value: Value| table.insert(key.to_owned(), value);
    set("id", json!(row.id));
    set("cadence", json!(row.cadence.to_string()));
    set("stage", json!(row.stage.as_str()));
    set("priority", json!(row.priority));
    set("count", json!(row.count));
    if let Some(next) = row.next_touch {
        set("next_touch", json!(next));
    }
    let dates = [
        ("due", row.due),
        ("last_touch", row.last_touch),
        ("started", row.started),
    ];
    for (key, date) in dates {
        if let Some(date) = date {
            set(key, json!(date.to_string()));
        }
    }
    if let Some(zone) = &row.zone {
        set("timezone", json!(zone.to_string()));
    }
    Value::Object(table)
}
