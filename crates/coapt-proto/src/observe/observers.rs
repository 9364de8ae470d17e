//! RFC 7641 §4: the lists of observers that a server keeps.

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::sync::Arc;

use bytes::Bytes;
use coapt_wire::{Block, Code, OptionsBuf, Token};
use foldhash::fast::FixedState;
use hashbrown::HashMap;

use crate::event::ResourceId;
use crate::message::Reliability;
use crate::messaging::SentKey;
use crate::peer::Peer;
use crate::shrink::Shrink as _;
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
    /// The block size it asked for.
    pub(crate) block2: Option<Block>,
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
    pub(crate) block2: Option<Block>,
}

/// All lists of one endpoint.
#[derive(Debug)]
pub(crate) struct Observers {
    table: Slab<Observer>,
    by_client: HashMap<(Peer, Token), u64, FixedState>,
    per_peer: HashMap<Peer, usize, FixedState>,
    lists: BTreeMap<ResourceId, BTreeSet<u64>>,
}

impl Observers {
    pub(crate) fn new(seeds: [u64; 2]) -> Self {
        let [by_client, per_peer] = seeds.map(FixedState::with_seed);
        Self {
            table: Slab::new(),
            by_client: HashMap::with_hasher(by_client),
            per_peer: HashMap::with_hasher(per_peer),
            lists: BTreeMap::new(),
        }
    }

    pub(crate) fn len(&self) -> usize {
        self.by_client.len()
    }

    /// Gives memory back that was needed once; tells whether that was much.
    pub(crate) fn shrink(&mut self) -> bool {
        self.by_client.shrink() | self.per_peer.shrink()
    }

    pub(crate) fn is_idle(&self) -> bool {
        self.table.len() == self.by_client.len()
    }

    pub(crate) fn of_peer(&self, peer: &Peer) -> usize {
        self.per_peer.get(peer).copied().unwrap_or_default()
    }

    pub(crate) fn get(&self, key: u64) -> Option<&Observer> {
        self.table.get(key)
    }

    pub(crate) fn get_mut(&mut self, key: u64) -> Option<&mut Observer> {
        self.table.get_mut(key)
    }

    pub(crate) fn find(&self, peer: Peer, token: Token) -> Option<u64> {
        self.by_client.get(&(peer, token)).copied()
    }

    pub(crate) fn count(&self, resource: ResourceId) -> usize {
        self.lists.get(&resource).map_or(0, BTreeSet::len)
    }

    pub(crate) fn members(&self, resource: ResourceId) -> impl Iterator<Item = u64> {
        self.lists.get(&resource).into_iter().flatten().copied()
    }

    /// Puts a client on a list; an entry with its token is replaced, never doubled.
    //= rfc7641#4.1 replace: endpoint and token are the key of an entry
    pub(crate) fn register(&mut self, now: Instant, registration: Registration) -> u64 {
        let Registration { peer, token, resource, uri, transfer, block2 } = registration;
        if let Some(key) = self.find(peer, token)
            && let Some(observer) = self.table.get_mut(key)
        {
            let before = core::mem::replace(&mut observer.resource, resource);
            (observer.uri, observer.transfer, observer.block2) = (uri, transfer, block2);
            observer.sequence = observer.sequence.wrapping_add(1) & 0x00ff_ffff;
            if before != resource {
                observer.pending = None;
                self.unlist(before, key);
            }
            self.lists.entry(resource).or_default().insert(key);
            return key;
        }
        let key = self.table.insert(Observer {
            peer,
            token,
            resource,
            uri,
            transfer,
            block2,
            sequence: first_sequence(now),
            confirmed: now,
            since_confirmable: 0,
            state: ObserverState::Idle(None),
            pending: None,
            listed: true,
        });
        self.by_client.insert((peer, token), key);
        *self.per_peer.entry(peer).or_default() += 1;
        self.lists.entry(resource).or_default().insert(key);
        key
    }

    /// Takes an entry off its list; it stays in the table for its last notification.
    pub(crate) fn strike(&mut self, key: u64) {
        let Some(observer) = self.table.get_mut(key).filter(|observer| observer.listed) else {
            return;
        };
        observer.listed = false;
        let (peer, token, resource) = (observer.peer, observer.token, observer.resource);
        self.by_client.remove(&(peer, token));
        if let Some(count) = self.per_peer.get_mut(&peer) {
            *count -= 1;
            if *count == 0 {
                self.per_peer.remove(&peer);
            }
        }
        self.unlist(resource, key);
    }

    /// Removes an entry altogether.
    pub(crate) fn remove(&mut self, key: u64) -> Option<Observer> {
        self.strike(key);
        self.table.remove(key)
    }

    fn unlist(&mut self, resource: ResourceId, key: u64) {
        if let Some(list) = self.lists.get_mut(&resource) {
            list.remove(&key);
            if list.is_empty() {
                self.lists.remove(&resource);
            }
        }
    }
}

/// Where the numbers of a new relation begin: behind those of an earlier one with the same client, which may still be
/// under way.
//= rfc7641#4.4 sequence: a thousand notifications a second may pass before a later relation would begin too low
fn first_sequence(now: Instant) -> u32 {
    let [.., high, mid, low] = now.since_origin().as_millis().to_be_bytes();
    u32::from_be_bytes([0, high, mid, low]).wrapping_add(1) & 0x00ff_ffff
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_record_takes_at_most_160_bytes() {
        assert!(size_of::<Observer>() <= 160, "{} bytes", size_of::<Observer>());
    }
}
