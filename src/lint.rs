//! Linting: every rule asked of a document, the answers made findings and verdicts. The only loop over both; pure.

use std::cell::OnceCell;

use crate::check::link::Names;
use crate::check::{Check, Context, Hit, Hits, Milder, Scope};
use crate::document::{Document, DocumentType, Genre};
use crate::finding::{Answer, Edit, Finding, Fix, Outcome, Related, Severity, Unjudged, Verdict};
use crate::norm::Standing;
use crate::rule::{FixSafety, OutsideNorm, Rule, RuleSet, Selection, Settles};
use crate::text::date::Date;
use crate::text::search::Scanner;
use crate::text::span::Span;

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

/// What is gathered while the rules are asked.
#[derive(Debug, Default)]
struct Gathered {
    outcome: Outcome,
    /// Of each finding the pack of its rule, where the rule looks into sections of some role; others speak of the whole report.
    packs: Vec<Option<usize>>,
    /// Findings that make requirements weak.
    weakened: Vec<Weakening>,
    /// Sections (original bytes) about which a finding has said all, with its index and pack.
    settled: Vec<(Span, usize, usize)>,
}

impl Gathered {
    /// Drops what other rules of the same pack say of a settled section.
    fn drop_settled(&mut self) {
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
struct Weakening {
    /// Index of the finding.
    finding: usize,
    /// Index of its rule.
    rule: usize,
    /// Roles of the sections around it.
    roles: Vec<String>,
}

/// A document while the rules are asked.
struct Sitting<'s> {
    cx: Context<'s>,
    gathered: Gathered,
    /// What each rule answered; nothing from rules that are not for it.
    answers: Vec<Option<Asked>>,
    /// The places where rules look, by the first rule that looks there.
    scopes: Vec<OnceCell<Vec<Scope>>>,
}

/// What a rule answered.
struct Asked {
    answer: Answer,
    evidence: Option<Span>,
    reason: Option<String>,
}

impl Asked {
    fn without(answer: Answer, reason: String) -> Self {
        Self { answer, evidence: None, reason: Some(reason) }
    }
}

/// How a rule stands to a document.
enum Applies {
    Yes(Severity),
    No(String),
    Unknown(String),
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
    /// next one: its code and data are at hand then, which makes a document twice as fast to check as alone.
    pub fn lint_all<'d>(&self, documents: impl IntoIterator<Item = &'d Document>, options: &Options) -> Vec<Outcome> {
        let none = Names::default();
        let mut sittings: Vec<Sitting<'_>> =
            documents.into_iter().map(|document| self.sitting(document, options, &none)).collect();
        for (index, rule) in self.rules.rules.iter().enumerate() {
            let holds = self.selection.holds(index);
            sittings.iter_mut().for_each(|sitting| self.ask_in(sitting, index, rule, holds));
        }
        sittings.into_iter().map(|sitting| self.end(sitting)).collect()
    }

