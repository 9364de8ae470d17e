//! What a second core brings: a server and its load on one core, and both on two, in the same proportion.

use std::process::{Child, Command, Stdio};

use crate::bench::server::{Contestant, Running};
use crate::say;
use crate::workspace::Workspace;

use super::{Outcome, Verdict};

/// How long a round takes, in seconds.
const SECONDS: &str = "3";

/// Measures the answers a second on one core and on two.
pub(super) fn run(house: &Workspace, verdict: &mut Verdict) -> Result<(), String> {
    if std::thread::available_parallelism().map_or(1, usize::from) < 2 {
        say::line("two-cores - x: not measured, there is one core only");
        return Ok(());
    }
    let mut factors = Vec::new();
    for round in 1..=3 {
        say::progress(format_args!("one core and two: round {round} of 3"));
        let one = answers(house, &["0"])?;
        let two = answers(house, &["0", "1"])?;
        factors.push(two / one);
    }
    verdict.at_least("two-cores", crate::bench::median(&factors), "x one core", 1.8);
    Ok(())
}

/// How many requests a second a server with a worker on each of these cores answers, with a load on each of them.
fn answers(house: &Workspace, cores: &[&str]) -> Result<f64, String> {
    let mut pin = house.program("taskset");
    pin.args(["-c", &cores.join(",")]);
    let server = Running::start_in(house, &Contestant::workers(cores.len()), pin)?;
    let loads = cores.iter().map(|core| load(house, core, server.port()));
    let loads = loads.collect::<Result<Vec<Child>, String>>()?;
    let mut sum = 0.0;
    for load in loads {
        let output = load.wait_with_output().map_err(|error| format!("coapt bench: {error}"))?;
        let outcome: Outcome = serde_json::from_slice(&output.stdout).map_err(|error| {
            format!("coapt bench: {error}: {}", String::from_utf8_lossy(&output.stderr))
        })?;
        sum += outcome.per_second;
    }
    Ok(sum)
}

fn load(house: &Workspace, core: &str, port: u16) -> Result<Child, String> {
    let mut command: Command = house.program("taskset");
    command.args(["-c", core]).arg(house.path("target/release/coapt"));
    command.args(["bench", &format!("coap://127.0.0.1:{port}/test"), "--clients", "1000"]);
    command.args(["--window", "128", "--duration", SECONDS, "--json"]);
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command.spawn().map_err(|error| format!("taskset: {error}"))
}
