//! Code pages that are a table: one byte for a character, or a lead byte and a trail byte.
//!
//! The tables stand packed in `generated/tables.rs` and are unpacked at their first use. A code is
//! the byte, or the two bytes as one big-endian number; no code of one byte is also a lead byte,
//! so the longer match is the right one.

use std::sync::OnceLock;

use encoding_rs::{BIG5, EUC_JP, EUC_KR, Encoding, GBK};

/// A table as it stands in the generated file.
#[derive(Debug)]
pub(super) struct Source {
    /// What the first codes of one byte mean.
    pub(super) head: &'static str,
    /// What the codes after `head` mean; U+FFFD stands for unmapped, as does the missing end.
    pub(super) rest: &'static str,
    /// The codes of two bytes; tables may share them.
    pub(super) double: Option<&'static Double>,
    /// Codes whose character is written as another code.
    pub(super) decode_only: &'static [u16],
}

/// Codes of two bytes, counted in cells: all trail bytes of the first lead byte, then of the next.
#[derive(Debug)]
pub(super) struct Double {
    /// The lead byte of cell 0.
    pub(super) first_lead: u8,
    /// The trail bytes in order, as ranges with both ends.
    pub(super) trails: &'static [(u8, u8)],
    /// Cells that follow a known sequence: first cell, sequence, place in it, number of cells.
    pub(super) runs: &'static [(u16, Base, u16, u16)],
    /// All other cells: first cell, packed text (see [`unpack`]).
    pub(super) texts: &'static [(u16, &'static str)],
}

/// A sequence of characters that the program has without a table of its own.
#[derive(Clone, Copy, Debug)]
pub(super) enum Base {
    /// By code point.
    Unicode,
    /// As in Big5.
    Big5,
    /// As in EUC-JP, two bytes: JIS X 0208.
    EucJp,
    /// As in EUC-JP, three bytes: JIS X 0212.
    Jis0212,
    /// As in EUC-KR, Unified Hangul Code included.
    EucKr,
    /// As in GBK.
    Gbk,
}

/// The head of pages that start as ISO 8859 does.
pub(super) const LATIN: &str = "\u{0}\u{1}\u{2}\u{3}\u{4}\u{5}\u{6}\u{7}\u{8}\t\n\u{b}\u{c}\r\u{e}\u{f}\
    \u{10}\u{11}\u{12}\u{13}\u{14}\u{15}\u{16}\u{17}\u{18}\u{19}\u{1a}\u{1b}\u{1c}\u{1d}\u{1e}\u{1f} \
    !\"#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_`abcdefghijklmnopqrstuvwxyz{|}~\
    \u{7f}\u{80}\u{81}\u{82}\u{83}\u{84}\u{85}\u{86}\u{87}\u{88}\u{89}\u{8a}\u{8b}\u{8c}\u{8d}\u{8e}\
    \u{8f}\u{90}\u{91}\u{92}\u{93}\u{94}\u{95}\u{96}\u{97}\u{98}\u{99}\u{9a}\u{9b}\u{9c}\u{9d}\u{9e}\
    \u{9f}";
/// The head of pages that start as ASCII does.
pub(super) const ASCII: &str = LATIN.split_at(128).0;
/// The head of pages that share ASCII's control characters only.
pub(super) const CONTROLS: &str = LATIN.split_at(32).0;
/// The head of EBCDIC pages, up to the space.
pub(super) const EBCDIC: &str = "\u{0}\u{1}\u{2}\u{3}\u{9c}\t\u{86}\u{7f}\u{97}\u{8d}\u{8e}\u{b}\u{c}\r\
    \u{e}\u{f}\u{10}\u{11}\u{12}\u{13}\u{9d}\u{85}\u{8}\u{87}\u{18}\u{19}\u{92}\u{8f}\u{1c}\u{1d}\
    \u{1e}\u{1f}\u{80}\u{81}\u{82}\u{83}\u{84}\n\u{17}\u{1b}\u{88}\u{89}\u{8a}\u{8b}\u{8c}\u{5}\
    \u{6}\u{7}\u{90}\u{91}\u{16}\u{93}\u{94}\u{95}\u{96}\u{4}\u{98}\u{99}\u{9a}\u{9b}\u{14}\u{15}\
    \u{9e}\u{1a}";
/// The head of pages that start as no other does.
pub(super) const NONE: &str = "";

/// In a packed text, the ASCII character that stands for the character before it.
const NO_STEP: u32 = 0x4F;

/// A code page that is a table.
#[derive(Debug)]
pub(super) struct Table {
    source: Source,
    pairs: OnceLock<Pairs>,
}

/// A table unpacked: code and character, sorted by either.
#[derive(Debug)]
struct Pairs {
    by_code: Vec<(u16, char)>,
    by_char: Vec<(char, u16)>,
}

impl Table {
    /// Makes the table; it is unpacked at its first use.
    pub(super) const fn new(source: Source) -> Self {
        Self { source, pairs: OnceLock::new() }
    }

    /// Converts text, or names the first character that has no code.
    pub(super) fn encode(&self, text: &str) -> Result<Vec<u8>, char> {
        let mut bytes = Vec::with_capacity(text.len());
        for character in text.chars() {
            push_code(&mut bytes, self.code_of(character).ok_or(character)?);
        }
        Ok(bytes)
    }

