//! The pump: what `do_events` delivers and how long it takes, and the threads that events fire on.

use std::net::UdpSocket;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use crate::support::{
    ACK, CON, Events, Msg, NON, RST, Raw, Responder, Seen, client, coap, local, pump, server,
};
use coapt::CoAP;

// contract: method.do_events.b1, prop.listening.b5, D23, D24
#[test]
fn one_call_delivers_everything_that_is_ready_in_order_on_this_thread() {
    let raw = Raw::new();
    let mut server = server();
    let seen = Arc::new(Mutex::new(Vec::new()));
    let noted = Arc::clone(&seen);
    server.on_request(move |server, e| {
        let body = String::from_utf8(server.request_data().to_vec()).unwrap();
        noted.lock().unwrap().push((std::thread::current().id(), e.uri_path().to_owned(), body));
    });
    for id in 0..100 {
        let body = format!("body of {id}");
        let request = Msg::non("0.02", id).path(&id.to_string()).payload(body.as_bytes());
        raw.send_to(&request, &server);
    }

    server.do_events().unwrap();

    let here = std::thread::current().id();
    let expected: Vec<_> =
        (0..100).map(|id| (here, id.to_string(), format!("body of {id}"))).collect();
    assert_eq!(*seen.lock().unwrap(), expected);
}

// contract: method.do_events.b3, config.SelectWaitMillis.b2, D63
#[test]
fn an_arrival_ends_the_wait() {
    const EXCHANGES: u8 = 20;
    let mut server = server();
    server.config("SelectWaitMillis=60000").unwrap();
    let events = Events::of(&mut server);
    let there = local(&server);
    let peer = std::thread::spawn(move || {
        let socket = UdpSocket::bind("127.0.0.1:0").unwrap();
        socket.set_read_timeout(Some(Duration::from_secs(50))).unwrap();
        for id in 0..EXCHANGES {
            socket.send_to(&Msg::con("0.01", id.into()).bytes(), there).unwrap();
            socket.recv(&mut [0; 100]).unwrap();
        }
    });

    while events.requests() < usize::from(EXCHANGES) && !peer.is_finished() {
        server.do_events().unwrap();
    }

    peer.join().unwrap();
}

// contract: method.do_events.b6, D23
#[test]
fn a_handler_that_pumps_gets_no_events() {
    let raw = Raw::new();
    let mut server = server();
    let inside = Arc::new(Mutex::new(Vec::new()));
    let noted = Arc::clone(&inside);
    server.on_request(move |server, e| {
        let body = server.request_data().to_vec();
        noted.lock().unwrap().push(format!("enter {}", e.uri_path()));
        (0..4).for_each(|_| server.do_events().unwrap());
        assert_eq!(server.request_data(), body, "the properties stay those of this event");
        noted.lock().unwrap().push(format!("leave {}", e.uri_path()));
    });
    raw.send_to(&Msg::non("0.02", 1).path("a").payload(b"a"), &server);
    raw.send_to(&Msg::non("0.02", 2).path("b").payload(b"b"), &server);

    pump(&mut server, |_| inside.lock().unwrap().len() == 4);

    assert_eq!(*inside.lock().unwrap(), ["enter a", "leave a", "enter b", "leave b"]);
}

// contract: D63
#[test]
fn a_handler_that_pumps_services_the_network_and_does_not_spin() {
    let raw = Raw::new();
    let mut server = server();
    server.config("SelectWaitMillis=50").unwrap();
    let waited = Arc::new(Mutex::new(Vec::new()));
    let noted = Arc::clone(&waited);
    let pinged = Raw::new();
    let ping = Msg::new(CON, "0.00", 9);
    let there = local(&server);
    server.on_request(move |server, _| {
        noted.lock().unwrap().push(took(|| server.do_events().unwrap()));
        pinged.send(&ping, there);
        assert_eq!(pinged.next(server).kind, RST, "the network is serviced");
    });
    raw.send_to(&Msg::non("0.02", 1), &server);
    raw.send_to(&Msg::non("0.02", 2), &server);

    pump(&mut server, |_| waited.lock().unwrap().len() == 2);

    assert!(waited.lock().unwrap()[0] >= 40, "{waited:?} ms, though the second request waits");
}

#[expect(clippy::disallowed_methods, reason = "the statement is about time that passes")]
fn took(work: impl FnOnce()) -> u128 {
    let start = std::time::Instant::now();
    work();
    start.elapsed().as_millis()
}

// contract: method.do_events.b7, D65
#[test]
fn messages_without_a_meaning_are_dealt_with_silently() {
    let raw = Raw::new();
    let mut server = server();
    let mut client = client();
    let open = client.get(&raw.uri("x")).unwrap();
    let request = raw.next(&mut client);
    let servers_events = Events::of(&mut server);
    let clients_events = Events::of(&mut client);

    for (coap, there) in [(&mut server, None), (&mut client, Some(request.from))] {
        let there = there.unwrap_or_else(|| local(coap));
        for (message, has_reset) in [
            (Msg::con("0.00", 101), true),
            (Msg::new(ACK, "0.00", 102), false),
            (Msg::new(RST, "0.00", 103), false),
            (Msg::new(ACK, "2.05", 104).token(b"unknown"), false),
            (Msg::new(CON, "2.05", 105).token(b"unknown"), true),
            (Msg::new(NON, "2.05", 106).token(b"unknown"), false),
        ] {
            raw.send(&message, there);
            if has_reset {
                let got = raw.next_but(coap, &request);
                assert_eq!((got.kind, got.code_text().as_str()), (RST, "0.00"), "{message:?}");
            }
        }
        coap.do_events().unwrap();
    }

    assert_eq!(servers_events.all(), []);
    assert_eq!(clients_events.all(), []);
    assert_eq!(client.pending_request_id(0).unwrap(), open);
}

