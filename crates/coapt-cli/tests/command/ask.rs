//! `coapt get`, `put`, `post`, `delete`, `fetch`, `patch`, `ipatch`, `discover`, `ping`.

use std::fs;
use std::net::UdpSocket;
use std::process::Stdio;

use crate::support::{Peer, Running, Served, coapt, feed, reply, run};

const CONTENT: u8 = 0x45;
const CHANGED: u8 = 0x44;

#[test]
fn a_piped_body_is_exact() {
    let body: Vec<u8> = (0..=255).cycle().take(5000).collect();
    let served = Served::new([], |folder| fs::write(folder.join("a.bin"), &body).unwrap());

    let ended = run(["get", &served.uri("a.bin")]);

    assert_eq!(ended.succeeded().stdout, body);
}

#[test]
fn bodies_of_300_kib_go_both_ways() {
    let body: Vec<u8> = (0..307_200_u32).map(|place| (place % 251) as u8).collect();
    let served = Served::new(["--write"], |_| {});
    let out = served.disk("got");

    feed(["put", &served.uri("up.bin"), "-"], &body).succeeded();
    run(["get", &served.uri("up.bin"), "-o", out.to_str().unwrap()]).succeeded();

    assert!(fs::read(served.disk("up.bin")).unwrap() == body);
    assert!(fs::read(out).unwrap() == body);
}

#[test]
fn a_body_comes_from_an_argument_a_file_or_standard_input() {
    let served = Served::new(["--write"], |_| {});
    let file = served.disk("source");
    fs::write(&file, "from a file").unwrap();
    let file = file.to_str().unwrap();

    run(["put", &served.uri("1"), "from an argument"]).succeeded();
    run(["put", &served.uri("2"), &format!("@{file}")]).succeeded();
    run(["put", &served.uri("3"), "--file", file]).succeeded();
    feed(["put", &served.uri("4"), "-"], b"from a pipe").succeeded();
    feed(["put", &served.uri("5")], b"from a pipe").succeeded();

    let stored = ["1", "2", "3", "4", "5"].map(|name| fs::read(served.disk(name)).unwrap());
    assert_eq!(stored[0], b"from an argument");
    assert_eq!([&stored[1], &stored[2]], [b"from a file"; 2]);
    assert_eq!([&stored[3], &stored[4]], [b"from a pipe"; 2]);
}

#[test]
fn the_place_of_a_new_resource_is_printed() {
    let served = Served::new(["--write"], |folder| fs::create_dir(folder.join("in")).unwrap());

    let ended = run(["post", &served.uri("in"), "news", "-t", "text/plain"]);

    let place = ended.succeeded().text().trim();
    assert!(place.starts_with("/in/"), "{place}");
    assert_eq!(fs::read(served.disk(&place[1..])).unwrap(), b"news");
}

#[test]
fn every_method_sends_its_code() {
    for (method, code) in [
        ("get", 1),
        ("post", 2),
        ("put", 3),
        ("delete", 4),
        ("fetch", 5),
        ("patch", 6),
        ("ipatch", 7),
    ] {
        let peer = Peer::saying(CHANGED, b"", b"");

        run([method, &peer.uri("a")]).succeeded();

        let seen = peer.seen();
        assert_eq!((seen.len(), seen[0][1]), (1, code), "{method}");
    }
}

#[test]
fn options_have_names_numbers_and_values_of_their_kind() {
    let peer = Peer::saying(CONTENT, b"", b"");
    let uri = peer.uri("");

    run([
        "get",
        &uri,
        "-O",
        "uri-query=a=b",
        "-O",
        "14=300",
        "-O",
        "65000=0xCAFE",
        "--accept",
        "json",
        "--if-match",
        "0x01",
        "--if-none-match",
    ])
    .succeeded();

    let seen = peer.seen();
    let options = decoded(&seen[0]);
    for option in [
        (1, vec![1]),
        (5, vec![]),
        (14, vec![1, 44]),
        (15, b"a=b".to_vec()),
        (17, vec![50]),
        (65_000, vec![0xCA, 0xFE]),
    ] {
        assert!(options.contains(&option), "{option:?} is not among {options:?}");
    }
}

#[test]
fn a_non_confirmable_request_is_sent_as_one() {
    let peer = Peer::new(|request| {
        let mut answer = reply(request, CONTENT, b"\xffhi");
        answer[0] = 0x50 | request[0] & 15;
        vec![answer]
    });

    let ended = run(["get", "--non", &peer.uri("a")]);

    assert_eq!(ended.succeeded().text(), "hi");
    assert_eq!(peer.seen()[0][0] >> 4, 5);
}

#[test]
fn the_exit_status_tells_the_class_of_the_code() {
    let missing = Peer::saying(0x84, b"", b"\xffno such thing");
    let failing = Peer::saying(0xA0, b"", b"\xffout of order");

    run(["get", &missing.uri("a")]).failed(4, "4.04 Not Found: no such thing");
    run(["delete", &failing.uri("a")]).failed(5, "5.00 Internal Server Error: out of order");
}

#[test]
fn silence_a_reset_and_a_closed_port_have_their_status() {
    let silent = Peer::new(|_| vec![]);
    let rejecting = Peer::new(|request| vec![vec![0x70, 0, request[2], request[3]]]);
    let closed = UdpSocket::bind("127.0.0.1:0").unwrap().local_addr().unwrap();

    run(["get", "--timeout", "0.05", &silent.uri("a")]).failed(6, "0.05");
    run(["get", &rejecting.uri("a")]).failed(7, "reset");
    run(["get", &format!("coap://{closed}/a")]).failed(7, "refused");
    run(["get", "coap://no.such.host.invalid/"]).failed(8, "no.such.host.invalid");
}

