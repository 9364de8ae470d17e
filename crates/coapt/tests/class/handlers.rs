//! Handlers: what they may do, what they see, and what happens when they fail.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex};

use crate::support::{
    CON, Events, Msg, NON, Raw, Responder, Seen, client, coap, code, pump, pump_a_while, server,
    uri,
};
use coapt::{CoAP, CoAPError, Hook};

/// What a handler of these tests fails with.
#[derive(Debug, PartialEq)]
struct Mishap(u8);

impl std::fmt::Display for Mishap {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "mishap {}", self.0)
    }
}

impl std::error::Error for Mishap {}

// contract: method.do_events.b5, D25
#[test]
fn an_error_of_a_handler_leaves_through_the_pump_and_the_client_gets_5_00() {
    let raw = Raw::new();
    let mut server = server();
    let events = Events::of(&mut server);
    server.on_request(|_, _| Err(Mishap(1)));
    server.on_register(|_, e| {
        e.set_accept(true);
        Err(Mishap(2))
    });

    for (message, number) in [(Msg::con("0.01", 1), 1), (Msg::con("0.01", 2).uint(6, 0), 2)] {
        raw.send_to(&message, &server);
        let error = first_error(&mut server);
        assert_eq!(error.code(), CoAPError::HANDLER_FAILED);
        let thrown = error.into_handler_error().unwrap();
        assert_eq!(thrown.downcast_ref(), Some(&Mishap(number)));
        let got = raw.next(&mut server);
        assert_eq!(got.code_text(), "5.00");
        assert_eq!(got.all(6).len(), 0, "nobody is registered");
    }

    pump(&mut server, |_| events.responses() == [707, 707]);
    assert_eq!(server.pending_request_count(), 0);
    server.on_request(|_, _| {});
    assert_eq!(raw.ask(&Msg::con("0.01", 3), &mut server).code_text(), "2.05");
}

// contract: method.do_events.b5, D25
#[test]
fn a_panic_of_a_handler_leaves_through_the_pump_and_the_object_stays_usable() {
    let raw = Raw::new();
    let mut server = server();
    server.on_request(|_, e| assert_ne!(e.uri_path(), "bad", "a bad request"));
    raw.send_to(&Msg::con("0.01", 1).path("bad"), &server);
    raw.send_to(&Msg::con("0.01", 2).path("good"), &server);

    let panic = catch_unwind(AssertUnwindSafe(|| pump_a_while(&mut server))).unwrap_err();
    let answers = [next_answer(&raw, &mut server), next_answer(&raw, &mut server)];

    assert!(panic.downcast_ref::<String>().unwrap().contains("a bad request"));
    assert_eq!(answers, ["5.00", "2.05"]);
}

// contract: D25
#[test]
fn a_request_that_was_answered_or_put_off_before_the_failure_gets_no_5_00() {
    let raw = Raw::new();
    let mut server = server();
    server.set_use_confirmable_messages(false);
    server.on_request(|server, e| {
        if e.uri_path() == "later" {
            e.set_send_response(false);
        } else {
            server.send_response(e.request_id()).unwrap();
        }
        Err(Mishap(3))
    });

    raw.send_to(&Msg::con("0.01", 1).path("now"), &server);
    first_error(&mut server);
    assert_eq!(raw.next(&mut server).code_text(), "2.05");
    raw.send_to(&Msg::con("0.01", 2).path("later"), &server);
    first_error(&mut server);
    assert_eq!(raw.next(&mut server).code_text(), "0.00");
    let id = server.pending_request_id(0).unwrap().to_owned();
    server.send_response(&id).unwrap();
    assert_eq!(raw.next(&mut server).code_text(), "2.05");
    raw.expect_silence(&mut server);
}

