//! From a text to a URI, RFC 7252 §6.4.

use alloc::{borrow::ToOwned, vec::Vec};

use super::{Host, MAX_PART_LENGTH, Uri, UriError, default_port, percent};

/// Reads a URI.
pub(super) fn parse(text: &str) -> Result<Uri, UriError> {
    check_characters(text)?;
    let (is_secure, rest) = split_scheme(text)?;
    //= rfc7252#6.4 fragment
    if let Some(at) = text.find('#') {
        return Err(UriError::Fragment { at });
    }
    let rest = rest.strip_prefix("//").ok_or(UriError::NoHost)?;
    let (before_query, query) = match rest.split_once('?') {
        Some((before, query)) => (before, Some(query)),
        None => (rest, None),
    };
    let (authority, path) = match before_query.split_once('/') {
        Some((authority, path)) => (authority, Some(path)),
        None => (before_query, None),
    };
    let (host, port) = split_authority(authority)?;
    let host = Host::parse(host)?;
    let port = parse_port(port, default_port(is_secure))?;
    let path = path.map(parse_path).transpose()?.unwrap_or_default();
    let query = query.map(parse_query).transpose()?.unwrap_or_default();
    Ok(Uri { is_secure, host, port, path, query })
}

/// Refuses what no URI may hold as it is.
fn check_characters(text: &str) -> Result<(), UriError> {
    if text.is_empty() {
        return Err(UriError::Empty);
    }
    let is_wrong = |&(_, letter): &(usize, char)| letter.is_whitespace() || letter.is_control();
    match text.char_indices().find(is_wrong) {
        Some((at, character)) => Err(UriError::Character { character, at }),
        None => Ok(()),
    }
}

/// Takes the scheme off; whether it is the secure one.
fn split_scheme(text: &str) -> Result<(bool, &str), UriError> {
    let (scheme, rest) = text.split_once(':').ok_or(UriError::NoScheme)?;
    if scheme.is_empty() || scheme.contains(['/', '?', '#', '[']) {
        return Err(UriError::NoScheme);
    }
    if scheme.eq_ignore_ascii_case("coap") {
        return Ok((false, rest));
    }
    if scheme.eq_ignore_ascii_case("coaps") {
        return Ok((true, rest));
    }
    Err(UriError::Scheme { scheme: scheme.to_owned() })
}

/// Parts host and port.
fn split_authority(authority: &str) -> Result<(&str, Option<&str>), UriError> {
    if authority.contains('@') {
        return Err(UriError::UserInformation);
    }
    let after_literal = authority.rfind(']').unwrap_or(0);
    match authority.rfind(':').filter(|colon| *colon >= after_literal) {
        Some(colon) => {
            let (host, port) = authority.split_at_checked(colon).unwrap_or((authority, ""));
            Ok((host, port.strip_prefix(':')))
        }
        None => Ok((authority, None)),
    }
}

/// Reads a port; an empty one is the default (RFC 3986 §3.2.3).
fn parse_port(text: Option<&str>, default: u16) -> Result<u16, UriError> {
    let Some(text) = text.filter(|text| !text.is_empty()) else { return Ok(default) };
    let is_number = text.bytes().all(|byte| byte.is_ascii_digit());
    let port = text.parse().ok().filter(|port| is_number && *port != 0);
    port.ok_or_else(|| UriError::Port { port: text.to_owned() })
}

/// Reads a path without its first slash: decodes the segments and removes dot segments.
fn parse_path(text: &str) -> Result<Vec<Vec<u8>>, UriError> {
    //= rfc7252#6.4 dot-segments
    let mut path: Vec<Vec<u8>> = Vec::new();
    let mut ends_in_slash = false;
    for raw in text.split('/') {
        let segment = percent::decode(raw)?;
        ends_in_slash = matches!(segment.as_slice(), b"." | b"..");
        if segment == b".." {
            path.pop();
        }
        if ends_in_slash {
            continue;
        }
        if segment.len() > MAX_PART_LENGTH {
            return Err(UriError::SegmentTooLong { length: segment.len() });
        }
        path.push(segment);
    }
    if ends_in_slash {
        path.push(Vec::new());
    }
    //= rfc7252#6.4 empty-path: "/" alone gives no Uri-Path
    if matches!(path.as_slice(), [only] if only.is_empty()) {
        path.clear();
    }
    Ok(path)
}

/// Reads a query without its question mark: decodes the arguments.
fn parse_query(text: &str) -> Result<Vec<Vec<u8>>, UriError> {
    let mut query = Vec::new();
    for raw in text.split('&') {
        let argument = percent::decode(raw)?;
        if argument.len() > MAX_PART_LENGTH {
            return Err(UriError::ArgumentTooLong { length: argument.len() });
        }
        query.push(argument);
    }
    Ok(query)
}
