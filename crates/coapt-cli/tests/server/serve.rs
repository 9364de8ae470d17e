//! `coapt serve`.

use std::fs;
use std::net::UdpSocket;
use std::os::unix::fs::symlink;
use std::process::Command;

use coapt::wire::{Code, Message, MessageId, MessageType, OptionNumber, OptionsBuf};

use crate::support::{PATIENCE, Running, Served, coapt, feed, names, run};

/// RFC 7641 §4.5: the server may choose.
#[test]
fn notifications_are_confirmable_or_not_as_the_server_is_told() {
    for (arguments, kind) in [
        (&[][..], MessageType::Confirmable),
        (&["--notify", "con"], MessageType::Confirmable),
        (&["--notify", "non"], MessageType::NonConfirmable),
        (&["--notify", "non", "--workers", "2"], MessageType::NonConfirmable),
    ] {
        let mut command = coapt(["serve", "--value", "a=1", "--bind", "127.0.0.1:0"]);
        let mut running = Running::start(command.args(arguments));
        let line = running.line();
        let address = line.rsplit_once("coap://").unwrap().1;
        let observer = UdpSocket::bind("127.0.0.1:0").unwrap();
        observer.connect(address).unwrap();
        observer.set_read_timeout(Some(PATIENCE)).unwrap();
        let received = || {
            let mut datagram = [0; 1500];
            let len = observer.recv(&mut datagram).unwrap();
            Message::parse(&datagram[..len]).unwrap().message_type
        };
        observer.send(b"\x40\x01\x00\x01\x60\x51a").unwrap();
        assert_eq!(received(), MessageType::Acknowledgement, "the registration");

        run(["put", &format!("coap://{address}/a"), "-d", "2"]).succeeded();

        assert_eq!(received(), kind, "{arguments:?}");
    }
}

#[test]
fn a_folder_that_cannot_be_served_is_told_with_what_to_do() {
    let folder = tempfile::tempdir().unwrap();
    let (missing, file) = (folder.path().join("missing"), folder.path().join("file"));
    fs::write(&file, "x").unwrap();

    let missing = missing.to_str().unwrap();
    run(["serve", missing]).failed(1, &format!("there is no folder {missing}; make it (mkdir -p"));
    let file = file.to_str().unwrap();
    run(["serve", file]).failed(1, &format!("{file} is a file; name the folder that it is in"));
}

#[test]
fn a_type_of_notifications_that_is_none_is_refused() {
    run(["serve", ".", "--notify", "maybe"]).failed(2, "'maybe'");
    run(["serve", ".", "--notify", "maybe"])
        .failed(2, "con (confirmable) and non (non-confirmable)");
}

#[test]
fn each_address_that_is_served_gets_a_line() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().to_str().unwrap();
    let mut command = coapt(["serve", path, "--bind", "127.0.0.1:0", "--bind", "127.0.0.2:0"]);
    let mut running = Running::start(&mut command);

    let lines = [running.line(), running.line()];

    for (line, host) in lines.iter().zip(["127.0.0.1", "127.0.0.2"]) {
        let base = line.strip_prefix(&format!("serving {path} at ")).unwrap();
        assert!(base.starts_with(&format!("coap://{host}:")) && !base.ends_with(":0"), "{line}");
        run(["ping", base]).succeeded();
    }
}

#[test]
fn sigint_and_sigterm_end_it_well() {
    for signal in ["INT", "TERM"] {
        let served = Served::new([], |_| {});

        served.running.signal(signal);

        assert_eq!(served.running.end(), (Some(0), String::new()), "{signal}");
    }
}

