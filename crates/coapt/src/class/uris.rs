//! URIs as arguments and URIs of requests that arrived (RFC 7252 §6).

use std::net::{IpAddr, SocketAddr};
use std::sync::OnceLock;

use coapt_wire::uri::{self, Uri};
use coapt_wire::{OptionNumber, Options, OptionsBuf};

use super::errors::CoAPError;

/// Reads a URI argument of a method.
pub(crate) fn parse(text: &str) -> Result<Uri, CoAPError> {
    let invalid = |why: String| CoAPError::new(CoAPError::INVALID_URI, why);
    let uri = Uri::parse(text).map_err(|error| invalid(format!("{text:?}: {error}")))?;
    if uri.is_secure() {
        return Err(invalid(format!("{text:?}: the scheme is coaps; this class speaks coap")));
    }
    Ok(uri)
}

/// Gives the text that is equal for all spellings of a URI.
pub(crate) fn key(text: &str) -> String {
    Uri::parse(text).map_or_else(|_| text.to_owned(), |uri| uri.normalized())
}

/// The resource that a received request is for.
#[derive(Clone, Debug, Default)]
pub(crate) struct Target {
    pub(crate) uri: String,
    pub(crate) host: String,
    pub(crate) port: i32,
    pub(crate) path: String,
    pub(crate) query: String,
}

/// What a received request asks for and who asks, each part put into words only if somebody wants to read it.
#[derive(Debug)]
pub(crate) struct Asked {
    options: OptionsBuf,
    local: SocketAddr,
    remote: SocketAddr,
    uri: OnceLock<String>,
    host: OnceLock<String>,
    path: OnceLock<String>,
    query: OnceLock<String>,
    remote_host: OnceLock<String>,
}

impl Asked {
    /// Keeps the options of a request that `remote` sent to `local`.
    pub(crate) fn new(options: OptionsBuf, local: SocketAddr, remote: SocketAddr) -> Self {
        let [uri, host, path, query, remote_host] = [const { OnceLock::new() }; 5];
        Self { options, local, remote, uri, host, path, query, remote_host }
    }

    pub(crate) fn uri(&self) -> &str {
        self.uri.get_or_init(|| compose(self.options.as_options(), self.local))
    }

    pub(crate) fn host(&self) -> &str {
        self.host.get_or_init(|| uri::host_text(self.options.as_options(), self.local.ip()))
    }

    pub(crate) fn port(&self) -> i32 {
        i32::from(uri::port(self.options.as_options(), self.local.port()))
    }

    pub(crate) fn path(&self) -> &str {
        self.path.get_or_init(|| uri::path_text(self.options.as_options()))
    }

    pub(crate) fn query(&self) -> &str {
        self.query.get_or_init(|| uri::query_text(self.options.as_options()))
    }

    pub(crate) fn remote_host(&self) -> &str {
        self.remote_host.get_or_init(|| address_text(self.remote.ip()))
    }

    pub(crate) fn remote_port(&self) -> i32 {
        i32::from(self.remote.port())
    }

    /// All of what is asked for in words.
    pub(crate) fn target(&self) -> Target {
        Target {
            uri: self.uri().to_owned(),
            host: self.host().to_owned(),
            port: self.port(),
            path: self.path().to_owned(),
            query: self.query().to_owned(),
        }
    }
}

/// Composes the URI of a request; a host or port that no URI can hold gives way to where the request was sent.
fn compose(options: Options<'_>, local: SocketAddr) -> String {
    uri::compose(options, local, false).unwrap_or_else(|_| {
        let mut resource = OptionsBuf::from(options);
        resource.remove(OptionNumber::URI_HOST);
        resource.remove(OptionNumber::URI_PORT);
        uri::compose(resource.as_options(), local, false).unwrap_or_default()
    })
}

/// Gives the host of a URI as the resolver wants it.
pub(crate) fn host_to_resolve(uri: &Uri) -> String {
    uri.host().to_string()
}

/// Gives an address as text, IPv6 without brackets.
pub(crate) fn address_text(address: IpAddr) -> String {
    address.to_canonical().to_string()
}
