//! One message on one line: arrow, type, code, ids, what it is about, size.

use coapt::wire::{Message, OptionNumber};

use crate::paint::{Paint, Role};
use crate::show;

/// Which way a message goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Direction {
    /// From us.
    Sent,
    /// To us.
    Received,
}

impl Direction {
    fn arrow(self) -> &'static str {
        match self {
            Self::Sent => "→",
            Self::Received => "←",
        }
    }

    fn role(self) -> Role {
        match self {
            Self::Sent => Role::Sent,
            Self::Received => Role::Received,
        }
    }
}

/// Shows a datagram on one line; one that is no message is shown as what it is.
pub(crate) fn line(paint: Paint, direction: Direction, datagram: &[u8]) -> String {
    let arrow = direction.arrow();
    match Message::parse(datagram) {
        Ok(message) => {
            let head = format!("{arrow} {} {:<12}", message.message_type, title(&message));
            let ids = paint.text(Role::Faint, &ids(&message));
            format!("{} {ids}{}", paint.text(direction.role(), &head), about(&message))
        }
        Err(error) => {
            let size = show::text::size(datagram.len() as u64);
            format!("{} {size} that are no message: {error}", paint.text(Role::Bad, arrow))
        }
    }
}

/// Gives the method by name, a response by its figures and its name.
fn title(message: &Message<'_>) -> String {
    let code = message.code;
    match code.name() {
        Some(name) if code.is_request() || code.is_empty() => name.to_owned(),
        Some(name) => format!("{code} {name}"),
        None => code.to_string(),
    }
}

fn ids(message: &Message<'_>) -> String {
    if message.token.is_empty() {
        format!("[{:5}]", message.id)
    } else {
        format!("[{:5} {}]", message.id, message.token)
    }
}

/// Gives path, options and size of the payload.
fn about(message: &Message<'_>) -> String {
    let mut text = String::new();
    if message.code.is_request() {
        text.push(' ');
        text.push_str(&show::option::path_and_query(message.options));
    }
    let mut gap = "  ";
    for option in message.options {
        if matches!(option.number, OptionNumber::URI_PATH | OptionNumber::URI_QUERY) {
            continue;
        }
        text.push_str(gap);
        text.push_str(&show::option::summary(option));
        gap = ", ";
    }
    if !message.payload.is_empty() {
        text.push_str("  ");
        text.push_str(&show::text::size(message.payload.len() as u64));
    }
    text
}

#[cfg(test)]
mod tests {
    use coapt::wire::{Code, MessageId, MessageType, OptionsBuf, Token};

    use super::*;

    #[test]
    fn a_request_shows_what_it_asks_for() {
        let mut options = OptionsBuf::new();
        options.push_str(OptionNumber::URI_PATH, "temp").unwrap();
        options.push_uint(OptionNumber::ACCEPT, 50);
        let mut message = Message::new(MessageType::Confirmable, Code::GET, MessageId::new(7));
        message.token = Token::new(&[0xab]).unwrap();
        message.options = options.as_options();
        let mut datagram = Vec::new();
        message.encode_into(&mut datagram);

        let line = line(Paint::Plain, Direction::Sent, &datagram);

        assert_eq!(line, "→ CON GET          [    7 ab] /temp  Accept application/json");
    }

    #[test]
    fn a_response_shows_its_size() {
        let mut message =
            Message::new(MessageType::Acknowledgement, Code::CONTENT, MessageId::new(65_535));
        message.payload = b"21.5";
        let mut datagram = Vec::new();
        message.encode_into(&mut datagram);

        let line = line(Paint::Plain, Direction::Received, &datagram);

        assert_eq!(line, "← ACK 2.05 Content [65535]  4 bytes");
    }

    #[test]
    fn what_is_no_message_is_named() {
        let line = line(Paint::Plain, Direction::Received, &[0x40]);

        assert!(line.starts_with("← 1 byte that are no message: "), "{line}");
    }
}
