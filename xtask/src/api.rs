//! `cargo xtask api`: the public API of the libraries, item by item, held against the lists in docs/api.
//!
//! It is no step of the gate, since its tool takes minutes to build. rustdoc's JSON, from which the lists are made, is
//! not stable; the variable that lets a stable toolchain write it is the one that cargo-semver-checks sets, too.

use std::collections::BTreeSet;

use crate::disk;
use crate::say;
use crate::tools::PUBLIC_API;
use crate::workspace::{LIBRARIES, Workspace, has_flag, output_of};

/// Where the lists stand.
const LISTS: &str = "docs/api";
/// Where rustdoc writes.
const TARGET: &str = "target/api";
/// What is left out: what the compiler or std give to types, and what derives write, but the names of their traits.
const OMITTED: &str = "blanket-impls,auto-trait-impls,auto-derived-impls";

/// Prints what has changed, and fails if something has; or writes the lists anew.
pub(crate) fn run(house: &Workspace, words: &[&str]) -> Result<(), String> {
    let updates = has_flag("api", "--update", words)?;
    let mut changed = Vec::new();
    for library in LIBRARIES {
        let now = list(house, library)?;
        let path = format!("{LISTS}/{library}.txt");
        if updates {
            disk::write(&house.path(&path), &now)?;
            say::line(format_args!("api: {path}: {} items", now.lines().count()));
            continue;
        }
        let before = house.read(&path)?;
        let differences = differences(&before, &now);
        say::line(format_args!("api: {library}: {} items", now.lines().count()));
        if before != now {
            changed.push(library);
        }
        for line in differences {
            say::line(line);
        }
    }
    if changed.is_empty() {
        return Ok(());
    }
    Err(format!(
        "the public API of {} is not what {LISTS} says: if that is meant, `cargo xtask api --update` writes it there",
        changed.join(", ")
    ))
}

/// Lists the public API of a library with all its features, one item a line.
fn list(house: &Workspace, library: &str) -> Result<String, String> {
    let mut rustdoc = house.cargo(["rustdoc", "--quiet", "--lib", "--all-features"]);
    rustdoc.args(["--package", library, "--target-dir", TARGET]);
    rustdoc.args(["--", "-Zunstable-options", "--output-format", "json", "--cap-lints", "allow"]);
    output_of(rustdoc.env("RUSTC_BOOTSTRAP", "1"))?;
    let json = house.path(TARGET).join(format!("doc/{}.json", library.replace('-', "_")));
    let mut command = PUBLIC_API.ready(house)?;
    command.args(["--omit", OMITTED, "--rustdoc-json"]);
    output_of(command.arg(json))
}

/// Gives the lines that are in one of the lists only, with `-` for what has gone and `+` for what has come.
fn differences(before: &str, now: &str) -> Vec<String> {
    let (before, now): (BTreeSet<_>, BTreeSet<_>) =
        (before.lines().collect(), now.lines().collect());
    let gone = before.difference(&now).map(|line| format!("  - {line}"));
    gone.chain(now.difference(&before).map(|line| format!("  + {line}"))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_has_gone_stands_before_what_has_come() {
        let found = differences("pub fn a()\npub fn b()\n", "pub fn b()\npub fn c()\n");

        assert_eq!(found, ["  - pub fn a()", "  + pub fn c()"]);
    }
}
