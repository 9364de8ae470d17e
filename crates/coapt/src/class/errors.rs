//! The one error type of the class, its codes, and how failures of the layers below become codes.

use std::any::Any;
use std::borrow::Cow;
use std::error::Error;
use std::sync::{Mutex, PoisonError};
use std::{fmt, io};

use coapt_net::NetError;
use coapt_proto::{Failure, RequestError, RespondError};

/// What a handler may fail with: any error, handed back by [`CoAPError::into_handler_error`].
pub type HandlerError = Box<dyn Error + Send + Sync>;

/// Why a call failed, or how a request or response ended: a number and a sentence.
///
/// Numbers from 700 to 712 are those of the class; 10013 to 11001 and 106, 107, 117 have the meaning they have in
/// Winsock and in the products that this class is compatible with; any other positive number is the operating
/// system's. A failure of the program's own handler has the code [`CoAPError::HANDLER_FAILED`].
pub struct CoAPError {
    code: i32,
    message: Cow<'static, str>,
    thrown: Option<Thrown>,
}

/// What came out of a handler.
pub(crate) enum Thrown {
    /// It returned this error.
    Returned(HandlerError),
    /// It panicked with this value.
    Panicked(Mutex<Box<dyn Any + Send>>),
}

/// Makes the constants, one a row.
macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident = $code:literal;)*) => {
        impl CoAPError {
            $($(#[$doc])* pub const $name: i32 = $code;)*
        }
    };
}

codes! {
    /// -1: a handler of the program returned an error; [`CoAPError::into_handler_error`] gives it back.
    HANDLER_FAILED = -1;
    /// 700: the URI is not of the form `coap://host[:port][/path][?query]` (RFC 7252 §6.1).
    INVALID_URI = 700;
    /// 701: an option, its number, type, value or index is not possible (RFC 7252 §3.1, §5.4).
    INVALID_OPTION = 701;
    /// 702: the blocks of a body do not fit together (RFC 7959 §2.4, §2.5).
    INVALID_BLOCK = 702;
    /// 703: a message is malformed or cannot be formed (RFC 7252 §3).
    MALFORMED_MESSAGE = 703;
    /// 704: a message was never confirmed, or the `timeout` is over (RFC 7252 §4.2).
    TIMED_OUT = 704;
    /// 705: the network reported that the host does not take the datagram (RFC 7252 §4.2).
    REFUSED = 705;
    /// 706: the Id belongs to no pending request.
    UNKNOWN_REQUEST = 706;
    /// 707: the response code is not c.dd, or is empty when a response is due (RFC 7252 §5.9).
    INVALID_RESPONSE_CODE = 707;
    /// 708: the peer answered with a Reset (RFC 7252 §4.2).
    RESET_RECEIVED = 708;
    /// 709: the server answered with a code other than 2.xx; the description is that code.
    ERROR_RESPONSE = 709;
    /// 710: the server does not support observing this URI (RFC 7641 §3.1).
    NOT_OBSERVABLE = 710;
    /// 711: the request was cancelled, by `cancel_request` or by a change of mode.
    CANCELLED = 711;
    /// 712: the call does not belong to the current mode (client or server).
    WRONG_MODE = 712;
    /// 106: `local_port` cannot change while the object is active.
    LOCAL_PORT_IN_USE = 106;
    /// 107: `local_host` cannot change while the object is active.
    LOCAL_HOST_IN_USE = 107;
    /// 117: `UseConnection` cannot change while the object is active.
    CONNECTION_IN_USE = 117;
    /// 10013: the system forbids the address, the port or the way of sending.
    ACCESS_DENIED = 10_013;
    /// 10022: a value without a code of its own is out of range.
    INVALID_ARGUMENT = 10_022;
    /// 10040: a message is longer than the socket or the limits allow.
    MESSAGE_TOO_LONG = 10_040;
    /// 10047: the address is of the other family, see the setting `UseIPv6`.
    WRONG_ADDRESS_FAMILY = 10_047;
    /// 10048: another socket has the local port.
    ADDRESS_IN_USE = 10_048;
    /// 10049: the address is not one of this machine.
    ADDRESS_NOT_AVAILABLE = 10_049;
    /// 10051: there is no route to the network.
    NETWORK_UNREACHABLE = 10_051;
    /// 10055: 65535 requests are pending already.
    TOO_MANY_REQUESTS = 10_055;
    /// 10056: with `UseConnection` the socket belongs to another peer until its requests have ended.
    ALREADY_CONNECTED = 10_056;
    /// 10065: there is no route to the host.
    HOST_UNREACHABLE = 10_065;
    /// 11001: the host name does not resolve.
    HOST_NOT_FOUND = 11_001;
}

impl CoAPError {
    pub(crate) fn new(code: i32, message: impl Into<Cow<'static, str>>) -> Self {
        Self { code, message: message.into(), thrown: None }
    }

    pub(crate) fn thrown(thrown: Thrown) -> Self {
        let message = match &thrown {
            Thrown::Returned(error) => Cow::Owned(format!("a handler failed: {error}")),
            Thrown::Panicked(_) => Cow::Borrowed("a handler panicked"),
        };
        Self { code: Self::HANDLER_FAILED, message, thrown: Some(thrown) }
    }

    /// Returns the number of the error.
    #[must_use]
    pub fn code(&self) -> i32 {
        self.code
    }

    /// Returns the sentence that says what is wrong, never empty.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.message
    }

    /// Gives back what a handler of the program failed with.
    ///
    /// # Errors
    /// If the failure is none of a handler, the error itself.
    pub fn into_handler_error(self) -> Result<HandlerError, Self> {
        match self.thrown {
            Some(Thrown::Returned(error)) => Ok(error),
            Some(Thrown::Panicked(_)) | None => Err(self),
        }
    }

    /// Tells whether a handler of the program failed.
    pub(crate) fn is_of_handler(&self) -> bool {
        self.thrown.is_some()
    }

    /// Lets a panic of a handler go on, now that the bookkeeping is done.
    pub(crate) fn resume(self) -> Self {
        match self.thrown {
            Some(Thrown::Panicked(payload)) => {
                let payload = payload.into_inner().unwrap_or_else(PoisonError::into_inner);
                std::panic::resume_unwind(payload)
            }
            Some(Thrown::Returned(_)) | None => self,
        }
    }
}

