//! Rules of the extensions, RFC 7641, 7959, 7967, 8132 and 9175, one by one, each named in the ledger.

use std::collections::BTreeSet;
use std::time::Duration;

use coapt_proto::{
    Config, Event, Failure, Instant, Order, Reliability, Request, ResourceId, Response, Streamed,
};
use coapt_sim::{Endpoint, Lone, Sent, datagram, peer};
use coapt_wire::{Block, Code, MessageType, OptionNumber, OptionsBuf};

const CON: MessageType = MessageType::Confirmable;
const NON: MessageType = MessageType::NonConfirmable;
const ACK: MessageType = MessageType::Acknowledgement;
const LAMP: ResourceId = ResourceId(7);

fn lone() -> Lone {
    Lone::new(|_| {})
}

fn block(number: u32, more: bool, exponent: u8) -> Block {
    Block::new(number, more, exponent).unwrap()
}

fn with_block(option: OptionNumber, block: Block) -> OptionsBuf {
    let mut options = OptionsBuf::new();
    options.set_block(option, block);
    options
}

fn with_uint(option: OptionNumber, value: u32) -> OptionsBuf {
    let mut options = OptionsBuf::new();
    options.set_uint(option, value);
    options
}

fn observe_of(sent: &Sent) -> Option<u32> {
    sent.options.as_options().uint(OptionNumber::OBSERVE)
}

fn count(sent: &Sent, option: OptionNumber) -> usize {
    sent.options.as_options().iter().filter(|each| each.number == option).count()
}

/// Answers a message of the client under its own id.
fn answer(client: &mut Lone, asked: &Sent, code: Code, options: &OptionsBuf, payload: &[u8]) {
    client.take(peer(1), &datagram((ACK, code, asked.id), &asked.token, options, payload));
}

/// Begins an observation and takes its first state, of this sequence number.
fn observing(client: &mut Lone, sequence: u32) -> Sent {
    client.endpoint.observe(client.now, peer(1), Request::new(Code::GET)).unwrap();
    let asked = client.only();
    answer(client, &asked, Code::CONTENT, &with_uint(OptionNumber::OBSERVE, sequence), b"0");
    client.events();
    asked
}

/// Puts a client on the list.
fn register(server: &mut Lone, options: &OptionsBuf) -> Sent {
    server.take(peer(1), &datagram((CON, Code::GET, 1), b"t", options, b""));
    let id = server.requests()[0];
    let state = Response::new(Code::CONTENT).with_payload("0");
    server.endpoint.respond_registering(server.now, id, state, LAMP).unwrap();
    server.only()
}

// rfc: M-7641-2-01, M-7641-3.1-01, M-7641-3.6-02
#[test]
fn observe_0_registers_and_1_leaves_with_one_token_and_the_same_options() {
    for code in [Code::GET, Code::FETCH] {
        let mut client = lone();
        let mut request = Request::new(code);
        request.options.push_str(OptionNumber::URI_PATH, "lamp").unwrap();
        request.options.push_uint(OptionNumber::ACCEPT, 50);
        request.payload = "q".into();
        let state = with_uint(OptionNumber::OBSERVE, 5);

        let id = client.endpoint.observe(client.now, peer(1), request.clone()).unwrap();
        let first = client.only();
        answer(&mut client, &first, Code::CONTENT, &state, b"on");
        client.endpoint.observe(client.now, peer(1), request.clone()).unwrap();
        let other = client.only();
        answer(&mut client, &other, Code::CONTENT, &state, b"on");
        client.endpoint.refresh(client.now, id, request.clone()).unwrap();
        let again = client.only();
        answer(&mut client, &again, Code::CONTENT, &state, b"on");
        client.endpoint.deregister(client.now, id).unwrap();
        let last = client.only();

        let values = [&first, &other, &again, &last].map(observe_of);
        assert_eq!(values, [Some(0), Some(0), Some(0), Some(1)]);
        assert_ne!(first.token, other.token, "each observation has a token of its own");
        assert_eq!([&again.token, &last.token], [&first.token; 2]);
        for sent in [&first, &again, &last] {
            let mut options = sent.options.clone();
            options.remove(OptionNumber::OBSERVE);
            assert_eq!((&options, &sent.payload[..]), (&request.options, &b"q"[..]));
        }
    }
}

