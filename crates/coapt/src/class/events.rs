//! The parameters of the events, one type an event.

use std::net::SocketAddr;
use std::sync::Arc;

use coapt_wire::{OptionsBuf, Token};

use super::uris::Asked;

/// Makes the parameter types: read-only values with a getter each, settable ones with a setter too.
macro_rules! params {
    ($(
        $(#[$doc:meta])*
        $type:ident {
            $($(#[$field_doc:meta])* $field:ident: $kind:ident,)*
        }
        $(, settable { $(#[$set_doc:meta])* $settable:ident, $set:ident $(, unless $fixed:ident)? })?;
    )*) => {
        $(
            $(#[$doc])*
            #[derive(Clone, Debug, Default)]
            pub struct $type {
                $(pub(crate) $field: params!(@owned $kind),)*
                $(pub(crate) $settable: bool, $(pub(crate) $fixed: bool,)?)?
            }

            impl $type {
                $(params!(@getter $(#[$field_doc])* $field $kind);)*
                $(
                    $(#[$set_doc])*
                    #[must_use]
                    pub fn $settable(&self) -> bool {
                        self.$settable
                    }

                    #[doc = concat!("Sets [`", stringify!($settable), "`](Self::", stringify!($settable), ").")]
                    pub fn $set(&mut self, value: bool) {
                        self.$settable = value $(|| self.$fixed)?;
                    }
                )?
            }
        )*
    };
    (@owned text) => { String };
    (@owned bytes) => { Vec<u8> };
    (@owned int) => { i32 };
    (@owned bool) => { bool };
    (@getter $(#[$doc:meta])* $field:ident text) => {
        $(#[$doc])*
        #[must_use]
        pub fn $field(&self) -> &str {
            &self.$field
        }
    };
    (@getter $(#[$doc:meta])* $field:ident bytes) => {
        $(#[$doc])*
        #[must_use]
        pub fn $field(&self) -> &[u8] {
            &self.$field
        }
    };
    (@getter $(#[$doc:meta])* $field:ident int) => {
        $(#[$doc])*
        #[must_use]
        pub fn $field(&self) -> i32 {
            self.$field
        }
    };
    (@getter $(#[$doc:meta])* $field:ident bool) => {
        $(#[$doc])*
        #[must_use]
        pub fn $field(&self) -> bool {
            self.$field
        }
    };
}

params! {
    /// The parameters of `on_error`.
    CoAPErrorEventParams {
        /// The code of the problem, one of those of [`CoAPError`](super::CoAPError).
        error_code: int,
        /// A sentence that describes the problem.
        description: text,
    };

    /// The parameters of `on_log`.
    CoAPLogEventParams {
        /// The level of this message: 1 information, 2 verbose, 3 debug.
        log_level: int,
        /// The message; what is sensitive is masked unless the setting `MaskSensitive` is False.
        message: text,
    };

    /// The parameters of `on_notification`.
    CoAPNotificationEventParams {
        /// The string that the latest `start_observing` for this resource was given.
        uri: text,
        /// Whether this is newer than everything seen before (RFC 7641 §3.4).
        is_latest: bool,
    }, settable {
        /// Whether the observation ends with this notification; true from the start for the last one, and then
        /// fixed.
        stop_observing, set_stop_observing, unless is_last
    };

    /// The parameters of `on_register`.
    CoAPRegisterEventParams {
        /// The client's address as text, IPv6 without brackets.
        remote_host: text,
        /// The client's port.
        remote_port: int,
        /// The full URI of the resource: what `send_notification` is given.
        uri: text,
        /// The host: Uri-Host, else the address the request was sent to, IPv6 without brackets (RFC 7252 §6.5).
        uri_host: text,
        /// The port: Uri-Port, else the local port (RFC 7252 §6.5).
        uri_port: int,
        /// The path, percent-encoded, without a leading slash; empty for the root.
        uri_path: text,
        /// The query, percent-encoded, without a question mark; empty if there is none.
        uri_query: text,
        /// The token of the request, 0 to 8 bytes.
        token: bytes,
    }, settable {
        /// Whether the client is put on the list of observers; false at first.
        accept, set_accept
    };

    /// The parameters of `on_request_complete`.
    CoAPRequestCompleteEventParams {
        /// The method code of the request, 1 to 31.
        method: int,
        /// The URI string that the method was given.
        uri: text,
        /// The Id of the request.
        request_id: text,
        /// 0 for a 2.xx response, 709 for any other, another code if there was none.
        error_code: int,
        /// Empty for 0, the response code such as "4.04" for 709, else a sentence.
        error_description: text,
    };

    /// The parameters of `on_response_complete`.
    CoAPResponseCompleteEventParams {
        /// The Id that `on_request` gave.
        request_id: text,
        /// 0 if the response was confirmed or needed no confirmation, else the code of what happened.
        error_code: int,
        /// Empty for 0, else a sentence.
        error_description: text,
    };

    /// The parameters of `on_unregistered`.
    CoAPUnregisteredEventParams {
        /// The client's address as text, IPv6 without brackets.
        remote_host: text,
        /// The client's port.
        remote_port: int,
        /// The URI it observed, as in `on_register`.
        uri: text,
        /// The host of that URI.
        uri_host: text,
        /// The port of that URI.
        uri_port: int,
        /// The path of that URI, without a leading slash.
        uri_path: text,
        /// The query of that URI, without a question mark.
        uri_query: text,
    };
}

/// The parameters of `on_request`.
#[derive(Clone, Debug)]
pub struct CoAPRequestEventParams {
    pub(crate) asked: Arc<Asked>,
    pub(crate) method: i32,
    pub(crate) token: Token,
    pub(crate) request_id: String,
    pub(crate) send_response: bool,
}

impl Default for CoAPRequestEventParams {
    /// The parameters of a request that nobody sent.
    fn default() -> Self {
        let nowhere = SocketAddr::from(([0, 0, 0, 0], 0));
        Self {
            asked: Arc::new(Asked::new(OptionsBuf::new(), nowhere, nowhere)),
            method: 0,
            token: Token::EMPTY,
            request_id: String::new(),
            send_response: false,
        }
    }
}

impl CoAPRequestEventParams {
    /// The client's address as text, IPv6 without brackets.
    #[must_use]
    pub fn remote_host(&self) -> &str {
        self.asked.remote_host()
    }

    /// The client's port.
    #[must_use]
    pub fn remote_port(&self) -> i32 {
        self.asked.remote_port()
    }

    /// The method code, 1 to 31.
    #[must_use]
    pub fn method(&self) -> i32 {
        self.method
    }

    /// The host: Uri-Host, else the address the request was sent to, IPv6 without brackets (RFC 7252 §6.5).
    #[must_use]
    pub fn uri_host(&self) -> &str {
        self.asked.host()
    }

    /// The port: Uri-Port, else the local port (RFC 7252 §6.5).
    #[must_use]
    pub fn uri_port(&self) -> i32 {
        self.asked.port()
    }

    /// The path, percent-encoded, without a leading slash; empty for the root.
    #[must_use]
    pub fn uri_path(&self) -> &str {
        self.asked.path()
    }

    /// The query, percent-encoded, without a question mark; empty if there is none.
    #[must_use]
    pub fn uri_query(&self) -> &str {
        self.asked.query()
    }

    /// The token of the request, 0 to 8 bytes.
    #[must_use]
    pub fn token(&self) -> &[u8] {
        self.token.as_bytes()
    }

    /// The Id for `send_response` and `cancel_request`.
    #[must_use]
    pub fn request_id(&self) -> &str {
        &self.request_id
    }

    /// Whether the response is made of `response_*` when the handler returns; true at first. False keeps the request
    /// pending until `send_response` or `cancel_request`.
    #[must_use]
    pub fn send_response(&self) -> bool {
        self.send_response
    }

    /// Sets [`send_response`](Self::send_response).
    pub fn set_send_response(&mut self, value: bool) {
        self.send_response = value;
    }
}
