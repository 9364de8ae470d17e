//! Tests of the whole crate: the vectors, the registries, and properties of all parsers.

mod message_vectors;
mod registries;
mod uri_vectors;
