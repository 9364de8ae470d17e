//! Parsing allocates nothing: every datagram of the vectors is read under an allocator that counts.

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;
use std::hint::black_box;

use super::message_vectors::{datagram, vectors};
use crate::{Header, Message, OptionValue};

#[test]
fn reading_a_message_allocates_nothing() {
    let datagrams: Vec<Vec<u8>> = vectors().iter().map(datagram).collect();

    for bytes in &datagrams {
        let before = allocations();
        let read = read_all(bytes);
        let after = allocations();

        assert_eq!(after - before, 0, "{read} bytes read of {bytes:02x?}");
    }

    assert_eq!(datagrams.len(), 530);
}

#[test]
fn the_allocator_counts() {
    let before = allocations();

    drop(black_box(Box::new(1)));

    assert_eq!(allocations() - before, 1);
}

/// Reads all that a datagram holds in every way there is; returns how many bytes the values have.
fn read_all(bytes: &[u8]) -> usize {
    black_box(Header::peek(bytes));
    let message = match Message::parse(bytes) {
        Ok(message) => message,
        Err(error) => return error.kind().len(),
    };
    let mut read = message.token.as_bytes().len() + message.payload.len();
    for option in message.options {
        read += match option.value() {
            OptionValue::Empty => 0,
            OptionValue::Opaque(value) => value.len(),
            OptionValue::String(text) => text.len(),
            OptionValue::Uint(_) | OptionValue::Block(_) => option.value.len(),
        };
    }
    if let Some(last) = message.options.iter().last() {
        let (options, number) = (message.options, last.number);
        black_box((options.first(number), options.opaque(number), options.uint(number)));
        black_box((options.text(number), options.block(number), options.all(number).count()));
    }
    read
}

thread_local! {
    static ALLOCATIONS: Cell<usize> = const { Cell::new(0) };
}

/// How often this thread has asked for memory.
fn allocations() -> usize {
    ALLOCATIONS.get()
}

/// The system's allocator, with a count for each thread.
struct Counting;

#[global_allocator]
static ALLOCATOR: Counting = Counting;

#[expect(unsafe_code, reason = "an allocator has no safe interface")]
// SAFETY: both calls go to the system's allocator as they came; the counter needs no memory of its own.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        ALLOCATIONS.try_with(|count| count.set(count.get() + 1)).ok();
        // SAFETY: the caller's promise about `layout` is the one that is asked for.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, memory: *mut u8, layout: Layout) {
        // SAFETY: the memory came from the same allocator with the same layout.
        unsafe { System.dealloc(memory, layout) }
    }
}
