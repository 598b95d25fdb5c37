//! Checkstyle's XML, which Jenkins, reviewdog and many others read: a `file` with an `error` for each finding.
//!
//! Lines and columns are 1-based, columns in characters. A file that could not be read has one error on line 1.

use super::xml::escaped;
use super::{Checked, Close, Format, Run};
use crate::finding::Severity;

/// The format.
pub struct Checkstyle;

impl Format for Checkstyle {
    fn begin(&self, _run: &Run<'_>) -> String {
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<checkstyle version=\"8.0\">\n".to_owned()
    }

    fn file(&self, _run: &Run<'_>, checked: &Checked<'_>) -> String {
        let document = checked.document;
        let mut out = format!("<file name=\"{}\">\n", escaped(&document.path));
        for finding in &checked.outcome.findings {
            let place = document.position(finding.span.start);
            out += &format!(
                "<error line=\"{}\" column=\"{}\" severity=\"{}\" message=\"{}\" source=\"gangyao.{}\"/>\n",
                place.line,
                place.column,
                severity(finding.severity),
                escaped(&finding.message),
                escaped(&finding.rule.replace('/', ".")),
            );
        }
        out + "</file>\n"
    }

    fn end(&self, _run: &Run<'_>, close: &Close<'_>) -> String {
        let unread = close.unread.iter().map(|unread| {
            let (path, error) = (escaped(&unread.path), escaped(&unread.error));
            format!(
                "<file name=\"{path}\">\n<error line=\"1\" severity=\"error\" message=\"未能检查：{error}\" \
                 source=\"gangyao.unread\"/>\n</file>\n"
            )
        });
        unread.collect::<String>() + "</checkstyle>\n"
    }
}

fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "info",
    }
}
