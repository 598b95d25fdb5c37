//! Trying rules: on the examples they carry, on case files, and on whole reports held against snapshots.
//!
//! A case tries one rule alone. Files are read by `rule::case` and written by `cli`; this module is pure.

pub mod changes;
pub mod coverage;
pub mod snapshot;

use rayon::prelude::*;

use crate::check::scope::Unit;
use crate::document::{Document, DocumentType, Found, Genre, Trace, TraceKind, builder};
use crate::finding::Finding;
use crate::input::plain;
use crate::lint::{Linter, Options};
use crate::rule::case::{Case, Expected, Origin, Wanted, beginning};
use crate::rule::{Example, ExampleTrace, Rule, RuleSet, Selection};
use crate::text::span::Span;

/// How a case came out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// As expected.
    Pass,
    /// A finding that is expected was not made.
    Missing,
    /// A finding was made that is not expected.
    Noisy,
    /// Findings were made, but others than expected.
    Wrong,
    /// Not as expected, as its `todo` says.
    Todo,
    /// As expected although its `todo` says it cannot be.
    TodoPasses,
}

impl Verdict {
    /// All, in the order they are told.
    pub const ALL: [Verdict; 6] =
        [Verdict::Pass, Verdict::Missing, Verdict::Noisy, Verdict::Wrong, Verdict::Todo, Verdict::TodoPasses];

    /// Chinese word for messages.
    pub fn title(self) -> &'static str {
        match self {
            Verdict::Pass => "通过",
            Verdict::Missing => "漏报",
            Verdict::Noisy => "误报",
            Verdict::Wrong => "报错了地方",
            Verdict::Todo => "待办",
            Verdict::TodoPasses => "待办已可通过",
        }
    }

    /// Whether it fails a run.
    pub fn fails(self) -> bool {
        matches!(self, Verdict::Missing | Verdict::Noisy | Verdict::Wrong)
    }
}

/// A case that was run.
#[derive(Debug, Clone)]
pub struct Tested {
    /// The case.
    pub case: Case,
    /// How it came out.
    pub verdict: Verdict,
    /// What the rule found.
    pub actual: Vec<Expected>,
}

/// The cases that stand in the rules themselves, of the chosen rules.
pub fn examples(rules: &RuleSet, selection: &Selection) -> Vec<Case> {
    let chosen = rules.rules.iter().enumerate().filter(|(index, _)| selection.holds(*index));
    let chosen = chosen.filter(|(_, rule)| rule.check.looks_at_documents());
    let of_rule = |(_, rule): (usize, &Rule)| {
        let bad = rule.examples.bad.iter().enumerate().map(|(at, example)| {
            let exactly = |words: &Vec<String>| {
                let finding = |matched: &String| Expected { matched: matched.clone(), message: None, section: None };
                Wanted::Exactly(words.iter().map(finding).collect())
            };
            of_example(rule, example, Origin::Bad(at + 1), example.expect.as_ref().map_or(Wanted::Some, exactly))
        });
        let good = rule.examples.good.iter().enumerate();
        let good =
            good.map(|(at, example)| of_example(rule, example, Origin::Good(at + 1), Wanted::Exactly(Vec::new())));
        bad.chain(good).collect::<Vec<_>>()
    };
    chosen.flat_map(of_rule).collect()
}

fn of_example(rule: &Rule, example: &Example, origin: Origin, wanted: Wanted) -> Case {
    Case { rule: rule.id.clone(), origin, name: beginning(&example.text), example: example.clone(), wanted, todo: None }
}

/// Runs cases, in parallel; `done` is told of each. The results are in the order of the cases.
pub fn run(rules: &RuleSet, cases: Vec<Case>, done: impl Fn() + Sync) -> Vec<Tested> {
    let one = |case: Case| {
        let tested = one(rules, case);
        done();
        tested
    };
    cases.into_par_iter().filter_map(one).collect()
}

/// Runs one case; `None` for a case of a rule that is not among the rules, which reading a case refuses.
fn one(rules: &RuleSet, case: Case) -> Option<Tested> {
    let rule = rules.rule(&case.rule.0)?;
    let alone = rules.select(std::slice::from_ref(&rule.id.0), &[]).ok()?;
    let linter = Linter::new(rules, &alone);
    let document = document(rules, rule, &case.example);
    let findings = linter.lint(&document, &Options { published: case.example.published }).findings;
    let actual: Vec<Expected> = findings.iter().map(|finding| seen(&document, finding)).collect();
    let verdict = match (judge(&case.wanted, &actual), &case.todo) {
        (Verdict::Pass, Some(_)) => Verdict::TodoPasses,
        (_, Some(_)) => Verdict::Todo,
        (verdict, None) => verdict,
    };
    Some(Tested { case, verdict, actual })
}

fn seen(document: &Document, finding: &Finding) -> Expected {
    Expected {
        matched: finding.span.of(&document.text).to_owned(),
        message: Some(finding.message.clone()),
        section: finding.section.last().cloned(),
    }
}

fn judge(wanted: &Wanted, actual: &[Expected]) -> Verdict {
    let Wanted::Exactly(expected) = wanted else {
        return if actual.is_empty() { Verdict::Missing } else { Verdict::Pass };
    };
    let mut left: Vec<&Expected> = actual.iter().collect();
    let unmet = expected.iter().filter(|expected| match left.iter().position(|actual| meets(expected, actual)) {
        Some(at) => {
            left.remove(at);
            false
        }
        None => true,
    });
    let unmet = unmet.count();
    match (unmet, left.len()) {
        (0, 0) => Verdict::Pass,
        (0, _) => Verdict::Noisy,
        (_, 0) => Verdict::Missing,
        _ => Verdict::Wrong,
    }
}

