//! The workspace on disk and the programs that are run in it.

use std::env;
use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

/// What the program without any library of the system is built for.
pub(crate) const STATIC: &str = "x86_64-unknown-linux-musl";

/// The libraries that others build on, bottom up.
pub(crate) const LIBRARIES: [&str; 4] = ["coapt-wire", "coapt-proto", "coapt-net", "coapt"];

/// Folders that hold nothing of ours.
const FOREIGN_FOLDERS: [&str; 3] = ["target", "node_modules", "__pycache__"];

/// The workspace this program works on.
#[derive(Debug)]
pub(crate) struct Workspace {
    root: PathBuf,
}

impl Workspace {
    /// The workspace cargo was called in: two clones may share one target folder.
    pub(crate) fn here() -> Self {
        let built_in = || env!("CARGO_MANIFEST_DIR").into();
        let xtask = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").unwrap_or_else(built_in));
        Self { root: xtask.parent().map(Path::to_path_buf).unwrap_or_default() }
    }

    /// The absolute path of something in the workspace.
    pub(crate) fn path(&self, relative: &str) -> PathBuf {
        self.root.join(relative)
    }

    /// The text of a file, or a sentence that says why there is none.
    pub(crate) fn read(&self, relative: &str) -> Result<String, String> {
        fs::read_to_string(self.path(relative))
            .map_err(|error| format!("cannot read {relative}: {error}"))
    }

    /// All files below `folder` whose name ends in `.extension`, relative, in alphabetical order.
    ///
    /// Hidden and foreign folders are left out; a folder that is not there has no files.
    pub(crate) fn files(&self, folder: &str, extension: &str) -> Vec<String> {
        let mut found = Vec::new();
        let mut waiting = vec![self.path(folder)];
        while let Some(folder) = waiting.pop() {
            let entries = fs::read_dir(folder).into_iter().flatten().flatten();
            let (folders, files): (Vec<_>, Vec<_>) =
                entries.map(|entry| entry.path()).partition(|path| path.is_dir());
            waiting.extend(folders.into_iter().filter(|path| is_ours(path)));
            let wanted =
                files.iter().filter(|path| path.extension() == Some(OsStr::new(extension)));
            found.extend(wanted.map(|path| self.relative(path)));
        }
        found.sort();
        found
    }

    /// The cargo that started this program, working in the workspace.
    pub(crate) fn cargo<const N: usize>(&self, arguments: [&str; N]) -> Command {
        let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        let mut command = self.program(cargo);
        command.args(arguments);
        command
    }

    /// A program, working in the workspace.
    pub(crate) fn program(&self, name: impl AsRef<OsStr>) -> Command {
        let mut command = Command::new(name);
        // What a person has set for the command is not to be measured.
        command.current_dir(&self.root).env("COAPT_CONFIG", "");
        command
    }

    fn relative(&self, path: &Path) -> String {
        path.strip_prefix(&self.root).unwrap_or(path).to_string_lossy().replace('\\', "/")
    }
}

/// Runs a command in full view; a failure becomes a sentence.
pub(crate) fn run(command: &mut Command) -> Result<(), String> {
    let shown = shown(command);
    match command.status() {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(format!("`{shown}` failed ({status})")),
        Err(error) => Err(format!("`{shown}` cannot be started: {error}")),
    }
}

/// Runs a command out of view; a failure becomes a sentence with the last line it wrote.
pub(crate) fn run_quietly(command: &mut Command) -> Result<(), String> {
    let shown = shown(command);
    let output = command
        .stdin(Stdio::null())
        .output()
        .map_err(|error| format!("`{shown}` cannot be started: {error}"))?;
    if output.status.success() {
        return Ok(());
    }
    let written = String::from_utf8_lossy(&output.stderr);
    let last = written.lines().rfind(|line| !line.trim().is_empty()).unwrap_or("it said nothing");
    Err(format!("`{shown}` failed ({}): {last}", output.status))
}

/// Runs a command and gives what it wrote to standard output; a failure becomes a sentence.
pub(crate) fn output_of(command: &mut Command) -> Result<String, String> {
    let shown = shown(command);
    let output = command
        .stdin(Stdio::null())
        .output()
        .map_err(|error| format!("`{shown}` cannot be started: {error}"))?;
    if !output.status.success() {
        let written = String::from_utf8_lossy(&output.stderr);
        return Err(format!("`{shown}` failed ({}): {}", output.status, written.trim()));
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// Tells whether a command is given a word that it knows, or none.
pub(crate) fn has_flag(name: &str, flag: &str, words: &[&str]) -> Result<bool, String> {
    match words {
        [] => Ok(false),
        [word] if *word == flag => Ok(true),
        _ => Err(format!("{name} takes {flag} or nothing, not {:?}", words.join(" "))),
    }
}

/// A program that was started; it ends with this value.
#[derive(Debug)]
pub(crate) struct Started(pub(crate) Child);

impl Drop for Started {
    fn drop(&mut self) {
        self.0.kill().ok();
        self.0.wait().ok();
    }
}

/// Whether a command can be run and ends well; nothing of it is seen.
pub(crate) fn succeeds(command: &mut Command) -> bool {
    command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success())
}

/// Whether the shell would find a program of this name.
pub(crate) fn is_on_path(program: &str) -> bool {
    let path = env::var_os("PATH").unwrap_or_default();
    env::split_paths(&path).any(|folder| folder.join(program).is_file())
}

fn is_ours(folder: &Path) -> bool {
    let name = folder.file_name().unwrap_or_default().to_string_lossy();
    !folder.is_symlink() && !name.starts_with('.') && !FOREIGN_FOLDERS.contains(&name.as_ref())
}

/// The command as one would type it; the program without its folders.
fn shown(command: &Command) -> String {
    let program = Path::new(command.get_program()).file_name().unwrap_or_default();
    let words = std::iter::once(program).chain(command.get_args());
    words.map(OsStr::to_string_lossy).collect::<Vec<_>>().join(" ")
}
