//! What is told of an exchange: as JSON, by a format, as times.

use coapt::wire::{Code, Message, MessageType, OptionNumber, OptionsBuf};
use coapt::{Incoming, ServerReply};
use serde_json::Value;

use super::support::{Outcome, Peer, Running, encoded, every_byte, piggybacked, run};

#[test]
fn json_tells_the_whole_exchange_on_one_line() {
    let server = Running::with(|server| {
        server.get("temp", |_: &Incoming| {
            ServerReply::json("{\"t\": 21.50}").etag(&[0xab]).option_uint(OptionNumber::MAX_AGE, 5)
        });
    });
    let uri = server.uri("temp");

    let shown = run(["get", &uri, "--json", "-a", "json"]).succeeded();

    assert_eq!(shown.text().lines().count(), 1);
    assert!(shown.text().contains(r#""payload_encoding":"json","payload":{"t":21.50}"#));
    let told = object(&shown);
    assert_eq!(told["request"]["method"], "GET");
    assert_eq!(told["request"]["uri"], uri);
    assert_eq!(told["request"]["type"], "CON");
    assert_eq!(told["request"]["options"][1]["media_type"], "application/json");
    assert_eq!((&told["code"], &told["name"]), (&"2.05".into(), &"Content".into()));
    assert_eq!((&told["success"], &told["size"]), (&true.into(), &12.into()));
    assert_eq!(told["options"][0]["value"], "0xab");
    assert!(uri.contains(told["peer"].as_str().unwrap()));
    assert_eq!((&told["blocks"], &told["retransmissions"]), (&1.into(), &0.into()));
    let times = ["lookup_ms", "ack_ms", "response_ms", "total_ms"]
        .map(|name| told["timing"][name].as_f64().unwrap());
    assert!(times.is_sorted(), "{times:?}");
}

#[test]
fn json_counts_the_blocks_of_both_bodies() {
    let server = Running::with(|server| {
        server
            .post("mirror", |request: &Incoming| ServerReply::content(request.payload().to_vec()));
    });
    let body = "0123456789abcdef".repeat(16);

    let told = object(&run(["post", &server.uri("mirror"), &body, "--json", "--block", "64"]));

    assert_eq!(told["blocks"], 5);
    assert_eq!((&told["request"]["size"], &told["size"]), (&256.into(), &256.into()));
    assert_eq!((&told["payload"], &told["payload_encoding"]), (&body.into(), &"text".into()));
}

#[test]
fn json_names_messages_that_came_again() {
    let peer = Peer::answering(|request| {
        if !request.code.is_request() {
            return vec![];
        }
        let ping = encoded(&Message::new(MessageType::Confirmable, Code::EMPTY, request.id));
        let answer = piggybacked(request, Code::CONTENT, &OptionsBuf::new(), b"x");
        vec![ping.clone(), ping, answer]
    });

    let told = object(&run(["get", &peer.uri(""), "--json"]));

    assert_eq!((&told["duplicates"], &told["payload"]), (&1.into(), &"x".into()));
}

#[test]
fn json_tells_errors_and_silence_too_and_the_status_stays() {
    let server = Running::with(|_| {});
    let silent = Peer::answering(|_| vec![]);

    let refused = run(["get", &server.uri("none"), "--json"]);
    let unheard = run(["get", &silent.uri("a"), "--json", "--timeout", "0.1"]);

    assert_eq!((refused.status, object(&refused)["code"].as_str()), (4, Some("4.04")));
    assert_eq!(object(&refused)["success"], false);
    let told = object(&unheard);
    assert_eq!((unheard.status, &told["status"]), (6, &6.into()));
    assert!(told["error"].as_str().unwrap().contains("no answer within"), "{told}");
    assert_eq!((&told["success"], &told["messages_sent"]), (&false.into(), &1.into()));
}

#[test]
fn json_names_the_file_that_has_the_body() {
    let body = every_byte(3000);
    let content = body.clone();
    let server = Running::with(move |server| {
        server.get("body", move |_: &Incoming| ServerReply::content(content.clone()));
    });
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("out");
    let file = file.to_str().unwrap();

    let told = object(&run(["get", &server.uri("body"), "-o", file, "--json"]).succeeded());

    assert_eq!((&told["file"], &told["size"]), (&file.into(), &3000.into()));
    assert_eq!(told.get("payload"), None);
    assert!(std::fs::read(file).unwrap() == body);
}

/// Reads standard output as one JSON object.
#[track_caller]
fn object(shown: &Outcome) -> Value {
    serde_json::from_str(shown.text()).unwrap()
}
