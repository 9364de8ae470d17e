//! Which acknowledgement, Reset or report of the network belongs to which message, and what its owner is told.

use super::*;

use Code as C;

const RESPONSE: Owner = Owner::Response(RequestId(5));
const OBSERVER: Owner = Owner::Observer(6);
const REST: Owner = Owner::Rest(ExchangeId(7));
const OWNERS: [Owner; 5] = [CALL, REST, RESPONSE, OBSERVER, Owner::Nobody];
const ACKNOWLEDGED: Outcome = Outcome::Acknowledged { stale: false };

/// Makes an answer to the message with an id.
type Answer<'a> = &'a dyn Fn(MessageId) -> Vec<u8>;

/// Makes what the network quotes of a datagram that was sent.
type Quote<'a> = &'a dyn Fn(&[u8]) -> Vec<u8>;

#[test]
fn an_empty_acknowledgement_ends_the_repeating_of_any_confirmable_message() {
    for owner in OWNERS {
        let mut layer = Layer::new();
        let (_, id) = layer.send_confirmable(1, owner);

        assert_eq!(kind_of(&layer.receive(1, &empty(Acknowledgement, id))), "nothing");

        assert_eq!(layer.reports(), [(owner, ACKNOWLEDGED)]);
        layer.assert_nothing_is_under_way();
        assert_eq!(layer.messaging.counters().unexpected, 0);
        layer.receive(1, &empty(Acknowledgement, id));
        assert_eq!(layer.messaging.counters().unexpected, 1, "it belongs to nothing any more");
    }
}

#[test]
fn the_response_in_an_acknowledgement_goes_to_the_call_whose_token_it_has() {
    for owner in [CALL, REST] {
        let mut layer = Layer::new();
        let (_, id) = layer.send_confirmable(1, owner);
        let response = datagram(Acknowledgement, C::CONTENT, id, b"this");

        let Inbound::Piggybacked { message, owner: told } = layer.receive(1, &response) else {
            panic!("{owner:?}");
        };

        assert_eq!((message.payload, told), (&b"this"[..], owner));
        assert_eq!((layer.reports(), layer.messaging.counters().unexpected), (Vec::new(), 0));
        layer.assert_nothing_is_under_way();
    }
}

#[test]
fn any_acknowledgement_ends_the_repeating_of_what_is_no_call() {
    for owner in [RESPONSE, OBSERVER] {
        let mut layer = Layer::new();
        let (_, id) = layer.send_confirmable(1, owner);

        let inbound = kind_of(&layer.receive(1, &datagram(Acknowledgement, C::CONTENT, id, b"?")));

        assert_eq!((inbound, layer.reports()), ("nothing", alloc::vec![(owner, ACKNOWLEDGED)]));
        layer.assert_nothing_is_under_way();
    }
}

