//! A client to measure: so many GETs of /test, one after the other, and how many microseconds each took.
//!
//! Run: `cargo run --release -p coapt --example bench_client PORT COUNT`.

use std::io::Write as _;

use coapt::Client;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let words: Vec<String> = std::env::args().collect();
    let [_, port, count] = &words[..] else { return Err("bench_client PORT COUNT".into()) };
    let (port, count): (u16, u32) = (port.parse()?, count.parse()?);
    let uri = format!("coap://127.0.0.1:{port}/test");
    let mut client = Client::new()?;
    for _ in 0..count / 10 {
        client.get(&uri)?;
    }
    #[expect(clippy::disallowed_methods, reason = "a measurement is timed by the real clock")]
    let begun = std::time::Instant::now();
    for _ in 0..count {
        client.get(&uri)?;
    }
    let each = begun.elapsed().as_secs_f64() * 1e6 / f64::from(count);
    writeln!(std::io::stdout(), "{each:.3}")?;
    Ok(())
}
