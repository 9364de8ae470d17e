//! Messages as they happen, one line each.

mod condense;
mod line;

pub(crate) use condense::Condenser;
pub(crate) use line::{Direction, line};

use std::io::Write as _;

use coapt::{Peer, Tap};

use crate::paint::Paint;

/// Writes every datagram to standard error.
#[derive(Debug)]
pub(crate) struct Trace {
    paint: Paint,
}

impl Trace {
    /// Makes the trace for `-v`.
    pub(crate) fn stderr() -> Self {
        Self { paint: Paint::for_stderr() }
    }

    fn show(&self, direction: Direction, peer: &Peer, bytes: &[u8]) {
        let line = line(self.paint, None, direction, bytes);
        // Nobody is left to be told when standard error is gone.
        writeln!(std::io::stderr(), "{line}  [{}]", peer.address()).ok();
    }
}

impl Tap for Trace {
    fn received(&mut self, from: &Peer, bytes: &[u8]) {
        self.show(Direction::Received, from, bytes);
    }

    fn sent(&mut self, to: &Peer, bytes: &[u8]) {
        self.show(Direction::Sent, to, bytes);
    }
}
