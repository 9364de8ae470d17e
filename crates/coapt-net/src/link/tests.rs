//! Frames on the loopback interface, captured there; this needs the privilege to open packet sockets.

use std::env;
use std::io::{self, Read};
use std::net::{SocketAddr, UdpSocket as PlainSocket};
use std::os::unix::process::CommandExt;
use std::process::Command;
use std::time::Duration;

use coapt_proto::{Peer, Transmit};
use socket2::{Domain, Protocol, Socket, Type};

use crate::settings::SocketSettings;
use crate::socket::{Sent, Then, UdpSocket};
use crate::sys;

const SOURCE: [u8; 6] = [0x02, 0xc0, 0xa9, 0x70, 0x01, 0x02];
const PATIENCE: Duration = Duration::from_secs(10);
const LOOPBACK: u32 = 1;
const NOBODY: u32 = 65_534;
const UNPRIVILEGED: &str = "COAPT_TEST_WITHOUT_PRIVILEGE";

/// A socket that sees all frames of the loopback interface.
fn capture() -> io::Result<Socket> {
    let all = i32::from(u16::try_from(libc::ETH_P_ALL).unwrap().to_be());
    let socket = Socket::new(Domain::PACKET, Type::RAW, Some(Protocol::from(all)))?;
    socket.bind(&sys::link_address(LOOPBACK, u16::try_from(libc::ETH_P_ALL).unwrap(), [0; 6]))?;
    socket.set_read_timeout(Some(PATIENCE))?;
    Ok(socket)
}

/// The frames that end with `payload`, up to the first from our source.
fn frame_with(capture: &mut Socket, payload: &[u8]) -> Vec<u8> {
    loop {
        let mut frame = vec![0; 70_000];
        let len = capture.read(&mut frame).unwrap();
        frame.truncate(len);
        if frame.ends_with(payload) && frame[6..12] == SOURCE {
            return frame;
        }
    }
}

fn send(local: &str, to: SocketAddr, payload: &[u8]) -> Sent {
    let settings = SocketSettings {
        link_source: Some(SOURCE),
        dscp: Some(46),
        ..SocketSettings::new(local.parse().unwrap())
    };
    let transmit = Transmit { to: Peer::new(to), datagram: payload.into() };
    UdpSocket::open(&settings).unwrap().send(&[transmit])
}

#[test]
fn a_frame_has_the_source_that_was_chosen_and_its_datagram_arrives() {
    let mut capture = match capture() {
        Ok(capture) => capture,
        Err(error) => return eprintln!("skipped: no packet socket without privilege: {error}"),
    };
    for (local, address) in
        [("127.0.0.1:0", "127.0.0.1"), ("0.0.0.0:0", "127.0.0.4"), ("[::]:0", "::1")]
    {
        let receiver = PlainSocket::bind((address, 0)).unwrap();
        receiver.set_read_timeout(Some(PATIENCE)).unwrap();
        let payload = format!("by frame to {address}");

        let sent = send(local, receiver.local_addr().unwrap(), payload.as_bytes());

        assert!(matches!(sent.then, Then::Done), "{sent:?}");
        let frame = frame_with(&mut capture, payload.as_bytes());
        assert_eq!(frame[..6], [0; 6]);
        let mut buffer = [0; 100];
        let len = receiver.recv(&mut buffer).unwrap();
        assert_eq!(&buffer[..len], payload.as_bytes());
    }
}

#[test]
fn a_source_address_that_is_not_ours_does_not_go_out() {
    if let Err(error) = capture() {
        return eprintln!("skipped: no packet socket without privilege: {error}");
    }
    let settings = SocketSettings {
        link_source: Some(SOURCE),
        source: Some("192.0.2.99".parse().unwrap()),
        ..SocketSettings::new("0.0.0.0:0".parse().unwrap())
    };
    let to = Peer::new("127.0.0.1:5683".parse().unwrap());

    let sent =
        UdpSocket::open(&settings).unwrap().send(&[Transmit { to, datagram: b"x"[..].into() }]);

    let Then::Failed(error) = sent.then else { panic!("{sent:?}") };
    assert_eq!(error.raw_os_error(), Some(libc::EADDRNOTAVAIL));
}

/// Runs itself once more as a user without privileges if it has some.
#[test]
fn without_privilege_sending_fails_and_nothing_goes_out() {
    if capture().is_ok() && env::var_os(UNPRIVILEGED).is_none() {
        let name = "link::tests::without_privilege_sending_fails_and_nothing_goes_out";
        let mut again = Command::new(env::current_exe().unwrap());
        again.args(["--exact", name]).env(UNPRIVILEGED, "1").uid(NOBODY).gid(NOBODY);
        match again.output() {
            Ok(output) => {
                let said = String::from_utf8_lossy(&output.stdout);
                assert!(output.status.success() && said.contains("1 passed"), "{said}");
            }
            Err(error) => eprintln!("skipped: the test cannot run as another user: {error}"),
        }
        return;
    }
    let receiver = PlainSocket::bind("127.0.0.1:0").unwrap();

    let sent = send("127.0.0.1:0", receiver.local_addr().unwrap(), b"secret");

    let Then::Failed(error) = sent.then else { panic!("{sent:?}") };
    assert_eq!(error.kind(), io::ErrorKind::PermissionDenied);
    receiver.set_nonblocking(true).unwrap();
    assert!(receiver.recv(&mut [0; 8]).is_err(), "nothing went out");
}
