//! Answers of followthrough as one page of HTML: the sentence first, then pictures and tables of what it rests on.
//!
//! The page is whole: style and pictures are in it, it asks no network for anything, and it runs no script. It follows a
//! light or a dark desk, prints, fits a telephone, and says in text what its pictures show.
//!
//! ```
//! use followthrough::{Plan, Policy};
//! use followthrough_report::Report;
//!
//! let plan = Plan::example();
//! let fit = plan.fit(Policy::Level, None)?;
//! let page = Report::new(&plan, &fit).to_html()?;
//! assert!(page.starts_with("<!DOCTYPE html>"));
//! assert!(!page.contains("<script"));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod justify;
mod page;
mod sheet;

pub use justify::justification;

use followthrough::{Fit, Plan, Policy};
use followthrough_pictures::{Chart, Error, blitz, intake, load};
use followthrough_words::{self as words, Part, Sheet};

/// What a page shows.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Report<'answers> {
    /// The plan that was asked.
    pub plan: &'answers Plan,
    /// The pace, as the plan's `fit` answers it.
    pub fit: &'answers Fit,
    /// What a blitz could carry: the answer to [`Policy::Once`].
    pub blitz: Option<&'answers Fit>,
    /// More parts, each with its title, in the order in which they stand.
    pub parts: Vec<(String, Sheet)>,
}

impl<'answers> Report<'answers> {
    /// A page of a pace alone.
    #[must_use]
    pub fn new(plan: &'answers Plan, fit: &'answers Fit) -> Self {
        Self {
            plan,
            fit,
            blitz: None,
            parts: Vec::new(),
        }
    }

    /// With what a blitz could carry beside the pace.
    #[must_use]
    pub fn blitz(mut self, blitz: &'answers Fit) -> Self {
        self.blitz = Some(blitz);
        self
    }

    /// With one more part at the end.
    #[must_use]
    pub fn part(mut self, title: &str, sheet: Sheet) -> Self {
        self.parts.push((title.to_owned(), sheet));
        self
    }

    /// The page.
    ///
    /// # Errors
    /// Where a picture cannot be drawn.
    pub fn to_html(&self) -> Result<String, Error> {
        Ok(page::page(self)?.into_string())
    }

    /// The pictures of the load, one for each category.
    fn loads(&self) -> Vec<Chart> {
        load(self.plan, self.fit)
    }

    /// The picture of the starts, and where there is a blitz one of it against the pace.
    fn starts(&self) -> Vec<Chart> {
        let once = self.blitz.filter(|fit| fit.policy == Policy::Once);
        let against = once.map(|once| blitz(self.plan, self.fit, once));
        std::iter::once(intake(self.plan, self.fit))
            .chain(against)
            .collect()
    }

    /// What a blitz could carry, beside the pace: in sentences.
    fn against_the_pace(&self) -> Option<Vec<String>> {
        let blitz = self.blitz.filter(|blitz| blitz.policy == Policy::Once)?;
        let sheet = words::fit(self.plan, blitz);
        // What is broken and late is told of the pace already.
        let lead = sheet.parts().iter().rev().find_map(|part| match part {
            Part::Headline(text) => Some(format!("A blitz: {text}")),
            _ => None,
        })?;
        let pace = format!(
            "At the pace {} are started by the end of the horizon, week after week; a blitz starts {} at once, and its touches \
             take the time of those who would have come after.",
            self.fit.total, blitz.number
        );
        Some(vec![lead, pace])
    }
}
