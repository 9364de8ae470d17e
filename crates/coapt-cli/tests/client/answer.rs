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

#[test]
fn a_format_of_the_user_is_filled_in() {
    let server = Running::with(|server| {
        server.get("temp", |_: &Incoming| ServerReply::json("{}").etag(&[0xab]));
    });
    let uri = server.uri("temp");
    let format = r"\n%{code} %{name}\t%{content_format} %{etag} %{size_download} %{blocks} ";
    let more = r"%{retransmissions} %{status} %{method} %{uri} %{observe} 100%%\n";
    let options = "%{option:etag} %{option:14}";

    let shown = run(["get", &uri, "-w", &format!("{format}{more}{options}")]).succeeded();

    let told = "2.05 Content\tapplication/json 0xab 2 1 0 0 GET";
    let expected = format!("{{}}\n{told} {uri} - 100%\n0xab -");
    assert_eq!(shown.text(), expected);
}

#[test]
fn a_format_is_filled_in_for_errors_and_silence_too() {
    let server = Running::with(|_| {});
    let silent = Peer::answering(|_| vec![]);

    let refused = run(["get", &server.uri("none"), "-w", "%{code} %{status} %{error}"]);
    let sentence = format!("{}: 4.04 Not Found: no such resource", server.uri("none"));
    let silence = ["get", &silent.uri("a"), "--timeout", "0.1", "-w", "%{code} %{error}"];

    assert_eq!((refused.status, refused.text()), (4, format!("4.04 4 {sentence}").as_str()));
    let unheard = run(silence);
    assert_eq!((unheard.status, unheard.text().starts_with("- coap://")), (6, true));
}

#[test]
fn an_unknown_variable_is_named_with_those_that_are() {
    let shown = run(["get", "coap://127.0.0.1/a", "-w", "%{cod}"]);

    assert_eq!((shown.status, shown.text()), (2, ""));
    assert!(
        shown.err.contains("%{cod} is no variable; these are: blocks, code, "),
        "{}",
        shown.err
    );
    assert_eq!(shown.err.lines().count(), 1);
}

#[test]
fn the_times_are_drawn_on_standard_error() {
    let server = Running::with(|server| {
        server.get("big", |_: &Incoming| ServerReply::content(every_byte(20_000)));
    });

    let shown = run(["get", &server.uri("big"), "--timing"]);

    assert!(shown.status == 0 && shown.out == every_byte(20_000));
    let rows: Vec<_> = shown.err.lines().filter_map(|line| line.split("  ").next()).collect();
    assert_eq!(rows[..4], ["look-up", "first ack", "response", "block 0"]);
    assert_eq!(rows.last(), Some(&"total"));
    assert!(shown.err.contains("… 4 more; one took "), "{}", shown.err);
    assert!(shown.err.lines().nth(3).unwrap().ends_with("  1.0 KiB"), "{}", shown.err);
}

#[test]
fn each_message_is_told_with_its_time_and_what_came_again_is_named() {
    let mut is_first = true;
    let peer = Peer::answering(move |request| {
        if std::mem::take(&mut is_first) {
            return vec![];
        }
        let ping = encoded(&Message::new(MessageType::Confirmable, Code::EMPTY, request.id));
        let answer = piggybacked(request, Code::CONTENT, &OptionsBuf::new(), b"x");
        if request.code.is_request() { vec![ping.clone(), ping, answer] } else { vec![] }
    });

    let shown = run(["get", &peer.uri("a"), "-v"]);

    let lines: Vec<_> = shown.err.lines().collect();
    assert!(lines[0].starts_with("      0.0 ms → CON GET"), "{}", shown.err);
    assert!(lines[1].contains("→ CON GET") && lines[1].ends_with("  retransmission 1"));
    let time: f64 = lines[1].split_whitespace().next().unwrap().parse().unwrap();
    assert!((2000.0..4000.0).contains(&time), "{time}");
    assert!(lines.iter().any(|line| line.ends_with("  duplicate 1")), "{}", shown.err);
    assert_eq!(shown.text(), "x");
}

/// Reads standard output as one JSON object.
#[track_caller]
fn object(shown: &Outcome) -> Value {
    serde_json::from_str(shown.text()).unwrap()
}
