//! The command as a user runs it: exit codes, streams, colours, a pipe that closes early.

use std::io::Write;
use std::process::Stdio;

use super::desk::{Desk, err, out};

const NOTICE: &str = "关于召开会议的通知\n各有关单位：\n定于明日召开会议，请准时参加。\n";
const BAD: &str = "云溪县人民政府关于2023年法治政府建设情况的报告\n一、主要举措和成效\n办结行政复议案件12件。\n";

#[test]
fn exit_codes_follow_the_contract() {
    let desk = Desk::new().with("good.txt", NOTICE).with("bad.txt", BAD).with("x.bin", [0u8, 1, 2]);
    assert_eq!(desk.code(&["check", "good.txt"]), Some(0));
    assert_eq!(desk.code(&["check", "bad.txt", "--select", "struct/plan"]), Some(1));
    assert_eq!(desk.code(&["check", "bad.txt", "--select", "struct/plan", "--exit-zero"]), Some(0));
    assert_eq!(desk.code(&["check", "--no-such-option"]), Some(2));
    assert_eq!(desk.code(&["check", "good.txt", "--select", "no-such-rule"]), Some(2));
    assert_eq!(desk.code(&["check", "good.txt", "--rules", "."]), Some(2));
    assert_eq!(desk.code(&[]), Some(2));
    assert_eq!(desk.code(&["check"]), Some(3));
    assert_eq!(desk.code(&["check", "missing.txt"]), Some(3));
    assert_eq!(desk.code(&["check", "bad.txt", "x.bin", "--exit-zero"]), Some(3));
}

#[test]
fn every_format_gives_the_same_exit_code() {
    let desk = Desk::new().with("bad.txt", BAD);
    for entry in gangyao::output::FORMATS {
        let code = desk.code(&["check", "bad.txt", "--select", "struct/plan", "--format", entry.name]);
        assert_eq!(code, Some(1), "{}", entry.name);
    }
}

#[test]
fn json_is_one_document_on_standard_output_with_the_unread_named() {
    let desk = Desk::new().with("good.txt", NOTICE).with("bad.txt", BAD);
    let output = desk.run(&["check", "good.txt", "bad.txt", "missing.txt", "--format", "json"]);
    let value: serde_json::Value = serde_json::from_str(out(&output)).expect("one JSON document");
    let paths: Vec<_> = value["files"].as_array().expect("a list").iter().map(|file| &file["path"]).collect();
    assert_eq!(paths, ["bad.txt", "good.txt"]);
    assert_eq!(value["unread"][0]["path"], "missing.txt");
    assert_eq!(value["summary"]["files"], 2);
    assert!(err(&output).contains("missing.txt"));
}

#[test]
fn many_files_come_in_the_same_order_whatever_the_number_of_threads() {
    let desk = (0..150).fold(Desk::new(), |desk, at| desk.with(&format!("{at:03}.txt"), BAD));
    let with = |jobs| desk.run(&["check", ".", "--format", "json", "--jobs", jobs]).stdout;
    assert_eq!(with("1"), with("3"));
}

#[test]
fn standard_input_goes_by_the_name_given() {
    let desk = Desk::new();
    let mut command = desk.command(&["check", "-", "--stdin-name", "稿.txt", "--format", "concise"]);
    let mut child =
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("starts");
    child.stdin.take().expect("piped").write_all(BAD.as_bytes()).expect("it reads");
    let output = child.wait_with_output().expect("it ends");
    assert!(out(&output).lines().all(|line| line.starts_with("稿.txt:")), "{}", out(&output));
    assert!(!out(&output).is_empty());
}

#[test]
fn a_closed_pipe_ends_quietly() {
    let desk = (0..60).fold(Desk::new(), |desk, at| desk.with(&format!("{at}.txt"), BAD.repeat(20)));
    let mut command = desk.command(&["check", "."]);
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("starts");
    drop(child.stdout.take());
    let output = child.wait_with_output().expect("it ends");
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(err(&output), "");
}

#[test]
fn colours_are_for_terminals_and_for_those_who_ask() {
    let desk = Desk::new().with("bad.txt", BAD);
    let colored = |arguments: &[&str], variables: &[(&str, &str)]| {
        let mut command = desk.command(arguments);
        let output = command.envs(variables.iter().copied()).output().expect("starts");
        out(&output).contains('\u{1b}')
    };
    assert!(!colored(&["check", "bad.txt"], &[]));
    assert!(colored(&["check", "bad.txt"], &[("CLICOLOR_FORCE", "1")]));
    assert!(!colored(&["check", "bad.txt"], &[("CLICOLOR_FORCE", "1"), ("NO_COLOR", "1")]));
    assert!(colored(&["check", "bad.txt", "--color", "always"], &[("NO_COLOR", "1")]));
}

