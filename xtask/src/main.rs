//! The project's own tools, started as `cargo xtask COMMAND`.

mod api;
mod bench;
mod ci;
mod contract;
mod deny;
mod disk;
mod dist;
mod docs;
mod finding;
mod fuzz;
mod hosts;
mod interop;
mod packages;
mod python;
mod rfc;
mod rust_source;
mod say;
mod semver;
mod setup;
mod sim;
mod test;
mod tidy;
mod tools;
mod workspace;

use std::env;
use std::process::ExitCode;

use crate::workspace::Workspace;

const USAGE: &str = "\
Usage: cargo xtask COMMAND

  setup      fetch what the tests need and this machine lacks
  test       setup, then all tests
  ci         format, clippy, docs, tidy, contract, rfc, types, storm, test, book: what a change must pass
  docs       the guide as a book, the references of Rust and Python, and whether their links lead somewhere
  dist [--twice]   what is released: a static binary, a Debian package, a wheel; each tried in an empty place
  wheel      build the Python package for every Python from 3.10 on
  bench      what a small GET costs servers, beside a raw echo and other servers
  bench python   the same for servers with handlers in Python
  bench instructions   how many instructions a small GET takes
  soak python    a million requests through handlers in Python, and the memory they leave
  tidy       check what no lint can say
  flood      what servers do under attack, and whether their memory comes back
  scale [PART…]  what a server costs as clients, observers and bodies become many
  fuzz --minutes N   feed everything that reads from outside with what a fuzzer makes up
  hosts      network namespaces: several addresses, zones, groups, ICMP, MTU, a client that moves
  interop [--runs N --line SEED --only WORD]
             scenarios with other implementations of CoAP, both ways, through a good line or a bad one
  compare    hold the servers of all these against the RFCs by coapt doctor, side by side
  rfc        hold the ledger of rules against code and tests, and print the coverage
  sim [--exchanges N --seed N|auto --loss P --dup P --reorder P --damage P --timed]
             storms over the protocol machine in virtual time, judged from outside
  sim --planted   whether the judge sees the bugs of tests/planted.toml
  semver REVISION   say what the public API has lost since a revision
  api [--update]    hold the public API against the lists in docs/api, or write them anew
  deny       judge by deny.toml what coapt is built from: licences, doubles, known holes
  contract   say which behaviours of the class contract have a test";

/// Exits with 0 if all is well, 1 if a command found something, 2 if the command is unknown.
fn main() -> ExitCode {
    let words: Vec<String> = env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let house = Workspace::here();
    let outcome = match words.as_slice() {
        ["setup"] => setup::run(&house),
        ["test"] => test::run(&house),
        ["ci"] => ci::run(&house),
        ["wheel"] => python::wheel(&house),
        ["bench"] => bench::rust(&house),
        ["bench", "python"] => bench::python(&house),
        ["soak", "python"] => bench::soak_python(&house),
        ["bench", "instructions"] => bench::instructions(&house),
        ["bench", "echo"] => bench::echo(),
        ["docs"] => docs::run(&house),
        ["dist", words @ ..] => dist::run(&house, words),
        ["tidy"] => tidy::run(&house),
        ["contract"] => contract::run(&house),
        ["flood"] => bench::flood(&house),
        ["scale", parts @ ..] => bench::scale(&house, parts),
        ["fuzz", "--minutes", minutes] => fuzz::run(&house, minutes),
        ["hosts"] => hosts::run(&house),
        ["interop", words @ ..] => interop::run(&house, words),
        ["compare"] => interop::compare(&house),
        ["rfc"] => rfc::run(&house),
        ["sim", words @ ..] => sim::run(&house, words),
        ["semver", revision] => semver::run(&house, revision),
        ["api", words @ ..] => api::run(&house, words),
        ["deny"] => deny::run(&house),
        ["help" | "--help" | "-h"] => {
            say::line(USAGE);
            Ok(())
        }
        _ => {
            say::error(USAGE);
            return ExitCode::from(2);
        }
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(sentence) => {
            say::error(&sentence);
            ExitCode::FAILURE
        }
    }
}
