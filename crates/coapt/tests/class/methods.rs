//! What holds for all client methods alike: URIs, waiting, Ids, completions, and the mode they belong to.

use crate::support::{
    ACK, CON, Events, Got, Msg, NON, Raw, Responder, Seen, client, coap, code, expire_soon, pump,
    server,
};
use coapt::{CoAP, CoAPError};

type Call = fn(&mut CoAP, &str) -> Result<String, CoAPError>;

/// Each method with its code; what it returns is its Id, also for the one that keeps it to itself.
const METHODS: [(Call, i32); 7] = [
    (CoAP::get, 1),
    (CoAP::post, 2),
    (CoAP::put, 3),
    (CoAP::delete, 4),
    (|coap, uri| coap.send_custom_request(uri, 7), 7),
    (CoAP::start_observing, 1),
    (stop_observing, 1),
];

fn stop_observing(coap: &mut CoAP, uri: &str) -> Result<String, CoAPError> {
    coap.stop_observing(uri)?;
    let last = coap.pending_request_count() - 1;
    Ok(coap.pending_request_id(last).unwrap_or_default().to_owned())
}

const NO_URIS: [&str; 22] = [
    "",
    "h/x",
    "http://h/x",
    "coaps://h/x",
    "coap:h",
    "coap:///x",
    "coap://:5683/x",
    "coap://h:0/x",
    "coap://h:99999/x",
    "coap://h:abc/x",
    "coap://h:-1/x",
    "coap://u@h/x",
    "coap://u:p@h/x",
    "coap://h/x#f",
    "coap://h/x#",
    "coap://h/%zz",
    "coap://h/%4",
    "coap://h/a b",
    "coap://h/a\n",
    "coap://h/\u{7f}",
    " coap://h/x",
    "coap://h/x?a%",
];

// contract: method.get.b5, method.post.b6, method.put.b6, method.delete.b5
// contract: method.send_custom_request.b7, method.start_observing.b1, method.stop_observing.b1
// contract: error.700.b1, error.700.b2, D38
#[test]
fn what_is_no_coap_uri_is_refused_and_causes_nothing() {
    let long = [format!("coap://h/{}", "x".repeat(256)), format!("coap://h/?{}", "x".repeat(256))];
    for timeout in [0, 60] {
        let mut client = coap();
        client.set_timeout(timeout).unwrap();
        let events = Events::of(&mut client);
        for (method, _) in METHODS {
            for uri in NO_URIS.iter().copied().chain(long.iter().map(String::as_str)) {
                assert_eq!(code(method(&mut client, uri)), 700, "{uri:?}");
            }
        }
        assert_eq!((client.pending_request_count(), client.local_port()), (0, 0));
        assert_eq!(events.all(), []);
    }
}

// contract: method.get.b4, method.post.b5, method.put.b5, method.delete.b4
// contract: method.send_custom_request.b6, method.start_observing.b1, method.stop_observing.b1
// contract: prop.pending_request_remote_port.b1, D38
#[test]
fn a_uri_leads_to_its_host_port_path_and_query() {
    for (method, number) in METHODS {
        let raw = Raw::new();
        let mut client = client();
        let uri = format!("COAP://127.0.0.1:{}/a%2Fb//é?x=1&y=%26&", raw.port());

        method(&mut client, &uri).unwrap();
        method(&mut client, "coap://127.0.0.1").unwrap();
        method(&mut client, "coap://127.0.0.1:5683/").unwrap();

        let got = raw.next(&mut client);
        assert_eq!(i32::from(got.code.detail()), number);
        assert_eq!(got.all(11), [&b"a/b"[..], b"", "é".as_bytes()]);
        assert_eq!(got.all(15), [&b"x=1"[..], b"y=&", b""]);
        assert_eq!((got.all(3).len(), got.all(7).len()), (0, 0));
        assert_eq!(client.pending_request_remote_port(0).unwrap(), i32::from(raw.port()));
        for index in [1, 2] {
            assert_eq!(client.pending_request_remote_port(index).unwrap(), 5683);
        }
    }
}

