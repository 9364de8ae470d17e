//! The static program with its pages, in a pressed archive.

use std::path::Path;

use super::build::TARGET;
use super::release::Release;
use super::{copy, empty, press};
use crate::workspace::{Workspace, run_quietly};

/// What lies beside the program.
const TEXTS: [&str; 4] = ["README.md", "CHANGELOG.md", "LICENSE-APACHE", "LICENSE-MIT"];

/// Makes `coapt-VERSION-TARGET.tar.gz`; its name.
pub(super) fn make(
    house: &Workspace,
    release: &Release,
    folder: &Path,
    (source, program, share): (&Path, &Path, &Path),
) -> Result<String, String> {
    let name = format!("coapt-{}-{TARGET}", release.version);
    let root = folder.join("archive").join(&name);
    empty(&root)?;
    copy(program, &root.join("coapt"))?;
    for text in TEXTS {
        copy(&source.join(text), &root.join(text))?;
    }
    run_quietly(house.program("cp").arg("-r").arg(share).arg(root.join("share")))?;
    let archive = folder.join(format!("{name}.tar"));
    let mut tar = house.program("tar");
    tar.args(["--sort=name", "--owner=0", "--group=0", "--numeric-owner", "--format=gnu"]);
    tar.args(["--mode=u=rwX,go=rX", &format!("--mtime=@{}", release.epoch)]);
    tar.arg("-C").arg(folder.join("archive")).arg("-cf").arg(&archive).arg(&name);
    run_quietly(&mut tar)?;
    press(house, &archive)?;
    Ok(format!("{name}.tar.gz"))
}