#[test]
fn what_cannot_be_served_is_one_sentence() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().to_str().unwrap();
    let file = folder.path().join("file");
    fs::write(&file, "").unwrap();
    let taken = UdpSocket::bind("127.0.0.1:0").unwrap();
    let taken = taken.local_addr().unwrap().to_string();

    run(["serve", "/no/such/folder"]).failed(1, "/no/such/folder");
    run(["serve", file.to_str().unwrap()]).failed(1, file.to_str().unwrap());
    run(["serve", path, "--bind", &taken]).failed(1, &taken);
    run(["serve", path, "--bind", "192.0.2.1:0"]).failed(1, "192.0.2.1");
    run(["serve", path, "--bind", "house"]).failed(2, "an address looks like 127.0.0.1:5683");
    run(["serve", path, "--max-size", "much"]).failed(2, "such as 65536, 64K or 16M");
}

#[test]
fn discovery_tells_type_and_size() {
    let served = Served::new([], |folder| {
        fs::create_dir(folder.join("in")).unwrap();
        fs::write(folder.join("in/a b&ü.json"), "{}").unwrap();
        fs::write(folder.join(".hidden"), "x").unwrap();
    });

    let links = run(["get", &served.uri(".well-known/core")]);

    assert_eq!(
        links.succeeded().text(),
        "</hello.txt>;ct=0;sz=6;obs,</in/a%20b&%C3%BC.json>;ct=50;sz=2;obs"
    );
    assert_eq!(run(["get", &served.uri("in/a%20b&%C3%BC.json")]).succeeded().text(), "{}");
}

#[test]
fn a_folder_that_is_read_only_refuses_changes() {
    let served = Served::new([], |_| {});

    run(["put", &served.uri("new"), "x"]).failed(4, "4.05");
    run(["delete", &served.uri("hello.txt")]).failed(4, "for reading only");
    run(["post", &served.uri(""), "x"]).failed(4, "4.05");

    assert_eq!(fs::read(served.disk("hello.txt")).unwrap(), b"hello\n");
}

// rfc: M-7252-5.8.3-01
#[test]
fn files_are_made_changed_and_removed() {
    let served = Served::new(["--write"], |_| {});
    let uri = served.uri("notes.txt");

    let made = run(["put", "-i", &uri, "one"]);
    let changed = run(["put", "-i", &uri, "two"]);
    run(["put", &uri, "three", "--if-none-match"]).failed(4, "4.12");
    run(["put", &uri, "three", "--if-match", "0x0123"]).failed(4, "4.12");
    let stored = fs::read(served.disk("notes.txt")).unwrap();
    let removed = run(["delete", "-i", &uri]);
    let again = run(["delete", "-i", &uri]);

    assert!(made.succeeded().text().starts_with("2.01 Created"));
    assert!(changed.succeeded().text().starts_with("2.04 Changed"));
    assert_eq!(stored, b"two");
    assert!(removed.succeeded().text().starts_with("2.02 Deleted"));
    assert!(!served.disk("notes.txt").exists());
    assert!(again.status == Some(0) || again.stderr.contains("4.04"), "{again:?}");
}

#[test]
fn nothing_outside_of_the_folder_is_read_or_written() {
    let outside = tempfile::tempdir().unwrap();
    fs::write(outside.path().join("secret"), "secret").unwrap();
    let target = outside.path().to_owned();
    let served = Served::new(["--write"], move |folder| {
        symlink(target.join("secret"), folder.join("file")).unwrap();
        symlink(&target, folder.join("folder")).unwrap();
    });
    let name = outside.path().file_name().unwrap().to_str().unwrap().to_owned();

    for segments in [
        vec!["..", &name, "secret"],
        vec!["../secret"],
        vec!["file"],
        vec!["folder", "secret"],
        vec![outside.path().to_str().unwrap(), "secret"],
        vec!["", "etc", "passwd"],
        vec!["hello.txt\0"],
        vec![".", "hello.txt"],
    ] {
        let answer = served.exchange(&request(Code::GET, &segments, b""));
        let message = Message::parse(&answer).unwrap();
        assert_eq!(message.code.class(), 4, "{segments:?}: {}", message.code);
        for code in [Code::PUT, Code::DELETE] {
            served.exchange(&request(code, &segments, b"x"));
        }
    }
    run(["put", &served.uri("folder/new"), "x"]).failed(4, "4.");
    run(["post", &served.uri("folder"), "x"]).failed(4, "4.");

    assert_eq!(fs::read(outside.path().join("secret")).unwrap(), b"secret");
    assert_eq!(outside.path().read_dir().unwrap().count(), 1);
}

