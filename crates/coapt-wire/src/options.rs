//! The options of a message in their wire form, RFC 7252 §3.1.
//!
//! [`Options`] is checked when it is made, so reading it cannot fail and checks nothing again.

use core::iter::FusedIterator;

use crate::{Block, OptionNumber, OptionRef, ParseError};

/// The byte that separates options and payload.
pub(crate) const PAYLOAD_MARKER: u8 = 0xff;

/// The least delta or length that takes one byte more.
pub(crate) const EXTENDED_BY_1: u32 = 13;

/// The least delta or length that takes two bytes more.
pub(crate) const EXTENDED_BY_2: u32 = 269;

/// A well-formed list of options, borrowed, in wire form (RFC 7252 §3.1).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Options<'a> {
    bytes: &'a [u8],
}

impl<'a> Options<'a> {
    /// The list without options.
    pub const EMPTY: Self = Self { bytes: &[] };

    /// Checks what stands behind the token of a message; gives its options and its payload.
    ///
    /// # Errors
    ///
    /// Fails if an option is malformed, or if nothing follows the payload marker.
    pub fn parse(bytes: &'a [u8]) -> Result<(Self, &'a [u8]), ParseError> {
        let mut rest = bytes;
        let mut number = 0;
        while let Some((&head, behind)) = rest.split_first() {
            if head == PAYLOAD_MARKER {
                let end = bytes.len().wrapping_sub(rest.len());
                return split_payload(bytes, end, behind);
            }
            (number, rest) = check_option(number, head, behind)?;
        }
        Ok((Self { bytes }, &[]))
    }

    /// Wraps bytes which the caller knows to be a well-formed list.
    #[inline]
    pub(crate) const fn trusted(bytes: &'a [u8]) -> Self {
        Self { bytes }
    }

    /// Gives the list in wire form.
    #[inline]
    #[must_use]
    pub const fn as_bytes(&self) -> &'a [u8] {
        self.bytes
    }

    /// Whether there are no options.
    #[inline]
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.bytes.is_empty()
    }

    /// Goes through the options in wire order.
    #[inline]
    #[must_use]
    pub const fn iter(&self) -> OptionIter<'a> {
        OptionIter { rest: self.bytes, number: 0 }
    }

    /// Finds the first option with this number.
    #[inline]
    #[must_use]
    pub fn first(&self, number: OptionNumber) -> Option<OptionRef<'a>> {
        self.iter().find(|option| option.number >= number).filter(|found| found.number == number)
    }

    /// Goes through the values of all options with this number.
    pub fn all(&self, number: OptionNumber) -> impl Iterator<Item = &'a [u8]> + use<'a> {
        self.iter()
            .skip_while(move |option| option.number < number)
            .take_while(move |option| option.number == number)
            .map(|option| option.value)
    }

    /// Reads the first option with this number whose value is a number of a length it may have.
    #[must_use]
    pub fn uint(&self, number: OptionNumber) -> Option<u32> {
        self.find_well_formed(number, OptionRef::uint)
    }

    /// Reads the first option with this number whose value is text of a length it may have.
    #[must_use]
    pub fn text(&self, number: OptionNumber) -> Option<&'a str> {
        self.find_well_formed(number, OptionRef::str)
    }

    /// Reads the first option with this number whose value is a block.
    #[must_use]
    pub fn block(&self, number: OptionNumber) -> Option<Block> {
        self.find_well_formed(number, OptionRef::block)
    }

    /// Gives the value of the first option with this number that has a length it may have.
    #[must_use]
    pub fn opaque(&self, number: OptionNumber) -> Option<&'a [u8]> {
        self.find_well_formed(number, |option| Some(option.value))
    }

    /// Reads the first option with this number that can be read and whose length is in range.
    #[inline]
    fn find_well_formed<T>(
        &self,
        number: OptionNumber,
        read: impl Fn(OptionRef<'a>) -> Option<T>,
    ) -> Option<T> {
        //= rfc7252#5.4.3 length-out-of-range: such a value counts as unrecognized
        for option in self {
            if option.number < number {
                continue;
            }
            if option.number != number {
                return None;
            }
            let value = read(option).filter(|_| option.has_valid_length());
            if value.is_some() {
                return value;
            }
        }
        None
    }
}

impl<'a> IntoIterator for Options<'a> {
    type Item = OptionRef<'a>;
    type IntoIter = OptionIter<'a>;

    #[inline]
    fn into_iter(self) -> OptionIter<'a> {
        self.iter()
    }
}

impl<'a> IntoIterator for &Options<'a> {
    type Item = OptionRef<'a>;
    type IntoIter = OptionIter<'a>;

