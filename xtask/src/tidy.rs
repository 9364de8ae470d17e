//! `cargo xtask tidy`: the rules of the house that no lint can say.

mod core_std;
mod layers;
mod length;
mod links;
mod readme;
mod reasons;
mod unfinished;

use crate::deny;
use crate::finding::{self, Finding};
use crate::say;
use crate::workspace::Workspace;

/// Runs every check and prints every finding.
pub(crate) fn run(house: &Workspace) -> Result<(), String> {
    let mut findings = Vec::new();
    for path in house.files(".", "rs") {
        let source = house.read(&path)?;
        findings.extend(length::check(&path, &source));
        findings.extend(core_std::check(&path, &source));
        findings.extend(unfinished::check(&path, &source));
    }
    for path in manifests(house) {
        findings.extend(layers::check(&path, &house.read(&path)?));
    }
    findings.extend(reasons::check("Cargo.toml", &house.read("Cargo.toml")?));
    findings.extend(readme::check(&house.read(readme::CRATE_ROOT)?));
    findings.extend(deny::licences(house)?);
    for path in house.files(".", "md") {
        findings
            .extend(links::check(&path, &house.read(&path)?, |target| house.path(target).exists()));
    }
    findings.sort();
    report(&findings)
}

/// The manifests of all members of the workspace.
fn manifests(house: &Workspace) -> impl Iterator<Item = String> {
    let crates = house.files("crates", "toml").into_iter();
    let depth_of_a_crate = "crates/NAME/Cargo.toml".matches('/').count();
    crates
        .filter(move |path| path.matches('/').count() == depth_of_a_crate)
        .filter(|path| path.ends_with("/Cargo.toml"))
        .chain(["xtask/Cargo.toml".to_owned()])
}

fn report(findings: &[Finding]) -> Result<(), String> {
    finding::report(findings)?;
    say::line("tidy: nothing to find");
    Ok(())
}
