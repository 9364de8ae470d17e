//! Numbers: integers of any size in base 10, 16, 8 or 2, and floats in base 10.

use super::head::{self, Indicator, Major};
use super::reader::{Mistake, Reader};

/// How many digits an integer may have; larger ones are no numbers that anybody types.
const MAX_DIGITS: usize = 1000;

/// A number that was read.
#[derive(Debug)]
pub(super) enum Number {
    /// The magnitude, most significant byte first and without zeros before it, and the sign.
    Integer {
        is_negative: bool,
        magnitude: Vec<u8>,
    },
    Float(f64),
}

/// Reads a number.
pub(super) fn read(reader: &mut Reader<'_>) -> Result<Number, Mistake> {
    let at = reader.place();
    let is_negative = !reader.eat("+") && reader.eat("-");
    let word = digits(reader);
    let wrong = |reason: String| Mistake::new(at, reason);
    if word == "Infinity" {
        let value = if is_negative { f64::NEG_INFINITY } else { f64::INFINITY };
        return Ok(Number::Float(value));
    }
    let base = ["0x", "0o", "0b"].iter().zip([16, 8, 2]);
    let mut base = base.filter_map(|(sign, base)| Some((word.strip_prefix(sign)?, base)));
    if let Some((digits, base)) = base.next() {
        let magnitude = magnitude(digits, base).map_err(wrong)?;
        return Ok(Number::Integer { is_negative, magnitude });
    }
    if word.contains(['.', 'e', 'E']) {
        let is_number = word.starts_with(|letter: char| letter.is_ascii_digit());
        let value = word.parse::<f64>().ok().filter(|value| is_number && value.is_finite());
        let value = value.ok_or_else(|| wrong(format!("{word} is no number")))?;
        return Ok(Number::Float(if is_negative { -value } else { value }));
    }
    let magnitude = magnitude(word, 10).map_err(wrong)?;
    Ok(Number::Integer { is_negative, magnitude })
}

impl Number {
    /// Gives it as the number of a tag.
    pub(super) fn as_tag(&self) -> Option<u64> {
        match self {
            Self::Integer { is_negative: false, magnitude } => small(magnitude),
            Self::Integer { .. } | Self::Float(_) => None,
        }
    }

    /// Writes it; says why if the indicator does not fit.
    ///
    /// An integer beyond 64 bits becomes a bignum (RFC 8949 §3.4.3).
    pub(super) fn write(&self, out: &mut Vec<u8>, indicator: Indicator) -> Result<(), String> {
        let (is_negative, magnitude) = match self {
            Self::Float(value) => return head::write_float(out, *value, indicator),
            Self::Integer { is_negative, magnitude } => {
                (*is_negative && !magnitude.is_empty(), magnitude)
            }
        };
        let (major, argument) = if is_negative {
            (Major::Negative, one_less(magnitude))
        } else {
            (Major::Unsigned, magnitude.clone())
        };
        if let Some(argument) = small(&argument) {
            return head::write(out, major, argument, indicator);
        }
        if indicator != Indicator::Absent {
            return Err("an integer beyond 64 bits takes no encoding indicator".to_owned());
        }
        head::write_shortest(out, Major::Tag, if is_negative { 3 } else { 2 });
        let length = argument.len().try_into().unwrap_or(u64::MAX);
        head::write_shortest(out, Major::Bytes, length);
        out.extend(argument);
        Ok(())
    }
}

/// Takes what belongs to a number: a sign only behind an exponent.
fn digits<'t>(reader: &mut Reader<'t>) -> &'t str {
    let is_decimal = !["0x", "0o", "0b"].iter().any(|base| reader.is_before(base));
    let before = std::cell::Cell::new(' ');
    reader.take_while(|letter| {
        let is_exponent = is_decimal && matches!(before.get(), 'e' | 'E');
        before.set(letter);
        letter.is_alphanumeric() || letter == '.' || is_exponent && matches!(letter, '+' | '-')
    })
}

/// Reads digits into bytes.
fn magnitude(digits: &str, base: u16) -> Result<Vec<u8>, String> {
    if digits.is_empty() {
        return Err("a number has digits".to_owned());
    }
    if digits.len() > MAX_DIGITS {
        return Err(format!("an integer has {MAX_DIGITS} digits at most"));
    }
    if base == 10 && digits.len() > 1 && digits.starts_with('0') {
        return Err(format!("{digits} has zeros before it; {} is meant", without_zeros(digits)));
    }
    let mut bytes: Vec<u8> = Vec::new();
    for letter in digits.chars() {
        let digit = letter.to_digit(base.into()).and_then(|digit| u16::try_from(digit).ok());
        let digit = digit.ok_or_else(|| format!("{letter:?} is no digit of a number"))?;
        let mut carry = digit;
        for byte in bytes.iter_mut().rev() {
            let [high, low] = (u16::from(*byte) * base + carry).to_be_bytes();
            *byte = low;
            carry = high.into();
        }
        if let Ok(carry @ 1..) = u8::try_from(carry) {
            bytes.insert(0, carry);
        }
    }
    Ok(bytes)
}

fn without_zeros(digits: &str) -> &str {
    let rest = digits.trim_start_matches('0');
    if rest.is_empty() { "0" } else { rest }
}

/// Takes one off a magnitude that is not zero.
fn one_less(magnitude: &[u8]) -> Vec<u8> {
    let mut bytes = magnitude.to_vec();
    for byte in bytes.iter_mut().rev() {
        let (less, borrows) = byte.overflowing_sub(1);
        *byte = less;
        if !borrows {
            break;
        }
    }
    bytes.into_iter().skip_while(|byte| *byte == 0).collect()
}

/// Gives a magnitude as a number of 64 bits, if it is one.
fn small(magnitude: &[u8]) -> Option<u64> {
    let is_small = magnitude.len() <= 8;
    is_small.then(|| magnitude.iter().fold(0, |sum, byte| sum << 8 | u64::from(*byte)))
}
