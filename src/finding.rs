//! Findings and verdicts: the one neutral form between rules and outputs.

use serde::Serialize;

use crate::document::Document;
use crate::text::date::Date;
use crate::text::span::Span;

/// How grave a finding is, gravest first.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, serde::Deserialize, schemars::JsonSchema,
)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// A binding requirement is not met.
    Error,
    /// A careful reviewer would object.
    Warning,
    /// Worth knowing.
    Note,
}

impl Severity {
    /// Chinese word for messages.
    pub fn title(self) -> &'static str {
        match self {
            Severity::Error => "错误",
            Severity::Warning => "警告",
            Severity::Note => "提示",
        }
    }

    /// The word used in machine formats: `error`, `warning`, `note`.
    pub fn name(self) -> &'static str {
        match self {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note => "note",
        }
    }
}

/// A hit with its rule and its place in the document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// Rule id: `struct/problems`.
    pub rule: String,
    /// The rule's Chinese title.
    pub title: String,
    /// How grave it is here.
    pub severity: Severity,
    /// What is wrong, in Chinese.
    pub message: String,
    /// Original bytes.
    pub span: Span,
    /// Headings around the place, outermost first.
    pub section: Vec<String>,
    /// How many places this finding stands for, at least 1.
    pub count: usize,
    /// The norms it rests on, as printed.
    pub basis: Vec<String>,
    /// What to do.
    pub help: Option<String>,
    /// Other places that explain it.
    pub related: Vec<Related>,
    /// A mechanical mend, where there is one.
    pub fix: Option<Fix>,
}

/// Another place of a finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Related {
    /// Original bytes.
    pub span: Span,
    /// What is there.
    pub message: String,
}

/// Edits that mend a finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fix {
    /// Whether it can be applied without looking.
    pub safe: bool,
    /// The edits, in order, not overlapping.
    pub edits: Vec<Edit>,
}

/// Replace original bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    /// Original bytes to go.
    pub span: Span,
    /// What comes in their place.
    pub replacement: String,
}

/// The answer to a requirement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Answer {
    /// Met.
    Present,
    /// Met, and a finding says it is thin, buried or hollow.
    Weak,
    /// Not met.
    Missing,
    /// Not asked of this document (another year, another level).
    NotApplicable,
    /// Not met, and excused.
    Waived,
    /// Could not be judged.
    CouldNotCheck,
}

/// The verdict on one requirement for one document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verdict {
    /// The rule that carries the requirement.
    pub requirement: String,
    /// What is required, in Chinese.
    pub title: String,
    /// The answer.
    pub answer: Answer,
    /// Original bytes of the sentence that shows it (present, weak), else `None`.
    pub evidence: Option<Span>,
    /// Why it could not be judged or does not apply; which rules weaken it.
    pub reason: Option<String>,
}

/// What linting one document gives.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Outcome {
    /// Findings by offset, then rule id.
    pub findings: Vec<Finding>,
    /// Verdicts in the order of the rules.
    pub verdicts: Vec<Verdict>,
    /// Findings that do not count, and why; in order as found.
    pub excused: Vec<Excused>,
    /// Rules that could not judge and carry no requirement: rule id and why. What no rule could see, since it could not be read, stands
    /// first, under [`Unjudged::UNREAD`].
    pub unjudged: Vec<Unjudged>,
}

/// A finding that does not count.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Excused {
    /// The finding.
    pub finding: Finding,
    /// Why it does not count.
    pub by: Excuse,
}

/// Why a finding does not count.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Excuse {
    /// Somebody answers for it.
    Waiver(WaivedBy),
    /// It was known before: it is in the baseline.
    Baseline,
}

/// Who answers for a waived finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WaivedBy {
    /// Who.
    pub who: String,
    /// Why.
    pub why: String,
    /// The last day it holds.
    pub until: Date,
    /// What it rests on.
    pub basis: Option<String>,
    /// Where it is written: file and line.
    pub place: String,
}

/// A rule that could not judge.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unjudged {
    /// Rule id.
    pub rule: String,
    /// Original bytes it could not judge.
    pub span: Span,
    /// Why, in Chinese.
    pub reason: String,
}

impl Unjudged {
    /// Stands in place of a rule id where a piece of the file could not be read, so that no rule could judge it.
    pub const UNREAD: &str = "input/unread";
}

/// Number of findings by severity.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Counts {
    /// Documents counted.
    pub files: usize,
    /// Errors.
    pub errors: usize,
    /// Warnings.
    pub warnings: usize,
    /// Notes.
    pub notes: usize,
}

impl Counts {
    /// Adds one document's findings.
    pub fn add(&mut self, findings: &[Finding]) {
        self.files += 1;
        for finding in findings {
            match finding.severity {
                Severity::Error => self.errors += 1,
                Severity::Warning => self.warnings += 1,
                Severity::Note => self.notes += 1,
            }
        }
    }
}

impl Finding {
    /// A number that stays the same while the finding moves: rule, headings around it and its folded text, as 16 hexadecimal digits.
    pub fn fingerprint(&self, document: &Document) -> String {
        let text = crate::text::fold::fold_word(self.span.of(&document.text));
        let section = self.section.iter().map(String::as_str);
        digest(std::iter::once(self.rule.as_str()).chain(section).chain([text.as_str()]))
    }
}

/// A short name for a row of texts (FNV-1a, 64 bits), as 16 hexadecimal digits.
pub fn digest<'a>(parts: impl IntoIterator<Item = &'a str>) -> String {
    let mut hash = 0xcbf2_9ce4_8422_2325u64;
    for byte in parts.into_iter().flat_map(|part| part.bytes().chain([0])) {
        hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    }
    format!("{hash:016x}")
}
