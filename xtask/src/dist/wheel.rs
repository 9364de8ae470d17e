//! The wheel for Python, linked so that old systems can load it.

use std::ffi::OsStr;
use std::fs;
use std::path::Path;

use super::build::without_paths;
use super::paths;
use super::release::Release;
use super::{NOTICES, notices, write};
use crate::python;
use crate::say;
use crate::setup;
use crate::workspace::{Workspace, run as run_command, run_quietly, succeeds};

/// The oldest C library that the wheel is to be loaded with, as its tag says.
const OLDEST: &str = "manylinux_2_28";

/// What links for another C library than this machine's.
const LINKER: &str = "ziglang==0.15.2";

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

/// Makes the wheel; its name.
pub(super) fn make(
    house: &Workspace,
    release: &Release,
    source: &Path,
    folder: &Path,
) -> Result<String, String> {
    setup::ensure_python_tools(house)?;
    ensure_linker(house)?;
    let notices = notices::of_package(house, source, "coapt-py")?;
    write(&source.join("crates/coapt-py/python/coapt").join(NOTICES), notices)?;
    say::line(format_args!("dist: building the wheel for {OLDEST}"));
    let mut command = python::python(house);
    command.args(["-m", "maturin", "build", "--quiet", "--release", "--locked", "--zig"]);
    command.args(["--compatibility", OLDEST, "--manifest-path", "crates/coapt-py/Cargo.toml"]);
    command.arg("--out").arg(folder);
    // The linker is found as a module of the first Python on the path.
    let path = std::env::var("PATH").unwrap_or_default();
    command.env("PATH", format!("{}:{path}", house.path(".venv/bin").display()));
    run_command(without_paths(house, &mut command, release, source)?)?;
    let entries = fs::read_dir(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let wheel = entries
        .flatten()
        .map(|entry| entry.path())
        .find(|path| path.extension() == Some(OsStr::new("whl")))
        .ok_or("maturin made no wheel")?;
    let content = folder.join("wheel");
    let mut unzip = house.program("python3");
    run_quietly(unzip.args(["-m", "zipfile", "-e"]).arg(&wheel).arg(&content))?;
    paths::are_untold(house, &content)?;
    let name = wheel.file_name().and_then(OsStr::to_str).map(str::to_owned);
    name.ok_or_else(|| format!("{} has no name", wheel.display()))
}
