//! `--output`: several formats at once, each whole and in its place, and drafts never written over.

use std::process::Stdio;

use super::desk::{Desk, err, out};

const BAD: &str =
    "云溪县人民政府关于2023年法治政府建设情况的报告\n一、主要举措和成效\n截止年底，办结行政复议案件12件。\n";

fn read(desk: &Desk, name: &str) -> String {
    std::fs::read_to_string(desk.path().join(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

#[test]
fn each_output_is_what_the_format_alone_would_give() {
    let desk = Desk::new().with("甲.txt", BAD).with("乙.txt", BAD);
    let both = desk.run(&["check", ".", "-f", "concise", "-o", "json:结果.json", "-o", "full:结果.log"]);
    let alone = |format| desk.run(&["check", "甲.txt", "乙.txt", "-f", format]).stdout;
    assert_eq!(both.stdout, alone("concise"));
    assert_eq!(read(&desk, "结果.json").as_bytes(), alone("json"));
    assert_eq!(read(&desk, "结果.log").as_bytes(), alone("full"));
    assert!(err(&both).contains("已写出 结果.json\n已写出 结果.log\n"), "{}", err(&both));
}

#[test]
fn with_files_only_standard_output_stays_empty_and_the_summary_is_told() {
    let desk = Desk::new().with("a.txt", BAD);
    let output = desk.run(&["check", "a.txt", "--output", "json:a.json"]);
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(out(&output), "");
    assert!(err(&output).contains("共检查 1 个文件"), "{}", err(&output));
}

#[test]
fn what_cannot_be_written_stops_the_run_before_it_begins() {
    let desk = Desk::new().with("a.txt", BAD);
    std::fs::create_dir(desk.path().join("夹")).expect("the folder can be written");
    let refused = |arguments: &[&str], says: &str| {
        let output = desk.run(&[&["check", "a.txt"], arguments].concat());
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert_eq!(out(&output), "");
        assert!(err(&output).contains(says), "{}", err(&output));
    };
    refused(&["-o", "json:无/a.json"], "文件夹不存在");
    refused(&["-o", "json:夹"], "这是文件夹");
    refused(&["-f", "json", "-o", "full"], "标准输出只能写一种格式");
    refused(&["-o", "json:b", "-o", "full:./b"], "两种格式都要写到");
    refused(&["-o", "json:"], "冒号后面缺少路径");
    refused(&["-o", "xml:a.xml"], "没有“xml”这种格式");
    assert_eq!(std::fs::read_dir(desk.path()).expect("it is there").count(), 2, "something was left behind");
}

#[test]
fn a_draft_is_never_written_over() {
    let desk = Desk::new().with("a.txt", BAD);
    let output = desk.run(&["check", ".", "-o", "full:a.txt"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(err(&output).contains("是要检查的文件"), "{}", err(&output));
    assert_eq!(read(&desk, "a.txt"), BAD);
}

/// Starts a run that cannot go on, since nobody reads its standard output, and waits until it holds a temporary file.
#[cfg(unix)]
fn stuck(desk: &Desk) -> std::process::Child {
    let mut command = desk.command(&["check", ".", "-f", "full", "-o", "json:old.json"]);
    let child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().expect("starts");
    let begun = (0..200).any(|_| {
        std::thread::sleep(std::time::Duration::from_millis(50));
        temporary(desk) == 1
    });
    assert!(begun, "no temporary file was seen");
    child
}

#[cfg(unix)]
fn temporary(desk: &Desk) -> usize {
    let names = std::fs::read_dir(desk.path()).expect("it is there").flatten().map(|entry| entry.file_name());
    names.filter(|name| name.to_string_lossy().starts_with(".gangyao-")).count()
}

#[cfg(unix)]
fn much() -> Desk {
    (0..60).fold(Desk::new().with("old.json", "old"), |desk, at| desk.with(&format!("{at:02}.txt"), BAD.repeat(20)))
}

#[test]
#[cfg(unix)]
fn a_run_that_is_killed_leaves_the_old_file_as_it_was() {
    let desk = much();
    let mut child = stuck(&desk);
    child.kill().expect("it runs");
    child.wait().expect("it ends");
    assert_eq!(read(&desk, "old.json"), "old");
}

#[test]
#[cfg(unix)]
fn an_interrupted_run_leaves_nothing_behind() {
    use nix::sys::signal::{Signal, kill};
    let desk = much();
    let mut child = stuck(&desk);
    let id = i32::try_from(child.id()).expect("process numbers are small");
    kill(nix::unistd::Pid::from_raw(id), Signal::SIGINT).expect("it runs");
    assert_eq!(child.wait().expect("it ends").code(), Some(130));
    assert_eq!((read(&desk, "old.json").as_str(), temporary(&desk)), ("old", 0));
}

#[test]
#[cfg(unix)]
fn files_get_the_permissions_of_new_files_or_of_the_one_replaced() {
    use std::os::unix::fs::PermissionsExt;
    let desk = Desk::new().with("a.txt", BAD).with("old.json", "");
    let mode =
        |name: &str| std::fs::metadata(desk.path().join(name)).expect("it is there").permissions().mode() & 0o777;
    std::fs::set_permissions(desk.path().join("old.json"), PermissionsExt::from_mode(0o640)).expect("it is ours");
    desk.run(&["check", "a.txt", "-o", "json:old.json", "-o", "concise:new.log"]);
    assert_eq!(mode("old.json"), 0o640);
    assert_eq!(mode("new.log"), mode("a.txt"));
}

#[test]
#[cfg(unix)]
fn a_closed_pipe_does_not_keep_the_other_formats_from_being_written() {
    let desk = (0..60).fold(Desk::new(), |desk, at| desk.with(&format!("{at:02}.txt"), BAD.repeat(20)));
    let mut command = desk.command(&["check", ".", "-f", "full", "-o", "json:all.json"]);
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().expect("starts");
    drop(child.stdout.take());
    child.wait().expect("it ends");
    let value: serde_json::Value = serde_json::from_str(&read(&desk, "all.json")).expect("one JSON document");
    assert_eq!(value["files"].as_array().map(Vec::len), Some(60));
}

#[test]
fn statistics_stand_at_the_end_of_the_full_output_and_else_beside_it() {
    let desk = Desk::new().with("a.txt", BAD).with("b.txt", BAD);
    let rule = ["--select", "term/jiezhi", "--statistics"];
    let full = desk.run(&[&["check", "."], &rule[..]].concat());
    assert!(out(&full).contains("按规则统计（1 条规则发现问题）"), "{}", out(&full));
    assert_eq!(err(&full), "");
    let json = desk.run(&[&["check", ".", "-f", "json"], &rule[..]].concat());
    serde_json::from_str::<serde_json::Value>(out(&json)).expect("one JSON document");
    assert!(err(&json).contains("    2    2      2   警告   term/jiezhi"), "{}", err(&json));
}

#[test]
fn word_files_of_earlier_runs_are_no_drafts_until_somebody_works_on_them() {
    let desk = Desk::new().with("a.txt", "关于召开会议的通知\n各有关单位：\n定于6月31日召开会议，请准时参加。\n");
    desk.run(&["check", "a.txt", "--annotate", "批注稿.docx"]);
    desk.run(&["checklist", "a.txt", "-o", "核对表.docx"]);
    let told = desk.run(&["check", ".", "--format", "concise"]);
    assert!(err(&told).contains("跳过 2 个由 gangyao 生成的文件"), "{}", err(&told));
    assert!(!out(&told).contains(".docx"), "{}", out(&told));
    // Named, it is checked.
    assert!(out(&desk.run(&["check", "批注稿.docx", "--format", "concise"])).contains("release/comments"));
}
