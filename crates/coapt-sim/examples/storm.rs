//! A storm over the protocol machine; `cargo xtask sim` runs it and explains its options.
//!
//! Prints one line for each promise: name, value, unit, bound. Exits with 1 if one is broken.

use std::io::{IsTerminal as _, Write as _};
use std::process::ExitCode;
use std::time::{Instant, SystemTime};

use coapt_sim::storm::{self, Report, Weather};

/// Fewer exchanges a second than this are too few.
const WANTED_RATE: f64 = 20_000.0;

struct Arguments {
    exchanges: u64,
    seed: u64,
    weather: Weather,
    /// Whether the rate counts.
    is_timed: bool,
}

fn main() -> ExitCode {
    let arguments = match read(std::env::args().skip(1)) {
        Ok(arguments) => arguments,
        Err(sentence) => {
            writeln!(std::io::stderr(), "storm: {sentence}").ok();
            return ExitCode::from(2);
        }
    };
    let Arguments { exchanges, seed, weather, is_timed } = arguments;
    let begun = now();
    let report = storm::run(seed, exchanges, weather, |done| show(done, exchanges));
    let exchanges = u32::try_from(report.exchanges).unwrap_or(u32::MAX);
    let rate = f64::from(exchanges) / begun.elapsed().as_secs_f64();
    let is_fast = rate >= WANTED_RATE || !is_timed;
    let told = tell(seed, rate, &report);
    if told.is_ok() && report.broken == 0 && is_fast {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

fn tell(seed: u64, rate: f64, report: &Report) -> std::io::Result<()> {
    let mut out = std::io::stdout().lock();
    writeln!(out, "seed {seed} - -")?;
    writeln!(out, "trace {:016x} - -", report.hash)?;
    writeln!(out, "exchanges {} - -", report.exchanges)?;
    writeln!(out, "answered {} - -", report.answered)?;
    writeln!(out, "failed {} - -", report.failed)?;
    writeln!(out, "given-up {} - -", report.given_up)?;
    writeln!(out, "datagrams {} - -", report.datagrams)?;
    writeln!(out, "rate {rate:.0} exchanges/s >={WANTED_RATE}")?;
    writeln!(out, "broken-promises {} - 0", report.broken)?;
    for finding in &report.findings {
        writeln!(out, "  {finding}")?;
    }
    out.flush()
}

fn read(mut words: impl Iterator<Item = String>) -> Result<Arguments, String> {
    let weather = Weather::default();
    let mut arguments = Arguments { exchanges: 10_000, seed: 1, weather, is_timed: false };
    while let Some(word) = words.next() {
        if word == "--timed" {
            arguments.is_timed = true;
            continue;
        }
        let value = words.next().ok_or_else(|| format!("{word} needs a value"))?;
        let share = || match value.parse() {
            Ok(share @ 0.0..=1.0) => Ok(share),
            _ => Err(format!("{word} is a share from 0 to 1, not {value:?}")),
        };
        let number = || value.parse().map_err(|_| format!("{word} is a number, not {value:?}"));
        match word.as_str() {
            "--exchanges" => arguments.exchanges = number()?,
            "--seed" if value == "auto" => arguments.seed = chance(),
            "--seed" => arguments.seed = number()?,
            "--loss" => arguments.weather.loss = share()?,
            "--dup" => arguments.weather.duplicate = share()?,
            "--reorder" => arguments.weather.reorder = share()?,
            "--damage" => arguments.weather.damage = share()?,
            _ => return Err(format!("there is no option {word}")),
        }
    }
    Ok(arguments)
}

fn show(done: u64, all: u64) {
    let mut stderr = std::io::stderr().lock();
    if stderr.is_terminal() {
        let width = 40;
        let full = usize::try_from(done * width / all.max(1)).unwrap_or_default();
        let bar = "#".repeat(full);
        write!(stderr, "\r[{bar:<40}] {done} of {all}").ok();
        if done >= all {
            writeln!(stderr).ok();
        }
    }
}

#[expect(clippy::disallowed_methods, reason = "the rate is measured by the real clock")]
fn now() -> Instant {
    Instant::now()
}

#[expect(clippy::disallowed_methods, reason = "a seed that nobody chose")]
fn chance() -> u64 {
    let time = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    u64::try_from(time.as_nanos() & u128::from(u64::MAX)).unwrap_or_default()
}
