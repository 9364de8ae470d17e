//! Every limit of an endpoint: what happens when it is reached, and what honest peers keep.

use std::ops::Range;
use std::time::Duration;

use coapt_proto::{
    Config, Endpoint, Instant, Limits, Request, RequestError, ResourceId, RespondError, Response,
};
use coapt_sim::{Lone, datagram, peer};
use coapt_wire::{Block, Code, MessageType, OptionNumber, OptionsBuf};

const CON: MessageType = MessageType::Confirmable;
const START: Instant = Instant::ORIGIN;

// rfc: M-7252-5.9.2-06
#[test]
fn requests_beyond_the_limit_are_answered_5_03_with_the_time_to_wait() {
    let mut server = server(|limits| limits.requests = 2);
    for number in 0..3 {
        server.take(peer(number), &request(Code::POST, 1, b""));
    }

    let sent = server.sent();

    assert_eq!(
        (sent.len(), sent[0].code, sent[0].to),
        (1, Code::SERVICE_UNAVAILABLE, peer(2).address())
    );
    assert!(sent[0].options.as_options().uint(OptionNumber::MAX_AGE).is_some_and(|wait| wait > 0));
    assert_eq!((server.requests().len(), server.endpoint.counters().refused), (2, 1));
}

#[test]
fn one_peer_that_asks_too_much_is_answered_4_29_and_others_are_served() {
    let mut server = server(|limits| limits.requests_per_peer = 2);
    for id in 0..3 {
        server.take(peer(1), &request(Code::POST, id, b""));
    }
    assert_eq!(server.code(), Code::TOO_MANY_REQUESTS);

    server.take(peer(2), &request(Code::POST, 0, b""));

    assert_eq!(server.requests().len(), 3);
}

// rfc: M-7252-11.3-02
#[test]
fn answers_to_a_group_wait_in_a_bounded_number() {
    let mut server = Lone::new(|config| config.limits.group_answers = 3);
    discover(&mut server, 0..10);

    assert_eq!(server.endpoint.counters().refused, 7);
    server.pass(Duration::from_secs(5));
    assert_eq!(server.sent().len(), 3);
    discover(&mut server, 10..11);
    server.pass(Duration::from_secs(5));
    assert_eq!(server.sent().len(), 1, "those that went out make room");
}

#[test]
fn a_request_that_was_answered_makes_room_for_the_next() {
    let mut server = server(|limits| limits.requests_per_peer = 1);

    for id in 0..50 {
        server.take(peer(1), &request(Code::POST, id, b""));
        server.answer_all();
        assert_eq!(server.code(), Code::CONTENT);
    }
}

// rfc: M-7252-4.5-04, M-7252-4.5-05
#[test]
fn replies_to_safe_requests_are_forgotten_before_those_to_unsafe_ones() {
    let mut server = server(|limits| limits.duplicate_bytes = 2_000);
    server.take(peer(1), &request(Code::POST, 1, b"p"));
    server.answer_all();
    for id in 0..100 {
        server.take(peer(2), &request(Code::GET, id, b"g"));
        server.answer_all();
    }
    server.sent();

    server.take(peer(1), &request(Code::POST, 1, b"p"));
    server.take(peer(2), &request(Code::GET, 0, b"g"));

    assert_eq!(server.requests().len(), 1, "only the GET is carried out again");
    assert_eq!(server.code(), Code::CONTENT, "the POST is answered from memory");
    let counters = server.endpoint.counters();
    assert!(counters.duplicate_bytes <= 2_000 && counters.duplicates_forgotten > 0);
}

// rfc: M-7252-4.5-05
#[test]
fn unsafe_requests_are_refused_rather_than_a_promise_broken() {
    let mut server = server(|limits| limits.duplicate_bytes = 2_000);
    let mut refused = 0;
    for id in 0..50 {
        server.take(peer(1), &request(Code::POST, id, b""));
        server.answer_all();
        refused += usize::from(server.code() == Code::SERVICE_UNAVAILABLE);
    }
    assert!(refused > 20, "{refused} of 50 were refused");

    server.take(peer(1), &request(Code::POST, 0, b""));
    assert_eq!(server.code(), Code::CONTENT, "the first is still answered from memory");
    assert!(server.requests().is_empty());

    server.now = START + Duration::from_secs(300);
    server.endpoint.handle_timeout(server.now);
    server.take(peer(1), &request(Code::POST, 100, b""));
    assert_eq!(server.requests().len(), 1, "when lifetimes are over there is room again");
}

