//! What a person in front of a terminal sees; `script` of util-linux is the terminal.

use std::process::{Command, Stdio};

use coapt::{ContentFormat, Incoming, ServerReply};

use super::support::{Running, every_byte};

#[test]
fn documents_have_colour_unless_nobody_wants_it() {
    let server = serving(ContentFormat::JSON, b"{\"on\":true}".to_vec());
    let uri = server.uri("body");

    let coloured = on_terminal(&format!("get {uri}"), &[]);
    let plain = on_terminal(&format!("get {uri}"), &[("NO_COLOR", "1")]);

    assert!(coloured.contains("\u{1b}[35mtrue\u{1b}[0m"), "{coloured:?}");
    assert_eq!(plain, "{\r\n  \"on\": true\r\n}\r\n");
}

#[test]
fn measurements_are_a_table_and_bytes_a_view() {
    let pack = br#"[{"bn":"urn:a:","n":"t","v":21.5,"u":"Cel"},{"n":"h","v":40}]"#;
    let table = serving(ContentFormat::SENML_JSON, pack.to_vec());
    let bytes = serving(ContentFormat::OCTET_STREAM, b"\0\x01coap".to_vec());
    let show = |server: &Running| on_terminal(&format!("get {}", server.uri("body")), PLAIN);

    let rows = "NAME     VALUE  UNIT\r\nurn:a:t   21.5  Cel\r\nurn:a:h     40\r\n";
    assert_eq!(show(&table), rows);
    assert!(show(&bytes).starts_with("00000000  00 01 63 6f 61 70 "));
    assert!(show(&bytes).ends_with("|..coap|\r\n"));
}

#[test]
fn a_transfer_shows_how_far_it_is_and_then_nothing() {
    let server = serving(ContentFormat::OCTET_STREAM, every_byte(40_000));

    let shown =
        on_terminal(&format!("get {} --limit-rate 80K -o /dev/null", server.uri("body")), PLAIN);

    assert!(shown.contains(" KiB of 39.06 KiB, "), "{shown:?}");
    assert!(shown.contains("s left"), "{shown:?}");
    let rest = shown.rsplit('\r').next().unwrap();
    assert!(rest.trim_matches(['\u{1b}', '[', '2', 'K']).is_empty(), "{rest:?}");
}

/// What makes texts plain.
const PLAIN: &[(&str, &str)] = &[("NO_COLOR", "1")];

/// Runs the program in a terminal; gives what that was told to show.
fn on_terminal(words: &str, environment: &[(&str, &str)]) -> String {
    let command = format!("'{}' {words}", env!("CARGO_BIN_EXE_coapt"));
    let shown = Command::new("script")
        .args(["-qec", &command, "/dev/null"])
        .stdin(Stdio::null())
        .env_remove("NO_COLOR")
        .env("TERM", "xterm-256color")
        .envs(environment.iter().copied())
        .output()
        .unwrap();
    assert!(shown.status.success(), "{shown:?}");
    String::from_utf8(shown.stdout).unwrap()
}

fn serving(format: ContentFormat, body: Vec<u8>) -> Running {
    Running::with(move |server| {
        server.get("body", move |_: &Incoming| {
            ServerReply::content(body.clone()).content_format(format)
        });
    })
}
