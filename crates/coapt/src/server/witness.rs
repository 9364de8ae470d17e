//! What a server tells of its work: for logs, statistics and the like.

use std::time::Duration;

use coapt_proto::IncomingRequest;

use super::server_reply::ServerReply;

/// Learns what a [`Server`](super::Server) answers and who observes; see [`Server::set_witness`](super::Server::set_witness).
///
/// It is called by the thread that serves, so it must be quick: a request more is not answered meanwhile.
pub trait Witness: Send {
    /// A request has its answer, which is about to be sent.
    ///
    /// What the protocol machine answers by itself does not come here; [`Counters`](crate::Counters) tell of it.
    fn answered(&mut self, answered: &Answered<'_>);

    /// So many clients observe the resource at a path now, with all its queries and formats.
    fn observed(&mut self, path: &[String], observers: usize) {
        let _ = (path, observers);
    }
}

/// A request and its answer.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Answered<'a> {
    /// The request, its body whole unless the resource is streamed.
    pub request: &'a IncomingRequest,
    /// The answer, its body whole unless the handler gave a part.
    pub reply: &'a ServerReply,
    /// The time from when the server took the request up to when it had the answer, put off or not.
    pub took: Duration,
}
