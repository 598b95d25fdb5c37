//! The same report as a Word file gives the same findings, whoever made the file.
//!
//! Files are made here, by python-docx and LibreOffice. Where they are not installed a test says that it was skipped;
//! `.ci/run` installs them.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::LazyLock;

use super::support::{Checked, check_bytes, files_below, root};

/// Runs a tool; what it said on failure.
fn run(command: &mut Command) -> Result<String, String> {
    let output = command.stdin(Stdio::null()).output().map_err(|error| error.to_string())?;
    match output.status.success() {
        true => Ok(String::from_utf8_lossy(&output.stdout).into_owned()),
        false => Err(String::from_utf8_lossy(&output.stderr).into_owned()),
    }
}

/// Whether python-docx is there.
static PYTHON: LazyLock<bool> = LazyLock::new(|| run(Command::new("python3").args(["-c", "import docx"])).is_ok());

/// Whether LibreOffice is there.
static OFFICE: LazyLock<bool> = LazyLock::new(|| run(Command::new("soffice").arg("--version")).is_ok());

fn can(test: &str, office: bool) -> bool {
    let missing = match (*PYTHON, office && !*OFFICE) {
        (false, _) => "python-docx",
        (true, true) => "LibreOffice",
        (true, false) => return true,
    };
    assert!(std::env::var_os("CI").is_none(), "{missing} must be there when CI is set");
    eprintln!("SKIPPED {test}: {missing} is not installed");
    false
}

/// The samples that are plain text in UTF-8.
fn samples() -> Vec<PathBuf> {
    let texts = files_below("reports").into_iter().filter(|path| path.extension().is_some_and(|e| e == "txt"));
    let texts: Vec<PathBuf> = texts.collect();
    assert!(texts.len() > 10, "samples are missing");
    texts
}

/// Makes Word files of samples in `folder`.
fn make(form: &str, folder: &Path, samples: &[PathBuf]) {
    let script = root().join("tests/it/docx/make.py");
    run(Command::new("python3").arg(script).arg(form).arg(folder).args(samples))
        .unwrap_or_else(|error| panic!("make.py {form}: {error}"));
}

fn made(folder: &Path, sample: &Path) -> PathBuf {
    let stem = |path: &Path| path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    folder.join(format!("{}-{}.docx", stem(sample.parent().unwrap_or(sample)), stem(sample)))
}

/// Saves Word files anew with LibreOffice.
fn save_again(from: &Path, to: &Path, kind: &str) {
    let profile = tempfile::tempdir().expect("a folder can be made");
    let mut files: Vec<PathBuf> =
        std::fs::read_dir(from).into_iter().flatten().flatten().map(|entry| entry.path()).collect();
    files.sort();
    let profile = format!("-env:UserInstallation=file://{}", profile.path().display());
    run(Command::new("soffice")
        .arg(profile)
        .args(["--headless", "--convert-to", kind, "--outdir"])
        .arg(to)
        .args(&files))
    .unwrap_or_else(|error| panic!("soffice: {error}"));
}

/// Rule, words and section of every finding, and the verdicts, with how often each was given.
fn gist(checked: &Checked, without: &[&str]) -> BTreeMap<String, usize> {
    let mut counts = BTreeMap::new();
    let document = &checked.document;
    for finding in checked.outcome.findings.iter().filter(|finding| !without.contains(&finding.rule.as_str())) {
        let words = finding.span.of(&document.text).replace('\n', "⏎");
        *counts.entry(format!("{} “{words}” {:?}", finding.rule, finding.section)).or_default() += 1;
    }
    for verdict in &checked.outcome.verdicts {
        *counts.entry(format!("= {} {:?}", verdict.requirement, verdict.answer)).or_default() += 1;
    }
    counts
}

/// Differences between a text and a Word file of it.
fn differences(sample: &Path, file: &Path, without: &[&str]) -> Vec<String> {
    let text = check_bytes("a.txt", &std::fs::read(sample).expect("samples can be read"));
    let bytes = std::fs::read(file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
    let word = check_bytes("a.docx", &bytes);
    let lines = |checked: &Checked| -> Vec<String> {
        let lines = checked.document.text.lines().map(|line| line.trim().trim_start_matches('\u{feff}').to_owned());
        lines.filter(|line| !line.is_empty()).collect()
    };
    assert_eq!(lines(&text), lines(&word), "{}", file.display());
    let (expected, found) = (gist(&text, without), gist(&word, without));
    let only = |one: &BTreeMap<String, usize>, other: &BTreeMap<String, usize>, sign: &str| -> Vec<String> {
        one.iter()
            .filter(|(gist, count)| other.get(*gist) != Some(count))
            .map(|(gist, _)| format!("{sign} {gist}"))
            .collect()
    };
    let mut out = only(&expected, &found, "-");
    out.extend(only(&found, &expected, "+"));
    out.iter().map(|line| format!("{}: {line}", file.display())).collect()
}

fn agree(form: &str, office: Option<&str>, without: &[&str]) {
    let made_in = tempfile::tempdir().expect("a folder can be made");
    let saved_in = tempfile::tempdir().expect("a folder can be made");
    let samples = samples();
    make(form, made_in.path(), &samples);
    let folder = match office {
        Some(kind) => {
            save_again(made_in.path(), saved_in.path(), kind);
            saved_in.path()
        }
        None => made_in.path(),
    };
    let wrong: Vec<String> =
        samples.iter().flat_map(|sample| differences(sample, &made(folder, sample), without)).collect();
    assert!(wrong.is_empty(), "{form}: {} differences:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn typed_text_in_a_word_file_is_found_the_same() {
    if can("typed_text_in_a_word_file_is_found_the_same", false) {
        agree("plain", None, &[]);
        agree("pieces", None, &[]);
    }
}

#[test]
fn automatic_numbers_are_found_the_same() {
    if can("automatic_numbers_are_found_the_same", false) {
        agree("numbered", None, &[]);
        agree("wps", None, &[]);
    }
}

#[test]
fn files_saved_by_libreoffice_are_found_the_same() {
    if can("files_saved_by_libreoffice_are_found_the_same", true) {
        agree("numbered", Some("docx:MS Word 2007 XML"), &[]);
    }
}

#[test]
fn revised_files_are_found_the_same_but_for_the_marks() {
    const MARKS: &[&str] = &["release/tracked-changes", "release/comments"];
    if !can("revised_files_are_found_the_same_but_for_the_marks", true) {
        return;
    }
    agree("revised", None, MARKS);
    agree("revised", Some("docx:MS Word 2007 XML"), MARKS);
    let folder = tempfile::tempdir().expect("a folder can be made");
    let sample = root().join("reports/good/complete-county.txt");
    make("revised", folder.path(), std::slice::from_ref(&sample));
    let checked = check_bytes("a.docx", &std::fs::read(made(folder.path(), &sample)).expect("it was made"));
    let told: Vec<&str> = checked
        .outcome
        .findings
        .iter()
        .filter(|finding| MARKS.contains(&finding.rule.as_str()))
        .map(|finding| finding.message.as_str())
        .collect();
    assert_eq!(told.len(), 2, "{told:?}");
    assert!(told.iter().any(|message| message.contains("修订") && message.contains("张三")), "{told:?}");
    assert!(told.iter().any(|message| message.contains("1条批注") && message.contains("李四")), "{told:?}");
}
