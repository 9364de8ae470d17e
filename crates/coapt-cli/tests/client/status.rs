//! What the exit status says, and the sentence beside it.

use std::net::UdpSocket;

use coapt::wire::{Code, ContentFormat};
use coapt::{Incoming, ServerReply};

use super::support::{Peer, Running, reset, run};

#[test]
fn the_class_of_the_code_is_the_status() {
    let server = Running::with(|server| {
        server.fallback(|request: &Incoming| {
            let code = request.path_text()[1..].parse().unwrap();
            ServerReply::error(code, "").etag(b"1")
        });
    });

    for (code, status) in
        [("2.01", 0), ("2.02", 0), ("2.03", 0), ("2.04", 0), ("2.05", 0), ("4.00", 4), ("4.04", 4)]
    {
        assert_eq!(run(["get", &server.uri(code)]).status, status, "{code}");
    }
    for (code, status) in [("4.29", 4), ("5.00", 5), ("5.03", 5)] {
        assert_eq!(run(["get", &server.uri(code)]).status, status, "{code}");
    }
}

#[test]
fn an_error_is_told_with_the_words_of_the_server() {
    let server = Running::with(|server| {
        server.get("dull", |_: &Incoming| ServerReply::error(Code::FORBIDDEN, ""));
        server.get("wordy", |_: &Incoming| ServerReply::error(Code::FORBIDDEN, "ask Ada first"));
        server.get("typed", |_: &Incoming| {
            ServerReply::new(Code::BAD_REQUEST)
                .content_format(ContentFormat::JSON)
                .payload(r#"{"a":1}"#)
        });
    });

    for (path, status, expected) in [
        ("dull", 4, "4.03 Forbidden"),
        ("wordy", 4, "4.03 Forbidden: ask Ada first"),
        ("typed", 4, "4.00 Bad Request\n{\n  \"a\": 1\n}"),
        ("none", 4, "4.04 Not Found: no such resource"),
    ] {
        let uri = server.uri(path);
        for command in ["get", "observe", "discover"] {
            let shown = run([command, &uri]);
            let is_plain = command != "discover" || path != "typed";
            assert_eq!((shown.status, shown.text()), (status, ""), "{command} {path}");
            if is_plain {
                assert_eq!(shown.err, format!("coapt: {uri}: {expected}\n"), "{command}");
            }
        }
    }
}

#[test]
fn silence_is_a_time_out() {
    let silent = UdpSocket::bind("127.0.0.1:0").unwrap();
    let uri = format!("coap://{}/", silent.local_addr().unwrap());

    for command in ["get", "delete", "observe", "discover", "ping"] {
        let shown = run([command, &uri, "--timeout", "0.05"]);
        assert_eq!(shown.status, 6, "{command}");
        assert_eq!(shown.err, format!("coapt: {uri}: no answer within 0.05 s\n"));
    }
}

#[test]
fn a_reset_is_a_rejection() {
    let peer = Peer::answering(|request| vec![reset(request.id)]);

    for command in ["get", "observe", "discover"] {
        let shown = run([command, &peer.uri("")]);
        assert_eq!(shown.status, 7, "{command}");
        assert!(shown.err.contains("rejected"), "{}", shown.err);
    }
}

#[test]
fn a_port_where_nothing_listens_is_a_rejection() {
    let gone = UdpSocket::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let uri = format!("coap://{gone}/");

    for command in ["get", "observe", "discover", "ping"] {
        let shown = run([command, &uri]);
        assert_eq!(shown.status, 7, "{command}: {}", shown.err);
        assert!(shown.err.starts_with(&format!("coapt: {uri}: nothing listens")), "{}", shown.err);
    }
}

#[test]
fn a_host_without_an_address_cannot_be_reached() {
    // A label of a name has at most 63 bytes, so that no resolver needs to ask for this one.
    let host = format!("{}.invalid", "a".repeat(64));

    for command in ["get", "observe", "discover", "ping"] {
        let shown = run([command, &format!("coap://{host}/")]);
        assert_eq!(shown.status, 8, "{command}: {}", shown.err);
        assert!(shown.err.contains(&host), "{}", shown.err);
        assert_eq!(shown.err.lines().count(), 1);
    }
}

#[test]
fn a_ping_tells_the_time_it_took() {
    let server = Running::with(|_| {});

    let shown = run(["ping", &server.uri(""), "--count", "3", "--interval", "0.001"]).succeeded();

    assert_eq!(shown.text().matches(" is alive: ").count(), 3);
    for line in shown.text().lines().take(3) {
        assert!(line.starts_with(&format!("{} is alive: ", server.uri(""))), "{line}");
        assert!(line.ends_with(" ms"), "{line}");
    }
}
