//! What the exchanges of a storm carry: no two the same, so that a mix-up shows.

use bytes::Bytes;
use coapt_proto::{Request, Response};
use coapt_wire::{Code, OptionNumber, Options};

/// How fresh a state is; a client that hears nothing asks anew then.
const MAX_AGE: u32 = 60;

/// A kind of exchange.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Get,
    SlowGet,
    NonGet,
    Post,
    PutBody,
    GetBody,
}

/// The query of an exchange: eight digits behind "i=".
pub(super) fn name(number: u64) -> String {
    let mut digits = [0; 8];
    let mut rest = number;
    for digit in digits.iter_mut().rev() {
        *digit = b"0123456789abcdefghijklmnopqrstuvwxyz"[(rest % 36) as usize];
        rest /= 36;
    }
    format!("i={}", String::from_utf8_lossy(&digits))
}

/// How long the bodies of an exchange are.
pub(super) fn length_of(number: u64) -> usize {
    1500 + (number % 7) as usize * 700
}

/// A body that no other exchange has.
pub(super) fn body(number: u64, length: usize) -> Bytes {
    let mut bytes = number.to_be_bytes().to_vec();
    let seed = number.wrapping_mul(0x9E37_79B9_7F4A_7C15).to_le_bytes();
    bytes.extend((8..length).map(|place| seed[place % 8] ^ (place / 8).to_le_bytes()[0]));
    bytes.into()
}

/// The answer that an exchange must get.
pub(super) fn answer(number: u64, kind: Kind) -> Bytes {
    match kind {
        Kind::GetBody => body(!number, length_of(number)),
        Kind::PutBody => body(!number, 40),
        Kind::Get | Kind::SlowGet | Kind::NonGet | Kind::Post => body(!number, 16),
    }
}

pub(super) fn state_of(server: usize, state: u64) -> Response {
    let mut response = Response::new(Code::CONTENT).with_payload(format!("{server}:{state}"));
    response.options.set_uint(OptionNumber::MAX_AGE, MAX_AGE);
    response
}

/// The number of a state.
pub(super) fn number_of(state: &Bytes) -> u64 {
    let text = std::str::from_utf8(state).unwrap_or_default();
    text.split_once(':').and_then(|(_, number)| number.parse().ok()).unwrap_or_default()
}

pub(super) fn text(options: Options<'_>, number: OptionNumber) -> &str {
    options.opaque(number).and_then(|value| std::str::from_utf8(value).ok()).unwrap_or_default()
}

pub(super) fn push(request: &mut Request, number: OptionNumber, value: &[u8]) {
    request.options.push(number, value).expect("it fits into a message");
}
