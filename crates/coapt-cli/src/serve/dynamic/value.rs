//! `--value`: a resource in memory that can be read, changed and observed.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use coapt::wire::link_format::Link;
use coapt::{ContentFormat, Handle, Incoming, Resource, ServerReply};

use super::super::media;
use super::named::Named;

/// A value and its format.
#[derive(Debug)]
pub(super) struct Value {
    path: Vec<String>,
    state: Mutex<State>,
}

#[derive(Debug, PartialEq, Eq)]
struct State {
    bytes: Vec<u8>,
    format: ContentFormat,
}

impl Value {
    /// Makes it as the command line has it; the ending of the name tells the format, as for files.
    pub(super) fn new(named: &Named) -> Self {
        let name = named.path.last().map_or("", String::as_str);
        let format = media::known_format_of(name).unwrap_or(ContentFormat::TEXT_PLAIN);
        let state = State { bytes: named.what.clone().into_bytes(), format };
        Self { path: named.path.clone(), state: Mutex::new(state) }
    }

    /// Adds to the link what discovery tells of it now.
    pub(super) fn describe(&self, link: Link) -> Link {
        let state = self.state();
        link.with("rt", "value")
            .with("if", "core.p")
            .with("ct", &state.format.value().to_string())
            .with("sz", &state.bytes.len().to_string())
            .with_flag("obs")
    }

    /// Makes the resource; the server that `handle` leads to tells the observers.
    pub(super) fn resource(self: &Arc<Self>, handle: Handle) -> Resource {
        let (read, written) = (Arc::clone(self), Arc::clone(self));
        Resource::new()
            .hidden()
            .observable()
            .validated()
            .get(move |_: &Incoming| read.reply())
            .put(move |request: &Incoming| written.put(request, &handle))
    }

    fn reply(&self) -> ServerReply {
        let state = self.state();
        ServerReply::content(state.bytes.clone()).content_format(state.format)
    }

    fn put(&self, request: &Incoming, handle: &Handle) -> ServerReply {
        let bytes = request.payload().to_vec();
        let mut state = self.state();
        let format = match request.content_format() {
            Some(format) => format,
            // Numbers and words mostly come without a format.
            None if std::str::from_utf8(&bytes).is_ok() => state.format,
            None => ContentFormat::OCTET_STREAM,
        };
        let new = State { bytes, format };
        if *state != new {
            *state = new;
            drop(state);
            handle.notify_segments(&self.path);
            handle.notify(super::DISCOVERY);
        }
        ServerReply::changed()
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
