//! The settings of a client.

use std::net::SocketAddr;
use std::time::Duration;

use coapt_net::{Family, Faults, Tap};
use coapt_proto::{Config, Role};

use crate::client::request::size_exponent;
use crate::common::SharedTap;
use crate::{Client, Error};

/// How long an exchange may take if nobody says otherwise.
const DEFAULT_TIMEOUT: Duration = Duration::from_secs(60);

/// Settings for a [`Client`] to be made.
///
/// ```
/// use coapt::Client;
/// use std::time::Duration;
///
/// let client = Client::builder().timeout(Duration::from_secs(5)).block_size(256).build()?;
/// # Ok::<(), coapt::Error>(())
/// ```
#[must_use]
#[derive(Debug)]
pub struct ClientBuilder {
    pub(crate) local: Option<SocketAddr>,
    pub(crate) timeout: Duration,
    pub(crate) config: Config,
    pub(super) tap: Option<SharedTap>,
    pub(super) faults: Option<Faults>,
    pub(super) device: Option<String>,
    pub(super) port: u16,
    family: Family,
    pub(crate) block_size: Option<u16>,
}

impl ClientBuilder {
    /// Starts with the defaults.
    pub(super) fn new() -> Self {
        let mut config = Config::default();
        config.role = Role::Client;
        Self {
            local: None,
            timeout: DEFAULT_TIMEOUT,
            config,
            tap: None,
            faults: None,
            device: None,
            port: 0,
            family: Family::Any,
            block_size: None,
        }
    }

    /// Sets the address to send from; servers of the other address family are out of reach then.
    pub fn local(mut self, local: SocketAddr) -> Self {
        self.local = Some(local);
        self
    }

    /// Sets the port to send from, of whichever address; 0, the default, leaves it to the system. A
    /// [`local`](Self::local) address has a port of its own.
    pub fn port(mut self, port: u16) -> Self {
        self.port = port;
        self
    }

    /// Sets the network interface to send and receive by, by its name such as `eth0`, whatever the routes say.
    ///
    /// It is asked for when a socket is opened; [`Error::Net`] tells then that there is none of that name.
    pub fn device(mut self, name: impl Into<String>) -> Self {
        self.device = Some(name.into());
        self
    }

    /// Sets which addresses of a name will do; either, by default. A [`local`](Self::local) address decides it, too.
    pub fn family(mut self, family: Family) -> Self {
        self.family = family;
        self
    }

    /// Sets how long an exchange may take, all blocks included; 60 s by default.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    /// Sets the largest block to send and to ask for: 16, 32, 64, 128, 256, 512 or 1024 bytes.
    ///
    /// Requests name it from the start, so that not even the first block is larger (RFC 7959 §2.4).
    pub fn block_size(mut self, size: u16) -> Self {
        self.block_size = Some(size);
        self
    }

    /// Replaces the settings of the protocol machine; the role stays that of a client.
    pub fn config(mut self, config: Config) -> Self {
        self.config = config;
        self.config.role = Role::Client;
        self
    }

    /// Shows every datagram that is sent or received to `tap`.
    pub fn tap(mut self, tap: Box<dyn Tap>) -> Self {
        self.tap = Some(SharedTap::new(tap));
        self
    }

    /// Makes the network of the client bad on purpose: it loses, repeats and delays datagrams, both ways.
    pub fn faults(mut self, faults: Faults) -> Self {
        self.faults = Some(faults);
        self
    }

    /// Makes the client.
    ///
    /// # Errors
    ///
    /// Fails if the block size is none, or if the local address cannot be bound.
    pub fn build(mut self) -> Result<Client, Error> {
        self.settle()?;
        Client::with(self)
    }

    /// Returns the family of the servers that can be asked.
    pub(crate) fn reachable(&self) -> Family {
        match self.local {
            Some(SocketAddr::V4(_)) => Family::V4,
            Some(SocketAddr::V6(_)) => Family::V6,
            None => self.family,
        }
    }

    /// Brings the block size into the configuration.
    pub(crate) fn settle(&mut self) -> Result<(), Error> {
        if let Some(size) = self.block_size {
            self.config.blocks.size_exponent = size_exponent(size)?;
        }
        Ok(())
    }
}
