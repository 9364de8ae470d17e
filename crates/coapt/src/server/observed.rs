//! Which resources are under observation, and what to ask their handlers when they change.
//!
//! Each request that differs in what it asks for is a resource of its own for the endpoint:
//! another query, another Accept, another FETCH body. There is an entry only while somebody
//! observes, so the endpoint's limit of observers bounds this table, too.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Bound;
use std::sync::Arc;

use coapt_proto::{IncomingRequest, Instant, Observe, ResourceId};
use coapt_wire::{OptionNumber, OptionsBuf};

use super::conditions::{Conditions, Known, number_of};
use super::inbox::Change;
use super::server_reply::ServerReply;

/// The resources under observation.
#[derive(Debug, Default)]
pub(super) struct Observed {
    by_path: BTreeMap<Vec<String>, BTreeMap<Vec<u8>, Entry>>,
    places: BTreeMap<ResourceId, (Vec<String>, Vec<u8>)>,
    /// When an entry is to be asked again without a change: a shortest or longest time is over.
    alarms: BTreeSet<(Instant, ResourceId)>,
    last_id: u64,
}

/// One resource under observation.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    /// Its name at the endpoint.
    pub(super) id: ResourceId,
    /// The request that asks for its state.
    pub(super) request: Arc<IncomingRequest>,
    /// The content format that its observers were promised.
    pub(super) format: Option<u32>,
    /// When its handler was asked last, and for which asking its observers were told.
    asked: Turn,
    told: Turn,
    /// When its observers are told, and what they know.
    conditions: Conditions,
    known: Known,
    told_at: Instant,
    /// When it is to be asked again, if ever.
    alarm: Option<Instant>,
    /// Whether its observers are told the next state whatever it is.
    is_overdue: bool,
}

/// A new observation.
#[derive(Debug)]
pub(super) struct Registration<'r> {
    pub(super) request: &'r IncomingRequest,
    pub(super) reply: &'r ServerReply,
    pub(super) conditions: Conditions,
}

/// Counts how often the handler of a resource was asked for a new state.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Turn(u64);

impl Observed {
    /// Finds or makes the entry for what a request asks for.
    pub(super) fn enter(&mut self, now: Instant, registration: &Registration<'_>) -> ResourceId {
        let Registration { request, reply, conditions } = *registration;
        let path = path_of(request);
        let (request, format) = (plain(request), reply.format());
        let key = key(&request, format);
        let entries = self.by_path.entry(path.clone()).or_default();
        if let Some(entry) = entries.get(&key) {
            return entry.id;
        }
        self.last_id += 1;
        let id = ResourceId(self.last_id);
        let entry = Entry {
            id,
            request: Arc::new(request),
            format,
            asked: Turn::default(),
            told: Turn::default(),
            conditions,
            known: Known::told(number_of(reply)),
            told_at: now,
            alarm: None,
            is_overdue: false,
        };
        entries.insert(key.clone(), entry);
        self.places.insert(id, (path, key));
        if let Some(pmax) = conditions.pmax {
            self.set_alarm(id, Some(now + pmax));
        }
        id
    }

    /// Tells whether the state that a change brought may be told now; if not, it is asked for later.
    pub(super) fn may_ask(&mut self, now: Instant, id: ResourceId) -> bool {
        let Some(entry) = self.find(id) else { return false };
        let earliest = entry.conditions.pmin.map(|pmin| entry.told_at + pmin);
        let Some(earliest) = earliest.filter(|earliest| *earliest > now) else { return true };
        self.set_alarm(id, Some(earliest));
        false
    }

    /// Takes the entries whose time has come to be asked again.
    pub(super) fn due(&mut self, now: Instant) -> Vec<Entry> {
        let mut due = Vec::new();
        while let Some((_, id)) = self.alarms.first().copied().filter(|(at, _)| *at <= now) {
            self.set_alarm(id, None);
            let Some(entry) = self.find_mut(id) else { continue };
            let latest = entry.conditions.pmax.map(|pmax| entry.told_at + pmax);
            entry.is_overdue |= latest.is_some_and(|latest| latest <= now);
            due.push(entry.clone());
        }
        due
    }

    /// Tells when [`due`](Self::due) has something next.
    pub(super) fn next_alarm(&self) -> Option<Instant> {
        self.alarms.first().map(|(at, _)| *at)
    }

    /// Notes the new state of an entry; whether its observers are to be told.
    pub(super) fn judge(&mut self, now: Instant, id: ResourceId, reply: &ServerReply) -> bool {
        let Some(entry) = self.find_mut(id) else { return false };
        let (conditions, is_overdue) = (entry.conditions, entry.is_overdue);
        let is_worth = conditions.judge(&mut entry.known, number_of(reply));
        let is_told = is_worth || is_overdue || !reply.code().is_success();
        if is_told {
            (entry.told_at, entry.is_overdue) = (now, false);
        }
        let latest = conditions.pmax.map(|pmax| entry.told_at + pmax);
        self.set_alarm(id, latest);
        is_told
    }

