//! `today --work`: the list, one line at a time, one key each; each key adds a row to the log.

use std::io::{IsTerminal as _, Write as _};

use anyhow::{Context as _, Result, bail};
use chrono::{Days, NaiveDateTime};
use crossterm::event::{Event, KeyCode, KeyEventKind, KeyModifiers, read};
use crossterm::terminal::{disable_raw_mode, enable_raw_mode};
use followthrough::Work;
use followthrough_files::{Appended, Loaded, append, now, retract};
use followthrough_track::{Status, TodayItem};
use followthrough_words as words;

use super::{Outcome, PlanArguments};

/// The keys, as the prompt lists them.
const KEYS: &str = "d one  n o answer  v oicemail  r eplied  m eeting  s kip  l ater  u ndo  q uit";

/// A terminal that hands over key by key, and is put back however this ends.
struct Raw;

impl Raw {
    fn new() -> Result<Self> {
        enable_raw_mode().context("the terminal does not hand over single keys")?;
        Ok(Self)
    }
}

impl Drop for Raw {
    fn drop(&mut self) {
        // Where the terminal is gone there is nothing to put back.
        let _ = disable_raw_mode();
    }
}

/// What a key asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Key {
    Outcome(&'static str),
    Later,
    Undo,
    Quit,
}

fn key(code: KeyCode, modifiers: KeyModifiers) -> Option<Key> {
    if modifiers.contains(KeyModifiers::CONTROL) {
        return matches!(code, KeyCode::Char('c' | 'd')).then_some(Key::Quit);
    }
    match code {
        KeyCode::Char('d') => Some(Key::Outcome("done")),
        KeyCode::Char('n') => Some(Key::Outcome("no_answer")),
        KeyCode::Char('v') => Some(Key::Outcome("voicemail")),
        KeyCode::Char('r') => Some(Key::Outcome("replied")),
        KeyCode::Char('m') => Some(Key::Outcome("meeting")),
        KeyCode::Char('s') => Some(Key::Outcome("skipped")),
        KeyCode::Char('l') => Some(Key::Later),
        KeyCode::Char('u') => Some(Key::Undo),
        KeyCode::Char('q') | KeyCode::Esc => Some(Key::Quit),
        _ => None,
    }
}

pub(super) fn run(plan: &PlanArguments, loaded: Loaded) -> Result<Outcome> {
    if !std::io::stdin().is_terminal() || !std::io::stdout().is_terminal() {
        bail!(
            "`today --work` asks for keys, expected a terminal; `followthrough log` takes the same from a script"
        );
    }
    let raw = Raw::new()?;
    let ended = Session::new(plan, loaded).go();
    drop(raw);
    ended
}

struct Session<'a> {
    plan: &'a PlanArguments,
    loaded: Loaded,
    /// Rows added since the beginning, with the place on the list that each was about.
    added: Vec<(Appended, usize)>,
    /// Things put off until later this session, by their place on the list.
    passed: Vec<usize>,
    begun: Option<NaiveDateTime>,
}

impl<'a> Session<'a> {
    fn new(plan: &'a PlanArguments, loaded: Loaded) -> Self {
        Self {
            plan,
            loaded,
            added: Vec::new(),
            passed: Vec::new(),
            begun: None,
        }
    }

    fn go(mut self) -> Result<Outcome> {
        self.say(&format!("  {KEYS}\n"))?;
        loop {
            let today = self.loaded.today()?;
            let open = |(place, item): &(usize, &TodayItem)| {
                matches!(item.status, Status::Left | Status::New)
                    && item.id.is_some()
                    && !self.passed.contains(place)
            };
            let next = today.items.iter().enumerate().find(open);
            let Some((place, item)) = next else {
                self.say(&format!("  {}\n", words::progress(&today)))?;
                return self.end();
            };
            let item = item.clone();
            self.begun.get_or_insert(self.clock()?);
            self.show(&words::progress(&today), &item)?;
            match self.key()? {
                Key::Quit => {
                    self.say(&format!("\n  {}\n", words::progress(&today)))?;
                    return self.end();
                }
                Key::Undo => self.undo()?,
                Key::Later => self.later(place, &item)?,
                Key::Outcome(word) => self.add(place, &item, word)?,
            }
        }
    }

