//! `coapt decode`.

use std::io::Write as _;
use std::process::Stdio;

use serde_json::Value;

use crate::support::{Running, coapt, feed, run};

#[test]
fn every_datagram_of_the_vectors_is_decoded_as_they_say() {
    let vectors = include_str!("../../../../tests/vectors/messages.jsonl");
    let vectors: Vec<Value> =
        vectors.lines().map(|row| serde_json::from_str(row).unwrap()).collect();
    let input: String = vectors.iter().map(|vector| hex(vector) + "\n").collect();

    let ended = feed(["decode", "--json"], input.as_bytes());

    let decoded: Vec<Value> =
        ended.succeeded().text().lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!((vectors.len(), decoded.len()), (530, 530));
    for (vector, decoded) in vectors.iter().zip(&decoded) {
        compare(vector, decoded);
    }
}

fn hex(vector: &Value) -> String {
    if let Some(hex) = vector["hex"].as_str() {
        return hex.to_owned();
    }
    let parts = vector["parts"].as_array().unwrap().iter();
    parts
        .map(|part| {
            let count = usize::try_from(part[1].as_u64().unwrap()).unwrap();
            part[0].as_str().unwrap().repeat(count)
        })
        .collect()
}

fn compare(vector: &Value, decoded: &Value) {
    let (id, wanted) = (&vector["id"], &vector["parse"]);
    assert_eq!(decoded["ok"], wanted["ok"], "{id}");
    if wanted["ok"] == false {
        assert!(!decoded["error"].as_str().unwrap().is_empty(), "{id}");
        return;
    }
    for field in ["type", "code", "mid", "token"] {
        assert_eq!(decoded[field], wanted[field], "{id}: {field}");
    }
    if let Some(options) = wanted["options"].as_array() {
        let decoded = decoded["options"].as_array().unwrap();
        assert_eq!(decoded.len(), options.len(), "{id}");
        for (decoded, wanted) in decoded.iter().zip(options) {
            assert_eq!(decoded["number"], wanted["n"], "{id}");
            assert_eq!(decoded["value"], wanted["hex"], "{id}");
            assert_eq!(decoded["name"], wanted["name"], "{id}");
        }
    }
    if let Some(payload) = wanted["payload"].as_str() {
        assert_eq!(decoded["payload"], payload, "{id}");
    } else {
        let length = wanted["payload_len"].as_u64().unwrap();
        assert_eq!(decoded["payload"].as_str().unwrap().len() as u64, 2 * length, "{id}");
    }
}

#[test]
fn each_line_in_is_one_line_out_at_once() {
    let mut command = coapt(["decode", "--json"]);
    let mut running = Running::start(command.stdin(Stdio::piped()));

    for (line, wanted) in [
        ("40010001\n", "\"ok\":true"),
        ("0x40 01 00 01\r\n", "\"ok\":true"),
        ("\n", "\"ok\":false"),
        ("4001000\n", "\"ok\":false"),
        ("zz\n", "\"ok\":false"),
        ("\u{e9}\u{1f600}\n", "\"ok\":false"),
        ("4001 0001 B474657374\n", "Uri-Path"),
    ] {
        running.stdin().write_all(line.as_bytes()).unwrap();
        running.stdin().flush().unwrap();
        let printed = running.line();
        assert!(printed.starts_with('{') && printed.contains(wanted), "{line:?}: {printed}");
    }

    let (status, rest) = running.end();
    assert_eq!((status, rest.as_str()), (Some(0), ""));
}

#[test]
fn the_form_of_a_line_is_fixed() {
    let ended = run(["decode", "--json", "420112347a10b474657374ff6869"]);

    assert_eq!(
        ended.succeeded().text(),
        "{\"ok\":true,\"version\":1,\"type\":\"CON\",\"code\":\"0.01\",\"mid\":4660,\
         \"token\":\"7a10\",\"options\":[{\"number\":11,\"name\":\"Uri-Path\",\
         \"value\":\"74657374\"}],\"payload\":\"6869\"}\n"
    );
}

#[test]
fn a_line_of_a_megabyte_is_read() {
    let ended = feed(["decode", "--json"], &[b"40010001ff".to_vec(), vec![b'0'; 1 << 20]].concat());

    assert!(ended.succeeded().text().contains("\"ok\":true"));
    assert_eq!(ended.text().lines().count(), 1);
}

#[test]
fn a_picture_names_all_parts() {
    let ended = run(["decode", "420112347a10b474657374ff6869"]);

    let text = ended.succeeded().text();
    for part in ["CON", "GET", "7a 10", "Uri-Path", "test", "hi"] {
        assert!(text.contains(part), "{part} is missing in\n{text}");
    }
}
