//! Bodies in JSON, from and to types with serde.

use coapt_wire::{Code, ContentFormat};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::{Error, Incoming, Outcome, Reply, Request, ServerReply};

/// A body in JSON, of a type with serde: what a handler takes, and what it returns.
///
/// A request whose body is of another format is answered 4.15, one whose body cannot be read 4.00 with the reason. A
/// body that does not say its format is taken for JSON.
///
/// ```
/// use coapt::{Json, Incoming, Resource, Server, ServerReply};
///
/// #[derive(serde::Serialize, serde::Deserialize)]
/// struct Lamp {
///     on: bool,
/// }
///
/// let mut server = Server::bind("127.0.0.1:0")?;
/// let lamp = Resource::new().get(|_| Json(Lamp { on: true })).put(|request: &Incoming| {
///     let Json(lamp) = Json::<Lamp>::of(request)?;
///     println!("the lamp is on: {}", lamp.on);
///     Ok::<_, ServerReply>(ServerReply::changed())
/// });
/// server.route("lamp", lamp);
/// # Ok::<(), coapt::Error>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Json<T>(pub T);

impl<T: DeserializeOwned> Json<T> {
    /// Reads the body of a request.
    ///
    /// # Errors
    ///
    /// Gives the reply 4.15 or 4.00.
    pub fn of(request: &Incoming) -> Result<Self, ServerReply> {
        if let Some(format) =
            request.content_format().filter(|format| *format != ContentFormat::JSON)
        {
            let why = format!("the body is in JSON, not {format}");
            return Err(ServerReply::error(Code::UNSUPPORTED_CONTENT_FORMAT, why));
        }
        let read = serde_json::from_slice(request.payload());
        read.map(Self).map_err(|error| {
            ServerReply::error(
                Code::BAD_REQUEST,
                format!("the body is not the JSON that is wanted: {error}"),
            )
        })
    }
}

impl<T: Serialize> From<Json<T>> for Outcome {
    fn from(Json(value): Json<T>) -> Self {
        match serde_json::to_vec(&value) {
            Ok(body) => Self::Reply(ServerReply::bare(body, Some(ContentFormat::JSON))),
            Err(error) => {
                let why = format!("the state cannot be written in JSON: {error}");
                Self::Reply(ServerReply::error(Code::INTERNAL_SERVER_ERROR, why))
            }
        }
    }
}

#[cfg(feature = "async")]
impl<S, T: DeserializeOwned> crate::aio::FromRequest<S> for Json<T> {
    fn from_request(request: &Incoming, _state: &S) -> Result<Self, ServerReply> {
        Self::of(request)
    }
}

impl Request {
    /// Sets the body to a value in JSON, and the format with it (feature `json`).
    ///
    /// # Errors
    ///
    /// Fails if the value cannot be written in JSON.
    pub fn json(self, value: &(impl Serialize + ?Sized)) -> Result<Self, Error> {
        let body = serde_json::to_vec(value).map_err(|error| unusable(error.to_string()))?;
        Ok(self.content_format(ContentFormat::JSON).payload(body))
    }
}

impl Reply {
    /// Reads the body as JSON (feature `json`).
    ///
    /// # Errors
    ///
    /// Fails if it is not JSON, or not of this type.
    pub fn json<T: DeserializeOwned>(&self) -> Result<T, Error> {
        serde_json::from_slice(self.payload()).map_err(|error| unusable(error.to_string()))
    }
}

fn unusable(reason: String) -> Error {
    Error::Body { format: ContentFormat::JSON, reason }
}
