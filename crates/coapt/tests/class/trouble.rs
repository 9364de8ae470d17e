//! Problems without a call that could fail: `on_error`, malformed datagrams, and what the extensions declare.

use crate::support::{
    CON, Events, Msg, RST, Raw, Responder, Seen, client, coap, code, expire_soon, local, pump,
    server, uri,
};

/// Datagrams that are no CoAP messages, with version 1; the first four are confirmable and answered with a Reset.
const MALFORMED: [&[u8]; 9] = [
    &[0x49, 1, 0, 1, 1, 2, 3, 4, 5, 6, 7, 8, 9],
    &[0x40, 1, 0, 2, 0xff],
    &[0x40, 1, 0, 3, 0xf0],
    &[0x40, 1, 0, 4, 0xb5, b'x'],
    &[0x5f, 1, 0, 5],
    &[0x51, 1, 0, 6],
    &[0x50, 1, 0, 7, 0xdd],
    &[0x50],
    &[],
];

// contract: event.on_error.b2, event.on_error.b3, error.703.b1, D55
#[test]
fn a_malformed_datagram_is_dropped_and_told_in_both_modes() {
    let raw = Raw::new();
    let mut server = server();
    let mut client = client();
    client.get(&raw.uri("x")).unwrap();
    let request = raw.next(&mut client);
    for (coap, there) in [(&mut client, Some(request.from)), (&mut server, None)] {
        let events = Events::of(coap);
        let there = there.unwrap_or_else(|| local(coap));
        for (place, bytes) in MALFORMED.iter().enumerate() {
            raw.send_bytes(bytes, there);
            pump(coap, |_| events.errors().len() == place + 1);
            if place < 4 {
                let got = raw.next_but(coap, &request);
                assert_eq!((got.kind, usize::from(got.id)), (RST, place + 1));
            }
        }
        assert_eq!(events.errors(), [703; 9]);
        assert_eq!(events.all().len(), 9, "and nothing else");
        for seen in events.all() {
            assert!(matches!(seen, Seen::Error { text, .. } if !text.is_empty()));
        }
    }
}

// contract: event.on_error.b4, error.703.b1, D55
#[test]
fn a_malformed_datagram_ends_no_call() {
    let raw = Raw::new();
    let mut client = client();
    let events = Events::of(&mut client);
    client.get(&raw.uri("x")).unwrap();
    let got = raw.next(&mut client);

    raw.send_bytes(&[0x6f, 0x45, got.id.to_be_bytes()[0], got.id.to_be_bytes()[1]], got.from);
    pump(&mut client, |_| events.errors() == [703]);
    assert_eq!(client.pending_request_count(), 1);
    raw.send(&got.piggyback("2.05"), got.from);
    pump(&mut client, |_| events.completions() == [0]);

    let peer = Responder::new(|got| vec![got.piggyback("2.05")]);
    client.set_timeout(60).unwrap();
    raw.send_bytes(&[0x50], got.from);
    client.get(&peer.uri("x")).unwrap();
    assert_eq!(events.errors(), [703, 703], "it fired during the call, which went on");
}

// contract: D81
#[test]
fn another_version_is_ignored_silently() {
    let raw = Raw::new();
    let mut server = coap();
    let events = Events::of(&mut server);
    server.config("MaxPacketSize=100").unwrap();
    server.start_listening().unwrap();

    for version in [0x00, 0x80, 0xc0] {
        raw.send_bytes(&[version | 0x0f, 1, 0, 1], local(&server));
        raw.send_bytes(&[version], local(&server));
        raw.send_bytes(&[version; 200], local(&server));
    }

    raw.expect_silence(&mut server);
    assert_eq!(events.all(), []);
}

// contract: D81
#[test]
fn a_flood_of_malformed_datagrams_is_told_ten_times_a_second() {
    const FLOOD: usize = 60;
    let raw = Raw::new();
    let mut server = server();
    let events = Events::of(&mut server);
    let left_out = |events: &Events| {
        let counts = events.all().into_iter().filter_map(|seen| {
            let Seen::Error { text, .. } = seen else { return None };
            let (_, after) = text.split_once('(')?;
            after.split(' ').next()?.parse::<usize>().ok()
        });
        counts.collect::<Vec<_>>()
    };

    (0..FLOOD).for_each(|_| raw.send_bytes(&[0x50], local(&server)));
    let took = took(|| server.do_events().unwrap());
    assert!(events.errors().len() <= 10 * (took / 1000 + 1), "{took} ms");
    assert!(!events.errors().is_empty());
    let mut all = 0;
    pump(&mut server, |server| {
        raw.send_bytes(&[0x50], local(server));
        all += 1;
        server.do_events().unwrap();
        !left_out(&events).is_empty()
    });

    let (told, hidden) = (events.errors().len(), left_out(&events)[0]);
    let sent = FLOOD + all;
    assert!((told + hidden).abs_diff(sent) <= 1, "{told} told, {hidden} left out of {sent}");
}

#[expect(clippy::disallowed_methods, reason = "the statement is about time that passes")]
fn took(work: impl FnOnce()) -> usize {
    let start = std::time::Instant::now();
    work();
    usize::try_from(start.elapsed().as_millis()).unwrap()
}

