//! Receiving many datagrams with one call.

use std::ffi::c_int;
use std::io;
use std::net::SocketAddr;
use std::os::fd::{AsRawFd, BorrowedFd};
use std::ptr;

use super::address::RawAddress;

/// How many datagrams one call receives at most.
pub(crate) const MAX_RECEIVE_BATCH: usize = 64;

/// The room for the control messages of one datagram: packet info, and a report with the address of its sender.
const CONTROL_LEN: usize = 128;

/// Slots start this far from a multiple of the page size, so that their beginnings do not share one cache set.
const STAGGER: usize = 1088;

/// Slots for received datagrams.
///
/// There is one slot at first; each time all were filled there are twice as many the next time. The memory is taken
/// zeroed from the system, so that pages which no datagram reached cost nothing.
pub(crate) struct ReceiveBatch {
    slot_len: usize,
    buffer: Vec<u8>,
    names: Vec<RawAddress>,
    controls: Vec<Control>,
    vectors: Vec<libc::iovec>,
    headers: Vec<libc::mmsghdr>,
    filled: usize,
    max_slots: usize,
}

/// What one slot received.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Slot<'a> {
    /// The address that came with it.
    pub(crate) name: Option<SocketAddr>,
    /// Its bytes, as far as they fit into the slot.
    pub(crate) bytes: &'a [u8],
    /// Its control messages.
    pub(crate) control: &'a [u8],
}

#[derive(Clone, Copy)]
#[repr(C, align(8))]
struct Control([u8; CONTROL_LEN]);

// SAFETY: the raw pointers in `vectors` and `headers` point into the other vectors of the same batch, which move with
// it and are reached through `&mut self` only.
unsafe impl Send for ReceiveBatch {}

impl ReceiveBatch {
    /// Makes one slot of `slot_len` bytes that may become `max_slots`.
    pub(crate) fn new(slot_len: usize, max_slots: usize) -> Self {
        let mut batch = Self {
            slot_len,
            buffer: Vec::new(),
            names: Vec::new(),
            controls: Vec::new(),
            vectors: Vec::new(),
            headers: Vec::new(),
            filled: 0,
            max_slots: max_slots.min(MAX_RECEIVE_BATCH),
        };
        batch.make_slots(1);
        batch
    }

    /// Receives what is there and returns how many datagrams that is; fails with `WouldBlock` if there is none.
    ///
    /// With `MSG_WAITFORONE` in place of `MSG_DONTWAIT` it waits for the first, as long as the socket's time limit lasts.
    pub(crate) fn receive(&mut self, fd: BorrowedFd<'_>, flags: c_int) -> io::Result<usize> {
        self.prepare();
        let slots = self.headers.len() as libc::c_uint;
        // SAFETY: every header points to a name, a vector and a control buffer of its own, all of which live in
        // `self`, are initialised, and are as long as the header says; no slice into them is alive, since `self` is
        // borrowed mutably.
        let received = unsafe {
            libc::recvmmsg(
                fd.as_raw_fd(),
                self.headers.as_mut_ptr(),
                slots,
                flags as _,
                ptr::null_mut(),
            )
        };
        self.filled = usize::try_from(received).map_err(|_| io::Error::last_os_error())?;
        Ok(self.filled)
    }

    /// Tells whether the last call filled all slots, so that more may wait.
    pub(crate) fn is_full(&self) -> bool {
        self.filled == self.headers.len()
    }

    /// Returns how many slots there are.
    #[cfg(test)]
    pub(crate) fn slots(&self) -> usize {
        self.headers.len()
    }

    /// Returns what the slot `index` received last.
    pub(crate) fn slot(&self, index: usize) -> Option<Slot<'_>> {
        let header = self.headers[..self.filled].get(index)?;
        let start = index * self.stride();
        let len = (header.msg_len as usize).min(self.slot_len);
        let control_len: usize = header.msg_hdr.msg_controllen as _;
        let has_name = header.msg_hdr.msg_namelen > 0;
        Some(Slot {
            name: self.names[index].get().filter(|_| has_name),
            bytes: &self.buffer[start..start + len],
            control: &self.controls[index].0[..control_len.min(CONTROL_LEN)],
        })
    }

    /// Grows the batch if it was full, else makes the slots that were used ready again.
    fn prepare(&mut self) {
        if self.is_full() && self.headers.len() < self.max_slots {
            self.make_slots((self.headers.len() * 2).min(self.max_slots));
        } else {
            self.headers[..self.filled].iter_mut().for_each(reset);
        }
        self.filled = 0;
    }

    fn make_slots(&mut self, count: usize) {
        // The old memory goes first, so that both are never held at once.
        self.buffer = Vec::new();
        let stride = self.stride();
        self.buffer = vec![0; count * stride];
        self.names = vec![RawAddress::EMPTY; count];
        self.controls = vec![Control([0; CONTROL_LEN]); count];
        let slots = self.buffer.chunks_exact_mut(stride);
        self.vectors = slots
            .map(|slot| libc::iovec { iov_base: slot.as_mut_ptr().cast(), iov_len: self.slot_len })
            .collect();
        let parts = self.names.iter_mut().zip(&mut self.controls).zip(&mut self.vectors);
        self.headers =
            parts.map(|((name, control), vector)| header(name, control, vector)).collect();
    }

    /// The distance from one slot to the next.
    fn stride(&self) -> usize {
        self.slot_len.next_multiple_of(64) + STAGGER
    }
}

fn header(name: &mut RawAddress, control: &mut Control, vector: &mut libc::iovec) -> libc::mmsghdr {
    // SAFETY: a message header consists of integers and pointers, for which zero is a value; its padding has no name.
    let mut header: libc::mmsghdr = unsafe { std::mem::zeroed() };
    header.msg_hdr.msg_name = name.as_mut_void();
    header.msg_hdr.msg_iov = ptr::from_mut(vector);
    header.msg_hdr.msg_iovlen = 1;
    header.msg_hdr.msg_control = control.0.as_mut_ptr().cast();
    reset(&mut header);
    header
}

/// Restores what a received datagram changes.
fn reset(header: &mut libc::mmsghdr) {
    header.msg_hdr.msg_namelen = RawAddress::LEN;
    header.msg_hdr.msg_controllen = CONTROL_LEN as _;
    header.msg_hdr.msg_flags = 0;
}