/// The sentences for errors that are told in more than one place.
impl CoAPError {
    pub(crate) fn wrong_mode(listening: bool) -> Self {
        let message = if listening {
            "this is a client method, and the object is listening"
        } else {
            "this is a server method, and the object is not listening"
        };
        Self::new(Self::WRONG_MODE, message)
    }

    pub(crate) fn unknown_request(id: &str) -> Self {
        Self::new(Self::UNKNOWN_REQUEST, format!("no request with the Id {id:?} is pending"))
    }

    pub(crate) fn cancelled() -> Self {
        Self::new(Self::CANCELLED, "the request was cancelled")
    }

    pub(crate) fn timed_out(seconds: i32) -> Self {
        let message = format!("no response arrived within the timeout of {seconds} seconds");
        Self::new(Self::TIMED_OUT, message)
    }

    pub(crate) fn argument(message: impl Into<Cow<'static, str>>) -> Self {
        Self::new(Self::INVALID_ARGUMENT, message)
    }

    pub(crate) fn option(message: impl Into<Cow<'static, str>>) -> Self {
        Self::new(Self::INVALID_OPTION, message)
    }

    pub(crate) fn no_response_code() -> Self {
        let message = "response_code is empty, and a response is due";
        Self::new(Self::INVALID_RESPONSE_CODE, message)
    }

    /// Gives the code for what the system said.
    pub(crate) fn io(error: &io::Error, doing: impl fmt::Display) -> Self {
        Self::new(socket_code(error.kind(), error.raw_os_error()), format!("{doing}: {error}"))
    }
}