// rfc: M-7641-3.3.1-01
#[test]
fn a_fresh_state_is_not_asked_for_again_and_an_old_one_after_a_random_while() {
    let mut moments = BTreeSet::new();
    for seed in 0..50 {
        let endpoint = Endpoint::new(Config::default(), [seed; 32]);
        let mut client = Lone { endpoint, now: Instant::ORIGIN };
        let registered = observing(&mut client, 5);

        client.pass(Duration::from_millis(64_999));
        assert!(client.sent().is_empty(), "60 s of Max-Age and 5 s more");
        let due = client.endpoint.next_deadline().unwrap();
        client.pass(Duration::from_millis(10_002));
        let again = client.sent();
        assert_eq!((&again[0].token, observe_of(&again[0])), (&registered.token, Some(0)));
        moments.insert(due);
    }
    assert!(moments.len() > 40, "{} moments of 50", moments.len());
}

// rfc: M-7641-3.3.2-01
#[test]
fn an_observer_that_names_its_state_is_told_2_03() {
    let mut request = Request::new(Code::GET);
    request.options.push(OptionNumber::ETAG, b"e").unwrap();
    let (mut client, mut server) = (lone(), lone());
    client.endpoint.observe(client.now, peer(2), request).unwrap();
    let asked = client.only();
    assert_eq!(count(&asked, OptionNumber::ETAG), 1);

    server.take(peer(1), &asked.datagram);
    let id = server.requests()[0];
    let mut valid = Response::new(Code::VALID);
    valid.options.push(OptionNumber::ETAG, b"e").unwrap();
    server.endpoint.respond_registering(server.now, id, valid.clone(), LAMP).unwrap();
    server.endpoint.notify(server.now, LAMP, valid);

    let sent = server.sent();
    assert_eq!(sent.len(), 2);
    for told in sent {
        assert!(told.code == Code::VALID && observe_of(&told).is_some());
        client.take(peer(2), &told.datagram);
        let events = client.events();
        let [Event::Notification { response, order: Order::Latest, last: false, .. }] = &events[..]
        else {
            panic!("{events:?}")
        };
        assert_eq!(response.code, Code::VALID);
    }
}

// rfc: M-7641-3.5-01
#[test]
fn a_confirmable_notification_is_acknowledged_also_if_it_is_old_or_repeated() {
    let mut client = lone();
    let registered = observing(&mut client, 10);

    for (id, sequence) in [(1, 11), (1, 11), (2, 9), (2, 9)] {
        let options = with_uint(OptionNumber::OBSERVE, sequence);
        client
            .take(peer(1), &datagram((CON, Code::CONTENT, id), &registered.token, &options, b"1"));

        let sent = client.only();
        assert_eq!((sent.kind, sent.code, sent.id, sent.datagram.len()), (ACK, Code::EMPTY, id, 4));
    }
}

// rfc: M-7641-4.5.1-01
#[test]
fn non_confirmable_notifications_keep_to_one_in_three_seconds_on_average() {
    let mut server = lone();
    register(&mut server, &with_uint(OptionNumber::OBSERVE, 0));
    let mut told = Vec::new();

    for state in 0..3_000_u16 {
        let mut response = Response::new(Code::CONTENT).with_payload(state.to_string());
        response.reliability = Some(Reliability::NonConfirmable);
        server.endpoint.notify(server.now, LAMP, response);
        server.pass(Duration::from_millis(100));
        told.extend(server.sent());
    }

    assert!((90..=117).contains(&told.len()), "{} in 300 s, 16 of them at once", told.len());
    server.pass(Duration::from_secs(3));
    told.extend(server.sent());
    assert!(told.iter().all(|told| told.kind == NON));
    assert_eq!(told.last().unwrap().payload, b"2999", "the last state is told in the end");
}

// rfc: M-7959-2.1-01
#[test]
fn a_block_option_that_stands_twice_or_is_too_long_is_refused() {
    for number in [OptionNumber::BLOCK1, OptionNumber::BLOCK2] {
        let mut twice = OptionsBuf::new();
        twice.push_block(number, block(0, false, 0));
        twice.push_block(number, block(1, false, 0));
        let mut long = OptionsBuf::new();
        long.push(number, &[0; 4]).unwrap();

        for options in [twice, long] {
            let mut server = lone();
            server.take(peer(1), &datagram((CON, Code::PUT, 1), b"t", &options, b"x"));
            assert_eq!(server.code(), Code::BAD_OPTION);
            assert!(server.requests().is_empty());

            let mut client = lone();
            client.endpoint.request(client.now, peer(1), Request::new(Code::GET)).unwrap();
            let asked = client.only();
            answer(&mut client, &asked, Code::CONTENT, &options, b"x");
            let events = client.events();
            let [Event::Failed { cause: Failure::CriticalOption(refused), .. }] = events[..] else {
                panic!("{events:?}")
            };
            assert_eq!(refused, number);
        }
    }
}

