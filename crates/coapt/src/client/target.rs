//! Where a request goes, and what discovery asks and gets.

use std::net::SocketAddr;

use coapt_net::{Family, resolve};
use coapt_wire::link_format::{self, Link};
use coapt_wire::uri::{self, Host, Uri};
use coapt_wire::{ContentFormat, OptionNumber, Options, OptionsBuf};

use crate::Error;
use crate::client::reply::Reply;
use crate::client::request::Request;

/// Where discovery looks (RFC 6690 §4).
const WELL_KNOWN_CORE: &str = "/.well-known/core";

/// The server that a URI leads to.
#[derive(Debug)]
pub(super) struct Target {
    pub(super) address: SocketAddr,
    uri: Uri,
    family: Family,
}

impl Target {
    /// Finds the server; its address is of the family of `local` if that is given.
    pub(super) fn find(text: &str, local: Option<SocketAddr>) -> Result<Self, Error> {
        let uri = parse(text)?;
        if uri.is_secure() {
            return Err(Error::Scheme { scheme: String::from("coaps") });
        }
        let family = match local {
            Some(SocketAddr::V4(_)) => Family::V4,
            Some(SocketAddr::V6(_)) => Family::V6,
            None => Family::Any,
        };
        Self::resolve(uri, family)
    }

    /// Finds the address of the server in the other family, if its name may have one there.
    pub(super) fn other(&self) -> Option<Self> {
        if self.family != Family::Any || !matches!(self.uri.host(), Host::Name(_)) {
            return None;
        }
        let family = if self.address.is_ipv4() { Family::V6 } else { Family::V4 };
        Self::resolve(self.uri.clone(), family).ok()
    }

    /// Returns the options that tell the server what the address does not.
    pub(super) fn options(&self) -> OptionsBuf {
        self.uri.options(self.address)
    }

    /// Looks the host up.
    fn resolve(uri: Uri, family: Family) -> Result<Self, Error> {
        let host = uri.host().to_string();
        let address =
            resolve(&host, uri.port(), family).map_err(|source| Error::Resolve { host, source })?;
        //= rfc7252#8.1 multicast-requests-are-non: and have many answers, which no call here returns
        if address.ip().is_multicast() {
            return Err(Error::Multicast { address });
        }
        Ok(Self { address, uri, family })
    }
}

/// Makes the request that asks a server what it has.
pub(super) fn discovery(text: &str) -> Result<Request, Error> {
    let uri = parse(text)?;
    let text = uri.normalized();
    let (before, query) = text.split_at(text.find('?').unwrap_or(text.len()));
    let place = if uri.path().is_empty() {
        format!("{}{WELL_KNOWN_CORE}", before.trim_end_matches('/'))
    } else {
        String::from(before)
    };
    Ok(Request::get(place + query).accept(ContentFormat::LINK_FORMAT))
}

/// Reads the answer to that request.
pub(super) fn links(reply: &Reply) -> Result<Vec<Link>, Error> {
    if !reply.is_success() {
        let diagnostic = reply.text().unwrap_or_default().to_owned();
        return Err(Error::Answered { code: reply.code(), diagnostic });
    }
    let wrong = |reason: String| Error::Links { reason };
    if let Some(other) = reply.content_format().filter(|is| *is != ContentFormat::LINK_FORMAT) {
        return Err(wrong(format!("it says that it is {other}")));
    }
    let text = reply.text().map_err(|error| wrong(error.to_string()))?;
    link_format::parse(text).map_err(|error| wrong(error.to_string()))
}

/// Puts path and query of a made resource together; `None` if the answer names none.
pub(super) fn location(options: Options<'_>) -> Option<String> {
    let mut named = OptionsBuf::new();
    for option in options {
        let number = match option.number {
            OptionNumber::LOCATION_PATH => OptionNumber::URI_PATH,
            OptionNumber::LOCATION_QUERY => OptionNumber::URI_QUERY,
            _ => continue,
        };
        named.push(number, option.value).ok()?;
    }
    let path = uri::path_text(named.as_options());
    let query = uri::query_text(named.as_options());
    match (named.is_empty(), named.as_options().first(OptionNumber::URI_QUERY)) {
        (true, _) => None,
        (false, None) => Some(format!("/{path}")),
        (false, Some(_)) => Some(format!("/{path}?{query}")),
    }
}

/// Reads a URI.
fn parse(text: &str) -> Result<Uri, Error> {
    Uri::parse(text).map_err(|source| Error::Uri { uri: text.to_owned(), source })
}
