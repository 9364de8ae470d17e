//! A datagram as a picture: its bytes on the left, what they mean on the right.

use coapt::wire::{Code, ContentFormat, Message, OptionNumber, OptionRef, OptionValue};

use crate::paint::{Paint, Role};
use crate::show::{self, hex};

/// How many bytes stand on one line.
const ROW: usize = 8;

/// How many more lines of bytes one part gets.
const MORE_ROWS: usize = 7;

/// Describes a datagram, or the hexadecimal that was none, in lines that people read.
pub(super) fn describe(paint: Paint, datagram: &Result<Vec<u8>, String>) -> String {
    let bytes = match datagram {
        Ok(bytes) => bytes,
        Err(error) => return paint.text(Role::Bad, error),
    };
    let mut picture = Picture { paint, text: String::new(), place: 0 };
    match Message::parse(bytes) {
        Ok(message) => picture.message(bytes, &message),
        Err(error) => {
            picture.rows(bytes, &paint.text(Role::Bad, &format!("no message: {error}")));
        }
    }
    picture.text
}

struct Picture {
    paint: Paint,
    text: String,
    /// Where in the datagram the next row begins.
    place: usize,
}

impl Picture {
    fn message(&mut self, bytes: &[u8], message: &Message<'_>) {
        let words = format!(
            "{} {}, message id {}, token of {}",
            message.message_type,
            title(message.code),
            message.id,
            show::text::size(message.token.length().into())
        );
        self.text.push_str(&self.paint.text(Role::Heading, &words));
        self.text.push('\n');
        let (head, rest) = bytes.split_at(4);
        let (first, head) = head.split_at(1);
        let (code, id) = head.split_at(1);
        let length = message.token.length();
        self.rows(
            first,
            &format!("version 1, type {}, token length {length}", message.message_type),
        );
        self.rows(code, &format!("code {}", title(message.code)));
        self.rows(id, &format!("message id {}", message.id));
        let (token, rest) = rest.split_at(usize::from(message.token.length()));
        if !token.is_empty() {
            self.rows(token, "token");
        }
        let (options, payload) = rest.split_at(message.options.as_bytes().len());
        self.options(options, message);
        if let Some((marker, payload)) = payload.split_first() {
            self.rows(&[*marker], &self.paint.text(Role::Faint, "payload marker"));
            self.payload(payload, message);
        }
    }

    fn options(&mut self, mut bytes: &[u8], message: &Message<'_>) {
        let mut before = 0;
        for option in message.options {
            let (this, rest) = bytes.split_at(wire_length(bytes, option));
            let head = this.len() - option.value.len();
            let delta = option.number.value() - before;
            before = option.number.value();
            let words = option_words(self.paint, option);
            let parts = format!("  delta {delta}, length {}", option.value.len());
            let parts = self.paint.text(Role::Faint, &parts);
            let (head, value) = this.split_at(head);
            self.rows(head, &(words + &parts));
            if !value.is_empty() {
                self.rows(value, &self.paint.text(Role::Faint, "value"));
            }
            bytes = rest;
        }
    }

    fn payload(&mut self, payload: &[u8], message: &Message<'_>) {
        let format = message.options.uint(OptionNumber::CONTENT_FORMAT);
        let format = format.and_then(|number| u16::try_from(number).ok()).map(ContentFormat::new);
        let size = show::text::size(payload.len() as u64);
        self.rows(payload, &format!("payload of {size}"));
        for line in show::payload::pretty(format, payload).lines() {
            self.text.push_str("    ");
            self.text.push_str(line);
            self.text.push('\n');
        }
    }

