//! The file that `-o` names: whole or not at all.

use std::fs::Permissions;
use std::io::{self, Write as _};
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;

use crate::failure::Failure;

/// Tells before anything is asked of a server whether a body can be stored under this name.
pub(crate) fn check(path: &Path) -> Result<(), Failure> {
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

/// Stores a body under this name; a failure leaves what was there before.
pub(crate) fn store(path: &Path, body: &[u8]) -> Result<(), Failure> {
    write(path, body)
        .map_err(|error| Failure::local(format!("cannot write {}: {error}", path.display())))
}

fn write(path: &Path, body: &[u8]) -> io::Result<()> {
    // A link stays, and what it leads to is replaced.
    let followed = path.canonicalize();
    let path = followed.as_deref().unwrap_or(path);
    // What is no plain file, such as /dev/null or a pipe, cannot be replaced by one.
    if path.metadata().is_ok_and(|found| !found.is_file()) {
        return std::fs::write(path, body);
    }
    let mut file = tempfile::Builder::new()
        .prefix(".coapt-")
        .permissions(Permissions::from_mode(0o666))
        .tempfile_in(folder(path))?;
    file.write_all(body)?;
    file.persist(path)?;
    Ok(())
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

    #[test]
    fn a_file_is_replaced_whole() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("out");
        std::fs::write(&path, "old and longer").unwrap();

        store(&path, b"new").unwrap();

        assert_eq!(std::fs::read(&path).unwrap(), b"new");
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
    fn a_link_stays_a_link() {
        let folder = tempfile::tempdir().unwrap();
        let (file, link) = (folder.path().join("file"), folder.path().join("link"));
        std::fs::write(&file, "old").unwrap();
        std::os::unix::fs::symlink("file", &link).unwrap();

        store(&link, b"new").unwrap();

        assert!(link.is_symlink());
        assert_eq!(std::fs::read(&file).unwrap(), b"new");
    }
}
