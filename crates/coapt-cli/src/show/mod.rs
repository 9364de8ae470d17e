//! How things look to a person: bytes, documents, options, sizes.

pub(crate) mod base64;
pub(crate) mod cbor;
pub(crate) mod cbor_json;
pub(crate) mod colour;
pub(crate) mod hex;
pub(crate) mod json;
pub(crate) mod links;
pub(crate) mod option;
pub(crate) mod payload;
pub(crate) mod senml;
pub(crate) mod text;
pub(crate) mod time;
