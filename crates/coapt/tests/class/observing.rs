//! Observing as a client: registration, notifications, and the ways an observation ends.

use coapt::{CoAP, Hook};

use crate::support::{
    ACK, CON, Events, Got, Msg, NON, RST, Raw, Responder, Seen, client, coap, code, pump,
    pump_a_while, server,
};

const OBSERVE: u16 = 6;

/// A client that observes `/lamp` at a raw peer, accepted with Observe 10.
fn observing(raw: &Raw) -> (CoAP, Events, Got) {
    let mut client = client();
    let events = Events::of(&mut client);
    client.start_observing(&raw.uri("lamp")).unwrap();
    let got = raw.next(&mut client);
    raw.send_to(&got.piggyback("2.05").uint(OBSERVE, 10).payload(b"first"), &client);
    pump(&mut client, |_| !events.is_empty());
    (client, events, got)
}

fn notification(got: &Got, number: u32, id: u16, payload: &[u8]) -> Msg {
    got.separate(NON, "2.05", id).uint(OBSERVE, number).payload(payload)
}

// contract: method.start_observing.b1, method.start_observing.b2, method.start_observing.b3
// contract: method.start_observing.b6, method.start_observing.b8
// contract: event.on_notification.b1, event.on_notification.b2, event.on_notification.b5
#[test]
fn an_accepted_registration_is_a_notification_and_no_completion() {
    let raw = Raw::new();
    let mut client = client();
    client.set_request_data(*b"not sent");
    client.set_request_content_format(50).unwrap();
    client.set_request_e_tag(b"tag").unwrap();
    let events = Events::of(&mut client);

    let id = client.start_observing(&raw.uri("lamp?q")).unwrap();
    let got = raw.next(&mut client);
    assert_eq!((client.pending_request_id(0).unwrap(), client.pending_request_count()), (&*id, 1));
    raw.send_to(&got.piggyback("2.05").uint(OBSERVE, 3).payload(b"on"), &client);
    pump(&mut client, |_| !events.is_empty());

    assert_eq!((got.code_text().as_str(), got.option(OBSERVE)), ("0.01", Some(vec![])));
    assert_eq!((got.option(4), got.option(12)), (Some(b"tag".to_vec()), None));
    assert_eq!((got.all(15), got.payload), (vec![b"q".to_vec()], vec![]));
    let expected = Seen::Notification {
        uri: raw.uri("lamp?q"),
        is_latest: true,
        stops: false,
        code: "2.05".into(),
        data: b"on".to_vec(),
    };
    assert_eq!(events.all(), [expected]);
    assert_eq!(client.pending_request_count(), 0);
    assert_eq!(code(client.cancel_request(&id)), 706);
}

// contract: method.start_observing.b6
#[test]
fn a_blocking_registration_returns_nothing_after_the_first_answer() {
    let accepting =
        Responder::new(|got| vec![got.piggyback("2.05").uint(OBSERVE, 1).payload(b"on")]);
    let refusing = Responder::new(|got| vec![got.piggyback("4.04")]);
    let mut client = coap();
    let events = Events::of(&mut client);

    assert_eq!(client.start_observing(&accepting.uri("lamp")).unwrap(), "");
    assert_eq!(events.notifications(), [b"on"]);
    assert_eq!(client.response_data(), b"on");
    assert_eq!(client.start_observing(&refusing.uri("lamp")).unwrap(), "");
    assert_eq!(events.completions(), [709]);
    assert_eq!(client.pending_request_count(), 0);
}

// contract: method.start_observing.b4, method.start_observing.b5, error.709.b1
#[test]
fn a_refused_registration_is_a_completion_and_no_notification() {
    for (text, completion, errors) in [("2.05", 0, vec![710]), ("4.05", 709, vec![])] {
        let raw = Raw::new();
        let mut client = client();
        let events = Events::of(&mut client);
        let id = client.start_observing(&raw.uri("lamp")).unwrap();
        let got = raw.next(&mut client);

        raw.send_to(&got.piggyback(text).payload(b"no"), &client);
        pump(&mut client, |_| !events.is_empty());

        assert_eq!(events.completions(), [completion]);
        assert!(events.notifications().is_empty());
        assert_eq!(events.errors(), errors);
        assert_eq!(client.response_data(), b"no");
        assert_eq!(code(client.cancel_request(&id)), 706);
    }
}

