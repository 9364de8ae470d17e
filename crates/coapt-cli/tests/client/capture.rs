//! `coapt decode --pcap`: the messages in capture files.

use std::io::Write as _;

use serde_json::Value;
use tempfile::NamedTempFile;

use super::support::{run, run_with_input};

/// A request from port 40000 to 5683, and the answer.
const REQUEST: &[u8] = &[0x40, 1, 0, 7, 0xb1, b'a'];
const ANSWER: &[u8] = &[0x60, 0x45, 0, 7, 0xff, b'2', b'1'];

#[test]
fn each_message_of_a_pcap_has_a_line_with_its_time_and_its_ends() {
    let frames = [udp(40_000, 5683, REQUEST), tcp(), udp(5683, 40_000, ANSWER)];
    let file = stored(&pcap(&frames));

    let shown = run(["decode", "--pcap", file.path().to_str().unwrap()]);

    let expected = "\
2024-02-29T12:00:00.250000Z  10.0.0.1:40000 → CON GET          [    7] /a  [10.0.0.2:5683]
2024-02-29T12:00:02.250000Z  10.0.0.1:40000 ← ACK 2.05 Content [    7]  2 bytes  [10.0.0.2:5683]
";
    assert_eq!((shown.status, shown.text()), (0, expected));
    assert!(shown.err.ends_with("1 of 3 packets were skipped: 1 not UDP\n"), "{}", shown.err);
}

#[test]
fn a_pcapng_has_the_times_that_its_interfaces_count() {
    let shown = run_with_input(["decode", "--pcap", "-", "--json"], &pcapng()).succeeded();

    let told: Vec<Value> =
        shown.text().lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(told.len(), 3);
    assert_eq!(told[0]["time"], "2024-02-29T12:00:00.250000Z");
    assert_eq!(told[1]["time"], "2024-02-29T12:00:00.250000Z");
    assert_eq!(told[2]["time"], Value::Null);
    assert_eq!(
        (&told[0]["from"], &told[0]["to"]),
        (&"10.0.0.1:40000".into(), &"10.0.0.2:5683".into())
    );
    assert_eq!((&told[0]["code"], &told[2]["code"]), (&"0.01".into(), &"2.05".into()));
}

#[test]
fn ports_are_chosen_and_bytes_explained() {
    let file = stored(&pcap(&[udp(40_000, 61_616, REQUEST), udp(40_000, 5683, ANSWER)]));
    let path = file.path().to_str().unwrap();

    let shown = run(["decode", "--pcap", path, "--port", "61616", "--long"]);

    assert!(shown.text().contains("10.0.0.1:40000 → 10.0.0.2:61616"), "{}", shown.text());
    assert!(shown.text().contains("option 11 Uri-Path \"a\""), "{}", shown.text());
    assert!(!shown.text().contains("2.05"), "{}", shown.text());
    assert!(shown.err.contains("1 of other ports; see --port"), "{}", shown.err);
}

#[test]
fn a_file_that_is_none_or_ends_too_early_is_named() {
    let whole = pcap(&[udp(40_000, 5683, REQUEST)]);
    let mut huge = whole[..24].to_vec();
    huge.extend([0, 0, 0, 0, 0, 0, 0, 0, 255, 255, 255, 255, 0, 0, 0, 0]);
    let section = pcapng();
    for (bytes, part) in [
        (&b"<html>"[..], "this is no capture: neither pcap nor pcapng begins so"),
        (&[], "the file ends in the middle of its first number"),
        (&whole[..20], "the file ends in the middle of its head"),
        (&whole[..whole.len() - 1], "the file ends in the middle of frame 1"),
        (&huge, "frame 1 claims 4294967295 bytes; 1048576 are allowed"),
        (&section[..section.len() - 1], "the file ends in the middle of block 7"),
    ] {
        let shown = run_with_input(["decode", "--pcap", "-"], bytes);
        assert_eq!(shown.status, 1, "{part}");
        assert!(shown.err.contains(part), "{part}: {}", shown.err);
    }
    let shown = run(["decode", "--pcap", "/no/such/file"]);
    assert!(shown.err.starts_with("coapt: cannot read /no/such/file: "), "{}", shown.err);
}

