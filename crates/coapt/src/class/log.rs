//! Log messages: collected where they arise, told by `on_log` at the next moment when handlers may run.

use std::collections::VecDeque;
use std::fmt::Write;
use std::sync::{Arc, Mutex, PoisonError};

use coapt_net::Tap;
use coapt_proto::Peer;
use coapt_wire::{Message, OptionNumber, OptionRef, OptionValue};

use super::coap::CoAP;
use super::errors::CoAPError;
use super::events::CoAPLogEventParams;
use super::options::{hex, is_text};
use super::settings::Setting;

/// How many messages wait at most; further ones are left out.
const MAX_WAITING: usize = 4_096;

/// What happened.
pub(crate) const INFO: i32 = 1;
/// The steps of requests and responses.
pub(crate) const VERBOSE: i32 = 2;
/// Every datagram.
pub(crate) const DEBUG: i32 = 3;

/// Messages that wait to be told.
#[derive(Debug, Default)]
pub(crate) struct Log {
    waiting: Queue,
    is_told: bool,
}

impl Log {
    /// An empty log; if the handler of this one runs, it must not be entered again.
    pub(crate) fn fresh(&self) -> Self {
        Self { is_told: self.is_told, ..Self::default() }
    }
}

type Queue = Arc<Mutex<Waiting>>;

#[derive(Debug, Default)]
struct Waiting {
    messages: VecDeque<CoAPLogEventParams>,
    left_out: usize,
}

impl CoAP {
    /// Notes a message, if anyone listens at its level.
    pub(crate) fn log(&self, level: i32, message: impl FnOnce() -> String) {
        if self.hooks.on_log.is_some() && level <= self.settings.int(Setting::LogLevel) {
            push(&self.log.waiting, level, message());
        }
    }

    /// Tells the messages that wait; inside `on_log` itself they go on waiting.
    pub(crate) fn deliver_log(&mut self) -> Result<(), CoAPError> {
        if self.log.is_told {
            return Ok(());
        }
        self.log.is_told = true;
        let result = self.tell_waiting();
        self.log.is_told = false;
        result
    }

    fn tell_waiting(&mut self) -> Result<(), CoAPError> {
        while let Some(mut params) = pop(&self.log.waiting) {
            let allowed: i32 = self.settings.int(Setting::LogLevel);
            if params.log_level <= allowed {
                self.fire(self.hooks.on_log.clone(), &mut params)?;
            }
        }
        Ok(())
    }

    /// Listens to the datagrams if anyone wants to know of them.
    pub(crate) fn refresh_tap(&mut self) {
        let level: i32 = self.settings.int(Setting::LogLevel);
        let wanted = level >= DEBUG && self.hooks.on_log.is_some();
        let masks = self.settings.is_on(Setting::MaskSensitive);
        let queue = Arc::clone(&self.log.waiting);
        if let Some(driver) = &mut self.driver {
            let tap: Option<Box<dyn Tap>> =
                if wanted { Some(Box::new(DatagramLog { queue, masks })) } else { None };
            driver.set_tap(tap);
        }
    }

    /// Gives a URI as it may stand in a log message.
    pub(crate) fn uri_for_log(&self, uri: &str) -> String {
        match uri.split_once('?') {
            Some((before, query)) if self.settings.is_on(Setting::MaskSensitive) => {
                format!("{before}?{}", stars(query.len()))
            }
            _ => uri.to_owned(),
        }
    }
}

/// Writes each datagram into the log.
struct DatagramLog {
    queue: Queue,
    masks: bool,
}

impl Tap for DatagramLog {
    fn received(&mut self, from: &Peer, bytes: &[u8]) {
        self.note("received", "from", from, bytes);
    }

    fn sent(&mut self, to: &Peer, bytes: &[u8]) {
        self.note("sent", "to", to, bytes);
    }
}