// contract: method.start_observing.b7, event.on_notification.b1, event.on_notification.b3
#[test]
fn later_notifications_fire_each_with_its_own_content() {
    let raw = Raw::new();
    let (mut client, events, got) = observing(&raw);

    for (number, id, payload) in [(11, 21, &b"second"[..]), (12, 22, b"third")] {
        raw.send_to(&notification(&got, number, id, payload), &client);
        pump(&mut client, |_| events.notifications().last().is_some_and(|last| last == payload));
    }
    let confirmable = got.separate(CON, "2.05", 500).uint(OBSERVE, 13).payload(b"fourth");
    raw.send_to(&confirmable, &client);

    let ack = raw.next(&mut client);
    assert_eq!((ack.kind, ack.id, ack.code_text().as_str()), (ACK, 500, "0.00"));
    assert_eq!(events.notifications(), [&b"first"[..], b"second", b"third", b"fourth"]);
    let all_latest = events
        .all()
        .iter()
        .all(|seen| matches!(seen, Seen::Notification { is_latest: true, stops: false, .. }));
    assert!(all_latest && events.completions().is_empty());
}

// contract: event.on_notification.b3, event.on_notification.b4, D40
#[test]
fn an_outdated_notification_fires_and_says_so() {
    let raw = Raw::new();
    let (mut client, events, got) = observing(&raw);
    events.clear();

    // 2^23 after 10 is still newer by one; half the circle and beyond is older.
    for (id, (number, latest)) in
        (20..).zip([(9, false), (10, false), (8_388_617, true), (11, false), (1, true), (0, false)])
    {
        raw.send_to(&notification(&got, number, id, b"state"), &client);
        pump(&mut client, |_| !events.is_empty());
        let [Seen::Notification { is_latest, data, .. }] = &events.all()[..] else {
            panic!("{:?}", events.all());
        };
        assert_eq!((*is_latest, &data[..]), (latest, &b"state"[..]), "{number}");
        events.clear();
    }
}

// contract: event.on_notification.b5, event.on_notification.b6, D41
#[test]
fn leaving_by_the_event_ends_the_observation_without_a_completion() {
    for kind in [CON, NON] {
        let raw = Raw::new();
        let (mut client, events, got) = observing(&raw);
        events.clear();
        client.on_notification(|_, e| {
            assert!(!e.stop_observing());
            e.set_stop_observing(true);
        });

        raw.send_to(&got.separate(kind, "2.05", 30).uint(OBSERVE, 11), &client);
        let farewell = raw.next(&mut client);
        let farewell = if farewell.kind == ACK { raw.next(&mut client) } else { farewell };
        if farewell.kind == CON {
            assert_eq!(farewell.option(OBSERVE), Some(vec![1]));
            assert_eq!(farewell.token, got.token);
            raw.send_to(&farewell.piggyback("2.05"), &client);
        } else {
            assert_eq!((farewell.kind, farewell.id), (RST, 30));
        }
        client.on_notification(|_, _| -> () { panic!("the observation is over") });
        raw.send_to(&got.separate(CON, "2.05", 31).uint(OBSERVE, 12), &client);

        assert_eq!(raw.next(&mut client).kind, RST);
        assert!(events.completions().is_empty() && events.errors().is_empty());
        assert_eq!(client.pending_request_count(), 0);
    }
}

// contract: event.on_notification.b7, method.start_observing.b7
// rfc: M-7641-3.2-02
#[test]
fn a_notification_with_an_error_code_is_the_last() {
    let raw = Raw::new();
    let (mut client, events, got) = observing(&raw);
    events.clear();
    let ends = std::sync::Arc::new(std::sync::Mutex::new(Vec::new()));
    let told = std::sync::Arc::clone(&ends);
    client.on_notification(move |client, e| {
        let before = e.stop_observing();
        e.set_stop_observing(false);
        told.lock().unwrap().push((before, e.stop_observing(), client.response_code()));
    });

    raw.send_to(&got.separate(NON, "4.04", 40), &client);
    pump(&mut client, |_| !ends.lock().unwrap().is_empty());
    raw.send_to(&got.separate(CON, "2.05", 41).uint(OBSERVE, 12), &client);

    assert_eq!(raw.next(&mut client).kind, RST, "nothing follows the last one");
    assert_eq!(*ends.lock().unwrap(), [(true, true, "4.04".to_owned())]);
    assert!(events.completions().is_empty());
}

