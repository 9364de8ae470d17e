//! The peers that are remembered: their message ids and their NSTART places.
//!
//! A peer stays while anything refers to it (it is pinned), and for one lifetime after that.

use alloc::boxed::Box;
use alloc::collections::VecDeque;
use core::time::Duration;

use coapt_wire::MessageId;
use foldhash::fast::FixedState;
use hashbrown::HashMap;

use super::Owner;
use super::guard::Reach;
use super::pace::Pace;
use crate::peer::Peer;
use crate::random::Random;
use crate::shrink::Shrink as _;
use crate::slab::Slab;
use crate::time::Instant;

/// Names a remembered peer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct PeerKey(u64);

#[derive(Debug)]
pub(super) struct PeerState {
    pub(super) peer: Peer,
    pub(super) ids: MessageIds,
    /// How many of the NSTART places are taken.
    pub(super) places: u32,
    /// Who waits for one.
    pub(super) waiting: VecDeque<Owner>,
    /// How many of its requests wait for an answer.
    pub(super) open: usize,
    pub(super) reach: Reach,
    /// When something came from it; long ago if nothing did.
    pub(super) heard: Instant,
    paces: Option<Box<Paces>>,
    pins: u32,
    used: Instant,
    /// Whether it stands in the list of idle peers.
    listed: bool,
}

/// What a peer is sent or served at a pace; most peers never come so far.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Paces {
    /// The non-confirmable notifications that it is sent.
    pub(super) notifying: Pace,
    /// The requests that it sends.
    pub(super) asking: Pace,
    /// The 4.29s that it is sent.
    pub(super) refusing: Pace,
}

impl PeerState {
    pub(super) fn paces(&mut self) -> &mut Paces {
        self.paces.get_or_insert_default()
    }
}

/// The message ids used towards one peer (RFC 7252 §4.4).
///
/// The 65536 ids are used in two halves; a half is entered again only when its last use is a lifetime ago.
#[derive(Clone, Copy, Debug)]
pub(super) struct MessageIds {
    first: u16,
    used: u32,
    entered: [Instant; 2],
}

#[derive(Debug)]
pub(super) struct Peers {
    table: Slab<PeerState>,
    by_peer: HashMap<Peer, PeerKey, FixedState>,
    idle: VecDeque<(Instant, PeerKey)>,
    lifetime: Duration,
    limit: usize,
}

const HALF: u32 = 1 << 15;

impl MessageIds {
    fn new(first: MessageId) -> Self {
        Self { first: first.value(), used: 0, entered: [Instant::ORIGIN; 2] }
    }

    /// Tells from when on the next id may be used.
    //= rfc7252#4.4 no-reuse: not towards the same endpoint within a lifetime
    pub(super) fn ready_at(&self, lifetime: Duration) -> Instant {
        if self.used < 2 * HALF || !self.used.is_multiple_of(HALF) {
            return Instant::ORIGIN;
        }
        let [even, odd] = self.entered;
        let ended = if (self.used / HALF).is_multiple_of(2) { odd } else { even };
        ended + lifetime
    }

    pub(super) fn take(&mut self, now: Instant) -> MessageId {
        if self.used.is_multiple_of(HALF) {
            let [even, odd] = &mut self.entered;
            *(if (self.used / HALF).is_multiple_of(2) { even } else { odd }) = now;
        }
        let [.., high, low] = self.used.to_be_bytes();
        let id = self.first.wrapping_add(u16::from_be_bytes([high, low]));
        // Kept in the third and fourth half, so that "used before" stays true.
        self.used = if self.used + 1 == 4 * HALF { 2 * HALF } else { self.used + 1 };
        MessageId::from(id)
    }
}

impl Peers {
    pub(super) fn new(limit: usize, hasher: FixedState) -> Self {
        Self {
            table: Slab::new(),
            by_peer: HashMap::with_hasher(hasher),
            idle: VecDeque::new(),
            lifetime: Duration::ZERO,
            limit,
        }
    }

