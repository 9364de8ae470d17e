//! The heads of CBOR items, in the shortest encoding or in the one that an indicator asks for (RFC 8949 §3, §4.1).

use minicbor::{Decoder, Encoder};

use super::reader::Reader;

/// The major types that have an argument (RFC 8949 §3.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Major {
    Unsigned,
    Negative,
    Bytes,
    Text,
    Array,
    Map,
    Tag,
}

/// How an item is to be encoded (RFC 8949 §8.1, and the drafts that extend it).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Indicator {
    /// Nothing is said: the shortest.
    Absent,
    /// `_i`: the argument stands in the first byte.
    Immediate,
    /// `_0` to `_3`: the argument takes 1, 2, 4 or 8 bytes.
    Bytes(u8),
    /// `_`: the length is not told at the beginning.
    Indefinite,
}

impl Major {
    /// Gives the first byte of an item whose length is not told.
    pub(super) fn indefinite(self) -> u8 {
        self.bits() | 31
    }

    fn bits(self) -> u8 {
        match self {
            Self::Unsigned => 0,
            Self::Negative => 0x20,
            Self::Bytes => 0x40,
            Self::Text => 0x60,
            Self::Array => 0x80,
            Self::Map => 0xa0,
            Self::Tag => 0xc0,
        }
    }
}

impl Indicator {
    /// Reads an indicator, if one stands here.
    pub(super) fn read(reader: &mut Reader<'_>) -> Self {
        if !reader.eat("_") {
            return Self::Absent;
        }
        if reader.eat("i") {
            return Self::Immediate;
        }
        let widths = [("0", 1), ("1", 2), ("2", 4), ("3", 8)];
        let width = widths.into_iter().find(|(sign, _)| reader.eat(sign));
        width.map_or(Self::Indefinite, |(_, width)| Self::Bytes(width))
    }
}

/// Writes a head in its shortest form.
pub(super) fn write_shortest(out: &mut Vec<u8>, major: Major, argument: u64) {
    let width = match argument {
        0..24 => 0,
        24..=0xff => 1,
        0x100..=0xffff => 2,
        0x1_0000..=0xffff_ffff => 4,
        _ => 8,
    };
    write_wide(out, major, argument, width);
}

/// Writes a head as the indicator asks for it; says why if that cannot be.
pub(super) fn write(
    out: &mut Vec<u8>,
    major: Major,
    argument: u64,
    indicator: Indicator,
) -> Result<(), String> {
    match indicator {
        Indicator::Absent => write_shortest(out, major, argument),
        Indicator::Immediate if argument < 24 => write_wide(out, major, argument, 0),
        Indicator::Immediate => {
            return Err(format!("_i is for 0 to 23; {argument} takes bytes of its own"));
        }
        Indicator::Bytes(width) if argument >> (u32::from(width) * 8 - 1) >> 1 == 0 => {
            write_wide(out, major, argument, width);
        }
        Indicator::Bytes(width) => {
            let unit = if width == 1 { "byte" } else { "bytes" };
            return Err(format!("{argument} does not fit into {width} {unit}"));
        }
        Indicator::Indefinite => {
            return Err("only lists and strings can be of indefinite length".to_owned());
        }
    }
    Ok(())
}

/// Writes a float: in the shortest form that keeps its value, or in the one that is asked for.
pub(super) fn write_float(
    out: &mut Vec<u8>,
    value: f64,
    indicator: Indicator,
) -> Result<(), String> {
    let (half, single) = (half(value), single(value));
    let bytes = match indicator {
        Indicator::Absent => half.or(single).unwrap_or_else(|| double(value)),
        Indicator::Bytes(2) => half.ok_or_else(|| loses(value, "half (_1)"))?,
        Indicator::Bytes(4) => single.ok_or_else(|| loses(value, "single (_2)"))?,
        Indicator::Bytes(8) => double(value),
        Indicator::Bytes(_) | Indicator::Immediate | Indicator::Indefinite => {
            return Err("a float takes _1, _2 or _3: 2, 4 or 8 bytes".to_owned());
        }
    };
    out.extend(bytes);
    Ok(())
}

fn loses(value: f64, precision: &str) -> String {
    format!("{value} cannot be written in {precision} precision; it would become another number")
}

/// Writes the argument into so many bytes behind the first, or into the first.
fn write_wide(out: &mut Vec<u8>, major: Major, argument: u64, width: u8) {
    let bytes = argument.to_be_bytes();
    let (first, length) = match width {
        0 => (bytes.last().copied().unwrap_or_default(), 0),
        1 => (24, 1),
        2 => (25, 2),
        4 => (26, 4),
        _ => (27, 8),
    };
    out.push(major.bits() | first);
    out.extend(bytes.iter().skip(bytes.len() - length));
}

/// Encodes a number in two bytes, if they hold it.
fn half(value: f64) -> Option<Vec<u8>> {
    let bytes = encoded(|encoder| encoder.f16(narrow(value)).is_ok())?;
    let back = Decoder::new(&bytes).f16().ok()?;
    same(f64::from(back), value).then_some(bytes)
}

/// Encodes a number in four bytes, if they hold it.
fn single(value: f64) -> Option<Vec<u8>> {
    let narrow = narrow(value);
    let bytes = encoded(|encoder| encoder.f32(narrow).is_ok())?;
    same(f64::from(narrow), value).then_some(bytes)
}

fn double(value: f64) -> Vec<u8> {
    encoded(|encoder| encoder.f64(value).is_ok()).unwrap_or_default()
}

fn encoded(write: impl FnOnce(&mut Encoder<&mut Vec<u8>>) -> bool) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    write(&mut Encoder::new(&mut bytes)).then_some(bytes)
}

#[expect(clippy::cast_possible_truncation, reason = "whether anything is lost is looked at next")]
fn narrow(value: f64) -> f32 {
    value as f32
}

/// Tells whether two floats are the same number; all that are none are the same.
fn same(one: f64, other: f64) -> bool {
    one.to_bits() == other.to_bits() || one.is_nan() && other.is_nan()
}
