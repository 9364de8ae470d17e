//! One message on one line: arrow, type, code, ids, what it is about, size.
//!
//! In a terminal a line that is too long goes on below, indented.

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

/// Where a line that is too long goes on.
const INDENT: usize = 19;

/// Shows a datagram; one that is no message is shown as what it is. No line is wider than `width`, if that can be.
pub(crate) fn line(
    paint: Paint,
    width: Option<usize>,
    direction: Direction,
    datagram: &[u8],
) -> String {
    let arrow = direction.arrow();
    match Message::parse(datagram) {
        Ok(message) => {
            let head = format!("{arrow} {} {:<12}", message.message_type, title(&message));
            let ids = ids(&message);
            let about = about(&message, head.chars().count() + 1 + ids.len(), width);
            let (head, ids) = (paint.text(direction.role(), &head), paint.text(Role::Faint, &ids));
            format!("{head} {ids}{about}")
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

/// Gives path, options and size of the payload, behind a text that ends at this column.
fn about(message: &Message<'_>, column: usize, width: Option<usize>) -> String {
    let mut text = Folded { text: String::new(), column, width };
    if message.code.is_request() {
        text.push(" ", &show::option::path_and_query(message.options));
    }
    let mut gap = "  ";
    for option in message.options {
        if matches!(option.number, OptionNumber::URI_PATH | OptionNumber::URI_QUERY) {
            continue;
        }
        text.push(gap, &show::option::summary(option));
        gap = ", ";
    }
    if !message.payload.is_empty() {
        text.push("  ", &show::text::size(message.payload.len() as u64));
    }
    text.text
}

/// A text that goes on below where it would be too wide.
struct Folded {
    text: String,
    column: usize,
    width: Option<usize>,
}

impl Folded {
    fn push(&mut self, gap: &str, piece: &str) {
        let length = piece.chars().count();
        let fits = self.width.is_none_or(|width| self.column + gap.len() + length <= width);
        if fits || self.column <= INDENT {
            self.text.push_str(gap);
            self.column += gap.len();
        } else {
            self.text.push_str(gap.trim_end());
            self.text.push('\n');
            self.text.extend(std::iter::repeat_n(' ', INDENT));
            self.column = INDENT;
        }
        self.text.push_str(piece);
        self.column += length;
    }
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

        let line = line(Paint::Plain, None, Direction::Sent, &datagram);

        assert_eq!(line, "→ CON GET          [    7 ab] /temp  Accept application/json");
    }

    #[test]
    fn what_does_not_fit_goes_on_below() {
        let mut options = OptionsBuf::new();
        options.push(OptionNumber::ETAG, &[0xAB; 8]).unwrap();
        options.push_uint(OptionNumber::CONTENT_FORMAT, 50);
        let mut message =
            Message::new(MessageType::Acknowledgement, Code::CONTENT, MessageId::new(65_535));
        message.options = options.as_options();
        let mut datagram = Vec::new();
        message.encode_into(&mut datagram);

        let line = line(Paint::Plain, Some(60), Direction::Received, &datagram);

        let expected = "← ACK 2.05 Content [65535]  ETag 0xabababababababab,
                   Content-Format application/json";
        assert_eq!(line, expected);
    }

    #[test]
    fn a_response_shows_its_size() {
        let mut message =
            Message::new(MessageType::Acknowledgement, Code::CONTENT, MessageId::new(65_535));
        message.payload = b"21.5";
        let mut datagram = Vec::new();
        message.encode_into(&mut datagram);

        let line = line(Paint::Plain, None, Direction::Received, &datagram);

        assert_eq!(line, "← ACK 2.05 Content [65535]  4 bytes");
    }

    #[test]
    fn what_is_no_message_is_named() {
        let line = line(Paint::Plain, None, Direction::Received, &[0x40]);

        assert!(line.starts_with("← 1 byte that are no message: "), "{line}");
    }
}
