//! Rules of RFC 7252 §4, §5.2 and §8, and of RFC 7967 and 8768, beyond the recorded sequences.

use std::time::Duration;

use coapt_proto::{Event, Failure, GroupRequests, PingAnswer, Reliability, Request, Response};
use coapt_sim::{Lone, Sent, datagram, peer};
use coapt_wire::{Code, MessageType, OptionNumber, OptionsBuf};

const CON: MessageType = MessageType::Confirmable;
const NON: MessageType = MessageType::NonConfirmable;
const ACK: MessageType = MessageType::Acknowledgement;
const RST: MessageType = MessageType::Reset;

fn lone() -> Lone {
    Lone::new(|_| {})
}

fn plain(kind: MessageType, code: Code, id: u16) -> Vec<u8> {
    datagram((kind, code, id), b"", &OptionsBuf::new(), b"")
}

fn with_option(kind: MessageType, code: Code, number: u16, value: &[u8]) -> Vec<u8> {
    let mut options = OptionsBuf::new();
    options.push(OptionNumber::new(number), value).unwrap();
    datagram((kind, code, 9), b"t", &options, b"")
}

/// Asks a peer and returns the message that went out.
fn ask(client: &mut Lone, to: u32, reliability: Reliability) -> Sent {
    let mut request = Request::new(Code::GET);
    request.reliability = reliability;
    client.endpoint.request(client.now, peer(to), request).unwrap();
    client.only()
}

// rfc: M-7252-4.7-03
#[test]
fn a_silent_peer_is_sent_no_more_than_probing_rate_allows() {
    let mut client = lone();
    let mut request = Request::new(Code::POST);
    request.reliability = Reliability::NonConfirmable;
    request.payload = vec![0; 90].into();
    for _ in 0..100 {
        client.endpoint.request(client.now, peer(1), request.clone()).unwrap();
    }

    let mut bytes = 0;
    for _ in 0..1_000 {
        client.pass(Duration::from_secs(1));
        bytes += client.sent().iter().map(|sent| sent.datagram.len()).sum::<usize>();
    }

    // One byte a second on average, and what may go out before the first silence is noticed.
    assert!((500..=1_500).contains(&bytes), "{bytes} bytes in 1000 seconds");
}

// rfc: M-7252-4.2-12
#[test]
fn a_late_timer_never_brings_two_sendings_close_together() {
    let mut client = lone();
    ask(&mut client, 1, Reliability::Confirmable);
    let mut times = vec![client.now];

    // The machine slept past several deadlines, again and again.
    for _ in 0..200 {
        client.now += Duration::from_millis(1_900);
        client.endpoint.handle_timeout(client.now);
        times.extend(client.sent().iter().map(|_| client.now));
    }

    let gaps: Vec<_> = times.windows(2).map(|two| two[1].saturating_since(two[0])).collect();
    assert!(gaps.iter().all(|gap| *gap >= Duration::from_secs(2)), "{gaps:?}");
    let span = times.last().unwrap().saturating_since(times[0]);
    assert!(span <= Duration::from_secs(45), "MAX_TRANSMIT_SPAN is 45 s, not {span:?}");
    assert!(
        client
            .events()
            .iter()
            .any(|event| matches!(event, Event::Failed { cause: Failure::TimedOut, .. }))
    );
}

// rfc: M-7252-4.2-04
#[test]
fn a_ping_goes_both_ways() {
    let mut a = lone();
    let ping = a.endpoint.ping(a.now, peer(2)).unwrap();
    let sent = a.only();
    assert_eq!((sent.kind, sent.code, sent.datagram.len()), (CON, Code::EMPTY, 4));

    let mut b = lone();
    b.take(peer(1), &sent.datagram);
    let reset = b.only();
    assert_eq!((reset.kind, reset.id, reset.datagram.len()), (RST, sent.id, 4));

    a.take(peer(2), &reset.datagram);
    assert_eq!(a.events(), [Event::Pong { id: ping, answer: PingAnswer::Reset }]);
}

