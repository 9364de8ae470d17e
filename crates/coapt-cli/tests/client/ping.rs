//! `coapt ping`: signs of life, and what they say together.

use std::io::{BufRead as _, BufReader, Read as _};
use std::process::Command;

use super::support::{Peer, Running, coapt, reset, run};

#[test]
fn several_pings_have_a_summary() {
    let server = Running::with(|_| {});

    let shown = run(["ping", &server.uri(""), "-c", "3", "--interval", "0.001"]).succeeded();

    let lines: Vec<_> = shown.text().lines().collect();
    assert_eq!(lines.len(), 5, "{}", shown.text());
    assert_eq!(lines[3], "3 sent, 3 answered, 0 lost (0%)");
    assert!(lines[4].starts_with("min/avg/max/mdev = "), "{}", lines[4]);
}

#[test]
fn losses_are_told_and_one_answer_is_enough() {
    let mut number = 0;
    let peer = Peer::answering(move |ping| {
        number += 1;
        if number == 1 { Vec::new() } else { vec![reset(ping.id)] }
    });

    let arguments = ["--count", "2", "--interval", "0.001", "--timeout", "0.2"];
    let shown = run(["ping", &peer.uri("")].iter().chain(&arguments));

    assert_eq!(shown.status, 0, "{}", shown.err);
    assert!(shown.text().contains("2 sent, 1 answered, 1 lost (50%)"), "{}", shown.text());
    assert!(shown.err.ends_with("no answer within 0.2 s\n"), "{}", shown.err);
}

#[test]
fn silence_has_its_own_status() {
    let peer = Peer::answering(|_| Vec::new());

    let arguments = ["--count", "2", "--interval", "0.001", "--timeout", "0.1"];
    let shown = run(["ping", &peer.uri("")].iter().chain(&arguments));

    assert_eq!((shown.status, shown.text()), (6, "2 sent, 0 answered, 2 lost (100%)\n"));
}

#[test]
fn an_interruption_shows_the_summary_at_once() {
    let server = Running::with(|_| {});
    let mut child =
        coapt(["ping", &server.uri(""), "--forever", "--interval", "600"]).spawn().unwrap();
    let mut output = BufReader::new(child.stdout.take().unwrap());
    let mut first = String::new();
    output.read_line(&mut first).unwrap();
    assert!(first.contains("is alive"), "{first}");

    let kill = format!("kill -INT {}", child.id());
    assert!(Command::new("sh").args(["-c", &kill]).status().unwrap().success());

    let mut rest = String::new();
    output.read_to_string(&mut rest).unwrap();
    assert!(rest.starts_with("1 sent, 1 answered, 0 lost (0%)\nmin/avg/max/mdev = "), "{rest}");
    assert_eq!(child.wait().unwrap().code(), Some(0));
}
