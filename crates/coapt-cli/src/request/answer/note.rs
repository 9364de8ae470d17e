//! The entity-tag of a state, kept in a file beside the one that holds the state.
//!
//! One line: the entity-tag in hexadecimal after `0x`, a blank, the URI, and the options of the request if it had some.
//! Entity-tags of different resources have nothing to do with each other (RFC 7252 §5.10.6), and options such as Accept
//! choose among representations, so a note counts for the same request alone.

use std::ffi::OsString;
use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use coapt::Request;

use crate::show::hex;

use super::part;

/// What the name of a note ends in.
const ENDING: &str = ".etag";

/// Longest note that is read, in bytes.
const MAX_LENGTH: u64 = 8192;

/// Says what the notes of a request count for.
pub(super) fn key(request: &Request) -> String {
    let options = request.options();
    if options.is_empty() {
        return request.uri().to_owned();
    }
    format!("{} {}", request.uri(), hex::encode(options.as_bytes()))
}

/// Gives the entity-tag that was noted for the state in this file that the key counts for, if there is one.
pub(super) fn read(file: &Path, key: &str) -> Option<Vec<u8>> {
    let path = path(file);
    let metadata = path.symlink_metadata().ok()?;
    if !metadata.is_file() || metadata.len() > MAX_LENGTH {
        return None;
    }
    let text = fs::read_to_string(path).ok()?;
    let (etag, of) = text.trim_end().split_once(' ')?;
    let etag = hex::decode(etag.strip_prefix("0x")?.as_bytes()).ok()?;
    (of == key && (1..=8).contains(&etag.len())).then_some(etag)
}

/// Notes the entity-tag of the state in this file that the key counts for.
pub(super) fn write(file: &Path, key: &str, etag: &[u8]) -> io::Result<()> {
    let path = path(file);
    let mut note = part::new_file(&path)?;
    writeln!(note, "0x{} {key}", hex::encode(etag))?;
    note.persist(path)?;
    Ok(())
}

/// Takes the note away, if there is one.
pub(super) fn remove(file: &Path) -> io::Result<()> {
    match fs::remove_file(path(file)) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        Ok(()) | Err(_) => Ok(()),
    }
}

/// Whether there is a note, of whatever content.
pub(super) fn exists(file: &Path) -> bool {
    path(file).symlink_metadata().is_ok()
}

/// Gives the name of the note.
fn path(file: &Path) -> PathBuf {
    let mut name = OsString::from(file);
    name.push(ENDING);
    PathBuf::from(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_with_options_has_a_key_of_its_own() {
        let plain = Request::get("coap://h/a");
        let cbor = plain.clone().accept(coapt::ContentFormat::CBOR);

        assert_eq!(key(&plain), "coap://h/a");
        assert_eq!(key(&cbor), "coap://h/a d1043c");
    }

    #[test]
    fn a_note_counts_for_its_key_alone() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("a");
        assert_eq!(read(&file, "coap://h/a"), None);

        write(&file, "coap://h/a", &[0xab, 1]).unwrap();

        assert_eq!(read(&file, "coap://h/a"), Some(vec![0xab, 1]));
        assert_eq!(read(&file, "coap://h/b"), None);
        assert!(exists(&file));
        remove(&file).unwrap();
        remove(&file).unwrap();
        assert!(!exists(&file));
    }

    #[test]
    fn what_is_no_note_is_passed_over() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("a");
        for text in
            ["", "0x coap://h/a", "ab coap://h/a", "0xab", "0x112233445566778899 coap://h/a"]
        {
            fs::write(path(&file), text).unwrap();
            assert_eq!(read(&file, "coap://h/a"), None, "{text}");
        }
    }
}
