//! Linting: every rule asked of a document, the answers made findings and verdicts. The only loop over both; pure.

mod answers;
mod applies;
mod telling;

use std::cell::OnceCell;

use crate::check::link::Names;
use crate::check::{Check, Context, Scope};
use crate::document::{Document, DocumentType, Genre};
use crate::finding::{Answer, Outcome, Unjudged};
use crate::rule::{Rule, RuleSet, Selection, Settles};
use crate::text::date::Date;
use crate::text::search::Scanner;
use crate::text::span::Span;
use answers::{Asked, Gathered, Weakening, answer, roles_at, verdicts};
use applies::{Applies, applies};
use telling::finding;

/// A loaded set of rules made ready for documents.
#[derive(Debug)]
pub struct Linter<'a> {
    rules: &'a RuleSet,
    selection: &'a Selection,
    scanner: Scanner,
    /// Of each rule the first one that looks at the same places of a document, by number.
    alike: Vec<usize>,
}

/// What the user says of a run.
#[derive(Debug, Clone, Copy, Default)]
pub struct Options {
    /// Publication date; goes before what the page says.
    pub published: Option<Date>,
}

/// A document while the rules are asked.
struct Inquiry<'s> {
    cx: Context<'s>,
    gathered: Gathered,
    /// What each rule answered; nothing from rules that are not for it.
    answers: Vec<Option<Asked>>,
    /// The places where rules look, by the first rule that looks there.
    scopes: Vec<OnceCell<Vec<Scope>>>,
}

impl<'a> Linter<'a> {
    /// Makes the rules' literals ready to be found.
    pub fn new(rules: &'a RuleSet, selection: &'a Selection) -> Self {
        let all = &rules.rules;
        let first = |rule: &Rule| all.iter().position(|other| other.scope.is_same(&rule.scope)).unwrap_or_default();
        Self { rules, selection, scanner: Scanner::new(&rules.literals), alike: all.iter().map(first).collect() }
    }

