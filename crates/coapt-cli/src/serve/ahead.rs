//! Files of transfers under way, kept open and read ahead, so that a block costs the disk nothing.
//!
//! A file is kept from the reply with a first block until that with the last. Before each use it is looked at once more:
//! one that was changed, replaced or removed meanwhile is opened anew, and the client learns it from the entity-tag.

use std::collections::VecDeque;

use coapt::Peer;

use super::path::StorePath;
use super::store::StoredFile;

/// How many transfers are remembered; the one that rested longest is forgotten for a new one.
const MAX_TRANSFERS: usize = 8;

/// The transfers that one worker serves.
#[derive(Debug, Default)]
pub(crate) struct Transfers {
    kept: VecDeque<Transfer>,
}

/// A file that a client is fetching.
#[derive(Debug)]
struct Transfer {
    client: Peer,
    path: StorePath,
    file: StoredFile,
}

impl Transfers {
    /// Takes out the file that a client is fetching from a path, if that still has the same state.
    pub(crate) fn take(&mut self, client: Peer, path: &StorePath) -> Option<StoredFile> {
        let place = self.kept.iter().position(|it| it.client == client && it.path == *path)?;
        let transfer = self.kept.remove(place)?;
        transfer.file.is_current().then_some(transfer.file)
    }

    /// Remembers a file of which the client will ask for more.
    pub(crate) fn keep(&mut self, client: Peer, path: StorePath, file: StoredFile) {
        if self.kept.len() == MAX_TRANSFERS {
            self.kept.pop_front();
        }
        self.kept.push_back(Transfer { client, path, file });
    }
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::net::SocketAddr;

    use crate::serve::store::{Entry, Store};

    use super::*;

    fn client(port: u16) -> Peer {
        Peer::new(SocketAddr::from(([127, 0, 0, 1], port)))
    }

    fn path() -> StorePath {
        StorePath::from_names(["a"]).unwrap()
    }

    fn open(folder: &tempfile::TempDir) -> StoredFile {
        match Store::open_folder(folder.path()).unwrap().open(&path()).unwrap() {
            Entry::File(file) => file,
            Entry::Folder(entries) => panic!("{entries:?}"),
        }
    }

    fn folder(content: &[u8]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("a"), content).unwrap();
        folder
    }

    #[test]
    fn a_file_is_kept_for_the_client_that_fetches_it() {
        let folder = folder(b"x");
        let mut transfers = Transfers::default();
        transfers.keep(client(1), path(), open(&folder));

        assert!(transfers.take(client(2), &path()).is_none());
        assert!(transfers.take(client(1), &StorePath::root()).is_none());
        assert!(transfers.take(client(1), &path()).is_some());
        assert!(transfers.take(client(1), &path()).is_none(), "it was taken out");
    }

    #[test]
    fn the_transfer_that_rested_longest_is_forgotten() {
        let folder = folder(b"x");
        let mut transfers = Transfers::default();
        for port in 1..=9 {
            transfers.keep(client(port), path(), open(&folder));
        }

        assert!(transfers.take(client(1), &path()).is_none());
        assert!((2..=9).all(|port| transfers.take(client(port), &path()).is_some()));
    }

    #[test]
    fn a_file_that_was_changed_replaced_or_removed_is_not_used() {
        let changes: [fn(&std::path::Path); 3] = [
            |file| fs::write(file, b"other").unwrap(),
            |file| {
                fs::write(file.with_extension("new"), b"x").unwrap();
                fs::rename(file.with_extension("new"), file).unwrap();
            },
            |file| fs::remove_file(file).unwrap(),
        ];
        for change in changes {
            let folder = folder(b"x");
            let mut transfers = Transfers::default();
            transfers.keep(client(1), path(), open(&folder));

            change(&folder.path().join("a"));

            assert!(transfers.take(client(1), &path()).is_none());
        }
    }
}
