//! From a frame to the UDP datagram in it: link, IPv4 or IPv6, UDP.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

/// How many tags or extension headers may stand before what we look for.
const MAX_HEADERS: usize = 8;

const UDP: u8 = 17;

/// A datagram and its two ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::decode) struct Datagram<'f> {
    /// Who sent it.
    pub(in crate::decode) from: SocketAddr,
    /// Where it went.
    pub(in crate::decode) to: SocketAddr,
    /// Its payload.
    pub(in crate::decode) payload: &'f [u8],
}

/// Why a frame has no datagram for us.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::decode) enum Skipped {
    /// It is a piece of a datagram.
    Fragment,
    /// It is something else than UDP over IP.
    Protocol,
    /// It was not captured whole.
    Cut,
    /// Its link type is not known.
    Link(u32),
}

/// Finds the datagram in a frame of this link type.
pub(in crate::decode) fn datagram(link: u32, frame: &[u8]) -> Result<Datagram<'_>, Skipped> {
    match link {
        // The family stands in four bytes, in the order of the machine that captured; the version of IP tells it, too.
        0 | 108 => ip(from(frame, 4)?),
        1 => ethernet(frame),
        12 | 14 | 101 | 228 | 229 => ip(frame),
        113 => of_type(u16(frame, 14)?, from(frame, 16)?),
        276 => of_type(u16(frame, 0)?, from(frame, 20)?),
        other => Err(Skipped::Link(other)),
    }
}

fn ethernet(frame: &[u8]) -> Result<Datagram<'_>, Skipped> {
    of_type(u16(frame, 12)?, from(frame, 14)?)
}

/// Goes by the type of Ethernet, past tags for virtual networks.
fn of_type(mut kind: u16, mut rest: &[u8]) -> Result<Datagram<'_>, Skipped> {
    for _ in 0..MAX_HEADERS {
        match kind {
            0x0800 | 0x86dd => return ip(rest),
            0x8100 | 0x88a8 | 0x9100 => (kind, rest) = (u16(rest, 2)?, from(rest, 4)?),
            _ => break,
        }
    }
    Err(Skipped::Protocol)
}

fn ip(packet: &[u8]) -> Result<Datagram<'_>, Skipped> {
    match packet.first().ok_or(Skipped::Cut)? >> 4 {
        4 => ipv4(packet),
        6 => ipv6(packet),
        _ => Err(Skipped::Protocol),
    }
}

fn ipv4(packet: &[u8]) -> Result<Datagram<'_>, Skipped> {
    let head: &[u8; 20] = packet.first_chunk().ok_or(Skipped::Cut)?;
    let [first, _, _, _, _, _, _, _, _, protocol, _, _, source @ .., _, _, _, _] = head;
    // More fragments, or a place behind the first.
    if u16(packet, 6)? & 0x3fff != 0 {
        return Err(Skipped::Fragment);
    }
    if *protocol != UDP {
        return Err(Skipped::Protocol);
    }
    let target: [u8; 4] =
        packet.get(16..).and_then(<[u8]>::first_chunk).copied().ok_or(Skipped::Cut)?;
    let ends = (Ipv4Addr::from(*source).into(), Ipv4Addr::from(target).into());
    udp(ends, from(packet, usize::from(first & 0x0f) * 4)?)
}

fn ipv6(packet: &[u8]) -> Result<Datagram<'_>, Skipped> {
    let address = |place: usize| -> Result<IpAddr, Skipped> {
        let bytes: Option<&[u8; 16]> = packet.get(place..).and_then(<[u8]>::first_chunk);
        Ok(Ipv6Addr::from(*bytes.ok_or(Skipped::Cut)?).into())
    };
    let ends = (address(8)?, address(24)?);
    let (mut next, mut rest) = (*packet.get(6).ok_or(Skipped::Cut)?, from(packet, 40)?);
    for _ in 0..MAX_HEADERS {
        let length = || rest.get(1).map(|length| usize::from(*length)).ok_or(Skipped::Cut);
        let skip = match next {
            UDP => return udp(ends, rest),
            // Hop-by-hop options, routing, destination options.
            0 | 43 | 60 => (length()? + 1) * 8,
            // A fragment that is the whole is none.
            44 if u16(rest, 2)? & 0xfff9 == 0 => 8,
            44 => return Err(Skipped::Fragment),
            // Authentication.
            51 => (length()? + 2) * 4,
            _ => break,
        };
        (next, rest) = (*rest.first().ok_or(Skipped::Cut)?, from(rest, skip)?);
    }
    Err(Skipped::Protocol)
}