// rfc: M-7959-2.4-01
#[test]
fn a_server_uses_the_block_size_that_was_asked_for_or_a_smaller_one() {
    for own in 0..=6 {
        for asked in 0..=6 {
            let mut server = Lone::new(|config| config.blocks.size_exponent = own);
            let options = with_block(OptionNumber::BLOCK2, block(0, false, asked));
            server.take(peer(1), &datagram((CON, Code::GET, 1), b"t", &options, b""));
            let id = server.requests()[0];
            let response = Response::new(Code::CONTENT).with_payload(vec![0; 2_000]);
            server.endpoint.respond(server.now, id, response).unwrap();

            let sent = server.only();
            let used = sent.options.as_options().block(OptionNumber::BLOCK2).unwrap();
            assert_eq!((used, sent.payload.len()), (block(0, true, own.min(asked)), used.size()));
        }
    }
}

// rfc: M-7959-2.5-05, M-7959-2.10-01, M-7959-4-02
#[test]
fn an_upload_begins_at_block_0_and_says_its_size_and_condition_once() {
    let mut client = Lone::new(|config| config.blocks.size_exponent = 0);
    let mut request = Request::new(Code::PUT);
    request.options.push(OptionNumber::IF_NONE_MATCH, b"").unwrap();
    request.options.push_uint(OptionNumber::SIZE1, 1);
    request.payload = vec![1; 40].into();
    client.endpoint.request(client.now, peer(1), request).unwrap();

    for number in 0..3 {
        let sent = client.only();
        let named = sent.options.as_options().block(OptionNumber::BLOCK1).unwrap();
        assert_eq!(named, block(number, number < 2, 0));
        assert_eq!(count(&sent, OptionNumber::IF_NONE_MATCH), usize::from(number == 0));
        assert!(count(&sent, OptionNumber::SIZE1) <= 1);
        if number == 0 {
            assert_eq!(sent.options.as_options().uint(OptionNumber::SIZE1), Some(40));
        }
        let code = if named.more { Code::CONTINUE } else { Code::CREATED };
        let options = with_block(OptionNumber::BLOCK1, named);
        answer(&mut client, &sent, code, &options, b"");
    }
    assert!(matches!(client.events()[..], [Event::Response { .. }]));
}

// rfc: M-7959-2.4-05
#[test]
fn the_next_block_is_asked_for_at_once() {
    let mut client = lone();
    client.endpoint.request(client.now, peer(1), Request::new(Code::GET)).unwrap();

    for number in 0..10 {
        let asked = client.only();
        let options = with_block(OptionNumber::BLOCK2, block(number, number < 9, 0));
        answer(&mut client, &asked, Code::CONTENT, &options, &[1; 16]);
    }

    let events = client.events();
    assert!(
        matches!(&events[..], [Event::Response { response, .. }] if response.payload.len() == 160)
    );
}

// rfc: M-7959-2.5-07
#[test]
fn a_block_that_comes_again_is_taken_once_and_answered_as_before() {
    let mut server = lone();
    let mut put = |id: u16, number: u32| {
        let options = with_block(OptionNumber::BLOCK1, block(number, number < 2, 0));
        let byte = u8::try_from(number).unwrap();
        server.take(peer(1), &datagram((CON, Code::PUT, id), b"t", &options, &[byte; 16]));
        server.sent().first().map(|sent| (sent.code, sent.options.clone()))
    };

    put(1, 0);
    let first = put(2, 1).unwrap();
    let second = put(3, 1).unwrap();
    assert_eq!((first.0, &first), (Code::CONTINUE, &second));
    assert_eq!(put(4, 2), None, "it is the application's to answer");

    let events = server.events();
    let [Event::Request { request, .. }] = &events[..] else { panic!("{events:?}") };
    assert_eq!(request.payload, [[0; 16], [1; 16], [2; 16]].concat());
}

// rfc: M-7959-2.3-05
#[test]
fn an_answer_that_asks_for_more_blocks_has_none_of_its_own() {
    for is_streamed in [false, true] {
        check_answer_that_asks_for_more(is_streamed);
    }
}

