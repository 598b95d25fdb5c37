//! One defect planted in a good sample is found at its place, and nothing else is.
//!
//! The table is `mutations.yaml`. An entry that is found nowhere, elsewhere or together with others shows a rule to be wrong.

use std::collections::BTreeMap;
use std::fmt;

use gangyao::check::Check;
use gangyao::finding::Finding;
use gangyao::text::fold::fold_word;
use gangyao::text::span::Span;
use serde::Deserialize;

use super::support::{Checked, RULES, check, root};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Mutation {
    rule: String,
    /// Below `reports/`.
    sample: String,
    changes: Vec<Change>,
    /// The words the finding points at, as a reader writes them.
    finds: String,
    /// Whether the finding points at another line than the changed ones (a missing thing is told at its section's heading).
    #[serde(default)]
    elsewhere: bool,
    /// Findings that come with it because the defect is really two.
    #[serde(default)]
    also: Vec<Companion>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Change {
    /// Stands exactly once in the sample.
    replace: String,
    /// Where the replaced text ends, this included; the end of `replace` where absent.
    through: Option<String>,
    with: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Companion {
    rule: String,
    finds: String,
    /// Why the defect is two.
    reason: String,
}

/// Rule and folded words of a finding.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Gist {
    rule: String,
    words: String,
}

impl Gist {
    fn new(rule: &str, words: &str) -> Self {
        Self { rule: rule.to_owned(), words: fold_word(words.trim()) }
    }

    fn of(finding: &Finding, text: &str) -> Self {
        Self::new(&finding.rule, finding.span.of(text))
    }
}

impl fmt::Display for Gist {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}「{}」", self.rule, self.words.replace('\n', "⏎"))
    }
}

/// A sample after its changes.
struct Mutant {
    text: String,
    /// Bytes of `text` that the changes put there.
    changed: Vec<Span>,
}

impl Mutation {
    fn mutant(&self, sample: &str) -> Result<Mutant, String> {
        let mut places: Vec<(Span, &str)> = Vec::new();
        for change in &self.changes {
            places.push((change.place(sample)?, &change.with));
        }
        places.sort_by_key(|(span, _)| span.start);
        let (mut text, mut changed, mut at) = (String::new(), Vec::new(), 0);
        for (span, with) in places {
            text.push_str(&sample[at..span.start]);
            let start = text.len();
            text.push_str(with);
            changed.push(Span::new(start, text.len()));
            at = span.end;
        }
        text.push_str(&sample[at..]);
        Ok(Mutant { text, changed })
    }

    /// What is wrong with what was found, or nothing.
    fn judge(&self, before: &Checked, mutant: &Mutant) -> Vec<String> {
        let after = check(&self.sample, &mutant.text);
        let mut wrong = Vec::new();
        let mut left = counted(before);
        let mut expected = vec![Gist::new(&self.rule, &self.finds)];
        expected.extend(self.also.iter().map(|other| Gist::new(&other.rule, &other.finds)));
        for finding in &after.outcome.findings {
            let gist = Gist::of(finding, &after.document.text);
            if let Some(count) = left.get_mut(&gist).filter(|count| **count > 0) {
                *count -= 1;
                continue;
            }
            match expected.iter().position(|other| *other == gist) {
                None => wrong.push(format!("also finds {gist}: {}", finding.message)),
                Some(at) => {
                    expected.remove(at);
                    let near = mutant.changed.iter().any(|span| same_line(&after, finding.span, *span));
                    if finding.rule == self.rule && near == self.elsewhere {
                        wrong.push(format!("finds {gist} {}", if near { "at the change" } else { "elsewhere" }));
                    }
                }
            }
        }
        wrong.extend(expected.iter().map(|gist| format!("does not find {gist}")));
        wrong
    }
}

impl Change {
    fn place(&self, sample: &str) -> Result<Span, String> {
        let start = match sample.matches(&self.replace).count() {
            1 => sample.find(&self.replace).unwrap_or_default(),
            count => return Err(format!("“{}” stands {count} times in the sample", self.replace)),
        };
        let end = start + self.replace.len();
        let Some(through) = &self.through else { return Ok(Span::new(start, end)) };
        let rest = sample[end..].find(through.as_str()).ok_or_else(|| format!("no “{through}” after it"))?;
        Ok(Span::new(start, end + rest + through.len()))
    }
}

