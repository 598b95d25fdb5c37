//! `path:line:column: severity[rule] message`: one finding a line, for grep, editors and the eye in a hurry.
//!
//! Line and column are 1-based, the column in characters. The severity is the machine's word (`error`, `warning`, `note`).

use super::{Checked, Format, Run, wrap};

/// The format.
pub struct Concise;

impl Format for Concise {
    fn file(&self, _run: &Run<'_>, checked: &Checked<'_>) -> String {
        let path = wrap::one_line(&checked.document.path);
        let mut out = String::new();
        for finding in &checked.outcome.findings {
            let place = checked.document.position(finding.span.start);
            let (severity, rule, message) = (finding.severity.name(), &finding.rule, wrap::one_line(&finding.message));
            out += &format!("{path}:{}:{}: {severity}[{rule}] {message}\n", place.line, place.column);
        }
        out
    }
}
