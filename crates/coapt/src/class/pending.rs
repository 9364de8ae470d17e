//! The pending arrays: own requests that wait for an outcome, or received ones that wait for an answer.

use std::net::SocketAddr;

use coapt_wire::Token;

use super::coap::CoAP;
use super::errors::CoAPError;
use super::uris::address_text;

/// What one record shows, whichever side it is on.
struct Record<'a> {
    method: u8,
    remote: SocketAddr,
    id: &'a str,
    token: Token,
    uri: &'a str,
}

/// Pending requests: in client mode those sent with `timeout` 0 whose outcome is not known yet, in server mode those
/// received that are not answered yet.
///
/// Records stand in order of age, the oldest at index 0; an index out of range gives 706.
impl CoAP {
    /// Returns the number of pending requests.
    #[must_use]
    pub fn pending_request_count(&self) -> i32 {
        let count = if self.server.listening {
            self.server.requests.len()
        } else {
            self.client.requests.iter().filter(|request| !request.is_blocking).count()
        };
        i32::try_from(count).unwrap_or(i32::MAX)
    }

    /// Returns the method code of a pending request, 1 to 31 (RFC 7252 §5.8, RFC 8132).
    ///
    /// # Errors
    /// 706 if there is no such record.
    pub fn pending_request_method(&self, index: i32) -> Result<i32, CoAPError> {
        Ok(i32::from(self.pending(index)?.method))
    }

    /// Returns the numeric address a pending request was sent to or came from, IPv6 without brackets.
    ///
    /// # Errors
    /// 706 if there is no such record.
    pub fn pending_request_remote_host(&self, index: i32) -> Result<String, CoAPError> {
        Ok(address_text(self.pending(index)?.remote.ip()))
    }

    /// Returns the port a pending request was sent to or came from.
    ///
    /// # Errors
    /// 706 if there is no such record.
    pub fn pending_request_remote_port(&self, index: i32) -> Result<i32, CoAPError> {
        Ok(i32::from(self.pending(index)?.remote.port()))
    }

    /// Returns the Id of a pending request: what the sending method returned or `on_request` told.
    ///
    /// # Errors
    /// 706 if there is no such record.
    pub fn pending_request_id(&self, index: i32) -> Result<&str, CoAPError> {
        Ok(self.pending(index)?.id)
    }

    /// Returns the token of a pending request, 0 to 8 bytes (RFC 7252 §5.3.1).
    ///
    /// # Errors
    /// 706 if there is no such record.
    pub fn pending_request_token(&self, index: i32) -> Result<Vec<u8>, CoAPError> {
        Ok(self.pending(index)?.token.as_bytes().to_vec())
    }

    /// Returns the URI of a pending request: the caller's string in client mode, the full request URI in server mode.
    ///
    /// # Errors
    /// 706 if there is no such record.
    pub fn pending_request_uri(&self, index: i32) -> Result<&str, CoAPError> {
        Ok(self.pending(index)?.uri)
    }

    fn pending(&self, index: i32) -> Result<Record<'_>, CoAPError> {
        let record = usize::try_from(index).ok().and_then(|place| {
            if self.server.listening {
                self.pending_received(place)
            } else {
                self.pending_sent(place)
            }
        });
        record.ok_or_else(|| {
            let message = format!("there is no pending request {index}");
            CoAPError::new(CoAPError::UNKNOWN_REQUEST, message)
        })
    }

    fn pending_sent(&self, place: usize) -> Option<Record<'_>> {
        let mut listed = self.client.requests.iter().filter(|request| !request.is_blocking);
        listed.nth(place).map(|request| Record {
            method: request.method,
            remote: request.remote,
            id: &request.id,
            token: request.token,
            uri: &request.uri,
        })
    }

    fn pending_received(&self, place: usize) -> Option<Record<'_>> {
        self.server.requests.get(place).map(|request| Record {
            method: request.method,
            remote: request.peer.address(),
            id: &request.id,
            token: request.token,
            uri: request.asked.uri(),
        })
    }
}
