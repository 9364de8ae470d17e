//! Storms in short; `cargo xtask sim` runs them at length.

use coapt_sim::storm::{Weather, run};

#[test]
fn a_storm_breaks_no_promise() {
    let report = run(1, 1000, Weather::default(), |_| {});

    assert_eq!(report.findings, Vec::<String>::new());
    assert!(report.answered > 500, "{report:?}");
}

#[test]
fn a_seed_gives_the_same_storm_to_the_byte() {
    let storm = |seed| run(seed, 300, Weather::default(), |_| {});

    assert_eq!(storm(7), storm(7));
    assert_ne!(storm(7).hash, storm(8).hash);
}

#[test]
fn without_a_storm_everything_is_answered() {
    let calm = Weather { loss: 0.0, duplicate: 0.0, reorder: 0.0, damage: 0.0 };

    let report = run(3, 400, calm, |_| {});

    assert_eq!(report.findings, Vec::<String>::new());
    // Hosts are restarted and lines are cut even so.
    assert!(report.answered > 350, "{report:?}");
}
