//! Breaking figures that come out right: rates, the counts they are made of, totals and their parts, announced numbers of items.
//!
//! What is related is found by arithmetic within one sentence and by nothing else: a rate with one or two decimals that is the
//! quotient of two counts, a total that is the sum of the counts after or before it. Whatever does not come out is left alone.

use std::sync::LazyLock;

use regex::Regex;

use super::Mutation;
use super::plan::{Change, Plan, Planned, Relation};
use crate::document::{BlockKind, Document};
use crate::text::span::Span;
use crate::text::split::sentences;

pub(super) fn mutations(plan: &Plan, document: &Document) -> Vec<Mutation> {
    let text = document.folded_text();
    let is_text = |kind: BlockKind| matches!(kind, BlockKind::Body | BlockKind::TableRow);
    let parts = document.blocks.iter().filter(|block| is_text(block.kind)).map(|block| block.folded);
    let mut all = Vec::new();
    for sentence in parts.flat_map(|part| sentences(text, part)) {
        let read = Sentence::read(text, sentence);
        for planned in &plan.changes {
            for broken in read.broken_by(&planned.change) {
                all.push(mutation(document, planned, plan, broken));
            }
        }
    }
    for planned in plan.changes.iter().filter(|planned| matches!(planned.change, Change::Announce(_))) {
        all.extend(announced(document).into_iter().map(|broken| mutation(document, planned, plan, broken)));
    }
    all
}

/// A figure and the wrong one that comes in its place.
struct Broken {
    span: Span,
    with: String,
    /// The relations that do not come out any more.
    relations: Vec<Relation>,
}

fn mutation(document: &Document, planned: &Planned, plan: &Plan, broken: Broken) -> Mutation {
    // A count may take part in two relations: both are broken then. One cause, one finding: that of the relation it is listed
    // under is asked for, that of the other is welcome.
    let others = plan.changes.iter().filter(|other| match &other.change {
        Change::Count(count) => broken.relations.contains(&count.of),
        _ => false,
    });
    let mut mutation = Mutation::of_words(document, planned, broken.span, broken.with);
    mutation.may.extend(others.flat_map(|other| other.fires.iter().chain(&other.may)).cloned());
    mutation
}

/// A number as written.
#[derive(Debug, Clone)]
struct Figure {
    /// Folded bytes of its digits.
    span: Span,
    /// Its value in units of its last decimal.
    value: u64,
    decimals: u32,
    kind: Kind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// Followed by `%`.
    Percent,
    /// A whole number of things; the first character of their name.
    Count(char),
    /// A year, a date, part of a name.
    Other,
}

