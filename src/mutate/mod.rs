//! Mutation: good reports are broken in one place at a time, to see whether exactly the intended rule tells.
//!
//! Which changes are made and which rule each is meant for stands in `mutations.yaml` of a pack ([`plan`]); where a report can be
//! broken is found here, without asking the rules: `parts` by the outline, `figures` by arithmetic that comes out right in the
//! good report, `words` by dates, years, cited titles and patterns. A figure that nothing relates to another one is left alone:
//! no rule could judge it. Pure and deterministic.

pub mod plan;

mod figures;
mod parts;
mod words;

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use crate::document::{Document, builder};
use crate::input::{self, Source};
use crate::lint::{Linter, Options};
use crate::rule::{RuleSet, Selection};
use crate::text::fold::fold_word;
use crate::text::span::Span;
use plan::{Known, Plan, Planned};

/// A good report.
#[derive(Debug, Clone)]
pub struct Good {
    /// Its name as shown, below the folder of reports.
    pub name: String,
    /// Its bytes; the name's extension tells the format.
    pub bytes: Vec<u8>,
}

/// One change of one report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Mutation {
    /// Name of the kind of change.
    pub change: &'static str,
    /// What is done, in Chinese.
    pub deed: String,
    /// Original bytes at which a reader sees it.
    pub place: Span,
    /// Replacements of original bytes, in order, not overlapping.
    pub edits: Vec<(Span, String)>,
    /// Rules that must tell.
    pub must: BTreeSet<String>,
    /// Rules one of which may tell instead.
    pub instead: BTreeSet<String>,
    /// Rules that may tell too.
    pub may: BTreeSet<String>,
}

impl Mutation {
    /// A change as planned: where it is seen, what is done, and the edits that do it, in order.
    fn planned(planned: &Planned, place: Span, deed: String, edits: Vec<(Span, String)>) -> Self {
        Mutation {
            change: planned.change.name(),
            deed,
            place,
            edits,
            must: planned.fires.clone(),
            instead: planned.or.clone(),
            may: planned.may.clone(),
        }
    }

    /// Other words in the place of some folded ones.
    fn of_words(document: &Document, planned: &Planned, words: Span, with: String) -> Self {
        let place = document.original(words);
        let deed = format!("“{}”改为“{with}”", place.of(&document.text));
        Self::planned(planned, place, deed, vec![(place, with)])
    }
}

/// How a mutation came out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Fate {
    /// The intended rules told, and no other.
    Killed,
    /// An intended rule did not tell.
    Survived,
    /// The intended rules told, and others too.
    Noisy,
}

/// A mutation that was tried.
#[derive(Debug, Clone)]
pub struct Tried {
    /// The report.
    pub report: String,
    /// Name of the kind of change.
    pub change: &'static str,
    /// What was done, in Chinese.
    pub deed: String,
    /// Line of the report, 1-based.
    pub line: usize,
    /// The words changed with some around them, as in the report.
    pub words: String,
    /// Which of the changes that are known to survive it is, if it is one.
    known: Option<usize>,
    /// Rules that had to tell.
    pub must: Vec<String>,
    /// Rules that told something new.
    pub told: Vec<String>,
    /// How it came out.
    pub fate: Fate,
    /// Why it is known not to be killed.
    pub reason: Option<String>,
}

/// All that came of mutating.
#[derive(Debug, Default)]
pub struct Kills {
    /// Every mutation, by report and place.
    pub tried: Vec<Tried>,
    /// Reports that cannot be mutated (formats that are not plain text), with the reason.
    pub left_out: Vec<(String, String)>,
    /// Entries of `known` that name no mutation that survives.
    pub stale: Vec<Known>,
    /// Least share of kills, in percent.
    pub at_least: u32,
}

impl Kills {
    /// Mutations that came out so.
    pub fn count(&self, fate: Fate) -> usize {
        self.tried.iter().filter(|tried| tried.fate == fate).count()
    }

