//! What the tests of the rule keeper's commands share: a folder with a fresh pack in it, and the program run there.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

/// A folder in which `gangyao init --pack 清单` has been run.
pub(crate) struct Keeper {
    folder: tempfile::TempDir,
}

/// What a command printed and how it ended.
pub(crate) struct Ended {
    pub(crate) code: Option<i32>,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Keeper {
    pub(crate) fn empty() -> Self {
        Self { folder: tempfile::tempdir().expect("a temporary folder") }
    }

    pub(crate) fn new() -> Self {
        let keeper = Self::empty();
        assert_eq!(keeper.run(&["init", "--pack", "清单"]).code, Some(0));
        keeper
    }

    pub(crate) fn path(&self) -> &Path {
        self.folder.path()
    }

    pub(crate) fn run(&self, arguments: &[&str]) -> Ended {
        let mut command = Command::new(env!("CARGO_BIN_EXE_gangyao"));
        command.current_dir(self.path()).args(arguments).env_remove("NO_COLOR").env_remove("CLICOLOR_FORCE");
        let Output { status, stdout, stderr } = command.output().expect("the command starts");
        let text = |bytes| String::from_utf8(bytes).expect("output is UTF-8");
        Ended { code: status.code(), out: text(stdout), err: text(stderr) }
    }

    pub(crate) fn json(&self, arguments: &[&str]) -> serde_json::Value {
        serde_json::from_str(&self.run(arguments).out).expect("one JSON document")
    }

    pub(crate) fn read(&self, file: &str) -> String {
        fs::read_to_string(self.path().join(file)).expect("the file is there")
    }

    pub(crate) fn write(&self, file: &str, text: &str) {
        let path = self.path().join(file);
        fs::create_dir_all(path.parent().expect("a file in a folder")).expect("folders can be made");
        fs::write(path, text).expect("the file can be written");
    }

    pub(crate) fn replace(&self, file: &str, old: &str, new: &str) {
        let text = self.read(file);
        assert!(text.contains(old), "“{old}” is not in {file}");
        self.write(file, &text.replace(old, new));
    }

    /// Every file with its text.
    pub(crate) fn files(&self) -> Vec<(String, String)> {
        fn walk(folder: &Path, root: &Path, out: &mut Vec<(String, String)>) {
            for entry in fs::read_dir(folder).expect("the folder can be read").flatten() {
                let path = entry.path();
                match path.is_dir() {
                    true => walk(&path, root, out),
                    false => out.push((
                        path.strip_prefix(root).expect("it lies below").display().to_string(),
                        fs::read_to_string(&path).expect("a text"),
                    )),
                }
            }
        }
        let mut out = Vec::new();
        walk(self.path(), self.path(), &mut out);
        out.sort();
        out
    }
}
