//! Questions to the routing and neighbour tables: rtnetlink(7).

use std::io::{self, Read, Write};
use std::net::{IpAddr, SocketAddr};
use std::time::Duration;

use socket2::{Domain, Protocol, Socket, Type};

const MESSAGE_HEADER_LEN: usize = 16;
const ROUTE_LEN: usize = 12;
const NEIGHBOUR_LEN: usize = 12;
/// A neighbour is used without a change to its entry.
const NEIGHBOUR_USE: u8 = 1;
/// The kernel answers at once; this only keeps a lost answer from blocking for ever.
const ANSWER_WITHIN: Duration = Duration::from_secs(1);

const DESTINATION: u16 = 1;
const ROUTE_INTERFACE: u16 = 4;
const ROUTE_GATEWAY: u16 = 5;
const ROUTE_SOURCE: u16 = 7;
const NEIGHBOUR_ADDRESS: u16 = 2;

/// A socket to the kernel.
pub(super) struct Netlink {
    socket: Socket,
}

/// The way to an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Route {
    pub(super) interface: u32,
    pub(super) gateway: Option<IpAddr>,
    pub(super) source: Option<IpAddr>,
    /// The address is our own.
    pub(super) is_local: bool,
    /// The address is that of all hosts of a network.
    pub(super) is_broadcast: bool,
}

impl Netlink {
    pub(super) fn open() -> io::Result<Self> {
        let domain = Domain::from(libc::AF_NETLINK);
        let socket = Socket::new(domain, Type::RAW, Some(Protocol::from(libc::NETLINK_ROUTE)))?;
        socket.set_read_timeout(Some(ANSWER_WITHIN))?;
        Ok(Self { socket })
    }

