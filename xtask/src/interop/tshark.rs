//! The wire as another dissector sees it: the record as a capture file, and what tshark says of it.

use std::fs;
use std::path::PathBuf;

use super::relay::Seen;
use super::wire::Message;
use crate::workspace::Workspace;

/// The port that the server has in the capture: tshark knows it as `CoAP`.
const PORT: u16 = 5683;
/// The clients have their numbers above this one for ports.
const CLIENTS: u16 = 10_000;
/// Raw IPv4 packets without a link layer.
const LINK_TYPE: u32 = 101;
/// The severity of a warning in tshark.
const WARNING: &str = "6291456";

/// What the options are called, by our own reading of the registry; tshark must call them the same.
const NAMES: [(u16, &str); 15] = [
    (1, "If-Match"),
    (3, "Uri-Host"),
    (4, "Etag"),
    (5, "If-None-Match"),
    (6, "Observe"),
    (7, "Uri-Port"),
    (8, "Location-Path"),
    (11, "Uri-Path"),
    (12, "Content-Format"),
    (14, "Max-age"),
    (15, "Uri-Query"),
    (17, "Accept"),
    (20, "Location-Query"),
    (23, "Block2"),
    (27, "Block1"),
];

/// Writes a record as a capture file; what it is called.
pub(super) fn write(house: &Workspace, name: &str, record: &[Seen]) -> Result<PathBuf, String> {
    let folder = house.path("target/interop");
    let path = folder.join(format!("{}.pcap", name.replace(' ', "-")));
    let mut bytes = Vec::new();
    for word in [0xA1B2_C3D4_u32, 0x0002_0004, 0, 0, 65_535, LINK_TYPE] {
        // The two halves of the version stand in the order of the machine, too.
        let word = if word == 0x0002_0004 { 0x0004_0002 } else { word };
        bytes.extend_from_slice(&word.to_le_bytes());
    }
    for seen in record {
        let packet = packet(seen)?;
        let length = u32::try_from(packet.len()).map_err(|error| error.to_string())?;
        let seconds = u32::try_from(seen.at.as_secs()).map_err(|error| error.to_string())?;
        for word in [seconds, seen.at.subsec_micros(), length, length] {
            bytes.extend_from_slice(&word.to_le_bytes());
        }
        bytes.extend_from_slice(&packet);
    }
    let written = fs::create_dir_all(&folder).and_then(|()| fs::write(&path, bytes));
    written.map_err(|error| format!("{}: {error}", path.display()))?;
    Ok(path)
}

/// An IPv4 packet with a UDP datagram, checksums left out.
fn packet(seen: &Seen) -> Result<Vec<u8>, String> {
    let too_long = |_| "a datagram is too long for a packet".to_owned();
    let length = u16::try_from(seen.bytes.len() + 28).map_err(too_long)?;
    let client = CLIENTS + seen.client;
    let ports = if seen.is_from_client { [client, PORT] } else { [PORT, client] };
    let hosts: [u8; 2] = if seen.is_from_client { [1, 2] } else { [2, 1] };
    let mut packet = vec![0x45, 0];
    packet.extend_from_slice(&length.to_be_bytes());
    packet.extend_from_slice(&[0, 0, 0, 0, 64, 17, 0, 0]);
    for host in hosts {
        packet.extend_from_slice(&[127, 0, 0, host]);
    }
    for port in ports {
        packet.extend_from_slice(&port.to_be_bytes());
    }
    packet.extend_from_slice(&(length - 20).to_be_bytes());
    packet.extend_from_slice(&[0, 0]);
    packet.extend_from_slice(&seen.bytes);
    Ok(packet)
}

/// What tshark finds wrong in a capture, or calls otherwise than we do; one sentence each.
pub(super) fn judge(
    house: &Workspace,
    path: &PathBuf,
    record: &[Seen],
) -> Result<Vec<String>, String> {
    let mut command = house.program("tshark");
    command.arg("-r").arg(path).args(["-T", "fields", "-E", "separator=|", "-E", "aggregator=;"]);
    for field in
        ["frame.number", "coap.code", "_ws.malformed", "_ws.expert.severity", "coap.opt.name"]
    {
        command.args(["-e", field]);
    }
    command.args(["-o", "coap.udp_port:5683"]);
    let output = command.output().map_err(|error| format!("tshark cannot be started: {error}"))?;
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let lines: Vec<&str> = text.lines().collect();
    if lines.len() != record.len() {
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        return Err(format!("tshark reads {} of {} packets: {said}", lines.len(), record.len()));
    }
    let pairs = lines.into_iter().zip(record);
    Ok(pairs.filter_map(|(line, seen)| fault(line, seen)).collect())
}

/// What is wrong with one line of tshark, if anything.
fn fault(line: &str, seen: &Seen) -> Option<String> {
    let mut fields = line.split('|');
    let number = fields.next()?;
    let code = fields.next().unwrap_or_default();
    let is_malformed = fields.next().is_some_and(|text| !text.is_empty());
    let severities = fields.next().unwrap_or_default();
    let names = fields.next().unwrap_or_default();
    let Some(message) = Message::read(&seen.bytes) else {
        return Some(format!("packet {number} is no message"));
    };
    // Echo and Request-Tag (RFC 9175) are younger than tshark 4.0, which calls them malformed.
    if message.options.iter().any(|(number, _)| matches!(number, 252 | 292)) {
        return None;
    }
    if is_malformed || code.parse() != Ok(message.code) {
        return Some(format!("packet {number} is malformed"));
    }
    let limit = WARNING.parse::<u32>().unwrap_or(u32::MAX);
    if severities.split(';').filter_map(|text| text.parse::<u32>().ok()).any(|one| one >= limit) {
        return Some(format!("packet {number} has an expert warning"));
    }
    let ours: Vec<&str> = message.options.iter().filter_map(|(number, _)| name(*number)).collect();
    let theirs: Vec<&str> = names
        .split(';')
        .filter_map(|text| text.split(": ").last())
        .filter(|text| NAMES.iter().any(|(_, name)| name == text))
        .collect();
    (ours != theirs).then(|| format!("packet {number} has {ours:?}, and for tshark {theirs:?}"))
}

fn name(number: u16) -> Option<&'static str> {
    NAMES.iter().find(|(known, _)| *known == number).map(|(_, name)| *name)
}
