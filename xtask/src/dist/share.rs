//! What lies under /usr/share: manual pages and completions as the program itself makes them, and the licences.

use std::path::{Path, PathBuf};

use super::notices::{self, NOTICES};
use super::{Build, press};
use crate::disk::{empty, walk, write};
use crate::workspace::{STATIC, output_of, run_quietly};

/// What shells look for, by the shell and the place under /usr/share.
pub(super) const COMPLETIONS: [(&str, &str); 3] = [
    ("bash", "bash-completion/completions/coapt"),
    ("zsh", "zsh/vendor-completions/_coapt"),
    ("fish", "fish/vendor_completions.d/coapt.fish"),
];

/// Makes them in a folder that is laid out as /usr/share; its path.
pub(super) fn make(build: &Build<'_>, program: &Path) -> Result<PathBuf, String> {
    let share = build.folder.join("share");
    let pages = share.join("man/man1");
    empty(&pages)?;
    run_quietly(build.house.program(program).args(["man", "--dir"]).arg(&pages))?;
    for page in walk(&pages)? {
        press(build.house, &page)?;
    }
    for (shell, place) in COMPLETIONS {
        let text = output_of(build.house.program(program).args(["completions", shell]))?;
        write(&share.join(place), text)?;
    }
    let licences = notices::of_package(build, "coapt-cli", STATIC)?;
    write(&share.join("doc/coapt").join(NOTICES), licences)?;
    Ok(share)
}