/// It shows that the peer is there all the same, and which rule it does not know.
// rfc: M-7252-4.2-04
#[test]
fn an_acknowledgement_of_a_ping_is_an_answer_of_the_wrong_kind() {
    let error = OptionsBuf::new();
    for (code, token, payload) in [
        (Code::EMPTY, &b""[..], &b""[..]),
        (Code::NOT_FOUND, b"", b"no such resource"),
        (Code::NOT_FOUND, b"made up", b""),
    ] {
        let mut a = lone();
        let ping = a.endpoint.ping(a.now, peer(2)).unwrap();
        let sent = a.only();

        a.take(peer(3), &datagram((ACK, code, sent.id), token, &error, payload));
        a.take(peer(2), &datagram((ACK, code, sent.id ^ 1), token, &error, payload));
        assert_eq!(a.events(), [], "of another peer, of another message");
        a.take(peer(2), &datagram((ACK, code, sent.id), token, &error, payload));

        let answer = PingAnswer::Acknowledgement;
        assert_eq!(a.events(), [Event::Pong { id: ping, answer }], "{code}");
        assert_eq!(a.endpoint.counters().exchanges, 0);
    }
}

// rfc: M-7252-4.2-15
#[test]
fn a_report_of_the_network_is_believed_only_if_it_quotes_what_was_sent() {
    let mut client = lone();
    let sent = ask(&mut client, 1, Reliability::Confirmable);
    let mut forged = sent.datagram.clone();
    forged[4] ^= 1;

    client.endpoint.handle_unreachable(client.now, peer(2), &sent.datagram);
    client.endpoint.handle_unreachable(client.now, peer(1), &forged);
    client.endpoint.handle_unreachable(client.now, peer(1), &[]);
    client.endpoint.handle_unreachable(client.now, peer(1), &sent.datagram[..3]);
    assert!(client.events().is_empty());

    client.endpoint.handle_unreachable(client.now, peer(1), &sent.datagram);
    assert!(matches!(client.events()[..], [Event::Failed { cause: Failure::Unreachable, .. }]));
}

#[test]
fn an_answer_after_a_cancel_is_rejected_if_it_is_confirmable() {
    let mut client = lone();
    let id = client.endpoint.request(client.now, peer(1), Request::new(Code::GET)).unwrap();
    let sent = client.only();
    assert!(client.endpoint.cancel(client.now, id));

    for (kind, expected) in [(CON, Some(RST)), (ACK, None)] {
        let answer = datagram((kind, Code::CONTENT, sent.id), &sent.token, &OptionsBuf::new(), b"");
        client.take(peer(1), &answer);
        assert_eq!(client.sent().first().map(|sent| sent.kind), expected, "{kind}");
    }
    assert!(client.events().is_empty() && client.endpoint.is_idle());
    client.pass(Duration::from_secs(300));
    assert!(client.sent().is_empty(), "nothing is repeated");
}

#[test]
fn message_ids_differ_for_as_long_as_they_are_in_use() {
    let mut client = Lone::new(|config| config.transmission.nstart = 255);
    let mut ids = std::collections::BTreeSet::new();

    for _ in 0..250 {
        ids.insert(ask(&mut client, 1, Reliability::Confirmable).id);
    }

    assert_eq!(ids.len(), 250);
}

#[test]
fn requests_beyond_nstart_go_out_in_order_as_answers_come() {
    let mut client = lone();
    let mut request = Request::new(Code::GET);
    for number in 0..5_u8 {
        request.payload = vec![number].into();
        client.endpoint.request(client.now, peer(1), request.clone()).unwrap();
    }

    for number in 0..5_u8 {
        let sent = client.only();
        assert_eq!(sent.payload, [number]);
        let answer = datagram((ACK, Code::CONTENT, sent.id), &sent.token, &OptionsBuf::new(), b"");
        client.take(peer(1), &answer);
    }
    assert!(client.endpoint.is_idle() || !client.events().is_empty());
}

// rfc: M-7252-8-01, M-7252-8.2-01
#[test]
fn what_a_group_is_asked_is_answered_later_and_only_if_there_is_something_to_tell() {
    let mut server = Lone::new(|config| config.group_requests = GroupRequests::all());
    server.take_from_group(peer(1), &plain(NON, Code::GET, 1));
    server.answer_all();
    assert!(server.sent().is_empty(), "not at once");

    let mut sent = Vec::new();
    for _ in 0..50 {
        server.pass(Duration::from_millis(100));
        sent.extend(server.sent());
    }
    assert_eq!(sent.len(), 1, "within DEFAULT_LEISURE of 5 s");
    assert_eq!((sent[0].kind, sent[0].code), (NON, Code::CONTENT));

    server.take_from_group(peer(1), &plain(NON, Code::GET, 2));
    let id = server.requests()[0];
    server.endpoint.respond(server.now, id, Response::new(Code::NOT_FOUND)).unwrap();
    server.pass(Duration::from_secs(10));
    assert!(server.sent().is_empty(), "no errors");
}