impl From<Failure> for CoAPError {
    /// Says how an exchange ended that got no response.
    fn from(cause: Failure) -> Self {
        match cause {
            Failure::TimedOut => Self::new(Self::TIMED_OUT, "the message was never confirmed"),
            Failure::Reset => Self::new(Self::RESET_RECEIVED, "the peer answered with a Reset"),
            Failure::Unreachable => {
                Self::new(Self::REFUSED, "the network reports that the peer cannot be reached")
            }
            Failure::Blocks => {
                Self::new(Self::INVALID_BLOCK, "the blocks of the response do not fit together")
            }
            Failure::CriticalOption(number) => Self::option(format!(
                "the response has the critical option {}, which is not recognised",
                number.value()
            )),
            Failure::TooLarge => {
                Self::new(Self::MESSAGE_TOO_LONG, "the body of the response is too large")
            }
            other => Self::new(Self::TIMED_OUT, format!("the exchange ended: {other:?}")),
        }
    }
}

impl From<NetError> for CoAPError {
    fn from(error: NetError) -> Self {
        let code = match &error {
            NetError::HostNotFound { .. } => Self::HOST_NOT_FOUND,
            NetError::WrongFamily { .. } => Self::WRONG_ADDRESS_FAMILY,
            other @ (NetError::Io { .. } | _) => socket_code(other.kind(), other.raw_os_error()),
        };
        Self::new(code, error.to_string())
    }
}

impl From<RequestError> for CoAPError {
    fn from(error: RequestError) -> Self {
        let code = match error {
            RequestError::TooManyExchanges { .. } => Self::TOO_MANY_REQUESTS,
            RequestError::TooLarge { .. } => Self::MESSAGE_TOO_LONG,
            RequestError::UnknownExchange(_) => Self::UNKNOWN_REQUEST,
            RequestError::NotAMethod { .. } | _ => Self::MALFORMED_MESSAGE,
        };
        Self::new(code, error.to_string())
    }
}

impl From<RespondError> for CoAPError {
    fn from(error: RespondError) -> Self {
        let code = match error {
            RespondError::UnknownRequest(_) => Self::UNKNOWN_REQUEST,
            RespondError::TooLarge { .. } => Self::MESSAGE_TOO_LONG,
            RespondError::NotAResponse { .. } | _ => Self::INVALID_RESPONSE_CODE,
        };
        Self::new(code, error.to_string())
    }
}

impl fmt::Display for CoAPError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.code, self.message)
    }
}

impl fmt::Debug for CoAPError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "CoAPError({self})")
    }
}

impl Error for CoAPError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match &self.thrown {
            Some(Thrown::Returned(error)) => Some(error.as_ref()),
            Some(Thrown::Panicked(_)) | None => None,
        }
    }
}

/// `EMSGSIZE`, `EAFNOSUPPORT`: the standard library has no stable kind for them.
#[cfg(target_os = "linux")]
const EMSGSIZE_EAFNOSUPPORT: (i32, i32) = (90, 97);
#[cfg(not(target_os = "linux"))]
const EMSGSIZE_EAFNOSUPPORT: (i32, i32) = (40, 47);

/// Turns what the system said into a number of the Winsock family; numbers it lacks stay the system's.
fn socket_code(kind: io::ErrorKind, raw: Option<i32>) -> i32 {
    let (too_long, wrong_family) = EMSGSIZE_EAFNOSUPPORT;
    match raw {
        Some(raw) if raw == too_long => return CoAPError::MESSAGE_TOO_LONG,
        Some(raw) if raw == wrong_family => return CoAPError::WRONG_ADDRESS_FAMILY,
        _ => {}
    }
    #[expect(clippy::wildcard_enum_match_arm, reason = "the list of kinds grows with the library")]
    match kind {
        io::ErrorKind::PermissionDenied => CoAPError::ACCESS_DENIED,
        io::ErrorKind::AddrInUse => CoAPError::ADDRESS_IN_USE,
        io::ErrorKind::AddrNotAvailable => CoAPError::ADDRESS_NOT_AVAILABLE,
        io::ErrorKind::NetworkUnreachable => CoAPError::NETWORK_UNREACHABLE,
        io::ErrorKind::HostUnreachable => CoAPError::HOST_UNREACHABLE,
        _ => raw.unwrap_or(CoAPError::INVALID_ARGUMENT),
    }
}
