//! Opening and closing the one socket of an object.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, UdpSocket};

use coapt_net::{Driver, Family, PacketInfo, SocketSettings};
use coapt_proto::{Peer, Role};
use coapt_wire::uri::Uri;

use super::coap::CoAP;
use super::errors::CoAPError;
use super::pump::Ready;
use super::settings::Setting;
use super::uris::host_to_resolve;

/// What the open socket is there for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum SocketUse {
    /// For requests of our own.
    Client,
    /// The same, but a setting has changed since: the next request that finds it idle opens another.
    OutdatedClient,
    /// For listening, and afterwards for the responses that are still in flight.
    Server,
}

impl CoAP {
    /// Finds the address a URI leads to.
    pub(crate) fn destination(&self, uri: &Uri) -> Result<SocketAddr, CoAPError> {
        Ok(coapt_net::resolve(&host_to_resolve(uri), uri.port(), self.family())?)
    }

    /// Makes sure that there is a socket for a request to `remote`.
    pub(crate) fn open_for_request(&mut self, remote: SocketAddr) -> Result<(), CoAPError> {
        if self.driver.is_some() {
            let fits = self.client.connected.is_none_or(|peer| peer == remote);
            match self.socket_use {
                SocketUse::Server => return Ok(()),
                SocketUse::Client if fits => return Ok(()),
                SocketUse::OutdatedClient if fits && self.is_active() => return Ok(()),
                _ if self.is_active() => return Err(other_peer(remote)),
                SocketUse::Client | SocketUse::OutdatedClient => self.close_socket(),
            }
        }
        let mut settings = self.socket_settings()?;
        if self.settings.is_on(Setting::UseConnection) {
            settings.connect = Some(remote);
            settings.dscp = self.settings.dscp();
        }
        if self.settings.is_on(Setting::CaptureIPPacketInfo) {
            settings.packet_info = PacketInfo::Report;
        }
        let driver = Driver::open(&settings, self.settings.protocol(Role::Client))?;
        self.client.connected = settings.connect;
        self.install(driver, SocketUse::Client);
        Ok(())
    }

    /// Opens a socket for listening; it is not in use yet.
    pub(crate) fn open_for_listening(&self) -> Result<Driver, CoAPError> {
        let mut settings = self.socket_settings()?;
        // Replies leave from the address that was asked, unless the application chose another.
        settings.packet_info =
            if settings.source.is_some() { PacketInfo::Report } else { PacketInfo::Pair };
        Ok(Driver::open(&settings, self.settings.protocol(Role::Server))?)
    }

    /// Takes a fresh socket into use.
    pub(crate) fn install(&mut self, driver: Driver, socket_use: SocketUse) {
        self.close_socket();
        self.driver = Some(Box::new(driver));
        self.socket_use = socket_use;
        self.refresh_tap();
    }

    /// Closes the socket, if there is one; what it still had to tell is forgotten.
    pub(crate) fn close_socket(&mut self) {
        self.let_go_at_last();
        self.driver = None;
        self.epoch += 1;
        self.client.swallowed.clear();
        self.send_failures.clear();
        self.trouble.none_waits();
        self.ready.retain(|ready| matches!(ready, Ready::Announce(_)));
    }

    /// Gives the endpoint of a request to `remote`.
    pub(crate) fn peer(&self, remote: SocketAddr) -> Peer {
        let peer = Peer::new(remote);
        match self.socket_use {
            SocketUse::Client | SocketUse::OutdatedClient => peer,
            // On a socket that tells local addresses apart, the answer will name ours.
            SocketUse::Server => {
                source_towards(remote).map_or(peer, |local| peer.with_local(local))
            }
        }
    }

    /// Tells the endpoint about settings that changed; what is under way keeps the old ones.
    pub(crate) fn apply_protocol_settings(&mut self) {
        let role = if self.server.listening { Role::Server } else { Role::Client };
        let config = self.settings.protocol(role);
        if let Some(driver) = &mut self.driver {
            driver.endpoint_mut().set_config(config);
        }
    }

    /// Gives the address that a request from this peer was sent to.
    pub(crate) fn asked_address(&self, peer: Peer) -> SocketAddr {
        let Some(driver) = &self.driver else { return peer.address() };
        let bound = driver.local_addr();
        let chosen = || self.settings.source_address().filter(|_| bound.ip().is_unspecified());
        SocketAddr::new(peer.local().or_else(chosen).unwrap_or(bound.ip()), bound.port())
    }

    fn family(&self) -> Family {
        let open = self.driver.as_ref().filter(|_| self.is_active());
        let is_v6 = match open {
            Some(driver) => driver.local_addr().is_ipv6(),
            None => self.settings.is_on(Setting::UseIPv6),
        };
        if is_v6 { Family::V6 } else { Family::V4 }
    }

    fn socket_settings(&self) -> Result<SocketSettings, CoAPError> {
        let mut settings = SocketSettings::new(self.local_address()?);
        let size = |bytes: usize| (bytes != 0).then_some(bytes);
        settings.share_port = self.settings.is_on(Setting::ShareLocalPort);
        settings.receive_buffer = size(self.settings.int(Setting::InBufferSize));
        settings.send_buffer = size(self.settings.int(Setting::OutBufferSize));
        settings.dont_fragment = self.settings.is_on(Setting::DontFragment);
        settings.max_packet_size = self.settings.int(Setting::MaxPacketSize);
        settings.source = self.settings.source_address();
        settings.link_source = self.settings.source_mac();
        Ok(settings)
    }

    fn local_address(&self) -> Result<SocketAddr, CoAPError> {
        if !self.local_host.is_empty() {
            let family = self.family();
            return Ok(coapt_net::resolve(&self.local_host, self.local_port, family)?);
        }
        let any = if self.settings.is_on(Setting::UseIPv6) {
            IpAddr::from(Ipv6Addr::UNSPECIFIED)
        } else {
            IpAddr::from(Ipv4Addr::UNSPECIFIED)
        };
        Ok(SocketAddr::new(any, self.local_port))
    }
}

/// Asks the system which address of ours a datagram to `remote` would leave from.
fn source_towards(remote: SocketAddr) -> Option<IpAddr> {
    let any = if remote.is_ipv6() {
        IpAddr::from(Ipv6Addr::UNSPECIFIED)
    } else {
        IpAddr::from(Ipv4Addr::UNSPECIFIED)
    };
    let socket = UdpSocket::bind((any, 0)).ok()?;
    socket.connect(remote).ok()?;
    Some(socket.local_addr().ok()?.ip())
}

fn other_peer(remote: SocketAddr) -> CoAPError {
    let message = format!("the connected socket belongs to another peer than {remote}");
    CoAPError::new(CoAPError::ALREADY_CONNECTED, message)
}
