//! Reports as PDF, printed by the programs that drafters and offices use. Those that are not installed are skipped, and said so.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use super::assert_same;
use crate::support::{check_bytes, root};

/// One report without faults and one with many.
const SAMPLES: [&str; 2] = ["good/complete-county.txt", "flawed/badly-numbered.txt"];

fn sample(name: &str) -> String {
    std::fs::read_to_string(root().join("reports").join(name)).expect("the sample is there")
}

/// Runs a program that makes a file of another; `None`, with a word, where it is not installed.
fn made(what: &str, program: &str, arguments: &[&str], result: &Path) -> Option<Vec<u8>> {
    let run = Command::new(program).args(arguments).stdin(Stdio::null()).output();
    match run {
        Ok(output) if result.is_file() => {
            drop(output);
            Some(std::fs::read(result).expect("the file was made"))
        }
        Ok(output) => {
            let complaint = String::from_utf8_lossy(&output.stderr).into_owned();
            let absent = complaint.contains("ModuleNotFoundError") || complaint.contains("No module named");
            assert!(absent, "{what} failed: {complaint}");
            eprintln!("SKIPPED {what}: the Python module is not installed");
            None
        }
        Err(_) => {
            eprintln!("SKIPPED {what}: {program} is not installed");
            None
        }
    }
}

/// Prints a sample and holds its findings against those of the text.
fn print_and_compare(what: &str, print: impl Fn(&Path, &str) -> Option<Vec<u8>>) {
    for name in SAMPLES {
        let text = sample(name);
        let folder = tempfile::tempdir().expect("a temporary folder");
        let Some(pdf) = print(folder.path(), &text) else { return };
        assert_same(name, &text, "a.pdf", &pdf);
        let document = check_bytes("a.pdf", &pdf).document;
        let last = document.page(document.text.len() - 1);
        assert!(document.page(0) == Some(1) && last >= Some(3), "{what}: {name} ends on page {last:?}");
        assert!(
            !document.text.contains("— 1 —") && !document.text.contains("第 1 页"),
            "{what}: page numbers are left"
        );
    }
}

fn by_python(way: &'static str) -> impl Fn(&Path, &str) -> Option<Vec<u8>> {
    move |folder, text| {
        let (source, result) = (folder.join("a.txt"), folder.join("a.pdf"));
        std::fs::write(&source, text).expect("the text is written");
        let script = root().join("tests/it/forms/print.py");
        let paths = [&script, &PathBuf::from(way), &source, &result].map(|path| path.display().to_string());
        made(way, "python3", &paths.each_ref().map(String::as_str), &result)
    }
}

/// A report as a page for printing.
fn printable(text: &str) -> String {
    let mut lines = text.lines().filter(|line| !line.trim().is_empty());
    let title = lines.next().unwrap_or_default();
    let body: String = lines.map(|line| format!("<p>{line}</p>\n")).collect();
    format!(
        "<meta charset=utf-8><style>@page {{ size: A4; margin: 3cm }} body {{ font: 16pt/28pt 'Noto Serif CJK SC' }} h1 {{ font-size: 22pt; text-align: center }}\
         p {{ text-indent: 2em; margin: 0 }}</style><h1>{title}</h1>{body}"
    )
}

#[test]
fn printed_by_weasyprint_with_head_and_page_number() {
    print_and_compare("weasyprint", by_python("weasyprint"));
}

#[test]
fn drawn_with_a_font_that_has_no_table_for_copying() {
    print_and_compare("reportlab", by_python("reportlab"));
}

#[test]
fn printed_by_chromium() {
    print_and_compare("chromium", |folder, text| {
        let (source, result) = (folder.join("a.html"), folder.join("a.pdf"));
        std::fs::write(&source, printable(text)).expect("the page is written");
        let target = format!("--print-to-pdf={}", result.display());
        let profile = format!("--user-data-dir={}", folder.join("profile").display());
        let page = format!("file://{}", source.display());
        let arguments =
            ["--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer", &profile, &target, &page];
        made("chromium", "chromium", &arguments, &result)
    });
}

#[test]
fn printed_by_libreoffice() {
    print_and_compare("LibreOffice", |folder, text| {
        let (source, result) = (folder.join("a.html"), folder.join("a.pdf"));
        std::fs::write(&source, printable(text)).expect("the page is written");
        let profile = format!("-env:UserInstallation=file://{}", folder.join("profile").display());
        let (source, folder) = (source.display().to_string(), folder.display().to_string());
        let filter = ["--infilter=HTML (StarWriter)", "--convert-to", "pdf:writer_pdf_Export"];
        let arguments = [&["--headless", &profile][..], &filter, &["--outdir", &folder, &source]].concat();
        made("LibreOffice", "soffice", &arguments, &result)
    });
}
