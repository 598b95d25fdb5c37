//! The sign-off sheet: the answers of `check`, on paper.

use serde_json::Value;

use super::browser::Browser;
use super::desk::{Desk, out};
use super::support::{root, snapshots};

const NOTICE: &str = "关于召开会议的通知\n各有关单位：\n定于明日召开会议，请准时参加。\n";

fn sample(name: &str) -> String {
    std::fs::read_to_string(root().join("reports").join(name)).expect("samples can be read")
}

fn desk() -> Desk {
    Desk::new().with("报告.txt", sample("flawed/merged.txt")).with("通知.txt", NOTICE)
}

#[test]
fn the_sheet_is_as_reviewed_in_every_format() {
    let desk = desk();
    let mut settings = snapshots();
    settings.add_filter(regex::escape(env!("CARGO_PKG_VERSION")).as_str(), "[version]");
    settings.bind(|| {
        for format in ["markdown", "csv"] {
            let output = desk.run(&["checklist", "报告.txt", "通知.txt", "missing.txt", "-f", format]);
            assert_eq!(output.status.code(), Some(3));
            insta::assert_snapshot!(format!("checklist-{format}"), out(&output));
        }
    });
}

#[test]
fn every_requirement_of_check_has_its_line_with_basis_and_sentence() {
    let desk = desk();
    let json: Value = serde_json::from_str(out(&desk.run(&["check", "报告.txt", "-f", "json"]))).expect("JSON");
    let verdicts = json["files"][0]["verdicts"].as_array().expect("a list");
    let output = desk.run(&["checklist", "报告.txt", "-f", "csv"]);
    assert_eq!(output.status.code(), Some(0));
    let mut reader = csv::Reader::from_reader(out(&output).trim_start_matches('\u{feff}').as_bytes());
    let rows: Vec<csv::StringRecord> = reader.records().map(|row| row.expect("equally long rows")).collect();
    assert_eq!(rows.len(), verdicts.len());
    assert!(!rows.is_empty());
    for (row, verdict) in rows.iter().zip(verdicts) {
        assert_eq!(&row[6], verdict["requirement"].as_str().expect("text"));
        assert!(row[7].contains('《'), "no basis: {row:?}");
        assert_eq!(&row[9], verdict["evidence"].as_str().unwrap_or_default());
        let place = verdict["line"].as_u64().map(|line| format!("第{line}行")).unwrap_or_default();
        assert_eq!(&row[10], place);
    }
}

#[test]
fn the_name_of_the_file_tells_the_format() {
    let desk = desk();
    let begins = |name: &str| {
        let output = desk.run(&["checklist", "报告.txt", "-o", name]);
        assert_eq!(output.status.code(), Some(0), "{name}");
        assert_eq!(out(&output), "");
        let text = std::fs::read_to_string(desk.path().join(name)).expect("it was written");
        text.chars().take(15).collect::<String>()
    };
    assert_eq!(begins("表.html"), "<!doctype html>");
    assert_eq!(begins("表.csv"), "\u{feff}文件,标题,机关,年度,序号");
    assert!(begins("表.md").starts_with("<!-- "));
    assert_eq!(desk.code(&["checklist", "报告.txt", "-o", "无/表.html"]), Some(2));
}

#[test]
fn the_page_prints_on_paper_with_lines_to_sign() {
    let desk = desk();
    desk.run(&["checklist", "报告.txt", "-o", "表.html"]);
    let page = std::fs::read_to_string(desk.path().join("表.html")).expect("it was written");
    assert!(page.contains("审核人：") && page.contains("日期："));
    let Some(mut browser) = Browser::open("the_page_prints_on_paper_with_lines_to_sign") else { return };
    browser.go(&format!("file://{}", desk.path().join("表.html").display()));
    for (width, name) in [(1280, "wide"), (390, "narrow")] {
        browser.look(width, "light");
        assert_eq!(browser.run("return document.documentElement.scrollWidth"), width, "{name} is too wide");
        let pictures = root().join("target/html_page");
        std::fs::create_dir_all(&pictures).expect("target can be written");
        std::fs::write(pictures.join(format!("checklist-{name}.png")), browser.picture())
            .expect("target can be written");
    }
    let rows = "return document.querySelectorAll('.answers tbody tr').length";
    assert_eq!(browser.run(rows), 14);
    let pdf = browser.devtools("Page.printToPDF", &serde_json::json!({"preferCSSPageSize": true}));
    assert!(pdf["data"].as_str().is_some_and(|data| data.starts_with("JVBER")), "no PDF: {pdf}");
}

#[test]
fn the_word_file_holds_the_same_sheet() {
    let desk = desk();
    assert_eq!(desk.code(&["checklist", "报告.txt", "-o", "表.docx"]), Some(0));
    let bytes = std::fs::read(desk.path().join("表.docx")).expect("it was written");
    let source = gangyao::input::Source::from_bytes("表.docx", bytes);
    let read = gangyao::input::read(&source).expect("our own reader reads it");
    let csv = desk.run(&["checklist", "报告.txt", "-f", "csv"]);
    let mut reader = csv::Reader::from_reader(out(&csv).trim_start_matches('\u{feff}').as_bytes());
    for row in reader.records().map(|row| row.expect("equally long rows")) {
        for cell in [&row[5], &row[7], &row[9], &row[10]] {
            assert!(read.draft.text.contains(cell), "{cell}");
        }
    }
    assert!(read.draft.text.contains("审核人："));
}
