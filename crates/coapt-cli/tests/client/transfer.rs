//! Bodies on their way into files: gone on with, left alone, cut off, slowed down.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::mpsc;
use std::sync::{Arc, Mutex};

use coapt::wire::{Block, Code, Message, OptionNumber, OptionsBuf};
use coapt::{Incoming, ServerReply};
use tempfile::TempDir;

use super::support::{Outcome, Peer, Running, coapt, every_byte, piggybacked, reset, run};

#[test]
fn a_transfer_that_broke_off_is_gone_on_with() {
    let body = every_byte(20_000);
    let (peer, asked) = breaking(body.clone(), &[7], Some(5));
    let (folder, file) = place();

    let broken = get(&peer.uri("big"), &file, &[]);
    let part = part_of(&file);
    assert_eq!(broken.status, 7);
    assert!(broken.err.contains("; 5.0 KiB are kept in "), "{}", broken.err);
    assert!(broken.err.ends_with("big.part, --continue goes on there\n"), "{}", broken.err);
    assert!(fs::read(&part).unwrap() == body[..5120]);
    assert!(!file.exists());

    asked.try_iter().for_each(drop);
    let whole = get(&peer.uri("big"), &file, &["--continue"]).succeeded();
    assert_eq!(whole.text(), "");
    assert!(fs::read(&file).unwrap() == body);
    assert_eq!(asked.try_iter().next(), Some(5));
    assert_eq!(names(&folder), ["big"]);
}

#[test]
fn another_state_is_begun_anew_and_that_is_said() {
    let (peer, _asked) = breaking(every_byte(20_000), &[7], Some(5));
    let (folder, file) = place();
    assert_eq!(get(&peer.uri("big"), &file, &[]).status, 7);
    let note = folder.path().join("big.part.etag");
    let noted = fs::read_to_string(&note).unwrap();
    assert_eq!(noted, format!("0x07 {}\n", peer.uri("big")));
    fs::write(&note, noted.replace("0x07", "0x08")).unwrap();

    let whole = get(&peer.uri("big"), &file, &["--continue"]);

    assert_eq!(whole.status, 0);
    assert!(whole.err.contains("belongs to another state of "), "{}", whole.err);
    assert!(fs::read(&file).unwrap() == every_byte(20_000));
    assert_eq!(names(&folder), ["big"]);
}

#[test]
fn a_part_without_its_entity_tag_is_begun_anew_and_that_is_said() {
    let server = serving(every_byte(5000), b"1");
    let (folder, file) = place();
    fs::write(part_of(&file), "of unknown origin").unwrap();

    let whole = get(&server.uri("big"), &file, &["--continue"]);

    assert_eq!(whole.status, 0);
    assert!(whole.err.starts_with("coapt: no entity-tag of "), "{}", whole.err);
    assert!(fs::read(&file).unwrap() == every_byte(5000));
    assert_eq!(names(&folder), ["big"]);
}

#[test]
fn a_part_that_is_longer_than_the_body_is_begun_anew() {
    let server = serving(every_byte(2048), b"1");
    let (_folder, file) = place();
    for length in [2048, 4096] {
        fs::write(part_of(&file), vec![0; length]).unwrap();
        fs::write(
            format!("{}.etag", part_of(&file).display()),
            format!("0x31 {}", server.uri("big")),
        )
        .unwrap();

        let whole = get(&server.uri("big"), &file, &["--continue"]);

        assert_eq!(whole.status, 0, "{}", whole.err);
        assert!(fs::read(&file).unwrap() == every_byte(2048));
    }
}

#[test]
fn a_refusal_is_no_other_state_and_leaves_the_part() {
    let server = Running::with(|_| {});
    let (folder, file) = place();
    let note = format!("0x31 {}\n", server.uri("big"));
    fs::write(part_of(&file), vec![0; 4096]).unwrap();
    fs::write(folder.path().join("big.part.etag"), note).unwrap();

    let refused = get(&server.uri("big"), &file, &["--continue"]);

    assert_eq!((refused.status, refused.err.lines().count()), (4, 1), "{}", refused.err);
    assert_eq!(names(&folder), ["big.part", "big.part.etag"]);
}

