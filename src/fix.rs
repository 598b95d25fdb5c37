//! Mending: applying the edits of findings to a text until none is left to apply.
//!
//! Pure text in, text out; reading, checking again and writing are the caller's. Only what a rule's edits say is touched.

use crate::finding::{Edit, Finding, Fix};

/// Which edits are applied.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Which {
    /// Those that cannot change meaning.
    Safe,
    /// All.
    All,
}

/// A mended text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mended {
    /// The new text.
    pub text: String,
    /// Findings whose edits were applied.
    pub applied: usize,
}

/// Most rounds of applying and checking again. A rule whose edits still call for edits after that is at odds with itself.
const ROUNDS: usize = 8;

/// Applies edits and checks again until nothing changes. `check` gives the findings of a text.
pub fn mend(text: &str, which: Which, check: impl Fn(&str) -> Vec<Finding>) -> Mended {
    let mut mended = Mended { text: text.to_owned(), applied: 0 };
    for _ in 0..ROUNDS {
        let round = apply(&mended.text, &check(&mended.text), which);
        if round.applied == 0 || round.text == mended.text {
            break;
        }
        mended = Mended { text: round.text, applied: mended.applied + round.applied };
    }
    mended
}

/// Applies the edits of findings once. Of findings whose edits overlap, the one that comes first wins; the others wait for the
/// next round.
pub fn apply(text: &str, findings: &[Finding], which: Which) -> Mended {
    let chosen = choose(text, findings, which);
    let mut edits: Vec<&Edit> = chosen.iter().flat_map(|fix| &fix.edits).collect();
    edits.sort_by_key(|edit| (edit.span.start, edit.span.end));
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for edit in edits {
        out.push_str(&text[at..edit.span.start]);
        out.push_str(&edit.replacement);
        at = edit.span.end;
    }
    out.push_str(&text[at..]);
    Mended { text: out, applied: chosen.len() }
}

/// The fixes that can be applied together, in the order of the findings.
pub fn choose<'f>(text: &str, findings: &'f [Finding], which: Which) -> Vec<&'f Fix> {
    let mut chosen: Vec<&Fix> = Vec::new();
    for fix in findings.iter().filter_map(|finding| finding.fix.as_ref()).filter(|fix| fix.safe || which == Which::All)
    {
        let free = |edit: &Edit| chosen.iter().flat_map(|fix| &fix.edits).all(|other| !clash(edit, other));
        let fits = |edit: &Edit| text.get(edit.span.start..edit.span.end).is_some();
        let changes =
            fix.edits.iter().any(|edit| text.get(edit.span.start..edit.span.end) != Some(edit.replacement.as_str()));
        if changes && fix.edits.iter().all(|edit| free(edit) && fits(edit)) {
            chosen.push(fix);
        }
    }
    chosen
}

fn clash(one: &Edit, other: &Edit) -> bool {
    one.span.overlaps(other.span)
        || one.span == other.span
        || (one.span.is_empty() && other.span.is_empty() && one.span.start == other.span.start)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::Severity;
    use crate::text::span::Span;

    fn finding(start: usize, end: usize, replacement: &str, safe: bool) -> Finding {
        let span = Span::new(start, end);
        Finding {
            rule: "a/b".to_owned(),
            title: String::new(),
            severity: Severity::Warning,
            message: String::new(),
            span,
            section: Vec::new(),
            count: 1,
            basis: Vec::new(),
            help: None,
            related: Vec::new(),
            fix: Some(Fix { safe, edits: vec![Edit { span, replacement: replacement.to_owned() }] }),
        }
    }

    #[test]
    fn applies_safe_edits_and_leaves_the_others() {
        let findings = [finding(0, 3, "甲", true), finding(3, 6, "乙", false)];
        assert_eq!(apply("一二三", &findings, Which::Safe), Mended { text: "甲二三".to_owned(), applied: 1 });
        assert_eq!(apply("一二三", &findings, Which::All), Mended { text: "甲乙三".to_owned(), applied: 2 });
    }

    #[test]
    fn of_overlapping_edits_the_first_wins_and_the_rest_waits() {
        let findings = [finding(0, 6, "甲", true), finding(3, 9, "乙", true)];
        assert_eq!(apply("一二三", &findings, Which::Safe).text, "甲三");
    }

    #[test]
    fn stops_when_nothing_changes() {
        let check =
            |text: &str| text.find("。。").map(|at| finding(at, at + 6, "。", true)).into_iter().collect::<Vec<_>>();
        let once = mend("完。。。。", Which::Safe, check);
        assert_eq!(once, Mended { text: "完。".to_owned(), applied: 3 });
        assert_eq!(mend(&once.text, Which::Safe, check).applied, 0);
    }

    #[test]
    fn edits_that_never_settle_end_after_some_rounds() {
        let grow = |text: &str| vec![finding(text.len(), text.len(), "加", true)];
        assert_eq!(mend("甲", Which::Safe, grow).applied, ROUNDS);
    }
}
