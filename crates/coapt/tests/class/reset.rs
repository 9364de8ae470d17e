//! `reset` and `shutdown`: what they end, what they say about it, and what is left.

use std::net::UdpSocket;
use std::sync::{Arc, Mutex};

use crate::support::{
    Events, Msg, NON, Raw, Responder, client, coap, code, expire_soon, local, pump, pump_a_while,
    server, uri,
};
use coapt::CoAP;

// contract: method.reset.b1, method.reset.b4, D46
#[test]
fn reset_returns_properties_and_settings_to_their_defaults() {
    let mut coap = CoAP::new();
    let before = settings(&mut coap);
    coap.set_local_host("127.0.0.1").unwrap();
    coap.set_local_port(5683).unwrap();
    coap.set_timeout(7).unwrap();
    coap.set_use_confirmable_messages(false);
    coap.set_request_content_format(50).unwrap();
    coap.set_request_data("x");
    coap.set_request_e_tag(b"x").unwrap();
    coap.set_request_option_count(2).unwrap();
    coap.set_response_code("2.05").unwrap();
    coap.set_response_content_format(50).unwrap();
    coap.set_response_data("x");
    coap.set_response_e_tag(b"x").unwrap();
    coap.set_response_option_count(2).unwrap();
    for (name, value) in OTHER_VALUES {
        coap.config(&format!("{name}={value}")).unwrap();
        assert_eq!(coap.config(name).unwrap(), value);
    }

    coap.reset();

    assert_eq!(settings(&mut coap), before);
    assert_eq!(coap.local_host(), "");
    assert_eq!(coap.local_port(), 0);
    assert_eq!(coap.timeout(), 60);
    assert!(coap.use_confirmable_messages());
    assert_eq!(coap.request_content_format(), -1);
    assert_eq!(coap.request_data(), b"");
    assert_eq!(coap.request_e_tag(), b"");
    assert_eq!(coap.request_option_count(), 0);
    assert_eq!(coap.response_code(), "");
    assert_eq!(coap.response_content_format(), -1);
    assert_eq!(coap.response_data(), b"");
    assert_eq!(coap.response_e_tag(), b"");
    assert_eq!(coap.response_option_count(), 0);
    coap.set_request_data_text("é").unwrap();
    assert_eq!(coap.request_data(), "é".as_bytes(), "the code page is UTF-8 again");
}

// contract: method.reset.b2, D46
#[test]
fn reset_stops_listening_and_closes_the_socket() {
    let mut server = server();
    let address = local(&server);

    server.reset();

    assert!(!server.listening());
    assert_eq!(server.local_port(), 0);
    UdpSocket::bind(("0.0.0.0", address.port())).unwrap();
}

// contract: method.reset.b3, D31, D46
#[test]
fn reset_drops_the_work_of_a_server_without_a_word() {
    let (raw, observer) = (Raw::new(), Raw::new());
    let mut server = server();
    expire_soon(&mut server);
    server.on_register(|_, e| e.set_accept(true));
    let port = server.local_port();
    observer.ask(&Msg::con("0.01", 1).token(b"o").uint(6, 0).path("r"), &mut server);
    let in_flight = raw.ask(&Msg::non("0.01", 2).token(b"f"), &mut server);
    server.on_request(|_, e| e.set_send_response(false));
    raw.send_to(&Msg::con("0.01", 3).token(b"p"), &server);
    pump(&mut server, |server| server.pending_request_count() == 1);
    raw.next_but(&mut server, &in_flight);
    let events = Events::of(&mut server);

    server.reset();
    pump_a_while(&mut server);

    while let Some(got) = raw.take() {
        assert_eq!(got, in_flight, "only repetitions from before");
    }
    assert_eq!(observer.take(), None);
    assert_eq!(server.pending_request_count(), 0);
    assert_eq!((events.all(), events.logs()), (vec![], vec![]));
    server.set_local_port(port).unwrap();
    server.set_response_code("2.05").unwrap();
    server.start_listening().unwrap();
    server.send_notification(&uri(port, "r")).unwrap();
    observer.expect_silence(&mut server);
}

// contract: method.reset.b3, D46
#[test]
fn reset_drops_the_work_of_a_client_without_a_word() {
    let (raw, notifier) = (Raw::new(), Raw::new());
    let mut client = client();
    expire_soon(&mut client);
    client.start_observing(&notifier.uri("o")).unwrap();
    let registration = notifier.next(&mut client);
    notifier.send(&registration.piggyback("2.05").uint(6, 1), registration.from);
    pump(&mut client, |client| client.pending_request_count() == 0);
    client.get(&raw.uri("x")).unwrap();
    let request = raw.next(&mut client);
    let events = Events::of(&mut client);

    client.reset();
    raw.send(&request.piggyback("2.05"), request.from);
    notifier.send(&registration.separate(NON, "2.05", 9).uint(6, 2), registration.from);
    pump_a_while(&mut client);

    assert_eq!(client.pending_request_count(), 0);
    assert_eq!((events.all(), events.logs()), (vec![], vec![]));
    while let Some(got) = raw.take() {
        assert_eq!(got, request, "only repetitions from before");
    }
    assert_eq!(notifier.take(), None);
    client.set_local_port(1).unwrap();
}

