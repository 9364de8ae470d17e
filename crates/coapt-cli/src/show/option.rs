//! Options in words: the name, and the value as its format and meaning ask for.

use coapt::wire::{ContentFormat, OptionNumber, OptionRef, OptionValue, Options};

use super::{hex, text};

/// Gives the value in words: text as text, numbers as numbers, media types by name.
pub(crate) fn value(option: OptionRef<'_>) -> String {
    match option.value() {
        OptionValue::Empty => String::new(),
        OptionValue::Uint(number) if is_format(option.number) => media_type(number),
        OptionValue::Uint(number) => number.to_string(),
        OptionValue::String(value) => text::printable(value, &[]),
        OptionValue::Block(block) => block.to_string(),
        OptionValue::Opaque(bytes) => format!("0x{}", hex::encode(bytes)),
    }
}

/// Gives name and value, such as `Max-Age 60`.
pub(crate) fn summary(option: OptionRef<'_>) -> String {
    let value = value(option);
    let name = option.number.to_string();
    if value.is_empty() { name } else { format!("{name} {value}") }
}

/// Gives path and query as they stand in a URI, such as `/garden/plan.png?scale=2`.
pub(crate) fn path_and_query(options: Options<'_>) -> String {
    let mut path = String::new();
    for segment in options.all(OptionNumber::URI_PATH) {
        path.push('/');
        path.push_str(&text::printable(&String::from_utf8_lossy(segment), &[]));
    }
    if path.is_empty() {
        path.push('/');
    }
    for (index, argument) in options.all(OptionNumber::URI_QUERY).enumerate() {
        path.push(if index == 0 { '?' } else { '&' });
        path.push_str(&text::printable(&String::from_utf8_lossy(argument), &[]));
    }
    path
}

/// Gives the short name of a content format, or its number if it has none.
pub(crate) fn format_name(format: ContentFormat) -> String {
    match format.media_type() {
        Some(name) => match format.coding() {
            Some(coding) => format!("{name}@{coding}"),
            None => name.strip_suffix("; charset=utf-8").unwrap_or(name).to_owned(),
        },
        None => format.value().to_string(),
    }
}

fn is_format(number: OptionNumber) -> bool {
    matches!(number, OptionNumber::CONTENT_FORMAT | OptionNumber::ACCEPT)
}

fn media_type(number: u32) -> String {
    match u16::try_from(number) {
        Ok(number) => format_name(ContentFormat::new(number)),
        Err(_) => number.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use coapt::wire::OptionsBuf;

    use super::*;

    #[test]
    fn values_are_shown_by_their_meaning() {
        let mut options = OptionsBuf::new();
        options.push(OptionNumber::ETAG, &[0xab, 0xcd]).unwrap();
        options.push(OptionNumber::IF_NONE_MATCH, &[]).unwrap();
        options.push_uint(OptionNumber::CONTENT_FORMAT, 50);
        options.push_uint(OptionNumber::MAX_AGE, 60);
        options.push_uint(OptionNumber::BLOCK2, 0x2e);
        options.push(OptionNumber::new(65_000), &[1]).unwrap();

        let shown: Vec<_> = options.iter().map(summary).collect();

        assert_eq!(
            shown,
            [
                "ETag 0xabcd",
                "If-None-Match",
                "Content-Format application/json",
                "Max-Age 60",
                "Block2 2/1/1024",
                "65000 0x01"
            ]
        );
    }

    #[test]
    fn path_and_query_are_joined() {
        let mut options = OptionsBuf::new();
        assert_eq!(path_and_query(options.as_options()), "/");
        for segment in ["a", "b\u{1b}"] {
            options.push_str(OptionNumber::URI_PATH, segment).unwrap();
        }
        for argument in ["x=1", "y"] {
            options.push_str(OptionNumber::URI_QUERY, argument).unwrap();
        }

        assert_eq!(path_and_query(options.as_options()), "/a/b\\u{1b}?x=1&y");
    }
}
