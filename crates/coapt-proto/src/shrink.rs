//! Giving memory back: tables that were large once, in a flood or a busy hour, and are not any more.

use alloc::collections::VecDeque;
use core::hash::{BuildHasher, Hash};

use hashbrown::HashMap;

/// A table that holds memory for later.
pub(crate) trait Shrink {
    /// Gives most of the memory back that is not used; tells whether that was much.
    fn shrink(&mut self) -> bool;
}

/// Tables with room for less than this are left alone.
const SMALL: usize = 4096;

/// Tells whether a table has room for far more than it holds.
pub(crate) const fn is_roomy(len: usize, capacity: usize) -> bool {
    capacity >= SMALL && len < capacity / 8
}

impl<T> Shrink for VecDeque<T> {
    fn shrink(&mut self) -> bool {
        let shrinks = is_roomy(self.len(), self.capacity());
        if shrinks {
            self.shrink_to(self.len() * 2);
        }
        shrinks
    }
}

impl<K: Eq + Hash, V, S: BuildHasher> Shrink for HashMap<K, V, S> {
    fn shrink(&mut self) -> bool {
        let shrinks = is_roomy(self.len(), self.capacity());
        if shrinks {
            self.shrink_to(self.len() * 2);
        }
        shrinks
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_that_was_large_gives_its_memory_back_and_keeps_what_it_holds() {
        let mut table: HashMap<u32, u32, foldhash::fast::FixedState> = HashMap::default();
        table.extend((0..100_000).map(|number| (number, number)));
        assert!(!table.shrink(), "it is full");
        table.retain(|number, _| *number < 10);

        assert!(table.shrink());

        assert!(
            table.capacity() < 100 && (0..10).all(|number| table.get(&number) == Some(&number))
        );
        assert!(!table.shrink(), "it is small");
    }

    #[test]
    fn a_queue_that_was_large_gives_its_memory_back() {
        let mut queue: VecDeque<u32> = (0..100_000).collect();
        queue.drain(..99_990);

        assert!(queue.shrink());

        assert!(queue.capacity() < 100 && queue.iter().copied().eq(99_990..100_000));
    }
}
