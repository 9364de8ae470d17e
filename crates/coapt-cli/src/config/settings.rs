//! All settings that do not come from the command line, in layers: which one counts, and which
//! make no sense.

use std::env;

use clap::{Arg, ArgAction, Command};
use coapt::Uri;

use crate::failure::Failure;
use crate::nearest::nearest;
use crate::show;

use super::file::{self, Place, Scope, Section};
use super::origin::{Entry, Origin, Value};

/// Begins the names of all variables that are read.
const PREFIX: &str = "COAPT_";

/// The key for what a path without a host is put after; it is no option.
pub(super) const BASE: &str = "base";

/// The key for the profile to use; it is an option of the program, not of a subcommand.
const PROFILE: &str = "profile";

/// The subcommands that ask nobody, and for which nothing is to be set.
const UNSET: [&str; 4] = ["config", "completions", "man", "help"];

/// Tells whether settings count for a subcommand.
pub(super) fn is_settable(subcommand: &str) -> bool {
    !UNSET.contains(&subcommand)
}

/// Gives the options of a subcommand that can be set.
pub(super) fn options(subcommand: &Command) -> impl Iterator<Item = &Arg> {
    subcommand.get_arguments().filter(|arg| {
        let is_help = matches!(
            arg.get_action(),
            ArgAction::Help | ArgAction::HelpShort | ArgAction::HelpLong | ArgAction::Version
        );
        let is_set = arg.get_long().is_some_and(|long| long != PROFILE);
        is_set && !is_help && !super::is_negation(arg)
    })
}

/// Gives the name of the variable for an option.
fn variable(long: &str) -> String {
    format!("{PREFIX}{}", long.to_ascii_uppercase().replace('-', "_"))
}

/// The config file as it was read.
#[derive(Debug)]
pub(super) struct Settings {
    /// Where it is.
    pub(super) place: Place,
    /// Whether it was there.
    pub(super) is_present: bool,
    sections: Vec<Section>,
}

impl Settings {
    /// Reads the config file; every section and key in it must be known.
    pub(super) fn read(command: &Command) -> Result<Self, Failure> {
        let place = Place::find();
        let text = place.read()?;
        let sections = match (place.path(), &text) {
            (Some(path), Some(text)) => file::sections(path, text)?,
            _ => Vec::new(),
        };
        let settings = Self { place, is_present: text.is_some(), sections };
        settings.sections.iter().try_for_each(|section| settings.check(section, command))?;
        Ok(settings)
    }

    /// Finds the profile that is in use: the one that was asked for, else by `COAPT_PROFILE`, else
    /// by `profile` in `[defaults]`.
    pub(super) fn profile(&self, asked: Option<&str>) -> Result<Option<String>, Failure> {
        let named = |name: &str, by: &str| {
            let known = self.profiles();
            if known.contains(&name) {
                return Ok(Some(name.to_owned()));
            }
            let end = suggestion(name, &known).unwrap_or_else(|| match known.as_slice() {
                [] => "; the config file has none".to_owned(),
                known => format!("; the profiles are {}", known.join(", ")),
            });
            Err(super::refusal(&format!("{by}: there is no profile {name:?}{end}")))
        };
        if let Some(name) = asked {
            return named(name, "--profile");
        }
        if let Some(entry) = from_environment(PROFILE)? {
            return named(entry.value.as_text().unwrap_or_default(), &entry.origin.to_string());
        }
        let entry = self.in_scope(&Scope::All).find(|entry| entry.key == PROFILE);
        let Some(entry) = entry else { return Ok(None) };
        named(entry.value.as_text().unwrap_or_default(), &entry.origin.to_string())
    }

    /// Gives the names of all profiles.
    pub(super) fn profiles(&self) -> Vec<&str> {
        let mut names: Vec<_> = self.sections.iter().filter_map(|it| it.scope.profile()).collect();
        names.sort_unstable();
        names.dedup();
        names
    }

    /// Gives the settings for a subcommand; those of an earlier layer count before those of later ones.
    pub(super) fn layers(
        &self,
        subcommand: &Command,
        profile: Option<&str>,
    ) -> Result<Vec<Vec<Entry>>, Failure> {
        let mut from_variables = Vec::new();
        for long in options(subcommand).filter_map(Arg::get_long) {
            from_variables.extend(from_environment(long)?);
        }
        let mut layers = vec![from_variables];
        let name = subcommand.get_name().to_owned();
        if let Some(profile) = profile.map(str::to_owned) {
            let scope = Scope::ProfileOf { profile: profile.clone(), subcommand: name.clone() };
            layers.push(self.in_scope(&scope).cloned().collect());
            layers.push(self.in_scope(&Scope::Profile(profile)).cloned().collect());
        }
        layers.push(self.in_scope(&Scope::Subcommand(name)).cloned().collect());
        layers.push(self.in_scope(&Scope::All).cloned().collect());
        Ok(layers)
    }

    /// Tells whether a setting stands in a section for this subcommand.
    pub(super) fn is_for(&self, entry: &Entry, subcommand: &str) -> bool {
        let mut sections = self.sections.iter();
        sections.any(|section| {
            section.scope.subcommand() == Some(subcommand)
                && section.entries.iter().any(|it| it.origin == entry.origin && it.key == entry.key)
        })
    }