// contract: D82
// rfc: M-7641-3.2-02
#[test]
fn a_success_without_observe_is_the_last_too() {
    let raw = Raw::new();
    let (mut client, events, got) = observing(&raw);
    events.clear();

    raw.send_to(&got.separate(NON, "2.05", 40).payload(b"bye"), &client);
    pump(&mut client, |_| !events.is_empty());
    raw.send_to(&got.separate(CON, "2.05", 41).uint(OBSERVE, 12), &client);

    assert_eq!(raw.next(&mut client).kind, RST);
    let [Seen::Notification { stops: true, data, .. }] = &events.all()[..] else {
        panic!("{:?}", events.all());
    };
    assert_eq!(data, b"bye");
}

// contract: event.on_notification.b8
#[test]
fn a_server_gets_no_notifications() {
    let raw = Raw::new();
    let (mut client, events, got) = observing(&raw);
    events.clear();

    client.start_listening().unwrap();
    raw.send_to(&notification(&got, 11, 50, b"late"), &client);
    pump_a_while(&mut client);

    assert!(events.notifications().is_empty());
}

// contract: method.start_observing.b9, D42, D89
// rfc: M-7641-3.1-01
#[test]
fn observing_again_refreshes_the_registration_with_its_token() {
    let raw = Raw::new();
    let (mut client, events, first) = observing(&raw);
    events.clear();
    let other_spelling = raw.uri("lamp").replace("coap://", "COAP://").replace("lamp", "%6Camp");

    client.start_observing(&other_spelling).unwrap();
    let again = raw.next(&mut client);
    raw.send_to(&again.piggyback("2.05").uint(OBSERVE, 20).payload(b"fresh"), &client);
    pump(&mut client, |_| events.notifications() == [b"fresh"]);
    raw.send_to(&notification(&first, 21, 60, b"one more"), &client);
    pump(&mut client, |_| events.notifications().len() == 2);

    assert_eq!((&again.token, again.option(OBSERVE)), (&first.token, Some(vec![])));
    assert_ne!(again.id, first.id);
    for seen in events.all() {
        assert!(matches!(seen, Seen::Notification { uri, .. } if uri == other_spelling));
    }
}

// contract: method.stop_observing.b1, method.stop_observing.b2, method.stop_observing.b3
// contract: method.stop_observing.b4, method.stop_observing.b5, method.stop_observing.b7
// contract: method.stop_observing.b8, method.stop_observing.b9, D76
// rfc: M-7641-3.6-02
#[test]
fn stopping_deregisters_with_the_token_and_the_options_of_the_registration() {
    let raw = Raw::new();
    let mut client = client();
    client.set_request_e_tag(b"old").unwrap();
    client.set_request_option_count(1).unwrap();
    client.set_request_option_number(0, 17).unwrap();
    client.set_request_option_value(0, "50").unwrap();
    let events = Events::of(&mut client);
    client.start_observing(&raw.uri("lamp")).unwrap();
    let first = raw.next(&mut client);
    raw.send_to(&first.piggyback("2.05").uint(OBSERVE, 10), &client);
    pump(&mut client, |_| !events.is_empty());
    client.set_request_e_tag(b"new").unwrap();
    client.set_request_option_count(0).unwrap();
    events.clear();

    let nothing: () = client.stop_observing(&raw.uri("lamp")).unwrap();
    let () = nothing;
    let got = raw.next(&mut client);
    let id = client.pending_request_id(0).unwrap().to_owned();
    raw.send_to(&notification(&first, 11, 70, b"too late"), &client);
    pump_a_while(&mut client);
    raw.send_to(&got.piggyback("2.05").payload(b"now"), &client);
    pump(&mut client, |_| !events.is_empty());

    assert_eq!((got.code_text().as_str(), got.option(OBSERVE)), ("0.01", Some(vec![1])));
    assert_eq!((&got.token, got.option(4)), (&first.token, Some(b"old".to_vec())));
    assert_eq!(got.option(17), Some(vec![50]));
    let [Seen::RequestComplete { id: ended, code: 0, method: 1, data, .. }] = &events.all()[..]
    else {
        panic!("{:?}", events.all());
    };
    assert_eq!((ended, &data[..]), (&id, &b"now"[..]));
}

