//! The asynchronous client and server, on tokio (feature `async`).
//!
//! They speak through the same protocol machine as the blocking ones and use the same types: [`Request`] and [`Reply`]
//! for clients, [`Incoming`], [`ServerReply`] and [`Outcome`] for servers, whose handlers are functions of what they
//! need, see [`Handler`]. One task drives each socket; there is no thread of its own.
//!
//! ```
//! use coapt::aio::{Client, Path, Router, Server};
//!
//! async fn temperature(Path(room): Path<String>) -> String {
//!     format!("21.5 °C in the {room}")
//! }
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), coapt::Error> {
//! let router = Router::new().get("/room/{room}/temperature", temperature);
//! let server = Server::bind("127.0.0.1:0").await?;
//! let address = server.local_addr();
//! let running = tokio::spawn(server.serve(router));
//!
//! let client = Client::new()?;
//! let reply = client.get(&format!("coap://{address}/room/hall/temperature")).await?;
//! assert_eq!(reply.payload(), "21.5 °C in the hall".as_bytes());
//! # running.abort();
//! # Ok(())
//! # }
//! ```
//!
//! [`Request`]: crate::Request
//! [`Reply`]: crate::Reply
//! [`Incoming`]: crate::Incoming
//! [`ServerReply`]: crate::ServerReply
//! [`Outcome`]: crate::Outcome

mod body;
mod client;
mod extract;
mod handler;
mod link;
mod observation;
mod port;
mod resource;
mod router;
mod server;
#[cfg(feature = "tower")]
mod tower;
mod transfer;
mod udp_port;
mod values;

pub use body::Body;
pub use client::Client;
pub use extract::{FromRequest, Path, Query, State};
pub use handler::{AtOnce, Handler, Later};
pub use observation::{Observation, Update};
pub use resource::{Resource, delete, fetch, get, ipatch, patch, post, put};
pub use router::Router;
pub use server::Server;
#[cfg(feature = "tower")]
pub use tower::Route;
pub use transfer::{Download, Upload};

pub(crate) use body::BodySlot;
pub(crate) use client::Defaults;
pub(crate) use port::{AsyncPort, BoxedPort};
pub(crate) use udp_port::Alarm;
