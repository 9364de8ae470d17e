//! A command line that cannot be understood, in one sentence; and the help, where it was asked for.

use std::ffi::OsString;
use std::fmt::Write as _;

use clap::error::{ContextKind, ContextValue, Error, ErrorKind};
use clap::{Arg, Args as _, Command};

use crate::config::{self, CommandLine};
use crate::failure::{Failure, Status};
use crate::link::LinkArgs;
use crate::nearest::nearest;
use crate::request::body::BodyArgs;
use crate::request::{ConditionArgs, OptionArgs, OutputArgs, SendingArgs};

/// What people type who come from other programs, and what to type here.
const HABITS: [(&str, &str); 6] = [
    ("-X", "the method is a subcommand, such as coapt put"),
    ("--request", "the method is a subcommand, such as coapt put"),
    ("-H", "an option of the request is -O NAME=VALUE"),
    ("--header", "an option of the request is -O NAME=VALUE"),
    ("-m", "the method is a subcommand, such as coapt put"),
    ("-e", "the body stands after the URI: text, @FILE, or - for standard input"),
];

/// Gives what stands below the help of the whole program.
pub(crate) fn end_of_help() -> String {
    let mut text = "\
Examples:
  coapt demo
  coapt serve public
  coapt get coap://[::1]/notes.txt
  coapt coap://[::1]/notes.txt                    the same: a URI alone is fetched
  coapt get -P kitchen /temp --timeout 5
  coapt bench coap://127.0.0.1/notes.txt

Settings:
  Every option has defaults in a config file and in the environment: --timeout is
  COAPT_TIMEOUT; see coapt config --help. NO_COLOR turns colour off.

Exit status:
"
    .to_owned();
    for status in Status::ALL {
        let line = format!("  {}  {}", status.number(), status.meaning());
        writeln!(text, "{line}").expect("a String takes everything");
    }
    text.trim_end().to_owned()
}

/// Puts the options that many subcommands share under headings; those of one alone stand above.
pub(crate) fn with_headings(command: Command) -> Command {
    let empty = || Command::new("part");
    let request =
        BodyArgs::augment_args(ConditionArgs::augment_args(OptionArgs::augment_args(empty())));
    let request = SendingArgs::augment_args(request.arg(Arg::new("content_format")));
    let parts = [
        ("Request", request),
        ("Answer", OutputArgs::augment_args(empty())),
        ("Connection", LinkArgs::augment_args(empty())),
    ];
    let heading = |arg: &Arg| {
        let has = |part: &Command| part.get_arguments().any(|it| it.get_id() == arg.get_id());
        parts.iter().find(|(_, part)| has(part)).map(|(heading, _)| *heading)
    };
    let placed = |arg: Arg| match heading(&arg) {
        Some(heading) if !arg.is_positional() && arg.get_help_heading().is_none() => {
            arg.help_heading(heading)
        }
        _ => arg,
    };
    command.mut_subcommands(|subcommand| {
        let asks =
            subcommand.get_arguments().any(|it| it.get_id() == "uri" || it.get_id() == "uris");
        if asks { subcommand.mut_args(placed) } else { subcommand }
    })
}

/// Lets the notes below the help of each subcommand flow: the terminal says where their lines end.
pub(crate) fn with_flowing_notes(command: Command) -> Command {
    command.mut_subcommands(|subcommand| {
        let notes = subcommand.get_after_help().map(|notes| flowing(&notes.to_string()));
        match notes {
            Some(notes) => subcommand.after_help(notes),
            None => subcommand,
        }
    })
}

/// Joins the lines of each paragraph, if none of them is indented.
fn flowing(text: &str) -> String {
    let paragraphs = text.split("\n\n").map(|paragraph| {
        let is_prose = paragraph.lines().all(|line| !line.starts_with(' '));
        if is_prose { paragraph.replace('\n', " ") } else { paragraph.to_owned() }
    });
    paragraphs.collect::<Vec<_>>().join("\n\n")
}

