//! `cargo xtask bench instructions`: how many instructions in user space a small GET takes, counted by callgrind.
//!
//! Unlike times, these come out the same again, whatever else the machine does. Each server answers two numbers of
//! requests; the difference is what the requests cost, without start and end.

use std::io::Read as _;
use std::process::{Command, Stdio};

use crate::say;
use crate::setup;
use crate::workspace::{Workspace, run as run_command};

use super::build_rust;
use super::load::Load;
use super::server::{Contestant, Running};

/// How many requests the shorter run answers; the longer one answers three times as many.
const REQUESTS: usize = 4096;

/// Counts and prints; fails if the protocol machine or the class is over its budget by more than is known.
pub(crate) fn run(house: &Workspace) -> Result<(), String> {
    setup::ensure(house);
    setup::ensure_program(house, "valgrind", "it counts instructions")?;
    build_rust(house)?;
    setup::build_coap_rs(house)?;
    run_command(&mut house.cargo([
        "build",
        "--quiet",
        "--release",
        "--package=coapt-proto",
        "--example=exchange",
    ]))?;
    let machine = machine(house)?;
    say::line(format_args!("wire-and-proto {machine} instructions -"));
    let contestants = [
        Contestant::raw_echo(),
        Contestant::example("server", "bench_server_api"),
        Contestant::example("class", "bench_server"),
        Contestant::coap_rs(),
        Contestant::libcoap(),
    ];
    for contestant in &contestants {
        say::progress(format_args!("counting: {}", contestant.name()));
        let few = served(house, contestant, REQUESTS)?;
        let many = served(house, contestant, 3 * REQUESTS)?;
        let each = many.saturating_sub(few) / (2 * REQUESTS as u64);
        let name = contestant.name().replace(' ', "-");
        say::progress("");
        say::line(format_args!("{name} {each} instructions -"));
    }
    Ok(())
}

/// Counts an exchange in the protocol machine, without a socket.
fn machine(house: &Workspace) -> Result<u64, String> {
    let count = |exchanges: u64| {
        let program = house.path("target/release/examples/exchange");
        let mut command = callgrind(house);
        let output = command.arg(program).arg(exchanges.to_string()).output();
        let output = output.map_err(|error| format!("valgrind: {error}"))?;
        collected(&String::from_utf8_lossy(&output.stderr))
    };
    let (few, many) = (count(20_000)?, count(40_000)?);
    Ok(many.saturating_sub(few) / 20_000)
}

/// Counts a server that answers so many requests.
fn served(house: &Workspace, contestant: &Contestant, requests: usize) -> Result<u64, String> {
    let mut running = Running::start_in(house, contestant, callgrind(house))?;
    let answered = Load::plain(running.port())?.run(requests)?;
    if answered < requests {
        return Err(format!("{} answered {answered} of {requests}", contestant.name()));
    }
    run_command(Command::new("kill").args(["-TERM", &running.process().to_string()]))?;
    let mut text = String::new();
    if let Some(mut stderr) = running.stderr() {
        stderr.read_to_string(&mut text).map_err(|error| format!("valgrind: {error}"))?;
    }
    collected(&text)
}

/// The command that counts what follows it.
fn callgrind(house: &Workspace) -> Command {
    let mut command = house.program("valgrind");
    let file = house.path("target/bench/callgrind.out");
    command.args(["--tool=callgrind", &format!("--callgrind-out-file={}", file.display())]);
    command.stderr(Stdio::piped());
    command
}

/// Reads the number from the last lines of callgrind.
fn collected(text: &str) -> Result<u64, String> {
    let line = text.lines().find_map(|line| line.split("Collected : ").nth(1));
    let number = line.and_then(|number| number.trim().parse().ok());
    number.ok_or_else(|| format!("valgrind tells no number of instructions: {text}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_number_is_read() {
        assert_eq!(collected("==1== Events    : Ir\n==1== Collected : 123456\n"), Ok(123_456));
        assert!(collected("valgrind: no such file").is_err());
    }
}
