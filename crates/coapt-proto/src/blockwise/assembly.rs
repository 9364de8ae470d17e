//! RFC 7959 §2.5: request bodies on their way in, kept apart by peer, cache key and Request-Tag.

use alloc::vec::Vec;

use coapt_wire::Block;
use foldhash::fast::FixedState;
use hashbrown::HashMap;

use crate::peer::Peer;
use crate::shrink::Shrink as _;
use crate::time::Instant;
use crate::timers::Timers;

type Key = (Peer, u64);

/// A block of a request body.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Fragment<'a> {
    pub(crate) block: Block,
    pub(crate) payload: &'a [u8],
    /// The size of the whole body, as the client announced it (Size1).
    pub(crate) announced: Option<u32>,
}

/// What follows from a block.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Step {
    /// 2.31: it was taken; more are wanted.
    Continue,
    /// The body is complete.
    Complete(Vec<u8>),
    /// 4.08: blocks before it are missing.
    Incomplete,
    /// 4.00: its size is not the one it names.
    WrongSize,
    /// 4.13: the body is, or says it is, larger than this.
    TooLarge(usize),
}

#[derive(Debug)]
struct Assembly {
    body: Vec<u8>,
    due: Instant,
}

/// The unfinished request bodies of one endpoint.
#[derive(Debug)]
pub(crate) struct Assemblies {
    table: HashMap<Key, Assembly, FixedState>,
    per_peer: HashMap<Peer, usize, FixedState>,
    timers: Timers<Key>,
    bytes: usize,
    /// How many were given up for others since they were last counted.
    evicted: u64,
}

/// How much may be held.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Room {
    pub(crate) body: usize,
    pub(crate) peer: usize,
    pub(crate) all: usize,
}

/// What an unfinished body costs beside its bytes: its places in three tables, and room to grow.
const OVERHEAD: usize = 768;

impl Assemblies {
    pub(crate) fn new(seeds: [u64; 2]) -> Self {
        let [table, per_peer] = seeds.map(FixedState::with_seed);
        Self {
            table: HashMap::with_hasher(table),
            per_peer: HashMap::with_hasher(per_peer),
            timers: Timers::new(),
            bytes: 0,
            evicted: 0,
        }
    }

    /// Gives memory back that was needed once; tells whether that was much.
    pub(crate) fn shrink(&mut self) -> bool {
        self.table.shrink() | self.per_peer.shrink()
    }

    pub(crate) const fn bytes(&self) -> usize {
        self.bytes
    }

    pub(crate) fn next_deadline(&self) -> Option<Instant> {
        self.timers.next()
    }

    /// Gives up the bodies that stood still until now; returns how many, those given up for others included.
    pub(crate) fn expire(&mut self, now: Instant) -> u64 {
        let mut expired = core::mem::take(&mut self.evicted);
        while let Some((_, key)) = self.timers.pop(now) {
            if self.take(key).is_some() {
                expired += 1;
            }
        }
        expired
    }

    /// Takes one block in; an unfinished body is kept until `due`.
    pub(crate) fn add(
        &mut self,
        key: Key,
        fragment: Fragment<'_>,
        room: Room,
        due: Instant,
    ) -> Step {
        let Fragment { block, payload, announced } = fragment;
        //= rfc7959#2.3 full: with M set the payload is exactly the block size
        if payload.len() > block.size() || (block.more && payload.len() != block.size()) {
            return Step::WrongSize;
        }
        //= rfc7252#5.9.2.9 announced: sizes that clients announce never drive allocation
        let end = block.offset() + payload.len();
        let most = room.body.min(room.peer);
        if end > most || announced.is_some_and(|size| size as usize > most) {
            self.take(key);
            return Step::TooLarge(most);
        }
        if block.number == 0 {
            //= rfc7959#2.5 anew: block 0 throws an unfinished body away
            self.take(key);
            if !block.more {
                return Step::Complete(payload.to_vec());
            }
        }
        let body = self.take(key).map(|assembly| assembly.body).unwrap_or_default();
        self.join(key, body, fragment, (room, due))
    }

    fn join(
        &mut self,
        key: Key,
        mut body: Vec<u8>,
        fragment: Fragment<'_>,
        (room, due): (Room, Instant),
    ) -> Step {
        let Fragment { block, payload, .. } = fragment;
        let offset = block.offset();
        if block.more && body.get(offset..) == Some(payload) {
            //= rfc7959#2.5 repeated: a block that comes again is taken once
            return self.keep(key, body, room, due);
        }
        //= rfc7959#2.5 missing: 4.08
        if offset != body.len() {
            return Step::Incomplete;
        }
        body.extend_from_slice(payload);
        if block.more { self.keep(key, body, room, due) } else { Step::Complete(body) }
    }

    fn keep(&mut self, key: Key, body: Vec<u8>, room: Room, due: Instant) -> Step {
        let size = body.len() + OVERHEAD;
        let peer = self.per_peer.get(&key.0).copied().unwrap_or_default();
        if peer + size > room.peer || !self.make_room(size, room.all) {
            return Step::TooLarge(room.body.min(room.peer));
        }
        let peer = self.per_peer.get(&key.0).copied().unwrap_or_default();
        self.bytes += size;
        self.per_peer.insert(key.0, peer + size);
        self.table.insert(key, Assembly { body, due });
        self.timers.set(due, key);
        Step::Continue
    }

    /// Gives up what stood still longest, so that no flood of beginnings locks out uploads that go on.
    fn make_room(&mut self, size: usize, all: usize) -> bool {
        if size > all {
            return false;
        }
        while self.bytes + size > all {
            let Some((_, oldest)) = self.timers.pop(Instant::FAR_FUTURE) else { return false };
            if self.take(oldest).is_some() {
                self.evicted += 1;
            }
        }
        true
    }

    fn take(&mut self, key: Key) -> Option<Assembly> {
        let assembly = self.table.remove(&key)?;
        let size = assembly.body.len() + OVERHEAD;
        self.bytes -= size;
        self.timers.clear(assembly.due, key);
        if let Some(peer) = self.per_peer.get_mut(&key.0) {
            *peer = peer.saturating_sub(size);
            if *peer == 0 {
                self.per_peer.remove(&key.0);
            }
        }
        Some(assembly)
    }
}

#[cfg(test)]
mod tests;
