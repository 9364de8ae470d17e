//! The guard against amplification (RFC 9175 §2.4): what an address is sent before it has shown that it is there.

#![expect(
    clippy::wildcard_enum_match_arm,
    reason = "a test file: whatever does not fit shall end the test"
)]

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::time::Duration;

use coapt_proto::{Event, GroupRequests, Request, Response, Role};
use coapt_sim::{Link, Lone, Random, Sent, World, datagram, peer};
use coapt_wire::{Code, MessageType, OptionNumber, OptionsBuf};

const CON: MessageType = MessageType::Confirmable;
const NON: MessageType = MessageType::NonConfirmable;
const ALWAYS: usize = 136;

fn guarded() -> Lone {
    Lone::new(|config| config.limits.amplification = Some(3))
}

fn request(code: Code, id: u16, echo: Option<&[u8]>) -> Vec<u8> {
    let mut options = OptionsBuf::new();
    if let Some(echo) = echo {
        options.set(OptionNumber::ECHO, echo).unwrap();
    }
    datagram((CON, code, id), b"t", &options, b"")
}

/// Answers everything with a large body.
fn answer_at_length(server: &mut Lone) {
    for id in server.requests() {
        let response = Response::new(Code::CONTENT).with_payload(vec![7; 900]);
        server.endpoint.respond(server.now, id, response).unwrap();
    }
}

fn echo_of(sent: &Sent) -> Vec<u8> {
    assert_eq!((sent.code, sent.payload.len()), (Code::UNAUTHORIZED, 0));
    sent.options.as_options().opaque(OptionNumber::ECHO).unwrap().to_vec()
}

// rfc: M-9175-2.3-01, M-9175-2.4-01
#[test]
fn an_unverified_address_is_not_answered_at_length_and_changes_nothing() {
    let mut server = guarded();

    server.take(peer(1), &request(Code::GET, 1, None));
    answer_at_length(&mut server);
    let get = server.only();
    server.take(peer(2), &request(Code::POST, 1, None));

    assert_eq!(server.requests(), [], "the handler of POST did not run");
    let post = server.only();
    for sent in [get, post] {
        assert_eq!(sent.kind, MessageType::Acknowledgement);
        assert_eq!(echo_of(&sent).len(), 8);
    }
}

// rfc: M-9175-2.2.1-02, M-9175-5-01
#[test]
fn who_returns_the_value_is_served_and_nobody_else() {
    let mut server = guarded();
    server.take(peer(1), &request(Code::POST, 1, None));
    let echo = echo_of(&server.only());

    server.take(peer(2), &request(Code::POST, 1, Some(&echo)));
    assert_ne!(echo_of(&server.only()), echo, "it is the value of another address");
    server.take(peer(1), &request(Code::POST, 2, Some(&[0; 8])));
    assert_eq!(echo_of(&server.only()), echo, "it is no value of ours");
    server.take(peer(1), &request(Code::POST, 3, Some(&echo)));
    answer_at_length(&mut server);

    assert_eq!(server.only().payload.len(), 900);
    server.take(peer(1), &request(Code::GET, 4, None));
    answer_at_length(&mut server);
    assert_eq!(server.only().payload.len(), 900, "once is enough");
}

#[test]
fn an_observer_has_to_show_that_it_is_there() {
    let mut server = guarded();
    let mut options = OptionsBuf::new();
    options.set_uint(OptionNumber::OBSERVE, 0);

    server.take(peer(1), &datagram((CON, Code::GET, 1), b"t", &options, b""));

    assert_eq!(server.only().code, Code::UNAUTHORIZED);
    assert_eq!(server.requests(), []);
}

// rfc: M-9175-2.4-01
#[test]
fn an_answer_that_comes_late_is_held_back_too_and_not_repeated() {
    let mut server = guarded();
    server.take(peer(1), &request(Code::GET, 1, None));
    server.pass(Duration::from_secs(1));
    assert_eq!(server.only().code, Code::EMPTY);

    answer_at_length(&mut server);
    let late = server.only();
    server.pass(Duration::from_secs(200));

    assert_eq!((late.kind, late.code), (NON, Code::UNAUTHORIZED));
    assert!(server.sent().is_empty());
}

// rfc: M-9175-2.4-01, M-7252-8.2-01
#[test]
fn a_group_is_asked_to_show_who_asks_at_a_random_moment_too() {
    let mut server = Lone::new(|config| {
        config.limits.amplification = Some(3);
        config.group_requests = GroupRequests::all();
    });
    for (number, code) in [Code::GET, Code::POST].into_iter().enumerate() {
        let from = peer(u32::try_from(number).unwrap());
        server.take_from_group(from, &datagram((NON, code, 1), b"t", &OptionsBuf::new(), b""));
        answer_at_length(&mut server);
        assert!(server.sent().is_empty(), "not at once");

        server.pass(Duration::from_secs(5));
        let sent = server.only();
        assert_eq!((sent.kind, echo_of(&sent).len()), (NON, 8));
    }
}

