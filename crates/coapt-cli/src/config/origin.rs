//! Settings that do not come from the command line: each with the place where it was written.

use std::fmt;
use std::path::PathBuf;

/// Where a setting was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Origin {
    /// In a variable of the environment, by its name.
    Variable(String),
    /// In a config file, at a line that counts from 1.
    File { path: PathBuf, line: usize },
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Variable(name) => f.write_str(name),
            Self::File { path, line } => write!(f, "{}, line {line}", path.display()),
        }
    }
}

/// One setting: an option by its long name, and what it is set to.
#[derive(Clone, Debug)]
pub(crate) struct Entry {
    /// The long name of the option, or one of the keys that are no options.
    pub(crate) key: String,
    /// What it is set to.
    pub(crate) value: Value,
    /// Where it was written.
    pub(crate) origin: Origin,
}

/// What a setting is set to, before anybody knows which option it is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Value {
    /// On or off.
    Flag(bool),
    /// A number, as it was written.
    Number(String),
    /// A text.
    Text(String),
    /// Several values for an option that may be given several times.
    Many(Vec<String>),
}

impl Value {
    /// Gives the one text that this is, if it is one.
    pub(crate) fn as_text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            Self::Flag(_) | Self::Number(_) | Self::Many(_) => None,
        }
    }
}

impl fmt::Display for Value {
    /// Writes it as TOML.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = |text: &str| toml::Value::from(text).to_string();
        match self {
            Self::Flag(flag) => write!(f, "{flag}"),
            Self::Number(number) => f.write_str(number),
            Self::Text(value) => f.write_str(&text(value)),
            Self::Many(values) => {
                let values: Vec<_> = values.iter().map(|value| text(value)).collect();
                write!(f, "[{}]", values.join(", "))
            }
        }
    }
}

impl Entry {
    /// Says that this setting is wrong, and why.
    pub(crate) fn refused(&self, reason: &str) -> String {
        let Self { key, value, origin } = self;
        match (origin, value) {
            (Origin::Variable(name), Value::Text(text)) => format!("{name}={text}: {reason}"),
            _ => format!("{origin}: {key} = {value}: {reason}"),
        }
    }
}
