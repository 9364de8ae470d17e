//! The messages of a scenario that failed, in a file for whoever wants to know why.

use std::fmt::Write as _;
use std::fs;

use super::relay::Seen;
use super::scenario::{Pair, Scenario};
use super::wire::{Kind, Message};

/// Where the ladders are written.
const FOLDER: &str = "target/interop";
/// How much of a payload is shown.
const SHOWN: usize = 40;

/// Writes what was seen from a place in the record on.
pub(super) fn write(pair: &Pair<'_>, scenario: &Scenario, mark: u16, sentence: &str) {
    let names = format!("{}-{}{}", pair.client.name(), pair.server.name(), pair.line.suffix());
    let names = names.replace(' ', "-");
    let mut text = format!("{}: {sentence}\n", scenario.id);
    for seen in pair.relay.of_clients_from(mark) {
        text.push_str(&line(&seen));
    }
    let folder = pair.house.path(FOLDER);
    // The file is a help only: the outcome stands without it.
    fs::create_dir_all(&folder).ok();
    fs::write(folder.join(format!("{}-{names}.txt", scenario.id)), text).ok();
}

fn line(seen: &Seen) -> String {
    let arrow = if seen.is_from_client { "-->" } else { "<--" };
    let mut text = format!("{:8.3} s {:5} {arrow} ", seen.at.as_secs_f64(), seen.client);
    match Message::read(&seen.bytes) {
        Some(message) => text.push_str(&words(&message)),
        None => write!(text, "no message: {:02x?}", seen.bytes).unwrap_or_default(),
    }
    text.push_str(if seen.is_passed { "\n" } else { " (lost)\n" });
    text
}

fn words(message: &Message) -> String {
    let kind = match message.kind {
        Kind::Confirmable => "CON",
        Kind::NonConfirmable => "NON",
        Kind::Acknowledgement => "ACK",
        Kind::Reset => "RST",
    };
    let token = super::peer::hexadecimal(&message.token);
    let mut text = format!("{kind} {} id {:04x} token {token}", message.code_text(), message.id);
    for (number, value) in &message.options {
        write!(text, ", {number}=0x{}", super::peer::hexadecimal(value)).unwrap_or_default();
    }
    let payload = String::from_utf8_lossy(&message.payload);
    let beginning: String = payload.chars().take(SHOWN).collect();
    write!(text, ", {} bytes {beginning:?}", message.payload.len()).unwrap_or_default();
    text
}
