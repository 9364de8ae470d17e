//! Bodies in JSON, from and to types with serde.

crate::body::body! { Json json JSON serde_json "JSON" }