// contract: event.on_error.b1
#[test]
fn a_failing_call_raises_and_is_not_told() {
    let peer = Responder::new(|got| vec![got.reset()]);
    let mut client = coap();
    let mut server = server();
    let clients_events = Events::of(&mut client);
    let servers_events = Events::of(&mut server);

    assert_eq!(code(client.get("http://h/x")), 700);
    client.set_request_option_count(1).unwrap();
    client.set_request_option_value_type(0, 1).unwrap();
    assert_eq!(code(client.get(&peer.uri("x"))), 701);
    client.set_request_option_count(0).unwrap();
    assert_eq!(code(client.send_custom_request(&peer.uri("x"), 32)), 703);
    assert_eq!(code(client.cancel_request("none")), 706);
    assert_eq!(code(client.send_response("none")), 712);
    assert_eq!(code(client.get(&peer.uri("x"))), 708);
    server.set_response_code("").unwrap();
    assert_eq!(code(server.send_notification("coap://h/x")), 707);
    assert_eq!(code(server.send_response("none")), 706);
    assert_eq!(code(server.get(&peer.uri("x"))), 712);

    assert!(clients_events.errors().is_empty());
    assert_eq!(clients_events.completions(), [708], "of the call that had begun");
    assert_eq!(servers_events.all(), []);
}

// contract: event.on_error.b3, error.707.b3, D35
#[test]
fn an_answer_that_is_due_and_not_possible_is_told() {
    let raw = Raw::new();
    let mut server = server();
    let events = Events::of(&mut server);
    server.set_response_code("").unwrap();

    for (id, message) in [(1, Msg::con("0.01", 1)), (2, Msg::con("0.01", 2).uint(6, 0))] {
        let got = raw.ask(&message, &mut server);
        assert_eq!((got.code_text().as_str(), got.id), ("5.00", id));
    }
    assert_eq!((events.errors(), events.responses()), (vec![707, 707], vec![707, 707]));
    events.clear();
    server.set_response_code("2.05").unwrap();
    server.set_response_option_count(1).unwrap();
    server.set_response_option_value_type(0, 1).unwrap();
    let got = raw.ask(&Msg::con("0.01", 3), &mut server);

    assert_eq!(got.code_text(), "5.00");
    assert_eq!((events.errors(), events.responses()), (vec![701], vec![701]));
}

// contract: event.on_error.b3, D32
#[test]
fn a_notification_that_is_never_confirmed_is_told() {
    let raw = Raw::new();
    let mut server = server();
    expire_soon(&mut server);
    let events = Events::of(&mut server);
    raw.ask(&Msg::con("0.01", 1).token(b"o").uint(6, 0).path("r"), &mut server);

    server.send_notification(&uri(server.local_port(), "r")).unwrap();
    assert_eq!(raw.next(&mut server).kind, CON);
    pump(&mut server, |_| events.departures() == 1);

    assert_eq!(events.errors(), [704]);
    assert_eq!(events.responses(), [0], "that of the registration alone");
}

// contract: event.on_error.b3, error.710.b1, D07
#[test]
fn a_refused_registration_is_told_beside_its_completion() {
    let peer = Responder::content(b"plain");
    let mut client = coap();
    let events = Events::of(&mut client);

    client.start_observing(&peer.uri("o")).unwrap();

    assert_eq!((events.completions(), events.errors()), (vec![0], vec![710]));
    assert!(events.notifications().is_empty());
}

// contract: extension.RecognizedOptions.b1, D18, D73, event.on_error.b2
#[test]
fn a_declared_critical_option_is_delivered_and_any_other_refused() {
    let raw = Raw::new();
    let mut server = server();
    let events = Events::of(&mut server);
    let ask = |id, option: u16| Msg::con("0.01", id).option(option, b"v");

    assert_eq!(raw.ask(&ask(1, 2049), &mut server).code_text(), "4.02");
    raw.send_to(&Msg::non("0.01", 2).option(2049, b"v"), &server);
    pump(&mut server, |_| events.errors() == [701, 701]);
    assert_eq!(events.requests(), 0);
    server.config("RecognizedOptions=2049,2048").unwrap();
    while raw.take().is_some() {}
    assert_eq!(raw.ask(&ask(3, 2049), &mut server).code_text(), "2.05");
    assert_eq!(server.request_option_number(0).unwrap(), 2049);
    assert_eq!(server.request_option_value(0).unwrap(), "76");
    assert!(server.request_option_critical(0).unwrap());
    assert_eq!(raw.ask(&ask(4, 2051), &mut server).code_text(), "4.02");
    server.config("RecognizedOptions=*").unwrap();
    assert_eq!(raw.ask(&ask(5, 2051), &mut server).code_text(), "2.05");
    server.config("RecognizedOptions=").unwrap();
    assert_eq!(raw.ask(&ask(6, 2049), &mut server).code_text(), "4.02");
    assert_eq!(events.requests(), 2);
}

// contract: extension.NStart.b1, D71
#[test]
fn as_many_requests_are_outstanding_as_nstart_says() {
    for nstart in [1, 3] {
        let raw = Raw::new();
        let mut client = client();
        let events = Events::of(&mut client);
        client.config(&format!("NStart={nstart}")).unwrap();
        for _ in 0..5 {
            client.get(&raw.uri("x")).unwrap();
        }
        assert_eq!(client.pending_request_count(), 5);

        let first: Vec<_> = (0..nstart).map(|_| raw.next(&mut client)).collect();
        assert_eq!(raw.take(), None, "the others wait");
        raw.send(&first[0].piggyback("2.05"), first[0].from);
        raw.next(&mut client);

        assert_eq!(raw.take(), None, "one more goes out for one that has ended");
        assert_eq!(events.completions(), [0]);
        assert_eq!(client.pending_request_count(), 4);
    }
}

// contract: D01
#[test]
fn a_failing_call_has_a_code_and_a_sentence() {
    let mut coap = coap();

    let error = coap.get("").unwrap_err();

    assert_eq!(error.code(), 700);
    assert!(!error.message().is_empty());
    assert!(error.to_string().contains("700") && error.to_string().contains(error.message()));
}