#[test]
fn no_byte_of_a_file_that_is_changed_does_harm() {
    for file in [pcap(&[udp(40_000, 5683, REQUEST)]), pcapng()] {
        for place in (0..file.len()).step_by(3) {
            let mut broken = file.clone();
            broken[place] ^= 0xff;
            let shown = run_with_input(["decode", "--pcap", "-"], &broken);
            assert!(matches!(shown.status, 0 | 1), "{place}: {}", shown.err);
            assert!(!shown.err.contains("panicked"), "{place}: {}", shown.err);
        }
    }
}

fn stored(bytes: &[u8]) -> NamedTempFile {
    let mut file = NamedTempFile::new().unwrap();
    file.write_all(bytes).unwrap();
    file
}

/// An Ethernet frame, filled up to its shortest length.
fn udp(from: u16, to: u16, payload: &[u8]) -> Vec<u8> {
    let length = u16::try_from(payload.len() + 8).unwrap();
    let mut packet = ipv4(17, length);
    if from == 5683 {
        // The server is the second of the two hosts.
        packet.swap(29, 33);
    }
    for number in [from, to, length, 0] {
        packet.extend(number.to_be_bytes());
    }
    packet.extend(payload);
    packet.resize(60, 0);
    packet
}

fn tcp() -> Vec<u8> {
    let mut packet = ipv4(6, 20);
    packet.resize(60, 0);
    packet
}

fn ipv4(protocol: u8, length: u16) -> Vec<u8> {
    let mut frame = vec![0; 12];
    frame.extend([8, 0, 0x45, 0]);
    frame.extend((length + 20).to_be_bytes());
    frame.extend([0, 1, 0x40, 0, 64, protocol, 0, 0, 10, 0, 0, 1, 10, 0, 0, 2]);
    frame
}

/// A file whose frames are two packets a second apart, but for the one in the middle.
fn pcap(frames: &[Vec<u8>]) -> Vec<u8> {
    let mut file = vec![0xd4, 0xc3, 0xb2, 0xa1, 2, 0, 4, 0];
    file.extend([0; 8]);
    file.extend([0, 0, 4, 0, 1, 0, 0, 0]);
    for (second, frame) in (1_709_208_000_u32..).zip(frames) {
        let length = u32::try_from(frame.len()).unwrap();
        for number in [second, 250_000, length, length] {
            file.extend(number.to_le_bytes());
        }
        file.extend(frame);
    }
    file
}

/// A file in the order of big machines: one interface counts microseconds, the other units of 2⁻¹⁰ s.
fn pcapng() -> Vec<u8> {
    let frame = udp(40_000, 5683, REQUEST);
    let micros = (1_709_208_000_250_000_u64, 0);
    let powers = (1_709_208_000 * 1024 + 256_u64, 1);
    let mut file = block(
        0x0a0d_0d0a,
        &[0x1a, 0x2b, 0x3c, 0x4d, 0, 1, 0, 0, 255, 255, 255, 255, 255, 255, 255, 255],
    );
    file.extend(block(1, &[0, 1, 0, 0, 0, 0, 0, 0]));
    file.extend(block(1, &[0, 1, 0, 0, 0, 0, 0, 0, 0, 9, 0, 1, 0x8a, 0, 0, 0]));
    for (time, interface) in [micros, powers] {
        let mut body = u32::to_be_bytes(interface).to_vec();
        body.extend(time.to_be_bytes());
        for _ in 0..2 {
            body.extend(u32::try_from(frame.len()).unwrap().to_be_bytes());
        }
        body.extend(&frame);
        file.extend(block(6, &body));
    }
    file.extend(block(5, &[0; 8]));
    let answer = udp(5683, 40_000, ANSWER);
    let mut body = u32::try_from(answer.len()).unwrap().to_be_bytes().to_vec();
    body.extend(answer);
    file.extend(block(3, &body));
    file
}

fn block(kind: u32, body: &[u8]) -> Vec<u8> {
    let length = u32::try_from(body.len() + 12).unwrap().to_be_bytes();
    [&kind.to_be_bytes()[..], &length, body, &length].concat()
}