    /// Share of mutations that were killed, in hundredths of a percent.
    pub fn rate(&self) -> usize {
        match self.tried.len() {
            0 => 0,
            all => self.count(Fate::Killed) * 10_000 / all,
        }
    }

    /// Whether too little is killed, something survives without a reason, or a reason is out of date.
    pub fn fails(&self) -> bool {
        let unexplained = |tried: &Tried| tried.fate != Fate::Killed && tried.reason.is_none();
        self.rate() < self.at_least as usize * 100 || self.tried.iter().any(unexplained) || !self.stale.is_empty()
    }
}

/// Mutates good reports as planned; `begin` is told how many mutations there are and `done` of each.
pub fn run(
    rules: &RuleSet,
    selection: &Selection,
    plan: &Plan,
    reports: &[Good],
    progress: &(dyn Progress + Sync),
) -> Kills {
    let linter = Linter::new(rules, selection);
    let mut kills = Kills { at_least: plan.at_least, ..Kills::default() };
    let mut work = Vec::new();
    for good in reports {
        match Report::read(good, &linter) {
            Ok(report) => work.push(report),
            Err(reason) => kills.left_out.push((good.name.clone(), reason)),
        }
    }
    let planned: Vec<(&Report, Mutation)> = work
        .iter()
        .flat_map(|report| mutations(plan, rules, &report.document).into_iter().map(move |mutation| (report, mutation)))
        .filter_map(|(report, mutation)| Some((report, mutation.among(rules, selection)?)))
        .collect();
    progress.begin(planned.len());
    let one = |(report, mutation): &(&Report, Mutation)| {
        let tried = report.try_one(mutation, &linter, plan);
        progress.done();
        tried
    };
    kills.tried = planned.par_iter().map(one).collect();
    let used = |at: usize| kills.tried.iter().any(|tried| tried.known == Some(at));
    kills.stale = (0..plan.known.len()).filter(|at| !used(*at)).map(|at| plan.known[at].clone()).collect();
    kills
}

/// Is told how far the work is.
pub trait Progress {
    /// So many mutations will be tried.
    fn begin(&self, mutations: usize);
    /// One more is done.
    fn done(&self);
}

/// Every mutation of a document that the plan asks for, in the order of the plan and the text.
fn mutations(plan: &Plan, rules: &RuleSet, document: &Document) -> Vec<Mutation> {
    let mut all = parts::mutations(plan, document);
    all.extend(figures::mutations(plan, document));
    all.extend(words::mutations(plan, rules, document));
    all
}

impl Mutation {
    /// The same with only those rules that run; `None` where no rule that runs is meant.
    fn among(mut self, rules: &RuleSet, selection: &Selection) -> Option<Mutation> {
        let runs = |id: &String| {
            let at = rules.rules.iter().position(|rule| rule.id.0 == *id);
            at.is_some_and(|at| selection.holds(at))
        };
        self.must.retain(runs);
        (!self.must.is_empty()).then_some(self)
    }

    /// How it came out if these rules told something new.
    fn fate(&self, told: &BTreeSet<String>) -> Fate {
        let intended = |rule: &String| [&self.must, &self.instead, &self.may].iter().any(|rules| rules.contains(rule));
        match self.must.is_subset(told) || !self.instead.is_disjoint(told) {
            false => Fate::Survived,
            true if told.iter().all(intended) => Fate::Killed,
            true => Fate::Noisy,
        }
    }

    fn apply(&self, text: &str) -> String {
        let mut out = String::with_capacity(text.len());
        let mut at = 0;
        for (span, with) in &self.edits {
            out.push_str(&text[at..span.start]);
            out.push_str(with);
            at = span.end;
        }
        out + &text[at..]
    }
}

/// Rule and folded words of a finding.
type Gist = (String, String);

/// A good report as read.
struct Report {
    name: String,
    document: Document,
    /// What is found in it as it is.
    before: BTreeMap<Gist, usize>,
}