    #[inline]
    fn into_iter(self) -> OptionIter<'a> {
        self.iter()
    }
}

/// Goes through the options of a list in wire order.
#[derive(Clone, Debug)]
pub struct OptionIter<'a> {
    rest: &'a [u8],
    number: u16,
}

impl<'a> Iterator for OptionIter<'a> {
    type Item = OptionRef<'a>;

    #[inline]
    fn next(&mut self) -> Option<OptionRef<'a>> {
        let (&head, rest) = self.rest.split_first()?;
        let (delta, length, rest) = if is_short_header(head) {
            (u16::from(head >> 4), usize::from(head & 0x0f), rest)
        } else {
            long_header(head, rest)?
        };
        let (value, rest) = rest.split_at_checked(length)?;
        self.rest = rest;
        self.number = self.number.wrapping_add(delta);
        Some(OptionRef { number: OptionNumber::new(self.number), value })
    }
}

impl FusedIterator for OptionIter<'_> {}

/// Parts options and payload at the payload marker, which stands at `end`.
#[inline]
fn split_payload<'a>(
    bytes: &'a [u8],
    end: usize,
    payload: &'a [u8],
) -> Result<(Options<'a>, &'a [u8]), ParseError> {
    //= rfc7252#3 payload-marker
    if payload.is_empty() {
        return Err(ParseError::PayloadMarkerEmpty);
    }
    Ok((Options { bytes: bytes.get(..end).unwrap_or_default() }, payload))
}

/// Checks one option: gives its number and what stands behind it.
#[inline]
fn check_option(after: u16, head: u8, rest: &[u8]) -> Result<(u16, &[u8]), ParseError> {
    if is_short_header(head)
        && let Some(number) = after.checked_add(u16::from(head >> 4))
        && let Some(behind) = rest.get(usize::from(head & 0x0f)..)
    {
        return Ok((number, behind));
    }
    check_long_option(after, head, rest)
}

/// Checks one option that is malformed or has a header of more than one byte.
#[cold]
fn check_long_option(after: u16, head: u8, rest: &[u8]) -> Result<(u16, &[u8]), ParseError> {
    let (delta, rest) = extended(head >> 4, rest).map_err(|fault| match fault {
        Fault::Reserved => ParseError::OptionDeltaReserved { after },
        Fault::Truncated => ParseError::OptionHeaderTruncated { after },
    })?;
    let (length, rest) = extended(head & 0x0f, rest).map_err(|fault| match fault {
        Fault::Reserved => ParseError::OptionLengthReserved { after },
        Fault::Truncated => ParseError::OptionHeaderTruncated { after },
    })?;
    let sum = u32::from(after).wrapping_add(delta);
    //= rfc7252#3.1 option-number-overflow: never cut to 16 bits
    let number = u16::try_from(sum).map_err(|_| ParseError::OptionNumberOverflow { sum })?;
    let Some((_, behind)) = rest.split_at_checked(length as usize) else {
        return Err(ParseError::OptionValueTruncated { number, length, left: rest.len() });
    };
    Ok((number, behind))
}

/// Whether delta and length of an option stand in this byte alone, as they almost always do.
#[inline]
const fn is_short_header(head: u8) -> bool {
    head < 0xd0 && head & 0x0f < 0x0d
}

/// Reads delta and length of any header that was checked; gives what stands behind it.
#[cold]
fn long_header(head: u8, rest: &[u8]) -> Option<(u16, usize, &[u8])> {
    let (delta, rest) = extended(head >> 4, rest).ok()?;
    let (length, rest) = extended(head & 0x0f, rest).ok()?;
    Some((u16::try_from(delta).ok()?, length as usize, rest))
}

/// What can be wrong with a delta or a length.
enum Fault {
    Reserved,
    Truncated,
}

/// Reads what a delta or length nibble stands for, with the bytes that extend it.
#[inline]
fn extended(nibble: u8, rest: &[u8]) -> Result<(u32, &[u8]), Fault> {
    //= rfc7252#3.1 option-delta-and-length
    match nibble {
        0..=12 => Ok((u32::from(nibble), rest)),
        13 => {
            let (&byte, rest) = rest.split_first().ok_or(Fault::Truncated)?;
            Ok((u32::from(byte).wrapping_add(EXTENDED_BY_1), rest))
        }
        14 => {
            let (&bytes, rest) = rest.split_first_chunk::<2>().ok_or(Fault::Truncated)?;
            Ok((u32::from(u16::from_be_bytes(bytes)).wrapping_add(EXTENDED_BY_2), rest))
        }
        _ => Err(Fault::Reserved),
    }
}
