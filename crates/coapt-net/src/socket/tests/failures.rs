//! What cannot be sent, and what did not arrive.

use std::io;
use std::net::{IpAddr, SocketAddr};

use coapt_proto::Peer;

use super::{Then, open, plain, receive, settings, transmit, wait};
use crate::settings::{PacketInfo, SocketSettings};
use crate::socket::{MAX_STICKY_ERRORS, Report, Sent, UdpSocket, asking_again, is_loss, received};

/// An address that nobody listens at; no other test uses that of IPv4.
fn closed(local: &str) -> SocketAddr {
    plain(if local.starts_with('[') { local } else { "127.66.0.1:0" }).local_addr().unwrap()
}

fn number(sent: Sent) -> Option<i32> {
    match sent.then {
        Then::Failed(error) => error.raw_os_error(),
        Then::Done | Then::Blocked | Then::Lost => None,
    }
}

#[test]
fn an_unreachable_port_is_reported_with_the_bytes_that_were_sent() {
    for local in ["127.0.0.1:0", "[::1]:0"] {
        let mut socket = open(local);
        let nobody = closed(local);

        assert_eq!(socket.send(&[transmit(nobody, b"anybody?")]).count, 1);
        wait(&mut socket);

        let (peer, quoted) = (Peer::new(nobody), b"anybody?".to_vec());
        let expected = Report { peer, quoted, is_from_host: true };
        assert_eq!(socket.take_report(), Some(expected));
        assert_eq!(socket.take_report(), None);
        assert_eq!(socket.receive().unwrap(), 0, "no error is left");
    }
}

#[test]
fn a_connected_socket_reports_an_unreachable_port_too() {
    let nobody = closed("127.0.0.1:0");
    let mut socket =
        UdpSocket::open(&SocketSettings { connect: Some(nobody), ..settings("127.0.0.1:0") })
            .unwrap();

    assert_eq!(socket.send(&[transmit(nobody, b"hello")]).count, 1);
    wait(&mut socket);

    assert_eq!(socket.take_report().unwrap().peer, Peer::new(nobody));
}

#[test]
fn a_report_names_the_pair_that_the_datagram_belonged_to() {
    for (wildcard, own) in [("0.0.0.0:0", "127.0.0.7"), ("[::]:0", "::1")] {
        let own: IpAddr = own.parse().unwrap();
        let mut socket = UdpSocket::open(&SocketSettings {
            packet_info: PacketInfo::Pair,
            ..settings(wildcard)
        })
        .unwrap();
        let nobody = closed(if own.is_ipv4() { "127.0.0.1:0" } else { "[::1]:0" });
        let mut datagram = transmit(nobody, b"late");
        datagram.to = datagram.to.with_local(own);

        assert_eq!(socket.send(&[datagram.clone()]).count, 1);
        wait(&mut socket);

        assert_eq!(socket.take_report().unwrap().peer, datagram.to);
    }
}

#[test]
fn reports_cost_no_datagram_behind_them() {
    for local in ["127.0.0.1:0", "[::1]:0"] {
        let mut socket = open(local);
        let receiver = plain(local);
        let somebody = receiver.local_addr().unwrap();
        let nobody = closed(local);
        let transmits: Vec<_> = (0..100_u8)
            .map(|number| transmit(if number % 3 == 0 { nobody } else { somebody }, &[number]))
            .collect();

        let sent = socket.send(&transmits);

        assert!(matches!(sent.then, Then::Done), "{sent:?}");
        assert_eq!(sent.count, transmits.len());
        for number in (0..100_u8).filter(|number| number % 3 != 0) {
            let mut buffer = [0; 8];
            assert_eq!(receiver.recv(&mut buffer).unwrap(), 1);
            assert_eq!(buffer[0], number);
        }
        let reports = std::iter::from_fn(|| socket.take_report()).count();
        assert!(reports > 0, "loopback reports at once");
    }
}

