//! A waiter of the program's own: what it is given, and what its errors do.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use coapt::CoAP;

use crate::support::{Responder, coap};

#[test]
fn a_waiter_may_pass_the_object_on_while_a_call_waits() {
    let responder = Responder::content(b"done");
    let mut client = coap();
    let lent = Arc::new(Mutex::new(CoAP::new()));
    let place = Arc::clone(&lent);
    client.set_waiter(move |client, wait| {
        let mut place = place.lock().unwrap_or_else(PoisonError::into_inner);
        std::mem::swap(client, &mut *place);
        let seen = place.request_content_format();
        place.set_request_content_format(seen + 1)?;
        let ended = wait.wait();
        std::mem::swap(client, &mut *place);
        ended?;
        Ok(())
    });

    client.get(&responder.uri("x")).unwrap();

    assert_eq!(client.response_data(), b"done");
    assert!(client.request_content_format() >= 0, "the object was used while the call waited");
}

#[test]
fn a_waiter_is_asked_without_a_socket_too() {
    let mut client = coap();
    let waits = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&waits);
    client.set_waiter(move |_, _| {
        count.fetch_add(1, Ordering::Relaxed);
        Ok(())
    });

    client.do_events().unwrap();

    assert_eq!(waits.load(Ordering::Relaxed), 1);
}

#[test]
fn an_error_of_a_waiter_ends_the_call_and_gives_its_request_up() {
    let silent = Responder::new(|_| vec![]);
    let mut client = coap();
    client.set_waiter(|_, _| Err("the user has had enough".into()));

    let error = client.get(&silent.uri("x")).unwrap_err();

    assert_eq!(error.message(), "a handler failed: the user has had enough");
    assert_eq!(error.into_handler_error().unwrap().to_string(), "the user has had enough");
    assert_eq!(client.pending_request_count(), 0);
}