#[test]
fn an_acknowledgement_that_does_not_match_leaves_the_message_as_it_is() {
    let another_token = |id| {
        let mut bytes = datagram(Acknowledgement, C::CONTENT, id, b"");
        bytes[5] ^= 1;
        bytes
    };
    let no_token = |id: MessageId| {
        let [high, low] = id.value().to_be_bytes();
        alloc::vec![0x60, C::CONTENT.to_byte(), high, low]
    };
    let reserved = C::from_byte(0x20);
    let rows: [(&str, u16, Answer<'_>); 8] = [
        ("of another peer", 2, &|id| empty(Acknowledgement, id)),
        ("of another id", 1, &|id| empty(Acknowledgement, id.next())),
        ("with another token", 1, &another_token),
        ("without a token", 1, &no_token),
        ("with a request", 1, &|id| datagram(Acknowledgement, C::GET, id, b"")),
        ("of a reserved class", 1, &|id| datagram(Acknowledgement, reserved, id, b"")),
        ("Reset of another peer", 2, &|id| empty(Reset, id)),
        ("Reset that is not Empty", 1, &|id| datagram(Reset, C::CONTENT, id, b"")),
    ];
    for (name, from, make) in rows {
        let mut layer = Layer::new();
        layer.request(2, NonConfirmable, C::GET, 1);
        let (_, id) = layer.send_confirmable(1, CALL);

        assert_eq!(kind_of(&layer.receive(from, &make(id))), "nothing", "{name}");

        assert_eq!(layer.messaging.counters().unexpected, 1, "{name}");
        assert_eq!(layer.reports(), [], "{name}");
        layer.wait(2_000);
        assert_eq!(layer.sent().len(), 1, "{name}: it is sent again");
        let answer = datagram(Acknowledgement, C::CONTENT, id, b"");
        assert_eq!(kind_of(&layer.receive(1, &answer)), "piggybacked", "{name}");
    }
}

#[test]
fn a_reset_ends_a_message_of_either_type() {
    for owner in OWNERS {
        let mut layer = Layer::new();
        let (_, confirmable) = layer.send_confirmable(1, owner);
        let (_, other) = layer.send_non(1, owner, Place::NotNeeded);

        for id in [other, confirmable] {
            assert_eq!(kind_of(&layer.receive(1, &empty(Reset, id))), "nothing");
            assert_eq!(layer.reports(), [(owner, Outcome::Reset)]);
        }

        layer.assert_nothing_is_under_way();
        assert_eq!(layer.messaging.counters().unexpected, 0);
    }
}

#[test]
fn a_non_confirmable_message_is_not_acknowledged() {
    for owner in OWNERS {
        let mut layer = Layer::new();
        let (_, id) = layer.send_non(1, owner, Place::NotNeeded);

        layer.receive(1, &empty(Acknowledgement, id));

        assert_eq!((layer.reports(), layer.messaging.counters().unexpected), (Vec::new(), 1));
        layer.receive(1, &empty(Reset, id));
        assert_eq!(layer.reports(), [(owner, Outcome::Reset)], "but it can be rejected still");
    }
}

#[test]
fn an_acknowledgement_of_a_content_that_was_replaced_is_stale() {
    let outcomes: [(MessageType, [Outcome; 3]); 2] = [
        (Acknowledgement, [true, true, false].map(|stale| Outcome::Acknowledged { stale })),
        (Reset, [Outcome::Reset; 3]),
    ];
    for (kind, outcomes) in outcomes {
        for (number, outcome) in outcomes.into_iter().enumerate() {
            let mut layer = Layer::new();
            let (key, first) = layer.send_confirmable(1, OBSERVER);
            let mut ids = alloc::vec![first];
            for _ in 0..2 {
                layer.messaging.replace(layer.now, key, draft(C::CONTENT, b"new"));
                ids.push(id_of(&layer.sent_one()));
            }

            layer.receive(1, &empty(kind, ids[number]));

            assert_eq!(layer.reports(), [(OBSERVER, outcome)], "{kind:?} of content {number}");
            layer.assert_nothing_is_under_way();
        }
    }
}

#[test]
fn the_network_is_believed_only_if_it_quotes_what_was_sent() {
    let changed = |place: usize| {
        move |sent: &[u8]| {
            let mut quoted = sent.to_vec();
            quoted[place] ^= 1;
            quoted
        }
    };
    let rows: [(&str, u16, Quote<'_>, bool); 10] = [
        ("all of it", 1, &<[u8]>::to_vec, true),
        ("the header", 1, &|sent| sent[..4].to_vec(), true),
        ("the header and half a token", 1, &|sent| sent[..5].to_vec(), true),
        ("all of it and what the network added", 1, &|sent| [sent, &[0; 9]].concat(), true),
        ("less than the header", 1, &|sent| sent[..3].to_vec(), false),
        ("nothing", 1, &|_| Vec::new(), false),
        ("another id", 1, &changed(3), false),
        ("another token", 1, &changed(5), false),
        ("another payload", 1, &changed(8), false),
        ("all of it, but sent to another peer", 2, &<[u8]>::to_vec, false),
    ];
    for (name, to, make, is_believed) in rows {
        let mut layer = Layer::new();
        layer.request(2, NonConfirmable, C::GET, 1);
        let key = layer.messaging.send_confirmable(layer.now, parcel(1, CALL, Place::NotNeeded));
        let sent = layer.sent_one();

        layer.messaging.unreachable(layer.now, &peer(to), &make(&sent));

        let expected =
            if is_believed { alloc::vec![(CALL, Outcome::Unreachable)] } else { Vec::new() };
        assert_eq!(layer.reports(), expected, "{name}");
        assert_eq!(layer.messaging.sent.get(key.unwrap().0).is_none(), is_believed, "{name}");
        assert_eq!(layer.messaging.counters().unexpected, 0, "{name}");
    }
}

#[test]
fn a_quote_of_a_content_that_was_replaced_ends_nothing() {
    let mut layer = Layer::new();
    let key =
        layer.messaging.send_confirmable(layer.now, parcel(1, OBSERVER, Place::NotNeeded)).unwrap();
    let first = layer.sent_one();
    layer.messaging.replace(layer.now, key, draft(C::CONTENT, b"new"));
    let second = layer.sent_one();

    layer.messaging.unreachable(layer.now, &peer(1), &first);
    assert_eq!(layer.reports(), []);
    layer.messaging.unreachable(layer.now, &peer(1), &second);
    assert_eq!(layer.reports(), [(OBSERVER, Outcome::Unreachable)]);
}
