//! `man`: the manual's pages, one for the program and one for each command, for whoever packages it.

use std::path::PathBuf;

use anyhow::Result;
use clap::{Args, CommandFactory as _};
use clap_mangen::Man;
use followthrough_files::replace;

use super::{Outcome, told};

/// The flags of `man`.
#[derive(Debug, Args)]
#[command(after_help = example!("followthrough man .", "completions-commands-and-flags-at-a-tab"))]
pub(crate) struct Arguments {
    /// The folder
    folder: PathBuf,
}

impl Arguments {
    pub(super) fn run(self) -> Result<Outcome> {
        let mut program = crate::Arguments::command().disable_help_subcommand(true);
        program.build();
        let shown = program.get_subcommands().filter(|one| !one.is_hide_set());
        let mut written = String::new();
        for command in std::iter::once(&program).chain(shown) {
            let name = match command.get_name() {
                "followthrough" => "followthrough".to_owned(),
                name => format!("followthrough-{name}"),
            };
            let mut page = Vec::new();
            // A date would differ from build to build.
            Man::new(command.clone())
                .title(name.clone())
                .date("")
                .source("followthrough")
                .manual("followthrough")
                .render(&mut page)?;
            let path = self.folder.join(format!("{name}.1"));
            replace(&path, &page)?;
            written.push_str(&format!("  Written: {}\n", path.display()));
        }
        Ok(told(written))
    }
}
