//! RFC 9175 §2.4: how much an address is sent before it has shown that it is there.
//!
//! Who forges the address of another in requests would have the answers sent to it. With the guard on, an address is
//! sent no more than a few times what came from it, until it has returned an Echo value that only it can know. The value
//! is random and stands with the peer, so it is void when the peer is forgotten.

use super::peers::PeerKey;
use super::{Messaging, Receipt};
use crate::peer::Peer;

/// What an address may be sent in any case (RFC 9175 §2.4).
const ALWAYS: u64 = 136;

/// What is known of the way to a peer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reach {
    /// It has not shown that it is there.
    Unverified {
        /// How many bytes came from it.
        received: u64,
        /// How many it was sent.
        sent: u64,
        /// What it is to return, if it was asked to.
        echo: Option<[u8; 8]>,
    },
    /// It has.
    Verified,
}

impl Default for Reach {
    fn default() -> Self {
        Self::Unverified { received: 0, sent: 0, echo: None }
    }
}

impl Messaging {
    /// Counts what came from a peer.
    pub(super) fn note_received(&mut self, key: PeerKey, length: usize) {
        if self.amplification.is_none() {
            return;
        }
        if let Some(state) = self.peers.get_mut(key)
            && let Reach::Unverified { received, .. } = &mut state.reach
        {
            *received += length as u64;
        }
    }

    /// Tells whether the sender of a message may be answered at any length.
    pub(crate) fn is_verified(&self, receipt: &Receipt) -> bool {
        self.amplification.is_none()
            || self.peers.get(receipt.key).is_some_and(|state| state.reach == Reach::Verified)
    }

    /// Takes the Echo value of a request; whether it shows that its sender is there.
    pub(crate) fn take_echo(&mut self, receipt: &Receipt, value: &[u8]) -> bool {
        let Some(state) = self.peers.get_mut(receipt.key) else { return false };
        let Reach::Unverified { echo: Some(echo), .. } = state.reach else { return false };
        //= rfc9175#2.2.1 own-values: only what we made ourselves counts
        let is_ours = value == echo;
        if is_ours {
            state.reach = Reach::Verified;
        }
        is_ours
    }

    /// Returns the value that the sender of a message is to return.
    //= rfc9175#5 random: 64 bits
    pub(crate) fn echo(&mut self, receipt: &Receipt) -> [u8; 8] {
        let new = self.random.number().to_be_bytes();
        self.counters.challenged += 1;
        let Some(state) = self.peers.get_mut(receipt.key) else { return new };
        match &mut state.reach {
            Reach::Unverified { echo, .. } => *echo.get_or_insert(new),
            Reach::Verified => new,
        }
    }

    /// Tells whether the sender of a message may be sent so many bytes now.
    pub(crate) fn may_send(&self, receipt: &Receipt, length: usize) -> bool {
        let Some(state) = self.peers.get(receipt.key) else { return true };
        self.is_within(state.reach, length)
    }

    /// Counts a datagram that is to be sent; false if it would be too much.
    ///
    /// Requests are our own doing; a peer that is not remembered is sent Empty messages only.
    pub(super) fn passes(&mut self, to: &Peer, datagram: &[u8]) -> bool {
        let is_request = datagram.get(1).is_some_and(|code| (1..32).contains(code));
        if self.amplification.is_none() || is_request {
            return true;
        }
        let Some(key) = self.peers.find(to) else { return true };
        let Some(reach) = self.peers.get(key).map(|state| state.reach) else { return true };
        if !self.is_within(reach, datagram.len()) {
            self.counters.withheld += 1;
            return false;
        }
        if let Some(state) = self.peers.get_mut(key)
            && let Reach::Unverified { sent, .. } = &mut state.reach
        {
            *sent += datagram.len() as u64;
        }
        true
    }

    //= rfc9175#2.4 three-times: what came from it, or 136 bytes
    fn is_within(&self, reach: Reach, length: usize) -> bool {
        let (Some(factor), Reach::Unverified { received, sent, .. }) = (self.amplification, reach)
        else {
            return true;
        };
        sent + length as u64 <= received.saturating_mul(factor.into()).max(ALWAYS)
    }
}
