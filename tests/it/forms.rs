//! The same report gives the same findings in every form.

mod page;
mod print;

use gangyao::text::fold::fold_word;
use gangyao::text::span::Span;

use super::support::{Checked, check, check_bytes, files_below};

/// What must be the same whatever the form: rule, matched text as a reader sees it, headings around it; and the verdicts.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Gist {
    findings: Vec<(String, String, Vec<String>)>,
    verdicts: Vec<(String, String)>,
}

impl Gist {
    pub(super) fn of(checked: &Checked) -> Gist {
        let findings = checked.outcome.findings.iter().map(|finding| {
            let section = finding.section.iter().map(|heading| fold_word(heading)).collect();
            (finding.rule.clone(), seen(checked, finding.span), section)
        });
        let verdicts = checked.outcome.verdicts.iter().map(|v| (v.requirement.clone(), format!("{:?}", v.answer)));
        Gist { findings: findings.collect(), verdicts: verdicts.collect() }
    }
}

/// The folded text of what lies in an original span, markup left out.
fn seen(checked: &Checked, span: Span) -> String {
    let document = &checked.document;
    let text = document.folded_text();
    let mut out = String::new();
    for block in document.blocks.iter().filter(|block| block.span.start < span.end && span.start < block.span.end) {
        for (at, c) in block.folded.of(text).char_indices() {
            let folded = Span::new(block.folded.start + at, block.folded.start + at + c.len_utf8());
            let own = document.original(folded);
            if span.start <= own.start && own.end <= span.end {
                out.push(c);
            }
        }
    }
    out
}

/// A sample report: its name and its text.
pub(super) fn plain_samples() -> Vec<(String, String)> {
    let paths = files_below("reports").into_iter().filter(|path| path.extension().is_some_and(|e| e == "txt"));
    paths.map(|path| (path.display().to_string(), std::fs::read_to_string(&path).expect("samples are UTF-8"))).collect()
}

/// What lies around a report belongs to a page of a site, and is residue in any other form.
const OF_OTHER_FORMS: &str = "release/web-residue";

/// Asserts that bytes of another form give what the text gives.
pub(super) fn assert_same(name: &str, text: &str, form: &str, bytes: &[u8]) {
    let mut plain = Gist::of(&check("a.txt", text));
    let checked = check_bytes(form, bytes);
    if checked.document.blocks.iter().any(|block| block.outside_by_format) && form.contains("htm") {
        plain.findings.retain(|(rule, _, _)| rule != OF_OTHER_FORMS);
    }
    similar(name, form, &plain, &Gist::of(&checked));
}

fn similar(name: &str, form: &str, plain: &Gist, other: &Gist) {
    let missing: Vec<_> = plain.findings.iter().filter(|f| !other.findings.contains(f)).collect();
    let new: Vec<_> = other.findings.iter().filter(|f| !plain.findings.contains(f)).collect();
    assert!(missing.is_empty() && new.is_empty(), "{name} as {form}:\nmissing {missing:#?}\nnew {new:#?}");
    assert_eq!(plain, other, "{name} as {form}");
}
