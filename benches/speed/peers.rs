//! The programs that are measured: gangyao, and others given the same patterns where they take patterns.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use gangyao::rule::pack::Sources;

use crate::files::Case;

/// How a program is started on a file or folder with so many threads.
type Start = Box<dyn Fn(&Path, &str) -> Command>;

/// A program and how it is started.
pub(crate) struct Peer {
    pub(crate) name: &'static str,
    /// Whether one run takes so long that it is run once, and left out of a quick benchmark.
    pub(crate) slow: bool,
    /// Whether it can be told to use one thread or all.
    threaded: bool,
    /// The most files it is asked to read, so that a benchmark ends within minutes.
    most_files: usize,
    command: Start,
}

impl Peer {
    /// The program on a file or folder with so many threads.
    pub(crate) fn on(&self, path: &Path, threads: &str) -> Command {
        (self.command)(path, threads)
    }

    /// Whether it is measured on a case.
    pub(crate) fn takes(&self, case: &Case, threads: &str, quick: bool) -> bool {
        let fits = case.files <= self.most_files && (case.bytes < 1 << 23 || case.files > 1 || !self.slow);
        fits && (self.threaded || threads == case.threads[0]) && !(self.slow && quick)
    }
}

/// The program this benchmark is for.
pub(crate) fn gangyao() -> Peer {
    let command = |path: &Path, threads: &str| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_gangyao"));
        command.args(["check", "--format", "concise", "--quiet"]).arg(path);
        // All cores are what it takes when nothing is said.
        if threads != "0" {
            command.args(["--jobs", threads]);
        }
        command
    };
    Peer { name: "gangyao", slow: false, threaded: true, most_files: usize::MAX, command: Box::new(command) }
}

/// The others that are on the path; says which are not.
pub(crate) fn all(folder: &Path) -> Vec<Peer> {
    let rules = Sources::builtin().load().expect("the built-in packs load");
    let sources = rules.literals.sources();
    println!("{} rules, {} patterns; medians", rules.rules.len(), sources.len());
    let words: Vec<&str> = rules.literals.texts().iter().map(AsRef::as_ref).collect();
    let peers = [ripgrep(folder, &sources), autocorrect(), textlint(folder, &words)];
    peers.into_iter().flatten().collect()
}

fn on_path(program: &str, how: &str) -> bool {
    let found = Command::new(program).arg("--version").stdout(Stdio::null()).stderr(Stdio::null()).status().is_ok();
    if !found {
        println!("{program} is not on the path and left out ({how})");
    }
    found
}

/// The yardstick: every pattern of all rules, nothing but the places printed.
fn ripgrep(folder: &Path, sources: &[String]) -> Option<Peer> {
    if !on_path("rg", "cargo install ripgrep") {
        return None;
    }
    let patterns = folder.join("patterns.txt");
    fs::write(&patterns, sources.join("\n")).expect("patterns are written");
    let command = move |path: &Path, threads: &str| {
        let mut command = Command::new("rg");
        command.args(["--no-config", "-o", "--threads", threads, "-f"]).arg(&patterns).arg(path);
        command
    };
    Some(Peer { name: "rg", slow: false, threaded: true, most_files: usize::MAX, command: Box::new(command) })
}

/// A formatter for Chinese punctuation and spacing; its own rules.
fn autocorrect() -> Option<Peer> {
    if !on_path("autocorrect", "npm install autocorrect-node") {
        return None;
    }
    let command = |path: &Path, _: &str| {
        let mut command = Command::new("autocorrect");
        command.arg("--lint").arg(path);
        command
    };
    Some(Peer { name: "autocorrect", slow: false, threaded: false, most_files: usize::MAX, command: Box::new(command) })
}

/// A linter for prose with its rule for word lists (prh), given the literals of all rules.
fn textlint(folder: &Path, words: &[&str]) -> Option<Peer> {
    if !on_path("textlint", "npm install textlint textlint-rule-prh") {
        return None;
    }
    let quoted = |word: &str| serde_json::to_string(word).expect("a word is a string");
    let rules: Vec<String> =
        words.iter().map(|word| format!("  - expected: \"＊\"\n    pattern: {}\n", quoted(word))).collect();
    let list = folder.join("prh.yml");
    fs::write(&list, format!("version: 1\nrules:\n{}", rules.concat())).expect("the list is written");
    let config: PathBuf = folder.join("textlintrc.json");
    let settings = format!("{{\"rules\":{{\"prh\":{{\"rulePaths\":[{}]}}}}}}", quoted(&list.to_string_lossy()));
    fs::write(&config, settings).expect("the settings are written");
    let command = move |path: &Path, _: &str| {
        let mut command = Command::new("textlint");
        command.arg("--config").arg(&config).args(["--format", "unix"]).arg(path);
        command
    };
    Some(Peer { name: "textlint", slow: true, threaded: false, most_files: 1_000, command: Box::new(command) })
}
