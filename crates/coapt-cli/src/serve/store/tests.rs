//! The store against real folders, hostile names and hostile links included.

use std::fs;
use std::os::unix::fs::{PermissionsExt as _, symlink};
use std::thread;

use tempfile::TempDir;

use super::super::write::{Replace, Written};
use super::*;

#[test]
fn a_file_is_read_in_pieces() {
    let house = House::new();
    house.write("a/big.bin", &pattern(200_000));

    let mut file = house.file("a/big.bin");

    assert_eq!((file.size(), file.format().value()), (200_000, 42));
    assert_eq!(file.read(0, 1024).unwrap(), &pattern(200_000)[..1024]);
    assert_eq!(file.read(199_680, 1024).unwrap(), &pattern(200_000)[199_680..]);
    assert!(file.read(200_000, 1024).unwrap().is_empty());
    assert!(file.read(u64::MAX, u64::MAX).unwrap().is_empty());
}

#[test]
fn pieces_are_the_same_in_any_order_and_beside_each_other() {
    let house = House::new();
    let content = pattern(200_000);
    house.write("a.bin", &content);
    let mut file = house.file("a.bin");

    let in_order = (0..196).map(|number| number * 1024);
    let jumps = [150_000, 1_000, 65_536, 0, 199_999, 64_512, 131_071];
    for start in in_order.chain(jumps) {
        let piece = file.read(start as u64, 1024).unwrap();
        assert_eq!(piece, &content[start..(start + 1024).min(content.len())], "at {start}");
    }
    assert!(file.read(200_000, 1024).unwrap().is_empty());
    assert!(file.read(u64::MAX, u64::MAX).unwrap().is_empty());
    assert!(file.window.len() <= 64 * 1024, "the memory does not depend on the size of the file");
}

#[test]
fn a_small_file_is_read_in_pieces_too() {
    let house = House::new();
    house.write("small.json", b"0123456789");

    let mut file = house.file("small.json");

    assert_eq!(file.format(), ContentFormat::JSON);
    assert_eq!(file.read(4, 4).unwrap(), b"4567");
    assert_eq!(file.read(8, 100).unwrap(), b"89");
    assert_eq!(file.read(100, 100).unwrap(), b"");
}

#[test]
fn the_entity_tag_follows_the_content() {
    let house = House::new();
    house.write("a.txt", b"one");
    let one = house.file("a.txt").etag();
    house.write("a.txt", b"two");
    let two = house.file("a.txt").etag();
    house.write("a.txt", b"one");

    assert_ne!(one, two);
    assert_eq!(house.file("a.txt").etag(), one);
}

#[test]
fn the_entity_tag_of_a_big_file_changes_with_it() {
    let house = House::new();
    house.write("a.bin", &pattern(100_000));
    let before = house.file("a.bin").etag();

    let mut changed = pattern(100_000);
    changed[50_000] ^= 1;
    house.put("a.bin", &changed).unwrap();

    assert_ne!(house.file("a.bin").etag(), before);
}

#[test]
fn a_file_that_changes_while_it_is_read_is_not_mixed() {
    let house = House::new();
    house.write("a.bin", &pattern(100_000));
    let mut file = house.file("a.bin");
    file.read(0, 1024).unwrap();

    fs::write(house.disk("a.bin"), vec![7; 90_000]).unwrap();

    assert!(matches!(file.read(1024, 1024), Err(StoreError::Changed)));
}

#[test]
fn a_file_that_was_replaced_is_not_mixed_with_the_new_one() {
    let house = House::new();
    house.write("a.bin", &pattern(100_000));
    let mut file = house.file("a.bin");

    house.put("a.bin", b"other").unwrap();

    // Who has the old state open gets its rest; the entity-tag tells the two apart.
    assert_eq!(file.read(1024, 1024).unwrap(), &pattern(100_000)[1024..2048]);
    assert_ne!(house.file("a.bin").etag(), file.etag());
}

