//! Serving: listening and stopping, `on_request`, `send_response` and `on_response_complete`.

use std::sync::{Arc, Mutex};

use crate::support::{
    ACK, CON, Events, Got, Msg, NON, RST, Raw, Seen, client, coap, code, expire_soon, local, pump,
    pump_both, server, uri,
};
use coapt::CoAP;

// contract: method.start_listening.b1, method.start_listening.b2, method.start_listening.b3
// contract: method.stop_listening.b1, method.stop_listening.b4, method.stop_listening.b5
// contract: prop.listening.b2, prop.listening.b3, D45
#[test]
fn listening_is_switched_by_methods_and_by_the_property_alike() {
    type Switch = fn(&mut CoAP) -> Result<(), coapt::CoAPError>;
    let ways: [(Switch, Switch); 2] = [
        (CoAP::start_listening, CoAP::stop_listening),
        (|coap| coap.set_listening(true), |coap| coap.set_listening(false)),
    ];
    for (start, stop) in ways {
        let raw = Raw::new();
        let mut server = coap();
        let events = Events::of(&mut server);
        server.set_response_code("2.05").unwrap();
        stop(&mut server).unwrap();
        assert!(!server.listening());

        start(&mut server).unwrap();
        let port = server.local_port();
        assert!(server.listening() && port > 0);
        start(&mut server).unwrap();
        assert_eq!((server.listening(), server.local_port()), (true, port));
        raw.ask(&Msg::con("0.01", 1), &mut server);
        assert_eq!(events.requests(), 1);

        let there = local(&server);
        stop(&mut server).unwrap();
        stop(&mut server).unwrap();
        assert!(!server.listening());
        raw.send(&Msg::con("0.01", 2), there);
        raw.expect_silence(&mut server);
        assert_eq!(events.requests(), 1);
        server.set_local_port(port).unwrap();
        start(&mut server).unwrap();
        assert_eq!(server.local_port(), port);
    }
}

// contract: method.start_listening.b5, D43
#[test]
fn listening_gives_up_client_work() {
    let raw = Raw::new();
    let mut object = client();
    object.set_response_code("2.05").unwrap();
    let events = Events::of(&mut object);
    object.start_observing(&raw.uri("o")).unwrap();
    let registration = raw.next(&mut object);
    raw.send(&registration.piggyback("2.05").uint(6, 1), registration.from);
    pump(&mut object, |_| !events.notifications().is_empty());
    object.get(&raw.uri("x")).unwrap();
    object.get(&raw.uri("y")).unwrap();
    raw.next(&mut object);
    events.clear();

    object.start_listening().unwrap();

    assert_eq!(events.completions(), [711, 711]);
    assert_eq!(object.pending_request_count(), 0);
    raw.send(&registration.separate(NON, "2.05", 9).uint(6, 2), registration.from);
    raw.send_to(&registration.separate(NON, "2.05", 10).uint(6, 3), &object);
    object.do_events().unwrap();
    assert!(events.notifications().is_empty());
}

// contract: method.stop_listening.b2, method.stop_listening.b3, method.stop_listening.b5
// contract: event.on_response_complete.b7, event.on_unregistered.b4, D31, D44, D70
#[test]
fn stopping_ends_what_is_unanswered_and_completes_what_is_sent() {
    let (raw, observer) = (Raw::new(), Raw::new());
    let mut server = server();
    server.config("AckTimeout=50").unwrap();
    let events = Events::of(&mut server);
    let resource = uri(server.local_port(), "r");
    observer.ask(&Msg::con("0.01", 1).token(b"o").uint(6, 0).path("r"), &mut server);
    let in_flight = raw.ask(&Msg::non("0.01", 2).token(b"sent"), &mut server);
    server.on_request(|_, e| e.set_send_response(false));
    raw.send_to(&Msg::con("0.01", 3).token(b"open"), &server);
    pump(&mut server, |server| server.pending_request_count() == 1);
    events.clear();

    server.stop_listening().unwrap();
    assert_eq!(events.responses(), [711], "the unanswered one");
    assert_eq!((events.departures(), server.pending_request_count()), (0, 0));
    assert_eq!(code(server.set_local_port(1)), 106);
    assert_eq!(code(server.send_notification(&resource)), 712);
    let repeated = loop {
        let got = raw.next(&mut server);
        if got.kind == CON {
            break got;
        }
    };
    assert_eq!(repeated, in_flight, "still repeated");
    raw.send(&in_flight.ack(), in_flight.from);
    pump(&mut server, |_| events.responses() == [711, 0]);

    assert_eq!(observer.take(), None);
    server.set_local_port(1).unwrap();
}