// contract: method.stop_observing.b1
#[test]
fn a_blocking_stop_waits_for_its_answer() {
    let responder = Responder::new(|got| {
        let answer = got.piggyback("2.05");
        let registers = got.option(OBSERVE) == Some(vec![]);
        vec![if registers { answer.uint(OBSERVE, 1) } else { answer.payload(b"last") }]
    });
    let mut client = coap();
    let events = Events::of(&mut client);
    client.start_observing(&responder.uri("lamp")).unwrap();

    client.stop_observing(&responder.uri("lamp")).unwrap();

    assert_eq!((events.completions(), client.response_data()), (vec![0], &b"last"[..]));
    assert_eq!(code(client.stop_observing("no URI")), 700);
}

// contract: method.stop_observing.b5, method.stop_observing.b6, D36
#[test]
fn equivalent_spellings_name_the_same_observation_and_another_query_another() {
    let raw = Raw::new();
    for spelling in [
        format!("COAP://127.0.0.1:{}/lamp", raw.port()),
        format!("coap://127.0.0.1:{}/x/../lamp", raw.port()),
        format!("coap://127.0.0.1:{}/%6cam%70", raw.port()),
    ] {
        let (mut client, _, first) = observing(&raw);

        client.stop_observing(&spelling).unwrap();

        let got = raw.next_but(&mut client, &first);
        assert_eq!((&got.token, got.option(OBSERVE)), (&first.token, Some(vec![1])), "{spelling}");
    }
    let (mut client, _, first) = observing(&raw);
    client.stop_observing(&raw.uri("lamp?q")).unwrap();
    let got = raw.next_but(&mut client, &first);
    assert_ne!(got.token, first.token);
}

// contract: method.stop_observing.b10, D08
#[test]
fn stopping_what_is_not_observed_asks_all_the_same() {
    let raw = Raw::new();
    let mut client = client();
    client.set_request_e_tag(b"tag").unwrap();
    let events = Events::of(&mut client);

    client.stop_observing(&raw.uri("lamp")).unwrap();
    let got = raw.next(&mut client);
    raw.send_to(&got.piggyback("2.05").payload(b"now"), &client);
    pump(&mut client, |_| !events.is_empty());

    assert_eq!((got.option(OBSERVE), got.option(4)), (Some(vec![1]), Some(b"tag".to_vec())));
    assert_eq!(events.completions(), [0]);
    assert!(events.errors().is_empty());
}

// contract: method.start_observing.b1, event.on_request_complete.b9
#[test]
fn a_registration_that_fails_completes_like_a_request() {
    let raw = Raw::new();
    let mut client = client();
    let events = Events::of(&mut client);
    let id = client.start_observing(&raw.uri("lamp")).unwrap();
    let got = raw.next(&mut client);

    raw.send_to(&got.reset(), &client);
    pump(&mut client, |_| !events.is_empty());

    let [Seen::RequestComplete { id: ended, code: 708, .. }] = &events.all()[..] else {
        panic!("{:?}", events.all());
    };
    assert_eq!(*ended, id);
    assert_eq!(code(client.start_observing("coap://")), 700);
}

/// Two objects of the class, one on each side.
#[test]
fn the_class_observes_itself() {
    let mut server = server();
    server.set_on_register(Some(Hook::new(
        |server: &mut CoAP, e: &mut coapt::CoAPRegisterEventParams| {
            server.set_response_data(*b"0");
            e.set_accept(true);
        },
    )));
    let mut client = client();
    let events = Events::of(&mut client);
    let lamp = crate::support::uri(server.local_port(), "lamp");
    client.start_observing(&lamp).unwrap();
    crate::support::pump_both(&mut client, &mut server, |_, _| events.notifications() == [b"0"]);

    for state in [b"1", b"2", b"3"] {
        server.set_response_data(*state);
        server.send_notification(&lamp).unwrap();
        crate::support::pump_both(&mut client, &mut server, |_, _| {
            events.notifications().last().is_some_and(|last| last == state)
        });
    }

    assert_eq!(events.notifications(), [b"0", b"1", b"2", b"3"]);
}
