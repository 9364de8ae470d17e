//! `cargo xtask soak`: whether memory stays flat under many requests.
//!
//! A server remembers messages for as long as the protocol asks (RFC 7252 section 4.5), up to a limit; as many requests
//! before those that count bring it there.

use crate::python;
use crate::say;
use crate::setup;
use crate::workspace::Workspace;

use super::load::Load;
use super::server::{Contestant, Running};

const REQUESTS: usize = 1_000_000;

/// After each of so many parts of the requests the memory is read.
const PARTS: usize = 10;

/// By how many KiB the memory may grow.
const TOLERANCE: u64 = 1024;

/// Sends a million requests to each server in Python; fails if one is not answered or memory grows.
pub(crate) fn python(house: &Workspace) -> Result<(), String> {
    setup::ensure(house);
    python::install_release(house)?;
    say::line(format_args!("resident memory in MiB, from tenth to tenth of {REQUESTS} requests"));
    soak(house, &Contestant::python("coapt, class", "examples/python/bench_server.py", 0))?;
    soak(house, &Contestant::python("coapt, asyncio", "examples/python/bench_server_aio.py", 0))
}

fn soak(house: &Workspace, contestant: &Contestant) -> Result<(), String> {
    let name = contestant.name();
    let running = Running::start(house, contestant)?;
    say::progress(format_args!("{name}: warming up"));
    Load::mixed(running.port())?.run(REQUESTS)?;
    // Other clients, since message ids may not return so soon.
    let mut load = Load::mixed(running.port())?;
    let mut answered = 0;
    let mut memory = vec![running.resident_memory()?];
    for part in 1..=PARTS {
        say::progress(format_args!("{name}: part {part} of {PARTS}"));
        answered += load.run(REQUESTS / PARTS)?;
        memory.push(running.resident_memory()?);
    }
    say::progress("");
    let columns: Vec<String> = memory.iter().map(|kib| mebibytes(*kib)).collect();
    say::line(format_args!("{name:<16}{}", columns.join(" ")));
    judge(name, answered, &memory)
}

fn judge(name: &str, answered: usize, memory: &[u64]) -> Result<(), String> {
    if answered < REQUESTS {
        return Err(format!("{name} answered {answered} of {REQUESTS} requests"));
    }
    let begin = memory.first().copied().unwrap_or_default();
    let end = memory.last().copied().unwrap_or_default();
    if end > begin + TOLERANCE {
        return Err(format!("{name} grew by {} MiB", mebibytes(end - begin)));
    }
    Ok(())
}

/// KiB as MiB with one decimal.
fn mebibytes(kib: u64) -> String {
    format!("{}.{}", kib / 1024, kib % 1024 * 10 / 1024)
}