// contract: event.on_request.b1, event.on_request.b2, event.on_request.b3, D37
#[test]
fn a_request_names_its_resource() {
    let raw = Raw::new();
    let mut server = server();
    let seen = Arc::new(Mutex::new(Vec::new()));
    let noted = Arc::clone(&seen);
    server.on_request(move |server, e| {
        noted.lock().unwrap().push((
            (e.method(), e.uri_host().to_owned(), e.uri_port()),
            (e.uri_path().to_owned(), e.uri_query().to_owned()),
            (e.remote_host().to_owned(), e.remote_port(), e.token().to_vec()),
            (server.request_data().to_vec(), server.request_content_format()),
            (server.request_e_tag().to_vec(), server.request_option_count()),
        ));
    });
    let (here, there) = (server.local_port(), i32::from(raw.port()));
    raw.ask(&Msg::con("0.01", 1), &mut server);
    let full = Msg::con("0.05", 2)
        .token(&[1, 2, 3])
        .option(3, "größe.example".as_bytes())
        .option(4, b"tag")
        .uint(7, 61616)
        .option(11, b"a/b")
        .option(11, b"")
        .option(11, b"c d")
        .uint(12, 50)
        .option(15, b"x=1&2")
        .option(15, "ü".as_bytes())
        .payload(b"body");
    raw.ask(&full, &mut server);

    let remote = "127.0.0.1".to_owned();
    let expected = [
        (
            (1, remote.clone(), here),
            (String::new(), String::new()),
            (remote.clone(), there, vec![]),
            (vec![], -1),
            (vec![], 0),
        ),
        (
            (5, "größe.example".to_owned(), 61616),
            ("a%2Fb//c%20d".to_owned(), "x=1%262&%C3%BC".to_owned()),
            (remote, there, vec![1, 2, 3]),
            (b"body".to_vec(), 50),
            (b"tag".to_vec(), 9),
        ),
    ];
    assert_eq!(*seen.lock().unwrap(), expected);
}

// contract: event.on_request.b4, event.on_response_complete.b4, event.on_response_complete.b5
// contract: prop.use_confirmable_messages.b5, D34
#[test]
fn an_immediate_answer_rides_on_the_acknowledgement() {
    for confirmable in [true, false] {
        let raw = Raw::new();
        let mut server = server();
        server.set_use_confirmable_messages(confirmable);
        let events = Events::of(&mut server);
        let asked = Arc::new(Mutex::new(Vec::new()));
        let (noted, seen) = (Arc::clone(&asked), events.clone());
        server.on_request(move |server, e| {
            assert!(e.send_response());
            server.set_response_data("answer");
            assert!(seen.responses().is_empty());
            noted.lock().unwrap().push(e.request_id().to_owned());
        });

        let got = raw.ask(&Msg::con("0.01", 7).token(b"t"), &mut server);

        assert_eq!((got.kind, got.id, got.token.as_slice()), (ACK, 7, &b"t"[..]));
        assert_eq!((got.code_text().as_str(), got.payload.as_slice()), ("2.05", &b"answer"[..]));
        let all = events.all();
        assert!(
            matches!(&all[..], [Seen::ResponseComplete { id, code: 0, text }]
                if *id == asked.lock().unwrap()[0] && text.is_empty()),
            "{all:?}"
        );
    }
}

// contract: event.on_response_complete.b1, event.on_response_complete.b2
// contract: event.on_response_complete.b3, D34, D80
#[test]
fn a_non_confirmable_request_is_answered_as_the_property_says() {
    let raw = Raw::new();
    let mut server = server();
    let events = Events::of(&mut server);
    let confirmed = raw.ask(&Msg::non("0.01", 1).token(b"a"), &mut server);
    assert_eq!((confirmed.kind, confirmed.token.as_slice()), (CON, &b"a"[..]));
    assert!(events.responses().is_empty());
    raw.send_to(&confirmed.ack(), &server);
    pump(&mut server, |_| events.responses() == [0]);

    server.set_use_confirmable_messages(false);
    let unconfirmed = raw.ask(&Msg::non("0.01", 2).token(b"b"), &mut server);
    assert_eq!((unconfirmed.kind, unconfirmed.token.as_slice()), (NON, &b"b"[..]));
    assert_eq!(events.responses(), [0, 0]);
}

