//! How many workers serve, and what each may hold, so that all together keep within the limits of one server.

use std::num::NonZero;
use std::thread;

use coapt::Workers;
use coapt::proto::Limits;

/// Reads the number of workers, or `auto` for one on each core.
pub(super) fn workers(text: &str) -> Result<usize, String> {
    let count = match text {
        "auto" => thread::available_parallelism().map_or(1, NonZero::get).min(Workers::MAX),
        number => number.parse().unwrap_or_default(),
    };
    let refusal = || format!("a number of workers looks like 4, at most {}, or auto", Workers::MAX);
    (1..=Workers::MAX).contains(&count).then_some(count).ok_or_else(refusal)
}

/// Gives the limits of each of so many workers.
///
/// What counts for one client or one body stays as it is, as a client always meets the same worker. Each worker has room
/// for one of the largest bodies, though that may be more than its share.
pub(super) fn of_each(all: Limits, workers: usize) -> Limits {
    let share = |limit: usize| (limit / workers).max(1);
    Limits {
        peers: share(all.peers),
        exchanges: share(all.exchanges),
        requests: share(all.requests),
        group_answers: share(all.group_answers),
        duplicate_bytes: share(all.duplicate_bytes),
        bodies: share(all.bodies).max(all.body),
        observers: share(all.observers),
        observers_per_resource: share(all.observers_per_resource),
        problems: share(all.problems),
        ..all
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn workers_are_counted_or_one_for_each_core() {
        assert_eq!(workers("1"), Ok(1));
        assert_eq!(workers("256"), Ok(256));
        assert!(workers("auto").unwrap() >= 1);
        for wrong in ["0", "257", "-1", "many", "", "99999999999999999999"] {
            assert!(workers(wrong).unwrap_err().contains("looks like"), "{wrong}");
        }
    }

    #[test]
    fn all_workers_together_hold_no_more_than_one_alone() {
        let all = Limits { body: 1 << 20, ..Limits::default() };

        for workers in [1, 3, 8] {
            let each = of_each(all, workers);
            for (each, all) in [
                (each.peers, all.peers),
                (each.requests, all.requests),
                (each.group_answers, all.group_answers),
                (each.duplicate_bytes, all.duplicate_bytes),
                (each.bodies, all.bodies),
                (each.observers, all.observers),
                (each.observers_per_resource, all.observers_per_resource),
            ] {
                assert!(each * workers <= all && (each + 1) * workers > all);
            }
            assert_eq!(each.body, all.body);
        }
        assert_eq!(of_each(all, 1), all);
        assert_eq!(of_each(all, 64).bodies, all.body, "one body has room");
    }
}
