//! `on_log`: levels, what is told, and what is masked.

use std::sync::{Arc, Mutex};

use crate::support::{Events, Msg, NON, Raw, Responder, client, coap, code, pump, server, uri};
use coapt::{CoAP, CoAPError};

// contract: event.on_log.b1, event.on_log.b2, event.on_log.b3, event.on_log.b4
// contract: mentioned.LogLevel.b2, D62
#[test]
fn the_level_decides_what_is_told() {
    let told = |level: Option<i32>| {
        let raw = Raw::new();
        let mut server = coap();
        let events = Events::of(&mut server);
        if let Some(level) = level {
            server.config(&format!("LogLevel={level}")).unwrap();
        }
        server.set_response_code("2.05").unwrap();
        server.start_listening().unwrap();
        raw.ask(&Msg::con("0.01", 1).path("x"), &mut server);
        server.stop_listening().unwrap();
        events.logs()
    };

    let by_level: Vec<_> = (0..4).map(|level| told(Some(level))).collect();

    assert_eq!(by_level[0], []);
    for level in 1..4 {
        let (fewer, more) = (&by_level[level - 1], &by_level[level]);
        assert!(more.len() > fewer.len(), "each level adds messages: {more:?}");
        for level_of_message in 1..4 {
            let at = |logs: &[(i32, String)]| {
                logs.iter().filter(|(other, _)| *other == level_of_message).count()
            };
            let expected = usize::try_from(level_of_message).unwrap() <= level;
            assert_eq!(at(more) > 0, expected, "{more:?}");
            if at(fewer) > 0 {
                assert_eq!(at(fewer), at(more), "each message is told once");
            }
        }
        assert!(more.iter().all(|(_, message)| !message.is_empty()));
    }
    let levels = |logs: &[(i32, String)]| logs.iter().map(|(level, _)| *level).collect::<Vec<_>>();
    assert_eq!(levels(&told(None)), levels(&by_level[1]), "1 is the default");
}

// contract: event.on_log.b5, D62
#[test]
fn level_3_tells_every_datagram() {
    let raw = Raw::new();
    let mut server = server();
    server.config("LogLevel=3").unwrap();
    server.config("MaxPacketSize=100").unwrap();
    let mut server = listen_again(server);
    let events = Events::of(&mut server);
    let datagrams = |events: &Events, verb: &str| {
        let is_one = |(level, message): &(i32, String)| *level == 3 && message.starts_with(verb);
        events.logs().iter().filter(|log| is_one(log)).count()
    };

    raw.ask(&Msg::con("0.01", 1), &mut server);
    assert_eq!((datagrams(&events, "received"), datagrams(&events, "sent")), (1, 1));
    raw.ask(&Msg::con("0.00", 2), &mut server);
    assert_eq!((datagrams(&events, "received"), datagrams(&events, "sent")), (2, 2));
    raw.send_bytes(b"\xff\xff garbage", crate::support::local(&server));
    raw.send_bytes(b"", crate::support::local(&server));
    raw.send_to(&Msg::non("0.02", 3).payload(&[0; 200]), &server);
    pump(&mut server, |_| datagrams(&events, "received") == 5);
    raw.send_to(&Msg::con("0.01", 1), &server);
    pump(&mut server, |_| datagrams(&events, "received") == 6);
    assert_eq!(datagrams(&events, "sent"), 3, "the repeated answer is a datagram too");
    server.config("LogLevel=2").unwrap();
    events.clear();
    raw.ask(&Msg::con("0.01", 4), &mut server);
    assert_eq!(datagrams(&events, "received"), 0);
}

