//! The parts of a message as words of the command line.

use std::net::{IpAddr, SocketAddr};

use coapt::Uri;
use coapt::wire::uri::{DEFAULT_PORT, Host};
use coapt::wire::{Code, MessageType, OptionNumber, OptionsBuf, Token};

use crate::show::hex;

/// Reads a code: figures such as 2.05, or a name in any case.
pub(super) fn code(text: &str) -> Result<Code, String> {
    let figures = text.split_once('.').and_then(|(class, detail)| {
        let is_figures = |it: &str| it.bytes().all(|byte| byte.is_ascii_digit());
        let detail = Some(detail).filter(|it| it.len() == 2 && is_figures(it))?;
        Code::new(class.parse().ok()?, detail.parse().ok()?)
    });
    let name = |code: &Code| code.name().is_some_and(|name| is_same(name, text));
    figures.or_else(|| (0..=u8::MAX).map(Code::from_byte).find(name)).ok_or_else(|| {
        format!("{text:?} is no code; GET, 0.01, 2.05 and 'Not Found' are, up to 7.31")
    })
}

/// Compares names of codes without regard to case and to what parts their words.
fn is_same(name: &str, text: &str) -> bool {
    let letters = |text: &str| -> String {
        text.chars().filter(char::is_ascii_alphanumeric).map(|it| it.to_ascii_lowercase()).collect()
    };
    letters(name) == letters(text)
}

/// Reads a type by its short name.
pub(super) fn message_type(text: &str) -> Result<MessageType, String> {
    match text.to_ascii_uppercase().as_str() {
        "CON" => Ok(MessageType::Confirmable),
        "NON" => Ok(MessageType::NonConfirmable),
        "ACK" => Ok(MessageType::Acknowledgement),
        "RST" => Ok(MessageType::Reset),
        _ => Err(format!("{text:?} is no type; CON, NON, ACK and RST are")),
    }
}

/// Reads a token: hexadecimal, with or without 0x before it.
pub(super) fn token(text: &str) -> Result<Token, String> {
    let bytes = hex::decode(text.strip_prefix("0x").unwrap_or(text).as_bytes())?;
    Token::new(&bytes)
        .ok_or_else(|| format!("a token has up to 8 bytes; this one has {}", bytes.len()))
}

/// Reads a URI.
pub(super) fn uri(text: &str) -> Result<Uri, String> {
    Uri::parse(text).map_err(|error| error.to_string())
}

/// Gives the options that a URI stands for; an address as host needs none, since it is where the datagram goes.
pub(super) fn options_of(uri: &Uri) -> OptionsBuf {
    let address = match uri.host() {
        Host::V6(address, _) => IpAddr::V6(*address),
        Host::V4(address) => IpAddr::V4(*address),
        Host::Name(_) => IpAddr::from([0, 0, 0, 0]),
    };
    let mut options = uri.options(SocketAddr::new(address, uri.port()));
    if uri.port() != DEFAULT_PORT && matches!(uri.host(), Host::Name(_)) {
        // The name alone does not say which of the servers at its address is meant.
        options.set_uint(OptionNumber::URI_PORT, uri.port().into());
    }
    options
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_have_figures_and_names() {
        for (text, expected) in [
            ("GET", "0.01"),
            ("ipatch", "0.07"),
            ("0.31", "0.31"),
            ("2.05", "2.05"),
            ("Content", "2.05"),
            ("not-found", "4.04"),
            ("0.00", "0.00"),
        ] {
            assert_eq!(code(text).unwrap().to_string(), expected, "{text}");
        }
        for wrong in ["", "gte", "2.5", "2.32", "8.00", "2.+1"] {
            assert!(code(wrong).unwrap_err().contains("is no code"), "{wrong}");
        }
    }
}
