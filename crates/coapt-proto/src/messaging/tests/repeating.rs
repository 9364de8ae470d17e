//! When messages are sent, sent again and given up, and under which ids.

use alloc::collections::BTreeSet;

use super::*;

use Code as C;

const OBSERVER: Owner = Owner::Observer(6);

#[test]
fn an_unanswered_message_is_sent_again_after_2_6_14_and_30_seconds_and_given_up_after_62() {
    let mut layer = Layer::new();
    let first = first_sending(&mut layer);

    for (seconds, gap) in (1..).zip([2_000, 4_000, 8_000, 16_000]) {
        layer.wait(gap - 1);
        assert_eq!(layer.sent(), [], "too early");
        layer.wait(1);
        assert_eq!(layer.sent(), [(1, first.clone())], "the same bytes");
        assert_eq!(layer.messaging.counters().retransmitted, seconds);
    }
    layer.wait(31_999);
    assert_eq!(layer.reports(), []);
    layer.wait(1);
    assert_eq!(layer.reports(), [(CALL, Outcome::TimedOut)]);

    let counters = layer.messaging.counters();
    assert_eq!((counters.retransmitted, counters.timed_out, counters.sent), (4, 1, 5));
    layer.assert_nothing_is_under_way();
}

#[test]
fn the_first_time_out_is_drawn_from_the_range_between_once_and_one_and_a_half_times_2_seconds() {
    let mut layer = Layer::with(Transmission::default(), &Limits::default());
    let mut gaps = BTreeSet::new();
    for number in 0..100 {
        let (key, _) = layer.send_confirmable(number, CALL);
        let due = layer.messaging.sent.get(key.0).unwrap().state.due().unwrap();
        gaps.insert(due - layer.now);
    }

    let milliseconds = Duration::from_millis;
    assert!(gaps.len() > 90, "{gaps:?}");
    assert!(*gaps.first().unwrap() >= milliseconds(2_000), "{gaps:?}");
    assert!(*gaps.first().unwrap() < milliseconds(2_100), "{gaps:?}");
    assert!(*gaps.last().unwrap() > milliseconds(2_900), "{gaps:?}");
    assert!(*gaps.last().unwrap() <= milliseconds(3_000), "{gaps:?}");
}

#[test]
fn nothing_is_sent_after_max_transmit_span_however_late_the_timer_is() {
    for (late, is_sent) in [(30_000, true), (30_001, false)] {
        let mut layer = Layer::new();
        first_sending(&mut layer);

        layer.wait(late);

        assert_eq!(!layer.sent().is_empty(), is_sent, "{late} ms after the first sending");
        assert_eq!(layer.reports(), [], "an answer may come still");
        assert!(!layer.messaging.is_idle());
    }
}

#[test]
fn newer_content_takes_the_place_of_the_old_under_a_new_id_and_with_the_timer_as_it_was() {
    let mut layer = Layer::new();
    let (key, first) = layer.send_confirmable(1, OBSERVER);
    layer.wait(2_000);
    assert_eq!(id_of(&layer.sent_one()), first);

    layer.wait(1_000);
    layer.messaging.replace(layer.now, key, draft(C::CONTENT, b"new"));

    let newer = layer.sent_one();
    assert_eq!(newer, datagram(Confirmable, C::CONTENT, first.next(), b"new"));
    layer.wait(2_999);
    assert_eq!(layer.sent(), []);
    layer.wait(1);
    assert_eq!(layer.sent(), [(1, newer)], "6 s after the first sending");
    layer.pass(56_000);
    layer.sent();
    assert_eq!(layer.reports(), [(OBSERVER, Outcome::TimedOut)], "62 s after the first sending");
    layer.assert_nothing_is_under_way();
}

#[test]
fn the_owner_of_outdated_content_is_asked_for_newer_instead_of_sending_the_old_again() {
    let mut layer = Layer::new();
    let (key, _) = layer.send_confirmable(1, OBSERVER);
    layer.messaging.mark_outdated(key);

    layer.wait(2_000);
    assert_eq!(
        (layer.sent(), layer.reports()),
        (Vec::new(), alloc::vec![(OBSERVER, Outcome::Refresh)])
    );
    assert_eq!(layer.messaging.counters().retransmitted, 1, "it is one of the retransmissions");
    layer.messaging.replace(layer.now, key, draft(C::CONTENT, b"new"));
    let newer = layer.sent_one();

    layer.wait(4_000);
    assert_eq!(layer.sent(), [(1, newer)], "it is up to date");
    assert_eq!(layer.reports(), []);
}

