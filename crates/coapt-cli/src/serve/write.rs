//! Changing the folder: a file is there whole, or not at all.
//!
//! Content goes to a temporary file in the same folder, to the disk, and only then gets its name.
//! Whatever fails on the way leaves the old state and no trace.

use std::fs::File;
use std::io::Write as _;
use std::os::fd::OwnedFd;
use std::sync::atomic::Ordering;
use std::sync::{MutexGuard, PoisonError};

use rustix::fs::{AtFlags, FileType, Mode, OFlags, RenameFlags};
use rustix::io::Errno;

use super::path::StorePath;
use super::store::{self, Store, StoreError};

/// Whether a file may take the place of another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Replace {
    /// It may.
    Allowed,
    /// It may not.
    Never,
}

/// What writing a file did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Written {
    /// The file is new.
    Created,
    /// The file has a new content.
    Changed,
}

/// A file that is on the disk and has no name yet; it is gone with this value if it gets none.
pub(crate) struct Upload {
    temporary: Temporary,
    name: String,
}

impl Store {
    /// Waits for the turn to change a file whose state was checked; it ends when what is returned is dropped.
    ///
    /// Several threads serve one folder, and none may change a file between the check and the change of another.
    pub(crate) fn take_turn(&self) -> MutexGuard<'_, ()> {
        self.turns.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Writes the content of a file; the folder it goes to must be there.
    pub(crate) fn upload(&self, path: &StorePath, content: &[u8]) -> Result<Upload, StoreError> {
        let Some((folder, name)) = path.split() else { return Err(StoreError::IsFolder) };
        if path.ends_with_slash() {
            return Err(StoreError::IsFolder);
        }
        let folder = self.open_parent(&folder)?;
        let mode = existing_mode(&folder, name)?;
        let temporary = self.write_temporary(folder, content, mode)?;
        Ok(Upload { temporary, name: name.to_owned() })
    }

    /// Stores a new file in a folder under a name of our choice; gives its path.
    pub(crate) fn post(
        &self,
        folder: &StorePath,
        content: &[u8],
        ending: &str,
    ) -> Result<StorePath, StoreError> {
        let descriptor = match self.open_parent(folder) {
            Err(StoreError::ParentIsNoFolder) => return Err(StoreError::IsNoFolder),
            opened => opened?,
        };
        let temporary = self.write_temporary(descriptor, content, None)?;
        loop {
            let name = format!("{}{ending}", self.next_name.fetch_add(1, Ordering::Relaxed));
            match temporary.try_rename_new(&name) {
                Err(Errno::EXIST) => {}
                Err(error) => return Err(error.into()),
                Ok(()) => {
                    temporary.keep();
                    return Ok(folder.join(&name));
                }
            }
        }
    }

    /// Removes a file; one that is not there is as good as removed.
    pub(crate) fn delete(&self, path: &StorePath) -> Result<(), StoreError> {
        let Some((folder, name)) = path.split() else { return Err(StoreError::IsFolder) };
        let folder = match self.open_parent(&folder) {
            Err(StoreError::NotFound | StoreError::ParentIsNoFolder) => return Ok(()),
            other => other?,
        };
        match rustix::fs::unlinkat(&folder, name, AtFlags::empty()) {
            Ok(()) | Err(Errno::NOENT) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }

    fn write_temporary(
        &self,
        folder: OwnedFd,
        content: &[u8],
        mode: Option<Mode>,
    ) -> Result<Temporary, StoreError> {
        let flags = OFlags::WRONLY | OFlags::CREATE | OFlags::EXCL | OFlags::NOFOLLOW;
        let (file, name) = loop {
            let count = self.next_temporary.fetch_add(1, Ordering::Relaxed);
            let name = format!(".coapt-{}-{count}.part", std::process::id());
            let created = rustix::fs::openat(
                &folder,
                &name,
                flags | OFlags::CLOEXEC,
                Mode::from_raw_mode(0o666),
            );
            match created {
                Err(Errno::EXIST) => {}
                other => break (other?, name),
            }
        };
        let temporary = Temporary { folder, name, is_named: false };
        if let Some(mode) = mode {
            rustix::fs::fchmod(&file, mode)?;
        }
        let mut file = File::from(file);
        file.write_all(content).and_then(|()| file.sync_data()).map_err(StoreError::Io)?;
        Ok(temporary)
    }
}

impl Upload {
    /// Gives the file its name.
    pub(crate) fn take_place(self, replace: Replace) -> Result<Written, StoreError> {
        let before = existing_mode(&self.temporary.folder, &self.name)?;
        match replace {
            Replace::Allowed => self.temporary.rename_over(&self.name)?,
            Replace::Never => self.temporary.rename_new(&self.name)?,
        }
        Ok(if before.is_some() { Written::Changed } else { Written::Created })
    }
}

/// The permissions of the file that is to be replaced, if there is one.
fn existing_mode(folder: &OwnedFd, name: &str) -> Result<Option<Mode>, StoreError> {
    let stat = match rustix::fs::statat(folder, name, AtFlags::SYMLINK_NOFOLLOW) {
        Err(Errno::NOENT) => return Ok(None),
        other => other?,
    };
    let kind = store::file_type(&stat);
    if kind == FileType::Directory {
        Err(StoreError::IsFolder)
    } else if kind == FileType::RegularFile {
        Ok(Some(Mode::from_raw_mode(stat.st_mode & 0o777)))
    } else if kind == FileType::Symlink {
        Ok(Some(Mode::from_raw_mode(0o644)))
    } else {
        Err(StoreError::Forbidden)
    }
}

/// A file that has no name of its own yet; it is gone with this value if it gets none.
struct Temporary {
    folder: OwnedFd,
    name: String,
    is_named: bool,
}

impl Temporary {
    fn rename_over(self, name: &str) -> Result<(), StoreError> {
        rustix::fs::renameat(&self.folder, &self.name, &self.folder, name)?;
        self.keep();
        Ok(())
    }

    fn rename_new(self, name: &str) -> Result<(), StoreError> {
        self.try_rename_new(name)?;
        self.keep();
        Ok(())
    }

    /// Gives the file its name unless that is taken, in one step.
    fn try_rename_new(&self, name: &str) -> Result<(), Errno> {
        let flags = RenameFlags::NOREPLACE;
        match rustix::fs::renameat_with(&self.folder, &self.name, &self.folder, name, flags) {
            // Some file systems cannot do that; a second name does the same in two steps.
            Err(Errno::INVAL | Errno::NOSYS) => {
                let (folder, flags) = (&self.folder, AtFlags::empty());
                rustix::fs::linkat(folder, &self.name, folder, name, flags)?;
                rustix::fs::unlinkat(folder, &self.name, flags)
            }
            other => other,
        }
    }

    fn keep(mut self) {
        self.is_named = true;
    }
}

impl Drop for Temporary {
    fn drop(&mut self) {
        if !self.is_named {
            // A temporary name that cannot be removed is hidden from clients all the same.
            rustix::fs::unlinkat(&self.folder, &self.name, AtFlags::empty()).ok();
        }
    }
}
