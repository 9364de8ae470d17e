//! `--write-out`: what came back, by a format of the user's, as curl has it.

use std::time::Duration;

use coapt::Reply;
use coapt::wire::OptionNumber;

use crate::show::{hex, option, text};
use crate::trace::Record;

use super::record::Exchange;

/// What stands for something that is not known.
const NOTHING: &str = "-";

/// A format, taken apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Format {
    pieces: Vec<Piece>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Piece {
    Text(String),
    Variable(Variable),
    /// The values of an option of the reply.
    Option(OptionNumber),
}

/// What an exchange left to be told.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Facts<'f> {
    /// The exchange.
    pub(crate) exchange: Exchange<'f>,
    /// What was seen on the wire.
    pub(crate) record: &'f Record,
    /// The reply, if there is one.
    pub(crate) reply: Option<&'f Reply>,
    /// What went wrong, in one sentence.
    pub(crate) error: Option<&'f str>,
    /// The file that has the body.
    pub(crate) file: Option<&'f str>,
    /// The exchange as JSON.
    pub(crate) json: &'f str,
    /// The exit status.
    pub(crate) status: u8,
}

/// Lists the variables with their names: the one list, for reading and for telling.
macro_rules! variables {
    ($($name:literal $variable:ident $doc:literal;)*) => {
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        enum Variable {
            $(#[doc = $doc] $variable,)*
        }

        const VARIABLES: &[(&str, Variable)] = &[$(($name, Variable::$variable),)*];
    };
}

variables! {
    "blocks" Blocks "How many messages carried a piece of a body.";
    "code" Code "The code, such as 2.05.";
    "content_format" ContentFormat "The format of the body by name.";
    "duplicates" Duplicates "How many messages came again.";
    "error" Error "What went wrong.";
    "etag" ETag "The entity-tag after 0x.";
    "filename" FileName "The file that has the body.";
    "json" Json "All of it as JSON.";
    "location" Location "The resource that was made.";
    "max_age" MaxAge "Seconds that the answer may be used.";
    "messages_received" Received "How many messages came.";
    "messages_sent" Sent "How many messages went.";
    "method" Method "The method.";
    "name" Name "The code in words.";
    "observe" Observe "The sequence number of a notification.";
    "peer" Peer "Address and port of the server.";
    "retransmissions" Retransmissions "How many messages went again.";
    "size_download" SizeDownload "Bytes of body that came.";
    "size_upload" SizeUpload "Bytes of body that went.";
    "status" Status "The exit status.";
    "time_ack" TimeAck "Seconds to the first acknowledgement.";
    "time_lookup" TimeLookup "Seconds until the first message went.";
    "time_response" TimeResponse "Seconds to the first response.";
    "time_total" TimeTotal "Seconds it all took.";
    "uri" Uri "The URI as it was given.";
}

/// Reads a format; what is wrong with it is told with what would be right.
pub(crate) fn format(text: &str) -> Result<Format, String> {
    let mut pieces = Vec::new();
    let mut plain = String::new();
    let mut rest = text;
    while let Some(place) = rest.find(['%', '\\']) {
        let (before, from) = rest.split_at(place);
        plain.push_str(before);
        if let Some(inside) = from.strip_prefix("%{") {
            let (name, behind) =
                inside.split_once('}').ok_or("a variable ends with }, as in %{code}")?;
            pieces.push(Piece::Text(std::mem::take(&mut plain)));
            pieces.push(variable(name)?);
            rest = behind;
        } else {
            let (character, length) = escape(from)?;
            plain.push(character);
            rest = from.get(length..).unwrap_or_default();
        }
    }
    plain.push_str(rest);
    pieces.push(Piece::Text(plain));
    Ok(Format { pieces })
}

/// Gives the character that an escape stands for, and how many bytes it takes.
fn escape(text: &str) -> Result<(char, usize), String> {
    match text.as_bytes() {
        [b'%', b'%', ..] => Ok(('%', 2)),
        [b'%', ..] => Err("% begins a variable such as %{code}; %% is a percent sign".to_owned()),
        [_, b'n', ..] => Ok(('\n', 2)),
        [_, b't', ..] => Ok(('\t', 2)),
        [_, b'r', ..] => Ok(('\r', 2)),
        [_, b'\\', ..] => Ok(('\\', 2)),
        _ => Ok(('\\', 1)),
    }
}

fn variable(name: &str) -> Result<Piece, String> {
    if let Some(option) = name.strip_prefix("option:") {
        let number = option.parse().ok().map(OptionNumber::new);
        let number = number.or_else(|| OptionNumber::from_name(option));
        return number.map(Piece::Option).ok_or_else(|| {
            format!("{option} is no option; names such as %{{option:Max-Age}} and numbers are")
        });
    }
    let known = VARIABLES.iter().find(|(known, _)| *known == name);
    known.map(|(_, variable)| Piece::Variable(*variable)).ok_or_else(|| {
        let names: Vec<_> = VARIABLES.iter().map(|(name, _)| *name).collect();
        format!("%{{{name}}} is no variable; these are: {}, option:NAME", names.join(", "))
    })
}

impl Format {
    /// Fills the format in.
    pub(crate) fn fill(&self, facts: &Facts<'_>) -> String {
        let mut out = String::new();
        for piece in &self.pieces {
            match piece {
                Piece::Text(text) => out.push_str(text),
                Piece::Variable(variable) => {
                    let value = facts.value(*variable);
                    out.push_str(value.as_deref().unwrap_or(NOTHING));
                }
                Piece::Option(number) => out.push_str(&facts.option(*number)),
            }
        }
        out
    }
}

impl Facts<'_> {
    /// Gives the values of an option of the reply, with commas between them.
    fn option(&self, number: OptionNumber) -> String {
        let options = self.reply.map(Reply::options).unwrap_or_default();
        let values = options.iter().filter(|option| option.number == number);
        let values: Vec<_> = values.map(option::value).collect();
        if values.is_empty() { NOTHING.to_owned() } else { values.join(",") }
    }

    fn value(&self, variable: Variable) -> Option<String> {
        let record = self.record;
        Some(match variable {
            Variable::Blocks => record.blocks.to_string(),
            Variable::Duplicates => record.duplicates.to_string(),
            Variable::Error => self.error?.to_owned(),
            Variable::FileName => self.file?.to_owned(),
            Variable::Json => self.json.to_owned(),
            Variable::Method => method(self.exchange),
            Variable::Peer => record.peer?.to_string(),
            Variable::Received => record.received.to_string(),
            Variable::Retransmissions => record.retransmissions.to_string(),
            Variable::Sent => record.sent.to_string(),
            Variable::SizeDownload => record.downloaded.to_string(),
            Variable::SizeUpload => record.uploaded.to_string(),
            Variable::Status => self.status.to_string(),
            Variable::TimeAck => seconds(record.first_acknowledged?),
            Variable::TimeLookup => seconds(record.first_sent?),
            Variable::TimeResponse => seconds(record.first_answered?),
            Variable::TimeTotal => seconds(record.total),
            Variable::Uri => self.exchange.uri.to_owned(),
            Variable::Code
            | Variable::ContentFormat
            | Variable::ETag
            | Variable::Location
            | Variable::MaxAge
            | Variable::Name
            | Variable::Observe => return of_reply(variable, self.reply?),
        })
    }
}

