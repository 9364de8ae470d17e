//! ISO-2022-JP with half-width katakana: code pages 50221 and 50222.
//!
//! RFC 1468 has no half-width katakana. 50221 selects them with an escape sequence, 50222 with
//! SO and SI; both are read either way.

use super::generated::CP51932 as EUC_JP;

/// How half-width katakana are selected in writing.
#[derive(Clone, Copy, Debug)]
pub(super) enum Kana {
    /// By the escape sequence of JIS X 0201 katakana.
    Escape,
    /// By SO, until SI.
    ShiftOut,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Set {
    Ascii,
    Roman,
    Katakana,
    Kanji,
}

const ESCAPES: [(&[u8], Set); 5] = [
    (b"\x1b(B", Set::Ascii),
    (b"\x1b(J", Set::Roman),
    (b"\x1b(I", Set::Katakana),
    (b"\x1b$B", Set::Kanji),
    (b"\x1b$@", Set::Kanji),
];
const SHIFT_OUT: u8 = 0x0E;
const SHIFT_IN: u8 = 0x0F;
const ESCAPE: u8 = 0x1B;

/// Converts text, or names the first character that has no code.
pub(super) fn encode(text: &str, kana: Kana) -> Result<Vec<u8>, char> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut state = Set::Ascii;
    for character in text.chars() {
        let (set, code) = code_of(character).ok_or(character)?;
        switch(&mut bytes, state, set, kana);
        state = set;
        super::table::push_code(&mut bytes, code);
    }
    switch(&mut bytes, state, Set::Ascii, kana);
    Ok(bytes)
}

/// Converts bytes, or tells the offset of the first that means nothing.
pub(super) fn decode(bytes: &[u8]) -> Result<String, usize> {
    let mut text = String::with_capacity(bytes.len());
    let mut rest = bytes;
    let mut state = Set::Ascii;
    let mut is_out = false;
    while let [first, after @ ..] = rest {
        let escape =
            ESCAPES.iter().find_map(|(escape, set)| Some((rest.strip_prefix(*escape)?, *set)));
        if let Some((after, set)) = escape {
            (rest, state) = (after, set);
        } else if matches!(*first, SHIFT_OUT | SHIFT_IN) {
            (rest, is_out) = (after, *first == SHIFT_OUT);
        } else {
            let set = if is_out { Set::Katakana } else { state };
            let found = read(rest, set);
            let (character, length) = found.ok_or(bytes.len() - rest.len())?;
            text.push(character);
            rest = rest.get(length..).unwrap_or_default();
        }
    }
    Ok(text)
}

/// The set and the seven-bit code that a character is written in.
fn code_of(character: char) -> Option<(Set, u16)> {
    let code = EUC_JP.code_of(character)?;
    match code.to_be_bytes() {
        [0, SHIFT_OUT | SHIFT_IN | ESCAPE | 0x80..] => None,
        [0, _] => Some((Set::Ascii, code)),
        [0x8E, _] => Some((Set::Katakana, code & 0x7F)),
        _ => Some((Set::Kanji, code & 0x7F7F)),
    }
}

fn switch(bytes: &mut Vec<u8>, from: Set, to: Set, kana: Kana) {
    if from == to {
        return;
    }
    match (kana, from, to) {
        (Kana::ShiftOut, Set::Kanji, Set::Katakana) => bytes.extend(b"\x1b(B\x0e"),
        (Kana::ShiftOut, _, Set::Katakana) => bytes.push(SHIFT_OUT),
        (Kana::ShiftOut, Set::Katakana, Set::Ascii) => bytes.push(SHIFT_IN),
        (Kana::ShiftOut, Set::Katakana, Set::Kanji) => bytes.extend(b"\x0f\x1b$B"),
        _ => bytes.extend(ESCAPES.iter().find(|escape| escape.1 == to).map_or(&b""[..], |e| e.0)),
    }
}

/// Reads one character of `set` and tells its length; controls are the same in every set.
fn read(rest: &[u8], set: Set) -> Option<(char, usize)> {
    let first = *rest.first()?;
    match (set, first) {
        (_, ESCAPE | 0x80..) => None,
        (Set::Roman, b'\\') => Some(('¥', 1)),
        (Set::Roman, b'~') => Some(('‾', 1)),
        (Set::Ascii | Set::Roman, _) | (_, ..0x20) => Some((char::from(first), 1)),
        (Set::Katakana, _) => Some((EUC_JP.char_of(0x8E80 | u16::from(first))?, 1)),
        (Set::Kanji, _) => {
            let code = u16::from_be_bytes([first, *rest.get(1)?]);
            Some((EUC_JP.char_of(code | 0x8080).filter(|_| code & 0x8080 == 0)?, 2))
        }
    }
}
