//! Sending many datagrams with one call; runs of them to one peer leave as one segmented message (`UDP_SEGMENT`, udp(7)).

use std::io;
use std::net::{IpAddr, SocketAddr};
use std::os::fd::{AsRawFd, BorrowedFd};

use super::address::RawAddress;
use crate::control;

/// How many datagrams one call sends at most.
pub(crate) const MAX_SEND_BATCH: usize = 64;

/// How many datagrams to one peer make it worth handing them over as one.
///
/// Who captures packets on the same machine sees them before they are cut, so few of them are left as they are.
const MIN_SEGMENTS: usize = 4;

/// How many bytes one segmented message holds at most; the system's limit is that of an IP packet.
const MAX_SEGMENTED_BYTES: usize = 60_000;

/// A datagram to be sent.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Outgoing<'a> {
    /// Where it goes; `None` sends it to the peer that the socket is connected to.
    pub(crate) to: Option<SocketAddr>,
    /// Where it comes from; `None` leaves the choice to the system.
    pub(crate) source: Option<IpAddr>,
    /// The interface of a link-local source; 0 leaves the choice to the system.
    pub(crate) interface: u32,
    /// Its bytes.
    pub(crate) bytes: &'a [u8],
}

/// The memory for the headers of a batch; there are as many as the largest batch so far needed.
pub(crate) struct SendBatch {
    parts: Vec<Part>,
    vectors: Vec<libc::iovec>,
    headers: Vec<libc::mmsghdr>,
    segments: Segments,
}

/// Whether the system cuts messages into datagrams.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Segments {
    /// As far as is known.
    Cut,
    /// It refused to, and sent the same datagrams one by one.
    Refused,
}

/// What a header points to.
struct Part {
    name: RawAddress,
    control: ControlBuffer,
    /// How many datagrams the message holds.
    datagrams: usize,
}

#[repr(C, align(8))]
struct ControlBuffer([u8; control::SEND_LEN]);

// SAFETY: the raw pointers are written before each call and followed in that call only.
unsafe impl Send for SendBatch {}

impl SendBatch {
    pub(crate) fn new() -> Self {
        Self {
            parts: Vec::new(),
            vectors: Vec::new(),
            headers: Vec::new(),
            segments: if cfg!(target_os = "linux") { Segments::Cut } else { Segments::Refused },
        }
    }

    /// Sends datagrams in order, at most [`MAX_SEND_BATCH`] of them, and returns how many went out.
    ///
    /// It fails only if the first one does; a later one that fails ends the call and fails as the first of the next.
    pub(crate) fn send<'a>(
        &mut self,
        fd: BorrowedFd<'_>,
        datagrams: impl ExactSizeIterator<Item = Outgoing<'a>> + Clone,
    ) -> io::Result<usize> {
        let messages = self.fill(datagrams.clone(), self.segments);
        let sent = self.call(fd, messages);
        let Err(error) = &sent else { return sent };
        let was_segmented = self.parts.first().is_some_and(|part| part.datagrams > 1);
        if !was_segmented || !may_refuse_segments(error) {
            return sent;
        }
        let messages = self.fill(datagrams, Segments::Refused);
        let sent = self.call(fd, messages);
        if sent.is_ok() {
            self.segments = Segments::Refused;
        }
        sent
    }

    /// Sends the first `messages` headers; returns how many datagrams that were.
    fn call(&mut self, fd: BorrowedFd<'_>, messages: usize) -> io::Result<usize> {
        let flags = libc::MSG_DONTWAIT | libc::MSG_NOSIGNAL;
        // SAFETY: the first `messages` headers were just filled; what they point to lives in `self` or is borrowed by
        // the caller, does not move before the call returns, and is only read.
        let sent = unsafe {
            libc::sendmmsg(
                fd.as_raw_fd(),
                self.headers.as_mut_ptr(),
                messages as libc::c_uint,
                flags as _,
            )
        };
        let sent = usize::try_from(sent).map_err(|_| io::Error::last_os_error())?;
        Ok(self.parts.iter().take(sent).map(|part| part.datagrams).sum())
    }

    /// Makes the headers for the datagrams; returns how many.
    fn fill<'a>(
        &mut self,
        datagrams: impl ExactSizeIterator<Item = Outgoing<'a>> + Clone,
        segments: Segments,
    ) -> usize {
        let mut left = datagrams.take(MAX_SEND_BATCH);
        self.vectors.clear();
        // The headers point into the vectors and the parts, which must not grow from here on.
        self.vectors.reserve(left.len());
        self.make_room(left.len());
        let mut messages = 0;
        loop {
            let count = match segments {
                Segments::Cut => run(left.clone()),
                Segments::Refused => 1,
            };
            let Some(first) = left.next() else { return messages };
            let start = self.vectors.len();
            self.vectors.push(vector(first.bytes));
            self.vectors.extend(left.by_ref().take(count - 1).map(|next| vector(next.bytes)));
            let (part, vectors) = (&mut self.parts[messages], &mut self.vectors[start..]);
            self.headers[messages].msg_hdr = part.fill(&first, vectors);
            messages += 1;
        }
    }

    fn make_room(&mut self, count: usize) {
        while self.parts.len() < count {
            self.parts.push(Part::empty());
            // SAFETY: a message header consists of integers and pointers, for which zero is a value.
            self.headers.push(unsafe { std::mem::zeroed() });
        }
    }
}

