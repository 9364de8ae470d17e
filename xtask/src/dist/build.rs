//! The program, linked statically, without a path of this machine.

use std::path::{Path, PathBuf};
use std::process::Command;

use super::paths;
use super::release::Release;
use crate::say;
use crate::workspace::{Workspace, run as run_command, succeeds};

/// The machine that static programs are made for.
pub(super) const TARGET: &str = "x86_64-unknown-linux-musl";

/// Builds the program from exported sources; where it is.
pub(super) fn program(
    house: &Workspace,
    release: &Release,
    source: &Path,
) -> Result<PathBuf, String> {
    ensure_target(house)?;
    say::line(format_args!("dist: building the program for {TARGET}"));
    let target = target_folder(source);
    let mut command = house.cargo(["build", "--quiet", "--release", "--locked"]);
    command.args(["--package", "coapt-cli", "--target", TARGET]);
    run_command(without_paths(house, &mut command, release, source)?)?;
    let program = target.join(TARGET).join("release/coapt");
    paths::are_untold(house, &program)?;
    Ok(program)
}

/// Where the exported sources are built.
fn target_folder(source: &Path) -> PathBuf {
    source.with_file_name("target")
}

/// Has a build take place in exported sources, and write other paths than those of this machine.
pub(super) fn without_paths<'a>(
    house: &Workspace,
    command: &'a mut Command,
    release: &Release,
    source: &Path,
) -> Result<&'a mut Command, String> {
    let target = target_folder(source);
    let flags = paths::flags(house, source, &target)?;
    Ok(command
        .current_dir(source)
        // Cargo would take these before those.
        .env_remove("CARGO_ENCODED_RUSTFLAGS")
        .env("RUSTFLAGS", flags)
        .env("CARGO_TARGET_DIR", target)
        .env("CARGO_PROFILE_RELEASE_STRIP", "symbols")
        .env("SOURCE_DATE_EPOCH", &release.epoch))
}

/// Adds the libraries for static programs where rustup can.
fn ensure_target(house: &Workspace) -> Result<(), String> {
    let installed = house.program("rustup").args(["target", "list", "--installed"]).output();
    if installed.is_ok_and(|list| String::from_utf8_lossy(&list.stdout).contains(TARGET)) {
        return Ok(());
    }
    say::line(format_args!("installing {TARGET} (rustup): static programs are linked with it"));
    if succeeds(house.program("rustup").args(["target", "add", TARGET])) {
        return Ok(());
    }
    Err(format!("{TARGET} is missing: `rustup target add {TARGET}` adds it"))
}