/// Prints the help where that is the answer; else says what is wrong.
pub(crate) fn outcome(
    answer: &Error,
    command: &Command,
    line: &CommandLine,
) -> Result<Status, Failure> {
    let is_asked_for = matches!(answer.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion);
    if is_asked_for {
        answer.print()?;
        return Ok(Status::Success);
    }
    if answer.kind() == ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand {
        answer.print()?;
        return Ok(Status::Usage);
    }
    if let Some(refusal) = value_below_zero(answer, command, line) {
        return Err(refusal);
    }
    let mut sentence = sentence(answer);
    match hint(answer, command, line) {
        Some(hint) => sentence.push_str(&hint),
        None if answer.kind() == ErrorKind::ValueValidation => {}
        None => sentence.push_str("; see --help"),
    }
    sentence.push_str(&blame(answer, &sentence, line));
    Err(Failure::usage(sentence))
}

/// Makes one line of what the parser would spread over several.
fn sentence(answer: &Error) -> String {
    let text = answer.render().to_string();
    let paragraph = text.split("\n\n").next().unwrap_or_default();
    let paragraph = paragraph.strip_prefix("error: ").unwrap_or(paragraph);
    let words: Vec<_> = paragraph.split_whitespace().collect();
    range_in_words(&words.join(" "))
}

/// Says of a number which ones are allowed, where the parser ends with `0 is not in 1..=64`.
fn range_in_words(sentence: &str) -> String {
    let told = sentence.rsplit_once(" is not in ").and_then(|(before, range)| {
        let (least, most) = range.split_once("..")?;
        let most = most.strip_prefix('=').unwrap_or(most).parse::<u64>().ok()?;
        let head = before.rsplit_once(": ")?.0;
        // Nobody wants to know how large a number the program can hold.
        Some(if most >= u64::from(u32::MAX) {
            format!("{head}: the least is {least}")
        } else {
            format!("{head}: a number from {least} to {most} is allowed")
        })
    });
    told.unwrap_or_else(|| sentence.to_owned())
}

/// Says what is right, if that can be guessed.
fn hint(answer: &Error, command: &Command, line: &CommandLine) -> Option<String> {
    let kinds =
        [ContextKind::SuggestedArg, ContextKind::SuggestedSubcommand, ContextKind::SuggestedValue];
    let suggestion = kinds.iter().find_map(|kind| answer.get(*kind).and_then(first));
    #[expect(
        clippy::wildcard_enum_match_arm,
        reason = "the parser may grow more; most need no hint"
    )]
    match answer.kind() {
        ErrorKind::UnknownArgument => {
            let wrong = answer.get(ContextKind::InvalidArg).and_then(first)?;
            too_early(wrong, command, line)
                .or_else(|| with_one_dash(wrong, command, line))
                .or_else(|| habit(wrong))
                .or_else(|| below_zero(wrong, line))
                .or_else(|| config::owners(wrong.strip_prefix("--")?, command))
                .or_else(|| suggestion.map(meant))
        }
        ErrorKind::InvalidSubcommand => {
            let wrong = answer.get(ContextKind::InvalidSubcommand).and_then(first)?;
            subcommand(wrong, command).or_else(|| suggestion.map(meant))
        }
        _ => suggestion.map(meant),
    }
}

fn meant(suggestion: &str) -> String {
    format!("; did you mean {suggestion}?")
}

fn habit(wrong: &str) -> Option<String> {
    let (_, advice) = HABITS.iter().find(|(option, _)| *option == wrong)?;
    Some(format!("; {advice}"))
}

/// Recognizes a number below zero, which the parser takes for an option, and names what it was given to.
fn below_zero(wrong: &str, line: &CommandLine) -> Option<String> {
    wrong.parse::<f64>().ok().filter(|number| number.is_sign_negative())?;
    let words: Vec<_> = line.words.iter().filter_map(|word| word.to_str()).collect();
    let pair = words.windows(2).find(|pair| pair.last().is_some_and(|it| it.starts_with(wrong)))?;
    let option = pair.first().filter(|word| word.starts_with('-'))?;
    Some(format!("; {option} takes no number below 0"))
}

