//! `cargo xtask setup`: fetch what the tests need and this machine lacks.
//!
//! Each thing that is installed is named with its reason; what is there already costs no time. What
//! cannot be installed is named too, and the tests go on without it.

use std::fs;
use std::process::Command;

use crate::say;
use crate::workspace::{Workspace, is_on_path, run as run_command, run_quietly, succeeds};

/// Where the pinned Python packages are listed.
const PYTHON_TOOLS: &str = "xtask/python-tools.txt";
/// The copy of that list which was installed last.
const INSTALLED: &str = ".venv/installed.txt";
/// Where the programs of coap-rs are built.
const COAP_RS: &str = "target/peers/coap_rs";

/// A program of a Debian package.
struct Peer {
    program: &'static str,
    package: &'static str,
    why: &'static str,
}

const PEERS: [Peer; 4] = [
    Peer {
        program: "coap-client-notls",
        package: "libcoap3-bin",
        why: "the C client and server the interop checks talk to",
    },
    Peer {
        program: "tshark",
        package: "tshark",
        why: "it says whether a captured packet is well formed",
    },
    Peer {
        program: "chromium",
        package: "chromium",
        why: "the browser in which the status page of coapt serve is tested",
    },
    Peer { program: "jq", package: "jq", why: "recipes of the command hand it their JSON" },
];

/// Sets up everything; fails if something could not be had.
pub(crate) fn run(house: &Workspace) -> Result<(), String> {
    let missing = ensure(house);
    if missing.is_empty() {
        say::line("setup: everything is there");
        return Ok(());
    }
    Err(format!("still missing: {}", missing.join(", ")))
}

/// Sets up what is missing and returns what could not be had.
pub(crate) fn ensure(house: &Workspace) -> Vec<&'static str> {
    let mut missing: Vec<_> = PEERS
        .iter()
        .filter(|peer| !is_on_path(peer.program) && !install(house, peer.package, peer.why))
        .map(|peer| peer.package)
        .collect();
    if let Err(sentence) = ensure_python_tools(house) {
        say::line(format_args!("setup: no aiocoap: {sentence}"));
        missing.push("aiocoap");
    }
    missing
}

/// Adds rustfmt and clippy where the toolchain came without them.
pub(crate) fn ensure_components(house: &Workspace) -> Result<(), String> {
    for (command, component) in [("fmt", "rustfmt"), ("clippy", "clippy")] {
        if succeeds(&mut house.cargo([command, "--version"])) {
            continue;
        }
        say::line(format_args!("installing {component} (rustup): ci runs cargo {command}"));
        run_command(house.program("rustup").args(["component", "add", component]))?;
    }
    Ok(())
}

/// Installs a program whose Debian package has its name, unless it is there.
pub(crate) fn ensure_program(house: &Workspace, name: &str, why: &str) -> Result<(), String> {
    if is_on_path(name) || install(house, name, why) {
        return Ok(());
    }
    Err(format!("{name} is missing: {why}"))
}

/// Installs a Debian package, unless a file of it is there.
pub(crate) fn ensure_package(
    house: &Workspace,
    package: &str,
    file: &str,
    why: &str,
) -> Result<(), String> {
    if std::path::Path::new(file).exists() || install(house, package, why) {
        return Ok(());
    }
    Err(format!("{package} is missing: {why}"))
}

/// Builds the programs of coap-rs, in a folder and with a lock of their own.
pub(crate) fn build_coap_rs(house: &Workspace) -> Result<(), String> {
    if !house.path(COAP_RS).join("release/plugtest_server").is_file() {
        say::line(format_args!(
            "building coap-rs (crates.io, into {COAP_RS}): a CoAP client and server in Rust"
        ));
    }
    let manifest = house.path("xtask/peers/coap_rs/Cargo.toml");
    let arguments = ["build", "--quiet", "--release", "--locked", "--manifest-path"];
    let mut command = house.cargo(arguments);
    run_command(command.arg(manifest).arg("--target-dir").arg(house.path(COAP_RS)))
}

