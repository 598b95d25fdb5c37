//! The hooks under the real `pre-commit` in a scratch repository: a clean commit passes, a flawed draft is stopped with its findings, a
//! mended one passes.
//!
//! The hooks are taken from this repository's `.pre-commit-hooks.yaml`; only `language` is set to `system`, so that the program under
//! test runs and not a second build of it.

use std::path::Path;
use std::process::{Command, Output};

use crate::support::root;

const GOOD: &str = "关于召开会议的通知\n各有关单位：\n定于6月3日召开会议，请准时参加。\n";
const FLAWED: &str = "关于召开会议的通知\n各有关单位：\n定于6月31日召开会议，请准时参加。\n";

/// A git repository with the hooks of this project.
struct Scratch {
    folder: tempfile::TempDir,
}

impl Scratch {
    /// The repository; nothing where `pre-commit` is not installed.
    fn new(test: &str, hooks: &str) -> Option<Self> {
        if Command::new("pre-commit").arg("--version").output().is_err() {
            eprintln!("SKIPPED {test}: pre-commit is not installed (pip install pre-commit)");
            return None;
        }
        let scratch = Self { folder: tempfile::tempdir().expect("a temporary folder") };
        let source = scratch.path().join("source");
        std::fs::create_dir(&source).expect("the folder is new");
        let manifest = std::fs::read(root().join(".pre-commit-hooks.yaml")).expect("the hooks are there");
        std::fs::write(source.join(".pre-commit-hooks.yaml"), manifest).expect("the folder can be written");
        let revision = commit_all(&source);
        let work = scratch.work();
        std::fs::create_dir(&work).expect("the folder is new");
        git(&work, &["init", "--quiet"]);
        let config = format!("repos:\n- repo: {}\n  rev: {revision}\n  hooks:\n{hooks}", source.display());
        scratch.write(".pre-commit-config.yaml", &config);
        let installed = scratch.pre_commit(&["install"]);
        assert!(installed.status.success(), "{}", told(&installed));
        Some(scratch)
    }

    fn path(&self) -> &Path {
        self.folder.path()
    }

    fn work(&self) -> std::path::PathBuf {
        self.path().join("work")
    }

    fn write(&self, name: &str, text: &str) {
        let path = self.work().join(name);
        std::fs::create_dir_all(path.parent().expect("a file stands in a folder")).expect("the folder can be made");
        std::fs::write(path, text).expect("the folder can be written");
    }

    fn pre_commit(&self, arguments: &[&str]) -> Output {
        self.command("pre-commit", arguments).output().expect("pre-commit starts")
    }

    /// A commit of everything, with the hooks run by git.
    fn commit(&self) -> Output {
        git(&self.work(), &["add", "--all"]);
        self.command("git", &["-c", "user.name=t", "-c", "user.email=t@example.com", "commit", "-m", "x"])
            .output()
            .expect("git starts")
    }

    fn command(&self, program: &str, arguments: &[&str]) -> Command {
        let built = Path::new(env!("CARGO_BIN_EXE_gangyao")).parent().expect("a program stands in a folder");
        let paths = std::env::var_os("PATH").unwrap_or_default();
        let paths = std::iter::once(built.to_path_buf()).chain(std::env::split_paths(&paths));
        let mut command = Command::new(program);
        command.current_dir(self.work()).args(arguments);
        command.env("PATH", std::env::join_paths(paths).expect("paths without separators"));
        command.env("PRE_COMMIT_HOME", self.path().join("cache"));
        command.env_remove("GIT_DIR").env_remove("GIT_INDEX_FILE");
        command
    }
}

fn git(folder: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new("git");
    command.current_dir(folder).args(["-c", "user.name=t", "-c", "user.email=t@example.com"]).args(arguments);
    let output = command.env_remove("GIT_DIR").env_remove("GIT_INDEX_FILE").output().expect("git starts");
    assert!(output.status.success(), "git {arguments:?}: {}", told(&output));
    output
}

fn commit_all(folder: &Path) -> String {
    git(folder, &["init", "--quiet"]);
    git(folder, &["add", "--all"]);
    git(folder, &["commit", "--quiet", "-m", "x"]);
    let head = git(folder, &["rev-parse", "HEAD"]);
    String::from_utf8_lossy(&head.stdout).trim().to_owned()
}

fn told(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

#[test]
fn a_flawed_draft_is_stopped_with_its_findings_and_a_mended_one_passes() {
    let test = "a_flawed_draft_is_stopped_with_its_findings_and_a_mended_one_passes";
    let Some(scratch) = Scratch::new(test, "  - id: gangyao\n    language: system\n") else { return };
    scratch.write("drafts/通知.txt", GOOD);
    scratch.write("README.md", FLAWED);
    let clean = scratch.commit();
    assert!(clean.status.success(), "{}", told(&clean));

    scratch.write("drafts/通知.txt", FLAWED);
    let stopped = scratch.commit();
    assert!(!stopped.status.success() && told(&stopped).contains("date/invalid"), "{}", told(&stopped));
    assert!(told(&stopped).contains("drafts/通知.txt:3:"), "{}", told(&stopped));

    scratch.write("drafts/通知.txt", &GOOD.replace('3', "30"));
    let mended = scratch.commit();
    assert!(mended.status.success(), "{}", told(&mended));
}

#[test]
fn a_broken_rule_is_stopped_at_its_place_and_a_mended_one_passes() {
    let test = "a_broken_rule_is_stopped_at_its_place_and_a_mended_one_passes";
    let hook = "  - id: gangyao-rules\n    language: system\n    args: [清单]\n";
    let Some(scratch) = Scratch::new(test, hook) else { return };
    let made = scratch.command(env!("CARGO_BIN_EXE_gangyao"), &["init", "--pack", "清单"]).output().expect("it starts");
    assert!(made.status.success(), "{}", told(&made));
    let clean = scratch.commit();
    assert!(clean.status.success() && told(&clean).contains("Passed"), "{}", told(&clean));

    let name = "清单/local.yaml";
    let text = std::fs::read_to_string(scratch.work().join(name)).expect("init wrote it");
    let line =
        1 + text.lines().position(|line| line.trim_start().starts_with("message:")).expect("rules say something");
    scratch.write(name, &text.replace("message:", "mesage:"));
    let stopped = scratch.commit();
    assert!(!stopped.status.success(), "{}", told(&stopped));
    assert!(told(&stopped).contains(&format!("{name}:{line}:")), "{}", told(&stopped));

    const KNOWN: &str = "any: [政务服务便民热线, 政务服务热线, 12345热线]";
    assert!(text.contains(KNOWN), "{text}");
    // It loads, but finds what its examples say it does not find.
    scratch.write(name, &text.replace(KNOWN, "any: [政务服务窗口]"));
    let stopped = scratch.commit();
    assert!(!stopped.status.success() && told(&stopped).contains("local/hotline"), "{}", told(&stopped));

    scratch.write(name, &format!("{text}# 已改好\n"));
    let mended = scratch.commit();
    assert!(mended.status.success() && told(&mended).contains("Passed"), "{}", told(&mended));
}