    pub(super) fn set_limit(&mut self, limit: usize) {
        self.limit = limit;
    }

    pub(super) fn len(&self) -> usize {
        self.table.len()
    }

    pub(super) fn is_full(&self) -> bool {
        self.table.len() >= self.limit
    }

    pub(super) fn find(&self, peer: &Peer) -> Option<PeerKey> {
        self.by_peer.get(peer).copied()
    }

    /// Returns the key of a peer, new or known; `None` if there is no room.
    pub(super) fn enter(
        &mut self,
        now: Instant,
        peer: Peer,
        random: &mut Random,
    ) -> Option<PeerKey> {
        if let Some(&key) = self.by_peer.get(&peer) {
            if let Some(state) = self.table.get_mut(key.0) {
                state.used = now;
            }
            return Some(key);
        }
        if self.is_full() && !self.evict() {
            return None;
        }
        let key = PeerKey(self.table.insert(PeerState {
            peer,
            ids: MessageIds::new(random.message_id()),
            places: 0,
            waiting: VecDeque::new(),
            open: 0,
            reach: Reach::default(),
            heard: Instant::ORIGIN,
            paces: None,
            pins: 0,
            used: now,
            listed: true,
        }));
        self.by_peer.insert(peer, key);
        self.idle.push_back((now, key));
        Some(key)
    }

    pub(super) fn get(&self, key: PeerKey) -> Option<&PeerState> {
        self.table.get(key.0)
    }

    pub(super) fn get_mut(&mut self, key: PeerKey) -> Option<&mut PeerState> {
        self.table.get_mut(key.0)
    }

    pub(super) fn pin(&mut self, key: PeerKey) {
        if let Some(state) = self.table.get_mut(key.0) {
            state.pins += 1;
        }
    }

    pub(super) fn unpin(&mut self, key: PeerKey, now: Instant) {
        let Some(state) = self.table.get_mut(key.0) else { return };
        state.pins = state.pins.saturating_sub(1);
        state.used = now;
        if state.pins == 0 && !state.listed {
            state.listed = true;
            self.idle.push_back((now, key));
        }
    }

    /// Forgets peers that nothing referred to for a lifetime.
    pub(super) fn forget_idle(&mut self, now: Instant, lifetime: Duration) {
        self.lifetime = lifetime;
        while let Some(&(since, key)) = self.idle.front()
            && since + lifetime <= now
        {
            self.idle.pop_front();
            let Some(state) = self.table.get_mut(key.0) else { continue };
            if state.pins > 0 {
                state.listed = false;
            } else if state.used + lifetime > now {
                self.idle.push_back((state.used, key));
            } else {
                self.remove(key);
            }
        }
    }

    /// Gives memory back that was needed once; tells whether that was much.
    pub(super) fn shrink(&mut self) -> bool {
        self.by_peer.shrink() | self.idle.shrink()
    }

    /// When [`forget_idle`](Self::forget_idle) next has work, to a quarter of a minute.
    pub(super) fn next_expiry(&self) -> Option<Instant> {
        self.idle.front().map(|&(since, _)| super::duplicates::coarse(since + self.lifetime))
    }

    /// Forgets a peer that has been idle for long; false if none is idle.
    ///
    /// Those that were used since they were listed come after the others.
    fn evict(&mut self) -> bool {
        while let Some((since, key)) = self.idle.pop_front() {
            let Some(state) = self.table.get_mut(key.0) else { continue };
            if state.pins > 0 {
                state.listed = false;
            } else if state.used > since {
                self.idle.push_back((state.used, key));
            } else {
                self.remove(key);
                return true;
            }
        }
        false
    }

    fn remove(&mut self, key: PeerKey) {
        if let Some(state) = self.table.remove(key.0) {
            self.by_peer.remove(&state.peer);
        }
    }
}

#[cfg(test)]
mod tests;
