//! The commit that is released.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::disk;
use crate::say;
use crate::workspace::{Workspace, output_of, run_quietly};

/// What everything in a release has in common.
#[derive(Clone, Debug)]
pub(super) struct Release {
    pub(super) version: String,
    pub(super) commit: String,
    /// When the commit was made, in seconds since 1970: the time of all files.
    pub(super) epoch: String,
}

impl Release {
    /// Reads the last commit; changes that are in none are named.
    pub(super) fn of_last_commit(house: &Workspace) -> Result<Self, String> {
        let changes = answer(house.program("git").args(["status", "--porcelain"]))?;
        if !changes.is_empty() {
            say::line("dist: what is not committed is not in the release");
        }
        let [commit, epoch] = ["%h", "%ct"].map(|form| {
            answer(house.program("git").args(["log", "-1", &format!("--format={form}")]))
        });
        let manifest = house.read("Cargo.toml")?;
        let manifest: toml::Table =
            manifest.parse().map_err(|error| format!("Cargo.toml: {error}"))?;
        let version = manifest
            .get("workspace")
            .and_then(|table| table.get("package")?.get("version")?.as_str())
            .ok_or("Cargo.toml has no workspace.package.version")?;
        Ok(Self { version: version.to_owned(), commit: commit?, epoch: epoch? })
    }

    /// Writes the files of the commit, and nothing else, into a folder; where they are then.
    pub(super) fn export(&self, house: &Workspace, folder: &Path) -> Result<PathBuf, String> {
        let source = folder.join("source");
        disk::empty(&source)?;
        let archive = folder.join("source.tar");
        let mut git = house.program("git");
        run_quietly(git.args(["archive", "--output"]).arg(&archive).arg(&self.commit))?;
        run_quietly(house.program("tar").arg("-xf").arg(&archive).arg("-C").arg(&source))?;
        Ok(source)
    }
}

/// What a program says, without the end of the line.
pub(super) fn answer(command: &mut Command) -> Result<String, String> {
    output_of(command).map(|text| text.trim().to_owned())
}
