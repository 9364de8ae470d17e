//! The judge's own eye on the wire: it reads messages without a line of what it judges.

/// What kind of message a datagram is (RFC 7252 §3).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Confirmable,
    NonConfirmable,
    Acknowledgement,
    Reset,
}

/// Option numbers that the scenarios look at (RFC 7252 §5.10, RFC 7641, RFC 7959).
pub(super) mod option {
    pub(crate) const IF_MATCH: u16 = 1;
    pub(crate) const ETAG: u16 = 4;
    pub(crate) const IF_NONE_MATCH: u16 = 5;
    pub(crate) const OBSERVE: u16 = 6;
    pub(crate) const LOCATION_PATH: u16 = 8;
    pub(crate) const URI_PATH: u16 = 11;
    pub(crate) const CONTENT_FORMAT: u16 = 12;
    pub(crate) const URI_QUERY: u16 = 15;
    pub(crate) const ACCEPT: u16 = 17;
    pub(crate) const LOCATION_QUERY: u16 = 20;
    pub(crate) const BLOCK2: u16 = 23;
    pub(crate) const BLOCK1: u16 = 27;
}

/// The value of a Block option (RFC 7959 §2.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Block {
    pub(super) number: u32,
    pub(super) has_more: bool,
    /// In bytes.
    pub(super) size: usize,
}

/// One message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Message {
    pub(super) kind: Kind,
    /// The class in the upper three bits, the detail below.
    pub(super) code: u8,
    pub(super) id: u16,
    pub(super) token: Vec<u8>,
    pub(super) options: Vec<(u16, Vec<u8>)>,
    pub(super) payload: Vec<u8>,
}

impl Message {
    /// Reads a datagram, if it is a well-formed message.
    pub(super) fn read(datagram: &[u8]) -> Option<Self> {
        let (&[first, code, high, low], rest) = datagram.split_first_chunk::<4>()?;
        let kind = match first >> 4 {
            4 => Kind::Confirmable,
            5 => Kind::NonConfirmable,
            6 => Kind::Acknowledgement,
            7 => Kind::Reset,
            _ => return None,
        };
        let token_length = usize::from(first & 15);
        if token_length > 8 || (code == 0 && datagram.len() > 4) {
            return None;
        }
        let (token, mut rest) = rest.split_at_checked(token_length)?;
        let mut options = Vec::new();
        let mut number = 0;
        while let Some((&head, after)) = rest.split_first() {
            if head == 0xFF {
                let payload = (!after.is_empty()).then(|| after.to_vec())?;
                let (id, token) = (u16::from_be_bytes([high, low]), token.to_vec());
                return Some(Self { kind, code, id, token, options, payload });
            }
            let (delta, after) = extended(head >> 4, after)?;
            let (length, after) = extended(head & 15, after)?;
            let (value, after) = after.split_at_checked(usize::from(length))?;
            number = delta.checked_add(number)?;
            options.push((number, value.to_vec()));
            rest = after;
        }
        let (id, token) = (u16::from_be_bytes([high, low]), token.to_vec());
        Some(Self { kind, code, id, token, options, payload: Vec::new() })
    }

    pub(super) fn is_request(&self) -> bool {
        (1..32).contains(&self.code)
    }

    pub(super) fn is_response(&self) -> bool {
        self.code >= 64
    }

    pub(super) fn is_empty(&self) -> bool {
        self.code == 0
    }

    /// The first value of an option.
    pub(super) fn value(&self, wanted: u16) -> Option<&[u8]> {
        self.values(wanted).next()
    }

    pub(super) fn values(&self, wanted: u16) -> impl Iterator<Item = &[u8]> {
        let of_it = self.options.iter().filter(move |(number, _)| *number == wanted);
        of_it.map(|(_, value)| value.as_slice())
    }

    /// All values of an option as texts.
    pub(super) fn texts(&self, wanted: u16) -> Vec<String> {
        self.values(wanted).map(|value| String::from_utf8_lossy(value).into_owned()).collect()
    }

    pub(super) fn number(&self, wanted: u16) -> Option<u32> {
        self.value(wanted).map(integer)
    }

    pub(super) fn block(&self, wanted: u16) -> Option<Block> {
        let value = self.number(wanted)?;
        let size = 1_usize << ((value & 7) + 4);
        Some(Block { number: value >> 4, has_more: value & 8 != 0, size })
    }

    /// The code as it is written, such as 2.05.
    pub(super) fn code_text(&self) -> String {
        code_text(self.code)
    }
}

pub(super) fn code_text(code: u8) -> String {
    format!("{}.{:02}", code >> 5, code & 31)
}

/// An unsigned integer of an option, of which the last four bytes count.
fn integer(value: &[u8]) -> u32 {
    value.iter().fold(0, |sum, byte| (sum << 8) | u32::from(*byte))
}

/// The delta or length that a nibble begins (RFC 7252 §3.1).
fn extended(nibble: u8, rest: &[u8]) -> Option<(u16, &[u8])> {
    match nibble {
        0..=12 => Some((u16::from(nibble), rest)),
        13 => rest.split_first().map(|(byte, rest)| (u16::from(*byte) + 13, rest)),
        14 => {
            let (bytes, rest) = rest.split_first_chunk::<2>()?;
            Some((u16::from_be_bytes(*bytes).checked_add(269)?, rest))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_with_options_and_payload_is_read() {
        let bytes = b"\x42\x03\x12\x34\xca\xfe\xb4test\x10\xd1\x02\x0a\xffhello";

        let message = Message::read(bytes).unwrap();

        assert_eq!((message.kind, message.code, message.id), (Kind::Confirmable, 3, 0x1234));
        assert_eq!(message.texts(option::URI_PATH), ["test"]);
        assert_eq!(message.number(option::CONTENT_FORMAT), Some(0));
        assert_eq!(message.block(option::BLOCK1).unwrap().size, 64);
        assert_eq!(message.payload, b"hello");
    }

    #[test]
    fn what_is_no_message_is_not_read() {
        let bad: [&[u8]; 6] = [
            b"\x40\x01\x00",
            b"\x80\x01\x00\x00",
            b"\x41\x00\x00\x00\x01",
            b"\x49\x01\x00\x00",
            b"\x40\x01\x00\x00\xff",
            b"\x40\x01\x00\x00\xb4tes",
        ];

        assert!(bad.iter().all(|bytes| Message::read(bytes).is_none()));
    }
}
