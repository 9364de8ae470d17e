//! What a client is told to ask.

use serde::Serialize;

/// One request, as any client can be told to make it.
#[derive(Clone, Debug, Default, Serialize)]
pub(in crate::interop) struct Ask {
    pub(super) method: &'static str,
    pub(super) uri: String,
    pub(super) non: bool,
    /// In hexadecimal.
    pub(super) token: Option<&'static str>,
    pub(super) payload: String,
    pub(super) format: Option<u16>,
    pub(super) accept: Option<u16>,
    /// In hexadecimal.
    pub(super) etag: String,
    /// In hexadecimal.
    pub(super) if_match: String,
    pub(super) if_none_match: bool,
    /// The size of a block in bytes.
    pub(super) block: Option<u16>,
    /// How many states are to be seen before the observation ends; 0: none is begun.
    pub(super) states: u32,
    /// Whether much has to be sent again, which takes its time.
    #[serde(skip)]
    pub(super) is_slow: bool,
}

impl Ask {
    pub(in crate::interop) fn new(method: &'static str, path: &str) -> Self {
        Self { method, uri: path.to_owned(), ..Self::default() }
    }

    pub(in crate::interop) fn get(path: &str) -> Self {
        Self::new("GET", path)
    }

    pub(in crate::interop) fn observe(path: &str, states: u32) -> Self {
        Self { states, ..Self::get(path) }
    }

    pub(in crate::interop) fn non(self) -> Self {
        Self { non: true, ..self }
    }

    pub(in crate::interop) fn token(self, token: &'static str) -> Self {
        Self { token: Some(token), ..self }
    }

    pub(in crate::interop) fn payload(self, payload: &str) -> Self {
        Self { payload: payload.to_owned(), format: Some(0), ..self }
    }

    pub(in crate::interop) fn accept(self, format: u16) -> Self {
        Self { accept: Some(format), ..self }
    }

    pub(in crate::interop) fn etag(self, tag: &[u8]) -> Self {
        Self { etag: hexadecimal(tag), ..self }
    }

    pub(in crate::interop) fn if_match(self, tag: &[u8]) -> Self {
        Self { if_match: hexadecimal(tag), ..self }
    }

    pub(in crate::interop) fn if_none_match(self) -> Self {
        Self { if_none_match: true, ..self }
    }

    pub(in crate::interop) fn block(self, size: u16) -> Self {
        Self { block: Some(size), ..self }
    }

    pub(in crate::interop) fn slow(self, is_slow: bool) -> Self {
        Self { is_slow, ..self }
    }

    /// Gives the path its host: what comes to this port of this machine.
    pub(in crate::interop) fn at(mut self, port: u16) -> Self {
        self.uri = format!("coap://127.0.0.1:{port}/{}", self.uri);
        self
    }
}

pub(in crate::interop) fn hexadecimal(bytes: &[u8]) -> String {
    use std::fmt::Write as _;

    bytes.iter().fold(String::new(), |mut text, byte| {
        write!(text, "{byte:02x}").unwrap_or_default();
        text
    })
}
