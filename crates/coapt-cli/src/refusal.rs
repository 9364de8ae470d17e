//! Replies with an error code: what the server says about it, in one sentence.
//!
//! Standard output is for results, so all of this goes to standard error, where a person reads it:
//! words from the network are made fit for a terminal here.

use coapt::Reply;
use coapt::wire::Code;

use crate::failure::{Failure, Status};
use crate::printer::status_line;
use crate::show::{payload, text};

/// How many characters of a server's words are repeated.
const MAX_WORDS: usize = 500;

/// Makes the failure for a reply with an error code.
///
/// A body without a format is a diagnostic message for people (RFC 7252 §5.5.2) and joins the
/// sentence; one with a format is laid out below it.
pub(crate) fn of_reply(uri: &str, reply: &Reply) -> Failure {
    let format = reply.content_format();
    if format.is_none() || reply.payload().is_empty() {
        return with_words(uri, reply.code(), &String::from_utf8_lossy(reply.payload()));
    }
    let status = status_line(reply.code());
    let body = payload::pretty(format, reply.payload());
    Failure::new(Status::of_reply(reply.code()), format!("{uri}: {status}\n{}", body.trim_end()))
}

/// Makes the failure for an error code with the server's own words, if it has some.
pub(crate) fn with_words(uri: &str, code: Code, words: &str) -> Failure {
    let status = status_line(code);
    let words = words.trim();
    let says_more = !words.is_empty() && !status.to_lowercase().ends_with(&words.to_lowercase());
    let words = if says_more { format!(": {}", shortened(words)) } else { String::new() };
    Failure::new(Status::of_reply(code), format!("{uri}: {status}{words}"))
}

fn shortened(words: &str) -> String {
    let mut shown: String = words.chars().take(MAX_WORDS).collect();
    if shown.len() < words.len() {
        shown.push('…');
    }
    text::printable(&shown, &[])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sentence(words: &str) -> String {
        let failure = with_words("coap://h/a", Code::NOT_FOUND, words);
        assert_eq!(failure.status(), Status::ClientError);
        failure.message().unwrap().to_owned()
    }

    #[test]
    fn words_that_add_something_join_the_sentence() {
        assert_eq!(sentence(""), "coap://h/a: 4.04 Not Found");
        assert_eq!(sentence("not found"), "coap://h/a: 4.04 Not Found");
        assert_eq!(sentence("no lamp\n"), "coap://h/a: 4.04 Not Found: no lamp");
    }

    #[test]
    fn words_cannot_steer_the_terminal_or_fill_it() {
        assert_eq!(sentence("a\x1b[2J\nb"), "coap://h/a: 4.04 Not Found: a\\u{1b}[2J\\nb");
        assert!(sentence(&"x".repeat(100_000)).chars().count() < 600);
    }
}