    /// The rules it was built for.
    pub fn rules(&self) -> &'a RuleSet {
        self.rules
    }

    /// Checks one document.
    pub fn lint(&self, document: &Document, options: &Options) -> Outcome {
        self.lint_all([document], options).pop().unwrap_or_default()
    }

    /// Checks several documents, each for itself; the outcomes are in their order. Every rule is asked of all of them before the
    /// next one: its code and data are at hand then, which takes a quarter of the time off.
    pub fn lint_all<'d>(&self, documents: impl IntoIterator<Item = &'d Document>, options: &Options) -> Vec<Outcome> {
        let none = Names::default();
        let mut inquiries: Vec<Inquiry<'_>> =
            documents.into_iter().map(|document| self.inquiry(document, options, &none)).collect();
        for (index, rule) in self.rules.rules.iter().enumerate() {
            let holds = self.selection.holds(index);
            inquiries.iter_mut().for_each(|inquiry| self.ask_in(inquiry, index, rule, holds));
        }
        inquiries.into_iter().map(|inquiry| self.end(inquiry)).collect()
    }

    /// A document before the first rule is asked.
    fn inquiry<'s>(&'s self, document: &'s Document, options: &Options, none: &'s Names) -> Inquiry<'s> {
        let published = [
            options.published,
            document.identity.published.as_ref().map(|date| date.value),
            document.identity.signed.as_ref().map(|date| date.value),
        ];
        let cx = Context {
            document,
            search: self.scanner.scan(document.folded_text()),
            genre: self.genre(document),
            names: none,
            norms: &self.rules.norms,
            published: published.into_iter().flatten().next(),
            figures: Default::default(),
            citations: Default::default(),
            run_in: Default::default(),
            traditional: Default::default(),
        };
        let mut gathered = Gathered::default();
        gathered.outcome.unjudged.extend(document.gaps.iter().map(|gap| Unjudged {
            rule: Unjudged::UNREAD.to_owned(),
            span: Span::at(gap.at),
            reason: gap.reason.clone(),
        }));
        let rules = self.rules.rules.len();
        let scopes = std::iter::repeat_with(OnceCell::new).take(rules).collect();
        Inquiry { cx, gathered, answers: Vec::with_capacity(rules), scopes }
    }

    /// Asks a rule, if it is chosen and for this type of document.
    fn ask_in<'s>(&'s self, inquiry: &mut Inquiry<'s>, index: usize, rule: &Rule, chosen: bool) {
        let Inquiry { cx, gathered, answers, scopes } = inquiry;
        let pack = &self.rules.packs[rule.pack];
        let is_for = |name: &Option<String>| name.as_ref().is_none_or(|name| cx.genre.is_some_and(|g| g.name == *name));
        if !chosen || !is_for(&pack.genre) || !is_for(&rule.when.genre) {
            answers.push(None);
            return;
        }
        cx.names = &pack.names;
        answers.push(Some(self.ask(cx, index, &scopes[self.alike[index]], gathered)));
    }

    /// What all rules together say.
    fn end(&self, inquiry: Inquiry<'_>) -> Outcome {
        let Inquiry { mut gathered, answers, .. } = inquiry;
        gathered.drop_settled();
        let Gathered { mut outcome, weakened, .. } = gathered;
        verdicts(self.rules, answers, &weakened, &mut outcome);
        outcome.findings.sort_by(|a, b| (a.span.start, a.span.end, &a.rule).cmp(&(b.span.start, b.span.end, &b.rule)));
        outcome
    }

    fn genre(&self, document: &Document) -> Option<&'a Genre> {
        match &document.kind {
            DocumentType::Genre(name) => self.rules.reading.genres.iter().find(|genre| genre.name == *name),
            DocumentType::NearMiss(_) | DocumentType::Other => None,
        }
    }

    fn ask(&self, cx: &Context<'_>, index: usize, scopes: &OnceCell<Vec<Scope>>, gathered: &mut Gathered) -> Asked {
        let rule = &self.rules.rules[index];
        // What holds no requirement is asked for its hits only.
        if rule.requirement.is_none() && !rule.check.may_report(cx) {
            return Asked { answer: Answer::Present, evidence: None, reason: None };
        }
        let graded = self.selection.severity(index).unwrap_or(rule.severity);
        let severity = match applies(&self.rules.norms, rule, graded, cx.document) {
            Applies::Yes(severity) => severity,
            Applies::No(reason) => return Asked::without(Answer::NotApplicable, reason),
            Applies::Unknown(reason) => return Asked::without(Answer::CouldNotCheck, reason),
        };
        let scopes = scopes.get_or_init(|| rule.scope.scopes(cx));
        if scopes.is_empty() && needs_scopes(&rule.check) {
            return Asked::without(Answer::NotApplicable, "没有可供检查的部分".to_owned());
        }
        let hits = rule.check.run(cx, scopes);
        let original = |span: Span| cx.document.original(span);
        let evidence = hits.evidence.map(original);
        for (span, reason) in &hits.unjudged {
            gathered.outcome.unjudged.push(Unjudged {
                rule: rule.id.0.clone(),
                span: original(*span),
                reason: reason.clone(),
            });
        }
        for hit in &hits.hits {
            if rule.settles == Some(Settles::Section)
                && let Some(section) = hit.section.or_else(|| cx.document.section_at(hit.span.start))
            {
                let span = original(cx.document.sections[section].span);
                gathered.settled.push((span, gathered.outcome.findings.len(), rule.pack));
            }
            gathered.outcome.findings.push(finding(&self.rules.norms, cx, rule, severity, hit));
            gathered.packs.push((!rule.scope.roles().is_empty()).then_some(rule.pack));
            if !rule.weakens.is_empty() {
                gathered.weakened.push(Weakening {
                    finding: gathered.packs.len() - 1,
                    rule: index,
                    roles: roles_at(cx, hit),
                });
            }
        }
        let answer = answer(rule, &hits, scopes);
        let unjudged = hits.unjudged.first().filter(|_| answer == Answer::CouldNotCheck);
        Asked { answer, evidence, reason: unjudged.map(|(_, reason)| reason.clone()) }
    }
}

/// A check of whole-document facts runs even where no scope is found.
fn needs_scopes(check: &Check) -> bool {
    !matches!(
        check,
        Check::RequiredSection(_)
            | Check::RequiredField(_)
            | Check::MergedSection(_)
            | Check::RepeatedSection(_)
            | Check::SectionOrder(_)
    )
}
