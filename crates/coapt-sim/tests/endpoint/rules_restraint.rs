//! Rules about restraint: what is not sent, not waited for, or refused, each named in the ledger.

use std::collections::BTreeSet;
use std::time::Duration;

use coapt_proto::{
    Config, Delivery, Event, Failure, GroupRequests, Oversized, Problem, Recognized, Reliability,
    Request, RequestError, ResourceId, Response, Role,
};
use coapt_sim::{Lone, Sent, datagram, peer};
use coapt_wire::{Block, Code, MessageType, OptionNumber, OptionsBuf, Token};

const CON: MessageType = MessageType::Confirmable;
const NON: MessageType = MessageType::NonConfirmable;
const ACK: MessageType = MessageType::Acknowledgement;
const RST: MessageType = MessageType::Reset;
const EVERY_CLASS: u32 = 2 | 8 | 16;

fn lone() -> Lone {
    Lone::new(|_| {})
}

fn plain(kind: MessageType, code: Code, id: u16) -> Vec<u8> {
    datagram((kind, code, id), b"t", &OptionsBuf::new(), b"")
}

fn with_uint(option: OptionNumber, value: u32) -> OptionsBuf {
    let mut options = OptionsBuf::new();
    options.set_uint(option, value);
    options
}

fn with_strings(options: &[(OptionNumber, &str)]) -> OptionsBuf {
    let mut buffer = OptionsBuf::new();
    for (number, value) in options {
        buffer.push_str(*number, value).unwrap();
    }
    buffer
}

fn non_confirmable(code: Code) -> Request {
    let mut request = Request::new(code);
    request.reliability = Reliability::NonConfirmable;
    request
}

/// Registers an observer of a resource under a token.
fn register(server: &mut Lone, token: &[u8], id: u16, resource: ResourceId) -> Sent {
    let observe = with_uint(OptionNumber::OBSERVE, 0);
    server.take(peer(1), &datagram((CON, Code::GET, id), token, &observe, b""));
    let request = server.requests()[0];
    let state = Response::new(Code::CONTENT).with_payload("0");
    server.endpoint.respond_registering(server.now, request, state, resource).unwrap();
    server.only()
}

// rfc: M-7252-4.6-03
#[test]
fn a_request_that_does_not_fit_is_answered_4_13_where_its_head_can_be_read() {
    for (kind, reply) in [(CON, ACK), (NON, NON)] {
        let mut server = lone();
        let head = datagram((kind, Code::PUT, 9), b"token", &OptionsBuf::new(), &[0; 40]);
        server.endpoint.handle_truncated(server.now, peer(1), Delivery::Unicast, &head);

        let sent = server.only();
        assert_eq!((sent.kind, sent.code), (reply, Code::REQUEST_ENTITY_TOO_LARGE));
        assert_eq!(sent.token, b"token");
        assert!(kind == NON || sent.id == 9);
        let advice = sent.options.as_options().block(OptionNumber::BLOCK1);
        assert_eq!(advice, Block::new(0, false, 6), "the body is to come in blocks");
        let events = server.events();
        assert!(matches!(events[..], [Event::Problem { problem: Problem::Truncated, .. }]));
    }
}

// rfc: M-7252-4.6-03, M-7252-4.2-05
#[test]
fn what_does_not_fit_and_is_no_readable_request_is_rejected() {
    let response = plain(CON, Code::CONTENT, 9);
    let half_a_token = &datagram((CON, Code::PUT, 9), b"token", &OptionsBuf::new(), b"")[..6];
    for head in [&response[..], half_a_token] {
        let mut server = lone();
        server.endpoint.handle_truncated(server.now, peer(1), Delivery::Unicast, head);
        assert_eq!(server.only().kind, RST, "{head:02x?}");
    }
    let request = plain(CON, Code::PUT, 9);
    let rejecting: [fn(&mut Config); 2] =
        [|config| config.role = Role::Client, |config| config.oversized = Oversized::Reject];
    for set in rejecting {
        let mut endpoint = Lone::new(set);
        endpoint.endpoint.handle_truncated(endpoint.now, peer(1), Delivery::Unicast, &request);
        assert_eq!(endpoint.only().kind, RST);
    }
    let mut server = lone();
    server.endpoint.handle_truncated(server.now, peer(1), Delivery::Multicast, &request);
    server.endpoint.handle_truncated(server.now, peer(1), Delivery::Unicast, &[0x80, 1, 0, 1]);
    assert!(server.sent().is_empty(), "nothing to a group, nothing of another version");
}

