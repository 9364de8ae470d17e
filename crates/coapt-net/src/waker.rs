//! Ending a wait from another thread.

/// Ends a waiting [`Driver::turn`](crate::Driver::turn) early; any thread may hold one.
#[derive(Clone, Debug)]
pub struct Waker(());

impl Waker {
    /// Ends the wait that is under way, or the next one.
    pub fn wake(&self) {
        unimplemented!()
    }
}
