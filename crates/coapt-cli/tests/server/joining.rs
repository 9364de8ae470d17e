//! `coapt serve --join`, on the loopback interface; where that carries no groups, the tests say so and pass.

use std::net::{Ipv4Addr, UdpSocket};
use std::process::Stdio;

use crate::support::{Running, coapt, run};

const GROUP: Ipv4Addr = Ipv4Addr::new(224, 0, 1, 187);

// rfc: M-7252-8.2-01, M-7252-11.3-02
#[test]
fn a_folder_in_a_group_is_found_by_discovery_and_by_nothing_else() {
    if !is_carried() {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("hello.txt"), "hello\n").unwrap();
    let path = folder.path().to_str().unwrap();
    let words = ["serve", path, "--bind", "0.0.0.0:0", "--join", "all%lo", "--leisure", "0.1"];
    let mut running = Running::start(coapt(words).stderr(Stdio::null()));
    let serving = running.line();
    let port = serving.rsplit(':').next().unwrap();
    assert_eq!(running.line(), "in the group 224.0.1.187 on lo");

    let group = format!("coap://{GROUP}:{port}");
    let ask = |uri: &str| run(["discover", uri, "--source", "127.0.0.1", "--timeout", "3"]);
    let found = ask(&group);
    let filtered = ask(&format!("{group}/?href=/nothing"));
    let file = ask(&format!("{group}/hello.txt"));

    let link = format!("coap://127.0.0.1:{port}/hello.txt");
    assert!(found.succeeded().text().contains(&link), "{found:?}");
    for silent in [filtered, file] {
        silent.failed(6, "no member of the group answered");
    }
}

#[test]
fn what_cannot_be_joined_is_refused_with_what_can() {
    for (words, status, why) in [
        (["--join", "192.0.2.1", "--bind", "0.0.0.0:0"], 2, "no multicast address"),
        (["--join", "eth0", "--bind", "0.0.0.0:0"], 2, "looks like all, 224.0.1.187"),
        (["--join", "all", "--bind", "127.0.0.1:0"], 2, "heard only at 0.0.0.0 or [::]"),
        (["--join", "ff02::fd", "--bind", "0.0.0.0:0"], 2, "heard only at [::]"),
        (["--join", "all%nowhere", "--bind", "0.0.0.0:0"], 1, "there are lo"),
        (["--leisure", "601", "--bind", "127.0.0.1:0"], 2, "at most 600 s"),
    ] {
        let [option, value, bind, address] = words;
        run(["serve", ".", option, value, bind, address]).failed(status, why);
    }
}

/// Whether datagrams to a group go by way of the loopback interface here.
fn is_carried() -> bool {
    let client = UdpSocket::bind("127.0.0.1:0").unwrap();
    let sent = client.send_to(b"", (GROUP, 9));
    if let Err(error) = &sent {
        eprintln!("skipped: the loopback interface does not carry {GROUP}: {error}");
    }
    sent.is_ok()
}
