//! Observations beyond the recorded sequences.

use std::collections::BTreeSet;
use std::time::Duration;

use coapt_proto::{Event, Order, Peer, Reliability, Request, ResourceId, Response, Role};
use coapt_sim::{Lone, Sent, datagram, peer};
use coapt_wire::{Code, MessageType, OptionNumber, OptionsBuf};

/// A state of the resource, as a server that counts its notifications from somewhere tells it.
fn state(kind: MessageType, id: u16, token: &[u8], sequence: u32) -> Vec<u8> {
    let mut options = OptionsBuf::new();
    options.set_uint(OptionNumber::OBSERVE, sequence);
    options.set_uint(OptionNumber::MAX_AGE, 60);
    datagram((kind, Code::CONTENT, id), token, &options, b"on")
}

#[test]
fn an_old_notification_in_the_place_of_an_answer_does_not_end_the_renewals() {
    let mut client = Lone::new(|config| config.role = Role::Client);
    let server = peer(1);
    client.endpoint.observe(client.now, server, Request::new(Code::GET)).unwrap();
    let register = client.only();
    client.take(server, &state(MessageType::Acknowledgement, register.id, &register.token, 100));
    client.events();

    // The state runs out, the client asks anew, and the server, which counts from the beginning again, is quicker
    // with a notification than with its answer, which is lost.
    client.pass(Duration::from_secs(75));
    assert!(!client.sent().is_empty(), "the renewal");
    client.take(server, &state(MessageType::Confirmable, 7, &register.token, 5));
    let [Event::Notification { order: Order::Outdated, .. }] = client.events()[..] else {
        panic!("the numbers tell that it is older");
    };
    client.sent();

    client.pass(Duration::from_secs(75));
    let again = client.sent();
    assert!(again.iter().any(|sent| sent.code == Code::GET), "{again:?}");
}

/// Registers an observer from an address of its own.
fn register(server: &mut Lone, number: u32) {
    let mut options = OptionsBuf::new();
    options.set_uint(OptionNumber::OBSERVE, 0);
    let get = (MessageType::Confirmable, Code::GET, 1);
    server.take(peer(number), &datagram(get, b"t", &options, b""));
    let request = server.requests()[0];
    let state = Response::new(Code::CONTENT).with_payload("0");
    server.endpoint.respond_registering(server.now, request, state, ResourceId(1)).unwrap();
    server.sent();
}

fn news(text: &str, reliability: Reliability) -> Response {
    let mut news = Response::new(Code::CONTENT).with_payload(text.to_owned());
    news.reliability = Some(reliability);
    news
}

fn acknowledge(server: &mut Lone, sent: &Sent) {
    let ack = (MessageType::Acknowledgement, Code::EMPTY, sent.id);
    if sent.kind == MessageType::Confirmable {
        server.take(Peer::new(sent.to), &datagram(ack, b"", &OptionsBuf::new(), b""));
    }
}

#[test]
fn more_observers_than_there_is_room_for_peers_are_all_told() {
    for reliability in [Reliability::NonConfirmable, Reliability::Confirmable] {
        let mut server = Lone::new(|config| config.limits.peers = 10);
        for number in 0..100 {
            register(&mut server, number);
        }
        server.endpoint.notify(server.now, ResourceId(1), news("1", reliability));

        let mut told = BTreeSet::new();
        for _ in 0..200 {
            for sent in server.sent() {
                assert_eq!(sent.payload, b"1");
                told.insert(sent.to);
                acknowledge(&mut server, &sent);
            }
            server.pass(Duration::from_secs(1));
        }
        assert_eq!(told.len(), 100, "{reliability:?}");
        assert!(server.endpoint.counters().peers <= 10);
    }
}

/// A server whose notifications are non-confirmable unless something else is said.
fn sparing() -> Lone {
    Lone::new(|config| config.observing.reliability = Reliability::NonConfirmable)
}

#[test]
fn the_choice_of_the_server_holds_for_notifications_that_say_nothing_of_their_own() {
    let said = [None, Some(Reliability::Confirmable), Some(Reliability::NonConfirmable)];
    let kinds =
        [MessageType::NonConfirmable, MessageType::Confirmable, MessageType::NonConfirmable];
    for (reliability, kind) in said.into_iter().zip(kinds) {
        let mut server = sparing();
        register(&mut server, 1);
        let mut news = Response::new(Code::CONTENT);
        news.reliability = reliability;

        server.endpoint.notify(server.now, ResourceId(1), news);

        assert_eq!(server.only().kind, kind, "{reliability:?}");
    }
}

/// Nothing that comes later would make up for its loss.
#[test]
fn a_notification_that_ends_an_observation_is_confirmable_whatever_the_server_chose() {
    let mut server = sparing();
    register(&mut server, 1);

    server.endpoint.notify(server.now, ResourceId(1), Response::new(Code::NOT_FOUND));

    assert_eq!(server.only().kind, MessageType::Confirmable);
}

// rfc: M-7641-4.5-01
#[test]
fn within_24_hours_a_notification_is_confirmable_whatever_was_chosen() {
    for (hours, every) in [
        (24, Duration::from_secs(24 * 3600)),
        (24, Duration::MAX),
        (6, Duration::from_secs(6 * 3600)),
    ] {
        let mut server = Lone::new(|config| {
            config.observing.reliability = Reliability::NonConfirmable;
            config.observing.confirmable_every = every;
        });
        register(&mut server, 1);

        for hour in 1..=50 {
            server.pass(Duration::from_secs(3600));
            server.endpoint.notify(server.now, ResourceId(1), Response::new(Code::CONTENT));
            let sent = server.only();
            acknowledge(&mut server, &sent);
            let is_due = hour % hours == 0;
            assert_eq!(sent.kind == MessageType::Confirmable, is_due, "hour {hour} of {every:?}");
        }
    }
}

#[test]
fn a_non_confirmable_notification_is_remembered_for_a_reset_within_its_lifetime_only() {
    for (seconds, leaves) in [(1, true), (140, true), (170, false)] {
        let mut server = Lone::new(|_| {});
        register(&mut server, 1);
        server.endpoint.notify(server.now, ResourceId(1), news("1", Reliability::NonConfirmable));
        let told = server.only();
        server.pass(Duration::from_secs(seconds));
        let reset = (MessageType::Reset, Code::EMPTY, told.id);
        server.take(peer(1), &datagram(reset, b"", &OptionsBuf::new(), b""));

        let left = server.endpoint.observers(ResourceId(1)) == 0;
        assert_eq!(left, leaves, "{seconds} s later");
    }
}
