//! Several URIs in one call.

use std::sync::{Arc, Barrier};

use coapt::wire::Code;
use coapt::{Incoming, Server, ServerReply};

use super::support::{Running, run, run_with_input};

#[test]
fn answers_come_in_the_order_of_the_uris_as_they_are() {
    let server = Running::with(letters);
    let uris = [server.uri("c"), server.uri("a"), server.uri("b")];

    for parallel in ["1", "2", "64"] {
        let args = ["get", "--parallel", parallel].map(str::to_owned).into_iter();
        assert_eq!(run(args.chain(uris.clone())).succeeded().text(), "cab", "{parallel}");
    }
}

#[test]
fn with_the_head_each_answer_is_headed_by_its_uri() {
    let server = Running::with(letters);
    let (a, b) = (server.uri("a"), server.uri("b"));

    let shown = run(["get", "-i", &a, &b, "--parallel", "2"]).succeeded();

    let text = shown.text();
    let headings: Vec<_> = text.lines().filter(|line| line.starts_with('—')).collect();
    assert_eq!(headings, [format!("— {a}"), format!("— {b}")]);
    assert_eq!(text.matches("2.05 Content").count(), 2);
}

#[test]
fn the_first_failure_decides_the_status_and_the_others_are_done() {
    let server = Running::with(letters);
    let broken = server.uri("broken");
    let (missing, a) = (server.uri("missing"), server.uri("a"));

    for parallel in ["1", "3"] {
        let shown = run(["get", &broken, &missing, &a, "--parallel", parallel]);

        assert_eq!((shown.status, shown.text()), (5, "a"));
        let expected = format!(
            "coapt: {broken}: 5.00 Internal Server Error: out of order\n\
             coapt: {missing}: 4.04 Not Found: no such resource\n"
        );
        assert_eq!(shown.err, expected);
    }
}

#[test]
fn in_parallel_requests_are_under_way_at_once() {
    // Each server answers only when the other was asked, too.
    let both = Arc::new(Barrier::new(2));
    let servers = [(); 2].map(|()| {
        let both = Arc::clone(&both);
        Running::with(move |server| {
            server.get("x", move |_: &Incoming| {
                both.wait();
                "x"
            });
        })
    });

    let shown = run(["get", &servers[0].uri("x"), &servers[1].uri("x"), "--parallel", "2"]);

    assert_eq!(shown.succeeded().text(), "xx");
}

#[test]
fn one_body_goes_to_all() {
    let server = Running::with(|server| {
        for path in ["a", "b"] {
            server.post(path, |request: &Incoming| request.payload().to_vec());
        }
    });
    let (a, b) = (server.uri("a"), server.uri("b"));

    assert_eq!(run(["post", &a, &b, "on"]).succeeded().text(), "onon");
    assert_eq!(run(["post", &a, &b, "n:=1"]).succeeded().text(), r#"{"n":1}{"n":1}"#);
    assert_eq!(run_with_input(["post", &a, &b], b"piped").succeeded().text(), "pipedpiped");
}

#[test]
fn what_only_one_request_can_have_is_refused_before_any_is_sent() {
    let uri = "coap://127.0.0.1:1/";
    for (args, part) in [
        (&["get", uri, uri, "-o", "f"][..], "-o names one file for the answers of 2 URIs"),
        (&["get", uri, uri, "--parallel", "2", "--source", ":5000"], "--source names one, 5000"),
        (&["get", uri, "localhost/x"], "did you mean coap://localhost/x?"),
        (
            &["get", uri, uri, "--parallel", "0"],
            "'0' for '--parallel <N>': a number from 1 to 64 is allowed",
        ),
        (&["get", uri, uri, "--parallel", "65"], "a number from 1 to 64 is allowed"),
    ] {
        let shown = run(args);

        assert_eq!((shown.status, shown.text()), (2, ""), "{args:?}: {}", shown.err);
        assert!(shown.err.contains(part), "{args:?}: {}", shown.err);
    }
}

/// Answers each path of one letter with the letter.
fn letters(server: &mut Server) {
    for path in ["a", "b", "c"] {
        server.get(path, move |_: &Incoming| path);
    }
    server.get("broken", |_: &Incoming| {
        ServerReply::error(Code::INTERNAL_SERVER_ERROR, "out of order")
    });
}
