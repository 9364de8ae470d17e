//! How a received message is answered, by its type and how it came.

use super::*;

use Code as C;
use Delivery::Multicast;

type Verb = fn(&mut Messaging, &Receipt);

/// What goes out for a message that came by each of the four ways.
type Expected = [Option<Vec<u8>>; 4];

#[test]
fn a_message_is_acknowledged_or_rejected_as_its_type_and_the_way_it_came_allow() {
    let ack = || empty(Acknowledgement, ID);
    let reset = || empty(Reset, ID);
    let rows: [(&str, Verb, Expected); 4] = [
        ("acknowledge", Messaging::acknowledge, [Some(ack()), Some(ack()), None, None]),
        ("reject", Messaging::reject, [Some(reset()), None, None, None]),
        ("reset", Messaging::reset, [Some(reset()), Some(reset()), Some(reset()), Some(reset())]),
        ("pass over", Messaging::pass_over, [None, None, None, None]),
    ];
    let ways = [
        (Confirmable, Unicast),
        (Confirmable, Multicast),
        (NonConfirmable, Unicast),
        (NonConfirmable, Multicast),
    ];
    for (name, verb, expected) in rows {
        for ((kind, delivery), expected) in ways.into_iter().zip(expected) {
            let mut layer = Layer::new();
            let receipt = layer.request(1, kind, C::GET, ID.value());

            verb(&mut layer.messaging, &Receipt { delivery, ..receipt });

            let expected: Vec<_> = expected.map(|bytes| (1, bytes)).into_iter().collect();
            assert_eq!(layer.sent(), expected, "{name} {kind:?} {delivery:?}");
        }
    }
}

#[test]
fn a_piggybacked_response_is_an_acknowledgement_with_the_id_of_the_request() {
    let mut layer = Layer::new();
    let receipt = layer.request(1, Confirmable, C::GET, ID.value());

    layer.messaging.piggyback(&receipt, draft(C::CONTENT, b"here"));

    assert_eq!(layer.sent_one(), datagram(Acknowledgement, C::CONTENT, ID, b"here"));
}

#[test]
fn the_requests_of_a_peer_that_wait_for_an_answer_are_counted() {
    let mut layer = Layer::new();
    let one = layer.request(1, Confirmable, C::GET, 1);
    let other = layer.request(2, Confirmable, C::GET, 1);
    let steps = [
        (true, 1),
        (true, 2),
        (true, 3),
        (false, 2),
        (false, 1),
        (false, 0),
        (false, 0),
        (true, 1),
    ];
    assert_eq!(layer.messaging.open_requests(&one), 0);

    for (waits, count) in steps {
        layer.messaging.count_open(&one, waits);

        assert_eq!(layer.messaging.open_requests(&one), count);
        assert_eq!(layer.messaging.open_requests(&other), 0);
    }
}
