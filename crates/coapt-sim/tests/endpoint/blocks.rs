//! Bodies in blocks (RFC 7959) beyond the recorded sequences.

#![expect(
    clippy::wildcard_enum_match_arm,
    reason = "a test file: whatever does not fit shall end the test"
)]

use std::time::Duration;

use bytes::Bytes;
use coapt_proto::{Config, Event, Request, Response, Streamed};
use coapt_sim::{HostId, Link, Lone, World, datagram, peer};
use coapt_wire::{Block, Code, MessageType, OptionNumber, OptionsBuf};

const CON: MessageType = MessageType::Confirmable;

/// Sends a body to a server that answers it backwards, in blocks of at most these exponents.
fn backwards(client_exponent: u8, server_exponent: u8, asked: Option<u8>, body: &[u8]) -> Bytes {
    let mut world = World::new(1, Link::perfect());
    let config = |exponent| {
        let mut config = Config::default();
        config.blocks.size_exponent = exponent;
        config
    };
    let client = world.host(config(client_exponent));
    let server = world.host(config(server_exponent));
    let mut request = Request::new(Code::POST);
    request.payload = body.to_vec().into();
    request.block_size_exponent = asked;
    let (now, to) = (world.now(), world.peer(server));
    world.endpoint(client).request(now, to, request).unwrap();

    let mut answer = None;
    world.run(Duration::from_secs(600), |world, host, event| match event {
        Event::Request { id, request } => respond(world, host, id, &request.payload),
        Event::Response { response, .. } => answer = Some(response.payload),
        other => panic!("{other:?}"),
    });
    for host in [client, server] {
        assert_eq!(world.endpoint(host).counters().body_bytes, 0, "nothing is left");
    }
    answer.unwrap()
}

fn respond(world: &mut World, host: HostId, id: coapt_proto::RequestId, body: &[u8]) {
    let now = world.now();
    let body: Vec<u8> = body.iter().rev().copied().collect();
    let response = Response::new(Code::CHANGED).with_payload(body);
    world.endpoint(host).respond(now, id, response).unwrap();
}

fn body(length: usize) -> Vec<u8> {
    (0..length).map(|place| u8::try_from(place % 251).unwrap()).collect()
}

fn reversed(body: &[u8]) -> Vec<u8> {
    body.iter().rev().copied().collect()
}

#[test]
fn every_pair_of_block_sizes_carries_bodies_both_ways() {
    let body = body(3_000);
    for client in 0..=6 {
        for server in 0..=6 {
            assert_eq!(
                backwards(client, server, None, &body),
                reversed(&body),
                "{client} {server}"
            );
        }
    }
}

#[test]
fn a_size_that_is_asked_for_is_used_from_the_start() {
    let body = body(2_000);
    for asked in 0..=6 {
        assert_eq!(backwards(6, 6, Some(asked), &body), reversed(&body), "{asked}");
    }
}

#[test]
fn bodies_of_any_length_around_the_block_size_arrive() {
    for length in [0, 1, 15, 16, 17, 31, 32, 33, 63, 64, 65, 1023, 1024, 1025, 2047, 2048, 2049] {
        let body = body(length);
        assert_eq!(backwards(0, 0, None, &body), reversed(&body), "{length} bytes of 16");
        assert_eq!(backwards(6, 6, None, &body), reversed(&body), "{length} bytes of 1024");
    }
}

/// A GET for one block.
fn get_block(id: u16, block: Block) -> Vec<u8> {
    let mut options = OptionsBuf::new();
    options.push_block(OptionNumber::BLOCK2, block);
    datagram((CON, Code::GET, id), b"", &options, b"")
}

// rfc: M-7959-2.3-01
#[test]
fn any_block_can_be_asked_for_at_any_time() {
    let body = body(5_000);
    for (id, (number, exponent)) in (1..).zip([(3, 6), (0, 6), (312, 0), (17, 4), (1, 6), (4, 6)]) {
        let mut server = Lone::new(|_| {});
        server.take(peer(1), &get_block(id, Block::new(number, false, exponent).unwrap()));
        let request = server.requests()[0];
        let response = Response::new(Code::CONTENT).with_payload(body.clone());
        server.endpoint.respond(server.now, request, response).unwrap();

        let sent = server.only();
        let block = sent.options.as_options().block(OptionNumber::BLOCK2).unwrap();
        let offset = usize::try_from(number).unwrap() << (exponent + 4);
        let end = (offset + (1 << (exponent + 4))).min(body.len());
        assert_eq!(sent.payload, body[offset..end]);
        assert_eq!((block.number, block.more), (number, end < body.len()));
    }
}

#[test]
fn a_block_behind_the_end_is_a_bad_request() {
    let mut server = Lone::new(|_| {});
    server.take(peer(1), &get_block(1, Block::new(9, false, 6).unwrap()));
    let request = server.requests()[0];
    let response = Response::new(Code::CONTENT).with_payload(body(5_000));
    server.endpoint.respond(server.now, request, response).unwrap();

    assert_eq!(server.code(), Code::BAD_REQUEST);
}

#[test]
fn an_error_whose_text_takes_many_blocks_arrives_whole() {
    let mut world = World::new(1, Link::perfect());
    let client = world.host(Config::default());
    let server = world.host(Config::default());
    let (now, to) = (world.now(), world.peer(server));
    world.endpoint(client).request(now, to, Request::new(Code::GET)).unwrap();

    let mut answer = None;
    world.run(Duration::from_secs(600), |world, host, event| match event {
        Event::Request { id, .. } => {
            let response = Response::new(Code::BAD_REQUEST).with_payload(body(3_000));
            let now = world.now();
            world.endpoint(host).respond(now, id, response).unwrap();
        }
        Event::Response { response, .. } => answer = Some(response),
        other => panic!("{other:?}"),
    });

    let answer = answer.unwrap();
    assert_eq!(answer.code, Code::BAD_REQUEST);
    assert_eq!(answer.payload, body(3_000));
}

