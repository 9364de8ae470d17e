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

#[cfg(test)]
mod tests {
    use core::net::SocketAddr;

    use super::*;

    const FIRST: ExchangeId = ExchangeId(1);
    const SECOND: ExchangeId = ExchangeId(2);
    const THIRD: ExchangeId = ExchangeId(3);

    #[test]
    fn only_the_first_of_a_line_has_its_turn_at_once() {
        let mut turns = Turns::new(1);

        assert!(turns.join(line(1, 1), FIRST));
        assert!(!turns.join(line(1, 1), SECOND));
        assert!(turns.join(line(1, 2), SECOND), "another resource");
        assert!(turns.join(line(2, 1), THIRD), "another peer");
    }

    #[test]
    fn who_leaves_the_front_names_the_one_that_waited_longest() {
        let mut turns = queue(&[FIRST, SECOND, THIRD]);

        assert_eq!(turns.leave(line(1, 1), FIRST), Some(SECOND));
        assert_eq!(turns.leave(line(1, 1), SECOND), Some(THIRD));
        assert_eq!(turns.leave(line(1, 1), THIRD), None);
        assert!(turns.lines.is_empty());
    }

    #[test]
    fn who_gives_up_waiting_gives_nobody_a_turn() {
        let mut turns = queue(&[FIRST, SECOND, THIRD]);

        assert_eq!(turns.leave(line(1, 1), SECOND), None);
        assert_eq!(turns.leave(line(1, 1), FIRST), Some(THIRD));
    }

    #[test]
    fn who_is_in_no_line_gives_nobody_a_turn() {
        let mut turns = queue(&[FIRST, SECOND]);

        assert_eq!(turns.leave(line(1, 1), THIRD), None);
        assert_eq!(turns.leave(line(2, 1), FIRST), None);
        assert_eq!(turns.leave(line(1, 1), FIRST), Some(SECOND));
    }

    fn queue(ids: &[ExchangeId]) -> Turns {
        let mut turns = Turns::new(1);
        for id in ids {
            turns.join(line(1, 1), *id);
        }
        turns
    }

    fn line(peer: u16, key: u64) -> Line {
        (Peer::new(SocketAddr::from(([192, 0, 2, 1], peer))), key)
    }
}
