//! The access log and the status page.

use std::fs;
use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::process::Command;

use serde_json::Value;

use crate::support::{PATIENCE, Running, coapt, run};

#[test]
fn the_access_log_is_a_line_of_json_for_each_answer() {
    let mut command =
        coapt(["serve", "--value", "a=1", "--bind", "127.0.0.1:0", "--access-log", "-"]);
    let mut running = Running::start(command.stderr(std::process::Stdio::piped()));
    let base = base(&running.error_line());

    run(["get", &format!("{base}/a?x=%1b")]).succeeded();
    run(["get", &format!("{base}/none")]).failed(4, "4.04");

    let lines = [running.line(), running.line()];
    let read = |line: &String| serde_json::from_str::<Value>(line).unwrap();
    let [good, bad] = lines.each_ref().map(read);
    assert_eq!(
        (&good["method"], &good["path"], &good["code"]),
        (&"GET".into(), &"/a".into(), &"2.05".into())
    );
    assert_eq!((&good["query"], &good["response_bytes"]), (&"x=%1B".into(), &1.into()));
    assert_eq!(bad["code"], "4.04");
    assert!(good["time"].as_str().unwrap().ends_with('Z') && good["duration_us"].is_u64());
}

#[test]
fn a_full_disk_does_not_stop_the_server() {
    let mut command =
        coapt(["serve", "--value", "a=1", "--bind", "127.0.0.1:0", "--access-log", "/dev/full"]);
    let mut running = Running::start(command.stderr(std::process::Stdio::piped()));
    let base = base(&running.line());

    for _ in 0..3 {
        run(["get", &format!("{base}/a")]).succeeded();
    }

    assert!(running.error_line().contains("the access log cannot be written"));
}

#[test]
fn the_status_tells_what_was_asked() {
    let (_running, base, page) = watched();

    run(["get", &format!("{base}/a")]).succeeded();

    let json = http(&page, "127.0.0.1", "/status.json");
    let json: Value = serde_json::from_str(json.split_once("\r\n\r\n").unwrap().1).unwrap();
    assert_eq!(json["resources"][0]["path"], "/a");
    assert_eq!((&json["requests"], &json["codes"]["2.05"]), (&1.into(), &1.into()));
    let metrics = http(&page, "127.0.0.1", "/metrics");
    assert!(metrics.contains("coapt_resource_requests_total{path=\"/a\"} 1"), "{metrics}");
    assert!(http(&page, "example.org", "/status.json").starts_with("HTTP/1.1 403"));
    assert!(http(&page, "127.0.0.1", "/").contains("default-src 'none'"));
    run(["serve", "--value", "a=1", "--status", "0.0.0.0:1"]).failed(2, "--status-public");
}

#[test]
fn a_browser_shows_what_was_asked() {
    let Ok(version) = Command::new("chromium").arg("--version").output() else { return };
    assert!(version.status.success());
    let (_running, base, page) = watched();
    run(["get", &format!("{base}/a")]).succeeded();
    let ask = || http(&page, "127.0.0.1", "/status.json");
    let mut asked = std::iter::repeat_with(ask).take(100_000);
    assert!(asked.any(|json| !json.contains("\"ticks\":0,")), "a second is over");
    let profile = tempfile::tempdir().unwrap();

    let shown = Command::new("chromium")
        .args(["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"])
        .args(["--disable-background-networking", "--disable-component-update", "--disable-sync"])
        .arg(format!("--user-data-dir={}", profile.path().display()))
        .args(["--virtual-time-budget=3000", "--dump-dom", &format!("http://{page}/")])
        .output()
        .unwrap();

    let shown = String::from_utf8(shown.stdout).unwrap();
    for part in ["class=\"live\"", "<td>/a</td>", "<td>2.05</td>", "<path class=\"area\""] {
        assert!(shown.contains(part), "{part} is missing in\n{shown}");
    }
}

fn base(line: &str) -> String {
    line.rsplit(' ').next().unwrap().to_owned()
}

/// A server with a value and a page; its URI, and the page's address.
fn watched() -> (Running, String, String) {
    let arguments = ["serve", "--value", "a=1", "--bind", "127.0.0.1:0", "--status", "0"];
    let mut running = Running::start(&mut coapt(arguments));
    let base = base(&running.line());
    let line = running.line();
    let page = line.strip_prefix("status at http://").unwrap().trim_end_matches('/').to_owned();
    (running, base, page)
}

fn http(address: &str, host: &str, path: &str) -> String {
    let mut stream = TcpStream::connect(address).unwrap();
    stream.set_read_timeout(Some(PATIENCE)).unwrap();
    write!(stream, "GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n").unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer
}

#[test]
fn a_log_that_was_moved_away_is_opened_anew() {
    let folder = tempfile::tempdir().unwrap();
    let log = folder.path().join("log");
    let name = log.to_str().unwrap();
    let mut command =
        coapt(["serve", "--value", "a=1", "--bind", "127.0.0.1:0", "--access-log", name]);
    let mut running = Running::start(&mut command);
    let base = base(&running.line());
    fs::rename(&log, folder.path().join("old")).unwrap();

    running.signal("HUP");
    let reopened =
        std::iter::from_fn(|| Some(run(["ping", &base]))).take(2000).any(|_| log.exists());
    run(["get", &format!("{base}/a")]).succeeded();
    running.signal("TERM");
    running.end();

    assert!(reopened);
    assert_eq!(fs::read_to_string(&log).unwrap().lines().count(), 1);
}
