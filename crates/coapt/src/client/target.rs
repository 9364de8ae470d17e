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
pub(crate) struct Target {
    pub(crate) address: SocketAddr,
    uri: Uri,
    family: Family,
}

impl Target {
    /// Finds the server; its address is of that family.
    pub(crate) fn find(text: &str, family: Family) -> Result<Self, Error> {
        Self::resolve(open_uri(text)?, family)
    }

    /// Finds a group of servers, or a single one.
    pub(super) fn find_group(text: &str, family: Family) -> Result<Self, Error> {
        Self::resolve_any(open_uri(text)?, family)
    }

    /// Finds the server if the URI holds its address, or a name that `names` knows: nothing has to be waited for.
    #[cfg(feature = "async")]
    pub(crate) fn find_at_once(
        text: &str,
        family: Family,
        names: impl FnOnce(&str) -> Option<std::net::IpAddr>,
    ) -> Result<Option<Self>, Error> {
        let uri = open_uri(text)?;
        let Host::Name(name) = uri.host() else {
            return Self::resolve(uri, family).map(Some);
        };
        Ok(names(name).map(|ip| {
            let family = if ip.is_ipv4() { Family::V4 } else { Family::V6 };
            Self { address: SocketAddr::new(ip, uri.port()), uri, family }
        }))
    }

    /// Finds the address of the server in the other family, if its name may have one there.
    pub(crate) fn other(&self) -> Option<Self> {
        if self.family != Family::Any || !matches!(self.uri.host(), Host::Name(_)) {
            return None;
        }
        let family = if self.address.is_ipv4() { Family::V6 } else { Family::V4 };
        Self::resolve(self.uri.clone(), family).ok()
    }

    /// Returns the options that tell the server what the address does not.
    pub(crate) fn options(&self) -> OptionsBuf {
        self.uri.options(self.address)
    }

    /// Looks up the host, which is no group.
    fn resolve(uri: Uri, family: Family) -> Result<Self, Error> {
        let target = Self::resolve_any(uri, family)?;
        //= rfc7252#8.1 multicast-requests-are-non: and have many answers, which most calls do not return
        if target.address.ip().is_multicast() {
            return Err(Error::Multicast { address: target.address });
        }
        Ok(target)
    }

    /// Looks the host up.
    fn resolve_any(uri: Uri, family: Family) -> Result<Self, Error> {
        let host = uri.host().to_string();
        let address =
            resolve(&host, uri.port(), family).map_err(|source| Error::Resolve { host, source })?;
        Ok(Self { address, uri, family })
    }
}

/// Makes the request that asks a server what it has.
pub(crate) fn discovery(text: &str) -> Result<Request, Error> {
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
pub(crate) fn links(reply: &Reply) -> Result<Vec<Link>, Error> {
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

/// Reads a URI whose scheme is coap.
fn open_uri(text: &str) -> Result<Uri, Error> {
    let uri = parse(text)?;
    if uri.is_secure() {
        return Err(Error::Scheme { scheme: String::from("coaps") });
    }
    Ok(uri)
}

/// Reads a URI.
fn parse(text: &str) -> Result<Uri, Error> {
    Uri::parse(text).map_err(|source| Error::Uri { uri: text.to_owned(), source })
}
