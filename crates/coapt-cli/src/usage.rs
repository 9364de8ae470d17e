//! A command line that cannot be understood, in one sentence; and the help, where it was asked for.

use clap::error::{ContextKind, ContextValue, Error, ErrorKind};

use crate::failure::{Failure, Status};

/// Prints the help where that is the answer; else says what is wrong.
pub(crate) fn outcome(answer: &Error) -> Result<Status, Failure> {
    let is_asked_for = matches!(answer.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion);
    if is_asked_for {
        answer.print()?;
        return Ok(Status::Success);
    }
    if answer.kind() == ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand {
        answer.print()?;
        return Ok(Status::Usage);
    }
    Err(Failure::usage(sentence(answer)))
}

/// Makes one line of what the parser would spread over several.
fn sentence(answer: &Error) -> String {
    let text = answer.render().to_string();
    let paragraph = text.split("\n\n").next().unwrap_or_default();
    let paragraph = paragraph.strip_prefix("error: ").unwrap_or(paragraph);
    let words: Vec<_> = paragraph.split_whitespace().collect();
    let mut sentence = words.join(" ");
    for kind in [ContextKind::SuggestedArg, ContextKind::SuggestedSubcommand] {
        if let Some(similar) = answer.get(kind).and_then(first) {
            sentence = format!("{sentence}; did you mean {similar}?");
        }
    }
    if !sentence.ends_with('?') && answer.kind() != ErrorKind::ValueValidation {
        sentence.push_str("; see --help");
    }
    sentence
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
