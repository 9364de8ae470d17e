//! Requests as they are built: bodies from items and notation, options by name, tokens, addresses.

use std::sync::mpsc::{Receiver, channel};

use coapt::Incoming;
use coapt::wire::{Code, Message, MessageType, OptionsBuf};

use super::support::{Peer, Running, encoded, every_byte, piggybacked, run, run_with_input};

#[test]
fn items_become_a_document_in_json_or_cbor() {
    let server = Running::with(|server| {
        server.post("x", |request: &Incoming| {
            let format = request.content_format().map(coapt::ContentFormat::value);
            format!("{} {}", format.unwrap(), hex(request.payload()))
        });
    });
    let uri = server.uri("x");
    let json = |text: &str| format!("50 {}", hex(text.as_bytes()));

    for (words, expected) in [
        (&["temp=21", "on:=true"][..], json(r#"{"temp":"21","on":true}"#)),
        (&["a[b][c]=1", "l[]:=1", "l[]:=2"], json(r#"{"a":{"b":{"c":"1"}},"l":[1,2]}"#)),
        (&["--cbor", "t:=21.5", "raw:=h'00ff'"], "60 a26174f94d60637261774200ff".to_owned()),
        (&["--cbor", r#"{"t": 21}"#], "60 a1617415".to_owned()),
        (&["--edn", "[_ 1, h'ff'_0 /why not/]"], "60 9f015801ffff".to_owned()),
        (&["--edn", "1 2"], "63 0102".to_owned()),
        (&["-t", "senml+cbor", "n=a"], "112 a1616e6161".to_owned()),
        (&["-t", "0", "--data", "a=b"], "0 613d62".to_owned()),
    ] {
        let args = ["post", &uri].into_iter().chain(words.iter().copied());
        assert_eq!(run(args).succeeded().text(), expected, "{words:?}");
    }
    let shown = run_with_input(["post", &uri, "--edn"], b"# from a pipe\n{1: 2}").succeeded();
    assert_eq!(shown.text(), "60 a10102");
}

#[test]
fn items_take_text_and_json_from_files() {
    let server = Running::with(|server| {
        server.post("x", |request: &Incoming| request.payload().to_vec());
    });
    let folder = tempfile::tempdir().unwrap();
    let (text, json) = (folder.path().join("text"), folder.path().join("json"));
    std::fs::write(&text, "two\nlines").unwrap();
    std::fs::write(&json, "[1, 2]\n").unwrap();
    let items = [format!("text=@{}", text.display()), format!("raw:=@{}", json.display())];

    let shown = run(["post", &server.uri("x"), &items[0], &items[1]]).succeeded();

    assert_eq!(shown.text(), r#"{"text":"two\nlines","raw":[1, 2]}"#);
}

#[test]
fn bodies_that_make_no_sense_are_named() {
    let uri = "coap://127.0.0.1:1/";
    for (words, part) in [
        (&["temp=21", "water"][..], "\"water\" is no item; an item is KEY=TEXT"),
        (&["one", "two"], "\"two\" stands behind the body \"one\""),
        (&["one", "coap://h/"], "\"coap://h/\" stands behind the body; URIs come first"),
        (&["one", "--data", "two"], "there are two bodies, \"one\" and that of --data"),
        (&["temp=21", "-t", "text"], "items make JSON or CBOR, not text/plain"),
        (&["temp:=on"], "temp:=on: what stands after := is no JSON"),
        (&["--edn", "[1"], "the body of --edn, column 3: the text ends, but ] at the end is"),
        (&["--edn", " "], "--edn needs a body"),
        (&["--cbor", "on"], "column 1: on is no value; text stands in quotes"),
        (&["--cbor", "--edn", "1"], "--cbor"),
    ] {
        let shown = run(["put", uri].iter().chain(words));

        assert_eq!((shown.status, shown.text()), (2, ""), "{words:?}: {}", shown.err);
        assert!(shown.err.contains(part), "{words:?}: {}", shown.err);
        assert_eq!(shown.err.lines().count(), 1, "{}", shown.err);
    }
}

#[test]
fn what_is_asked_for_stands_in_the_message() {
    let (peer, seen) = recorder();
    for (args, expected) in [
        (&["--token", "0xcafe"][..], "cafe []"),
        (&["--token", ""], " []"),
        (&["--hop-limit", "7", "--token", "01"], "01 [16 07]"),
        (&["--no-response", "2.xx", "--token", "01"], "01 [258 02]"),
        (&["-O", "block2=1/0/64", "--token", "01"], "01 [23 12]"),
        (&["-O", "Accept=cbor", "-O", "65001=0xff", "--token", "01"], "01 [17 3c, 65001 ff]"),
    ] {
        run(["get", &peer.uri("")].iter().copied().chain(args.iter().copied())).succeeded();

        assert_eq!(seen.recv().unwrap(), expected, "{args:?}");
    }
}

#[test]
fn a_request_that_wants_no_answer_ends_when_it_is_sent_or_acknowledged() {
    let (sent, seen) = channel();
    let peer = Peer::answering(move |request| {
        sent.send(request.message_type).unwrap();
        let acknowledgement = Message::new(MessageType::Acknowledgement, Code::EMPTY, request.id);
        let is_confirmable = request.message_type == MessageType::Confirmable;
        if is_confirmable { vec![encoded(&acknowledgement)] } else { Vec::new() }
    });
    let uri = peer.uri("");

    let shown = run(["put", &uri, "on", "--no-response", "all", "--non"]).succeeded();
    assert_eq!(shown.text(), "");
    assert_eq!(seen.recv().unwrap(), MessageType::NonConfirmable);
    run(["put", &uri, "on", "--no-response", "2.xx,4.xx,5.xx"]).succeeded();
    assert_eq!(seen.recv().unwrap(), MessageType::Confirmable);
    let shown = run(["put", &uri, "on", "--no-response", "2.xx", "--timeout", "0.1"]);
    assert_eq!(shown.status, 6);
    assert!(shown.err.ends_with("it may be one of those that --no-response leaves out\n"));
}

#[test]
fn the_source_is_what_the_server_sees() {
    let server = Running::with(|server| {
        server.get("who", |request: &Incoming| request.peer().address().ip().to_string());
    });
    let uri = server.uri("who");

    assert_eq!(run(["get", &uri, "--source", "127.0.0.77"]).succeeded().text(), "127.0.0.77");
    assert_eq!(run(["get", &uri, "--interface", "lo", "-4"]).succeeded().text(), "127.0.0.1");
    let shown = run(["get", &uri, "-6"]);
    assert_eq!(shown.status, 2);
    assert!(shown.err.contains("\"127.0.0.1\" is no IPv6 address"), "{}", shown.err);
    let shown = run(["get", &uri, "--source", "192.0.2.1"]);
    assert_eq!(shown.status, 8, "{}", shown.err);
    assert!(shown.err.contains("192.0.2.1"), "{}", shown.err);
}

#[test]
fn an_interface_that_is_not_there_is_named_beside_those_that_are() {
    for (args, status) in [
        (["get", "coap://[fe80::1%25no-such]/", "-i"], 8),
        (["get", "coap://[fe80::1%no-such]/", "-i"], 8),
        (["get", "coap://127.0.0.1/", "--interface=no-such"], 2),
    ] {
        let shown = run(args);

        assert_eq!(shown.status, status, "{}", shown.err);
        assert!(shown.err.contains("no-such"), "{}", shown.err);
        assert!(shown.err.contains("; there are ") && shown.err.contains("lo"), "{}", shown.err);
    }
}

#[test]
fn a_file_of_an_item_that_is_not_there_is_no_mistake_of_form() {
    let shown = run(["put", "coap://127.0.0.1:1/", "a=@/no/such/file"]);

    assert_eq!(shown.status, 1);
    assert!(shown.err.contains("a=@/no/such/file: cannot read /no/such/file: "), "{}", shown.err);
}

#[test]
fn a_block_size_goes_both_ways() {
    let server = Running::with(|server| {
        server.post("x", |request: &Incoming| request.payload().to_vec());
    });
    let body = every_byte(3000);

    let shown = run_with_input(["post", &server.uri("x"), "-", "--block", "64"], &body).succeeded();

    assert!(shown.out == body);
}

/// Starts a peer that tells token and options of each request, and answers 2.05.
fn recorder() -> (Peer, Receiver<String>) {
    let (sent, seen) = channel();
    let peer = Peer::answering(move |request| {
        let options = request.options.iter();
        let options: Vec<_> = options
            .map(|option| format!("{} {}", option.number.value(), hex(option.value)))
            .collect();
        sent.send(format!("{} [{}]", request.token, options.join(", ")))
            .expect("the test waits for it");
        vec![piggybacked(request, Code::CONTENT, &OptionsBuf::new(), b"")]
    });
    (peer, seen)
}

fn hex(bytes: &[u8]) -> String {
    let digits = bytes.iter().flat_map(|byte| [byte >> 4, byte & 15]);
    digits.filter_map(|digit| char::from_digit(digit.into(), 16)).collect()
}
