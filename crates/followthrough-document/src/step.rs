//! Which touch a table's step is: a number, the one after a number, a label, or a place among the steps of a day.

use followthrough::Cadence;

/// How a table says where in its cadence a prospect is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Step {
    /// The number is of the touch that was made last.
    After,
    /// A label such as `Day 3: Step 2`.
    Label(Label),
    /// Two columns: the day of the cadence, and the number within that day. The names are the table's.
    Rank {
        /// The column of the day.
        day: String,
        /// The column of the number.
        number: String,
    },
}

/// A label with places for numbers: `{touch}` counts through the cadence, `{day}` is the cadence's day, `{step}` counts
/// within that day, `*` stands for any text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Label {
    written: String,
    parts: Vec<Part>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Part {
    /// In small letters.
    Text(String),
    Any,
    Touch,
    Day,
    Step,
}

/// The numbers that a label holds.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Numbers {
    pub(crate) touch: Option<u32>,
    pub(crate) day: Option<u32>,
    pub(crate) step: Option<u32>,
}

impl Label {
    /// The label with its places; `None` where they tell no touch.
    pub(crate) fn read(written: &str) -> Option<Self> {
        let mut parts = Vec::new();
        let mut rest = written;
        while !rest.is_empty() {
            let places = [
                ("{touch}", Part::Touch),
                ("{day}", Part::Day),
                ("{step}", Part::Step),
                ("*", Part::Any),
            ];
            if let Some((name, part)) = places.into_iter().find(|(name, _)| rest.starts_with(name))
            {
                parts.push(part);
                rest = &rest[name.len()..];
                continue;
            }
            let end = rest[1..].find(['{', '*']).map_or(rest.len(), |end| end + 1);
            let end = (1..=end).rev().find(|at| rest.is_char_boundary(*at))?;
            parts.push(Part::Text(rest[..end].to_lowercase()));
            rest = &rest[end..];
        }
        let count = |wanted: Part| parts.iter().filter(|part| **part == wanted).count();
        let tells = matches!(
            (count(Part::Touch), count(Part::Day), count(Part::Step)),
            (1, 0 | 1, 0) | (0, 1, 1)
        );
        tells.then(|| Self {
            written: written.to_owned(),
            parts,
        })
    }

    /// As it is declared.
    pub(crate) fn written(&self) -> &str {
        &self.written
    }

    /// The numbers in a word that has the label's form.
    pub(crate) fn numbers(&self, word: &str) -> Option<Numbers> {
        let mut numbers = Numbers::default();
        fits(&self.parts, &word.to_lowercase(), &mut numbers).then_some(numbers)
    }
}

fn fits(parts: &[Part], word: &str, numbers: &mut Numbers) -> bool {
    let Some((first, rest)) = parts.split_first() else {
        return word.is_empty();
    };
    let slot = match first {
        Part::Text(text) => {
            return word
                .strip_prefix(text.as_str())
                .is_some_and(|word| fits(rest, word, numbers));
        }
        Part::Any => {
            let mut ends = word.char_indices().map(|(at, _)| at).chain([word.len()]);
            return ends.any(|at| fits(rest, &word[at..], numbers));
        }
        Part::Touch => &mut numbers.touch,
        Part::Day => &mut numbers.day,
        Part::Step => &mut numbers.step,
    };
    let digits = word.len()
        - word
            .trim_start_matches(|letter: char| letter.is_ascii_digit())
            .len();
    match word[..digits].parse() {
        Ok(number) => {
            *slot = Some(number);
            fits(rest, &word[digits..], numbers)
        }
        Err(_) => false,
    }
}

/// The number, from 1, of the touch that is the `number`th (from 1) of those that open on day `day` (from 1) of the
/// cadence; `None` where it has no such touch.
pub(crate) fn rank(cadence: &Cadence, day: u32, number: u32) -> Option<u32> {
    let mut opens = 1;
    let mut found = 0;
    for (index, touch) in (1..).zip(cadence.touches()) {
        if !touch.with_previous && index > 1 {
            opens += touch.after;
        }
        if opens == day {
            found += 1;
            if found == number {
                return Some(index);
            }
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use followthrough::Touch;

    #[test]
    fn a_label_tells_its_numbers_where_a_word_has_its_form() {
        let numbers = |label: &str, word: &str| {
            let numbers = Label::read(label).expect("a label").numbers(word)?;
            Some((numbers.touch, numbers.day, numbers.step))
        };
        assert_eq!(
            numbers("Day {day}: Step {step}", "day 3: step 2"),
            Some((None, Some(3), Some(2)))
        );
        assert_eq!(
            numbers("Day *: Step {touch}", "Day 3: Step 12"),
            Some((Some(12), None, None))
        );
        assert_eq!(
            numbers("Step {touch}*", "Step 4 (call)"),
            Some((Some(4), None, None))
        );
        for (label, word) in [
            ("Step {touch}", "Step"),
            ("Step {touch}", "Step 4 (call)"),
            ("Step {touch}", "Étape 4"),
            ("Step {touch}", "Step 99999999999"),
        ] {
            assert_eq!(numbers(label, word), None, "{word}");
        }
        for label in [
            "Step",
            "{day}",
            "{step}",
            "{touch}{touch}",
            "{touch} {step}",
            "*",
            "",
        ] {
            assert_eq!(Label::read(label), None, "{label}");
        }
    }

    #[test]
    fn steps_are_ranked_by_their_day_and_their_number_in_it() {
        let call = |after| Touch::new("call".parse().expect("a name")).after(after);
        let touches = vec![call(0), call(0).with_previous(), call(3), call(5)];
        let cadence = Cadence::new("calls".parse().expect("a name"), touches).expect("a cadence");
        assert_eq!(rank(&cadence, 1, 1), Some(1));
        assert_eq!(rank(&cadence, 1, 2), Some(2));
        assert_eq!(rank(&cadence, 4, 1), Some(3));
        assert_eq!(rank(&cadence, 9, 1), Some(4));
        assert_eq!(rank(&cadence, 9, 2), None);
        assert_eq!(rank(&cadence, 3, 1), None);
    }
}