// contract: method.get.b6, method.post.b7, method.put.b7, method.delete.b6
// contract: method.send_custom_request.b8, method.get.b14, method.post.b15, method.put.b15
// contract: method.delete.b14, method.send_custom_request.b16, method.start_observing.b1
// contract: method.stop_observing.b1, prop.use_confirmable_messages.b2
// contract: prop.use_confirmable_messages.b3, prop.use_confirmable_messages.b4, error.704.b1
// contract: event.on_request_complete.b6, event.on_request_complete.b7, D22
#[test]
fn a_confirmable_request_is_repeated_as_it_was_until_it_is_confirmed_or_given_up() {
    for (method, number) in METHODS {
        let raw = Raw::new();
        let mut client = client();
        client.config("NStart=9").unwrap();
        let events = Events::of(&mut client);
        client.set_request_data("old");
        client.config("AckTimeout=50").unwrap();
        client.config("AckRandomFactor=1.0").unwrap();
        client.config("MaxRetransmit=2").unwrap();
        method(&mut client, &raw.uri("never")).unwrap();
        let first = raw.next(&mut client);
        change_everything(&mut client);
        assert_eq!(first.kind, CON);
        assert_eq!(raw.next(&mut client), first, "{number}: the same once more");
        pump(&mut client, |_| events.completions() == [704]);
        drain(&raw, &mut client, &first);

        method(&mut client, &raw.uri("once")).unwrap();
        let once = raw.next(&mut client);
        assert_eq!(once.kind, NON);
        raw.expect_silence(&mut client);

        client.set_use_confirmable_messages(true);
        method(&mut client, &raw.uri("confirmed")).unwrap();
        let confirmed = raw.next(&mut client);
        raw.send(&confirmed.ack(), confirmed.from);
        drain(&raw, &mut client, &confirmed);
        raw.expect_silence(&mut client);
        assert_eq!(client.pending_request_count(), 2, "both wait without a limit");
        assert_eq!(events.completions(), [704]);
    }
}

/// Lets repetitions of one message pass.
fn drain(raw: &Raw, coap: &mut CoAP, seen: &Got) {
    coap.do_events().unwrap();
    while let Some(got) = raw.take() {
        assert_eq!(got, *seen);
    }
}

fn change_everything(client: &mut CoAP) {
    client.set_request_data("new");
    client.set_request_content_format(50).unwrap();
    client.set_request_e_tag(b"new").unwrap();
    client.set_request_option_count(1).unwrap();
    client.set_request_option_number(0, 2048).unwrap();
    client.set_use_confirmable_messages(false);
}

// contract: method.get.b7, method.post.b8, method.put.b8, method.delete.b7
// contract: method.send_custom_request.b9, method.get.b9, method.post.b10, method.put.b10
// contract: method.delete.b9, method.send_custom_request.b11, method.start_observing.b1
// contract: method.stop_observing.b1, prop.timeout.b2, error.709.b1, error.709.b2
// contract: event.on_request_complete.b1, event.on_request_complete.b2
// contract: event.on_request_complete.b4, event.on_request_complete.b5, D02, D58
#[test]
fn a_blocking_call_ends_with_the_response_whatever_its_code() {
    for (response, ending) in
        [("2.05", 0), ("2.31", 0), ("4.04", 709), ("5.03", 709), ("3.00", 709)]
    {
        let peer = Responder::new(move |got| {
            vec![got.ack(), got.separate(CON, response, 7).payload(b"x")]
        });
        for (method, number) in METHODS {
            let mut client = coap();
            let events = Events::of(&mut client);

            assert_eq!(method(&mut client, &peer.uri("x")).unwrap(), "", "{number} {response}");

            assert_eq!(client.response_code(), response);
            let text = if ending == 0 { "" } else { response };
            let Seen::RequestComplete {
                method,
                uri,
                id,
                code,
                text: told,
                response: shown,
                data,
                ..
            } = &events.all()[0]
            else {
                panic!("{:?}", events.all())
            };
            assert_eq!((*method, uri.as_str(), *code), (number, peer.uri("x").as_str(), ending));
            assert_eq!((told.as_str(), shown.as_str(), &data[..]), (text, response, &b"x"[..]));
            assert!(!id.is_empty());
        }
    }
}

