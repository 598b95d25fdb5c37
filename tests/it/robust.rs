//! No input makes it panic, and positions always lie in the text.

use std::sync::LazyLock;

use gangyao::document::builder;
use gangyao::input;
use gangyao::lint::{Linter, Options};
use proptest::prelude::*;

use super::support::{ALL, RULES, files_below, real_reports};

static LINTER: LazyLock<Linter<'static>> = LazyLock::new(|| Linter::new(&RULES, &ALL));

/// Lines of the samples and, where they are, of real reports.
static LINES: LazyLock<Vec<String>> = LazyLock::new(|| {
    let mut paths = files_below("reports");
    if let Some(folder) = real_reports("cut-up real text") {
        paths.extend(std::fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path()));
    }
    let texts = paths.iter().filter_map(|path| std::fs::read_to_string(path).ok());
    texts
        .flat_map(|text| text.lines().map(str::to_owned).collect::<Vec<_>>())
        .filter(|line| !line.trim().is_empty())
        .collect()
});

fn check_positions(name: &str, bytes: Vec<u8>) {
    let source = input::Source::from_bytes(name, bytes);
    let Ok(read) = input::read(&source) else { return };
    let document = builder::build(read.draft, name, &RULES.reading);
    let outcome = LINTER.lint(&document, &Options::default());
    for finding in &outcome.findings {
        let spans = std::iter::once(finding.span).chain(finding.related.iter().map(|related| related.span));
        for span in spans.chain(finding.fix.iter().flat_map(|fix| fix.edits.iter().map(|edit| edit.span))) {
            assert!(
                document.text.get(span.start..span.end).is_some(),
                "{} at {span:?} is not in the text",
                finding.rule
            );
        }
    }
}

fn pieces() -> impl Strategy<Value = String> {
    let piece = (any::<prop::sample::Index>(), 0.0..1.0f64, 0.0..1.0f64).prop_map(|(index, from, to)| {
        let line: Vec<char> = index.get(&LINES[..]).chars().collect();
        let (from, to) = ((from.min(to) * line.len() as f64) as usize, (from.max(to) * line.len() as f64) as usize);
        line[from..to].iter().collect::<String>()
    });
    let glue = prop::sample::select(vec![
        "", "\n", "\n\n", "\r\n", "，", " ", "“", "（", "》", "\u{3000}", "一、", "\t", "2024", "%",
    ]);
    prop::collection::vec((piece, glue), 1..40)
        .prop_map(|parts| parts.into_iter().flat_map(|(a, b)| [a, b.to_owned()]).collect())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 192, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn arbitrary_bytes_never_panic(bytes in prop::collection::vec(any::<u8>(), 0..600), name in prop::sample::select(vec!["a.txt", "a.md", "a.html"])) {
        check_positions(name, bytes);
    }

    #[test]
    fn arbitrary_text_never_panics(text in "\\PC{0,300}", name in prop::sample::select(vec!["a.txt", "a.md", "a.html"])) {
        check_positions(name, text.into_bytes());
    }

    #[test]
    fn cut_up_reports_never_panic(text in pieces(), name in prop::sample::select(vec!["a.txt", "a.md", "a.html"])) {
        check_positions(name, text.into_bytes());
    }
}

#[test]
fn documents_checked_together_are_answered_as_each_alone() {
    let files = files_below("reports");
    let sources = files.iter().map(|file| input::Source::from_bytes("报告.txt", std::fs::read(file).unwrap()));
    let read = |source: input::Source| input::read(&source).ok();
    let documents: Vec<_> =
        sources.filter_map(read).map(|read| builder::build(read.draft, "报告.txt", &RULES.reading)).collect();
    assert!(documents.len() > 10, "{}", documents.len());
    let together = LINTER.lint_all(&documents, &Options::default());
    assert_eq!(together.len(), documents.len());
    for (document, outcome) in documents.iter().zip(together) {
        assert_eq!(outcome, LINTER.lint(document, &Options::default()), "{}", document.path);
    }
    assert_eq!(LINTER.lint_all([], &Options::default()), []);
}