/// How many of the next datagrams can leave as one message: all to one peer, all but the last of one length.
fn run<'a>(mut datagrams: impl Iterator<Item = Outgoing<'a>>) -> usize {
    let Some(first) = datagrams.next() else { return 0 };
    let length = first.bytes.len();
    let most = MAX_SEGMENTED_BYTES.checked_div(length).unwrap_or(1);
    let mut count = 1;
    for next in datagrams {
        let is_along = (next.to, next.source, next.interface)
            == (first.to, first.source, first.interface)
            && (1..=length).contains(&next.bytes.len());
        if !is_along || count >= most {
            break;
        }
        count += 1;
        if next.bytes.len() < length {
            break;
        }
    }
    if count < MIN_SEGMENTS { 1 } else { count }
}

/// What the system says if the device, the route or the kernel does not cut messages; the same words have other
/// reasons too.
fn may_refuse_segments(error: &io::Error) -> bool {
    matches!(
        error.raw_os_error(),
        Some(libc::EINVAL | libc::EIO | libc::EMSGSIZE | libc::EOPNOTSUPP | libc::ENOPROTOOPT)
    )
}

fn vector(bytes: &[u8]) -> libc::iovec {
    libc::iovec { iov_base: bytes.as_ptr().cast_mut().cast(), iov_len: bytes.len() }
}

impl Part {
    fn empty() -> Self {
        Self {
            name: RawAddress::EMPTY,
            control: ControlBuffer([0; control::SEND_LEN]),
            datagrams: 0,
        }
    }

    /// Takes in the first datagram of a message and the bytes of all, and returns the header that describes it.
    fn fill(&mut self, first: &Outgoing<'_>, vectors: &mut [libc::iovec]) -> libc::msghdr {
        self.datagrams = vectors.len();
        // SAFETY: a message header consists of integers and pointers, for which zero is a value.
        let mut header: libc::msghdr = unsafe { std::mem::zeroed() };
        header.msg_iov = vectors.as_mut_ptr();
        header.msg_iovlen = vectors.len() as _;
        if let Some(to) = first.to {
            header.msg_namelen = self.name.set(to);
            header.msg_name = self.name.as_mut_void();
        }
        let segment = (vectors.len() > 1).then_some(first.bytes.len());
        let source = first.source.map(|source| (source, first.interface));
        let len = control::write_send(&mut self.control.0, source, segment);
        if len > 0 {
            header.msg_control = self.control.0.as_mut_ptr().cast();
            header.msg_controllen = len as _;
        }
        header
    }
}

#[cfg(test)]
mod tests {
    use std::net::UdpSocket;
    use std::os::fd::AsFd;
    use std::time::Duration;

    use super::*;