#[test]
fn nothing_is_found_outside() {
    let house = House::new();
    let outside = tempfile::tempdir().unwrap();
    fs::write(outside.path().join("secret.txt"), "secret").unwrap();
    fs::write(house.folder.path().parent().unwrap().join("coapt-outside.txt"), "").ok();
    symlink(outside.path(), house.disk("folder-out")).unwrap();
    symlink(outside.path().join("secret.txt"), house.disk("file-out")).unwrap();
    symlink("../coapt-outside.txt", house.disk("relative-out")).unwrap();
    symlink("/proc/self/root", house.disk("magic-out")).unwrap();
    symlink("loop", house.disk("loop")).unwrap();
    symlink("nowhere", house.disk("dangling")).unwrap();

    for path in [
        "folder-out",
        "folder-out/secret.txt",
        "file-out",
        "relative-out",
        "magic-out/etc/passwd",
        "loop",
        "dangling",
    ] {
        let found = house.store.open(&house.path(path));
        assert!(matches!(found, Err(StoreError::NotFound)), "{path}: {found:?}");
    }
    assert_eq!(house.names(), [""; 0]);
    assert_eq!(house.store.all_files().unwrap(), []);
    fs::remove_file(house.folder.path().parent().unwrap().join("coapt-outside.txt")).ok();
}

#[test]
fn nothing_is_written_outside() {
    let house = House::new();
    let outside = tempfile::tempdir().unwrap();
    fs::write(outside.path().join("target.txt"), "safe").unwrap();
    symlink(outside.path(), house.disk("out")).unwrap();
    symlink(outside.path().join("target.txt"), house.disk("link.txt")).unwrap();

    assert!(house.put("out/new.txt", b"x").is_err());
    assert!(house.store.post(&house.path("out"), b"x", ".txt").is_err());
    house.store.delete(&house.path("out/target.txt")).unwrap();
    house.put("link.txt", b"mine").unwrap();

    assert_eq!(fs::read(outside.path().join("target.txt")).unwrap(), b"safe");
    assert_eq!(outside.path().read_dir().unwrap().count(), 1);
    assert_eq!(fs::read(house.disk("link.txt")).unwrap(), b"mine");
}

#[test]
fn links_inside_are_followed() {
    let house = House::new();
    house.write("real/a.txt", b"inside");
    symlink("real/a.txt", house.disk("link.txt")).unwrap();
    symlink("real", house.disk("folder")).unwrap();

    assert_eq!(house.file("link.txt").read(0, 100).unwrap(), b"inside");
    assert_eq!(house.file("folder/a.txt").read(0, 100).unwrap(), b"inside");
    assert_eq!(house.names(), ["folder", "link.txt", "real"]);
    let files = house.store.all_files().unwrap();
    let files: Vec<_> = files.iter().map(|file| file.path.relative()).collect();
    assert_eq!(files, ["link.txt", "real/a.txt"]);
}

#[test]
fn without_openat2_no_link_is_followed() {
    let house = House::new();
    house.write("real/a.txt", b"inside");
    symlink("real", house.disk("folder")).unwrap();

    let found = house.store.walk(&house.path("real/a.txt"), OFlags::RDONLY);
    let root = house.store.walk(&StorePath::root(), OFlags::RDONLY);
    let linked = house.store.walk(&house.path("folder/a.txt"), OFlags::RDONLY);

    assert!(found.is_ok() && root.is_ok());
    assert!(linked.is_err());
}

#[test]
fn only_files_and_folders_are_served() {
    let house = House::new();
    rustix::fs::mknodat(
        rustix::fs::CWD,
        house.disk("pipe"),
        FileType::Fifo,
        Mode::from_raw_mode(0o666),
        0,
    )
    .unwrap();
    house.write(".hidden", b"x");
    house.write("shown", b"x");

    assert!(matches!(house.store.open(&house.path("pipe")), Err(StoreError::NotFound)));
    assert_eq!(house.names(), ["shown"]);
}

#[test]
fn a_file_is_no_folder_and_the_other_way_round() {
    let house = House::new();
    house.write("a.txt", b"x");
    fs::create_dir(house.disk("sub")).unwrap();

    let below = house.store.open(&house.path("a.txt/b"));
    let with_slash = StorePath::from_options([&b"a.txt"[..], b""].into_iter()).unwrap();

    assert!(matches!(below, Err(StoreError::NotFound)));
    assert!(matches!(house.store.open(&with_slash), Err(StoreError::NotFound)));
    assert!(matches!(house.put("sub", b"x"), Err(StoreError::IsFolder)));
    assert!(matches!(house.put("a.txt/b", b"x"), Err(StoreError::ParentIsNoFolder)));
    assert!(matches!(house.put("no/b", b"x"), Err(StoreError::NotFound)));
    assert!(matches!(house.store.delete(&house.path("sub")), Err(StoreError::IsFolder)));
    let posted = house.store.post(&house.path("a.txt"), b"x", ".txt");
    assert!(matches!(posted, Err(StoreError::IsNoFolder)));
}

