//! An answer that was put off.

use std::sync::Arc;

use coapt_proto::{IncomingRequest, Instant, RequestId, ResourceId};
use coapt_wire::Code;

use crate::trace::Span;

use super::inbox::{Answer, Inbox};
use super::observed::Turn;
use super::server_reply::ServerReply;
use super::settings::Defaults;

/// The duty to answer a request that a handler has put off.
///
/// It can go to another thread. If it is dropped without an answer, the client gets 5.00.
///
/// ```
/// use coapt::{Client, Incoming, Outcome, Server, ServerReply};
///
/// let mut server = Server::bind("127.0.0.1:0")?;
/// server.get("slow", |request: &Incoming| {
///     let deferred = request.defer();
///     std::thread::spawn(move || deferred.respond(ServerReply::text("at last")));
///     Outcome::Later
/// });
/// let uri = format!("coap://{}/slow", server.local_addr());
/// let handle = server.handle();
/// let running = std::thread::spawn(move || server.run());
///
/// assert_eq!(Client::new()?.get(&uri)?.payload(), b"at last");
///
/// handle.stop();
/// running.join().expect("the server does not panic")?;
/// # Ok::<(), coapt::Error>(())
/// ```
#[derive(Debug)]
pub struct Deferred {
    duty: Option<Duty>,
    inbox: Arc<Inbox>,
}

/// What is owed to whom.
#[derive(Debug)]
pub(super) struct Duty {
    pub(super) destination: Destination,
    pub(super) request: Arc<IncomingRequest>,
    pub(super) defaults: Defaults,
    pub(super) span: Span,
}

/// Where an answer goes.
#[derive(Clone, Copy, Debug)]
pub(super) enum Destination {
    /// To the client that asked.
    Client(Client),
    /// To all observers of this resource, if they were not told a later state.
    Observers(ResourceId, Turn),
    /// To nobody: the request is looked at only.
    Nobody,
}

/// A client that waits for an answer.
#[derive(Clone, Copy, Debug)]
pub(super) struct Client {
    /// The index of the port that it asked.
    pub(super) place: usize,
    pub(super) id: RequestId,
    /// When it asked, by the clock of the first port; the origin if nobody wants to know.
    pub(super) asked_at: Instant,
}

impl Deferred {
    /// Takes the duty to answer on.
    pub(super) fn new(duty: Duty, inbox: Arc<Inbox>) -> Self {
        Self { duty: Some(duty), inbox }
    }

    /// Answers.
    pub fn respond(mut self, reply: ServerReply) {
        self.send(reply);
    }

    /// Leaves the answer for the server, once.
    fn send(&mut self, reply: ServerReply) {
        if let Some(duty) = self.duty.take() {
            self.inbox.answer(Answer { duty, reply });
        }
    }
}

impl Drop for Deferred {
    fn drop(&mut self) {
        self.send(ServerReply::error(Code::INTERNAL_SERVER_ERROR, "the request was given up"));
    }
}