    /// Converts bytes, or tells the offset of the first that means nothing.
    pub(super) fn decode(&self, bytes: &[u8]) -> Result<String, usize> {
        let mut text = String::with_capacity(bytes.len());
        let mut rest = bytes;
        while let [first, after @ ..] = rest {
            let double = after.first().and_then(|second| {
                (*first != 0 && self.source.double.is_some())
                    .then(|| u16::from_be_bytes([*first, *second]))
            });
            if let Some(character) = double.and_then(|code| self.char_of(code)) {
                text.push(character);
                rest = after.get(1..).unwrap_or_default();
            } else {
                let character = self.char_of(u16::from(*first));
                text.push(character.ok_or(bytes.len() - rest.len())?);
                rest = after;
            }
        }
        Ok(text)
    }

    /// What a code means.
    pub(super) fn char_of(&self, code: u16) -> Option<char> {
        let pairs = &self.pairs().by_code;
        let place = pairs.binary_search_by_key(&code, |pair| pair.0).ok()?;
        pairs.get(place).map(|pair| pair.1)
    }

    /// How a character is written.
    pub(super) fn code_of(&self, character: char) -> Option<u16> {
        let pairs = &self.pairs().by_char;
        let place = pairs.binary_search_by_key(&character, |pair| pair.0).ok()?;
        pairs.get(place).map(|pair| pair.1)
    }

    /// Every code with what it means, by code.
    #[cfg(test)]
    pub(super) fn mappings(&self) -> &[(u16, char)] {
        &self.pairs().by_code
    }

    /// The codes whose character is written as another code.
    #[cfg(test)]
    pub(super) fn decode_only(&self) -> &[u16] {
        self.source.decode_only
    }

    fn pairs(&self) -> &Pairs {
        self.pairs.get_or_init(|| self.source.unpack())
    }
}

impl Source {
    fn unpack(&self) -> Pairs {
        let singles = self.head.chars().chain(self.rest.chars());
        let mut by_code: Vec<(u16, char)> = (0..0x100).zip(singles).collect();
        if let Some(double) = self.double {
            double.unpack(&mut by_code);
        }
        by_code.retain(|pair| pair.1 != char::REPLACEMENT_CHARACTER);
        by_code.sort_unstable();
        let written = by_code.iter().filter(|pair| !self.decode_only.contains(&pair.0));
        let mut by_char: Vec<(char, u16)> = written.map(|&(code, char)| (char, code)).collect();
        by_char.sort_unstable();
        Pairs { by_code, by_char }
    }
}

impl Double {
    fn unpack(&self, pairs: &mut Vec<(u16, char)>) {
        let trails: Vec<u8> = self.trails.iter().flat_map(|&(low, high)| low..=high).collect();
        let codes: Vec<u16> = (self.first_lead..=u8::MAX)
            .flat_map(|lead| trails.iter().map(move |&trail| u16::from_be_bytes([lead, trail])))
            .collect();
        let from = |cell: u16| codes.iter().copied().skip(usize::from(cell));
        for &(cell, base, place, length) in self.runs {
            pairs.extend(from(cell).zip(base.sequence(place, length)));
        }
        for &(cell, packed) in self.texts {
            pairs.extend(from(cell).zip(unpack(packed)));
        }
    }
}

impl Base {
    fn sequence(self, from: u16, length: u16) -> Vec<char> {
        static CACHE: [OnceLock<Vec<char>>; 5] = [const { OnceLock::new() }; 5];
        let (cache, encoding, prefix) = match self {
            Self::Unicode => {
                let range = u32::from(from)..u32::from(from) + u32::from(length);
                return range.filter_map(char::from_u32).collect();
            }
            Self::Big5 => (&CACHE[0], BIG5, None),
            Self::EucJp => (&CACHE[1], EUC_JP, None),
            Self::Jis0212 => (&CACHE[2], EUC_JP, Some(0x8F)),
            Self::EucKr => (&CACHE[3], EUC_KR, None),
            Self::Gbk => (&CACHE[4], GBK, None),
        };
        let all = cache.get_or_init(|| two_byte_characters(encoding, prefix));
        all.iter().copied().skip(usize::from(from)).take(usize::from(length)).collect()
    }
}

/// What the pairs of bytes after `prefix` mean in `encoding`, where that is one character.
fn two_byte_characters(encoding: &'static Encoding, prefix: Option<u8>) -> Vec<char> {
    let mut found = Vec::new();
    for code in 0x8130..=0xFEFE_u16 {
        let bytes: Vec<u8> = prefix.into_iter().chain(code.to_be_bytes()).collect();
        let text = encoding.decode_without_bom_handling_and_without_replacement(&bytes);
        let mut characters = text.iter().flat_map(|text| text.chars());
        if let (Some(character), None) = (characters.next(), characters.next()) {
            found.push(character);
        }
    }
    found
}

/// Unpacks a text of the generated file.
///
/// A space is an unmapped cell. Any other ASCII character is a step from the character before it,
/// counted from [`NO_STEP`]; after `~` it is itself. The rest are characters as they are.
fn unpack(packed: &str) -> Vec<char> {
    let mut text = Vec::new();
    let mut last = 0;
    let mut characters = packed.chars();
    while let Some(character) = characters.next() {
        let code = match character {
            ' ' => {
                text.push(char::REPLACEMENT_CHARACTER);
                continue;
            }
            '~' => characters.next().map_or(0, u32::from),
            '!'..='}' => (last + u32::from(character)).saturating_sub(NO_STEP),
            _ => u32::from(character),
        };
        text.push(char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER));
        last = code;
    }
    text
}

/// Appends a code as one byte or as two.
pub(super) fn push_code(bytes: &mut Vec<u8>, code: u16) {
    match code.to_be_bytes() {
        [0, low] => bytes.push(low),
        both => bytes.extend(both),
    }
}
