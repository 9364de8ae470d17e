//! The settings of a server.

use std::net::{Ipv4Addr, SocketAddr};

use coapt_net::{Driver, Faults, PacketInfo, SocketSettings, Tap};
use coapt_proto::{Config, GroupRequests, Reliability};
use coapt_wire::uri::DEFAULT_PORT;

use crate::common::{RECEIVE_BUFFER, SharedTap};
use crate::{Error, Server, Workers};

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
    notifications: Option<Reliability>,
    tap: Option<SharedTap>,
    faults: Option<Faults>,
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

    /// Sets how notifications are sent of which neither their resource nor their reply says it; confirmably by default
    /// (RFC 7641 §4.5).
    ///
    /// [`Reliability::NonConfirmable`] suits resources that change often or regularly: a state that is lost is followed
    /// by the next one, and no observer has to acknowledge each. More than 16 at once to one client wait, so that it
    /// gets one in 3 s on average (RFC 7641 §4.5.1). Whatever is chosen, within 24 hours one notification to each
    /// observer is confirmable, so that the server learns who is gone, and so is one that ends an observation. It goes
    /// before what [`config`](Self::config) says.
    ///
    /// ```
    /// use coapt::{Reliability, Resource, Server, ServerReply};
    ///
    /// let mut server = Server::builder()
    ///     .bind(([127, 0, 0, 1], 0).into())
    ///     .notifications(Reliability::NonConfirmable)
    ///     .build()?;
    /// server.route("load", Resource::new().get(|_| "0.5").observable());
    /// server.route("door", Resource::new().get(|_| "open").observable().notifications(Reliability::Confirmable));
    /// server.route("smoke", Resource::new().get(|_| ServerReply::text("none").confirmable()).observable());
    /// # Ok::<(), coapt::Error>(())
    /// ```
    pub fn notifications(mut self, reliability: Reliability) -> Self {
        self.notifications = Some(reliability);
        self
    }

    /// Shows every datagram that is sent or received to `tap`.
    pub fn tap(mut self, tap: Box<dyn Tap>) -> Self {
        self.tap = Some(SharedTap::new(tap));
        self
    }

    /// Makes the network of the server bad on purpose: it loses, repeats and delays datagrams, both ways.
    pub fn faults(mut self, faults: Faults) -> Self {
        self.faults = Some(faults);
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

    /// Makes `count` workers of one server, which share its addresses; `set_up` gives each its routes.
    ///
    /// The limits of the settings apply to each worker. See [`Workers`] for what workers share.
    ///
    /// # Errors
    ///
    /// Fails if `count` is 0 or more than [`Workers::MAX`], if an address cannot be bound, or if the system cannot share
    /// a port among several sockets (`SO_REUSEPORT`).
    pub fn build_workers(
        self,
        count: usize,
        set_up: impl FnMut(&mut Server),
    ) -> Result<Workers, Error> {
        if !(1..=Workers::MAX).contains(&count) {
            return Err(Error::Workers { asked: count, max: Workers::MAX });
        }
        let first = self.open_all()?;
        let others = (1..count).map(|_| self.open_beside(&first));
        let mut servers = others.collect::<Result<Vec<_>, _>>()?;
        servers.insert(0, first);
        Ok(Workers::new(servers.into_iter().map(Server::with).collect(), set_up))
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
        Ok(self.fitted(Driver::open(&settings(address), self.settled())?))
    }

    /// Opens sockets beside those of the first worker.
    fn open_beside(&self, first: &[Driver]) -> Result<Vec<Driver>, Error> {
        let mut config = self.settled();
        // The system hands what goes to a group to every socket, and one answer is enough.
        config.group_requests = GroupRequests::none();
        let open = |first: &Driver| {
            let driver = first.open_beside(&settings(first.local_addr()), config.clone())?;
            Ok(self.fitted(driver))
        };
        first.iter().map(open).collect()
    }

    /// Returns the settings of the protocol machine with all that was said of them.
    fn settled(&self) -> Config {
        let mut config = self.config.clone();
        if let Some(reliability) = self.notifications {
            config.observing.reliability = reliability;
        }
        config
    }

    /// Gives a driver the faults and the tap, as far as there are any.
    fn fitted(&self, mut driver: Driver) -> Driver {
        driver.set_faults(self.faults.clone());
        if let Some(tap) = self.tap.clone() {
            driver.set_tap(Some(Box::new(tap)));
        }
        driver
    }
}

/// Says what the socket at an address is asked for.
fn settings(address: SocketAddr) -> SocketSettings {
    let mut settings = SocketSettings::new(address);
    settings.receive_buffer = Some(RECEIVE_BUFFER);
    if address.ip().is_unspecified() {
        settings.packet_info = PacketInfo::Pair;
    }
    settings
}