    /// Asks for the way to an address.
    pub(super) fn route(&mut self, to: SocketAddr) -> io::Result<Route> {
        let (family, octets) = family_and_octets(to.ip());
        let bits = if to.is_ipv4() { 32 } else { 128 };
        let mut body = vec![family, bits, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
        put_attribute(&mut body, DESTINATION, &octets);
        if let SocketAddr::V6(to) = to
            && to.scope_id() != 0
        {
            put_attribute(&mut body, ROUTE_INTERFACE, &to.scope_id().to_ne_bytes());
        }
        let answer = self.ask(libc::RTM_GETROUTE, 0, &body)?;
        let answer = answer.get(MESSAGE_HEADER_LEN..).unwrap_or_default();
        let attributes = answer.get(ROUTE_LEN..).unwrap_or_default();
        let interface = attribute(attributes, ROUTE_INTERFACE)
            .and_then(|value| Some(u32::from_ne_bytes(value.try_into().ok()?)));
        let kind = answer.get(7).copied();
        Ok(Route {
            interface: interface.ok_or_else(|| io::Error::from_raw_os_error(libc::ENETUNREACH))?,
            gateway: attribute(attributes, ROUTE_GATEWAY).and_then(address),
            source: attribute(attributes, ROUTE_SOURCE).and_then(address),
            is_local: kind == Some(libc::RTN_LOCAL),
            is_broadcast: kind == Some(libc::RTN_BROADCAST),
        })
    }

    /// Asks for the link-layer address of a neighbour; `None` if it is not known.
    pub(super) fn neighbour(&mut self, interface: u32, hop: IpAddr) -> io::Result<Option<[u8; 6]>> {
        let answer = match self.ask(libc::RTM_GETNEIGH, 0, &neighbour_body(interface, hop, 0)) {
            Err(error) if error.raw_os_error() == Some(libc::ENOENT) => return Ok(None),
            outcome => outcome?,
        };
        let attributes = answer.get(MESSAGE_HEADER_LEN + NEIGHBOUR_LEN..).unwrap_or_default();
        let found = attribute(attributes, NEIGHBOUR_ADDRESS);
        Ok(found.and_then(|value| value.try_into().ok()))
    }

    /// Makes the kernel look for a neighbour.
    pub(super) fn find_neighbour(&mut self, interface: u32, hop: IpAddr) -> io::Result<()> {
        let body = neighbour_body(interface, hop, NEIGHBOUR_USE);
        self.ask(libc::RTM_NEWNEIGH, libc::NLM_F_CREATE | libc::NLM_F_ACK, &body)?;
        Ok(())
    }

    /// Sends one question and returns the one message that answers it.
    fn ask(&mut self, kind: u16, flags: libc::c_int, body: &[u8]) -> io::Result<Vec<u8>> {
        let flags = u16::try_from(libc::NLM_F_REQUEST | flags).unwrap_or_default();
        let len = u32::try_from(MESSAGE_HEADER_LEN + body.len()).unwrap_or_default();
        let mut question = len.to_ne_bytes().to_vec();
        question.extend(kind.to_ne_bytes());
        question.extend(flags.to_ne_bytes());
        question.extend([0; 8]);
        question.extend(body);
        self.socket.write_all(&question)?;
        let mut answer = vec![0; 4096];
        let len = self.socket.read(&mut answer)?;
        answer.truncate(len);
        match error_number(&answer) {
            Some(number) if number != 0 => Err(io::Error::from_raw_os_error(number)),
            _ => Ok(answer),
        }
    }
}

/// The number in an error message; 0 is an acknowledgement, and `None` another kind of message.
fn error_number(answer: &[u8]) -> Option<i32> {
    let kind = u16::from_ne_bytes(answer.get(4..6)?.try_into().ok()?);
    let number = i32::from_ne_bytes(answer.get(16..20)?.try_into().ok()?);
    (i32::from(kind) == libc::NLMSG_ERROR).then(|| number.saturating_neg())
}

fn neighbour_body(interface: u32, hop: IpAddr, flags: u8) -> Vec<u8> {
    let (family, octets) = family_and_octets(hop);
    let mut body = vec![family, 0, 0, 0];
    body.extend(interface.to_ne_bytes());
    body.extend([0, 0, flags, 0]);
    put_attribute(&mut body, DESTINATION, &octets);
    body
}

#[expect(clippy::cast_possible_truncation, reason = "netlink gives a family one byte")]
fn family_and_octets(address: IpAddr) -> (u8, Vec<u8>) {
    match address {
        IpAddr::V4(address) => (libc::AF_INET as u8, address.octets().to_vec()),
        IpAddr::V6(address) => (libc::AF_INET6 as u8, address.octets().to_vec()),
    }
}

fn put_attribute(body: &mut Vec<u8>, kind: u16, value: &[u8]) {
    let len = u16::try_from(4 + value.len()).unwrap_or_default();
    body.extend(len.to_ne_bytes());
    body.extend(kind.to_ne_bytes());
    body.extend(value);
}

/// Finds an attribute: each has its length and its kind in front and fills whole words.
fn attribute(mut attributes: &[u8], wanted: u16) -> Option<&[u8]> {
    loop {
        let len = usize::from(u16::from_ne_bytes(attributes.get(..2)?.try_into().ok()?));
        let kind = u16::from_ne_bytes(attributes.get(2..4)?.try_into().ok()?);
        let value = attributes.get(4..len)?;
        if kind == wanted {
            return Some(value);
        }
        attributes = attributes.get(len.next_multiple_of(4)..)?;
    }
}

fn address(octets: &[u8]) -> Option<IpAddr> {
    match octets.len() {
        4 => Some(IpAddr::from(<[u8; 4]>::try_from(octets).ok()?)),
        16 => Some(IpAddr::from(<[u8; 16]>::try_from(octets).ok()?)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn our_own_addresses_are_reached_by_the_loopback_interface() {
        let mut netlink = Netlink::open().unwrap();

        for address in ["127.0.0.2", "::1"] {
            let address: IpAddr = address.parse().unwrap();
            let route = netlink.route(SocketAddr::new(address, 1)).unwrap();

            assert_eq!((route.interface, route.is_local), (1, true), "{address}");
            assert_eq!(route.gateway, None);
            assert!(route.source.is_some(), "{address}");
        }
    }

    #[test]
    fn an_unknown_neighbour_is_no_error() {
        let mut netlink = Netlink::open().unwrap();

        let found = netlink.neighbour(1, "192.0.2.77".parse().unwrap()).unwrap();

        assert_eq!(found.unwrap_or_default(), [0; 6]);
    }
}
