//! `cargo xtask api`: the public API of the libraries, held against what docs/api has of it.
//!
//! A change of the API is a change of these files, which a review sees. It is no step of the gate: its tool takes
//! minutes to build and reads what only a nightly rustdoc writes.

use std::fs;

use crate::say;
use crate::semver::LIBRARIES;
use crate::tools::PUBLIC_API;
use crate::workspace::Workspace;

const FOLDER: &str = "docs/api";

/// Compares all libraries, with all features; `--update` writes what they have now.
pub(crate) fn run(house: &Workspace, words: &[&str]) -> Result<(), String> {
    let writes = match words {
        [] => false,
        ["--update"] => true,
        _ => return Err(format!("api takes --update or nothing, not {:?}", words.join(" "))),
    };
    if !has_nightly(house) {
        say::line("api: skipped, as there is no nightly toolchain: `rustup toolchain add nightly`");
        return Ok(());
    }
    let mut differing = Vec::new();
    for library in LIBRARIES {
        let now = public(house, library)?;
        let path = format!("{FOLDER}/{library}.txt");
        if writes {
            let made = fs::create_dir_all(house.path(FOLDER));
            made.and_then(|()| fs::write(house.path(&path), &now))
                .map_err(|error| format!("{path}: {error}"))?;
        } else {
            let known = house.read(&path)?;
            tell(&path, &known, &now);
            differing.extend((known != now).then_some(path));
        }
    }
    if differing.is_empty() {
        say::line(if writes { "api: written" } else { "api: as docs/api says" });
        return Ok(());
    }
    let files = differing.join(", ");
    Err(format!("the API is another than in {files}: `cargo xtask api --update` if it is to be"))
}

fn has_nightly(house: &Workspace) -> bool {
    let list = house.program("rustup").args(["toolchain", "list"]).output();
    list.is_ok_and(|list| String::from_utf8_lossy(&list.stdout).contains("nightly"))
}

/// Every public item of a library, a line each.
fn public(house: &Workspace, library: &str) -> Result<String, String> {
    let mut command = PUBLIC_API.ready(house)?;
    // Implementations that follow from the fields of a type are left out: auto traits, blanket and derived ones.
    command.args(["--package", library, "--all-features", "-sss", "--color", "never"]);
    let output = command.output().map_err(|error| format!("cargo public-api: {error}"))?;
    if output.status.success() {
        return Ok(String::from_utf8_lossy(&output.stdout).into_owned());
    }
    Err(format!("cargo public-api: {}", String::from_utf8_lossy(&output.stderr).trim()))
}

/// Says which lines came and which went.
fn tell(path: &str, known: &str, now: &str) {
    let lines = |text: &str| text.lines().map(str::to_owned).collect::<Vec<_>>();
    let (known, now) = (lines(known), lines(now));
    for line in known.iter().filter(|line| !now.contains(line)) {
        say::line(format_args!("{path}: - {line}"));
    }
    for line in now.iter().filter(|line| !known.contains(line)) {
        say::line(format_args!("{path}: + {line}"));
    }
}
