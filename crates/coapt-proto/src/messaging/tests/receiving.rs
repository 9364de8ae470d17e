//! What becomes of a datagram that belongs to nothing that came before.

use super::*;

use Delivery::Multicast;

/// How a datagram came, what it was taken for, and what was counted.
type Row<'a> = (&'a str, Delivery, Vec<u8>, &'a str, fn(&mut Counters));

const GET: Code = Code::GET;
const CONTENT: Code = Code::CONTENT;
const RESERVED: [Code; 3] = [Code::from_byte(0x20), Code::from_byte(0xc0), Code::from_byte(0xe1)];

#[test]
fn what_is_no_message_is_rejected_with_a_reset_only_if_it_is_a_confirmable_one_to_us_alone() {
    let malformed = |kind| broken(datagram(kind, GET, ID, b""));
    let rows: Vec<Row<'_>> = alloc::vec![
        ("version 0", Unicast, alloc::vec![0x00, 1, 1, 2], "nothing", |c| c.ignored = 1),
        ("version 2", Unicast, alloc::vec![0x80, 1, 1, 2], "nothing", |c| c.ignored = 1),
        ("version 3", Unicast, alloc::vec![0xc0, 1, 1, 2], "nothing", |c| c.ignored = 1),
        ("no bytes", Unicast, Vec::new(), "malformed", |c| c.malformed = 1),
        ("three bytes", Unicast, alloc::vec![0x40, 1, 1], "malformed", |c| c.malformed = 1),
        ("CON", Unicast, malformed(Confirmable), "malformed+RST", |c| c.malformed = 1),
        ("CON", Multicast, malformed(Confirmable), "malformed", |c| c.malformed = 1),
        ("NON", Unicast, malformed(NonConfirmable), "malformed", |c| c.malformed = 1),
        ("ACK", Unicast, malformed(Acknowledgement), "malformed", |c| c.malformed = 1),
        ("RST", Unicast, malformed(Reset), "malformed", |c| c.malformed = 1),
    ];
    check(&rows);
}

#[test]
fn an_empty_or_reserved_message_is_rejected_with_a_reset_only_if_confirmable_and_to_us_alone() {
    for code in RESERVED.into_iter().chain([Code::EMPTY]) {
        let bytes = |kind| datagram(kind, code, ID, b"");
        let rows: Vec<Row<'_>> = alloc::vec![
            ("CON", Unicast, bytes(Confirmable), "nothing+RST", |_| {}),
            ("CON", Multicast, bytes(Confirmable), "nothing", |c| c.unexpected = 1),
            ("NON", Unicast, bytes(NonConfirmable), "nothing", |c| c.unexpected = 1),
            ("NON", Multicast, bytes(NonConfirmable), "nothing", |c| c.unexpected = 1),
        ];
        check(&rows);
    }
}

#[test]
fn an_acknowledgement_or_reset_of_nothing_is_counted_and_dropped() {
    for code in RESERVED.into_iter().chain([Code::EMPTY, GET, CONTENT]) {
        for kind in [Acknowledgement, Reset] {
            let bytes = datagram(kind, code, ID, b"");
            check(&[("", Unicast, bytes, "nothing", |c| c.unexpected = 1)]);
        }
    }
}

#[test]
fn a_request_and_a_response_of_its_own_go_up_with_what_is_needed_to_answer_them() {
    for (kind, reliability) in
        [(Confirmable, Reliability::Confirmable), (NonConfirmable, Reliability::NonConfirmable)]
    {
        for delivery in [Unicast, Multicast] {
            let mut layer = Layer::new();
            let (request, response) =
                (datagram(kind, GET, ID, b"a"), datagram(kind, CONTENT, ID.next(), b"b"));

            let Inbound::Request { message, receipt } =
                layer.messaging.receive(layer.now, peer(1), delivery, &request)
            else {
                panic!("{kind:?} {delivery:?}");
            };
            assert_eq!((message.payload, message.id), (&b"a"[..], ID));
            let expected =
                Receipt { peer: peer(1), delivery, reliability, id: ID, key: layer.key(1) };
            assert_eq!(receipt, expected);
            let Inbound::Separate { message, receipt } =
                layer.messaging.receive(layer.now, peer(1), delivery, &response)
            else {
                panic!("{kind:?} {delivery:?}");
            };
            assert_eq!((message.payload, message.id), (&b"b"[..], ID.next()));
            assert_eq!(receipt, Receipt { id: ID.next(), ..expected });
            assert_eq!(layer.sent(), [], "how it is answered is up to the layer above");
        }
    }
}

