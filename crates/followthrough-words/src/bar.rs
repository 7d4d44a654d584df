//! A bar of load against usable time, in block characters or, where the locale has none, in plain ones.

use followthrough::Seconds;

/// How many characters a bar is long.
const LENGTH: u64 = 10;

/// The characters that bars are drawn in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Marks {
    /// Time that is owed already.
    owed: char,
    /// Time that new prospects need.
    new: char,
    /// Time that is left.
    spare: char,
}

impl Marks {
    /// Block characters, for whoever shows Unicode.
    pub const BLOCKS: Self = Self {
        owed: '█',
        new: '▒',
        spare: '·',
    };
    /// Characters of ASCII.
    pub const PLAIN: Self = Self {
        owed: '#',
        new: '+',
        spare: '.',
    };

    /// What the characters mean.
    pub(super) fn legend(self) -> String {
        format!(
            "{} owed already   {} new prospects   {} spare",
            self.owed, self.new, self.spare
        )
    }

    /// A bar of `usable` time, of which `owed` and `new` are used. Whatever is used shows in at least one character,
    /// and so does whatever is left.
    pub(super) fn bar(self, owed: Seconds, new: Seconds, usable: Seconds) -> String {
        if usable == 0 {
            return String::new();
        }
        let used = (owed + new).min(usable);
        let mut filled = (used * LENGTH + usable / 2) / usable;
        if used > 0 {
            filled = filled.max(1);
        }
        if used < usable {
            filled = filled.min(LENGTH - 1);
        }
        let mut of_owed = (owed.min(used) * filled + used / 2)
            .checked_div(used)
            .unwrap_or(0);
        if owed > 0 {
            of_owed = of_owed.max(1);
        }
        if new > 0 && filled > 1 {
            of_owed = of_owed.min(filled - 1);
        }
        let marks =
            |mark: char, count: u64| std::iter::repeat_n(mark, usize::try_from(count).unwrap_or(0));
        marks(self.owed, of_owed.min(filled))
            .chain(marks(self.new, filled.saturating_sub(of_owed)))
            .chain(marks(self.spare, LENGTH - filled))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bar_shows_what_is_used_and_what_is_left() {
        for (owed, new, usable, bar) in [
            (0, 0, 60, ".........."),
            (60, 0, 60, "##########"),
            (30, 15, 60, "#####+++.."),
            (1, 1, 600, "#........."),
            (0, 599, 600, "+++++++++."),
            (0, 0, 0, ""),
        ] {
            assert_eq!(
                Marks::PLAIN.bar(owed, new, usable),
                bar,
                "{owed} {new} {usable}"
            );
        }
    }
}