// contract: method.reset.b5, D46, D68
#[test]
fn reset_leaves_the_hooks_alone() {
    let raw = Raw::new();
    let mut server = server();
    let events = Events::of(&mut server);

    server.reset();
    server.set_response_code("2.05").unwrap();
    server.start_listening().unwrap();
    raw.ask(&Msg::con("0.01", 1), &mut server);
    raw.ask(&Msg::con("0.01", 2).uint(6, 0), &mut server);
    raw.send_bytes(b"P", local(&server));
    pump(&mut server, |_| events.errors() == [703]);

    assert_eq!((events.requests(), events.registrations()), (1, 1));
    assert_eq!(events.responses(), [0, 0]);
    assert!(!events.logs().is_empty());
}

// contract: D46
#[test]
fn reset_inside_a_handler_ends_the_call_that_waits() {
    let notifier = Raw::new();
    let mut client = client();
    let seen = Events::of(&mut client);
    client.start_observing(&notifier.uri("o")).unwrap();
    let registration = notifier.next(&mut client);
    let told = Arc::new(Mutex::new(0));
    let noted = Arc::clone(&told);
    client.on_notification(move |client, e| {
        *noted.lock().unwrap() += 1;
        e.set_stop_observing(true);
        client.reset();
    });
    notifier.send(&registration.piggyback("2.05").uint(6, 1), registration.from);
    client.set_timeout(60).unwrap();

    let ended = code(client.get(&notifier.uri("never-answered")));

    assert_eq!(ended, 711);
    assert_eq!(*told.lock().unwrap(), 1);
    assert_eq!(seen.all(), []);
    let peer = Responder::content(b"on");
    client.get(&peer.uri("x")).unwrap();
    assert_eq!(client.response_data(), b"on");
}

// contract: D46
#[test]
fn reset_inside_on_request_answers_nothing() {
    let raw = Raw::new();
    let mut server = server();
    let events = Events::of(&mut server);
    server.on_request(|server, _| server.reset());

    raw.send_to(&Msg::con("0.01", 1), &server);
    raw.send_to(&Msg::con("0.01", 2), &server);
    pump(&mut server, |server| !server.listening());
    raw.expect_silence(&mut server);

    assert_eq!(events.all(), []);
    assert_eq!(server.pending_request_count(), 0);
}

// contract: mentioned.shutdown.b1, mentioned.shutdown.b2, D44
#[test]
fn shutdown_ends_everything_in_either_mode_and_frees_the_port() {
    let mut fresh = CoAP::new();
    fresh.shutdown().unwrap();
    assert!(!fresh.listening());

    let raw = Raw::new();
    let mut client = client();
    let events = Events::of(&mut client);
    client.get(&raw.uri("x")).unwrap();
    let port = raw.next(&mut client).from.port();
    client.shutdown().unwrap();
    assert_eq!(events.completions(), [711]);
    UdpSocket::bind(("0.0.0.0", port)).unwrap();

    let mut server = coap();
    server.set_response_code("2.05").unwrap();
    let events = Events::of(&mut server);
    server.start_listening().unwrap();
    let address = local(&server);
    raw.ask(&Msg::con("0.01", 1).uint(6, 0).token(b"o"), &mut server);
    raw.ask(&Msg::non("0.01", 2), &mut server);
    server.on_request(|_, e| e.set_send_response(false));
    raw.send_to(&Msg::con("0.01", 3), &server);
    pump(&mut server, |server| server.pending_request_count() == 1);
    events.clear();
    server.shutdown().unwrap();
    assert_eq!(events.responses(), [711, 711], "the unanswered and the unconfirmed one");
    assert_eq!(events.departures(), 0);
    assert!(!server.listening());
    UdpSocket::bind(("0.0.0.0", address.port())).unwrap();
    server.shutdown().unwrap();
}

/// A value for every setting that can be written, other than its default.
const OTHER_VALUES: [(&str, &str); 27] = [
    ("CaptureIPPacketInfo", "True"),
    ("DelayHostResolution", "True"),
    ("DontFragment", "True"),
    ("LocalHost", "127.0.0.2"),
    ("LocalPort", "5684"),
    ("MaxPacketSize", "1000"),
    ("QOSDSCPValue", "46"),
    ("QOSTrafficType", "4"),
    ("ShareLocalPort", "True"),
    ("SourceIPAddress", "127.0.0.9"),
    ("SourceMacAddress", "02:00:00:00:00:01"),
    ("UseConnection", "True"),
    ("UseIPv6", "True"),
    ("AbsoluteTimeout", "True"),
    ("FirewallData", "x"),
    ("InBufferSize", "10000"),
    ("OutBufferSize", "10000"),
    ("CodePage", "28591"),
    ("MaskSensitive", "False"),
    ("ProcessIdleEvents", "False"),
    ("SelectWaitMillis", "1"),
    ("UseInternalSecurityAPI", if cfg!(windows) { "True" } else { "False" }),
    ("LogLevel", "3"),
    ("RecognizedOptions", "9,2049"),
    ("NStart", "5"),
    ("AckTimeout", "1000"),
    ("MaxRetransmit", "2"),
];

fn settings(coap: &mut CoAP) -> Vec<String> {
    OTHER_VALUES.iter().map(|(name, _)| coap.config(name).unwrap()).collect()
}
