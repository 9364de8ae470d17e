//! The socket against plain UDP sockets on the loopback interface.

mod addresses;
mod failures;
mod groups;
mod settings;

use std::net::{SocketAddr, UdpSocket as PlainSocket};
use std::os::fd::AsFd;
use std::time::Duration;

use coapt_proto::{Peer, Transmit};

use super::{Then, UdpSocket};
use crate::settings::SocketSettings;
use crate::sys::{self, Waiting};

/// No test waits longer for anything.
const PATIENCE: Duration = Duration::from_secs(10);

fn settings(local: &str) -> SocketSettings {
    SocketSettings::new(local.parse().unwrap())
}

fn open(local: &str) -> UdpSocket {
    UdpSocket::open(&settings(local)).unwrap()
}

fn plain(local: &str) -> PlainSocket {
    let socket = PlainSocket::bind(local).unwrap();
    socket.set_read_timeout(Some(PATIENCE)).unwrap();
    socket
}

fn transmit(to: SocketAddr, bytes: &[u8]) -> Transmit {
    Transmit { to: Peer::new(to), datagram: bytes.into() }
}

/// Waits until there is something to receive or a report to read.
fn wait(socket: &mut UdpSocket) {
    let mut waiting = [Waiting::to_read(socket.as_fd())];
    sys::poll(&mut waiting, Some(PATIENCE)).unwrap();
    assert!(waiting[0].is_readable() || waiting[0].has_error(), "nothing came");
    if waiting[0].has_error() {
        socket.expect_reports();
    }
}

/// Receives batches until `count` datagrams came; returns their bytes.
fn receive(socket: &mut UdpSocket, count: usize) -> Vec<Vec<u8>> {
    let mut all = Vec::new();
    while all.len() < count {
        wait(socket);
        let received = socket.receive().unwrap();
        all.extend((0..received).map(|index| socket.received(index).unwrap().bytes.to_vec()));
    }
    all
}

fn numbered(count: u8) -> Vec<Vec<u8>> {
    (0..count).map(|number| vec![number; usize::from(number)]).collect()
}

#[test]
fn any_number_of_datagrams_is_received_in_order() {
    for local in ["127.0.0.1:0", "[::1]:0"] {
        let mut socket = open(local);
        let sender = plain(local);

        for count in [1, 2, 3, 64, 65, 200] {
            let sent = numbered(count);
            for bytes in &sent {
                sender.send_to(bytes, socket.local()).unwrap();
            }

            assert_eq!(receive(&mut socket, sent.len()), sent);
        }
        assert_eq!(socket.receive().unwrap(), 0, "nothing is left");
    }
}

#[test]
fn the_batch_grows_only_while_it_comes_back_full() {
    let mut socket = open("127.0.0.1:0");
    let sender = plain("127.0.0.1:0");
    assert_eq!(socket.incoming.slots(), 1);

    for _ in 0..10 {
        sender.send_to(b"alone", socket.local()).unwrap();
        receive(&mut socket, 1);
    }
    assert_eq!(socket.incoming.slots(), 2, "one at a time");

    for _ in 0..150 {
        sender.send_to(b"crowd", socket.local()).unwrap();
    }
    receive(&mut socket, 150);
    assert_eq!(socket.incoming.slots(), 64, "2 + 4 + 8 + 16 + 32 + 64");
}

#[test]
fn any_number_of_datagrams_is_sent_in_order() {
    for local in ["127.0.0.1:0", "[::1]:0"] {
        let mut socket = open(local);
        let receiver = plain(local);
        let to = receiver.local_addr().unwrap();

        for count in [1, 64, 65, 200] {
            let bytes = numbered(count);
            let transmits: Vec<_> = bytes.iter().map(|bytes| transmit(to, bytes)).collect();

            let sent = socket.send(&transmits);

            assert!(matches!(sent.then, Then::Done), "{sent:?}");
            assert_eq!(sent.count, bytes.len());
            let mut buffer = [0; 300];
            for expected in &bytes {
                let (len, from) = receiver.recv_from(&mut buffer).unwrap();
                assert_eq!((&buffer[..len], from), (&expected[..], socket.local()));
            }
        }
    }
}

#[test]
fn one_batch_reaches_many_peers() {
    let mut socket = open("127.0.0.1:0");
    let receivers: Vec<_> = (0..100).map(|_| plain("127.0.0.1:0")).collect();
    let transmits: Vec<_> = receivers
        .iter()
        .zip(0_u8..)
        .map(|(receiver, number)| transmit(receiver.local_addr().unwrap(), &[number]))
        .collect();

    let sent = socket.send(&transmits);

    assert_eq!(sent.count, receivers.len());
    for (receiver, number) in receivers.iter().zip(0_u8..) {
        let mut buffer = [0; 8];
        assert_eq!(receiver.recv_from(&mut buffer).unwrap(), (1, socket.local()));
        assert_eq!(buffer[0], number);
    }
}

#[test]
fn a_datagram_that_is_too_long_is_truncated_and_says_so() {
    let mut socket =
        UdpSocket::open(&SocketSettings { max_packet_size: 100, ..settings("127.0.0.1:0") })
            .unwrap();
    let sender = plain("127.0.0.1:0");

    for (len, is_truncated) in [(99, false), (100, false), (101, true), (5000, true)] {
        sender.send_to(&vec![7; len], socket.local()).unwrap();
        wait(&mut socket);

        assert_eq!(socket.receive().unwrap(), 1);
        let received = socket.received(0).unwrap();
        assert_eq!((received.bytes.len(), received.is_truncated), (len.min(100), is_truncated));
    }
}

#[test]
fn the_longest_datagram_is_received_whole() {
    let mut socket = open("127.0.0.1:0");
    let longest = vec![9; 65_507];

    plain("127.0.0.1:0").send_to(&longest, socket.local()).unwrap();

    assert_eq!(receive(&mut socket, 1), [longest]);
}
