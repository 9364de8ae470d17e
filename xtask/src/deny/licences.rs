//! The licences that deny.toml allows are those that the packages of Cargo.lock need, and no others.

use serde::Deserialize;

use crate::finding::Finding;
use crate::packages;
use crate::workspace::{STATIC, Workspace};

const CONFIG: &str = "deny.toml";

#[derive(Deserialize)]
struct Config {
    licenses: Licences,
}

#[derive(Deserialize)]
struct Licences {
    allow: Vec<String>,
}

/// Holds the list against the packages of the workspace.
pub(crate) fn check(house: &Workspace) -> Result<Vec<Finding>, String> {
    let text = house.read(CONFIG)?;
    let config: Config = toml::from_str(&text).map_err(|error| format!("{CONFIG}: {error}"))?;
    let packages = packages::of(house, &house.path(""), STATIC)?;
    let needs = packages.iter().map(|it| (it.name.as_str(), it.license.as_deref()));
    Ok(judge(&text, &config.licenses.allow, needs))
}

/// Judges packages by their names and licences.
fn judge<'a>(
    text: &str,
    allowed: &[String],
    packages: impl Iterator<Item = (&'a str, Option<&'a str>)>,
) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut needed = Vec::new();
    for (name, license) in packages {
        let said = license.unwrap_or("no licence");
        for clause in clauses(said) {
            let fitting: Vec<_> =
                allowed.iter().filter(|name| clause.contains(&name.as_str())).collect();
            match fitting.as_slice() {
                [] => findings.push(Finding::new(
                    CONFIG,
                    line_of(text, "allow = ["),
                    format!("{name} has {said}, of which too little is allowed"),
                )),
                [only] => needed.push(*only),
                _ => {}
            }
        }
    }
    let needless = allowed.iter().filter(|name| !needed.contains(name));
    findings.extend(needless.map(|name| {
        let line = line_of(text, &format!("\"{name}\""));
        Finding::new(CONFIG, line, format!("{name} is allowed, but nothing needs it"))
    }));
    findings
}

/// Takes an expression of licences apart: one of each clause must be allowed.
///
/// The names are those of SPDX; the old form with `/` for `OR` is understood, parentheses inside of clauses are not.
fn clauses(expression: &str) -> Vec<Vec<&str>> {
    let clauses = expression.split(" AND ").map(|clause| clause.trim_matches(['(', ')', ' ']));
    clauses
        .map(|clause| {
            clause.split(" OR ").flat_map(|part| part.split('/')).map(str::trim).collect()
        })
        .collect()
}

fn line_of(text: &str, part: &str) -> usize {
    text.lines().position(|line| line.contains(part)).map_or(1, |index| index + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "[licenses]\nallow = [\n  \"MIT\",\n  \"Zlib\",\n]\n";

    fn found(licences: &[&str]) -> Vec<String> {
        let packages = licences.iter().map(|licence| ("some", Some(*licence)));
        let allowed = ["MIT".to_owned(), "Zlib".to_owned()];
        judge(TEXT, &allowed, packages).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn one_licence_of_each_clause_is_enough() {
        assert!(found(&["MIT", "Zlib", "GPL-3.0/MIT", "(BSL-1.0 OR MIT) AND Zlib"]).is_empty());
    }

    #[test]
    fn what_is_not_allowed_and_what_is_allowed_in_vain_is_found() {
        assert_eq!(
            found(&["MIT", "MIT AND GPL-3.0", "MIT OR Zlib"]),
            [
                "deny.toml:2: some has MIT AND GPL-3.0, of which too little is allowed",
                "deny.toml:4: Zlib is allowed, but nothing needs it",
            ]
        );
    }
}