#[test]
fn what_has_ended_is_neither_replaced_nor_outdated() {
    let mut layer = Layer::new();
    let (key, _) = layer.send_confirmable(1, OBSERVER);
    layer.messaging.end(layer.now, key);

    layer.messaging.replace(layer.now, key, draft(C::CONTENT, b"new"));
    layer.messaging.mark_outdated(key);

    assert_eq!(layer.sent(), []);
    layer.assert_nothing_is_under_way();
}

#[test]
fn every_message_to_a_peer_takes_the_next_id() {
    let mut layer = Layer::new();
    let (key, first) = layer.send_confirmable(1, CALL);
    let expected: Vec<_> = (1..5).map(|more| first.value().wrapping_add(more)).collect();

    layer.send_non(1, CALL, Place::NotNeeded);
    layer.messaging.replace(layer.now, key, draft(C::CONTENT, b""));
    layer.messaging.send_and_forget(layer.now, peer(1), draft(C::CONTENT, b""));
    layer.messaging.send_at(layer.now, layer.now, peer(1), draft(C::CONTENT, b""));
    layer.wait(0);

    let mut ids = alloc::vec![first.value().wrapping_add(1)];
    ids.extend(layer.sent().iter().map(|(_, bytes)| id_of(bytes).value()));
    assert_eq!(ids, expected);
    let others: BTreeSet<_> =
        (2..30).map(|peer| layer.send_confirmable(peer, CALL).1.value()).collect();
    assert!(others.len() > 20, "each peer has ids of its own: {others:?}");
}

#[test]
fn the_id_of_a_message_that_is_under_way_is_passed_over() {
    let mut layer = Layer::new();
    let (_, first) = layer.send_confirmable(1, CALL);
    let (_, second) = layer.send_non(1, CALL, Place::NotNeeded);
    for _ in 2..=u16::MAX {
        layer.messaging.send_and_forget(layer.now, peer(1), draft(C::CONTENT, b""));
        let id = id_of(&layer.sent_one());
        assert!(id != first && id != second);
    }

    let (_, next) = layer.send_confirmable(1, CALL);

    assert_eq!(next, second.next());
}

#[test]
fn what_nobody_asks_about_is_sent_once_and_matches_nothing() {
    let mut layer = Layer::new();

    layer.messaging.send_and_forget(layer.now, peer(1), draft(C::CONTENT, b"once"));

    let bytes = layer.sent_one();
    assert_eq!(bytes, datagram(NonConfirmable, C::CONTENT, id_of(&bytes), b"once"));
    layer.assert_nothing_is_under_way();
    layer.receive(1, &empty(Reset, id_of(&bytes)));
    assert_eq!(layer.messaging.counters().unexpected, 1);
}

#[test]
fn what_is_to_be_sent_later_goes_out_when_it_is_due_in_the_order_of_its_moments() {
    let mut layer = Layer::new();
    let moments = [30, 10, 20, 10];
    for (peer_number, milliseconds) in (1..).zip(moments) {
        let due = layer.now + Duration::from_millis(milliseconds);
        layer.messaging.send_at(layer.now, due, peer(peer_number), draft(C::CONTENT, b""));
    }
    let sent = |layer: &mut Layer| layer.sent().iter().map(|(to, _)| *to).collect::<Vec<_>>();

    assert_eq!(layer.messaging.next_deadline(), Some(layer.now + Duration::from_millis(10)));
    layer.wait(9);
    assert_eq!(sent(&mut layer), []);
    layer.wait(1);
    assert_eq!(sent(&mut layer), [2, 4]);
    assert_eq!(layer.messaging.next_deadline(), Some(layer.now + Duration::from_millis(10)));
    assert!(!layer.messaging.is_idle());
    layer.wait(20);
    assert_eq!(sent(&mut layer), [3, 1]);
    assert!(layer.messaging.is_idle());
}

#[test]
fn a_message_to_a_peer_without_room_is_not_sent_if_it_must_be_remembered() {
    let mut layer = Layer::limited(&Limits { peers: 0, ..Limits::default() });

    let to_one = parcel(1, CALL, Place::NotNeeded);
    assert_eq!(layer.messaging.send_confirmable(layer.now, to_one), None);
    assert_eq!(layer.messaging.send_non_confirmable(layer.now, to_one), None);
    layer.assert_nothing_is_under_way();

    layer.messaging.send_and_forget(layer.now, peer(1), draft(C::CONTENT, b""));
    assert_eq!(layer.sent().len(), 1);
}

/// Sends a confirmable message that has no place; returns its bytes.
fn first_sending(layer: &mut Layer) -> Vec<u8> {
    layer.messaging.send_confirmable(layer.now, parcel(1, CALL, Place::NotNeeded)).unwrap();
    let bytes = layer.sent_one();
    assert_eq!(bytes, datagram(Confirmable, C::GET, id_of(&bytes), b"old"));
    bytes
}
