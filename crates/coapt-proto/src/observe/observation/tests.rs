use alloc::collections::BTreeSet;

use super::*;

/// Something from the server, and how it is judged.
type News = fn(&mut Observation) -> Order;

const SECOND: Duration = Duration::from_secs(1);

#[test]
fn the_rule_of_section_3_4_row_by_row() {
    let table = [
        (10, 11, 1, Order::Latest),
        (10, 10, 1, Order::Outdated),
        (10, 9, 1, Order::Outdated),
        (10, 10 + HALF - 1, 1, Order::Latest),
        (10, 10 + HALF, 1, Order::Outdated),
        (10, 10 + HALF + 1, 1, Order::Outdated),
        (10 + HALF - 1, 10, 1, Order::Outdated),
        (10 + HALF, 10, 1, Order::Outdated),
        (10 + HALF + 1, 10, 1, Order::Latest),
        (HALF - 1, HALF + 1, 1, Order::Latest),
        (HALF + 1, HALF - 1, 1, Order::Outdated),
        (0x00ff_fffe, 1, 1, Order::Latest),
        (1, 0x00ff_fffe, 1, Order::Outdated),
        (10, 9, 128, Order::Outdated),
        (10, 9, 129, Order::Latest),
        (10, 10, 129, Order::Latest),
    ];

    for (old, new, seconds, order) in table {
        let mut observation = Observation::new(old, at(0));
        let now = at(seconds);
        assert_eq!(observation.judge(now, new), order, "{new} after {old}, {seconds} s later");
    }
}

#[test]
fn a_notification_is_measured_against_the_newest_not_the_last() {
    let mut observation = Observation::new(10, at(0));
    let arrivals = [
        (1, 20, Order::Latest),
        (2, 15, Order::Outdated),
        (3, 16, Order::Outdated),
        (4, 21, Order::Latest),
        (132, 15, Order::Outdated),
        (133, 15, Order::Latest),
        (134, 16, Order::Latest),
    ];

    for (seconds, sequence, order) in arrivals {
        assert_eq!(observation.judge(at(seconds), sequence), order, "{sequence} at {seconds} s");
    }
}

#[test]
fn the_answer_to_a_renewal_is_the_newest_unless_a_notification_has_overtaken_it() {
    let rows = [
        ("a server that counts anew", None, 3, Order::Latest),
        ("the same number again", None, 10, Order::Latest),
        ("a number that goes on", None, 11, Order::Latest),
        ("overtaken by a newer one", Some((51, 12)), 11, Order::Outdated),
        ("overtaken at the moment of asking", Some((50, 12)), 11, Order::Outdated),
        ("overtaken by an older one", Some((51, 11)), 12, Order::Latest),
        ("overtaken by one that is older than all", Some((51, 9)), 3, Order::Latest),
        ("after one that came before it was asked", Some((49, 12)), 11, Order::Latest),
    ];
    for (name, notification, answer, order) in rows {
        let mut observation = Observation::new(10, at(0));
        let notify = |observation: &mut Observation, is_before: bool| {
            if let Some((seconds, sequence)) = notification.filter(|&(s, _)| (s < 50) == is_before)
            {
                observation.judge(at(seconds), sequence);
            }
        };
        notify(&mut observation, true);
        observation.ask(at(50));
        notify(&mut observation, false);

        assert_eq!(observation.judge_answer(at(52), answer), order, "{name}");
    }
}

#[test]
fn the_answer_to_a_renewal_counts_from_when_it_came() {
    let mut observation = Observation::new(10, at(0));
    observation.ask(at(200));
    observation.judge_answer(at(201), 5);

    assert_eq!(observation.judge(at(202), 4), Order::Outdated);
    assert_eq!(observation.judge(at(201 + 128), 4), Order::Outdated);
    assert_eq!(observation.judge(at(201 + 129), 4), Order::Latest);
}

#[test]
fn a_renewal_comes_5_to_15_seconds_after_the_state_has_run_out() {
    for max_age in [0, 1, 60, u32::MAX] {
        let waits = waits(|observation, now, random| {
            let due = observation.plan_renewal(now, max_age, random);
            due - (now + max_age * SECOND)
        });

        assert_spread(&waits);
    }
}

#[test]
fn the_pauses_between_attempts_to_renew_double_from_15_seconds_to_an_hour() {
    let pauses = [15, 30, 60, 120, 240, 480, 960, 1_920, 3_600, 3_600, 3_600];
    for (attempt, pause) in pauses.into_iter().enumerate() {
        let waits = waits(|observation, now, random| {
            for _ in 0..attempt {
                observation.plan_retry(now, random);
            }
            observation.plan_retry(now, random) - (now + pause * SECOND)
        });

        assert_spread(&waits);
    }
}

#[test]
fn news_from_the_server_begin_the_pauses_anew() {
    let rows: [(News, bool); 4] = [
        (|_| Order::Outdated, false),
        (|observation| observation.judge(at(1), 9), false),
        (|observation| observation.judge(at(1), 11), true),
        (
            |observation| {
                observation.ask(at(1));
                observation.judge_answer(at(2), 3)
            },
            true,
        ),
    ];
    for (news, is_anew) in rows {
        let mut observation = Observation::new(10, at(0));
        let mut random = Random::new([1; 32]);
        for _ in 0..6 {
            observation.plan_retry(at(0), &mut random);
        }

        news(&mut observation);

        let pause = observation.plan_retry(at(2), &mut random) - at(2);
        assert_eq!(pause <= 30 * SECOND, is_anew, "{pause:?}");
    }
}

#[test]
fn a_renewal_that_is_planned_stands_until_it_is_cleared_or_planned_anew() {
    let mut observation = Observation::new(10, at(5));
    let mut random = Random::new([1; 32]);
    assert_eq!((observation.renew_at(), observation.clear_renewal()), (None, None));

    let first = observation.plan_renewal(at(5), 60, &mut random);
    assert_eq!(observation.renew_at(), Some(first));
    let second = observation.plan_retry(at(6), &mut random);
    assert_eq!(observation.renew_at(), Some(second));

    assert_eq!(observation.clear_renewal(), Some(second));
    assert_eq!((observation.renew_at(), observation.clear_renewal()), (None, None));
}

/// Draws so often that the ends of the range are met.
fn waits(draw: impl Fn(&mut Observation, Instant, &mut Random) -> Duration) -> BTreeSet<Duration> {
    let mut random = Random::new([1; 32]);
    (0..200).map(|_| draw(&mut Observation::new(10, at(0)), at(1_000), &mut random)).collect()
}

fn assert_spread(waits: &BTreeSet<Duration>) {
    let (first, last) = (*waits.first().unwrap(), *waits.last().unwrap());
    assert!(5 * SECOND <= first && last <= 15 * SECOND, "{first:?} to {last:?}");
    assert!(first < 6 * SECOND && last > 14 * SECOND, "{first:?} to {last:?}");
}

fn at(seconds: u64) -> Instant {
    Instant::after_origin(Duration::from_secs(seconds))
}
