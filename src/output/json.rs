//! The stable machine format: one JSON document, versioned, keys in a fixed order, one file a line.
//!
//! Lines and columns are 1-based, columns in characters of the original text; an end is the position just after the last
//! character. What is unknown is null. Sections leave out items of the 一是 kind. Adding a key does not change
//! `schema_version`; renaming or removing one does.

use serde::Serialize;

use super::{Checked, Close, Format, Run, Tally, Unread, outline, wrap};
use crate::document::{Document, DocumentType, Level, SectionId};
use crate::finding::{
    Answer, Counts, Edit, Excuse, Excused, Finding, Fix, Related, Severity, Unjudged, Verdict, WaivedBy,
};
use crate::rule::Pack;
use crate::text::span::Position;

/// Version of the layout.
pub const SCHEMA_VERSION: u32 = 1;

/// Most characters of an excerpt.
const EXCERPT: usize = 120;

/// The format.
pub struct Json;

impl Format for Json {
    fn begin(&self, run: &Run<'_>) -> String {
        let packs = PackWire::all(run);
        format!(
            "{{\"schema_version\":{SCHEMA_VERSION},\"tool\":{},\"packs\":{},\"files\":[\n",
            text(&TOOL),
            text(&packs)
        )
    }

    fn file(&self, _run: &Run<'_>, checked: &Checked<'_>) -> String {
        text(&FileWire::of(checked))
    }

    fn between(&self) -> &'static str {
        ",\n"
    }

    fn end(&self, _run: &Run<'_>, close: &Close<'_>) -> String {
        let unread: Vec<_> = close.unread.iter().map(UnreadWire::of).collect();
        format!("\n],\"unread\":{},\"summary\":{}}}\n", text(&unread), text(&Summary::of(close)))
    }
}

/// A value as JSON on one line.
pub fn text(value: &impl Serialize) -> String {
    serde_json::to_string(value).expect("wire structs hold only strings, numbers and lists")
}

/// A value as JSON for people to read, one line a member, with an end of line.
pub fn pretty(value: &impl Serialize) -> String {
    serde_json::to_string_pretty(value).expect("wire structs hold only strings, numbers and lists") + "\n"
}

/// The program.
#[derive(Serialize)]
pub(super) struct Tool {
    name: &'static str,
    version: &'static str,
}

/// The program as it is.
pub(super) const TOOL: Tool = Tool { name: env!("CARGO_PKG_NAME"), version: env!("CARGO_PKG_VERSION") };

/// A pack of rules.
#[derive(Serialize)]
pub(super) struct PackWire<'a> {
    name: &'a str,
    version: &'a str,
}

/// An input that could not be read.
#[derive(Serialize)]
pub(super) struct UnreadWire<'a> {
    path: &'a str,
    error: &'a str,
}

/// The sums.
#[derive(Serialize)]
pub(super) struct Summary {
    #[serde(flatten)]
    counts: Counts,
    unread: usize,
    could_not_check: usize,
    waived: usize,
    known: usize,
}

impl<'a> PackWire<'a> {
    pub(super) fn all(run: &Run<'a>) -> Vec<Self> {
        let mut packs: Vec<&Pack> = run.rules.packs.iter().collect();
        for asked in run.asked {
            if !packs.iter().any(|pack| pack.name == asked.pack().name) {
                packs.push(asked.pack());
            }
        }
        packs.into_iter().map(|pack| PackWire { name: &pack.name, version: &pack.version }).collect()
    }
}

impl<'a> UnreadWire<'a> {
    pub(super) fn of(unread: &'a Unread) -> Self {
        Self { path: &unread.path, error: &unread.error }
    }
}

impl Summary {
    pub(super) fn of(close: &Close<'_>) -> Self {
        let Tally { counts, could_not_check, waived, known, .. } = close.tally;
        Self { counts, unread: close.unread.len(), could_not_check, waived, known }
    }
}

#[derive(Serialize)]
struct FileWire<'a> {
    path: &'a str,
    document: DocumentWire<'a>,
    findings: Vec<FindingWire<'a>>,
    verdicts: Vec<VerdictWire<'a>>,
    unjudged: Vec<UnjudgedWire<'a>>,
    excused: Vec<ExcusedWire<'a>>,
}

impl<'a> FileWire<'a> {
    fn of(checked: &Checked<'a>) -> Self {
        let (document, outcome) = (checked.document, checked.outcome);
        Self {
            path: &document.path,
            document: DocumentWire::of(document),
            findings: outcome.findings.iter().map(|finding| FindingWire::of(document, finding)).collect(),
            verdicts: outcome.verdicts.iter().map(|verdict| VerdictWire::of(document, verdict)).collect(),
            unjudged: outcome.unjudged.iter().map(|unjudged| UnjudgedWire::of(document, unjudged)).collect(),
            excused: outcome.excused.iter().map(|excused| ExcusedWire::of(document, excused)).collect(),
        }
    }
}

