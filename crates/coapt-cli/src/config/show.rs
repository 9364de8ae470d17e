//! `coapt config`: which settings count, and where each comes from.

use std::fmt::Write as _;
use std::io::Write;

use clap::{Arg, Command};

use crate::failure::{Failure, Status};
use crate::paint::Role;
use crate::printer::Printer;

use super::file::Place;
use super::origin::{Entry, Origin};
use super::settings::{self, BASE, Settings};
use super::words;

/// Show the settings of the config file and the environment that are in use
#[derive(clap::Args, Debug)]
#[command(after_help = "\
Examples:
  coapt config
  coapt config --profile kitchen
  \"$EDITOR\" \"$(coapt config --path)\"

Every option of every subcommand can be set: in the config file under [defaults] by its long
name, for one subcommand under its name, and in the environment as COAPT_ and the name in
capitals, with _ for -. A profile is a set of such settings with a name; its base is put before
paths.

  [defaults]
  timeout = 5
  verbose = true

  [observe]
  count = 10

  [profile.kitchen]
  base = \"coap://[fe80::1%25eth0]\"
  accept = \"cbor\"

With this file `coapt get -P kitchen /temp` asks coap://[fe80::1%25eth0]/temp for CBOR, and
`COAPT_TIMEOUT=20 coapt get -P kitchen /temp` has more patience. The command line counts before
the environment, that before the profile, and that before the defaults; --no-NAME takes a
setting back.

The file is the one that COAPT_CONFIG names; if that is unset, coapt/config.toml in
XDG_CONFIG_HOME or in ~/.config. If COAPT_CONFIG is empty, none is read.

The output is TOML with the origins as comments. Everything in the file is checked.")]
pub(crate) struct Args {
    /// Show only the path of the config file, whether it is there or not
    #[arg(long)]
    path: bool,
}

/// Ends with status 0 if everything that is set makes sense.
pub(crate) fn run(
    args: &Args,
    command: &Command,
    profile: Option<&str>,
    printer: &mut Printer<impl Write>,
) -> Result<Status, Failure> {
    if args.path {
        let place = Place::find();
        let path = place.path().ok_or_else(|| {
            Failure::local("no config file is read: COAPT_CONFIG is empty, or there is no home")
        })?;
        printer.line(&path.display().to_string())?;
        return Ok(Status::Success);
    }
    let settings = Settings::read(command)?;
    let profile = settings.profile(profile)?;
    let text = describe(&settings, command, profile.as_deref(), printer)?;
    printer.line(text.trim_end())?;
    Ok(Status::Success)
}

/// Gives the settings as TOML.
fn describe(
    settings: &Settings,
    command: &Command,
    profile: Option<&str>,
    printer: &Printer<impl Write>,
) -> Result<String, Failure> {
    let paint = printer.paint();
    let mut text = String::new();
    for line in head(settings, command, profile) {
        let line = paint.text(Role::Faint, &format!("# {line}"));
        writeln!(text, "{line}").expect("a String takes everything");
    }
    let common = common(settings, command, profile)?;
    let mut parts = vec![("defaults".to_owned(), common)];
    for subcommand in settings::settable(command) {
        parts.push((subcommand.get_name().to_owned(), own(settings, subcommand, profile)?));
    }
    for (name, entries) in parts.iter().filter(|(_, entries)| !entries.is_empty()) {
        let head = paint.text(Role::Heading, &format!("[{name}]"));
        writeln!(text, "\n{head}").expect("a String takes everything");
        for Entry { key, value, origin } in entries {
            let origin = match origin {
                Origin::File { line, .. } => format!("line {line}"),
                Origin::Variable(name) => name.clone(),
            };
            let origin = paint.text(Role::Faint, &format!("# {origin}"));
            writeln!(text, "{key} = {value}  {origin}").expect("a String takes everything");
        }
    }
    Ok(text)
}

/// Says which file was read and which profile is in use.
fn head(settings: &Settings, command: &Command, profile: Option<&str>) -> Vec<String> {
    let file = match settings.place.path() {
        None => "no file is read".to_owned(),
        Some(path) if settings.is_present => path.display().to_string(),
        Some(path) => format!("{}: there is no such file", path.display()),
    };
    let mut lines = vec![file];
    lines.extend(profile.map(|name| format!("profile {name}")));
    let others: Vec<_> =
        settings.profiles().into_iter().filter(|name| Some(*name) != profile).collect();
    if !others.is_empty() {
        lines.push(format!("other profiles: {}", others.join(", ")));
    }
    lines.extend(settings::unused_variables(command));
    lines
}

/// Gives what counts for all subcommands that have the option, and checks it with each.
fn common(
    settings: &Settings,
    command: &Command,
    profile: Option<&str>,
) -> Result<Vec<Entry>, Failure> {
    let mut counting: Vec<Entry> = Vec::new();
    for subcommand in settings::settable(command) {
        let own = own(settings, subcommand, profile)?;
        let entries = effective(settings, subcommand, profile)?;
        for entry in entries.into_iter().filter(|entry| !is_among(entry, &own)) {
            if !is_among(&entry, &counting) {
                counting.push(entry);
            }
        }
    }
    counting.sort_by(|one, other| one.key.cmp(&other.key));
    Ok(counting)
}

/// Gives what counts for one subcommand alone.
fn own(
    settings: &Settings,
    subcommand: &Command,
    profile: Option<&str>,
) -> Result<Vec<Entry>, Failure> {
    let only_here = |entry: &Entry| settings.is_for(entry, subcommand.get_name());
    let mut entries = effective(settings, subcommand, profile)?;
    entries.retain(only_here);
    Ok(entries)
}

fn is_among(entry: &Entry, entries: &[Entry]) -> bool {
    entries.iter().any(|it| it.key == entry.key && it.origin == entry.origin)
}

/// Gives what counts for a subcommand: of each key the one in the earliest layer.
fn effective(
    settings: &Settings,
    subcommand: &Command,
    profile: Option<&str>,
) -> Result<Vec<Entry>, Failure> {
    let mut counting: Vec<Entry> = Vec::new();
    for entry in settings.layers(subcommand, profile)?.into_iter().flatten() {
        let option = settings::options(subcommand).find(|it| it.get_long() == Some(&entry.key));
        if let Some(option) = option {
            check(option, &entry)?;
        }
        let is_known = option.is_some() || entry.key == BASE;
        if is_known && !counting.iter().any(|it| it.key == entry.key) {
            counting.push(entry);
        }
    }
    Ok(counting)
}

fn check(option: &Arg, entry: &Entry) -> Result<(), Failure> {
    words::of(option, &entry.value).map_err(|reason| super::refusal(&entry.refused(&reason)))?;
    Ok(())
}