// rfc: M-7252-5.10.9-01
#[test]
fn a_body_that_is_announced_too_large_is_refused_at_its_first_block() {
    let mut server = server(|limits| limits.body = 5_000);

    server.take(peer(1), &block(1, 0, true, Some(5_001)));

    let sent = server.sent();
    assert_eq!(sent[0].code, Code::REQUEST_ENTITY_TOO_LARGE);
    assert_eq!(sent[0].options.as_options().uint(OptionNumber::SIZE1), Some(5_000));
    assert_eq!(server.endpoint.counters().body_bytes, 0);
}

#[test]
fn a_body_that_grows_too_large_is_refused_and_forgotten() {
    let mut server = server(|limits| limits.body = 5_000);
    let mut codes = Vec::new();

    for number in 0..5_u16 {
        server.take(peer(1), &block(number, u32::from(number), true, None));
        codes.push(server.code());
    }

    assert_eq!(codes[..4], [Code::CONTINUE; 4]);
    assert_eq!(codes[4], Code::REQUEST_ENTITY_TOO_LARGE);
    assert_eq!(server.endpoint.counters().body_bytes, 0);
}

// rfc: M-7959-7.1-01
#[test]
fn one_peer_cannot_hold_more_than_its_share() {
    let mut server = server(|limits| {
        limits.bodies_per_peer = 3_000;
        limits.bodies = 10_000;
    });
    for number in 0..3_u16 {
        server.take(peer(1), &block(number, u32::from(number), true, None));
    }
    assert_eq!(server.sent().last().unwrap().code, Code::REQUEST_ENTITY_TOO_LARGE);

    server.take(peer(2), &block(1, 0, true, None));

    assert_eq!(server.code(), Code::CONTINUE);
}

// rfc: M-7959-7.1-01
#[test]
fn a_flood_of_beginnings_does_not_lock_out_an_upload_that_goes_on() {
    let mut server = server(|limits| limits.bodies = 60_000);
    server.take(peer(1), &block(0, 0, true, None));

    for number in 1..=10_u16 {
        for stranger in 0..20 {
            server.now += Duration::from_millis(1);
            server.take(peer(1_000 * u32::from(number) + stranger), &block(0, 0, true, None));
        }
        server.sent();
        server.take(peer(1), &block(number, u32::from(number), number < 10, None));
        if number < 10 {
            assert_eq!(server.code(), Code::CONTINUE, "block {number}");
        }
    }

    assert_eq!(server.requests().len(), 1, "the upload is whole");
    assert!(server.endpoint.counters().body_bytes <= 60_000);
}

// rfc: M-7959-7.1-01
#[test]
fn a_body_that_stands_still_is_forgotten() {
    let mut server = server(|_| {});
    server.take(peer(1), &block(0, 0, true, None));
    assert!(server.endpoint.counters().body_bytes > 0);

    server.now = START + Duration::from_secs(248);
    server.endpoint.handle_timeout(server.now);

    assert_eq!(server.endpoint.counters().body_bytes, 0);
    assert_eq!(server.endpoint.counters().bodies_dropped, 1);
    server.sent();
    server.take(peer(1), &block(5, 1, false, None));
    assert_eq!(server.code(), Code::REQUEST_ENTITY_INCOMPLETE);
}

// rfc: M-7641-2-02
#[test]
fn observers_beyond_the_limits_get_a_plain_answer() {
    let mut server = server(|limits| {
        limits.observers = 3;
        limits.observers_per_peer = 2;
    });
    let mut accepted = Vec::new();
    for (number, token) in [(1, b"a"), (1, b"b"), (1, b"c"), (2, b"a"), (3, b"a")] {
        server.take(peer(number), &registration(u16::from(token[0]), token));
        let id = server.requests()[0];
        let state = Response::new(Code::CONTENT);
        server.endpoint.respond_registering(server.now, id, state, ResourceId(1)).unwrap();
        let sent = server.sent();
        assert_eq!(sent[0].code, Code::CONTENT);
        accepted.push(sent[0].options.as_options().uint(OptionNumber::OBSERVE).is_some());
    }

    assert_eq!(accepted, [true, true, false, true, false]);
    assert_eq!(server.endpoint.observers(ResourceId(1)), 3);
}

#[test]
fn a_thousand_observers_are_told_of_one_change_at_once() {
    let mut server = server(|_| {});
    for number in 0..1_000 {
        server.take(peer(number), &registration(1, &number.to_be_bytes()));
        let id = server.requests()[0];
        let state = Response::new(Code::CONTENT);
        server.endpoint.respond_registering(server.now, id, state, ResourceId(1)).unwrap();
    }
    server.sent();

    let state = Response::new(Code::CONTENT).with_payload("on");
    let told = server.endpoint.notify(server.now, ResourceId(1), state.clone());
    let sent = server.sent();
    server.endpoint.notify(server.now, ResourceId(1), state);

    let mut to: Vec<_> = sent.iter().map(|sent| sent.to).collect();
    to.sort_unstable();
    to.dedup();
    assert_eq!((told, to.len()), (1_000, 1_000));
    assert!(sent.iter().all(|sent| sent.kind == CON));
    assert!(server.sent().is_empty(), "nothing queues behind an unacknowledged notification");
}

