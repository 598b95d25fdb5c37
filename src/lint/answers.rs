//! What rules answered of one document, and what becomes of it when all have been asked: findings dropped because another says all,
//! verdicts for the requirements.

use crate::check::{Context, Hit, Hits, Scope};
use crate::finding::{Answer, Finding, Outcome, Verdict};
use crate::rule::{Rule, RuleSet};
use crate::text::span::Span;

/// What is gathered while the rules are asked.
#[derive(Debug, Default)]
pub(super) struct Gathered {
    pub(super) outcome: Outcome,
    /// Of each finding the pack of its rule, where the rule looks into sections of some role; others speak of the whole report.
    pub(super) packs: Vec<Option<usize>>,
    /// Findings that make requirements weak.
    pub(super) weakened: Vec<Weakening>,
    /// Sections (original bytes) about which a finding has said all, with its index and pack.
    pub(super) settled: Vec<(Span, usize, usize)>,
}

impl Gathered {
    /// Drops what other rules of the same pack say of a settled section.
    pub(super) fn drop_settled(&mut self) {
        let findings = &self.outcome.findings;
        let speaks_of = |finding: &Finding, section: Span| {
            section.holds(finding.span.start) || finding.related.iter().any(|related| section.holds(related.span.start))
        };
        let settles = |at: usize| self.settled.iter().any(|(_, by, _)| *by == at);
        let is_told = |at: usize| {
            self.settled
                .iter()
                .any(|(section, _, pack)| self.packs[at] == Some(*pack) && speaks_of(&findings[at], *section))
        };
        let keep: Vec<bool> = (0..findings.len()).map(|at| settles(at) || !is_told(at)).collect();
        self.weakened.retain(|weakening| keep[weakening.finding]);
        let mut kept = keep.into_iter();
        self.outcome.findings.retain(|_| kept.next().unwrap_or(true));
    }
}

/// A finding that makes requirements weak.
#[derive(Debug)]
pub(super) struct Weakening {
    /// Index of the finding.
    pub(super) finding: usize,
    /// Index of its rule.
    pub(super) rule: usize,
    /// Roles of the sections around it.
    pub(super) roles: Vec<String>,
}

/// What a rule answered.
pub(super) struct Asked {
    pub(super) answer: Answer,
    pub(super) evidence: Option<Span>,
    pub(super) reason: Option<String>,
}

impl Asked {
    pub(super) fn without(answer: Answer, reason: String) -> Self {
        Self { answer, evidence: None, reason: Some(reason) }
    }
}

/// Adds the verdicts for the requirements to an outcome.
pub(super) fn verdicts(rules: &RuleSet, answers: Vec<Option<Asked>>, weakened: &[Weakening], outcome: &mut Outcome) {
    for (rule, answer) in rules.rules.iter().zip(answers) {
        let (Some(title), Some(Asked { mut answer, evidence, mut reason })) = (&rule.requirement, answer) else {
            continue;
        };
        let role = rule.check.role().map(|role| role.0.as_ref());
        let by: Vec<&str> = weakened
            .iter()
            .map(|weakening| (&rules.rules[weakening.rule], &weakening.roles))
            .filter(|(weakening, roles)| {
                weakening.weakens.contains(&rule.id)
                    && (weakening.weakens.len() == 1 || role.is_none_or(|role| roles.iter().any(|other| other == role)))
            })
            .map(|(weakening, _)| weakening.id.0.as_str())
            .collect();
        if answer == Answer::Present && !by.is_empty() {
            answer = Answer::Weak;
            let mut names = by;
            names.dedup();
            reason = Some(names.join("、"));
        }
        outcome.verdicts.push(Verdict {
            requirement: rule.id.0.clone(),
            title: title.clone(),
            answer,
            evidence,
            reason,
        });
    }
}

/// What the hits of a rule answer.
pub(super) fn answer(rule: &Rule, hits: &Hits, scopes: &[Scope]) -> Answer {
    if !hits.hits.is_empty() {
        return Answer::Missing;
    }
    if !hits.unjudged.is_empty() && hits.unjudged.len() >= scopes.len().max(1) {
        return Answer::CouldNotCheck;
    }
    // A required section may be silent because another rule tells the rest; then nothing shows it.
    match (rule.check.role(), hits.evidence) {
        (Some(_), None) => Answer::Missing,
        _ => Answer::Present,
    }
}

/// The roles of the sections around a hit.
pub(super) fn roles_at(cx: &Context<'_>, hit: &Hit) -> Vec<String> {
    let Some(section) = hit.section.or_else(|| cx.document.section_at(hit.span.start)) else { return Vec::new() };
    let path = cx.document.path_to(section);
    path.iter().flat_map(|id| cx.document.sections[*id].roles.iter()).map(|role| role.0.to_string()).collect()
}
