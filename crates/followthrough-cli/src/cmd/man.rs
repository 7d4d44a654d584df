//! `man`: the manual's pages, one for the program and one for each command, for whoever packages it; and all of them as
//! one page of the documentation.

use std::path::PathBuf;

use anyhow::Result;
use clap::{Args, ColorChoice, Command, CommandFactory as _};
use clap_mangen::Man;
use followthrough_files::replace;

use super::{Outcome, told};

/// The flags of `man`.
#[derive(Debug, Args)]
#[command(after_help = example!("followthrough man .", "completions-commands-and-flags-at-a-tab"))]
pub(crate) struct Arguments {
    /// The folder
    #[arg(required_unless_present = "markdown")]
    folder: Option<PathBuf>,
    /// Print one page in Markdown with the help of every command, and write nothing
    #[arg(long, conflicts_with = "folder")]
    markdown: bool,
}

impl Arguments {
    pub(super) fn run(self) -> Result<Outcome> {
        let mut program = crate::Arguments::command().disable_help_subcommand(true);
        program.build();
        let Some(folder) = self.folder else {
            return Ok(told(markdown(&program)));
        };
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
            let path = folder.join(format!("{name}.1"));
            replace(&path, &page)?;
            written.push_str(&format!("  Written: {}\n", path.display()));
        }
        Ok(told(written))
    }
}

/// How wide help is written in the page.
const WIDTH: usize = 100;

/// The help of the program and of each command, as one page.
fn markdown(program: &Command) -> String {
    let mut page = String::from(
        "<!-- Made from the program's flags by `cargo xtask shell store`: change them there. -->\n\n# Every command's help\n\n\
         What `followthrough --help` and `followthrough COMMAND --help` print. [The command line](../guide/command-line.md) tells \
         each with an example.\n",
    );
    let shown = program.get_subcommands().filter(|one| !one.is_hide_set());
    for command in std::iter::once(program).chain(shown) {
        let mut command = command.clone().term_width(WIDTH).color(ColorChoice::Never);
        let help = command.render_long_help().to_string();
        let lines: Vec<&str> = help.lines().map(str::trim_end).collect();
        page.push_str(&format!(
            "\n## {}\n\n```text\n{}\n```\n",
            command.get_name(),
            lines.join("\n").trim_end()
        ));
    }
    page
}