    fn end(self) -> Result<Outcome> {
        // What the plan's files had to be told was told line by line.
        Ok(Outcome {
            text: String::new(),
            warnings: Vec::new(),
            fits: true,
        })
    }

    /// In raw mode a line end does not return the carriage.
    fn say(&self, text: &str) -> Result<()> {
        let mut out = std::io::stdout().lock();
        out.write_all(text.replace('\n', "\r\n").as_bytes())?;
        out.flush()?;
        Ok(())
    }

    fn show(&self, progress: &str, item: &TodayItem) -> Result<()> {
        let at = item.at.map(|at| at.format("%H:%M").to_string());
        let said = item
            .message
            .as_deref()
            .or(item.note.as_deref())
            .unwrap_or_default();
        let parts = [
            at.unwrap_or_default(),
            item.id.clone().unwrap_or_default(),
            words::clean(&item.name),
            words::what(item),
            words::clean(said),
            words::clean(if item.status == Status::New {
                &item.why
            } else {
                &item.reason
            }),
        ];
        let parts: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
        self.say(&format!("  {progress}\n  {} ? ", parts.join("  ")))
    }

    fn key(&self) -> Result<Key> {
        loop {
            if let Event::Key(event) = read()?
                && event.kind == KeyEventKind::Press
                && let Some(key) = key(event.code, event.modifiers)
            {
                return Ok(key);
            }
        }
    }

    fn clock(&self) -> Result<NaiveDateTime> {
        let clock = self.loaded.plan.zone.local(now()?);
        Ok(self.loaded.plan.first_day.and_time(clock.time()))
    }

    fn add(&mut self, place: usize, item: &TodayItem, outcome: &str) -> Result<()> {
        let (Some(id), Some(path)) = (item.id.as_deref(), self.loaded.log_path.clone()) else {
            return Ok(());
        };
        let at = self.clock()?;
        let touch = match item.work {
            Work::Touch => item.touch,
            Work::Prep | Work::Reply => None,
        };
        let mut line = self.loaded.log_line(id, outcome, at, Some(touch))?;
        if item.work == Work::Prep {
            line.channel = item.category.to_string();
        }
        line.category = item.category.to_string();
        // The time since the key before is what this took.
        let since = self.begun.map_or(0, |begun| (at - begun).num_seconds());
        line.seconds = u32::try_from(since)
            .ok()
            .filter(|seconds| *seconds > 0 && *seconds < 4 * 3_600);
        self.begun = Some(at);
        let appended = append(&path, &[line])?;
        self.added.push((appended, place));
        self.say(&format!("{}\n", outcome.replace('_', " ")))?;
        self.reload()
    }

    fn later(&mut self, place: usize, item: &TodayItem) -> Result<()> {
        self.say("later: t omorrow  w eek  o nly this list ")?;
        let days = loop {
            if let Event::Key(event) = read()?
                && event.kind == KeyEventKind::Press
            {
                match event.code {
                    KeyCode::Char('t') => break Some(1),
                    KeyCode::Char('w') => break Some(7),
                    KeyCode::Char('o') => break None,
                    KeyCode::Char('c') if event.modifiers.contains(KeyModifiers::CONTROL) => {
                        return Ok(());
                    }
                    KeyCode::Esc => return Ok(()),
                    _ => {}
                }
            }
        };
        match days {
            Some(days) if item.work == Work::Touch => {
                let today = self.loaded.plan.first_day;
                let day = today.checked_add_days(Days::new(days)).unwrap_or(today);
                self.add(place, item, &format!("later {day}"))
            }
            _ => {
                self.passed.push(place);
                self.say("not now\n")
            }
        }
    }

    fn undo(&mut self) -> Result<()> {
        let Some((appended, _)) = self.added.pop() else {
            if self.passed.pop().is_some() {
                return self.say("back\n");
            }
            return self.say("nothing to undo\n");
        };
        if retract(&appended)? {
            self.say("undone\n")?;
        } else {
            self.say(
                "not undone: another row was added after it; take it out of the log by hand\n",
            )?;
        }
        self.reload()
    }

    fn reload(&mut self) -> Result<()> {
        self.loaded = self.plan.load(None)?;
        Ok(())
    }
}
