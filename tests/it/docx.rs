//! The same report as a Word file gives the same findings, whoever made the file.
//!
//! Files are made here, by python-docx and LibreOffice. Where they are not installed a test says that it was skipped;
//! `.ci/run` installs them.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::LazyLock;

use gangyao::input;
use gangyao::output::annotate;

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

#[derive(serde::Deserialize)]
struct Comment {
    author: String,
    text: String,
    /// What python-docx's document holds between the marks of the comment.
    words: Option<String>,
}

/// The comments of Word files as python-docx reads them.
fn comments(files: &[PathBuf]) -> BTreeMap<PathBuf, Vec<Comment>> {
    let script = root().join("tests/it/docx/comments.py");
    let told = run(Command::new("python3").env("PYTHONIOENCODING", "utf-8").arg(script).args(files));
    serde_json::from_str(&told.unwrap_or_else(|error| panic!("comments.py: {error}"))).expect("it writes JSON")
}

/// The commented copy that the program makes of a file.
fn run_annotate(file: &Path, to: &Path) {
    let program = env!("CARGO_BIN_EXE_gangyao");
    let output =
        Command::new(program).args(["check", "--quiet", "--exit-zero"]).arg(file).arg("--annotate").arg(to).output();
    let output = output.expect("the program runs");
    assert!(to.is_file(), "{}: {}", file.display(), String::from_utf8_lossy(&output.stderr));
}

/// Of every finding its message and the words that a comment on it must stand on: one line, what XML shows of it.
fn expected(checked: &Checked) -> Vec<(String, String)> {
    let words = |span: gangyao::text::span::Span| span.of(&checked.document.text).replace(['\n', '\t', '\u{b}'], "");
    checked.outcome.findings.iter().map(|finding| (finding.message.clone(), words(finding.span))).collect()
}

/// What is wrong with the comments of a copy; words of empty findings and automatic numbers are told beside them.
fn misplaced(copy: &Path, comments: &[Comment], expected: &[(String, String)]) -> Vec<String> {
    let ours: Vec<&Comment> = comments.iter().filter(|comment| comment.author == "gangyao").collect();
    let mut wrong = Vec::new();
    if ours.len() != expected.len() {
        wrong.push(format!("{}: {} comments for {} findings", copy.display(), ours.len(), expected.len()));
    }
    for (comment, (message, words)) in ours.iter().zip(expected) {
        let stands_on = comment.words.as_deref().unwrap_or("(no range)");
        let unnumbered = || words.ends_with(stands_on) && !stands_on.is_empty();
        let right = stands_on == words || words.is_empty() || unnumbered() || comment.text.contains("所指文字");
        if !right || !comment.text.contains(message.as_str()) {
            wrong.push(format!("{}: “{stands_on}” for “{words}”: {message}", copy.display()));
        }
    }
    wrong
}

/// Commented copies of all samples in a form, with what their comments must be.
fn annotated(form: &str, folder: &Path) -> Vec<(PathBuf, Vec<(String, String)>)> {
    // The good samples have nothing to comment on.
    let samples: Vec<PathBuf> =
        samples().into_iter().filter(|path| !path.starts_with(root().join("reports/good"))).collect();
    let made_in = tempfile::tempdir().expect("a folder can be made");
    if form != "text" {
        make(form, made_in.path(), &samples);
    }
    let copies = samples.iter().map(|sample| {
        let (file, name) = match form {
            "text" => (sample.clone(), "a.txt"),
            _ => (made(made_in.path(), sample), "a.docx"),
        };
        let bytes = std::fs::read(&file).expect("it was made");
        let checked = check_bytes(name, &bytes);
        let draft = input::read(&input::Source::from_bytes(name, bytes.clone())).expect("it was read before").draft;
        let copy = annotate::annotate(&bytes, &draft, &checked.document, &checked.outcome.findings);
        let to = made(folder, sample);
        std::fs::write(&to, copy.expect("it can be commented on")).expect("it can be written");
        (to, expected(&checked))
    });
    copies.collect()
}

