//! `coapt discover`: what resources a server has, or all servers of a group (RFC 6690, RFC 7252 §7).

mod filter;
mod table;

use std::io::Write;
use std::net::SocketAddr;
use std::ops::ControlFlow;
use std::time::Duration;

use serde_json::{Map, Value};

use coapt::wire::uri::{DEFAULT_PORT, Host};
use coapt::{Client, Error, Link, Uri};

use crate::failure::{Failure, Status};
use crate::link::{self, LinkArgs};
use crate::paint::Role;
use crate::printer::Printer;
use crate::refusal;
use crate::show::{json, links};

use self::filter::Filter;
pub(crate) use self::table::print as print_table;

/// How long to wait for the members of a group: servers spread their answers over 5 s (Leisure, RFC 7252 §8.2).
const GROUP_TIME: Duration = Duration::from_secs(6);

/// List the resources of a server, or of all servers of a group
#[derive(clap::Args, Debug)]
#[command(after_help = "\
Examples:
  coapt discover coap://[::1]
  coapt discover coap://[::1] rt=temperature* ct=json --tree
  coapt discover 'coap://[::1]/?rt=temperature*' --json
  coapt discover coap://224.0.1.187 --timeout 5
  coapt discover 'coap://[ff02::fd%eth0]' rt=lamp

A multicast address asks all servers of the group, and lists each that answers within the time
limit, 6 seconds if none is set; the status is 6 if none does.")]
pub(crate) struct Args {
    /// Server to ask; a query such as ?rt=temperature filters, a path replaces /.well-known/core
    uri: String,
    /// List only what fulfils all of these: rt=, if=, href=, ct= or another attribute, * at the
    /// end for anything
    #[arg(value_name = "NAME=VALUE", value_parser = filter::parse)]
    filters: Vec<Filter>,
    /// A tree of paths instead of a table
    #[arg(long, conflicts_with = "json")]
    tree: bool,
    /// One JSON array instead of a table; of a group, one object for each server
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    pub(crate) link: LinkArgs,
}

/// Ends with the status of the reply's code; see [`Status`].
pub(crate) fn run(
    args: &Args,
    client: &mut Client,
    printer: &mut Printer<impl Write>,
) -> Result<Status, Failure> {
    args.link.check(&args.uri)?;
    let uri = filter::in_query(&args.uri, &args.filters);
    if is_group(&args.uri) {
        return ask_group(args, &uri, client, printer);
    }
    let links = client.discover(&uri).map_err(|error| failed(&error, &args.uri))?;
    let links = filtered(args, links);
    if args.json {
        let links: Vec<_> = links.iter().map(to_json).collect();
        let text = serde_json::to_string_pretty(&links).unwrap_or_default();
        printer.line(&json::escaped(&text))?;
    } else {
        print(args, &links, printer)?;
    }
    Ok(Status::Success)
}

/// Tells whether the host is a multicast address.
fn is_group(uri: &str) -> bool {
    Uri::parse(uri).is_ok_and(|uri| match uri.host() {
        Host::V4(address) => address.is_multicast(),
        Host::V6(address, _) => address.is_multicast(),
        Host::Name(_) => false,
    })
}

fn filtered(args: &Args, mut links: Vec<Link>) -> Vec<Link> {
    links.retain(|link| args.filters.iter().all(|filter| filter.holds(link)));
    links
}

fn print(args: &Args, links: &[Link], printer: &mut Printer<impl Write>) -> Result<(), Failure> {
    if !args.tree {
        return print_table(links, printer);
    }
    let tree = links::tree(printer.paint(), links);
    tree.lines().try_for_each(|line| printer.line(line)).map_err(Failure::from)
}

