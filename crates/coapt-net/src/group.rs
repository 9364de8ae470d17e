//! Groups of CoAP servers: their addresses, and the interfaces on which a socket joins them (RFC 7252 §8, §12.8).

use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::num::NonZeroU32;
use std::os::fd::AsFd as _;
use std::str::FromStr;

use socket2::{Domain, InterfaceIndexOrAddress, Socket, Type};

use crate::error::NetError;
use crate::resolve::Family;
use crate::sys::{self, Interface};

/// The word that stands for the groups of all CoAP nodes.
const ALL: &str = "all";

// RFC 7252 §12.8.
const ALL_V4: [IpAddr; 1] = [IpAddr::V4(Ipv4Addr::new(224, 0, 1, 187))];
const ALL_V6: [IpAddr; 2] = [
    IpAddr::V6(Ipv6Addr::new(0xff02, 0, 0, 0, 0, 0, 0, 0xfd)),
    IpAddr::V6(Ipv6Addr::new(0xff05, 0, 0, 0, 0, 0, 0, 0xfd)),
];

/// A multicast group, and the interface on which it is joined: that of one name, or all.
///
/// *All* are those that are up, can multicast and have an address of the family when the group is joined; those that
/// come later are not joined. The loopback interface cannot multicast by its own account, so it has to be named.
///
/// ```
/// use coapt_net::{Group, GroupError};
///
/// let group: Group = "224.0.1.187%eth0".parse()?;
/// assert_eq!(group, Group::new([224, 0, 1, 187].into())?.on("eth0"));
/// assert_eq!("all".parse(), Ok(Group::all_coap_nodes()));
/// assert!(matches!("192.0.2.1".parse::<Group>(), Err(GroupError::NotMulticast { .. })));
/// # Ok::<(), GroupError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    which: Which,
    interface: Option<String>,
}

/// The addresses of a group.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Which {
    AllCoapNodes,
    One(IpAddr),
}

/// Why something is no group.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum GroupError {
    /// The address is one of a single host.
    #[error(
        "{address} is no multicast address; those are 224.0.0.0 to 239.255.255.255 and ff00:: to ffff:…"
    )]
    NotMulticast {
        /// The address that was given.
        address: IpAddr,
    },
    /// It is not written like one.
    #[error("a group looks like all, 224.0.1.187, ff02::fd or ff02::fd%eth0, not {text:?}")]
    Syntax {
        /// What was given.
        text: String,
    },
}

/// A group that a socket is in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Membership {
    /// The address of the group.
    pub address: IpAddr,
    /// The names of the interfaces on which it was joined.
    pub interfaces: Vec<String>,
}

impl Group {
    /// Names the group at a multicast address, on all interfaces.
    ///
    /// # Errors
    ///
    /// Fails if the address is none of IPv4's 224.0.0.0/4 or IPv6's `ff00::/8`.
    pub fn new(address: IpAddr) -> Result<Self, GroupError> {
        if address.is_multicast() {
            Ok(Self { which: Which::One(address), interface: None })
        } else {
            Err(GroupError::NotMulticast { address })
        }
    }

    /// Names the groups that IANA keeps for all CoAP nodes, on all interfaces: 224.0.1.187, and `ff02::fd` and
    /// `ff05::fd` for the link and the site (RFC 7252 §12.8).
    ///
    /// A socket joins those of its family.
    #[must_use]
    pub const fn all_coap_nodes() -> Self {
        Self { which: Which::AllCoapNodes, interface: None }
    }

    /// Chooses one interface, by its name such as `eth0` or by its number.
    #[must_use]
    pub fn on(self, interface: impl Into<String>) -> Self {
        Self { interface: Some(interface.into()), ..self }
    }

    /// Tells whether a socket bound to this address can hear the group: one that is bound to the unspecified address of
    /// the group's family.
    ///
    /// A socket at an address of its own receives only what is sent to that.
    #[must_use]
    pub fn is_heard_at(&self, local: SocketAddr) -> bool {
        local.ip().is_unspecified() && !self.addresses(local.is_ipv6()).is_empty()
    }

    /// Returns the addresses of one family.
    fn addresses(&self, is_v6: bool) -> &[IpAddr] {
        match &self.which {
            Which::AllCoapNodes if is_v6 => &ALL_V6,
            Which::AllCoapNodes => &ALL_V4,
            Which::One(address) if address.is_ipv6() == is_v6 => std::slice::from_ref(address),
            Which::One(_) => &[],
        }
    }