// rfc: M-7252-4.7-03, M-7641-4.5.1-01
#[test]
fn a_silent_client_is_told_at_one_pace_whatever_it_observes() {
    let mut server = lone();
    for number in 0..50_u8 {
        register(&mut server, &[number], number.into(), ResourceId(number.into()));
    }
    let mut told = Vec::new();

    for state in 0..3_000_u32 {
        let mut response = Response::new(Code::CONTENT).with_payload(state.to_string());
        response.reliability = Some(Reliability::NonConfirmable);
        server.endpoint.notify(server.now, ResourceId(u64::from(state % 50)), response);
        server.pass(Duration::from_millis(100));
        told.extend(server.sent());
    }

    assert!((90..=117).contains(&told.len()), "{} in 300 s, 16 of them at once", told.len());
    let reached: BTreeSet<&[u8]> = told.iter().map(|told| &told.token[..]).collect();
    assert_eq!(reached.len(), 50, "every observation has its turn");
    server.pass(Duration::from_secs(50 * 3));
    let mut last: Vec<Vec<u8>> =
        told.into_iter().chain(server.sent()).map(|told| told.payload).collect();
    last.drain(..last.len() - 50);
    let last: BTreeSet<String> =
        last.into_iter().map(|text| String::from_utf8(text).unwrap()).collect();
    assert_eq!(last.len(), 50, "the newest states come in the end");
}

// rfc: M-7252-4.7-03
#[test]
fn giving_up_a_request_to_a_silent_server_makes_no_room_for_another() {
    let mut client = lone();
    let mut bytes = 0;
    for _ in 0..200 {
        let mut request = non_confirmable(Code::GET);
        request.payload = vec![0; 30].into();
        let id = client.endpoint.request(client.now, peer(1), request).unwrap();
        client.pass(Duration::from_secs(2));
        bytes += client.sent().iter().map(|sent| sent.datagram.len()).sum::<usize>();
        assert!(client.endpoint.cancel(client.now, id));
    }
    assert!((300..=450).contains(&bytes), "{bytes} bytes in 400 s at 1 byte a second");
    client.pass(Duration::from_secs(60));
    assert!(client.endpoint.is_idle());
}

// rfc: M-7252-4.7-03
#[test]
fn a_server_that_is_heard_from_is_not_silent() {
    let mut client = lone();
    let id = client.endpoint.request(client.now, peer(1), non_confirmable(Code::GET)).unwrap();
    let asked = client.only();
    client.endpoint.cancel(client.now, id);
    let second = client.endpoint.request(client.now, peer(1), non_confirmable(Code::GET)).unwrap();
    assert!(client.sent().is_empty());

    let late = datagram((NON, Code::CONTENT, 1), &asked.token, &OptionsBuf::new(), b"");
    client.take(peer(1), &late);

    let sent = client.sent();
    let next = sent.iter().find(|sent| sent.code == Code::GET).unwrap();
    let foreign = datagram((NON, Code::CONTENT, 2), b"?", &OptionsBuf::new(), b"");
    client.pass(Duration::from_millis(1));
    client.take(peer(1), &foreign);
    client.endpoint.cancel(client.now, second);
    client.sent();
    client.endpoint.request(client.now, peer(1), non_confirmable(Code::GET)).unwrap();
    assert_ne!(
        client.only().token,
        next.token,
        "nor is one that spoke before the request was given up"
    );
}

// rfc: M-7252-4.7-04, M-8516-3-01
#[test]
fn a_client_that_asks_too_often_is_served_at_the_rate_and_told_to_wait_now_and_then() {
    let mut server = Lone::new(|config| config.limits.request_rate = Some(10));
    let (mut answered, mut refused) = (0, 0);

    for id in 0..1_000 {
        server.take(peer(1), &plain(CON, Code::GET, id));
        server.answer_all();
        for sent in server.sent() {
            match sent.code {
                Code::CONTENT => answered += 1,
                Code::TOO_MANY_REQUESTS => {
                    refused += 1;
                    let wait = sent.options.as_options().uint(OptionNumber::MAX_AGE);
                    assert!(wait.is_some_and(|wait| wait > 0));
                }
                other => panic!("{other}"),
            }
        }
        server.pass(Duration::from_millis(10));
    }

    assert!((100..=111).contains(&answered), "{answered} of 1 000 in 10 s at 10 a second");
    assert!((9..=15).contains(&refused), "{refused} refusals in 10 s");
}