// contract: config.MaskSensitive.b3
#[test]
fn what_is_sensitive_is_masked_unless_it_is_asked_for() {
    let told = |masks: &str| {
        let raw = Raw::new();
        let mut server = server();
        let events = Events::of(&mut server);
        server.config("LogLevel=3").unwrap();
        server.config(&format!("MaskSensitive={masks}")).unwrap();
        server.set_response_data("response-body");
        server.set_response_e_tag(b"resp-tag").unwrap();
        server.set_response_option_count(3).unwrap();
        server.set_response_option_number(0, 2048).unwrap();
        server.set_response_option_value(0, "option-key").unwrap();
        server.set_response_option_number(1, 20).unwrap();
        server.set_response_option_value(1, "location-query").unwrap();
        server.set_response_option_number(2, 35).unwrap();
        server.set_response_option_value(2, "proxy-uri").unwrap();
        let request = Msg::con("0.02", 1)
            .token(b"my-token")
            .option(1, b"if-match")
            .option(4, b"req--tag")
            .option(11, b"plain-path")
            .uint(12, 50)
            .option(15, b"password=hidden")
            .option(2052, b"unknown-key")
            .payload(b"request-body");
        raw.ask(&request, &mut server);
        raw.send_bytes(b"\x4f malformed-secret", crate::support::local(&server));
        pump(&mut server, |_| !events.errors().is_empty());
        let texts: Vec<_> = events.logs().into_iter().map(|(_, message)| message).collect();
        texts.join("\n")
    };
    let secrets = [
        "my-token",
        "if-match",
        "req--tag",
        "password=hidden",
        "unknown-key",
        "request-body",
        "response-body",
        "resp-tag",
        "option-key",
        "location-query",
        "proxy-uri",
        "malformed-secret",
    ];

    let (masked, open) = (told("True"), told("False"));

    for secret in secrets {
        let hex = secret.bytes().map(|byte| format!("{byte:02X}")).collect::<Vec<_>>().concat();
        assert!(!masked.contains(secret), "{secret} in {masked}");
        assert!(!masked.contains(&hex), "{secret} in {masked}");
        assert!(open.contains(secret) || open.contains(&hex), "{secret} not in {open}");
    }
    assert!(!masked.contains("hidden"), "neither in a URI: {masked}");
    assert!(masked.contains("(12)****") && masked.contains("(8)****"), "{masked}");
    for plain in ["plain-path", "2.05", "0.02", "50"] {
        assert!(masked.contains(plain), "{plain} in {masked}");
    }
}

// contract: config.MaskSensitive.b3
#[test]
fn the_queries_of_a_clients_uris_are_masked_too() {
    let told = |masks: &str| {
        let peer = Responder::content(b"x");
        let mut client = coap();
        client.config("LogLevel=2").unwrap();
        client.config(&format!("MaskSensitive={masks}")).unwrap();
        let events = Events::of(&mut client);
        client.get(&peer.uri("path?user=joe&key=secret")).unwrap();
        format!("{:?}", events.logs())
    };

    let (masked, open) = (told("True"), told("False"));

    assert!(masked.contains("/path?") && !masked.contains("joe") && !masked.contains("secret"));
    assert!(open.contains("/path?user=joe&key=secret"));
}

// contract: D77
#[test]
fn a_notification_with_another_content_format_is_warned_of_once() {
    let raw = Raw::new();
    let mut server = server();
    let events = Events::of(&mut server);
    server.set_use_confirmable_messages(false);
    server.set_response_content_format(0).unwrap();
    for (id, path) in [(1, "a"), (2, "b")] {
        raw.ask(&Msg::con("0.01", id).token(path.as_bytes()).uint(6, 0).path(path), &mut server);
    }
    events.clear();
    let (a, b) = (uri(server.local_port(), "a"), uri(server.local_port(), "b"));
    let warnings = |events: &Events| {
        events.logs().iter().filter(|(level, text)| *level == 1 && text.contains("format")).count()
    };

    server.send_notification(&a).unwrap();
    assert_eq!(warnings(&events), 0);
    server.set_response_content_format(50).unwrap();
    server.send_notification(&a).unwrap();
    server.send_notification(&a).unwrap();
    assert_eq!(warnings(&events), 1);
    server.send_notification(&b).unwrap();
    assert_eq!(warnings(&events), 2, "once for each URI");
    let sent: Vec<_> = (0..4).map(|_| raw.next(&mut server).option(12).unwrap()).collect();
    assert_eq!(sent, [vec![], vec![50], vec![50], vec![50]], "they are sent as set");
}

// contract: event.on_log.b1, D25
#[test]
fn a_failing_log_handler_loses_no_event_and_no_message() {
    let raw = Raw::new();
    let mut server = server();
    let events = Events::of(&mut server);
    server.config("LogLevel=3").unwrap();
    let told = Arc::new(Mutex::new(Vec::new()));
    let noted = Arc::clone(&told);
    server.on_log(move |_, e| {
        noted.lock().unwrap().push(e.message().to_owned());
        if e.message().starts_with("received") { Err("no log today") } else { Ok(()) }
    });
    raw.send_to(&Msg::con("0.01", 1), &server);
    raw.send_to(&Msg::con("0.01", 2), &server);

    let mut failures = 0;
    for _ in 0..100 {
        if let Err(error) = server.do_events() {
            assert_eq!(error.code(), CoAPError::HANDLER_FAILED);
            failures += 1;
        }
        if events.requests() == 2 && told.lock().unwrap().iter().any(|m| m.starts_with("sent")) {
            break;
        }
    }

    assert_eq!(failures, 2);
    let told = told.lock().unwrap();
    assert_eq!(told.iter().filter(|message| message.starts_with("received")).count(), 2);
    assert_eq!([raw.next(&mut server).id, raw.next(&mut server).id], [1, 2]);
}

