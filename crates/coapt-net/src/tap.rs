//! Looking at what goes through a driver.

use coapt_proto::Peer;

/// Sees every datagram that a driver receives or has sent; for logs and captures.
pub trait Tap: Send {
    /// Sees a datagram before the endpoint does.
    fn received(&mut self, from: &Peer, bytes: &[u8]);

    /// Sees a datagram after the system took it.
    fn sent(&mut self, to: &Peer, bytes: &[u8]);

    /// Sees a datagram that [`Faults`](crate::Faults) lose: it is neither sent nor received.
    fn dropped(&mut self, _way: Way, _peer: &Peer, _bytes: &[u8]) {}
}

/// Which way a datagram goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// From a peer to us.
    In,
    /// From us to a peer.
    Out,
}
