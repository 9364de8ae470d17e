//! Content format, body, ETag and code of messages: what is sent of them, what is received, and how long they stay.

use std::sync::{Arc, Mutex};

use crate::support::{CON, Events, Got, Msg, NON, Raw, client, expire_soon, pump, server, uri};
use coapt::CoAP;

/// The code, the call, whether it has a body, and the value of its Observe option.
type Method<'a> = (&'a str, &'a dyn Fn(&mut CoAP), bool, Option<&'a [u8]>);

// contract: prop.request_content_format.b3, prop.request_content_format.b4
// contract: prop.request_content_format.b5, prop.request_data.b4, prop.request_data.b5
// contract: prop.request_e_tag.b3, method.get.b1, method.get.b2, method.delete.b1
// contract: method.delete.b2, method.post.b1, method.post.b2, method.post.b3, method.put.b1
// contract: method.put.b2, method.put.b3, method.send_custom_request.b1
// contract: method.send_custom_request.b2, method.send_custom_request.b3
// contract: method.send_custom_request.b4, method.send_custom_request.b20
// contract: method.start_observing.b1, method.start_observing.b2, method.stop_observing.b1
// contract: method.stop_observing.b2, D53, D75
#[test]
fn methods_with_a_body_carry_it_and_all_carry_the_etag() {
    let raw = Raw::new();
    let there = raw.uri("x");
    let methods: [Method; 9] = [
        ("0.01", &|client| _ = client.get(&there).unwrap(), false, None),
        ("0.02", &|client| _ = client.post(&there).unwrap(), true, None),
        ("0.03", &|client| _ = client.put(&there).unwrap(), true, None),
        ("0.04", &|client| _ = client.delete(&there).unwrap(), false, None),
        ("0.01", &|client| _ = client.start_observing(&there).unwrap(), false, Some(b"")),
        ("0.01", &|client| client.stop_observing(&there).unwrap(), false, Some(&[1])),
        ("0.05", &|client| _ = client.send_custom_request(&there, 5).unwrap(), true, None),
        ("0.01", &|client| _ = client.send_custom_request(&there, 1).unwrap(), true, None),
        ("0.04", &|client| _ = client.send_custom_request(&there, 4).unwrap(), true, None),
    ];
    for (code, method, has_body, observe) in methods {
        let mut client = client();
        client.set_request_data("body");
        client.set_request_content_format(0).unwrap();
        client.set_request_e_tag(b"tag").unwrap();

        method(&mut client);

        let got = raw.next(&mut client);
        assert_eq!(got.code_text(), code);
        assert_eq!(got.option(6), observe.map(<[u8]>::to_vec));
        assert_eq!(got.payload, if has_body { &b"body"[..] } else { b"" }, "{code}");
        assert_eq!(got.option(12), has_body.then(Vec::new), "{code}: 0 is a real format");
        assert_eq!(got.option(4).as_deref(), Some(&b"tag"[..]), "{code}");
    }
}

// contract: prop.request_content_format.b2, prop.request_e_tag.b2, method.get.b2, method.delete.b2
// contract: method.post.b1, method.post.b2, method.post.b3, method.put.b1, method.put.b2
// contract: method.put.b3, method.send_custom_request.b2, method.send_custom_request.b3
// contract: method.send_custom_request.b4
#[test]
fn a_request_without_body_format_and_etag_has_no_such_parts() {
    let raw = Raw::new();
    let there = raw.uri("x");
    let methods: [&dyn Fn(&mut CoAP); 5] = [
        &|client| _ = client.get(&there).unwrap(),
        &|client| _ = client.post(&there).unwrap(),
        &|client| _ = client.put(&there).unwrap(),
        &|client| _ = client.delete(&there).unwrap(),
        &|client| _ = client.send_custom_request(&there, 5).unwrap(),
    ];
    for method in methods {
        let mut client = client();
        client.set_request_content_format(50).unwrap();
        client.set_request_content_format(-1).unwrap();
        client.set_request_e_tag(b"x").unwrap();
        client.set_request_e_tag(b"").unwrap();

        method(&mut client);

        let got = raw.next(&mut client);
        assert_eq!((got.all(12).len(), got.all(4).len(), got.payload.len()), (0, 0, 0));
    }
}

