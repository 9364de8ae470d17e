//! The folder on the disk, seen through names that cannot lead out of it.
//!
//! Every look-up starts at the folder's own descriptor and is held inside it by the kernel
//! (`openat2` with `RESOLVE_BENEATH`): `..`, absolute links and links that lead out find nothing,
//! whatever is renamed meanwhile. Nothing here knows of the network.

use std::ffi::CString;
use std::fs::File;
use std::hash::{DefaultHasher, Hasher as _};
use std::io;
use std::os::fd::OwnedFd;
use std::os::unix::fs::FileExt as _;
use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::AtomicU64;

use rustix::fs::{AtFlags, FileType, Mode, OFlags, ResolveFlags, Stat};
use rustix::io::Errno;

use coapt::wire::ContentFormat;

use super::media;
use super::path::{self, StorePath};

/// Up to this size, a file's entity-tag follows from its content, beyond it from its dates.
const HASHED_SIZE: u64 = 64 * 1024;

/// How much of a larger file is read at once when a client fetches it block by block.
const AHEAD: u64 = 64 * 1024;

/// How many entries a listing holds at most.
const MAX_ENTRIES: usize = 10_000;

/// How deep folders are searched.
const MAX_DEPTH: usize = 32;

/// A folder whose files are served.
#[derive(Debug)]
pub(crate) struct Store {
    root: OwnedFd,
    /// The number in the next temporary name.
    pub(super) next_temporary: AtomicU64,
    /// The number that the next file made by POST is tried with.
    pub(super) next_name: AtomicU64,
    /// Held by who changes a file.
    pub(super) turns: Mutex<()>,
}

/// What stands at a path.
#[derive(Debug)]
pub(crate) enum Entry {
    /// A regular file.
    File(StoredFile),
    /// A folder.
    Folder(Vec<Listed>),
}

/// A file as it was when it was opened.
#[derive(Debug)]
pub(crate) struct StoredFile {
    file: File,
    stamp: Stamp,
    /// The bytes that were read already: all of a small file.
    window: Vec<u8>,
    /// Where in the file they stand.
    window_start: u64,
    etag: [u8; 8],
    format: ContentFormat,
}

/// An entry of a folder.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Listed {
    /// Where it is.
    pub(crate) path: StorePath,
    /// What it is.
    pub(crate) kind: Kind,
}

/// What an entry of a folder is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Kind {
    /// A folder.
    Folder,
    /// A file with its size in bytes.
    File(u64),
}

/// Why the folder could not do what was asked.
#[derive(Debug)]
pub(crate) enum StoreError {
    /// There is nothing at this path.
    NotFound,
    /// The system does not allow it.
    Forbidden,
    /// What stands there is a folder.
    IsFolder,
    /// What stands there is no folder.
    IsNoFolder,
    /// A segment before the last names a file.
    ParentIsNoFolder,
    /// Something is there already.
    Exists,
    /// The file changed while it was read.
    Changed,
    /// The disk failed.
    Io(io::Error),
}

/// What changes whenever a file does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Stamp {
    inode: u64,
    size: u64,
    modified: (i64, i64),
    changed: (i64, i64),
}

impl Store {
    /// Opens the folder at `path`.
    pub(crate) fn open_folder(path: &Path) -> io::Result<Self> {
        let flags = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::CLOEXEC;
        let root = rustix::fs::open(path, flags, Mode::empty())?;
        let (next_temporary, next_name) = (AtomicU64::new(1), AtomicU64::new(1));
        Ok(Self { root, next_temporary, next_name, turns: Mutex::default() })
    }

    /// Opens what stands at a path.
    pub(crate) fn open(&self, path: &StorePath) -> Result<Entry, StoreError> {
        let flags = OFlags::RDONLY | OFlags::NONBLOCK | OFlags::NOCTTY;
        let descriptor = self.open_beneath(path, flags)?;
        let stat = rustix::fs::fstat(&descriptor)?;
        if file_type(&stat) == FileType::Directory {
            return Ok(Entry::Folder(self.list(path, &descriptor)?));
        }
        if file_type(&stat) != FileType::RegularFile || path.ends_with_slash() {
            return Err(StoreError::NotFound);
        }
        let format = media::format_of(path.segments().last().map_or("", String::as_str));
        StoredFile::new(File::from(descriptor), &stat, format).map(Entry::File)
    }

    /// Lists every file in the folder and below, sorted; links to folders are not followed.
    pub(crate) fn all_files(&self) -> Result<Vec<Listed>, StoreError> {
        let mut files = Vec::new();
        let mut folders = vec![StorePath::root()];
        while let Some(folder) = folders.pop() {
            let Ok(descriptor) = self.open_beneath(&folder, OFlags::RDONLY | OFlags::DIRECTORY)
            else {
                continue;
            };
            let entries = self.list(&folder, &descriptor)?.into_iter();
            let (below, here): (Vec<_>, _) = entries.partition(|entry| entry.kind == Kind::Folder);
            let below = below.into_iter().map(|entry| entry.path);
            folders.extend(below.filter(|path| is_to_be_searched(&descriptor, path)));
            files.extend(here);
            if files.len() >= MAX_ENTRIES {
                break;
            }
        }
        files.sort();
        files.truncate(MAX_ENTRIES);
        Ok(files)
    }

