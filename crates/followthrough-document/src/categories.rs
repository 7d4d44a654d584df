//! Which categories a document offers time for and which it wants time of: a name on one side only is often a slip.

use followthrough::{CategoryName, Plan, default_category, nearest};

use crate::section::Field;
use crate::{Key, Notice, Place};

/// A category where it is written.
struct Written {
    name: CategoryName,
    key: Key,
    place: Place,
}

/// The categories that a document writes down.
#[derive(Default)]
pub(crate) struct Categories {
    offered: Vec<Written>,
    wanted: Vec<Written>,
}

impl Categories {
    /// A block is for this category.
    pub(crate) fn offered(&mut self, field: &Field<'_>, name: &CategoryName) {
        self.offered.push(Written {
            name: name.clone(),
            key: field.key(),
            place: field.place(),
        });
    }

    /// Reads a category that touches or other work use.
    pub(crate) fn read_wanted(&mut self, field: &Field<'_>) -> Option<CategoryName> {
        let name: CategoryName = field.parsed_name()?;
        self.wanted.push(Written {
            name: name.clone(),
            key: field.key(),
            place: field.place(),
        });
        Some(name)
    }

    /// One notice for each name that is written on one side only, at the first place where it is.
    pub(crate) fn notices(&self, plan: &Plan) -> Vec<Notice> {
        let mut used: Vec<CategoryName> = self
            .wanted
            .iter()
            .map(|written| written.name.clone())
            .collect();
        for cadence in &plan.cadences {
            used.extend(cadence.prep().map(|prep| prep.category.clone()));
            used.extend(cadence.on_reply().map(|work| work.category.clone()));
            let tail = cadence.repeat().map(|repeat| &repeat.channel);
            for channel in cadence
                .touches()
                .iter()
                .map(|touch| &touch.channel)
                .chain(tail)
            {
                let named = plan
                    .channels
                    .get(channel)
                    .and_then(|channel| channel.category.clone());
                used.extend(named.or_else(|| default_category(channel)));
            }
        }
        let has_time: Vec<CategoryName> = self
            .offered
            .iter()
            .map(|written| written.name.clone())
            .collect();
        let mut notices = one_sided(&self.wanted, &has_time, "no block is for", false);
        // A block that nobody uses is the plan's matter (P1), unless its name looks like a slip.
        notices.extend(one_sided(&self.offered, &used, "no touch uses", true));
        notices.sort_by(|a, b| a.place.cmp(&b.place));
        notices
    }
}

fn one_sided(
    written: &[Written],
    other: &[CategoryName],
    what: &str,
    slips_only: bool,
) -> Vec<Notice> {
    let mut notices = Vec::new();
    for (index, one) in written.iter().enumerate() {
        if other.contains(&one.name)
            || written[..index]
                .iter()
                .any(|earlier| earlier.name == one.name)
        {
            continue;
        }
        let meant = nearest(one.name.as_str(), other.iter().map(CategoryName::as_str));
        if slips_only && meant.is_none() {
            continue;
        }
        let meant = meant
            .map(|name| format!("; did you mean `{name}`?"))
            .unwrap_or_default();
        let message = format!(
            "{what} category `{}`, which {} names{meant}",
            one.name, one.key
        );
        notices.push(Notice {
            place: one.place.clone(),
            message,
        });
    }
    notices
}