    fn in_scope<'s>(&'s self, scope: &Scope) -> impl Iterator<Item = &'s Entry> {
        let found = self.sections.iter().find(|section| section.scope == *scope);
        found.into_iter().flat_map(|section| &section.entries)
    }

    /// Makes sure that a section and all keys in it are known.
    fn check(&self, section: &Section, command: &Command) -> Result<(), Failure> {
        let Some(name) = section.scope.subcommand() else {
            return section
                .entries
                .iter()
                .try_for_each(|entry| check_common(entry, section, command));
        };
        let names: Vec<_> = settable(command).map(Command::get_name).collect();
        let Some(subcommand) = settable(command).find(|it| it.get_name() == name) else {
            let known = names.into_iter().chain(["defaults", PROFILE]).collect::<Vec<_>>();
            let end = suggestion(name, &known).unwrap_or_else(|| {
                "; sections are defaults, profile, and the subcommands".to_owned()
            });
            let path = self.place.path().unwrap_or(std::path::Path::new("")).to_owned();
            let origin = Origin::File { path, line: section.line };
            return Err(super::refusal(&format!("{origin}: there is no subcommand {name}{end}")));
        };
        let known: Vec<_> = options(subcommand).filter_map(Arg::get_long).collect();
        let unknown = section.entries.iter().find(|entry| !known.contains(&entry.key.as_str()));
        let Some(Entry { key, origin, .. }) = unknown else { return Ok(()) };
        let end = suggestion(key, &known).or_else(|| owners(key, command)).unwrap_or_default();
        Err(super::refusal(&format!("{origin}: {name} has no option {key}{end}")))
    }
}

impl Scope {
    fn profile(&self) -> Option<&str> {
        match self {
            Self::Profile(profile) | Self::ProfileOf { profile, .. } => Some(profile),
            Self::All | Self::Subcommand(_) => None,
        }
    }

    fn subcommand(&self) -> Option<&str> {
        match self {
            Self::Subcommand(subcommand) | Self::ProfileOf { subcommand, .. } => Some(subcommand),
            Self::All | Self::Profile(_) => None,
        }
    }
}

/// Gives the subcommands for which something can be set.
pub(super) fn settable(command: &Command) -> impl Iterator<Item = &Command> {
    command.get_subcommands().filter(|it| is_settable(it.get_name()))
}

/// Gives the long names of the options of all subcommands, each once.
pub(super) fn all_options(command: &Command) -> Vec<&str> {
    let mut all: Vec<_> = settable(command).flat_map(options).filter_map(Arg::get_long).collect();
    all.sort_unstable();
    all.dedup();
    all
}

/// Makes sure that a key for all subcommands is the option of at least one.
fn check_common(entry: &Entry, section: &Section, command: &Command) -> Result<(), Failure> {
    let Entry { key, value, origin } = entry;
    let is_default = section.scope == Scope::All;
    if key == BASE || (key == PROFILE && is_default) {
        let Some(text) = value.as_text() else {
            return Err(super::refusal(&entry.refused("this is not a text")));
        };
        return if key == BASE { check_base(entry, text) } else { Ok(()) };
    }
    let mut known = all_options(command);
    if known.contains(&key.as_str()) {
        return Ok(());
    }
    known.push(BASE);
    if is_default {
        known.push(PROFILE);
    }
    let end = suggestion(key, &known).unwrap_or_default();
    Err(super::refusal(&format!("{origin}: there is no option {key}{end}")))
}

/// Makes sure that paths can be put after a base.
fn check_base(entry: &Entry, text: &str) -> Result<(), Failure> {
    let example =
        "; a base looks like coap://house.example or coap://[fe80::1%25eth0]:5683/kitchen";
    if let Err(error) = Uri::parse(text) {
        return Err(super::refusal(&entry.refused(&format!("{error}{example}"))));
    }
    if text.contains('?') {
        return Err(super::refusal(&entry.refused(&format!("it has a query{example}"))));
    }
    Ok(())
}

/// Says which subcommands have an option.
pub(crate) fn owners(key: &str, command: &Command) -> Option<String> {
    let has = |subcommand: &&Command| options(subcommand).any(|it| it.get_long() == Some(key));
    let owners: Vec<_> = settable(command).filter(has).map(Command::get_name).collect();
    (!owners.is_empty()).then(|| format!("; it is an option of {}", owners.join(", ")))
}

fn suggestion(word: &str, known: &[&str]) -> Option<String> {
    nearest(word, known.iter().copied()).map(|meant| format!("; did you mean {meant}?"))
}

/// Reads the variable for an option; an empty one is as good as none.
fn from_environment(long: &str) -> Result<Option<Entry>, Failure> {
    let name = variable(long);
    let Some(value) = env::var_os(&name).filter(|value| !value.is_empty()) else {
        return Ok(None);
    };
    let Ok(text) = value.into_string() else {
        return Err(super::refusal(&format!("{name}: its value is not UTF-8")));
    };
    Ok(Some(Entry {
        key: long.to_owned(),
        value: Value::Text(text),
        origin: Origin::Variable(name),
    }))
}

/// Names the variables that look as if they were for this program, but are not used.
pub(super) fn unused_variables(command: &Command) -> Vec<String> {
    let known: Vec<_> =
        all_options(command).into_iter().chain([PROFILE, "config"]).map(variable).collect();
    let mut unused: Vec<_> = env::vars_os()
        .filter_map(|(name, _)| name.into_string().ok())
        .filter(|name| name.starts_with(PREFIX) && !known.contains(name))
        .collect();
    unused.sort_unstable();
    let told = |name: String| {
        let known: Vec<_> = known.iter().map(String::as_str).collect();
        let end = suggestion(&name, &known).unwrap_or_default();
        format!("{} is not used{end}", show::text::printable(&name, &[]))
    };
    unused.into_iter().map(told).collect()
}
