use alloc::vec::Vec;
use core::net::SocketAddr;
use core::time::Duration;

use super::*;

/// A client as it is named here: its port, its token and the resource that it observes.
type Client = (u16, u16, u64);

const LAST: u32 = 0x00ff_ffff;

#[test]
fn a_record_takes_at_most_136_bytes() {
    assert!(size_of::<Observer>() <= 136, "{} bytes", size_of::<Observer>());
}

#[test]
fn a_client_is_on_the_list_under_its_endpoint_and_token() {
    let mut observers = observers();
    let clients = [(1, 1, 1), (1, 2, 1), (2, 1, 1), (2, 3, 2), (3, 1, 2), (3, 2, 1), (3, 3, 1)];

    let keys = clients.map(|client| observers.register(at(0), registration(client)));

    check(&observers, &clients.into_iter().zip(keys).collect::<Vec<_>>());
    assert_eq!(observers.find(peer(1), token(3)), None);
    assert_eq!(observers.find(peer(4), token(1)), None);
    assert_eq!((observers.of_peer(&peer(4)), observers.count(ResourceId(9))), (0, 0));
    assert_eq!(observers.members(ResourceId(9)).next(), None);
}

#[test]
fn a_new_observer_has_everything_before_it() {
    let mut observers = observers();
    let wanted =
        Registration { size_exponent: Some(2), uri: 5, transfer: 6, ..registration((1, 2, 3)) };

    let key = observers.register(at(77), wanted);

    let Observer { peer, token, resource, uri, transfer, size_exponent, .. } =
        observers.get(key).unwrap();
    let (peer, token, resource) = (*peer, *token, *resource);
    let (uri, transfer, size_exponent) = (*uri, *transfer, *size_exponent);
    let kept = Registration { peer, token, resource, uri, transfer, size_exponent };
    assert_eq!(alloc::format!("{kept:?}"), alloc::format!("{wanted:?}"));
    let observer = observers.get_mut(key).unwrap();
    assert_eq!((observer.confirmed, observer.since_confirmable), (at(77), 0));
    assert!(matches!(observer.state, ObserverState::Idle(None)));
    assert!(observer.pending.is_none() && observer.listed);
}

#[test]
fn who_registers_again_keeps_its_entry_and_what_is_to_be_sent() {
    let mut observers = observers();
    let key = observers.register(at(0), registration((1, 1, 1)));
    let before = observers.get(key).unwrap().sequence;
    observers.get_mut(key).unwrap().pending = Some(state());
    let other = observers.register(at(0), registration((2, 1, 1)));

    for times in 1..4 {
        let wanted =
            Registration { uri: 50 + u64::from(times), transfer: 60, ..registration((1, 1, 1)) };
        assert_eq!(observers.register(at(times.into()), wanted), key);

        let observer = observers.get(key).unwrap();
        assert_eq!(observer.sequence, before + times, "its answer is newer than all before");
        assert_eq!((observer.uri, observer.transfer), (wanted.uri, 60));
        assert!(observer.pending.is_some());
        check(&observers, &[((1, 1, 1), key), ((2, 1, 1), other)]);
    }
}

#[test]
fn who_registers_for_another_resource_moves_to_its_list() {
    let mut observers = observers();
    let key = observers.register(at(0), registration((1, 1, 1)));
    let other = observers.register(at(0), registration((2, 1, 1)));
    observers.get_mut(key).unwrap().pending = Some(state());

    assert_eq!(observers.register(at(1), registration((1, 1, 2))), key);

    assert!(observers.get(key).unwrap().pending.is_none(), "that was of the resource before");
    check(&observers, &[((1, 1, 2), key), ((2, 1, 1), other)]);
    assert_eq!(observers.register(at(2), registration((2, 1, 2))), other);
    check(&observers, &[((1, 1, 2), key), ((2, 1, 2), other)]);
    assert_eq!(observers.lists.len(), 1, "a list that nobody is on is no list");
}

#[test]
fn who_is_struck_off_stays_for_its_last_notification_only() {
    let mut observers = observers();
    let clients = [(1, 1, 1), (1, 2, 1), (2, 1, 1)];
    let keys = clients.map(|client| observers.register(at(0), registration(client)));
    let mut left: Vec<_> = clients.into_iter().zip(keys).collect();

    for round in 0..3 {
        let ((_, _, _), key) = left.remove(0);
        for _ in 0..2 {
            observers.strike(key);

            assert!(!observers.get(key).unwrap().listed);
            assert!(!observers.is_idle(), "its last notification is under way");
            check(&observers, &left);
        }
        assert_eq!(observers.remove(key).map(|observer| observer.peer), Some(peer(1 + round / 2)));
        assert!(observers.get(key).is_none() && observers.is_idle());
        check(&observers, &left);
    }
    assert_empty(&observers);
}

