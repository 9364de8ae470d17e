//! RFC 7641 §4: the lists of observers that a server keeps.

use alloc::collections::BTreeMap;
use alloc::sync::Arc;
use alloc::vec::Vec;
use core::hash::BuildHasher as _;

use bytes::Bytes;
use coapt_wire::{Code, OptionsBuf, Token};
use foldhash::fast::FixedState;
use hashbrown::{HashMap, HashTable};

use crate::event::ResourceId;
use crate::message::Reliability;
use crate::messaging::SentKey;
use crate::peer::Peer;
use crate::shrink::{Shrink as _, is_roomy};
use crate::slab::Slab;
use crate::time::Instant;

/// One state of a resource, shared by all its observers.
#[derive(Debug)]
pub(crate) struct State {
    pub(crate) code: Code,
    pub(crate) options: OptionsBuf,
    pub(crate) payload: Bytes,
    pub(crate) reliability: Reliability,
}

/// One entry of a list.
#[derive(Debug)]
pub(crate) struct Observer {
    pub(crate) peer: Peer,
    pub(crate) token: Token,
    pub(crate) resource: ResourceId,
    /// The keys of its URI and of the transfers of large states.
    pub(crate) uri: u64,
    pub(crate) transfer: u64,
    /// The block size it asked for, as SZX.
    pub(crate) size_exponent: Option<u8>,
    /// Its place in the list of its resource.
    place: u32,
    pub(crate) sequence: u32,
    pub(crate) confirmed: Instant,
    pub(crate) since_confirmable: u32,
    pub(crate) state: ObserverState,
    /// What is still to be sent.
    pub(crate) pending: Option<Arc<State>>,
    /// Whether it is on its list; if not, only its last notification is under way.
    pub(crate) listed: bool,
}

/// What an observer is being sent.
#[derive(Clone, Debug)]
pub(crate) enum ObserverState {
    /// Nothing; a Reset to the last non-confirmable notification would still match.
    Idle(Option<SentKey>),
    /// It waits for one of its peer's NSTART places.
    Waiting,
    /// It waits until the average allows another non-confirmable notification.
    Paced(Instant),
    /// A confirmable notification of this state is under way.
    InFlight(SentKey, Arc<State>),
}

/// What a registration needs to become an entry.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Registration {
    pub(crate) peer: Peer,
    pub(crate) token: Token,
    pub(crate) resource: ResourceId,
    pub(crate) uri: u64,
    pub(crate) transfer: u64,
    pub(crate) size_exponent: Option<u8>,
}

/// All lists of one endpoint.
///
/// There may be a million entries, so an entry's peer stands in the entry alone: the tables hold keys and hashes.
#[derive(Debug)]
pub(crate) struct Observers {
    table: Slab<Observer>,
    /// The entries on lists, found by peer and token.
    by_client: HashTable<u64>,
    /// How many entries each peer has, by half of the hash of the peer: should two peers ever meet there, they share a
    /// limit of thousands.
    per_peer: HashMap<u32, u32, FixedState>,
    lists: BTreeMap<ResourceId, Vec<u64>>,
    hasher: FixedState,
}

impl Observers {
    pub(crate) fn new(seeds: [u64; 2]) -> Self {
        let [hasher, per_peer] = seeds.map(FixedState::with_seed);
        Self {
            table: Slab::new(),
            by_client: HashTable::new(),
            per_peer: HashMap::with_hasher(per_peer),
            lists: BTreeMap::new(),
            hasher,
        }
    }

    pub(crate) fn len(&self) -> usize {
        self.by_client.len()
    }

    /// Gives memory back that was needed once; tells whether that was much.
    pub(crate) fn shrink(&mut self) -> bool {
        let (table, hasher) = (&self.table, &self.hasher);
        let rehash =
            |key: &u64| table.get(*key).map_or(0, |one| hasher.hash_one((one.peer, one.token)));
        let shrinks = is_roomy(self.by_client.len(), self.by_client.capacity());
        if shrinks {
            self.by_client.shrink_to(self.by_client.len() * 2, rehash);
        }
        shrinks | self.per_peer.shrink()
    }

    pub(crate) fn is_idle(&self) -> bool {
        self.table.len() == self.by_client.len()
    }

    pub(crate) fn of_peer(&self, peer: &Peer) -> usize {
        let count = self.per_peer.get(&half(self.hasher.hash_one(peer))).copied();
        count.unwrap_or_default() as usize
    }

    pub(crate) fn get(&self, key: u64) -> Option<&Observer> {
        self.table.get(key)
    }

