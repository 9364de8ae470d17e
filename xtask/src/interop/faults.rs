//! The known faults of other implementations: each is recorded as theirs, with what shows it.
//!
//! A scenario that meets a fault must fail; if it passes, the row is out of date, and that is an error.

use super::peer::Peer;

/// A fault of a peer, in the version that `setup` installs.
#[derive(Clone, Copy, Debug)]
pub(super) struct Fault {
    pub(super) id: &'static str,
    pub(super) clients: &'static [Peer],
    pub(super) servers: &'static [Peer],
    pub(super) scenarios: &'static [&'static str],
    /// What they do, and what they should do instead.
    pub(super) evidence: &'static str,
}

pub(super) const FAULTS: &[Fault] = &[
    Fault {
        id: "aiocoap-1",
        clients: OURS,
        servers: &[Peer::Aiocoap],
        scenarios: &["LINK_03"],
        evidence: "`?rt=*` gives links without `rt`, too: an empty list of values counts as a value (RFC 6690 §4.1)",
    },
    Fault {
        id: "aiocoap-2",
        clients: OURS,
        servers: &[Peer::Aiocoap],
        scenarios: &["OBS_13", "OBS_14"],
        evidence: "a large state is told to observers in one datagram of 1500 bytes; only plain GETs get blocks (RFC 7959 §2.6)",
    },
    Fault {
        id: "libcoap-1",
        clients: OURS,
        servers: &[Peer::Libcoap],
        scenarios: &["CORE_01", "CORE_05", "CORE_20"],
        evidence: "text/plain is not named: a Content-Format of 0 is left out of responses (RFC 7252 §5.10.3)",
    },
    Fault {
        id: "libcoap-2",
        clients: OURS,
        servers: &[Peer::Libcoap],
        scenarios: &["CORE_15"],
        evidence: "a POST whose response was lost is carried out again when it is repeated with the same message id (RFC 7252 §4.5)",
    },
    Fault {
        id: "libcoap-3",
        clients: OURS,
        servers: &[Peer::Libcoap],
        scenarios: &["BLOCK_05"],
        evidence: "the response to the last block has no Block1 where the answer is large, so nothing says that the block arrived (RFC 7959 §2.3)",
    },
    Fault {
        id: "node-coap-1",
        clients: OURS,
        servers: &[Peer::Node],
        scenarios: &["BLOCK_03", "BLOCK_04", "BLOCK_05"],
        evidence: "the last block of a body is answered 5.00 \"Byte offset not the next in line\": the blocks before it had other tokens, which a client may choose for each (RFC 7959 §2.3)",
    },
    Fault {
        id: "node-coap-2",
        clients: &[Peer::Coapt],
        servers: &[Peer::Node],
        scenarios: &["CORE_31"],
        evidence: "a ping, an Empty confirmable message, is answered by an acknowledgement with 4.04 instead of a Reset (RFC 7252 §4.3)",
    },
    Fault {
        id: "node-coap-3",
        clients: OURS,
        servers: &[Peer::Node],
        scenarios: &["OBS_02"],
        evidence: "notifications to whoever registered with a non-confirmable GET are acknowledgements of nothing (RFC 7641 §4.5)",
    },
    Fault {
        id: "node-coap-4",
        clients: OURS,
        servers: &[Peer::Node],
        scenarios: &["OBS_12"],
        evidence: "a GET with Observe 1 and the token of the registration leaves the observer in the list (RFC 7641 §3.6)",
    },
    Fault {
        id: "node-coap-5",
        clients: OURS,
        servers: &[Peer::Node],
        scenarios: &["OBS_13", "OBS_14"],
        evidence: "a large state is not told to observers: nothing is sent, not even the answer to the registration",
    },
    Fault {
        id: "node-coap-6",
        clients: &[Peer::Node],
        servers: OURS,
        scenarios: &["OBS_13", "OBS_14"],
        evidence: "the rest of a large notification is asked for with Observe 0 and the token of the observation, which registers anew (RFC 7959 §2.6)",
    },
    Fault {
        id: "node-coap-7",
        clients: OURS,
        servers: &[Peer::Node],
        scenarios: &["BLOCK_06"],
        evidence: "a GET for blocks of 16 bytes (Block2 without a byte) is answered by a block of no bytes that says there are more (RFC 7959 §2.2)",
    },
];

/// Both of our own ends.
const OURS: &[Peer] = &[Peer::Coapt, Peer::CoaptPython];

/// The fault that a scenario meets between two peers.
pub(super) fn known(client: Peer, server: Peer, scenario: &str) -> Option<&'static Fault> {
    FAULTS.iter().find(|fault| {
        fault.clients.contains(&client)
            && fault.servers.contains(&server)
            && fault.scenarios.contains(&scenario)
    })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::interop::scenarios;

    #[test]
    fn each_fault_has_its_own_id_and_names_scenarios_that_exist() {
        let known: BTreeSet<_> = scenarios::all().iter().map(|scenario| scenario.id).collect();
        let ids: BTreeSet<_> = FAULTS.iter().map(|fault| fault.id).collect();

        assert_eq!(ids.len(), FAULTS.len());
        assert!(FAULTS.iter().flat_map(|fault| fault.scenarios).all(|id| known.contains(id)));
    }

    #[test]
    fn a_fault_is_met_by_its_pair_in_its_scenario_only() {
        let id = |client, server, scenario| known(client, server, scenario).map(|fault| fault.id);

        assert_eq!(id(Peer::Coapt, Peer::Aiocoap, "LINK_03"), Some("aiocoap-1"));
        assert_eq!(id(Peer::Coapt, Peer::Aiocoap, "LINK_02"), None);
        assert_eq!(id(Peer::Aiocoap, Peer::Coapt, "LINK_03"), None);
    }
}
