//! The licences of the packages that a program contains, as their authors want to have them told.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use super::Build;
use crate::disk;
use crate::packages::{self, Package};
use crate::workspace::output_of;

/// How the file is called that they are written to.
pub(super) const NOTICES: &str = "LICENSES-OF-PARTS.txt";

/// How the names of files that hold a licence or a notice begin, in capital letters.
const PAPERS: [&str; 5] = ["LICENSE", "LICENCE", "COPYING", "COPYRIGHT", "NOTICE"];
/// What is linked in beside the packages: everywhere, and where the target has that C library.
const RUST: &str =
    "The standard library of Rust: MIT OR Apache-2.0, copyright The Rust Project Contributors";
const MUSL: &str = "musl: MIT, copyright 2005-2020 Rich Felker, et al.";

/// Lists the packages that one of ours is linked with, and the texts of their licences, each text once.
pub(super) fn of_package(build: &Build<'_>, package: &str, target: &str) -> Result<String, String> {
    let linked = linked(build, package, target)?;
    let is_linked = |it: &Package| {
        it.source.is_some() && linked.contains(&format!("{} v{}", it.name, it.version))
    };
    let mut packages = packages::of(build.house, &build.source, target)?;
    packages.retain(is_linked);
    packages.sort_by(|one, other| (&one.name, &one.version).cmp(&(&other.name, &other.version)));
    let mut text = String::from("coapt contains these packages:\n\n");
    for Package { name, version, license, .. } in &packages {
        let license = license.as_deref().unwrap_or("see its text below");
        writeln!(text, "  {name} {version}: {license}").ok();
    }
    for beside in [RUST, MUSL].iter().take(if target.ends_with("musl") { 2 } else { 1 }) {
        writeln!(text, "  {beside}").ok();
    }
    for (paper, names) in texts(&packages)? {
        let names: Vec<_> = names.into_iter().collect();
        writeln!(text, "\n\n{}\nOf {}:\n\n{paper}", "=".repeat(78), names.join(", ")).ok();
    }
    Ok(text)
}

/// The names and versions of all that is linked in; what only runs while building is left out.
fn linked(build: &Build<'_>, package: &str, target: &str) -> Result<BTreeSet<String>, String> {
    let mut tree = build.house.cargo(["tree", "--locked", "--prefix", "none"]);
    tree.current_dir(&build.source).args(["--edges", "normal,no-proc-macro", "--format", "{p}"]);
    let said = output_of(tree.args(["--package", package, "--target", target]))?;
    // `name v1.2.3 (what else there is to say)`
    let names = said.lines().map(|line| line.split(' ').take(2).collect::<Vec<_>>().join(" "));
    Ok(names.collect())
}

/// The texts of licences, and which packages have each.
fn texts(packages: &[Package]) -> Result<BTreeMap<String, BTreeSet<String>>, String> {
    let mut texts: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for package in packages {
        let folder = package.manifest_path.parent().unwrap_or(Path::new("."));
        let entries = fs::read_dir(folder);
        let entries =
            entries.map_err(|error| format!("cannot read {}: {error}", folder.display()))?;
        for path in entries.flatten().map(|entry| entry.path()).filter(|path| is_paper(path)) {
            let text = String::from_utf8_lossy(&disk::bytes(&path)?).replace("\r\n", "\n");
            texts.entry(text.trim_end().to_owned()).or_default().insert(package.name.clone());
        }
    }
    Ok(texts)
}

fn is_paper(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy().to_uppercase();
    path.is_file() && PAPERS.iter().any(|start| name.starts_with(start))
}
