//! Waivers: what they take out, what is told of them, and what is wrong in a list.

use super::desk::{Desk, err, out};

const BAD: &str = "云溪县人民政府关于2023年法治政府建设情况的报告\n一、主要举措和成效\n办结行政复议案件12件，截止年底已全部送达。\n二、存在的不足和原因\n\
    两个乡镇的行政处罚案卷评查不合格，原因是法制审核人员由执法人员兼任，截止目前仍未配备到位。\n";
const SELECT: &str = "struct/plan,struct/problems,term/jiezhi,waiver";

fn check<'a>(more: &[&'a str]) -> Vec<&'a str> {
    let mut arguments = vec!["check", ".", "--select", SELECT, "--today", "2026-06-01", "-f", "concise"];
    arguments.extend(more);
    arguments
}

fn with_list(list: &str) -> Desk {
    Desk::new().with("gangyao.yaml", "waivers: waivers.yaml\n").with("waivers.yaml", list).with("a.txt", BAD)
}

fn entry(rule: &str, more: &str) -> String {
    format!("- rule: {rule}\n  who: 张三\n  why: 另有专报\n  until: 2026-12-31\n{more}")
}

#[test]
fn a_waived_finding_does_not_count_but_is_counted() {
    let desk = with_list(&entry("struct/plan", "  basis: 会议纪要第3号\n"));
    let output = desk.run(&check(&[]));
    assert!(!out(&output).contains("struct/plan"), "{}", out(&output));
    assert!(err(&output).contains("已豁免 1 处"), "{}", err(&output));
    assert_eq!(output.status.code(), Some(0));
    let full = desk.says(&["check", ".", "--today", "2026-06-01", "--select", SELECT]);
    assert!(full.contains("张三：另有专报，依据会议纪要第3号") && full.contains("waivers.yaml:1"), "{full}");
    assert!(full.lines().any(|line| line.contains("主要安排") && line.contains("已豁免")), "{full}");
    let json = desk.says(&["check", ".", "--today", "2026-06-01", "--select", SELECT, "-f", "json"]);
    let value: serde_json::Value = serde_json::from_str(&json).expect("JSON");
    assert_eq!(value["summary"]["waived"], 1);
    assert_eq!(value["files"][0]["excused"][0]["waiver"]["who"], "张三");
    assert_eq!(value["files"][0]["excused"][0]["rule"], "struct/plan");
    let verdicts = value["files"][0]["verdicts"].as_array().expect("a list");
    assert!(verdicts.iter().any(|v| v["requirement"] == "struct/plan" && v["verdict"] == "waived"), "{verdicts:?}");
}

#[test]
fn a_waiver_holds_for_its_files_section_and_text_only() {
    let jiezhi = |more: &str| {
        let desk = with_list(&entry("term/jiezhi", more));
        desk.says(&check(&[])).matches("[term/jiezhi]").count()
    };
    assert_eq!(jiezhi(""), 0);
    assert_eq!(jiezhi("  section: 不足\n"), 1);
    assert_eq!(jiezhi("  text: 截止年底已全部送达\n"), 1);
    assert_eq!(jiezhi("  files: '*.md'\n"), 2);
    assert_eq!(jiezhi("  text: 没有的话\n"), 2);
}

#[test]
fn expired_unused_and_impossible_waivers_are_findings_at_their_lines() {
    let list = entry("struct/plan", "").replace("2026-12-31", "2026-05-31")
        + &entry("term/jiezhi", "  text: 没有的话\n")
        + &entry("release/secret-mark", "");
    let desk = with_list(&list);
    let said = desk.says(&["check", ".", "--today", "2026-06-01", "-f", "concise"]);
    for told in ["waivers.yaml:1:9: warning[waiver/expired]", "waivers.yaml:5:9: warning[waiver/unused]"] {
        assert!(said.contains(told), "{told} in\n{said}");
    }
    assert!(said.contains("waivers.yaml:10:9: warning[waiver/not-waivable]"), "{said}");
    assert!(said.contains("error[struct/plan]"), "an expired waiver waives nothing\n{said}");
    assert!(!desk.says(&["check", ".", "--today", "2026-05-31", "-f", "concise"]).contains("[struct/plan]"));
}

#[test]
fn a_waiver_for_files_that_were_not_checked_is_not_called_unused() {
    let desk = with_list(&entry("term/jiezhi", "  files: b.txt\n")).with("b.txt", BAD);
    assert!(!desk.says(&["check", "a.txt", "--today", "2026-06-01", "-f", "concise"]).contains("waiver/unused"));
    assert!(!desk.says(&["check", ".", "--today", "2026-06-01", "-f", "concise"]).contains("waiver/unused"));
}

