//! Prints the two-byte characters of encoding_rs in the order in which `table.rs` counts them:
//! `name code character`, one a line. Built and run by generate.py in a crate of its own.

use encoding_rs::{BIG5, EUC_JP, EUC_KR, GBK};

fn main() {
    for (name, encoding, prefix) in [
        ("Big5", BIG5, None),
        ("EucJp", EUC_JP, None),
        ("Jis0212", EUC_JP, Some(0x8F)),
        ("EucKr", EUC_KR, None),
        ("Gbk", GBK, None),
    ] {
        for code in 0x8130..=0xFEFE_u16 {
            let bytes: Vec<u8> = prefix.into_iter().chain(code.to_be_bytes()).collect();
            let text = encoding.decode_without_bom_handling_and_without_replacement(&bytes);
            let mut chars = text.iter().flat_map(|text| text.chars());
            if let (Some(character), None) = (chars.next(), chars.next()) {
                println!("{name} {code:x} {:x}", u32::from(character));
            }
        }
    }
}
