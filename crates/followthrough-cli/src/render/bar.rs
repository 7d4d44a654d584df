//! A bar of load against usable time, in block characters or, where the locale has none, in plain ones.

use followthrough::Seconds;

/// How many characters a bar is long.
const LENGTH: u64 = 10;

/// The characters of a bar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Marks {
    /// What is owed already.
    pub(super) owed: char,
    /// What new prospects need.
    pub(super) new: char,
    /// What is left.
    pub(super) spare: char,
    /// What finds no time.
    pub(super) short: char,
}

const BLOCKS: Marks = Marks {
    owed: '█',
    new: '▒',
    spare: '·',
    short: '!',
};
const PLAIN: Marks = Marks {
    owed: '#',
    new: '+',
    spare: '.',
    short: '!',
};

impl Marks {
    /// Those that the locale can show (POSIX: LC_ALL before LC_CTYPE before LANG).
    pub(super) fn of_locale() -> Self {
        let set = ["LC_ALL", "LC_CTYPE", "LANG"]
            .into_iter()
            .filter_map(std::env::var_os)
            .find(|value| !value.is_empty());
        let locale = set
            .map(|value| value.to_string_lossy().to_lowercase())
            .unwrap_or_default();
        if cfg!(windows) || locale.contains("utf-8") || locale.contains("utf8") {
            BLOCKS
        } else {
            PLAIN
        }
    }

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
            assert_eq!(PLAIN.bar(owed, new, usable), bar, "{owed} {new} {usable}");
        }
    }
}