/// Takes the payload by the length that UDP tells: frames may be filled up.
fn udp((source, target): (IpAddr, IpAddr), segment: &[u8]) -> Result<Datagram<'_>, Skipped> {
    let length = usize::from(u16(segment, 4)?);
    let payload = segment.get(8..length).ok_or(Skipped::Cut)?;
    Ok(Datagram {
        from: SocketAddr::new(source, u16(segment, 0)?),
        to: SocketAddr::new(target, u16(segment, 2)?),
        payload,
    })
}

fn from(bytes: &[u8], place: usize) -> Result<&[u8], Skipped> {
    bytes.get(place..).ok_or(Skipped::Cut)
}

fn u16(bytes: &[u8], place: usize) -> Result<u16, Skipped> {
    let bytes = bytes.get(place..).and_then(<[u8]>::first_chunk).ok_or(Skipped::Cut)?;
    Ok(u16::from_be_bytes(*bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    const UDP_SEGMENT: &[u8] = &[0x9c, 0x40, 0x16, 0x33, 0, 12, 0, 0, 0x40, 1, 0, 7];

    fn ipv4_packet(fragment: u8, protocol: u8) -> Vec<u8> {
        let head =
            [0x45, 0, 0, 32, 0, 1, fragment, 0, 64, protocol, 0, 0, 10, 0, 0, 1, 10, 0, 0, 2];
        [&head[..], UDP_SEGMENT, &[0; 6]].concat()
    }

    fn ipv6_packet(next: u8, between: &[u8]) -> Vec<u8> {
        let mut head = vec![0x60, 0, 0, 0, 0, 12, next, 64];
        head.extend(Ipv6Addr::LOCALHOST.octets());
        head.extend(Ipv6Addr::LOCALHOST.octets());
        [&head[..], between, UDP_SEGMENT].concat()
    }

    #[test]
    fn every_link_leads_to_the_datagram() {
        let (four, six) = (ipv4_packet(0, UDP), ipv6_packet(UDP, &[]));
        let frames = [
            (1, [&[0; 12][..], &[8, 0], &four].concat()),
            (1, [&[0; 12][..], &[0x81, 0, 0, 5, 0x86, 0xdd], &six].concat()),
            (113, [&[0; 14][..], &[8, 0], &four].concat()),
            (276, [&[0x86, 0xdd][..], &[0; 18], &six].concat()),
            (0, [&[2, 0, 0, 0][..], &four].concat()),
            (108, [&[0, 0, 0, 30][..], &six].concat()),
            (101, four.clone()),
            (229, six.clone()),
            (101, ipv6_packet(60, &[17, 0, 1, 4, 0, 0, 0, 0])),
            (101, ipv6_packet(44, &[17, 0, 0, 0, 0, 0, 0, 9])),
        ];

        for (link, frame) in frames {
            let found = datagram(link, &frame).unwrap();
            assert_eq!((found.from.port(), found.to.port()), (40_000, 5683), "{link}");
            assert_eq!(found.payload, [0x40, 1, 0, 7], "{link}");
        }
    }

    #[test]
    fn what_is_no_whole_datagram_is_skipped_with_the_reason() {
        assert_eq!(datagram(101, &ipv4_packet(0x20, UDP)), Err(Skipped::Fragment));
        assert_eq!(datagram(101, &ipv4_packet(0, 6)), Err(Skipped::Protocol));
        let fragment = ipv6_packet(44, &[17, 0, 0, 1, 0, 0, 0, 9]);
        assert_eq!(datagram(101, &fragment), Err(Skipped::Fragment));
        assert_eq!(datagram(1, &[0; 60]), Err(Skipped::Protocol));
        assert_eq!(datagram(147, &[0; 60]), Err(Skipped::Link(147)));
    }

    #[test]
    fn no_cut_frame_is_read_beyond_its_end() {
        for (link, frame) in [(101, ipv4_packet(0, UDP)), (101, ipv6_packet(UDP, &[]))] {
            let whole = datagram(link, &frame).unwrap().payload.len();
            for length in 0..frame.len() - 6 {
                let found = datagram(link, &frame[..length]);
                assert!(found.is_err() || found.unwrap().payload.len() == whole, "{length}");
            }
        }
    }
}