// contract: method.get.b7, method.post.b8, method.put.b8, method.delete.b7
// contract: method.send_custom_request.b9, method.get.b8, method.post.b9, method.put.b9
// contract: method.delete.b8, method.send_custom_request.b10, method.start_observing.b1
// contract: method.stop_observing.b1, prop.timeout.b4, prop.timeout.b5, prop.timeout.b8
// contract: error.704.b2, event.on_request_complete.b6, event.on_request_complete.b7, D03, D57
#[test]
fn a_blocking_call_gives_up_when_its_time_is_over_whatever_arrives_meanwhile() {
    let chatter = Responder::new(|got| vec![got.ack(), Msg::non("2.05", got.id)]);
    let calls: Vec<_> = METHODS
        .iter()
        .map(|(method, _)| {
            let uri = chatter.uri("x");
            std::thread::spawn(move || {
                let mut client = coap();
                client.set_timeout(1).unwrap();
                let events = Events::of(&mut client);
                client.set_response_data("untouched");
                let (ended, took) = timed(|| code(method(&mut client, &uri)));
                (ended, took, events.completions(), client.response_data().to_vec())
            })
        })
        .collect();

    for call in calls {
        let (ended, took, completions, data) = call.join().unwrap();
        assert_eq!((ended, completions), (704, vec![704]));
        assert!((1000..15_000).contains(&took), "{took} ms");
        assert_eq!(data, b"untouched");
    }
}

#[expect(clippy::disallowed_methods, reason = "the statement is about time that passes")]
fn timed<T>(work: impl FnOnce() -> T) -> (T, u128) {
    let start = std::time::Instant::now();
    let result = work();
    (result, start.elapsed().as_millis())
}

// contract: method.get.b7, method.post.b8, method.put.b8, method.delete.b7
// contract: method.send_custom_request.b9, method.get.b8, method.post.b9, method.put.b9
// contract: method.delete.b8, method.send_custom_request.b10, method.get.b13, method.post.b14
// contract: method.put.b14, method.delete.b13, method.send_custom_request.b15
// contract: method.start_observing.b1, method.stop_observing.b1, error.704.b1, error.708.b1
// contract: event.on_request_complete.b1, event.on_request_complete.b3, D04, D10
#[test]
fn a_blocking_call_without_a_response_raises_what_its_event_reported() {
    let resets = Responder::new(|got| vec![got.reset()]);
    let silent = Responder::silent();
    for (method, number) in METHODS {
        for (peer, ending) in [(&resets, 708), (&silent, 704)] {
            let mut client = coap();
            expire_soon(&mut client);
            let events = Events::of(&mut client);
            client.set_response_code("2.01").unwrap();
            client.set_response_data("untouched");

            let error = method(&mut client, &peer.uri("x")).unwrap_err();

            assert_eq!((error.code(), events.completions()), (ending, vec![ending]), "{number}");
            assert!(!error.message().is_empty());
            assert_eq!(client.response_code(), "2.01");
            assert_eq!(client.response_data(), b"untouched");
        }
    }
}

