//! Bodies in formats that types with serde are written in.

/// Makes the type of bodies in a format, and what requests and replies have for it.
macro_rules! body {
    ($kind:ident $verb:ident $format:ident $library:ident $name:literal) => {
        use coapt_wire::{Code, ContentFormat};
        use serde::Serialize;
        use serde::de::DeserializeOwned;

        use crate::{Error, Incoming, Outcome, Reply, Request, ServerReply};

        #[doc = concat!("A body in ", $name, ", of a type with serde: what a handler takes, and what it returns.")]
        ///
        #[doc = concat!("A request whose body is of another format is answered 4.15, one whose body cannot be read 4.00 with the")]
        #[doc = concat!("reason. A body that does not say its format is taken for ", $name, ".")]
        ///
        /// ```
        #[doc = concat!("use coapt::{", stringify!($kind), ", Incoming, Resource, Server, ServerReply};")]
        ///
        /// let mut server = Server::bind("127.0.0.1:0")?;
        #[doc = concat!("let lamp = Resource::new().get(|_| ", stringify!($kind), "(true)).put(|request: &Incoming| {")]
        #[doc = concat!("    let ", stringify!($kind), "(on) = ", stringify!($kind), "::<bool>::of(request)?;")]
        ///     println!("the lamp is on: {on}");
        ///     Ok::<_, ServerReply>(ServerReply::changed())
        /// });
        /// server.route("lamp", lamp);
        /// # Ok::<(), coapt::Error>(())
        /// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct $kind<T>(pub T);

impl<T: DeserializeOwned> $kind<T> {
    /// Reads the body of a request.
    ///
    /// # Errors
    ///
    /// Gives the reply 4.15 or 4.00.
    pub fn of(request: &Incoming) -> Result<Self, ServerReply> {
        if let Some(format) =
            request.content_format().filter(|format| *format != ContentFormat::$format)
        {
            let why = format!(concat!("the body is in ", $name, ", not {}"), format);
            return Err(ServerReply::error(Code::UNSUPPORTED_CONTENT_FORMAT, why));
        }
        let read = $library::from_slice(request.payload());
        read.map(Self).map_err(|error| {
            ServerReply::error(
                Code::BAD_REQUEST,
                format!(concat!("the body is not the ", $name, " that is wanted: {}"), error),
            )
        })
    }
}

impl<T: Serialize> From<$kind<T>> for Outcome {
    fn from($kind(value): $kind<T>) -> Self {
        match $library::to_vec(&value) {
            Ok(body) => Self::Reply(ServerReply::bare(body, Some(ContentFormat::$format))),
            Err(error) => {
                let why = format!(concat!("the state cannot be written in ", $name, ": {}"), error);
                Self::Reply(ServerReply::error(Code::INTERNAL_SERVER_ERROR, why))
            }
        }
    }
}

#[cfg(feature = "async")]
impl<S, T: DeserializeOwned> crate::aio::FromRequest<S> for $kind<T> {
    fn from_request(request: &Incoming, _state: &S) -> Result<Self, ServerReply> {
        Self::of(request)
    }
}

impl Request {
            #[doc = concat!("Sets the body to a value in ", $name, ", and the format with it (feature `", stringify!($verb), "`).")]
    ///
    /// # Errors
    ///
    /// Fails if the value cannot be written.
    pub fn $verb(self, value: &(impl Serialize + ?Sized)) -> Result<Self, Error> {
        let body = $library::to_vec(value).map_err(|error| Error::Body {
 format: ContentFormat::$format,
 reason: error.to_string(),
 })?;
        Ok(self.content_format(ContentFormat::$format).payload(body))
    }
}

impl Reply {
            #[doc = concat!("Reads the body as ", $name, " (feature `", stringify!($verb), "`).")]
    ///
    /// # Errors
    ///
    /// Fails if it is not in this format, or not of this type.
    pub fn $verb<T: DeserializeOwned>(&self) -> Result<T, Error> {
        $library::from_slice(self.payload()).map_err(|error| Error::Body {
 format: ContentFormat::$format,
 reason: error.to_string(),
 })
    }
}
    };
}

#[cfg(any(feature = "json", feature = "cbor"))]
pub(crate) use body;
