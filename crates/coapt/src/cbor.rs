//! Bodies in CBOR, from and to types with serde.

crate::body::body! { Cbor cbor CBOR minicbor_serde "CBOR" }