#[test]
fn python_docx_reads_every_comment_at_its_words() {
    if !can("python_docx_reads_every_comment_at_its_words", false) {
        return;
    }
    let mut wrong = Vec::new();
    let mut count = 0;
    for form in ["text", "numbered", "pieces", "revised", "wps"] {
        let folder = tempfile::tempdir().expect("a folder can be made");
        let copies = annotated(form, folder.path());
        let read = comments(&copies.iter().map(|(copy, _)| copy.clone()).collect::<Vec<_>>());
        for (copy, expected) in &copies {
            count += expected.len();
            wrong.extend(misplaced(copy, &read[copy], expected).into_iter().map(|told| format!("{form}: {told}")));
        }
    }
    assert!(count > 300, "{count} comments are too few to show anything");
    assert!(wrong.is_empty(), "{} comments:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn libreoffice_reads_every_comment_at_its_words() {
    if !can("libreoffice_reads_every_comment_at_its_words", true) {
        return;
    }
    let mut wrong = Vec::new();
    for form in ["text", "numbered"] {
        let (folder, saved) = (tempfile::tempdir().expect("a folder"), tempfile::tempdir().expect("a folder"));
        let copies = annotated(form, folder.path());
        save_again(folder.path(), saved.path(), "docx:MS Word 2007 XML");
        let names: Vec<PathBuf> =
            copies.iter().filter_map(|(copy, _)| copy.file_name()).map(|name| saved.path().join(name)).collect();
        let read = comments(&names);
        for (name, (_, expected)) in names.iter().zip(&copies) {
            // LibreOffice writes comments in the order of their ends.
            let mut found: Vec<String> = read[name].iter().filter_map(|comment| comment.words.clone()).collect();
            let mut wanted: Vec<String> = expected.iter().map(|(_, words)| words.clone()).collect();
            found.sort_unstable();
            wanted.sort_unstable();
            let lost = wanted
                .iter()
                .filter(|words| !words.is_empty() && !found.iter().any(|other| words.ends_with(other.as_str())));
            wrong.extend(lost.map(|words| format!("{form} {}: “{words}”", name.display())));
            if found.len() != wanted.len() {
                wrong.push(format!("{form} {}: {} comments of {}", name.display(), found.len(), wanted.len()));
            }
        }
    }
    assert!(wrong.is_empty(), "{} comments:\n{}", wrong.len(), wrong.join("\n"));
}

/// The parts of a package by name, unpacked.
fn parts(file: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut archive = zip::ZipArchive::new(std::fs::File::open(file).expect("it is there")).expect("a package");
    let mut parts = BTreeMap::new();
    for index in 0..archive.len() {
        let mut part = archive.by_index(index).expect("a part");
        let mut bytes = Vec::new();
        std::io::Read::read_to_end(&mut part, &mut bytes).expect("a sound part");
        parts.insert(part.name().expect("a name").into_owned(), bytes);
    }
    parts
}

#[test]
fn a_copy_changes_no_part_but_those_that_hold_comments() {
    if !can("a_copy_changes_no_part_but_those_that_hold_comments", false) {
        return;
    }
    let folder = tempfile::tempdir().expect("a folder can be made");
    let flawed = root().join("reports/flawed/draft-left.txt");
    make("numbered", folder.path(), std::slice::from_ref(&flawed));
    let (file, copy) = (made(folder.path(), &flawed), folder.path().join("copy.docx"));
    run_annotate(&file, &copy);
    let (old, mut new) = (parts(&file), parts(&copy));
    assert!(new.remove("word/comments.xml").is_some());
    let changed: Vec<&str> = old.keys().filter(|name| old[*name] != new[*name]).map(String::as_str).collect();
    assert_eq!(changed, ["[Content_Types].xml", "word/_rels/document.xml.rels", "word/document.xml"]);
    assert_eq!(old.len(), new.len());

    // Without findings every part is the same.
    let output = Command::new(env!("CARGO_BIN_EXE_gangyao"))
        .args(["check", "--quiet", "--select", "release/personal-id"])
        .arg(&file)
        .arg("--annotate")
        .arg(folder.path().join("same.docx"))
        .output()
        .expect("the program runs");
    assert!(String::from_utf8_lossy(&output.stderr).contains("批注 0 条"));
    assert_eq!(old, parts(&folder.path().join("same.docx")));
}

#[test]
fn neither_the_input_nor_somebody_elses_file_is_overwritten() {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let (text, other, out) =
        (folder.path().join("报告.txt"), folder.path().join("别人的.docx"), folder.path().join("批注稿.docx"));
    std::fs::write(&text, "云溪县人民政府关于2023年法治政府建设情况的报告\n一、举措\n截止年底办结12件。\n")
        .expect("written");
    std::fs::write(&other, "不是压缩包").expect("written");
    let run = |to: &Path, inputs: &[&Path]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_gangyao"));
        let output = command.args(["check", "-q"]).args(inputs).arg("--annotate").arg(to).output().expect("it runs");
        (output.status.code(), String::from_utf8_lossy(&output.stderr).into_owned())
    };
    let (code, told) = run(&other, &[&text]);
    assert!(code == Some(2) && told.contains("已经存在，没有覆盖"), "{told}");
    assert_eq!(std::fs::read_to_string(&other).expect("still there"), "不是压缩包");
    assert_eq!(run(&out, &[&text]).0, Some(1));
    let first = std::fs::read(&out).expect("written");
    assert_eq!(run(&out, &[&text]).0, Some(1), "what we wrote may be written again");
    assert_eq!(std::fs::read(&out).expect("written"), first, "the same input gives the same bytes");
    let (code, told) = run(&out, &[&out]);
    assert!(code == Some(2) && told.contains("就是要检查的文件"), "{told}");
    let (code, told) = run(&folder.path().join("b.docx"), &[&text, &out]);
    assert!(code == Some(2) && told.contains("一次只能查一个文件"), "{told}");
    let (code, told) = run(&folder.path().join("无/b.docx"), &[&text]);
    assert!(code == Some(2) && told.contains("没有文件夹"), "{told}");
}