/// Whether a finding is the expected one, in what the expectation says.
fn meets(expected: &Expected, actual: &Expected) -> bool {
    let same = |expected: &Option<String>, actual: &Option<String>| expected.is_none() || expected == actual;
    expected.matched.trim_end() == actual.matched.trim_end()
        && same(&expected.message, &actual.message)
        && same(&expected.section, &actual.section)
}

/// Reads an example: a text of several lines, or one that begins as a document begins, is a document; any other text is put
/// where the rule looks.
fn document(rules: &RuleSet, rule: &Rule, example: &Example) -> Document {
    let genre = rules.packs[rule.pack].genre.as_ref().or(rule.when.genre.as_ref());
    let genre = genre.and_then(|name| rules.reading.genres.iter().find(|genre| genre.name == *name));
    let text = match is_whole(&example.text, rule) {
        true => example.text.clone(),
        false => around(rule, example, genre),
    };
    let mut draft = plain::draft(text);
    draft.traces = example.traces.iter().map(|trace| placed(trace, &draft.text)).collect();
    let mut document = builder::build(draft, "example.txt", &rules.reading);
    if let (Some(genre), DocumentType::Other) = (genre, &document.kind) {
        document.kind = DocumentType::Genre(genre.name.clone());
    }
    if let Some(year) = example.year {
        document.identity.report_year = Some(Found { value: year, span: Span::at(document.body.start) });
    }
    if example.level.is_some() {
        document.identity.level = example.level;
    }
    document
}

/// A trace of an example at the words it is about.
fn placed(trace: &ExampleTrace, text: &str) -> Trace {
    let start = text.find(&trace.at).unwrap_or(0);
    let len = if trace.kind == TraceKind::Deletion { 0 } else { trace.at.len() };
    let span = Span::new(start, start + len);
    Trace { kind: trace.kind, span, text: trace.text.clone(), author: trace.author.clone() }
}

fn is_whole(text: &str, rule: &Rule) -> bool {
    let text = text.trim();
    let begins_as_document = ["一、", "#"].iter().any(|mark| text.starts_with(mark)) || text.starts_with("关于");
    rule.scope.unit() == Unit::Title || text.contains('\n') || begins_as_document
}

/// A small report with the text in a section of the rule's first role, or in the measures.
fn around(rule: &Rule, example: &Example, genre: Option<&Genre>) -> String {
    const YEAR: u16 = 2023;
    let Some(genre) = genre else { return example.text.clone() };
    let year = example.year.unwrap_or(YEAR);
    let role = rule.scope.roles().first();
    let spec = genre.roles.iter().find(|spec| role.is_none_or(|role| spec.role == *role));
    let heading = spec.map_or("", |spec| spec.title.as_str());
    let text = match rule.scope.unit() {
        Unit::Subsection if !example.text.starts_with('（') => format!("（一）{}", example.text),
        _ => example.text.clone(),
    };
    format!("云溪县人民政府关于{year}年法治政府建设情况的报告\n一、{heading}\n{text}\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn finding(matched: &str, message: &str) -> Expected {
        Expected {
            matched: matched.to_owned(),
            message: Some(message.to_owned()),
            section: Some("一、成效".to_owned()),
        }
    }

    fn wanted(matched: &[&str]) -> Wanted {
        let expected = |words: &&str| Expected { matched: (*words).to_owned(), message: None, section: None };
        Wanted::Exactly(matched.iter().map(expected).collect())
    }

    #[test]
    fn tells_missing_noisy_and_wrong_apart() {
        let found = [finding("甲", "一"), finding("乙", "二")];
        assert_eq!(judge(&wanted(&["甲", "乙"]), &found), Verdict::Pass);
        assert_eq!(judge(&wanted(&["甲"]), &found), Verdict::Noisy);
        assert_eq!(judge(&wanted(&["甲", "乙", "丙"]), &found), Verdict::Missing);
        assert_eq!(judge(&wanted(&["甲", "丙"]), &found), Verdict::Wrong);
        assert_eq!(judge(&wanted(&[]), &found), Verdict::Noisy);
        assert_eq!(judge(&wanted(&[]), &[]), Verdict::Pass);
        assert_eq!(judge(&Wanted::Some, &[]), Verdict::Missing);
    }

    #[test]
    fn one_finding_does_not_meet_two_expectations() {
        assert_eq!(judge(&wanted(&["甲", "甲"]), &[finding("甲", "一")]), Verdict::Missing);
    }

    #[test]
    fn looks_at_message_and_section_only_where_they_are_given() {
        let with = |message: Option<&str>, section: Option<&str>| {
            let owned = |text: Option<&str>| text.map(str::to_owned);
            Wanted::Exactly(vec![Expected { matched: "甲".into(), message: owned(message), section: owned(section) }])
        };
        let found = [finding("甲", "一")];
        assert_eq!(judge(&with(Some("一"), None), &found), Verdict::Pass);
        assert_eq!(judge(&with(Some("二"), None), &found), Verdict::Wrong);
        assert_eq!(judge(&with(None, Some("二、不足")), &found), Verdict::Wrong);
    }
}