// rfc: M-7252-8-01, M-7252-8.1-03
#[test]
fn nothing_sent_to_a_group_is_rejected() {
    let mut server = Lone::new(|config| config.group_requests = GroupRequests::all());

    server.take_from_group(peer(1), &[0x40, 0, 0, 1]);
    server.take_from_group(peer(1), &[0x40, 1, 0, 2, 0xFF]);
    server.take_from_group(peer(1), &with_option(NON, Code::GET, 9_001, b""));
    server.take_from_group(peer(1), &plain(CON, Code::CONTENT, 4));
    server.pass(Duration::from_secs(10));

    assert!(server.sent().is_empty());
}

// rfc: M-7967-2-01
#[test]
fn no_response_keeps_back_the_classes_it_names_and_acknowledges_all_the_same() {
    for (bits, code, comes) in [
        (2, Code::CONTENT, false),
        (2, Code::NOT_FOUND, true),
        (8, Code::NOT_FOUND, false),
        (16, Code::INTERNAL_SERVER_ERROR, false),
        (26, Code::CONTENT, false),
        (0, Code::CONTENT, true),
    ] {
        for kind in [CON, NON] {
            let mut server = lone();
            server.take(peer(1), &with_option(kind, Code::GET, 258, &[bits]));
            let id = server.requests()[0];
            server.endpoint.respond(server.now, id, Response::new(code)).unwrap();

            let sent = server.sent();
            let expected = match (comes, kind == CON) {
                (true, _) => Some(code),
                (false, true) => Some(Code::EMPTY),
                (false, false) => None,
            };
            assert_eq!(sent.first().map(|sent| sent.code), expected, "{bits} {code} {kind}");
            assert!(server.endpoint.is_idle());
        }
    }
}

#[test]
fn a_hop_limit_of_0_is_a_bad_request() {
    for (value, code) in [(&[0][..], Some(Code::BAD_REQUEST)), (&[1], None), (&[255], None)] {
        let mut server = lone();
        server.take(peer(1), &with_option(CON, Code::GET, 16, value));
        assert_eq!(server.sent().first().map(|sent| sent.code), code, "{value:?}");
        assert_eq!(server.requests().len(), usize::from(code.is_none()));
    }
}

// rfc: M-7252-5.7.2-01
#[test]
fn a_request_for_a_proxy_is_refused() {
    for number in [35, 39] {
        let mut server = lone();
        server.take(peer(1), &with_option(CON, Code::GET, number, b"coap://x/"));
        assert_eq!(server.code(), Code::PROXYING_NOT_SUPPORTED);
        assert!(server.requests().is_empty());
    }
}

#[test]
fn an_answer_that_takes_time_is_announced_by_an_empty_acknowledgement() {
    let mut server = lone();
    server.take(peer(1), &plain(CON, Code::GET, 7));
    let id = server.requests()[0];

    server.pass(Duration::from_millis(249));
    assert!(server.sent().is_empty());
    server.pass(Duration::from_millis(2));
    let ack = server.only();
    server.endpoint.respond(server.now, id, Response::new(Code::CONTENT)).unwrap();
    let separate = server.only();

    assert_eq!((ack.kind, ack.code, ack.id), (ACK, Code::EMPTY, 7));
    assert_eq!((separate.kind, separate.code), (CON, Code::CONTENT));
    server.take(peer(1), &plain(ACK, Code::EMPTY, separate.id));
    assert!(matches!(server.events()[..], [Event::Delivered { outcome: Ok(()), .. }]));
    assert!(server.endpoint.is_idle());
}

#[test]
fn every_method_code_reaches_the_application() {
    for detail in 1..=31 {
        let mut server = lone();
        server.take(peer(1), &plain(CON, Code::from_byte(detail), 1));
        assert!(
            matches!(&server.events()[..], [Event::Request { request, .. }] if request.code.to_byte() == detail)
        );
    }
}

// rfc: M-7252-11.4-01
#[test]
fn bad_acknowledgements_and_resets_are_ignored() {
    let mut client = lone();
    let sent = ask(&mut client, 1, Reliability::Confirmable);
    let [high, low] = sent.id.to_be_bytes();

    for bytes in [
        vec![0x60, 1, high, low],
        vec![0x60, 0xC1, high, low],
        vec![0x70, 0x45, high, low],
        vec![0x70, 0, high, low, 0xFF],
        vec![0x61, 0x45, high, low],
        vec![0x60, 0x45, high, low],
    ] {
        client.take(peer(1), &bytes);
        assert!(client.sent().is_empty(), "{bytes:x?} is never answered");
    }

    let ended = |event: &Event| event.exchange().is_some();
    assert!(!client.events().iter().any(ended), "and completes nothing");
}
