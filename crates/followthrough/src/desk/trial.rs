//! Looks for the places of one prospect: on the day asked for, else on the earliest that has them.

use chrono::NaiveDate;

use super::tight::{self, Overfull};
use super::{Desk, Newcomer};
use crate::solver::{Effort, Placement};
use crate::{Admit, Error, Obstacle, Refusal};

/// On how many days that nothing forbids full bins are tried, in looking for the earliest.
const DAYS: u32 = 1;

/// What came of looking for a prospect's places.
pub(super) enum Trial {
    /// All were found, and what lies on the board is so placed; but for these pools, which must be placed anew.
    Fits(Vec<(usize, Placement)>),
    /// One was not.
    NoRoom(Refused),
}

/// A touch that found no place.
#[derive(Debug, Clone, Copy)]
pub(super) struct Refused {
    pub(super) class: u32,
    /// The span that would be overfull.
    pub(super) span: Option<Overfull>,
    pub(super) proved: bool,
    /// How hard it was tried, and in which state of the desk.
    pub(super) effort: Option<Effort>,
    pub(super) version: u64,
}

impl Desk {
    /// The answer for a prospect, who is started under `id` if there is one and it is admitted.
    pub(super) fn ask(
        &mut self,
        cadence: usize,
        newcomer: &Newcomer,
        id: Option<&str>,
    ) -> Result<Admit, Error> {
        let day = self.capacity.days.day(newcomer.day);
        let place = self.start_days.partition_point(|start| *start < day);
        let is_start_day = self.start_days.get(place) == Some(&day);
        let mut next = place;
        let refused = if !is_start_day {
            Some((self.day_off(newcomer.day), true))
        } else {
            next += 1;
            self.hindered(cadence, place)
        };
        let refused = match refused {
            Some(refused) => Some(refused),
            None => {
                let line = cadence * self.start_days.len() + place;
                match self.attempt(line, Some(Effort::Thorough)) {
                    Trial::Fits(anew) => {
                        self.settle(line, anew, id);
                        None
                    }
                    Trial::NoRoom(refused) => {
                        self.watch(refused.span);
                        Some((self.no_room(cadence, place, &refused), refused.proved))
                    }
                }
            }
        };
        let (obstacle, proved) = match refused {
            None => (None, true),
            Some((obstacle, proved)) => (Some(obstacle), proved),
        };
        let admitted = obstacle.is_none();
        let earliest = if admitted {
            Some(newcomer.day)
        } else {
            self.earliest(cadence, next)
        };
        Ok(Admit {
            horizon: self.horizon(),
            cadence: newcomer.cadence.clone(),
            day: newcomer.day,
            ready: newcomer.ready,
            admitted,
            proved,
            earliest,
            obstacle,
        })
    }

    /// Keeps what a trial found, for a prospect that is started; else puts everything back.
    pub(super) fn settle(&mut self, line: usize, anew: Vec<(usize, Placement)>, id: Option<&str>) {
        match id {
            None => self.put_back(line),
            Some(id) => {
                self.board.keep();
                for (pool, placement) in &anew {
                    self.board.replace(*pool, placement);
                }
                self.tight.promise(line);
                self.started.insert(id.to_owned(), line);
                self.version += 1;
            }
        }
    }

    fn put_back(&mut self, line: usize) {
        self.board.forget();
        if let Some(classes) = &self.wants[line] {
            self.board.excuse(classes);
        }
    }

    /// Why a start day is none for a cadence, whatever lies where, and whether that is certain.
    fn hindered(&self, cadence: usize, place: usize) -> Option<(Obstacle, bool)> {
        match &self.lines[cadence][place] {
            None => Some((self.whole(Refusal::WindowsMeet, cadence), true)),
            Some(line) if line.impossible => Some((self.no_block(cadence, line), true)),
            Some(_) => None,
        }
    }

    /// The first start day from a place on for which a place is found for every touch.
    fn earliest(&mut self, cadence: usize, from: usize) -> Option<NaiveDate> {
        let days = self.start_days.len();
        let mut left = DAYS;
        for place in from..days {
            let line = cadence * days + place;
            if self.wants[line].is_none() || self.tight.forbids(line) {
                continue;
            }
            let effort = (left > 0).then_some(Effort::Full);
            match self.attempt(line, effort) {
                Trial::Fits(_) => {
                    self.put_back(line);
                    return Some(self.capacity.days.date(self.start_days[place]));
                }
                Trial::NoRoom(refused) => {
                    self.watch(refused.span);
                    left = left.saturating_sub(u32::from(!refused.proved));
                }
            }
        }
        None
    }

    fn watch(&mut self, span: Option<Overfull>) {
        if let Some(span) = span {
            let board = &self.board;
            self.tight
                .watch(&board.problem, &span, &board.counts, &self.wants);
        }
    }

    /// Looks for places for everything that a prospect of a line wants. Where all is found, it lies on the board and
    /// is counted; else nothing has changed.
    ///
    /// Where neither a chain of moves nor a proof is found, all that shares time with the touch is placed from nothing,
    /// with the effort given, if one is.
    pub(super) fn attempt(&mut self, line: usize, effort: Option<Effort>) -> Trial {
        let refused = self.refused[line].as_ref().filter(|refused| {
            refused.version == self.version && (refused.proved || refused.effort >= effort)
        });
        if let Some(refused) = refused {
            return Trial::NoRoom(*refused);
        }
        let Self {
            board,
            tight,
            wants,
            deferred,
            ..
        } = self;
        let wants: &[u32] = wants[line].as_deref().unwrap_or_default();
        board.promise(wants);
        deferred.clear();
        deferred.extend(wants.iter().copied().filter(|class| !board.settle(*class)));
        let mut anew: Vec<(usize, Placement)> = Vec::new();
        for &class in deferred.iter() {
            let pool = board.pool(class);
            if anew.iter().any(|(known, _)| *known == pool) || board.chain(class) {
                continue;
            }
            let span = tight.overfull(&tight::Asked {
                class,
                among: &board.problem.pools[pool].classes,
                wants,
                counts: &board.counts,
                version: self.version,
            });
            let proved = span.is_some() || board.is_exact(pool);
            if !proved
                && let Some(effort) = effort
                && let Some(found) = board.anew(pool, effort)
            {
                anew.push((pool, found));
                continue;
            }
            board.forget();
            board.excuse(wants);
            let refused = Refused {
                class,
                span,
                proved,
                effort,
                version: self.version,
            };
            self.refused[line] = Some(refused);
            return Trial::NoRoom(refused);
        }
        Trial::Fits(anew)
    }
}
