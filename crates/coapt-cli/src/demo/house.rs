//! The files of `examples/house`, carried by the program.

use std::fs;
use std::io;
use std::path::Path;

/// Every file with its path inside the folder.
pub(crate) const FILES: &[(&str, &[u8])] = include!(concat!(env!("OUT_DIR"), "/house.rs"));

/// Writes the files into a folder.
pub(crate) fn unpack(folder: &Path) -> io::Result<()> {
    for (path, content) in FILES {
        let path = folder.join(path);
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent)?;
        }
        fs::write(path, content)?;
    }
    Ok(())
}

/// Finds a file whose name ends so; the first in order of the paths.
pub(crate) fn with_ending(ending: &str) -> Option<(&'static str, &'static [u8])> {
    FILES.iter().find(|(path, _)| path.ends_with(ending)).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_house_has_what_the_demo_shows() {
        for ending in [".txt", ".json", ".cbor", ".wlnk", ".png"] {
            assert!(with_ending(ending).is_some(), "{ending}");
        }
        let (_, picture) = with_ending(".png").unwrap();
        assert!(picture.len() > 200 * 1024, "the picture takes many blocks");
    }

    #[test]
    fn unpacked_files_are_the_same() {
        let folder = tempfile::tempdir().unwrap();

        unpack(folder.path()).unwrap();

        for (path, content) in FILES {
            assert_eq!(&fs::read(folder.path().join(path)).unwrap(), content, "{path}");
        }
    }
}
