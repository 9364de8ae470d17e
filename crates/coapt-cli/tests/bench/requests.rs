//! Requests: both loops, all methods, many clients, long bodies, and what gets lost.

use std::collections::{BTreeMap, BTreeSet};
use std::net::{IpAddr, UdpSocket};
use std::sync::{Arc, Mutex};
use std::thread;

use coapt::wire::{Code, ContentFormat, Message, MessageId, MessageType, OptionsBuf};
use coapt::{Incoming, ServerReply};

use super::results::{measured, number};
use super::support::{PATIENCE, Peer, Running, encoded, every_byte, piggybacked, reset};

#[test]
fn a_closed_loop_ends_after_its_requests() {
    let server = Running::with(|server| {
        server.get("hello", |_: &Incoming| "hello");
    });

    for kind in [&[][..], &["--non"]] {
        let args = [&["-n", "500", "--window", "10"], kind].concat();
        let result = measured(&server.uri("hello"), &args);
        assert_eq!(number(&result["codes"]["2.05"]), 500, "{result}");
        assert_eq!((&result["mode"], number(&result["window"])), (&"closed".into(), 10));
        assert_eq!(result["confirmable"], kind.is_empty());
        assert!(result["per_second"].as_f64().unwrap() > 0.0);
    }
}

#[test]
fn an_open_loop_begins_as_many_as_the_schedule_says() {
    let server = Running::with(|server| {
        server.get("hello", |_: &Incoming| "hello");
    });

    let result = measured(&server.uri("hello"), &["--rate", "1000", "-d", "200ms"]);

    let requests = &result["requests"];
    let due = number(&requests["begun"]) + number(&requests["not_begun"]);
    assert!((200..=201).contains(&due), "{result}");
    assert_eq!((&result["mode"], result["rate"].as_f64()), (&"open".into(), Some(1000.0)));
}

#[test]
fn method_body_and_options_arrive() {
    let server = Running::with(|server| {
        server.fallback(|request: &Incoming| {
            let is_as_asked = request.method() == Code::PATCH
                && request.payload() == b"{}"
                && request.content_format() == Some(ContentFormat::JSON)
                && request.path_text() == "/a"
                && request.options().first(coapt::OptionNumber::new(2000)).is_some();
            ServerReply::new(if is_as_asked { Code::CHANGED } else { Code::BAD_REQUEST })
        });
    });
    let args = ["{}", "-m", "patch", "-t", "json", "-O", "2000=x", "-n", "20"];

    let result = measured(&server.uri("a"), &args);

    assert_eq!(number(&result["codes"]["2.04"]), 20, "{result}");
}

#[test]
fn many_clients_are_as_many_source_addresses() {
    let seen = Arc::new(Mutex::new(BTreeMap::<IpAddr, u32>::new()));
    let log = Arc::clone(&seen);
    let server = Running::with(move |server| {
        server.get("hello", move |request: &Incoming| {
            *log.lock().unwrap().entry(request.peer().address().ip()).or_default() += 1;
            "hello"
        });
    });

    measured(&server.uri("hello"), &["-n", "1500", "--clients", "300", "-w", "7"]);

    let seen = seen.lock().unwrap();
    assert_eq!(seen.len(), 300);
    assert!(seen.keys().all(IpAddr::is_loopback));
    assert!(seen.values().all(|count| *count >= 3), "{seen:?}");
}

#[test]
fn a_burst_has_one_client() {
    let seen = Arc::new(Mutex::new(BTreeSet::new()));
    let log = Arc::clone(&seen);
    let server = Running::with(move |server| {
        server.get("hello", move |request: &Incoming| {
            log.lock().unwrap().insert(request.peer().address());
            "hello"
        });
    });
    let args = ["-n", "64", "-w", "64", "--burst", "8", "--clients", "100"];

    let result = measured(&server.uri("hello"), &args);

    assert_eq!(number(&result["requests"]["answered"]), 64, "{result}");
    assert_eq!(seen.lock().unwrap().len(), 8);
}

#[test]
fn elsewhere_each_client_has_a_port() {
    let Ok(socket) = UdpSocket::bind("[::1]:0") else { return };
    socket.set_read_timeout(Some(PATIENCE)).unwrap();
    let uri = format!("coap://{}/", socket.local_addr().unwrap());
    let peer = thread::spawn(move || {
        let mut ports = BTreeSet::new();
        for _ in 0..40 {
            let mut buffer = [0; 100];
            let (length, from) = socket.recv_from(&mut buffer).unwrap();
            ports.insert(from.port());
            let request = Message::parse(&buffer[..length]).unwrap();
            let answer = piggybacked(&request, Code::CONTENT, &OptionsBuf::new(), b"");
            socket.send_to(&answer, from).unwrap();
        }
        ports.len()
    });

    measured(&uri, &["-n", "40", "--clients", "5", "-w", "5"]);

    assert_eq!(peer.join().unwrap(), 5);
}

