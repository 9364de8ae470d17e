//! Code pages that shift between codes of one byte and codes of two: EBCDIC of East Asia,
//! ISO-2022-KR (RFC 1557) and HZ (RFC 1843).

use super::table::Table;

/// What one of them shifts with, and between what.
#[derive(Debug)]
pub(super) struct Shifting {
    /// The codes of both lengths.
    pub(super) table: &'static Table,
    /// What text starts with.
    pub(super) header: &'static [u8],
    /// Starts the codes of two bytes.
    pub(super) out: &'static [u8],
    /// Ends them.
    pub(super) back: &'static [u8],
    /// Bits that the table's codes of two bytes have and the code page's lack.
    pub(super) stripped: u16,
    /// The byte that stands for itself when doubled, and for nothing before a line feed.
    pub(super) doubled: Option<u8>,
}

impl Shifting {
    /// EBCDIC with the shift codes SO and SI.
    pub(super) const fn ebcdic(table: &'static Table) -> Self {
        Self { table, header: b"", out: b"\x0e", back: b"\x0f", stripped: 0, doubled: None }
    }

    /// Converts text, or names the first character that has no code.
    pub(super) fn encode(&self, text: &str) -> Result<Vec<u8>, char> {
        let mut bytes = self.header.to_vec();
        let mut is_out = false;
        for character in text.chars() {
            let code = self.code_of(character).ok_or(character)?;
            let needs_out = code > 0xFF;
            let shift = if needs_out { self.out } else { self.back };
            if is_out != needs_out {
                bytes.extend(shift);
                is_out = needs_out;
            }
            match (code & !self.stripped).to_be_bytes() {
                both if needs_out => bytes.extend(both),
                [_, byte] if self.doubled == Some(byte) => bytes.extend([byte, byte]),
                [_, byte] => bytes.push(byte),
            }
        }
        if is_out {
            bytes.extend(self.back);
        }
        Ok(bytes)
    }

    /// Converts bytes, or tells the offset of the first that means nothing.
    pub(super) fn decode(&self, bytes: &[u8]) -> Result<String, usize> {
        let mut text = String::with_capacity(bytes.len());
        let mut rest = bytes;
        let mut is_out = false;
        while !rest.is_empty() {
            if let Some(after) = rest.strip_prefix(self.out) {
                (is_out, rest) = (true, after);
            } else if let Some(after) = rest.strip_prefix(self.back) {
                (is_out, rest) = (false, after);
            } else if let Some(after) = self.strip_header(rest) {
                rest = after;
            } else {
                let (characters, after) =
                    self.read(rest, is_out).ok_or(bytes.len() - rest.len())?;
                text.extend(characters);
                rest = after;
            }
        }
        Ok(text)
    }

    fn code_of(&self, character: char) -> Option<u16> {
        let code = self.table.code_of(character)?;
        let is_usable = match code.to_be_bytes() {
            [0, byte] => Some(byte) == self.doubled || self.is_plain(byte),
            _ => code & self.stripped == self.stripped,
        };
        is_usable.then_some(code)
    }

    /// Whether a code of one byte is neither a shift nor one of the codes that are stripped.
    fn is_plain(&self, byte: u8) -> bool {
        let reserved = [self.header, self.out, self.back];
        let is_reserved = reserved.iter().any(|code| code.first() == Some(&byte));
        !is_reserved && (self.stripped == 0 || byte.is_ascii())
    }

    fn strip_header<'a>(&self, rest: &'a [u8]) -> Option<&'a [u8]> {
        if self.header.is_empty() { None } else { rest.strip_prefix(self.header) }
    }

    /// Reads one character; the controls of ASCII are the same in and out of the shift.
    fn read<'a>(&self, rest: &'a [u8], is_out: bool) -> Option<(Option<char>, &'a [u8])> {
        let is_control = self.stripped != 0 && rest.first().is_some_and(u8::is_ascii_control);
        if is_out && !is_control { self.double(rest) } else { self.single(rest) }
    }

    /// Reads two bytes.
    fn double<'a>(&self, rest: &'a [u8]) -> Option<(Option<char>, &'a [u8])> {
        let ([high, low], after) = rest.split_first_chunk()?;
        let code = u16::from_be_bytes([*high, *low]);
        if code & self.stripped != 0 {
            return None;
        }
        self.table.char_of(code | self.stripped).map(|character| (Some(character), after))
    }

    /// Reads one byte, or a doubled one.
    fn single<'a>(&self, rest: &'a [u8]) -> Option<(Option<char>, &'a [u8])> {
        let (&byte, after) = rest.split_first()?;
        if self.doubled == Some(byte) {
            let (&second, after) = after.split_first()?;
            return match second {
                b'\n' => Some((None, after)),
                _ if second == byte => Some((Some(char::from(byte)), after)),
                _ => None,
            };
        }
        if !self.is_plain(byte) {
            return None;
        }
        self.table.char_of(u16::from(byte)).map(|character| (Some(character), after))
    }
}
