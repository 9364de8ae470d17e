#![no_main]

use coapt::CoAP;

// A setting is taken or refused; one that was taken reads back and can be set again.
libfuzzer_sys::fuzz_target!(|text: &str| {
    let mut object = CoAP::new();
    let Ok(value) = object.config(text) else { return };
    let name = text.split('=').next().unwrap_or_default();
    if let Ok(now) = object.config(name) {
        object.config(&format!("{name}={now}")).expect("what reads back can be set");
    }
    drop(value);
});
