//! Watching the folder: what changes on the disk is told to those who observe it.
//!
//! The kernel tells (inotify), nothing polls, and reading a file wakes nobody. A file that is being
//! written counts as changed when its writer closes it, or when it has been quiet for a moment, so
//! that observers see few states that are half written.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::mem::MaybeUninit;
use std::os::fd::OwnedFd;
use std::path::{Path, PathBuf};

use rustix::event::{PollFd, PollFlags, Timespec};
use rustix::fs::inotify::{self, CreateFlags, ReadFlags, Reader, WatchFlags};
use rustix::io::Errno;

use coapt::Handle;

use super::path::{self, StorePath};

/// How long a file that is still open must be quiet to count as written.
const QUIET: Timespec = Timespec { tv_sec: 0, tv_nsec: 100_000_000 };

/// How many events in a row may put that off.
const PATIENCE: u32 = 64;

/// How deep folders are watched.
const MAX_DEPTH: usize = 32;

/// Who is told what changed.
pub(crate) trait Observers: Send + 'static {
    /// The resource at this path has a new state.
    fn changed(&self, path: &[&str]);

    /// All resources whose path begins with these segments may have one.
    fn changed_below(&self, path: &[&str]);
}

impl Observers for Handle {
    fn changed(&self, path: &[&str]) {
        self.notify_segments(path);
    }

    fn changed_below(&self, path: &[&str]) {
        self.notify_below(path);
    }
}

/// Watches a folder from a thread of its own, until the folder is removed.
pub(crate) fn begin(folder: &Path, observers: impl Observers) -> io::Result<()> {
    let mut watch = Watch {
        inotify: inotify::init(CreateFlags::CLOEXEC)?,
        root: folder.canonicalize()?,
        folders: BTreeMap::new(),
        unsettled: BTreeSet::new(),
        observers,
    };
    watch.add(&StorePath::root())?;
    std::thread::Builder::new().name("watch".to_owned()).spawn(move || watch.run())?;
    Ok(())
}

/// What is watched, and what is known of it.
struct Watch<O> {
    inotify: OwnedFd,
    root: PathBuf,
    /// The folders by the numbers that the kernel gave their watches.
    folders: BTreeMap<i32, StorePath>,
    /// The files that are being written.
    unsettled: BTreeSet<StorePath>,
    observers: O,
}

/// What happened to a name, as the kernel tells it.
struct Happened {
    watch: i32,
    what: ReadFlags,
    name: Option<String>,
}

impl<O: Observers> Watch<O> {
    /// Follows the events until there is nothing left to watch.
    fn run(mut self) {
        let mut buffer = [MaybeUninit::uninit(); 4096];
        let mut patience = PATIENCE;
        while !self.folders.is_empty() {
            if !self.unsettled.is_empty() && (patience == 0 || !self.is_readable()) {
                self.settle();
                patience = PATIENCE;
                continue;
            }
            let events = match read(&self.inotify, &mut buffer) {
                Ok(events) => events,
                Err(Errno::INTR) => continue,
                Err(_) => return,
            };
            for event in events {
                self.take(event);
            }
            patience = if self.unsettled.is_empty() { PATIENCE } else { patience - 1 };
        }
    }

    /// Tells whether something happens before the quiet time is over.
    fn is_readable(&self) -> bool {
        let mut polled = [PollFd::new(&self.inotify, PollFlags::IN)];
        // After a failed wait, what was written is told early.
        rustix::event::poll(&mut polled, Some(&QUIET)).is_ok_and(|ready| ready > 0)
    }

