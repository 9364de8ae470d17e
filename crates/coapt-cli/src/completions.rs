//! `coapt completions`: what a shell needs to complete subcommands, options and values.

use std::io::Write;

use clap::Command;
use clap_complete::Shell;

use crate::failure::{Failure, Status};
use crate::printer::Printer;

/// Print the completions for a shell
#[derive(clap::Args, Debug)]
#[command(after_help = "\
Examples:
  coapt completions bash > ~/.local/share/bash-completion/completions/coapt
  coapt completions zsh > \"${fpath[1]}/_coapt\"
  coapt completions fish > ~/.config/fish/completions/coapt.fish
  source <(coapt completions bash)")]
pub(crate) struct Args {
    /// Shell to print them for
    #[arg(value_enum)]
    shell: Shell,
}

/// Ends with status 0.
pub(crate) fn run(
    args: &Args,
    mut command: Command,
    printer: &mut Printer<impl Write>,
) -> Result<Status, Failure> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut command, "coapt", &mut script);
    let script = String::from_utf8_lossy(&script);
    printer.line(script.trim_end())?;
    Ok(Status::Success)
}
