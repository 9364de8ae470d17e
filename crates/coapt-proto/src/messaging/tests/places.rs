//! NSTART: how many interactions are outstanding with a peer, who comes next, and how long silence counts.

use super::*;

use Code as C;

#[test]
fn so_many_interactions_with_a_peer_are_outstanding_and_the_others_wait_their_turn() {
    for (nstart, places) in [(0, 1), (1, 1), (2, 2), (3, 3)] {
        let mut layer = Layer::with_nstart(nstart);

        for number in 0..places {
            assert!(layer.take_place(1, call(number)), "{number} of {nstart}");
        }
        for number in places..places + 3 {
            assert!(!layer.take_place(1, call(number)), "{number} of {nstart}");
        }
        assert!(layer.take_place(2, call(100)), "another peer has places of its own");
        assert_eq!(layer.reports(), []);

        let peer = layer.key(1);
        for number in places..places + 3 {
            layer.messaging.give_back_place(layer.now, peer);
            assert_eq!(layer.reports(), [(call(number), Outcome::Granted)], "of {nstart}");
        }
    }
}

#[test]
fn places_that_were_given_back_are_free() {
    let mut layer = Layer::with_nstart(2);
    for _ in 0..3 {
        assert!(layer.take_place(1, CALL) && layer.take_place(1, CALL));
        assert!(!layer.take_place(1, call(9)));
        let peer = layer.key(1);
        for _ in 0..3 {
            layer.messaging.give_back_place(layer.now, peer);
        }
        assert_eq!(layer.reports(), [(call(9), Outcome::Granted)]);
    }
}

#[test]
fn who_waits_comes_first_also_when_more_places_are_allowed() {
    let mut layer = Layer::with_nstart(1);
    assert!(layer.take_place(1, call(1)));
    assert!(!layer.take_place(1, call(2)));

    let more = Transmission { nstart: 4, ..STEADY() };
    layer.messaging.configure(more, &Limits::default());
    assert!(!layer.take_place(1, call(3)));
    let peer = layer.key(1);
    layer.messaging.give_back_place(layer.now, peer);

    assert_eq!(
        layer.reports(),
        [(call(2), Outcome::Granted), (call(3), Outcome::Granted)],
        "all for whom there are places now"
    );
    assert!(layer.take_place(1, call(4)), "nobody waits any more");
}

#[test]
fn waiting_for_a_place_wakes_nobody() {
    for start in [at(0), at(1_000)] {
        let mut layer = Layer { now: start, ..Layer::new() };
        layer.take_place(1, call(1));
        let deadline = layer.messaging.next_deadline();

        layer.take_place(1, call(2));
        assert_eq!(layer.messaging.next_deadline(), deadline);

        let peer = layer.key(1);
        layer.messaging.give_back_place(layer.now, peer);
        assert_eq!(layer.reports(), [(call(2), Outcome::Granted)], "at once");
        assert_eq!(layer.messaging.timers.next(), None);
    }
}

#[test]
fn the_end_of_a_message_gives_its_place_to_the_next() {
    type End = fn(&mut Layer, SentKey, MessageId);
    let ends: [(&str, End); 4] = [
        ("acknowledged", |layer, _, id| {
            layer.receive(1, &empty(Acknowledgement, id));
        }),
        ("rejected", |layer, _, id| {
            layer.receive(1, &empty(Reset, id));
        }),
        ("ended by its owner", |layer, key, _| layer.messaging.end(layer.now, key)),
        ("never answered", |layer, _, _| layer.pass(62_000)),
    ];
    for (name, end) in ends {
        let mut layer = Layer::new();
        layer.take_place(1, CALL);
        layer.take_place(1, call(2));
        let parcel = parcel(1, CALL, Place::Held);
        let key = layer.messaging.send_confirmable(layer.now, parcel).unwrap();
        let id = id_of(&layer.sent_one());
        layer.send_confirmable(1, call(8));
        let (other, _) = layer.send_confirmable(1, call(9));
        layer.messaging.end(layer.now, other);
        assert_eq!(layer.reports(), [], "that one held no place");

        end(&mut layer, key, id);

        assert!(layer.reports().contains(&(call(2), Outcome::Granted)), "{name}");
    }
}

