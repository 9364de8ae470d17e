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
}

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
        entries.insert(key.clone(), Entry { id, request, format });
        self.places.insert(id, (path, key));
        id
    }

    /// Finds an entry by its name.
    pub(super) fn find(&self, id: ResourceId) -> Option<&Entry> {
        let (path, key) = self.places.get(&id)?;
        self.by_path.get(path)?.get(key)
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