/// Has a number below zero, which the parser takes for an option, refused by the option that it was given to.
fn value_below_zero(answer: &Error, command: &Command, line: &CommandLine) -> Option<Failure> {
    let wrong = answer.get(ContextKind::InvalidArg).and_then(first)?;
    wrong.parse::<f64>().ok().filter(|number| number.is_sign_negative())?;
    let is_it = |word: &OsString| word.to_str().is_some_and(|it| it.starts_with(wrong));
    let place = line.words.iter().position(is_it)?;
    let mut words = line.words.clone();
    let value = words.remove(place);
    let option =
        words.get_mut(place.checked_sub(1)?).filter(|it| it.to_string_lossy().starts_with("--"))?;
    option.push("=");
    option.push(value);
    let refused = command.clone().try_get_matches_from(words).err()?;
    (refused.kind() == ErrorKind::ValueValidation).then(|| Failure::usage(self::sentence(&refused)))
}

/// Recognizes an option that stands before the subcommand.
fn too_early(wrong: &str, command: &Command, line: &CommandLine) -> Option<String> {
    let mut words = line.words.iter().filter_map(|word| word.to_str());
    let is_subcommand = |word: &str| command.find_subcommand(word).is_some();
    words
        .find(|word| word.starts_with(wrong) || is_subcommand(word))
        .filter(|it| !is_subcommand(it))?;
    let name = words.find(|word| is_subcommand(word))?;
    Some(format!("; options go after the subcommand: coapt {name} {wrong}"))
}

/// Recognizes a long option with one dash, of which the parser names one letter only.
fn with_one_dash(wrong: &str, command: &Command, line: &CommandLine) -> Option<String> {
    if wrong.len() != 2 {
        return None;
    }
    let typed = line.words.iter().filter_map(|word| word.to_str());
    let names = typed.filter_map(|word| word.strip_prefix('-')?.split('=').next());
    let mut longs = command.get_subcommands().flat_map(Command::get_arguments);
    let mut names = names.filter(|name| wrong.ends_with(|it| name.contains(it)));
    let name = names.find(|name| longs.any(|it| name.len() > 1 && it.get_long() == Some(name)))?;
    Some(meant(&format!("--{name}")))
}

/// Guesses a subcommand, or that a URI was meant.
fn subcommand(wrong: &str, command: &Command) -> Option<String> {
    if let Some(name) = nearest(wrong, command.get_subcommands().map(Command::get_name)) {
        return Some(meant(name));
    }
    let is_place = wrong.contains(['/', '.', ':']) && !wrong.contains(char::is_whitespace);
    is_place.then(|| meant(&format!("coap://{wrong}")))
}

/// Says where an option comes from that nobody typed.
fn blame(answer: &Error, sentence: &str, line: &CommandLine) -> String {
    // What needs an option that is missing stands nowhere in the sentence.
    let is_any = answer.kind() == ErrorKind::MissingRequiredArgument && sentence.contains(": --");
    let told = line.borrowed.iter().filter(|it| is_any || names(sentence, &it.long));
    let told: Vec<_> = told.map(|it| format!("; --{} is set by {}", it.long, it.origin)).collect();
    told.concat()
}

/// Tells whether a sentence names an option, and not only one whose name is longer.
fn names(sentence: &str, long: &str) -> bool {
    let name = format!("--{long}");
    let ends = |rest: &str| !rest.starts_with(|it: char| it.is_alphanumeric() || it == '-');
    let mut places = sentence.match_indices(&name);
    places.any(|(at, name)| sentence.get(at + name.len()..).is_none_or(ends))
}

/// Says which values there are, if the parser knows them.
pub(crate) fn choice(answer: &Error) -> Option<String> {
    let ContextValue::Strings(values) = answer.get(ContextKind::ValidValue)? else { return None };
    let suggestion = answer.get(ContextKind::SuggestedValue).and_then(first).map(meant);
    Some(format!("this is one of {}{}", values.join(", "), suggestion.unwrap_or_default()))
}

fn first(value: &ContextValue) -> Option<&str> {
    if let ContextValue::String(text) = value {
        return Some(text);
    }
    if let ContextValue::Strings(texts) = value {
        return texts.first().map(String::as_str);
    }
    None
}
