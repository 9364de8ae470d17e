//! Which resources are under observation, and what to ask their handlers when they change.
//!
//! Each request that differs in what it asks for is a resource of its own for the endpoint:
//! another query, another Accept, another FETCH body. There is an entry only while somebody
//! observes, so the endpoint's limit of observers bounds this table, too.

use std::collections::BTreeMap;
use std::ops::Bound;

use coapt_proto::{IncomingRequest, Observe, ResourceId};
use coapt_wire::{OptionNumber, OptionsBuf};

use super::inbox::Change;

/// The resources under observation.
#[derive(Debug, Default)]
pub(super) struct Observed {
    by_path: BTreeMap<Vec<String>, BTreeMap<Vec<u8>, Entry>>,
    places: BTreeMap<ResourceId, (Vec<String>, Vec<u8>)>,
    last_id: u64,
}

/// One resource under observation.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    /// Its name at the endpoint.
    pub(super) id: ResourceId,
    /// The request that asks for its state.
    pub(super) request: IncomingRequest,
    /// The content format that its observers were promised.
    pub(super) format: Option<u32>,
    /// When its handler was asked last, and for which asking its observers were told.
    asked: Turn,
    told: Turn,
}

/// Counts how often the handler of a resource was asked for a new state.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Turn(u64);

impl Observed {
    /// Finds or makes the entry for what a request asks for.
    pub(super) fn enter(&mut self, request: &IncomingRequest, format: Option<u32>) -> ResourceId {
        let path = path_of(request);
        let request = plain(request);
        let key = key(&request, format);
        let entries = self.by_path.entry(path.clone()).or_default();
        if let Some(entry) = entries.get(&key) {
            return entry.id;
        }
        self.last_id += 1;
        let id = ResourceId(self.last_id);
        let (asked, told) = (Turn::default(), Turn::default());
        entries.insert(key.clone(), Entry { id, request, format, asked, told });
        self.places.insert(id, (path, key));
        id
    }

    /// Finds an entry by its name.
    pub(super) fn find(&self, id: ResourceId) -> Option<&Entry> {
        let (path, key) = self.places.get(&id)?;
        self.by_path.get(path)?.get(key)
    }

    /// Counts that the handler of an entry is asked for a new state.
    pub(super) fn ask(&mut self, id: ResourceId) -> Turn {
        let Some(entry) = self.find_mut(id) else { return Turn::default() };
        entry.asked.0 += 1;
        entry.asked
    }

    /// Notes that observers are told what an asking brought; false if they know the same or a later state.
    pub(super) fn tell(&mut self, id: ResourceId, turn: Turn) -> bool {
        let Some(entry) = self.find_mut(id) else { return false };
        let is_new = entry.told < turn;
        if is_new {
            entry.told = turn;
        }
        is_new
    }

    fn find_mut(&mut self, id: ResourceId) -> Option<&mut Entry> {
        let (path, key) = self.places.get(&id)?;
        self.by_path.get_mut(path)?.get_mut(key)
    }

    /// Removes an entry that nobody observes any more.
    pub(super) fn forget(&mut self, id: ResourceId) {
        let Some((path, key)) = self.places.remove(&id) else { return };
        if let Some(entries) = self.by_path.get_mut(&path) {
            entries.remove(&key);
            if entries.is_empty() {
                self.by_path.remove(&path);
            }
        }
    }

    /// Copies the entries that a change concerns.
    pub(super) fn concerned(&self, change: &Change) -> Vec<Entry> {
        match change {
            Change::At(path) => {
                self.by_path.get(path).into_iter().flat_map(BTreeMap::values).cloned().collect()
            }
            Change::Below(path) => self
                .by_path
                .range::<[String], _>((Bound::Included(path.as_slice()), Bound::Unbounded))
                .take_while(|(place, _)| place.starts_with(path))
                .flat_map(|(_, entries)| entries.values())
                .cloned()
                .collect(),
        }
    }
}

/// Returns the segments of a request's path.
fn path_of(request: &IncomingRequest) -> Vec<String> {
    let segments = request.options.as_options().all(OptionNumber::URI_PATH);
    segments.map(|segment| String::from_utf8_lossy(segment).into_owned()).collect()
}

