//! `coapt observe`.

use std::fs;

use crate::support::{Peer, Running, Served, coapt, run};

#[test]
fn each_state_is_a_line_until_there_are_enough() {
    let served = Served::new([], |_| {});
    let uri = served.uri("hello.txt");
    let mut running = Running::start(&mut coapt(["observe", &uri, "--count", "4"]));

    let mut lines = vec![running.line()];
    for state in ["one\n", "two\n", "three\n"] {
        fs::write(served.disk("hello.txt"), state).unwrap();
        lines.push(running.line());
    }

    assert_eq!(lines, ["hello", "one", "two", "three"]);
    assert_eq!(running.end(), (Some(0), String::new()));
}

#[test]
fn ctrl_c_ends_it_well_and_the_server_hears_of_it() {
    let (asked, was_asked) = std::sync::mpsc::channel();
    let peer = Peer::new(move |request| {
        let message = coapt::wire::Message::parse(request).unwrap();
        let observe = message.options.uint(coapt::OptionNumber::OBSERVE);
        asked.send(observe).unwrap();
        vec![crate::support::reply(
            request,
            0x45,
            if observe == Some(0) { b"\x61\x01\xffon" } else { b"\xffoff" },
        )]
    });
    let mut running = Running::start(&mut coapt(["observe", &peer.uri("lamp")]));
    assert_eq!(running.line(), "on");
    assert_eq!(was_asked.recv().unwrap(), Some(0));

    running.signal("INT");

    assert_eq!(running.end().0, Some(0));
    assert_eq!(was_asked.recv().unwrap(), Some(1));
}

#[test]
fn a_resource_that_goes_away_ends_it_with_its_code() {
    let served = Served::new([], |_| {});
    let mut running = Running::start(&mut coapt(["observe", &served.uri("hello.txt")]));
    assert_eq!(running.line(), "hello");

    fs::remove_file(served.disk("hello.txt")).unwrap();

    assert_eq!(running.end().0, Some(4));
}

#[test]
fn what_cannot_be_observed_is_shown_once_and_said_so() {
    let peer = Peer::saying(0x45, b"", b"\xffhi");

    let ended = run(["observe", &peer.uri("a")]);

    assert_eq!((ended.status, ended.text()), (Some(0), "hi\n"));
    assert!(ended.stderr.contains("does not let this resource be observed"), "{}", ended.stderr);
}

#[test]
fn it_ends_when_its_time_is_up() {
    let served = Served::new([], |_| {});

    let ended = run(["observe", &served.uri("hello.txt"), "--for", "0.05"]);

    assert_eq!(ended.succeeded().text(), "hello\n");
}
