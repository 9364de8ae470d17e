//! RFC 7252 §5.4: which options make a message unacceptable.
//!
//! An option that is unknown, of a wrong length or there once too often is passed over if it is elective; if it is
//! critical, the message is refused.

use coapt_wire::{OptionFormat, OptionNumber, OptionRef, Options};

use crate::config::Recognized;

/// Why a request is refused before the application sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Refusal {
    /// 4.02: a critical option that nobody here understands.
    BadOption(OptionNumber),
    /// 4.00: a value that no request may have.
    BadRequest(&'static str),
    /// 5.05: a request to a proxy, which this endpoint is not.
    NoProxy,
}

/// The critical options of requests that are understood here or delivered for the application to judge.
const IN_REQUESTS: [OptionNumber; 11] = [
    OptionNumber::URI_PATH,
    OptionNumber::URI_QUERY,
    OptionNumber::URI_HOST,
    OptionNumber::URI_PORT,
    OptionNumber::ACCEPT,
    OptionNumber::BLOCK2,
    OptionNumber::BLOCK1,
    OptionNumber::IF_MATCH,
    OptionNumber::IF_NONE_MATCH,
    OptionNumber::PROXY_URI,
    OptionNumber::PROXY_SCHEME,
];

/// The critical options of responses that are understood here.
const IN_RESPONSES: [OptionNumber; 2] = [OptionNumber::BLOCK2, OptionNumber::BLOCK1];

/// The numbers that are reserved for what else a location may consist of (RFC 7252 §5.10.7).
const RESERVED_FOR_LOCATION: [u16; 4] = [128, 132, 136, 140];

/// Which options stand in a message: a bit for each number below 63, and one for all others.
///
/// It saves looking for what is not there.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Present(u64);

impl Present {
    const fn bit(number: OptionNumber) -> u64 {
        let place = if number.value() < 63 { number.value() } else { 63 };
        1 << place
    }

    /// Which options stand in a list.
    pub(crate) fn of(options: Options<'_>) -> Self {
        let mut present = Self::default();
        for option in options {
            present.note(option.number);
        }
        present
    }

    fn note(&mut self, number: OptionNumber) {
        self.0 |= Self::bit(number);
    }

    /// Tells whether no other options are there than these, whose numbers are below 63.
    pub(crate) fn are_within(self, numbers: &[OptionNumber]) -> bool {
        let bits = numbers.iter().fold(0, |bits, number| bits | Self::bit(*number));
        self.0 & !bits == 0
    }

    /// False if the option is not there; true if it may be.
    pub(crate) const fn may_hold(self, number: OptionNumber) -> bool {
        self.0 & Self::bit(number) != 0
    }
}

/// Tells whether a request can be delivered, and if so which options it has.
pub(crate) fn check_request(
    options: Options<'_>,
    recognized: &Recognized,
) -> Result<Present, Refusal> {
    let mut before = None;
    let mut present = Present::default();
    // What the values ask for counts only if the message is not to be rejected as a whole.
    let mut values = Ok(());
    for option in options {
        let number = option.number;
        if !is_fit(option, before) || !IN_REQUESTS.contains(&number) {
            //= rfc7252#5.4.1 critical: an unrecognised one leads to 4.02
            if number.is_critical() && !recognized.contains(number) {
                return Err(Refusal::BadOption(number));
            }
        }
        if values.is_ok() {
            values = check_value(option, recognized);
        }
        before = Some(number);
        present.note(number);
    }
    match unknown_location(options, present, recognized) {
        Some(number) => Err(Refusal::BadOption(number)),
        None => values.map(|()| present),
    }
}

/// Tells whether a response can be used; if not, names the option that forbids it.
pub(crate) fn check_response(
    options: Options<'_>,
    recognized: &Recognized,
) -> Result<(), OptionNumber> {
    let mut before = None;
    let mut present = Present::default();
    for option in options {
        let number = option.number;
        let known = IN_RESPONSES.contains(&number) && is_fit(option, before);
        //= rfc7252#5.4.1 critical-response: an unrecognised one rejects the response
        if number.is_critical() && !known && !recognized.contains(number) {
            return Err(number);
        }
        before = Some(number);
        present.note(number);
    }
    unknown_location(options, present, recognized).map_or(Ok(()), Err)
}

/// The reserved part of a location that nobody understands, if the options tell a location.
//= rfc7252#5.10.7 reserved: beside Location-Path or Location-Query, such a part must be understood
fn unknown_location(
    options: Options<'_>,
    present: Present,
    recognized: &Recognized,
) -> Option<OptionNumber> {
    let tells_location = present.may_hold(OptionNumber::LOCATION_PATH)
        || present.may_hold(OptionNumber::LOCATION_QUERY);
    if !tells_location {
        return None;
    }
    options.into_iter().map(|option| option.number).find(|number| {
        RESERVED_FOR_LOCATION.contains(&number.value()) && !recognized.contains(*number)
    })
}

/// Tells whether an option has a fitting value and stands there for the first time, or may be repeated.
fn is_fit(option: OptionRef<'_>, before: Option<OptionNumber>) -> bool {
    let Some(definition) = option.number.definition() else { return false };
    //= rfc7252#5.4.3 length: outside its range, an option counts as unrecognised
    //= rfc7252#5.4.5 repeated: so does each further occurrence of one that is not repeatable
    definition.accepts_length(option.value.len())
        && (definition.repeatable || before != Some(option.number))
        && (definition.format != OptionFormat::String || option.str().is_some())
}

fn check_value(option: OptionRef<'_>, recognized: &Recognized) -> Result<(), Refusal> {
    match option.number {
        //= rfc7252#5.10.1 dots: a Uri-Path is never "." or ".."
        OptionNumber::URI_PATH if matches!(option.value, b"." | b"..") => {
            Err(Refusal::BadRequest("Uri-Path may not be \".\" or \"..\""))
        }
        //= rfc8768#3 range: 1 to 255
        OptionNumber::HOP_LIMIT
            if !option.value.is_empty() && !matches!(option.uint(), Some(1..=255)) =>
        {
            Err(Refusal::BadRequest("Hop-Limit must be 1 to 255"))
        }
        //= rfc7959#2.2 reserved-size: SZX 7 is not used over UDP
        OptionNumber::BLOCK1 | OptionNumber::BLOCK2
            if option.block().is_some_and(coapt_wire::Block::is_reserved_size) =>
        {
            Err(Refusal::BadRequest("block size exponent 7 is reserved; 0 to 6 are allowed"))
        }
        //= rfc7252#5.10.2 no-proxy
        OptionNumber::PROXY_URI | OptionNumber::PROXY_SCHEME
            if !recognized.contains(option.number) =>
        {
            Err(Refusal::NoProxy)
        }
        _ => Ok(()),
    }
}
