//! Where datagrams come from and go to: packet info, groups, connected sockets.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use coapt_proto::{Delivery, Peer, Transmit};

use super::{Then, open, plain, receive, settings, transmit, wait};
use crate::settings::{PacketInfo, SocketSettings};
use crate::socket::UdpSocket;

fn paired(local: &str) -> UdpSocket {
    UdpSocket::open(&SocketSettings { packet_info: PacketInfo::Pair, ..settings(local) }).unwrap()
}

#[test]
fn replies_leave_from_the_address_that_was_asked() {
    for (wildcard, asked) in [
        ("0.0.0.0:0", "127.0.0.2"),
        ("0.0.0.0:0", "127.0.0.3"),
        ("0.0.0.0:0", "127.0.0.1"),
        ("[::]:0", "::1"),
    ] {
        let mut socket = paired(wildcard);
        let asked = SocketAddr::new(asked.parse().unwrap(), socket.local().port());
        let client = plain(if asked.is_ipv4() { "127.0.0.1:0" } else { "[::1]:0" });

        client.send_to(b"ping", asked).unwrap();
        wait(&mut socket);
        socket.receive().unwrap();
        let received = socket.received(0).unwrap();
        assert_eq!(received.from, Peer::new(client.local_addr().unwrap()).with_local(asked.ip()));
        assert_eq!(received.destination, Some(asked.ip()));
        assert_eq!(received.delivery, Delivery::Unicast);
        let reply = Transmit { to: received.from, datagram: b"pong"[..].into() };
        assert_eq!(socket.send(&[reply]).count, 1);

        let mut buffer = [0; 8];
        assert_eq!(client.recv_from(&mut buffer).unwrap(), (4, asked));
    }
}

#[test]
fn packet_info_may_be_reported_without_pairing() {
    let mut socket = UdpSocket::open(&SocketSettings {
        packet_info: PacketInfo::Report,
        ..settings("0.0.0.0:0")
    })
    .unwrap();
    let client = plain("127.0.0.1:0");

    client.send_to(b"", (Ipv4Addr::new(127, 0, 0, 9), socket.local().port())).unwrap();
    wait(&mut socket);
    socket.receive().unwrap();

    let received = socket.received(0).unwrap();
    assert_eq!(received.destination, Some(IpAddr::from([127, 0, 0, 9])));
    assert_eq!(received.from, Peer::new(client.local_addr().unwrap()));
}

#[test]
fn without_packet_info_there_is_no_destination() {
    let mut socket = open("127.0.0.1:0");

    plain("127.0.0.1:0").send_to(b"", socket.local()).unwrap();
    wait(&mut socket);
    socket.receive().unwrap();

    assert_eq!(socket.received(0).unwrap().destination, None);
}

// rfc: M-7252-8-01, M-7252-8.1-02
#[test]
fn datagrams_to_everybody_are_told() {
    let mut socket = paired("0.0.0.0:0");
    let client = plain("127.0.0.1:0");
    client.set_broadcast(true).unwrap();
    let port = socket.local().port();

    client.send_to(b"all", (Ipv4Addr::new(127, 255, 255, 255), port)).unwrap();
    wait(&mut socket);
    socket.receive().unwrap();

    let received = socket.received(0).unwrap();
    assert_eq!(received.delivery, Delivery::Multicast);
    assert_eq!(received.destination, Some(IpAddr::from([127, 255, 255, 255])));
    let own = received.from.local().unwrap();
    assert!(own.is_loopback() && own != IpAddr::from([127, 255, 255, 255]), "{own}");
}

#[test]
fn a_connected_socket_hears_and_speaks_to_its_peer_only() {
    let peer = plain("127.0.0.1:0");
    let stranger = plain("127.0.0.1:0");
    let peer_address = peer.local_addr().unwrap();
    let mut socket =
        UdpSocket::open(&SocketSettings { connect: Some(peer_address), ..settings("127.0.0.1:0") })
            .unwrap();

    stranger.send_to(b"strange", socket.local()).unwrap();
    peer.send_to(b"known", socket.local()).unwrap();
    assert_eq!(receive(&mut socket, 1), [b"known"]);
    assert_eq!(socket.receive().unwrap(), 0);

    let to_both =
        [transmit(peer_address, b"one"), transmit(stranger.local_addr().unwrap(), b"two")];
    let sent = socket.send(&to_both);
    assert_eq!(sent.count, 1);
    let Then::Failed(error) = sent.then else { panic!("sent to a stranger") };
    assert_eq!(error.raw_os_error(), Some(libc::EISCONN));
    let mut buffer = [0; 8];
    assert_eq!(peer.recv_from(&mut buffer).unwrap(), (3, socket.local()));
}

#[test]
fn the_chosen_source_is_in_every_datagram() {
    let mut socket = UdpSocket::open(&SocketSettings {
        source: Some(IpAddr::from([127, 0, 0, 5])),
        ..settings("0.0.0.0:0")
    })
    .unwrap();
    let receiver = plain("127.0.0.1:0");

    socket.send(&[transmit(receiver.local_addr().unwrap(), b"x")]);

    let from = receiver.recv_from(&mut [0; 8]).unwrap().1;
    assert_eq!(from, SocketAddr::new([127, 0, 0, 5].into(), socket.local().port()));
}
