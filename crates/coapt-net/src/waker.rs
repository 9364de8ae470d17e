//! Ending a wait from another thread.

use std::fs::File;
use std::io::{self, Read, Write};
use std::os::fd::{AsFd, BorrowedFd};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::sys;

/// Ends a waiting [`Driver::turn`](crate::Driver::turn) early; any thread may hold one.
#[derive(Clone, Debug)]
pub struct Waker {
    shared: Arc<Shared>,
}

#[derive(Debug)]
struct Shared {
    counter: File,
    /// Whether the counter was written and not yet read: many wake-ups cost one system call.
    pending: AtomicBool,
}

impl Waker {
    pub(crate) fn new() -> io::Result<Self> {
        let shared = Shared { counter: sys::event_counter()?, pending: AtomicBool::new(false) };
        Ok(Self { shared: Arc::new(shared) })
    }

    /// Ends the wait that is under way, or the next one.
    pub fn wake(&self) {
        if !self.shared.pending.swap(true, Ordering::AcqRel) {
            // The counter cannot overflow: it is read before it is written again.
            (&self.shared.counter).write_all(&1_u64.to_ne_bytes()).ok();
        }
    }

    /// Tells whether somebody woke the driver since the last call.
    pub(crate) fn take(&self) -> bool {
        self.shared.pending.load(Ordering::Relaxed) && self.clear()
    }

    /// Empties the counter; whoever wakes after that writes it anew.
    pub(crate) fn clear(&self) -> bool {
        // What was woken for is seen after the swap, so a wake-up between the two lines is not lost.
        (&self.shared.counter).read_exact(&mut [0; 8]).ok();
        self.shared.pending.swap(false, Ordering::AcqRel)
    }
}

impl AsFd for Waker {
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.shared.counter.as_fd()
    }
}
