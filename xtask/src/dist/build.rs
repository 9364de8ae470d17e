//! The program, linked statically, without a path of this machine.

use std::path::PathBuf;
use std::process::Command;

use super::{Build, paths};
use crate::say;
use crate::workspace::{STATIC, Workspace, run as run_command, succeeds};

impl Build<'_> {
    /// Builds the program from the exported sources; where it is.
    pub(super) fn program(&self) -> Result<PathBuf, String> {
        ensure_target(self.house)?;
        say::line(format_args!("dist: building the program for {STATIC}"));
        let mut command = self.house.cargo(["build", "--quiet", "--release", "--locked"]);
        command.args(["--package", "coapt-cli", "--target", STATIC]);
        run_command(self.without_paths(&mut command)?)?;
        let program = self.target().join(STATIC).join("release/coapt");
        paths::are_untold(self.house, &program)?;
        Ok(program)
    }

    /// Where the exported sources are built.
    fn target(&self) -> PathBuf {
        self.folder.join("target")
    }

    /// Has a command build the exported sources, and write other paths than those of this machine.
    pub(super) fn without_paths<'a>(
        &self,
        command: &'a mut Command,
    ) -> Result<&'a mut Command, String> {
        let flags = paths::flags(self.house, &self.source, &self.target())?;
        Ok(command
            .current_dir(&self.source)
            // Cargo would take these before those.
            .env_remove("CARGO_ENCODED_RUSTFLAGS")
            .env("RUSTFLAGS", flags)
            .env("CARGO_TARGET_DIR", self.target())
            .env("CARGO_PROFILE_RELEASE_STRIP", "symbols")
            .env("SOURCE_DATE_EPOCH", &self.release.epoch))
    }
}

/// Adds the libraries for static programs where rustup can.
fn ensure_target(house: &Workspace) -> Result<(), String> {
    let installed = house.program("rustup").args(["target", "list", "--installed"]).output();
    if installed.is_ok_and(|list| String::from_utf8_lossy(&list.stdout).contains(STATIC)) {
        return Ok(());
    }
    say::line(format_args!("installing {STATIC} (rustup): static programs are linked with it"));
    if succeeds(house.program("rustup").args(["target", "add", STATIC])) {
        return Ok(());
    }
    Err(format!("{STATIC} is missing: `rustup target add {STATIC}` adds it"))
}
