//! The result as JSON, what can be said of any, and the change against an earlier one.

use std::process::Command;

use serde_json::Value;

use coapt::Incoming;

use super::support::{PATIENCE, Running, coapt, run};

/// Runs to the end with `--json`; the numbers of the result add up.
pub(super) fn measured(uri: &str, args: &[&str]) -> Value {
    let shown = run([&["bench", uri, "--json"], args].concat()).succeeded();
    assert_eq!(shown.text().lines().count(), 1);
    let result: Value = serde_json::from_str(shown.text()).unwrap();
    check(&result);
    result
}

/// Fails unless the numbers of a result add up.
pub(super) fn check(result: &Value) {
    let requests = &result["requests"];
    let ends = ["answered", "lost", "reset", "refused", "broken", "unfinished"];
    let sum: u64 = ends.iter().map(|end| number(&requests[end])).sum();
    assert_eq!(number(&requests["begun"]), sum, "{result}");
    let codes: u64 = result["codes"].as_object().unwrap().values().map(number).sum();
    assert_eq!(number(&requests["answered"]), codes, "{result}");
    for latency in [&result["latency_us"], &result["observe"]["latency_us"]] {
        let steps = ["min", "p50", "p90", "p99", "p99_9", "max"].map(|step| latency[step].as_f64());
        assert!(steps.is_sorted(), "{result}");
    }
}

pub(super) fn number(value: &Value) -> u64 {
    value.as_u64().unwrap()
}

fn hello() -> Running {
    Running::with(|server| {
        server.get("hello", |_: &Incoming| "hello");
    })
}

#[test]
fn a_summary_has_all_that_people_ask_for() {
    let server = hello();

    let shown = run(["bench", &server.uri("hello"), "-n", "100"]).succeeded();

    for part in ["GET coap://", "answered", "2.05 Content", "lost", "median", "99.9 %", "CPU time"]
    {
        assert!(shown.text().contains(part), "{part}: {}", shown.text());
    }
}

#[test]
fn the_cpu_time_of_a_process_is_told_if_it_is_named() {
    let server = hello();
    let pid = std::process::id().to_string();

    let result = measured(&server.uri("hello"), &["-n", "50", "--pid", &pid]);

    assert!(result["cpu"]["own_us"].as_f64().is_some(), "{result}");
    assert!(result["cpu"]["server_us"].as_f64().is_some(), "{result}");
}

#[test]
fn a_result_is_compared_with_an_earlier_one() {
    let server = hello();
    let folder = tempfile::tempdir().unwrap();
    let before = folder.path().join("before.json");
    let uri = server.uri("hello");
    std::fs::write(&before, run(["bench", &uri, "-n", "50", "--json"]).out).unwrap();
    let before = before.to_str().unwrap();

    let shown = run(["bench", &uri, "-n", "50", "--compare", before]).succeeded();
    let result = measured(&uri, &["-n", "50", "--compare", before]);

    for part in ["before", "ratio", "answers a second", "latency, 99 %", "×"] {
        assert!(shown.text().contains(part), "{part}: {}", shown.text());
    }
    let change = &result["change"]["per_second"];
    let [before, now, ratio] = ["before", "now", "ratio"].map(|key| change[key].as_f64().unwrap());
    assert!((now / before - ratio).abs() < 1e-6, "{change}");
}

#[test]
fn an_interruption_ends_it_with_what_there_is() {
    let (asked, first) = std::sync::mpsc::channel();
    let server = Running::with(move |server| {
        server.get("hello", move |_: &Incoming| {
            asked.send(()).ok();
            "hello"
        });
    });
    let args = ["bench", &server.uri("hello"), "-d", "1h", "--json", "-r", "100"];
    let child = coapt(args).spawn().unwrap();
    // The second request comes only after the first one's time, so the program listens for signals.
    (0..2).for_each(|_| first.recv_timeout(PATIENCE).unwrap());

    let id = child.id().to_string();
    assert!(Command::new("kill").args(["-s", "INT", &id]).status().unwrap().success());

    let ended = child.wait_with_output().unwrap();
    assert_eq!((ended.status.code(), &ended.stderr[..]), (Some(0), &b""[..]));
    let result: Value = serde_json::from_slice(&ended.stdout).unwrap();
    check(&result);
    assert!(number(&result["requests"]["begun"]) >= 2, "{result}");
}