    fn take(&mut self, event: Happened) {
        if event.what.contains(ReadFlags::QUEUE_OVERFLOW) {
            // Folders that cannot be watched any more are told as long as their parents are.
            self.add(&StorePath::root()).ok();
            self.observers.changed_below(&[]);
            return;
        }
        if event.what.contains(ReadFlags::IGNORED) {
            self.folders.remove(&event.watch);
            return;
        }
        let Some(folder) = self.folders.get(&event.watch) else { return };
        let Some(name) = event.name.filter(|name| !path::is_hidden(name)) else { return };
        let path = folder.join(&name);
        if event.what.contains(ReadFlags::ISDIR) {
            self.take_folder(&path, event.what);
        } else {
            self.take_file(path, event.what);
        }
    }

    fn take_folder(&mut self, path: &StorePath, what: ReadFlags) {
        if what.intersects(ReadFlags::MOVED_FROM | ReadFlags::DELETE) {
            self.remove(path);
        }
        if what.intersects(ReadFlags::MOVED_TO | ReadFlags::CREATE) {
            // A folder that cannot be watched is served all the same.
            self.add(path).ok();
        }
        self.observers.changed_below(&segments(path));
        self.tell_listings(path);
    }

    fn take_file(&mut self, path: StorePath, what: ReadFlags) {
        if what.intersects(ReadFlags::MODIFY | ReadFlags::CREATE) {
            self.unsettled.insert(path);
            return;
        }
        let ends = ReadFlags::DELETE | ReadFlags::MOVED_FROM | ReadFlags::MOVED_TO;
        let was_written = self.unsettled.remove(&path);
        if was_written || what.intersects(ends) {
            self.observers.changed(&segments(&path));
            self.tell_listings(&path);
        }
    }

    /// Tells what was written and has been quiet since.
    fn settle(&mut self) {
        for path in std::mem::take(&mut self.unsettled) {
            self.observers.changed(&segments(&path));
            self.tell_listings(&path);
        }
    }

    /// Tells those who observe the folder that lists an entry, or discovery.
    fn tell_listings(&self, path: &StorePath) {
        if let Some((folder, _)) = path.split() {
            let mut folder = segments(&folder);
            self.observers.changed(&folder);
            folder.push("");
            self.observers.changed(&folder);
        }
        self.observers.changed(&[".well-known", "core"]);
    }

    /// Watches a folder and those in it; links are not followed.
    fn add(&mut self, folder: &StorePath) -> io::Result<()> {
        let flags = WatchFlags::CLOSE_WRITE
            | WatchFlags::MODIFY
            | WatchFlags::CREATE
            | WatchFlags::DELETE
            | WatchFlags::MOVE
            | WatchFlags::ONLYDIR
            | WatchFlags::DONT_FOLLOW;
        let place = self.root.join(folder.relative());
        let watch = inotify::add_watch(&self.inotify, &place, flags)?;
        self.folders.insert(watch, folder.clone());
        if folder.segments().len() >= MAX_DEPTH {
            return Ok(());
        }
        for entry in place.read_dir()? {
            let entry = entry?;
            let Ok(name) = entry.file_name().into_string() else { continue };
            if !path::is_hidden(&name) && entry.file_type()?.is_dir() {
                self.add_inner(&folder.join(&name))?;
            }
        }
        Ok(())
    }

    /// Watches a folder that may be gone again.
    fn add_inner(&mut self, folder: &StorePath) -> io::Result<()> {
        match self.add(folder) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
            other => other,
        }
    }

    /// Watches a folder and those in it no longer.
    fn remove(&mut self, folder: &StorePath) {
        let gone = |known: &StorePath| known.segments().starts_with(folder.segments());
        let watches = self.folders.iter().filter(|(_, known)| gone(known)).map(|(watch, _)| *watch);
        for watch in watches.collect::<Vec<_>>() {
            self.folders.remove(&watch);
            // The watch of a folder that was removed is gone already.
            inotify::remove_watch(&self.inotify, watch).ok();
        }
    }
}

