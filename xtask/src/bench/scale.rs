//! `cargo xtask scale`: what the cost of a server does as clients, observers and bodies become many, on loopback.
//!
//! Every line is `name value unit bound`; the command fails if a bound is missed. The load is `coapt bench`.

mod cores;

use std::net::{Ipv4Addr, UdpSocket};
use std::process::Command;
use std::time::{Duration, Instant};

use serde::Deserialize;

use crate::say;
use crate::setup;
use crate::workspace::Workspace;

use super::build_rust;
use super::server::{Contestant, Running};

/// How many clients ask, for the table of growth.
const CLIENTS: [u32; 4] = [10, 1_000, 100_000, 1_000_000];

/// How many observers there are.
const OBSERVERS: u32 = 1_000_000;

/// How often one at a time is asked.
const ROUND_TRIPS: u32 = 20_000;

/// What `coapt bench --json` tells, as far as it is read.
#[derive(Deserialize)]
struct Outcome {
    per_second: f64,
    seconds: f64,
    requests: Requests,
    cpu: Cpu,
    observe: Option<Fanout>,
}

#[derive(Deserialize)]
struct Requests {
    begun: u64,
    answered: u64,
}

#[derive(Deserialize)]
struct Cpu {
    server_us: Option<f64>,
}

#[derive(Deserialize)]
struct Fanout {
    registered: u64,
    notifications: u64,
    per_second: f64,
}

/// Counts the bounds that are missed.
#[derive(Default)]
struct Verdict {
    broken: usize,
}

impl Verdict {
    /// Prints a promise; it is kept if the value is at most the bound.
    fn at_most(&mut self, name: &str, value: f64, unit: &str, bound: f64) {
        self.tell(name, value, (unit, "<=", bound), value <= bound);
    }

    /// Prints a promise; it is kept if the value is at least the bound.
    fn at_least(&mut self, name: &str, value: f64, unit: &str, bound: f64) {
        self.tell(name, value, (unit, ">=", bound), value >= bound);
    }

    fn tell(&mut self, name: &str, value: f64, (unit, sign, bound): (&str, &str, f64), kept: bool) {
        self.broken += usize::from(!kept);
        let mark = if kept { "" } else { "  MISSED" };
        say::progress("");
        say::line(format_args!("{name} {value:.2} {unit} {sign}{bound}{mark}"));
    }
}

/// Measures something, and prints its lines.
type Part = fn(&Workspace, &mut Verdict) -> Result<(), String>;

/// Prints the lines of these parts, or of all; fails if a bound is missed.
pub(crate) fn run(house: &Workspace, wanted: &[&str]) -> Result<(), String> {
    setup::ensure(house);
    build_rust(house)?;
    let mut verdict = Verdict::default();
    let parts: [(&str, Part); 9] = [
        ("idle", idle),
        ("clients", clients),
        ("round-trips", round_trips),
        ("bodies", bodies),
        ("memory", memory),
        ("duplicates", duplicates),
        ("cores", cores::run),
        ("observers", observers),
        ("fan-out", fan_out),
    ];
    let known = parts.map(|(name, _)| name);
    if let Some(unknown) = wanted.iter().find(|wanted| !known.contains(wanted)) {
        return Err(format!("there is no part {unknown}; the parts are {}", known.join(", ")));
    }
    for (name, part) in parts {
        if wanted.is_empty() || wanted.contains(&name) {
            part(house, &mut verdict)?;
        }
    }
    say::line(format_args!("bounds-missed {} - 0", verdict.broken));
    if verdict.broken > 0 { Err(format!("{} bounds were missed", verdict.broken)) } else { Ok(()) }
}

/// A server at rest: how soon it answers, what it holds, and whether anything wakes it.
fn idle(house: &Workspace, verdict: &mut Verdict) -> Result<(), String> {
    let starts = (0..9).map(|_| {
        let begun = now();
        Running::start(house, &Contestant::serve())?;
        Ok(begun.elapsed().as_secs_f64() * 1e3)
    });
    let starts = starts.collect::<Result<Vec<f64>, String>>()?;
    verdict.at_most("first-answer-after", super::median(&starts), "ms", 20.0);
    let running = Running::start(house, &Contestant::serve())?;
    verdict.at_most("idle-memory", mebibytes(running.resident_memory()?), "MiB", 8.0);
    rest("coming to rest", Duration::from_secs(1));
    let before = running.switches()?;
    rest("at rest", Duration::from_secs(10));
    #[expect(clippy::cast_precision_loss, reason = "a handful")]
    let woken = running.switches()?.saturating_sub(before) as f64;
    verdict.at_most("idle-wake-ups-in-10-s", woken, "-", 0.0);
    Ok(())
}

