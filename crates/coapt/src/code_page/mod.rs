//! Text to bytes and back in the code page that the setting `CodePage` names.
//!
//! Only text that is assigned to a bytes property goes through here; URIs and string options are
//! always UTF-8. A conversion is exact or an error: nothing is replaced, and no byte order mark is
//! written. `docs/code-pages.md` lists the code pages, and the few without a public table.

use list::Row;

mod coding;

mod escaped_ascii;
mod euc_tw;
#[expect(clippy::unicode_not_nfc, reason = "code pages tell apart what normalization unites")]
#[rustfmt::skip]
#[path = "generated/tables.rs"]
mod generated;
mod iscii;
mod iso2022_cn;
mod iso2022_jp;
mod list;
mod shifting;
mod table;
#[cfg(test)]
mod tests;
mod unicode;
mod utf7;

/// A code page that text can be converted with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CodePage(u32);

/// Why an identifier was refused, or text was not converted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CodePageError {
    /// No code page of that identifier is known on this system.
    #[error("{identifier} is not a code page{}", mac_hint(*.identifier))]
    Unknown {
        /// The identifier that was asked for.
        identifier: u32,
    },
    /// The code page is known, but no public conversion table of it was found.
    #[error("code page {identifier} ({name}) has no public conversion table")]
    Unpublished {
        /// The code page in use.
        identifier: u32,
        /// The name that belongs to it.
        name: &'static str,
    },
    /// The text has a character that the code page lacks.
    #[error("code page {identifier} has no {character:?} (character {position} of the text)")]
    Unmappable {
        /// The code page in use.
        identifier: u32,
        /// The first character that cannot be converted.
        character: char,
        /// Its place in the text, in characters; the first is 0.
        position: usize,
    },
    /// The bytes mean nothing in the code page.
    #[error("the bytes from offset {offset} on are not valid in code page {identifier}")]
    Malformed {
        /// The code page in use.
        identifier: u32,
        /// The offset of the first byte that cannot be converted.
        offset: usize,
    },
}

impl CodePage {
    /// UTF-8, the default of the setting.
    pub const UTF_8: Self = Self(65001);

    /// Takes an identifier of the setting; those of the Mac are known on macOS only.
    ///
    /// # Errors
    /// [`CodePageError::Unknown`].
    pub fn new(identifier: u32) -> Result<Self, CodePageError> {
        Self::for_system(identifier, cfg!(target_os = "macos"))
    }

    /// Converts text.
    ///
    /// # Errors
    /// [`CodePageError::Unmappable`] names the first character that the code page lacks;
    /// [`CodePageError::Unpublished`] if it has no conversion at all.
    pub fn encode(self, text: &str) -> Result<Vec<u8>, CodePageError> {
        self.check_published(text.is_empty())?;
        self.row().coding.encode(text).map_err(|character| {
            let position = text.chars().position(|other| other == character).unwrap_or_default();
            CodePageError::Unmappable { identifier: self.0, character, position }
        })
    }

    /// Converts bytes.
    ///
    /// # Errors
    /// [`CodePageError::Malformed`] tells where the bytes stop making sense;
    /// [`CodePageError::Unpublished`] if the code page has no conversion at all.
    pub fn decode(self, bytes: &[u8]) -> Result<String, CodePageError> {
        self.check_published(bytes.is_empty())?;
        let malformed = |offset| CodePageError::Malformed { identifier: self.0, offset };
        self.row().coding.decode(bytes).map_err(malformed)
    }

    /// The number that names the code page in the setting.
    #[must_use]
    pub fn identifier(self) -> u32 {
        self.0
    }

    /// The name of the code page, such as `Unicode UTF-8`.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.row().name
    }

    fn for_system(identifier: u32, is_mac: bool) -> Result<Self, CodePageError> {
        match find(identifier, is_mac) {
            None => Err(CodePageError::Unknown { identifier }),
            Some(_) => Ok(Self(identifier)),
        }
    }

    /// Refuses to convert what has no conversion; nothing at all needs none.
    fn check_published(self, is_empty: bool) -> Result<(), CodePageError> {
        match self.row() {
            Row { name, coding: coding::Coding::Unpublished, .. } if !is_empty => {
                Err(CodePageError::Unpublished { identifier: self.0, name })
            }
            _ => Ok(()),
        }
    }

    fn row(self) -> &'static Row {
        find(self.0, true).expect("a code page is made of a listed identifier only")
    }
}

fn find(identifier: u32, is_mac: bool) -> Option<&'static Row> {
    let mac = if is_mac { list::MAC_CODE_PAGES } else { &[] };
    list::CODE_PAGES.iter().chain(mac).find(|row| row.identifier == identifier)
}

/// Tells those who try an identifier of the Mac elsewhere why it is refused.
fn mac_hint(identifier: u32) -> &'static str {
    if find(identifier, true).is_some() { " outside macOS" } else { "" }
}
