//! A setting as words of the command line, as the definition of its option wants them.

use std::error::Error as _;
use std::ffi::OsString;

use clap::{Arg, ArgAction, Command};

use crate::usage;

use super::origin::Value;

/// What a flag can be set to.
const TRUTHS: [(&str, bool); 8] = [
    ("true", true),
    ("yes", true),
    ("on", true),
    ("1", true),
    ("false", false),
    ("no", false),
    ("off", false),
    ("0", false),
];

/// How often a flag that counts is repeated at most.
const MOST: u8 = 9;

/// Gives the words that set an option; none if the value is what it is without them.
pub(crate) fn of(option: &Arg, value: &Value) -> Result<Vec<OsString>, String> {
    let long = option.get_long().unwrap_or_default();
    let name = format!("--{long}");
    match option.get_action() {
        ArgAction::SetTrue | ArgAction::SetFalse => {
            let is_on = times(value).ok_or("this is either true or false")? > 0;
            Ok(if is_on { vec![name.into()] } else { Vec::new() })
        }
        ArgAction::Count => {
            let times = times(value).ok_or("this is true, false, or a number up to 9")?;
            Ok((0..times).map(|_| OsString::from(&name)).collect())
        }
        ArgAction::Set | ArgAction::Append | _ => with_values(option, value),
    }
}

/// Gives how often a flag is to be given.
fn times(value: &Value) -> Option<u8> {
    let (Value::Number(text) | Value::Text(text)) = value else {
        return if let Value::Flag(flag) = value { Some(u8::from(*flag)) } else { None };
    };
    let word = text.to_ascii_lowercase();
    let truth = TRUTHS.iter().find(|(name, _)| *name == word).map(|(_, truth)| u8::from(*truth));
    truth.or_else(|| text.parse().ok().filter(|times| *times <= MOST))
}

fn with_values(option: &Arg, value: &Value) -> Result<Vec<OsString>, String> {
    let long = option.get_long().unwrap_or_default();
    let is_optional = option.get_num_args().is_some_and(|count| count.min_values() == 0);
    let takes_many = matches!(option.get_action(), ArgAction::Append)
        || option.get_num_args().is_some_and(|count| count.max_values() > 1);
    let values = match value {
        Value::Flag(false) if is_optional => return Ok(Vec::new()),
        Value::Flag(true) if is_optional => return Ok(vec![format!("--{long}").into()]),
        Value::Flag(flag) => vec![flag.to_string()],
        Value::Number(text) | Value::Text(text) => vec![text.clone()],
        Value::Many(values) if takes_many => values.clone(),
        Value::Many(_) => return Err("this takes one value, not a list".to_owned()),
    };
    let word = |value: &String| {
        check(option, value)?;
        Ok(format!("--{long}={value}").into())
    };
    values.iter().map(word).collect()
}

/// Lets the option's own parser look at a value.
fn check(option: &Arg, value: &str) -> Result<(), String> {
    let mut probe = Arg::new("value")
        .long("value")
        .num_args(1)
        .allow_hyphen_values(true)
        .value_parser(option.get_value_parser().clone());
    if let Some(delimiter) = option.get_value_delimiter() {
        probe = probe.value_delimiter(delimiter);
    }
    let command = Command::new("coapt").no_binary_name(true).disable_help_flag(true).arg(probe);
    match command.try_get_matches_from([format!("--value={value}")]) {
        Ok(_) => Ok(()),
        Err(error) => Err(match (error.source(), usage::choice(&error)) {
            (Some(source), _) => source.to_string(),
            (None, Some(choice)) => choice,
            (None, None) => "this is no value for it".to_owned(),
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn flag(action: ArgAction) -> Arg {
        Arg::new("verbose").long("verbose").action(action)
    }

    fn words(option: &Arg, value: &Value) -> Result<Vec<String>, String> {
        let words = of(option, value)?;
        Ok(words.into_iter().map(|word| word.into_string().unwrap()).collect())
    }

    #[test]
    fn a_flag_is_given_when_it_is_on() {
        for (value, expected) in [
            (Value::Flag(true), Some(1)),
            (Value::Flag(false), Some(0)),
            (Value::Text("yes".to_owned()), Some(1)),
            (Value::Text("Off".to_owned()), Some(0)),
            (Value::Number("2".to_owned()), Some(1)),
            (Value::Text("maybe".to_owned()), None),
            (Value::Many(Vec::new()), None),
        ] {
            let words = words(&flag(ArgAction::SetTrue), &value).ok();
            assert_eq!(words.map(|words| words.len()), expected, "{value}");
        }
    }

    #[test]
    fn a_flag_that_counts_is_repeated() {
        let verbose = flag(ArgAction::Count);

        assert_eq!(words(&verbose, &Value::Number("2".to_owned())).unwrap().len(), 2);
        assert!(words(&verbose, &Value::Number("10".to_owned())).is_err());
    }

    #[test]
    fn a_value_is_held_against_the_parser_of_its_option() {
        let range = clap::value_parser!(u32).range(1..);
        let count = Arg::new("count").long("count").value_parser(range).action(ArgAction::Set);

        assert_eq!(words(&count, &Value::Number("3".to_owned())).unwrap(), ["--count=3"]);
        assert!(words(&count, &Value::Number("0".to_owned())).is_err());
        assert!(words(&count, &Value::Flag(true)).is_err());
        assert!(words(&count, &Value::Many(vec!["3".to_owned()])).unwrap_err().contains("list"));
    }

    #[test]
    fn a_list_repeats_its_option() {
        let tag = Arg::new("etag").long("etag").action(ArgAction::Append);
        let list = Value::Many(vec!["a".to_owned(), "b".to_owned()]);

        assert_eq!(words(&tag, &list).unwrap(), ["--etag=a", "--etag=b"]);
    }
}