#[test]
fn a_file_is_made_and_replaced() {
    let house = House::new();

    assert_eq!(house.put("a.txt", b"one").unwrap(), Written::Created);
    fs::set_permissions(house.disk("a.txt"), fs::Permissions::from_mode(0o600)).unwrap();
    assert_eq!(house.put("a.txt", b"two").unwrap(), Written::Changed);

    assert_eq!(fs::read(house.disk("a.txt")).unwrap(), b"two");
    assert_eq!(fs::metadata(house.disk("a.txt")).unwrap().permissions().mode() & 0o777, 0o600);
    assert_eq!(house.everything(), ["a.txt"]);
}

#[test]
fn what_must_not_be_replaced_is_not() {
    let house = House::new();
    house.write("a.txt", b"one");

    let refused = house.put_as(Replace::Never, "a.txt", b"two");

    assert!(matches!(refused, Err(StoreError::Exists)));
    assert_eq!(fs::read(house.disk("a.txt")).unwrap(), b"one");
    assert_eq!(house.everything(), ["a.txt"]);
}

#[test]
fn removing_what_is_not_there_is_fine() {
    let house = House::new();
    house.write("a.txt", b"one");

    house.store.delete(&house.path("a.txt")).unwrap();
    house.store.delete(&house.path("a.txt")).unwrap();
    house.store.delete(&house.path("no/such/file")).unwrap();

    assert_eq!(house.everything(), [""; 0]);
}

#[test]
fn new_files_get_names_of_their_own() {
    let house = House::new();
    fs::create_dir(house.disk("inbox")).unwrap();
    house.write("inbox/1.json", b"taken");

    let made: Vec<_> = (0..2)
        .map(|_| house.store.post(&house.path("inbox"), b"{}", ".json").unwrap().relative())
        .collect();

    assert_eq!(made, ["inbox/2.json", "inbox/3.json"]);
    assert_eq!(fs::read(house.disk("inbox/1.json")).unwrap(), b"taken");
}

#[test]
fn a_reader_sees_one_state_or_the_other() {
    let house = House::new();
    house.put("a.bin", &vec![0; 50_000]).unwrap();

    thread::scope(|scope| {
        scope.spawn(|| {
            for round in 1..=50_u8 {
                house.put("a.bin", &vec![round; 50_000]).unwrap();
            }
        });
        for _ in 0..200 {
            let mut file = house.file("a.bin");
            let content = file.read(0, 50_000).unwrap();
            assert_eq!(content.len(), 50_000);
            assert!(content.iter().all(|byte| *byte == content[0]), "two states are mixed");
        }
    });
}

/// A store in a folder of its own.
struct House {
    folder: TempDir,
    store: Store,
}

impl House {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open_folder(folder.path()).unwrap();
        Self { folder, store }
    }

    fn disk(&self, path: &str) -> std::path::PathBuf {
        self.folder.path().join(path)
    }

    #[expect(clippy::unused_self, reason = "it reads like the others")]
    fn path(&self, path: &str) -> StorePath {
        StorePath::from_names(path.split('/')).unwrap()
    }

    fn write(&self, path: &str, content: &[u8]) {
        let path = self.disk(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }

    fn put(&self, path: &str, content: &[u8]) -> Result<Written, StoreError> {
        self.put_as(Replace::Allowed, path, content)
    }

    fn put_as(&self, replace: Replace, path: &str, content: &[u8]) -> Result<Written, StoreError> {
        self.store.upload(&self.path(path), content)?.take_place(replace)
    }

    fn file(&self, path: &str) -> StoredFile {
        match self.store.open(&self.path(path)).unwrap() {
            Entry::File(file) => file,
            Entry::Folder(_) => panic!("{path} is a folder"),
        }
    }

    /// The names that a client sees in the folder itself.
    fn names(&self) -> Vec<String> {
        match self.store.open(&StorePath::root()).unwrap() {
            Entry::Folder(entries) => entries.iter().map(|entry| entry.path.relative()).collect(),
            Entry::File(_) => panic!("the root is a file"),
        }
    }

    /// The names that are on the disk.
    fn everything(&self) -> Vec<String> {
        let names = self.folder.path().read_dir().unwrap();
        let mut names: Vec<_> =
            names.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }
}

fn pattern(length: usize) -> Vec<u8> {
    (0..length).map(|place| u8::try_from(place % 251).unwrap()).collect()
}
