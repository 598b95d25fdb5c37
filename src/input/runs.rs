//! Runs of a block: what readers of markup do with them before they hand them over.

use crate::document::DraftRun;
use crate::text::fold::is_blank;
use crate::text::span::Span;

/// The text of a run.
pub(super) fn shown<'a>(text: &'a str, run: &'a DraftRun) -> &'a str {
    run.decoded.as_deref().unwrap_or(run.span.of(text))
}

/// Joins verbatim runs that touch.
pub(super) fn merged(text: &str, runs: Vec<DraftRun>) -> Vec<DraftRun> {
    let mut out: Vec<DraftRun> = Vec::with_capacity(runs.len());
    for run in runs {
        debug_assert!(text.is_char_boundary(run.span.start));
        match out.last_mut() {
            Some(last) if last.decoded.is_none() && run.decoded.is_none() && last.span.end == run.span.start => {
                last.span.end = run.span.end;
            }
            _ => out.push(run),
        }
    }
    out
}

/// Takes off the blanks at both ends.
pub(super) fn trimmed(text: &str, mut runs: Vec<DraftRun>) -> Vec<DraftRun> {
    let is_bare = |run: &DraftRun| shown(text, run).chars().all(is_blank);
    let first = runs.iter().position(|run| !is_bare(run)).unwrap_or(runs.len());
    runs.drain(..first);
    let end = runs.iter().rposition(|run| !is_bare(run)).map_or(0, |last| last + 1);
    runs.truncate(end);
    if let Some(run) = runs.first_mut().filter(|run| run.decoded.is_none()) {
        let inner = run.span.of(text);
        run.span.start += inner.len() - inner.trim_start_matches(is_blank).len();
    }
    if let Some(run) = runs.last_mut().filter(|run| run.decoded.is_none()) {
        run.span.end = run.span.start + run.span.of(text).trim_end_matches(is_blank).len();
    }
    runs
}

/// Whether runs are a row of empty cells.
pub(super) fn is_blank_row(text: &str, runs: &[DraftRun]) -> bool {
    runs.iter().all(|run| shown(text, run).chars().all(|c| c == '|' || is_blank(c)))
}

/// A verbatim run.
pub(super) fn verbatim(span: Span) -> DraftRun {
    DraftRun { span, decoded: None }
}
