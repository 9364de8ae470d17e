#![no_main]

mod serve {
    #[path = "../../../crates/coapt-cli/src/serve/inside.rs"]
    mod inside;
    #[path = "../../../crates/coapt-cli/src/serve/path.rs"]
    #[allow(dead_code, reason = "the command uses more of it")]
    mod path;

    pub(crate) fn stays_inside(data: &[u8]) {
        inside::stays_inside(data);
    }
}

libfuzzer_sys::fuzz_target!(|data: &[u8]| serve::stays_inside(data));
