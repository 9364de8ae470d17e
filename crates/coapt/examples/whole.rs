//! Asks for a resource with Don't Fragment set: what does not fit the path whole is not sent, and says so.
//!
//! Run: `cargo run -p coapt --example whole URI`

use std::io::Write as _;

use coapt::CoAP;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let uri = std::env::args().nth(1).ok_or("which resource?")?;
    let mut coap = CoAP::new();
    coap.config("DontFragment=True")?;
    coap.set_timeout(20)?;
    let told = match coap.get(&uri) {
        Ok(_) => coap.response_code(),
        Err(error) => format!("error {error}"),
    };
    writeln!(std::io::stdout(), "{told}")?;
    Ok(())
}
