//! The wheel for Python, linked so that old systems can load it.

use std::ffi::OsStr;

use super::notices::{self, NOTICES};
use super::{Build, paths};
use crate::disk;
use crate::python;
use crate::say;
use crate::setup;
use crate::workspace::{Workspace, run as run_command, run_quietly, succeeds};

/// The oldest C library that the wheel is to be loaded with, as its tag says, and what it is built for.
const OLDEST: &str = "manylinux_2_28";
const TARGET: &str = "x86_64-unknown-linux-gnu";
/// What links for another C library than this machine's.
const LINKER: &str = "ziglang==0.15.2";

/// Makes the wheel; its name.
pub(super) fn make(build: &Build<'_>) -> Result<String, String> {
    let Build { house, folder, source, .. } = build;
    setup::ensure_python_tools(house)?;
    ensure_linker(house)?;
    let licences = notices::of_package(build, "coapt-py", TARGET)?;
    disk::write(&source.join("crates/coapt-py/python/coapt").join(NOTICES), licences)?;
    say::line(format_args!("dist: building the wheel for {OLDEST}"));
    let made = folder.join("wheel");
    let mut command = python::python(house);
    command.args(["-m", "maturin", "build", "--quiet", "--release", "--locked", "--zig"]);
    command.args(["--compatibility", OLDEST, "--manifest-path", "crates/coapt-py/Cargo.toml"]);
    command.arg("--out").arg(&made);
    // The linker is found as a module of the first Python on the path.
    let path = std::env::var("PATH").unwrap_or_default();
    command.env("PATH", format!("{}:{path}", house.path(".venv/bin").display()));
    run_command(build.without_paths(&mut command)?)?;
    let wheel = disk::walk(&made)?.pop().ok_or("maturin made no wheel")?;
    let content = folder.join("wheel-content");
    let mut unzip = house.program("python3");
    run_quietly(unzip.args(["-m", "zipfile", "-e"]).arg(&wheel).arg(&content))?;
    paths::are_untold(house, &content)?;
    let name = wheel.file_name().and_then(OsStr::to_str);
    let name = name.ok_or_else(|| format!("{} has no name", wheel.display()))?;
    disk::copy(&wheel, &folder.join(name))?;
    Ok(name.to_owned())
}

fn ensure_linker(house: &Workspace) -> Result<(), String> {
    if succeeds(python::python(house).args(["-m", "ziglang", "version"])) {
        return Ok(());
    }
    say::line(format_args!(
        "installing {LINKER} (Python, into .venv): it links for old C libraries"
    ));
    let pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", LINKER];
    run_quietly(python::python(house).args(pip))
}