/// Turns a registration into the request that asks for the whole state as it is.
fn plain(request: &IncomingRequest) -> IncomingRequest {
    let mut plain = request.clone();
    plain.observe = Observe::Absent;
    plain.block2 = None;
    let mut options = OptionsBuf::new();
    for option in request.options.iter().filter(|option| asks_for_a_state(option.number)) {
        // The option came from a message, so it fits into one.
        if options.push(option.number, option.value).is_err() {
            break;
        }
    }
    plain.options = options;
    plain
}

/// Tells whether an option says what is asked for, not how or whether to answer.
fn asks_for_a_state(number: OptionNumber) -> bool {
    !number.is_no_cache_key()
        && !matches!(
            number,
            OptionNumber::OBSERVE
                | OptionNumber::ETAG
                | OptionNumber::IF_MATCH
                | OptionNumber::IF_NONE_MATCH
                | OptionNumber::BLOCK1
                | OptionNumber::BLOCK2
                | OptionNumber::NO_RESPONSE
                | OptionNumber::ECHO
                | OptionNumber::REQUEST_TAG
        )
}

/// Makes the bytes that two requests share only if they ask for the same.
fn key(request: &IncomingRequest, format: Option<u32>) -> Vec<u8> {
    let mut key = vec![request.code.to_byte()];
    let format = format.map_or(u64::MAX, u64::from);
    key.extend_from_slice(&format.to_be_bytes());
    key.extend_from_slice(request.options.as_options().as_bytes());
    key.push(0xff);
    key.extend_from_slice(&request.payload);
    key
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;
    use coapt_proto::{Delivery, Peer, Reliability};
    use coapt_wire::{Code, Token};

    use super::*;

    #[test]
    fn what_only_tells_how_to_answer_makes_no_other_resource() {
        let mut observed = Observed::default();
        let plain = request(&[(OptionNumber::URI_PATH, b"a")]);
        let known = request(&[(OptionNumber::URI_PATH, b"a"), (OptionNumber::ETAG, b"1")]);
        let asked = request(&[(OptionNumber::URI_PATH, b"a"), (OptionNumber::URI_QUERY, b"1")]);

        let id = observed.enter(&plain, None);

        assert_eq!(observed.enter(&known, None), id);
        assert_ne!(observed.enter(&asked, None), id);
        assert_ne!(observed.enter(&plain, Some(50)), id, "another format was promised");
        assert_eq!(observed.find(id).unwrap().request.observe, Observe::Absent);
    }

    #[test]
    fn a_change_concerns_its_path_or_all_below() {
        let mut observed = Observed::default();
        for path in [&["a"][..], &["a", "b"], &["a", "b", "c"], &["a-b"], &["b"], &[]] {
            let path: Vec<_> =
                path.iter().map(|one| (OptionNumber::URI_PATH, one.as_bytes())).collect();
            observed.enter(&request(&path), None);
        }
        let owned = |path: &[&str]| path.iter().map(|one| String::from(*one)).collect();
        let at = |path: &[&str]| observed.concerned(&Change::At(owned(path))).len();
        let below = |path: &[&str]| observed.concerned(&Change::Below(owned(path))).len();

        assert_eq!((at(&["a"]), at(&["a", "b"]), at(&[]), at(&["c"])), (1, 1, 1, 0));
        assert_eq!((below(&["a"]), below(&["a", "b"]), below(&[]), below(&["c"])), (3, 2, 6, 0));
    }

    #[test]
    fn what_was_forgotten_leaves_nothing() {
        let mut observed = Observed::default();
        let id = observed.enter(&request(&[(OptionNumber::URI_PATH, b"a")]), None);

        observed.forget(id);
        observed.forget(id);

        assert!(observed.find(id).is_none());
        assert!(observed.by_path.is_empty() && observed.places.is_empty());
    }

    /// Makes a registration with these options.
    fn request(with: &[(OptionNumber, &[u8])]) -> IncomingRequest {
        let mut options = OptionsBuf::new();
        for (number, value) in with {
            options.push(*number, value).unwrap();
        }
        IncomingRequest {
            peer: Peer::new(([127, 0, 0, 1], 9).into()),
            delivery: Delivery::Unicast,
            reliability: Reliability::Confirmable,
            code: Code::GET,
            token: Token::EMPTY,
            options,
            payload: Bytes::new(),
            observe: Observe::Register,
            block2: None,
        }
    }
}
