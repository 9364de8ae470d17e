//! What the program makes of words that it does not know, and of a URI alone.

use coapt::Incoming;

use super::support::{Running, run};

#[test]
fn a_uri_alone_is_fetched() {
    let server = Running::with(|server| {
        server.get("a", |_: &Incoming| "found");
    });
    let uri = server.uri("a");

    for args in
        [&[uri.as_str()][..], &[&uri, "-v", "--no-verbose"], &["-a", "0", &uri], &["--", &uri]]
    {
        assert_eq!(run(args).succeeded().text(), "found", "{args:?}");
    }
}

#[test]
fn what_was_meant_is_guessed() {
    let uri = "coap://127.0.0.1/";
    let guesses: &[(&[&str], &str)] = &[
        (&["PUT", uri], "'PUT'; did you mean put?"),
        (&["obsreve", uri], "did you mean observe?"),
        (&["-v", "get", uri], "options go after the subcommand: coapt get -v"),
        (&["--timeout=5", "get", uri], "options go after the subcommand: coapt get --timeout"),
        (&["house.example/temp"], "did you mean coap://house.example/temp?"),
        (&["get", uri, "--acept", "json"], "did you mean --accept?"),
        (&["get", uri, "-verbose"], "did you mean --verbose?"),
        (&["get", uri, "-timeout=5"], "did you mean --timeout?"),
        (&["get", uri, "--interval", "3"], "it is an option of ping"),
        (&["get", uri, "-X", "PUT"], "the method is a subcommand, such as coapt put"),
        (&["get", uri, "--header", "x"], "-O NAME=VALUE"),
    ];

    for (args, part) in guesses {
        let shown = run(*args);
        assert_eq!((shown.status, shown.text()), (2, ""), "{args:?}: {}", shown.err);
        assert!(shown.err.contains(part), "{args:?}: {}", shown.err);
        assert_eq!(shown.err.lines().count(), 1, "{args:?}: {}", shown.err);
    }
}