#[test]
fn a_rule_that_cannot_be_waived_goes_on_being_told() {
    let secret = BAD.replace("办结", "绝密★一年\n办结");
    let desk = with_list(&entry("release/secret-mark", "")).with("a.txt", secret);
    let said = desk.says(&["check", ".", "--today", "2026-06-01", "-f", "concise"]);
    assert!(said.contains("error[release/secret-mark]") && said.contains("[waiver/not-waivable]"), "{said}");
}

#[test]
fn everything_wrong_in_a_list_is_told_at_its_line_and_nothing_is_checked() {
    let list = "- rule: struct/plann\n  who: 张三\n  why: 甲\n  until: 2026-12-31\n- rule: struct/plan\n  who: 张三\n  until: 明天\n  \
        why: ''\n- rule: struct/plan\n  hwo: 张三\n";
    let desk = with_list(list);
    let output = desk.run(&check(&[]));
    for place in ["waivers.yaml:7:10", "waivers.yaml:8:8", "waivers.yaml:10:3"] {
        assert!(err(&output).contains(place), "{place} in\n{}", err(&output));
    }
    assert_eq!((output.status.code(), out(&output)), (Some(2), ""));
    desk.put("waivers.yaml", entry("struct/plann", ""));
    let told = desk.complains(&check(&[]));
    assert!(told.contains("waivers.yaml:1:9") && told.contains("是不是想写“struct/plan”？"), "{told}");
    assert_eq!(desk.code(&check(&["--waivers", "没有.yaml"])), Some(2));
}

const MARKDOWN: &str = "# 云溪县人民政府关于2023年法治政府建设情况的报告\n\n## 一、主要举措和成效\n\n办结行政复议案件12件，截止年底已全部送达。\n\n\
    ## 二、存在的不足和原因\n\n两个乡镇的案卷评查不合格，原因是审核人员兼任，截止目前仍未配备到位。\n";
const COMMENT: &str = "<!-- gangyao: waive term/jiezhi until=2026-12-31 who=\"张三\" why=\"引文如此\" -->\n\n";

#[test]
fn a_comment_waives_in_the_next_paragraph_section_or_the_whole_report() {
    let left = |before: &str| {
        let text = MARKDOWN.replace(before, &format!("{COMMENT}{before}"));
        let desk = Desk::new().with("a.md", text);
        let said = desk.says(&check(&[]));
        assert!(!said.contains("waiver/"), "{said}");
        said.matches("[term/jiezhi]").count()
    };
    assert_eq!(left("办结"), 1);
    assert_eq!(left("## 二、"), 1);
    assert_eq!(left("# 云溪"), 0);
}

#[test]
fn what_is_wrong_with_a_comment_is_a_finding_there() {
    let told = |comment: &str| {
        let desk = Desk::new().with("a.md", MARKDOWN.replace("## 二、", &format!("{comment}\n\n## 二、")));
        desk.says(&check(&[]))
    };
    assert!(told(COMMENT.trim()).matches("[term/jiezhi]").count() == 1);
    for (comment, rule) in [
        (COMMENT.replace("2026-12-31", "2026-01-01"), "waiver/expired"),
        (COMMENT.replace("term/jiezhi", "struct/problems"), "waiver/unused"),
        (COMMENT.replace("term/jiezhi", "release/secret-mark"), "waiver/not-waivable"),
        (COMMENT.replace("term/jiezhi", "term/jiezi"), "waiver/malformed"),
        (COMMENT.replace("who=\"张三\"", ""), "waiver/malformed"),
    ] {
        let said = told(comment.trim());
        assert!(said.contains(&format!("a.md:7:1: warning[{rule}]")), "{comment}\n{said}");
        assert_eq!(said.matches("[term/jiezhi]").count(), 2, "{comment}\n{said}");
    }
}

#[test]
fn what_readers_see_is_no_waiver() {
    let text = BAD.replace("二、", &format!("{}\n二、", COMMENT.trim()));
    let said = Desk::new().with("a.txt", text).says(&check(&[]));
    assert_eq!(said.matches("[term/jiezhi]").count(), 2, "{said}");
    let listing = MARKDOWN.replace("## 二、", &format!("```\n{}\n```\n\n## 二、", COMMENT.trim()));
    let said = Desk::new().with("a.md", listing).says(&check(&[]));
    assert_eq!(said.matches("[term/jiezhi]").count(), 2, "{said}");
}

#[test]
fn a_fix_leaves_waived_words_alone() {
    let desk = with_list(&entry("term/jiezhi", "  section: 不足\n"));
    desk.run(&check(&["--fix=unsafe"]));
    let text = desk.read("a.txt");
    assert!(text.contains("截至年底") && text.contains("截止目前"), "{text}");
}
