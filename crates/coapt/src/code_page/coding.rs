//! How the text of one code page becomes bytes and back.

use encoding_rs::{DecoderResult, EncoderResult, Encoding};

use super::iso2022_cn::{self, Preferred};
use super::iso2022_jp::{self, Kana};
use super::shifting::Shifting;
use super::table::Table;
use super::unicode::{self, ByteOrder};
use super::{escaped_ascii, euc_tw, iscii, utf7};

/// The conversion of a code page.
#[derive(Clone, Copy, Debug)]
pub(super) enum Coding {
    /// UTF-7.
    Utf7,
    /// UTF-8.
    Utf8,
    /// UTF-16.
    Utf16(ByteOrder),
    /// UTF-32.
    Utf32(ByteOrder),
    /// ASCII with escapes.
    EscapedAscii,
    /// A table of codes of one or two bytes.
    Table(&'static Table),
    /// Codes of one and of two bytes with a shift between them.
    Shifting(&'static Shifting),
    /// One that the WHATWG defines the same way.
    Whatwg(&'static Encoding),
    /// ISO-2022-JP with half-width katakana.
    Iso2022Jp(Kana),
    /// ISO-2022-CN.
    Iso2022Cn(Preferred),
    /// EUC-TW.
    EucTw,
    /// ISCII in one script.
    Iscii(&'static Table),
    /// No public table was found: nothing but the empty text can be converted.
    Unpublished,
}

impl Coding {
    /// Converts text, or names the first character that cannot be converted.
    pub(super) fn encode(self, text: &str) -> Result<Vec<u8>, char> {
        match self {
            Self::Utf7 => Ok(utf7::encode(text)),
            Self::Utf8 => Ok(text.as_bytes().to_vec()),
            Self::Utf16(order) => Ok(unicode::encode_16(text, order)),
            Self::Utf32(order) => Ok(unicode::encode_32(text, order)),
            Self::EscapedAscii => Ok(escaped_ascii::encode(text)),
            Self::Table(table) => table.encode(text),
            Self::Shifting(shifting) => shifting.encode(text),
            Self::Whatwg(encoding) => encode_whatwg(encoding, text),
            Self::Iso2022Jp(kana) => iso2022_jp::encode(text, kana),
            Self::Iso2022Cn(preferred) => iso2022_cn::encode(text, preferred),
            Self::EucTw => euc_tw::encode(text),
            Self::Iscii(table) => iscii::encode(table, text),
            Self::Unpublished => text.chars().next().map_or(Ok(Vec::new()), Err),
        }
    }

    /// Converts bytes, or tells the offset of the first that cannot be converted.
    pub(super) fn decode(self, bytes: &[u8]) -> Result<String, usize> {
        match self {
            Self::Utf7 => utf7::decode(bytes),
            Self::Utf8 => match std::str::from_utf8(bytes) {
                Ok(text) => Ok(text.to_owned()),
                Err(error) => Err(error.valid_up_to()),
            },
            Self::Utf16(order) => unicode::decode_16(bytes, order),
            Self::Utf32(order) => unicode::decode_32(bytes, order),
            Self::EscapedAscii => escaped_ascii::decode(bytes),
            Self::Table(table) => table.decode(bytes),
            Self::Shifting(shifting) => shifting.decode(bytes),
            Self::Whatwg(encoding) => decode_whatwg(encoding, bytes),
            Self::Iso2022Jp(_) => iso2022_jp::decode(bytes),
            Self::Iso2022Cn(_) => iso2022_cn::decode(bytes),
            Self::EucTw => euc_tw::decode(bytes),
            Self::Iscii(table) => iscii::decode(table, bytes),
            Self::Unpublished => {
                if bytes.is_empty() {
                    Ok(String::new())
                } else {
                    Err(0)
                }
            }
        }
    }
}

fn encode_whatwg(encoding: &'static Encoding, text: &str) -> Result<Vec<u8>, char> {
    let mut encoder = encoding.new_encoder();
    let room = encoder.max_buffer_length_from_utf8_without_replacement(text.len());
    let mut bytes = Vec::with_capacity(room.unwrap_or(text.len()));
    let mut rest = text;
    loop {
        let (result, read) =
            encoder.encode_from_utf8_to_vec_without_replacement(rest, &mut bytes, true);
        rest = rest.get(read..).unwrap_or_default();
        match result {
            EncoderResult::InputEmpty => return Ok(bytes),
            EncoderResult::OutputFull => bytes.reserve(rest.len().max(16)),
            EncoderResult::Unmappable(character) => return Err(character),
        }
    }
}

fn decode_whatwg(encoding: &'static Encoding, bytes: &[u8]) -> Result<String, usize> {
    let mut decoder = encoding.new_decoder_without_bom_handling();
    let room = decoder.max_utf8_buffer_length_without_replacement(bytes.len());
    let mut text = String::with_capacity(room.unwrap_or(bytes.len()));
    let mut done = 0;
    loop {
        let rest = bytes.get(done..).unwrap_or_default();
        let (result, read) = decoder.decode_to_string_without_replacement(rest, &mut text, true);
        done += read;
        match result {
            DecoderResult::InputEmpty => return Ok(text),
            DecoderResult::OutputFull => text.reserve(bytes.len().max(16)),
            DecoderResult::Malformed(length, after) => {
                return Err(done.saturating_sub(usize::from(length) + usize::from(after)));
            }
        }
    }
}
