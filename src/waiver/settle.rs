//! Taking waived findings out of what lint found.

use std::path::Path;

use super::inline::{self, Inline};
use super::list::{Waiver, WaiverList};
use super::notice::{Notice, notices};
use crate::check::waiver::WaiverCheck;
use crate::document::{Date, Document};
use crate::finding::{Answer, Excuse, Excused, Finding, Outcome, WaivedBy};
use crate::rule::{RuleSet, Selection};

/// What waivers are judged by.
#[derive(Debug, Clone, Copy)]
pub struct Sitting<'a> {
    /// The rules in force.
    pub rules: &'a RuleSet,
    /// Those that are used.
    pub selection: &'a Selection,
    /// The list, where there is one.
    pub list: Option<&'a WaiverList>,
    /// Today: a waiver holds through its last day.
    pub today: Date,
}

/// What one document said of a list's entries.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Seen {
    /// Of each entry whether it was for this document.
    pub met: Vec<bool>,
    /// Of each entry whether it waived something.
    pub used: Vec<bool>,
}

impl Seen {
    /// Adds what another document said.
    pub fn add(&mut self, other: &Seen) {
        for (all, one) in [(&mut self.met, &other.met), (&mut self.used, &other.used)] {
            all.resize(all.len().max(one.len()), false);
            all.iter_mut().zip(one).for_each(|(all, one)| *all |= one);
        }
    }
}

