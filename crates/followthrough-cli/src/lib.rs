//! What the command line knows of files, for whoever asks plans in files too: the Python module.

mod clock;
pub mod files;
pub mod load;
