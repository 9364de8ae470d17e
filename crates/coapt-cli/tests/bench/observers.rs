//! Observers: who joins, what they see, and how long a change takes to them.

use std::sync::{Arc, Mutex};

use coapt::wire::{Code, Message, MessageId, MessageType, OptionNumber, OptionsBuf};
use coapt::{Incoming, Resource, ServerReply};

use super::results::{measured, number};
use super::support::{Peer, Running, encoded, piggybacked, run};

/// A resource that keeps what is put there and tells its observers.
fn changing() -> Running {
    let state = Arc::new(Mutex::new(b"new".to_vec()));
    let read = Arc::clone(&state);
    Running::with(move |server| {
        let handle = server.handle();
        let resource = Resource::new()
            .get(move |_: &Incoming| read.lock().unwrap().clone())
            .put(move |request: &Incoming| {
                *state.lock().unwrap() = request.payload().to_vec();
                handle.notify("n");
                ServerReply::changed()
            })
            .observable();
        server.route("n", resource);
    })
}

#[test]
fn each_client_is_an_observer_and_changes_are_timed() {
    let server = changing();
    let args = ["--observe", "--clients", "50", "--trigger", "20", "-d", "300ms"];

    let result = measured(&server.uri("n"), &args);

    let seen = &result["observe"];
    assert_eq!((&result["mode"], number(&seen["registered"])), (&"observe".into(), 50));
    assert_eq!(number(&seen["changes"]), 6, "{result}");
    assert!(number(&seen["notifications"]) >= 50, "{result}");
    assert!(seen["latency_us"]["p50"].as_f64().unwrap() > 0.0, "{result}");
    assert!(seen["per_second"].as_f64().unwrap() > 0.0, "{result}");
}

#[test]
fn confirmable_notifications_are_acknowledged_and_all_take_leave() {
    let seen = Arc::new(Mutex::new((0, 0)));
    let log = Arc::clone(&seen);
    let peer = Peer::answering(move |message| {
        let mut log = log.lock().unwrap();
        if message.message_type == MessageType::Acknowledgement {
            log.0 += 1;
            return if log.0 < 5 { vec![notification(message, log.0)] } else { vec![] };
        }
        let mut options = OptionsBuf::new();
        let is_leave = message.options.uint(OptionNumber::OBSERVE) == Some(1);
        if is_leave {
            log.1 += 1;
        } else {
            options.push_uint(OptionNumber::OBSERVE, 1);
        }
        let answer = piggybacked(message, Code::CONTENT, &options, b"");
        if is_leave { vec![answer] } else { vec![answer, notification(message, 0)] }
    });

    let result = measured(&peer.uri("n"), &["--observe", "--clients", "1", "-d", "1s"]);

    assert_eq!(number(&result["observe"]["registered"]), 1, "{result}");
    drop(peer);
    assert_eq!(*seen.lock().unwrap(), (5, 1));
}

#[test]
fn what_cannot_be_observed_is_told() {
    let server = Running::with(|server| {
        server.get("plain", |_: &Incoming| "as it is");
    });

    let plain = run(["bench", &server.uri("plain"), "--observe", "-d", "1s"]);
    let none = run(["bench", &server.uri("none"), "--observe", "-d", "1s"]);

    assert_eq!((plain.status, plain.text()), (1, ""));
    assert!(plain.err.contains("does not let this resource be observed"), "{}", plain.err);
    assert_eq!(none.status, 4, "{}", none.err);
}

/// The peer has one observer, whose token is that of client 0.
fn notification(_to: &Message<'_>, number: u16) -> Vec<u8> {
    let kind = MessageType::Confirmable;
    let mut message = Message::new(kind, Code::CONTENT, MessageId::new(1000 + number));
    message.token = coapt::wire::Token::new(&[0; 4]).unwrap();
    let mut options = OptionsBuf::new();
    options.push_uint(OptionNumber::OBSERVE, u32::from(number) + 2);
    message.options = options.as_options();
    encoded(&message)
}
