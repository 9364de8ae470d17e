//! Tools from the registry of Rust, built into target/tools when they are first needed.

use std::process::Command;

use crate::say;
use crate::workspace::{Workspace, run_quietly};

/// Where the tools are installed.
const FOLDER: &str = "target/tools";

/// A tool, and what it is built with.
#[derive(Debug)]
pub(crate) struct Tool {
    /// The name of its crate and of its program.
    pub(crate) name: &'static str,
    /// The version that is wanted, as its first two numbers, or as all three where another will not do.
    pub(crate) version: &'static str,
    /// What is passed to `cargo install` beside that.
    pub(crate) options: &'static [&'static str],
    /// What it is for.
    pub(crate) why: &'static str,
}

/// Makes the book of the documentation.
pub(crate) const MDBOOK: Tool = Tool {
    name: "mdbook",
    version: "0.5",
    options: &["--no-default-features", "--features", "search"],
    why: "it makes the book of the pages in docs",
};

/// Judges what the packages that coapt is built from come from, and what their authors permit.
pub(crate) const DENY: Tool = Tool {
    name: "cargo-deny",
    version: "0.20",
    options: &[],
    why: "it judges the dependencies by deny.toml; this takes minutes, once",
};

/// Compares public APIs.
pub(crate) const SEMVER: Tool = Tool {
    name: "cargo-semver-checks",
    version: "0.51",
    options: &[],
    why: "it knows what breaks the programs of others; this takes minutes, once",
};

/// Lists public APIs.
pub(crate) const PUBLIC_API: Tool = Tool {
    name: "cargo-public-api",
    // Another one may read another form of rustdoc's JSON.
    version: "0.52.0",
    options: &[],
    why: "it lists the public API of a library; this takes minutes, once",
};

impl Tool {
    /// The tool, working in the workspace; built first where it is not there in the wanted version.
    ///
    /// It has the tools of its folder on its path.
    pub(crate) fn ready(&self, house: &Workspace) -> Result<Command, String> {
        if !self.is_there(house) {
            self.install(house)?;
        }
        let mut command = house.program(self.program(house));
        command.args(self.word());
        Ok(command)
    }

    /// What cargo puts before the words for a program that is a subcommand of its own.
    fn word(&self) -> Option<&'static str> {
        self.name.strip_prefix("cargo-")
    }

    fn program(&self, house: &Workspace) -> std::path::PathBuf {
        house.path(FOLDER).join("bin").join(self.name)
    }

    fn is_there(&self, house: &Workspace) -> bool {
        let mut command = house.program(self.program(house));
        let output = command.args(self.word()).arg("--version").output();
        output.is_ok_and(|output| {
            is_of(&String::from_utf8_lossy(&output.stdout), self.version) && output.status.success()
        })
    }

    fn install(&self, house: &Workspace) -> Result<(), String> {
        let Self { name, version, options, why } = self;
        say::line(format_args!("installing {name} {version} (Rust, into {FOLDER}): {why}"));
        let version = format!("={version}");
        let fixed = ["install", "--quiet", "--locked", "--force", "--root", FOLDER];
        let mut command = house.cargo(fixed);
        command.args(["--target-dir", &format!("{FOLDER}/build"), "--version", &version]);
        run_quietly(command.args(*options).arg(name))
    }
}

/// Whether a program that says this about its version has these first numbers.
fn is_of(said: &str, version: &str) -> bool {
    let numbers = said.split_whitespace().map(|word| word.trim_start_matches('v'));
    let mut rests = numbers.filter_map(|word| word.strip_prefix(version));
    rests.any(|rest| rest.is_empty() || rest.starts_with('.'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_version_is_known_by_its_first_numbers() {
        assert!(is_of("mdbook v0.5.4\n", "0.5"));
        assert!(is_of("cargo-deny 0.20.1", "0.20"));
        assert!(is_of("cargo-public-api 0.52.0", "0.52.0"));
        assert!(!is_of("cargo-public-api 0.52.01", "0.52.0"));
        assert!(!is_of("cargo-deny 0.2.1", "0.20"));
        assert!(!is_of("mdbook v0.51.4", "0.5"));
        assert!(!is_of("", "0.5"));
    }
}