#[test]
fn who_is_removed_leaves_nothing_behind() {
    let mut observers = observers();
    let clients = [(1, 1, 1), (1, 2, 1), (2, 1, 2)];
    let keys = clients.map(|client| observers.register(at(0), registration(client)));
    let mut left: Vec<_> = clients.into_iter().zip(keys).collect();

    while let Some(((from, _, _), key)) = left.pop() {
        assert_eq!(observers.remove(key).map(|observer| observer.peer), Some(peer(from)));
        assert!(observers.remove(key).is_none());
        check(&observers, &left);
    }
    assert_empty(&observers);
}

#[test]
fn who_comes_back_while_its_last_notification_is_under_way_gets_a_new_entry() {
    let mut observers = observers();
    let old = observers.register(at(0), registration((1, 1, 1)));
    observers.strike(old);

    let new = observers.register(at(1), registration((1, 1, 1)));
    assert_ne!(old, new);
    check(&observers, &[((1, 1, 1), new)]);
    observers.remove(old);

    check(&observers, &[((1, 1, 1), new)]);
    assert!(observers.is_idle());
}

#[test]
fn a_relation_begins_with_the_millisecond_so_that_a_later_one_begins_higher() {
    let rows = [
        (0, 1),
        (1, 2),
        (1_000, 1_001),
        (LAST - 1, LAST),
        (LAST, 0),
        (LAST + 1, 1),
        (0x1234_5678, 0x34_5679),
    ];
    for (milliseconds, sequence) in rows {
        let mut observers = observers();
        let now = Instant::after_origin(Duration::from_millis(milliseconds.into()));

        let key = observers.register(now, registration((1, 1, 1)));

        assert_eq!(observers.get(key).unwrap().sequence, sequence, "{milliseconds} ms");
    }
}

#[test]
fn sequence_numbers_have_24_bits() {
    let mut observers = observers();
    let key = observers.register(at(0), registration((1, 1, 1)));
    for (before, after) in [(0, 1), (5, 6), (LAST - 1, LAST), (LAST, 0)] {
        observers.get_mut(key).unwrap().sequence = before;

        observers.register(at(0), registration((1, 1, 1)));

        assert_eq!(observers.get(key).unwrap().sequence, after);
    }
}

#[test]
fn memory_of_a_crowd_is_given_back() {
    for (name, is_one_client) in [("many clients", false), ("one with many tokens", true)] {
        let client = |number| if is_one_client { (1, number, 1) } else { (number, 1, 1) };
        let mut observers = observers();
        let keys: Vec<u64> = (0..8_000)
            .map(|number| observers.register(at(0), registration(client(number))))
            .collect();
        assert!(!observers.shrink(), "{name}: all of it is in use");
        for key in keys {
            observers.remove(key);
        }

        assert!(observers.shrink(), "{name}");

        assert!(observers.by_client.capacity() < 100 && observers.per_peer.capacity() < 100);
        assert!(!observers.shrink(), "{name}: it is small");
    }
}

/// Every table says that these are on the lists, and nobody else.
fn check(observers: &Observers, listed: &[(Client, u64)]) {
    assert_eq!(observers.len(), listed.len());
    for &((from, name, resource), key) in listed {
        assert_eq!(observers.find(peer(from), token(name)), Some(key));
        let observer = observers.get(key).unwrap();
        let kept = (observer.peer, observer.token, observer.resource);
        assert_eq!(kept, (peer(from), token(name), ResourceId(resource)));
        let of_peer = listed.iter().filter(|((other, _, _), _)| *other == from).count();
        assert_eq!(observers.of_peer(&peer(from)), of_peer);
    }
    for resource in 0..4 {
        let mut expected: Vec<u64> =
            listed.iter().filter(|((_, _, of), _)| *of == resource).map(|&(_, key)| key).collect();
        expected.sort_unstable();
        let mut members: Vec<u64> = observers.members(ResourceId(resource)).collect();
        members.sort_unstable();
        assert_eq!(members, expected);
        assert_eq!(observers.count(ResourceId(resource)), expected.len());
    }
}

fn assert_empty(observers: &Observers) {
    check(observers, &[]);
    let Observers { table, by_client, per_peer, lists, hasher: _ } = observers;
    assert_eq!((table.len(), by_client.len(), per_peer.len(), lists.len()), (0, 0, 0, 0));
}

fn observers() -> Observers {
    Observers::new([1, 2])
}

fn registration((from, name, resource): Client) -> Registration {
    let resource = ResourceId(resource);
    Registration {
        peer: peer(from),
        token: token(name),
        resource,
        uri: 1,
        transfer: 2,
        size_exponent: None,
    }
}

fn peer(port: u16) -> Peer {
    Peer::new(SocketAddr::from(([192, 0, 2, 1], port)))
}

fn token(name: u16) -> Token {
    Token::new(&name.to_be_bytes()).unwrap()
}

fn state() -> Arc<State> {
    Arc::new(State {
        code: Code::CONTENT,
        options: OptionsBuf::new(),
        payload: Bytes::new(),
        reliability: Reliability::Confirmable,
    })
}

fn at(seconds: u64) -> Instant {
    Instant::after_origin(Duration::from_secs(seconds))
}