/// Gives what a reply says; the words of the server are made fit for a terminal.
#[expect(clippy::wildcard_enum_match_arm, reason = "no other is about the reply")]
fn of_reply(variable: Variable, reply: &Reply) -> Option<String> {
    Some(match variable {
        Variable::Code => reply.code().to_string(),
        Variable::ContentFormat => option::format_name(reply.content_format()?),
        Variable::ETag => format!("0x{}", hex::encode(reply.etag()?)),
        Variable::Location => text::printable(&reply.location()?, &[]),
        Variable::MaxAge => reply.max_age().as_secs().to_string(),
        Variable::Name => reply.code().name()?.to_owned(),
        Variable::Observe => reply.observe()?.to_string(),
        _ => return None,
    })
}

fn method(exchange: Exchange<'_>) -> String {
    exchange.method.name().map_or_else(|| exchange.method.to_string(), str::to_owned)
}

fn seconds(time: Duration) -> String {
    format!("{:.6}", time.as_secs_f64())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_and_variables_are_taken_apart() {
        let read = format("a\\t%%%{code}\\n\\\\x\\q").unwrap();

        let text = |text: &str| Piece::Text(text.to_owned());
        let expected = [text("a\t%"), Piece::Variable(Variable::Code), text("\n\\x\\q")];
        assert_eq!(read.pieces, expected);
    }

    #[test]
    fn mistakes_are_told_with_what_is_right() {
        let unknown = format("%{cod}").unwrap_err();
        assert!(unknown.starts_with("%{cod} is no variable; these are: blocks, code, "));
        let option = format("%{option:Max-Agee}").unwrap_err();
        assert!(option.starts_with("Max-Agee is no option; names such as"), "{option}");
        assert_eq!(format("%{code").unwrap_err(), "a variable ends with }, as in %{code}");
        assert!(format("100%").unwrap_err().contains("%% is a percent sign"));
    }

    #[test]
    fn names_stand_in_order_once() {
        assert!(VARIABLES.is_sorted_by(|one, other| one.0 < other.0));
    }

    #[test]
    fn the_documentation_has_them_all() {
        let page = include_str!("../../../../../docs/answers.md");

        for (name, _) in VARIABLES {
            assert!(page.contains(&format!("`{name}`")), "{name}");
        }
    }
}
