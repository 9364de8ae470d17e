//! The coapt command.
fn main() {}
