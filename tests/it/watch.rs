//! `check --watch`: the real command, with files saved under its eyes.

use std::io::{BufRead, BufReader, Read};
use std::process::{Child, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use super::desk::{Desk, err};

const GOOD: &str = "关于召开会议的通知\n各有关单位：\n定于6月3日召开会议，请准时参加。\n";
const FLAWED: &str = "关于召开会议的通知\n各有关单位：\n定于6月31日召开会议，请准时参加。\n";
/// What may at most pass until a line comes; a busy machine takes its time.
const PATIENCE: Duration = Duration::from_secs(60);

/// A command that watches, with what it says on both streams.
struct Watching {
    child: Child,
    lines: Receiver<String>,
    seen: Vec<String>,
}

impl Watching {
    fn start(desk: &Desk, arguments: &[&str]) -> Self {
        let arguments = [&["check", "--watch", "--format", "concise"], arguments].concat();
        let mut command = desk.command(&arguments);
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("the command starts");
        let (to, lines) = channel();
        let streams: [Box<dyn Read + Send>; 2] = [
            Box::new(child.stdout.take().expect("it is a pipe")),
            Box::new(child.stderr.take().expect("it is a pipe")),
        ];
        for stream in streams {
            let to = to.clone();
            std::thread::spawn(move || {
                BufReader::new(stream).lines().map_while(Result::ok).for_each(|line| drop(to.send(line)))
            });
        }
        let mut watching = Self { child, lines, seen: Vec::new() };
        watching.wait("正在监视");
        watching
    }

    /// Waits for a line with these words; gives back the lines before it.
    fn wait(&mut self, words: &str) -> String {
        let end = Instant::now() + PATIENCE;
        let mut passed = Vec::new();
        loop {
            let left = end.saturating_duration_since(Instant::now());
            let Ok(line) = self.lines.recv_timeout(left) else {
                panic!("no “{words}” came; there was\n{}", self.seen.join("\n"))
            };
            self.seen.push(line.clone());
            passed.push(line.clone());
            if line.contains(words) {
                return passed.join("\n");
            }
        }
    }

    /// Waits for all of these, in whichever order the two streams bring them.
    fn wait_for_all(&mut self, words: &[&str]) {
        let mut left: Vec<&str> = words.to_vec();
        let end = Instant::now() + PATIENCE;
        while !left.is_empty() {
            let patience = end.saturating_duration_since(Instant::now());
            let line = self.lines.recv_timeout(patience);
            let line = line.unwrap_or_else(|_| panic!("no {left:?}; there was\n{}", self.seen.join("\n")));
            left.retain(|words| !line.contains(words));
            self.seen.push(line);
        }
    }

    /// Ends it as Ctrl-C does and gives back all it said.
    #[cfg(unix)]
    fn stop(mut self) -> String {
        use nix::sys::signal::{Signal, kill};
        let id = i32::try_from(self.child.id()).expect("process numbers are small");
        kill(nix::unistd::Pid::from_raw(id), Signal::SIGINT).expect("it runs");
        assert_eq!(self.child.wait().expect("it ends").code(), Some(0));
        self.seen.extend(self.lines.iter());
        self.seen.join("\n")
    }
}

impl Drop for Watching {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
#[cfg(unix)]
fn a_file_saved_by_writing_or_by_renaming_is_checked_again_and_the_others_are_not() {
    let desk = Desk::new().with("drafts/a.txt", GOOD).with("drafts/b.txt", FLAWED);
    let mut watching = Watching::start(&desk, &["drafts"]);
    desk.put("drafts/a.txt", FLAWED);
    watching.wait_for_all(&["已改动 drafts/a.txt", "drafts/a.txt:3:", "错误 1，"]);
    desk.put("drafts/a.txt~", GOOD);
    std::fs::rename(desk.path().join("drafts/a.txt~"), desk.path().join("drafts/a.txt")).expect("they are ours");
    watching.wait("已改动 drafts/a.txt");
    watching.wait("没有发现问题");
    // The new file is watched as the old one was.
    desk.put("drafts/a.txt", FLAWED);
    watching.wait_for_all(&["已改动 drafts/a.txt", "drafts/a.txt:3:"]);
    let said = watching.stop();
    assert_eq!(said.matches("drafts/b.txt:3:").count(), 1, "{said}");
    assert!(!said.contains('\x1b'), "no terminal is cleared in a pipe: {said:?}");
}

#[test]
#[cfg(unix)]
fn a_single_file_is_watched_by_its_name() {
    let desk = Desk::new().with("a.txt", GOOD);
    let mut watching = Watching::start(&desk, &["a.txt"]);
    desk.put("other.txt", FLAWED);
    desk.put("new", FLAWED);
    std::fs::rename(desk.path().join("new"), desk.path().join("a.txt")).expect("they are ours");
    watching.wait_for_all(&["已改动 a.txt", "a.txt:3:"]);
    assert!(!watching.stop().contains("other.txt"));
}

#[test]
#[cfg(unix)]
fn new_files_are_found_and_deleted_ones_told() {
    let desk = Desk::new().with("drafts/a.txt", GOOD);
    let mut watching = Watching::start(&desk, &["drafts"]);
    desk.put("drafts/东乡/b.txt", FLAWED);
    watching.wait_for_all(&["已改动 drafts/东乡/b.txt", "drafts/东乡/b.txt:3:"]);
    std::fs::remove_file(desk.path().join("drafts/a.txt")).expect("it is there");
    watching.wait("已删除 drafts/a.txt");
    watching.stop();
}

#[test]
#[cfg(unix)]
fn wrong_settings_are_told_and_the_watch_goes_on() {
    let desk = Desk::new().with("drafts/a.txt", FLAWED);
    let mut watching = Watching::start(&desk, &["drafts"]);
    desk.put("gangyao.yaml", "ignoer: [date]\n");
    watching.wait("已改动 gangyao.yaml");
    watching.wait("改好后保存");
    desk.put("gangyao.yaml", "ignore: [date]\n");
    watching.wait("已改动 gangyao.yaml");
    watching.wait("没有发现问题");
    watching.stop();
}

#[test]
#[cfg(unix)]
fn wrong_rules_are_told_and_mended_ones_check_everything_again() {
    let desk = Desk::new().with("drafts/a.txt", GOOD);
    let made = desk.run(&["init", "--pack", "清单"]);
    assert!(made.status.success(), "{}", err(&made));
    let manifest = desk.read("清单/pack.yaml");
    let mut watching = Watching::start(&desk, &["drafts", "--rules", "清单"]);
    desk.put("清单/pack.yaml", manifest.replace("name:", "nmae:"));
    watching.wait("已改动 清单/pack.yaml");
    watching.wait("改好后保存");
    desk.put("清单/pack.yaml", &manifest);
    watching.wait("已改动 清单/pack.yaml");
    watching.wait("1 个文件");
    watching.stop();
}

#[test]
fn what_makes_no_sense_together_is_refused_with_the_reason() {
    let desk = Desk::new().with("a.txt", GOOD);
    for (arguments, words) in [
        (&["-"][..], "标准输入读完"),
        (&["a.txt", "--fix"], "--diff"),
        (&["a.txt", "--output", "json:a.json"], "不会是全部结果"),
        (&["a.txt", "--annotate", "a.docx"], "批注稿"),
        (&["a.txt", "--baseline", "b.yaml", "--update-baseline"], "基线"),
    ] {
        let refused = desk.run(&[&["check", "--watch"], arguments].concat());
        assert_eq!(refused.status.code(), Some(2), "{arguments:?}");
        assert!(err(&refused).contains("--watch 不能与") && err(&refused).contains(words), "{}", err(&refused));
    }
}