    /// Opens a folder to change its entries.
    pub(super) fn open_parent(&self, folder: &StorePath) -> Result<OwnedFd, StoreError> {
        let flags = OFlags::RDONLY | OFlags::DIRECTORY;
        match self.open_beneath_raw(folder, flags) {
            Err(Errno::NOTDIR) => Err(StoreError::ParentIsNoFolder),
            other => Ok(other?),
        }
    }

    fn open_beneath(&self, path: &StorePath, flags: OFlags) -> Result<OwnedFd, StoreError> {
        Ok(self.open_beneath_raw(path, flags)?)
    }

    fn open_beneath_raw(&self, path: &StorePath, flags: OFlags) -> Result<OwnedFd, Errno> {
        let flags = flags | OFlags::CLOEXEC;
        let resolve = ResolveFlags::BENEATH | ResolveFlags::NO_MAGICLINKS;
        let relative = path.relative();
        let mut tries = 0..4;
        loop {
            let opened = rustix::fs::openat2(&self.root, &relative, flags, Mode::empty(), resolve);
            match opened {
                // The kernel saw a rename on the way and could not be sure.
                Err(Errno::AGAIN) if tries.next().is_some() => {}
                Err(Errno::NOSYS | Errno::PERM) => return self.walk(path, flags),
                other => return other,
            }
        }
    }

    /// Does without `openat2`: segment by segment, and no link is followed at all.
    fn walk(&self, path: &StorePath, flags: OFlags) -> Result<OwnedFd, Errno> {
        let Some((name, folders)) = path.segments().split_last() else {
            return rustix::fs::openat(&self.root, ".", flags, Mode::empty());
        };
        let step = OFlags::PATH | OFlags::DIRECTORY | OFlags::NOFOLLOW | OFlags::CLOEXEC;
        let mut folder = rustix::fs::openat(&self.root, ".", step, Mode::empty())?;
        for name in folders {
            folder = rustix::fs::openat(&folder, name, step, Mode::empty())?;
        }
        rustix::fs::openat(&folder, name, flags | OFlags::NOFOLLOW, Mode::empty())
    }

    /// Lists what clients may see of a folder, sorted by name.
    fn list(&self, folder: &StorePath, descriptor: &OwnedFd) -> Result<Vec<Listed>, StoreError> {
        let mut entries = Vec::new();
        for entry in rustix::fs::Dir::read_from(descriptor)? {
            let name: CString = entry?.file_name().to_owned();
            let Ok(name) = name.into_string() else { continue };
            if path::is_hidden(&name) {
                continue;
            }
            let path = folder.join(&name);
            if let Some(kind) = self.kind(descriptor, &path, &name) {
                entries.push(Listed { path, kind });
            }
            if entries.len() >= MAX_ENTRIES {
                break;
            }
        }
        entries.sort();
        Ok(entries)
    }

    /// Says what an entry is; `None` for what is not served, such as a link that leads out.
    fn kind(&self, folder: &OwnedFd, path: &StorePath, name: &str) -> Option<Kind> {
        let mut stat = rustix::fs::statat(folder, name, AtFlags::SYMLINK_NOFOLLOW).ok()?;
        if file_type(&stat) == FileType::Symlink {
            let target = self.open_beneath(path, OFlags::PATH).ok()?;
            stat = rustix::fs::fstat(target).ok()?;
        }
        if file_type(&stat) == FileType::Directory {
            return Some(Kind::Folder);
        }
        (file_type(&stat) == FileType::RegularFile).then(|| Kind::File(size(&stat)))
    }
}

/// Tells whether a folder is none that a link leads to, and not too deep.
fn is_to_be_searched(parent: &OwnedFd, path: &StorePath) -> bool {
    let Some((_, name)) = path.split() else { return false };
    let stat = rustix::fs::statat(parent, name, AtFlags::SYMLINK_NOFOLLOW);
    stat.is_ok_and(|stat| file_type(&stat) == FileType::Directory)
        && path.segments().len() < MAX_DEPTH
}

impl StoredFile {
    fn new(file: File, stat: &Stat, format: ContentFormat) -> Result<Self, StoreError> {
        let stamp = Stamp::new(stat);
        if stamp.size > HASHED_SIZE {
            let etag = stamp.etag();
            return Ok(Self { file, stamp, window: Vec::new(), window_start: 0, etag, format });
        }
        let content = read_range(&file, 0, stamp.size)?;
        if !Stamp::of(&file)?.has_content_of(&stamp) {
            return Err(StoreError::Changed);
        }
        let etag = content_etag(&content);
        Ok(Self { file, stamp, window: content, window_start: 0, etag, format })
    }

