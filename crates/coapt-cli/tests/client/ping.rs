//! `coapt ping`: signs of life, and what they say together.

use std::io::{BufRead as _, BufReader, Read as _};
use std::process::Command;

use coapt::wire::{Code, OptionsBuf};
use serde_json::Value;

use super::support::{Peer, Running, coapt, piggybacked, reset, run};

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

/// RFC 7252 §4.2: the peer is alive, and does not know the rule.
#[test]
fn an_acknowledgement_is_an_answer_of_the_wrong_kind() {
    let peer = Peer::answering(|ping| {
        vec![piggybacked(ping, Code::NOT_FOUND, &OptionsBuf::new(), b"no such resource")]
    });

    let shown = run(["ping", &peer.uri("")]).succeeded();
    let json = run(["ping", &peer.uri(""), "--json"]).succeeded();

    let remark = "answered with ACK instead of RST (RFC 7252 §4.2)";
    assert!(shown.text().ends_with(&format!(" ms; {remark}\n")), "{}", shown.text());
    let objects = objects(&json.out);
    assert_eq!((&objects[0]["answer"], &objects[0]["remark"]), (&"ACK".into(), &remark.into()));
    assert_eq!((&objects[1]["answered"], &objects[1]["lost"]), (&1.into(), &0.into()));
}

#[test]
fn json_has_an_object_for_each_ping_and_one_for_all() {
    let mut number = 0;
    let peer = Peer::answering(move |ping| {
        number += 1;
        if number == 2 { Vec::new() } else { vec![reset(ping.id)] }
    });
    let uri = peer.uri("");

    let arguments = ["--count", "3", "--interval", "0.001", "--timeout", "0.2", "--json"];
    let shown = run(["ping", &uri].iter().chain(&arguments));

    assert_eq!(shown.status, 0, "{}", shown.err);
    let objects = objects(&shown.out);
    let [first, second, third, all] = &objects[..] else { panic!("{objects:?}") };
    assert_eq!((&first["uri"], &first["number"]), (&uri.as_str().into(), &1.into()));
    assert_eq!((&first["success"], &first["answer"]), (&true.into(), &"RST".into()));
    assert!(first["time_ms"].is_f64() && first.get("remark").is_none(), "{first}");
    assert_eq!((&second["success"], &second["status"]), (&false.into(), &6.into()));
    assert_eq!(second["error"], format!("{uri}: no answer within 0.2 s"));
    assert_eq!((&third["number"], &third["success"]), (&3.into(), &true.into()));
    assert_eq!((&all["sent"], &all["answered"], &all["lost"]), (&3.into(), &2.into(), &1.into()));
    assert!(all["min_ms"].is_f64() && all["mdev_ms"].is_f64(), "{all}");
}

#[test]
fn json_tells_of_silence_too() {
    let peer = Peer::answering(|_| Vec::new());

    let shown = run(["ping", &peer.uri(""), "--timeout", "0.1", "--json"]);

    assert_eq!(shown.status, 6, "{}", shown.err);
    let objects = objects(&shown.out);
    assert_eq!((&objects[0]["success"], &objects[0]["status"]), (&false.into(), &6.into()));
    assert_eq!((&objects[1]["sent"], &objects[1]["answered"]), (&1.into(), &0.into()));
    assert!(shown.err.ends_with("no answer within 0.1 s\n"), "{}", shown.err);
}

/// Reads one object from each line.
fn objects(out: &[u8]) -> Vec<Value> {
    out.split_inclusive(|byte| *byte == b'\n')
        .map(|line| serde_json::from_slice(line).unwrap())
        .collect()
}
