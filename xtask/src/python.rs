//! The Python package: built, tested, its types checked.

use std::process::Command;

use crate::setup;
use crate::workspace::{Workspace, run as run_command};

const MANIFEST: &str = "crates/coapt-py/Cargo.toml";
const SOURCES: &str = "crates/coapt-py/python/coapt";
const TESTS: &str = "crates/coapt-py/tests";

/// Builds the wheel into target/wheels: one for every Python from 3.10 on.
pub(crate) fn wheel(house: &Workspace) -> Result<(), String> {
    setup::ensure_python_tools(house)?;
    let arguments = ["-m", "maturin", "build", "--release", "--manifest-path", MANIFEST];
    run_command(python(house).args(arguments))
}

/// Builds the package into .venv and runs its tests.
pub(crate) fn test(house: &Workspace) -> Result<(), String> {
    setup::ensure_python_tools(house)?;
    install(house)?;
    run_command(python(house).args(["-m", "pytest", "--quiet", TESTS]))
}

/// Checks that the type stubs are up to date, fit the module and fit each other.
pub(crate) fn types(house: &Workspace) -> Result<(), String> {
    setup::ensure_python_tools(house)?;
    install(house)?;
    run_command(python(house).args(["tools/make_stubs.py", "--check"]))?;
    run_command(python(house).args(["-m", "mypy.stubtest", "coapt"]))?;
    run_command(python(house).args(["-m", "mypy", "--strict", SOURCES]))?;
    run_command(python(house).args(["-m", "mypy", "--strict", TESTS]))
}

/// Builds the package into .venv as it is released.
pub(crate) fn install_release(house: &Workspace) -> Result<(), String> {
    setup::ensure_python_tools(house)?;
    let arguments = ["-m", "maturin", "develop", "--quiet", "--release", "-m", MANIFEST];
    run_command(python(house).args(arguments))
}

/// Builds the package into .venv.
pub(crate) fn install(house: &Workspace) -> Result<(), String> {
    run_command(python(house).args(["-m", "maturin", "develop", "--quiet", "-m", MANIFEST]))
}

/// The Python of .venv.
pub(crate) fn python(house: &Workspace) -> Command {
    let folder = house.path(".venv");
    let mut command = house.program(folder.join("bin/python"));
    command.env("VIRTUAL_ENV", folder);
    command
}
