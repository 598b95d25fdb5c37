//! reviewdog's diagnostic format, for comments on changes at any code hosting service.
//!
//! Columns are 1-based and count UTF-8 bytes, as the format demands.

use serde::Serialize;

use super::{Checked, Close, Format, Run, json};
use crate::document::{Document, Places};
use crate::finding::{Finding, Severity};
use crate::text::span::Span;

/// The format.
pub struct Rdjson;

#[derive(Serialize)]
struct Diagnostic<'a> {
    message: String,
    location: Location<'a>,
    severity: &'static str,
    code: Code<'a>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    suggestions: Vec<Suggestion<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    related_locations: Vec<Elsewhere<'a>>,
}

#[derive(Serialize)]
struct Location<'a> {
    path: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    range: Option<Range>,
}

#[derive(Serialize)]
struct Code<'a> {
    value: &'a str,
}

#[derive(Serialize)]
struct Suggestion<'a> {
    range: Range,
    text: &'a str,
}

#[derive(Serialize)]
struct Elsewhere<'a> {
    message: &'a str,
    location: Location<'a>,
}

#[derive(Serialize)]
struct Range {
    start: Place,
    end: Place,
}

#[derive(Serialize)]
struct Place {
    line: usize,
    /// In bytes.
    column: usize,
}

impl Place {
    fn of(document: &Document, original: usize) -> Self {
        let line = document.position(original).line;
        let start = document.lines().line(&document.text, line).map_or(0, |span| span.start);
        Self { line, column: original - start + 1 }
    }
}

impl Range {
    fn of(document: &Document, span: Span) -> Self {
        Self { start: Place::of(document, span.start), end: Place::of(document, span.end) }
    }
}

impl Format for Rdjson {
    fn begin(&self, _run: &Run<'_>) -> String {
        "{\"source\":{\"name\":\"gangyao\"},\"diagnostics\":[\n".to_owned()
    }

    fn file(&self, _run: &Run<'_>, checked: &Checked<'_>) -> String {
        let findings = checked.outcome.findings.iter();
        let lines = findings.map(|finding| json::text(&Diagnostic::of(checked.document, finding)));
        lines.collect::<Vec<_>>().join(self.between())
    }

    fn between(&self) -> &'static str {
        ",\n"
    }

    fn end(&self, _run: &Run<'_>, close: &Close<'_>) -> String {
        let unread = close.unread.iter().map(|unread| {
            json::text(&Diagnostic {
                message: format!("未能检查：{}", unread.error),
                location: Location { path: &unread.path, range: None },
                severity: "ERROR",
                code: Code { value: "unread" },
                suggestions: Vec::new(),
                related_locations: Vec::new(),
            })
        });
        let unread = unread.collect::<Vec<_>>().join(self.between());
        let comma = if unread.is_empty() || close.tally.findings() == 0 { "" } else { self.between() };
        format!("{comma}{unread}\n]}}\n")
    }
}

impl<'a> Diagnostic<'a> {
    fn of(document: &'a Document, finding: &'a Finding) -> Self {
        let help = finding.help.as_ref().map(|help| format!("\n怎么改：{help}")).unwrap_or_default();
        let location = |span: Span| Location { path: &document.path, range: Some(Range::of(document, span)) };
        // Edits speak of the file itself only where the text is the file.
        let fix = finding.fix.as_ref().filter(|_| document.places == Places::Lines);
        // A comment stands on the lines of its finding and can change only those.
        let line = |original: usize| document.position(original).line;
        let is_there =
            |span: Span| line(span.start) >= line(finding.span.start) && line(span.end) <= line(finding.span.end);
        let edits = fix.into_iter().flat_map(|fix| &fix.edits).filter(|edit| is_there(edit.span));
        let related = finding.related.iter();
        Self {
            message: format!("{}\n依据：{}{help}", finding.message, finding.basis.join("；")),
            location: location(finding.span),
            severity: severity(finding.severity),
            code: Code { value: &finding.rule },
            suggestions: edits
                .map(|edit| Suggestion { range: Range::of(document, edit.span), text: &edit.replacement })
                .collect(),
            related_locations: related
                .map(|related| Elsewhere { message: &related.message, location: location(related.span) })
                .collect(),
        }
    }
}

fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "ERROR",
        Severity::Warning => "WARNING",
        Severity::Note => "INFO",
    }
}
