//! The file that `-o` names: whole or not at all.

use std::fs::Permissions;
use std::io::{self, Write as _};
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;

use crate::failure::Failure;

/// Stores a body under this name; a failure leaves what was there before.
pub(crate) fn store(path: &Path, body: &[u8]) -> Result<(), Failure> {
    write(path, body)
        .map_err(|error| Failure::local(format!("cannot write {}: {error}", path.display())))
}

fn write(path: &Path, body: &[u8]) -> io::Result<()> {
    // What is no plain file, such as /dev/null or a pipe, cannot be replaced by one.
    if path.metadata().is_ok_and(|found| !found.is_file()) {
        return std::fs::write(path, body);
    }
    let folder = match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    let mut file = tempfile::Builder::new()
        .prefix(".coapt-")
        .permissions(Permissions::from_mode(0o666))
        .tempfile_in(folder)?;
    file.write_all(body)?;
    file.persist(path)?;
    Ok(())
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
}
