//! The settings of a server.

use std::net::{Ipv4Addr, SocketAddr};

use coapt_net::{Driver, Faults, Group, NetError, PacketInfo, SocketSettings, Tap};
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
    groups: Vec<Group>,
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

    /// Joins a multicast group, so that requests to it are heard (RFC 7252 §8): once for each.
    ///
    /// It is joined at every unspecified address that is served, 0.0.0.0 or `[::]`, of its family; a socket at another
    /// address hears no group. Of all interfaces those are meant that are there when the server is made.
    ///
    /// Requests to a group come from whoever likes, and one of them has many answers, so RFC 7252 §11.3 wants as few of
    /// them taken as possible: without this call a server takes none. With it, it answers those for
    /// `/.well-known/core` and for resources made [`for_groups`](crate::Resource::for_groups), or what else
    /// [`Config::group_requests`] picks. Answers leave from an address of the server's own at a random moment within
    /// [`default_leisure`](coapt_proto::Transmission::default_leisure), 5 s; errors and answers without a body are left
    /// out.
    ///
    /// ```no_run
    /// use coapt::{Server, net::Group};
    ///
    /// let server = Server::builder()
    ///     .bind(([0, 0, 0, 0], 5683).into())
    ///     .join(Group::all_coap_nodes())
    ///     .join("239.255.7.7%eth0".parse()?)
    ///     .build()?;
    /// assert_eq!(server.joined()[1].interfaces, ["eth0"]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn join(mut self, group: Group) -> Self {
        self.groups.push(group);
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
    /// Fails if an address cannot be bound or a group not be joined; [`NetError`] tells why.
    pub fn build(self) -> Result<Server, Error> {
        Ok(Server::with(self.open_all()?))
    }

    /// Makes `count` workers of one server, which share its addresses; `set_up` gives each its routes.
    ///
    /// The limits of the settings apply to each worker. See [`Workers`] for what workers share.
    ///
    /// # Errors
    ///
    /// Fails if `count` is 0 or more than [`Workers::MAX`], if an address cannot be bound or a group not be joined, or if the system cannot share
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
        let default = [(Ipv4Addr::LOCALHOST, DEFAULT_PORT).into()];
        let given = self.addresses.as_slice();
        let addresses = if given.is_empty() { &default } else { given };
        let is_heard = |group: &Group| addresses.iter().any(|address| group.is_heard_at(*address));
        if let Some(group) = self.groups.iter().find(|group| !is_heard(group)) {
            return Err(NetError::Unheard { group: group.clone() }.into());
        }
        addresses.iter().map(|address| self.open(*address)).collect()
    }

    /// Opens the socket for an address.
    fn open(&self, address: SocketAddr) -> Result<Driver, Error> {
        let mut settings = settings(address);
        settings.groups.clone_from(&self.groups);
        settings.groups.retain(|group| group.is_heard_at(address));
        let mut config = self.settled();
        //= rfc7252#11.3 explicit: who has joined no group answers none, nor what goes to everybody
        if settings.groups.is_empty() {
            config.group_requests = GroupRequests::none();
        }
        Ok(self.fitted(Driver::open(&settings, config)?))
    }

    /// Opens sockets beside those of the first worker.
    fn open_beside(&self, first: &[Driver]) -> Result<Vec<Driver>, Error> {
        let mut config = self.settled();
        // Only the first has joined the groups; what goes to everybody reaches all, and one answer is enough.
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