#[test]
fn a_broken_upload_leaves_the_old_file_and_nothing_else() {
    let served = Served::new(["--write"], |_| {});

    for number in 0..3_u8 {
        let answer = served.exchange(&block(number, &[b'x'; 64]));
        assert_eq!(answer[1], if number == 0 { 0x5F } else { answer[1] });
    }

    assert_eq!(run(["get", &served.uri("hello.txt")]).succeeded().text(), "hello\n");
    assert_eq!(names(served.folder.path()), ["hello.txt"]);
}

#[test]
fn an_upload_that_is_too_large_is_refused_with_the_limit() {
    let served = Served::new(["--write", "--max-size", "10K"], |_| {});

    feed(["put", &served.uri("fits.bin"), "-"], &[1; 10_240]).succeeded();
    let refused = feed(["put", &served.uri("large.bin"), "-"], &[1; 10_241]);

    refused.failed(4, "4.13");
    assert!(refused.stderr.contains("10240"), "{}", refused.stderr);
    assert_eq!(names(served.folder.path()), ["fits.bin", "hello.txt"]);
}

#[test]
fn what_is_no_plain_file_is_not_found_and_holds_nobody_up() {
    let served = Served::new([], |folder| {
        let pipe = folder.join("pipe");
        assert!(Command::new("mkfifo").arg(pipe).status().unwrap().success());
    });

    run(["get", &served.uri("pipe")]).failed(4, "4.04");
    run(["get", &served.uri("hello.txt/")]).failed(4, "4.04");
    run(["get", &served.uri("nothing")]).failed(4, "4.04");
    run(["fetch", &served.uri("hello.txt"), "x"]).failed(4, "4.05");
    run(["get", &served.uri("hello.txt"), "-O", "9001=x"]).failed(4, "4.02");
    run(["get", &served.uri("hello.txt"), "--accept", "json"]).failed(4, "4.06");
    assert_eq!(run(["get", &served.uri("hello.txt?any=query")]).succeeded().text(), "hello\n");
}

#[test]
fn a_file_that_is_replaced_by_another_notifies_its_observers() {
    let served = Served::new([], |_| {});
    let uri = served.uri("hello.txt");
    let mut running = Running::start(&mut coapt(["observe", &uri, "--count", "3"]));
    assert_eq!(running.line(), "hello");

    fs::write(served.disk("next"), "renamed\n").unwrap();
    fs::rename(served.disk("next"), served.disk("hello.txt")).unwrap();
    assert_eq!(running.line(), "renamed");
    fs::write(served.disk("hello.txt"), "edited\n").unwrap();

    assert_eq!(running.line(), "edited");
    assert_eq!(running.end().0, Some(0));
}

#[test]
fn a_put_notifies_observers() {
    let served = Served::new(["--write"], |_| {});
    let uri = served.uri("hello.txt");
    let mut running = Running::start(&mut coapt(["observe", &uri, "--count", "2"]));
    assert_eq!(running.line(), "hello");

    run(["put", &uri, "changed\n"]).succeeded();

    assert_eq!(running.line(), "changed");
}

#[test]
fn requests_are_logged_on_demand() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("a.txt"), "a").unwrap();
    let path = folder.path().to_str().unwrap();
    let log = folder.path().join(".log");
    let mut command = coapt(["serve", path, "-v", "--bind", "127.0.0.1:0"]);
    let mut running = Running::start(command.stderr(fs::File::create(&log).unwrap()));
    let line = running.line();
    let base = line.rsplit(' ').next().unwrap();

    run(["get", &format!("{base}/a.txt")]).succeeded();
    run(["get", &format!("{base}/b.txt")]).failed(4, "4.04");
    running.signal("TERM");
    running.end();

    let log = fs::read_to_string(log).unwrap();
    let lines: Vec<_> = log.lines().collect();
    assert_eq!(lines.len(), 2, "{log}");
    assert!(lines[0].contains("GET /a.txt 2.05") && lines[1].contains("GET /b.txt 4.04"), "{log}");
}

