//! Workflow commands of GitHub Actions (Gitea and Forgejo read them too): annotations on the lines of a pull request.
//!
//! GitHub shows ten of each severity a step; the others are in the log.

use super::{Checked, Close, Format, Run};
use crate::finding::Severity;

/// The format.
pub struct GitHub;

impl Format for GitHub {
    fn file(&self, _run: &Run<'_>, checked: &Checked<'_>) -> String {
        let document = checked.document;
        let mut out = String::new();
        for finding in &checked.outcome.findings {
            let (from, to) = (document.position(finding.span.start), document.position(finding.span.end));
            // Columns count only within one line.
            let columns = match from.line == to.line {
                true => format!(",col={},endColumn={}", from.column, to.column),
                false => String::new(),
            };
            out += &format!(
                "::{} file={},line={},endLine={}{columns},title={}::{}\n",
                command(finding.severity),
                property(&document.path),
                from.line,
                to.line,
                property(&format!("{}（{}）", finding.title, finding.rule)),
                data(&told(&finding.message, finding.help.as_deref())),
            );
        }
        out
    }

    fn end(&self, _run: &Run<'_>, close: &Close<'_>) -> String {
        let unread = close.unread.iter().map(|unread| {
            let message = told(&unread.error, unread.help.as_deref());
            format!("::error file={},title=未能检查::{}\n", property(&unread.path), data(&message))
        });
        unread.collect()
    }
}

fn told(message: &str, help: Option<&str>) -> String {
    help.map_or_else(|| message.to_owned(), |help| format!("{message}\n怎么改：{help}"))
}

fn command(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "notice",
    }
}

fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
