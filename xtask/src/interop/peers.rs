//! Installs the other implementations, and builds our own ends.

use std::fs;

use crate::python;
use crate::say;
use crate::setup;
use crate::workspace::{Workspace, run as run_command, run_quietly};

/// Where the peers in JavaScript are kept, and where they are run.
const SOURCES: &str = "xtask/peers/node";
const PLACE: &str = "target/peers/node";
const FILES: [&str; 4] = ["package.json", "package-lock.json", "server.js", "client.js"];

/// Makes sure that all peers and our own programs are there.
pub(super) fn ensure(house: &Workspace) -> Result<(), String> {
    let missing = setup::ensure(house);
    if !missing.is_empty() {
        return Err(format!("the scenarios need {}", missing.join(", ")));
    }
    node(house)?;
    libcoap(house)?;
    setup::build_coap_rs(house)?;
    python::install_release(house)?;
    let arguments = ["build", "--release", "--quiet", "-p", "coapt", "-p", "coapt-cli"];
    run_command(house.cargo(arguments).args(["--bins", "--example", "plugtest"]))
}

/// Builds the server in C, on the library of the client that is installed.
fn libcoap(house: &Workspace) -> Result<(), String> {
    let why = "the CoAP server in C is built with it";
    setup::ensure_package(house, "libcoap3-dev", "/usr/include/coap3/coap.h", why)?;
    let (source, program) = ("xtask/peers/libcoap/server.c", "target/peers/libcoap/server");
    fs::create_dir_all(house.path("target/peers/libcoap")).map_err(|error| error.to_string())?;
    let strict = ["-std=c11", "-D_DEFAULT_SOURCE", "-O1", "-Wall", "-Wextra", "-Werror"];
    let mut command = house.program("cc");
    // Rows of the table end where the rest is nothing.
    command.args(strict).arg("-Wno-missing-field-initializers");
    run_quietly(command.args(["-o", program, source, "-lcoap-3-notls"]))
}

/// Installs what the peers in JavaScript need, unless the same was installed before.
fn node(house: &Workspace) -> Result<(), String> {
    setup::ensure_program(house, "node", "it runs the CoAP client and server in JavaScript")?;
    setup::ensure_program(house, "npm", "it installs the CoAP client and server in JavaScript")?;
    let failed = |error: std::io::Error| format!("{PLACE}: {error}");
    fs::create_dir_all(house.path(PLACE)).map_err(failed)?;
    let lock = house.read(&format!("{SOURCES}/package-lock.json"))?;
    let is_installed = house.path(PLACE).join("node_modules/coap").is_dir()
        && house.read(&format!("{PLACE}/package-lock.json")).is_ok_and(|known| known == lock);
    for file in FILES {
        fs::copy(house.path(SOURCES).join(file), house.path(PLACE).join(file)).map_err(failed)?;
    }
    if is_installed {
        return Ok(());
    }
    say::line(
        "installing coap (npm, into target/peers/node): a CoAP client and server in JavaScript",
    );
    let arguments = ["ci", "--omit=dev", "--no-audit", "--no-fund"];
    run_quietly(house.program("npm").args(arguments).current_dir(house.path(PLACE)))
}
