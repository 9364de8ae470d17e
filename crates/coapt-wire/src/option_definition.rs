//! The registry of options, RFC 7252 §5.10 and §12.2.

use crate::OptionNumber;

/// What the registry says about one option (RFC 7252 §5.4, §5.10).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OptionDefinition {
    /// The number, whose lowest bits say how to treat the option when it is not known.
    pub number: OptionNumber,
    /// The name, such as "Uri-Path".
    pub name: &'static str,
    /// The format of the value.
    pub format: OptionFormat,
    /// How many bytes the value has at least.
    pub min: u16,
    /// How many bytes the value has at most.
    pub max: u16,
    /// Whether the option may stand in a message more than once.
    pub repeatable: bool,
    /// The text that defines the option.
    pub reference: &'static str,
}

impl OptionDefinition {
    /// Whether a value of this many bytes is within the option's range (RFC 7252 §5.4.3).
    #[inline]
    #[must_use]
    pub const fn accepts_length(&self, length: usize) -> bool {
        length >= self.min as usize && length <= self.max as usize
    }

    /// Gives the whole registry, in order of the numbers.
    #[must_use]
    pub const fn all() -> &'static [Self] {
        &DEFINITIONS
    }
}

/// The format of an option's value (RFC 7252 §3.2; RFC 7959 §2.2 for blocks).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum OptionFormat {
    /// No bytes at all.
    Empty,
    /// Bytes without a meaning here.
    Opaque,
    /// A number in network byte order, shortest form preferred.
    Uint,
    /// UTF-8 text.
    String,
    /// A block's number, more flag and size.
    Block,
}

/// Makes one constant and one row of the registry for each line.
macro_rules! options {
    ($($ident:ident = $number:literal, $name:literal, $format:ident, $min:literal..=$max:literal,
       $repeatable:literal, $reference:literal;)*) => {
        impl OptionNumber {
            $(
                #[doc = concat!("The number of ", $name, " (", $reference, ").")]
                pub const $ident: Self = Self::new($number);
            )*
        }

        static DEFINITIONS: [OptionDefinition; [$($number),*].len()] = [
            $(OptionDefinition {
                number: OptionNumber::$ident,
                name: $name,
                format: OptionFormat::$format,
                min: $min,
                max: $max,
                repeatable: $repeatable,
                reference: $reference,
            },)*
        ];

        /// For each number up to the largest known one, its place among the definitions.
        static PLACES: [u8; 293] = {
            let mut places = [u8::MAX; 293];
            let mut place = 0;
            $(
                places[$number] = place;
                place += 1;
            )*
            assert!(place < u8::MAX);
            places
        };
    };
}

options! {
    IF_MATCH = 1, "If-Match", Opaque, 0..=8, true, "RFC 7252 §5.10.8.1";
    URI_HOST = 3, "Uri-Host", String, 1..=255, false, "RFC 7252 §5.10.1";
    ETAG = 4, "ETag", Opaque, 1..=8, true, "RFC 7252 §5.10.6";
    IF_NONE_MATCH = 5, "If-None-Match", Empty, 0..=0, false, "RFC 7252 §5.10.8.2";
    OBSERVE = 6, "Observe", Uint, 0..=3, false, "RFC 7641 §2";
    URI_PORT = 7, "Uri-Port", Uint, 0..=2, false, "RFC 7252 §5.10.1";
    LOCATION_PATH = 8, "Location-Path", String, 0..=255, true, "RFC 7252 §5.10.7";
    OSCORE = 9, "OSCORE", Opaque, 0..=255, false, "RFC 8613 §2";
    URI_PATH = 11, "Uri-Path", String, 0..=255, true, "RFC 7252 §5.10.1";
    CONTENT_FORMAT = 12, "Content-Format", Uint, 0..=2, false, "RFC 7252 §5.10.3";
    MAX_AGE = 14, "Max-Age", Uint, 0..=4, false, "RFC 7252 §5.10.5";
    URI_QUERY = 15, "Uri-Query", String, 0..=255, true, "RFC 7252 §5.10.1";
    HOP_LIMIT = 16, "Hop-Limit", Uint, 1..=1, false, "RFC 8768 §3";
    ACCEPT = 17, "Accept", Uint, 0..=2, false, "RFC 7252 §5.10.4";
    Q_BLOCK1 = 19, "Q-Block1", Block, 0..=3, false, "RFC 9177 §4";
    LOCATION_QUERY = 20, "Location-Query", String, 0..=255, true, "RFC 7252 §5.10.7";
    EDHOC = 21, "EDHOC", Empty, 0..=0, false, "RFC 9668 §3.1";
    BLOCK2 = 23, "Block2", Block, 0..=3, false, "RFC 7959 §2";
    BLOCK1 = 27, "Block1", Block, 0..=3, false, "RFC 7959 §2";
    SIZE2 = 28, "Size2", Uint, 0..=4, false, "RFC 7959 §4";
    Q_BLOCK2 = 31, "Q-Block2", Block, 0..=3, true, "RFC 9177 §4";
    PROXY_URI = 35, "Proxy-Uri", String, 1..=1034, false, "RFC 7252 §5.10.2";
    PROXY_SCHEME = 39, "Proxy-Scheme", String, 1..=255, false, "RFC 7252 §5.10.2";
    SIZE1 = 60, "Size1", Uint, 0..=4, false, "RFC 7252 §5.10.9, RFC 7959 §4";
    ECHO = 252, "Echo", Opaque, 1..=40, false, "RFC 9175 §2.2.1";
    NO_RESPONSE = 258, "No-Response", Uint, 0..=1, false, "RFC 7967 §2";
    REQUEST_TAG = 292, "Request-Tag", Opaque, 0..=8, true, "RFC 9175 §3.2.1";
}

/// Finds the definition of an option.
#[inline]
pub(crate) fn find(number: OptionNumber) -> Option<&'static OptionDefinition> {
    let place = PLACES.get(usize::from(number.value()))?;
    DEFINITIONS.get(usize::from(*place))
}
