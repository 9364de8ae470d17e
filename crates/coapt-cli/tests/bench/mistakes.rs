//! What is refused, and servers that do not answer.

use std::net::UdpSocket;

use coapt::wire::{Code, Message, MessageType};
use coapt::{Incoming, ServerReply};

use super::support::{Peer, Running, encoded, reset, run};

#[test]
fn a_mistake_is_one_sentence_that_names_it() {
    let uri = "coap://127.0.0.1/";
    let mistakes: &[(&[&str], &str)] = &[
        (&["bench"], "<URI>"),
        (&["bench", "localhost/x"], "has no scheme"),
        (&["bench", "coaps://localhost/x"], "coaps:// is not supported"),
        (&["bench", "coap://h:0/"], "the port is"),
        (&["bench", "coap://224.0.1.187/"], "multicast"),
        (&["bench", "coap://[ff02::fd]/"], "multicast"),
        (&["bench", "coap://255.255.255.255/"], "multicast"),
        (&["bench", uri, "-m", "STEAL"], "GET, POST, PUT"),
        (&["bench", uri, "-n", "0"], "'0'"),
        (&["bench", uri, "-n", "many"], "many"),
        (&["bench", uri, "-w", "0"], "'0'"),
        (&["bench", uri, "-w", "9999999"], "9999999"),
        (&["bench", uri, "-r", "0"], "between 0.001 and 10000000"),
        (&["bench", uri, "-r", "fast"], "no number"),
        (&["bench", uri, "-d", "0s"], "more than 0"),
        (&["bench", uri, "-d", "soon"], "looks like 10s"),
        (&["bench", uri, "--clients", "0"], "'0'"),
        (&["bench", uri, "--clients", "2000000"], "1000000 clients at most"),
        (&["bench", "coap://192.0.2.1/", "--clients", "513"], "each client is a socket of its own"),
        (&["bench", uri, "--burst", "65"], "65"),
        (&["bench", uri, "--max-retransmit", "21"], "21"),
        (&["bench", uri, "--ack-timeout", "0"], "more than 0"),
        (&["bench", uri, "--trigger", "1"], "--observe"),
        (&["bench", uri, "--observe", "-r", "1"], "--rate"),
        (&["bench", uri, "--block", "100"], "16, 32, 64"),
    ];

    for (args, part) in mistakes {
        let shown = run(*args);
        assert_eq!((shown.status, shown.text()), (2, ""), "{args:?}: {}", shown.err);
        assert!(shown.err.contains(part), "{args:?}: {}", shown.err);
        assert_eq!(shown.err.lines().count(), 1, "{args:?}: {}", shown.err);
    }
}

#[test]
fn what_cannot_be_read_is_named_before_anything_is_sent() {
    let uri = "coap://127.0.0.1:1/";
    let folder = tempfile::tempdir().unwrap();
    let other = folder.path().join("other.json");
    std::fs::write(&other, "{}").unwrap();
    let other = other.to_str().unwrap();

    for (args, words) in [
        (["bench", uri, "@/no/such/file", "-mPUT"], "cannot read /no/such/file"),
        (["bench", uri, "--compare", "/no/such/file"], "cannot compare with /no/such/file"),
        (["bench", uri, "--compare", other], "it is no result of coapt bench --json"),
        (
            ["bench", uri, "--pid", "4294967295"],
            "there is no process 4294967295; --pid takes the process id of the server",
        ),
    ] {
        let shown = run(args);
        assert_eq!((shown.status, shown.text()), (1, ""), "{}", shown.err);
        assert!(shown.err.contains(words), "{}", shown.err);
    }
}

#[test]
fn a_silent_server_is_a_time_out() {
    let silent = UdpSocket::bind("127.0.0.1:0").unwrap();
    let uri = format!("coap://{}/", silent.local_addr().unwrap());
    let quick = ["--ack-timeout", "0.01", "--max-retransmit", "1", "--timeout", "0.05"];

    for args in [&["-n", "5"][..], &["-n", "5", "--non"], &["-d", "100ms"], &["--observe", "-d1"]] {
        let shown = run([&["bench", &uri], args, &quick].concat());
        assert_eq!((shown.status, shown.text()), (6, ""), "{args:?}: {}", shown.err);
        assert!(shown.err.contains("no answer to any of"), "{args:?}: {}", shown.err);
    }
}

#[test]
fn a_server_that_falls_silent_ends_it_with_the_figures_so_far() {
    let mut left = 10;
    let peer = Peer::answering(move |request| {
        left -= i32::from(left > 0);
        if left == 0 { vec![] } else { vec![non_confirmable(request)] }
    });
    let args = ["-d", "1h", "--non", "--timeout", "0.05", "-w", "2"];

    let shown = run([&["bench", &peer.uri("")], &args[..]].concat());

    assert_eq!(shown.status, 6, "{}", shown.err);
    assert!(shown.err.contains("fell silent after 9 answers"), "{}", shown.err);
    assert!(shown.text().contains("answered"), "{}", shown.text());
}

#[test]
fn a_port_where_nothing_listens_ends_it_at_once() {
    let gone = UdpSocket::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let uri = format!("coap://{gone}/");

    for args in [&["-d", "1h"][..], &["-n", "1"], &["--observe", "-d", "1h"], &["--clients", "1"]] {
        let shown = run([&["bench", &uri], args].concat());
        assert_eq!((shown.status, shown.text()), (7, ""), "{args:?}: {}", shown.err);
        assert!(shown.err.contains("nothing listens"), "{args:?}: {}", shown.err);
    }
}

#[test]
fn a_host_without_an_address_cannot_be_reached() {
    let host = format!("{}.invalid", "a".repeat(64));

    let shown = run(["bench", &format!("coap://{host}/")]);

    assert_eq!(shown.status, 8, "{}", shown.err);
    assert!(shown.err.contains(&host), "{}", shown.err);
}

#[test]
fn only_resets_are_a_rejection() {
    let peer = Peer::answering(|request| vec![reset(request.id)]);

    let shown = run(["bench", &peer.uri(""), "-n", "5"]);

    assert_eq!(shown.status, 7, "{}", shown.err);
    assert!(shown.err.contains("rejected"), "{}", shown.err);
}

#[test]
fn answers_that_are_all_errors_are_told_with_the_figures() {
    let server = Running::with(|server| {
        server.get("broken", |_: &Incoming| ServerReply::new(Code::INTERNAL_SERVER_ERROR));
    });

    for (path, status, words) in [
        ("none", 4, "no answer is a success; 10 are 4.04 Not Found"),
        ("broken", 5, "no answer is a success; 10 are 5.00 Internal Server Error"),
    ] {
        let shown = run(["bench", &server.uri(path), "-n", "10"]);
        assert_eq!(shown.status, status, "{}", shown.err);
        assert!(shown.text().contains("answered") && shown.err.contains(words), "{}", shown.err);
    }
}

fn non_confirmable(request: &Message<'_>) -> Vec<u8> {
    let mut response = Message::new(MessageType::NonConfirmable, Code::CONTENT, request.id);
    response.token = request.token;
    encoded(&response)
}
