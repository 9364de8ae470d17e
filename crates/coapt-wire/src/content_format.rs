//! Content formats: media types as numbers, RFC 7252 §5.10.3 and §12.3.

use core::fmt;

/// The number of a media type with its parameters and its coding (RFC 7252 §5.10.3).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ContentFormat(u16);

impl ContentFormat {
    /// `text/plain; charset=utf-8`.
    pub const TEXT_PLAIN: Self = Self(0);

    /// `application/link-format`.
    pub const LINK_FORMAT: Self = Self(40);

    /// `application/xml`.
    pub const XML: Self = Self(41);

    /// `application/octet-stream`.
    pub const OCTET_STREAM: Self = Self(42);

    /// `application/exi`.
    pub const EXI: Self = Self(47);

    /// `application/json`.
    pub const JSON: Self = Self(50);

    /// `application/json-patch+json`.
    pub const JSON_PATCH: Self = Self(51);

    /// `application/merge-patch+json`.
    pub const MERGE_PATCH: Self = Self(52);

    /// `application/cbor`.
    pub const CBOR: Self = Self(60);

    /// `application/cwt`.
    pub const CWT: Self = Self(61);

    /// `application/multipart-core`.
    pub const MULTIPART_CORE: Self = Self(62);

    /// `application/cbor-seq`.
    pub const CBOR_SEQ: Self = Self(63);

    /// `application/senml+json`.
    pub const SENML_JSON: Self = Self(110);

    /// `application/sensml+json`.
    pub const SENSML_JSON: Self = Self(111);

    /// `application/senml+cbor`.
    pub const SENML_CBOR: Self = Self(112);

    /// `application/sensml+cbor`.
    pub const SENSML_CBOR: Self = Self(113);

    /// `application/concise-problem-details+cbor`.
    pub const PROBLEM_DETAILS: Self = Self(257);

    /// `application/missing-blocks+cbor-seq`.
    pub const MISSING_BLOCKS: Self = Self(272);

    /// `application/oscore`.
    pub const OSCORE: Self = Self(10001);

    /// `application/vnd.oma.lwm2m+tlv`.
    pub const LWM2M_TLV: Self = Self(11542);

    /// `application/vnd.oma.lwm2m+json`.
    pub const LWM2M_JSON: Self = Self(11543);

    /// `application/vnd.oma.lwm2m+cbor`.
    pub const LWM2M_CBOR: Self = Self(11544);
}

impl ContentFormat {
    /// Makes the format with this number, known or not.
    #[inline]
    #[must_use]
    pub const fn new(value: u16) -> Self {
        Self(value)
    }

    /// Gives the format's number.
    #[inline]
    #[must_use]
    pub const fn value(self) -> u16 {
        self.0
    }

    /// Finds the media type, with its parameters, that the registry has for this number.
    #[must_use]
    pub fn media_type(self) -> Option<&'static str> {
        self.row().map(|&(_, media_type, _)| media_type)
    }

    /// Finds the coding, such as "deflate", if the format has one.
    #[must_use]
    pub fn coding(self) -> Option<&'static str> {
        self.row().map(|&(_, _, coding)| coding).filter(|coding| !coding.is_empty())
    }

    /// Finds the format with this media type or short name; upper and lower case are the same.
    ///
    /// Short names are "text", "link-format" and whatever follows the slash of a media type, such
    /// as "json", "cbor" or "senml+json". A coding stands behind "@": "application/cbor@deflate".
    #[must_use]
    pub fn from_media_type(text: &str) -> Option<Self> {
        let (name, coding) = text.trim().split_once('@').unwrap_or((text.trim(), ""));
        let found = |same: fn(&str, &str) -> bool| {
            let mut rows = FORMATS.iter();
            rows.find(|row| row.2.eq_ignore_ascii_case(coding) && same(row.1, name))
        };
        if coding.is_empty() && is_plain_text(name) {
            return Some(Self::TEXT_PLAIN);
        }
        found(is_same_type).or_else(|| found(is_short_name)).map(|row| Self(row.0))
    }

    /// Goes through all formats of the registry in order of their numbers.
    pub fn all() -> impl Iterator<Item = Self> {
        FORMATS.iter().map(|row| Self(row.0))
    }

    /// Finds the row of the registry.
    fn row(self) -> Option<&'static Row> {
        let place = FORMATS.binary_search_by_key(&self.0, |row| row.0).ok()?;
        FORMATS.get(place)
    }
}

impl From<u16> for ContentFormat {
    #[inline]
    fn from(value: u16) -> Self {
        Self(value)
    }
}

impl From<ContentFormat> for u16 {
    #[inline]
    fn from(format: ContentFormat) -> Self {
        format.0
    }
}

impl fmt::Display for ContentFormat {
    /// Shows the media type, with "@" and the coding if it has one, or the bare number.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.row() {
            Some((_, media_type, "")) => f.pad(media_type),
            Some((_, media_type, coding)) => write!(f, "{media_type}@{coding}"),
            None => fmt::Display::fmt(&self.0, f),
        }
    }
}

