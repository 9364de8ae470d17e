//! Payloads laid out for a reader by their content format.

use coapt::wire::ContentFormat;

use crate::paint::Paint;

use super::{cbor, colour, hex, json, links, senml, text};

/// How many bytes of a binary payload a terminal is given.
const VIEW_LIMIT: usize = 1024;

/// Lays a payload out for a terminal; the text ends with a line break unless it is empty.
pub(crate) fn pretty(format: Option<ContentFormat>, bytes: &[u8]) -> String {
    painted(Paint::Plain, format, bytes)
}

/// Lays a payload out for a terminal, with colour; the text ends with a line break unless it is empty.
pub(crate) fn painted(paint: Paint, format: Option<ContentFormat>, bytes: &[u8]) -> String {
    if bytes.is_empty() {
        return String::new();
    }
    let records = format.and_then(|format| senml(format, bytes));
    if let Some(records) = records {
        return senml::table(paint, &records);
    }
    let mut shown = match format.map_or(Kind::Unknown, Kind::of) {
        Kind::Json => as_text(bytes)
            .and_then(|text| json::pretty(&text))
            .map(|text| colour::notation(paint, &text)),
        Kind::Cbor => notation(bytes).map(|text| colour::notation(paint, &text)),
        Kind::Links => as_text(bytes)
            .map(|text| links::pretty(paint, &text).unwrap_or_else(|| one_link_a_line(&text))),
        Kind::Unknown => None,
    }
    .or_else(|| as_text(bytes))
    .unwrap_or_else(|| view(bytes));
    if !shown.ends_with('\n') {
        shown.push('\n');
    }
    shown
}

/// Reads the records of a SenML pack, or of one that measurements are streamed in; `None` if there are none.
fn senml(format: ContentFormat, bytes: &[u8]) -> Option<Vec<senml::Record>> {
    let records = match format {
        ContentFormat::SENML_JSON | ContentFormat::SENSML_JSON => {
            senml::from_json(std::str::from_utf8(bytes).ok()?)
        }
        ContentFormat::SENML_CBOR | ContentFormat::SENSML_CBOR => senml::from_cbor(bytes),
        _ => None,
    };
    records.filter(|records| !records.is_empty())
}

/// Gives CBOR in diagnostic notation, fit for a terminal; `None` if it is none.
pub(crate) fn notation(bytes: &[u8]) -> Option<String> {
    cbor::diagnostic(bytes).map(|text| text::printable(&text, &['\n']))
}

/// What a content format means for the layout.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// JSON, or a format on top of it.
    Json,
    /// CBOR, or a format on top of it.
    Cbor,
    /// Link format (RFC 6690).
    Links,
    /// Anything else.
    Unknown,
}

impl Kind {
    /// Tells what a format is.
    pub(crate) fn of(format: ContentFormat) -> Self {
        if format == ContentFormat::LINK_FORMAT {
            return Self::Links;
        }
        let Some(name) = format.media_type().filter(|_| format.coding().is_none()) else {
            return Self::Unknown;
        };
        let name = name.split(';').next().unwrap_or(name).trim_end();
        if name.ends_with("/json") || name.ends_with("+json") {
            Self::Json
        } else if ["/cbor", "+cbor", "/cbor-seq", "+cbor-seq", "/cwt"]
            .iter()
            .any(|ending| name.ends_with(ending))
        {
            Self::Cbor
        } else {
            Self::Unknown
        }
    }
}

/// Gives the bytes as text, unless they are none: not UTF-8, or with zeros.
fn as_text(bytes: &[u8]) -> Option<String> {
    let text = std::str::from_utf8(bytes).ok().filter(|text| !text.contains('\0'))?;
    Some(text::printable_lines(text))
}

/// Breaks link format behind each comma that parts two links.
fn one_link_a_line(links: &str) -> String {
    let mut out = String::with_capacity(links.len());
    let mut is_quoted = false;
    let mut is_in_target = false;
    let mut is_escaped = false;
    for character in links.chars() {
        out.push(character);
        match character {
            _ if is_escaped => is_escaped = false,
            '\\' if is_quoted => is_escaped = true,
            '"' if !is_in_target => is_quoted = !is_quoted,
            '<' if !is_quoted => is_in_target = true,
            '>' if !is_quoted => is_in_target = false,
            ',' if !is_quoted && !is_in_target => out.push('\n'),
            _ => {}
        }
    }
    out
}

fn view(bytes: &[u8]) -> String {
    let shown = bytes.get(..VIEW_LIMIT).unwrap_or(bytes);
    let mut out = hex::view(shown);
    let rest = bytes.len() - shown.len();
    if rest > 0 {
        let rest = text::size(rest as u64);
        let line = format!("… {rest} more; use -o FILE or a pipe for all of it\n");
        out.push_str(&line);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_format_has_its_layout() {
        let json = Some(ContentFormat::JSON);
        assert_eq!(pretty(json, b"[1]"), "[\n  1\n]\n");
        assert_eq!(pretty(Some(ContentFormat::CBOR), &[0x82, 1, 2]), "[1, 2]\n");
        assert_eq!(pretty(Some(ContentFormat::SENML_CBOR), &[0x80]), "[]\n");
        assert_eq!(pretty(Some(ContentFormat::TEXT_PLAIN), b"21.5 C"), "21.5 C\n");
        assert_eq!(pretty(None, b"line\n"), "line\n");
        assert_eq!(pretty(json, b""), "");
    }

    #[test]
    fn links_stand_as_a_tree_and_broken_ones_one_on_a_line() {
        let format = Some(ContentFormat::LINK_FORMAT);

        assert_eq!(pretty(format, b"</a/b>;obs,</a/c>"), "/\n└── a\n    ├── b  obs\n    └── c\n");

        let links = br#"</a,b>;title="x, \"y\", z",</c>;t="open"#;
        assert_eq!(pretty(format, links), "</a,b>;title=\"x, \\\"y\\\", z\",\n</c>;t=\"open\n");
    }

    #[test]
    fn a_wrong_format_falls_back_to_text_and_bytes() {
        assert_eq!(pretty(Some(ContentFormat::JSON), b"{oops"), "{oops\n");
        assert!(pretty(Some(ContentFormat::CBOR), &[0xff]).starts_with("00000000  ff"));
    }

    #[test]
    fn a_long_binary_is_cut() {
        let shown = pretty(None, &[0xff; 3000]);

        assert_eq!(shown.lines().count(), VIEW_LIMIT / 16 + 1);
        assert!(shown.ends_with("… 1.9 KiB more; use -o FILE or a pipe for all of it\n"));
    }
}
