//! The known faults of other implementations: each is recorded as theirs, with what shows it.
//!
//! A scenario that meets a fault must fail; if it passes, the row is out of date, and that is an error.

use super::peer::Peer;
use super::relay::Line;

/// A fault of a peer, in the version that `setup` installs.
#[derive(Clone, Copy, Debug)]
pub(super) struct Fault {
    pub(super) id: &'static str,
    pub(super) clients: &'static [Peer],
    pub(super) servers: &'static [Peer],
    pub(super) scenarios: &'static [&'static str],
    /// Whether only a line that loses or delays shows it, and only where it does so.
    pub(super) on_bad_line: bool,
    /// What they do, and what they should do instead.
    pub(super) evidence: &'static str,
}

pub(super) const FAULTS: &[Fault] = &[
    Fault {
        id: "aiocoap-1",
        clients: OURS,
        servers: &[Peer::Aiocoap],
        scenarios: &["LINK_03"],
        on_bad_line: false,
        evidence: "`?rt=*` gives links without `rt`, too: an empty list of values counts as a value (RFC 6690 §4.1)",
    },
    Fault {
        id: "aiocoap-2",
        clients: OURS,
        servers: &[Peer::Aiocoap],
        scenarios: &["OBS_13", "OBS_14"],
        on_bad_line: false,
        evidence: "a large state is told to observers in one datagram of 1500 bytes; only plain GETs get blocks (RFC 7959 §2.6)",
    },
    Fault {
        id: "libcoap-1",
        clients: OURS,
        servers: &[Peer::Libcoap],
        scenarios: &["CORE_01", "CORE_05", "CORE_20"],
        on_bad_line: false,
        evidence: "text/plain is not named: a Content-Format of 0 is left out of responses (RFC 7252 §5.10.3)",
    },
    Fault {
        id: "libcoap-2",
        clients: OURS,
        servers: &[Peer::Libcoap],
        scenarios: &["CORE_15"],
        on_bad_line: false,
        evidence: "a POST whose response was lost is carried out again when it is repeated with the same message id (RFC 7252 §4.5)",
    },
    Fault {
        id: "libcoap-2",
        clients: OURS,
        servers: &[Peer::Libcoap],
        scenarios: &["CORE_22", "CORE_23", "BLOCK_03", "BLOCK_04", "BLOCK_05"],
        on_bad_line: true,
        evidence: "the same with PUT, by which a condition fails at the second time, and with the last block, whose body is the block alone then",
    },
    Fault {
        id: "libcoap-3",
        clients: OURS,
        servers: &[Peer::Libcoap],
        scenarios: &["BLOCK_05"],
        on_bad_line: false,
        evidence: "the response to the last block has no Block1 where the answer is large, so nothing says that the block arrived (RFC 7959 §2.3)",
    },
    Fault {
        id: "node-coap-1",
        clients: OURS,
        servers: &[Peer::Node],
        scenarios: &["BLOCK_03", "BLOCK_04", "BLOCK_05"],
        on_bad_line: false,
        evidence: "the last block of a body is answered 5.00 \"Byte offset not the next in line\": the blocks before it had other tokens, which a client may choose for each (RFC 7959 §2.3)",
    },
    Fault {
        id: "node-coap-2",
        clients: &[Peer::Coapt],
        servers: &[Peer::Node],
        scenarios: &["CORE_31"],
        on_bad_line: false,
        evidence: "a ping, an Empty confirmable message, is answered by an acknowledgement with 4.04 instead of a Reset (RFC 7252 §4.2)",
    },
    Fault {
        id: "node-coap-3",
        clients: OURS,
        servers: &[Peer::Node],
        scenarios: &["OBS_02"],
        on_bad_line: false,
        evidence: "notifications to whoever registered with a non-confirmable GET are acknowledgements of nothing (RFC 7641 §4.5)",
    },
    Fault {
        id: "node-coap-4",
        clients: OURS,
        servers: &[Peer::Node],
        scenarios: &["OBS_12"],
        on_bad_line: false,
        evidence: "a GET with Observe 1 and the token of the registration leaves the observer in the list (RFC 7641 §3.6)",
    },
    Fault {
        id: "node-coap-5",
        clients: OURS,
        servers: &[Peer::Node],
        scenarios: &["OBS_13", "OBS_14"],
        on_bad_line: false,
        evidence: "a large state is not told to observers: nothing is sent, not even the answer to the registration",
    },
    Fault {
        id: "node-coap-6",
        clients: &[Peer::Node],
        servers: OURS,
        scenarios: &["OBS_13", "OBS_14"],
        on_bad_line: false,
        evidence: "the rest of a large notification is asked for with Observe 0 and the token of the observation, which registers anew (RFC 7959 §2.6)",
    },
    Fault {
        id: "node-coap-7",
        clients: OURS,
        servers: &[Peer::Node],
        scenarios: &["BLOCK_06"],
        on_bad_line: false,
        evidence: "a GET for blocks of 16 bytes (Block2 without a byte) is answered by a block of no bytes that says there are more (RFC 7959 §2.2)",
    },
    Fault {
        id: "node-coap-8",
        clients: &[Peer::Node],
        servers: OURS,
        scenarios: &["BLOCK_01", "BLOCK_02", "BLOCK_06"],
        on_bad_line: true,
        evidence: "the time-out of a block begins with what the block before it had come to, 3, 6, 11 seconds and so on, and a response that comes twice is acted on twice, so that many blocks take minutes (RFC 7252 §4.2)",
    },
    Fault {
        id: "coap-rs-1",
        clients: OURS,
        servers: &[Peer::CoapRs],
        scenarios: &["CORE_15"],
        on_bad_line: false,
        evidence: "a request that comes again with the same message id is carried out again, and answered otherwise than before (RFC 7252 §4.5)",
    },
    Fault {
        id: "coap-rs-2",
        clients: &[Peer::Coapt],
        servers: &[Peer::CoapRs],
        scenarios: &["CORE_31"],
        on_bad_line: false,
        evidence: "a ping, an Empty confirmable message, goes to the router, and is answered by an acknowledgement with 4.04 instead of a Reset (RFC 7252 §4.3)",
    },
    Fault {
        id: "coap-rs-3",
        clients: &[Peer::CoapRs],
        servers: OURS,
        scenarios: &["BLOCK_05"],
        on_bad_line: false,
        evidence: "the POST for the rest of a large answer holds the last block of the request once more, without its Block1, as if that were a body of its own (RFC 7959 §2.7)",
    },
    Fault {
        id: "coap-rs-4",
        clients: OURS,
        servers: &[Peer::CoapRs],
        scenarios: &["OBS_07"],
        on_bad_line: false,
        evidence: "the observers of a resource that is deleted are told nothing, and stay in the list (RFC 7641 §4.2)",
    },
    Fault {
        id: "coap-rs-5",
        clients: OURS,
        servers: &[Peer::CoapRs],
        scenarios: &["OBS_13", "OBS_14"],
        on_bad_line: false,
        evidence: "a state of more than 1280 bytes is not told to observers unless they named a size of blocks: nothing is sent, not even the answer to the registration (RFC 7959 §2.6)",
    },
];

