//! The file that `-o` names: it gets a body whole or not at all.
//!
//! What has come so far lives in `FILE.part`, which takes the place of `FILE` at the end. Where a program is killed, a disk
//! is full or a server dies, `FILE` is what it was before.

use std::ffi::OsString;
use std::fs::{self, File, OpenOptions, Permissions, TryLockError};
use std::io::{self, Seek as _, SeekFrom, Write};
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};

use rustix::fs::{Mode, OFlags};
use tempfile::NamedTempFile;

use crate::failure::Failure;

use super::note;

/// A body on its way into a file.
#[derive(Debug)]
pub(super) enum Part {
    /// Into a file that is replaced at the end.
    Beside {
        /// What has come so far.
        file: File,
        /// Its name.
        path: PathBuf,
        /// The file to be replaced.
        whole: PathBuf,
    },
    /// Into what cannot be replaced, such as /dev/null or a pipe.
    Direct(File),
}

/// Tells before anything is asked of a server whether a body can be stored under this name.
pub(super) fn check(path: &Path) -> Result<(), Failure> {
    let cannot =
        |reason: &str| Err(Failure::local(format!("cannot write {}: {reason}", path.display())));
    if path.is_dir() {
        return cannot("it is a folder");
    }
    if !folder(path).is_dir() {
        return cannot("there is no such folder");
    }
    Ok(())
}

/// Makes the failure for a file that cannot be written.
pub(super) fn failure(path: &Path, error: &io::Error) -> Failure {
    Failure::local(format!("cannot write {}: {error}", path.display()))
}

/// Whether this name belongs to something that is no plain file, and so cannot be replaced by one.
pub(super) fn is_device(path: &Path) -> bool {
    path.metadata().is_ok_and(|found| !found.is_file())
}

/// Gives the file itself: a link stays, and what it leads to is replaced.
pub(super) fn followed(path: &Path) -> PathBuf {
    path.canonicalize().unwrap_or_else(|_| path.to_owned())
}

/// Gives the name of the file for what has come so far.
pub(super) fn part_of(whole: &Path) -> PathBuf {
    let mut name = OsString::from(whole);
    name.push(".part");
    PathBuf::from(name)
}

/// Makes a file without a name to replace the one at this path later.
pub(super) fn new_file(path: &Path) -> io::Result<NamedTempFile> {
    tempfile::Builder::new()
        .prefix(".coapt-")
        .permissions(Permissions::from_mode(0o666))
        .tempfile_in(folder(path))
}

impl Part {
    /// Opens what has come so far, or a new file; nobody else writes it until this one is dropped.
    pub(super) fn open(whole: &Path) -> Result<Self, Failure> {
        if is_device(whole) {
            let device = OpenOptions::new().write(true).open(whole);
            return device.map(Self::Direct).map_err(|error| failure(whole, &error));
        }
        let path = part_of(whole);
        let flags = OFlags::CREATE | OFlags::RDWR | OFlags::NOFOLLOW | OFlags::CLOEXEC;
        let file = rustix::fs::open(&path, flags, Mode::from_raw_mode(0o666))
            .map(File::from)
            .map_err(|error| failure(&path, &error.into()))?;
        match file.try_lock() {
            Ok(()) if is_at(&file, &path) => {
                Ok(Self::Beside { file, path, whole: whole.to_owned() })
            }
            // One that was finished between the opening and the locking has another name by now.
            Ok(()) | Err(TryLockError::WouldBlock) => Err(Failure::local(format!(
                "cannot write {}: another coapt is writing it",
                path.display()
            ))),
            Err(TryLockError::Error(error)) => Err(failure(&path, &error)),
        }
    }

    /// Gives how many bytes have come so far.
    pub(super) fn length(&self) -> io::Result<u64> {
        match self {
            Self::Beside { file, .. } => Ok(file.metadata()?.len()),
            Self::Direct(_) => Ok(0),
        }
    }

    /// Goes on behind that many bytes; what stands there is cut off.
    pub(super) fn begin_at(&mut self, position: u64) -> io::Result<()> {
        let Self::Beside { file, .. } = self else { return Ok(()) };
        file.set_len(position)?;
        file.seek(SeekFrom::Start(position))?;
        Ok(())
    }

    /// Puts the whole body in the place of the file.
    pub(super) fn finish(self) -> io::Result<()> {
        let Self::Beside { file, path, whole } = self else { return Ok(()) };
        // Else a machine that loses power could be left with a name and nothing behind it.
        file.sync_all()?;
        fs::rename(&path, whole)?;
        note::remove(&path)
    }

    /// Throws the part away if it is empty: it was made for nothing then.
    pub(super) fn discard_empty(self) {
        if self.length().is_ok_and(|length| length == 0) {
            self.discard();
        }
    }

    /// Throws away what has come so far.
    pub(super) fn discard(self) {
        let Self::Beside { path, .. } = self else { return };
        // What cannot be taken away does no harm: it is begun anew the next time.
        fs::remove_file(&path).ok();
        note::remove(&path).ok();
    }
}

impl Write for Part {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Self::Beside { file, .. } | Self::Direct(file) => file.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Whether an open plain file is the one that has this name.
fn is_at(file: &File, path: &Path) -> bool {
    let (Ok(open), Ok(named)) = (file.metadata(), path.symlink_metadata()) else { return false };
    open.is_file() && (open.dev(), open.ino()) == (named.dev(), named.ino())
}

fn folder(path: &Path) -> &Path {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn store(path: &Path, body: &[u8]) -> Result<(), Failure> {
        let mut part = Part::open(path)?;
        part.begin_at(0).unwrap();
        part.write_all(body).map_err(|error| failure(path, &error))?;
        part.finish().map_err(|error| failure(path, &error))
    }

    #[test]
    fn a_file_is_replaced_whole() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("out");
        fs::write(&path, "old and longer").unwrap();

        store(&path, b"new").unwrap();

        assert_eq!(fs::read(&path).unwrap(), b"new");
        assert_eq!(folder.path().read_dir().unwrap().count(), 1);
    }

    #[test]
    fn a_failure_names_the_file_and_leaves_none() {
        let folder = tempfile::tempdir().unwrap();

        let failure = store(&folder.path().join("no/such/out"), b"x").unwrap_err();

        assert!(failure.message().unwrap().contains("no/such/out"));
        assert_eq!(folder.path().read_dir().unwrap().count(), 0);
    }

    #[test]
    fn a_part_that_somebody_writes_is_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("out");
        let first = Part::open(&path).unwrap();

        let second = Part::open(&path).unwrap_err();

        assert!(second.message().unwrap().ends_with("another coapt is writing it"));
        drop(first);
        assert!(Part::open(&path).is_ok());
    }

    #[test]
    fn a_part_that_is_a_link_is_not_followed() {
        let folder = tempfile::tempdir().unwrap();
        let (victim, path) = (folder.path().join("victim"), folder.path().join("out"));
        fs::write(&victim, "precious").unwrap();
        std::os::unix::fs::symlink(&victim, part_of(&path)).unwrap();

        assert!(Part::open(&path).is_err());
        assert_eq!(fs::read(&victim).unwrap(), b"precious");
    }
}