// rfc: M-7252-4.7-04
#[test]
fn a_request_that_went_unanswered_for_the_rate_is_served_when_it_comes_again() {
    let mut server = Lone::new(|config| config.limits.request_rate = Some(1));
    for id in 0..20 {
        server.take(peer(1), &plain(CON, Code::PUT, id));
    }
    server.answer_all();
    assert_eq!(server.sent().len(), 1 + 4, "one answer, four refusals");
    server.take(peer(2), &plain(CON, Code::PUT, 0));
    assert_eq!(server.requests().len(), 1, "the rate of one is not that of another");

    server.pass(Duration::from_secs(2));
    server.take(peer(1), &plain(CON, Code::PUT, 19));

    assert_eq!(server.requests().len(), 1);
    server.take(peer(1), &plain(CON, Code::PUT, 19));
    assert_eq!(server.requests().len(), 0, "and only once");
}

// rfc: M-8516-3-01
#[test]
fn a_request_too_many_is_refused_seldom_and_taken_when_there_is_room() {
    let mut server = Lone::new(|config| config.limits.requests_per_peer = 2);
    for id in 0..20 {
        server.take(peer(1), &plain(CON, Code::PUT, id));
    }
    let refused = server.sent();
    assert_eq!(refused.len(), 4);
    assert!(refused.iter().all(|sent| sent.code == Code::TOO_MANY_REQUESTS));

    server.answer_all();
    server.sent();
    server.take(peer(1), &plain(CON, Code::PUT, 19));

    assert_eq!(server.requests().len(), 1, "its repetition is looked at anew");
}

// rfc: M-7252-5.10.7-03
#[test]
fn a_location_with_a_part_that_nobody_understands_is_refused() {
    let reserved = [128, 132, 136, 140].map(OptionNumber::new);
    for number in reserved {
        let beside = with_strings(&[(OptionNumber::LOCATION_PATH, "a"), (number, "b")]);
        let alone = with_strings(&[(number, "b")]);
        for (options, refused) in [(&beside, true), (&alone, false)] {
            let mut server = lone();
            server.take(peer(1), &datagram((CON, Code::GET, 1), b"", options, b""));
            server.answer_all();
            assert_eq!(server.code() == Code::BAD_OPTION, refused, "{number:?}");

            let mut client = lone();
            client.endpoint.request(client.now, peer(1), Request::new(Code::POST)).unwrap();
            let asked = client.only();
            let created = (ACK, Code::CREATED, asked.id);
            client.take(peer(1), &datagram(created, &asked.token, options, b""));
            match &client.events()[..] {
                [Event::Response { .. }] => assert!(!refused, "{number:?}"),
                [Event::Failed { cause: Failure::CriticalOption(of), .. }] => {
                    assert!(refused && *of == number);
                }
                other => panic!("{other:?}"),
            }
        }
    }
    let both = [(OptionNumber::LOCATION_QUERY, "a"), (reserved[0], "b")];
    let mut server = Lone::new(|config| config.recognized = Recognized::All);
    server.take(peer(1), &datagram((CON, Code::GET, 1), b"", &with_strings(&both), b""));
    assert_eq!(server.requests().len(), 1, "the application understands them");
}

// rfc: M-7252-11.3-02, M-7252-11.3-03
#[test]
fn a_group_is_answered_only_where_it_needs_to_be() {
    let discovery = [(OptionNumber::URI_PATH, ".well-known"), (OptionNumber::URI_PATH, "core")];
    let lamp = [(OptionNumber::URI_PATH, "lamp")];
    let rules: [(GroupRequests, [bool; 3]); 5] = [
        (GroupRequests::default(), [true, false, false]),
        (GroupRequests::none(), [false, false, false]),
        (GroupRequests::all(), [true, true, true]),
        (GroupRequests::by(|method, _| method == Code::PUT), [false, false, true]),
        (GroupRequests::default().or_by(|method, _| method == Code::PUT), [true, false, true]),
    ];
    for (rule, taken) in rules {
        let requests = [(Code::GET, &discovery[..]), (Code::GET, &lamp), (Code::PUT, &discovery)];
        for ((method, path), taken) in requests.into_iter().zip(taken) {
            let mut server = Lone::new(|config| config.group_requests = rule.clone());
            let request = datagram((NON, method, 1), b"t", &with_strings(path), b"");
            server.take_from_group(peer(1), &request);
            assert_eq!(server.requests().len(), usize::from(taken), "{rule:?} {method} {path:?}");
            server.pass(Duration::from_secs(10));
            assert!(server.sent().is_empty(), "what is not taken is not answered");

            server.take(peer(2), &request);
            assert_eq!(server.requests().len(), 1, "what is sent to the server alone is taken");
        }
    }
}

