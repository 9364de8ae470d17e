//! The licences of the packages that a program contains, as their authors want to have them told.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use serde::Deserialize;

use super::build::TARGET;
use crate::workspace::{Workspace, output_of};

/// How the names of files that hold a licence or a notice begin, in capital letters.
const PAPERS: [&str; 5] = ["LICENSE", "LICENCE", "COPYING", "COPYRIGHT", "NOTICE"];
/// What is linked in beside the packages.
const BESIDE: &str = "\
  The standard library of Rust: MIT OR Apache-2.0, copyright The Rust Project Contributors
  musl: MIT, copyright 2005-2020 Rich Felker, et al.
";

#[derive(Deserialize)]
struct Metadata {
    packages: Vec<Package>,
}

#[derive(Deserialize)]
struct Package {
    name: String,
    version: String,
    license: Option<String>,
    source: Option<String>,
    manifest_path: PathBuf,
}

/// Lists the packages that one of ours is linked with, and the texts of their licences, each text once.
pub(super) fn of_package(
    house: &Workspace,
    source: &Path,
    package: &str,
) -> Result<String, String> {
    let linked = linked(house, source, package)?;
    let mut command = house.cargo(["metadata", "--format-version", "1", "--locked"]);
    let said = output_of(command.current_dir(source).args(["--filter-platform", TARGET]))?;
    let metadata: Metadata =
        serde_json::from_str(&said).map_err(|error| format!("cargo metadata: {error}"))?;
    let is_linked = |it: &&Package| {
        it.source.is_some() && linked.contains(&format!("{} v{}", it.name, it.version))
    };
    let mut packages: Vec<_> = metadata.packages.iter().filter(is_linked).collect();
    packages.sort_by_key(|it| (&it.name, &it.version));
    let mut text = String::from("coapt contains these packages:\n\n");
    for Package { name, version, license, .. } in &packages {
        let license = license.as_deref().unwrap_or("see its text below");
        writeln!(text, "  {name} {version}: {license}").ok();
    }
    text.push_str(BESIDE);
    for (paper, names) in texts(&packages)? {
        let names: Vec<_> = names.into_iter().collect();
        writeln!(text, "\n\n{}\nOf {}:\n\n{paper}", "=".repeat(78), names.join(", ")).ok();
    }
    Ok(text)
}

/// The names and versions of all that is linked in; what only runs while building is left out.
fn linked(house: &Workspace, source: &Path, package: &str) -> Result<BTreeSet<String>, String> {
    let mut tree = house.cargo(["tree", "--locked", "--prefix", "none"]);
    tree.current_dir(source).args(["--edges", "normal,no-proc-macro", "--format", "{p}"]);
    let said = output_of(tree.args(["--package", package, "--target", TARGET]))?;
    // `name v1.2.3 (what else there is to say)`
    let names = said.lines().map(|line| line.split(' ').take(2).collect::<Vec<_>>().join(" "));
    Ok(names.collect())
}

/// The texts of licences, and which packages have each.
fn texts(packages: &[&Package]) -> Result<BTreeMap<String, BTreeSet<String>>, String> {
    let mut texts: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for package in packages {
        let folder = package.manifest_path.parent().unwrap_or(Path::new("."));
        let failed = |error: std::io::Error| format!("{}: {error}", folder.display());
        for entry in fs::read_dir(folder).map_err(failed)?.flatten() {
            if !is_paper(&entry.path()) {
                continue;
            }
            let bytes = fs::read(entry.path()).map_err(failed)?;
            let text = String::from_utf8_lossy(&bytes).replace("\r\n", "\n");
            texts.entry(text.trim_end().to_owned()).or_default().insert(package.name.clone());
        }
    }
    Ok(texts)
}

fn is_paper(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy().to_uppercase();
    path.is_file() && PAPERS.iter().any(|start| name.starts_with(start))
}
