//! The paths of this machine, which nothing that is released may tell.

use std::env;
use std::path::{Path, PathBuf};

use super::release::answer;
use crate::disk;
use crate::workspace::Workspace;

/// Has a compiler write other paths than those of this machine; the options for that.
pub(super) fn flags(house: &Workspace, source: &Path, target: &Path) -> Result<String, String> {
    let names = [
        (sysroot(house)?, "/rust"),
        (cargo_home()?, "/cargo"),
        (target.to_path_buf(), "/target"),
        (source.to_path_buf(), "/coapt"),
    ];
    let flags: Vec<String> = names
        .iter()
        .map(|(from, to)| format!("--remap-path-prefix={}={to}", from.display()))
        .collect();
    match flags.iter().find(|flag| flag.contains(char::is_whitespace)) {
        Some(flag) => Err(format!("a release cannot be built where a path has a space: {flag}")),
        None => Ok(flags.join(" ")),
    }
}

/// Makes sure that no file of a folder, or one file, tells of where it was made.
pub(super) fn are_untold(house: &Workspace, place: &Path) -> Result<(), String> {
    let secrets = [house.path(""), cargo_home()?, sysroot(house)?, home()?];
    // With the slash: `/root` alone may be a word of a text, or of a library.
    let secrets =
        secrets.map(|path| format!("{}/", path.display().to_string().trim_end_matches('/')));
    for file in disk::walk(place)? {
        let bytes = disk::bytes(&file)?;
        if let Some(secret) = secrets.iter().find(|secret| tells(&bytes, secret)) {
            return Err(format!("{} tells of {secret}, a path of this machine", file.display()));
        }
    }
    Ok(())
}

fn tells(bytes: &[u8], secret: &str) -> bool {
    bytes.windows(secret.len()).any(|part| part == secret.as_bytes())
}

/// Where cargo keeps the sources of other packages.
fn cargo_home() -> Result<PathBuf, String> {
    env::var_os("CARGO_HOME").map_or_else(|| Ok(home()?.join(".cargo")), |home| Ok(home.into()))
}

fn home() -> Result<PathBuf, String> {
    env::var_os("HOME").map(PathBuf::from).ok_or_else(|| "HOME is not set".to_owned())
}

/// Where the compiler keeps the sources and programs of the standard library.
fn sysroot(house: &Workspace) -> Result<PathBuf, String> {
    answer(house.program("rustc").args(["--print", "sysroot"])).map(PathBuf::from)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_found_amid_other_bytes() {
        assert!(tells(b"\0\x01/home/someone/coapt\0", "/home/someone/"));
        assert!(!tells(b"\0\x01/home/else\0", "/home/someone/"));
        assert!(!tells(b"", "/home/someone/"));
    }
}
