//! A bad network on purpose, on the commands that ask.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use coapt::Incoming;

use super::support::{Running, run};

#[test]
fn what_is_dropped_is_told_and_never_answered() {
    let server = Running::with(|server| {
        server.get("temp", |_: &Incoming| "21.5");
    });

    let shown = run(["get", &server.uri("temp"), "--drop", "100", "--timeout", "0.2", "-v"]);

    assert_eq!((shown.status, shown.text()), (6, ""));
    assert!(shown.err.starts_with("the same faults again: --fault-seed "), "{}", shown.err);
    assert!(shown.err.contains(" /temp "), "{}", shown.err);
    assert!(shown.err.contains("dropped by --drop"), "{}", shown.err);
}

#[test]
fn what_is_repeated_and_delayed_is_answered_once() {
    let asked = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&asked);
    let server = Running::with(|server| {
        server.get("temp", move |_: &Incoming| {
            count.fetch_add(1, Ordering::Relaxed);
            "21.5"
        });
    });

    let faults = ["--duplicate", "100", "--delay", "0..30", "--fault-seed", "1"];
    let uri = server.uri("temp");
    let shown = run(["get", &uri].into_iter().chain(faults)).succeeded();

    assert_eq!((shown.text(), asked.load(Ordering::Relaxed)), ("21.5", 1));
}

#[test]
fn a_long_body_survives_a_bad_network() {
    let body = super::support::every_byte(20_000);
    let sent = body.clone();
    let server = Running::with(|server| {
        server.get("long", move |_: &Incoming| sent.clone());
    });

    let faults = ["--duplicate", "30", "--delay", "0..5", "--fault-seed", "2"];
    let uri = server.uri("long");
    let shown = run(["get", &uri].into_iter().chain(faults)).succeeded();

    assert_eq!(shown.out, body);
}

#[test]
fn a_fault_that_cannot_be_had_is_named() {
    let mistakes = [
        ("--drop", "101", "from 0 to 100"),
        ("--duplicate", "often", "from 0 to 100"),
        ("--delay", "soon", "such as 20..250"),
        ("--delay", "9..1", "write 1..9"),
        ("--fault-seed", "-1", "-1"),
    ];

    for (option, value, part) in mistakes {
        let shown = run(["get", "coap://127.0.0.1/", &format!("{option}={value}")]);
        assert_eq!((shown.status, shown.text()), (2, ""), "{option} {value}: {}", shown.err);
        assert!(shown.err.contains(part), "{option} {value}: {}", shown.err);
        assert_eq!(shown.err.lines().count(), 1, "{option} {value}: {}", shown.err);
    }
}
