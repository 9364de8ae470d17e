//! The manual pages and the completions, as the program itself makes them.

use std::path::{Path, PathBuf};

use super::{empty, press, write};
use crate::workspace::{Workspace, run_quietly};

/// What shells look for, by the shell and the place under /usr/share.
pub(super) const COMPLETIONS: [(&str, &str); 3] = [
    ("bash", "bash-completion/completions/coapt"),
    ("zsh", "zsh/vendor-completions/_coapt"),
    ("fish", "fish/vendor_completions.d/coapt.fish"),
];

/// Makes them in a folder that is laid out as /usr/share; its path.
pub(super) fn make(house: &Workspace, program: &Path, folder: &Path) -> Result<PathBuf, String> {
    let pages = folder.join("man/man1");
    empty(&pages)?;
    run_quietly(house.program(program).args(["man", "--dir"]).arg(&pages))?;
    let made =
        std::fs::read_dir(&pages).map_err(|error| format!("{}: {error}", pages.display()))?;
    for page in made.flatten() {
        press(house, &page.path())?;
    }
    for (shell, place) in COMPLETIONS {
        let output = house.program(program).args(["completions", shell]).output();
        let output = output.map_err(|error| format!("coapt completions {shell}: {error}"))?;
        write(&folder.join(place), &output.stdout)?;
    }
    Ok(folder.to_path_buf())
}
