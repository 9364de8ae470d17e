//! `cargo xtask bench`: what a small GET costs a server, side by side with others in one run.
//!
//! Each server is sent non-confirmable GETs from sixteen sockets, a window at a time; what counts is
//! the processor time of the whole server process for each answered request, as the kernel accounts
//! it, and its ratio to that of a raw UDP echo of the same datagrams. Servers take turns, round by
//! round, so that a drift of the machine meets all alike.

mod flood;
mod load;
mod server;
mod soak;

use crate::python;
use crate::say;
use crate::setup;
use crate::workspace::{Workspace, run};

use self::load::Load;
use self::server::{Contestant, Running};

pub(crate) use self::flood::run as flood;
pub(crate) use self::server::echo;
pub(crate) use self::soak::python as soak_python;

/// How many rounds are measured; the median is shown.
const ROUNDS: usize = 5;

/// What a server cost: microseconds of processor time for each answered request, round by round.
type Costs = Vec<f64>;

/// Measures servers with handlers in Python against a raw echo, libcoap and aiocoap.
pub(crate) fn python(house: &Workspace) -> Result<(), String> {
    setup::ensure(house);
    python::install_release(house)?;
    let contestants = [
        Contestant::raw_echo(),
        Contestant::libcoap(),
        Contestant::python("coapt, class", "examples/python/bench_server.py", 0),
        Contestant::python("coapt, asyncio", "examples/python/bench_server_aio.py", 0),
        Contestant::python("aiocoap", "xtask/peers/aiocoap_server.py", 1),
    ];
    compare(house, &contestants)
}

/// Measures servers in Rust against a raw echo and libcoap.
pub(crate) fn rust(house: &Workspace) -> Result<(), String> {
    setup::ensure(house);
    build_rust(house)?;
    compare(
        house,
        &[
            Contestant::raw_echo(),
            Contestant::libcoap(),
            Contestant::serve(),
            Contestant::example("coapt, class", "bench_server"),
            Contestant::example("coapt, async", "bench_server_aio"),
        ],
    )
}

/// Builds the command and the examples as they are released.
fn build_rust(house: &Workspace) -> Result<(), String> {
    let cargo = |arguments: &[&str]| run(house.program("cargo").args(arguments));
    cargo(&["build", "--quiet", "--release", "--package", "coapt-cli"])?;
    cargo(&[
        "build",
        "--quiet",
        "--release",
        "--package",
        "coapt",
        "--examples",
        "--features",
        "full",
    ])
}

/// Measures servers in turns and shows what they cost.
fn compare(house: &Workspace, contestants: &[Contestant]) -> Result<(), String> {
    let mut costs: Vec<Costs> = vec![Vec::new(); contestants.len()];
    for round in 1..=ROUNDS {
        say::progress(format_args!("round {round} of {ROUNDS}"));
        for (contestant, costs) in contestants.iter().zip(&mut costs) {
            costs.push(measure(house, contestant)?);
        }
    }
    say::progress("");
    show(contestants, &costs);
    Ok(())
}

/// One round of one server.
fn measure(house: &Workspace, contestant: &Contestant) -> Result<f64, String> {
    let running = Running::start(house, contestant)?;
    let mut load = Load::plain(running.port())?;
    load.run(contestant.warm_up())?;
    let before = running.processor_time()?;
    let answered = load.run(contestant.requests())?;
    let used = running.processor_time()?.saturating_sub(before);
    if answered * 1000 < contestant.requests() * 999 {
        let name = contestant.name();
        return Err(format!("{name} answered {answered} of {} requests", contestant.requests()));
    }
    #[expect(clippy::cast_precision_loss, reason = "a count of requests")]
    Ok(used.as_secs_f64() * 1e6 / answered as f64)
}

fn show(contestants: &[Contestant], costs: &[Costs]) {
    let echo = costs.first().map_or(1.0, |costs| median(costs));
    say::line("processor time of the server for a small GET, median of the rounds");
    say::line(format_args!("{:<16}{:>10}{:>16}", "", "µs", "x raw echo"));
    for (contestant, costs) in contestants.iter().zip(costs) {
        let cost = median(costs);
        say::line(format_args!("{:<16}{cost:>10.2}{:>16.2}", contestant.name(), cost / echo));
    }
}

fn median(costs: &[f64]) -> f64 {
    let mut sorted = costs.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted.get(sorted.len() / 2).copied().unwrap_or(f64::NAN)
}