// contract: event.on_log.b1, method.do_events.b6
#[test]
fn a_log_handler_may_call_the_object() {
    let raw = Raw::new();
    let mut server = server();
    let told = Arc::new(Mutex::new(Vec::new()));
    let noted = Arc::clone(&told);
    server.config("LogLevel=3").unwrap();
    server.on_log(move |server, e| {
        let before = noted.lock().unwrap().len();
        server.do_events().unwrap();
        assert_eq!(code(server.send_response("none")), 706);
        assert_eq!(noted.lock().unwrap().len(), before, "it is not entered again");
        noted.lock().unwrap().push(e.message().to_owned());
    });

    raw.ask(&Msg::con("0.01", 1), &mut server);
    server.do_events().unwrap();

    let told = told.lock().unwrap();
    assert!(told[0].starts_with("received") && told.iter().any(|m| m.starts_with("sent")));
}

// contract: event.on_log.b1, D46
#[test]
fn a_log_handler_may_reset_the_object() {
    let peer = Responder::content(b"after");
    let raw = Raw::new();
    let mut server = server();
    let told = Arc::new(Mutex::new(Vec::new()));
    let (noted, there) = (Arc::clone(&told), peer.uri("x"));
    server.config("LogLevel=3").unwrap();
    server.on_log(move |coap, e| {
        noted.lock().unwrap().push(e.message().to_owned());
        if noted.lock().unwrap().len() == 1 {
            coap.reset();
            coap.config("LogLevel=3").unwrap();
            coap.get(&there).unwrap();
            assert_eq!(coap.response_data(), b"after");
        }
    });
    raw.send_to(&Msg::non("0.01", 1), &server);

    pump(&mut server, |_| !told.lock().unwrap().is_empty());
    server.do_events().unwrap();

    let told = told.lock().unwrap();
    let count = |verb: &str| told.iter().filter(|message| message.starts_with(verb)).count();
    assert_eq!((count("received"), count("sent")), (2, 1), "none is lost: {told:?}");
}

// contract: event.on_log.b4
#[test]
fn a_message_is_not_told_if_the_level_has_sunk_meanwhile() {
    let (one, other) = (Raw::new(), Raw::new());
    let mut client = client();
    client.config("LogLevel=3").unwrap();
    let told = Arc::new(Mutex::new(0));
    let noted = Arc::clone(&told);
    client.on_log(move |client, _| {
        *noted.lock().unwrap() += 1;
        client.config("LogLevel=0").unwrap();
    });

    client.set_use_confirmable_messages(false);
    client.get(&one.uri("x")).unwrap();
    client.get(&other.uri("x")).unwrap();
    assert_eq!(one.next(&mut client).kind, NON);
    assert_eq!(other.next(&mut client).kind, NON);

    assert_eq!(*told.lock().unwrap(), 1);
}

/// Takes settings of the socket into use.
fn listen_again(mut server: CoAP) -> CoAP {
    server.stop_listening().unwrap();
    server.start_listening().unwrap();
    server
}

// contract: event.on_log.b5
#[test]
fn what_the_system_refused_was_not_sent() {
    let mut client = client();
    client.config("LogLevel=3").unwrap();
    client.config("SourceIPAddress=192.0.2.77").unwrap();
    let events = Events::of(&mut client);

    assert_eq!(code(client.get(&uri(9, "x"))), 10049);

    assert!(events.logs().iter().all(|(_, message)| !message.starts_with("sent")));
}

#[test]
fn messages_that_cannot_wait_are_counted() {
    const FLOOD: usize = 6_000;
    let raw = Raw::new();
    let mut server = server();
    let there = crate::support::local(&server);
    server.config("LogLevel=3").unwrap();
    let told = Arc::new(Mutex::new(Vec::new()));
    let noted = Arc::clone(&told);
    server.on_log(move |server, e| {
        noted.lock().unwrap().push(e.message().to_owned());
        if noted.lock().unwrap().len() == 1 {
            for id in 0..FLOOD {
                let stray = Msg::new(crate::support::ACK, "0.00", u16::try_from(id).unwrap());
                raw.send(&stray, there);
                server.do_events().unwrap();
            }
        }
    });

    Raw::new().send(&Msg::new(crate::support::ACK, "0.00", 1), there);
    pump(&mut server, |_| !told.lock().unwrap().is_empty());
    server.do_events().unwrap();

    let told = told.lock().unwrap();
    let received = told.iter().filter(|message| message.starts_with("received")).count();
    let left_out = 1 + FLOOD - received;
    assert!(left_out > 0);
    let warning = format!("warning: {left_out} log messages were left out");
    assert!(told.last().unwrap().starts_with(&warning), "{:?}", told.last());
}
