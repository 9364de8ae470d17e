//! Being observed: `on_register`, `send_notification` and `on_unregistered` (RFC 7641).

use std::sync::{Arc, Mutex};

use crate::support::{
    ACK, CON, Events, Got, Msg, NON, RST, Raw, Seen, code, expire_soon, pump, pump_a_while, server,
    uri,
};
use coapt::CoAP;

// contract: event.on_register.b1, event.on_register.b6, D29, D36
#[test]
fn a_registration_is_shown_like_a_request_and_fires_on_register_only() {
    let raw = Raw::new();
    let mut server = server();
    let events = Events::of(&mut server);
    let seen = Arc::new(Mutex::new(Vec::new()));
    let noted = Arc::clone(&seen);
    server.on_register(move |server, e| {
        assert!(!e.accept());
        noted.lock().unwrap().push((
            (e.remote_host().to_owned(), e.remote_port(), e.token().to_vec()),
            (e.uri().to_owned(), e.uri_host().to_owned(), e.uri_port()),
            (e.uri_path().to_owned(), e.uri_query().to_owned()),
            (server.request_e_tag().to_vec(), server.request_content_format()),
            (server.request_data().to_vec(), server.request_option_count()),
            server.pending_request_count(),
        ));
    });
    let port = server.local_port();
    let first = Msg::con("0.01", 1).token(b"tok").option(4, b"e").uint(6, 0).path("a/b");
    raw.ask(&first.option(15, b"q=1"), &mut server);
    raw.ask(&Msg::con("0.01", 2).option(3, b"Host").uint(6, 0).uint(7, 5683), &mut server);

    let (host, there) = ("127.0.0.1".to_owned(), i32::from(raw.port()));
    let expected = [
        (
            (host.clone(), there, b"tok".to_vec()),
            (uri(port, "a/b?q=1"), host.clone(), port),
            ("a/b".to_owned(), "q=1".to_owned()),
            (b"e".to_vec(), -1),
            (vec![], 5),
            0,
        ),
        (
            (host, there, vec![]),
            ("coap://host/".to_owned(), "Host".to_owned(), 5683),
            (String::new(), String::new()),
            (vec![], -1),
            (vec![], 3),
            0,
        ),
    ];
    assert_eq!(*seen.lock().unwrap(), expected);
    let all = events.all();
    let [Seen::ResponseComplete { id, .. }, Seen::ResponseComplete { id: other, .. }] = &all[..]
    else {
        panic!("{all:?}")
    };
    assert!(!id.is_empty() && id != other);
    assert_eq!(code(server.cancel_request(id)), 706);
}

// contract: event.on_register.b2, event.on_register.b3, event.on_register.b4
// contract: event.on_register.b5, event.on_register.b7, D29
#[test]
fn only_an_accepted_2_xx_puts_the_client_on_the_list() {
    for (accepts, response, registers) in [
        (true, "2.05", true),
        (true, "2.03", true),
        (false, "2.05", false),
        (true, "4.04", false),
        (true, "5.03", false),
        (false, "4.03", false),
    ] {
        let raw = Raw::new();
        let mut server = server();
        server.set_use_confirmable_messages(false);
        let named = Arc::new(Mutex::new(String::new()));
        let noted = Arc::clone(&named);
        server.on_register(move |server, e| {
            e.set_accept(accepts);
            server.set_response_code(response).unwrap();
            server.set_response_e_tag(b"v1").unwrap();
            e.uri().clone_into(&mut noted.lock().unwrap());
        });

        let answer = raw.ask(&Msg::con("0.01", 1).token(b"t").uint(6, 0).path("r"), &mut server);
        assert_eq!((answer.kind, answer.code_text().as_str()), (ACK, response));
        assert_eq!(answer.option(4).as_deref(), Some(&b"v1"[..]));
        assert_eq!(answer.option(6).is_some(), registers, "{accepts} {response}");
        server.set_response_code("2.05").unwrap();
        server.send_notification(&named.lock().unwrap()).unwrap();
        if registers {
            let notified = raw.next(&mut server);
            assert_eq!((notified.kind, notified.token.as_slice()), (NON, &b"t"[..]));
        } else {
            raw.expect_silence(&mut server);
        }
    }
}

// contract: event.on_register.b8, D29
#[test]
fn without_the_hook_or_with_another_method_observe_means_nothing() {
    let raw = Raw::new();
    let mut server = server();
    let events = Events::of(&mut server);
    let put = raw.ask(&Msg::con("0.03", 1).uint(6, 0), &mut server);
    server.set_on_register(None);
    let get = raw.ask(&Msg::con("0.01", 2).uint(6, 0), &mut server);

    assert_eq!((events.requests(), events.registrations()), (2, 0));
    assert_eq!((put.option(6), get.option(6)), (None, None));
    server.send_notification(&uri(server.local_port(), "")).unwrap();
    raw.expect_silence(&mut server);
}

