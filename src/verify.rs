//! Running rules on their own examples: a rule must fire on each bad one and be silent on each good one.

use crate::check::scope::Unit;
use crate::document::{Document, DocumentType, Found, Genre, Trace, TraceKind, builder};
use crate::finding::Finding;
use crate::input::plain;
use crate::lint::{Linter, Options};
use crate::rule::{Example, ExampleTrace, Rule, RuleSet, Selection};
use crate::text::span::Span;

/// An example that did not come out as it should.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// Rule id.
    pub rule: String,
    /// The example.
    pub example: String,
    /// What is wrong, in Chinese.
    pub reason: String,
}

/// Runs the examples of the chosen rules; a rule without a bad or without a good example fails too.
pub fn examples(rules: &RuleSet, selection: &Selection) -> Vec<Failure> {
    let mut failures = Vec::new();
    for (index, rule) in rules.rules.iter().enumerate().filter(|(index, _)| selection.holds(*index)) {
        let alone = match rules.select(std::slice::from_ref(&rule.id.0), &[]) {
            Ok(alone) => alone,
            Err(_) => continue,
        };
        debug_assert!(alone.holds(index));
        let linter = Linter::new(rules, &alone);
        let mut fail = |example: &str, reason: String| {
            failures.push(Failure { rule: rule.id.0.clone(), example: example.to_owned(), reason });
        };
        if rule.examples.bad.is_empty() || rule.examples.good.is_empty() {
            fail("", "规则至少要有一个反例（bad）和一个正例（good）".to_owned());
        }
        for example in &rule.examples.bad {
            let (document, findings) = run(&linter, rules, rule, example);
            if findings.is_empty() {
                fail(&example.text, "应当报告而没有报告".to_owned());
            } else if let Some(expected) = &example.expect {
                let matched: Vec<&str> = findings.iter().map(|finding| finding.span.of(&document.text)).collect();
                if matched != *expected {
                    fail(&example.text, format!("应命中{expected:?}，实际命中{matched:?}"));
                }
            }
        }
        for example in &rule.examples.good {
            let (document, findings) = run(&linter, rules, rule, example);
            if let Some(finding) = findings.first() {
                fail(
                    &example.text,
                    format!("不应报告而报告了“{}”：{}", finding.span.of(&document.text), finding.message),
                );
            }
        }
    }
    failures
}

fn run(linter: &Linter<'_>, rules: &RuleSet, rule: &Rule, example: &Example) -> (Document, Vec<Finding>) {
    let document = document(rules, rule, example);
    let options = Options { published: example.published };
    let findings = linter.lint(&document, &options).findings;
    (document, findings)
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
