//! Conditions such as `rt=temperature*`, which a link fulfils or not (RFC 6690 §4.1).

use std::fmt::Write as _;

use coapt::Link;
use coapt::wire::link_format;

/// A condition; several hold together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Filter(String);

/// Reads a condition.
pub(crate) fn parse(text: &str) -> Result<Filter, String> {
    let (name, value) = text.split_once('=').unwrap_or((text, "*"));
    let is_name = |it: char| it.is_ascii_alphanumeric() || "-_.*".contains(it);
    if name.is_empty() || !name.chars().all(is_name) {
        return Err(format!(
            "{text:?} is no filter; rt=temperature*, if=sensor, href=/a* and ct=json are"
        ));
    }
    if name.eq_ignore_ascii_case("ct") && value != "*" && value.parse::<u16>().is_err() {
        // Links have the numbers of formats.
        let format = crate::request::options::content_format(value)?;
        return Ok(Filter(format!("{name}={}", format.value())));
    }
    Ok(Filter(text.to_owned()))
}

impl Filter {
    /// Tells whether a link is among those that are asked for.
    pub(crate) fn holds(&self, link: &Link) -> bool {
        link_format::matches(link, &self.0)
    }
}

/// Adds a condition to the query of a URI, where servers look for it.
///
/// RFC 6690 §4.1 knows one condition a query; what goes beyond is for us to see to.
pub(crate) fn in_query(uri: &str, filters: &[Filter]) -> String {
    let (Some(Filter(first)), false) = (filters.first(), uri.contains('?')) else {
        return uri.to_owned();
    };
    let mut uri = format!("{uri}?");
    for byte in first.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~=*/:@!,;()".contains(&byte) {
            uri.push(char::from(byte));
        } else {
            write!(uri, "%{byte:02X}").expect("a String takes everything");
        }
    }
    uri
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_condition_joins_a_uri_without_a_query() {
        let filters = ["rt=a b&c", "ct=json"].map(|text| parse(text).unwrap());

        assert_eq!(in_query("coap://h", &filters), "coap://h?rt=a%20b%26c");
        assert_eq!(in_query("coap://h/?if=x", &filters), "coap://h/?if=x");
        assert_eq!(in_query("coap://h", &[]), "coap://h");
        assert!(filters[1].holds(&Link::new("/a").with("ct", "40 50")));
        assert!(!filters[1].holds(&Link::new("/a").with("ct", "40")));
    }

    #[test]
    fn a_mistake_is_named() {
        assert!(parse("=x").unwrap_err().contains("is no filter; rt=temperature*"));
        assert!(parse("ct=jsn").unwrap_err().contains("jsn is no content format"));
    }
}