// contract: event.on_register.b9
#[test]
fn a_second_registration_with_the_same_token_is_the_same() {
    let raw = Raw::new();
    let mut server = server();
    server.set_use_confirmable_messages(false);
    let events = Events::of(&mut server);
    for id in [1, 2] {
        raw.ask(&Msg::con("0.01", id).token(b"same").uint(6, 0).path("r"), &mut server);
    }
    assert_eq!(events.registrations(), 2);

    server.send_notification(&uri(server.local_port(), "r")).unwrap();

    assert_eq!(raw.next(&mut server).token, b"same");
    raw.expect_silence(&mut server);
    assert_eq!(events.departures(), 0);
}

// contract: method.send_notification.b1, method.send_notification.b2
// contract: method.send_notification.b3, method.send_notification.b7, event.on_register.b4
// contract: method.send_notification.b10, D09, D36
#[test]
fn every_observer_of_the_uri_and_nobody_else_is_notified() {
    let (one, two, other) = (Raw::new(), Raw::new(), Raw::new());
    let mut server = server();
    server.set_use_confirmable_messages(false);
    let port = server.local_port();
    let mut registered = observe(&mut server, &one, Msg::con("0.01", 1).token(b"1").path("r"));
    observe(&mut server, &two, Msg::con("0.01", 1).token(b"2").path("r"));
    let query = Msg::con("0.01", 1).token(b"3").path("r").option(15, b"u=c");
    observe(&mut server, &other, query);
    server.set_response_code("2.05").unwrap();
    server.set_response_content_format(50).unwrap();
    server.set_response_e_tag(b"v2").unwrap();
    server.set_response_data("state");
    server.set_response_option_count(1).unwrap();
    server.set_response_option_number(0, 14).unwrap();
    server.set_response_option_value(0, "7").unwrap();

    for spelling in [uri(port, "r"), format!("COAP://127.0.0.1:{port}/%72")] {
        server.send_notification(&spelling).unwrap();
        for (raw, token) in [(&one, b"1"), (&two, b"2")] {
            let got = raw.next(&mut server);
            assert_eq!((got.token.as_slice(), got.code_text().as_str()), (&token[..], "2.05"));
            assert_eq!((got.option(12), got.option(14)), (Some(vec![50]), Some(vec![7])));
            assert_eq!(
                (got.option(4), got.payload.as_slice()),
                (Some(b"v2".to_vec()), &b"state"[..])
            );
            if raw.port() == one.port() {
                assert!(order(&got) > order(&registered) && order(&got) < 1 << 24);
                registered = got;
            }
        }
    }
    other.expect_silence(&mut server);
    server.send_notification(&uri(port, "r?u=c")).unwrap();
    assert_eq!(other.next(&mut server).token, b"3");
    server.send_notification(&uri(port, "nobody")).unwrap();
    for raw in [&one, &two, &other] {
        raw.expect_silence(&mut server);
    }
}

// contract: method.send_notification.b4, method.send_notification.b5
// contract: method.send_notification.b7, event.on_unregistered.b4, D31
#[test]
fn a_notification_of_failure_is_the_last() {
    let (raw, other) = (Raw::new(), Raw::new());
    let mut server = server();
    server.set_use_confirmable_messages(false);
    let port = server.local_port();
    observe(&mut server, &raw, Msg::con("0.01", 1).token(b"r").path("r"));
    observe(&mut server, &other, Msg::con("0.01", 1).token(b"o").path("o"));
    let events = Events::of(&mut server);

    server.set_response_code("4.04").unwrap();
    server.send_notification(&uri(port, "r")).unwrap();
    let last = raw.next(&mut server);
    assert_eq!((last.code_text().as_str(), last.option(6)), ("4.04", None));
    server.set_response_code("2.05").unwrap();
    server.send_notification(&uri(port, "r")).unwrap();
    raw.expect_silence(&mut server);
    server.send_notification(&uri(port, "o")).unwrap();

    assert_eq!(other.next(&mut server).token, b"o");
    assert_eq!(events.all(), []);
}

// contract: method.send_notification.b6, method.send_notification.b8
// contract: event.on_response_complete.b6, D32
#[test]
fn a_confirmable_notification_is_repeated_until_it_is_confirmed() {
    let raw = Raw::new();
    let mut server = server();
    server.config("AckTimeout=100").unwrap();
    observe(&mut server, &raw, Msg::con("0.01", 1).token(b"t").path("r"));
    let events = Events::of(&mut server);
    let resource = uri(server.local_port(), "r");

    server.send_notification(&resource).unwrap();
    let sent = raw.next(&mut server);
    assert_eq!(sent.kind, CON);
    assert_eq!(raw.next(&mut server), sent);
    raw.send_to(&sent.ack(), &server);
    pump_a_while(&mut server);
    while raw.take().is_some() {}
    raw.expect_silence(&mut server);
    server.set_use_confirmable_messages(false);
    server.send_notification(&resource).unwrap();

    assert_eq!(raw.next(&mut server).kind, NON);
    raw.expect_silence(&mut server);
    assert_eq!(events.all(), []);
}