#[test]
fn exchanges_and_bodies_of_our_own_have_limits_with_numbers() {
    let mut config = Config::default();
    config.limits.exchanges = 2;
    config.limits.body = 100;
    let mut client = Endpoint::new(config, [4; 32]);
    let mut large = Request::new(Code::PUT);
    large.payload = vec![0; 101].into();

    let refused = client.request(START, peer(1), large);
    assert_eq!(refused, Err(RequestError::TooLarge { len: 101, max: 100 }));
    let first = client.request(START, peer(1), Request::new(Code::GET)).unwrap();
    client.request(START, peer(2), Request::new(Code::GET)).unwrap();
    let third = client.request(START, peer(3), Request::new(Code::GET));
    assert_eq!(third, Err(RequestError::TooManyExchanges { limit: 2 }));

    client.cancel(START, first);
    assert!(client.request(START, peer(3), Request::new(Code::GET)).is_ok());
}

#[test]
fn a_response_that_is_too_large_leaves_the_request_waiting() {
    let mut server = server(|limits| limits.body = 100);
    server.take(peer(1), &request(Code::GET, 1, b""));
    let id = server.requests()[0];

    let large = Response::new(Code::CONTENT).with_payload(vec![0; 101]);
    let refused = server.endpoint.respond(server.now, id, large);

    assert_eq!(refused, Err(RespondError::TooLarge { len: 101, max: 100 }));
    server.endpoint.respond(server.now, id, Response::new(Code::CONTENT)).unwrap();
    assert_eq!(server.code(), Code::CONTENT);
}

#[test]
fn reports_of_problems_do_not_pile_up() {
    let mut server = server(|limits| limits.problems = 3);

    for id in 0..10 {
        server.take(peer(1), &[0x40, 0, 0, id, 0xFF]);
    }

    let events = std::iter::from_fn(|| server.endpoint.poll_event()).count();
    assert_eq!((events, server.endpoint.counters().problems_dropped), (3, 7));
}

#[test]
fn a_flood_from_strangers_leaves_no_more_peers_than_the_limit() {
    let mut server = server(|limits| limits.peers = 100);

    for number in 0..5_000 {
        server.take(peer(number), &request(Code::GET, 1, b""));
        server.answer_all();
        server.sent();
    }

    assert!(server.endpoint.counters().peers <= 100, "{}", server.endpoint.counters().peers);
    server.take(peer(9_999), &request(Code::GET, 2, b""));
    server.answer_all();
    assert_eq!(server.code(), Code::CONTENT);
}

#[test]
fn the_defaults_hold_less_than_64_mib_together() {
    let limits = Limits::default();

    let tables = limits.peers * 350 + limits.observers * 500 + limits.group_answers * 1_100;
    assert!(limits.duplicate_bytes + limits.bodies + tables < 64 << 20);
    assert!(limits.bodies_per_peer <= limits.bodies / 2, "no peer takes all");
}

fn server(set: impl FnOnce(&mut Limits)) -> Lone {
    Lone::new(|config| set(&mut config.limits))
}

/// Has clients ask a group what there is, and the server answer them.
fn discover(server: &mut Lone, clients: Range<u32>) {
    let mut options = OptionsBuf::new();
    options.push_str(OptionNumber::URI_PATH, ".well-known").unwrap();
    options.push_str(OptionNumber::URI_PATH, "core").unwrap();
    let request = datagram((MessageType::NonConfirmable, Code::GET, 1), b"t", &options, b"");
    for number in clients {
        server.take_from_group(peer(number), &request);
    }
    server.answer_all();
}

fn request(code: Code, id: u16, token: &[u8]) -> Vec<u8> {
    datagram((CON, code, id), token, &OptionsBuf::new(), b"")
}

fn block(id: u16, number: u32, more: bool, size1: Option<u32>) -> Vec<u8> {
    let mut options = OptionsBuf::new();
    options.push_str(OptionNumber::URI_PATH, "up").unwrap();
    options.push_block(OptionNumber::BLOCK1, Block::new(number, more, 6).unwrap());
    if let Some(size) = size1 {
        options.push_uint(OptionNumber::SIZE1, size);
    }
    datagram((CON, Code::PUT, id), b"", &options, &[7; 1024])
}

fn registration(id: u16, token: &[u8]) -> Vec<u8> {
    let mut options = OptionsBuf::new();
    options.push_uint(OptionNumber::OBSERVE, 0);
    datagram((CON, Code::GET, id), token, &options, b"")
}
