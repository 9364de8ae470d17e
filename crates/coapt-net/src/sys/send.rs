//! Sending many datagrams with one call.

use std::io;
use std::net::{IpAddr, SocketAddr};
use std::os::fd::{AsRawFd, BorrowedFd};
use std::ptr;

use super::address::RawAddress;
use crate::control;

/// How many datagrams one call sends at most.
pub(crate) const MAX_SEND_BATCH: usize = 64;

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
    headers: Vec<libc::mmsghdr>,
}

/// What a header points to.
struct Part {
    name: RawAddress,
    vector: libc::iovec,
    control: SourceControl,
}

#[repr(C, align(8))]
struct SourceControl([u8; control::SOURCE_LEN]);

// SAFETY: the raw pointers are written before each call and followed in that call only.
unsafe impl Send for SendBatch {}

impl SendBatch {
    pub(crate) fn new() -> Self {
        Self { parts: Vec::new(), headers: Vec::new() }
    }

    /// Sends datagrams in order, at most [`MAX_SEND_BATCH`] of them, and returns how many went out.
    ///
    /// It fails only if the first one does; a later one that fails ends the call and fails as the first of the next.
    pub(crate) fn send<'a>(
        &mut self,
        fd: BorrowedFd<'_>,
        datagrams: impl ExactSizeIterator<Item = Outgoing<'a>>,
    ) -> io::Result<usize> {
        let count = datagrams.len().min(MAX_SEND_BATCH);
        self.make_room(count);
        for ((part, header), datagram) in
            self.parts.iter_mut().zip(&mut self.headers).zip(datagrams)
        {
            header.msg_hdr = part.fill(&datagram);
        }
        let flags = libc::MSG_DONTWAIT | libc::MSG_NOSIGNAL;
        // SAFETY: the first `count` headers were just filled; what they point to lives in `self.parts` or is borrowed
        // for 'a, does not move before the call returns, and is only read.
        let sent = unsafe {
            libc::sendmmsg(
                fd.as_raw_fd(),
                self.headers.as_mut_ptr(),
                count as libc::c_uint,
                flags as _,
            )
        };
        usize::try_from(sent).map_err(|_| io::Error::last_os_error())
    }

    fn make_room(&mut self, count: usize) {
        while self.parts.len() < count {
            self.parts.push(Part::empty());
            // SAFETY: a message header consists of integers and pointers, for which zero is a value.
            self.headers.push(unsafe { std::mem::zeroed() });
        }
    }
}

impl Part {
    fn empty() -> Self {
        Self {
            name: RawAddress::EMPTY,
            vector: libc::iovec { iov_base: ptr::null_mut(), iov_len: 0 },
            control: SourceControl([0; control::SOURCE_LEN]),
        }
    }

    /// Takes in one datagram and returns the header that describes it.
    fn fill(&mut self, datagram: &Outgoing<'_>) -> libc::msghdr {
        self.vector = libc::iovec {
            iov_base: datagram.bytes.as_ptr().cast_mut().cast(),
            iov_len: datagram.bytes.len(),
        };
        // SAFETY: a message header consists of integers and pointers, for which zero is a value.
        let mut header: libc::msghdr = unsafe { std::mem::zeroed() };
        header.msg_iov = ptr::from_mut(&mut self.vector);
        header.msg_iovlen = 1;
        if let Some(to) = datagram.to {
            header.msg_namelen = self.name.set(to);
            header.msg_name = self.name.as_mut_void();
        }
        if let Some(source) = datagram.source {
            let len = control::write_source(&mut self.control.0, source, datagram.interface);
            header.msg_control = self.control.0.as_mut_ptr().cast();
            header.msg_controllen = len as _;
        }
        header
    }
}