// contract: event.on_request.b5, method.send_response.b1, method.send_response.b4
// contract: method.send_response.b7, method.send_response.b8, method.send_response.b9
// contract: method.send_response.b10, event.on_response_complete.b1, event.on_response_complete.b2
// contract: event.on_response_complete.b5, event.on_response_complete.b6, error.704.b3
// contract: error.708.b2, error.706.b1, D10, D22, D33, D34
#[test]
fn a_deferred_answer_is_repeated_until_it_is_dealt_with() {
    for (ending, dealt_with) in [(0, Some(ACK)), (708, Some(RST)), (704, None)] {
        let raw = Raw::new();
        let mut server = server();
        server.config("AckTimeout=50").unwrap();
        server.config("AckRandomFactor=1.0").unwrap();
        server.config("MaxRetransmit=2").unwrap();
        let events = Events::of(&mut server);
        server.on_request(|_, e| e.set_send_response(false));
        let asked = Msg::con("0.01", 1).token(b"t");
        let acknowledged = raw.ask(&asked, &mut server);
        assert_eq!((acknowledged.kind, acknowledged.code_text().as_str()), (ACK, "0.00"));
        raw.expect_silence(&mut server);
        let id = server.pending_request_id(0).unwrap().to_owned();

        server.set_response_data("as it was");
        server.send_response(&id).unwrap();
        assert_eq!((server.pending_request_count(), events.responses()), (0, vec![]));
        server.set_response_data("changed");
        server.set_use_confirmable_messages(false);
        assert_eq!(code(server.send_response(&id)), 706);
        let sent = raw.next(&mut server);
        assert_eq!((sent.kind, sent.token.as_slice()), (CON, &b"t"[..]));
        assert_eq!(sent.payload, b"as it was");
        assert_eq!(raw.next(&mut server), sent, "repeated as it was");
        if let Some(kind) = dealt_with {
            raw.send_to(&Msg::new(kind, "0.00", sent.id), &server);
        }
        pump(&mut server, |_| !events.responses().is_empty());

        let all = events.all();
        assert!(
            matches!(&all[..], [Seen::ResponseComplete { id: told, code, text }]
                if *told == id && *code == ending && text.is_empty() == (ending == 0)),
            "{all:?}"
        );
        while raw.take().is_some() {}
        raw.expect_silence(&mut server);
    }
}

// contract: method.send_response.b2, method.send_response.b5, method.send_response.b6
// contract: event.on_response_complete.b3, D33
#[test]
fn an_unconfirmed_answer_is_complete_before_the_call_returns() {
    let raw = Raw::new();
    let mut server = server();
    let events = Events::of(&mut server);
    server.set_use_confirmable_messages(false);
    server.on_request(|_, e| e.set_send_response(false));
    raw.ask(&Msg::con("0.01", 1), &mut server);
    let id = server.pending_request_id(0).unwrap().to_owned();
    server.set_response_code("2.01").unwrap();
    server.set_response_content_format(0).unwrap();
    server.set_response_e_tag(b"v").unwrap();
    server.set_response_data("late");
    server.set_response_option_count(1).unwrap();
    server.set_response_option_number(0, 8).unwrap();
    server.set_response_option_value(0, "there").unwrap();

    server.send_response(&id).unwrap();

    assert_eq!(events.responses(), [0]);
    let got = raw.next(&mut server);
    assert_eq!((got.kind, got.code_text().as_str()), (NON, "2.01"));
    assert_eq!((got.option(12), got.option(4)), (Some(vec![]), Some(b"v".to_vec())));
    assert_eq!((got.option(8), got.payload), (Some(b"there".to_vec()), b"late".to_vec()));
}

// contract: method.send_response.b3, error.707.b2, D13, D56
#[test]
fn without_a_response_code_the_request_stays_pending() {
    let raw = Raw::new();
    let mut server = server();
    let events = Events::of(&mut server);
    server.on_request(|_, e| e.set_send_response(false));
    raw.ask(&Msg::con("0.01", 1), &mut server);
    let id = server.pending_request_id(0).unwrap().to_owned();
    server.set_response_code("").unwrap();

    assert_eq!(code(server.send_response(&id)), 707);
    assert_eq!(code(server.send_response("unknown")), 706, "the Id is looked at first");

    assert_eq!(server.pending_request_count(), 1);
    raw.expect_silence(&mut server);
    assert_eq!(events.all(), []);
    server.set_response_code("2.05").unwrap();
    server.send_response(&id).unwrap();
}