#[test]
fn a_file_is_fetched_again_only_if_it_changed() {
    let state = Arc::new(Mutex::new((b"1", "first")));
    let current = Arc::clone(&state);
    let server = Running::with(|server| {
        server.get("big", move |request: &Incoming| {
            let (etag, text) = *current.lock().unwrap();
            request.not_modified(etag).unwrap_or_else(|| ServerReply::text(text).etag(etag))
        });
    });
    let (folder, file) = place();
    let code = |words: &[&str]| {
        let shown = get(&server.uri("big"), &file, words).succeeded();
        (shown.text().to_owned(), fs::read_to_string(&file).unwrap())
    };
    let words = ["--if-changed", "-w", "%{code} %{size_download} %{filename}"];
    let named = |text: &str| format!("{text}{}", folder.path().join("big").display());

    assert_eq!(code(&words), (named("2.05 5 "), "first".to_owned()));
    assert_eq!(code(&words), ("2.03 0 -".to_owned(), "first".to_owned()));
    *state.lock().unwrap() = (b"2", "second");
    assert_eq!(code(&words), (named("2.05 6 "), "second".to_owned()));
    *state.lock().unwrap() = (b"3", "third");
    assert_eq!(code(&[]), (String::new(), "third".to_owned()));
    assert_eq!(code(&words), ("2.03 0 -".to_owned(), "third".to_owned()));
    assert_eq!(names(&folder), ["big", "big.etag"]);

    fs::remove_file(folder.path().join("big")).unwrap();
    assert_eq!(code(&words), (named("2.05 5 "), "third".to_owned()));
}

#[test]
fn a_server_that_never_says_valid_is_asked_for_one_block_only() {
    let (peer, asked) = breaking(every_byte(20_000), &[7], None);
    let (folder, file) = place();
    get(&peer.uri("big"), &file, &["--if-changed"]).succeeded();
    fs::write(&file, "mine").unwrap();
    asked.try_iter().for_each(drop);

    let again = get(&peer.uri("big"), &file, &["--if-changed", "-w", "%{filename}"]).succeeded();

    let told = get(&peer.uri("big"), &file, &["--if-changed", "--json"]).succeeded();

    assert_eq!((again.text(), asked.try_iter().count()), ("-", 2));
    assert!(told.text().contains("\"unchanged\":true"), "{}", told.text());
    assert!(!told.text().contains("\"payload\""), "{}", told.text());
    assert_eq!(fs::read(&file).unwrap(), b"mine");
    assert_eq!(names(&folder), ["big", "big.etag"]);
}

#[test]
fn a_killed_client_leaves_the_old_file_and_a_part_to_go_on_with() {
    let body = every_byte(20_000);
    let (peer, asked) = breaking(body.clone(), &[7], None);
    let (folder, file) = place();
    fs::write(&file, "good").unwrap();
    let mut slow = coapt(["get", &peer.uri("big"), "-o", name(&file), "--limit-rate", "1K"]);
    let mut child = slow.spawn().unwrap();
    while asked.recv().unwrap() < 2 {}

    child.kill().unwrap();
    child.wait().unwrap();

    assert_eq!(fs::read(&file).unwrap(), b"good");
    assert_eq!(names(&folder), ["big", "big.part", "big.part.etag"]);
    assert!(body.starts_with(&fs::read(part_of(&file)).unwrap()));
    get(&peer.uri("big"), &file, &["--continue"]).succeeded();
    assert!(fs::read(&file).unwrap() == body);
    assert_eq!(names(&folder), ["big"]);
}

