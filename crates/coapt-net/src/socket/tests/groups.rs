//! Groups on the loopback interface, which has to be named; where it does not carry them, these tests say so and pass.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::os::fd::AsFd;

use coapt_proto::{Delivery, Transmit};
use socket2::SockRef;

use super::{plain, settings, wait};
use crate::error::NetError;
use crate::settings::{PacketInfo, SocketSettings};
use crate::socket::UdpSocket;
use crate::sys::{self, Waiting};

const GROUP: Ipv4Addr = Ipv4Addr::new(224, 0, 1, 187);

fn member(local: &str, groups: &[&str]) -> Result<UdpSocket, NetError> {
    let groups = groups.iter().map(|group| group.parse().unwrap()).collect();
    UdpSocket::open(&SocketSettings { packet_info: PacketInfo::Pair, groups, ..settings(local) })
}

/// Sends to a group by way of the loopback interface; false if that is not possible here.
fn ask(client: &std::net::UdpSocket, group: SocketAddr) -> bool {
    match client.send_to(b"who?", group) {
        Ok(_) => true,
        Err(error) => {
            eprintln!("skipped: the loopback interface does not carry {group}: {error}");
            false
        }
    }
}

fn hears(socket: &mut UdpSocket) -> bool {
    let mut waiting = [Waiting::to_read(socket.as_fd())];
    sys::poll(&mut waiting, Some(std::time::Duration::ZERO)).unwrap();
    waiting[0].is_readable()
}

// rfc: M-7252-8.1-02
#[test]
fn a_group_is_answered_from_an_address_of_our_own() {
    let mut socket = member("0.0.0.0:0", &["224.0.1.187%lo"]).unwrap();
    let client = plain("127.0.0.1:0");
    if !ask(&client, (GROUP, socket.local().port()).into()) {
        return;
    }

    wait(&mut socket);
    assert_eq!(socket.receive().unwrap(), 1);
    let received = socket.received(0).unwrap();

    assert_eq!(received.delivery, Delivery::Multicast);
    assert_eq!(received.destination, Some(GROUP.into()));
    assert_eq!(received.from.local(), Some(IpAddr::from([127, 0, 0, 1])));
    let reply = Transmit { to: received.from, datagram: b"me"[..].into() };
    assert_eq!(socket.send(&[reply]).count, 1);
    let from = client.recv_from(&mut [0; 8]).unwrap().1;
    assert_eq!(from, SocketAddr::new([127, 0, 0, 1].into(), socket.local().port()));
}

// rfc: M-7252-8.1-02
#[test]
fn an_ipv6_group_is_answered_from_an_address_of_the_interface() {
    let Ok(mut socket) = member("[::]:0", &["ff02::fd%lo"]) else {
        return eprintln!("skipped: the loopback interface does not join IPv6 groups");
    };
    let client = plain("[::1]:0");
    SockRef::from(&client).set_multicast_if_v6(1).unwrap();
    let group = format!("[ff02::fd%1]:{}", socket.local().port()).parse().unwrap();
    if !ask(&client, group) {
        return;
    }

    wait(&mut socket);
    assert_eq!(socket.receive().unwrap(), 1);
    let received = socket.received(0).unwrap();

    assert_eq!(received.delivery, Delivery::Multicast);
    assert_eq!(received.from.local(), Some("::1".parse().unwrap()));
}

// rfc: M-7252-11.3-02
#[test]
fn a_group_that_only_others_have_joined_is_not_heard() {
    let mut outsider = member("0.0.0.0:0", &["239.1.2.3%lo"]).unwrap();
    let port = outsider.local().port();
    let other = plain("0.0.0.0:0");
    other.join_multicast_v4(&GROUP, &Ipv4Addr::LOCALHOST).unwrap();
    let client = plain("127.0.0.1:0");

    // The second shows that the first would have been there.
    if !ask(&client, (GROUP, port).into()) || !ask(&client, ([239, 1, 2, 3], port).into()) {
        return;
    }
    wait(&mut outsider);

    assert_eq!(outsider.receive().unwrap(), 1);
    assert_eq!(outsider.received(0).unwrap().destination, Some([239, 1, 2, 3].into()));
    assert!(!hears(&mut outsider));
}

#[test]
fn a_group_may_be_named_twice_and_is_told_with_its_interface() {
    let socket = member("0.0.0.0:0", &["all%lo", "224.0.1.187%1"]).unwrap();

    let joined: Vec<_> =
        socket.joined().iter().map(|it| (it.address, &it.interfaces[..])).collect();

    assert_eq!(joined, [(GROUP.into(), &["lo".to_owned()][..]); 2]);
}

#[test]
fn what_cannot_be_joined_is_told_with_what_can() {
    for (local, group, words) in [
        ("127.0.0.1:0", "224.0.1.187", "heard only at 0.0.0.0"),
        ("0.0.0.0:0", "ff02::fd", "heard only at [::]"),
        ("127.0.0.1:0", "all", "heard only at 0.0.0.0 or [::]"),
        ("0.0.0.0:0", "224.0.1.187%nowhere", "no network interface \"nowhere\"; there are lo"),
    ] {
        let error = member(local, &[group]).err().unwrap().to_string();
        assert!(error.contains(words), "{local} {group}: {error}");
    }
}
