#![no_main]

#[path = "../../crates/coapt-cli/src/serve/inside.rs"]
mod inside;
#[path = "../../crates/coapt-cli/src/serve/path.rs"]
#[allow(dead_code, reason = "the command uses more of it")]
mod path;

libfuzzer_sys::fuzz_target!(|data: &[u8]| inside::stays_inside(data));
