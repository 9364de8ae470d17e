//! `cargo xtask dist`: what is released, made from a commit, installed into empty places and tried there.
//!
//! A static binary, a Debian package, a wheel for Python, and their check sums. All times, owners and orders are those
//! of the commit, and paths of this machine are in none of them: `--twice` makes all again in another folder and compares
//! the bytes.

mod archive;
mod build;
mod debian;
mod manual;
mod notices;
mod paths;
mod release;
mod trial;
mod wheel;

use std::fs;
use std::path::{Path, PathBuf};

use self::release::Release;
use crate::say;
use crate::workspace::{Workspace, run_quietly};

/// Where everything is left.
const OUTPUT: &str = "target/dist";
/// Where it is made; the second name is of another length, so that a path in a binary is found.
const FOLDERS: [&str; 2] = ["target/dist-build/one", "target/dist-build/another-time"];
/// The check sums of all the others.
const SUMS: &str = "SHA256SUMS";

/// The licences of what is linked in, in each of them.
const NOTICES: &str = "LICENSES-OF-PARTS.txt";

/// Makes the release of the last commit.
pub(crate) fn run(house: &Workspace, words: &[&str]) -> Result<(), String> {
    let is_twice = match words {
        [] => false,
        ["--twice"] => true,
        _ => return Err(format!("dist takes --twice or nothing, not {:?}", words.join(" "))),
    };
    let [folder, other] = FOLDERS;
    let release = Release::of_last_commit(house)?;
    say::line(format_args!("dist: coapt {} of {}", release.version, release.commit));
    let names = make(house, &release, folder)?;
    let output = house.path(OUTPUT);
    empty(&output)?;
    for name in &names {
        copy(&house.path(folder).join(name), &output.join(name))?;
    }
    sums(house, &names)?;
    trial::all(house, &release, &output)?;
    if is_twice {
        let again = make(house, &release, other)?;
        same(house, &names, &again)?;
    }
    for name in &names {
        let size = fs::metadata(output.join(name)).map_or(0, |known| known.len());
        say::line(format_args!("{OUTPUT}/{name}: {} KiB", size.div_ceil(1024)));
    }
    Ok(())
}

/// Makes everything in a folder of its own; the names of what is released.
fn make(house: &Workspace, release: &Release, folder: &str) -> Result<Vec<String>, String> {
    let folder = house.path(folder);
    empty(&folder)?;
    let source = release.export(house, &folder)?;
    let program = build::program(house, release, &source)?;
    let pages = manual::make(house, &program, &folder.join("manual"))?;
    let notices = notices::of_package(house, &source, "coapt-cli")?;
    write(&pages.join("doc/coapt").join(NOTICES), notices)?;
    let mut names = vec![
        archive::make(house, release, &folder, (&source, &program, &pages))?,
        debian::make(house, release, &folder, (&source, &program, &pages))?,
    ];
    names.push(wheel::make(house, release, &source, &folder)?);
    Ok(names)
}

/// Writes the check sums of everything beside it.
fn sums(house: &Workspace, names: &[String]) -> Result<(), String> {
    let mut command = house.program("sha256sum");
    let output = command.current_dir(house.path(OUTPUT)).args(names).output();
    let output = output.map_err(|error| format!("sha256sum: {error}"))?;
    write(&house.path(OUTPUT).join(SUMS), &output.stdout)
}

/// Holds what was made a second time against the first.
fn same(house: &Workspace, names: &[String], again: &[String]) -> Result<(), String> {
    let [folder, other] = FOLDERS;
    let mut differing = Vec::new();
    for name in names {
        let bytes = [folder, other].map(|folder| fs::read(house.path(folder).join(name)).ok());
        let [first, second] = &bytes;
        if !again.contains(name) || first.is_none() || first != second {
            differing.push(name.as_str());
        }
    }
    if differing.is_empty() {
        say::line("dist: made twice in two folders, the same bytes");
        return Ok(());
    }
    Err(format!("made twice, these differ: {}", differing.join(", ")))
}

/// Makes an empty folder in the place of what was there.
fn empty(folder: &Path) -> Result<(), String> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            return Err(format!("cannot remove {}: {error}", folder.display()));
        }
        _ => {}
    }
    fs::create_dir_all(folder).map_err(|error| format!("cannot make {}: {error}", folder.display()))
}

/// Writes a file and the folders above it.
fn write(path: &Path, content: impl AsRef<[u8]>) -> Result<(), String> {
    let made = path.parent().map_or(Ok(()), fs::create_dir_all);
    made.and_then(|()| fs::write(path, content))
        .map_err(|error| format!("cannot write {}: {error}", path.display()))
}

/// Copies a file, and makes the folders above it.
fn copy(from: &Path, to: &Path) -> Result<(), String> {
    let made = to.parent().map_or(Ok(()), fs::create_dir_all);
    made.and_then(|()| fs::copy(from, to).map(drop))
        .map_err(|error| format!("cannot copy {} to {}: {error}", from.display(), to.display()))
}

/// Presses a file as gzip does, without its name and time.
fn press(house: &Workspace, path: &Path) -> Result<(), String> {
    run_quietly(house.program("gzip").args(["-9", "-n", "-f"]).arg(path))
}

/// All files below a folder, or the one file, in the order of their names.
fn all_files(place: &Path) -> Result<Vec<PathBuf>, String> {
    let mut found = Vec::new();
    let mut waiting = vec![place.to_path_buf()];
    while let Some(path) = waiting.pop() {
        if !path.is_dir() {
            found.push(path);
            continue;
        }
        let entries =
            fs::read_dir(&path).map_err(|error| format!("{}: {error}", path.display()))?;
        waiting.extend(entries.flatten().map(|entry| entry.path()));
    }
    found.sort();
    Ok(found)
}
