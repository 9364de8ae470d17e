//! `cargo xtask interop`: scenarios of the `CoAP` plugtests with other implementations, both ways.
//!
//! All that a client and a server say goes through a relay of our own; what it saw decides. Nothing is tried twice.

mod compare;
mod faults;
mod ladder;
mod matrix;
mod peer;
mod peers;
mod probe;
mod relay;
mod scenario;
mod scenarios;
mod tshark;
mod wire;

pub(crate) use self::compare::run as compare;

use std::fs;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use self::matrix::{Column, Matrix};
use self::peer::Peer;
use self::relay::Line;
use self::scenario::{Ended, Outcome, Pair, Scenario};
use crate::say;
use crate::workspace::Workspace;

/// Where the matrix of a good line is written.
const PAGE: &str = "docs/interop-matrix.md";

const PREFACE: &str = "\
# coapt with other implementations: the matrix

Written by `cargo xtask interop`; not edited by hand. Each row is a scenario of the ETSI CoAP plugtests, each column a
client and a server. A relay between the two records every datagram, and what it saw decides: `pass` means that the
wire showed what the scenario asks for. `fail: ID` is a known fault of the peer, listed below with its evidence; the
command fails if it goes away, too. `– (N)` is not possible for the reason N.

";

/// Who talks to whom: client, server.
const PAIRS: [(Peer, Peer); 16] = [
    (Peer::Coapt, Peer::Libcoap),
    (Peer::Coapt, Peer::Aiocoap),
    (Peer::Coapt, Peer::Node),
    (Peer::Coapt, Peer::CoapRs),
    (Peer::Libcoap, Peer::Coapt),
    (Peer::Aiocoap, Peer::Coapt),
    (Peer::Node, Peer::Coapt),
    (Peer::CoapRs, Peer::Coapt),
    (Peer::CoaptPython, Peer::Libcoap),
    (Peer::CoaptPython, Peer::Aiocoap),
    (Peer::CoaptPython, Peer::Node),
    (Peer::CoaptPython, Peer::CoapRs),
    (Peer::Libcoap, Peer::CoaptPython),
    (Peer::Aiocoap, Peer::CoaptPython),
    (Peer::Node, Peer::CoaptPython),
    (Peer::CoapRs, Peer::CoaptPython),
];

/// What was asked for on the command line.
struct Settings {
    runs: usize,
    line: Line,
    /// What the name of a scenario or a pair must hold.
    only: Option<String>,
}

/// Runs the scenarios; fails on any outcome that is not expected, and if two runs differ.
pub(crate) fn run(house: &Workspace, words: &[&str]) -> Result<(), String> {
    let settings = Settings::read(words)?;
    peers::ensure(house)?;
    let mut first: Option<String> = None;
    for number in 1..=settings.runs {
        let matrix = play(house, &settings)?;
        let text = matrix.markdown();
        for sentence in matrix.unexpected() {
            say::line(sentence);
        }
        say::line(format_args!("run {number} of {}: {}", settings.runs, matrix.summary()));
        let messages: usize = matrix.columns.iter().map(|column| column.messages).sum();
        say::line(format_args!("{messages} datagrams were recorded, and dissected by tshark"));
        if !matrix.unexpected().is_empty() {
            return Err(format!("{} unexpected outcomes", matrix.unexpected().len()));
        }
        match &first {
            Some(known) if *known != text => {
                return Err(format!("run {number} differs from the first"));
            }
            Some(_) => {}
            None => first = Some(text),
        }
    }
    let text = first.unwrap_or_default();
    say::line(&text);
    if settings.only.is_none() && matches!(settings.line, Line::Good) {
        let page = format!("{PREFACE}{text}");
        fs::write(house.path(PAGE), page).map_err(|error| format!("{PAGE}: {error}"))?;
    }
    Ok(())
}

impl Settings {
    fn read(words: &[&str]) -> Result<Self, String> {
        let mut settings = Self { runs: 1, line: Line::Good, only: None };
        let mut rest = words;
        while let [name, value, after @ ..] = rest {
            let number = || {
                value.parse::<u64>().map_err(|_| format!("{name} takes a number, not {value:?}"))
            };
            match *name {
                "--runs" => settings.runs = usize::try_from(number()?.max(1)).unwrap_or(1),
                "--line" => settings.line = Line::Bad(number()?),
                "--only" => settings.only = Some((*value).to_owned()),
                _ => {
                    return Err(format!(
                        "interop takes --runs N, --line SEED and --only WORD, not {name:?}"
                    ));
                }
            }
            rest = after;
        }
        match rest {
            [] => Ok(settings),
            [word, ..] => Err(format!(
                "{word} needs a value: interop takes --runs N, --line SEED and --only WORD"
            )),
        }
    }