#[test]
fn a_silent_peer_is_sent_as_many_bytes_a_second_as_probing_rate_says() {
    let lengths = [(0, 0, 0), (0, 0, 1), (0, 4, 7), (8, 0, 9), (3, 300, 0), (8, 300, 900)];
    for (nstart, rate) in [(1, 1), (1, 7), (4, 3), (0, 0)] {
        for (token, options, payload) in lengths {
            let mut layer = Layer::with(
                Transmission { nstart, probing_rate: rate, ..STEADY() },
                &Limits::default(),
            );
            layer.take_place(1, CALL);
            let length = send_probe(&mut layer, token, options, payload);
            let outstanding = length as u64 * u64::from(nstart.max(1));
            let silence = outstanding * 1_000 / u64::from(rate.max(1));
            for number in 1..u64::from(nstart.max(1)) {
                assert!(layer.take_place(1, call(number)));
            }
            layer.take_place(1, call(100));

            layer.pass(silence - 1);
            assert_eq!(layer.reports(), [], "{length} bytes, {nstart}, {rate}");
            layer.pass(1);
            assert_eq!(
                layer.reports(),
                [(call(100), Outcome::Granted)],
                "{length} bytes, {nstart}, {rate}"
            );
        }
    }
}

#[test]
fn a_message_whose_silence_has_passed_can_be_rejected_still() {
    let mut layer = Layer::new();
    layer.take_place(1, CALL);
    let (_, id) = layer.send_non(1, CALL, Place::Held);
    layer.pass(60_000);
    assert!(layer.take_place(1, call(2)), "the place is free");

    layer.receive(1, &empty(Reset, id));

    assert_eq!(layer.reports(), [(CALL, Outcome::Reset)]);
    assert!(!layer.take_place(1, call(3)), "a place is given back once");
}

#[test]
fn a_message_that_needs_no_place_gives_none_back() {
    let mut layer = Layer::new();
    let (key, _) = layer.send_non(1, CALL, Place::NotNeeded);
    assert_eq!(layer.messaging.timers.next(), None, "nor does it count as asking a silent peer");
    layer.take_place(1, call(2));
    layer.take_place(1, call(3));

    layer.messaging.end(layer.now, key);

    assert_eq!(layer.reports(), []);
}

#[test]
fn who_needs_an_id_waits_until_one_may_be_used_again() {
    let mut layer = Layer::new();
    use_all_ids(&mut layer);
    let ready = layer.now + Duration::from_secs(232);

    assert!(!layer.take_place(1, CALL));

    assert_eq!(layer.messaging.timers.next(), Some(ready));
    layer.pass(231_999);
    assert_eq!(layer.reports(), []);
    layer.pass(1);
    assert_eq!(layer.reports(), [(CALL, Outcome::Granted)]);
    assert_eq!(layer.messaging.timers.next(), None);
}

#[test]
fn a_place_that_becomes_free_is_of_no_use_without_an_id() {
    for waits_before_the_ids_are_used_up in [true, false] {
        let mut layer = Layer::new();
        assert!(layer.take_place(1, call(1)));
        if waits_before_the_ids_are_used_up {
            layer.take_place(1, call(2));
        }
        use_all_ids(&mut layer);
        if !waits_before_the_ids_are_used_up {
            layer.take_place(1, call(2));
        }
        let peer = layer.key(1);

        layer.messaging.give_back_place(layer.now, peer);

        assert_eq!(layer.reports(), []);
        layer.pass(232_000);
        assert_eq!(layer.reports(), [(call(2), Outcome::Granted)]);
    }
}

#[test]
fn a_peer_is_remembered_for_as_long_as_a_place_of_it_is_taken_or_waited_for() {
    let mut layer = Layer::new();
    layer.take_place(1, call(1));
    layer.take_place(1, call(2));
    let peer = layer.key(1);

    for _ in 0..2 {
        layer.pass(1_000_000);
        assert_eq!(layer.messaging.counters().peers, 1);
        layer.messaging.give_back_place(layer.now, peer);
    }

    layer.pass(232_000 + 16_000);
    assert_eq!(layer.messaging.counters().peers, 0);
}

#[test]
fn a_peer_that_cannot_be_remembered_has_no_other_exchange_to_wait_for() {
    let mut layer = Layer::limited(&Limits { peers: 0, ..Limits::default() });

    assert!((0..3).all(|number| layer.take_place(1, call(number))));
}

/// Sends a non-confirmable message that holds a place; returns its length.
fn send_probe(layer: &mut Layer, token: usize, options: usize, payload: usize) -> usize {
    let mut long = coapt_wire::OptionsBuf::new();
    if options > 0 {
        long.push(coapt_wire::OptionNumber::from(65_000), &alloc::vec![1; options]).unwrap();
    }
    let payload = alloc::vec![2; payload];
    let draft = Draft {
        code: C::GET,
        token: Token::new(&[3; 8][..token]).unwrap(),
        options: long.as_options(),
        payload: &payload,
    };
    let parcel = Parcel { to: peer(1), draft, owner: CALL, place: Place::Held };
    layer.messaging.send_non_confirmable(layer.now, parcel).unwrap();
    layer.sent_one().len()
}

fn use_all_ids(layer: &mut Layer) {
    for _ in 0..=u16::MAX {
        layer.messaging.send_and_forget(layer.now, peer(1), draft(C::CONTENT, b""));
    }
    layer.sent();
}