#[test]
fn a_request_whose_head_alone_fits_can_be_answered_if_its_token_is_all_there() {
    let cut = |kind, code, length: usize| datagram(kind, code, ID, b"too long")[..length].to_vec();
    let rows = [
        ("CON GET", cut(Confirmable, GET, 6), "request CON", 1),
        ("CON POST, and more", cut(Confirmable, Code::POST, 9), "request CON", 1),
        ("NON GET", cut(NonConfirmable, GET, 6), "request NON", 1),
        ("CON GET, half a token", cut(Confirmable, GET, 5), "rejected+RST", 1),
        ("NON GET, half a token", cut(NonConfirmable, GET, 5), "rejected", 1),
        ("three bytes", cut(Confirmable, GET, 3), "rejected", 1),
        ("nothing", Vec::new(), "rejected", 1),
        ("ACK GET", cut(Acknowledgement, GET, 6), "rejected", 1),
        ("RST GET", cut(Reset, GET, 6), "rejected", 1),
        ("CON 2.05", cut(Confirmable, CONTENT, 6), "rejected+RST", 1),
        ("NON 2.05", cut(NonConfirmable, CONTENT, 6), "rejected", 1),
        ("another version", alloc::vec![0x80, 1, 1, 2, 3, 4], "ignored", 0),
    ];

    for (name, head, expected, malformed) in rows {
        let mut layer = Layer::new();

        let truncated = layer.messaging.receive_truncated(layer.now, peer(1), Unicast, &head);

        assert_eq!(told(&mut layer, truncated), expected, "{name}");
        let counters = layer.messaging.counters();
        assert_eq!(
            (counters.received, counters.malformed, counters.ignored),
            (1, malformed, 1 - malformed),
            "{name}"
        );
    }
}

#[test]
fn a_truncated_datagram_to_a_group_or_of_a_peer_without_room_is_not_answered_beyond_a_reset() {
    for (limit, delivery, expected) in
        [(0, Unicast, "rejected+RST"), (0, Multicast, "rejected"), (1, Multicast, "request CON")]
    {
        let mut layer = Layer::limited(&Limits { peers: limit, ..Limits::default() });
        let head = datagram(Confirmable, GET, ID, b"");

        let truncated = layer.messaging.receive_truncated(layer.now, peer(1), delivery, &head);

        assert_eq!(told(&mut layer, truncated), expected, "{limit} {delivery:?}");
    }
}

#[test]
fn a_peer_for_which_there_is_no_room_is_refused_with_a_reset_only_if_it_asks_us_alone_for_one() {
    let rows = [
        (Confirmable, Unicast, true),
        (Confirmable, Multicast, false),
        (NonConfirmable, Unicast, false),
        (NonConfirmable, Multicast, false),
    ];
    for (kind, delivery, is_reset) in rows {
        let mut layer = Layer::limited(&Limits { peers: 1, ..Limits::default() });
        layer.request(1, Confirmable, Code::POST, 1);

        let bytes = datagram(kind, GET, ID, b"");
        let inbound = layer.messaging.receive(layer.now, peer(2), delivery, &bytes);

        assert_eq!(kind_of(&inbound), "nothing", "{kind:?} {delivery:?}");
        let expected = if is_reset { alloc::vec![(2, empty(Reset, ID))] } else { Vec::new() };
        assert_eq!(layer.sent(), expected, "{kind:?} {delivery:?}");
        assert_eq!(layer.messaging.counters().refused, 1);
    }
}

#[test]
fn a_new_peer_takes_the_room_of_one_that_only_replies_hold_which_may_be_forgotten() {
    let mut layer = Layer::limited(&Limits { peers: 1, ..Limits::default() });
    layer.request(1, Confirmable, GET, 1);
    layer.request(1, NonConfirmable, GET, 2);

    layer.request(2, Confirmable, GET, 1);

    let counters = layer.messaging.counters();
    assert_eq!((counters.peers, counters.duplicates_forgotten, counters.refused), (1, 2, 0));
    assert_eq!(layer.messaging.peers.find(&peer(1)), None);
}

fn check(rows: &[Row<'_>]) {
    for (name, delivery, bytes, expected, count) in rows {
        let mut layer = Layer::new();

        let inbound = layer.messaging.receive(layer.now, peer(1), *delivery, bytes);

        let kind = kind_of(&inbound);
        let told = match layer.messaging.outbox.pop_front() {
            Some(reset) => {
                assert_eq!((reset.to, &reset.datagram[..]), (peer(1), &empty(Reset, ID)[..]));
                alloc::format!("{kind}+RST")
            }
            None => kind.into(),
        };
        assert_eq!(told, *expected, "{name} {delivery:?} {bytes:02x?}");
        let mut counters = Counters { received: 1, ..Counters::default() };
        count(&mut counters);
        assert_eq!(layer.messaging.counters(), counters, "{name} {delivery:?} {bytes:02x?}");
    }
}

fn told(layer: &mut Layer, truncated: Truncated) -> &'static str {
    let sent = layer.sent();
    let is_reset = !sent.is_empty();
    if is_reset {
        assert_eq!(sent, [(1, empty(Reset, ID))]);
    }
    match truncated {
        Truncated::Ignored => "ignored",
        Truncated::Rejected if is_reset => "rejected+RST",
        Truncated::Rejected => "rejected",
        Truncated::Request { token, receipt } => {
            assert_eq!((token.as_bytes(), receipt.id, is_reset), (&TOKEN[..], ID, false));
            match receipt.reliability {
                Reliability::Confirmable => "request CON",
                Reliability::NonConfirmable => "request NON",
            }
        }
    }
}

/// Makes a message malformed: an option follows that is not all there.
fn broken(mut datagram: Vec<u8>) -> Vec<u8> {
    datagram.push(0x05);
    datagram
}
