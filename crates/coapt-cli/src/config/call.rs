//! What a command line asks for before its settings are filled in: the subcommand, where it
//! stands, and the options that were given.

use std::ffi::{OsStr, OsString};

use clap::parser::ValueSource;
use clap::{Arg, ArgMatches, Command};

/// The subcommand that a URI alone stands for.
const FETCHING: &str = "get";

/// A command line that names a subcommand.
pub(super) struct Call<'c> {
    command: &'c Command,
    /// What the subcommand can have.
    pub(super) definition: &'c Command,
    /// Where its name stands among the words.
    pub(super) place: usize,
    matches: ArgMatches,
}

impl<'c> Call<'c> {
    /// Finds the subcommand; `None` if there is none, or help is asked for.
    pub(super) fn find(command: &'c Command, words: &[OsString]) -> Option<Self> {
        let place = first_word(words, command, None)?;
        let definition = command.find_subcommand(words.get(place)?)?;
        let matches = lenient(command, words)?;
        Some(Self { command, definition, place, matches })
    }

    /// Gives the profile that was asked for.
    pub(super) fn profile(&self) -> Option<&str> {
        self.matches.try_get_one::<String>("profile").ok().flatten().map(String::as_str)
    }

    /// Tells whether an argument was given.
    pub(super) fn is_given(&self, id: &str) -> bool {
        // Asking for an argument that is not there would panic.
        let is_known = self.definition.get_arguments().any(|arg| arg.get_id() == id);
        is_known && self.matches.value_source(id) == Some(ValueSource::CommandLine)
    }

    /// Gives the values of a positional argument.
    pub(super) fn values(&self, id: &str) -> Vec<&OsStr> {
        let values = self.matches.try_get_raw(id).ok().flatten();
        values.into_iter().flatten().collect()
    }

    /// Finds the word that is this value of a positional argument.
    pub(super) fn place_of(&self, id: &str, value: &OsStr, words: &[OsString]) -> Option<usize> {
        let places = words.iter().enumerate().skip(self.place + 1);
        let mut places = places.filter(|(_, word)| *word == value).map(|(place, _)| place);
        // Another argument may have the same value: only one word changes this argument.
        places.find(|place| {
            let marked = OsString::from("coap://marked.invalid/");
            let mut words = words.to_vec();
            words.splice(place..=place, [marked.clone()]);
            let matches = lenient(self.command, &words);
            let values = matches.as_ref().and_then(|it| it.try_get_raw(id).ok().flatten());
            values.into_iter().flatten().any(|value| value == marked)
        })
    }
}

/// Reads as much of a command line as makes sense; gives what was given to the subcommand.
fn lenient(command: &Command, words: &[OsString]) -> Option<ArgMatches> {
    let command = command.clone().ignore_errors(true);
    let mut matches = command.try_get_matches_from(words).ok()?;
    matches.remove_subcommand().map(|(_, matches)| matches)
}

/// Puts `get` before a command line that begins with a URI, or with options of `get` and a URI.
pub(super) fn with_get(command: &Command, mut words: Vec<OsString>) -> Vec<OsString> {
    let fetching = command.find_subcommand(FETCHING);
    let is_uri = first_word(&words, command, fetching)
        .and_then(|place| words.get(place)?.to_str())
        .is_some_and(|word| word.starts_with('/') || word.contains("://"));
    if is_uri {
        words.insert(1, FETCHING.into());
    }
    words
}

/// Finds the first word that is neither an option of the program, or of a subcommand, nor the
/// value of one.
fn first_word(
    words: &[OsString],
    command: &Command,
    subcommand: Option<&Command>,
) -> Option<usize> {
    let options: Vec<_> = command
        .get_arguments()
        .chain(subcommand.into_iter().flat_map(Command::get_arguments))
        .collect();
    let mut words = words.iter().enumerate().skip(1);
    while let Some((place, word)) = words.next() {
        match word.to_str() {
            Some("--") => return words.next().map(|(place, _)| place),
            Some(option) if option.starts_with('-') && option != "-" => {
                if options.iter().any(|it| awaits_value(it, option)) {
                    words.next();
                }
            }
            _ => return Some(place),
        }
    }
    None
}

/// Tells whether the word after this one is the value of the option.
fn awaits_value(option: &Arg, word: &str) -> bool {
    if !option.get_action().takes_values() {
        return false;
    }
    let is_long = option.get_long().is_some_and(|long| word.strip_prefix("--") == Some(long));
    let short = option.get_short().filter(|_| !word.starts_with("--"));
    is_long || short.is_some_and(|short| word.ends_with(short) && word.chars().count() == 2)
}