// contract: method.get.b10, method.post.b11, method.put.b11, method.delete.b10
// contract: method.send_custom_request.b12, method.get.b11, method.post.b12, method.put.b12
// contract: method.delete.b11, method.send_custom_request.b13, method.send_custom_request.b1
// contract: method.get.b13, method.post.b14, method.put.b14, method.delete.b13
// contract: method.send_custom_request.b15, method.start_observing.b1, method.stop_observing.b1
// contract: method.cancel_request.b1, method.cancel_request.b3, method.cancel_request.b4
// contract: method.cancel_request.b5, method.cancel_request.b6, method.cancel_request.b7
// contract: method.cancel_request.b9, prop.timeout.b6, prop.pending_request_id.b1, error.706.b1
// contract: error.711.b1, event.on_request_complete.b8, event.on_request_complete.b9, D26
#[test]
fn an_asynchronous_call_gives_an_id_that_cancels_it() {
    for (method, number) in METHODS {
        let raw = Raw::new();
        let mut client = client();
        expire_soon(&mut client);
        let events = Events::of(&mut client);
        client.set_response_data("untouched");

        let id = method(&mut client, &raw.uri("x")).unwrap();
        assert!(!id.is_empty());
        assert_eq!(client.pending_request_id(0).unwrap(), id);
        assert_eq!(client.pending_request_method(0).unwrap(), number);
        let got = raw.next(&mut client);
        assert_eq!(got.code_text(), format!("0.0{number}"));
        assert_eq!(events.all(), []);
        client.cancel_request(&id).unwrap();

        let all = events.all();
        let [Seen::RequestComplete { id: told, method, code: 711, text, pending: 0, .. }] =
            &all[..]
        else {
            panic!("{all:?}")
        };
        assert_eq!((told, *method, text.is_empty()), (&id, number, false));
        assert_eq!(client.pending_request_count(), 0);
        for unknown in [id.as_str(), "", "never given", "R000000"] {
            assert_eq!(code(client.cancel_request(unknown)), 706);
        }
        raw.send(&got.piggyback("2.05").payload(b"late"), got.from);
        raw.expect_silence(&mut client);
        assert_eq!(events.all().len(), 1);
        assert_eq!(client.response_data(), b"untouched");
    }
}

// contract: method.get.b12, method.post.b13, method.put.b13, method.delete.b12
// contract: method.send_custom_request.b14, method.get.b15, method.post.b16, method.put.b16
// contract: method.delete.b15, method.send_custom_request.b17, method.get.b16, method.post.b17
// contract: method.put.b17, method.delete.b16, method.send_custom_request.b18
// contract: method.start_observing.b1, method.stop_observing.b1, D21, D67
// contract: event.on_request_complete.b8, event.on_request_complete.b9, prop.timeout.b6
#[test]
fn many_asynchronous_calls_end_each_on_its_own_in_any_order() {
    for (method, number) in METHODS {
        let raw = Raw::new();
        let mut client = client();
        client.config("NStart=9").unwrap();
        client.set_request_data("body");
        client.set_request_content_format(0).unwrap();
        client.set_request_e_tag(b"tag").unwrap();
        let events = Events::of(&mut client);
        let paths = ["0", "1", "2", "3"];
        let ids = paths.map(|path| method(&mut client, &raw.uri(path)).unwrap());
        let requests = paths.map(|_| raw.next(&mut client));
        let mut tokens: Vec<_> = requests.iter().map(|got| got.token.clone()).collect();
        tokens.sort_unstable();
        tokens.dedup();
        assert_eq!(tokens.len(), paths.len());

        for (ended, place) in (1..).zip([2, 0, 3, 1]) {
            let request = &requests[place];
            raw.send(&request.piggyback("2.04").payload(paths[place].as_bytes()), request.from);
            pump(&mut client, |_| events.completions().len() == ended);
            let last = events.all().into_iter().rfind(is_completion).unwrap();
            let Seen::RequestComplete { id, data, response, pending, .. } = last else { continue };
            assert_eq!(id, ids[place], "{number}");
            assert_eq!((response.as_str(), &data[..]), ("2.04", paths[place].as_bytes()));
            assert_eq!(usize::try_from(pending).unwrap(), paths.len() - ended);
        }
        assert_eq!(client.request_data(), b"body");
        assert_eq!((client.request_content_format(), client.request_e_tag()), (0, &b"tag"[..]));
    }
}

fn is_completion(seen: &Seen) -> bool {
    matches!(seen, Seen::RequestComplete { .. })
}