/// Waits for events, and gives all that have come.
fn read(inotify: &OwnedFd, buffer: &mut [MaybeUninit<u8>]) -> Result<Vec<Happened>, Errno> {
    let mut reader = Reader::new(inotify, buffer);
    let mut events = Vec::new();
    loop {
        let event = reader.next()?;
        events.push(Happened {
            watch: event.wd(),
            what: event.events(),
            name: event.file_name().and_then(|name| name.to_str().ok()).map(str::to_owned),
        });
        if reader.is_buffer_empty() {
            return Ok(events);
        }
    }
}

fn segments(path: &StorePath) -> Vec<&str> {
    path.segments().iter().map(String::as_str).collect()
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::sync::mpsc::{self, Receiver, Sender};
    use std::time::Duration;

    use tempfile::TempDir;

    use super::*;

    const PATIENT: Duration = Duration::from_secs(20);

    impl Observers for Sender<String> {
        fn changed(&self, path: &[&str]) {
            self.send(path.join("/")).ok();
        }

        fn changed_below(&self, path: &[&str]) {
            self.send(format!("{}/*", path.join("/"))).ok();
        }
    }

    fn watched() -> (TempDir, Receiver<String>) {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("sub")).unwrap();
        fs::write(folder.path().join("sub/a.txt"), "1").unwrap();
        let (sender, receiver) = mpsc::channel();
        begin(folder.path(), sender).unwrap();
        (folder, receiver)
    }

    /// Gives what is told up to the word about discovery, which closes every change.
    fn told(receiver: &Receiver<String>) -> Vec<String> {
        let next = || receiver.recv_timeout(PATIENT).expect("a change is told");
        std::iter::from_fn(|| Some(next()).filter(|path| path != ".well-known/core")).collect()
    }

    #[test]
    fn a_file_written_in_place_is_told_once_with_its_folder() {
        let (folder, receiver) = watched();

        fs::write(folder.path().join("sub/a.txt"), "2").unwrap();
        let first = told(&receiver);
        fs::remove_file(folder.path().join("sub/a.txt")).unwrap();

        assert_eq!(first, ["sub/a.txt", "sub", "sub/"]);
        assert_eq!(told(&receiver), ["sub/a.txt", "sub", "sub/"]);
    }

    #[test]
    fn a_file_that_stays_open_is_told_when_it_is_quiet() {
        use std::io::Write as _;
        let (folder, receiver) = watched();
        let mut file =
            fs::File::options().append(true).open(folder.path().join("sub/a.txt")).unwrap();

        file.write_all(b"more").unwrap();

        assert_eq!(told(&receiver), ["sub/a.txt", "sub", "sub/"]);
        drop(file);
    }

    #[test]
    fn a_renamed_file_and_a_hidden_one() {
        let (folder, receiver) = watched();

        fs::write(folder.path().join("sub/.new"), "2").unwrap();
        fs::rename(folder.path().join("sub/.new"), folder.path().join("sub/a.txt")).unwrap();

        assert_eq!(told(&receiver), ["sub/a.txt", "sub", "sub/"]);
        assert!(receiver.try_recv().is_err());
    }

    #[test]
    fn new_and_renamed_folders_are_followed() {
        let (folder, receiver) = watched();

        fs::rename(folder.path().join("sub"), folder.path().join("other")).unwrap();
        assert_eq!(told(&receiver), ["sub/*", "", ""]);
        assert_eq!(told(&receiver), ["other/*", "", ""]);
        fs::write(folder.path().join("other/a.txt"), "3").unwrap();

        assert_eq!(told(&receiver), ["other/a.txt", "other", "other/"]);
    }

    #[test]
    fn a_removed_folder_ends_the_watch() {
        let (folder, receiver) = watched();

        folder.close().unwrap();

        let mut rest = std::iter::from_fn(|| receiver.recv_timeout(PATIENT).ok());
        assert!(rest.any(|path| path == "sub/*"));
        assert_eq!(rest.last().as_deref(), Some(".well-known/core"));
        assert_eq!(receiver.recv_timeout(PATIENT), Err(mpsc::RecvTimeoutError::Disconnected));
    }
}
