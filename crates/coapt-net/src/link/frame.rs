//! An Ethernet frame with a UDP datagram in it: RFC 768, RFC 791, RFC 8200, RFC 894, RFC 2464.

use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

const ETHER_TYPE_V4: u16 = 0x0800;
const ETHER_TYPE_V6: u16 = 0x86dd;
const UDP: u8 = 17;
const HOP_LIMIT: u8 = 64;
const V4_HEADER_LEN: u16 = 20;
const UDP_HEADER_LEN: u16 = 8;
const DONT_FRAGMENT: u16 = 0x4000;

/// What is the same in all frames of a socket.
#[derive(Clone, Copy, Debug)]
pub(super) struct FrameSettings {
    pub(super) source: [u8; 6],
    pub(super) dscp: u8,
    pub(super) dont_fragment: bool,
}

/// What a frame carries, and from where to where.
#[derive(Clone, Copy, Debug)]
pub(super) struct Frame<'a> {
    pub(super) from: SocketAddr,
    pub(super) to: SocketAddr,
    pub(super) neighbour: [u8; 6],
    pub(super) payload: &'a [u8],
}

/// Returns the link-layer address of a group (RFC 1112 §6.4, RFC 2464 §7) or of everybody.
pub(super) fn group_address(to: IpAddr) -> Option<[u8; 6]> {
    match to {
        IpAddr::V4(to) if to.is_broadcast() => Some([0xff; 6]),
        IpAddr::V4(to) if to.is_multicast() => {
            let [_, b, c, d] = to.octets();
            Some([0x01, 0x00, 0x5e, b & 0x7f, c, d])
        }
        IpAddr::V6(to) if to.is_multicast() => {
            let [.., a, b, c, d] = to.octets();
            Some([0x33, 0x33, a, b, c, d])
        }
        IpAddr::V4(_) | IpAddr::V6(_) => None,
    }
}

impl Frame<'_> {
    /// Returns the `EtherType` and the bytes; fails if they are too many for an IP packet or the families differ.
    pub(super) fn build(&self, settings: FrameSettings) -> io::Result<(u16, Vec<u8>)> {
        let udp_len = u16::try_from(self.payload.len())
            .ok()
            .and_then(|len| len.checked_add(UDP_HEADER_LEN + V4_HEADER_LEN))
            .ok_or_else(|| io::Error::from_raw_os_error(libc::EMSGSIZE))?
            - V4_HEADER_LEN;
        let (ether_type, header, pseudo) = match (self.from.ip(), self.to.ip()) {
            (IpAddr::V4(from), IpAddr::V4(to)) => (
                ETHER_TYPE_V4,
                v4_header(settings, (from, to), udp_len),
                v4_pseudo(from, to, udp_len),
            ),
            (IpAddr::V6(from), IpAddr::V6(to)) => (
                ETHER_TYPE_V6,
                v6_header(settings, (from, to), udp_len),
                v6_pseudo(from, to, udp_len),
            ),
            _ => return Err(io::Error::from_raw_os_error(libc::EAFNOSUPPORT)),
        };
        let mut frame = Vec::with_capacity(14 + header.len() + usize::from(udp_len));
        frame.extend(self.neighbour);
        frame.extend(settings.source);
        frame.extend(ether_type.to_be_bytes());
        frame.extend(header);
        frame.extend(self.datagram(udp_len, &pseudo));
        Ok((ether_type, frame))
    }

    fn datagram(&self, len: u16, pseudo: &[u8]) -> Vec<u8> {
        let mut datagram = Vec::with_capacity(len.into());
        for field in [self.from.port(), self.to.port(), len, 0] {
            datagram.extend(field.to_be_bytes());
        }
        datagram.extend(self.payload);
        // A sum of zero would say that there is none.
        let sum = match checksum(&[pseudo, &datagram]) {
            0 => u16::MAX,
            sum => sum,
        };
        datagram[6..8].copy_from_slice(&sum.to_be_bytes());
        datagram
    }
}

fn v4_header(settings: FrameSettings, (from, to): (Ipv4Addr, Ipv4Addr), udp_len: u16) -> Vec<u8> {
    let fragment = if settings.dont_fragment { DONT_FRAGMENT } else { 0 };
    let hops = if to.is_multicast() { 1 } else { HOP_LIMIT };
    let mut header = vec![0x45, settings.dscp << 2];
    header.extend((V4_HEADER_LEN + udp_len).to_be_bytes());
    header.extend([0, 0]);
    header.extend(fragment.to_be_bytes());
    header.extend([hops, UDP, 0, 0]);
    header.extend(from.octets());
    header.extend(to.octets());
    let sum = checksum(&[&header]);
    header[10..12].copy_from_slice(&sum.to_be_bytes());
    header
}

