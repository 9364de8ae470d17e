//! `coapt discover`: what resources a server has (RFC 6690).

use std::fmt::Write as _;
use std::io::Write;

use serde_json::{Map, Value};

use coapt::wire::ContentFormat;
use coapt::{Client, Error, Link};

use crate::failure::{Failure, Status};
use crate::link::{self, LinkArgs};
use crate::paint::Role;
use crate::printer::Printer;
use crate::refusal;
use crate::show;

/// List the resources of a server
#[derive(clap::Args, Debug)]
#[command(after_help = "\
Examples:
  coapt discover coap://[::1]
  coapt discover 'coap://[::1]/?rt=temperature*'
  coapt discover coap://[::1] --json")]
pub(crate) struct Args {
    /// Server to ask; a query such as ?rt=temperature filters, a path replaces /.well-known/core
    uri: String,
    /// One JSON array instead of a table
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
    let links = client.discover(&args.uri).map_err(|error| failed(&error, &args.uri))?;
    if args.json {
        let links: Vec<_> = links.iter().map(to_json).collect();
        let text = serde_json::to_string_pretty(&links).unwrap_or_default();
        printer.line(&escaped(&text))?;
    } else {
        print_table(&links, printer)?;
    }
    Ok(Status::Success)
}

fn failed(error: &Error, uri: &str) -> Failure {
    let Error::Answered { code, diagnostic } = error else { return link::failure(error, uri) };
    refusal::with_words(uri, *code, diagnostic)
}

/// One line of the table.
struct Row {
    path: String,
    format: String,
    size: String,
    more: String,
}

/// Prints path, formats, size and whatever else is known of each resource, in columns.
pub(crate) fn print_table(
    links: &[Link],
    printer: &mut Printer<impl Write>,
) -> Result<(), Failure> {
    let mut rows: Vec<_> = links.iter().map(row).collect();
    rows.sort_by(|one, other| one.path.cmp(&other.path));
    let width = |column: fn(&Row) -> &str| {
        rows.iter().map(|row| column(row).chars().count()).max().unwrap_or_default()
    };
    let (paths, formats, sizes) =
        (width(|row| &row.path), width(|row| &row.format), width(|row| &row.size));
    let paint = printer.paint();
    for Row { path, format, size, more } in &rows {
        let path = paint.text(Role::Accent, &format!("{path:<paths$}"));
        let more = paint.text(Role::Faint, more);
        let line = format!("{path}  {format:<formats$}  {size:>sizes$}  {more}");
        printer.line(line.trim_end())?;
    }
    Ok(())
}

fn row(link: &Link) -> Row {
    let formats = link.attribute("ct").unwrap_or_default();
    let formats: Vec<_> = formats.split_whitespace().map(format_name).collect();
    let size = link.attribute("sz").and_then(|size| size.parse().ok()).map(show::text::size);
    let known = |name: &str| ["ct", "sz"].iter().any(|known| name.eq_ignore_ascii_case(known));
    let more: Vec<_> = link
        .attributes
        .iter()
        .filter(|(name, _)| !known(name))
        .map(|(name, value)| match value {
            Some(value) => format!("{name}={value:?}"),
            None => name.clone(),
        })
        .collect();
    Row {
        path: show::text::printable(&link.target, &[]),
        format: formats.join(", "),
        size: size.unwrap_or_default(),
        more: show::text::printable(&more.join(" "), &[]),
    }
}

/// Gives the name of a format that a link has as a number.
fn format_name(number: &str) -> String {
    match number.parse() {
        Ok(number) => show::option::format_name(ContentFormat::new(number)),
        Err(_) => show::text::printable(number, &[]),
    }
}

/// Escapes what JSON may hold as it is, but a terminal would obey.
fn escaped(json: &str) -> String {
    let mut out = String::with_capacity(json.len());
    for character in json.chars() {
        if show::text::steers(character) && character != '\n' {
            write!(out, "\\u{:04x}", u32::from(character)).expect("a String takes everything");
        } else {
            out.push(character);
        }
    }
    out
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
    use crate::printer::Reader;

    use super::*;

    #[test]
    fn the_table_has_columns() {
        let links = [
            Link::new("/temp").with("ct", "50 60").with("rt", "temperature").with_flag("obs"),
            Link::new("/a").with("ct", "23").with("sz", "312345"),
        ];
        let mut out = Vec::new();

        print_table(&links, &mut Printer::new(&mut out, Reader::Person)).unwrap();

        let expected = "\
/a     image/png                           305.0 KiB
/temp  application/json, application/cbor             rt=\"temperature\" obs
";
        assert_eq!(String::from_utf8(out).unwrap(), expected);
    }

    #[test]
    fn json_keeps_the_attributes() {
        let link = Link::new("/temp").with("ct", "50").with_flag("obs");

        let json = to_json(&link).to_string();

        assert_eq!(json, r#"{"attributes":{"ct":"50","obs":true},"href":"/temp"}"#);
    }
}
