//! The setting `CodePage` and the list of the contract: each identifier is accepted, and documented with what it does.

use crate::support::code;
use coapt::CoAP;

const CONTRACT: &str = include_str!("../../../../tests/contract/coap-class.toml");
const DOCUMENTED: &str = include_str!("../../../../docs/code-pages.md");

// contract: config.CodePage.b3, D51
#[test]
fn every_listed_code_page_is_accepted_and_converts_or_says_that_it_cannot() {
    let mut coap = CoAP::new();
    let mut without_conversion = Vec::new();
    let listed = listed("const.code_page.");
    assert_eq!(listed.len(), 150);
    for identifier in listed {
        coap.config(&format!("CodePage={identifier}")).unwrap();
        assert_eq!(coap.config("CodePage").unwrap(), identifier);
        coap.set_request_data("old");

        match coap.set_request_data_text("7") {
            Ok(()) => assert_ne!(coap.request_data(), b"old", "{identifier}"),
            Err(error) => {
                assert_eq!((error.code(), coap.request_data()), (10022, &b"old"[..]));
                without_conversion.push(number(&identifier));
            }
        }
    }

    assert_eq!(without_conversion, ["709", "710", "50936"]);
    let refusals = section("## Without a conversion");
    for identifier in without_conversion {
        assert!(refusals.contains(&format!("\n| {identifier} | ")), "{identifier}");
    }
}

// contract: config.CodePage.b3, D51
#[test]
fn the_code_pages_of_the_mac_are_accepted_there_only() {
    let mut coap = CoAP::new();
    let common = listed("const.code_page.");
    let own = listed("const.code_page_mac.");
    assert_eq!(own.len(), 24);
    for identifier in own.iter().filter(|identifier| !common.contains(identifier)) {
        let set = coap.config(&format!("CodePage={identifier}"));
        if cfg!(target_os = "macos") {
            assert_eq!(set.unwrap(), "", "{identifier}");
        } else {
            assert_eq!(code(set), 10022, "{identifier}");
        }
    }
}

#[test]
fn every_listed_code_page_is_documented() {
    for list in ["const.code_page.", "const.code_page_mac."] {
        for identifier in listed(list) {
            let row = format!("\n| {} | ", number(&identifier)).to_lowercase();
            assert!(DOCUMENTED.to_lowercase().contains(&row), "{identifier}");
        }
    }
}

/// The identifiers of one list of the contract.
fn listed(prefix: &str) -> Vec<String> {
    let rows = CONTRACT.lines().filter(|line| line.contains(&format!("id = \"{prefix}")));
    let identifier =
        |row: &str| Some(row.split("identifier = \"").nth(1)?.split('"').next()?.to_owned());
    rows.map(|row| identifier(row).unwrap()).collect()
}

/// The identifier as the documentation writes it: without zeros in front.
fn number(identifier: &str) -> String {
    if identifier.starts_with("0x") {
        return identifier.to_owned();
    }
    identifier.trim_start_matches('0').to_owned()
}

fn section(title: &str) -> &'static str {
    let after = DOCUMENTED.split_once(title).unwrap().1;
    after.split_once("\n## ").unwrap().0
}
