//! The baseline: what was known before does not fail a run; what is gone is told until it is taken out.

use super::desk::{Desk, err, out};

const BAD: &str = "云溪县人民政府关于2023年法治政府建设情况的报告\n一、主要举措和成效\n办结行政复议案件12件。\n";

fn desk() -> Desk {
    let desk = Desk::new().with("a.txt", BAD).with("县/b.txt", BAD);
    assert_eq!(desk.code(&["check", "."]), Some(1));
    let told = desk.complains(&["check", ".", "--baseline", "baseline.json", "--update-baseline"]);
    assert!(told.contains("基线 baseline.json 共"), "{told}");
    desk
}

const CHECK: [&str; 6] = ["check", ".", "--baseline", "baseline.json", "-f", "concise"];

#[test]
fn known_findings_do_not_fail_a_run_and_new_ones_do() {
    let desk = desk();
    let output = desk.run(&CHECK);
    assert_eq!((output.status.code(), out(&output)), (Some(0), ""));
    assert!(err(&output).contains("没有发现其他问题；基线中已有"), "{}", err(&output));
    // It moves, and a new one comes.
    desk.put("a.txt", BAD.replace("办结", "为民服务，成效明显。\n截止2023年底，办结"));
    let said = desk.says(&CHECK);
    assert!(said.contains("a.txt:4:1: warning[term/jiezhi]"), "{said}");
    assert!(!said.contains("struct/plan"), "{said}");
    let json = desk.says(&["check", "县", "--baseline", "baseline.json", "-f", "json"]);
    let value: serde_json::Value = serde_json::from_str(&json).expect("JSON");
    assert_eq!(value["files"][0]["excused"][0]["by"], "baseline");
    let known = value["files"][0]["excused"].as_array().expect("a list").len();
    assert_eq!(value["summary"]["known"], known);
}

#[test]
fn the_same_words_once_more_are_new() {
    let desk = Desk::new().with("a.txt", BAD.replace("办结", "截止2023年底，办结"));
    desk.run(&["check", ".", "--baseline", "b.json", "--update-baseline"]);
    desk.put("a.txt", BAD.replace("办结", "截止2023年底，发文3件。截止2023年底，办结"));
    let said = desk.says(&["check", ".", "--baseline", "b.json", "-f", "concise"]);
    assert_eq!(said.matches("[term/jiezhi]").count(), 1, "{said}");
}

#[test]
fn what_is_gone_is_told_at_its_line_until_it_is_taken_out() {
    let desk = desk();
    let before = desk.read("baseline.json");
    desk.put("a.txt", format!("{BAD}二、存在的不足和原因\n两个乡镇的案卷评查不合格，原因是审核人员由执法人员兼任，县司法局指导每半年才有一次，部分乡镇没有配备专职人员，案卷质量不高。\n"));
    let said = desk.says(&CHECK);
    let line = 1 + before.lines().position(|line| line.contains("\"fingerprint\"")).expect("an entry");
    assert!(said.contains("baseline.json:") && said.contains("warning[waiver/stale-baseline]"), "{said}");
    assert!(said.contains("a.txt struct/problems"), "{said}");
    assert!(line > 1);
    assert_eq!(desk.code(&["check", ".", "--baseline", "baseline.json", "--fail-on", "warning"]), Some(1));
    let told = desk.complains(&["check", ".", "--baseline", "baseline.json", "--update-baseline"]);
    assert!(told.contains("已消除"), "{told}");
    assert!(!desk.says(&CHECK).contains("stale-baseline"));
    assert_ne!(desk.read("baseline.json"), before);
}

#[test]
fn files_that_are_no_more_go_and_files_not_checked_stay() {
    let desk = desk();
    assert!(!desk.says(&["check", "a.txt", "--baseline", "baseline.json", "-f", "concise"]).contains("stale"));
    desk.run(&["check", "a.txt", "--baseline", "baseline.json", "--update-baseline"]);
    assert!(desk.read("baseline.json").contains("县/b.txt"));
    std::fs::remove_file(desk.path().join("县/b.txt")).expect("it is there");
    assert!(desk.says(&CHECK).contains("县/b.txt"));
    desk.run(&["check", ".", "--baseline", "baseline.json", "--update-baseline"]);
    assert!(!desk.read("baseline.json").contains("县/b.txt"));
}

#[test]
fn rules_that_did_not_run_keep_their_entries() {
    let desk = desk();
    let before = desk.read("baseline.json");
    let narrow = ["check", ".", "--baseline", "baseline.json", "--select", "term", "-f", "concise"];
    assert!(!desk.says(&narrow).contains("stale"));
    desk.run(&["check", ".", "--baseline", "baseline.json", "--select", "term", "--update-baseline"]);
    assert_eq!(desk.read("baseline.json"), before);
}

#[test]
fn writing_twice_gives_the_same_file() {
    let desk = desk();
    let before = desk.read("baseline.json");
    desk.run(&["check", "县", "a.txt", "--baseline", "baseline.json", "--update-baseline", "--jobs", "2"]);
    assert_eq!(desk.read("baseline.json"), before);
}

#[test]
fn a_missing_or_broken_baseline_is_an_error() {
    let desk = Desk::new().with("a.txt", BAD).with("b.json", "{\"schema_version\": 9, \"files\": {}}");
    let output = desk.run(&["check", ".", "--baseline", "没有.json"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(err(&output).contains("--update-baseline"), "{}", err(&output));
    assert_eq!(desk.code(&["check", ".", "--baseline", "b.json"]), Some(2));
    assert_eq!(
        desk.code(&["check", ".", "--baseline", "b.json", "--update-baseline"]),
        Some(2),
        "it is not overwritten"
    );
    assert_eq!(desk.code(&["check", ".", "--update-baseline"]), Some(2));
}