/// Lists each member of a group as it answers.
fn ask_group(
    args: &Args,
    uri: &str,
    client: &mut Client,
    printer: &mut Printer<impl Write>,
) -> Result<Status, Failure> {
    let period = args.link.timeout().unwrap_or(GROUP_TIME);
    let mut outcome = Ok(());
    let mut count = 0;
    let asked = client.discover_group(uri, period, &mut |member, links| {
        count += 1;
        outcome = show_member(args, member, links, printer);
        if outcome.is_ok() { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
    });
    asked.map_err(|error| link::failure(&error, &args.uri))?;
    outcome?;
    if count == 0 {
        let seconds = period.as_secs_f32();
        let message = format!("{}: no member of the group answered within {seconds} s", args.uri);
        return Err(Failure::new(Status::TimedOut, message));
    }
    Ok(Status::Success)
}

fn show_member(
    args: &Args,
    member: SocketAddr,
    links: Result<Vec<Link>, Error>,
    printer: &mut Printer<impl Write>,
) -> Result<(), Failure> {
    let origin = origin(member);
    let links = match links {
        Ok(links) => filtered(args, links),
        Err(error) => {
            let failure = failed(&error, &origin);
            // Nobody is left to be told when standard error is gone.
            writeln!(std::io::stderr(), "coapt: {failure}").ok();
            return Ok(());
        }
    };
    if args.json {
        let mut object = json::Object::default();
        object.add("from", origin);
        object.add("links", links.iter().map(to_json).collect::<Vec<_>>());
        return Ok(printer.line(&object.into_json())?);
    }
    let absolute = |link: Link| Link { target: absolute(&origin, &link.target), ..link };
    let links: Vec<_> = links.into_iter().map(absolute).collect();
    if links.is_empty() {
        let line = printer.paint().text(Role::Accent, &origin);
        return Ok(printer.line(&line)?);
    }
    print(args, &links, printer)
}

/// Gives the URI of a server; the zone of its address is named by its number.
fn origin(member: SocketAddr) -> String {
    let host = match member {
        SocketAddr::V4(address) => address.ip().to_string(),
        SocketAddr::V6(address) if address.scope_id() == 0 => format!("[{}]", address.ip()),
        SocketAddr::V6(address) => format!("[{}%25{}]", address.ip(), address.scope_id()),
    };
    match member.port() {
        DEFAULT_PORT => format!("coap://{host}"),
        port => format!("coap://{host}:{port}"),
    }
}

/// Puts the server before a target that names none, so that the whole can be asked for.
fn absolute(origin: &str, target: &str) -> String {
    if target.contains("://") {
        return target.to_owned();
    }
    format!("{origin}/{}", target.strip_prefix('/').unwrap_or(target))
}

fn failed(error: &Error, uri: &str) -> Failure {
    let Error::Answered { code, diagnostic } = error else { return link::failure(error, uri) };
    refusal::with_words(uri, *code, diagnostic)
}

fn to_json(link: &Link) -> Value {
    let mut attributes = Map::new();
    for (name, value) in &link.attributes {
        let value = value.as_deref().map_or(Value::Bool(true), Value::from);
        attributes.insert(name.clone(), value);
    }
    let mut object = Map::new();
    object.insert("href".to_owned(), Value::from(link.target.as_str()));
    object.insert("attributes".to_owned(), Value::Object(attributes));
    Value::Object(object)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_keeps_the_attributes() {
        let link = Link::new("/temp").with("ct", "50").with_flag("obs");

        let json = to_json(&link).to_string();

        assert_eq!(json, r#"{"attributes":{"ct":"50","obs":true},"href":"/temp"}"#);
    }

    #[test]
    fn the_members_of_a_group_have_uris_that_can_be_asked() {
        for (address, expected) in [
            ("192.0.2.1:5683", "coap://192.0.2.1/a"),
            ("192.0.2.1:7", "coap://192.0.2.1:7/a"),
            ("[fe80::1%3]:5683", "coap://[fe80::1%253]/a"),
        ] {
            let uri = absolute(&origin(address.parse().unwrap()), "/a");
            assert_eq!(uri, expected);
            assert!(Uri::parse(&uri).is_ok(), "{uri}");
        }
        assert_eq!(absolute("coap://h", "coap://x/a"), "coap://x/a");
    }

    #[test]
    fn only_multicast_addresses_are_groups() {
        let groups = ["coap://224.0.1.187", "coap://[ff02::fd%25eth0]/x", "coap://[ff05::fd]"];
        assert!(groups.iter().all(|uri| is_group(uri)));
        assert!(!["coap://127.0.0.1", "coap://[::1]", "coap://h"].iter().any(|uri| is_group(uri)));
    }
}