fn check_answer_that_asks_for_more(is_streamed: bool) {
    let mut server = Lone::new(|config| config.streamed = Streamed::by(move |_, _| is_streamed));
    let mut options = with_block(OptionNumber::BLOCK1, block(0, true, 0));
    options.set_block(OptionNumber::BLOCK2, block(0, false, 0));
    server.take(peer(1), &datagram((CON, Code::POST, 1), b"t", &options, &[1; 16]));
    for id in server.requests() {
        server.endpoint.respond(server.now, id, Response::new(Code::CONTINUE)).unwrap();
    }

    let sent = server.only();
    assert_eq!(sent.code, Code::CONTINUE);
    let counts = [OptionNumber::BLOCK1, OptionNumber::BLOCK2].map(|number| count(&sent, number));
    assert_eq!(counts, [1, 0]);
}

#[test]
fn the_rest_of_a_large_first_state_carries_no_observe() {
    let mut server = lone();
    let observe = with_uint(OptionNumber::OBSERVE, 0);
    server.take(peer(1), &datagram((CON, Code::GET, 1), b"t", &observe, b""));
    let id = server.requests()[0];
    let state = Response::new(Code::CONTENT).with_payload(vec![b'0'; 1_500]);
    server.endpoint.respond_registering(server.now, id, state, LAMP).unwrap();
    assert!(observe_of(&server.only()).is_some());

    let rest = with_block(OptionNumber::BLOCK2, block(1, false, 6));
    server.take(peer(1), &datagram((CON, Code::GET, 2), b"u", &rest, b""));
    let sent = server.only();

    assert_eq!((sent.payload.len(), observe_of(&sent)), (1_500 - 1_024, None));
}

// rfc: M-7959-2.6-01
#[test]
fn a_large_notification_carries_block_0_and_an_entity_tag_and_plain_requests_get_the_rest() {
    let mut server = lone();
    register(&mut server, &with_uint(OptionNumber::OBSERVE, 0));
    let body: Vec<u8> = (0..1_500_u32).map(|place| place.to_be_bytes()[3]).collect();
    let state = Response::new(Code::CONTENT).with_payload(body.clone());
    server.endpoint.notify(server.now, LAMP, state);
    let told = server.only();

    assert!(observe_of(&told).is_some());
    let options = told.options.as_options();
    assert_eq!(options.block(OptionNumber::BLOCK2), Some(block(0, true, 6)));
    assert_eq!((&told.payload[..], &told.token[..]), (&body[..1_024], &b"t"[..]));
    let rest = with_block(OptionNumber::BLOCK2, block(1, false, 6));
    server.take(peer(1), &datagram((CON, Code::GET, 2), b"u", &rest, b""));
    let sent = server.only();
    assert_eq!((&sent.payload[..], observe_of(&sent)), (&body[1_024..], None));
    let tag =
        |sent: &Sent| sent.options.as_options().opaque(OptionNumber::ETAG).map(<[u8]>::to_vec);
    assert!(tag(&told).is_some() && tag(&told) == tag(&sent));
}

// rfc: M-7959-2.6-01, M-7959-2.6-02
#[test]
fn the_rest_of_a_notification_is_fetched_by_another_token_and_never_mixed() {
    let mut client = lone();
    let registered = observing(&mut client, 5);
    let piece = |number: u32, more: bool, tag: &[u8]| {
        let mut options = with_block(OptionNumber::BLOCK2, block(number, more, 0));
        options.push(OptionNumber::ETAG, tag).unwrap();
        options
    };
    let mut news = piece(0, true, b"a");
    news.set_uint(OptionNumber::OBSERVE, 6);
    let told = datagram((NON, Code::CONTENT, 1), &registered.token, &news, &[1; 16]);
    client.take(peer(1), &told);

    for (number, tag, wanted) in [(1, b"b", 1), (0, b"b", 0), (1, b"b", 1)] {
        let asked = client.only();
        assert_ne!(asked.token, registered.token);
        let options = asked.options.as_options();
        assert_eq!((observe_of(&asked), asked.code), (None, Code::GET));
        assert_eq!(options.block(OptionNumber::BLOCK2), Some(block(wanted, false, 0)));
        let byte = if number == 0 { 2 } else { 3 };
        answer(&mut client, &asked, Code::CONTENT, &piece(number, number == 0, tag), &[byte; 16]);
    }

    let events = client.events();
    let [Event::Notification { response, last: false, .. }] = &events[..] else {
        panic!("{events:?}")
    };
    assert_eq!(response.payload, [[2; 16], [3; 16]].concat());
}