#[test]
fn a_full_disk_is_named_and_leaves_the_old_file() {
    let server = serving(every_byte(20_000), b"");
    let (folder, file) = place();
    fs::write(&file, "good").unwrap();

    let device = get(&server.uri("big"), Path::new("/dev/full"), &[]);
    let script = "trap '' XFSZ; ulimit -f 8; exec \"$0\" get \"$1\" -o \"$2\"";
    let program = env!("CARGO_BIN_EXE_coapt");
    let args = ["-c", script, program, &server.uri("big"), name(&file)];
    let limited: Outcome = Command::new("sh").args(args).output().unwrap().into();

    assert_eq!(device.status, 1);
    assert!(device.err.starts_with("coapt: cannot write /dev/full: No space left"), "{device:?}");
    assert_eq!(limited.status, 1);
    assert!(limited.err.contains(&format!("cannot write {}: File too large", name(&file))));
    assert_eq!(fs::read(&file).unwrap(), b"good");
    assert_eq!(names(&folder), ["big", "big.part", "big.part.etag"]);
    get(&server.uri("big"), &file, &["--continue"]).succeeded();
    assert!(fs::read(&file).unwrap() == every_byte(20_000));
}

#[test]
fn a_full_standard_output_is_named() {
    let server = serving(b"21.5".to_vec(), b"");
    let full = fs::OpenOptions::new().write(true).open("/dev/full").unwrap();

    for words in [&["get"][..], &["get", "--json"], &["get", "-i"], &["get", "-w", "%{code}"]] {
        let mut command = coapt(words.iter().copied().chain([server.uri("big").as_str()]));
        let shown: Outcome = command.stdout(full.try_clone().unwrap()).output().unwrap().into();
        assert_eq!(shown.status, 1, "{words:?}");
        assert!(shown.err.starts_with("coapt: cannot write the output: No space"), "{shown:?}");
    }
}

#[test]
fn the_name_of_the_resource_becomes_that_of_the_file() {
    let server = serving(b"plan".to_vec(), b"");
    let folder = tempfile::tempdir().unwrap();
    let go = |uri: &str| -> Outcome {
        coapt(["get", uri, "--remote-name"]).current_dir(&folder).output().unwrap().into()
    };

    go(&server.uri("big?x=1")).succeeded();
    let refused = go(&server.uri("%2e%2e%2fup"));

    assert_eq!(names(&folder), ["big"]);
    assert_eq!(fs::read(folder.path().join("big")).unwrap(), b"plan");
    assert_eq!(refused.status, 2);
    assert!(refused.err.ends_with("no name that is safe for a file; give one with -o FILE\n"));
}

#[test]
fn a_rate_is_kept_both_ways() {
    let server = Running::with(|server| {
        server.post("length", |request: &Incoming| request.payload().len().to_string());
        server.get("big", |_: &Incoming| ServerReply::content(every_byte(3000)));
    });
    let body = "x".repeat(3000);
    let time =
        |shown: &Outcome| -> f64 { shown.text().rsplit(' ').next().unwrap().parse().unwrap() };
    let report = ["--limit-rate", "10K", "-w", " %{time_total}"];

    let up = ["post", &server.uri("length"), &body];
    let up = run(up.into_iter().chain(report)).succeeded();
    let down = ["get", &server.uri("big"), "-a", "text"];
    let down = coapt(down.into_iter().chain(report).chain(["-o", "/dev/null"])).output().unwrap();

    assert!(up.text().starts_with("3000 ") && time(&up) >= 0.19, "{}", up.text());
    assert!(time(&down.into()) >= 0.28);
}

#[test]
fn a_rate_that_is_none_and_wishes_without_a_file_are_usage_errors() {
    for (words, sentence) in [
        (&["get", "--limit-rate", "fast"][..], "fast is no rate; 500, 10K and 2M are"),
        (&["get", "--continue"], "--continue needs a file; name it with -o FILE or --remote-name"),
        (&["get", "--if-changed"], "--if-changed needs a file"),
        (&["delete", "--continue", "-o", "x"], "--continue works with get"),
        (&["get", "--continue", "-o", "/dev/null"], "/dev/null is none"),
    ] {
        let shown = run(words.iter().copied().chain(["coap://127.0.0.1/a"]));
        assert_eq!(shown.status, 2, "{words:?}");
        assert!(shown.err.contains(sentence), "{}", shown.err);
        assert_eq!(shown.err.lines().count(), 1);
    }
}

