//! The static program with its pages, in a pressed archive.

use super::{Build, Parts, press};
use crate::disk::{copy, copy_folder, empty};
use crate::workspace::{STATIC, run_quietly};

/// What lies beside the program.
const TEXTS: [&str; 4] = ["README.md", "CHANGELOG.md", "LICENSE-APACHE", "LICENSE-MIT"];

/// Makes `coapt-VERSION-TARGET.tar.gz`; its name.
pub(super) fn make(build: &Build<'_>, parts: &Parts) -> Result<String, String> {
    let name = format!("coapt-{}-{STATIC}", build.release.version);
    let stage = build.folder.join("archive");
    let root = stage.join(&name);
    empty(&root)?;
    copy(&parts.program, &root.join("coapt"))?;
    for text in TEXTS {
        copy(&build.source.join(text), &root.join(text))?;
    }
    copy_folder(&parts.share, &root.join("share"))?;
    let archive = build.folder.join(format!("{name}.tar"));
    let mut tar = build.house.program("tar");
    tar.args(["--sort=name", "--owner=0", "--group=0", "--numeric-owner", "--format=gnu"]);
    tar.args(["--mode=u=rwX,go=rX", &format!("--mtime=@{}", build.release.epoch)]);
    run_quietly(tar.arg("-C").arg(stage).arg("-cf").arg(&archive).arg(&name))?;
    press(build.house, &archive)?;
    Ok(format!("{name}.tar.gz"))
}
