//! What a fan-out costs without CoAP: so many small datagrams in batches from as many addresses, each answered.
//!
//! Run: `cargo run --release -p coapt --example bench_raw_fanout PORT COUNT`, with something at PORT of 127.0.0.1 that
//! sends back what it gets. Prints the microseconds of processor time for each.

use std::io::Write as _;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::time::Duration;

use coapt::net::{Datagram, DatagramSocket, PacketInfo, SocketSettings, cpu_time};

/// How many datagrams go out before answers are taken.
const BATCH: u32 = 64;

/// As long as a notification of eight bytes.
const DATAGRAM: [u8; 24] = [b'x'; 24];

/// After this time without an answer the rest is lost.
const SILENCE: Duration = Duration::from_millis(200);

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let words: Vec<String> = std::env::args().collect();
    let [_, port, count] = &words[..] else { return Err("bench_raw_fanout PORT COUNT".into()) };
    let (port, count): (u16, u32) = (port.parse()?, count.parse()?);
    let mut settings = SocketSettings::new((Ipv4Addr::UNSPECIFIED, 0).into());
    settings.packet_info = PacketInfo::Report;
    settings.receive_buffer = Some(1 << 20);
    let mut socket = DatagramSocket::open(&settings)?;
    let peer = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
    let mut answered = 0;
    let before = cpu_time(None)?;
    for first in (0..count).step_by(BATCH as usize) {
        let batch = first..count.min(first + BATCH);
        let datagrams: Vec<_> = batch.map(|number| datagram(peer, number)).collect();
        let mut sent = 0;
        while sent < datagrams.len() {
            sent += socket.send(datagrams[sent..].iter().copied())?;
        }
        answered += socket.receive()?;
    }
    loop {
        DatagramSocket::wait_any(std::slice::from_mut(&mut socket), SILENCE)?;
        match socket.receive()? {
            0 => break,
            more => answered += more,
        }
    }
    let each = cpu_time(None)?.saturating_sub(before).as_secs_f64() * 1e6 / f64::from(count);
    writeln!(std::io::stdout(), "{each:.3} {answered}")?;
    Ok(())
}

fn datagram(peer: SocketAddr, number: u32) -> Datagram<'static> {
    let source = Ipv4Addr::from(u32::from(Ipv4Addr::new(127, 1, 0, 1)) + number);
    Datagram { peer, local: Some(IpAddr::V4(source)), bytes: &DATAGRAM, is_truncated: false }
}
