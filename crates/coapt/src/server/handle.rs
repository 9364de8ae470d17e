//! What other threads can ask of a running server.

use std::iter;
use std::sync::Arc;

use coapt_proto::Counters;

use super::deferred::Deferred;
use super::inbox::{Change, Inbox};
use super::paths::segments;
use super::server_reply::ServerReply;

/// A way to reach a running [`Server`](super::Server), or all [`Workers`](super::Workers) of one, from any thread.
#[derive(Clone, Debug)]
pub struct Handle {
    /// One for each worker.
    inboxes: Arc<[Arc<Inbox>]>,
}

impl Handle {
    /// Makes a handle of the server that reads this inbox.
    pub(super) fn new(inbox: Arc<Inbox>) -> Self {
        Self { inboxes: Arc::new([inbox]) }
    }

    /// Makes one handle of those of all workers.
    pub(super) fn of_all(handles: impl Iterator<Item = Self>) -> Self {
        let inboxes = handles.flat_map(|handle| handle.inboxes.to_vec());
        Self { inboxes: inboxes.collect() }
    }

    /// Tells the observers of a resource that it changed.
    ///
    /// The server asks the resource's handler for the new state, once for each query under
    /// observation, and sends it to all observers. Nobody observes: no handler is called. Several
    /// calls before the server gets to it count as one.
    pub fn notify(&self, path: &str) {
        self.leave(Inbox::change, Change::At(segments(path)));
    }

    /// Does the same for a path given by its segments, which may hold slashes.
    pub fn notify_segments<S: AsRef<str>>(&self, path: impl IntoIterator<Item = S>) {
        self.leave(Inbox::change, Change::At(owned(path)));
    }

    /// Tells the observers of all resources whose path begins with these segments; none: of all.
    pub fn notify_below<S: AsRef<str>>(&self, path: impl IntoIterator<Item = S>) {
        self.leave(Inbox::change, Change::Below(owned(path)));
    }

    /// Tells the observers of a resource that it is no more: a last notification 4.04 ends their observations.
    ///
    /// Requests are answered as before; the handler of the resource is not asked.
    pub fn gone(&self, path: &str) {
        self.leave(Inbox::gone, Change::At(segments(path)));
    }

    /// Answers a request that was put off, as [`Deferred::respond`] does.
    pub fn respond(&self, deferred: Deferred, reply: ServerReply) {
        deferred.respond(reply);
    }

    /// Returns what the server had counted when it last had something to do.
    #[must_use]
    pub fn counters(&self) -> Counters {
        let mut sum = Counters::default();
        for inbox in &*self.inboxes {
            sum += inbox.counters();
        }
        sum
    }

    /// Tells whether the server still exists.
    pub(super) fn is_alive(&self) -> bool {
        self.inboxes.iter().any(|inbox| inbox.is_read())
    }

    /// Ends [`Server::run`](super::Server::run) or [`Workers::run`](super::Workers::run) at once.
    pub fn stop(&self) {
        self.inboxes.iter().for_each(|inbox| inbox.stop());
    }

    /// Leaves a word for each worker, which has observers of its own.
    fn leave(&self, word: fn(&Inbox, Change), change: Change) {
        let copies = iter::repeat_n(change, self.inboxes.len());
        for (inbox, change) in self.inboxes.iter().zip(copies) {
            word(inbox, change);
        }
    }
}

/// Copies the segments of a path.
fn owned<S: AsRef<str>>(path: impl IntoIterator<Item = S>) -> Vec<String> {
    path.into_iter().map(|segment| String::from(segment.as_ref())).collect()
}