#[test]
fn a_command_line_that_makes_no_sense_is_a_usage_error() {
    for (arguments, words) in [
        (["get", "http://127.0.0.1/"], "http"),
        (["get", "coaps://127.0.0.1/"], "coaps"),
        (["get", "coap://"], "host"),
        (["get", "coap://127.0.0.1:99999/"], "99999"),
        (["get", "127.0.0.1"], "coap"),
    ] {
        run(arguments).failed(2, words);
    }
    for arguments in [
        ["get", "coap://127.0.0.1/", "-O", "No-Such-Option=1"],
        ["get", "coap://127.0.0.1/", "-O", "Max-Age=soon"],
        ["get", "coap://127.0.0.1/", "--block", "100"],
        ["get", "coap://127.0.0.1/", "--accept", "no/such-type"],
        ["put", "coap://127.0.0.1/", "--file", "/no/such/file"],
    ] {
        let ended = run(arguments);
        assert!(matches!(ended.status, Some(1 | 2)) && !ended.stderr.is_empty(), "{ended:?}");
        assert!(!ended.stderr.contains("panicked"), "{ended:?}");
    }
}

#[test]
fn a_failed_download_leaves_the_old_file() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out");
    fs::write(&out, "old").unwrap();
    let missing = Peer::saying(0x84, b"", b"");

    run(["get", &missing.uri("a"), "-o", out.to_str().unwrap()]).failed(4, "4.04");

    assert_eq!(fs::read(&out).unwrap(), b"old");
    assert_eq!(folder.path().read_dir().unwrap().count(), 1);
}

#[test]
fn what_a_hostile_server_says_does_not_reach_the_terminal_raw() {
    let hostile = Peer::saying(0x84, b"", b"\xff\x1b]0;owned\x07\x1b[2J bad\r\n");

    let ended = run(["get", &hostile.uri("a")]);

    ended.failed(4, "bad");
    assert!(!ended.stderr.trim_end().contains(|c: char| c.is_control()), "{:?}", ended.stderr);
}

#[test]
fn a_reader_that_leaves_is_no_error() {
    let served = Served::new([], |folder| {
        fs::write(folder.join("long.txt"), "line\n".repeat(100_000)).unwrap();
    });
    let mut command = coapt(["get", &served.uri("long.txt")]);
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();

    drop(child.stdout.take());

    let output = child.wait_with_output().unwrap();
    assert_eq!((output.status.code(), output.stderr), (Some(0), vec![]));
}

#[test]
fn the_head_of_a_reply_is_shown_on_demand() {
    let served = Served::new([], |_| {});

    let ended = run(["get", "-i", &served.uri("hello.txt")]);

    let text = ended.succeeded().text();
    assert!(text.starts_with("2.05 Content\n") && text.ends_with("hello\n"), "{text}");
    assert!(text.contains("Content-Format") && text.contains("ETag"), "{text}");
}

#[test]
fn a_known_state_is_not_sent_again() {
    let peer = Peer::saying(0x43, b"\x42\xab\xcd", b"");

    let ended = run(["get", "-i", "--etag", "0xabcd", &peer.uri("a")]);

    assert!(ended.succeeded().text().starts_with("2.03 Valid\n"));
    assert_eq!(decoded(&peer.seen()[0])[0], (4, vec![0xAB, 0xCD]));
}

#[test]
fn discovery_lists_and_filters() {
    let served = Served::new([], |folder| fs::write(folder.join("a.json"), "{}").unwrap());

    let all = run(["discover", &served.base]);
    let some = run(["discover", &format!("{}/?ct=50", served.base)]);

    assert!(all.succeeded().text().contains("/hello.txt") && all.text().contains("/a.json"));
    assert!(some.succeeded().text().contains("/a.json"));
    assert!(!some.text().contains("/hello.txt"), "{}", some.text());
}

#[test]
fn a_ping_tells_that_the_peer_is_alive() {
    let served = Served::new([], |_| {});
    let silent = Peer::new(|_| vec![]);

    assert!(run(["ping", &served.base]).succeeded().text().contains("alive"));
    run(["ping", "--timeout", "0.05", &silent.uri("")]).failed(6, "");
}

#[test]
fn ctrl_c_ends_a_request_that_waits() {
    let (asked, was_asked) = std::sync::mpsc::channel();
    let silent = Peer::new(move |_| {
        asked.send(()).ok();
        vec![]
    });
    let running = Running::start(&mut coapt(["get", &silent.uri("a")]));
    was_asked.recv_timeout(crate::support::PATIENCE).unwrap();

    running.signal("INT");

    let (status, printed) = running.end();
    assert_ne!(status, Some(0));
    assert_eq!(printed, "");
}

#[test]
fn the_help_of_each_subcommand_has_examples() {
    for subcommand in
        ["get", "put", "post", "delete", "observe", "discover", "ping", "serve", "decode", "demo"]
    {
        let ended = run([subcommand, "--help"]);

        assert!(ended.succeeded().text().contains(&format!("coapt {subcommand}")), "{subcommand}");
    }
    assert!(run(["--version"]).succeeded().text().starts_with("coapt "));
}

/// The options of a datagram.
fn decoded(datagram: &[u8]) -> Vec<(u16, Vec<u8>)> {
    let message = coapt::wire::Message::parse(datagram).unwrap();
    message.options.iter().map(|option| (option.number.value(), option.value.to_vec())).collect()
}
