//! The corpora of the fuzz targets, replayed: what was found once is not lost again.

use std::fs;
use std::path::Path;

use coapt_sim::fuzz;

/// Feeds each file of a corpus to an entry.
fn replay(name: &str, entry: fn(&[u8])) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz/corpus").join(name);
    let mut count = 0;
    for file in fs::read_dir(folder).unwrap() {
        entry(&fs::read(file.unwrap().path()).unwrap());
        count += 1;
    }
    assert!(count > 0, "there is no corpus for {name}");
}

#[test]
fn messages() {
    replay("message", fuzz::message);
}

#[test]
fn uris() {
    replay("uri", fuzz::uri);
}

#[test]
fn links() {
    replay("links", fuzz::links);
}

#[test]
fn endpoints() {
    replay("endpoint", fuzz::endpoint);
}

#[test]
fn blocks() {
    replay("blocks", fuzz::blocks);
}

#[test]
fn observing() {
    replay("observing", fuzz::observing);
}