#[test]
fn the_time_limit_holds_for_the_whole_transfer() {
    let (peer, _asked) = breaking(every_byte(20_000), &[7], None);
    let silent = Peer::answering(|request| {
        let number = request.options.block(OptionNumber::BLOCK2).map_or(0, |block| block.number);
        if number < 3 { vec![block(request, &every_byte(9000), &[7], number)] } else { vec![] }
    });
    let (_folder, file) = place();

    let slow = get(&peer.uri("big"), &file, &["--timeout", "0.3", "--limit-rate", "10K"]);
    let dead = get(&silent.uri("big"), &file, &["--timeout", "0.3"]);

    for shown in [slow, dead] {
        assert_eq!(shown.status, 6);
        assert!(
            shown.err.contains("no answer within 0.3 s; 3.0 KiB are kept in "),
            "{}",
            shown.err
        );
    }
}

#[test]
fn a_block_that_the_user_asks_for_is_all_that_is_fetched() {
    let (peer, _asked) = breaking(every_byte(20_000), &[7], None);
    let (_folder, file) = place();

    get(&peer.uri("big"), &file, &["-O", "Block2=0x36"]).succeeded();

    assert!(fs::read(&file).unwrap() == every_byte(20_000)[3072..4096]);
}

#[test]
fn a_server_that_knows_no_blocks_is_asked_without() {
    let peer = Peer::answering(|request| {
        let knows = request.options.block(OptionNumber::BLOCK2).is_none();
        let code = if knows { Code::CONTENT } else { Code::BAD_OPTION };
        vec![piggybacked(request, code, &OptionsBuf::new(), b"small")]
    });
    let (folder, file) = place();

    get(&peer.uri("big"), &file, &[]).succeeded();

    assert_eq!(fs::read(&file).unwrap(), b"small");
    assert_eq!(names(&folder), ["big"]);
}

#[test]
fn a_dash_is_standard_output() {
    let server = serving(b"\x00\x01".to_vec(), b"");
    assert_eq!(run(["get", &server.uri("big"), "-o", "-"]).succeeded().out, b"\x00\x01");
}

/// Serves blocks of 1 KiB, tells their numbers, and resets the first request for one of them.
fn breaking(
    body: Vec<u8>,
    etag: &'static [u8],
    mut breaks_at: Option<u32>,
) -> (Peer, mpsc::Receiver<u32>) {
    let (tell, asked) = mpsc::channel();
    let peer = Peer::answering(move |request| {
        let number = request.options.block(OptionNumber::BLOCK2).map_or(0, |block| block.number);
        tell.send(number).ok();
        if breaks_at == Some(number) {
            breaks_at = None;
            return vec![reset(request.id)];
        }
        vec![block(request, &body, etag, number)]
    });
    (peer, asked)
}

fn block(request: &Message<'_>, body: &[u8], etag: &[u8], number: u32) -> Vec<u8> {
    let start = usize::try_from(number).unwrap() * 1024;
    let end = body.len().min(start + 1024);
    let mut options = OptionsBuf::new();
    options.push(OptionNumber::ETAG, etag).unwrap();
    options.push_block(OptionNumber::BLOCK2, Block::new(number, end < body.len(), 6).unwrap());
    piggybacked(request, Code::CONTENT, &options, &body[start..end])
}

fn serving(body: Vec<u8>, etag: &'static [u8]) -> Running {
    Running::with(move |server| {
        server.get("big", move |_: &Incoming| {
            let reply = ServerReply::content(body.clone());
            if etag.is_empty() { reply } else { reply.etag(etag) }
        });
    })
}

fn get(uri: &str, file: &Path, words: &[&str]) -> Outcome {
    run(["get", uri, "-o", name(file)].into_iter().chain(words.iter().copied()))
}

fn place() -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("big");
    (folder, file)
}

fn part_of(file: &Path) -> PathBuf {
    PathBuf::from(format!("{}.part", file.display()))
}

fn name(file: &Path) -> &str {
    file.to_str().unwrap()
}

fn names(folder: &TempDir) -> Vec<String> {
    let entries = folder.path().read_dir().unwrap();
    let mut names: Vec<_> =
        entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}
