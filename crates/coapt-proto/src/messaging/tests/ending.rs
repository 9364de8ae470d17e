//! Messages whose owner does not wait any more.

use super::*;

use Code as C;

#[test]
fn a_message_that_was_ended_is_not_sent_again_and_matches_nothing() {
    let mut layer = Layer::new();
    let (key, first) = layer.send_confirmable(1, CALL);
    layer.messaging.replace(layer.now, key, draft(C::CONTENT, b"new"));
    let second = id_of(&layer.sent_one());

    layer.messaging.end(layer.now, key);

    layer.assert_nothing_is_under_way();
    layer.messaging.end(layer.now, key);
    for id in [first, second] {
        layer.receive(1, &empty(Acknowledgement, id));
    }
    layer.pass(62_000);
    assert_eq!((layer.sent(), layer.reports()), (Vec::new(), Vec::new()));
    assert_eq!(layer.messaging.counters().unexpected, 2);
}

#[test]
fn the_end_of_one_message_leaves_the_others_alone() {
    let mut layer = Layer::new();
    let (one, _) = layer.send_confirmable(1, call(1));
    let (_, other) = layer.send_confirmable(1, call(2));

    layer.messaging.end(layer.now, one);

    layer.wait(2_000);
    assert_eq!(id_of(&layer.sent_one()), other);
    layer.receive(1, &empty(Acknowledgement, other));
    assert_eq!(layer.reports(), [(call(2), Outcome::Acknowledged { stale: false })]);
}

#[test]
fn giving_up_a_request_that_a_silent_peer_was_asked_does_not_lead_to_more_of_them() {
    let mut layer = Layer::new();
    let (key, id) = probe(&mut layer, 1);
    let silence = silence(&layer, key);

    layer.messaging.abandon(layer.now, key);

    assert!(layer.messaging.is_idle(), "nobody waits for it");
    layer.pass(silence - 1);
    assert!(!layer.take_place(1, call(2)), "its place is taken");
    assert_eq!(layer.reports(), []);
    layer.pass(1);
    assert_eq!(layer.reports(), [(call(2), Outcome::Granted)], "and nobody is told of its end");
    layer.assert_nothing_is_under_way();
    layer.receive(1, &empty(Reset, id));
    assert_eq!(layer.messaging.counters().unexpected, 1);
}

#[test]
fn giving_up_ends_at_once_what_does_not_ask_a_silent_peer() {
    type Send = fn(&mut Layer) -> SentKey;
    let rows: [(&str, Send); 5] = [
        ("confirmable", |layer| {
            layer.take_place(1, CALL);
            let parcel = parcel(1, CALL, Place::Held);
            layer.messaging.send_confirmable(layer.now, parcel).unwrap()
        }),
        ("without a place", |layer| layer.send_non(1, CALL, Place::NotNeeded).0),
        ("silent for long enough", |layer| {
            let (key, _) = probe(layer, 1);
            layer.pass(60_000);
            key
        }),
        ("heard from since", |layer| {
            let (key, _) = probe(layer, 1);
            layer.now += Duration::from_nanos(1);
            layer.request(1, NonConfirmable, C::GET, 1);
            key
        }),
        ("to a group", |layer| {
            let group = Peer::new(SocketAddr::from(([224, 0, 1, 187], 1)));
            layer.messaging.take_place(layer.now, group, CALL);
            let parcel = Parcel { to: group, ..parcel(1, CALL, Place::Held) };
            layer.messaging.send_non_confirmable(layer.now, parcel).unwrap()
        }),
    ];
    for (name, send) in rows {
        let mut layer = Layer::new();
        let key = send(&mut layer);
        layer.sent();

        layer.messaging.abandon(layer.now, key);

        assert!(layer.messaging.sent.get(key.0).is_none(), "{name}");
        layer.assert_nothing_is_under_way();
        assert!(layer.take_place(1, call(2)), "{name}");
        layer.messaging.abandon(layer.now, key);
    }
}

