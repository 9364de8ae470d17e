//! Datagrams with Don't Fragment, which only the class sets: they pass a narrow path whole or not at all.

use super::plan::Plan;
use super::sight;
use super::sights::LONG;

/// What is asked for, what the answer of the example `whole` begins with, and what that shows.
const ASKED: [(&str, &str, &str); 2] = [
    ("coap://10.96.0.2/small.txt", "2.05", "with Don't Fragment, what fits the path passes it"),
    (
        LONG,
        "error 10040",
        "and what does not is refused with an error, once the router has told (ICMP fragmentation needed)",
    ),
];

/// Shows both; returns how many are otherwise.
pub(super) fn show(plan: &Plan<'_>) -> usize {
    ASKED.into_iter().filter(|asked| !is_so(plan, asked)).count()
}

fn is_so(plan: &Plan<'_>, (uri, wanted, name): &(&str, &str, &str)) -> bool {
    let output = plan.whole().arg(uri).output();
    let text = output.map(|output| String::from_utf8_lossy(&output.stdout).into_owned());
    let text = text.unwrap_or_default();
    let is_so = text.starts_with(wanted);
    sight::tell(is_so, name);
    if !is_so {
        crate::say::line(format_args!("  not {wanted:?}: {text:?}"));
    }
    is_so
}
