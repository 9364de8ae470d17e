//! A list of options that owns its bytes and can grow, RFC 7252 §3.1.
//!
//! It keeps the options in wire form and in order at all times, so that encoding a message
//! copies them as they are.

use core::fmt;

use smallvec::SmallVec;

use crate::{
    Block, OptionIter, OptionNumber, OptionRef, Options,
    options::{EXTENDED_BY_1, EXTENDED_BY_2},
};

/// An owned list of options in wire form (RFC 7252 §3.1).
#[derive(Clone, Default)]
pub struct OptionsBuf {
    bytes: SmallVec<[u8; 32]>,
    /// The number of the last option, 0 if there is none.
    last: u16,
}

impl OptionsBuf {
    /// How many bytes the value of an option has at most.
    pub const MAX_VALUE_LENGTH: usize = 65_804;

    /// Makes an empty list.
    #[inline]
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds an option behind those with the same and with smaller numbers.
    ///
    /// # Errors
    ///
    /// Fails if the value has more bytes than an option can have; nothing is added then.
    pub fn push(&mut self, number: OptionNumber, value: &[u8]) -> Result<(), OptionTooLong> {
        if value.len() > Self::MAX_VALUE_LENGTH {
            return Err(OptionTooLong { length: value.len() });
        }
        self.insert(number, value);
        Ok(())
    }

    /// Adds an option whose value is this text.
    ///
    /// # Errors
    ///
    /// Fails if the text has more bytes than an option can have; nothing is added then.
    pub fn push_str(&mut self, number: OptionNumber, value: &str) -> Result<(), OptionTooLong> {
        self.push(number, value.as_bytes())
    }

    /// Adds an option whose value is this number, in as few bytes as possible (RFC 7252 §3.2).
    pub fn push_uint(&mut self, number: OptionNumber, value: u32) {
        //= rfc7252#3.2 uint-shortest
        let bytes = value.to_be_bytes();
        let shortest = match &bytes {
            [0, 0, 0, 0] => &[],
            [0, 0, 0, rest @ ..] => rest.as_slice(),
            [0, 0, rest @ ..] => rest.as_slice(),
            [0, rest @ ..] => rest.as_slice(),
            rest => rest.as_slice(),
        };
        self.insert(number, shortest);
    }

    /// Adds an option whose value is this block (RFC 7959 §2.2).
    pub fn push_block(&mut self, number: OptionNumber, value: Block) {
        self.push_uint(number, value.to_uint());
    }

    /// Removes all options with this number.
    pub fn remove(&mut self, number: OptionNumber) {
        if self.as_options().first(number).is_none() {
            return;
        }
        let mut kept = Self::new();
        for option in self.iter().filter(|option| option.number != number) {
            kept.append(option.number, option.value);
        }
        *self = kept;
    }

    /// Puts one option in place of all those with its number.
    ///
    /// # Errors
    ///
    /// Fails if the value has more bytes than an option can have; nothing changes then.
    pub fn set(&mut self, number: OptionNumber, value: &[u8]) -> Result<(), OptionTooLong> {
        if value.len() > Self::MAX_VALUE_LENGTH {
            return Err(OptionTooLong { length: value.len() });
        }
        self.remove(number);
        self.insert(number, value);
        Ok(())
    }

    /// Puts one option with this text in place of all those with its number.
    ///
    /// # Errors
    ///
    /// Fails if the text has more bytes than an option can have; nothing changes then.
    pub fn set_str(&mut self, number: OptionNumber, value: &str) -> Result<(), OptionTooLong> {
        self.set(number, value.as_bytes())
    }

    /// Puts one option with this value in place of all those with its number.
    pub fn set_uint(&mut self, number: OptionNumber, value: u32) {
        self.remove(number);
        self.push_uint(number, value);
    }

    /// Puts one option with this block in place of all those with its number.
    pub fn set_block(&mut self, number: OptionNumber, value: Block) {
        self.set_uint(number, value.to_uint());
    }

    /// Removes all options.
    pub fn clear(&mut self) {
        self.bytes.clear();
        self.last = 0;
    }

    /// Gives the list to read.
    #[inline]
    #[must_use]
    pub fn as_options(&self) -> Options<'_> {
        Options::trusted(&self.bytes)
    }

    /// Goes through the options in wire order.
    #[inline]
    #[must_use]
    pub fn iter(&self) -> OptionIter<'_> {
        self.as_options().iter()
    }

    /// Whether there are no options.
    #[inline]
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.bytes.is_empty()
    }

    /// Adds an option in order; the value has at most the length that an option can have.
    #[inline]
    pub(crate) fn insert(&mut self, number: OptionNumber, value: &[u8]) {
        if number.value() >= self.last {
            self.append(number, value);
        } else {
            self.insert_between(number, value);
        }
    }

    /// Adds an option before those with larger numbers.
    #[cold]
    fn insert_between(&mut self, number: OptionNumber, value: &[u8]) {
        let before = core::mem::take(self);
        let mut larger = before.iter();
        let smaller = before.iter().take_while(|option| option.number <= number);
        for option in smaller {
            self.append(option.number, option.value);
            larger.next();
        }
        self.append(number, value);
        for option in larger {
            self.append(option.number, option.value);
        }
    }

    /// Adds an option behind all others.
    #[inline]
    fn append(&mut self, number: OptionNumber, value: &[u8]) {
        let delta = u32::from(number.value().saturating_sub(self.last));
        let length = u32::try_from(value.len()).unwrap_or(u32::MAX);
        self.last = number.value();
        self.bytes.push(nibble(delta) << 4 | nibble(length));
        if delta >= EXTENDED_BY_1 || value.len() > 4 {
            self.push_extension(delta);
            self.push_extension(length);
            self.bytes.extend_from_slice(value);
        } else {
            // Byte by byte: a call to copy so few costs more.
            for byte in value {
                self.bytes.push(*byte);
            }
        }
    }

    /// Writes the bytes that extend a delta or a length.
    fn push_extension(&mut self, value: u32) {
        match nibble(value) {
            13 => {
                let [.., low] = value.wrapping_sub(EXTENDED_BY_1).to_be_bytes();
                self.bytes.push(low);
            }
            14 => {
                let [.., high, low] = value.wrapping_sub(EXTENDED_BY_2).to_be_bytes();
                self.bytes.extend_from_slice(&[high, low]);
            }
            _ => {}
        }
    }
}

impl From<Options<'_>> for OptionsBuf {
    fn from(options: Options<'_>) -> Self {
        let last = options.iter().last().map_or(0, |option| option.number.value());
        Self { bytes: SmallVec::from_slice(options.as_bytes()), last }
    }
}

impl<'a> IntoIterator for &'a OptionsBuf {
    type Item = OptionRef<'a>;
    type IntoIter = OptionIter<'a>;

    #[inline]
    fn into_iter(self) -> OptionIter<'a> {
        self.iter()
    }
}

impl PartialEq for OptionsBuf {
    fn eq(&self, other: &Self) -> bool {
        self.as_options() == other.as_options()
    }
}

impl Eq for OptionsBuf {}

impl fmt::Debug for OptionsBuf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self).finish()
    }
}

/// Why an option was not added: its value is too long for any message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the option's value has {length} bytes; an option carries at most 65804")]
pub struct OptionTooLong {
    /// How many bytes the value has.
    pub length: usize,
}

/// Gives the four bits for a delta or a length.
#[inline]
fn nibble(value: u32) -> u8 {
    match value {
        0..EXTENDED_BY_1 => value.to_le_bytes()[0],
        EXTENDED_BY_1..EXTENDED_BY_2 => 13,
        _ => 14,
    }
}
