//! RFC 7959 §2.5: uploads to one resource, one after the other.
//!
//! Nothing but their order tells a server the blocks of two bodies for one resource apart, unless it
//! knows Request-Tag (RFC 9175 §3), which a client cannot rely on.

use alloc::collections::VecDeque;

use foldhash::fast::FixedState;
use hashbrown::HashMap;

use crate::event::ExchangeId;
use crate::peer::Peer;

/// What two uploads have in common that must not mix: the peer, the method and the cache key.
pub(crate) type Line = (Peer, u64);

/// The uploads that are under way, and those that wait for one of them.
#[derive(Debug)]
pub(crate) struct Turns {
    /// The first of each line is under way; no line is empty.
    lines: HashMap<Line, VecDeque<ExchangeId>, FixedState>,
}

impl Turns {
    pub(crate) fn new(seed: u64) -> Self {
        Self { lines: HashMap::with_hasher(FixedState::with_seed(seed)) }
    }

    /// Queues up; tells whether it is this one's turn at once.
    pub(crate) fn join(&mut self, line: Line, id: ExchangeId) -> bool {
        let queue = self.lines.entry(line).or_default();
        queue.push_back(id);
        queue.len() == 1
    }

    /// Leaves, done or not; names the one whose turn it is now.
    pub(crate) fn leave(&mut self, line: Line, id: ExchangeId) -> Option<ExchangeId> {
        let queue = self.lines.get_mut(&line)?;
        let was_first = queue.front() == Some(&id);
        queue.retain(|other| *other != id);
        let next = queue.front().copied();
        if next.is_none() {
            self.lines.remove(&line);
        }
        next.filter(|_| was_first)
    }
}
