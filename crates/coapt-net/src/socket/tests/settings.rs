//! What the settings do to the socket.

use std::collections::BTreeMap;
use std::io;
use std::net::SocketAddr;
use std::os::fd::AsFd;

use super::{PATIENCE, open, plain, settings, transmit};
use crate::error::NetError;
use crate::settings::SocketSettings;
use crate::socket::UdpSocket;
use crate::sys::{self, Waiting};

const V4: i32 = libc::IPPROTO_IP;
const V6: i32 = libc::IPPROTO_IPV6;

fn option(socket: &UdpSocket, level: i32, name: i32) -> i32 {
    sys::option(socket.as_fd(), (level, name)).unwrap()
}

#[test]
fn the_dscp_is_in_the_traffic_class() {
    let dscp = Some(46);
    let v4 = UdpSocket::open(&SocketSettings { dscp, ..settings("127.0.0.1:0") }).unwrap();
    let v6 = UdpSocket::open(&SocketSettings { dscp, ..settings("[::1]:0") }).unwrap();

    assert_eq!(option(&v4, V4, libc::IP_TOS), 46 << 2);
    assert_eq!(option(&v6, V6, libc::IPV6_TCLASS), 46 << 2);
    assert_eq!(option(&open("127.0.0.1:0"), V4, libc::IP_TOS), 0);
}

#[test]
fn the_dscp_is_seen_by_the_receiver() {
    let mut socket =
        UdpSocket::open(&SocketSettings { dscp: Some(34), ..settings("127.0.0.1:0") }).unwrap();
    let receiver = plain("127.0.0.1:0");
    sys::set_option(receiver.as_fd(), (V4, libc::IP_RECVTOS), 1).unwrap();
    let mut batch = sys::ReceiveBatch::new(64, 1);

    socket.send(&[transmit(receiver.local_addr().unwrap(), b"x")]);
    let mut waiting = [sys::Waiting::to_read(receiver.as_fd())];
    sys::poll(&mut waiting, Some(super::PATIENCE)).unwrap();
    batch.receive(receiver.as_fd(), libc::MSG_DONTWAIT).unwrap();

    let control = batch.slot(0).unwrap().control;
    assert_eq!(control.get(16), Some(&(34 << 2)), "the first byte behind the header");
}

#[test]
fn a_dscp_has_six_bits() {
    let error = UdpSocket::open(&SocketSettings { dscp: Some(64), ..settings("127.0.0.1:0") });

    assert_eq!(error.err().unwrap().raw_os_error(), Some(libc::EINVAL));
}

#[test]
fn dont_fragment_is_set_only_if_asked_for() {
    let with = |local| {
        UdpSocket::open(&SocketSettings { dont_fragment: true, ..settings(local) }).unwrap()
    };

    let v4 = option(&with("127.0.0.1:0"), V4, libc::IP_MTU_DISCOVER);
    assert_eq!(v4, libc::IP_PMTUDISC_DO);
    let v6 = option(&with("[::1]:0"), V6, libc::IPV6_MTU_DISCOVER);
    assert_eq!(v6, libc::IPV6_PMTUDISC_DO);
    let without = option(&open("127.0.0.1:0"), V4, libc::IP_MTU_DISCOVER);
    assert_eq!(without, libc::IP_PMTUDISC_DONT);
}

#[test]
fn buffer_sizes_are_asked_for_and_read_back() {
    let sized = |bytes| SocketSettings {
        receive_buffer: Some(bytes),
        send_buffer: Some(bytes),
        ..settings("127.0.0.1:0")
    };

    let small = UdpSocket::open(&sized(50_000)).unwrap();
    let large = UdpSocket::open(&sized(100_000)).unwrap();
    let absurd = UdpSocket::open(&sized(usize::MAX)).unwrap();

    assert!(small.receive_buffer_size() >= 50_000);
    assert!(large.receive_buffer_size() > small.receive_buffer_size());
    assert!(large.send_buffer_size() > small.send_buffer_size());
    assert!(absurd.receive_buffer_size() >= large.receive_buffer_size());
}

