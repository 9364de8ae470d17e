//! A table whose keys are handed out by itself and never twice.

use alloc::collections::BTreeSet;
use alloc::vec::Vec;

/// A table of values under keys of its own making; a key that was freed never comes back.
///
/// The values lie in pages, of which one takes values until it is full, and then the first that has room; a page that has
/// become empty gives its memory back.
#[derive(Debug)]
pub(crate) struct Slab<T> {
    pages: Vec<Page<T>>,
    /// The page that takes values until it is full.
    current: u32,
    /// The pages that have room; the current one may be missing.
    open: BTreeSet<u32>,
    len: usize,
}

#[derive(Debug)]
struct Page<T> {
    slots: Vec<Slot<T>>,
    free: Vec<u8>,
    len: usize,
    /// The generation that new slots begin with: behind those of slots that were here before.
    first: u32,
}

#[derive(Debug)]
struct Slot<T> {
    generation: u32,
    value: Option<T>,
}

/// How many values a page holds.
const PAGE: usize = 256;

impl<T> Slab<T> {
    pub(crate) const fn new() -> Self {
        Self { pages: Vec::new(), current: 0, open: BTreeSet::new(), len: 0 }
    }

    #[inline]
    pub(crate) fn insert(&mut self, value: T) -> u64 {
        if !self.pages.get(self.current as usize).is_some_and(Page::has_room) {
            self.open_page();
        }
        self.len += 1;
        let Some(page) = self.pages.get_mut(self.current as usize) else { return u64::MAX };
        let (place, generation) = page.insert(value);
        key(self.current << 8 | u32::from(place), generation)
    }

    #[inline]
    pub(crate) fn get(&self, key: u64) -> Option<&T> {
        let (page, place, generation) = parts(key);
        let slot = self.pages.get(page)?.slots.get(place)?;
        if slot.generation == generation { slot.value.as_ref() } else { None }
    }

    #[inline]
    pub(crate) fn get_mut(&mut self, key: u64) -> Option<&mut T> {
        let (page, place, generation) = parts(key);
        let slot = self.pages.get_mut(page)?.slots.get_mut(place)?;
        if slot.generation == generation { slot.value.as_mut() } else { None }
    }

    pub(crate) fn values(&self) -> impl Iterator<Item = &T> {
        self.pages.iter().flat_map(|page| &page.slots).filter_map(|slot| slot.value.as_ref())
    }

    #[inline]
    pub(crate) fn remove(&mut self, key: u64) -> Option<T> {
        let (number, place, generation) = parts(key);
        let page = self.pages.get_mut(number)?;
        let had_room = page.has_room();
        let value = page.remove(place, generation)?;
        self.len -= 1;
        if page.len == 0 && number != self.current as usize {
            page.release();
        }
        if !had_room && page.has_room() {
            self.open.insert(u32::try_from(number).unwrap_or(u32::MAX));
        }
        Some(value)
    }

    pub(crate) const fn len(&self) -> usize {
        self.len
    }

    /// Goes on to the first page that has room, a new one if none has.
    #[cold]
    fn open_page(&mut self) {
        self.open.remove(&self.current);
        self.current = self.open.pop_first().unwrap_or_else(|| {
            self.pages.push(Page { slots: Vec::new(), free: Vec::new(), len: 0, first: 0 });
            u32::try_from(self.pages.len() - 1).unwrap_or(u32::MAX)
        });
    }
}

impl<T> Page<T> {
    fn has_room(&self) -> bool {
        !self.free.is_empty() || self.slots.len() < PAGE
    }

    /// Puts a value into a page that has room; returns its place and generation.
    #[inline]
    fn insert(&mut self, value: T) -> (u8, u32) {
        self.len += 1;
        if let Some(place) = self.free.pop()
            && let Some(slot) = self.slots.get_mut(usize::from(place))
        {
            slot.value = Some(value);
            return (place, slot.generation);
        }
        let place = u8::try_from(self.slots.len()).unwrap_or(u8::MAX);
        self.slots.push(Slot { generation: self.first, value: Some(value) });
        (place, self.first)
    }

    #[inline]
    fn remove(&mut self, place: usize, generation: u32) -> Option<T> {
        let slot = self.slots.get_mut(place).filter(|slot| slot.generation == generation)?;
        let value = slot.value.take()?;
        self.len -= 1;
        // A slot whose generations are used up is left alone, so that no key repeats.
        if let Some(next) = slot.generation.checked_add(1) {
            slot.generation = next;
            self.free.push(u8::try_from(place).unwrap_or(u8::MAX));
        }
        Some(value)
    }

    /// Gives the memory of a page back that has grown to its full size and is empty.
    fn release(&mut self) {
        let is_whole = self.slots.len() == PAGE && self.free.len() == PAGE;
        if let Some(newest) =
            self.slots.iter().map(|slot| slot.generation).max().filter(|_| is_whole)
        {
            self.first = newest;
            self.slots = Vec::new();
            self.free = Vec::new();
        }
    }
}

fn key(index: u32, generation: u32) -> u64 {
    u64::from(generation) << 32 | u64::from(index)
}

/// The page, the place in it and the generation of a key.
#[expect(clippy::cast_possible_truncation, reason = "the parts of a key")]
fn parts(key: u64) -> (usize, usize, u32) {
    (key as u32 as usize >> 8, key as u8 as usize, (key >> 32) as u32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_freed_key_never_names_another_value() {
        let mut slab = Slab::new();
        let first = slab.insert("a");

        assert_eq!(slab.remove(first), Some("a"));
        let second = slab.insert("b");

        assert_ne!(first, second);
        assert_eq!(slab.get(first), None);
        assert_eq!(slab.get(second), Some(&"b"));
        assert_eq!(slab.remove(first), None);
        assert_eq!(slab.len(), 1);
    }

    #[test]
    fn no_key_comes_twice_though_pages_are_given_back() {
        let mut slab = Slab::new();
        let mut seen = BTreeSet::new();
        for _ in 0..5 {
            let keys: Vec<u64> = (0..1_000).map(|number| slab.insert(number)).collect();
            for (number, key) in keys.iter().enumerate() {
                assert!(seen.insert(*key), "{key} was there before");
                assert_eq!(slab.get(*key), Some(&number));
            }
            assert_eq!((slab.len(), slab.values().count()), (1_000, 1_000));
            for (number, key) in keys.into_iter().enumerate() {
                assert_eq!(slab.remove(key), Some(number));
            }
            let held: usize = slab.pages.iter().map(|page| page.slots.capacity()).sum();
            assert!(held <= 2 * PAGE, "{held} slots are held for nothing");
        }
    }

    #[test]
    fn what_stays_keeps_its_page_alone() {
        let mut slab = Slab::new();
        let keys: Vec<u64> = (0..10_000).map(|number| slab.insert(number)).collect();
        for key in keys.iter().filter(|key| **key != keys[5_000]) {
            slab.remove(*key);
        }

        let held: usize = slab.pages.iter().map(|page| page.slots.capacity()).sum();
        assert!(held <= 2 * PAGE, "{held} slots are held for one");
        assert_eq!(slab.get(keys[5_000]), Some(&5_000));
    }
}
