//! ISO-2022-CN (RFC 1922): code pages 50227 and 50229, which differ in the set they prefer.
//!
//! SO selects GB 2312 or plane 1 of CNS 11643, whichever was designated last; SS2 takes one
//! character of plane 2. A line feed ends all designations.

use super::generated::{CP20000 as CNS, CP20936 as GB2312};

/// The set that is tried first for a character in both.
#[derive(Clone, Copy, Debug)]
pub(super) enum Preferred {
    /// GB 2312, for simplified Chinese.
    Gb2312,
    /// CNS 11643, for traditional Chinese.
    Cns,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Set {
    Gb2312,
    Plane1,
    Plane2,
}

const DESIGNATIONS: [(&[u8], Set); 3] =
    [(b"\x1b$)A", Set::Gb2312), (b"\x1b$)G", Set::Plane1), (b"\x1b$*H", Set::Plane2)];
const SINGLE_SHIFT: &[u8] = b"\x1bN";
const SHIFT_OUT: u8 = 0x0E;
const SHIFT_IN: u8 = 0x0F;
const ESCAPE: u8 = 0x1B;

/// What was designated in this line, and whether SO is in force.
#[derive(Debug, Default)]
struct State {
    shifted_to: Option<Set>,
    has_plane_2: bool,
    is_out: bool,
}

/// Converts text, or names the first character that has no code.
pub(super) fn encode(text: &str, preferred: Preferred) -> Result<Vec<u8>, char> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut state = State::default();
    for character in text.chars() {
        if let Ok(byte) = u8::try_from(character)
            && byte.is_ascii()
        {
            if matches!(byte, SHIFT_OUT | SHIFT_IN | ESCAPE) {
                return Err(character);
            }
            state.shift_in(&mut bytes);
            bytes.push(byte);
            if byte == b'\n' {
                state = State::default();
            }
            continue;
        }
        let (set, code) = code_of(character, preferred).ok_or(character)?;
        state.select(&mut bytes, set);
        bytes.extend(code.to_be_bytes());
    }
    state.shift_in(&mut bytes);
    Ok(bytes)
}

/// Converts bytes, or tells the offset of the first that means nothing.
pub(super) fn decode(bytes: &[u8]) -> Result<String, usize> {
    let mut text = String::with_capacity(bytes.len());
    let mut rest = bytes;
    let mut state = State::default();
    while let [first, after @ ..] = rest {
        let at = bytes.len() - rest.len();
        let found =
            DESIGNATIONS.iter().find_map(|(code, set)| Some((rest.strip_prefix(*code)?, set)));
        if let Some((after, &set)) = found {
            state.designate(set);
            rest = after;
        } else if let Some(after) = rest.strip_prefix(SINGLE_SHIFT) {
            text.push(state.read(after, Some(Set::Plane2)).ok_or(at)?);
            rest = after.get(2..).unwrap_or_default();
        } else if matches!(*first, SHIFT_OUT | SHIFT_IN) {
            (rest, state.is_out) = (after, *first == SHIFT_OUT);
        } else if state.is_out && *first > b' ' {
            text.push(state.read(rest, state.shifted_to).ok_or(at)?);
            rest = after.get(1..).unwrap_or_default();
        } else if first.is_ascii() && *first != ESCAPE {
            text.push(char::from(*first));
            if *first == b'\n' {
                state = State::default();
            }
            rest = after;
        } else {
            return Err(at);
        }
    }
    Ok(text)
}

impl State {
    fn designate(&mut self, set: Set) {
        match set {
            Set::Gb2312 | Set::Plane1 => self.shifted_to = Some(set),
            Set::Plane2 => self.has_plane_2 = true,
        }
    }

    fn is_designated(&self, set: Set) -> bool {
        match set {
            Set::Gb2312 | Set::Plane1 => self.shifted_to == Some(set),
            Set::Plane2 => self.has_plane_2,
        }
    }

    /// Makes the next two bytes a character of `set`.
    fn select(&mut self, bytes: &mut Vec<u8>, set: Set) {
        if !self.is_designated(set) {
            let designation = DESIGNATIONS.iter().find(|designation| designation.1 == set);
            bytes.extend(designation.map_or(&b""[..], |designation| designation.0));
            self.designate(set);
        }
        if set == Set::Plane2 {
            bytes.extend(SINGLE_SHIFT);
        } else if !self.is_out {
            bytes.push(SHIFT_OUT);
            self.is_out = true;
        }
    }

    fn shift_in(&mut self, bytes: &mut Vec<u8>) {
        if self.is_out {
            bytes.push(SHIFT_IN);
            self.is_out = false;
        }
    }

    /// Reads two bytes as a character of `set`, which must have been designated.
    fn read(&self, rest: &[u8], set: Option<Set>) -> Option<char> {
        let set = set.filter(|set| self.is_designated(*set))?;
        let code = u16::from_be_bytes(*rest.first_chunk()?);
        if code & 0x8080 != 0 {
            return None;
        }
        match set {
            Set::Gb2312 => GB2312.char_of(code | 0x8080),
            Set::Plane1 => CNS.char_of(code | 0x8080),
            Set::Plane2 => CNS.char_of(code | 0x8000),
        }
    }
}

/// The set and the seven-bit code that a character is written in.
fn code_of(character: char, preferred: Preferred) -> Option<(Set, u16)> {
    let gb = GB2312.code_of(character).filter(|code| code & 0x8080 == 0x8080);
    let gb = gb.map(|code| (Set::Gb2312, code & 0x7F7F));
    let cns = CNS.code_of(character).filter(|code| *code > 0xFF);
    let cns =
        cns.map(|code| (if code & 0x80 == 0 { Set::Plane2 } else { Set::Plane1 }, code & 0x7F7F));
    match preferred {
        Preferred::Gb2312 => gb.or(cns),
        Preferred::Cns => cns.or(gb),
    }
}