#[test]
fn an_ipv6_socket_leaves_ipv4_alone() {
    let v6 = open("[::]:0");
    let v4 = open(&format!("0.0.0.0:{}", v6.local().port()));

    assert_eq!(option(&v6, V6, libc::IPV6_V6ONLY), 1);
    assert_eq!(v4.local().port(), v6.local().port());
}

#[test]
fn a_port_is_shared_only_if_both_want_it() {
    let shared = SocketSettings { share_port: true, ..settings("127.0.0.1:0") };
    let first = UdpSocket::open(&shared).unwrap();
    let same = SocketSettings { local: first.local(), ..shared };

    let second = UdpSocket::open(&same).unwrap();
    let third = UdpSocket::open(&SocketSettings { share_port: false, ..same.clone() });

    assert_eq!(second.local(), first.local());
    let error = third.err().unwrap();
    assert_eq!(error.kind(), io::ErrorKind::AddrInUse);
    assert_eq!(error.raw_os_error(), Some(libc::EADDRINUSE));
    assert!(error.to_string().starts_with(&format!("cannot bind {}", same.local)), "{error}");
}

#[test]
fn sockets_at_one_address_part_the_peers_between_them() {
    let alone = settings("127.0.0.1:0");
    let first = UdpSocket::open(&alone).unwrap();
    let address = first.local();
    let same = SocketSettings { local: address, share_port: true, ..alone.clone() };

    let stranger = UdpSocket::open(&same);
    let second = first.open_beside(&alone).unwrap();
    let mut sockets = [first, second];
    let peers: Vec<_> = (1..=64).map(|last| plain(&format!("127.0.0.{last}:0"))).collect();
    for peer in peers.iter().chain(&peers) {
        peer.send_to(b"x", address).unwrap();
    }
    let met = senders(&mut sockets, 2 * peers.len());

    assert_eq!(stranger.err().unwrap().kind(), io::ErrorKind::AddrInUse);
    assert_eq!(sockets[1].local(), address);
    assert!(met.iter().all(|peers| !peers.is_empty()));
    assert_eq!(met[0].len() + met[1].len(), peers.len(), "each peer met one socket only");
    assert!(met.iter().flat_map(BTreeMap::values).all(|count| *count == 2));
}

/// Receives so many datagrams; gives for each socket how many came from each peer.
fn senders(sockets: &mut [UdpSocket], total: usize) -> Vec<BTreeMap<SocketAddr, usize>> {
    let mut senders = vec![BTreeMap::new(); sockets.len()];
    let mut received = 0;
    while received < total {
        let mut waiting: Vec<_> =
            sockets.iter().map(|socket| Waiting::to_read(socket.as_fd())).collect();
        sys::poll(&mut waiting, Some(PATIENCE)).unwrap();
        assert!(waiting.iter().any(|one| one.is_readable()), "nothing came");
        for (socket, senders) in sockets.iter_mut().zip(&mut senders) {
            let count = socket.receive().unwrap();
            received += count;
            let from = (0..count).filter_map(|place| Some(socket.received(place)?.from.address()));
            from.for_each(|peer| *senders.entry(peer).or_default() += 1);
        }
    }
    senders
}

#[test]
fn a_foreign_address_cannot_be_bound() {
    let error = UdpSocket::open(&settings("192.0.2.99:0")).err().unwrap();

    assert!(matches!(error, NetError::Io { operation: "bind", .. }), "{error}");
    assert_eq!(error.raw_os_error(), Some(libc::EADDRNOTAVAIL));
}

#[test]
fn a_device_is_used_if_there_is_one_of_that_name() {
    let with = |device: &str| {
        let device = Some(device.to_owned());
        UdpSocket::open(&SocketSettings { device, ..settings("127.0.0.1:0") })
    };
    let receiver = plain("127.0.0.1:0");

    let sent = with("lo").unwrap().send(&[transmit(receiver.local_addr().unwrap(), b"x")]);
    let error = with("no-such-device").err().unwrap();

    assert_eq!(sent.count, 1);
    assert_eq!(receiver.recv(&mut [0; 8]).unwrap(), 1);
    assert_eq!(error.raw_os_error(), Some(libc::ENODEV));
}
