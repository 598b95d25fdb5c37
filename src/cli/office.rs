//! Old word processor files, read through LibreOffice where it is installed.
//!
//! The file is copied into a folder of its own and converted there to docx, with a profile of its own, so that neither an office that is
//! open nor the user's settings are touched. A conversion that takes too long is ended, the program it started included.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use crate::input::legacy::{self, Import};
use crate::input::{self, InputError, MAX_BYTES, Read, Source, SourceKind};

/// What LibreOffice's program is called.
const NAMES: [&str; 3] = ["soffice", "libreoffice", "soffice.exe"];

/// Where it is installed without being on the path.
const PLACES: [&str; 5] = [
    "/usr/lib/libreoffice/program",
    "/opt/libreoffice/program",
    "/Applications/LibreOffice.app/Contents/MacOS",
    r"C:\Program Files\LibreOffice\program",
    r"C:\Program Files (x86)\LibreOffice\program",
];

/// How long a conversion may take. A report takes two seconds, the first start on a slow machine twenty.
const PATIENCE: Duration = Duration::from_secs(90);
/// How often the conversion is looked at.
const PAUSE: Duration = Duration::from_millis(40);

/// Reads a source, converted first where it must be.
pub(in crate::cli) fn read(source: &Source) -> Result<Read, InputError> {
    if !legacy::holds(source) {
        return input::read(source);
    }
    let bytes = source.bytes()?;
    let Some(import) = legacy::to_convert(source, &bytes) else {
        return input::read(&Source { kind: SourceKind::Bytes(bytes), ..source.clone() });
    };
    let program = program().ok_or(InputError::NoConverter)?;
    let docx = convert(&program, &bytes, import, PATIENCE)?;
    input::read(&Source::from_bytes("converted.docx", docx))
}

/// LibreOffice's program, if it is installed.
fn program() -> Option<PathBuf> {
    let path = env::var_os("PATH").unwrap_or_default();
    let folders = env::split_paths(&path).chain(PLACES.iter().map(PathBuf::from));
    folders.flat_map(|folder| NAMES.map(|name| folder.join(name))).find(|program| program.is_file())
}

/// The docx that LibreOffice makes of a file.
fn convert(program: &Path, bytes: &[u8], import: Import, patience: Duration) -> Result<Vec<u8>, InputError> {
    let folder = tempfile::Builder::new().prefix("gangyao-").tempdir()?;
    let place = folder.path();
    let source = place.join(format!("source.{}", import.extension));
    fs::write(&source, bytes)?;
    let mut command = Command::new(program);
    command
        .args(["--headless", "--norestore", "--nolockcheck", "--nodefault", "--nofirststartwizard"])
        .arg(format!("-env:UserInstallation={}", url(&place.join("profile"))))
        .arg(format!("--infilter={}", import.filter))
        .args(["--convert-to", "docx", "--outdir"])
        .arg(place.join("out"))
        .arg(&source)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    own_group(&mut command);
    let mut child = command.spawn().map_err(|error| not_converted(&format!("启动不了（{error}）")))?;
    if !ended_in_time(&mut child, patience) {
        end(&mut child);
        return Err(not_converted(&format!("{} 秒还没有转换完", patience.as_secs())));
    }
    let result = place.join("out").join("source.docx");
    let size = fs::metadata(&result).map_err(|_| not_converted("没有转换出文字"))?.len();
    if size > MAX_BYTES as u64 {
        return Err(InputError::TooLarge);
    }
    Ok(fs::read(&result)?)
}

fn not_converted(reason: &str) -> InputError {
    InputError::NotConverted { reason: reason.to_owned() }
}

fn ended_in_time(child: &mut Child, patience: Duration) -> bool {
    let start = Instant::now();
    while start.elapsed() < patience {
        match child.try_wait() {
            Ok(None) => thread::sleep(PAUSE),
            Ok(Some(_)) | Err(_) => return true,
        }
    }
    false
}

/// The path as a URL of a file.
fn url(path: &Path) -> String {
    let shown = path.to_string_lossy().replace('\\', "/").replace('%', "%25").replace(' ', "%20");
    if shown.starts_with('/') { format!("file://{shown}") } else { format!("file:///{shown}") }
}

/// Lets the program and what it starts be ended together.
#[cfg(unix)]
fn own_group(command: &mut Command) {
    use std::os::unix::process::CommandExt;
    command.process_group(0);
}

#[cfg(not(unix))]
fn own_group(_: &mut Command) {}

/// Ends a program; where there are groups of processes, with all it has started.
fn end(child: &mut Child) {
    if cfg!(unix) {
        let group = format!("-{}", child.id());
        let _ = Command::new("kill").args(["-KILL", "--", &group]).stderr(Stdio::null()).status();
    }
    let _ = child.kill();
    let _ = child.wait();
}

#[cfg(test)]
mod tests {
    use super::*;

    const WORD: Import = Import { filter: "MS Word 97", extension: "doc" };

    /// A program that does what a line of shell says, in the place of LibreOffice.
    #[cfg(unix)]
    fn stand_in(folder: &Path, line: &str) -> PathBuf {
        use std::os::unix::fs::PermissionsExt;
        let program = folder.join("soffice");
        fs::write(&program, format!("#!/bin/sh\n{line}\n")).unwrap();
        fs::set_permissions(&program, fs::Permissions::from_mode(0o755)).unwrap();
        program
    }

    #[cfg(unix)]
    #[test]
    fn a_conversion_that_hangs_is_ended_with_what_it_started() {
        let folder = tempfile::tempdir().unwrap();
        let mark = folder.path().join("alive");
        let program = stand_in(folder.path(), &format!("(sleep 3; touch {}) & sleep 60", mark.display()));
        let start = Instant::now();
        let error = convert(&program, b"x", WORD, Duration::from_millis(300)).unwrap_err();
        assert!(matches!(error, InputError::NotConverted { .. }) && start.elapsed() < Duration::from_secs(20));
        thread::sleep(Duration::from_millis(3500));
        assert!(!mark.exists(), "what it had started went on");
    }

    #[cfg(unix)]
    #[test]
    fn a_conversion_without_result_is_an_error_that_says_so() {
        let folder = tempfile::tempdir().unwrap();
        let error = convert(&stand_in(folder.path(), "exit 0"), b"x", WORD, PATIENCE).unwrap_err();
        assert_eq!(error, not_converted("没有转换出文字"));
    }

    #[test]
    fn folders_with_blanks_are_urls_all_the_same() {
        assert_eq!(url(Path::new("/tmp/a b%")), "file:///tmp/a%20b%25");
    }
}