/// A program of coap-rs that was built.
pub(crate) fn coap_rs(house: &Workspace, name: &str) -> Command {
    house.program(house.path(COAP_RS).join("release").join(name))
}

/// Installs a Debian package; whether it is there now.
fn install(house: &Workspace, package: &str, why: &str) -> bool {
    let Some(prefix) = apt_prefix(house) else {
        say::line(format_args!(
            "setup: please install {package} ({why}); this needs Debian's apt-get and root or sudo"
        ));
        return false;
    };
    say::line(format_args!("installing {package} (Debian): {why}"));
    let install = ["install", "--yes", "--no-install-recommends", package];
    // A fresh machine has no package lists; where there are some, a failed update does no harm.
    let updated = succeeds(&mut apt(house, prefix, &["update"]));
    let outcome = run_quietly(&mut apt(house, prefix, &install));
    if let Err(sentence) = &outcome {
        let hint = if updated { "" } else { ", and so did `apt-get update`" };
        say::line(format_args!("setup: no {package}: {sentence}{hint}"));
    }
    outcome.is_ok()
}

/// What goes before `apt-get`, if this user can install packages at all.
fn apt_prefix(house: &Workspace) -> Option<&'static [&'static str]> {
    if !is_on_path("apt-get") {
        return None;
    }
    let id = house.program("id").arg("-u").output().ok()?;
    if id.stdout.trim_ascii() == b"0" {
        return Some(&["env"]);
    }
    is_on_path("sudo").then_some(&["sudo", "env"])
}

/// apt-get that asks nothing and waits for its lock.
fn apt(house: &Workspace, prefix: &[&str], arguments: &[&str]) -> Command {
    let mut command = house.program(prefix[0]);
    command
        .args(&prefix[1..])
        .args(["DEBIAN_FRONTEND=noninteractive", "apt-get", "--quiet"])
        .args(["-o", "DPkg::Lock::Timeout=300"])
        .args(arguments);
    command
}

/// Makes .venv and installs the listed packages, unless the same list was installed before.
pub(crate) fn ensure_python_tools(house: &Workspace) -> Result<(), String> {
    let wanted = house.read(PYTHON_TOOLS)?;
    let python = house.path(".venv/bin/python");
    if python.exists() && house.read(INSTALLED).is_ok_and(|installed| installed == wanted) {
        return Ok(());
    }
    if !python.exists() {
        make_venv(house)?;
    }
    let packages: Vec<_> = packages(&wanted).collect();
    say::line(format_args!(
        "installing {} (Python, into .venv): the Python peer of the interop checks, and what builds and tests the Python package",
        packages.join(", ")
    ));
    let pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--requirement"];
    run_quietly(house.program(&python).args(pip).arg(PYTHON_TOOLS))?;
    fs::write(house.path(INSTALLED), wanted)
        .map_err(|error| format!("cannot write {INSTALLED}: {error}"))
}

fn make_venv(house: &Workspace) -> Result<(), String> {
    let has_venv = succeeds(house.program("python3").args(["-c", "import ensurepip, venv"]));
    if !has_venv && !install(house, "python3-venv", "it makes the folder for Python packages") {
        return Err("python3 cannot make a virtual environment".to_owned());
    }
    say::line("making .venv: Python packages for the tests stay out of the system");
    run_command(house.program("python3").args(["-m", "venv", "--clear", ".venv"]))
}

/// The lines of the list that name a package.
fn packages(list: &str) -> impl Iterator<Item = &str> {
    list.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_are_not_packages() {
        let list = "# why\naiocoap==1\n\n  other==2\n";

        assert_eq!(packages(list).collect::<Vec<_>>(), ["aiocoap==1", "other==2"]);
    }

    #[test]
    fn every_python_tool_is_pinned() {
        let list = include_str!("../python-tools.txt");

        assert!(packages(list).all(|package| package.contains("==")));
    }
}