// contract: prop.request_content_format.b2, prop.request_content_format.b6, prop.request_data.b6
// contract: prop.request_e_tag.b2, prop.request_e_tag.b4, D21
#[test]
fn a_server_finds_the_request_in_the_properties_and_nothing_of_the_one_before() {
    let raw = Raw::new();
    let mut server = server();
    let seen = Arc::new(Mutex::new(Vec::new()));
    let (by_request, by_register) = (Arc::clone(&seen), Arc::clone(&seen));
    server.on_request(move |server, _| by_request.lock().unwrap().push(request_of(server)));
    server.on_register(move |server, _| by_register.lock().unwrap().push(request_of(server)));

    let full = |message: Msg| message.uint(12, 0).option(4, b"tag").payload(b"body");
    raw.ask(&full(Msg::con("0.02", 1)), &mut server);
    raw.ask(&Msg::con("0.02", 2), &mut server);
    raw.ask(&Msg::con("0.01", 3).option(4, b"of GET").uint(6, 0), &mut server);
    raw.ask(&Msg::con("0.01", 4).uint(6, 0), &mut server);

    let expected = [
        (0, b"body".to_vec(), b"tag".to_vec(), 2),
        (-1, vec![], vec![], 0),
        (-1, vec![], b"of GET".to_vec(), 2),
        (-1, vec![], vec![], 1),
    ];
    assert_eq!(*seen.lock().unwrap(), expected);
}

// contract: D75
#[test]
fn the_payload_of_a_received_get_or_delete_is_ignored() {
    let raw = Raw::new();
    let mut server = server();
    let events = Events::of(&mut server);

    for (id, code) in [(1, "0.01"), (2, "0.04")] {
        raw.ask(&Msg::con(code, id).payload(b"meaningless"), &mut server);
        assert_eq!(server.request_data(), b"");
    }

    assert_eq!(events.requests(), 2);
}

// contract: prop.request_content_format.b7, prop.request_data.b7, prop.request_e_tag.b7
// contract: prop.response_code.b7, prop.response_content_format.b6, prop.response_data.b6
// contract: prop.response_e_tag.b7, D21
#[test]
fn what_the_application_set_stays_until_it_sets_something_else() {
    let raw = Raw::new();
    let mut client = client();
    client.set_request_content_format(50).unwrap();
    client.set_request_data("body");
    client.set_request_e_tag(b"tag").unwrap();
    client.set_request_option_count(1).unwrap();
    for answers in [true, false, true] {
        let id = client.post(&raw.uri("x")).unwrap();
        let got = raw.next(&mut client);
        assert_eq!((got.payload.as_slice(), got.option(12)), (&b"body"[..], Some(vec![50])));
        if answers {
            raw.send(&got.piggyback("2.05"), got.from);
            pump(&mut client, |client| client.pending_request_count() == 0);
        } else {
            client.cancel_request(&id).unwrap();
        }
        assert_eq!(request_of(&client), (50, b"body".to_vec(), b"tag".to_vec(), 1));
    }

    let mut server = server();
    server.set_response_code("2.04").unwrap();
    server.set_response_content_format(60).unwrap();
    server.set_response_data("answer");
    server.set_response_e_tag(b"v1").unwrap();
    for id in 1..4 {
        raw.ask(&Msg::con("0.02", id).uint(12, 0).option(4, b"e").payload(b"in"), &mut server);
        assert_eq!(response_of(&server), full_response("2.04", 60, b"answer", b"v1"));
        server.do_events().unwrap();
        assert_eq!(request_of(&server), (0, b"in".to_vec(), b"e".to_vec(), 2), "it stays too");
    }
}

// contract: D22
#[test]
fn what_is_set_after_a_call_does_not_touch_the_message_under_way() {
    let raw = Raw::new();
    let mut client = client();
    client.config("AckTimeout=100").unwrap();
    client.config("AckRandomFactor=1.0").unwrap();
    client.set_request_data(vec![1; 1500]);
    client.set_request_content_format(50).unwrap();
    client.put(&raw.uri("x")).unwrap();
    let first = raw.next(&mut client);

    client.set_request_data("other");
    client.set_request_content_format(60).unwrap();
    client.set_use_confirmable_messages(false);
    let again = raw.next(&mut client);
    raw.send(&first.piggyback("2.31").option(27, &[0x0e]), first.from);
    let second = raw.next_but(&mut client, &first);

    assert_eq!(again, first);
    assert_eq!((second.kind, second.payload.as_slice()), (CON, &[1; 1500 - 1024][..]));
    assert_eq!(second.option(12), Some(vec![50]));
}

// contract: prop.response_code.b3, prop.response_content_format.b3
// contract: prop.response_content_format.b4, prop.response_data.b5, prop.response_e_tag.b4
#[test]
fn every_response_and_notification_is_made_of_the_properties() {
    for got in answers_with(|server| {
        server.set_response_code("2.04").unwrap();
        server.set_response_content_format(0).unwrap();
        server.set_response_data("data");
        server.set_response_e_tag(b"tag").unwrap();
    }) {
        assert_eq!((got.code_text().as_str(), got.payload.as_slice()), ("2.04", &b"data"[..]));
        assert_eq!((got.option(12), got.option(4)), (Some(vec![]), Some(b"tag".to_vec())));
    }
}

// contract: prop.response_content_format.b2, prop.response_e_tag.b2
#[test]
fn a_response_without_format_and_etag_has_no_such_options() {
    for got in answers_with(|server| {
        server.set_response_content_format(50).unwrap();
        server.set_response_content_format(-1).unwrap();
        server.set_response_e_tag(b"x").unwrap();
        server.set_response_e_tag(b"").unwrap();
    }) {
        assert_eq!((got.all(12).len(), got.all(4).len(), got.payload.len()), (0, 0, 0));
    }
}

