//! The command as a user runs it: exit codes, streams, colours, a pipe that closes early.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

const NOTICE: &str = "关于召开会议的通知\n各有关单位：\n定于明日召开会议，请准时参加。\n";
const BAD: &str = "云溪县人民政府关于2023年法治政府建设情况的报告\n一、主要举措和成效\n办结行政复议案件12件。\n";

struct Desk {
    folder: tempfile::TempDir,
}

impl Desk {
    fn new() -> Self {
        Self { folder: tempfile::tempdir().expect("a temporary folder") }
    }

    fn with(self, name: &str, bytes: impl AsRef<[u8]>) -> Self {
        std::fs::write(self.path().join(name), bytes).expect("the folder can be written");
        self
    }

    fn path(&self) -> &Path {
        self.folder.path()
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(PathBuf::from(env!("CARGO_BIN_EXE_gangyao")));
        command.current_dir(self.path()).args(arguments);
        command.env_remove("NO_COLOR").env_remove("CLICOLOR_FORCE");
        command
    }

    fn run(&self, arguments: &[&str]) -> Output {
        self.command(arguments).output().expect("the command starts")
    }

    fn code(&self, arguments: &[&str]) -> Option<i32> {
        self.run(arguments).status.code()
    }
}

fn out(output: &Output) -> &str {
    std::str::from_utf8(&output.stdout).expect("output is UTF-8")
}

fn err(output: &Output) -> &str {
    std::str::from_utf8(&output.stderr).expect("output is UTF-8")
}

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
    for format in ["full", "concise", "json"] {
        assert_eq!(
            desk.code(&["check", "bad.txt", "--select", "struct/plan", "--format", format]),
            Some(1),
            "{format}"
        );
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
