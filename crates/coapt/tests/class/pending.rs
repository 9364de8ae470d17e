//! The pending arrays in both modes.

use std::sync::{Arc, Mutex};

use crate::support::{Events, Msg, Raw, Responder, Seen, client, code, local, pump, server, uri};
use coapt::CoAP;

// contract: prop.pending_request_count.b2, prop.pending_request_count.b3
// contract: prop.pending_request_count.b5, prop.pending_request_method.b1
// contract: prop.pending_request_method.b2, prop.pending_request_remote_host.b1
// contract: prop.pending_request_remote_host.b2, prop.pending_request_remote_host.b3
// contract: prop.pending_request_remote_port.b1, prop.pending_request_remote_port.b2
// contract: prop.pending_request_id.b1, prop.pending_request_id.b2
// contract: prop.pending_request_token.b1, prop.pending_request_token.b2
// contract: prop.pending_request_uri.b1, prop.pending_request_uri.b2, D05, D66
#[test]
fn a_client_lists_its_asynchronous_requests_oldest_first() {
    let raw = Raw::new();
    let there = |path: &str| format!("coap://LOCALHOST:{}/{path}?q", raw.port());
    let mut client = client();
    client.config("NStart=255").unwrap();
    let mut ids = vec![
        client.get(&there("1")).unwrap(),
        client.post(&there("2")).unwrap(),
        client.put(&there("3")).unwrap(),
        client.delete(&there("4")).unwrap(),
        client.send_custom_request(&there("5"), 31).unwrap(),
        client.start_observing(&there("6")).unwrap(),
    ];
    client.stop_observing(&there("7")).unwrap();
    client.get("coap://127.0.0.1/8").unwrap();
    ids.push(client.pending_request_id(6).unwrap().to_owned());
    ids.push(client.pending_request_id(7).unwrap().to_owned());
    let tokens: Vec<_> = (0..7).map(|_| raw.next(&mut client).token).collect();

    assert_eq!(client.pending_request_count(), 8);
    for (index, method) in (0..).zip([1, 2, 3, 4, 31, 1, 1, 1]) {
        let place = usize::try_from(index).unwrap();
        assert_eq!(client.pending_request_method(index).unwrap(), method);
        assert_eq!(client.pending_request_remote_host(index).unwrap(), "127.0.0.1");
        assert_eq!(client.pending_request_id(index).unwrap(), ids[place]);
        if index < 7 {
            let uri = there(&(index + 1).to_string());
            assert_eq!(client.pending_request_uri(index).unwrap(), uri);
            assert_eq!(client.pending_request_remote_port(index).unwrap(), i32::from(raw.port()));
            assert_eq!(client.pending_request_token(index).unwrap(), tokens[place]);
        }
    }
    assert_eq!(client.pending_request_remote_port(7).unwrap(), 5683);
    client.cancel_request(&ids[3]).unwrap();
    assert_eq!(client.pending_request_count(), 7);
    assert_eq!(client.pending_request_id(2).unwrap(), ids[2]);
    assert_eq!(client.pending_request_id(3).unwrap(), ids[4], "later ones shift down");
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), 8, "no Id is given twice");
}

// contract: prop.pending_request_method.b3, prop.pending_request_remote_host.b4
// contract: prop.pending_request_remote_port.b3, prop.pending_request_id.b3
// contract: prop.pending_request_token.b3, prop.pending_request_uri.b3
// contract: prop.pending_request_count.b2, error.706.b2, D12
#[test]
fn an_index_out_of_range_is_refused() {
    let raw = Raw::new();
    let mut client = client();
    client.get(&raw.uri("x")).unwrap();
    let mut server = server();
    server.on_request(|_, e| e.set_send_response(false));
    raw.send_to(&Msg::con("0.01", 1), &server);
    pump(&mut server, |server| server.pending_request_count() == 1);

    for coap in [&client, &server, &CoAP::new()] {
        let valid = coap.pending_request_count();
        for index in [-1, valid, valid + 1, i32::MAX, i32::MIN] {
            assert_eq!(code(coap.pending_request_method(index)), 706);
            assert_eq!(code(coap.pending_request_remote_host(index)), 706);
            assert_eq!(code(coap.pending_request_remote_port(index)), 706);
            assert_eq!(code(coap.pending_request_id(index)), 706);
            assert_eq!(code(coap.pending_request_token(index)), 706);
            assert_eq!(code(coap.pending_request_uri(index)), 706);
        }
        for index in 0..valid {
            coap.pending_request_method(index).unwrap();
        }
    }
}