/// Number, media type, coding.
type Row = (u16, &'static str, &'static str);

/// Whether this is the text of no parameters, which the registry does not list.
fn is_plain_text(name: &str) -> bool {
    ["text", "text/plain"].iter().any(|plain| name.eq_ignore_ascii_case(plain))
}

/// Whether two media types are the same but for case, quotes and the blanks at parameters.
fn is_same_type(left: &str, right: &str) -> bool {
    significant(left).eq(significant(right))
}

/// Gives the letters of a media type that count, in lower case.
fn significant(media_type: &str) -> impl Iterator<Item = char> {
    let counts = |letter: &char| !letter.is_whitespace() && *letter != '"';
    media_type.chars().filter(counts).map(|letter| letter.to_ascii_lowercase())
}

/// Whether `name` is what follows the slash of a media type.
fn is_short_name(media_type: &str, name: &str) -> bool {
    media_type.split_once('/').is_some_and(|(_, short)| short.eq_ignore_ascii_case(name))
}

/// The registry, in order of the numbers.
static FORMATS: [Row; 78] = [
    (0, "text/plain; charset=utf-8", ""),
    (16, "application/cose; cose-type=\"cose-encrypt0\"", ""),
    (17, "application/cose; cose-type=\"cose-mac0\"", ""),
    (18, "application/cose; cose-type=\"cose-sign1\"", ""),
    (19, "application/ace+cbor", ""),
    (21, "image/gif", ""),
    (22, "image/jpeg", ""),
    (23, "image/png", ""),
    (40, "application/link-format", ""),
    (41, "application/xml", ""),
    (42, "application/octet-stream", ""),
    (47, "application/exi", ""),
    (50, "application/json", ""),
    (51, "application/json-patch+json", ""),
    (52, "application/merge-patch+json", ""),
    (60, "application/cbor", ""),
    (61, "application/cwt", ""),
    (62, "application/multipart-core", ""),
    (63, "application/cbor-seq", ""),
    (64, "application/edhoc+cbor-seq", ""),
    (65, "application/cid-edhoc+cbor-seq", ""),
    (96, "application/cose; cose-type=\"cose-encrypt\"", ""),
    (97, "application/cose; cose-type=\"cose-mac\"", ""),
    (98, "application/cose; cose-type=\"cose-sign\"", ""),
    (101, "application/cose-key", ""),
    (102, "application/cose-key-set", ""),
    (110, "application/senml+json", ""),
    (111, "application/sensml+json", ""),
    (112, "application/senml+cbor", ""),
    (113, "application/sensml+cbor", ""),
    (114, "application/senml-exi", ""),
    (115, "application/sensml-exi", ""),
    (140, "application/yang-data+cbor; id=sid", ""),
    (256, "application/coap-group+json", ""),
    (257, "application/concise-problem-details+cbor", ""),
    (258, "application/swid+cbor", ""),
    (259, "application/pkixcmp", ""),
    (260, "application/yang-sid+json", ""),
    (261, "application/ace-groupcomm+cbor", ""),
    (262, "application/ace-trl+cbor", ""),
    (263, "application/eat+cwt", ""),
    (264, "application/eat+jwt", ""),
    (265, "application/eat-bun+cbor", ""),
    (266, "application/eat-bun+json", ""),
    (267, "application/eat-ucs+cbor", ""),
    (268, "application/eat-ucs+json", ""),
    (269, "application/coap-eap", ""),
    (271, "application/dots+cbor", ""),
    (272, "application/missing-blocks+cbor-seq", ""),
    (280, "application/pkcs7-mime; smime-type=server-generated-key", ""),
    (281, "application/pkcs7-mime; smime-type=certs-only", ""),
    (284, "application/pkcs8", ""),
    (285, "application/csrattrs", ""),
    (286, "application/pkcs10", ""),
    (287, "application/pkix-cert", ""),
    (290, "application/aif+cbor", ""),
    (291, "application/aif+json", ""),
    (310, "application/senml+xml", ""),
    (311, "application/sensml+xml", ""),
    (320, "application/senml-etch+json", ""),
    (322, "application/senml-etch+cbor", ""),
    (340, "application/yang-data+cbor", ""),
    (341, "application/yang-data+cbor; id=name", ""),
    (432, "application/td+json", ""),
    (433, "application/tm+json", ""),
    (434, "application/sdf+json", ""),
    (553, "application/dns-message", ""),
    (601, "application/uccs+cbor", ""),
    (10000, "application/vnd.ocf+cbor", ""),
    (10001, "application/oscore", ""),
    (10002, "application/javascript", ""),
    (11050, "application/json", "deflate"),
    (11060, "application/cbor", "deflate"),
    (11542, "application/vnd.oma.lwm2m+tlv", ""),
    (11543, "application/vnd.oma.lwm2m+json", ""),
    (11544, "application/vnd.oma.lwm2m+cbor", ""),
    (20000, "text/css", ""),
    (30000, "image/svg+xml", ""),
];