#[test]
fn a_report_costs_no_datagram_that_was_received() {
    let mut socket = open("127.0.0.1:0");
    let sender = plain("127.0.0.1:0");

    sender.send_to(b"before", socket.local()).unwrap();
    socket.send(&[transmit(closed("127.0.0.1:0"), b"lost")]);

    assert_eq!(receive(&mut socket, 1), [b"before"]);
    assert_eq!(socket.take_report().unwrap().quoted, b"lost");
}

#[test]
fn reports_without_end_are_not_asked_about_without_end() {
    let mut calls = 0;
    let mut has_reports = false;

    let outcome = asking_again(&mut has_reports, || {
        calls += 1;
        Err(io::Error::from_raw_os_error(libc::ECONNREFUSED))
    });

    assert_eq!(outcome.unwrap_err().raw_os_error(), Some(libc::ECONNREFUSED));
    assert_eq!(calls, 1 + MAX_STICKY_ERRORS);
    assert!(has_reports);
}

#[test]
fn no_flood_of_reports_makes_receiving_fail() {
    let reports = [libc::ECONNREFUSED, libc::EHOSTUNREACH, libc::EPROTO, libc::EACCES];
    for number in reports.map(io::Error::from_raw_os_error) {
        assert_eq!(received(Err(number)).unwrap(), 0);
    }
    for number in [libc::EAGAIN, libc::EINTR].map(io::Error::from_raw_os_error) {
        assert_eq!(received(Err(number)).unwrap(), 0);
    }
    let broken = io::Error::from_raw_os_error(libc::EBADF);
    assert_eq!(received(Err(broken)).unwrap_err().raw_os_error(), Some(libc::EBADF));
    assert_eq!(received(Ok(3)).unwrap(), 3);
}

#[test]
fn a_full_queue_on_the_way_out_is_a_loss() {
    assert!(is_loss(&io::Error::from_raw_os_error(libc::ENOBUFS)));
    assert!(is_loss(&io::Error::from_raw_os_error(libc::ENOMEM)));
    for number in [libc::EMSGSIZE, libc::EPERM, libc::ENETUNREACH, libc::EAGAIN] {
        assert!(!is_loss(&io::Error::from_raw_os_error(number)));
    }
}

#[test]
fn a_datagram_that_cannot_be_sent_does_not_hold_up_the_next() {
    let mut socket = open("127.0.0.1:0");
    let receiver = plain("127.0.0.1:0");
    let to = receiver.local_addr().unwrap();
    let transmits = [transmit(to, b"one"), transmit(to, &vec![0; 70_000]), transmit(to, b"two")];

    let first = socket.send(&transmits);
    assert_eq!(first.count, 1);
    assert_eq!(number(first), Some(libc::EMSGSIZE));
    let rest = socket.send(&transmits[2..]);
    assert_eq!(rest.count, 1);

    let mut buffer = [0; 8];
    receiver.recv(&mut buffer).unwrap();
    receiver.recv(&mut buffer).unwrap();
    assert_eq!(&buffer[..3], b"two");
}

#[test]
fn a_source_that_is_not_ours_cannot_be_used() {
    for (local, source) in [("0.0.0.0:0", "192.0.2.99"), ("[::]:0", "2001:db8::99")] {
        let source = Some(source.parse().unwrap());
        let mut socket = UdpSocket::open(&SocketSettings { source, ..settings(local) }).unwrap();
        let receiver = plain(if local.starts_with('[') { "[::1]:0" } else { "127.0.0.1:0" });

        let sent = socket.send(&[transmit(receiver.local_addr().unwrap(), b"forged")]);

        assert_eq!((sent.count, number(sent)), (0, Some(libc::EADDRNOTAVAIL)), "{local}");
        receiver.set_nonblocking(true).unwrap();
        assert!(receiver.recv(&mut [0; 8]).is_err(), "nothing went out");
    }
}

#[test]
fn the_other_family_cannot_be_reached() {
    let mut socket = open("127.0.0.1:0");

    let sent = socket.send(&[transmit("[::1]:5683".parse().unwrap(), b"x")]);

    assert_eq!(number(sent), Some(libc::EAFNOSUPPORT));
}
