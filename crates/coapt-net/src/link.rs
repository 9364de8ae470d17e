//! Sending at link layer, with a source address of our choice.
//!
//! The frame is built here and goes out through a packet socket (packet(7)), which needs a privilege. The routing table
//! tells the interface and the next hop, the neighbour table the address of that hop. If the next hop is not known yet,
//! the system is asked to find it, and the sending waits up to a second for that.
//!
//! Linux takes an IPv4 frame that comes in by the loopback interface for a martian, so it is seen by captures only;
//! there the datagram follows through the socket.

mod frame;
mod netlink;
#[cfg(test)]
mod tests;

use std::io;
use std::net::{IpAddr, SocketAddr, UdpSocket};
use std::time::Duration;

use socket2::{Domain, Socket, Type};

use crate::driver::pause;
use crate::settings::SocketSettings;
use crate::sys;

use frame::{Frame, FrameSettings};
use netlink::{Netlink, Route};

/// How long and how often a neighbour is waited for.
const NEIGHBOUR_WAIT: Duration = Duration::from_millis(10);
const NEIGHBOUR_TRIES: usize = 100;

/// Sends datagrams as frames of its own making.
pub(crate) struct LinkSender {
    frames: FrameSettings,
    opened: Option<Opened>,
}

/// What is still to be done with a datagram that was handed to the link layer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Onward {
    /// Nothing: it is out.
    Nothing,
    /// It is to be sent through the socket.
    Socket,
}

/// The sockets; they are opened by the first sending, for it is sending that needs the privilege.
struct Opened {
    packets: Socket,
    netlink: Netlink,
}

impl LinkSender {
    pub(crate) fn new(source: [u8; 6], settings: &SocketSettings) -> Self {
        let frames = FrameSettings {
            source,
            dscp: settings.dscp.unwrap_or_default(),
            dont_fragment: settings.dont_fragment,
        };
        Self { frames, opened: None }
    }

    /// Sends a datagram from an address (`None`: the one the routing table names) and a port.
    pub(crate) fn send(
        &mut self,
        (source, port): (Option<IpAddr>, u16),
        to: SocketAddr,
        bytes: &[u8],
    ) -> io::Result<Onward> {
        let opened = self.opened()?;
        if let Some(source) = source {
            // Only an address of ours can be bound.
            UdpSocket::bind((source, 0))?;
        }
        let route = opened.netlink.route(to)?;
        let source = source.or(route.source).ok_or_else(no_route)?;
        let neighbour = opened.neighbour(&route, to)?;
        let from = SocketAddr::new(source, port);
        let frame = Frame { from, to, neighbour, payload: bytes };
        let (ether_type, frame) = frame.build(self.frames)?;
        let link = sys::link_address(route.interface, ether_type, neighbour);
        self.opened()?.packets.send_to(&frame, &link)?;
        Ok(if route.is_local && to.is_ipv4() { Onward::Socket } else { Onward::Nothing })
    }

    fn opened(&mut self) -> io::Result<&mut Opened> {
        if self.opened.is_none() {
            // Protocol 0: this socket receives nothing.
            let packets = Socket::new(Domain::PACKET, Type::RAW, None)?;
            self.opened = Some(Opened { packets, netlink: Netlink::open()? });
        }
        self.opened.as_mut().ok_or_else(no_route)
    }
}

impl Opened {
    /// Finds the link-layer address of the next hop.
    fn neighbour(&mut self, route: &Route, to: SocketAddr) -> io::Result<[u8; 6]> {
        if let Some(group) = frame::group_address(to.ip()) {
            return Ok(group);
        }
        if route.is_local {
            return Ok([0; 6]);
        }
        if route.is_broadcast {
            return Ok([0xff; 6]);
        }
        let hop = route.gateway.unwrap_or(to.ip());
        if let Some(found) = self.netlink.neighbour(route.interface, hop)? {
            return Ok(found);
        }
        self.netlink.find_neighbour(route.interface, hop)?;
        for _ in 0..NEIGHBOUR_TRIES {
            pause(NEIGHBOUR_WAIT).ok();
            if let Some(found) = self.netlink.neighbour(route.interface, hop)? {
                return Ok(found);
            }
        }
        Err(no_route())
    }
}

fn no_route() -> io::Error {
    io::Error::from_raw_os_error(libc::EHOSTUNREACH)
}
