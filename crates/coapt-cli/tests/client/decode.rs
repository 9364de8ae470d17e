//! `coapt decode`: hexadecimal in, one answer for each line out.

use std::fmt::Write as _;
use std::io::{BufRead as _, BufReader, Write as _};
use std::process::Stdio;

use serde_json::{Value, json};

use super::support::{coapt, run, run_with_input};

#[test]
fn the_line_form_is_exact() {
    let shown = run_with_input(["decode", "--json"], b"420112347a10b474657374ff6869\n").succeeded();

    assert_eq!(
        shown.text(),
        "{\"ok\":true,\"version\":1,\"type\":\"CON\",\"code\":\"0.01\",\"mid\":4660,\
         \"token\":\"7a10\",\"options\":[{\"number\":11,\"name\":\"Uri-Path\",\
         \"value\":\"74657374\"}],\"payload\":\"6869\"}\n"
    );
}

#[test]
fn all_message_vectors_are_decoded_in_one_process() {
    let vectors = vectors();
    let input: String = vectors.iter().map(|vector| hex_of(vector) + "\n").collect();

    let shown = run_with_input(["decode", "--json"], input.as_bytes()).succeeded();

    let lines: Vec<_> = shown.text().lines().collect();
    assert_eq!(lines.len(), vectors.len());
    assert_eq!(vectors.len(), 530);
    for (vector, line) in vectors.iter().zip(lines) {
        check(vector, &serde_json::from_str(line).unwrap());
    }
}

#[test]
fn every_line_has_its_answer_whatever_it_holds() {
    let good = json!("0.01");
    let lines: [(&[u8], Result<&Value, &str>); 12] = [
        (b"", Err("0 bytes")),
        (b"   ", Err("0 bytes")),
        (b"40010001\r", Ok(&good)),
        (b"  40 01\t00 01  ", Ok(&good)),
        (b"0x40010001", Ok(&good)),
        (b"0X40010001", Ok(&good)),
        (b"4001000", Err("odd: 7")),
        (b"4001000G", Err("'G' in column 8")),
        (b"40:01:00:01", Err("':' in column 3")),
        (b"\xff\xfe\x00", Err("0xff in column 1")),
        (b"\"}", Err("'\"' in column 1")),
        (b"C0010001", Err("version")),
    ];
    let input = lines.map(|(line, _)| line).join(&b'\n');

    let shown = run_with_input(["decode", "--json"], &input).succeeded();

    let answers: Vec<_> = shown.text().lines().collect();
    assert_eq!(answers.len(), lines.len());
    for ((line, expected), answer) in lines.iter().zip(answers) {
        let answer: Value = serde_json::from_str(answer).unwrap();
        match expected {
            Ok(code) => assert_eq!((&answer["ok"], &answer["code"]), (&json!(true), *code)),
            Err(part) => {
                assert_eq!(answer["ok"], false, "{line:?}");
                assert!(answer["error"].as_str().unwrap().contains(part), "{answer}");
            }
        }
    }
}

#[test]
fn a_line_of_a_megabyte_is_one_answer() {
    let mut input = b"40010001ff".to_vec();
    input.extend(std::iter::repeat_n(b'a', 1 << 20));
    input.extend(b"\n40010001\n");
    input.extend(std::iter::repeat_n(b'4', 1 << 20));

    let shown = run_with_input(["decode", "--json"], &input).succeeded();

    let answers: Vec<Value> =
        shown.text().lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(answers.len(), 3);
    assert_eq!(answers[0]["payload"].as_str().map(str::len), Some(1 << 20));
    assert_eq!((&answers[1]["ok"], &answers[2]["ok"]), (&json!(true), &json!(false)));
}

#[test]
fn each_answer_comes_before_the_next_line_is_asked_for() {
    let mut child = coapt(["decode", "--json"]).stdin(Stdio::piped()).spawn().unwrap();
    let mut input = child.stdin.take().unwrap();
    let mut output = BufReader::new(child.stdout.take().unwrap());

    for id in 0..100_u16 {
        writeln!(input, "4001{id:04x}").unwrap();
        let mut answer = String::new();
        output.read_line(&mut answer).unwrap();
        let answer: Value = serde_json::from_str(&answer).unwrap();
        assert_eq!(answer["mid"], id);
    }

    drop(input);
    assert!(child.wait().unwrap().success());
}

#[test]
fn an_option_that_nobody_knows_has_no_name() {
    let shown = run(["decode", "--json", "40010001", "e1 fcdc 01"]).succeeded();

    let answer: Value = serde_json::from_str(shown.text()).unwrap();
    assert_eq!(answer["options"][0], json!({"number": 65001, "name": null, "value": "01"}));
}

#[test]
fn people_get_a_picture() {
    let shown = run(["decode", "42011234", "7a10", "b474657374"]).succeeded();

    for part in ["CON 0.01 GET, message id 4660", "7a 10 ", "option 11 Uri-Path \"test\""] {
        assert!(shown.text().contains(part), "{}", shown.text());
    }
}

fn check(vector: &Value, answer: &Value) {
    let (id, expected) = (&vector["id"], &vector["parse"]);
    assert_eq!(answer["ok"], expected["ok"], "{id}");
    if answer["ok"] == false {
        assert!(!answer["error"].as_str().unwrap().is_empty(), "{id}");
        return;
    }
    assert_eq!(answer["version"], 1, "{id}");
    for field in ["type", "code", "mid", "token"] {
        assert_eq!(answer[field], expected[field], "{id} {field}");
    }
    match expected["payload_len"].as_u64() {
        Some(length) => {
            let digits = answer["payload"].as_str().unwrap().len();
            assert_eq!(digits as u64, length * 2, "{id}");
        }
        None => assert_eq!(answer["payload"], expected["payload"], "{id}"),
    }
    let options = answer["options"].as_array().unwrap();
    let summary = &expected["options_summary"];
    if summary.is_object() {
        assert_eq!(summary["count"], options.len(), "{id}");
        check_option(id, &options[0], &summary["first"]);
        check_option(id, &options[options.len() - 1], &summary["last"]);
    } else {
        let rows = expected["options"].as_array().unwrap();
        assert_eq!(options.len(), rows.len(), "{id}");
        options.iter().zip(rows).for_each(|(option, row)| check_option(id, option, row));
    }
}

fn check_option(id: &Value, option: &Value, row: &Value) {
    assert_eq!(option["number"], row["n"], "{id}");
    assert_eq!(option["value"], row["hex"], "{id}");
    assert_eq!(option["name"], row["name"], "{id}");
}

fn vectors() -> Vec<Value> {
    let text = include_str!("../../../../tests/vectors/messages.jsonl");
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn hex_of(vector: &Value) -> String {
    if let Some(text) = vector["hex"].as_str() {
        return text.to_owned();
    }
    let mut hex = String::new();
    for part in vector["parts"].as_array().unwrap() {
        let count = usize::try_from(part[1].as_u64().unwrap()).unwrap();
        write!(hex, "{}", part[0].as_str().unwrap().repeat(count)).unwrap();
    }
    hex
}
