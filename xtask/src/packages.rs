//! The packages that the workspace is built from, as cargo tells of them.

use std::path::{Path, PathBuf};

use serde::Deserialize;

use crate::workspace::{Workspace, output_of};

#[derive(Debug, Deserialize)]
struct Metadata {
    packages: Vec<Package>,
}

/// A package of Cargo.lock.
#[derive(Debug, Deserialize)]
pub(crate) struct Package {
    pub(crate) name: String,
    pub(crate) version: String,
    pub(crate) license: Option<String>,
    /// Where it comes from; the house's own come from nowhere.
    pub(crate) source: Option<String>,
    pub(crate) manifest_path: PathBuf,
}

/// All packages that something in these sources needs for a target.
pub(crate) fn of(house: &Workspace, source: &Path, target: &str) -> Result<Vec<Package>, String> {
    let mut command = house.cargo(["metadata", "--format-version", "1", "--locked"]);
    let said = output_of(command.current_dir(source).args(["--filter-platform", target]))?;
    let metadata: Metadata =
        serde_json::from_str(&said).map_err(|error| format!("cargo metadata: {error}"))?;
    Ok(metadata.packages)
}
