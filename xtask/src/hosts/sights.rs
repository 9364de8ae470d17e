//! All that is to be seen, but for what changes while it is looked at.

use super::sight::Sight;

/// A request whose query alone takes 1300 bytes.
macro_rules! long_request {
    ($origin:literal) => {
        concat!(
            $origin,
            "/small.txt?",
            "q0=xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
            "&q1=xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
            "&q2=xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
            "&q3=xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
            "&q4=xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
            "&q5=xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
            "&q6=xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
            "&q7=xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
            "&q8=xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
            "&q9=xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
            "&q10=xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
            "&q11=xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
            "&q12=xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
            "&q13=xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
            "&q14=xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
            "&q15=xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
        )
    };
}

/// One sight; the parts that it shows stand in a list.
const fn sight(
    name: &'static str,
    words: &'static [&'static str],
    (status, shows): (i32, &'static [&'static str]),
) -> Sight {
    Sight { name, words, status, shows }
}

pub(super) const ADDRESSES: [Sight; 7] = [
    sight(
        "a server at the unspecified address answers from the address that was asked",
        &["get", "coap://10.99.0.2/small.txt"],
        (0, &["small"]),
    ),
    sight(
        "and from its second address if that was asked",
        &["get", "coap://10.99.0.3/small.txt"],
        (0, &["small"]),
    ),
    sight(
        "a link-local address is reached through its zone",
        &["get", "coap://[fe80::2%25veth0]/small.txt"],
        (0, &["small"]),
    ),
    sight(
        "a port where nobody listens is told at once (ICMP port unreachable)",
        &["get", "coap://10.99.0.2:9999/small.txt"],
        (7, &[]),
    ),
    sight("the same over IPv6", &["get", "coap://[fe80::2%25veth0]:9999/small.txt"], (7, &[])),
    sight(
        "a host that is not there cannot be reached",
        &["get", "coap://10.99.0.77/small.txt"],
        (8, &[]),
    ),
    sight(
        "a network without a route cannot be reached",
        &["get", "coap://203.0.113.5/small.txt"],
        (8, &[]),
    ),
];

/// A client that is bound to an interface hears only what comes by it.
pub(super) const INTERFACES: [Sight; 3] = [
    sight(
        "the answer of a server with several interfaces leaves by the one that was asked",
        &["get", "coap://10.98.0.2/small.txt", "--interface", "veth1"],
        (0, &["small"]),
    ),
    sight(
        "also where both have the same link-local address",
        &["get", "coap://[fe80::2%25veth1]/small.txt", "--interface", "veth1"],
        (0, &["small"]),
    ),
    sight(
        "which is another server by the other zone",
        &["get", "coap://[fe80::2%25veth0]/small.txt", "--interface", "veth0"],
        (0, &["small"]),
    ),
];

pub(super) const GROUPS: [Sight; 5] = [
    sight(
        "a server in a group is found, and answers from its own address",
        &["discover", "coap://224.0.1.187", "--source", "10.99.0.1", "--timeout", "3"],
        (0, &["coap://10.99.0.2/small.txt"]),
    ),
    sight(
        "asked by its other interface, it answers from the address there",
        &["discover", "coap://224.0.1.187", "--source", "10.98.0.1", "--timeout", "3"],
        (0, &["coap://10.98.0.2/small.txt"]),
    ),
    sight(
        "a link-local IPv6 group is answered from the link-local address",
        &["discover", "coap://[ff02::fd%25veth1]", "--timeout", "3"],
        (0, &["coap://[fe80::2%25", "/small.txt"]),
    ),
    sight(
        "an IPv6 group of the site is answered from an address of the interface that was asked",
        &["discover", "coap://[ff05::fd%25veth1]", "--source", "fd98::1", "--timeout", "3"],
        (0, &["coap://[fd98::2]/small.txt"]),
    ),
    sight(
        "a group is not told what does not fit, nor anything but what there is",
        &["discover", "coap://224.0.1.187/small.txt", "--source", "10.99.0.1", "--timeout", "3"],
        (6, &[]),
    ),
];

/// libcoap spreads its answers over 5 s.
pub(super) const GROUP_OF_TWO: [Sight; 1] = [sight(
    "two servers, one of libcoap, answer a group, each from its own address",
    &["discover", "coap://224.0.1.187", "--source", "10.99.0.1", "--timeout", "7"],
    (0, &["coap://10.99.0.2/small.txt", "coap://10.99.0.4/"]),
)];

/// A request that is longer than the narrow path.
pub(super) const LONG: &str = long_request!("coap://10.96.0.2");

/// The link behind the router carries 600 bytes. What the client sends is cut by the router, which alone knows; what the
/// server sends, by the server.
pub(super) const IPV4_ROUTE: [Sight; 3] = [
    sight(
        "a request longer than an IPv4 path is cut by the router, as Don't Fragment is not set",
        &["get", LONG],
        (0, &["small"]),
    ),
    sight(
        "and so are blocks larger than the path",
        &["get", "coap://10.96.0.2/large.txt", "--block", "1024"],
        (0, &["end of the large file"]),
    ),
    sight(
        "smaller blocks pass it whole",
        &["get", "coap://10.96.0.2/large.txt", "--block", "256"],
        (0, &["end of the large file"]),
    ),
];

/// With its query the request is longer than 1280 bytes.
pub(super) const IPV6_ROUTE: [Sight; 2] = [
    sight(
        "a request longer than an IPv6 path is repeated in fragments (ICMPv6 packet too big)",
        &["get", long_request!("coap://[fd96::2]")],
        (0, &["small"]),
    ),
    sight(
        "blocks of 1024 bytes fit into the smallest MTU of IPv6",
        &["get", "coap://[fd96::2]/large.txt", "--block", "1024"],
        (0, &["end of the large file"]),
    ),
];

pub(super) const NARROW: [Sight; 1] = [sight(
    "blocks larger than the MTU of the link arrive, in fragments",
    &["get", "coap://10.99.0.2/large.txt", "--block", "1024"],
    (0, &["end of the large file"]),
)];

pub(super) const MOVED: [Sight; 1] = [sight(
    "a client that has moved to another address is answered there",
    &["get", "coap://10.99.0.2/small.txt"],
    (0, &["small"]),
)];