impl Sitting<'_> {
    /// Takes the waived findings of a document out of an outcome, and tells what is wrong with the waivers in its comments. `file`
    /// is the document's absolute path.
    pub fn settle(&self, document: &Document, file: &Path, outcome: &mut Outcome) -> Seen {
        let (comments, malformed) = inline::waivers(document);
        let mut needed = vec![false; comments.len()];
        let mut seen = Seen::default();
        let entries = self.list.map(|list| list.waivers.as_slice()).unwrap_or_default();
        seen.met = entries.iter().map(|entry| self.runs(&entry.rule) && self.is_for(entry, file)).collect();
        seen.used = vec![false; entries.len()];
        let mut kept = Vec::new();
        for finding in std::mem::take(&mut outcome.findings) {
            let by = self.comment(&comments, &mut needed, document, &finding);
            let by = by.or_else(|| self.entry(entries, &mut seen, document, &finding));
            match by {
                Some(by) => outcome.excused.push(Excused { finding, by: Excuse::Waiver(by) }),
                None => kept.push(finding),
            }
        }
        outcome.findings = kept;
        settle_verdicts(outcome);
        let mut told: Vec<Notice> = malformed
            .iter()
            .map(|one| Notice::new(WaiverCheck::Malformed, one.comment).with("reason", &one.reason))
            .collect();
        told.extend(comments.iter().zip(needed).filter_map(|(comment, needed)| self.of_comment(comment, needed)));
        outcome.findings.extend(notices(self.rules, self.selection, document, &told));
        outcome.findings.sort_by(|a, b| (a.span.start, a.span.end, &a.rule).cmp(&(b.span.start, b.span.end, &b.rule)));
        seen
    }

    /// What is to be told of a list after all its documents. `is_gone` answers whether an entry's files are known to be gone.
    pub fn of_list(&self, seen: &Seen) -> Vec<Notice> {
        let entries = self.list.map(|list| list.waivers.as_slice()).unwrap_or_default();
        let told = entries.iter().enumerate().filter_map(|(at, entry)| {
            let flag = |flags: &[bool]| flags.get(at).copied().unwrap_or(false);
            let what = match () {
                () if !self.is_waivable(&entry.rule) => WaiverCheck::NotWaivable,
                () if entry.until < self.today => WaiverCheck::Expired,
                () if flag(&seen.met) && !flag(&seen.used) => WaiverCheck::Unused,
                () => return None,
            };
            let notice = Notice::new(what, entry.span).with("rule", &entry.rule).with("until", entry.until);
            Some(notice.with("who", &entry.who).with("why", &entry.why))
        });
        told.collect()
    }

    fn of_comment(&self, comment: &Inline, needed: bool) -> Option<Notice> {
        let what = match () {
            () if self.rules.rule(&comment.rule).is_none() => {
                let ids: Vec<String> = self.rules.rules.iter().map(|rule| rule.id.0.clone()).collect();
                let help = crate::check::link::did_you_mean(&comment.rule, &ids);
                let reason = format!("没有名为“{}”的规则；{help}", comment.rule);
                return Some(Notice::new(WaiverCheck::Malformed, comment.comment).with("reason", reason));
            }
            () if !self.is_waivable(&comment.rule) => WaiverCheck::NotWaivable,
            () if comment.until < self.today => WaiverCheck::Expired,
            () if !needed && self.runs(&comment.rule) => WaiverCheck::Unused,
            () => return None,
        };
        let notice = Notice::new(what, comment.comment).with("rule", &comment.rule).with("until", comment.until);
        Some(notice.with("who", &comment.who).with("why", &comment.why))
    }

    fn comment(
        &self,
        comments: &[Inline],
        needed: &mut [bool],
        document: &Document,
        finding: &Finding,
    ) -> Option<WaivedBy> {
        let holds = |comment: &Inline| {
            // What is missing is told at the end of what is there; only who waives for the whole report means that.
            let whole = comment.holds.len() == document.text.len();
            let inside = whole || comment.holds.holds(finding.span.start);
            comment.rule == finding.rule && inside && self.is_open(&comment.rule, comment.until)
        };
        let at = comments.iter().position(holds)?;
        needed[at] = true;
        let comment = &comments[at];
        Some(WaivedBy {
            who: comment.who.clone(),
            why: comment.why.clone(),
            until: comment.until,
            basis: comment.basis.clone(),
            place: format!("{}:{}", document.path, document.position(comment.comment.start).line),
        })
    }

    fn entry(&self, entries: &[Waiver], seen: &mut Seen, document: &Document, finding: &Finding) -> Option<WaivedBy> {
        let holds = |at: &usize| {
            let entry = &entries[*at];
            seen.met[*at] && self.is_open(&entry.rule, entry.until) && entry.means(document, finding)
        };
        let at = (0..entries.len()).find(holds)?;
        seen.used[at] = true;
        let entry = &entries[at];
        Some(WaivedBy {
            who: entry.who.clone(),
            why: entry.why.clone(),
            until: entry.until,
            basis: entry.basis.clone(),
            place: format!("{}:{}", self.list.map_or("", |list| &list.name), entry.line),
        })
    }

    fn is_for(&self, entry: &Waiver, file: &Path) -> bool {
        self.list.is_some_and(|list| entry.is_for(&list.folder, file))
    }

    fn is_open(&self, rule: &str, until: Date) -> bool {
        self.is_waivable(rule) && self.today <= until
    }

    fn is_waivable(&self, rule: &str) -> bool {
        self.rules.rule(rule).is_none_or(|rule| rule.waivable)
    }

    fn runs(&self, rule: &str) -> bool {
        let at = self.rules.rules.iter().position(|known| known.id.0 == rule);
        at.is_some_and(|at| self.selection.holds(at))
    }
}

/// A requirement all of whose findings are waived is waived.
fn settle_verdicts(outcome: &mut Outcome) {
    let told = |rule: &str| outcome.findings.iter().any(|finding| finding.rule == rule);
    let waived = |rule: &str| outcome.excused.iter().any(|excused| excused.finding.rule == rule);
    for verdict in &mut outcome.verdicts {
        let all_waived = match verdict.answer {
            Answer::Missing => waived(&verdict.requirement) && !told(&verdict.requirement),
            Answer::Weak => {
                let by = verdict.reason.iter().flat_map(|reason| reason.split('、'));
                let by: Vec<&str> = by.collect();
                !by.is_empty() && by.iter().all(|rule| waived(rule) && !told(rule))
            }
            _ => false,
        };
        if all_waived {
            verdict.answer = Answer::Waived;
        }
    }
}
