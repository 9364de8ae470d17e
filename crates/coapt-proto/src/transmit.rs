//! What an endpoint wants to be sent.

use alloc::sync::Arc;

use crate::peer::Peer;

/// One datagram to be sent, from `to.local()` if that is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Transmit {
    /// Where it goes.
    pub to: Peer,
    /// Its bytes; shared with the memory that answers duplicates.
    pub datagram: Arc<[u8]>,
}

/// How a response left (RFC 7252 §5.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Carriage {
    /// In the acknowledgement of the request; nothing more will be heard of it.
    Piggybacked,
    /// In a confirmable message of its own; [`Event::Delivered`](crate::Event::Delivered) tells how it ended.
    Confirmable,
    /// In a non-confirmable message of its own; nothing more will be heard of it.
    NonConfirmable,
    /// Not at all: the client did not want it (RFC 7967), or it is an error to a multicast request.
    Suppressed,
}
