//! What is told of waivers themselves, as findings of the rules `waiver/…`.

use crate::check::Check;
use crate::check::waiver::WaiverCheck;
use crate::document::Document;
use crate::finding::Finding;
use crate::rule::{RuleSet, Selection};
use crate::text::span::Span;

/// Something to be told of a waiver or of a baseline.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// Which of the rules tells it.
    pub what: WaiverCheck,
    /// Original bytes of the document it is told of: the list, or the report with the comment.
    pub span: Span,
    /// Values of placeholders.
    pub values: Vec<(&'static str, String)>,
    /// How many things it stands for.
    pub count: usize,
}

impl Notice {
    /// A notice at a place.
    pub fn new(what: WaiverCheck, span: Span) -> Self {
        Self { what, span, values: Vec::new(), count: 1 }
    }

    /// Fills a placeholder.
    pub fn with(mut self, name: &'static str, value: impl ToString) -> Self {
        self.values.push((name, value.to_string()));
        self
    }
}

/// The findings that notices make, where the rules are in use.
pub fn notices(rules: &RuleSet, selection: &Selection, document: &Document, notices: &[Notice]) -> Vec<Finding> {
    let year = document.identity.report_year.as_ref().map(|year| year.value);
    let finding = |notice: &Notice| {
        let is_told = |check: &Check| matches!(check, Check::WaiverCheck(what) if *what == notice.what);
        let at = rules.rules.iter().position(|rule| is_told(&rule.check)).filter(|at| selection.holds(*at))?;
        let rule = &rules.rules[at];
        let value = |name: &str| notice.values.iter().find(|(key, _)| *key == name).map(|(_, value)| value.clone());
        Some(Finding {
            rule: rule.id.0.clone(),
            title: rule.title.clone(),
            severity: selection.severity(at).unwrap_or(rule.severity),
            message: rule.message.fill(value),
            span: notice.span,
            section: Vec::new(),
            count: notice.count,
            basis: rule.basis_text(&rules.norms, year),
            help: rule.help.as_ref().map(|help| help.fill(value)),
            related: Vec::new(),
            fix: None,
        })
    };
    notices.iter().filter_map(finding).collect()
}
