//! The settings of a server.

use std::net::{Ipv4Addr, SocketAddr};

use coapt_net::{Driver, PacketInfo, SocketSettings, Tap};
use coapt_proto::Config;
use coapt_wire::uri::DEFAULT_PORT;

use crate::common::{RECEIVE_BUFFER, SharedTap};
use crate::{Error, Server};

/// Settings for a [`Server`] to be made.
///
/// ```
/// use coapt::{Config, Server};
///
/// let mut config = Config::default();
/// config.limits.body = 1 << 20;
/// let server = Server::builder()
///     .bind(([127, 0, 0, 1], 0).into())
///     .bind(([127, 0, 0, 2], 0).into())
///     .config(config)
///     .build()?;
/// assert_eq!(server.local_addrs().len(), 2);
/// # Ok::<(), coapt::Error>(())
/// ```
#[must_use]
#[derive(Debug, Default)]
pub struct ServerBuilder {
    addresses: Vec<SocketAddr>,
    config: Config,
    tap: Option<SharedTap>,
}

impl ServerBuilder {
    /// Adds an address to serve at; with port 0 the system chooses. Without any it is 127.0.0.1:5683.
    ///
    /// The unspecified address serves all addresses of its family; each answer leaves from the one
    /// that was asked.
    pub fn bind(mut self, address: SocketAddr) -> Self {
        self.addresses.push(address);
        self
    }

    /// Replaces the settings of the protocol machine: its times and its limits.
    pub fn config(mut self, config: Config) -> Self {
        self.config = config;
        self
    }

    /// Shows every datagram that is sent or received to `tap`.
    pub fn tap(mut self, tap: Box<dyn Tap>) -> Self {
        self.tap = Some(SharedTap::new(tap));
        self
    }

    /// Makes the server and binds its addresses, in the order in which they were added.
    ///
    /// # Errors
    ///
    /// Fails if an address cannot be bound.
    pub fn build(self) -> Result<Server, Error> {
        Ok(Server::with(self.open_all()?))
    }

    /// Opens the sockets for all addresses.
    pub(crate) fn open_all(&self) -> Result<Vec<Driver>, Error> {
        if self.addresses.is_empty() {
            return Ok(vec![self.open((Ipv4Addr::LOCALHOST, DEFAULT_PORT).into())?]);
        }
        self.addresses.iter().map(|address| self.open(*address)).collect()
    }

    /// Opens the socket for an address.
    fn open(&self, address: SocketAddr) -> Result<Driver, Error> {
        let mut settings = SocketSettings::new(address);
        settings.receive_buffer = Some(RECEIVE_BUFFER);
        if address.ip().is_unspecified() {
            settings.packet_info = PacketInfo::Pair;
        }
        let mut driver = Driver::open(&settings, self.config.clone())?;
        if let Some(tap) = self.tap.clone() {
            driver.set_tap(Some(Box::new(tap)));
        }
        Ok(driver)
    }
}
