//! Rules of RFC 7252 §5.9 and §11 on how exchanges end, and on what strangers cannot do to them.

use std::collections::BTreeSet;
use std::time::Duration;

use coapt_proto::{Config, Departure, Endpoint, Event, Instant, Request, ResourceId, Response};
use coapt_sim::{Lone, Sent, datagram, peer};
use coapt_wire::{Code, MessageType, OptionNumber, OptionsBuf};

const CON: MessageType = MessageType::Confirmable;
const ACK: MessageType = MessageType::Acknowledgement;
const RST: MessageType = MessageType::Reset;

fn lone() -> Lone {
    Lone::new(|_| {})
}

/// Asks the first peer and returns the message that went out.
fn ask(client: &mut Lone) -> Sent {
    client.endpoint.request(client.now, peer(1), Request::new(Code::GET)).unwrap();
    client.only()
}

/// Makes a piggybacked answer.
fn answer(asked: &Sent, code: Code, options: &OptionsBuf) -> Vec<u8> {
    datagram((ACK, code, asked.id), &asked.token, options, b"")
}

fn code(class: u8, detail: u8) -> Code {
    Code::new(class, detail).unwrap()
}

// rfc: M-7252-5.9.2-02, M-7252-5.9.2-03
#[test]
fn a_refused_request_is_told_and_not_repeated() {
    for refusal in [Code::UNAUTHORIZED, Code::BAD_OPTION] {
        let mut client = lone();
        let asked = ask(&mut client);

        client.take(peer(1), &answer(&asked, refusal, &OptionsBuf::new()));
        client.pass(Duration::from_secs(300));

        assert!(client.sent().is_empty(), "{refusal}");
        let told = client.events();
        assert!(
            matches!(&told[..], [Event::Response { response, .. }] if response.code == refusal)
        );
        assert!(client.endpoint.is_idle());
    }
}

// rfc: M-7252-5.9.2-09
#[test]
fn an_unknown_code_counts_as_the_first_of_its_class() {
    for (class, success) in [(2, true), (4, false), (5, false)] {
        let unknown = code(class, 30);
        assert_eq!(unknown.is_success(), success);
        assert_eq!(unknown.is_client_error(), code(class, 0).is_client_error());
        assert_eq!(unknown.is_server_error(), code(class, 0).is_server_error());

        let mut client = lone();
        let asked = ask(&mut client);
        client.take(peer(1), &answer(&asked, unknown, &OptionsBuf::new()));

        let told = client.events();
        assert!(
            matches!(&told[..], [Event::Response { response, .. }] if response.code == unknown)
        );
        assert!(client.endpoint.is_idle());
    }
}

// rfc: M-7252-5.9.2-09
#[test]
fn an_observation_goes_on_with_an_unknown_success_and_ends_with_an_unknown_error() {
    let mut options = OptionsBuf::new();
    options.push_uint(OptionNumber::OBSERVE, 5);
    let mut client = lone();
    client.endpoint.observe(client.now, peer(1), Request::new(Code::GET)).unwrap();
    let asked = client.only();

    client.take(peer(1), &answer(&asked, code(2, 30), &options));
    client.take(peer(1), &datagram((CON, code(5, 30), 1), &asked.token, &options, b""));

    let lasts: Vec<bool> =
        client
            .events()
            .iter()
            .filter_map(|event| {
                if let Event::Notification { last, .. } = event { Some(*last) } else { None }
            })
            .collect();
    assert_eq!(lasts, [false, true]);
}

// rfc: M-7252-11.4-01
#[test]
fn tokens_and_message_ids_of_endpoints_have_nothing_in_common() {
    let (mut tokens, mut ids) = (BTreeSet::new(), BTreeSet::new());
    for seed in 0..100 {
        let endpoint = Endpoint::new(Config::default(), [seed; 32]);
        let mut client = Lone { endpoint, now: Instant::ORIGIN };
        let asked = ask(&mut client);
        assert_eq!(asked.token.len(), 8);
        tokens.insert(asked.token);
        ids.insert(asked.id);
    }

    assert_eq!(tokens.len(), 100);
    assert!(ids.len() > 95, "{} message ids of 100 endpoints", ids.len());
}

// rfc: M-7252-11.4-01
#[test]
fn only_a_reset_that_matches_ends_an_observation() {
    let mut options = OptionsBuf::new();
    options.push_uint(OptionNumber::OBSERVE, 0);
    let mut server = lone();
    server.take(peer(1), &datagram((CON, Code::GET, 1), b"t", &options, b""));
    let id = server.requests()[0];
    let state = Response::new(Code::CONTENT);
    server.endpoint.respond_registering(server.now, id, state, ResourceId(1)).unwrap();
    server.sent();
    server.endpoint.notify(server.now, ResourceId(1), Response::new(Code::CONTENT));
    let told = server.only();
    let reset = |id: u16| datagram((RST, Code::EMPTY, id), b"", &OptionsBuf::new(), b"");

    server.take(peer(2), &reset(told.id));
    server.take(peer(1), &reset(told.id.wrapping_add(1)));
    server.take(peer(1), &reset(1));
    assert_eq!(server.endpoint.observers(ResourceId(1)), 1);
    assert!(server.events().is_empty());

    server.take(peer(1), &reset(told.id));
    assert_eq!(server.endpoint.observers(ResourceId(1)), 0);
    assert!(matches!(
        server.events()[..],
        [Event::ObserverLeft { departure: Departure::Reset, .. }]
    ));
}
