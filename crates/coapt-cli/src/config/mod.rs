//! Settings from the config file and the environment, put into the command line as if they had
//! been typed there.
//!
//! Nothing here knows any option: what can be set is read from the definition of the command, and
//! so is which value makes sense. The command line counts before the environment, that before the
//! profile, and that before the defaults.

mod base;
mod call;
mod file;
mod origin;
mod settings;
pub(crate) mod show;
mod words;

use std::ffi::OsString;

use clap::{Arg, ArgAction, ArgGroup, Command};

use crate::failure::Failure;
use crate::show::text;

use self::call::Call;
use self::origin::{Entry, Origin};
use self::settings::Settings;

pub(crate) use self::settings::owners;

/// Begins the name of an option that takes another one back.
const NEGATION: &str = "no-";

/// A command line with all settings in it.
#[derive(Debug)]
pub(crate) struct CommandLine {
    /// The words, that of the program first.
    pub(crate) words: Vec<OsString>,
    /// Which options were not typed.
    pub(crate) borrowed: Vec<Borrowed>,
}

/// An option that was put into the command line.
#[derive(Debug)]
pub(crate) struct Borrowed {
    /// Its long name.
    pub(crate) long: String,
    /// Where it was set.
    pub(crate) origin: Origin,
}

/// Gives every option of every subcommand an opposite, `--no-NAME`, which takes a setting back.
pub(crate) fn with_negations(command: Command) -> Command {
    command.mut_subcommands(|subcommand| {
        let opposites: Vec<_> = settings::options(&subcommand)
            .filter_map(|option| opposite(option, &subcommand))
            .collect();
        subcommand.args(opposites)
    })
}

fn opposite(option: &Arg, subcommand: &Command) -> Option<Arg> {
    let name = format!("{NEGATION}{}", option.get_long()?);
    let is_taken = subcommand.get_arguments().any(|it| it.get_long() == Some(&name));
    let is_opposite = option.get_long()?.starts_with(NEGATION);
    (!is_taken && !is_opposite).then(|| {
        Arg::new(name.clone())
            .long(name)
            .action(ArgAction::SetTrue)
            .overrides_with(option.get_id().clone())
            .hide(true)
    })
}

/// Tells whether an argument is one that [`with_negations`] made: the names of others have no `-`.
fn is_negation(arg: &Arg) -> bool {
    arg.get_id().as_str().starts_with(NEGATION)
}

/// Puts the settings into a command line. What makes no sense is left to be found by the parser.
pub(crate) fn complete(command: &Command, words: Vec<OsString>) -> Result<CommandLine, Failure> {
    let words = call::with_get(command, words);
    let mut line = CommandLine { words, borrowed: Vec::new() };
    let Some(call) = Call::find(command, &line.words) else { return Ok(line) };
    if !settings::is_settable(call.definition.get_name()) {
        return Ok(line);
    }
    let settings = Settings::read(command)?;
    let profile = settings.profile(call.profile())?;
    let layers = settings.layers(call.definition, profile.as_deref())?;
    base::resolve(&call, &layers, profile.as_deref(), &mut line.words)?;
    let borrowed = borrow(&call, &layers)?;
    let words: Vec<_> = borrowed.iter().flat_map(|(_, words)| words.clone()).collect();
    let behind = line.words.split_off(call.place + 1);
    line.words.extend(words.into_iter().chain(behind));
    line.borrowed = borrowed.into_iter().map(|(borrowed, _)| borrowed).collect();
    Ok(line)
}

/// Gives the words of each setting that neither the command line nor an earlier layer decides.
fn borrow(
    call: &Call<'_>,
    layers: &[Vec<Entry>],
) -> Result<Vec<(Borrowed, Vec<OsString>)>, Failure> {
    let options: Vec<_> = settings::options(call.definition).collect();
    let mut present: Vec<_> =
        call.definition.get_arguments().filter(|it| call.is_given(it.get_id().as_str())).collect();
    let mut decided: Vec<&str> = present.iter().filter_map(|it| it.get_long()).collect();
    let mut borrowed = Vec::new();
    for entries in layers {
        let above = present.clone();
        for entry in entries {
            let key = entry.key.as_str();
            let option = options.iter().find(|it| it.get_long() == Some(key));
            let Some(option) = option.filter(|_| !decided.contains(&key)) else { continue };
            let is_taken_back = call.is_given(&format!("{NEGATION}{key}"));
            if is_taken_back || above.iter().any(|it| exclude(call.definition, option, it)) {
                continue;
            }
            let words = words::of(option, &entry.value)
                .map_err(|reason| refusal(&entry.refused(&reason)))?;
            decided.push(key);
            if !words.is_empty() {
                present.push(option);
                let origin = entry.origin.clone();
                borrowed.push((Borrowed { long: key.to_owned(), origin }, words));
            }
        }
    }
    Ok(borrowed)
}

/// Makes the failure for a setting that makes no sense; what stands in a file cannot steer the terminal.
fn refusal(words: &str) -> Failure {
    Failure::usage(text::printable(words, &[]))
}

/// Tells whether a command line cannot have both options.
fn exclude(definition: &Command, one: &Arg, other: &Arg) -> bool {
    let conflict = |one: &Arg, other: &Arg| {
        definition.get_arg_conflicts_with(one).iter().any(|it| it.get_id() == other.get_id())
    };
    let parts = |group: &ArgGroup| {
        let has = |arg: &Arg| group.get_args().any(|id| id == arg.get_id());
        !group.clone().is_multiple() && has(one) && has(other)
    };
    one.get_id() != other.get_id()
        && (one.is_exclusive_set()
            || other.is_exclusive_set()
            || conflict(one, other)
            || conflict(other, one)
            || definition.get_groups().any(parts))
}
