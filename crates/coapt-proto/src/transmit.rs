//! What an endpoint wants to be sent.

use alloc::sync::Arc;
use core::fmt;
use core::ops::Deref;

use crate::peer::Peer;

/// One datagram to be sent, from `to.local()` if that is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Transmit {
    /// Where it goes.
    pub to: Peer,
    /// Its bytes.
    pub datagram: Datagram,
}

/// The bytes of a datagram to be sent: a short one is held in place, a longer one shared with the memory that answers
/// duplicates.
#[derive(Clone)]
pub struct Datagram(Bytes);

/// How many bytes a datagram has at most that is held in place: an answer with a small payload.
const SHORT: usize = 38;

#[derive(Clone)]
enum Bytes {
    Short(u8, [u8; SHORT]),
    Long(Arc<[u8]>),
}

impl Datagram {
    /// Tells how many bytes it takes beside itself.
    pub(crate) fn allocated(&self) -> usize {
        match &self.0 {
            Bytes::Short(..) => 0,
            Bytes::Long(bytes) => bytes.len() + 2 * size_of::<usize>(),
        }
    }
}

impl From<&[u8]> for Datagram {
    fn from(bytes: &[u8]) -> Self {
        let mut short = [0; SHORT];
        if let (Some(place), Ok(length)) = (short.get_mut(..bytes.len()), u8::try_from(bytes.len()))
        {
            place.copy_from_slice(bytes);
            return Self(Bytes::Short(length, short));
        }
        Self(Bytes::Long(Arc::from(bytes)))
    }
}

impl Deref for Datagram {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        match &self.0 {
            Bytes::Short(length, bytes) => bytes.get(..usize::from(*length)).unwrap_or_default(),
            Bytes::Long(bytes) => bytes,
        }
    }
}

impl PartialEq for Datagram {
    fn eq(&self, other: &Self) -> bool {
        **self == **other
    }
}

impl Eq for Datagram {}

impl fmt::Debug for Datagram {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02x?}", &**self)
    }
}

/// How a response left (RFC 7252 §5.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Carriage {
    /// In the acknowledgement of the request; nothing more will be heard of it.
    Piggybacked,
    /// In a confirmable message of its own; [`Event::Delivered`](crate::Event::Delivered) tells how it ended.
    Confirmable,
    /// In a non-confirmable message of its own; nothing more will be heard of it.
    NonConfirmable,
    /// Not at all: the client did not want it (RFC 7967), or it is an error to a multicast request.
    Suppressed,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_datagram_is_the_bytes_that_it_was_made_of() {
        for length in [0, 1, SHORT - 1, SHORT, SHORT + 1, 1500] {
            let bytes: alloc::vec::Vec<u8> = (0..=250).cycle().take(length).collect();
            let datagram = Datagram::from(&bytes[..]);

            assert_eq!(*datagram, bytes[..], "{length} bytes");
            assert_eq!(datagram.clone(), datagram);
            assert_eq!(datagram.allocated() > 0, length > SHORT, "{length} bytes");
        }
        assert_ne!(Datagram::from(&b"a"[..]), Datagram::from(&b"ab"[..]));
    }

    #[test]
    fn a_datagram_takes_40_bytes() {
        assert_eq!(size_of::<Datagram>(), 40);
    }
}