/// The figures of a sentence and what comes out among them; indices into `figures`.
struct Sentence<'a> {
    text: &'a str,
    span: Span,
    figures: Vec<Figure>,
    rates: Vec<Rate>,
    sums: Vec<Sum>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Rate {
    rate: usize,
    part: usize,
    whole: usize,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Sum {
    total: usize,
    parts: Vec<usize>,
}

impl<'a> Sentence<'a> {
    fn read(text: &'a str, span: Span) -> Self {
        let mut read = Self { text, span, figures: figures(text, span), rates: Vec::new(), sums: Vec::new() };
        read.rates = read.find_rates();
        read.sums = read.find_sums();
        read
    }

    fn counts(&self) -> impl Iterator<Item = usize> + '_ {
        (0..self.figures.len()).filter(|at| matches!(self.figures[*at].kind, Kind::Count(_)))
    }

    /// Rates below a hundred with decimals that are the quotient of exactly one pair of counts.
    fn find_rates(&self) -> Vec<Rate> {
        let is_rate = |figure: &Figure| {
            figure.kind == Kind::Percent && figure.decimals > 0 && figure.value < 100 * 10_u64.pow(figure.decimals)
        };
        let rates = (0..self.figures.len()).filter(|at| is_rate(&self.figures[*at]));
        let one_pair = |rate: usize| {
            let mut pairs = Vec::new();
            for part in self.counts() {
                for whole in self.counts() {
                    if part != whole && self.is_rate_of(rate, self.figures[part].value, self.figures[whole].value) {
                        pairs.push(Rate { rate, part, whole });
                    }
                }
            }
            (pairs.len() == 1).then(|| pairs[0])
        };
        rates.filter_map(one_pair).collect()
    }

    fn is_rate_of(&self, rate: usize, part: u64, whole: u64) -> bool {
        let figure = &self.figures[rate];
        part < whole && part > 0 && rounded(part, whole, figure.decimals) == figure.value
    }

    /// Totals that are the sum of at least two counts of the same things, where the text says that they are: 其中 stands before the
    /// first part, or 共 before the total.
    fn find_sums(&self) -> Vec<Sum> {
        let mut sums: Vec<Sum> = Vec::new();
        for total in self.counts() {
            let told = |sum: &Sum| sum.total == total || sum.parts.contains(&total);
            if total + 1 < self.figures.len() && self.between(total, total + 1).contains("其中") {
                let parts = self.run(total + 1..self.figures.len(), total);
                if parts.len() > 1 && !sums.iter().any(told) {
                    sums.push(Sum { total, parts });
                }
            } else if total > 0
                && ["共", "合计", "总计"].iter().any(|word| self.between(total - 1, total).contains(word))
            {
                let parts = self.run((0..total).rev(), total);
                if parts.len() > 1 && !sums.iter().any(told) {
                    sums.push(Sum { total, parts });
                }
            }
        }
        sums
    }

    /// The text between two figures, in order.
    fn between(&self, one: usize, other: usize) -> &str {
        &self.text[self.figures[one].span.end..self.figures[other].span.start]
    }

    /// The counts of the same things from a total on, up to where they add up to it; empty where they do not.
    fn run(&self, among: impl Iterator<Item = usize>, total: usize) -> Vec<usize> {
        let mut parts = Vec::new();
        let mut sum = 0;
        for at in among {
            if self.figures[at].kind != self.figures[total].kind {
                break;
            }
            sum += self.figures[at].value;
            parts.push(at);
            if sum >= self.figures[total].value {
                break;
            }
        }
        if sum == self.figures[total].value { parts } else { Vec::new() }
    }

    fn broken_by(&self, change: &Change) -> Vec<Broken> {
        match change {
            Change::Rate(_) => self.rates.iter().filter_map(|rate| self.wrong_rate(*rate)).collect(),
            Change::Limit(_) => self.limits().map(|at| self.with(at, 101, Vec::new())).collect(),
            Change::Count(count) => self.counts().filter_map(|at| self.wrong_count(at, count.of)).collect(),
            Change::Exceed(_) => self.exceeding().collect(),
            _ => Vec::new(),
        }
    }

    fn with(&self, at: usize, value: u64, relations: Vec<Relation>) -> Broken {
        let figure = &self.figures[at];
        Broken { span: figure.span, with: written(value, figure.decimals), relations }
    }

    /// A rate ten points off, up or down, whichever no pair of counts explains.
    fn wrong_rate(&self, rate: Rate) -> Option<Broken> {
        let figure = &self.figures[rate.rate];
        let ten = 10 * 10_u64.pow(figure.decimals);
        let up = Some(figure.value + ten).filter(|value| *value < ten * 10);
        let candidates = [up, figure.value.checked_sub(ten).filter(|value| *value > 0)];
        let explained = |value: u64| {
            let counts = || self.counts().map(|at| self.figures[at].value);
            counts().any(|part| counts().any(|whole| part < whole && rounded(part, whole, figure.decimals) == value))
        };
        let value = candidates.into_iter().flatten().find(|value| !explained(*value))?;
        Some(self.with(rate.rate, value, vec![Relation::Rate]))
    }

    /// Rates of exactly 100%.
    fn limits(&self) -> impl Iterator<Item = usize> + '_ {
        static RATE: LazyLock<Regex> =
            LazyLock::new(|| Regex::new("率(均|都|全部)?(为|达|达到|保持|保持在)?$").expect("it is valid"));
        (0..self.figures.len()).filter(|at| {
            let figure = &self.figures[*at];
            let before = &self.text[self.span.start..figure.span.start];
            figure.kind == Kind::Percent && figure.decimals == 0 && figure.value == 100 && RATE.is_match(before)
        })
    }

    /// A count that takes part in a relation of the kind, changed so that none of its relations comes out any more.
    fn wrong_count(&self, at: usize, of: Relation) -> Option<Broken> {
        let rates: Vec<Rate> = self.rates.iter().copied().filter(|r| r.part == at || r.whole == at).collect();
        let sums: Vec<&Sum> = self.sums.iter().filter(|sum| sum.total == at || sum.parts.contains(&at)).collect();
        // Of a count that takes part in both, the sum is the relation it is listed under.
        let first = if sums.is_empty() { Relation::Rate } else { Relation::Sum };
        if first != of || (rates.is_empty() && sums.is_empty()) {
            return None;
        }
        let value = self.figures[at].value;
        // What makes the parts exceed their total comes first: a list may leave something out, never hold too much.
        let is_total = sums.iter().any(|sum| sum.total == at);
        let steps = [1, 2, 3, value / 30, value / 15, value / 7, value / 3].into_iter().filter(|step| *step > 0);
        let up = |step: u64| Some(value + step);
        let down = |step: u64| value.checked_sub(step).filter(|new| *new > 0);
        let both = |step: u64| if is_total { [down(step), up(step)] } else { [up(step), down(step)] };
        let (first, second): (Vec<_>, Vec<_>) = steps.map(both).map(|[first, second]| (first, second)).unzip();
        let mut candidates = first.into_iter().chain(second).flatten();
        let value = candidates.find(|new| self.is_clearly_wrong(at, *new, &rates))?;
        let mut relations = Vec::new();
        if self.is_in_any_rate(at) {
            relations.push(Relation::Rate);
        }
        if !sums.is_empty() {
            relations.push(Relation::Sum);
        }
        Some(self.with(at, value, relations))
    }

    /// Whether some rate could be made with a count, certainly or not.
    fn is_in_any_rate(&self, at: usize) -> bool {
        let value = self.figures[at].value;
        let rates = || (0..self.figures.len()).filter(|at| self.figures[*at].kind == Kind::Percent);
        let made = |rate: usize| {
            self.counts().any(|other| {
                let other = self.figures[other].value;
                self.is_rate_of(rate, value, other) || self.is_rate_of(rate, other, value)
            })
        };
        rates().any(made)
    }

    /// Whether with a new value every rate is more than a point off, while every other order of counts of the same things stays: a
    /// part is not larger than its whole, nor what was concluded than what was received.
    fn is_clearly_wrong(&self, at: usize, new: u64, rates: &[Rate]) -> bool {
        let figure = &self.figures[at];
        let value = |other: usize| if other == at { new } else { self.figures[other].value };
        let off = |rate: &Rate| {
            let (part, whole) = (value(rate.part), value(rate.whole));
            let stated = &self.figures[rate.rate];
            part < whole && rounded(part, whole, stated.decimals).abs_diff(stated.value) > 10_u64.pow(stated.decimals)
        };
        let in_order = |other: usize| {
            let other = &self.figures[other];
            other.kind != figure.kind
                || (new <= other.value || figure.value > other.value)
                    && (new >= other.value || figure.value < other.value)
        };
        let others = (0..self.figures.len()).filter(|other| *other != at);
        // With a part left out, the rest must not happen to make the total.
        let adds_up = |sum: &Sum| {
            let parts: Vec<u64> = sum.parts.iter().map(|part| value(*part)).collect();
            let left_out =
                |mask: u32| (0..parts.len()).filter(|at| mask >> at & 1 == 1).map(|at| parts[at]).sum::<u64>();
            (1..1_u32 << parts.len().min(12)).any(|mask| left_out(mask) == value(sum.total))
        };
        let summed = self.sums.iter().filter(|sum| sum.total == at || sum.parts.contains(&at));
        rates.iter().all(off) && others.into_iter().all(in_order) && !summed.into_iter().any(adds_up)
    }

    /// Counts directly behind 其中 that are not parts of a sum, made larger than what they are part of.
    fn exceeding(&self) -> impl Iterator<Item = Broken> + '_ {
        (1..self.figures.len()).filter_map(|at| {
            let (whole, part) = (&self.figures[at - 1], &self.figures[at]);
            let between = &self.text[whole.span.end..part.span.start];
            let listed = self.sums.iter().any(|sum| sum.parts.contains(&at) || sum.total == at);
            let rated = self.rates.iter().any(|rate| rate.part == at || rate.whole == at);
            let is_part = matches!(part.kind, Kind::Count(_)) && part.kind == whole.kind && part.value <= whole.value;
            (is_part && between.contains("其中") && !listed && !rated)
                .then(|| self.with(at, whole.value + (whole.value / 7).max(1), Vec::new()))
        })
    }
}

