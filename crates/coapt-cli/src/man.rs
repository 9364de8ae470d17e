//! `coapt man`: the manual pages, made from the same definition as the help.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use clap::Command;
use clap_mangen::Man;
use clap_mangen::roff::{Roff, bold, roman};

use crate::failure::{Failure, Status};
use crate::nearest::nearest;
use crate::printer::Printer;

/// What heads the examples in a help text.
const EXAMPLES: &str = "Examples:";

/// The variables that are no options.
const VARIABLES: [(&str, &str); 4] = [
    ("COAPT_CONFIG", "The config file. If it is empty, none is read."),
    ("COAPT_PROFILE", "The profile to use, unless --profile names another one."),
    (
        "COAPT_NAME",
        "The value of the option --name; - becomes _, as in COAPT_MAX_SIZE. \
         The command line counts before the environment.",
    ),
    ("NO_COLOR", "If it is set and not empty, nothing is coloured."),
];

/// Print a manual page, or write all of them to a folder
#[derive(clap::Args, Debug)]
#[command(after_help = "\
Examples:
  coapt man | man -l -
  coapt man get | man -l -
  coapt man --dir ~/.local/share/man/man1")]
pub(crate) struct Args {
    /// Subcommand whose page is printed; without it, the page of the whole program
    #[arg(value_name = "SUBCOMMAND", conflicts_with = "dir")]
    subcommand: Option<String>,
    /// Write the pages of the program and of all subcommands to this folder; it is made if missing
    #[arg(long, value_name = "DIR")]
    dir: Option<PathBuf>,
}

/// Ends with status 0.
pub(crate) fn run(
    args: &Args,
    command: Command,
    printer: &mut Printer<impl Write>,
) -> Result<Status, Failure> {
    let mut command = command.disable_help_subcommand(true);
    command.build();
    if let Some(folder) = &args.dir {
        write_all(&command, folder, printer)?;
        return Ok(Status::Success);
    }
    let asked = match &args.subcommand {
        None => &command,
        Some(name) => command.find_subcommand(name).ok_or_else(|| unknown(name, &command))?,
    };
    let page = page(asked, &command)?;
    printer.line(page.trim_end())?;
    Ok(Status::Success)
}

fn unknown(name: &str, command: &Command) -> Failure {
    let names: Vec<_> = command.get_subcommands().map(Command::get_name).collect();
    let end = match nearest(name, names.iter().copied()) {
        Some(meant) => format!("; did you mean {meant}?"),
        None => format!("; there are {}", names.join(", ")),
    };
    Failure::usage(format!("there is no subcommand {name:?}{end}"))
}

/// Writes a page for the program and each subcommand, and tells where.
fn write_all(
    command: &Command,
    folder: &Path,
    printer: &mut Printer<impl Write>,
) -> Result<(), Failure> {
    fs::create_dir_all(folder).map_err(|error| {
        Failure::local(format!("cannot make the folder {}: {error}", folder.display()))
    })?;
    let mut written = Vec::new();
    for part in std::iter::once(command).chain(command.get_subcommands()) {
        let path = folder.join(format!("{}.1", title(part)));
        fs::write(&path, page(part, command)?)
            .map_err(|error| Failure::local(format!("cannot write {}: {error}", path.display())))?;
        written.push(path.display().to_string());
    }
    Ok(printer.line(&written.join("\n"))?)
}

/// Gives the name of a page, such as `coapt-get`.
fn title(command: &Command) -> &str {
    command.get_display_name().unwrap_or_else(|| command.get_name())
}

/// Makes one page.
fn page(command: &Command, program: &Command) -> Result<String, Failure> {
    let mut bytes = Vec::new();
    render(command, program, &mut bytes)
        .map_err(|error| Failure::local(format!("cannot make the page: {error}")))?;
    String::from_utf8(bytes).map_err(|_| Failure::local("the page is not UTF-8"))
}

fn render(command: &Command, program: &Command, out: &mut Vec<u8>) -> io::Result<()> {
    let is_program = command.get_name() == program.get_name();
    let version = program.get_version().unwrap_or_default();
    let man = Man::new(command.clone())
        .title(title(command))
        .source(format!("coapt {version}"))
        .manual("coapt");
    man.render_title(out)?;
    man.render_name_section(out)?;
    man.render_synopsis_section(out)?;
    man.render_description_section(out)?;
    man.render_options_section(out)?;
    if is_program {
        man.render_subcommands_section(out)?;
    }
    let mut roff = Roff::new();
    let help = command.get_after_help().map(ToString::to_string).unwrap_or_default();
    let (examples, notes) = parted(&help);
    // What the program's own help tells after its examples has sections of its own below.
    if !is_program && !notes.is_empty() {
        roff.control("SH", ["NOTES"]);
        add_notes(&notes, &mut roff);
    }
    if !examples.is_empty() {
        roff.control("SH", ["EXAMPLES"]);
        add_verbatim(&examples, &mut roff);
    }
    add_end(command, program, &mut roff);
    roff.to_writer(out)
}

/// Parts a help text into its examples and its other paragraphs.
fn parted(help: &str) -> (Vec<&str>, Vec<&str>) {
    let paragraphs = help.split("\n\n").filter(|paragraph| !paragraph.trim().is_empty());
    let (examples, notes): (Vec<_>, Vec<_>) =
        paragraphs.partition(|paragraph| paragraph.starts_with(EXAMPLES));
    let lines = examples.iter().flat_map(|paragraph| paragraph.lines().skip(1)).collect();
    (lines, notes)
}

/// Adds paragraphs; those that are indented keep their lines.
fn add_notes(notes: &[&str], roff: &mut Roff) {
    for paragraph in notes {
        if paragraph.lines().any(|line| line.starts_with("  ")) {
            add_verbatim(&paragraph.lines().collect::<Vec<_>>(), roff);
        } else {
            roff.control("PP", []);
            roff.text([roman(paragraph.split_whitespace().collect::<Vec<_>>().join(" "))]);
        }
    }
}

fn add_verbatim(lines: &[&str], roff: &mut Roff) {
    roff.control("PP", []);
    roff.control("nf", []);
    for line in lines {
        roff.text([roman(*line)]);
    }
    roff.control("fi", []);
}

/// Adds what all pages have in common.
fn add_end(command: &Command, program: &Command, roff: &mut Roff) {
    roff.control("SH", ["EXIT STATUS"]);
    for status in Status::ALL {
        roff.control("TP", []);
        roff.text([bold(status.number().to_string())]);
        roff.text([roman(status.meaning())]);
    }
    roff.control("SH", ["ENVIRONMENT"]);
    for (name, meaning) in VARIABLES {
        roff.control("TP", []);
        roff.text([bold(name)]);
        roff.text([roman(meaning)]);
    }
    roff.control("SH", ["FILES"]);
    roff.control("TP", []);
    roff.text([bold("~/.config/coapt/config.toml")]);
    roff.text([roman(
        "Defaults and profiles; below XDG_CONFIG_HOME if that is set. See coapt-config(1).",
    )]);
    roff.control("SH", ["SEE ALSO"]);
    let others = std::iter::once(program).chain(program.get_subcommands());
    let others = others.filter(|it| it.get_name() != command.get_name());
    let others: Vec<_> = others.map(|it| format!("{}(1)", title(it))).collect();
    roff.text([roman(others.join(", "))]);
}
