//! A chart as data: places along an axis, and what stands over them.

use crate::Ink;

/// Numbers over places along an axis.
///
/// # Example
/// ```
/// use followthrough_pictures::{Chart, Ink, Series, Shape};
///
/// let mut chart = Chart::new("meetings", "What meetings cost", "prospects a week");
/// chart.description = "Ten prospects a week without meetings, seven with five hours of them.".to_owned();
/// chart.places = vec!["0 h".to_owned(), "5 h".to_owned()];
/// chart.series.push(Series::new("pace", Ink::New, Shape::Bar, [10.0, 7.0]));
/// assert!(chart.to_svg()?.starts_with("<svg"));
/// # Ok::<(), followthrough_pictures::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Chart {
    /// What no other picture of a page is called: letters, digits and hyphens.
    pub id: String,
    /// What it shows, in a few words; it stands above the picture.
    pub title: String,
    /// What a reader sees in it, in sentences: the text alternative.
    pub description: String,
    /// The places along the axis, such as weeks; as many of them are written out as have room.
    pub places: Vec<String>,
    /// What is counted upwards, such as `minutes`.
    pub unit: String,
    /// What stands over the places, drawn in this order; bars stand upon the bars before them.
    pub series: Vec<Series>,
}

/// One number for each place.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Series {
    /// What the legend calls it.
    pub name: String,
    /// What its colour stands for.
    pub ink: Ink,
    /// How it is drawn.
    pub shape: Shape,
    /// The numbers, from the first place on; `None`, and a number that is not finite, leave a gap.
    pub values: Vec<Option<f64>>,
}

/// How numbers are drawn.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Shape {
    /// A bar from the axis, or from the top of the bar that is drawn before, to the number.
    Bar,
    /// A line from place to place.
    Line,
    /// A level line over each place: what there is.
    Ceiling,
    /// An area from the numbers up to these.
    Band(Vec<Option<f64>>),
}

/// What keeps a chart from being drawn.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// There is nothing along the axis.
    #[error("chart `{id}` has no places along its axis, expected one or more")]
    NoPlaces {
        /// Which chart.
        id: String,
    },
    /// An id that cannot be one in a page.
    #[error("chart id `{id}` is not one, expected letters, digits and hyphens")]
    Id {
        /// The id.
        id: String,
    },
    /// The library that draws gave up.
    #[error("chart `{id}` cannot be drawn: {reason}")]
    Drawing {
        /// Which chart.
        id: String,
        /// What the library says.
        reason: String,
    },
}

impl Chart {
    /// A chart without places; `unit` is what is counted upwards.
    #[must_use]
    pub fn new(id: &str, title: &str, unit: &str) -> Self {
        Self {
            id: id.to_owned(),
            title: title.to_owned(),
            description: String::new(),
            places: Vec::new(),
            unit: unit.to_owned(),
            series: Vec::new(),
        }
    }

    /// The picture: an `svg` element with its own colours, which chooses those of a dark page where the reader wants
    /// one.
    ///
    /// # Errors
    /// [`Error::NoPlaces`], [`Error::Id`]; [`Error::Drawing`] where the library that draws gives up.
    pub fn to_svg(&self) -> Result<String, Error> {
        let is_id = |letter: char| letter.is_ascii_alphanumeric() || letter == '-';
        if self.id.is_empty() || !self.id.chars().all(is_id) {
            return Err(Error::Id {
                id: self.id.clone(),
            });
        }
        if self.places.is_empty() {
            return Err(Error::NoPlaces {
                id: self.id.clone(),
            });
        }
        let drawn = crate::draw::draw(self).map_err(|reason| Error::Drawing {
            id: self.id.clone(),
            reason,
        })?;
        Ok(crate::page::finish(self, &drawn))
    }
}

impl Series {
    /// Numbers from the first place on.
    #[must_use]
    pub fn new<V: Into<Option<f64>>>(
        name: &str,
        ink: Ink,
        shape: Shape,
        values: impl IntoIterator<Item = V>,
    ) -> Self {
        Self {
            name: name.to_owned(),
            ink,
            shape,
            values: values.into_iter().map(Into::into).collect(),
        }
    }

    /// The number at a place, where there is one that can be drawn.
    pub(crate) fn at(&self, place: usize) -> Option<f64> {
        drawable(&self.values, place)
    }

    /// How far up it reaches at a place, bars not stacked.
    pub(crate) fn top(&self, place: usize) -> Option<f64> {
        match &self.shape {
            Shape::Band(upper) => drawable(upper, place),
            _ => self.at(place),
        }
    }
}

fn drawable(values: &[Option<f64>], place: usize) -> Option<f64> {
    values
        .get(place)
        .copied()
        .flatten()
        .filter(|value| value.is_finite())
}