/// A hundred times part by whole, rounded half up, in units of the last decimal.
fn rounded(part: u64, whole: u64, decimals: u32) -> u64 {
    let scaled = u128::from(part) * 100 * 10_u128.pow(decimals) * 2 + u128::from(whole);
    u64::try_from(scaled / (u128::from(whole.max(1)) * 2)).unwrap_or(u64::MAX)
}

fn written(value: u64, decimals: u32) -> String {
    let unit = 10_u64.pow(decimals);
    match decimals {
        0 => value.to_string(),
        width => format!("{}.{:0width$}", value / unit, value % unit, width = width as usize),
    }
}

/// The numbers of a sentence, in order.
fn figures(text: &str, within: Span) -> Vec<Figure> {
    static NUMBER: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"[0-9]{1,9}(?:\.([0-9]{1,2}))?").expect("it is valid"));
    /// What follows numbers that count nothing.
    const NO_THINGS: &str = "年月日时点分号届期度版学天小万亿余多来—－-.个";
    let sentence = within.of(text);
    let mut found = Vec::new();
    for number in NUMBER.captures_iter(sentence) {
        let Some(whole) = number.get(0) else { continue };
        let decimals = number.get(1).map_or(0, |decimals| decimals.len() as u32);
        let Ok(value) = whole.as_str().replace('.', "").parse() else { continue };
        let before = sentence[..whole.start()].chars().next_back();
        let after = sentence[whole.end()..].chars().next();
        let named =
            before.is_some_and(|c| matches!(c, '第' | '.' | '-' | '—' | '－' | '〔') || c.is_ascii_alphanumeric());
        // 个 counts 百分点 as well as things.
        let counter = match after {
            Some('个') => {
                sentence[whole.end() + '个'.len_utf8()..].chars().next().filter(|c| *c != '百').map(|_| '个')
            }
            other => other.filter(|c| !NO_THINGS.contains(*c)),
        };
        let kind = match (after, counter) {
            _ if named => Kind::Other,
            (Some('%' | '％'), _) => Kind::Percent,
            (_, Some(c)) if decimals == 0 && crate::text::fold::is_han(c) => Kind::Count(c),
            _ => Kind::Other,
        };
        let span = Span::new(within.start + whole.start(), within.start + whole.end());
        found.push(Figure { span, value, decimals, kind });
    }
    found
}