    /// A document before the first rule is asked.
    fn sitting<'s>(&'s self, document: &'s Document, options: &Options, none: &'s Names) -> Sitting<'s> {
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
        Sitting { cx, gathered, answers: Vec::with_capacity(rules), scopes }
    }

    /// Asks a rule, if it is chosen and for this type of document.
    fn ask_in<'s>(&'s self, sitting: &mut Sitting<'s>, index: usize, rule: &Rule, chosen: bool) {
        let Sitting { cx, gathered, answers, scopes } = sitting;
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
    fn end(&self, sitting: Sitting<'_>) -> Outcome {
        let Sitting { mut gathered, answers, .. } = sitting;
        gathered.drop_settled();
        let Gathered { mut outcome, weakened, .. } = gathered;
        self.verdicts(answers, &weakened, &mut outcome);
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
        let severity = match self.applies(rule, graded, cx.document) {
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
            gathered.outcome.findings.push(self.finding(cx, rule, severity, hit));
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

    fn applies(&self, rule: &Rule, severity: Severity, document: &Document) -> Applies {
        let when = &rule.when;
        let identity = &document.identity;
        match identity.level {
            Some(level) if !when.levels.is_empty() && !when.levels.contains(&level) => {
                return Applies::No("不适用于本级机关".to_owned());
            }
            None if when.known_level => return Applies::No("不知道机关层级".to_owned()),
            _ => {}
        }
        let bases = || rule.basis.iter().map(|basis| self.rules.norms.norm(basis.norm));
        let Some(year) = identity.report_year.as_ref().map(|year| year.value) else {
            let dated = when.to_year.is_some() || bases().all(|norm| norm.is_tied_to_a_period());
            return match dated {
                true => Applies::Unknown("不知道报告所述年度".to_owned()),
                false => Applies::Yes(severity),
            };
        };
        if when.from_year.is_some_and(|from| year < from) || when.to_year.is_some_and(|to| year > to) {
            return Applies::No(format!("不适用于{year}年度"));
        }
        if bases().all(|norm| norm.standing(year) == Standing::Outside) {
            return match when.outside_norm {
                OutsideNorm::Off => Applies::No(format!("依据不适用于{year}年度")),
                OutsideNorm::Note => Applies::Yes(Severity::Note),
            };
        }
        Applies::Yes(severity)
    }

    fn finding(&self, cx: &Context<'_>, rule: &Rule, severity: Severity, hit: &Hit) -> Finding {
        let document = cx.document;
        let section = hit.section.or_else(|| document.section_at(hit.span.start));
        let heading = section.map(|id| cx.heading(id).to_owned());
        let value = |name: &str| match name {
            "match" => hit
                .values
                .iter()
                .find(|(key, _)| *key == "match")
                .map(|(_, value)| value.clone())
                .or_else(|| Some(hit.span.of(cx.text()).to_owned())),
            "section" => heading.clone().or_else(|| Some("全文".to_owned())),
            name => hit.values.iter().find(|(key, _)| *key == name).map(|(_, value)| value.clone()),
        };
        let year = document.identity.report_year.as_ref().map(|year| year.value);
        // An edit over markup would take the markup with it.
        let spares = |(span, _): &(Span, String)| !document.folded.skips_words(*span, &document.text);
        let all_spare = hit.edits.iter().all(spares);
        let edits: Vec<Edit> = hit
            .edits
            .iter()
            .filter(|_| all_spare)
            .map(|(span, text)| Edit { span: document.original(*span), replacement: text.clone() })
            .collect();
        let mut path = section.map(|id| document.path_to(id)).unwrap_or_default();
        // A hit on a heading is told by the headings around it and by itself.
        path.dedup();
        Finding {
            rule: rule.id.0.clone(),
            title: rule.title.clone(),
            severity: if hit.severity == Some(Milder::Note) { Severity::Note } else { severity },
            message: rule.message.fill(value),
            span: document.original(hit.span),
            section: path.into_iter().map(|id| trim(cx.heading(id))).collect(),
            count: hit.count,
            basis: rule.basis_text(&self.rules.norms, year),
            help: rule.help.as_ref().map(|help| help.fill(value)),
            related: hit
                .related
                .iter()
                .map(|(span, message)| Related { span: document.original(*span), message: message.clone() })
                .collect(),
            fix: (!edits.is_empty()).then(|| Fix { safe: rule.fix == Some(FixSafety::Safe), edits }),
        }
    }

    fn verdicts(&self, answers: Vec<Option<Asked>>, weakened: &[Weakening], outcome: &mut Outcome) {
        for (rule, answer) in self.rules.rules.iter().zip(answers) {
            let (Some(title), Some(Asked { mut answer, evidence, mut reason })) = (&rule.requirement, answer) else {
                continue;
            };
            let role = rule.check.role().map(|role| role.0.as_ref());
            let by: Vec<&str> = weakened
                .iter()
                .map(|weakening| (&self.rules.rules[weakening.rule], &weakening.roles))
                .filter(|(weakening, roles)| {
                    weakening.weakens.contains(&rule.id)
                        && (weakening.weakens.len() == 1
                            || role.is_none_or(|role| roles.iter().any(|other| other == role)))
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

fn answer(rule: &Rule, hits: &Hits, scopes: &[Scope]) -> Answer {
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
fn roles_at(cx: &Context<'_>, hit: &Hit) -> Vec<String> {
    let Some(section) = hit.section.or_else(|| cx.document.section_at(hit.span.start)) else { return Vec::new() };
    let path = cx.document.path_to(section);
    path.iter().flat_map(|id| cx.document.sections[*id].roles.iter()).map(|role| role.0.to_string()).collect()
}

/// A heading for a path: cut to some characters.
fn trim(heading: &str) -> String {
    const MOST: usize = 40;
    let heading = heading.trim_end_matches(['。', '，', '：', '；']);
    match heading.char_indices().nth(MOST) {
        Some((at, _)) => format!("{}…", &heading[..at]),
        None => heading.to_owned(),
    }
}
