#![no_main]

use std::path::{Component, Path};

#[path = "../../crates/coapt-cli/src/serve/path.rs"]
#[allow(dead_code, reason = "the command uses more of it")]
mod path;

use path::StorePath;

// Whatever Uri-Path options a client sends, parted by line feeds here: the path stays inside the folder.
libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    let Ok(path) = StorePath::from_options(data.split(|byte| *byte == b'\n')) else { return };
    let relative = path.relative();
    let names = Path::new(&relative).components().filter(|each| *each != Component::CurDir);
    let mut count = 0;
    for name in names {
        let Component::Normal(name) = name else { panic!("{relative:?} leads elsewhere") };
        assert!(!name.as_encoded_bytes().starts_with(b"."), "{relative:?} names a hidden file");
        count += 1;
    }
    assert_eq!(count, path.segments().len(), "{relative:?}");
    if let Some((folder, name)) = path.split() {
        assert_eq!(folder.join(name).segments(), path.segments());
    }
});
