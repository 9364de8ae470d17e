//! The query that filters links, RFC 6690 §4.1.

use super::Link;
use crate::uri::percent;

/// Whether a link is among those that a query argument such as `rt=Type1` asks for.
///
/// A `*` at the end stands for any text, `href` is the target, and each of the space separated
/// values of `rt`, `if`, `rel`, `rev` and `ct` counts. An argument without `=` asks for links that have
/// the attribute. A name which no link has is no error: it asks for nothing (RFC 6690 §4.1).
#[must_use]
pub fn matches(link: &Link, query_argument: &str) -> bool {
    //= rfc6690#4.1 filter
    let (name, pattern) = query_argument.split_once('=').unwrap_or((query_argument, "*"));
    if name.eq_ignore_ascii_case("href") {
        return matches_target(&link.target, pattern);
    }
    let is_list = holds_list(name);
    link.values(name).any(|value| {
        if is_list {
            value.split(' ').any(|one| matches_value(one, pattern))
        } else {
            matches_value(value, pattern)
        }
    })
}

/// Whether a target fits, either as it is written or decoded as the query is.
fn matches_target(target: &str, pattern: &str) -> bool {
    if matches_value(target, pattern) {
        return true;
    }
    let decoded = percent::decode(target).unwrap_or_default();
    core::str::from_utf8(&decoded).is_ok_and(|target| matches_value(target, pattern))
}

/// Whether one value fits a pattern.
fn matches_value(value: &str, pattern: &str) -> bool {
    match pattern.strip_suffix('*') {
        Some(prefix) => value.starts_with(prefix),
        None => value == pattern,
    }
}

/// Whether the values of an attribute are lists.
fn holds_list(name: &str) -> bool {
    ["rt", "if", "rel", "rev", "ct"].iter().any(|list| name.eq_ignore_ascii_case(list))
}
