//! The config file: where it is, and what stands in it.

use std::env;
use std::fs::File;
use std::io::{ErrorKind, Read as _};
use std::path::{Path, PathBuf};

use toml::Spanned;
use toml::de::{DeArray, DeString, DeTable, DeValue};

use crate::failure::Failure;

use super::origin::{Entry, Origin, Value};

/// How long a config file may be, in bytes; what is longer is some other file.
const LIMIT: u64 = 1 << 20;

/// Where the config file is.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Place {
    /// `COAPT_CONFIG` is empty, or there is no home: no file is read.
    Nowhere,
    /// `COAPT_CONFIG` names it: it must be there.
    Named(PathBuf),
    /// The usual place, where it may be missing.
    Usual(PathBuf),
}

impl Place {
    /// Finds the place: `COAPT_CONFIG`, else below `XDG_CONFIG_HOME`, else below `~/.config`.
    pub(crate) fn find() -> Self {
        if let Some(named) = env::var_os("COAPT_CONFIG") {
            return if named.is_empty() { Self::Nowhere } else { Self::Named(named.into()) };
        }
        // The specification of XDG has relative paths ignored.
        let folder =
            env::var_os("XDG_CONFIG_HOME").map(PathBuf::from).filter(|it| it.is_absolute());
        let home = || env::var_os("HOME").filter(|home| !home.is_empty());
        let folder = folder.or_else(|| Some(Path::new(&home()?).join(".config")));
        folder.map_or(Self::Nowhere, |folder| Self::Usual(folder.join("coapt/config.toml")))
    }

    /// Gives the path, if there is one.
    pub(crate) fn path(&self) -> Option<&Path> {
        match self {
            Self::Nowhere => None,
            Self::Named(path) | Self::Usual(path) => Some(path),
        }
    }

    /// Reads the file; `None` if there is none and need not be one.
    pub(crate) fn read(&self) -> Result<Option<String>, Failure> {
        let Some(path) = self.path() else { return Ok(None) };
        let failed = |why: &dyn std::fmt::Display| {
            Failure::local(format!("cannot read the config file {}: {why}", path.display()))
        };
        let file = match File::open(path) {
            Ok(file) => file,
            Err(error) if is_missing(error.kind()) && matches!(self, Self::Usual(_)) => {
                return Ok(None);
            }
            Err(error) => return Err(failed(&error)),
        };
        let mut bytes = Vec::new();
        file.take(LIMIT + 1).read_to_end(&mut bytes).map_err(|error| failed(&error))?;
        if u64::try_from(bytes.len()).is_ok_and(|length| length > LIMIT) {
            return Err(failed(&"it is longer than 1 MiB"));
        }
        let text = String::from_utf8(bytes).map_err(|_| failed(&"it is not UTF-8"))?;
        Ok(Some(text))
    }
}

fn is_missing(kind: ErrorKind) -> bool {
    matches!(kind, ErrorKind::NotFound | ErrorKind::NotADirectory)
}

/// Whom a section is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Scope {
    /// `[defaults]`: every subcommand that has the option.
    All,
    /// `[get]`: one subcommand.
    Subcommand(String),
    /// `[profile.kitchen]`: every subcommand, if this profile is in use.
    Profile(String),
    /// `[profile.kitchen.get]`: one subcommand, if this profile is in use.
    ProfileOf { profile: String, subcommand: String },
}

/// A section of the file.
#[derive(Debug)]
pub(crate) struct Section {
    /// Whom it is for.
    pub(crate) scope: Scope,
    /// The line of its head, from 1.
    pub(crate) line: usize,
    /// What stands in it, in order.
    pub(crate) entries: Vec<Entry>,
}

/// Takes a file apart; knows nothing of subcommands and options yet.
pub(crate) fn sections(path: &Path, text: &str) -> Result<Vec<Section>, Failure> {
    let source = Source { path, text };
    let table = DeTable::parse(text).map_err(|error| {
        let line = error.span().map_or(1, |span| source.line(span.start));
        let message: Vec<_> = error.message().split_whitespace().collect();
        source.failure(line, &message.join(" "))
    })?;
    let mut sections = Vec::new();
    for (name, value) in table.get_ref() {
        let line = source.line_of(name);
        let Some(inner) = value.get_ref().as_table() else {
            let words =
                format!("{} stands in no section; options go under [defaults]", name.get_ref());
            return Err(source.failure(line, &words));
        };
        match name.get_ref().as_ref() {
            "defaults" => sections.push(source.section(Scope::All, line, inner)?),
            "profile" => source.add_profiles(inner, &mut sections)?,
            other => {
                let scope = Scope::Subcommand(other.to_owned());
                sections.push(source.section(scope, line, inner)?);
            }
        }
    }
    sections.sort_by_key(|section| section.line);
    Ok(sections)
}

