//! From the options of a request to a URI and its parts, RFC 7252 §6.5.

use alloc::string::{String, ToString};
use core::net::{IpAddr, SocketAddr};

use super::{Host, UriError, default_port, percent};
use crate::{OptionNumber, Options};

/// Composes the URI of a request that was sent to `destination` (RFC 7252 §6.5).
///
/// # Errors
///
/// Fails if Uri-Host is no host, or if the port is 0.
pub fn compose(
    options: Options<'_>,
    destination: SocketAddr,
    secure: bool,
) -> Result<String, UriError> {
    let host = match options.opaque(OptionNumber::URI_HOST) {
        Some(value) => Host::from_option(value)?,
        None => Host::from(destination.ip()),
    };
    let port = port(options, destination.port());
    if port == 0 {
        return Err(UriError::Port { port: port.to_string() });
    }
    let mut text = origin(secure, &host.literal(), port);
    let path = options.all(OptionNumber::URI_PATH);
    push_resource(&mut text, path, options.all(OptionNumber::URI_QUERY));
    Ok(text)
}

/// Gives the path of a request, percent-encoded, without a first slash; no text for the root.
#[must_use]
pub fn path_text(options: Options<'_>) -> String {
    percent::join_path(options.all(OptionNumber::URI_PATH))
}

/// Gives the query of a request, percent-encoded, without a question mark.
#[must_use]
pub fn query_text(options: Options<'_>) -> String {
    percent::join_query(options.all(OptionNumber::URI_QUERY))
}

/// Gives the host that a request names, else the address it was sent to (RFC 7252 §5.10.1).
#[must_use]
pub fn host_text(options: Options<'_>, local: IpAddr) -> String {
    match options.text(OptionNumber::URI_HOST) {
        Some(host) => host.into(),
        None => local.to_canonical().to_string(),
    }
}

/// Gives the port that a request names, else the one it was sent to (RFC 7252 §5.10.1).
#[must_use]
pub fn port(options: Options<'_>, local_port: u16) -> u16 {
    let named = options.uint(OptionNumber::URI_PORT);
    named.and_then(|port| u16::try_from(port).ok()).unwrap_or(local_port)
}

/// Writes scheme, host and, if it is not the default, port.
pub(super) fn origin(secure: bool, host: &str, port: u16) -> String {
    let mut text = String::from(if secure { "coaps://" } else { "coap://" });
    text.push_str(host);
    if port != default_port(secure) {
        text.push(':');
        text.push_str(&port.to_string());
    }
    text
}

/// Writes path and query.
pub(super) fn push_resource<T: AsRef<[u8]>, Q: AsRef<[u8]>>(
    text: &mut String,
    path: impl Iterator<Item = T>,
    query: impl Iterator<Item = Q>,
) {
    text.push('/');
    text.push_str(&percent::join_path(path));
    let mut query = query.peekable();
    if query.peek().is_some() {
        text.push('?');
        text.push_str(&percent::join_query(query));
    }
}
