//! `cargo xtask dist`: what is released, made from a commit, installed into empty places and tried there.
//!
//! A static binary, a Debian package, a wheel for Python, and their check sums. All times, owners and orders are those
//! of the commit, and paths of this machine are in none of them: `--twice` makes all again in another folder and compares
//! the bytes.

mod archive;
mod build;
mod debian;
mod notices;
mod paths;
mod release;
mod share;
mod trial;
mod wheel;

use std::fs;
use std::path::{Path, PathBuf};

use self::release::Release;
use crate::disk;
use crate::say;
use crate::workspace::{Workspace, has_flag, output_of, run_quietly};

/// Where everything is left.
const OUTPUT: &str = "target/dist";
/// Where it is made; the second name is of another length, so that a path in a binary is found.
const FOLDERS: [&str; 2] = ["target/dist-build/one", "target/dist-build/another-time"];
/// The check sums of all the others.
const SUMS: &str = "SHA256SUMS";

/// Makes the release of the last commit.
pub(crate) fn run(house: &Workspace, words: &[&str]) -> Result<(), String> {
    let is_twice = has_flag("dist", "--twice", words)?;
    let [folder, other] = FOLDERS;
    let release = Release::of_last_commit(house)?;
    say::line(format_args!("dist: coapt {} of {}", release.version, release.commit));
    let names = make(house, &release, folder)?;
    let output = house.path(OUTPUT);
    disk::empty(&output)?;
    for name in &names {
        disk::copy(&house.path(folder).join(name), &output.join(name))?;
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

/// Where one of the two is made: the sources of the commit, and all that comes of them.
#[derive(Debug)]
struct Build<'a> {
    house: &'a Workspace,
    release: &'a Release,
    folder: PathBuf,
    source: PathBuf,
}

/// What goes into the archive and the package for Debian.
#[derive(Debug)]
struct Parts {
    program: PathBuf,
    /// Manual pages, completions and licences, laid out as /usr/share.
    share: PathBuf,
}

/// Makes everything in a folder of its own; the names of what is released.
fn make(house: &Workspace, release: &Release, folder: &str) -> Result<Vec<String>, String> {
    let folder = house.path(folder);
    disk::empty(&folder)?;
    let source = release.export(house, &folder)?;
    let build = Build { house, release, folder, source };
    let program = build.program()?;
    let share = share::make(&build, &program)?;
    let parts = Parts { program, share };
    Ok(vec![archive::make(&build, &parts)?, debian::make(&build, &parts)?, wheel::make(&build)?])
}

/// Writes the check sums of everything beside it.
fn sums(house: &Workspace, names: &[String]) -> Result<(), String> {
    let mut command = house.program("sha256sum");
    let sums = output_of(command.current_dir(house.path(OUTPUT)).args(names))?;
    disk::write(&house.path(OUTPUT).join(SUMS), sums)
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

/// Presses a file as gzip does, without its name and time.
fn press(house: &Workspace, path: &Path) -> Result<(), String> {
    run_quietly(house.program("gzip").args(["-9", "-n", "-f"]).arg(path))
}
