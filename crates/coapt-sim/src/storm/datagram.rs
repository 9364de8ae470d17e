//! What the model reads of a datagram: its own reading of RFC 7252 §3, not that of the code it judges.

/// The parts of a message that matter to the model.
#[derive(Clone, Copy, Debug)]
pub(super) struct Datagram<'d> {
    pub(super) kind: Kind,
    pub(super) code: u8,
    pub(super) id: u16,
    pub(super) token: &'d [u8],
    pub(super) rest: &'d [u8],
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Confirmable,
    NonConfirmable,
    Acknowledgement,
    Reset,
}

impl<'d> Datagram<'d> {
    /// Reads a datagram; `None` if it is no message of version 1.
    pub(super) fn read(bytes: &'d [u8]) -> Option<Self> {
        let (head, rest) = bytes.split_first_chunk::<4>()?;
        let [first, code, high, low] = *head;
        let length = usize::from(first & 15);
        if first >> 6 != 1 || length > 8 || rest.len() < length {
            return None;
        }
        let kind = match first >> 4 & 3 {
            0 => Kind::Confirmable,
            1 => Kind::NonConfirmable,
            2 => Kind::Acknowledgement,
            _ => Kind::Reset,
        };
        let (token, rest) = rest.split_at(length);
        Some(Self { kind, code, id: u16::from_be_bytes([high, low]), token, rest })
    }

    pub(super) fn is_request(&self) -> bool {
        (1..32).contains(&self.code)
    }

    pub(super) fn is_response(&self) -> bool {
        self.code >> 5 >= 2
    }

    /// The number of the exchange, which each request of the storm has in its query as eight bytes behind "i=".
    pub(super) fn exchange(&self) -> Option<u64> {
        let place = self.rest.windows(2).position(|two| two == b"i=")? + 2;
        let number = self.rest.get(place..place + 8)?;
        u64::from_str_radix(std::str::from_utf8(number).ok()?, 36).ok()
    }
}