    /// Adds bytes, as many lines as they take, and their meaning beside the first.
    fn rows(&mut self, bytes: &[u8], words: &str) {
        let mut rows = bytes.chunks(ROW);
        let first = hex::spaced(rows.next().unwrap_or_default());
        let place = self.place;
        let line = format!("{place:4x}  {first:<width$}  {words}\n", width = ROW * 3);
        self.text.push_str(&line);
        for (index, row) in rows.by_ref().take(MORE_ROWS).enumerate() {
            let line = format!("{:4x}  {}\n", place + (index + 1) * ROW, hex::spaced(row));
            self.text.push_str(&line);
        }
        self.place += bytes.len();
        if rows.next().is_some() {
            self.text.push_str("…\n");
        }
    }
}

/// Gives the number of bytes that an option takes; `bytes` begin with it.
fn wire_length(bytes: &[u8], option: OptionRef<'_>) -> usize {
    let extension = |nibble| match nibble {
        13 => 1,
        14 => 2,
        _ => 0,
    };
    let head = bytes.first().copied().unwrap_or_default();
    1 + extension(head >> 4) + extension(head & 0x0f) + option.value.len()
}

/// Gives number, name, value and bits of an option.
fn option_words(paint: Paint, option: OptionRef<'_>) -> String {
    let number = option.number;
    let name = match number.definition() {
        Some(definition) => format!("{} {}", number.value(), definition.name),
        None => format!("{} (unknown)", number.value()),
    };
    let value = match option.value() {
        OptionValue::String(_) => format!("{:?}", show::option::value(option)),
        OptionValue::Empty
        | OptionValue::Opaque(_)
        | OptionValue::Uint(_)
        | OptionValue::Block(_) => show::option::value(option),
    };
    let bits = paint.text(Role::Faint, &format!("({})", bits(number)));
    let name = paint.text(Role::Accent, &name);
    let warning = if option.has_valid_length() { "" } else { "  length out of range" };
    format!("option {name} {value} {bits}{}", paint.text(Role::Bad, warning))
}

/// Says what a receiver that does not know the option does with it (RFC 7252 §5.4.6).
fn bits(number: OptionNumber) -> String {
    let class = if number.is_critical() { "critical" } else { "elective" };
    let forwarding = if number.is_unsafe() {
        "unsafe to forward"
    } else if number.is_no_cache_key() {
        "safe, no cache key"
    } else {
        "safe, cache key"
    };
    format!("{class}, {forwarding}")
}

fn title(code: Code) -> String {
    match code.name() {
        Some(name) => format!("{code} {name}"),
        None => code.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn described(text: &str) -> String {
        describe(Paint::Plain, &hex::decode(text.as_bytes()))
    }

    #[test]
    fn each_part_of_a_message_has_its_line() {
        let picture = described("42011234 7a10 b474657374 110a ff 31");

        let expected = "\
CON 0.01 GET, message id 4660, token of 2 bytes
   0  42                        version 1, type CON, token length 2
   1  01                        code 0.01 GET
   2  12 34                     message id 4660
   4  7a 10                     token
   6  b4                        option 11 Uri-Path \"test\" (critical, unsafe to forward)  delta 11, length 4
   7  74 65 73 74               value
   b  11                        option 12 Content-Format 10 (elective, safe, cache key)  delta 1, length 1
   c  0a                        value
   d  ff                        payload marker
   e  31                        payload of 1 byte
    1
";
        assert_eq!(picture, expected);
    }

    #[test]
    fn long_parts_take_several_lines_and_have_an_end() {
        let mut text = "40010000 d3fce80102 ff".to_owned();
        text.push_str(&"00".repeat(2000));

        let picture = described(&text);

        assert!(picture.contains("option 265 (unknown) 0xe80102"), "{picture}");
        assert!(picture.contains("\n…\n"), "{picture}");
        assert!(picture.lines().count() < 100);
    }

    #[test]
    fn what_is_no_message_is_shown_with_the_reason() {
        let picture = described("8001 0000");

        assert!(picture.starts_with("   0  80 01 00 00"), "{picture}");
        assert!(picture.contains("the version is 2"), "{picture}");
        assert!(described("4").contains("odd"));
    }
}