    /// Says what a socket has to be bound to.
    pub(crate) fn hearing(&self) -> &'static str {
        match self.which {
            Which::AllCoapNodes => "0.0.0.0 or [::]",
            Which::One(IpAddr::V4(_)) => "0.0.0.0",
            Which::One(IpAddr::V6(_)) => "[::]",
        }
    }
}

impl FromStr for Group {
    type Err = GroupError;

    /// Reads `all` or an address, in brackets or not, and an interface behind a percent sign.
    fn from_str(text: &str) -> Result<Self, GroupError> {
        let syntax = || GroupError::Syntax { text: text.to_owned() };
        let bare = text.strip_prefix('[').and_then(|text| text.strip_suffix(']')).unwrap_or(text);
        let (address, interface) = match bare.split_once('%') {
            Some((_, "")) => return Err(syntax()),
            Some((address, interface)) => (address, Some(interface)),
            None => (bare, None),
        };
        let group = match address {
            ALL => Self::all_coap_nodes(),
            address => Self::new(address.parse().map_err(|_| syntax())?)?,
        };
        Ok(Self { interface: interface.map(str::to_owned), ..group })
    }
}

impl fmt::Display for Group {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.which {
            Which::AllCoapNodes => f.write_str(ALL)?,
            Which::One(address) => write!(f, "{address}")?,
        }
        self.interface.as_ref().map_or(Ok(()), |interface| write!(f, "%{interface}"))
    }
}

/// Joins groups with a socket that is bound to `local`; tells which those are.
pub(crate) fn join(
    socket: &Socket,
    local: SocketAddr,
    groups: &[Group],
) -> Result<Vec<Membership>, NetError> {
    let mut joined = Vec::new();
    if groups.is_empty() {
        return Ok(joined);
    }
    let present = sys::interfaces().map_err(|error| NetError::io("list the interfaces", error))?;
    for group in groups {
        if !group.is_heard_at(local) {
            return Err(NetError::Unheard { group: group.clone() });
        }
        for &address in group.addresses(local.is_ipv6()) {
            let interfaces = chosen(group, address, &present)?;
            for interface in &interfaces {
                join_on(socket, address, interface).map_err(|source| NetError::Join {
                    group: address,
                    interface: interface.name.clone(),
                    source,
                })?;
            }
            let interfaces = interfaces.iter().map(|interface| interface.name.clone()).collect();
            joined.push(Membership { address, interfaces });
        }
    }
    Ok(joined)
}

/// Picks the interfaces on which an address of a group is joined.
fn chosen<'p>(
    group: &Group,
    address: IpAddr,
    present: &'p [Interface],
) -> Result<Vec<&'p Interface>, NetError> {
    if let Some(name) = &group.interface {
        let number = name.parse().ok();
        let named = present.iter().find(|it| it.name == *name || Some(it.index) == number);
        return named.map(|interface| vec![interface]).ok_or_else(|| NetError::NoInterface {
            name: name.clone(),
            present: present.iter().map(|interface| interface.name.clone()).collect(),
        });
    }
    let family = if address.is_ipv6() { Family::V6 } else { Family::V4 };
    let is_fit = |interface: &&Interface| {
        let has_address = if address.is_ipv6() { interface.has_v6 } else { interface.has_v4 };
        interface.is_up && interface.can_multicast && has_address
    };
    let fit: Vec<_> = present.iter().filter(is_fit).collect();
    if fit.is_empty() { Err(NetError::NoneToJoinOn { group: address, family }) } else { Ok(fit) }
}

fn join_on(socket: &Socket, address: IpAddr, interface: &Interface) -> std::io::Result<()> {
    let joined = match address {
        IpAddr::V4(address) => {
            socket.join_multicast_v4_n(&address, &InterfaceIndexOrAddress::Index(interface.index))
        }
        IpAddr::V6(address) => socket.join_multicast_v6(&address, interface.index),
    };
    match joined {
        // To be named twice, alone and among all, is no mistake.
        Err(error) if error.raw_os_error() == Some(libc::EADDRINUSE) => Ok(()),
        joined => joined,
    }
}

