//! What a change of rules does to the findings of one report.

use serde::Serialize;

use crate::document::Document;
use crate::finding::{Finding, Severity};
use crate::text::span::Position;

/// A finding that is not the same under both sets of rules.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// The report.
    pub path: String,
    /// Rule id.
    pub rule: String,
    /// What became of the finding.
    pub kind: ChangeKind,
    /// Under the old rules, `None` for a new one.
    pub old: Option<Side>,
    /// Under the new rules, `None` for one that is gone.
    pub new: Option<Side>,
}

/// What became of a finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ChangeKind {
    /// Only under the new rules.
    New,
    /// Only under the old rules.
    Gone,
    /// At the same place with another severity or message.
    Changed,
    /// With the same message at another place.
    Moved,
}

impl ChangeKind {
    /// All, in the order they are told.
    pub const ALL: [ChangeKind; 4] = [ChangeKind::New, ChangeKind::Gone, ChangeKind::Changed, ChangeKind::Moved];

    /// Chinese word for messages.
    pub fn title(self) -> &'static str {
        match self {
            ChangeKind::New => "新增",
            ChangeKind::Gone => "消失",
            ChangeKind::Changed => "改变",
            ChangeKind::Moved => "移位",
        }
    }
}

/// A finding under one set of rules.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Side {
    /// Where it begins.
    pub position: Position,
    /// The words it points at.
    pub matched: String,
    /// How grave it is.
    pub severity: Severity,
    /// What it says.
    pub message: String,
}

/// What differs between two lists of findings on the same report.
pub fn changes(old: (&Document, &[Finding]), new: (&Document, &[Finding])) -> Vec<Change> {
    let mut before: Vec<&Finding> = old.1.iter().collect();
    let mut after: Vec<&Finding> = new.1.iter().collect();
    let place = |one: &Finding, other: &Finding| one.rule == other.rule && one.span == other.span;
    let says = |one: &Finding, other: &Finding| one.severity == other.severity && one.message == other.message;
    pair(&mut before, &mut after, |one, other| place(one, other) && says(one, other));
    let changed = pair(&mut before, &mut after, place);
    let moved = pair(&mut before, &mut after, |one, other| one.rule == other.rule && says(one, other));
    let told = |kind, old_one: Option<&Finding>, new_one: Option<&Finding>| Change {
        path: new.0.path.clone(),
        rule: new_one.or(old_one).map(|finding| finding.rule.clone()).unwrap_or_default(),
        kind,
        old: old_one.map(|finding| side(old.0, finding)),
        new: new_one.map(|finding| side(new.0, finding)),
    };
    let pairs = |kind, pairs: Vec<(&Finding, &Finding)>| -> Vec<Change> {
        pairs.into_iter().map(|(one, other)| told(kind, Some(one), Some(other))).collect()
    };
    let mut all = pairs(ChangeKind::Changed, changed);
    all.extend(pairs(ChangeKind::Moved, moved));
    all.extend(before.into_iter().map(|finding| told(ChangeKind::Gone, Some(finding), None)));
    all.extend(after.into_iter().map(|finding| told(ChangeKind::New, None, Some(finding))));
    let key = |change: &Change| {
        let position = change.new.as_ref().or(change.old.as_ref()).map(|side| side.position);
        (change.rule.clone(), position, change.kind)
    };
    all.sort_by_key(key);
    all
}

/// Takes out of both lists what belongs together, each finding once.
fn pair<'a>(
    before: &mut Vec<&'a Finding>,
    after: &mut Vec<&'a Finding>,
    same: impl Fn(&Finding, &Finding) -> bool,
) -> Vec<(&'a Finding, &'a Finding)> {
    let mut pairs = Vec::new();
    before.retain(|one| match after.iter().position(|other| same(one, other)) {
        Some(at) => {
            pairs.push((*one, after.remove(at)));
            false
        }
        None => true,
    });
    pairs
}

fn side(document: &Document, finding: &Finding) -> Side {
    Side {
        position: document.position(finding.span.start),
        matched: finding.span.of(&document.text).to_owned(),
        severity: finding.severity,
        message: finding.message.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Draft, Reading};
    use crate::text::span::Span;

    fn finding(rule: &str, start: usize, severity: Severity, message: &str) -> Finding {
        Finding {
            rule: rule.into(),
            title: String::new(),
            severity,
            message: message.into(),
            span: Span::new(start, start + 3),
            section: Vec::new(),
            count: 1,
            basis: Vec::new(),
            help: None,
            related: Vec::new(),
            fix: None,
        }
    }

    #[test]
    fn tells_new_gone_changed_and_moved_apart() {
        let text = "甲乙丙丁戊己\n".to_owned();
        let draft = Draft { text: text.clone(), ..Draft::default() };
        let document = crate::document::builder::build(draft, "a.txt", &Reading::default());
        let old = [
            finding("a/same", 0, Severity::Note, "一"),
            finding("a/graver", 3, Severity::Note, "二"),
            finding("a/moved", 6, Severity::Note, "三"),
            finding("a/gone", 9, Severity::Note, "四"),
        ];
        let new = [
            finding("a/same", 0, Severity::Note, "一"),
            finding("a/graver", 3, Severity::Error, "二"),
            finding("a/moved", 12, Severity::Note, "三"),
            finding("a/new", 15, Severity::Note, "五"),
        ];
        let told: Vec<(String, ChangeKind)> =
            changes((&document, &old), (&document, &new)).into_iter().map(|c| (c.rule, c.kind)).collect();
        let expected = [
            ("a/gone", ChangeKind::Gone),
            ("a/graver", ChangeKind::Changed),
            ("a/moved", ChangeKind::Moved),
            ("a/new", ChangeKind::New),
        ];
        assert_eq!(told, expected.map(|(rule, kind)| (rule.to_owned(), kind)));
    }
}
