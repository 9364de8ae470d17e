//! `coapt demo`.

use crate::support::run;

#[test]
fn the_demo_shows_everything_and_all_is_as_it_should_be() {
    let ended = run(["demo"]);

    let text = ended.succeeded().text();
    for step in ["Discover", "Read text", "block by block", "Store a file", "Observe"] {
        assert!(text.contains(step), "{step} is missing in\n{text}");
    }
    assert_eq!(text.matches('✓').count(), 5, "{text}");
    assert!(!text.contains('\x1b'), "no colour where nobody looks");
    assert!(text.trim_end().lines().last().unwrap().starts_with("Everything was as it should be"));
}
