//! `cargo xtask flood`: what servers do under attack, on loopback with many source addresses.
//!
//! Each attack is bounded in count. Beside it an honest client asks a hundred times a second; what counts is that it
//! is served, that memory stays within its bound, that it comes back when what was remembered has outlived its time,
//! and that the server lives.

use std::net::{Ipv4Addr, SocketAddr, SocketAddrV4, UdpSocket};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use crate::say;
use crate::setup;
use crate::workspace::Workspace;

use super::build_rust;
use super::scale::rest;
use super::server::{Contestant, Running};

/// By how many KiB resident memory may grow.
const GROWTH: u64 = 64 * 1024;

/// How many KiB of that may be left after [`REST`]: the observers, who stay until they cannot be told something, and
/// what the allocator keeps.
const LEFT: u64 = 32 * 1024;

/// How long servers are left alone before the memory that is left counts: `EXCHANGE_LIFETIME` of 247 s, and some
/// more since forgetting is done now and then.
const REST: Duration = Duration::from_secs(285);

/// How many of a hundred honest requests are answered in time.
const SERVED: f64 = 99.0;

/// Within which time an answer counts.
const IN_TIME: Duration = Duration::from_secs(1);

/// How many datagrams a second an attack sends at most: what a server takes in from as many addresses on one core. More
/// would be lost in the socket, honest requests among them, whatever the server did.
const RATE: u32 = 40_000;

/// An attack: its name, how many datagrams, from how many addresses, and the datagram with a number.
struct Attack {
    name: &'static str,
    datagrams: u32,
    sources: u32,
    make: fn(u32) -> Vec<u8>,
}

const ATTACKS: [Attack; 10] = [
    Attack { name: "a million sources", datagrams: 1_000_000, sources: 1_000_000, make: get },
    Attack { name: "uploads begun", datagrams: 100_000, sources: 20_000, make: upload },
    Attack { name: "giant bodies announced", datagrams: 50_000, sources: 5_000, make: giant },
    Attack { name: "observers", datagrams: 100_000, sources: 20_000, make: observe },
    Attack { name: "duplicates", datagrams: 100_000, sources: 16, make: duplicate },
    Attack { name: "empty messages", datagrams: 100_000, sources: 1_000, make: empty },
    Attack { name: "many options", datagrams: 50_000, sources: 1_000, make: options },
    Attack { name: "acknowledgements", datagrams: 100_000, sources: 1_000, make: acknowledgement },
    Attack { name: "resets", datagrams: 100_000, sources: 1_000, make: reset },
    Attack { name: "unasked responses", datagrams: 100_000, sources: 1_000, make: response },
];

/// Attacks `coapt serve` and the class; fails if one of them breaks a bound.
pub(crate) fn run(house: &Workspace) -> Result<(), String> {
    setup::ensure(house);
    build_rust(house)?;
    let servers = [
        Contestant::guarded(),
        Contestant::serve(),
        Contestant::example("coapt, class", "bench_server"),
    ];
    let mut broken = 0;
    let mut attacked = Vec::new();
    for server in &servers {
        let running = Running::start(house, server)?;
        let before = running.resident_memory()?;
        broken += attack_all(server, &running, before)?;
        attacked.push((server, running, before));
    }
    rest("resting", REST);
    for (server, running, before) in &attacked {
        // A request shows that the server lives, and lets an idle allocator have its turn.
        Honest::start(running.port())?.end()?;
        let left = running.resident_memory()?.saturating_sub(*before);
        broken += usize::from(left > LEFT);
        let name = server.name().replace([' ', ','], "-");
        say::line(format_args!("{name}-memory-left {} MiB <={}", left / 1024, LEFT / 1024));
    }
    say::line(format_args!("bounds-broken {broken} - 0"));
    if broken > 0 { Err(format!("{broken} bounds were broken")) } else { Ok(()) }
}

fn attack_all(server: &Contestant, running: &Running, before: u64) -> Result<usize, String> {
    say::line(format_args!(
        "{:<18}{:<24}{:>10}{:>12}{:>12}{:>12}",
        server.name(),
        "attack",
        "datagrams",
        "per second",
        "MiB",
        "served %"
    ));
    let mut broken = 0;
    for attack in &ATTACKS {
        say::progress(format_args!("{}: {}", server.name(), attack.name));
        let honest = Honest::start(running.port())?;
        let rate = strike(attack, running.port())?;
        let share = honest.end()?;
        let memory = running.resident_memory()?;
        say::progress("");
        let grown = memory.saturating_sub(before);
        let is_well = grown <= GROWTH && share >= SERVED;
        broken += usize::from(!is_well);
        say::line(format_args!(
            "{:<18}{:<24}{:>10}{rate:>12.0}{:>12.1}{share:>12.1}{}",
            "",
            attack.name,
            attack.datagrams,
            f64::from(u32::try_from(memory).unwrap_or(u32::MAX)) / 1024.0,
            if is_well { "" } else { "  BROKEN" }
        ));
    }
    let grown = running.resident_memory()?.saturating_sub(before) / 1024;
    say::line(format_args!("memory-growth {grown} MiB <=64"));
    Ok(broken)
}

/// Sends the datagrams of an attack; gives how many a second.
fn strike(attack: &Attack, port: u16) -> Result<f64, String> {
    let to = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
    let begun = now();
    let each = (attack.datagrams / attack.sources).max(1);
    let mut number = 0;
    for source in 0..attack.sources {
        let socket = UdpSocket::bind(address(source)).map_err(|error| format!("bind: {error}"))?;
        for _ in 0..each {
            // The system may refuse what a closed socket was answered before; the next one goes out.
            socket.send_to(&(attack.make)(number), to).ok();
            number += 1;
            let due = Duration::from_secs(1) * number / RATE;
            while begun.elapsed() < due {
                thread::yield_now();
            }
        }
    }
    Ok(f64::from(number) / begun.elapsed().as_secs_f64())
}