impl DatagramLog {
    fn note(&self, verb: &str, preposition: &str, peer: &Peer, bytes: &[u8]) {
        let (length, address) = (bytes.len(), peer.address());
        let picture = describe(bytes, self.masks);
        push(
            &self.queue,
            DEBUG,
            format!("{verb} {length} bytes {preposition} {address}: {picture}"),
        );
    }
}

fn push(queue: &Queue, log_level: i32, message: String) {
    let mut queue = queue.lock().unwrap_or_else(PoisonError::into_inner);
    if queue.messages.len() < MAX_WAITING {
        queue.messages.push_back(CoAPLogEventParams { log_level, message });
    } else {
        queue.left_out += 1;
    }
}

/// Takes the oldest message; after the last one a word about those that were left out.
fn pop(queue: &Queue) -> Option<CoAPLogEventParams> {
    let mut queue = queue.lock().unwrap_or_else(PoisonError::into_inner);
    let oldest = queue.messages.pop_front();
    if oldest.is_some() || queue.left_out == 0 {
        return oldest;
    }
    let left_out = std::mem::take(&mut queue.left_out);
    let message = format!("warning: {left_out} log messages were left out, for too many waited");
    Some(CoAPLogEventParams { log_level: INFO, message })
}

/// Describes a datagram in one line.
fn describe(bytes: &[u8], masks: bool) -> String {
    let message = match Message::parse(bytes) {
        Ok(message) => message,
        Err(error) => return format!("malformed: {error}; {}", opaque(bytes, masks)),
    };
    let mut text = format!("{} {} id {}", message.message_type, message.code, message.id);
    if !message.token.is_empty() {
        append(&mut text, " token ", &opaque(message.token.as_bytes(), masks));
    }
    for option in message.options {
        append(&mut text, " ", &option.number.to_string());
        append(&mut text, ": ", &option_text(option, masks));
    }
    if !message.payload.is_empty() {
        append(&mut text, " payload ", &opaque(message.payload, masks));
    }
    text
}

fn append(text: &mut String, before: &str, what: &str) {
    text.push_str(before);
    text.push_str(what);
}

fn option_text(option: OptionRef<'_>, masks: bool) -> String {
    if masks && is_sensitive(option.number) {
        return stars(option.value.len());
    }
    match option.value() {
        OptionValue::Empty => "present".to_owned(),
        OptionValue::Opaque(bytes) => format!("0x{}", hex(bytes)),
        OptionValue::Uint(value) => value.to_string(),
        OptionValue::String(value) => format!("{value:?}"),
        OptionValue::Block(block) => block.to_string(),
    }
}

/// Tells whether the value of an option is masked: all but those that are known to be harmless.
fn is_sensitive(number: OptionNumber) -> bool {
    const MASKED_TEXTS: [OptionNumber; 3] =
        [OptionNumber::URI_QUERY, OptionNumber::LOCATION_QUERY, OptionNumber::PROXY_URI];
    let is_number = !is_text(number) && number.definition().is_some_and(is_plain);
    !is_number && (!is_text(number) || MASKED_TEXTS.contains(&number))
}

/// Tells whether an option holds a number, a block or nothing.
fn is_plain(definition: &coapt_wire::OptionDefinition) -> bool {
    use coapt_wire::OptionFormat::{Block, Empty, Opaque, String, Uint};
    match definition.format {
        Empty | Uint | Block => true,
        Opaque | String => false,
    }
}

/// Shows bytes as text if they are such, else as hex.
fn opaque(bytes: &[u8], masks: bool) -> String {
    if masks {
        return stars(bytes.len());
    }
    let mut text = format!("0x{}", hex(bytes));
    if let Ok(readable) = std::str::from_utf8(bytes)
        && readable.chars().all(|letter| !letter.is_control())
    {
        let written = write!(text, " {readable:?}");
        debug_assert!(written.is_ok(), "writing to a string cannot fail");
    }
    text
}

/// Shows that there is something, and how long it is.
fn stars(length: usize) -> String {
    format!("({length})****")
}