fn counted(checked: &Checked) -> BTreeMap<Gist, usize> {
    let mut counts = BTreeMap::new();
    for finding in &checked.outcome.findings {
        *counts.entry(Gist::of(finding, &checked.document.text)).or_default() += 1;
    }
    counts
}

fn same_line(checked: &Checked, one: Span, other: Span) -> bool {
    let lines = |span: Span| [span.start, span.end].map(|offset| checked.document.position(offset).line);
    let ([from, to], [start, end]) = (lines(one), lines(other));
    from <= end && start <= to
}

fn table() -> Vec<Mutation> {
    let text = std::fs::read_to_string(root().join("tests/it/mutations.yaml")).expect("the table is there");
    serde_yaml::from_str(&text).unwrap_or_else(|error| panic!("{error}"))
}

#[test]
fn a_planted_defect_is_found_at_its_place_and_nothing_else_is() {
    let mut samples: BTreeMap<String, (String, Checked)> = BTreeMap::new();
    let mut wrong = Vec::new();
    for mutation in table() {
        let (text, before) = samples.entry(mutation.sample.clone()).or_insert_with(|| {
            let text = std::fs::read_to_string(root().join("reports").join(&mutation.sample)).expect("a sample");
            let before = check(&mutation.sample, &text);
            (text, before)
        });
        let told = match mutation.mutant(text) {
            Ok(mutant) => mutation.judge(before, &mutant),
            Err(reason) => vec![reason],
        };
        if !told.is_empty() {
            let with = mutation.changes.first().map_or("", |change| &change.with);
            wrong.push(format!("{} in {}, “{with}”:\n    {}", mutation.rule, mutation.sample, told.join("\n    ")));
        }
    }
    assert!(wrong.is_empty(), "{} mutations:\n{}", wrong.len(), wrong.join("\n"));
}

/// Rules that find more in a text than they did before, once for each finding.
fn new_rules(before: &Checked, text: &str) -> Vec<String> {
    let after = check("a.txt", text);
    let mut left = counted(before);
    let known = |gist: &Gist, left: &mut BTreeMap<Gist, usize>| {
        left.get_mut(gist).filter(|count| **count > 0).map(|count| *count -= 1).is_some()
    };
    let all = after.outcome.findings.iter().map(|finding| Gist::of(finding, &after.document.text));
    all.filter(|gist| !known(gist, &mut left)).map(|gist| gist.rule).collect()
}

#[test]
fn every_mark_of_a_sample_is_missed_by_one_rule_only() {
    let text = std::fs::read_to_string(root().join("reports/good/town.txt")).expect("the sample is there");
    let before = check("a.txt", &text);
    let mut wrong = Vec::new();
    for (at, mark) in text.char_indices() {
        let ends_line = text[at + mark.len_utf8()..].starts_with('\n');
        let rule = match mark {
            '《' | '》' | '“' | '”' | '（' | '）' if !text[..at].ends_with('\n') => "punct/unpaired",
            '。' if ends_line => "punct/missing-end",
            _ => continue,
        };
        let without = format!("{}{}", &text[..at], &text[at + mark.len_utf8()..]);
        let found = new_rules(&before, &without);
        if found != [rule] {
            let position = before.document.position(at);
            wrong.push(format!("{}:{} without {mark}: {found:?}", position.line, position.column));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_companion_has_its_reason() {
    let table = table();
    let without: Vec<&str> = table
        .iter()
        .filter(|mutation| mutation.also.iter().any(|other| other.reason.chars().count() < 6))
        .map(|mutation| mutation.rule.as_str())
        .collect();
    assert!(without.is_empty(), "{without:?}");
}

#[test]
fn every_rule_of_pack_gongwen_has_a_mutation() {
    let table = table();
    let without: Vec<&str> = RULES
        .rules
        .iter()
        .filter(|rule| RULES.packs[rule.pack].name == "gongwen" && rule.check.looks_at_documents())
        // What a file holds beside its text cannot be planted in a text; `docx.rs` plants it in files.
        .filter(|rule| !matches!(rule.check, Check::Traces(_)))
        .map(|rule| rule.id.0.as_str())
        .filter(|id| !table.iter().any(|mutation| mutation.rule == *id))
        .collect();
    assert!(without.is_empty(), "rules without a mutation: {without:?}");
}