/// Announced numbers of items that the items bear out: 三个方面 with 一是 … 三是 after it in the same block, or with three
/// sub-sections.
fn announced(document: &Document) -> Vec<Broken> {
    static SAID: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new("([2-9]|[二两三四五六七八九])(?:个方面|方面|项工作|项措施|项举措|项任务|个问题|项制度)")
            .expect("it is valid")
    });
    const NUMBERS: [&str; 10] = ["零", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    let text = document.folded_text();
    let mut broken = Vec::new();
    for block in document.blocks.iter().filter(|block| block.kind == BlockKind::Body) {
        for found in SAID.captures_iter(block.folded.of(text)) {
            let Some(number) = found.get(1) else { continue };
            let span = Span::new(block.folded.start + number.start(), block.folded.start + number.end());
            let digit = number.as_str().parse::<usize>().ok();
            let said = digit.or_else(|| NUMBERS.iter().position(|name| *name == number.as_str().replace('两', "二")));
            let Some(said) = said else { continue };
            let rest = Span::new(span.end, block.folded.end).of(text);
            let ordinals = (1..NUMBERS.len()).take_while(|n| rest.contains(&format!("{}是", NUMBERS[*n]))).count();
            let section = document.section_at(span.start);
            let children = section
                .map_or(0, |id| document.children(id).filter(|c| document.sections[*c].span.start > span.end).count());
            if said > 1 && (said == ordinals || (ordinals == 0 && said == children)) && said < 9 {
                let with = if digit.is_some() { (said + 1).to_string() } else { NUMBERS[said + 1].to_owned() };
                broken.push(Broken { span, with, relations: Vec::new() });
            }
        }
    }
    broken
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Sentence<'_> {
        Sentence::read(text, Span::new(0, text.len()))
    }

    #[test]
    fn finds_a_rate_and_the_counts_it_is_made_of() {
        let read = read("反馈问题46个，年底前整改完成43个，整改率93.48%。");
        assert_eq!(read.rates, [Rate { rate: 2, part: 1, whole: 0 }]);
    }

    #[test]
    fn finds_totals_before_and_after_their_parts() {
        let read_after = read("审结168件，其中维持74件、驳回21件、纠错11件、调解和终止62件。");
        assert_eq!(read_after.sums, [Sum { total: 0, parts: vec![1, 2, 3, 4] }]);
        let read_before = read("办理建议112件、提案136件，共248件。");
        assert_eq!(read_before.sums, [Sum { total: 2, parts: vec![1, 0] }]);
    }

    #[test]
    fn leaves_years_names_and_unrelated_figures_alone() {
        let read = read("2024年检查企业320家，云政发〔2023〕5号，第14次会议，增长6.5个百分点。");
        assert!(read.rates.is_empty() && read.sums.is_empty());
        assert_eq!(read.counts().count(), 1);
    }

    #[test]
    fn a_broken_rate_is_one_that_no_other_pair_explains() {
        let read = read("抽查320家，合格311家，合格率97.19%。");
        let broken = read.wrong_rate(read.rates[0]).unwrap();
        assert_eq!(broken.with, "87.19");
    }
}