/// A document as it was understood.
#[derive(Serialize)]
pub struct DocumentWire<'a> {
    /// Name of the genre, or `other`.
    r#type: &'a str,
    title: Option<&'a str>,
    issuer: Option<&'a str>,
    level: Option<Level>,
    report_year: Option<u16>,
    published: Option<String>,
    sections: Vec<SectionWire<'a>>,
    /// Chinese name of what an `other` document was taken for.
    taken_for: Option<&'a str>,
}

impl<'a> DocumentWire<'a> {
    /// The wire form of a document.
    pub fn of(document: &'a Document) -> Self {
        let identity = &document.identity;
        let (kind, taken_for) = match &document.kind {
            DocumentType::Genre(name) => (name.as_str(), None),
            DocumentType::NearMiss(name) => ("other", Some(name.as_str())),
            DocumentType::Other => ("other", None),
        };
        Self {
            r#type: kind,
            title: identity.title.as_ref().map(|title| title.value.as_str()),
            issuer: identity.issuer.as_ref().map(|issuer| issuer.value.as_str()),
            level: identity.level,
            report_year: identity.report_year.as_ref().map(|year| year.value),
            published: identity.published.as_ref().map(|date| date.value.to_string()),
            sections: outline::listed(document).map(|id| SectionWire::of(document, id)).collect(),
            taken_for,
        }
    }
}

#[derive(Serialize)]
struct SectionWire<'a> {
    level: u8,
    heading: &'a str,
    line: usize,
    roles: Vec<&'a str>,
    chars: usize,
}

impl<'a> SectionWire<'a> {
    fn of(document: &'a Document, id: SectionId) -> Self {
        let section = &document.sections[id];
        let mut roles: Vec<&str> = section.roles.iter().map(|role| &*role.0).collect();
        if roles.is_empty() {
            roles.push("other");
        }
        Self {
            level: section.level,
            heading: section.heading.of(document.folded_text()),
            line: document.position(document.original(section.heading).start).line,
            roles,
            chars: outline::characters(document, id),
        }
    }
}

/// A finding.
#[derive(Serialize)]
pub(super) struct FindingWire<'a> {
    rule: &'a str,
    title: &'a str,
    severity: Severity,
    message: &'a str,
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
    section: &'a [String],
    excerpt: String,
    count: usize,
    basis: &'a [String],
    help: Option<&'a str>,
    related: Vec<RelatedWire<'a>>,
    fix: Option<FixWire<'a>>,
    fingerprint: String,
    /// Null for formats without pages.
    page: Option<usize>,
}

impl<'a> FindingWire<'a> {
    pub(super) fn of(document: &Document, finding: &'a Finding) -> Self {
        let (from, to) = (document.position(finding.span.start), document.position(finding.span.end));
        Self {
            rule: &finding.rule,
            title: &finding.title,
            severity: finding.severity,
            message: &finding.message,
            line: from.line,
            column: from.column,
            end_line: to.line,
            end_column: to.column,
            section: &finding.section,
            excerpt: wrap::abridge(finding.span.of(&document.text), EXCERPT),
            count: finding.count,
            basis: &finding.basis,
            help: finding.help.as_deref(),
            related: finding.related.iter().map(|related| RelatedWire::of(document, related)).collect(),
            fix: finding.fix.as_ref().map(|fix| FixWire::of(document, fix)),
            fingerprint: finding.fingerprint(document),
            page: document.page(finding.span.start),
        }
    }
}

#[derive(Serialize)]
struct RelatedWire<'a> {
    #[serde(flatten)]
    place: Position,
    message: &'a str,
}

impl<'a> RelatedWire<'a> {
    fn of(document: &Document, related: &'a Related) -> Self {
        Self { place: document.position(related.span.start), message: &related.message }
    }
}

#[derive(Serialize)]
struct FixWire<'a> {
    safe: bool,
    edits: Vec<EditWire<'a>>,
}

impl<'a> FixWire<'a> {
    fn of(document: &Document, fix: &'a Fix) -> Self {
        Self { safe: fix.safe, edits: fix.edits.iter().map(|edit| EditWire::of(document, edit)).collect() }
    }
}

#[derive(Serialize)]
struct EditWire<'a> {
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
    replacement: &'a str,
}

impl<'a> EditWire<'a> {
    fn of(document: &Document, edit: &'a Edit) -> Self {
        let (from, to) = (document.position(edit.span.start), document.position(edit.span.end));
        Self {
            line: from.line,
            column: from.column,
            end_line: to.line,
            end_column: to.column,
            replacement: &edit.replacement,
        }
    }
}

/// The answer to a requirement.
#[derive(Serialize)]
pub(super) struct VerdictWire<'a> {
    requirement: &'a str,
    verdict: Answer,
    line: Option<usize>,
    evidence: Option<&'a str>,
    title: &'a str,
    reason: Option<&'a str>,
}

