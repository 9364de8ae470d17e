//! The Debian package: the static program, its pages, and a unit for systemd.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use super::{Build, Parts, press};
use crate::disk::{copy, copy_folder, empty, read, walk, write};
use crate::workspace::{is_on_path, output_of, run_quietly};

const ARCHITECTURE: &str = "amd64";

/// Makes `coapt_VERSION_ARCHITECTURE.deb`; its name.
pub(super) fn make(build: &Build<'_>, parts: &Parts) -> Result<String, String> {
    if !is_on_path("dpkg-deb") {
        return Err("dpkg-deb is missing: it makes the Debian package (package dpkg)".to_owned());
    }
    let Build { house, release, folder, source } = build;
    let root = folder.join("debian");
    empty(&root)?;
    copy(&parts.program, &root.join("usr/bin/coapt"))?;
    copy_folder(&parts.share, &root.join("usr/share"))?;
    let unit = "usr/lib/systemd/system/coapt.service";
    copy(&source.join("packaging/coapt.service"), &root.join(unit))?;
    let documents = root.join("usr/share/doc/coapt");
    write(&documents.join("copyright"), copyright(source)?)?;
    copy(&source.join("CHANGELOG.md"), &documents.join("changelog"))?;
    press(house, &documents.join("changelog"))?;
    describe(build, &root)?;
    run_quietly(house.program("chmod").args(["-R", "u=rwX,go=rX"]).arg(&root))?;
    let name = format!("coapt_{}_{ARCHITECTURE}.deb", release.version);
    let mut command = house.program("dpkg-deb");
    command.env("SOURCE_DATE_EPOCH", &release.epoch);
    command.args(["--root-owner-group", "--threads-max=1", "-Zxz", "--build"]);
    run_quietly(command.arg(&root).arg(folder.join(&name)))?;
    Ok(name)
}

/// Writes what dpkg is told of the package, and the sums of its files.
fn describe(build: &Build<'_>, root: &Path) -> Result<(), String> {
    let files = walk(root)?;
    let mut size = 0;
    let mut sums = build.house.program("md5sum");
    sums.current_dir(root);
    for file in &files {
        size += fs::metadata(file).map_or(0, |known| known.len()).div_ceil(1024);
        sums.arg(file.strip_prefix(root).unwrap_or(file));
    }
    write(&root.join("DEBIAN/md5sums"), output_of(&mut sums)?)?;
    let mut control = String::new();
    for (name, value) in [
        ("Package", "coapt"),
        ("Version", &build.release.version),
        ("Architecture", ARCHITECTURE),
        ("Maintainer", "The coapt developers <coapt@localhost>"),
        ("Installed-Size", &size.to_string()),
        ("Section", "net"),
        ("Priority", "optional"),
        ("Description", "CoAP (RFC 7252) from the command line"),
    ] {
        writeln!(control, "{name}: {value}").ok();
    }
    control.push_str(
        " Asks CoAP servers, observes resources, moves bodies in blocks, discovers\n \
         devices, serves files and values, reads captures, measures servers and\n \
         examines them by the RFCs.\n .\n \
         The program is linked statically and needs nothing else. The unit\n \
         coapt.service serves /srv/coap once it is enabled.\n",
    );
    write(&root.join("DEBIAN/control"), control)
}

/// The licences as Debian writes them down.
fn copyright(source: &Path) -> Result<String, String> {
    let mut text = String::from(
        "Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/\n\
         Upstream-Name: coapt\n\nFiles: *\nCopyright: The coapt developers\n\
         License: Expat or Apache-2.0\n\nLicense: Apache-2.0\n On Debian systems the text is in\n \
         /usr/share/common-licenses/Apache-2.0.\n\nLicense: Expat\n",
    );
    for line in read(&source.join("LICENSE-MIT"))?.lines() {
        writeln!(text, " {}", if line.trim().is_empty() { "." } else { line }).ok();
    }
    Ok(text)
}