// contract: method.get.b17, method.post.b18, method.put.b18, method.delete.b17
// contract: method.send_custom_request.b19, method.start_observing.b10, method.stop_observing.b11
// contract: prop.listening.b4, error.712.b1, error.712.b2, error.712.b3
// contract: method.send_response.b12, method.send_notification.b14, D56
#[test]
fn each_method_belongs_to_one_mode_and_that_is_checked_first() {
    let mut server = server();
    let events = Events::of(&mut server);
    server.set_request_option_count(1).unwrap();
    server.set_request_option_value_type(0, 1).unwrap();
    for (method, _) in METHODS {
        assert_eq!(code(method(&mut server, "coap://127.0.0.1/x")), 712);
        assert_eq!(code(method(&mut server, "no URI")), 712);
    }
    assert_eq!(code(server.send_custom_request("no URI", 99)), 712);
    assert_eq!(events.all(), []);
    assert_eq!(code(server.send_response("unknown")), 706);
    assert_eq!(code(server.send_notification("no URI")), 700);

    let mut client = client();
    assert_eq!(code(client.send_response("unknown")), 712);
    assert_eq!(code(client.send_notification("no URI")), 712);
    client.get(&Raw::new().uri("x")).unwrap();
}

// contract: method.send_custom_request.b1, method.send_custom_request.b21, error.703.b2, D52, D56
#[test]
fn a_custom_request_takes_any_method_code_from_1_to_31() {
    let raw = Raw::new();
    let mut client = client();
    let events = Events::of(&mut client);
    for number in 1..32 {
        client.send_custom_request(&raw.uri("x"), number).unwrap();
        assert_eq!(client.pending_request_method(0).unwrap(), number);
        let got = raw.next(&mut client);
        assert_eq!((got.code.class(), i32::from(got.code.detail())), (0, number));
        raw.send(&Msg::new(ACK, "2.05", got.id).token(&got.token), got.from);
        pump(&mut client, |_| !events.completions().is_empty());
        assert!(
            matches!(&events.all()[..], [Seen::RequestComplete { method, .. }] if *method == number)
        );
        events.clear();
    }
    for number in [0, 32, -1, 255, 256, 257, i32::MAX, i32::MIN] {
        assert_eq!(code(client.send_custom_request(&raw.uri("x"), number)), 703);
        assert_eq!(code(client.send_custom_request("no URI", number)), 700);
    }
    client.set_request_option_count(1).unwrap();
    client.set_request_option_value_type(0, 1).unwrap();
    assert_eq!(code(client.send_custom_request(&raw.uri("x"), 99)), 701);
    assert_eq!(raw.take(), None);
    assert_eq!(events.all(), []);
}

// contract: prop.timeout.b7, D59
#[test]
fn what_was_confirmed_or_needs_no_confirmation_waits_without_a_limit() {
    let raw = Raw::new();
    let mut client = client();
    expire_soon(&mut client);
    let events = Events::of(&mut client);
    client.get(&raw.uri("confirmed")).unwrap();
    let confirmed = raw.next(&mut client);
    raw.send(&confirmed.ack(), confirmed.from);
    client.do_events().unwrap();
    client.set_use_confirmable_messages(false);
    let other = Raw::new();
    client.get(&other.uri("unconfirmed")).unwrap();
    let unconfirmed = other.next(&mut client);

    for _ in 0..50 {
        client.do_events().unwrap();
    }
    assert_eq!((events.all(), client.pending_request_count()), (vec![], 2));
    other.send(&unconfirmed.separate(NON, "2.05", 5), unconfirmed.from);
    raw.send(&confirmed.separate(NON, "2.05", 6), confirmed.from);
    pump(&mut client, |_| events.completions() == [0, 0]);
}

// contract: error.711.b2, D23
#[test]
fn a_blocking_call_that_something_else_ends_raises_711() {
    type End = fn(&mut CoAP);
    let ends: [End; 2] =
        [|client| client.shutdown().unwrap(), |client| client.start_listening().unwrap()];
    for end in ends {
        let raw = Raw::new();
        let mut client = coap();
        let events = Events::of(&mut client);
        client.on_error(move |client, _| end(client));
        client.set_timeout(0).unwrap();
        client.get(&raw.uri("x")).unwrap();
        let got = raw.next(&mut client);
        raw.send_bytes(b"P", got.from);

        client.set_timeout(60).unwrap();
        assert_eq!(code(client.get(&raw.uri("never-answered"))), 711);

        assert_eq!(events.completions(), [711, 711]);
    }
}
