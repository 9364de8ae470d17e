#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| coapt_sim::fuzz::observing(data));
