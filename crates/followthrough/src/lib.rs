//! How many new prospects fit, so that every promised touch has its place.
mod nearest;
mod timeline;
mod zone;

pub use nearest::nearest;
pub use timeline::{Interval, subtract, union};
pub use zone::{Instants, UnknownZone, Zone, tzdata_version};