// contract: method.do_events.b5, D25
#[test]
fn a_failure_leaves_through_whichever_method_delivered_the_event() {
    let peer = Responder::content(b"x");
    let mut client = coap();
    client.on_request_complete(|_, _| Err(Mishap(4)));

    let error = client.get(&peer.uri("x")).unwrap_err();
    assert_eq!(error.into_handler_error().unwrap().downcast_ref(), Some(&Mishap(4)));
    assert_eq!(client.response_data(), b"x");
    client.set_timeout(0).unwrap();
    let id = client.get(&Raw::new().uri("x")).unwrap();
    assert_eq!(code(client.cancel_request(&id)), CoAPError::HANDLER_FAILED);
    assert_eq!(client.pending_request_count(), 0);
    client.get(&Raw::new().uri("x")).unwrap();
    assert_eq!(code(client.start_listening()), CoAPError::HANDLER_FAILED);
    assert!(client.listening(), "the switch is complete all the same");
}

// contract: D25, D04
#[test]
fn a_call_that_another_handler_ends_gives_its_request_up() {
    let notifier = Raw::new();
    let mut client = client();
    let events = Events::of(&mut client);
    client.start_observing(&notifier.uri("o")).unwrap();
    let registration = notifier.next(&mut client);
    notifier.send(&registration.piggyback("2.05").uint(6, 1), registration.from);
    pump(&mut client, |_| !events.notifications().is_empty());
    client.on_notification(|_, _| Err(Mishap(5)));

    client.set_timeout(60).unwrap();
    notifier.send(&registration.separate(NON, "2.05", 9).uint(6, 2), registration.from);
    let error = client.get(&notifier.uri("never-answered")).unwrap_err();

    assert_eq!(error.into_handler_error().unwrap().downcast_ref(), Some(&Mishap(5)));
    assert!(events.completions().is_empty());
    client.do_events().unwrap();
    assert_eq!(events.completions(), [711], "how it ended is told by the next pump");
}

// contract: D23
#[test]
fn calls_inside_handlers_nest_and_tell_only_their_own_end() {
    let notifier = Raw::new();
    let peer = Responder::new(|got| {
        vec![got.piggyback("2.05").payload(&got.option(11).unwrap_or_default())]
    });
    let mut client = client();
    let told = Arc::new(Mutex::new(Vec::new()));
    client.start_observing(&notifier.uri("o")).unwrap();
    let registration = notifier.next(&mut client);
    let (noted, inner, innermost) = (Arc::clone(&told), peer.uri("inner"), peer.uri("innermost"));
    client.on_notification(move |client, _| {
        let order = client.response_data()[0];
        noted.lock().unwrap().push(format!("notification {order}"));
        client.set_timeout(60).unwrap();
        client.get(&inner).unwrap();
        assert_eq!(client.response_data(), b"inner");
        noted.lock().unwrap().push(format!("end of notification {order}"));
    });
    let noted = Arc::clone(&told);
    client.set_on_request_complete(Some(Hook::reentrant(move |client: &mut CoAP, _: &mut _| {
        let body = String::from_utf8(client.response_data().to_vec()).unwrap();
        noted.lock().unwrap().push(body.clone());
        if body == "inner" {
            client.get(&innermost).unwrap();
            assert_eq!(client.response_data(), b"innermost");
            noted.lock().unwrap().push("end of inner".into());
        }
    })));
    for order in [1, 2] {
        let message = registration.separate(NON, "2.05", 20 + u16::from(order)).uint(6, 1);
        notifier.send(&message.payload(&[order]), registration.from);
    }

    pump(&mut client, |_| told.lock().unwrap().len() == 10);

    let nested = |order| {
        let own = format!("notification {order}");
        let end = format!("end of notification {order}");
        [own, "inner".into(), "innermost".into(), "end of inner".into(), end]
    };
    assert_eq!(*told.lock().unwrap(), [nested(1), nested(2)].concat());
}

