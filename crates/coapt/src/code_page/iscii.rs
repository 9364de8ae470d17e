//! ISCII (IS 13194:1991): code pages 57002 to 57011, one for each script.
//!
//! All scripts share one order of codes, so a table for each is enough. Reading follows the
//! attribute codes that change the script; writing stays in the script of the code page.

use super::generated::{
    CP57002, CP57003, CP57004, CP57005, CP57007, CP57008, CP57009, CP57010, CP57011,
};
use super::table::{Table, push_code};

/// Starts an attribute; the byte after it names the script.
const ATTRIBUTE: u8 = 0xEF;
const HALANT: u8 = 0xE8;
const NUKTA: u8 = 0xE9;
/// After a halant, a second one makes it explicit, which Unicode writes as this.
const NON_JOINER: char = '\u{200C}';
/// After a halant, a nukta makes it soft, which Unicode writes as this; alone it is the
/// invisible consonant.
const JOINER: char = '\u{200D}';

/// Converts text, or names the first character that has no code.
pub(super) fn encode(table: &Table, text: &str) -> Result<Vec<u8>, char> {
    let mut bytes = Vec::with_capacity(text.len());
    for character in text.chars() {
        let is_after_halant = bytes.last() == Some(&HALANT);
        let code = match character {
            NON_JOINER if is_after_halant => u16::from(HALANT),
            JOINER if is_after_halant => u16::from(NUKTA),
            _ => table.code_of(character).ok_or(character)?,
        };
        // A second halant or a nukta here would be read as one of the joiners.
        let is_joiner = matches!(character, NON_JOINER | JOINER);
        if is_after_halant && !is_joiner && [HALANT, NUKTA].map(u16::from).contains(&code) {
            return Err(character);
        }
        push_code(&mut bytes, code);
    }
    Ok(bytes)
}

/// Converts bytes, or tells the offset of the first that means nothing.
pub(super) fn decode(page: &'static Table, bytes: &[u8]) -> Result<String, usize> {
    let mut text = String::with_capacity(bytes.len());
    let mut table = page;
    let mut rest = bytes;
    loop {
        let at = bytes.len() - rest.len();
        rest = match rest {
            [] => return Ok(text),
            [ATTRIBUTE, script, after @ ..] => {
                table = script_table(*script, page).ok_or(at)?;
                after
            }
            [HALANT, second @ (HALANT | NUKTA), after @ ..] => {
                text.push(table.char_of(u16::from(HALANT)).ok_or(at)?);
                text.push(if *second == HALANT { NON_JOINER } else { JOINER });
                after
            }
            [first, after @ ..] => {
                let pair = after.first().map(|second| u16::from_be_bytes([*first, *second]));
                if let Some(character) = pair.and_then(|pair| table.char_of(pair)) {
                    text.push(character);
                    after.get(1..).unwrap_or_default()
                } else {
                    text.push(table.char_of(u16::from(*first)).ok_or(at)?);
                    after
                }
            }
        };
    }
}

/// The table that an attribute code selects.
fn script_table(script: u8, page: &'static Table) -> Option<&'static Table> {
    Some(match script {
        0x40 => page,
        0x42 => &CP57002,
        0x43 | 0x46 => &CP57003,
        0x44 => &CP57004,
        0x45 => &CP57005,
        0x47 => &CP57007,
        0x48 => &CP57008,
        0x49 => &CP57009,
        0x4A => &CP57010,
        0x4B => &CP57011,
        _ => return None,
    })
}
