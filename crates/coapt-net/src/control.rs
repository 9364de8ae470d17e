//! Control messages: what the system tells beside a datagram, and what it is told. cmsg(3), ip(7), ipv6(7).
//!
//! They are read and written byte by byte within their buffer, so that nothing here needs trust in a length.

use std::mem::offset_of;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// The room that the control messages of what is sent take: a source address and the length of the segments.
pub(crate) const SEND_LEN: usize = SOURCE_LEN + SEGMENT_LEN;

const SOURCE_LEN: usize = HEADER_LEN + 24;
const SEGMENT_LEN: usize = HEADER_LEN + 8;

const HEADER_LEN: usize = size_of::<libc::cmsghdr>().next_multiple_of(ALIGN);
const ALIGN: usize = size_of::<usize>();

const V4_PACKET_INFO: (i32, i32) = (libc::IPPROTO_IP, libc::IP_PKTINFO);
const V6_PACKET_INFO: (i32, i32) = (libc::IPPROTO_IPV6, libc::IPV6_PKTINFO);
/// udp(7): `SOL_UDP` and `UDP_SEGMENT`.
const SEGMENT: (i32, i32) = (17, 103);
const V4_ERROR: (i32, i32) = (libc::IPPROTO_IP, libc::IP_RECVERR);
const V6_ERROR: (i32, i32) = (libc::IPPROTO_IPV6, libc::IPV6_RECVERR);

/// The address that a datagram was sent to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Destination {
    /// The address in its header.
    pub(crate) address: IpAddr,
    /// The address of ours that an answer comes from; `None` if the system did not tell it.
    pub(crate) answer_from: Option<IpAddr>,
    /// The interface that it came in by, where the system does not tell the address to answer from; else 0.
    pub(crate) interface: u32,
}

/// One entry of the error queue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct QueuedError {
    origin: u8,
    kind: u8,
    code: u8,
}

/// Finds the destination among the control messages of a datagram.
pub(crate) fn destination(control: &[u8]) -> Option<Destination> {
    messages(control).find_map(|(kind, data)| match kind {
        V4_PACKET_INFO => {
            let local: [u8; 4] = data.get(4..8)?.try_into().ok()?;
            let address: [u8; 4] = data.get(8..12)?.try_into().ok()?;
            let answer_from = (local != [0; 4]).then(|| Ipv4Addr::from(local).into());
            Some(Destination { address: Ipv4Addr::from(address).into(), answer_from, interface: 0 })
        }
        V6_PACKET_INFO => {
            let address: [u8; 16] = data.get(..16)?.try_into().ok()?;
            let address = Ipv6Addr::from(address);
            let answer_from = (!address.is_multicast()).then_some(address.into());
            let interface = u32::from_ne_bytes(part(data, 16)?);
            Some(Destination { address: address.into(), answer_from, interface })
        }
        _ => None,
    })
}

/// Finds the report among the control messages of an entry of the error queue.
pub(crate) fn queued_error(control: &[u8]) -> Option<QueuedError> {
    messages(control).find_map(|(kind, data)| match kind {
        V4_ERROR | V6_ERROR => {
            let &[origin, kind, code] = data.get(4..7)? else { return None };
            Some(QueuedError { origin, kind, code })
        }
        _ => None,
    })
}

/// Writes the control messages of what is sent: the source address with its interface, and the length of the segments
/// that the system cuts it into; returns how many bytes they take.
pub(crate) fn write_send(
    buffer: &mut [u8; SEND_LEN],
    source: Option<(IpAddr, u32)>,
    segment: Option<usize>,
) -> usize {
    let mut end = 0;
    if let Some((source, interface)) = source {
        end += write_source(&mut buffer[end..], source, interface);
    }
    if let Some(length) = segment {
        end += write_segment(&mut buffer[end..], length);
    }
    end
}

fn write_source(buffer: &mut [u8], source: IpAddr, interface: u32) -> usize {
    buffer[..SOURCE_LEN].fill(0);
    let data = &mut buffer[HEADER_LEN..];
    let (kind, len) = match source {
        IpAddr::V4(source) => {
            data[4..8].copy_from_slice(&source.octets());
            (V4_PACKET_INFO, size_of::<libc::in_pktinfo>())
        }
        IpAddr::V6(source) => {
            data[..16].copy_from_slice(&source.octets());
            data[16..20].copy_from_slice(&interface.to_ne_bytes());
            (V6_PACKET_INFO, size_of::<libc::in6_pktinfo>())
        }
    };
    write_header(buffer, kind, len)
}

fn write_segment(buffer: &mut [u8], length: usize) -> usize {
    buffer[..SEGMENT_LEN].fill(0);
    let length = u16::try_from(length).unwrap_or(u16::MAX).to_ne_bytes();
    put(buffer, HEADER_LEN, &length);
    write_header(buffer, SEGMENT, length.len())
}

/// Writes the header before `len` bytes of data; returns what both take.
fn write_header(buffer: &mut [u8], kind: (i32, i32), len: usize) -> usize {
    put(buffer, offset_of!(libc::cmsghdr, cmsg_len), &(HEADER_LEN + len).to_ne_bytes());
    put(buffer, offset_of!(libc::cmsghdr, cmsg_level), &kind.0.to_ne_bytes());
    put(buffer, offset_of!(libc::cmsghdr, cmsg_type), &kind.1.to_ne_bytes());
    HEADER_LEN + len.next_multiple_of(ALIGN)
}

