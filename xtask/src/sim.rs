//! `cargo xtask sim`: storms over the protocol machine in virtual time, judged from outside.
//!
//! With `--planted` the judge is judged: each bug of tests/planted.toml is put into a copy of the sources, and the model
//! must see it.

use std::fs;
use std::path::{Path, PathBuf};

use serde::Deserialize;

use crate::disk;
use crate::say;
use crate::workspace::{Workspace, run as run_command};

const PLANTED: &str = "tests/planted.toml";
/// What a copy needs to build the simulator.
const COPIED: [&str; 3] = ["coapt-wire", "coapt-proto", "coapt-sim"];
/// How many exchanges are enough to see a planted bug.
const EXCHANGES: &str = "100000";

#[derive(Debug, Deserialize)]
struct Planted {
    bug: Vec<Bug>,
}

/// A bug, and where it is put.
#[derive(Debug, Deserialize)]
struct Bug {
    what: String,
    file: PathBuf,
    find: String,
    replace: String,
}

/// Runs a storm; the words are its options.
pub(crate) fn run(house: &Workspace, words: &[&str]) -> Result<(), String> {
    if words == ["--planted"] {
        return planted(house);
    }
    let arguments = ["run", "--quiet", "--release", "--package", "coapt-sim", "--example", "storm"];
    run_command(house.cargo(arguments).arg("--").args(words))
}

/// Plants each bug in turn; fails if one is not seen.
fn planted(house: &Workspace) -> Result<(), String> {
    let planted = Planted::read(house)?;
    let copy = house.path("target/planted");
    let mut missed = 0;
    for (number, bug) in planted.bug.iter().enumerate() {
        say::progress(format_args!("{} of {}: {}", number + 1, planted.bug.len(), bug.what));
        copy_sources(house, &copy)?;
        plant(&copy, bug)?;
        let is_seen = is_seen(house, &copy)?;
        missed += usize::from(!is_seen);
        say::progress("");
        say::line(format_args!("{} {}", if is_seen { "seen  " } else { "MISSED" }, bug.what));
    }
    say::line(format_args!("planted-bugs-missed {missed} - 0"));
    if missed > 0 { Err(format!("{missed} planted bugs were not seen")) } else { Ok(()) }
}

/// Makes a workspace of the crates of the core.
fn copy_sources(house: &Workspace, copy: &Path) -> Result<(), String> {
    let crates = copy.join("crates");
    disk::remove(&crates)?;
    for name in COPIED {
        disk::copy_folder(&house.path("crates").join(name), &crates.join(name))?;
    }
    disk::copy(&house.path("Cargo.lock"), &copy.join("Cargo.lock"))?;
    let manifest = house.read("Cargo.toml")?.replace(", \"xtask\"]", "]");
    let manifest: Vec<&str> =
        manifest.lines().filter(|line| !line.starts_with("default-members")).collect();
    disk::write(&copy.join("Cargo.toml"), manifest.join("\n"))
}

fn plant(copy: &Path, bug: &Bug) -> Result<(), String> {
    let path = copy.join(&bug.file);
    disk::write(&path, bug.planted_in(copy)?)
}

impl Planted {
    fn read(house: &Workspace) -> Result<Self, String> {
        toml::from_str(&house.read(PLANTED)?).map_err(|error| format!("{PLANTED}: {error}"))
    }
}

impl Bug {
    /// The text of the file with the bug in it.
    fn planted_in(&self, root: &Path) -> Result<String, String> {
        let path = root.join(&self.file);
        let text =
            fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
        if text.matches(&self.find).count() != 1 {
            let place = self.file.display();
            return Err(format!("{PLANTED}: {:?} must stand once in {place}", self.find));
        }
        Ok(text.replace(&self.find, &self.replace))
    }
}

/// Builds the copy and runs it; a run that fails, hangs or panics is one that saw the bug.
fn is_seen(house: &Workspace, copy: &Path) -> Result<bool, String> {
    let mut build = house.cargo(["build", "--quiet", "--release", "--example", "storm"]);
    build.args(["--package", "coapt-sim"]).env("RUSTFLAGS", "-Awarnings").current_dir(copy);
    run_command(&mut build)?;
    let program = copy.join("target/release/examples/storm");
    let mut storm = house.program("timeout");
    storm.arg("60").arg(program).args(["--exchanges", EXCHANGES]);
    let output = storm.output().map_err(|error| format!("the storm cannot start: {error}"))?;
    Ok(!output.status.success())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_bug_has_its_place_in_the_sources() {
        let house = Workspace::here();
        let planted = Planted::read(&house).unwrap();

        assert!(planted.bug.len() >= 20);
        for bug in &planted.bug {
            bug.planted_in(&house.path("")).unwrap();
        }
    }
}