fn v6_header(settings: FrameSettings, (from, to): (Ipv6Addr, Ipv6Addr), udp_len: u16) -> Vec<u8> {
    let hops = if to.is_multicast() { 1 } else { HOP_LIMIT };
    let mut header = vec![0x60 | settings.dscp >> 2, (settings.dscp & 3) << 6, 0, 0];
    header.extend(udp_len.to_be_bytes());
    header.extend([UDP, hops]);
    header.extend(from.octets());
    header.extend(to.octets());
    header
}

fn v4_pseudo(from: Ipv4Addr, to: Ipv4Addr, udp_len: u16) -> Vec<u8> {
    let mut pseudo = [from.octets(), to.octets()].concat();
    pseudo.extend([0, UDP]);
    pseudo.extend(udp_len.to_be_bytes());
    pseudo
}

fn v6_pseudo(from: Ipv6Addr, to: Ipv6Addr, udp_len: u16) -> Vec<u8> {
    let mut pseudo = [from.octets(), to.octets()].concat();
    pseudo.extend(u32::from(udp_len).to_be_bytes());
    pseudo.extend([0, 0, 0, UDP]);
    pseudo
}

/// The Internet checksum (RFC 1071) of parts that follow each other; all but the last have an even length.
fn checksum(parts: &[&[u8]]) -> u16 {
    let words = parts.iter().flat_map(|part| part.chunks(2));
    let sum = words.fold(0_u16, |sum, word| {
        let word = u16::from_be_bytes([word[0], word.get(1).copied().unwrap_or(0)]);
        let (sum, carry) = sum.overflowing_add(word);
        sum + u16::from(carry)
    });
    !sum
}

#[cfg(test)]
mod tests {
    use super::*;

    const SETTINGS: FrameSettings =
        FrameSettings { source: [2, 0, 0, 0, 0, 1], dscp: 46, dont_fragment: true };

    #[test]
    fn the_checksum_is_that_of_the_rfc() {
        // RFC 1071 §3: the sum of these is ddf2.
        let bytes = [0x00, 0x01, 0xf2, 0x03, 0xf4, 0xf5, 0xf6, 0xf7];

        assert_eq!(checksum(&[&bytes]), !0xddf2);
        assert_eq!(checksum(&[&bytes[..4], &bytes[4..]]), !0xddf2);
    }

    #[test]
    fn headers_carry_dscp_flag_and_correct_sums() {
        let frame = Frame {
            from: "192.0.2.1:5683".parse().unwrap(),
            to: "192.0.2.2:61616".parse().unwrap(),
            neighbour: [6; 6],
            payload: b"odd",
        };

        let (ether_type, bytes) = frame.build(SETTINGS).unwrap();

        assert_eq!((ether_type, bytes.len()), (0x0800, 14 + 20 + 8 + 3));
        assert_eq!(bytes[..14], [6, 6, 6, 6, 6, 6, 2, 0, 0, 0, 0, 1, 8, 0]);
        assert_eq!((bytes[15], bytes[20]), (46 << 2, 0x40));
        assert_eq!(checksum(&[&bytes[14..34]]), 0);
        let pseudo = v4_pseudo("192.0.2.1".parse().unwrap(), "192.0.2.2".parse().unwrap(), 11);
        assert_eq!(checksum(&[&pseudo, &bytes[34..]]), 0);
    }

    #[test]
    fn the_traffic_class_of_ipv6_lies_across_two_bytes() {
        let frame = Frame {
            from: "[2001:db8::1]:5683".parse().unwrap(),
            to: "[2001:db8::2]:61616".parse().unwrap(),
            neighbour: [6; 6],
            payload: b"even",
        };

        let (ether_type, bytes) = frame.build(SETTINGS).unwrap();

        assert_eq!((ether_type, bytes.len()), (0x86dd, 14 + 40 + 8 + 4));
        assert_eq!(u16::from_be_bytes([bytes[14], bytes[15]]) >> 4, 0x600 | 46 << 2);
    }

    #[test]
    fn groups_have_addresses_of_their_own() {
        let group = |to: &str| group_address(to.parse().unwrap());

        assert_eq!(group("224.0.1.187"), Some([1, 0, 0x5e, 0, 1, 187]));
        assert_eq!(group("ff02::fd"), Some([0x33, 0x33, 0, 0, 0, 0xfd]));
        assert_eq!(group("255.255.255.255"), Some([0xff; 6]));
        assert_eq!(group("192.0.2.1"), None);
    }

    #[test]
    fn what_no_packet_holds_is_refused() {
        let to = "192.0.2.2:1".parse().unwrap();
        let payload = vec![0; 65_508];
        let frame = Frame { from: to, to, neighbour: [0; 6], payload: &payload };

        let error = frame.build(SETTINGS).unwrap_err();

        assert_eq!(error.raw_os_error(), Some(libc::EMSGSIZE));
    }
}