impl Destination {
    /// Tells whether the datagram went to a group or to everybody.
    ///
    /// The system answers a datagram to a broadcast address from another address than that.
    pub(crate) fn is_multicast(&self) -> bool {
        self.address.is_multicast() || self.answer_from.is_some_and(|local| local != self.address)
    }
}

impl QueuedError {
    /// Tells whether the network said that host, network, port or protocol cannot be reached.
    pub(crate) fn is_unreachable(self) -> bool {
        //= rfc7252#4.2 icmp-errors: time exceeded, source quench and packet too big do not count
        const V4_UNREACHABLE: u8 = 3;
        const V4_FRAGMENTATION_NEEDED: u8 = 4;
        const V6_UNREACHABLE: u8 = 1;
        match self.origin {
            libc::SO_EE_ORIGIN_ICMP => {
                self.kind == V4_UNREACHABLE && self.code != V4_FRAGMENTATION_NEEDED
            }
            libc::SO_EE_ORIGIN_ICMP6 => self.kind == V6_UNREACHABLE,
            _ => false,
        }
    }

    /// Tells whether the host is there, and only the port or the protocol is not (RFC 792, RFC 4443 §3.1).
    pub(crate) fn is_from_host(self) -> bool {
        match self.origin {
            libc::SO_EE_ORIGIN_ICMP => matches!(self.code, 2 | 3),
            _ => self.code == 4,
        }
    }
}

/// Goes through the control messages of a buffer: level and type, and the data.
fn messages(mut control: &[u8]) -> impl Iterator<Item = ((i32, i32), &[u8])> {
    std::iter::from_fn(move || {
        let len = usize::from_ne_bytes(part(control, offset_of!(libc::cmsghdr, cmsg_len))?);
        let level = i32::from_ne_bytes(part(control, offset_of!(libc::cmsghdr, cmsg_level))?);
        let kind = i32::from_ne_bytes(part(control, offset_of!(libc::cmsghdr, cmsg_type))?);
        let data = control.get(HEADER_LEN..len)?;
        control = control.get(len.checked_next_multiple_of(ALIGN)?..).unwrap_or_default();
        Some(((level, kind), data))
    })
}

fn part<const N: usize>(bytes: &[u8], at: usize) -> Option<[u8; N]> {
    bytes.get(at..at + N)?.try_into().ok()
}

fn put(buffer: &mut [u8], at: usize, value: &[u8]) {
    buffer[at..at + value.len()].copy_from_slice(value);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_source_that_was_written_reads_back() {
        for source in ["127.0.0.3", "fe80::1"] {
            let mut buffer = [0xff; SEND_LEN];
            let source: IpAddr = source.parse().unwrap();

            let len = write_send(&mut buffer, Some((source, 7)), Some(1000));

            let found = destination(&buffer[..len]).unwrap();
            let expected =
                if source.is_ipv4() { found.answer_from.unwrap() } else { found.address };
            assert_eq!(expected, source);
            let (kind, data) = messages(&buffer[..len]).last().unwrap();
            assert_eq!((kind, data), (SEGMENT, &1000_u16.to_ne_bytes()[..]));
        }
    }

    // rfc: M-7252-8.1-02
    #[test]
    fn a_group_is_told_from_an_address_and_answers_nothing() {
        let mut buffer = [0; SEND_LEN];

        let len = write_send(&mut buffer, Some(("ff02::fd".parse().unwrap(), 7)), None);
        let group = destination(&buffer[..len]).unwrap();
        let len = write_send(&mut buffer, Some(("2001:db8::1".parse().unwrap(), 0)), None);
        let single = destination(&buffer[..len]).unwrap();

        assert!(group.is_multicast());
        assert_eq!((group.answer_from, group.interface), (None, 7));
        assert!(!single.is_multicast());
        assert_eq!(single.answer_from, Some(single.address));
    }

    #[test]
    fn broken_control_messages_are_no_messages() {
        let mut buffer = [0; SEND_LEN];
        let len = write_send(&mut buffer, Some((Ipv4Addr::LOCALHOST.into(), 0)), None);

        for cut in 0..len - 4 {
            assert_eq!(destination(&buffer[..cut]), None, "{cut} bytes");
        }
        buffer[..8].fill(0xff);
        assert_eq!(destination(&buffer), None);
        buffer[..8].fill(0);
        assert_eq!(destination(&buffer), None);
    }

    // rfc: M-7252-4.2-16, M-7252-4.2-17
    #[test]
    fn only_unreachable_reports_count() {
        let icmp = |kind, code| QueuedError { origin: libc::SO_EE_ORIGIN_ICMP, kind, code };
        let icmp6 = |kind, code| QueuedError { origin: libc::SO_EE_ORIGIN_ICMP6, kind, code };

        assert!(icmp(3, 0).is_unreachable() && icmp(3, 1).is_unreachable());
        assert!(icmp(3, 3).is_unreachable() && icmp6(1, 4).is_unreachable());
        assert!(!icmp(3, 4).is_unreachable(), "fragmentation needed");
        assert!(icmp(3, 3).is_from_host() && icmp6(1, 4).is_from_host(), "port unreachable");
        assert!(!icmp(3, 1).is_from_host() && !icmp6(1, 3).is_from_host(), "host unreachable");
        assert!(!icmp(11, 0).is_unreachable(), "time exceeded");
        assert!(!icmp6(2, 0).is_unreachable(), "packet too big");
        assert!(
            !QueuedError { origin: libc::SO_EE_ORIGIN_LOCAL, kind: 3, code: 3 }.is_unreachable()
        );
    }
}