// contract: D23
#[test]
fn a_call_returns_with_its_own_response_whatever_its_handlers_asked_for() {
    let peer = Responder::new(|got| {
        let answer = got.piggyback("2.05").payload(&got.option(11).unwrap());
        vec![if got.option(6).is_some() { answer.uint(6, 1) } else { answer }]
    });
    let mut client = coap();
    let other = peer.uri("other");
    client.on_request_complete(move |client, e| {
        if e.uri().ends_with("mine") {
            client.get(&other).unwrap();
            assert_eq!(client.response_data(), b"other");
        }
    });

    let another = peer.uri("another");
    client.on_notification(move |client, _| {
        client.get(&another).unwrap();
        assert_eq!(client.response_data(), b"another");
    });

    client.get(&peer.uri("mine")).unwrap();
    assert_eq!(client.response_data(), b"mine");
    client.start_observing(&peer.uri("observed")).unwrap();
    assert_eq!(client.response_data(), b"observed");
}

// contract: D88, D23
#[test]
fn a_problem_and_a_log_message_are_told_inside_a_handler_before_its_call_returns() {
    let peer = Responder::content(b"not observable");
    let mut client = coap();
    client.config("LogLevel=2").unwrap();
    let events = Events::of(&mut client);
    let (seen, observed) = (events.clone(), peer.uri("o"));
    client.on_request_complete(move |client, e| {
        if e.uri().ends_with("outer") {
            let logs = seen.logs().len();
            client.start_observing(&observed).unwrap();
            assert_eq!(seen.errors(), [710]);
            assert!(seen.logs().len() > logs);
        }
    });

    client.get(&peer.uri("outer")).unwrap();

    assert_eq!(events.errors(), [710]);
}

// contract: D23, D28
#[test]
fn a_notification_in_the_middle_of_a_request_disturbs_nothing() {
    let (observer, writer) = (Raw::new(), Raw::new());
    let mut server = server();
    server.set_use_confirmable_messages(false);
    server.on_register(|server, e| {
        server.set_response_data("first");
        e.set_accept(true);
    });
    server.on_request(|server, e| {
        server.set_response_data("changed");
        let resource = uri(server.local_port(), "r");
        server.send_notification(&resource).unwrap();
        assert_eq!(server.response_data(), b"changed");
        assert_eq!(server.request_data(), b"new state");
        assert_eq!(e.uri_path(), "r");
        server.set_response_code("2.04").unwrap();
        server.set_response_data("");
    });
    observer.ask(&Msg::con("0.01", 1).token(b"o").uint(6, 0).path("r"), &mut server);

    let answer = writer.ask(&Msg::con("0.03", 2).path("r").payload(b"new state"), &mut server);
    let notified = observer.next(&mut server);

    assert_eq!((answer.code_text().as_str(), answer.payload.as_slice()), ("2.04", &b""[..]));
    assert_eq!((notified.code_text().as_str(), notified.payload), ("2.05", b"changed".to_vec()));
}

// contract: D68
#[test]
fn hooks_are_replaced_and_removed_even_while_they_run() {
    let raw = Raw::new();
    let mut server = server();
    assert!(!server.has_on_request());
    server.on_request(|server, _| {
        server.set_response_code("2.01").unwrap();
        server.on_request(|server, _| {
            server.set_response_code("2.02").unwrap();
            server.set_on_request(None);
        });
    });
    assert!(server.has_on_request());

    let codes: Vec<_> = (1..4)
        .map(|id| {
            server.set_response_code("2.03").unwrap();
            raw.ask(&Msg::con("0.01", id), &mut server).code_text()
        })
        .collect();

    assert_eq!(codes, ["2.01", "2.02", "2.03"]);
    assert!(!server.has_on_request());
}

// contract: D23
#[test]
fn an_event_whose_handler_runs_already_is_told_when_it_has_returned() {
    let peer = Responder::content(b"x");
    let mut client = coap();
    let told = Arc::new(Mutex::new(Vec::new()));
    let (noted, inner) = (Arc::clone(&told), peer.uri("inner"));
    client.on_request_complete(move |client, e| {
        noted.lock().unwrap().push(e.uri().rsplit('/').next().unwrap().to_owned());
        if e.uri().ends_with("outer") {
            client.get(&inner).unwrap();
            noted.lock().unwrap().push("end of outer".into());
        }
    });

    client.get(&peer.uri("outer")).unwrap();
    client.do_events().unwrap();

    assert_eq!(*told.lock().unwrap(), ["outer", "end of outer", "inner"]);
}