#[test]
fn an_idle_server_sleeps() {
    let served = Served::new([], |_| {});
    run(["get", &served.uri("hello.txt")]).succeeded();
    let before = switches(served.running.id());

    // A conversation of another server takes longer than any timer of an idle one would.
    let other = Served::new([], |folder| fs::write(folder.join("a"), vec![0; 200_000]).unwrap());
    run(["get", &other.uri("a")]).succeeded();

    assert!(switches(served.running.id()) <= before + 2, "an idle server wakes up");
}

/// How often a process has given up the processor by itself.
fn switches(id: u32) -> u64 {
    let status = fs::read_to_string(format!("/proc/{id}/status")).unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("voluntary_ctxt_switches:"));
    line.unwrap().trim().parse().unwrap()
}

fn request(code: Code, segments: &[&str], payload: &[u8]) -> Vec<u8> {
    let mut options = OptionsBuf::new();
    for segment in segments {
        options.push(OptionNumber::URI_PATH, segment.as_bytes()).unwrap();
    }
    let mut message = Message::new(MessageType::Confirmable, code, MessageId::new(77));
    message.options = options.as_options();
    message.payload = payload;
    let mut datagram = Vec::new();
    message.encode_into(&mut datagram);
    datagram
}

/// A PUT of hello.txt with one block of 64 bytes of a longer body.
fn block(number: u8, payload: &[u8]) -> Vec<u8> {
    let mut options = OptionsBuf::new();
    options.push(OptionNumber::URI_PATH, b"hello.txt").unwrap();
    options.push(OptionNumber::BLOCK1, &[number << 4 | 8 | 2]).unwrap();
    let id = MessageId::new(100 + u16::from(number));
    let mut message = Message::new(MessageType::Confirmable, Code::PUT, id);
    message.options = options.as_options();
    message.payload = payload;
    let mut datagram = Vec::new();
    message.encode_into(&mut datagram);
    datagram
}

#[test]
fn a_client_that_asks_faster_than_the_rate_is_told_to_wait() {
    let served = Served::new(["--rate", "1"], |folder| fs::write(folder.join("a"), "a").unwrap());
    let get = |id| {
        let mut bytes = Vec::new();
        Message::new(MessageType::Confirmable, Code::GET, MessageId::new(id))
            .encode_into(&mut bytes);
        bytes
    };

    let answers = served.exchange_all(&[&get(1), &get(2)]);
    let none = run(["serve", "--rate", "0", "."]);

    let codes: Vec<Code> = answers.iter().map(|each| Message::parse(each).unwrap().code).collect();
    assert_eq!(codes[1], Code::TOO_MANY_REQUESTS);
    assert!(codes[0].is_success());
    none.failed(2, "the least is 1");
}

#[test]
fn with_the_guard_strangers_get_no_long_answers_and_clients_notice_nothing() {
    let served = Served::new(["--guard", "--write"], |folder| {
        fs::write(folder.join("long.txt"), "x".repeat(900)).unwrap();
    });
    let get = {
        let mut options = OptionsBuf::new();
        options.push(OptionNumber::URI_PATH, b"long.txt").unwrap();
        let mut message = Message::new(MessageType::Confirmable, Code::GET, MessageId::new(1));
        message.options = options.as_options();
        let mut bytes = Vec::new();
        message.encode_into(&mut bytes);
        bytes
    };

    let answer = served.exchange(&get);
    let long = run(["get", &served.uri("long.txt")]);
    let put = run(["put", &served.uri("new.txt"), "new"]);

    assert!(answer.len() <= 136, "{} bytes for {}", answer.len(), get.len());
    assert_eq!(Message::parse(&answer).unwrap().code, Code::UNAUTHORIZED);
    assert_eq!(long.succeeded().text().len(), 900);
    put.succeeded();
}