    pub(crate) fn get_mut(&mut self, key: u64) -> Option<&mut Observer> {
        self.table.get_mut(key)
    }

    pub(crate) fn find(&self, peer: Peer, token: Token) -> Option<u64> {
        let is_it = |key: &u64| {
            self.table.get(*key).is_some_and(|one| one.token == token && one.peer == peer)
        };
        self.by_client.find(self.hasher.hash_one((peer, token)), is_it).copied()
    }

    pub(crate) fn count(&self, resource: ResourceId) -> usize {
        self.lists.get(&resource).map_or(0, Vec::len)
    }

    pub(crate) fn members(&self, resource: ResourceId) -> impl Iterator<Item = u64> {
        self.lists.get(&resource).into_iter().flatten().copied()
    }

    /// Puts a client on a list; an entry with its token is replaced, never doubled.
    //= rfc7641#4.1 replace: endpoint and token are the key of an entry
    pub(crate) fn register(&mut self, now: Instant, registration: Registration) -> u64 {
        let Registration { peer, token, resource, uri, transfer, size_exponent } = registration;
        if let Some(key) = self.find(peer, token)
            && let Some(observer) = self.table.get_mut(key)
        {
            let before = core::mem::replace(&mut observer.resource, resource);
            (observer.uri, observer.transfer) = (uri, transfer);
            observer.size_exponent = size_exponent;
            observer.sequence = observer.sequence.wrapping_add(1) & 0x00ff_ffff;
            if before != resource {
                observer.pending = None;
                let place = observer.place;
                self.unlist(before, place);
                self.list(resource, key);
            }
            return key;
        }
        let key = self.table.insert(Observer {
            peer,
            token,
            resource,
            uri,
            transfer,
            size_exponent,
            place: 0,
            sequence: first_sequence(now),
            confirmed: now,
            since_confirmable: 0,
            state: ObserverState::Idle(None),
            pending: None,
            listed: true,
        });
        let (table, hasher) = (&self.table, &self.hasher);
        let rehash =
            |key: &u64| table.get(*key).map_or(0, |one| hasher.hash_one((one.peer, one.token)));
        self.by_client.insert_unique(hasher.hash_one((peer, token)), key, rehash);
        *self.per_peer.entry(half(hasher.hash_one(peer))).or_default() += 1;
        self.list(resource, key);
        key
    }

    /// Takes an entry off its list; it stays in the table for its last notification.
    pub(crate) fn strike(&mut self, key: u64) {
        let Some(observer) = self.table.get_mut(key).filter(|observer| observer.listed) else {
            return;
        };
        observer.listed = false;
        let (peer, token, resource) = (observer.peer, observer.token, observer.resource);
        let place = observer.place;
        let hash = self.hasher.hash_one((peer, token));
        if let Ok(entry) = self.by_client.find_entry(hash, |one| *one == key) {
            entry.remove();
        }
        let peer = half(self.hasher.hash_one(peer));
        if let Some(count) = self.per_peer.get_mut(&peer) {
            *count -= 1;
            if *count == 0 {
                self.per_peer.remove(&peer);
            }
        }
        self.unlist(resource, place);
    }

    /// Removes an entry altogether.
    pub(crate) fn remove(&mut self, key: u64) -> Option<Observer> {
        self.strike(key);
        self.table.remove(key)
    }

    fn list(&mut self, resource: ResourceId, key: u64) {
        let list = self.lists.entry(resource).or_default();
        if let Some(observer) = self.table.get_mut(key) {
            observer.place = u32::try_from(list.len()).unwrap_or(u32::MAX);
        }
        list.push(key);
    }

    /// Takes an entry off a list; the last one moves to its place.
    fn unlist(&mut self, resource: ResourceId, place: u32) {
        let Some(list) = self.lists.get_mut(&resource) else { return };
        if (place as usize) < list.len() {
            list.swap_remove(place as usize);
        }
        if let Some(observer) = list.get(place as usize).and_then(|key| self.table.get_mut(*key)) {
            observer.place = place;
        }
        if list.is_empty() {
            self.lists.remove(&resource);
        }
    }
}

const fn half(hash: u64) -> u32 {
    (hash >> 32) as u32
}

/// Where the numbers of a new relation begin: behind those of an earlier one with the same client, which may still be
/// under way.
//= rfc7641#4.4 sequence: a thousand notifications a second may pass before a later relation would begin too low
fn first_sequence(now: Instant) -> u32 {
    let [.., high, mid, low] = now.since_origin().as_millis().to_be_bytes();
    u32::from_be_bytes([0, high, mid, low]).wrapping_add(1) & 0x00ff_ffff
}

#[cfg(test)]
mod tests;