#[test]
fn a_peer_that_was_heard_from_before_it_was_asked_is_silent() {
    let mut layer = Layer::new();
    layer.request(1, NonConfirmable, C::GET, 1);
    let (key, _) = probe(&mut layer, 1);

    layer.messaging.abandon(layer.now, key);

    assert!(!layer.take_place(1, call(2)));
}

#[test]
fn anything_that_comes_from_a_silent_peer_frees_the_places_of_what_was_given_up() {
    let rows: [(&str, Vec<u8>); 8] = [
        ("a request", datagram(NonConfirmable, C::GET, ID, b"")),
        ("a response", datagram(NonConfirmable, C::CONTENT, ID, b"")),
        ("a ping", empty(Confirmable, ID)),
        ("a message of a reserved class", datagram(NonConfirmable, C::from_byte(0x20), ID, b"")),
        ("an acknowledgement", empty(Acknowledgement, ID)),
        ("an acknowledgement with a response", datagram(Acknowledgement, C::CONTENT, ID, b"")),
        ("an acknowledgement that is wrong", datagram(Acknowledgement, C::GET, ID, b"")),
        ("a Reset", empty(Reset, ID)),
    ];
    for (name, bytes) in rows {
        let mut layer = Layer::with_nstart(2);
        let keys = [(1, 1), (1, 2), (2, 3)].map(|(to, _)| probe(&mut layer, to).0);
        for key in keys {
            layer.messaging.abandon(layer.now, key);
        }
        assert!(!layer.take_place(1, call(4)));
        assert!(layer.take_place(2, call(5)) && !layer.take_place(2, call(6)));

        layer.receive(1, &bytes);

        assert_eq!(layer.reports(), [(call(4), Outcome::Granted)], "{name}");
        assert_eq!(layer.messaging.abandoned.len(), 1, "{name}: the other peer is silent still");
    }
}

#[test]
fn a_peer_that_answered_another_message_is_not_silent() {
    type Answer = fn(MessageId) -> Vec<u8>;
    let rows: [(&str, Answer); 3] = [
        ("acknowledged", |id| empty(Acknowledgement, id)),
        ("answered", |id| datagram(Acknowledgement, C::CONTENT, id, b"")),
        ("rejected", |id| empty(Reset, id)),
    ];
    for (name, answer) in rows {
        for is_given_up_before in [true, false] {
            let mut layer = Layer::with_nstart(1);
            let (key, _) = probe(&mut layer, 1);
            let (_, other) = layer.send_confirmable(1, call(2));
            if is_given_up_before {
                layer.messaging.abandon(layer.now, key);
            }

            layer.now += Duration::from_secs(1);
            layer.receive(1, &answer(other));
            layer.messaging.abandon(layer.now, key);

            assert!(layer.take_place(1, call(3)), "{name}, {is_given_up_before}");
        }
    }
}

#[test]
fn a_report_of_the_network_does_not_come_from_the_peer() {
    let mut layer = Layer::new();
    let (key, _) = probe(&mut layer, 1);
    layer.messaging.abandon(layer.now, key);
    layer.messaging.send_confirmable(layer.now, parcel(1, call(2), Place::NotNeeded)).unwrap();
    let quoted = layer.sent_one();

    layer.messaging.unreachable(layer.now, &peer(1), &quoted);

    assert_eq!(layer.reports(), [(call(2), Outcome::Unreachable)]);
    assert!(!layer.take_place(1, call(3)), "it is silent still");
}

/// Asks a peer for an answer in a non-confirmable message that holds a place.
fn probe(layer: &mut Layer, to: u16) -> (SentKey, MessageId) {
    assert!(layer.take_place(to, CALL));
    layer.send_non(to, CALL, Place::Held)
}

/// How long a message holds its place, in milliseconds.
fn silence(layer: &Layer, key: SentKey) -> u64 {
    let due = layer.messaging.sent.get(key.0).unwrap().state.due().unwrap();
    u64::try_from((due - layer.now).as_millis()).unwrap()
}
