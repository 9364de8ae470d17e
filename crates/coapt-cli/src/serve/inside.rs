//! What must hold for whatever path a client names; asserted by the fuzz target `paths` and by the replay of its corpus.

use std::path::{Component, Path};

use super::path::StorePath;

/// Takes Uri-Path options parted by line feeds; a path that is taken stays inside the folder and names nothing hidden.
pub(super) fn stays_inside(data: &[u8]) {
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
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_corpus_of_the_fuzz_target_stays_inside() {
        let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz/corpus/paths");
        let mut count = 0;
        for file in std::fs::read_dir(corpus).unwrap() {
            stays_inside(&std::fs::read(file.unwrap().path()).unwrap());
            count += 1;
        }
        assert!(count > 0);
    }
}