    /// Returns the entity-tag of this state.
    pub(crate) fn etag(&self) -> [u8; 8] {
        self.etag
    }

    /// Returns the content format, by the name.
    pub(crate) fn format(&self) -> ContentFormat {
        self.format
    }

    /// Returns the size in bytes.
    pub(crate) fn size(&self) -> u64 {
        self.stamp.size
    }

    /// Tells whether nothing has happened to the file since it was opened.
    pub(crate) fn is_current(&self) -> bool {
        Stamp::of(&self.file).is_ok_and(|stamp| stamp == self.stamp)
    }

    /// Reads a piece, shorter only at the end; fails if the file has changed since it was opened.
    ///
    /// What follows a piece that is not the first is read with it, as it will be asked for next.
    pub(crate) fn read(&mut self, offset: u64, length: u64) -> Result<&[u8], StoreError> {
        let end = offset.saturating_add(length).min(self.size());
        let start = offset.min(end);
        if self.in_window(start, end).is_none() {
            let ahead = if start > 0 { length.max(AHEAD) } else { length };
            let window_end = start.saturating_add(ahead).min(self.size());
            self.window = read_range(&self.file, start, window_end - start)?;
            self.window_start = start;
            if !Stamp::of(&self.file)?.has_content_of(&self.stamp) {
                return Err(StoreError::Changed);
            }
        }
        self.in_window(start, end).ok_or(StoreError::Changed)
    }

    /// Gives a piece if it was read already.
    fn in_window(&self, start: u64, end: u64) -> Option<&[u8]> {
        let place = |at: u64| usize::try_from(at.checked_sub(self.window_start)?).ok();
        self.window.get(place(start)?..place(end)?)
    }
}

impl Stamp {
    fn of(file: &File) -> Result<Self, StoreError> {
        Ok(Self::new(&rustix::fs::fstat(file)?))
    }

    #[expect(clippy::cast_possible_wrap, reason = "both fields are signed or small everywhere")]
    #[expect(clippy::unnecessary_cast, reason = "the types differ between architectures")]
    fn new(stat: &Stat) -> Self {
        Self {
            inode: stat.st_ino,
            size: size(stat),
            modified: (stat.st_mtime as i64, stat.st_mtime_nsec as i64),
            changed: (stat.st_ctime as i64, stat.st_ctime_nsec as i64),
        }
    }

    /// Tells whether the bytes are the same; a file that another was renamed over has other dates only.
    fn has_content_of(&self, other: &Self) -> bool {
        (self.size, self.modified) == (other.size, other.modified)
    }

    fn etag(&self) -> [u8; 8] {
        let mut hasher = DefaultHasher::new();
        hasher.write_u8(b'S');
        hasher.write_u64(self.inode);
        hasher.write_u64(self.size);
        for (seconds, nanoseconds) in [self.modified, self.changed] {
            hasher.write_i64(seconds);
            hasher.write_i64(nanoseconds);
        }
        hasher.finish().to_be_bytes()
    }
}

/// Names a content: the same bytes have the same entity-tag, whenever they were written.
pub(crate) fn content_etag(content: &[u8]) -> [u8; 8] {
    let mut hasher = DefaultHasher::new();
    hasher.write_u8(b'C');
    hasher.write(content);
    hasher.finish().to_be_bytes()
}

pub(super) fn file_type(stat: &Stat) -> FileType {
    FileType::from_raw_mode(stat.st_mode)
}

fn size(stat: &Stat) -> u64 {
    u64::try_from(stat.st_size).unwrap_or_default()
}

fn read_range(file: &File, offset: u64, length: u64) -> Result<Vec<u8>, StoreError> {
    let length = usize::try_from(length).map_err(|_| StoreError::Changed)?;
    let mut bytes = vec![0; length];
    match file.read_exact_at(&mut bytes, offset) {
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => Err(StoreError::Changed),
        Err(error) => Err(StoreError::Io(error)),
        Ok(()) => Ok(bytes),
    }
}

impl From<Errno> for StoreError {
    fn from(errno: Errno) -> Self {
        match errno {
            Errno::NOENT
            | Errno::NOTDIR
            | Errno::XDEV
            | Errno::LOOP
            | Errno::NAMETOOLONG
            | Errno::NXIO => Self::NotFound,
            Errno::ACCESS | Errno::PERM | Errno::ROFS => Self::Forbidden,
            Errno::ISDIR => Self::IsFolder,
            Errno::EXIST => Self::Exists,
            other => Self::Io(other.into()),
        }
    }
}

#[cfg(test)]
mod tests;