#[test]
fn explain_guesses_the_rule_meant() {
    let desk = Desk::new();
    let output = desk.run(&["explain", "struct/problens"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(err(&output).contains("是不是想写“struct/problems”？"), "{}", err(&output));
    assert!(out(&desk.run(&["explain", "struct/problems"])).contains("不会报告的例子"));
}

#[test]
fn every_listed_rule_can_be_explained_and_the_list_is_json_too() {
    let desk = Desk::new();
    let listed = desk.run(&["rules", "--format", "json"]);
    let rules: Vec<serde_json::Value> = serde_json::from_str(out(&listed)).expect("a JSON list");
    let pages = desk.run(&["rules"]);
    assert!(rules.iter().all(|rule| out(&pages).contains(rule["id"].as_str().unwrap_or("?"))));
}

const SLIPS: &str = "云溪县人民政府关于2023年法治政府建设情况的报告\r\n一、主要举措和成效\r\n推进法制政府建设,截止2023年底，办结行政复议案件12件。。\r\n";
const MENDED: &str = "云溪县人民政府关于2023年法治政府建设情况的报告\r\n一、主要举措和成效\r\n推进法治政府建设，截至2023年底，办结行政复议案件12件。\r\n";

fn gb18030(text: &str) -> Vec<u8> {
    encoding_rs::GB18030.encode(text).0.into_owned()
}

#[test]
fn a_diff_shows_what_a_fix_would_do_and_leaves_the_file_alone() {
    let desk = Desk::new().with("a.txt", SLIPS);
    let output = desk.run(&["check", "a.txt", "--diff"]);
    assert!(out(&output).contains("-推进法制政府建设,截止2023年底"), "{}", out(&output));
    assert!(out(&output).contains("+推进法治政府建设，截至2023年底"), "{}", out(&output));
    assert_eq!(std::fs::read(desk.path().join("a.txt")).expect("it is there"), SLIPS.as_bytes());
}

#[test]
fn a_fix_keeps_encoding_line_ends_and_byte_order_mark_and_a_second_run_changes_nothing() {
    let with_mark = |text: &str| [b"\xef\xbb\xbf", text.as_bytes()].concat();
    let desk = Desk::new().with("gb.txt", gb18030(SLIPS)).with("bom.txt", with_mark(SLIPS));
    let output = desk.run(&["check", "gb.txt", "bom.txt", "--fix"]);
    assert!(err(&output).contains("已改"), "{}", err(&output));
    let bytes = |name: &str| std::fs::read(desk.path().join(name)).expect("it is there");
    assert_eq!(bytes("gb.txt"), gb18030(MENDED));
    assert_eq!(bytes("bom.txt"), with_mark(MENDED));
    let again = desk.run(&["check", "gb.txt", "bom.txt", "--fix"]);
    assert!(!err(&again).contains("已改"), "{}", err(&again));
    let left: Vec<_> = std::fs::read_dir(desk.path()).expect("it is there").flatten().map(|e| e.file_name()).collect();
    assert_eq!(left.len(), 2, "temporary files are left: {left:?}");
}

#[test]
fn what_cannot_be_decoded_exactly_is_never_written() {
    let broken = [SLIPS.as_bytes(), b"\xff\xfe\x81"].concat();
    let desk = Desk::new().with("a.txt", &broken);
    assert_eq!(desk.code(&["check", "a.txt", "--fix=unsafe"]), Some(3));
    assert_eq!(std::fs::read(desk.path().join("a.txt")).expect("it is there"), broken);
}

#[test]
fn errors_in_rules_stop_the_run_before_any_file_and_point_at_their_lines() {
    let desk = Desk::new().with("good.txt", NOTICE);
    std::fs::create_dir(desk.path().join("mine")).expect("the folder can be written");
    let write =
        |name: &str, text: &str| std::fs::write(desk.path().join("mine").join(name), text).expect("it is written");
    write("pack.yaml", "name: mine\ntitle: 我的规则\nversion: '1'\nfor: fazhi\n");
    write(
        "own.yaml",
        "- id: one\n  title: 甲\n  severty: warning\n  basis: [practice]\n  check: { required-text: { any: [甲] } }\n  message: 甲\n\
         - id: two\n  title: 乙\n  severity: warning\n  basis: [practice]\n  where: { role: problms }\n  check: { required-text: { any: [乙] } }\n  message: 乙\n\
         - id: three\n  title: 丙\n  severity: warning\n  basis: [practice]\n  check: { required-text: { any: ['/高度重视|(狠抓/'] } }\n  message: 丙\n\
         - id: two\n  title: 丁\n  severity: warning\n  basis: [practice]\n  check: { required-text: { any: [丁] } }\n  message: 丁\n",
    );
    let output = desk.run(&["check", "good.txt", "--rules", "mine"]);
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(out(&output), "");
    for place in ["own.yaml:3:3", "own.yaml:11:18", "own.yaml:18:", "own.yaml:20:7"] {
        assert!(err(&output).contains(place), "{place} is not told in\n{}", err(&output));
    }
    assert!(err(&output).contains("severity") && err(&output).contains("problems"), "{}", err(&output));
}

#[test]
fn a_pack_of_ones_own_adds_to_the_built_in_ones() {
    let desk = Desk::new().with("bad.txt", BAD);
    std::fs::create_dir(desk.path().join("mine")).expect("the folder can be written");
    let write =
        |name: &str, text: &str| std::fs::write(desk.path().join("mine").join(name), text).expect("it is written");
    write("pack.yaml", "name: mine\ntitle: 我的规则\nversion: '1'\nfor: fazhi\n");
    write(
        "own.yaml",
        "- id: hotline\n  title: 没有写热线\n  severity: warning\n  basis: [practice]\n  where: { role: measures }\n  check: { required-text: { any: ['12345'] } }\n  message: 没有写12345热线\n",
    );
    let output = desk.run(&["check", "bad.txt", "--rules", "mine", "--select", "mine", "-f", "concise"]);
    assert!(out(&output).contains("warning[own/hotline] 没有写12345热线"), "{}{}", out(&output), err(&output));
}