/// The cost of a small GET with few clients and with many.
fn clients(house: &Workspace, verdict: &mut Verdict) -> Result<(), String> {
    let mut costs = Vec::new();
    for clients in CLIENTS {
        let running = Running::start(house, &Contestant::example("", "bench_server_api"))?;
        let requests = (2 * clients).max(400_000).to_string();
        let clients_text = clients.to_string();
        let words = ["--clients", &clients_text, "--requests", &requests, "--window", "256"];
        let outcome = load(house, &running, "test", &words)?;
        let cost = outcome.cpu.server_us.unwrap_or(f64::NAN);
        costs.push(cost);
        say::progress("");
        let memory = mebibytes(running.resident_memory()?);
        say::line(format_args!("cost-with-{clients}-clients {cost:.2} µs -"));
        say::line(format_args!("memory-with-{clients}-clients {memory:.1} MiB -"));
    }
    let least = costs.iter().copied().fold(f64::INFINITY, f64::min);
    let most = costs.iter().copied().fold(0.0, f64::max);
    verdict.at_most("growth", most / least, "x", 1.3);
    Ok(())
}

/// One request at a time, beside a raw round trip.
fn round_trips(house: &Workspace, verdict: &mut Verdict) -> Result<(), String> {
    let echo = Running::start(house, &Contestant::raw_echo())?;
    let server = Running::start(house, &Contestant::example("", "bench_server_api"))?;
    let mut ratios = Vec::new();
    for round in 1..=5 {
        say::progress(format_args!("one request at a time: round {round} of 5"));
        let raw = raw_round_trip(echo.port(), 24, ROUND_TRIPS)?;
        let mut command = house.program(house.path("target/release/examples/bench_client"));
        command.args([server.port().to_string(), ROUND_TRIPS.to_string()]);
        let output = command.output().map_err(|error| format!("the client: {error}"))?;
        let text = String::from_utf8_lossy(&output.stdout);
        let each: f64 = text.trim().parse().map_err(|_| format!("the client says {text:?}"))?;
        ratios.push(each / raw);
    }
    verdict.at_most("one-at-a-time", super::median(&ratios), "x raw round trip", 1.2);
    Ok(())
}

/// A mebibyte down and up, beside as many raw round trips of a block.
fn bodies(house: &Workspace, verdict: &mut Verdict) -> Result<(), String> {
    const BLOCKS: u32 = 1024;
    let echo = Running::start(house, &Contestant::raw_echo())?;
    let server = Running::start(house, &Contestant::serve())?;
    let body = house.path("target/bench/mebibyte");
    std::fs::write(&body, vec![b'x'; 1 << 20])
        .map_err(|error| format!("{}: {error}", body.display()))?;
    let (mut down, mut up) = (Vec::new(), Vec::new());
    for round in 1..=3 {
        say::progress(format_args!("bodies of a mebibyte: round {round} of 3"));
        let raw = raw_round_trip(echo.port(), 1040, 8 * BLOCKS)? * f64::from(BLOCKS) / 1e6;
        let one = ["--window", "1", "--clients", "1", "--requests", "8"];
        let at = format!("@{}", body.display());
        let put = load(house, &server, "body", &[&one[..], &["-m", "PUT", &at]].concat())?;
        let get = load(house, &server, "body", &one)?;
        up.push(raw * put.per_second);
        down.push(raw * get.per_second);
    }
    verdict.at_least("mebibyte-down", super::median(&down), "x raw round trips", 0.9);
    verdict.at_least("mebibyte-up", super::median(&up), "x raw round trips", 0.9);
    Ok(())
}

/// What a file of 256 MiB takes while it is fetched: no more than the memory for duplicates, as many small requests would.
fn memory(house: &Workspace, verdict: &mut Verdict) -> Result<(), String> {
    let large = house.path("target/bench/served/large");
    let made = std::fs::File::create(&large).and_then(|file| file.set_len(256 << 20));
    made.map_err(|error| format!("{}: {error}", large.display()))?;
    let server = Running::start(house, &Contestant::serve())?;
    let words = ["--window", "1", "--clients", "1", "--requests", "1"];
    load(house, &server, "test", &words)?;
    let before = server.resident_memory()?;
    load(house, &server, "large", &words)?;
    let grown = server.resident_memory()?.saturating_sub(before);
    std::fs::remove_file(&large).map_err(|error| format!("{}: {error}", large.display()))?;
    verdict.at_most("large-file-memory", mebibytes(grown), "MiB", 32.0);
    Ok(())
}

/// What telling many observers a change costs, beside as many bare datagrams out in batches and in again.
fn fan_out(house: &Workspace, verdict: &mut Verdict) -> Result<(), String> {
    const OBSERVERS: &str = "20000";
    let echo = Running::start(house, &Contestant::raw_echo())?;
    let server = Running::start(house, &Contestant::observed("bench_server_api"))?;
    let mut ratios = Vec::new();
    for _ in 0..3 {
        let words = ["--observe", "--clients", OBSERVERS, "--duration", "4", "--trigger", "1"];
        let outcome = load(house, &server, "test", &words)?;
        let cost = outcome.cpu.server_us.ok_or("coapt bench tells no CPU time")?;
        let program = house.path("target/release/examples/bench_raw_fanout");
        let mut command = house.program(program);
        let output = command.args([&echo.port().to_string(), OBSERVERS]).output();
        let output = output.map_err(|error| format!("the raw fan-out: {error}"))?;
        let text = String::from_utf8_lossy(&output.stdout);
        let raw = text.split_whitespace().next().and_then(|each| each.parse::<f64>().ok());
        ratios.push(raw.ok_or_else(|| format!("the raw fan-out says {text:?}"))? / cost);
    }
    verdict.at_least("fan-out", super::median(&ratios), "of the raw rate", 0.8);
    Ok(())
}

