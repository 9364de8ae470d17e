//! Observations beyond the recorded sequences.

use std::time::Duration;

use coapt_proto::{Event, Order, Request, Role};
use coapt_sim::{Lone, datagram, peer};
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
