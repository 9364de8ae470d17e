//! Looking at what goes through a driver.

use coapt_proto::Peer;

/// Sees every datagram that a driver receives or has sent; for logs and captures.
pub trait Tap: Send {
    /// Sees a datagram before the endpoint does.
    fn received(&mut self, from: &Peer, bytes: &[u8]);

    /// Sees a datagram after the system took it.
    fn sent(&mut self, to: &Peer, bytes: &[u8]);
}
