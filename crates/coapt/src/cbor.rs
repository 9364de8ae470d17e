//! Bodies in CBOR, from and to types with serde.

use coapt_wire::{Code, ContentFormat};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::{Error, Incoming, Outcome, Reply, Request, ServerReply};

/// A body in CBOR, of a type with serde: what a handler takes, and what it returns.
///
/// A request whose body is of another format is answered 4.15, one whose body cannot be read 4.00 with the reason. A
/// body that does not say its format is taken for CBOR.
///
/// ```
/// use coapt::{Cbor, Incoming, Resource, Server, ServerReply};
///
/// #[derive(serde::Serialize, serde::Deserialize)]
/// struct Lamp {
///     on: bool,
/// }
///
/// let mut server = Server::bind("127.0.0.1:0")?;
/// let lamp = Resource::new().get(|_| Cbor(Lamp { on: true })).put(|request: &Incoming| {
///     let Cbor(lamp) = Cbor::<Lamp>::of(request)?;
///     println!("the lamp is on: {}", lamp.on);
///     Ok::<_, ServerReply>(ServerReply::changed())
/// });
/// server.route("lamp", lamp);
/// # Ok::<(), coapt::Error>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Cbor<T>(pub T);

impl<T: DeserializeOwned> Cbor<T> {
    /// Reads the body of a request.
    ///
    /// # Errors
    ///
    /// Gives the reply 4.15 or 4.00.
    pub fn of(request: &Incoming) -> Result<Self, ServerReply> {
        if let Some(format) =
            request.content_format().filter(|format| *format != ContentFormat::CBOR)
        {
            let why = format!("the body is in CBOR, not {format}");
            return Err(ServerReply::error(Code::UNSUPPORTED_CONTENT_FORMAT, why));
        }
        let read = minicbor_serde::from_slice(request.payload());
        read.map(Self).map_err(|error| {
            ServerReply::error(
                Code::BAD_REQUEST,
                format!("the body is not the CBOR that is wanted: {error}"),
            )
        })
    }
}

impl<T: Serialize> From<Cbor<T>> for Outcome {
    fn from(Cbor(value): Cbor<T>) -> Self {
        match minicbor_serde::to_vec(&value) {
            Ok(body) => Self::Reply(ServerReply::bare(body, Some(ContentFormat::CBOR))),
            Err(error) => {
                let why = format!("the state cannot be written in CBOR: {error}");
                Self::Reply(ServerReply::error(Code::INTERNAL_SERVER_ERROR, why))
            }
        }
    }
}

#[cfg(feature = "async")]
impl<S, T: DeserializeOwned> crate::aio::FromRequest<S> for Cbor<T> {
    fn from_request(request: &Incoming, _state: &S) -> Result<Self, ServerReply> {
        Self::of(request)
    }
}

impl Request {
    /// Sets the body to a value in CBOR, and the format with it (feature `cbor`).
    ///
    /// # Errors
    ///
    /// Fails if the value cannot be written in CBOR.
    pub fn cbor(self, value: &(impl Serialize + ?Sized)) -> Result<Self, Error> {
        let body = minicbor_serde::to_vec(value).map_err(|error| unusable(error.to_string()))?;
        Ok(self.content_format(ContentFormat::CBOR).payload(body))
    }
}

impl Reply {
    /// Reads the body as CBOR (feature `cbor`).
    ///
    /// # Errors
    ///
    /// Fails if it is not CBOR, or not of this type.
    pub fn cbor<T: DeserializeOwned>(&self) -> Result<T, Error> {
        minicbor_serde::from_slice(self.payload()).map_err(|error| unusable(error.to_string()))
    }
}

fn unusable(reason: String) -> Error {
    Error::Body { format: ContentFormat::CBOR, reason }
}