/// An address of its own for each source.
fn address(source: u32) -> SocketAddrV4 {
    let [_, a, b, c] = (source % 0x00ff_fffe + 2).to_be_bytes();
    SocketAddrV4::new(Ipv4Addr::new(127, a, b, c), 0)
}

/// A client that asks a hundred times a second.
struct Honest {
    is_over: Arc<AtomicBool>,
    thread: JoinHandle<(u32, u32)>,
}

impl Honest {
    fn start(port: u16) -> Result<Self, String> {
        let failed = |error: std::io::Error| format!("no honest client: {error}");
        let socket = UdpSocket::bind((Ipv4Addr::LOCALHOST, 0)).map_err(failed)?;
        socket.connect((Ipv4Addr::LOCALHOST, port)).map_err(failed)?;
        socket.set_read_timeout(Some(Duration::from_millis(10))).map_err(failed)?;
        let is_over = Arc::new(AtomicBool::new(false));
        let over = Arc::clone(&is_over);
        let thread = thread::spawn(move || ask(&socket, &over));
        Ok(Self { is_over, thread })
    }

    /// Ends it; gives how many of a hundred requests were answered in time.
    fn end(self) -> Result<f64, String> {
        self.is_over.store(true, Ordering::Relaxed);
        let (asked, served) = self.thread.join().map_err(|_| "the honest client failed")?;
        Ok(f64::from(served) * 100.0 / f64::from(asked.max(1)))
    }
}

/// Asks until it is over, and waits for the last answers; gives how many were asked and how many answered in time.
fn ask(socket: &UdpSocket, over: &AtomicBool) -> (u32, u32) {
    let (mut asked, mut served, mut waiting) = (0, 0, Vec::<(u16, Instant)>::new());
    let mut last = now();
    loop {
        let is_over = over.load(Ordering::Relaxed) && asked > 0;
        if !is_over && last.elapsed() >= Duration::from_millis(10) {
            last = now();
            let id = u16::try_from(asked % 60_000).unwrap_or_default();
            waiting.push((id, last));
            asked += 1;
            socket.send(&message(0x42, 1, id, b"\xB4test")).ok();
        }
        let mut buffer = [0; 2048];
        if let Ok(length) = socket.recv(&mut buffer)
            && let Some([_, _, high, low]) = buffer.get(..length).and_then(|all| all.first_chunk())
        {
            let id = u16::from_be_bytes([*high, *low]);
            served +=
                u32::from(waiting.iter().any(|(one, at)| *one == id && at.elapsed() < IN_TIME));
            waiting.retain(|(one, _)| *one != id);
        }
        waiting.retain(|(_, at)| at.elapsed() < IN_TIME);
        if is_over && waiting.is_empty() {
            return (asked, served);
        }
    }
}

fn id_of(number: u32) -> u16 {
    let [_, _, high, low] = number.to_be_bytes();
    u16::from_be_bytes([high, low])
}

fn get(number: u32) -> Vec<u8> {
    message(0x42, 1, id_of(number), b"\xB4test")
}

/// The first block of a body of which the rest never comes.
fn upload(number: u32) -> Vec<u8> {
    let mut bytes = message(0x42, 3, id_of(number), b"\xB4test\xD1\x03\x0E\xFF");
    bytes.resize(bytes.len() + 1024, b'x');
    bytes
}

/// A block that says that the body has four gigabytes.
fn giant(number: u32) -> Vec<u8> {
    let mut bytes =
        message(0x42, 3, id_of(number), b"\xB4test\xD1\x03\x0E\xD4\x14\xFF\xFF\xFF\xFF\xFF");
    bytes.resize(bytes.len() + 1024, b'x');
    bytes
}

fn observe(number: u32) -> Vec<u8> {
    message(0x42, 1, id_of(number), b"\x60\x54test")
}

fn duplicate(_number: u32) -> Vec<u8> {
    message(0x42, 1, 7, b"\xB4test")
}

fn empty(number: u32) -> Vec<u8> {
    let [high, low] = id_of(number).to_be_bytes();
    vec![0x40, 0, high, low]
}

/// Four hundred options that nobody knows and may pass over.
fn options(number: u32) -> Vec<u8> {
    let mut rest = b"\xB4test".to_vec();
    for _ in 0..400 {
        rest.extend_from_slice(b"\x21x");
    }
    message(0x42, 1, id_of(number), &rest)
}

fn acknowledgement(number: u32) -> Vec<u8> {
    message(0x62, 0x45, id_of(number), b"\xFFx")
}

fn reset(number: u32) -> Vec<u8> {
    let [high, low] = id_of(number).to_be_bytes();
    vec![0x70, 0, high, low]
}

fn response(number: u32) -> Vec<u8> {
    let first = if number.is_multiple_of(2) { 0x42 } else { 0x52 };
    message(first, 0x45, id_of(number), b"\xFFx")
}

/// A message with a token of two bytes, the message id.
fn message(first: u8, code: u8, id: u16, rest: &[u8]) -> Vec<u8> {
    let [high, low] = id.to_be_bytes();
    [&[first, code, high, low, high, low], rest].concat()
}

#[expect(clippy::disallowed_methods, reason = "an attack is timed by the real clock")]
fn now() -> Instant {
    Instant::now()
}
