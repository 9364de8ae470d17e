//! CoAP on the wire: bytes to messages and back, options, URIs and link format.
//!
//! Covers RFC 7252 §3 (messages), §5.10 and the registries (options, codes, content formats),
//! §6 (URIs), RFC 7959 §2.2 (block values) and RFC 6690 (link format).
//!
//! Parsing a message allocates nothing and borrows from the datagram; a [`Message`] that was parsed
//! is well formed, so nothing has to check it again. No input can make this crate panic, and it
//! knows neither time nor state.
#![cfg_attr(not(test), no_std)]
#![cfg_attr(
    not(test),
    warn(clippy::indexing_slicing, clippy::std_instead_of_core, clippy::arithmetic_side_effects)
)]

extern crate alloc;

mod block;
mod code;
mod content_format;
mod header;
pub mod link_format;
mod message;
mod message_id;
mod message_type;
mod option_definition;
mod option_number;
mod option_ref;
mod options;
mod options_buf;
mod parse_error;
#[cfg(test)]
mod tests;
mod token;
pub mod uri;

pub use block::Block;
pub use code::{Code, CodeError};
pub use content_format::ContentFormat;
pub use header::Header;
pub use message::Message;
pub use message_id::MessageId;
pub use message_type::MessageType;
pub use option_definition::{OptionDefinition, OptionFormat};
pub use option_number::OptionNumber;
pub use option_ref::{OptionRef, OptionValue};
pub use options::{OptionIter, Options};
pub use options_buf::{OptionTooLong, OptionsBuf};
pub use parse_error::ParseError;
pub use token::Token;
