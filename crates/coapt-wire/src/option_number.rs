//! Option numbers and what their bits say, RFC 7252 §5.4.6.

use core::fmt;

use crate::{OptionDefinition, option_definition};

/// The number of an option (RFC 7252 §3.1, §5.4.6).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OptionNumber(u16);

impl OptionNumber {
    /// Makes the number; all of them are possible, few are known.
    #[inline]
    #[must_use]
    pub const fn new(value: u16) -> Self {
        Self(value)
    }

    /// Gives the bare number.
    #[inline]
    #[must_use]
    pub const fn value(self) -> u16 {
        self.0
    }

    /// Whether a receiver that does not know the option must not ignore it (RFC 7252 §5.4.1).
    #[inline]
    #[must_use]
    pub const fn is_critical(self) -> bool {
        self.0 & 1 != 0
    }

    /// Whether a proxy that does not know the option must not forward it (RFC 7252 §5.4.2).
    #[inline]
    #[must_use]
    pub const fn is_unsafe(self) -> bool {
        self.0 & 2 != 0
    }

    /// Whether the option is safe to forward and no part of the cache key (RFC 7252 §5.4.2).
    #[inline]
    #[must_use]
    pub const fn is_no_cache_key(self) -> bool {
        self.0 & 0x1e == 0x1c
    }

    /// Finds what the registry says about the option.
    #[inline]
    #[must_use]
    pub fn definition(self) -> Option<&'static OptionDefinition> {
        option_definition::find(self)
    }

    /// Finds the number of the option with this name; upper and lower case are the same.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        let named = |row: &&OptionDefinition| row.name.eq_ignore_ascii_case(name);
        OptionDefinition::all().iter().find(named).map(|row| row.number)
    }
}

impl From<u16> for OptionNumber {
    #[inline]
    fn from(value: u16) -> Self {
        Self(value)
    }
}

impl fmt::Display for OptionNumber {
    /// Shows the option's name, or the number if it has none.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.definition() {
            Some(definition) => f.pad(definition.name),
            None => fmt::Display::fmt(&self.0, f),
        }
    }
}

impl fmt::Debug for OptionNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.definition() {
            Some(definition) => write!(f, "OptionNumber({} {})", self.0, definition.name),
            None => write!(f, "OptionNumber({})", self.0),
        }
    }
}