// rfc: M-8132-3.4-01
#[test]
fn patches_are_refused_for_what_is_wrong_with_them() {
    for code in [Code::PATCH, Code::IPATCH] {
        let mut server = Lone::new(|config| config.limits.body = 100);
        let large = datagram((CON, code, 1), b"t", &OptionsBuf::new(), &[0; 101]);
        server.take(peer(1), &large);
        assert_eq!(server.code(), Code::REQUEST_ENTITY_TOO_LARGE);
        let late = with_block(OptionNumber::BLOCK1, block(1, true, 0));
        server.take(peer(2), &datagram((CON, code, 1), b"t", &late, &[0; 16]));
        assert_eq!(server.code(), Code::REQUEST_ENTITY_INCOMPLETE);
        for (id, refusal) in (10..).zip([
            Code::BAD_REQUEST,
            Code::CONFLICT,
            Code::PRECONDITION_FAILED,
            Code::UNSUPPORTED_CONTENT_FORMAT,
            Code::UNPROCESSABLE_ENTITY,
        ]) {
            server.take(peer(3), &datagram((CON, code, id), b"t", &OptionsBuf::new(), b"p"));
            let request = server.requests()[0];
            server.endpoint.respond(server.now, request, Response::new(refusal)).unwrap();
            assert_eq!(server.code(), refusal);
        }
    }
}

// rfc: M-7967-3-01
#[test]
fn registrations_and_blocks_are_answered_whatever_the_client_refused() {
    for bits in [2, 26] {
        let mut server = lone();
        let mut options = with_uint(OptionNumber::OBSERVE, 0);
        options.set_uint(OptionNumber::NO_RESPONSE, bits);
        let registered = register(&mut server, &options);
        assert_eq!(registered.code, Code::CONTENT);
        assert!(observe_of(&registered).is_some());

        for (number, more, code) in [(0, true, Code::CONTINUE), (1, false, Code::CONTENT)] {
            let mut options = with_block(OptionNumber::BLOCK1, block(number, more, 0));
            options.set_uint(OptionNumber::NO_RESPONSE, bits);
            let id = 10 + u16::try_from(number).unwrap();
            server.take(peer(1), &datagram((CON, Code::PUT, id), b"u", &options, &[1; 16]));
            server.answer_all();
            assert_eq!(server.code(), code);
        }
    }
}

// rfc: M-7967-2-01
#[test]
fn an_empty_or_unfitting_no_response_refuses_nothing() {
    for value in [&[][..], &[0], &[2, 2]] {
        let mut options = OptionsBuf::new();
        options.push(OptionNumber::NO_RESPONSE, value).unwrap();
        let mut server = lone();
        server.take(peer(1), &datagram((CON, Code::GET, 1), b"t", &options, b""));
        server.answer_all();
        assert_eq!(server.code(), Code::CONTENT, "{value:?}");
    }
}

// rfc: M-9175-2.2.1-01, M-9175-2.3-03
#[test]
fn an_echo_value_goes_back_as_it_came_and_to_nobody_else() {
    for length in [0, 1, 40, 41] {
        let value: Vec<u8> = (0..length).map(|place| 0xFF - place).collect();
        let mut options = OptionsBuf::new();
        options.push(OptionNumber::ECHO, &value).unwrap();
        let mut client = lone();
        client.endpoint.request(client.now, peer(1), Request::new(Code::GET)).unwrap();
        let asked = client.only();
        answer(&mut client, &asked, Code::UNAUTHORIZED, &options, b"");

        if (1..=40).contains(&length) {
            let again = client.only();
            assert_eq!(again.options.as_options().opaque(OptionNumber::ECHO), Some(&value[..]));
            client.endpoint.request(client.now, peer(2), Request::new(Code::GET)).unwrap();
            assert_eq!(count(&client.only(), OptionNumber::ECHO), 0);
        } else {
            assert!(client.sent().is_empty(), "{length} bytes are no Echo value");
            assert!(matches!(client.events()[..], [Event::Response { .. }]));
        }
    }
}

// rfc: M-9175-3.3-01, M-9175-3.4-01
#[test]
fn a_request_tag_without_blocks_changes_nothing_and_is_not_repeated_in_the_answer() {
    for tag in [&[][..], b"a", &[0xFF; 8]] {
        let mut options = OptionsBuf::new();
        options.push(OptionNumber::REQUEST_TAG, tag).unwrap();
        let mut server = lone();
        server.take(peer(1), &datagram((CON, Code::PUT, 1), b"t", &options, b"x"));
        server.answer_all();

        let sent = server.only();
        assert_eq!((sent.code, &sent.payload[..]), (Code::CONTENT, &b"x"[..]));
        assert_eq!(count(&sent, OptionNumber::REQUEST_TAG), 0);
    }
}