    fn wants(&self, name: &str) -> bool {
        self.only.as_ref().is_none_or(|only| name.contains(only.as_str()))
    }
}

/// Plays all scenarios with all pairs, the pairs side by side.
fn play(house: &Workspace, settings: &Settings) -> Result<Matrix, String> {
    let all = scenarios::all();
    let named: Vec<Scenario> =
        all.iter().copied().filter(|scenario| settings.wants(scenario.id)).collect();
    let scenarios = if named.is_empty() { all } else { named };
    let has_pairs = |(client, server): &(Peer, Peer)| {
        scenarios.len() < scenarios::all().len()
            || settings.wants(&format!("{} → {}", client.name(), server.name()))
    };
    let pairs: Vec<_> = PAIRS.into_iter().filter(has_pairs).collect();
    if pairs.is_empty() {
        return Err("--only names no scenario and no pair, such as CORE_01 or libcoap".to_owned());
    }
    let total = pairs.len() * scenarios.len();
    let done = AtomicUsize::new(0);
    let scenarios_ref = &scenarios;
    let columns: Result<Vec<Column>, String> = thread::scope(|scope| {
        let playing: Vec<_> = pairs
            .iter()
            .map(|&(client, server)| {
                let progress = || {
                    let count = done.fetch_add(1, Ordering::Relaxed) + 1;
                    say::progress(format_args!("interop: {count} of {total}"));
                };
                scope.spawn(move || {
                    column(house, (client, server), settings.line, (scenarios_ref, &progress))
                })
            })
            .collect();
        playing
            .into_iter()
            .map(|one| one.join().map_err(|_| "a pair panicked".to_owned())?)
            .collect()
    });
    say::progress("");
    Ok(Matrix { scenarios, columns: columns? })
}

/// Plays the scenarios with one client and one server: those about exchanges beside those about bodies and observations.
fn column(
    house: &Workspace,
    peers: (Peer, Peer),
    line: Line,
    (scenarios, progress): (&[Scenario], &(dyn Fn() + Sync)),
) -> Result<Column, String> {
    let is_of_first = |one: &&Scenario| one.id.starts_with("CORE") || one.id.starts_with("LINK");
    let count = scenarios.iter().take_while(is_of_first).count();
    let (first, second) = scenarios.split_at(count);
    thread::scope(|scope| {
        let beside = scope.spawn(|| part(house, peers, line, (second, progress)));
        let mut column = part(house, peers, line, (first, progress))?;
        let second = beside.join().map_err(|_| "a pair panicked".to_owned())??;
        column.outcomes.extend(second.outcomes);
        column.messages += second.messages;
        column.dissected.extend(second.dissected);
        Ok(column)
    })
}

/// Plays scenarios one after the other, with a server of their own.
fn part(
    house: &Workspace,
    (client, server): (Peer, Peer),
    line: Line,
    (scenarios, progress): (&[Scenario], &(dyn Fn() + Sync)),
) -> Result<Column, String> {
    let (_running, pair) = Pair::start(house, (client, server), line, None)?;
    let mut outcomes = Vec::new();
    for scenario in scenarios {
        outcomes.push(outcome(&pair, scenario));
        progress();
    }
    let record = pair.relay.of_clients_from(0);
    let topic = scenarios.first().map_or("NONE", |scenario| scenario.id);
    let name = format!("{topic}-{}-{}{}", client.name(), server.name(), line.suffix());
    let capture = tshark::write(house, &name, &record)?;
    let dissected = tshark::judge(house, &capture, &record)?;
    Ok(Column { client, server, line, outcomes, messages: record.len(), dissected })
}

fn outcome(pair: &Pair<'_>, scenario: &Scenario) -> Outcome {
    if matches!(pair.line, Line::Bad(_)) && !scenario.through_bad_line {
        let reason = "it counts messages, or depends on one that is sent only once";
        return Err(Ended::NotPossible(reason.to_owned()));
    }
    let mark = pair.relay.next_client();
    let outcome = (scenario.run)(pair);
    if let Err(Ended::Fail(sentence)) = &outcome {
        ladder::write(pair, scenario, mark, sentence);
    }
    outcome
}
