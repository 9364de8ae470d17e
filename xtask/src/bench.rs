//! `cargo xtask bench`: what a small GET costs a server, side by side with others in one run.
//!
//! Each server is sent confirmable GETs from sixteen sockets, a window at a time; what counts is
//! the processor time of the whole server process for each answered request, as the kernel accounts
//! it, and its ratio to that of a raw UDP echo of the same datagrams. Servers take turns, round by
//! round, so that a drift of the machine meets all alike.

mod flood;
mod instructions;
mod load;
mod report;
mod scale;
mod server;
mod soak;

use crate::python;
use crate::say;
use crate::setup;
use crate::workspace::{Workspace, run};

use self::load::Load;
use self::report::Row;
use self::server::{Contestant, Running};

pub(crate) use self::flood::run as flood;
pub(crate) use self::instructions::run as instructions;
pub(crate) use self::scale::run as scale;
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
    compare(house, "python", &contestants)
}

/// Measures servers in Rust against a raw echo, libcoap, coap-rs and aiocoap.
pub(crate) fn rust(house: &Workspace) -> Result<(), String> {
    setup::ensure(house);
    build_rust(house)?;
    setup::build_coap_rs(house)?;
    compare(
        house,
        "rust",
        &[
            Contestant::raw_echo(),
            Contestant::example("coapt, Server", "bench_server_api"),
            Contestant::example("coapt, class", "bench_server"),
            Contestant::example("coapt, async", "bench_server_aio"),
            Contestant::serve(),
            Contestant::coap_rs(),
            Contestant::libcoap(),
            Contestant::python("aiocoap", "xtask/peers/aiocoap_server.py", 1),
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
fn compare(house: &Workspace, name: &str, contestants: &[Contestant]) -> Result<(), String> {
    let mut costs: Vec<Costs> = vec![Vec::new(); contestants.len()];
    for round in 1..=ROUNDS {
        say::progress(format_args!("round {round} of {ROUNDS}"));
        for (contestant, costs) in contestants.iter().zip(&mut costs) {
            costs.push(measure(house, contestant)?);
        }
    }
    say::progress("");
    let echo = costs.first().cloned().unwrap_or_default();
    let rows: Vec<Row> =
        contestants.iter().zip(&costs).map(|(one, costs)| row(one, costs, &echo)).collect();
    report::publish(house, name, &rows)
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

/// Sums a server up: medians, and how far its rounds lie apart from those of the echo beside them.
fn row(contestant: &Contestant, costs: &[f64], echo: &[f64]) -> Row {
    let ratios: Vec<f64> = costs.iter().zip(echo).map(|(cost, echo)| cost / echo).collect();
    let least = ratios.iter().copied().fold(f64::INFINITY, f64::min);
    let most = ratios.iter().copied().fold(0.0, f64::max);
    let name = contestant.name();
    Row { name, cost: median(costs), ratio: median(&ratios), range: [least, most] }
}

fn median(costs: &[f64]) -> f64 {
    let mut sorted = costs.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted.get(sorted.len() / 2).copied().unwrap_or(f64::NAN)
}
