//! One tap on several drivers.

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use coapt_net::{Tap, Way};
use coapt_proto::Peer;

/// A tap that several drivers hold at once.
#[derive(Clone)]
pub(crate) struct SharedTap(Arc<Mutex<Box<dyn Tap>>>);

impl SharedTap {
    /// Makes a tap shareable.
    pub(crate) fn new(tap: Box<dyn Tap>) -> Self {
        Self(Arc::new(Mutex::new(tap)))
    }
}

impl Tap for SharedTap {
    fn received(&mut self, from: &Peer, bytes: &[u8]) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).received(from, bytes);
    }

    fn sent(&mut self, to: &Peer, bytes: &[u8]) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).sent(to, bytes);
    }

    fn dropped(&mut self, way: Way, peer: &Peer, bytes: &[u8]) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).dropped(way, peer, bytes);
    }
}

impl fmt::Debug for SharedTap {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SharedTap")
    }
}
