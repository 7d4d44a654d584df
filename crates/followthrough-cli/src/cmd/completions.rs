//! `completions`: what completes commands and flags in a shell.

use anyhow::Result;
use clap::{Args, CommandFactory as _};
use clap_complete::Shell;

use super::{Outcome, told};

/// The flags of `completions`.
#[derive(Debug, Args)]
#[command(after_help = example!("followthrough completions bash > followthrough.bash", "completions-commands-and-flags-at-a-tab"))]
pub(crate) struct Arguments {
    /// The shell
    shell: Shell,
}

impl Arguments {
    pub(super) fn run(self) -> Result<Outcome> {
        let mut program = crate::Arguments::command();
        let mut text = Vec::new();
        clap_complete::generate(self.shell, &mut program, "followthrough", &mut text);
        Ok(told(String::from_utf8(text)?))
    }
}