/// Both of our own ends.
const OURS: &[Peer] = &[Peer::Coapt, Peer::CoaptPython];

/// The fault that a scenario meets between two peers, through a bad line or a good one.
pub(super) fn known(
    (client, server): (Peer, Peer),
    line: Line,
    scenario: &str,
) -> Option<&'static Fault> {
    FAULTS.iter().find(|fault| {
        (matches!(line, Line::Bad(_)) || !fault.on_bad_line)
            && fault.clients.contains(&client)
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
        let ids: BTreeSet<_> = FAULTS.iter().map(|fault| (fault.id, fault.on_bad_line)).collect();

        assert_eq!(ids.len(), FAULTS.len());
        assert!(FAULTS.iter().flat_map(|fault| fault.scenarios).all(|id| known.contains(id)));
    }

    #[test]
    fn a_fault_is_met_by_its_pair_in_its_scenario_only() {
        let id = |client, server, scenario| {
            known((client, server), Line::Good, scenario).map(|fault| fault.id)
        };

        assert_eq!(id(Peer::Coapt, Peer::Aiocoap, "LINK_03"), Some("aiocoap-1"));
        assert_eq!(id(Peer::Coapt, Peer::Aiocoap, "LINK_02"), None);
        assert_eq!(id(Peer::Aiocoap, Peer::Coapt, "LINK_03"), None);
    }

    #[test]
    fn what_only_a_bad_line_shows_is_no_excuse_on_a_good_one() {
        let known = |line| known((Peer::Coapt, Peer::Libcoap), line, "CORE_23").is_some();

        assert!(known(Line::Bad(1)));
        assert!(!known(Line::Good));
    }
}
