//! RFC 9175 §2.4: what an address is sent before it has shown that it is there.

use super::*;

use Code as C;

const GUARDED: fn(u32) -> Limits =
    |factor| Limits { amplification: Some(factor), ..Limits::default() };

#[test]
fn an_unverified_address_is_sent_a_few_times_what_came_from_it_and_136_bytes_in_any_case() {
    let rows =
        [(3, 6, 136), (3, 45, 136), (3, 46, 138), (3, 400, 1_200), (2, 400, 800), (0, 400, 136)];
    for (factor, received, allowed) in rows {
        for piece in [1, 7, 20] {
            let mut layer = Layer::limited(&GUARDED(factor));
            let receipt = request_of_length(&mut layer, received);
            let mut sent = 0;

            while sent < 10_000 && layer.messaging.may_send(&receipt, 7 + piece) {
                layer.messaging.send_and_forget(
                    layer.now,
                    peer(1),
                    draft(C::CONTENT, &[1; 20][..piece]),
                );
                sent += layer.sent_one().len();
            }

            let row = alloc::format!("{factor} times {received}, pieces of {piece}");
            assert!(sent <= allowed && sent + 7 + piece > allowed, "{sent} bytes: {row}");
            assert!(layer.messaging.may_send(&receipt, allowed - sent), "{row}");
            assert!(!layer.messaging.may_send(&receipt, allowed - sent + 1), "{row}");
            layer.messaging.send_and_forget(layer.now, peer(1), draft(C::CONTENT, &[1; 20]));
            assert_eq!(
                layer.messaging.counters().withheld,
                u64::from(sent + 27 > allowed),
                "{row}"
            );
        }
    }
}

#[test]
fn what_is_withheld_is_not_counted_as_sent() {
    let mut layer = Layer::limited(&GUARDED(3));
    let receipt = request_of_length(&mut layer, 6);
    for withheld in 1..4 {
        layer.messaging.send_and_forget(layer.now, peer(1), draft(C::CONTENT, &[1; 130]));

        assert_eq!((layer.sent(), layer.messaging.counters().withheld), (Vec::new(), withheld));
    }

    assert!(layer.messaging.may_send(&receipt, 136));
    layer.messaging.send_and_forget(layer.now, peer(1), draft(C::CONTENT, &[1; 129]));
    assert_eq!(layer.sent_one().len(), 136, "up to the last byte");
}

#[test]
fn everything_that_comes_from_an_address_counts_in_its_favour() {
    let mut layer = Layer::limited(&GUARDED(3));
    let receipt = request_of_length(&mut layer, 100);
    assert!(layer.messaging.may_send(&receipt, 300) && !layer.messaging.may_send(&receipt, 301));

    let copy = request_bytes(100);
    layer.receive(1, &copy);
    assert!(layer.messaging.may_send(&receipt, 600) && !layer.messaging.may_send(&receipt, 601));
    let head = datagram(Confirmable, C::GET, ID, &[0; 99]);
    layer.messaging.receive_truncated(layer.now, peer(1), Unicast, &head[..50]);
    assert!(layer.messaging.may_send(&receipt, 750) && !layer.messaging.may_send(&receipt, 751));

    assert_eq!(layer.messaging.counters().withheld, 0, "to ask is not to send");
}

#[test]
fn requests_of_our_own_are_never_withheld() {
    let rows =
        [(0, false), (1, true), (2, true), (31, true), (32, false), (69, false), (255, false)];
    for (code, is_sent) in rows {
        let mut layer = Layer::limited(&GUARDED(3));
        request_of_length(&mut layer, 6);
        let long = [1; 1_000];

        layer.messaging.send_and_forget(layer.now, peer(1), draft(C::from_byte(code), &long));

        assert_eq!(!layer.sent().is_empty(), is_sent, "{code}");
        assert_eq!(layer.messaging.counters().withheld, u64::from(!is_sent), "{code}");
    }
}

#[test]
fn without_the_guard_and_to_a_verified_address_any_length_is_sent() {
    for is_guarded in [true, false] {
        let limits = if is_guarded { GUARDED(3) } else { Limits::default() };
        let mut layer = Layer::limited(&limits);
        let receipt = request_of_length(&mut layer, 6);
        assert_eq!(layer.messaging.is_verified(&receipt), !is_guarded);
        let value = layer.messaging.echo(&receipt);
        assert!(layer.messaging.take_echo(&receipt, &value));
        assert!(layer.messaging.is_verified(&receipt));

        for _ in 0..10 {
            assert!(layer.messaging.may_send(&receipt, 1_007));
            layer.messaging.send_and_forget(layer.now, peer(1), draft(C::CONTENT, &[1; 1_000]));
            assert_eq!(layer.sent().len(), 1);
        }
        assert_eq!(layer.messaging.counters().withheld, 0);
    }
}

#[test]
fn nothing_is_counted_while_the_guard_is_off() {
    let mut layer = Layer::limited(&Limits::default());
    let receipt = request_of_length(&mut layer, 500);
    layer.messaging.send_and_forget(layer.now, peer(1), draft(C::CONTENT, &[1; 1_000]));

    layer.messaging.configure(STEADY(), &GUARDED(3));

    assert!(layer.messaging.may_send(&receipt, 136) && !layer.messaging.may_send(&receipt, 137));
}

#[test]
fn only_the_echo_value_that_an_address_was_asked_to_return_shows_that_it_is_there() {
    let mut layer = Layer::limited(&GUARDED(3));
    let one = layer.request(1, Confirmable, C::GET, 1);
    let other = layer.request(2, Confirmable, C::GET, 1);
    assert!(!layer.messaging.take_echo(&one, &[0; 8]), "it was not asked to");

    let value = layer.messaging.echo(&one);
    let another = layer.messaging.echo(&other);
    assert_eq!(layer.messaging.echo(&one), value, "the same until it returns it");
    assert_ne!(value, another);
    assert_eq!(layer.messaging.counters().challenged, 3);

    for wrong in [&b""[..], &value[..7], &[value, value].concat(), &another] {
        assert!(!layer.messaging.take_echo(&one, wrong), "{wrong:02x?}");
        assert!(!layer.messaging.is_verified(&one));
    }
    assert!(layer.messaging.take_echo(&one, &value));
    assert!(layer.messaging.is_verified(&one) && !layer.messaging.is_verified(&other));
    assert!(!layer.messaging.take_echo(&one, &value), "it has nothing more to show");
    assert_ne!(layer.messaging.echo(&one), layer.messaging.echo(&one), "void values are new");
}

#[test]
fn a_peer_that_is_not_remembered_is_sent_empty_messages() {
    let mut layer = Layer::limited(&Limits { peers: 0, ..GUARDED(3) });

    for _ in 0..100 {
        layer.receive(1, &datagram(Confirmable, C::GET, ID, b""));
        assert_eq!(layer.sent(), [(1, empty(Reset, ID))]);
    }
}

/// The bytes of a request of so many bytes.
fn request_bytes(length: usize) -> Vec<u8> {
    match length {
        6 => datagram(Confirmable, C::GET, ID, b""),
        _ => datagram(Confirmable, C::GET, ID, &alloc::vec![1; length - 7]),
    }
}

fn request_of_length(layer: &mut Layer, length: usize) -> Receipt {
    let bytes = request_bytes(length);
    assert_eq!(bytes.len(), length);
    let inbound = layer.receive(1, &bytes);
    let Inbound::Request { receipt, .. } = inbound else { panic!("{inbound:?}") };
    receipt
}
