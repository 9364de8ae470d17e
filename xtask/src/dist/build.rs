//! The program, linked statically, without a path of this machine.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

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
    run_command(without_paths(&mut command, release, source)?)?;
    let program = target.join(TARGET).join("release/coapt");
    has_no_path(&program, source)?;
    Ok(program)
}

/// Where the exported sources are built.
fn target_folder(source: &Path) -> PathBuf {
    source.with_file_name("target")
}

/// Has a build take place in exported sources, and write other paths than those of this machine.
pub(super) fn without_paths<'a>(
    command: &'a mut Command,
    release: &Release,
    source: &Path,
) -> Result<&'a mut Command, String> {
    let target = target_folder(source);
    let flags: Vec<String> =
        [(source.to_path_buf(), "/coapt"), (target.clone(), "/target"), (cargo_home()?, "/cargo")]
            .iter()
            .map(|(from, to)| format!("--remap-path-prefix={}={to}", from.display()))
            .collect();
    if flags.iter().any(|flag| flag.contains(char::is_whitespace)) {
        return Err("a release cannot be built where a path has a space".to_owned());
    }
    Ok(command
        .current_dir(source)
        .env("RUSTFLAGS", flags.join(" "))
        .env("CARGO_TARGET_DIR", target)
        .env("CARGO_PROFILE_RELEASE_STRIP", "symbols")
        .env("SOURCE_DATE_EPOCH", &release.epoch))
}

/// Where cargo keeps the sources of other packages.
fn cargo_home() -> Result<PathBuf, String> {
    let home = env::var_os("HOME").map(|home| Path::new(&home).join(".cargo"));
    let known = env::var_os("CARGO_HOME").map(PathBuf::from).or(home);
    known.ok_or_else(|| "neither CARGO_HOME nor HOME is set".to_owned())
}

/// Makes sure that a binary tells nothing of where it was built.
pub(super) fn has_no_path(binary: &Path, source: &Path) -> Result<(), String> {
    let bytes = fs::read(binary).map_err(|error| format!("{}: {error}", binary.display()))?;
    let root = source.parent().unwrap_or(source).to_path_buf();
    for path in [root, cargo_home()?] {
        let text = path.display().to_string();
        if bytes.windows(text.len()).any(|part| part == text.as_bytes()) {
            return Err(format!("{} tells of {text}", binary.display()));
        }
    }
    Ok(())
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
