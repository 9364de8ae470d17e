//! Files of the repository that pages refer to and that are no pages: they come along as text.

use std::fs;
use std::path::{Path, PathBuf};

use crate::disk::write;
use crate::workspace::Workspace;

/// The folder of the output where such files are put.
const FOLDER: &str = "files";

/// What carries files of the repository into the output.
#[derive(Debug)]
pub(super) struct Files<'a> {
    house: &'a Workspace,
    output: PathBuf,
}

impl<'a> Files<'a> {
    pub(super) fn new(house: &'a Workspace, output: &str) -> Self {
        Self { house, output: house.path(output) }
    }

    /// Copies a file, or the list of a folder; returns its path from the root of the output.
    pub(super) fn carry(&self, path: &str) -> Result<String, String> {
        let source = self.house.path(path);
        let failed = |error| format!("cannot read {path}: {error}");
        let content = if source.is_dir() {
            list(&source).map_err(failed)?.into_bytes()
        } else {
            fs::read(&source).map_err(failed)?
        };
        // mdBook takes a ".md" in a link for a page.
        let target = format!("{FOLDER}/{}.txt", path.trim_end_matches('/').replace(".md", "-md"));
        write(&self.output.join(&target), content)?;
        Ok(target)
    }
}

/// The names in a folder, one a line.
fn list(folder: &Path) -> std::io::Result<String> {
    let entries = fs::read_dir(folder)?.collect::<Result<Vec<_>, _>>()?;
    let mut names: Vec<String> =
        entries.iter().map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    Ok(names.join("\n") + "\n")
}