// contract: method.send_response.b11, D28, D84
#[test]
fn an_answer_inside_on_request_is_the_only_one() {
    for sends_later in [true, false] {
        let raw = Raw::new();
        let mut server = server();
        let events = Events::of(&mut server);
        server.on_request(move |server, e| {
            server.set_response_data("by call");
            server.send_response(e.request_id()).unwrap();
            server.set_response_data("by return");
            e.set_send_response(sends_later);
        });

        let got = raw.ask(&Msg::con("0.01", 3).token(b"t"), &mut server);

        assert_eq!((got.kind, got.id, got.payload), (ACK, 3, b"by call".to_vec()));
        raw.expect_silence(&mut server);
        assert_eq!(events.responses(), [0]);
    }
}

// contract: method.cancel_request.b2, method.cancel_request.b3, method.cancel_request.b4
// contract: method.cancel_request.b5, method.cancel_request.b8, method.cancel_request.b9
// contract: event.on_request.b5, event.on_response_complete.b6, error.706.b1, error.711.b1, D26
#[test]
fn a_cancelled_request_is_never_answered() {
    let raw = Raw::new();
    let mut server = server();
    let events = Events::of(&mut server);
    server.on_request(|_, e| e.set_send_response(false));
    raw.ask(&Msg::con("0.01", 1), &mut server);
    let id = server.pending_request_id(0).unwrap().to_owned();

    server.cancel_request(&id).unwrap();

    let all = events.all();
    assert!(matches!(&all[..], [Seen::ResponseComplete { id: told, code: 711, text }]
            if *told == id && !text.is_empty()));
    assert_eq!(server.pending_request_count(), 0);
    assert_eq!(code(server.send_response(&id)), 706);
    for unknown in [id.as_str(), "", "unknown"] {
        assert_eq!(code(server.cancel_request(unknown)), 706);
    }
    raw.expect_silence(&mut server);
    assert_eq!(events.all().len(), 1);
}

// contract: D84
#[test]
fn a_request_cancelled_by_its_own_handler_is_rejected() {
    let raw = Raw::new();
    let mut server = server();
    let events = Events::of(&mut server);
    let seen = events.clone();
    server.on_request(move |server, e| {
        server.cancel_request(e.request_id()).unwrap();
        assert_eq!(seen.responses(), [711]);
    });

    let got = raw.ask(&Msg::con("0.01", 3), &mut server);

    assert_eq!((got.kind, got.id), (RST, 3));
    raw.expect_silence(&mut server);
    assert_eq!(events.responses(), [711]);
}

// contract: event.on_request.b6, D60
#[test]
fn a_repeated_request_is_answered_again_without_an_event() {
    let raw = Raw::new();
    let mut server = server();
    let events = Events::of(&mut server);
    let request = Msg::con("0.02", 1).token(b"t");
    let first = raw.ask(&request, &mut server);
    assert_eq!(raw.ask(&request, &mut server), first);
    assert_eq!((events.requests(), events.responses()), (1, vec![0]));

    server.on_request(|_, e| e.set_send_response(false));
    let deferred = Msg::con("0.02", 2).token(b"d");
    let acknowledged = raw.ask(&deferred, &mut server);
    assert_eq!(raw.ask(&deferred, &mut server), acknowledged);
    assert_eq!(server.pending_request_count(), 1);
    let silent = Msg::non("0.02", 3);
    raw.send_to(&silent, &server);
    raw.send_to(&silent, &server);
    pump(&mut server, |server| server.pending_request_count() == 2);
    raw.expect_silence(&mut server);
    assert_eq!(server.pending_request_count(), 2);
}

// contract: event.on_request.b7, error.707.b3, D35
#[test]
fn a_handler_that_leaves_no_response_code_causes_5_00() {
    let raw = Raw::new();
    let mut server = server();
    let events = Events::of(&mut server);
    server.on_request(|server, _| server.set_response_code("").unwrap());

    let got = raw.ask(&Msg::con("0.01", 1), &mut server);

    assert_eq!(got.code_text(), "5.00");
    assert_eq!((events.errors(), events.responses()), (vec![707], vec![707]));
    server.set_on_request(None);
    assert_eq!(raw.ask(&Msg::con("0.01", 2), &mut server).code_text(), "5.00");
    assert_eq!(events.errors(), [707, 707], "without a handler the same holds");
}