// contract: prop.pending_request_count.b3, D05, D06
#[test]
fn a_blocking_request_is_not_listed_and_has_an_id_all_the_same() {
    let peer = Responder::content(b"x");
    let mut client = client();
    let events = Events::of(&mut client);
    let other = Raw::new();
    let listed = client.get(&other.uri("async")).unwrap();
    let pending = Arc::new(Mutex::new(Vec::new()));
    let noted = Arc::clone(&pending);
    client.config("LogLevel=3").unwrap();
    client.on_log(move |client, _| noted.lock().unwrap().push(client.pending_request_count()));

    client.set_timeout(60).unwrap();
    client.get(&peer.uri("x")).unwrap();

    let counts = pending.lock().unwrap();
    assert!(counts.len() >= 2, "told of the request while it waits, and of the response");
    assert!(counts.iter().all(|count| *count == 1), "the asynchronous one alone: {counts:?}");
    let Some(Seen::RequestComplete { id, pending, .. }) = events.all().first().cloned() else {
        panic!("{:?}", events.all())
    };
    assert_eq!(pending, 1);
    assert!(!id.is_empty() && id != listed);
    assert_eq!(code(client.cancel_request(&id)), 706);
}

// contract: prop.pending_request_count.b4, D06
#[test]
fn the_record_is_gone_when_the_completion_fires() {
    let raw = Raw::new();
    let mut client = client();
    let events = Events::of(&mut client);
    let sent = client.get(&raw.uri("x")).unwrap();
    let got = raw.next(&mut client);
    assert_eq!(client.pending_request_count(), 1);

    raw.send(&got.piggyback("2.05"), got.from);
    pump(&mut client, |_| !events.is_empty());

    let all = events.all();
    assert!(matches!(&all[..], [Seen::RequestComplete { id, pending: 0, .. }] if *id == sent));
    assert_eq!(code(client.cancel_request(&sent)), 706);
}

// contract: prop.pending_request_count.b5, prop.pending_request_count.b6
// contract: prop.pending_request_method.b1, prop.pending_request_remote_host.b1
// contract: prop.pending_request_remote_host.b2, prop.pending_request_remote_port.b1
// contract: prop.pending_request_id.b1, prop.pending_request_token.b1, prop.pending_request_uri.b1
// contract: D05, D27
#[test]
fn a_server_lists_what_waits_for_an_answer_oldest_first() {
    let (one, other) = (Raw::new(), Raw::new());
    let mut server = server();
    let seen = Arc::new(Mutex::new(Vec::new()));
    let noted = Arc::clone(&seen);
    server.on_request(move |server, e| {
        e.set_send_response(false);
        let last = server.pending_request_count() - 1;
        assert_eq!(server.pending_request_id(last).unwrap(), e.request_id());
        assert_eq!(server.pending_request_token(last).unwrap(), e.token());
        assert_eq!(server.pending_request_method(last).unwrap(), e.method());
        noted.lock().unwrap().push(e.request_id().to_owned());
    });
    one.send_to(&Msg::con("0.02", 1).token(b"first").path("a").option(15, b"q=1"), &server);
    pump(&mut server, |server| server.pending_request_count() == 1);
    other.send_to(&Msg::con("0.05", 1).token(&[0, 255]).option(3, b"h").uint(7, 9), &server);
    pump(&mut server, |server| server.pending_request_count() == 2);
    let ids = seen.lock().unwrap().clone();

    let port = server.local_port();
    for (index, raw, method, token, uri) in [
        (0, &one, 2, &b"first"[..], uri(port, "a?q=1")),
        (1, &other, 5, &[0, 255], "coap://h:9/".to_owned()),
    ] {
        assert_eq!(server.pending_request_method(index).unwrap(), method);
        assert_eq!(server.pending_request_remote_host(index).unwrap(), "127.0.0.1");
        assert_eq!(server.pending_request_remote_port(index).unwrap(), i32::from(raw.port()));
        assert_eq!(server.pending_request_token(index).unwrap(), token);
        assert_eq!(server.pending_request_uri(index).unwrap(), uri);
    }
    server.send_response(&ids[0]).unwrap();
    assert_eq!(server.pending_request_count(), 1, "sent, though not confirmed");
    assert_eq!(server.pending_request_id(0).unwrap(), ids[1]);
    assert_eq!(code(server.send_response(&ids[0])), 706);
    assert_eq!(code(server.cancel_request(&ids[0])), 706);
    server.cancel_request(&ids[1]).unwrap();
    assert_eq!(server.pending_request_count(), 0);
    assert_eq!(local(&server).port(), u16::try_from(port).unwrap());
}

// contract: prop.pending_request_count.b6, D27
#[test]
fn a_request_that_is_answered_at_once_is_listed_while_its_handler_runs() {
    let raw = Raw::new();
    let mut server = server();
    let counts = Arc::new(Mutex::new(Vec::new()));
    let (during, after) = (Arc::clone(&counts), Arc::clone(&counts));
    server.on_request(move |server, _| {
        during.lock().unwrap().push(server.pending_request_count());
    });
    server.on_response_complete(move |server, _| {
        after.lock().unwrap().push(server.pending_request_count());
    });

    raw.ask(&Msg::con("0.01", 1), &mut server);

    assert_eq!(*counts.lock().unwrap(), [1, 0]);
}
