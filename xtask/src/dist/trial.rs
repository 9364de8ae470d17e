//! Everything installed into an empty place, and the main job done there.

use std::ffi::OsStr;
use std::fs;
use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::Stdio;

use super::release::Release;
use super::share::COMPLETIONS;
use crate::disk::{empty, write};
use crate::say;
use crate::workspace::{STATIC, Started, Workspace, is_on_path, output_of, run_quietly, succeeds};

/// Where things are installed.
const PLACE: &str = "target/dist-trial";
/// What is served and fetched.
const TEXT: &str = "a text that is served";

/// A client and a server of the class in Python, in one program.
const PYTHON: &str = "\
from coapt import CoAP

server, client = CoAP(), CoAP()

def answer(event):
    server.response_code = '2.05'
    server.response_data = 'hello from ' + event.uri_path

server.on_request = answer
server.local_host = '127.0.0.1'
server.local_port = 0
server.start_listening()
client.on_request_complete = lambda event: None
import threading
over = threading.Event()

def pump():
    while not over.is_set():
        server.do_events()

serving = threading.Thread(target=pump)
server.config('SelectWaitMillis=20')
serving.start()
client.get(f'coap://127.0.0.1:{server.local_port}/the/wheel')
over.set()
serving.join()
print(client.response_data.decode())
";

/// Tries all that was made.
pub(super) fn all(house: &Workspace, release: &Release, output: &Path) -> Result<(), String> {
    let place = house.path(PLACE);
    empty(&place)?;
    archive(house, release, output, &place.join("archive"))?;
    debian(house, release, output, &place.join("debian"))?;
    wheel(house, output, &place.join("wheel"))
}

/// The program alone: in a root with nothing else in it, where that is permitted.
fn archive(
    house: &Workspace,
    release: &Release,
    output: &Path,
    place: &Path,
) -> Result<(), String> {
    empty(place)?;
    let name = format!("coapt-{}-{STATIC}", release.version);
    let archive = output.join(format!("{name}.tar.gz"));
    run_quietly(house.program("tar").arg("-xzf").arg(archive).arg("-C").arg(place))?;
    let root = place.join(&name);
    for folder in ["tmp", "served"] {
        empty(&root.join(folder))?;
    }
    write(&root.join("served/text.txt"), TEXT)?;
    let is_permitted = succeeds(house.program("chroot").arg(&root).args(["/coapt", "--version"]));
    let (program, served) = if is_permitted {
        let words = ["chroot".into(), root.clone().into_os_string(), "/coapt".into()];
        (words.to_vec(), PathBuf::from("/served"))
    } else {
        (vec![root.join("coapt").into_os_string()], root.join("served"))
    };
    does_the_job(house, &program, &served)?;
    let where_to = if is_permitted { "a root with nothing else in it" } else { "an empty folder" };
    say::line(format_args!("tried: {name}.tar.gz, in {where_to} and an empty environment"));
    Ok(())
}

/// The package, unpacked as dpkg does it.
fn debian(house: &Workspace, release: &Release, output: &Path, place: &Path) -> Result<(), String> {
    empty(place)?;
    let package = output.join(format!("coapt_{}_amd64.deb", release.version));
    run_quietly(house.program("dpkg-deb").arg("--extract").arg(&package).arg(place))?;
    run_quietly(house.program("dpkg-deb").arg("--info").arg(&package))?;
    let mut check = house.program("md5sum");
    let control = place.join("control");
    run_quietly(house.program("dpkg-deb").arg("--control").arg(&package).arg(&control))?;
    run_quietly(
        check.current_dir(place).args(["--quiet", "--check"]).arg(control.join("md5sums")),
    )?;
    for (shell, path) in COMPLETIONS {
        let file = place.join("usr/share").join(path);
        if is_on_path(shell) {
            run_quietly(house.program(shell).arg("-n").arg(file))?;
        }
    }
    let page = place.join("usr/share/man/man1/coapt.1.gz");
    if !page.exists() {
        return Err("the package has no manual page coapt(1)".to_owned());
    }
    let served = place.join("served");
    write(&served.join("text.txt"), TEXT)?;
    does_the_job(house, &[place.join("usr/bin/coapt").into_os_string()], &served)?;
    say::line("tried: the Debian package, unpacked: program, sums, completions");
    Ok(())
}

/// The wheel in an environment that has nothing else.
fn wheel(house: &Workspace, output: &Path, place: &Path) -> Result<(), String> {
    empty(place)?;
    let environment = place.join("environment");
    run_quietly(house.program("python3").args(["-m", "venv"]).arg(&environment))?;
    let python = environment.join("bin/python");
    let wheels = fs::read_dir(output).map_err(|error| format!("{}: {error}", output.display()))?;
    let wheel = wheels
        .flatten()
        .map(|entry| entry.path())
        .find(|path| path.extension() == Some(OsStr::new("whl")));
    let mut pip = house.program(&python);
    pip.args(["-m", "pip", "install", "--quiet", "--no-index", "--disable-pip-version-check"]);
    run_quietly(pip.args(wheel))?;
    let mut command = house.program(&python);
    let output = command.current_dir(place).args(["-c", PYTHON]).output();
    let output = output.map_err(|error| format!("{}: {error}", python.display()))?;
    let text = String::from_utf8_lossy(&output.stdout);
    if text.trim() == "hello from the/wheel" {
        say::line(
            "tried: the wheel, a server and a client in an environment that has nothing else",
        );
        return Ok(());
    }
    let failure = String::from_utf8_lossy(&output.stderr);
    Err(format!("the wheel does not do its job: {text}{failure}"))
}

/// Has a program show its demo, serve a folder, and fetch a file of it.
fn does_the_job(
    house: &Workspace,
    program: &[std::ffi::OsString],
    served: &Path,
) -> Result<(), String> {
    let coapt = || {
        let mut command = house.program("env");
        command.arg("-i").arg(format!("PATH={}", "/usr/sbin:/usr/bin:/sbin:/bin")).args(program);
        command.stdin(Stdio::null());
        command
    };
    run_quietly(coapt().arg("demo"))?;
    let mut command = coapt();
    command.args(["serve", "--bind", "127.0.0.1:0"]).arg(served).stdout(Stdio::piped());
    let child = command.spawn().map_err(|error| format!("coapt serve: {error}"))?;
    let mut serving = Started(child);
    let stdout = serving.0.stdout.take().ok_or("a server without standard output")?;
    let mut line = String::new();
    BufReader::new(stdout).read_line(&mut line).map_err(|error| error.to_string())?;
    let uri = line.trim().rsplit(' ').next().unwrap_or_default();
    let text = output_of(coapt().args(["get", &format!("{uri}/text.txt")]))?;
    if text == TEXT { Ok(()) } else { Err(format!("coapt get printed {text:?}")) }
}
