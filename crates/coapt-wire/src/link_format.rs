//! The link format for constrained servers, RFC 6690.
//!
//! [`parse`] and [`write`](write()) are for documents such as `/.well-known/core` (§4), and
//! [`matches`](matches()) is for the query that filters them (§4.1).

mod filter;
mod link;
mod link_format_error;
mod parser;

use alloc::{string::String, vec::Vec};

pub use filter::matches;
pub use link::Link;
pub use link_format_error::LinkFormatError;

/// Reads a document (RFC 6690 §2).
///
/// Blanks between the parts, and empty elements of a list, are understood (RFC 8288 §3).
///
/// ```
/// use coapt_wire::link_format;
///
/// let links = link_format::parse(r#"</temp>;rt="temperature-c";ct=40;obs"#)?;
/// assert_eq!(links[0].attribute("rt"), Some("temperature-c"));
/// # Ok::<(), link_format::LinkFormatError>(())
/// ```
///
/// # Errors
///
/// Fails with the first place where the text is no link format.
pub fn parse(text: &str) -> Result<Vec<Link>, LinkFormatError> {
    parser::parse(text)
}

/// Writes a document (RFC 6690 §2).
#[must_use]
pub fn write<'a>(links: impl IntoIterator<Item = &'a Link>) -> String {
    let mut text = String::new();
    for link in links {
        if !text.is_empty() {
            text.push(',');
        }
        link.write_to(&mut text);
    }
    text
}
