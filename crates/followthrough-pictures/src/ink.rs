//! The colours of pictures by what they stand for, on light pages and on dark ones.

use plotters::style::RGBColor;

/// What a colour stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Ink {
    /// What is owed already.
    Owed,
    /// What new prospects need.
    New,
    /// What there is: a ceiling, a quota.
    There,
    /// What is compared with it: a blitz, another plan.
    Other,
    /// What goes wrong: promises that are broken.
    Broken,
}

/// Every colour of a picture: its variable, and its values on a light and on a dark page. Each differs from the page by a
/// contrast of 3 to 1 or more (WCAG 2.2, 1.4.11), and text by 4.5 to 1 (1.4.3).
const COLOURS: [(&str, &str, &str); 8] = [
    ("--followthrough-text", "#1f2328", "#e6edf3"),
    ("--followthrough-grid", "#d0d7de", "#3d444d"),
    ("--followthrough-paper", "#ffffff", "#0d1117"),
    ("--followthrough-owed", "#1f4e79", "#6ea8dc"),
    ("--followthrough-new", "#c2751a", "#f0b35a"),
    ("--followthrough-there", "#57606a", "#b1bac4"),
    ("--followthrough-other", "#6f42c1", "#bc9cf5"),
    ("--followthrough-broken", "#b3261e", "#ff8a80"),
];

/// Text and axes.
pub(crate) const TEXT: RGBColor = mark(0);
/// Lines across the picture.
pub(crate) const GRID: RGBColor = mark(1);

/// The library draws in numbers, and a page chooses colours by variables: each colour is drawn as a number that nothing
/// else is drawn in, and [`named`] puts the variable in its place.
const fn mark(place: u8) -> RGBColor {
    RGBColor(1, 2, place)
}

impl Ink {
    pub(crate) const fn mark(self) -> RGBColor {
        mark(match self {
            Self::Owed => 3,
            Self::New => 4,
            Self::There => 5,
            Self::Other => 6,
            Self::Broken => 7,
        })
    }
}

/// The picture with a variable in place of every number.
pub(crate) fn named(svg: &str) -> String {
    let mut svg = svg.to_owned();
    for (place, (variable, ..)) in (0_u8..).zip(COLOURS) {
        let RGBColor(red, green, blue) = mark(place);
        let number = format!("\"#{red:02X}{green:02X}{blue:02X}\"");
        svg = svg.replace(&number, &format!("\"var({variable})\""));
    }
    svg
}

/// The variables: those of a light page, those of a dark one, and on paper those of a light one again.
pub(crate) fn style() -> String {
    let of = |value: fn(&(&str, &str, &str)) -> String| -> String {
        COLOURS.iter().map(value).collect()
    };
    let light = of(|(variable, light, _)| format!("{variable}:{light};"));
    let dark = of(|(variable, _, dark)| format!("{variable}:{dark};"));
    format!(
        ".followthrough-picture{{{light}}}\
         @media screen and (prefers-color-scheme:dark){{.followthrough-picture{{{dark}}}}}"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The relative luminance of WCAG 2.2.
    fn luminance(colour: &str) -> f64 {
        let part = |at: usize| {
            let part = u8::from_str_radix(&colour[at..at + 2], 16).expect("a number");
            let part = f64::from(part) / 255.0;
            if part <= 0.040_45 {
                part / 12.92
            } else {
                ((part + 0.055) / 1.055).powf(2.4)
            }
        };
        0.2126 * part(1) + 0.7152 * part(3) + 0.0722 * part(5)
    }

    fn contrast(one: &str, other: &str) -> f64 {
        let (one, other) = (luminance(one), luminance(other));
        (one.max(other) + 0.05) / (one.min(other) + 0.05)
    }

    #[test]
    fn every_colour_can_be_told_from_its_page() {
        let (_, light_page, dark_page) = COLOURS[2];
        for (variable, light, dark) in COLOURS {
            let least = match variable {
                "--followthrough-text" => 4.5,
                "--followthrough-grid" | "--followthrough-paper" => continue,
                _ => 3.0,
            };
            assert!(contrast(light, light_page) >= least, "{variable} {light}");
            assert!(contrast(dark, dark_page) >= least, "{variable} {dark}");
        }
        // What is stacked differs in brightness too.
        let (owed, new) = (COLOURS[3], COLOURS[4]);
        assert!(contrast(owed.1, new.1) >= 2.0 && contrast(owed.2, new.2) >= 1.2);
    }
}
