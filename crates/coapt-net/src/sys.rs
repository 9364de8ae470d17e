//! The system calls that no safe crate offers; all `unsafe` of this crate stands here.
//!
//! Each function checks its arguments by their types, so that its callers need no care.
#![expect(
    unsafe_code,
    clippy::cast_possible_truncation,
    reason = "batches, ppoll, eventfd and interface names have no safe interface; C's constants and sizes fit C's types"
)]

mod address;
mod interfaces;
mod link_address;
mod receive;
mod send;

use std::ffi::{CStr, c_int, c_void};
use std::fs::File;
use std::io;
use std::os::fd::{AsRawFd, BorrowedFd, FromRawFd, OwnedFd};
use std::ptr;
use std::time::Duration;

pub(crate) use interfaces::{Interface, interfaces};
pub(crate) use link_address::link_address;
pub(crate) use receive::{MAX_RECEIVE_BATCH, ReceiveBatch};
pub(crate) use send::{MAX_SEND_BATCH, Outgoing, SendBatch};

/// What one file descriptor is waited for, and what came of it.
#[derive(Clone, Copy)]
#[repr(transparent)]
pub(crate) struct Waiting(libc::pollfd);

impl Waiting {
    /// Waits until there is something to read or an error to take.
    pub(crate) fn to_read(fd: BorrowedFd<'_>) -> Self {
        Self(libc::pollfd { fd: fd.as_raw_fd(), events: libc::POLLIN, revents: 0 })
    }

    /// Waits for room to write as well.
    pub(crate) fn or_write(mut self) -> Self {
        self.0.events |= libc::POLLOUT;
        self
    }

    /// Tells whether anything ended the wait for it.
    #[cfg(test)]
    pub(crate) fn is_ready(self) -> bool {
        self.0.revents != 0
    }

    /// Tells whether reading will not block.
    pub(crate) fn is_readable(self) -> bool {
        self.0.revents & libc::POLLIN != 0
    }

    /// Tells whether the error queue holds something.
    pub(crate) fn has_error(self) -> bool {
        self.0.revents & libc::POLLERR != 0
    }
}

/// The longest wait in seconds: it fits into the clock of every system.
const LONGEST: u64 = i32::MAX as u64;

/// Waits until one of the descriptors is ready or the time is up; `None` waits without limit.
pub(crate) fn poll(waiting: &mut [Waiting], timeout: Option<Duration>) -> io::Result<()> {
    let timeout = timeout.map(|timeout| libc::timespec {
        tv_sec: timeout.as_secs().min(LONGEST).try_into().unwrap_or_default(),
        tv_nsec: timeout.subsec_nanos().into(),
    });
    let timeout = timeout.as_ref().map_or(ptr::null(), ptr::from_ref);
    let count = libc::nfds_t::try_from(waiting.len()).unwrap_or(libc::nfds_t::MAX);
    // SAFETY: `Waiting` is a transparent `pollfd`, the count is that of the slice, and `timeout` is null or points to
    // a value that lives to the end of this function. A closed descriptor is answered with POLLNVAL.
    let ready = unsafe { libc::ppoll(waiting.as_mut_ptr().cast(), count, timeout, ptr::null()) };
    if ready < 0 { Err(io::Error::last_os_error()) } else { Ok(()) }
}

/// Asks the allocator to give what is free to the system.
pub(crate) fn return_memory() {
    #[cfg(all(target_os = "linux", target_env = "gnu"))]
    // SAFETY: the call takes no pointer and may be made at any time.
    unsafe {
        libc::malloc_trim(0);
    }
}

/// Makes an event counter that never blocks.
pub(crate) fn event_counter() -> io::Result<File> {
    // SAFETY: the call takes no pointer.
    let fd = unsafe { libc::eventfd(0, libc::EFD_CLOEXEC | libc::EFD_NONBLOCK) };
    if fd < 0 {
        return Err(io::Error::last_os_error());
    }
    // SAFETY: the descriptor is open, and nobody else owns it.
    Ok(unsafe { OwnedFd::from_raw_fd(fd) }.into())
}

/// Sets a socket option whose value is an int.
pub(crate) fn set_option(
    fd: BorrowedFd<'_>,
    (level, name): (c_int, c_int),
    value: c_int,
) -> io::Result<()> {
    let len = libc::socklen_t::try_from(size_of::<c_int>()).unwrap_or_default();
    let value: *const c_void = ptr::from_ref(&value).cast();
    // SAFETY: `value` points to an int and `len` is its size.
    let outcome = unsafe { libc::setsockopt(fd.as_raw_fd(), level, name, value, len) };
    if outcome < 0 { Err(io::Error::last_os_error()) } else { Ok(()) }
}

/// Reads a socket option whose value is an int.
#[cfg(test)]
pub(crate) fn option(fd: BorrowedFd<'_>, (level, name): (c_int, c_int)) -> io::Result<c_int> {
    let mut value: c_int = 0;
    let mut len = libc::socklen_t::try_from(size_of::<c_int>()).unwrap_or_default();
    let place: *mut c_void = ptr::from_mut(&mut value).cast();
    // SAFETY: `place` has room for an int, and `len` says so.
    let outcome = unsafe { libc::getsockopt(fd.as_raw_fd(), level, name, place, &raw mut len) };
    if outcome < 0 { Err(io::Error::last_os_error()) } else { Ok(value) }
}

/// Returns the number of a network interface; `None` if there is none of that name.
pub(crate) fn interface_index(name: &CStr) -> Option<u32> {
    // SAFETY: a `CStr` ends with its only zero byte.
    let index = unsafe { libc::if_nametoindex(name.as_ptr()) };
    (index != 0).then_some(index)
}

/// Returns the CPU time of a process, of this one if none is named.
pub(crate) fn cpu_time(process: Option<u32>) -> io::Result<Duration> {
    let mut clock = libc::CLOCK_PROCESS_CPUTIME_ID;
    if let Some(process) = process {
        // The number of a clock has 29 bits for that of its process; the system gives out 22.
        let number = libc::pid_t::try_from(process).ok();
        let number = number.filter(|number| (1..1 << 28).contains(number));
        let number = number.ok_or_else(|| io::Error::from_raw_os_error(libc::ESRCH))?;
        // SAFETY: `clock` is a place for the clock's number.
        let error = unsafe { libc::clock_getcpuclockid(number, &raw mut clock) };
        if error != 0 {
            return Err(io::Error::from_raw_os_error(error));
        }
    }
    let mut time = libc::timespec { tv_sec: 0, tv_nsec: 0 };
    // SAFETY: `time` is a place for a time.
    if unsafe { libc::clock_gettime(clock, &raw mut time) } < 0 {
        return Err(io::Error::last_os_error());
    }
    let seconds = u64::try_from(time.tv_sec).unwrap_or_default();
    Ok(Duration::new(seconds, u32::try_from(time.tv_nsec).unwrap_or_default()))
}

/// Returns the name of this machine.
pub(crate) fn host_name() -> io::Result<String> {
    let mut name = [0_u8; 256];
    // SAFETY: the pointer and the length are those of `name`; the last byte is kept for the end of the string.
    let outcome = unsafe { libc::gethostname(name.as_mut_ptr().cast(), name.len() - 1) };
    if outcome < 0 {
        return Err(io::Error::last_os_error());
    }
    let end = name.iter().position(|&byte| byte == 0).unwrap_or(name.len());
    Ok(String::from_utf8_lossy(&name[..end]).into_owned())
}