// contract: method.send_notification.b9, event.on_unregistered.b1, event.on_unregistered.b2
// contract: event.on_unregistered.b3, event.on_unregistered.b5, D30, D31, D32
#[test]
fn an_observer_that_leaves_by_itself_is_told() {
    type Leave = fn(&Raw, &mut CoAP, &str);
    let leave: [(&str, Leave); 3] = [
        ("deregistration", |raw, server, _| {
            let farewell = Msg::con("0.01", 50).token(b"t").uint(6, 1).path("r").option(15, b"q");
            let answer = raw.ask(&farewell, server);
            assert_eq!((answer.code_text().as_str(), answer.option(6)), ("2.05", None));
        }),
        ("reset", |raw, server, resource| {
            server.send_notification(resource).unwrap();
            let got = raw.next(server);
            raw.send_to(&Msg::new(RST, "0.00", got.id), server);
        }),
        ("silence", |_, server, resource| {
            server.send_notification(resource).unwrap();
        }),
    ];
    for (way, leave) in leave {
        let raw = Raw::new();
        let mut server = server();
        expire_soon(&mut server);
        let query = Msg::con("0.01", 1).token(b"t").path("r").option(15, b"q");
        observe(&mut server, &raw, query);
        let events = Events::of(&mut server);
        let resource = uri(server.local_port(), "r?q");

        leave(&raw, &mut server, &resource);
        pump(&mut server, |_| events.departures() == 1);

        let all = events.all();
        let place = all.iter().position(|seen| matches!(seen, Seen::Unregistered { .. })).unwrap();
        let expected = Seen::Unregistered {
            uri: resource.clone(),
            host: "127.0.0.1".to_owned(),
            port: i32::from(raw.port()),
            path: "r".to_owned(),
            query: "q".to_owned(),
        };
        assert_eq!(all[place], expected);
        let follows = matches!(all.get(place + 1), Some(Seen::Request { .. }));
        assert_eq!(follows, way == "deregistration", "{way}");
        assert_eq!(events.errors(), if way == "silence" { vec![704] } else { vec![] });
        while raw.take().is_some() {}
        server.send_notification(&resource).unwrap();
        raw.expect_silence(&mut server);
    }
}

// contract: D30, event.on_unregistered.b3
#[test]
fn a_deregistration_of_somebody_else_is_a_plain_get() {
    let raw = Raw::new();
    let mut server = server();
    observe(&mut server, &raw, Msg::con("0.01", 1).token(b"t").path("r"));
    let events = Events::of(&mut server);

    raw.ask(&Msg::con("0.01", 2).token(b"other").uint(6, 1).path("r"), &mut server);

    assert_eq!((events.departures(), events.requests()), (0, 1));
    server.set_use_confirmable_messages(false);
    server.send_notification(&uri(server.local_port(), "r")).unwrap();
    assert_eq!(raw.next(&mut server).token, b"t");
}

// contract: method.send_notification.b11, D23
#[test]
fn a_notification_changes_no_property() {
    let raw = Raw::new();
    let mut server = server();
    observe(&mut server, &raw, Msg::con("0.01", 1).token(b"t").path("r"));
    server.on_request(|server, _| {
        server.set_response_data("new");
        server.send_notification(&uri(server.local_port(), "r")).unwrap();
        assert_eq!(server.request_data(), b"body");
        assert_eq!(server.request_content_format(), 50);
        assert_eq!(server.request_e_tag(), b"e");
        assert_eq!(server.request_option_count(), 3);
        assert_eq!(server.response_code(), "2.05");
        assert_eq!(server.response_data(), b"new");
    });

    let put = Msg::con("0.03", 2).option(4, b"e").path("p").uint(12, 50).payload(b"body");
    let writer = Raw::new();

    assert_eq!(writer.ask(&put, &mut server).payload, b"new");
}

// contract: method.send_notification.b12, method.send_notification.b13, error.707.b2, D09, D56
#[test]
fn what_cannot_be_notified_is_refused() {
    let raw = Raw::new();
    let mut server = server();
    observe(&mut server, &raw, Msg::con("0.01", 1).token(b"t").path("r"));
    let resource = uri(server.local_port(), "r");
    server.set_response_code("").unwrap();

    assert_eq!(code(server.send_notification(&resource)), 707);
    assert_eq!(code(server.send_notification("coap://nobody/x")), 707);
    assert_eq!(code(server.send_notification("nowhere")), 700);
    assert_eq!(code(server.send_notification("")), 700);
    server.set_response_code("2.05").unwrap();
    server.set_response_option_count(1).unwrap();
    server.set_response_option_value_type(0, 1).unwrap();
    assert_eq!(code(server.send_notification(&resource)), 701);
    raw.expect_silence(&mut server);
}

/// Registers a peer whose request names the resource.
#[track_caller]
fn observe(server: &mut CoAP, raw: &Raw, request: Msg) -> Got {
    server.on_register(|_, e| e.set_accept(true));
    let answer = raw.ask(&request.uint(6, 0), server);
    assert!(answer.option(6).is_some());
    answer
}

/// The Observe value of a notification.
fn order(got: &Got) -> u32 {
    got.option(6).unwrap().iter().fold(0, |value, byte| value << 8 | u32::from(*byte))
}
