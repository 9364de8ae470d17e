//! The steps of the demo, in the order in which they are shown.

use std::fs;
use std::io::Write;

use coapt::Request;
use coapt::wire::Code;

use crate::discover;
use crate::failure::Failure;
use crate::paint::Role;
use crate::show;

use super::TIMEOUT;
use super::house;
use super::stage::{Stage, ensure, wrong};

/// Where the demo stores a file.
const NOTE: &str = "note-from-the-demo.txt";

/// What the observed file says, one after the other.
const STATES: [&str; 3] =
    ["21.5 °C, the window is open\n", "19.0 °C, the window is open\n", "20.5 °C\n"];

/// Plays all steps; the first that goes wrong ends it.
pub(super) fn play(stage: &mut Stage<'_, impl Write>) -> Result<(), Failure> {
    discover(stage)?;
    read(stage)?;
    download(stage)?;
    store_and_remove(stage)?;
    observe(stage)
}

fn discover(stage: &mut Stage<'_, impl Write>) -> Result<(), Failure> {
    stage.heading(1, "Discover what the house has")?;
    let links = stage
        .client
        .discover(&stage.uri)
        .map_err(|error| wrong(&format!("discovery failed: {error}")))?;
    stage.curtain.release();
    stage.printer.line("")?;
    discover::print_table(&links, stage.printer)?;
    stage.printer.line("")?;
    let is_listed = |path: &str| links.iter().any(|link| link.target == format!("/{path}"));
    for (path, _) in house::FILES {
        ensure(is_listed(path), || format!("discovery does not show /{path}"))?;
    }
    ensure(links.len() == house::FILES.len(), || "discovery shows too much".to_owned())?;
    stage.say(&format!("all {} files are listed, with type and size", links.len()))
}

fn read(stage: &mut Stage<'_, impl Write>) -> Result<(), Failure> {
    stage.heading(2, "Read text, JSON, CBOR and links")?;
    for ending in [".txt", ".json", ".cbor", ".wlnk"] {
        let (path, content) =
            house::with_ending(ending).ok_or_else(|| wrong("a file of the house is missing"))?;
        let reply = stage.expect(Code::GET, path, "", Code::CONTENT)?;
        ensure(reply.payload() == content, || format!("/{path} came with another content"))?;
        stage.payload(&reply)?;
    }
    stage.say("every byte is as it is on the disk")
}

fn download(stage: &mut Stage<'_, impl Write>) -> Result<(), Failure> {
    stage.heading(3, "Download a picture, block by block")?;
    let (path, content) =
        house::with_ending(".png").ok_or_else(|| wrong("the house has no picture"))?;
    let reply = stage.expect(Code::GET, path, "", Code::CONTENT)?;
    ensure(reply.payload() == content, || format!("/{path} came with another content"))?;
    let size = show::text::size(content.len() as u64);
    let blocks = content.len().div_ceil(1024);
    stage.say(&format!("{size} in {blocks} blocks, and not one byte differs"))
}

fn store_and_remove(stage: &mut Stage<'_, impl Write>) -> Result<(), Failure> {
    stage.heading(4, "Store a file, read it, and remove it")?;
    let on_disk = stage.folder.join(NOTE);
    let text = "Water the roses.\n";
    stage.expect(Code::PUT, NOTE, text, Code::CREATED)?;
    ensure(fs::read(&on_disk).is_ok_and(|content| content == text.as_bytes()), || {
        format!("{NOTE} is not on the disk as it was stored")
    })?;
    let reply = stage.expect(Code::GET, NOTE, "", Code::CONTENT)?;
    ensure(reply.payload() == text.as_bytes(), || "the note came back changed".to_owned())?;
    stage.expect(Code::DELETE, NOTE, "", Code::DELETED)?;
    ensure(!on_disk.exists(), || format!("{NOTE} is still on the disk"))?;
    stage.expect(Code::GET, NOTE, "", Code::NOT_FOUND)?;
    stage.say("stored, read, removed; then there is nothing: 4.04")
}

fn observe(stage: &mut Stage<'_, impl Write>) -> Result<(), Failure> {
    stage.heading(5, "Observe a file while it is edited")?;
    let (path, content) =
        house::with_ending(".txt").ok_or_else(|| wrong("the house has no text"))?;
    let uri = format!("{}/{path}", stage.uri);
    let on_disk = stage.folder.join(path);
    let Stage { client, printer, curtain, .. } = stage;
    let failed = |error: coapt::Error| wrong(&format!("the observation failed: {error}"));
    let mut observation = client.observe(Request::get(uri)).map_err(failed)?;
    ensure(observation.is_observing(), || format!("/{path} cannot be observed"))?;
    ensure(observation.first().payload() == content, || {
        format!("/{path} came with another content")
    })?;
    for state in STATES {
        curtain.release();
        let text = format!("   the file on the disk becomes {:?}", state.trim_end());
        printer.line(&printer.paint().text(Role::Accent, &text))?;
        fs::write(&on_disk, state)
            .map_err(|error| wrong(&format!("cannot write {}: {error}", on_disk.display())))?;
        let seen = observation.next(Some(TIMEOUT)).map_err(failed)?;
        let seen = seen.ok_or_else(|| wrong("a change was not told"))?;
        ensure(seen.reply().payload() == state.as_bytes(), || {
            "a notification has another content than the file".to_owned()
        })?;
    }
    observation.cancel().map_err(failed)?;
    stage.say("three changes on the disk, three notifications")
}
