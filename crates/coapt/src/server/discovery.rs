//! `/.well-known/core`: what the server has, in link format (RFC 6690).

use coapt_proto::Delivery;
use coapt_wire::link_format::{self, Link};
use coapt_wire::{Code, ContentFormat, OptionNumber, OptionsBuf, uri};

use super::incoming::Incoming;
use super::outcome::Outcome;
use super::resource::Resource;
use super::server_reply::{ServerReply, fingerprint};

/// Gives links that are made anew for each request.
pub(super) type Links = Box<dyn FnMut() -> Vec<Link> + Send>;

/// Tells whether a request is for `/.well-known/core`.
pub(super) fn is_asked_for(request: &Incoming) -> bool {
    request.path().eq([".well-known", "core"])
}

/// Makes the link to a resource.
pub(super) fn link(path: &[String], resource: &Resource) -> Link {
    let mut link = Link::new(&format!("/{}", encoded(path)));
    link.attributes.extend_from_slice(&resource.settings().attributes);
    if !resource.settings().formats.is_empty() {
        //= rfc7252#7.2.1 content-format-attribute
        let formats = resource.settings().formats.iter().map(|format| format.value().to_string());
        link = link.with("ct", &formats.collect::<Vec<_>>().join(" "));
    }
    if resource.settings().is_observable { link.with_flag("obs") } else { link }
}

/// Answers with the links that the query asks for.
pub(super) fn answer(request: &Incoming, links: impl Iterator<Item = Link>) -> Outcome {
    if request.method() != Code::GET {
        return ServerReply::error(Code::METHOD_NOT_ALLOWED, "allowed here: GET").into();
    }
    if request.accept().is_some_and(|accept| accept != ContentFormat::LINK_FORMAT) {
        return ServerReply::error(Code::NOT_ACCEPTABLE, "no such representation").into();
    }
    let fits = |link: &Link| request.query().all(|argument| link_format::matches(link, argument));
    let links: Vec<Link> = links.filter(fits).collect();
    //= rfc7252#8.2 multicast-discovery: a server with nothing to tell keeps silent
    if links.is_empty() && request.delivery() == Delivery::Multicast {
        return Code::NOT_FOUND.into();
    }
    let text = link_format::write(&links);
    let etag = fingerprint(text.as_bytes());
    ServerReply::content(text).content_format(ContentFormat::LINK_FORMAT).etag(&etag).into()
}

/// Percent-codes a path.
fn encoded(path: &[String]) -> String {
    let mut options = OptionsBuf::new();
    for segment in path {
        // No request has a longer segment, so such a resource is out of reach and its link moot.
        if options.push_str(OptionNumber::URI_PATH, segment).is_err() {
            break;
        }
    }
    uri::path_text(options.as_options())
}
