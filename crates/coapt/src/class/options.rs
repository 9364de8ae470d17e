//! The records of an option array, and their way into a message and out of it (RFC 7252 §3.1, §5.4).

use std::fmt::Write as _;

use coapt_wire::{OptionFormat, OptionNumber, OptionRef, Options, OptionsBuf};

use super::errors::CoAPError;

/// How many records an array has at most; a message can hold no more options.
pub(crate) const MAX_RECORDS: usize = 65_535;

/// The type of an option's value, and so the way it is written as text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum ValueType {
    /// The text itself, in UTF-8.
    #[default]
    String,
    /// A decimal number from 0 to 4294967295.
    Uint,
    /// Hex digits, two a byte.
    Binary,
}

impl ValueType {
    pub(crate) fn number(self) -> i32 {
        match self {
            Self::String => 0,
            Self::Uint => 1,
            Self::Binary => 2,
        }
    }

    pub(crate) fn from_number(number: i32) -> Option<Self> {
        match number {
            0 => Some(Self::String),
            1 => Some(Self::Uint),
            2 => Some(Self::Binary),
            _ => None,
        }
    }

    /// Gives the type of an option of the class's table; `None` for any other number.
    pub(crate) fn recognised(number: u16) -> Option<Self> {
        match number {
            3 | 8 | 11 | 15 | 20 | 35 | 39 => Some(Self::String),
            6 | 7 | 12 | 14 | 17 | 23 | 27 | 60 => Some(Self::Uint),
            1 | 4 | 5 => Some(Self::Binary),
            _ => None,
        }
    }
}

/// One record of an option array.
#[derive(Clone, Debug, Default)]
pub(crate) struct Record {
    pub(crate) number: u16,
    pub(crate) value: String,
    pub(crate) value_type: ValueType,
}

impl Record {
    /// Assigns the number and, if the class knows it, the type that belongs to it.
    pub(crate) fn set_number(&mut self, number: u16) {
        self.number = number;
        if let Some(value_type) = ValueType::recognised(number) {
            self.value_type = value_type;
        }
    }

    pub(crate) fn option_number(&self) -> OptionNumber {
        OptionNumber::new(self.number)
    }

    /// Reads an option of a received message; `None` if it is text that is not UTF-8.
    fn received(option: OptionRef<'_>) -> Option<Self> {
        let number = option.number.value();
        let known = ValueType::recognised(number).filter(|_| option.has_valid_length());
        let value_type = known.unwrap_or(ValueType::Binary);
        let value = match value_type {
            ValueType::String => option.str()?.to_owned(),
            ValueType::Uint => option.uint()?.to_string(),
            ValueType::Binary => hex(option.value),
        };
        Some(Self { number, value, value_type })
    }

    /// Turns the text into the bytes that go out.
    fn encoded(&self) -> Result<Encoded<'_>, CoAPError> {
        match self.value_type {
            ValueType::String => Ok(Encoded::Bytes(self.value.as_bytes().into())),
            ValueType::Uint => {
                let digits =
                    !self.value.is_empty() && self.value.bytes().all(|b| b.is_ascii_digit());
                let value = digits.then(|| self.value.parse().ok()).flatten();
                value.map(Encoded::Uint).ok_or_else(|| self.misfit("a number from 0 to 4294967295"))
            }
            ValueType::Binary => {
                let bytes = unhex(&self.value).ok_or_else(|| self.misfit("pairs of hex digits"))?;
                Ok(Encoded::Bytes(bytes.into()))
            }
        }
    }

    fn misfit(&self, wanted: &str) -> CoAPError {
        let (number, value) = (self.number, &self.value);
        CoAPError::option(format!("the value {value:?} of option {number} is not {wanted}"))
    }

    /// Adds the record to a list of options.
    pub(crate) fn push_to(&self, options: &mut OptionsBuf) -> Result<(), CoAPError> {
        match self.encoded()? {
            Encoded::Uint(value) => options.push_uint(self.option_number(), value),
            Encoded::Bytes(bytes) => options
                .push(self.option_number(), &bytes)
                .map_err(|error| CoAPError::option(error.to_string()))?,
        }
        Ok(())
    }

    /// Gives the value as a number, for options that the class has to look at itself.
    pub(crate) fn uint(&self) -> Result<u32, CoAPError> {
        let mut options = OptionsBuf::new();
        self.push_to(&mut options)?;
        options.iter().next().and_then(OptionRef::uint).ok_or_else(|| self.misfit("a number"))
    }
}

/// A value as it goes into a list of options.
enum Encoded<'a> {
    Uint(u32),
    Bytes(std::borrow::Cow<'a, [u8]>),
}

/// Lists the options of a received message in wire order.
pub(crate) fn records_of(options: Options<'_>) -> Vec<Record> {
    options.iter().filter_map(Record::received).collect()
}

/// Checks that no option which may stand only once stands twice in the array.
pub(crate) fn check_repetitions(records: &[Record]) -> Result<(), CoAPError> {
    let mut seen = std::collections::BTreeSet::new();
    for record in records {
        let is_single = ValueType::recognised(record.number).is_some()
            && record.option_number().definition().is_some_and(|row| !row.repeatable);
        if is_single && !seen.insert(record.number) {
            let number = record.number;
            return Err(CoAPError::option(format!("option {number} may stand only once")));
        }
    }
    Ok(())
}

/// Tells whether a value of the option is read as text.
pub(crate) fn is_text(number: OptionNumber) -> bool {
    number.definition().is_some_and(|row| row.format == OptionFormat::String)
}

/// Writes bytes as hex digits in upper case.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(2 * bytes.len()), |mut text, byte| {
        write!(text, "{byte:02X}").expect("writing to a string cannot fail");
        text
    })
}

/// Reads pairs of hex digits.
fn unhex(text: &str) -> Option<Vec<u8>> {
    if !text.len().is_multiple_of(2) || !text.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return None;
    }
    let pairs = text.as_bytes().chunks_exact(2);
    pairs.map(|pair| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok()).collect()
}