// contract: D23, D33
#[test]
fn an_unconfirmed_response_is_complete_before_the_call_returns_even_inside_a_handler() {
    let raw = Raw::new();
    let mut server = server();
    let events = Events::of(&mut server);
    server.set_use_confirmable_messages(false);
    let seen = events.clone();
    server.on_request(move |server, e| {
        server.send_response(e.request_id()).unwrap();
        assert_eq!(seen.responses(), [0]);
    });

    raw.ask(&Msg::new(CON, "0.01", 1), &mut server);

    assert_eq!(events.responses(), [0]);
    assert!(matches!(&events.all()[..], [Seen::ResponseComplete { .. }]));
}

/// Pumps until a handler fails.
#[track_caller]
fn first_error(coap: &mut CoAP) -> CoAPError {
    for _ in 0..100 {
        if let Err(error) = coap.do_events() {
            return error;
        }
    }
    panic!("no handler failed");
}

/// The code of the next response; one that took long is preceded by an empty acknowledgement.
#[track_caller]
fn next_answer(raw: &Raw, server: &mut CoAP) -> String {
    loop {
        let got = raw.next(server);
        if got.kind == CON {
            raw.send_to(&got.ack(), server);
        }
        if got.code_text() != "0.00" {
            return got.code_text();
        }
    }
}

// contract: D43, D44
#[test]
fn a_handler_that_tries_again_does_not_keep_an_object_from_ending() {
    for ends in [CoAP::start_listening, CoAP::shutdown] {
        let raw = Raw::new();
        let mut client = client();
        let retried = Arc::new(Mutex::new(Vec::new()));
        let (noted, there) = (Arc::clone(&retried), raw.uri("x"));
        client.on_request_complete(move |client, e| {
            assert!(noted.lock().unwrap().len() < 10, "this goes on for ever");
            let again = client.get(&there).map_err(|error| error.code());
            noted.lock().unwrap().push((e.error_code(), again));
        });
        client.get(&raw.uri("x")).unwrap();
        client.get(&raw.uri("x")).unwrap();

        ends(&mut client).unwrap();

        assert_eq!(*retried.lock().unwrap(), [(711, Err(712)), (711, Err(712))]);
        client.stop_listening().unwrap();
        assert_eq!(client.pending_request_count(), 0);
        client.get(&raw.uri("x")).unwrap();
    }
}

// contract: D25
#[test]
fn a_failing_handler_does_not_swallow_the_event_that_follows() {
    let raw = Raw::new();
    let mut server = server();
    crate::support::expire_soon(&mut server);
    let events = Events::of(&mut server);
    raw.ask(&Msg::con("0.01", 1).token(b"o").uint(6, 0).path("r"), &mut server);
    server.on_error(|_, _| Err(Mishap(6)));
    server.set_response_code("").unwrap();
    events.clear();

    raw.send_to(&Msg::con("0.01", 2), &server);
    first_error(&mut server);
    assert!(events.responses().is_empty());
    pump(&mut server, |_| events.responses() == [707]);
    server.set_response_code("2.05").unwrap();
    server.send_notification(&uri(server.local_port(), "r")).unwrap();
    first_error(&mut server);
    assert_eq!(events.departures(), 0);
    pump(&mut server, |_| events.departures() == 1);

    let peer = Responder::content(b"plain");
    let mut client = coap();
    let events = Events::of(&mut client);
    client.on_request_complete(|_, _| Err(Mishap(7)));
    assert_eq!(code(client.start_observing(&peer.uri("o"))), CoAPError::HANDLER_FAILED);
    pump(&mut client, |_| events.errors() == [710]);
}