impl<'a> VerdictWire<'a> {
    pub(super) fn of(document: &'a Document, verdict: &'a Verdict) -> Self {
        Self {
            requirement: &verdict.requirement,
            verdict: verdict.answer,
            line: verdict.evidence.map(|span| document.position(span.start).line),
            evidence: verdict.evidence.map(|span| span.of(&document.text)),
            title: &verdict.title,
            reason: verdict.reason.as_deref(),
        }
    }
}

/// A place that a rule could not judge.
#[derive(Serialize)]
pub(super) struct UnjudgedWire<'a> {
    rule: &'a str,
    #[serde(flatten)]
    place: Position,
    reason: &'a str,
}

impl<'a> UnjudgedWire<'a> {
    pub(super) fn of(document: &Document, unjudged: &'a Unjudged) -> Self {
        Self { rule: &unjudged.rule, place: document.position(unjudged.span.start), reason: &unjudged.reason }
    }
}

/// A finding that does not count, with who answers for it; `waiver` is null for one of the baseline.
#[derive(Serialize)]
pub(super) struct ExcusedWire<'a> {
    by: &'static str,
    waiver: Option<WaiverWire<'a>>,
    #[serde(flatten)]
    finding: FindingWire<'a>,
}

#[derive(Serialize)]
struct WaiverWire<'a> {
    who: &'a str,
    why: &'a str,
    until: String,
    basis: Option<&'a str>,
    place: &'a str,
}

impl<'a> ExcusedWire<'a> {
    pub(super) fn of(document: &Document, excused: &'a Excused) -> Self {
        let finding = FindingWire::of(document, &excused.finding);
        match &excused.by {
            Excuse::Baseline => Self { by: "baseline", waiver: None, finding },
            Excuse::Waiver(waiver) => {
                let WaivedBy { who, why, until, basis, place } = waiver;
                let waiver = WaiverWire { who, why, until: until.to_string(), basis: basis.as_deref(), place };
                Self { by: "waiver", waiver: Some(waiver), finding }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::Outcome;
    use crate::output::sample::{document, finding};
    use crate::text::span::Span;

    #[test]
    fn findings_keep_the_keys_of_the_contract_in_order_with_ends_after_the_last_character() {
        let text = "某县报告\n一、成效\n截止年底，办结12件。\n";
        let document = document(text);
        let at = text.find("截止").unwrap();
        let wire = super::text(&FindingWire::of(&document, &finding(Span::new(at, at + 6))));
        let until_fingerprint = wire.split(r#","fingerprint""#).next().unwrap();
        assert_eq!(
            until_fingerprint,
            concat!(
                r#"{"rule":"term/jiezhi","title":"“截止”误用","severity":"warning","message":"应为“截至”","#,
                r#""line":3,"column":1,"end_line":3,"end_column":3,"section":["一、成效"],"excerpt":"截止","count":1,"#,
                r#""basis":["《某规定》"],"help":null,"related":[{"line":1,"column":1,"message":"标题"}],"#,
                r#""fix":{"safe":true,"edits":[{"line":3,"column":1,"end_line":3,"end_column":3,"replacement":"截至"}]}"#,
            )
        );
    }

    #[test]
    fn long_excerpts_are_cut_and_verdicts_carry_their_sentence() {
        let text = format!("某县报告\n{}\n", "甲".repeat(200));
        let document = document(&text);
        let long = finding(Span::new(13, 13 + 600));
        let wire = FindingWire::of(&document, &long);
        assert_eq!(wire.excerpt.chars().count(), EXCERPT + 1);
        let verdict = Verdict {
            requirement: "struct/plan".into(),
            title: "下一年度安排".into(),
            answer: Answer::Present,
            evidence: Some(Span::new(0, 12)),
            reason: None,
        };
        let wire = super::text(&VerdictWire::of(&document, &verdict));
        assert!(wire.starts_with(r#"{"requirement":"struct/plan","verdict":"present","line":1,"evidence":"某县报告""#));
    }

    #[test]
    fn a_run_is_one_json_document_also_without_any_file() {
        let rules = crate::rule::pack::Sources::default().load().expect("no rules load without error");
        let look = crate::output::Look { width: 80, color: false, quiet: false };
        let run = Run { rules: &rules, asked: &[], look };
        let close = Close { tally: crate::output::Tally::default(), unread: &[], statistics: None };
        let empty = Json.begin(&run) + &Json.end(&run, &close);
        let value: serde_json::Value = serde_json::from_str(&empty).unwrap();
        assert_eq!(value["files"], serde_json::json!([]));

        let (document, outcome) = (document("某县报告\n"), Outcome::default());
        let file = Json.file(&run, &Checked { document: &document, outcome: &outcome });
        let two = Json.begin(&run) + &file + Json.between() + &file + &Json.end(&run, &close);
        let value: serde_json::Value = serde_json::from_str(&two).unwrap();
        assert_eq!(value["files"][1]["path"], "稿/报告.txt");
        assert_eq!(value["schema_version"], SCHEMA_VERSION);
    }
}