/// Keeps a socket from hearing groups that only others have joined, which is what the system lets it do by itself.
//= rfc7252#11.3 explicit: what was not asked for is not heard
pub(crate) fn keep_out(socket: &Socket, is_v6: bool) {
    let option = if is_v6 {
        (libc::IPPROTO_IPV6, libc::IPV6_MULTICAST_ALL)
    } else {
        (libc::IPPROTO_IP, libc::IP_MULTICAST_ALL)
    };
    // A kernel before 4.20 knows only that of IPv4; the endpoint drops what is not to be answered.
    sys::set_option(socket.as_fd(), option, 0).ok();
}

/// Finds the address of an interface from which a peer is answered that asked an IPv6 group there; none if the interface
/// does not lead to it.
///
/// For IPv4 the system tells it with the datagram.
pub(crate) fn answering_address(interface: u32, peer: SocketAddr) -> Option<IpAddr> {
    let socket = Socket::new(Domain::IPV6, Type::DGRAM, None).ok()?;
    socket.bind_device_by_index_v6(NonZeroU32::new(interface)).ok()?;
    socket.connect(&peer.into()).ok()?;
    Some(socket.local_addr().ok()?.as_socket()?.ip())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_group_reads_back_as_it_is_written() {
        for text in ["all", "all%eth0", "224.0.1.187", "239.1.2.3%7", "ff02::fd", "ff05::fd%eth0"] {
            assert_eq!(text.parse::<Group>().unwrap().to_string(), text);
        }
        assert_eq!("[ff02::fd%eth0]".parse::<Group>().unwrap().to_string(), "ff02::fd%eth0");
    }

    #[test]
    fn what_is_no_group_is_told_with_what_is_one() {
        for single in ["192.0.2.1", "::1", "fe80::1%eth0", "0.0.0.0", "255.255.255.255"] {
            let error = single.parse::<Group>().unwrap_err();
            assert!(matches!(error, GroupError::NotMulticast { .. }), "{single}");
            assert!(error.to_string().contains("224.0.0.0"), "{error}");
        }
        for wrong in ["", "%", "all%", "%eth0", "coap", "224.0.1.187:5683", "[ff02::fd]%eth0"] {
            let error = wrong.parse::<Group>().unwrap_err();
            assert!(matches!(error, GroupError::Syntax { .. }), "{wrong}");
            assert!(error.to_string().contains(&format!("{wrong:?}")), "{error}");
        }
    }

    #[test]
    fn a_group_is_heard_at_the_unspecified_address_of_its_family() {
        let v4: Group = "224.0.1.187".parse().unwrap();
        let all = Group::all_coap_nodes();
        for (local, hears_v4, hears_all) in [
            ("0.0.0.0:5683", true, true),
            ("[::]:5683", false, true),
            ("127.0.0.1:5683", false, false),
            ("[::1]:5683", false, false),
        ] {
            let local = local.parse().unwrap();
            assert_eq!((v4.is_heard_at(local), all.is_heard_at(local)), (hears_v4, hears_all));
        }
    }

    #[test]
    fn all_interfaces_are_those_that_can_multicast_and_have_an_address() {
        let interface = |index, is_up, can_multicast, has_v6| Interface {
            name: format!("if{index}"),
            index,
            is_up,
            can_multicast,
            has_v4: true,
            has_v6,
        };
        let present = [
            interface(1, true, false, true),
            interface(2, true, true, true),
            interface(3, false, true, true),
            interface(4, true, true, false),
        ];
        let names = |group: &str| -> Vec<String> {
            let group: Group = group.parse().unwrap();
            let is_v6 = !group.is_heard_at("0.0.0.0:0".parse().unwrap());
            let found = chosen(&group, group.addresses(is_v6)[0], &present).unwrap();
            found.iter().map(|interface| interface.name.clone()).collect()
        };

        assert_eq!(names("224.0.1.187"), ["if2", "if4"]);
        assert_eq!(names("ff02::fd"), ["if2"]);
        assert_eq!(names("ff02::fd%if1"), ["if1"], "the loopback interface, when it is named");
        assert_eq!(names("ff02::fd%3"), ["if3"]);
        let alone = chosen(&Group::all_coap_nodes(), ALL_V4[0], &present[..1]).unwrap_err();
        assert!(alone.to_string().contains("IPv4"), "{alone}");
        let wrong = "ff02::fd%if9".parse().unwrap();
        let wrong = chosen(&wrong, ALL_V6[0], &present[..2]).unwrap_err().to_string();
        assert!(wrong.contains("if9") && wrong.contains("if1, if2"), "{wrong}");
    }
}