// contract: D65
#[test]
fn a_client_does_not_serve() {
    let raw = Raw::new();
    let mut client = client();
    client.get(&raw.uri("x")).unwrap();
    let request = raw.next(&mut client);
    let events = Events::of(&mut client);

    raw.send(&Msg::con("0.01", 201).path("x"), request.from);
    let answer = raw.next_but(&mut client, &request);
    raw.send(&Msg::non("0.01", 202).path("x"), request.from);
    client.do_events().unwrap();

    assert_eq!((answer.kind, answer.id), (RST, 201));
    assert_eq!(events.all(), []);
}

// contract: D24
#[test]
fn an_object_can_be_handed_from_thread_to_thread_and_shared() {
    const THREADS: usize = 4;
    const CALLS: usize = 10;
    let peer = Responder::content(b"shared");
    let mut client = coap();
    let wrong_thread = Arc::new(Mutex::new(0));
    let caller = Arc::new(Mutex::new(None));
    let (noted, expected) = (Arc::clone(&wrong_thread), Arc::clone(&caller));
    client.on_request_complete(move |_, _| {
        if *expected.lock().unwrap() != Some(std::thread::current().id()) {
            *noted.lock().unwrap() += 1;
        }
    });
    let client = Mutex::new(client);

    let answers: usize = std::thread::scope(|scope| {
        let work = || {
            let ask = |_| {
                let mut client = client.lock().unwrap();
                *caller.lock().unwrap() = Some(std::thread::current().id());
                client.get(&peer.uri("x")).unwrap();
                assert_eq!(client.response_data(), b"shared");
                1
            };
            (0..CALLS).map(ask).sum::<usize>()
        };
        let threads: Vec<_> = (0..THREADS).map(|_| scope.spawn(work)).collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).sum()
    });

    assert_eq!(answers, THREADS * CALLS);
    assert_eq!(*wrong_thread.lock().unwrap(), 0);
}

// contract: D24
#[test]
fn everything_public_can_go_to_another_thread() {
    fn is_send<T: Send>() {}
    fn is_sync<T: Sync>() {}
    is_send::<CoAP>();
    is_send::<coapt::CoAPError>();
    is_sync::<coapt::CoAPError>();
    is_send::<coapt::Hook<coapt::CoAPErrorEventParams>>();
}

// contract: D23, prop.timeout.b3
#[test]
fn a_blocking_call_delivers_what_comes_meanwhile_and_keeps_its_own_response() {
    let notifier = Raw::new();
    let answering = Responder::content(b"mine");
    let mut client = client();
    let events = Events::of(&mut client);
    client.start_observing(&notifier.uri("o")).unwrap();
    let registration = notifier.next(&mut client);
    let notify = |order: u8| {
        let id = 500 + u16::from(order);
        let message = registration.separate(NON, "2.05", id).uint(6, order.into());
        notifier.send(&message.payload(&[order]), registration.from);
    };
    notify(1);
    pump(&mut client, |_| events.notifications().len() == 1);

    (2..5).for_each(notify);
    client.set_timeout(60).unwrap();
    client.get(&answering.uri("x")).unwrap();

    assert_eq!(client.response_data(), b"mine");
    assert_eq!(events.notifications(), [[1], [2], [3], [4]]);
    let last = events.all().pop().unwrap();
    assert!(matches!(last, Seen::RequestComplete { data, .. } if data == b"mine"));
}

// contract: method.do_events.b1, D23, D34
#[test]
fn answers_to_requests_that_came_together_all_leave_in_order() {
    let raw = Raw::new();
    let mut server = server();
    for id in 0..100 {
        let kind = if id % 2 == 0 { Msg::con("0.01", id) } else { Msg::non("0.01", id) };
        raw.send_to(&kind.token(&id.to_be_bytes()), &server);
    }

    server.set_use_confirmable_messages(false);
    server.do_events().unwrap();

    for id in 0..100_u16 {
        assert_eq!(raw.take().unwrap().token, id.to_be_bytes(), "nothing waits after the call");
    }
}

// contract: D44, D46
#[test]
fn an_end_in_the_middle_keeps_no_answer_back_that_was_given_before() {
    for end in [CoAP::reset, |server: &mut CoAP| server.shutdown().unwrap()] {
        let raw = Raw::new();
        let mut server = server();
        server.on_request(move |server, e| {
            if e.uri_path() == "end" {
                end(server);
            }
        });
        for id in 1..4 {
            raw.send_to(&Msg::con("0.01", id).path(if id == 3 { "end" } else { "x" }), &server);
        }

        server.do_events().unwrap();

        let answered = [raw.take().unwrap().id, raw.take().unwrap().id];
        assert_eq!(answered, [1, 2]);
    }
}

// contract: D25, D34
#[test]
fn a_failure_in_the_middle_keeps_no_answer_back_that_was_given_before() {
    let raw = Raw::new();
    let mut server = server();
    server.on_request(|_, e| if e.uri_path() == "bad" { Err("bad") } else { Ok(()) });
    for id in 1..4 {
        raw.send_to(&Msg::con("0.01", id).path(if id == 3 { "bad" } else { "x" }), &server);
    }

    server.do_events().unwrap_err();

    let codes: Vec<_> = (0..3).map(|_| raw.take().unwrap().code_text()).collect();
    assert_eq!(codes, ["2.05", "2.05", "5.00"]);
}