// rfc: M-7641-7-01
#[test]
fn observers_are_limited_for_each_resource() {
    let mut server = Lone::new(|config| config.limits.observers_per_resource = 2);
    for number in 1..=6_u8 {
        let resource = ResourceId(u64::from(number % 2));
        let told = register(&mut server, &[number], number.into(), resource);
        let registered = told.options.as_options().first(OptionNumber::OBSERVE).is_some();
        assert_eq!(registered, number <= 4, "the third of a resource gets a plain answer");
    }
    let again = register(&mut server, &[1], 9, ResourceId(1));
    assert!(
        again.options.as_options().first(OptionNumber::OBSERVE).is_some(),
        "who is in may stay"
    );
}

// rfc: M-7967-2-03
#[test]
fn a_client_does_not_wait_for_what_it_refused() {
    for (reliability, classes, ends) in [
        (Reliability::NonConfirmable, EVERY_CLASS, true),
        (Reliability::NonConfirmable, 2, false),
        (Reliability::NonConfirmable, 127, true),
        (Reliability::Confirmable, EVERY_CLASS, true),
        (Reliability::Confirmable, 8, false),
    ] {
        let mut client = lone();
        let mut request = Request::new(Code::PUT);
        request.reliability = reliability;
        request.options = with_uint(OptionNumber::NO_RESPONSE, classes);
        let id = client.endpoint.request(client.now, peer(1), request).unwrap();
        let asked = client.only();
        if reliability == Reliability::Confirmable {
            assert!(client.events().is_empty(), "it is not known to have arrived");
            client.take(
                peer(1),
                &datagram((ACK, Code::EMPTY, asked.id), b"", &OptionsBuf::new(), b""),
            );
        }

        let events = client.events();
        if ends {
            assert_eq!(events, [Event::Response { id, response: Response::new(Code::EMPTY) }]);
            client.pass(Duration::from_secs(60));
            assert!(client.endpoint.is_idle() && client.sent().is_empty());
        } else {
            assert!(events.is_empty(), "{classes}: {events:?}");
        }
    }
}

// rfc: M-7967-2-03, M-7252-4.7-03
#[test]
fn requests_without_answers_keep_to_the_rate_too() {
    let mut client = lone();
    for number in 0..20_u8 {
        let mut request = non_confirmable(Code::PUT);
        request.options = with_uint(OptionNumber::NO_RESPONSE, EVERY_CLASS);
        request.payload = vec![number].into();
        client.endpoint.request(client.now, peer(1), request).unwrap();
    }
    client.pass(Duration::from_secs(100));

    let bytes: usize = client.sent().iter().map(|sent| sent.datagram.len()).sum();
    assert!((80..=125).contains(&bytes), "{bytes} bytes in 100 s at 1 byte a second");
}

// rfc: M-7967-2-03
#[test]
fn a_body_in_blocks_is_answered_whatever_is_refused() {
    let mut client = lone();
    let mut request = Request::new(Code::PUT);
    request.options = with_uint(OptionNumber::NO_RESPONSE, EVERY_CLASS);
    request.payload = vec![0; 3_000].into();
    client.endpoint.request(client.now, peer(1), request).unwrap();
    let asked = client.only();
    client.take(peer(1), &datagram((ACK, Code::EMPTY, asked.id), b"", &OptionsBuf::new(), b""));

    assert!(client.events().is_empty(), "the next block waits for the answer to this one");
}