// contract: event.on_request.b8, D18, D72, D73
#[test]
fn critical_options_are_refused_unless_they_are_known_or_declared() {
    let raw = Raw::new();
    let mut server = server();
    let events = Events::of(&mut server);
    let with = |id, option: u16, value: &[u8]| Msg::con("0.01", id).option(option, value);

    for (id, option, value) in
        [(1, 1, &b"tag"[..]), (2, 5, b""), (3, 17, b""), (4, 16, b"\x05"), (5, 258, b"")]
    {
        let got = raw.ask(&with(id, option, value), &mut server);
        assert_eq!(got.code_text(), "2.05", "option {option} is known");
    }
    assert_eq!(events.requests(), 5);
    for (id, option, value) in [(6, 35, &b"coap://h/"[..]), (7, 39, b"http")] {
        let got = raw.ask(&with(id, option, value), &mut server);
        assert_eq!(got.code_text(), "5.05", "this is no proxy");
    }
    assert!(events.errors().is_empty());
    assert_eq!(raw.ask(&with(8, 65_001, b""), &mut server).code_text(), "4.02");
    assert_eq!((events.errors(), events.requests()), (vec![701], 5));
    server.config("RecognizedOptions=35,39,65001").unwrap();
    for (id, option, value) in [(9, 35, &b"coap://h/"[..]), (10, 39, b"http"), (11, 65_001, b"")] {
        assert_eq!(raw.ask(&with(id, option, value), &mut server).code_text(), "2.05");
        assert!(server.request_option_critical(0).unwrap());
    }
    assert_eq!(events.requests(), 8);
}

// contract: event.on_request.b9, event.on_register.b10, event.on_unregistered.b6
// contract: event.on_request_complete.b10, event.on_notification.b8
#[test]
fn events_belong_to_their_mode() {
    let raw = Raw::new();
    let mut client = client();
    let clients_events = Events::of(&mut client);
    client.get(&raw.uri("x")).unwrap();
    let request: Got = raw.next(&mut client);
    raw.send(&Msg::non("0.01", 1), request.from);
    raw.send(&Msg::non("0.01", 2).token(b"o").uint(6, 0), request.from);
    raw.send(&Msg::non("0.01", 3).token(b"o").uint(6, 1), request.from);
    client.do_events().unwrap();
    assert_eq!(clients_events.all(), []);

    let mut server = server();
    let servers_events = Events::of(&mut server);
    raw.send_to(&request.separate(NON, "2.05", 4), &server);
    raw.send_to(&request.separate(NON, "2.05", 5).uint(6, 1), &server);
    raw.send_to(&request.piggyback("2.05"), &server);
    server.do_events().unwrap();
    assert_eq!(servers_events.all(), []);
}

// contract: D74
#[test]
fn any_code_of_the_documented_range_is_sent_as_asked() {
    let raw = Raw::new();
    let mut server = server();
    for (id, code) in (1..).zip(["2.31", "3.00", "4.05", "6.00", "7.31"]) {
        server.set_response_code(code).unwrap();
        assert_eq!(raw.ask(&Msg::con("0.01", id), &mut server).code_text(), code);
    }

    let mut client = client();
    expire_soon(&mut client);
    let events = Events::of(&mut client);
    client.set_use_confirmable_messages(false);
    for (code, ending) in [("3.00", Some(709)), ("6.00", None), ("7.00", None), ("1.05", None)] {
        client.get(&raw.uri("x")).unwrap();
        let got = raw.next(&mut client);
        raw.send(&got.separate(CON, code, 900), got.from);
        let reply = raw.next(&mut client);
        if let Some(ending) = ending {
            pump(&mut client, |_| events.completions() == [ending]);
        } else {
            assert_eq!(reply.kind, RST, "{code}");
            assert_eq!(client.pending_request_count(), 1, "it goes on waiting");
            let id = client.pending_request_id(0).unwrap().to_owned();
            client.cancel_request(&id).unwrap();
        }
    }
}

// contract: D24, D34
#[test]
fn a_client_and_a_server_of_this_class_understand_each_other() {
    let mut server = server();
    let mut client = client();
    server.on_request(|server, e| {
        let text = format!("{} {}", e.method(), e.uri_path());
        server.set_response_data(text);
    });
    for (number, confirmable) in [(1, true), (6, false)] {
        client.set_use_confirmable_messages(confirmable);
        client.send_custom_request(&uri(server.local_port(), "a/b"), number).unwrap();
        pump_both(&mut client, &mut server, |client, _| client.pending_request_count() == 0);
        assert_eq!(client.response_data(), format!("{number} a/b").as_bytes());
    }
}
