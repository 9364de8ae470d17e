//! What other threads can ask of a running server.

use std::sync::Arc;

use coapt_proto::Counters;

use super::deferred::Deferred;
use super::inbox::{Change, Inbox};
use super::paths::segments;
use super::server_reply::ServerReply;

/// A way to reach a running [`Server`](super::Server) from any thread.
#[derive(Clone, Debug)]
pub struct Handle {
    inbox: Arc<Inbox>,
}

impl Handle {
    /// Makes a handle of the server that reads this inbox.
    pub(super) fn new(inbox: Arc<Inbox>) -> Self {
        Self { inbox }
    }

    /// Tells the observers of a resource that it changed.
    ///
    /// The server asks the resource's handler for the new state, once for each query under
    /// observation, and sends it to all observers. Nobody observes: no handler is called. Several
    /// calls before the server gets to it count as one.
    pub fn notify(&self, path: &str) {
        self.inbox.change(Change::At(segments(path)));
    }

    /// Does the same for a path given by its segments, which may hold slashes.
    pub fn notify_segments<S: AsRef<str>>(&self, path: impl IntoIterator<Item = S>) {
        self.inbox.change(Change::At(owned(path)));
    }

    /// Tells the observers of all resources whose path begins with these segments; none: of all.
    pub fn notify_below<S: AsRef<str>>(&self, path: impl IntoIterator<Item = S>) {
        self.inbox.change(Change::Below(owned(path)));
    }

    /// Tells the observers of a resource that it is no more: a last notification 4.04 ends their observations.
    ///
    /// Requests are answered as before; the handler of the resource is not asked.
    pub fn gone(&self, path: &str) {
        self.inbox.gone(Change::At(segments(path)));
    }

    /// Answers a request that was put off, as [`Deferred::respond`] does.
    pub fn respond(&self, deferred: Deferred, reply: ServerReply) {
        deferred.respond(reply);
    }

    /// Returns what the server had counted when it last had something to do.
    #[must_use]
    pub fn counters(&self) -> Counters {
        self.inbox.counters()
    }

    /// Tells whether the server still exists.
    pub(super) fn is_alive(&self) -> bool {
        self.inbox.is_read()
    }

    /// Ends [`Server::run`](super::Server::run) at once.
    pub fn stop(&self) {
        self.inbox.stop();
    }
}

/// Copies the segments of a path.
fn owned<S: AsRef<str>>(path: impl IntoIterator<Item = S>) -> Vec<String> {
    path.into_iter().map(|segment| String::from(segment.as_ref())).collect()
}