impl Report {
    fn read(good: &Good, linter: &Linter<'_>) -> Result<Report, String> {
        let source = Source::from_bytes(good.name.clone(), good.bytes.clone());
        let read = input::read(&source).map_err(|error| error.to_string())?;
        if read.encoding.is_none() {
            return Err("这种文件不是纯文本，不能逐处改坏".to_owned());
        }
        let document = builder::build(read.draft, &good.name, &linter.rules().reading);
        let before = found(&document, linter);
        Ok(Report { name: good.name.clone(), document, before })
    }

    fn try_one(&self, mutation: &Mutation, linter: &Linter<'_>, plan: &Plan) -> Tried {
        let text = mutation.apply(&self.document.text);
        let source = Source::from_bytes(self.name.clone(), text.into_bytes());
        let told: BTreeSet<String> = match input::read(&source) {
            Ok(read) => {
                let document = builder::build(read.draft, &self.name, &linter.rules().reading);
                let after = found(&document, linter);
                let is_new = |(gist, count): &(&Gist, &usize)| self.before.get(*gist).is_none_or(|old| old < *count);
                after.iter().filter(is_new).map(|((rule, _), _)| rule.clone()).collect()
            }
            // A report that is empty after the change is told by nobody.
            Err(_) => BTreeSet::new(),
        };
        let fate = mutation.fate(&told);
        let (text, place) = (&self.document.text, mutation.place);
        let is_of = |known: &Known| known.is_of(&self.name, mutation.change, text, place);
        let known = plan.known.iter().position(is_of).filter(|_| fate != Fate::Killed);
        Tried {
            report: self.name.clone(),
            change: mutation.change,
            deed: mutation.deed.clone(),
            line: self.document.position(place.start).line,
            words: around(text, place).of(text).to_owned(),
            must: mutation.must.iter().cloned().collect(),
            told: told.into_iter().collect(),
            fate,
            reason: known.map(|at| plan.known[at].reason.clone()),
            known,
        }
    }
}

/// A place with some characters around it, on its line.
fn around(text: &str, place: Span) -> Span {
    const BEFORE: usize = 10;
    const AFTER: usize = 4;
    let ends_line = |c: &char| matches!(c, '\n' | '\r');
    let before: usize =
        text[..place.start].chars().rev().take_while(|c| !ends_line(c)).take(BEFORE).map(char::len_utf8).sum();
    let after: usize = text[place.end..].chars().take_while(|c| !ends_line(c)).take(AFTER).map(char::len_utf8).sum();
    Span::new(place.start - before, place.end + after)
}

fn found(document: &Document, linter: &Linter<'_>) -> BTreeMap<Gist, usize> {
    let mut counts = BTreeMap::new();
    for finding in linter.lint(document, &Options::default()).findings {
        let gist = (finding.rule.clone(), fold_word(finding.span.of(&document.text)));
        *counts.entry(gist).or_default() += 1;
    }
    counts
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fate(told: &[&str]) -> Fate {
        let set = |rules: &[&str]| rules.iter().map(|rule| (*rule).to_owned()).collect::<BTreeSet<_>>();
        let mutation = Mutation {
            change: "delete",
            deed: String::new(),
            place: Span::at(0),
            edits: Vec::new(),
            must: set(&["a/must"]),
            instead: set(&["a/instead"]),
            may: set(&["a/may"]),
        };
        mutation.fate(&set(told))
    }

    #[test]
    fn is_killed_by_exactly_the_intended_rules() {
        assert_eq!(fate(&["a/must"]), Fate::Killed);
        assert_eq!(fate(&["a/must", "a/may"]), Fate::Killed);
        assert_eq!(fate(&["a/instead"]), Fate::Killed);
        assert_eq!(fate(&["a/must", "b/other"]), Fate::Noisy);
        assert_eq!(fate(&["a/may"]), Fate::Survived);
        assert_eq!(fate(&["b/other"]), Fate::Survived);
        assert_eq!(fate(&[]), Fate::Survived);
    }
}