    fn outgoing(to: SocketAddr, bytes: &[u8]) -> Outgoing<'_> {
        Outgoing { to: Some(to), source: None, interface: 0, bytes }
    }

    #[test]
    fn a_run_ends_with_another_peer_a_shorter_or_a_longer_datagram() {
        let (a, b) = ("127.0.0.1:1".parse().unwrap(), "127.0.0.1:2".parse().unwrap());
        let of = |rows: &[(SocketAddr, usize)]| {
            let bytes = vec![0; 70_000];
            run(rows.iter().map(|(to, length)| outgoing(*to, &bytes[..*length])))
        };

        assert_eq!(of(&[]), 0);
        assert_eq!(of(&[(a, 8); 3]), 1, "too few");
        assert_eq!(of(&[(a, 8); 9]), 9);
        assert_eq!(of(&[(a, 8), (a, 8), (a, 8), (a, 8), (b, 8)]), 4);
        assert_eq!(of(&[(a, 8), (a, 8), (a, 8), (a, 7), (a, 7)]), 4, "a shorter one is the last");
        assert_eq!(of(&[(a, 8), (a, 8), (a, 8), (a, 8), (a, 9)]), 4);
        assert_eq!(of(&[(a, 0); 9]), 1, "empty ones are no segments");
        assert_eq!(of(&[(a, 8), (a, 8), (a, 8), (a, 8), (a, 0)]), 4);
        assert_eq!(of(&[(a, 10_000); 9]), 6);
        assert_eq!(of(&[(a, 65_000); 9]), 1);
    }

    #[test]
    fn every_datagram_of_a_mixed_batch_arrives_as_it_was() {
        let receivers = [(); 2].map(|()| UdpSocket::bind("127.0.0.1:0").unwrap());
        let sender = UdpSocket::bind("127.0.0.1:0").unwrap();
        let lengths = [[5; 20].as_slice(), &[3], &[5; 4], &[9; 5], &[0], &[0], &[5; 2]].concat();
        for segments in [Segments::Cut, Segments::Refused] {
            let mut batch = SendBatch::new();
            batch.segments = segments;
            for receiver in &receivers {
                check_arrival(&mut batch, &sender, receiver, &lengths);
            }
        }
    }

    /// Sends datagrams of these lengths and holds what arrives against them.
    fn check_arrival(
        batch: &mut SendBatch,
        sender: &UdpSocket,
        receiver: &UdpSocket,
        lengths: &[usize],
    ) {
        let to = receiver.local_addr().unwrap();
        let sent: Vec<_> =
            (0..).zip(lengths).map(|(number, length)| vec![number; *length]).collect();
        let mut gone = 0;
        while gone < sent.len() {
            let rest = sent[gone..].iter().map(|bytes| outgoing(to, bytes));
            gone += batch.send(sender.as_fd(), rest).unwrap();
        }

        receiver.set_read_timeout(Some(Duration::from_secs(10))).unwrap();
        for expected in &sent {
            let mut buffer = [0; 100];
            let length = receiver.recv(&mut buffer).unwrap();
            assert_eq!(&buffer[..length], expected, "{:?}", batch.segments);
        }
    }

    #[test]
    fn the_first_batch_is_as_good_as_later_ones() {
        let receivers = [(); 9].map(|()| UdpSocket::bind("127.0.0.1:0").unwrap());
        let sender = UdpSocket::bind("127.0.0.1:0").unwrap();
        let here = Some([127, 0, 0, 1].into());
        let peers: Vec<_> =
            receivers.iter().map(|receiver| receiver.local_addr().unwrap()).collect();
        for each in [1, MIN_SEGMENTS] {
            let to = peers.iter().flat_map(|to| std::iter::repeat_n(*to, each));
            let many: Vec<_> =
                to.map(|to| Outgoing { source: here, ..outgoing(to, b"12345678") }).collect();
            let sent = SendBatch::new().send(sender.as_fd(), many.iter().copied()).unwrap();
            assert_eq!(sent, many.len(), "{each} to each");
        }
    }

    #[test]
    fn a_foreign_source_is_no_reason_to_send_one_by_one() {
        let receiver = UdpSocket::bind("127.0.0.1:0").unwrap();
        receiver.set_read_timeout(Some(Duration::from_secs(10))).unwrap();
        let sender = UdpSocket::bind("127.0.0.1:0").unwrap();
        let to = receiver.local_addr().unwrap();
        let mut batch = SendBatch::new();
        let body = [7; 100];
        let many = [outgoing(to, &body); MAX_SEND_BATCH];
        // A source address that is not ours is refused in the same words as a length.
        let foreign = many.map(|one| Outgoing { source: Some([192, 0, 2, 7].into()), ..one });
        assert!(batch.send(sender.as_fd(), foreign.iter().copied()).is_err());
        assert_eq!(batch.segments, SendBatch::new().segments, "that was no reason to give up");

        let sent = batch.send(sender.as_fd(), many.iter().copied()).unwrap();

        assert_eq!(sent, MAX_SEND_BATCH);
        for _ in 0..MAX_SEND_BATCH {
            assert_eq!(receiver.recv(&mut [0; 200]).unwrap(), body.len());
        }
    }
}
