//! Copies of messages, and how long their originals are remembered.

use super::*;

use Code as C;

type Answer = fn(&mut Messaging, &Receipt);
type Expected = fn(&Receipt) -> Option<Vec<u8>>;

const REQUESTS: [(Code, bool); 7] = [
    (C::GET, true),
    (C::FETCH, true),
    (C::POST, false),
    (C::PUT, false),
    (C::DELETE, false),
    (C::PATCH, false),
    (C::IPATCH, false),
];

#[test]
fn every_copy_is_answered_as_its_original_was() {
    let response =
        |receipt: &Receipt| datagram(Acknowledgement, C::CONTENT, receipt.id, b"the one response");
    let rows: [(MessageType, Answer, Expected); 7] = [
        (Confirmable, |_, _| {}, |_| None),
        (Confirmable, Messaging::pass_over, |_| None),
        (Confirmable, Messaging::acknowledge, |r| Some(empty(Acknowledgement, r.id))),
        (Confirmable, Messaging::reject, |r| Some(empty(Reset, r.id))),
        (NonConfirmable, Messaging::reset, |r| Some(empty(Reset, r.id))),
        (NonConfirmable, Messaging::acknowledge, |_| None),
        (NonConfirmable, Messaging::reject, |_| None),
    ];
    for (number, (kind, answer, expected)) in rows.into_iter().enumerate() {
        check_copies(number, kind, answer, expected);
    }
    check_copies(
        7,
        Confirmable,
        |messaging, receipt| messaging.piggyback(receipt, draft(C::CONTENT, b"the one response")),
        |receipt| Some(response(receipt)),
    );
}

#[test]
fn a_message_with_another_id_or_of_another_peer_is_no_copy() {
    let mut layer = Layer::new();
    layer.request(1, Confirmable, C::GET, 1);

    layer.request(1, Confirmable, C::GET, 2);
    layer.request(2, Confirmable, C::GET, 1);

    assert_eq!(layer.messaging.counters().duplicates, 0);
}

#[test]
fn a_copy_is_recognised_to_the_end_of_the_lifetime_of_its_kind() {
    for (kind, lifetime) in [(Confirmable, 232_000), (NonConfirmable, 130_000)] {
        for code in [C::GET, C::POST, C::CONTENT] {
            let mut layer = Layer::new();
            let bytes = datagram(kind, code, ID, b"");
            let new = kind_of(&layer.receive(1, &bytes));

            layer.wait(lifetime - 1);
            assert_eq!(kind_of(&layer.receive(1, &bytes)), "nothing", "{kind:?} {code}");
            layer.now += Duration::from_millis(1);
            assert_eq!(kind_of(&layer.receive(1, &bytes)), new, "{kind:?} {code}");
            assert_eq!(layer.messaging.counters().duplicates, 1);
        }
    }
}

#[test]
fn only_requests_that_may_not_be_repeated_need_to_be_remembered() {
    for (code, is_safe) in REQUESTS {
        let mut layer = Layer::limited(&Limits { duplicate_bytes: 0, ..Limits::default() });
        let bytes = datagram(Confirmable, code, ID, b"");

        for _ in 0..2 {
            let expected = if is_safe { "request" } else { "no room" };
            assert_eq!(kind_of(&layer.receive(1, &bytes)), expected, "{code}");
        }
        let response = datagram(Confirmable, C::CONTENT, ID, b"");
        assert_eq!(kind_of(&layer.receive(1, &response)), "separate");
    }
}

#[test]
fn replies_that_may_be_repeated_make_room_for_those_that_may_not() {
    for (code, is_safe) in REQUESTS {
        let mut layer = Layer::limited(&Limits { duplicate_bytes: 192, ..Limits::default() });
        layer.request(1, Confirmable, code, 1);

        let inbound = kind_of(&layer.receive(1, &datagram(Confirmable, C::PUT, ID, b"")));

        assert_eq!(inbound, if is_safe { "request" } else { "no room" }, "{code}");
        let counters = layer.messaging.counters();
        assert_eq!(counters.duplicates_forgotten, u64::from(is_safe), "{code}");
        assert_eq!(counters.duplicate_bytes, 192);
    }
}

#[test]
fn a_peer_is_remembered_for_as_long_as_its_messages_and_one_lifetime_more() {
    let mut layer = Layer::new();
    layer.now = at(1_024);
    layer.request(1, Confirmable, C::GET, 1);
    assert_eq!(
        (layer.messaging.counters().peers, layer.messaging.counters().duplicate_bytes),
        (1, 192)
    );

    layer.pass(232_000 + 15_999);
    assert_eq!(layer.messaging.counters().duplicate_bytes, 0);
    assert_eq!(layer.messaging.counters().peers, 1);
    layer.pass(232_000 + 16_000);

    assert_eq!(layer.messaging.counters().peers, 0);
    assert_eq!(layer.messaging.next_deadline(), None, "there is nothing left to forget");
}

fn check_copies(
    number: usize,
    kind: MessageType,
    answer: impl Fn(&mut Messaging, &Receipt),
    expected: impl Fn(&Receipt) -> Option<Vec<u8>>,
) {
    let mut layer = Layer::new();
    let receipt = layer.request(1, kind, C::GET, 0x0102);
    answer(&mut layer.messaging, &receipt);
    let expected: Vec<_> = expected(&receipt).into_iter().map(|bytes| (1, bytes)).collect();
    assert_eq!(layer.sent(), expected, "row {number}, the original");

    for copies in 1..=3 {
        let inbound = kind_of(&layer.receive(1, &datagram(kind, C::GET, ID, b"")));

        assert_eq!(inbound, "nothing", "row {number}");
        assert_eq!(layer.sent(), expected, "row {number}, copy {copies}");
        assert_eq!(layer.messaging.counters().duplicates, copies);
    }
}