    fn set_alarm(&mut self, id: ResourceId, at: Option<Instant>) {
        let Some(entry) = self.find_mut(id) else { return };
        let old = std::mem::replace(&mut entry.alarm, at);
        if let Some(old) = old {
            self.alarms.remove(&(old, id));
        }
        if let Some(at) = at {
            self.alarms.insert((at, id));
        }
    }

    /// Finds an entry by its name.
    pub(super) fn find(&self, id: ResourceId) -> Option<&Entry> {
        let (path, key) = self.places.get(&id)?;
        self.by_path.get(path)?.get(key)
    }

    /// Returns the path of an entry.
    pub(super) fn path(&self, id: ResourceId) -> Option<&[String]> {
        self.places.get(&id).map(|(path, _)| path.as_slice())
    }

    /// Goes through the entries at a path.
    pub(super) fn at(&self, path: &[String]) -> impl Iterator<Item = ResourceId> {
        self.by_path.get(path).into_iter().flat_map(BTreeMap::values).map(|entry| entry.id)
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
        self.set_alarm(id, None);
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
    use std::time::Duration;

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

        let id = enter(&mut observed, &plain);

        assert_eq!(enter(&mut observed, &known), id);
        assert_ne!(enter(&mut observed, &asked), id);
        let json = ServerReply::json("1");
        let other = Registration { reply: &json, ..registration(&plain, &json) };
        assert_ne!(observed.enter(Instant::ORIGIN, &other), id, "another format was promised");
        assert_eq!(observed.find(id).unwrap().request.observe, Observe::Absent);
    }

    #[test]
    fn a_change_concerns_its_path_or_all_below() {
        let mut observed = Observed::default();
        for path in [&["a"][..], &["a", "b"], &["a", "b", "c"], &["a-b"], &["b"], &[]] {
            let path: Vec<_> =
                path.iter().map(|one| (OptionNumber::URI_PATH, one.as_bytes())).collect();
            enter(&mut observed, &request(&path));
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
        let (request, reply) = (request(&[(OptionNumber::URI_PATH, b"a")]), ServerReply::changed());
        let mut registration = registration(&request, &reply);
        registration.conditions.pmax = Some(Duration::from_secs(1));
        let id = observed.enter(Instant::ORIGIN, &registration);

        observed.forget(id);
        observed.forget(id);

        assert!(observed.find(id).is_none());
        assert!(observed.by_path.is_empty() && observed.places.is_empty());
        assert_eq!(observed.next_alarm(), None);
    }

    /// Makes a registration with these options.
    #[test]
    fn changes_within_the_shortest_time_are_told_once_it_is_over() {
        let mut observed = Observed::default();
        let at = |seconds| Instant::ORIGIN + Duration::from_secs(seconds);
        let (request, reply) = (request(&[]), ServerReply::text("20"));
        let mut registration = registration(&request, &reply);
        registration.conditions.pmin = Some(Duration::from_secs(10));
        let id = observed.enter(at(0), &registration);

        assert!(!observed.may_ask(at(3), id) && !observed.may_ask(at(4), id));
        assert_eq!(observed.next_alarm(), Some(at(10)));
        assert_eq!(observed.due(at(9)).len(), 0);
        assert_eq!(observed.due(at(10)).len(), 1);
        assert!(observed.may_ask(at(10), id) && observed.judge(at(10), id, &reply));
        assert!(!observed.may_ask(at(19), id) && observed.may_ask(at(20), id));
    }

    #[test]
    fn after_the_longest_time_any_state_is_told() {
        let mut observed = Observed::default();
        let at = |seconds| Instant::ORIGIN + Duration::from_secs(seconds);
        let (request, reply) = (request(&[]), ServerReply::text("20"));
        let mut registration = registration(&request, &reply);
        registration.conditions.pmax = Some(Duration::from_secs(10));
        registration.conditions.st = Some(5.0);
        let id = observed.enter(at(0), &registration);

        assert!(!observed.judge(at(5), id, &reply), "it has not moved");
        assert_eq!(observed.due(at(10)).len(), 1);
        assert!(observed.judge(at(11), id, &reply));
        assert_eq!(observed.next_alarm(), Some(at(21)));
    }

    fn registration<'r>(request: &'r IncomingRequest, reply: &'r ServerReply) -> Registration<'r> {
        Registration { request, reply, conditions: Conditions::default() }
    }

    fn enter(observed: &mut Observed, request: &IncomingRequest) -> ResourceId {
        observed.enter(Instant::ORIGIN, &registration(request, &ServerReply::changed()))
    }

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
