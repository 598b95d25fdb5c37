//! Reports as old word processor files, made by LibreOffice and read through it. Skipped, and said so, where it is not installed.

use std::path::Path;
use std::process::Command;

use super::print::printable;
use crate::desk::{Desk, err, out};
use crate::support::root;

/// Files of a report under these extensions, in a folder; `None` without LibreOffice.
fn converted(desk: &Desk, page: &Path, extension: &str) -> Option<()> {
    let profile = format!("-env:UserInstallation=file://{}", desk.path().join("profile").display());
    let filter = ["--infilter=HTML (StarWriter)", "--convert-to", extension, "--outdir"];
    let run = Command::new("soffice").args(["--headless", &profile]).args(filter).arg(desk.path()).arg(page).output();
    if run.is_err() {
        eprintln!("SKIPPED old word processor files: LibreOffice is not installed");
        return None;
    }
    Some(())
}

/// Rules with their messages, in order.
fn findings(desk: &Desk, name: &str) -> Vec<(String, String)> {
    let run = desk.run(&["check", name, "--format", "concise"]);
    assert!(matches!(run.status.code(), Some(0 | 1)), "{name}: {}", err(&run));
    let finding = |line: &str| {
        let (_, rest) = line.split_once(": ")?;
        let (rule, message) = rest.split_once(' ')?;
        Some((rule.to_owned(), message.to_owned()))
    };
    out(&run).lines().filter_map(finding).collect()
}

#[test]
fn doc_rtf_and_odt_give_what_the_text_gives() {
    let text = std::fs::read_to_string(root().join("reports/flawed/badly-numbered.txt")).expect("it is there");
    let desk = Desk::new().with("a.txt", &text).with("a.html", printable(&text));
    let plain = findings(&desk, "a.txt");
    assert!(plain.len() > 5);
    for extension in ["doc", "rtf", "odt"] {
        let Some(()) = converted(&desk, &desk.path().join("a.html"), extension) else { return };
        assert_eq!(findings(&desk, &format!("a.{extension}")), plain, "{extension}");
    }
    std::fs::rename(desk.path().join("a.doc"), desk.path().join("a.wps")).expect("it can be renamed");
    assert_eq!(findings(&desk, "a.wps"), plain, "wps");
}

#[test]
fn what_no_office_can_open_is_an_error_that_says_so() {
    // LibreOffice would take this for text if it were not told what it is.
    let container = [b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".as_slice(), &[0xff; 2000]].concat();
    let desk = Desk::new().with("a.doc", container);
    let run = desk.run(&["check", "a.doc"]);
    assert_eq!(run.status.code(), Some(3), "{}", out(&run));
    assert!(err(&run).contains("LibreOffice") && err(&run).contains(".docx"), "{}", err(&run));
}
