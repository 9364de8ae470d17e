//! Words of a hostile server: they reach a person without anything that steers a terminal.

use coapt::wire::{Code, ContentFormat};
use coapt::{Incoming, ServerReply};

use super::support::{Outcome, Peer, Running, run};

/// Clears the screen, sets the title, rings, writes over the line, turns the direction.
const HOSTILE: &str = "x\x1b[2J\x1b]0;t\x07\x08\r\u{9b}31m\u{202e}y";

#[test]
fn a_diagnostic_message_cannot_steer_the_terminal() {
    let server = Running::with(|server| {
        server.get("bad", |_: &Incoming| ServerReply::error(Code::BAD_REQUEST, HOSTILE));
    });

    for command in ["get", "observe", "discover"] {
        let shown = run([command, &server.uri("bad")]);
        assert_eq!(shown.status, 4);
        assert!(shown.err.contains("4.00 Bad Request: x\\u{1b}[2J"), "{}", shown.err);
        assert_tame(&shown);
    }
}

#[test]
fn a_diagnostic_message_of_bytes_or_of_great_length_does_no_harm() {
    let server = Running::with(|server| {
        server.get("bytes", |_: &Incoming| {
            ServerReply::new(Code::BAD_REQUEST).payload(&b"\xff\x1b\xfe"[..])
        });
        server
            .get("long", |_: &Incoming| ServerReply::error(Code::BAD_REQUEST, "x".repeat(100_000)));
    });

    for path in ["bytes", "long"] {
        let shown = run(["get", &server.uri(path)]);
        assert_eq!(shown.status, 4);
        assert!(shown.err.chars().count() < 1000, "{}", shown.err);
        assert_tame(&shown);
    }
}

#[test]
fn a_typed_error_body_cannot_steer_the_terminal() {
    for format in [ContentFormat::TEXT_PLAIN, ContentFormat::JSON, ContentFormat::CBOR] {
        let server = Running::with(|server| {
            server.get("bad", move |_: &Incoming| {
                ServerReply::error(Code::INTERNAL_SERVER_ERROR, HOSTILE).content_format(format)
            });
        });

        let shown = run(["get", &server.uri("bad")]);

        assert_eq!(shown.status, 5);
        assert_tame(&shown);
    }
}

#[test]
fn links_cannot_steer_the_terminal() {
    let server = Running::with(|server| {
        server.get("links", |_: &Incoming| {
            ServerReply::text(format!(
                "</{HOSTILE}>;title=\"{HOSTILE}\";{HOSTILE}=\"1\";ct=\"a\x1b\""
            ))
            .content_format(ContentFormat::LINK_FORMAT)
        });
    });

    for args in
        [&["discover", &server.uri("links")][..], &["discover", &server.uri("links"), "--json"]]
    {
        assert_tame(&run(args));
    }
}

#[test]
fn options_and_locations_cannot_steer_the_terminal() {
    let server = Running::with(|server| {
        server.post("new", |_: &Incoming| ServerReply::created().location_path([HOSTILE]));
    });

    let shown = run(["post", &server.uri("new"), "x", "-i"]).succeeded();
    assert_tame(&shown);
    let shown = run(["post", &server.uri("new"), "x"]).succeeded();
    assert_tame(&shown);
    let shown = run(["post", &server.uri("new"), "x", "-v"]);
    assert_tame(&shown);
}

#[test]
fn what_is_told_of_an_exchange_cannot_steer_the_terminal() {
    let server = Running::with(|server| {
        server.get("text", |_: &Incoming| ServerReply::text(HOSTILE));
        server.get("json", |_: &Incoming| ServerReply::json(format!("[\"{}\"]", "\u{202e}\u{7f}")));
        server.post("new", |_: &Incoming| ServerReply::created().location_path([HOSTILE]));
        server.get("bad", |_: &Incoming| ServerReply::error(Code::BAD_REQUEST, HOSTILE));
    });
    let format = "%{json} %{location} %{error} %{etag}";

    for (method, path) in [("get", "text"), ("get", "json"), ("post", "new"), ("get", "bad")] {
        let uri = server.uri(path);
        let told = run([method, &uri, "--json", "-w", format, "--timing", "-v"]);
        assert_tame(&told);
        assert!(told.text().contains("\"request\":{"), "{}", told.text());
    }
}

#[test]
fn an_answer_that_is_no_message_is_passed_over() {
    let peer = Peer::answering(|request| {
        vec![vec![0xff; 64], vec![], vec![0x40], {
            let options = coapt::wire::OptionsBuf::new();
            super::support::piggybacked(request, Code::CONTENT, &options, b"good")
        }]
    });

    assert_eq!(run(["get", &peer.uri("")]).succeeded().text(), "good");
}

/// Fails if anything but text and line breaks was printed.
#[track_caller]
fn assert_tame(shown: &Outcome) {
    let steers = |character: char| {
        character.is_control() && character != '\n'
            || ('\u{202a}'..='\u{202e}').contains(&character)
    };
    assert!(!shown.text().contains(steers), "{:?}", shown.text());
    assert!(!shown.err.contains(steers), "{:?}", shown.err);
}
