//! Adding up what several endpoints have counted.

use coapt_proto::Counters;

/// Adds the counters of one endpoint to a sum.
pub(super) fn add(sum: &mut Counters, more: &Counters) {
    macro_rules! add {
        ($($field:ident)*) => { $(sum.$field += more.$field;)* };
    }
    add! {
        received sent retransmitted timed_out ignored malformed duplicates unexpected bad_options
        requests refused duplicates_forgotten bodies_dropped notifications problems_dropped
        duplicate_bytes peers exchanges open_requests body_bytes observers
    }
}