// rfc: M-9175-2.3-02
#[test]
fn an_echo_value_that_comes_unasked_goes_with_the_next_request_once() {
    let mut client = lone();
    let echo =
        |sent: &Sent| sent.options.as_options().opaque(OptionNumber::ECHO).map(<[u8]>::to_vec);
    let mut options = OptionsBuf::new();
    options.push(OptionNumber::ECHO, b"fresh").unwrap();
    client.endpoint.request(client.now, peer(1), Request::new(Code::GET)).unwrap();
    let asked = client.only();
    client.take(peer(1), &datagram((ACK, Code::CONTENT, asked.id), &asked.token, &options, b""));

    client.endpoint.request(client.now, peer(2), Request::new(Code::GET)).unwrap();
    assert_eq!(echo(&client.only()), None, "it belongs to one server");
    client.endpoint.request(client.now, peer(1), Request::new(Code::PUT)).unwrap();
    let next = client.only();
    assert_eq!(echo(&next).as_deref(), Some(&b"fresh"[..]));
    client.take(
        peer(1),
        &datagram((ACK, Code::CHANGED, next.id), &next.token, &OptionsBuf::new(), b""),
    );
    client.endpoint.request(client.now, peer(1), Request::new(Code::GET)).unwrap();
    assert_eq!(echo(&client.only()), None);
}

// rfc: M-9175-2.3-02
#[test]
fn a_kept_echo_value_that_is_refused_gives_way_to_the_one_that_is_asked_for() {
    let mut client = lone();
    let mut options = OptionsBuf::new();
    options.push(OptionNumber::ECHO, b"old").unwrap();
    client.endpoint.request(client.now, peer(1), Request::new(Code::GET)).unwrap();
    let asked = client.only();
    client.take(peer(1), &datagram((ACK, Code::CONTENT, asked.id), &asked.token, &options, b""));
    client.endpoint.request(client.now, peer(1), Request::new(Code::PUT)).unwrap();
    let first = client.only();

    options.set(OptionNumber::ECHO, b"new").unwrap();
    client
        .take(peer(1), &datagram((ACK, Code::UNAUTHORIZED, first.id), &first.token, &options, b""));

    let second = client.only();
    assert_eq!(second.options.as_options().opaque(OptionNumber::ECHO), Some(&b"new"[..]));
    client.take(
        peer(1),
        &datagram((ACK, Code::UNAUTHORIZED, second.id), &second.token, &options, b""),
    );
    assert!(
        matches!(client.events()[..], [.., Event::Response { .. }]),
        "it is repeated only once"
    );
}

/// RFC 7252 §5.3.1: it is right where no other request to the peer is open, also for an answer that comes separately.
// rfc: M-7252-5.3.1-02
#[test]
fn an_empty_token_serves_one_request_to_a_peer_at_a_time() {
    let mut client = lone();
    let token = Token::EMPTY;
    let request = Request { token: Some(token), ..Request::new(Code::GET) };

    client.endpoint.request(client.now, peer(1), request.clone()).unwrap();
    let again = client.endpoint.request(client.now, peer(1), request.clone());
    let asked = client.only();
    client.take(peer(1), &datagram((ACK, Code::EMPTY, asked.id), &[], &OptionsBuf::new(), b""));
    client.take(peer(1), &datagram((CON, Code::CONTENT, 7), &[], &OptionsBuf::new(), b"x"));
    let events = client.events();
    let later = client.endpoint.request(client.now, peer(1), request);

    assert_eq!(again, Err(RequestError::TokenInUse { token }));
    assert_eq!(
        again.unwrap_err().to_string(),
        "the empty token is in use with this peer; an open exchange has it"
    );
    assert!(asked.token.is_empty());
    assert!(matches!(events[..], [Event::Response { .. }]), "{events:?}");
    assert!(later.is_ok(), "{later:?}");
}

// rfc: M-7252-5.3.1-02
#[test]
fn a_token_that_was_asked_for_is_sent_unless_it_is_in_use() {
    let mut client = lone();
    let token = Token::new(&[0xca, 0xfe]).unwrap();
    let request = Request { token: Some(token), ..Request::new(Code::GET) };

    client.endpoint.request(client.now, peer(1), request.clone()).unwrap();
    let again = client.endpoint.request(client.now, peer(1), request.clone());
    let elsewhere = client.endpoint.request(client.now, peer(2), request);

    assert_eq!(again, Err(RequestError::TokenInUse { token }));
    assert_eq!(
        again.unwrap_err().to_string(),
        "token cafe is in use with this peer; an open exchange has it"
    );
    assert!(elsewhere.is_ok(), "{elsewhere:?}");
    let sent = client.sent();
    assert_eq!(sent.len(), 2);
    for transmit in sent {
        assert_eq!(transmit.datagram.get(4..6), Some(&[0xca, 0xfe][..]));
    }
}