// contract: D79
#[test]
fn a_2_03_has_an_etag_and_options_and_nothing_else() {
    for got in answers_with(|server| {
        server.set_response_code("2.03").unwrap();
        server.set_response_content_format(50).unwrap();
        server.set_response_data("sticky");
        server.set_response_e_tag(b"tag").unwrap();
        server.set_response_option_count(1).unwrap();
        server.set_response_option_number(0, 14).unwrap();
        server.set_response_option_value(0, "9").unwrap();
    }) {
        assert_eq!((got.code_text().as_str(), got.payload.len()), ("2.03", 0));
        assert_eq!(got.all(12).len(), 0);
        assert_eq!((got.option(4), got.option(14)), (Some(b"tag".to_vec()), Some(vec![9])));
    }
}

// contract: prop.response_code.b2, prop.response_content_format.b2
// contract: prop.response_content_format.b5, prop.response_data.b4, prop.response_e_tag.b2
// contract: prop.response_e_tag.b3, D21
#[test]
fn a_client_finds_the_response_in_the_properties_and_nothing_of_the_one_before() {
    let raw = Raw::new();
    let mut client = client();
    let seen = Arc::new(Mutex::new(Vec::new()));
    let (by_completion, by_notification) = (Arc::clone(&seen), Arc::clone(&seen));
    client.on_request_complete(move |client, _| {
        by_completion.lock().unwrap().push(response_of(client));
    });
    client.on_notification(move |client, _| {
        by_notification.lock().unwrap().push(response_of(client));
    });
    let full = |message: Msg| message.uint(12, 0).option(4, b"tag").payload(b"body");
    let ask = |client: &mut CoAP, answer: &dyn Fn(&Got) -> Msg| {
        client.get(&raw.uri("x")).unwrap();
        let got = raw.next(client);
        raw.send(&answer(&got), got.from);
        pump(client, |client| client.pending_request_count() == 0);
    };

    ask(&mut client, &|got| full(got.piggyback("2.05")));
    ask(&mut client, &|got| got.piggyback("4.04"));
    ask(&mut client, &|got| full(got.piggyback("5.00")));
    ask(&mut client, &Got::reset);
    client.start_observing(&raw.uri("o")).unwrap();
    let registration = raw.next(&mut client);
    raw.send(&full(registration.piggyback("2.05").uint(6, 1)), registration.from);
    raw.send(&registration.separate(NON, "2.03", 70).uint(6, 2), registration.from);
    pump(&mut client, |_| seen.lock().unwrap().len() == 6);

    let expected = [
        full_response("2.05", 0, b"body", b"tag"),
        full_response("4.04", -1, b"", b""),
        full_response("5.00", 0, b"body", b"tag"),
        full_response("5.00", 0, b"body", b"tag"),
        full_response("2.05", 0, b"body", b"tag"),
        full_response("2.03", -1, b"", b""),
    ];
    assert_eq!(*seen.lock().unwrap(), expected);
}

/// The four messages a server makes of `response_*`: answers to a request at once, later and to a registration, and a
/// notification.
fn answers_with(set: impl Fn(&mut CoAP)) -> Vec<Got> {
    let raw = Raw::new();
    let mut server = server();
    expire_soon(&mut server);
    server.set_use_confirmable_messages(false);
    server.on_register(|_, e| e.set_accept(true));
    set(&mut server);
    let immediate = raw.ask(&Msg::con("0.01", 1), &mut server);
    let registration = raw.ask(&Msg::con("0.01", 2).uint(6, 0).path("r"), &mut server);
    server.send_notification(&uri(server.local_port(), "r")).unwrap();
    let notification = raw.next(&mut server);
    server.on_request(|_, e| e.set_send_response(false));
    raw.ask(&Msg::con("0.01", 3), &mut server);
    let id = server.pending_request_id(0).unwrap().to_owned();
    server.send_response(&id).unwrap();
    let deferred = raw.next(&mut server);
    vec![immediate, registration, notification, deferred]
}

fn request_of(coap: &CoAP) -> (i32, Vec<u8>, Vec<u8>, i32) {
    (
        coap.request_content_format(),
        coap.request_data().to_vec(),
        coap.request_e_tag().to_vec(),
        coap.request_option_count(),
    )
}

type Response = (String, i32, Vec<u8>, Vec<u8>);

fn response_of(coap: &CoAP) -> Response {
    (
        coap.response_code(),
        coap.response_content_format(),
        coap.response_data().to_vec(),
        coap.response_e_tag().to_vec(),
    )
}

fn full_response(code: &str, format: i32, data: &[u8], tag: &[u8]) -> Response {
    (code.to_owned(), format, data.to_vec(), tag.to_vec())
}
