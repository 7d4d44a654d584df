//! `preset`: how exports of other programs are read, as TOML.

use anyhow::Result;
use clap::Args;
use followthrough_document::Preset;

use super::{Outcome, read, told};

/// The flags of `preset`.
#[derive(Debug, Args)]
#[command(after_help = example!("followthrough preset hubspot-contacts", "preset-how-is-an-export-read"))]
pub(crate) struct Arguments {
    /// The preset that is printed; without it all are listed
    name: Option<String>,
}

impl Arguments {
    pub(super) fn run(self) -> Result<Outcome> {
        let text = match &self.name {
            Some(name) => read::preset(name)?.text().to_owned(),
            None => {
                let width = Preset::all().iter().map(|preset| preset.name().len()).max();
                let line = |preset: &Preset| {
                    format!(
                        "  {:<2$}  {}\n",
                        preset.name(),
                        preset.title(),
                        width.unwrap_or(0)
                    )
                };
                Preset::all().iter().map(line).collect()
            }
        };
        Ok(told(text))
    }
}