/// As many requests that must not be repeated as the server takes: the memory for duplicates keeps its budget.
fn duplicates(house: &Workspace, verdict: &mut Verdict) -> Result<(), String> {
    let server = Running::start(house, &Contestant::example("", "bench_server_api"))?;
    let words = ["--clients", "20000", "--duration", "10", "--rate", "100000", "--window", "512"];
    let outcome = load(house, &server, "test", &words)?;
    #[expect(clippy::cast_precision_loss, reason = "counts of requests")]
    let share = outcome.requests.answered as f64 * 100.0 / outcome.requests.begun.max(1) as f64;
    let memory = mebibytes(server.resident_memory()?);
    say::progress("");
    say::line(format_args!("sustained {:.0} requests/s -", outcome.per_second));
    verdict.at_least("sustained-answered", share, "%", 99.9);
    verdict.at_most("sustained-memory", memory, "MiB", 64.0);
    Ok(())
}

/// A million observers: what they take, and what telling all of them a change costs.
fn observers(house: &Workspace, verdict: &mut Verdict) -> Result<(), String> {
    let many = OBSERVERS.to_string();
    let server = Running::start(house, &Contestant::observed("bench_server_api"))?;
    let before = server.resident_memory()?;
    let words = ["--observe", "--clients", &many, "--duration", "20", "--trigger", "0.2"];
    let outcome = load(house, &server, "test", &words)?;
    let memory = server.resident_memory()?;
    let fanout = outcome.observe.ok_or("coapt bench tells nothing of observers")?;
    say::progress("");
    let each = server.processor_time()?.as_secs_f64() * 1e6 / outcome.seconds.max(1.0);
    say::line(format_args!("observers-processor-time {each:.0} µs/s -"));
    say::line(format_args!("notifications {} - -", fanout.notifications));
    say::line(format_args!("notifications-a-second {:.0} - -", fanout.per_second));
    #[expect(clippy::cast_precision_loss, reason = "a count of observers")]
    let registered = fanout.registered as f64;
    verdict.at_least("observers-registered", registered, "-", f64::from(OBSERVERS));
    verdict.at_most("observers-memory", mebibytes(memory.saturating_sub(before)), "MiB", 256.0);
    Ok(())
}

/// Runs `coapt bench` against a server.
fn load(
    house: &Workspace,
    server: &Running,
    path: &str,
    words: &[&str],
) -> Result<Outcome, String> {
    say::progress(format_args!("coapt bench {}", words.join(" ")));
    let mut command: Command = house.program(house.path("target/release/coapt"));
    command.arg("bench").arg(format!("coap://127.0.0.1:{}/{path}", server.port()));
    command.args(words).args(["--json", "--pid", &server.process().to_string()]);
    let output = command.output().map_err(|error| format!("coapt bench: {error}"))?;
    serde_json::from_slice(&output.stdout).map_err(|error| {
        format!("coapt bench {words:?}: {error}: {}", String::from_utf8_lossy(&output.stderr))
    })
}

/// The time of a raw round trip of so many bytes, in microseconds.
fn raw_round_trip(port: u16, bytes: usize, count: u32) -> Result<f64, String> {
    let failed = |error: std::io::Error| format!("a raw round trip: {error}");
    let socket = UdpSocket::bind((Ipv4Addr::LOCALHOST, 0)).map_err(failed)?;
    socket.connect((Ipv4Addr::LOCALHOST, port)).map_err(failed)?;
    socket.set_read_timeout(Some(Duration::from_secs(1))).map_err(failed)?;
    let (datagram, mut buffer) = (vec![b'x'; bytes], [0; 2048]);
    let begun = now();
    for _ in 0..count {
        socket.send(&datagram).map_err(failed)?;
        socket.recv(&mut buffer).map_err(failed)?;
    }
    Ok(begun.elapsed().as_secs_f64() * 1e6 / f64::from(count))
}

#[expect(clippy::cast_precision_loss, reason = "an amount of memory")]
fn mebibytes(kibibytes: u64) -> f64 {
    kibibytes as f64 / 1024.0
}

/// Waits; what nothing happens in is measured by letting time pass.
pub(super) fn rest(what: &str, time: Duration) {
    let begun = now();
    while let Some(left) = time.checked_sub(begun.elapsed()) {
        say::progress(format_args!("{what}: {} s", left.as_secs() + 1));
        #[expect(
            clippy::disallowed_methods,
            reason = "what happens in a time is measured after it"
        )]
        std::thread::sleep(left.min(Duration::from_secs(1)));
    }
    say::progress("");
}

#[expect(clippy::disallowed_methods, reason = "a measurement is timed by the real clock")]
fn now() -> Instant {
    Instant::now()
}
