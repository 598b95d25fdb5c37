//! What the tests share: the rules, a way from text to findings, the folder of real reports.

use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use gangyao::document::{Document, builder};
use gangyao::finding::Outcome;
use gangyao::input;
use gangyao::lint::{Linter, Options};
use gangyao::rule::pack::Sources;
use gangyao::rule::{RuleSet, Selection};

/// The built-in rules.
pub(crate) static RULES: LazyLock<RuleSet> =
    LazyLock::new(|| Sources::builtin().load().expect("the built-in packs load"));

/// All of them chosen.
pub(crate) static ALL: LazyLock<Selection> =
    LazyLock::new(|| RULES.select(&[], &[]).expect("choosing all rules works"));

/// A document with what all rules say of it.
pub(crate) struct Checked {
    pub(crate) document: Document,
    pub(crate) outcome: Outcome,
}

impl Checked {
    /// Ids of the rules that found something, each once, in order of the alphabet.
    pub(crate) fn rules(&self) -> Vec<&str> {
        let mut rules: Vec<&str> = self.outcome.findings.iter().map(|finding| finding.rule.as_str()).collect();
        rules.sort_unstable();
        rules.dedup();
        rules
    }
}

/// Checks a text as a file of this name.
pub(crate) fn check(name: &str, text: &str) -> Checked {
    check_bytes(name, text.as_bytes())
}

/// Checks bytes as a file of this name.
pub(crate) fn check_bytes(name: &str, bytes: &[u8]) -> Checked {
    let source = input::Source::from_bytes(name, bytes.to_vec());
    let read = input::read(&source).expect("the test gives readable text");
    let document = builder::build(read.draft, name, &RULES.reading);
    let outcome = Linter::new(&RULES, &ALL).lint(&document, &Options::default());
    Checked { document, outcome }
}

/// The project's folder.
pub(crate) fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Files below a folder of the project, sorted.
pub(crate) fn files_below(folder: &str) -> Vec<PathBuf> {
    fn walk(folder: &Path, out: &mut Vec<PathBuf>) {
        let mut entries: Vec<PathBuf> =
            std::fs::read_dir(folder).into_iter().flatten().flatten().map(|e| e.path()).collect();
        entries.sort();
        for path in entries {
            if path.is_dir() { walk(&path, out) } else { out.push(path) }
        }
    }
    let mut out = Vec::new();
    walk(&root().join(folder), &mut out);
    out
}

/// The folder of real reports, which is no part of the project; says so where it is absent.
pub(crate) fn real_reports(test: &str) -> Option<PathBuf> {
    let folder = root().join("../shared/reports/real");
    if folder.is_dir() {
        return Some(folder);
    }
    eprintln!("SKIPPED {test}: the real reports (../shared/reports/real) are not there");
    None
}

/// Settings that keep snapshots in `snapshots/`.
pub(crate) fn snapshots() -> insta::Settings {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(root().join("snapshots"));
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings
}