// rfc: M-9175-2.4-02, M-7252-11.3-01
#[test]
fn no_address_is_sent_more_than_three_times_what_it_sent() {
    let mut server = Lone::new(|config| {
        config.limits.amplification = Some(3);
        config.group_requests = GroupRequests::all();
    });
    let mut random = Random::new(1);
    let mut bytes: BTreeMap<SocketAddr, (usize, usize)> = BTreeMap::new();

    for _ in 0..100_000 {
        let from = peer(u32::try_from(random.below(5000)).unwrap());
        let kind = if random.happens(0.5) { CON } else { NON };
        let code = [Code::GET, Code::POST, Code::PUT, Code::FETCH, Code::EMPTY][random.below(5)];
        let id = u16::try_from(random.below(1 << 16)).unwrap();
        let mut options = OptionsBuf::new();
        if random.happens(0.1) && !code.is_empty() {
            options.set_uint(OptionNumber::OBSERVE, 0);
        }
        let is_empty = code.is_empty();
        let (token, body) =
            if is_empty { (&b""[..], vec![]) } else { (&b"tok"[..], vec![1; random.below(60)]) };
        let request = datagram((kind, code, id), token, &options, &body);
        bytes.entry(from.address()).or_default().0 += request.len();
        if random.happens(0.3) {
            server.take_from_group(from, &request);
        } else {
            server.take(from, &request);
        }
        if random.happens(0.7) {
            answer_at_length(&mut server);
        }
        server.pass(Duration::from_millis(50));
        for sent in server.sent() {
            bytes.entry(sent.to).or_default().1 += sent.datagram.len();
        }
    }

    for (address, (came, went)) in bytes {
        assert!(went <= ALWAYS.max(3 * came), "{address}: {came} bytes came, {went} went");
    }
    let counters = server.endpoint.counters();
    assert!(counters.challenged > 1000, "{counters:?}");
}

#[test]
fn a_client_of_ours_gets_through_by_itself() {
    let mut world = World::new(1, Link::perfect());
    let mut config = coapt_proto::Config::default();
    config.limits.amplification = Some(3);
    let server = world.host(config);
    let mut config = coapt_proto::Config::default();
    config.role = Role::Client;
    let client = world.host(config);
    let mut request = Request::new(Code::POST);
    request.payload = vec![1; 5000].into();
    let (now, to) = (world.now(), world.peer(server));
    world.endpoint(client).request(now, to, request).unwrap();

    let mut answered = 0;
    world.run(Duration::from_secs(100), |world, host, event| match event {
        Event::Request { id, request } => {
            let response = Response::new(Code::CHANGED).with_payload(request.payload);
            let now = world.now();
            world.endpoint(host).respond(now, id, response).unwrap();
        }
        Event::Response { response, .. } => answered = response.payload.len(),
        other => panic!("{other:?}"),
    });

    assert_eq!(answered, 5000);
}

// rfc: M-9175-2.4-02
#[test]
fn no_recorded_datagram_brings_more_than_three_times_itself() {
    let mut server = guarded();
    let text = include_str!("../../../../tests/vectors/messages.jsonl");
    let mut number = 0;

    for line in text.lines() {
        let vector: serde_json::Value = serde_json::from_str(line).unwrap();
        let Some(hex) = vector["hex"].as_str() else { continue };
        let datagram: Vec<u8> = (0..hex.len() / 2)
            .map(|place| u8::from_str_radix(&hex[2 * place..2 * place + 2], 16).unwrap())
            .collect();
        number += 1;
        server.take(peer(number), &datagram);
        answer_at_length(&mut server);
        server.pass(Duration::from_secs(100));
        let went: usize = server.sent().iter().map(|sent| sent.datagram.len()).sum();
        assert!(went <= ALWAYS.max(3 * datagram.len()), "{}: {went}", vector["id"]);
    }
    assert!(number > 500, "{number}");
}

/// What the guard is for: without it a small request has a large answer.
#[test]
fn without_the_guard_the_factor_is_that_of_the_largest_block() {
    let mut server = Lone::new(|_| {});
    let request = datagram((NON, Code::GET, 1), b"", &OptionsBuf::new(), b"");
    server.take(peer(1), &request);
    for id in server.requests() {
        let response = Response::new(Code::CONTENT).with_payload(vec![7; 5000]);
        server.endpoint.respond(server.now, id, response).unwrap();
    }

    let factor = server.only().datagram.len() / request.len();
    assert!((250..=270).contains(&factor), "{factor}");
}
