//! RFC 7252 §4.5: the memory that answers a repeated message as it was answered before.
//!
//! It has a budget in bytes and two ranks. Replies to requests that may safely be repeated go first; what is left
//! keeps its promise for the whole lifetime, and when it fills the budget, further unsafe requests are refused.

use alloc::collections::VecDeque;
use alloc::vec::Vec;
use core::time::Duration;

use coapt_wire::MessageId;
use foldhash::fast::FixedState;
use hashbrown::HashMap;

use super::peers::PeerKey;
use crate::message::Reliability;
use crate::shrink::Shrink as _;
use crate::time::Instant;
use crate::transmit::Datagram;

type Key = (PeerKey, MessageId);

/// What a copy of a message is answered with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Reply {
    /// Nothing yet: the original is still being dealt with.
    Open,
    /// Nothing at all: the message was non-confirmable.
    Silence,
    /// An Empty acknowledgement.
    Acknowledgement,
    /// A Reset.
    Reset,
    /// The acknowledgement with the response in it.
    Response(Datagram),
}

/// How dear a reply is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Rank {
    /// The request may be carried out twice.
    Safe,
    /// It may not: the reply is kept for the whole lifetime.
    Unsafe,
}

#[derive(Debug)]
struct Seen {
    expires: Instant,
    reply: Reply,
}

#[derive(Debug)]
pub(super) struct Duplicates {
    seen: HashMap<Key, Seen, FixedState>,
    /// By rank and lifetime; within one queue, expiry grows from front to back.
    queues: [VecDeque<(Instant, Key)>; 4],
    /// The peers of forgotten messages, once for each, until the layer lets go of them.
    pub(super) unpinned: Vec<PeerKey>,
    bytes: usize,
    limit: usize,
    pub(super) forgotten: u64,
}

/// What an entry takes beside the bytes of its reply: itself, its place in the table and in a queue, both of which grow
/// by doubling.
const ENTRY: usize = 192;

impl Duplicates {
    pub(super) fn new(limit: usize, hasher: FixedState) -> Self {
        Self {
            seen: HashMap::with_hasher(hasher),
            queues: [const { VecDeque::new() }; 4],
            unpinned: Vec::new(),
            bytes: 0,
            limit,
            forgotten: 0,
        }
    }

    pub(super) fn set_limit(&mut self, limit: usize) {
        self.limit = limit;
    }

    pub(super) fn bytes(&self) -> usize {
        self.bytes
    }

    /// Returns what a copy is answered with, if the message was seen within its lifetime.
    pub(super) fn find(&self, now: Instant, peer: PeerKey, id: MessageId) -> Option<&Reply> {
        self.seen.get(&(peer, id)).filter(|seen| now < seen.expires).map(|seen| &seen.reply)
    }

    /// Remembers a new message; false if there is no room for it.
    pub(super) fn record(
        &mut self,
        (peer, id): Key,
        expires: Instant,
        rank: Rank,
        reliability: Reliability,
    ) -> bool {
        self.forget((peer, id));
        if !self.make_room(ENTRY) {
            return false;
        }
        self.bytes += ENTRY;
        self.seen.insert((peer, id), Seen { expires, reply: Reply::Open });
        if let Some(queue) = self.queues.get_mut(queue_of(rank, reliability)) {
            queue.push_back((expires, (peer, id)));
        }
        true
    }

    /// Says what copies of a remembered message are answered with from now on.
    pub(super) fn settle(&mut self, peer: PeerKey, id: MessageId, reply: Reply) {
        let Some(seen) = self.seen.get_mut(&(peer, id)) else { return };
        let (before, after) = (seen.reply.bytes(), reply.bytes());
        seen.reply = reply;
        self.bytes = self.bytes - before + after;
        if self.bytes > self.limit {
            self.make_room(0);
        }
    }

    /// Forgets one message before its time, as if it had not come.
    pub(super) fn forget_message(&mut self, peer: PeerKey, id: MessageId) {
        self.forget((peer, id));
    }

    /// Forgets what has outlived its lifetime.
    pub(super) fn forget_old(&mut self, now: Instant) {
        for index in 0..self.queues.len() {
            while let Some(&(expires, key)) = self.queues.get(index).and_then(VecDeque::front)
                && expires <= now
            {
                self.drop_front(index);
                self.forget_if(key, expires);
            }
        }
    }

    /// Gives memory back that was needed once; tells whether that was much.
    pub(super) fn shrink(&mut self) -> bool {
        let mut shrank = self.seen.shrink();
        for queue in &mut self.queues {
            shrank |= queue.shrink();
        }
        if shrank {
            self.unpinned.shrink_to(self.seen.len());
        }
        shrank
    }

    /// Gives up the oldest entry of the lower rank; false if there is none.
    pub(super) fn evict(&mut self) -> bool {
        let kinds = [Reliability::NonConfirmable, Reliability::Confirmable];
        if kinds.into_iter().any(|kind| self.evict_from(queue_of(Rank::Safe, kind))) {
            self.forgotten += 1;
            return true;
        }
        false
    }

    /// When [`forget_old`](Self::forget_old) next has work, to a quarter of a minute.
    pub(super) fn next_expiry(&self) -> Option<Instant> {
        let fronts = self.queues.iter().filter_map(|queue| queue.front());
        fronts.map(|&(expires, _)| expires).min().map(coarse)
    }

    fn evict_from(&mut self, index: usize) -> bool {
        while let Some(&(expires, key)) = self.queues.get(index).and_then(VecDeque::front) {
            self.drop_front(index);
            if self.forget_if(key, expires) {
                return true;
            }
        }
        false
    }

    fn make_room(&mut self, more: usize) -> bool {
        while self.bytes + more > self.limit {
            if !self.evict() {
                return false;
            }
        }
        true
    }

    /// Forgets an entry unless it has been made anew since; tells whether it did.
    fn forget_if(&mut self, key: Key, expires: Instant) -> bool {
        let same = self.seen.get(&key).is_some_and(|seen| seen.expires == expires);
        if same {
            self.forget(key);
        }
        same
    }

    fn forget(&mut self, key: Key) {
        if let Some(seen) = self.seen.remove(&key) {
            self.bytes -= ENTRY + seen.reply.bytes();
            self.unpinned.push(key.0);
        }
    }

    fn drop_front(&mut self, index: usize) {
        if let Some(queue) = self.queues.get_mut(index) {
            queue.pop_front();
        }
    }
}

impl Reply {
    fn bytes(&self) -> usize {
        match self {
            Self::Response(datagram) => datagram.allocated(),
            Self::Open | Self::Silence | Self::Acknowledgement | Self::Reset => 0,
        }
    }
}

fn queue_of(rank: Rank, reliability: Reliability) -> usize {
    match (rank, reliability) {
        (Rank::Safe, Reliability::Confirmable) => 0,
        (Rank::Safe, Reliability::NonConfirmable) => 1,
        (Rank::Unsafe, Reliability::Confirmable) => 2,
        (Rank::Unsafe, Reliability::NonConfirmable) => 3,
    }
}

/// Rounds a time of forgetting up, so that forgetting wakes the driver rarely.
pub(super) fn coarse(due: Instant) -> Instant {
    const STEP: u64 = 16;
    let seconds = due.since_origin().as_secs() / STEP * STEP + STEP;
    Instant::after_origin(Duration::from_secs(seconds))
}

#[cfg(test)]
mod tests;