// rfc: M-7959-2.4-03, M-9175-3.8-01
#[test]
fn all_blocks_of_a_body_have_one_etag_and_the_first_its_size() {
    let mut server = Lone::new(|_| {});
    let mut etags = Vec::new();
    for number in 0..3_u16 {
        let wanted = Block::new(u32::from(number), false, 6).unwrap();
        server.take(peer(1), &get_block(number, wanted));
        for request in server.requests() {
            let response = Response::new(Code::CONTENT).with_payload(body(2_500));
            server.endpoint.respond(server.now, request, response).unwrap();
        }
        let sent = server.only();
        let options = sent.options.as_options();
        etags.push(options.first(OptionNumber::ETAG).unwrap().value.to_vec());
        let size = options.uint(OptionNumber::SIZE2);
        assert_eq!(size, (number == 0).then_some(2_500));
    }

    assert!(etags.windows(2).all(|two| two[0] == two[1]));
}

#[test]
fn further_blocks_come_from_the_body_of_the_first_and_the_handler_runs_once() {
    let mut server = Lone::new(|_| {});
    server.take(peer(1), &get_block(0, Block::new(0, false, 6).unwrap()));
    let request = server.requests()[0];
    let response = Response::new(Code::CONTENT).with_payload(body(2_500));
    server.endpoint.respond(server.now, request, response).unwrap();
    server.sent();

    for number in 1..3_u16 {
        server.take(peer(1), &get_block(number, Block::new(u32::from(number), false, 6).unwrap()));
        assert!(server.requests().is_empty());
        let from = usize::from(number) * 1024;
        assert_eq!(server.only().payload, body(2_500)[from..(from + 1024).min(2_500)]);
    }
    assert_eq!(server.endpoint.counters().body_bytes, 0, "it was fetched to its end");
}

#[test]
fn uploads_with_different_request_tags_do_not_mix() {
    let mut server = Lone::new(|_| {});
    let put = |id: u16, tag: &[u8], number: u32, more: bool, byte: u8| {
        let mut options = OptionsBuf::new();
        options.push_block(OptionNumber::BLOCK1, Block::new(number, more, 0).unwrap());
        options.push(OptionNumber::new(292), tag).unwrap();
        datagram((CON, Code::PUT, id), b"", &options, &[byte; 16])
    };

    for (id, (tag, number, byte)) in
        (1..).zip([(b"a", 0, 1), (b"b", 0, 2), (b"a", 1, 1), (b"b", 1, 2)])
    {
        server.take(peer(1), &put(id, tag, number, number == 0, byte));
    }

    let bodies: Vec<_> = server
        .events()
        .into_iter()
        .map(|event| match event {
            Event::Request { request, .. } => request.payload,
            other => panic!("{other:?}"),
        })
        .collect();
    assert_eq!(bodies, [vec![1; 32], vec![2; 32]]);
}

#[test]
fn a_block_that_says_more_and_is_not_full_is_a_bad_request() {
    let mut server = Lone::new(|_| {});
    let mut options = OptionsBuf::new();
    options.push_block(OptionNumber::BLOCK1, Block::new(0, true, 6).unwrap());

    server.take(peer(1), &datagram((CON, Code::PUT, 1), b"", &options, &[0; 1000]));

    assert_eq!(server.code(), Code::BAD_REQUEST);
    assert_eq!(server.endpoint.counters().body_bytes, 0);
}

#[test]
fn a_streamed_body_is_handed_over_block_by_block() {
    let mut server = Lone::new(|config| {
        config.streamed = Streamed::by(|method, _| method == Code::PUT);
    });
    let put = |id: u16, block: Block, payload: &[u8]| {
        let mut options = OptionsBuf::new();
        options.set_block(OptionNumber::BLOCK1, block);
        datagram((CON, Code::PUT, id), b"t", &options, payload)
    };
    let mut echoed = Vec::new();

    for (id, number, more, payload) in
        [(1, 0, true, &[1; 16][..]), (2, 1, true, &[2; 16]), (3, 2, false, &[3])]
    {
        server.take(peer(1), &put(id, Block::new(number, more, 0).unwrap(), payload));
        let events = server.events();
        let [Event::Request { id, request }] = events.as_slice() else { panic!("{events:?}") };
        assert_eq!(request.payload, payload);
        assert_eq!(
            request.options.as_options().block(OptionNumber::BLOCK1).unwrap().number,
            number
        );
        let code = if more { Code::CONTINUE } else { Code::CHANGED };
        server.endpoint.respond(server.now, *id, Response::new(code)).unwrap();
        let sent = server.only();
        let block = sent.options.as_options().block(OptionNumber::BLOCK1).unwrap();
        echoed.push((sent.code, block.to_string()));
    }

    let expected =
        [(Code::CONTINUE, "0/1/16"), (Code::CONTINUE, "1/1/16"), (Code::CHANGED, "2/0/16")];
    assert_eq!(echoed, expected.map(|(code, block)| (code, block.to_owned())));
    assert_eq!(server.endpoint.counters().body_bytes, 0);
    server.take(peer(1), &put(4, Block::new(0, true, 0).unwrap(), &[1; 15]));
    assert_eq!(server.code(), Code::BAD_REQUEST, "not a full block");
}