/// A file, to say where something stands.
struct Source<'f> {
    path: &'f Path,
    text: &'f str,
}

impl Source<'_> {
    fn line(&self, byte: usize) -> usize {
        self.text.bytes().take(byte).filter(|byte| *byte == b'\n').count() + 1
    }

    fn line_of(&self, name: &Spanned<DeString<'_>>) -> usize {
        self.line(name.span().start)
    }

    fn origin(&self, line: usize) -> Origin {
        Origin::File { path: self.path.to_owned(), line }
    }

    fn failure(&self, line: usize, words: &str) -> Failure {
        super::refusal(&format!("{}: {words}", self.origin(line)))
    }

    /// Reads a section that has no sections within.
    fn section(&self, scope: Scope, line: usize, table: &DeTable<'_>) -> Result<Section, Failure> {
        let mut entries = Vec::new();
        for (key, value) in table {
            entries.push(self.entry(key, value)?);
        }
        Ok(Section { scope, line, entries })
    }

    fn add_profiles(
        &self,
        profiles: &DeTable<'_>,
        sections: &mut Vec<Section>,
    ) -> Result<(), Failure> {
        for (name, value) in profiles {
            let line = self.line_of(name);
            let Some(table) = value.get_ref().as_table() else {
                let words = format!("a profile is a section, such as [profile.{}]", name.get_ref());
                return Err(self.failure(line, &words));
            };
            self.add_profile(name.get_ref(), line, table, sections)?;
        }
        Ok(())
    }

    fn add_profile(
        &self,
        name: &str,
        line: usize,
        table: &DeTable<'_>,
        sections: &mut Vec<Section>,
    ) -> Result<(), Failure> {
        let mut entries = Vec::new();
        for (key, value) in table {
            if let Some(inner) = value.get_ref().as_table() {
                let (profile, subcommand) = (name.to_owned(), key.get_ref().to_string());
                let scope = Scope::ProfileOf { profile, subcommand };
                sections.push(self.section(scope, self.line_of(key), inner)?);
            } else {
                entries.push(self.entry(key, value)?);
            }
        }
        sections.push(Section { scope: Scope::Profile(name.to_owned()), line, entries });
        Ok(())
    }

    fn entry(
        &self,
        key: &Spanned<DeString<'_>>,
        value: &Spanned<DeValue<'_>>,
    ) -> Result<Entry, Failure> {
        let line = self.line_of(key);
        let value = self
            .value(value)
            .map_err(|words| self.failure(line, &format!("{}: {words}", key.get_ref())))?;
        Ok(Entry { key: key.get_ref().to_string(), value, origin: self.origin(line) })
    }

    fn value(&self, value: &Spanned<DeValue<'_>>) -> Result<Value, String> {
        match value.get_ref() {
            DeValue::Boolean(flag) => Ok(Value::Flag(*flag)),
            DeValue::String(text) => Ok(Value::Text(text.to_string())),
            DeValue::Integer(number) if number.radix() == 10 => {
                Ok(Value::Number(number.as_str().to_owned()))
            }
            // A number such as 0x5be4 is written like that to be read like that.
            DeValue::Integer(_) => {
                let written = self.text.get(value.span()).unwrap_or_default();
                Ok(Value::Number(written.replace('_', "")))
            }
            DeValue::Float(number) => Ok(Value::Number(number.as_str().to_owned())),
            DeValue::Array(values) => self.values(values).map(Value::Many),
            DeValue::Table(_) => Err("a section is no value for an option".to_owned()),
            DeValue::Datetime(_) => Err("a date is no value for an option".to_owned()),
        }
    }

    fn values(&self, values: &DeArray<'_>) -> Result<Vec<String>, String> {
        let one = |value: &Spanned<DeValue<'_>>| match self.value(value)? {
            Value::Flag(flag) => Ok(flag.to_string()),
            Value::Number(text) | Value::Text(text) => Ok(text),
            Value::Many(_) => Err("a list within a list is no value for an option".to_owned()),
        };
        values.iter().map(one).collect()
    }
}
