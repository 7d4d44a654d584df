//! Days, instants and the time between them that blocks leave: what is there, whoever asks for it.

pub(crate) mod capacity;
pub(crate) mod occurrence;
pub(crate) mod timeline;
pub(crate) mod windows;
pub(crate) mod workdays;
pub(crate) mod zone;