#[test]
fn long_bodies_are_one_request_both_ways() {
    let long = every_byte(5000);
    let expected = long.clone();
    let server = Running::with(move |server| {
        let answer = long.clone();
        server.get("long", move |_: &Incoming| answer.clone());
        server.put("long", move |request: &Incoming| {
            let is_whole = request.payload() == long;
            ServerReply::new(if is_whole { Code::CHANGED } else { Code::BAD_REQUEST })
        });
    });
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("long.bin");
    std::fs::write(&file, expected).unwrap();
    let body = format!("@{}", file.display());

    for (block, further) in [(None, 4), (Some("512"), 9)] {
        let block = block.map_or(vec![], |size| vec!["--block", size]);
        let get = measured(&server.uri("long"), &[&["-n", "30"], &block[..]].concat());
        let put = [&["-n", "30", "-m", "PUT", &body], &block[..]].concat();
        let put = measured(&server.uri("long"), &put);
        assert_eq!(number(&get["codes"]["2.05"]), 30, "{get}");
        assert_eq!(number(&put["codes"]["2.04"]), 30, "{put}");
        for result in [&get, &put] {
            assert_eq!(number(&result["messages"]["further_blocks"]), 30 * further, "{result}");
        }
    }
}

#[test]
fn a_lost_answer_is_asked_for_again() {
    let mut seen = BTreeSet::new();
    let peer = Peer::answering(move |request| {
        // The first copy of each message gets lost.
        let is_new = seen.insert((request.id, request.token));
        if is_new { vec![] } else { vec![ok(request)] }
    });

    let result = measured(&peer.uri("x"), &["-n", "20", "--ack-timeout", "0.02"]);

    assert_eq!(number(&result["requests"]["answered"]), 20, "{result}");
    assert!(number(&result["messages"]["retransmissions"]) >= 20, "{result}");
}

#[test]
fn what_is_never_answered_is_counted_as_lost() {
    let mut count = 0;
    let answer_every_second = move |request: &Message<'_>| {
        count += 1;
        if count % 2 == 0 { vec![ok(request)] } else { vec![] }
    };
    let peer = Peer::answering(answer_every_second);
    let args = ["-n", "20", "--non", "--timeout", "0.1", "-w", "4"];

    let result = measured(&peer.uri("x"), &args);

    assert_eq!(number(&result["requests"]["answered"]), 10, "{result}");
    assert_eq!(number(&result["requests"]["lost"]), 10, "{result}");
    assert_eq!(number(&result["messages"]["retransmissions"]), 0, "{result}");
}

#[test]
fn separate_responses_are_taken_and_acknowledged() {
    let acknowledged = Arc::new(Mutex::new(BTreeSet::new()));
    let log = Arc::clone(&acknowledged);
    let mut id = 0;
    let peer = Peer::answering(move |request| {
        if request.message_type == MessageType::Acknowledgement {
            log.lock().unwrap().insert(request.id);
            return vec![];
        }
        id += 1;
        let kind = MessageType::Confirmable;
        let mut response = Message::new(kind, Code::CONTENT, MessageId::new(id));
        response.token = request.token;
        let empty = Message::new(MessageType::Acknowledgement, Code::EMPTY, request.id);
        vec![encoded(&empty), encoded(&response)]
    });

    let result = measured(&peer.uri("x"), &["-n", "20", "-w", "1"]);

    assert_eq!(number(&result["messages"]["separate_responses"]), 20, "{result}");
    drop(peer);
    // The program ends with the last answer, whose acknowledgement may still be on its way.
    assert!(acknowledged.lock().unwrap().len() >= 19);
}

#[test]
fn resets_and_nonsense_are_counted() {
    let mut count = 0;
    let peer = Peer::answering(move |request| {
        count += 1;
        let mut foreign = Message::new(MessageType::NonConfirmable, Code::CONTENT, request.id);
        foreign.token = coapt::wire::Token::new(b"x").unwrap();
        match count % 4 {
            0 => vec![reset(request.id)],
            1 => vec![vec![0x40], ok(request)],
            2 => vec![encoded(&foreign), ok(request)],
            _ => vec![ok(request)],
        }
    });

    let result = measured(&peer.uri("x"), &["-n", "40", "-w", "1"]);

    assert_eq!(number(&result["requests"]["reset"]), 10, "{result}");
    assert_eq!(number(&result["messages"]["malformed"]), 10, "{result}");
    assert_eq!(number(&result["messages"]["unexpected"]), 10, "{result}");
}

fn ok(request: &Message<'_>) -> Vec<u8> {
    match request.message_type {
        MessageType::Confirmable => piggybacked(request, Code::CONTENT, &OptionsBuf::new(), b""),
        MessageType::NonConfirmable | MessageType::Acknowledgement | MessageType::Reset => {
            let kind = MessageType::NonConfirmable;
            let mut response = Message::new(kind, Code::CONTENT, request.id);
            response.token = request.token;
            encoded(&response)
        }
    }
}
