//! Datagrams that no client of ours would send.

use std::net::UdpSocket;

use coapt::Code;

use crate::support::{PATIENCE, Running, client};

#[test]
fn bad_input_is_survived() {
    let server = Running::with(|server| {
        server.get("x", |_| "x");
    });
    let socket = socket(&server);
    let bad: &[&[u8]] = &[
        b"",
        b"\x40",
        b"\xc0\x01\x00\x01",     // version 3
        b"\x4f\x01\x00\x02",     // token length 15
        b"\x40\x01\x00\x03\xff", // payload marker without payload
        b"\x40\x01\x00\x04\xbf", // option that runs out
        b"\x60\x45\x00\x05",     // answer to nothing
        b"\x70\x00\x00\x06",     // reset of nothing
        b"\x40\xff\x00\x07",     // reserved class
    ];

    for datagram in bad {
        socket.send(datagram).unwrap();
    }

    assert!(client().get(&server.uri("x")).unwrap().is_success());
}

#[test]
fn a_path_that_is_no_text_or_climbs_selects_nothing() {
    let server = Running::with(|server| {
        server.fallback(|_| "served");
    });
    let socket = socket(&server);

    let not_text = ask(&socket, b"\x40\x01\x10\x01\xb2\xff\xfe");
    let climbing = ask(&socket, b"\x40\x01\x10\x02\xb2..\x01x");
    let plain = ask(&socket, b"\x40\x01\x10\x03\xb1x");

    assert!(not_text.is_client_error(), "{not_text}");
    assert!(climbing.is_client_error(), "{climbing}");
    assert_eq!(plain, Code::CONTENT);
}

#[test]
fn a_critical_option_nobody_knows_is_a_bad_option() {
    let server = Running::with(|server| {
        server.fallback(|_| "served");
    });

    let code = ask(&socket(&server), b"\x40\x01\x20\x01\xd0\x0c");

    assert_eq!(code, Code::BAD_OPTION);
}

#[test]
fn a_duplicate_gets_the_same_answer_and_runs_no_handler() {
    let server = Running::with(|server| {
        let mut count = 0;
        server.post("count", move |_| {
            count += 1;
            count.to_string()
        });
    });
    let socket = socket(&server);
    let request = b"\x40\x02\x30\x01\xb5count";

    let answers: Vec<Vec<u8>> = (0..3).map(|_| exchange(&socket, request)).collect();

    assert_eq!(answers[0].last(), Some(&b'1'));
    assert!(answers.iter().all(|answer| *answer == answers[0]));
}

#[test]
fn an_unknown_method_in_a_non_confirmable_request_is_answered_in_kind() {
    let server = Running::with(|server| {
        server.get("x", |_| "x");
    });

    let answer = exchange(&socket(&server), b"\x50\x1f\x40\x01\xb1x");

    assert_eq!(answer[0] >> 4, 5, "non-confirmable");
    assert_eq!(Code::from_byte(answer[1]), Code::METHOD_NOT_ALLOWED);
}

/// Opens a socket that talks to a server.
fn socket(server: &Running) -> UdpSocket {
    let socket = UdpSocket::bind("127.0.0.1:0").unwrap();
    socket.connect(server.address).unwrap();
    socket.set_read_timeout(Some(PATIENCE)).unwrap();
    socket
}

/// Sends a datagram and gives the one that comes back.
fn exchange(socket: &UdpSocket, request: &[u8]) -> Vec<u8> {
    socket.send(request).unwrap();
    let mut datagram = vec![0; 1500];
    let len = socket.recv(&mut datagram).unwrap();
    datagram.truncate(len);
    datagram
}

/// Sends a request and gives the code of the answer.
fn ask(socket: &UdpSocket, request: &[u8]) -> Code {
    Code::from_byte(exchange(socket, request)[1])
}
