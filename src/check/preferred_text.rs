//! `preferred-text`: words that should be other words, with the contexts that make it certain.

use serde::Deserialize;

use super::around::Around;
use super::link::Linker;
use super::mending::{difference, edit, stands_as_written};
use super::neighbours::Neighbours;
use super::places::{self, Place};
use super::prose::{self, TITLE_MARKS};
use super::word_set::{Entry, WordSet};
use super::words::Words;
use super::{Context, Hits, Kind, Scope, Span};

/// Words and what should stand in their place. What is quoted between 《》 is left alone.
#[derive(Debug, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct PreferredText {
    /// The words; of two that match the same text the longer one counts.
    pairs: Vec<Pair>,
    /// More places than this are one finding with the count. Default: every place is a finding.
    #[serde(default = "any_number")]
    at_most: usize,
    /// The wrong words of each pair.
    #[serde(skip)]
    wrong: WordSet,
}

fn any_number() -> usize {
    usize::MAX
}

/// One wrong word.
#[derive(Debug, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Pair {
    /// What stands there.
    bad: Words,
    /// What should stand there, as literal text; empty if nothing should; absent where only the author can say.
    good: Option<String>,
    /// Only where the original has these very characters, not traditional ones that fold to them: 帳戶 is no misspelt 账户.
    #[serde(default)]
    as_written: bool,
    /// One of these must stand directly before.
    #[serde(default)]
    preceded_by: Neighbours,
    /// One of these must stand directly after.
    #[serde(default)]
    followed_by: Neighbours,
    /// One of these in the same clause excuses it.
    #[serde(default)]
    unless: Words,
    /// One of these directly before excuses it.
    #[serde(default)]
    unless_before: Neighbours,
    /// One of these directly after excuses it.
    #[serde(default)]
    unless_after: Neighbours,
}

impl Kind for PreferredText {
    fn link(&mut self, linker: &mut Linker<'_>) {
        for pair in &mut self.pairs {
            for words in [&mut pair.bad, &mut pair.unless] {
                words.link(linker);
            }
            let beside =
                [&mut pair.preceded_by, &mut pair.followed_by, &mut pair.unless_before, &mut pair.unless_after];
            for words in beside {
                words.link(linker);
            }
        }
        let wrong = self.pairs.iter().map(|pair| Entry::Any(pair.bad.set())).collect();
        self.wrong = WordSet::new(wrong, linker.literals);
    }

    fn placeholders(&self) -> &'static [&'static str] {
        &["expected", "count", "places"]
    }

    fn may_report(&self, cx: &Context<'_>) -> bool {
        self.wrong.candidates(cx).next().is_some()
    }

    fn run(&self, cx: &Context<'_>, scopes: &[Scope], hits: &mut Hits) {
        let pairs: Vec<&Pair> = self.wrong.places_of_candidates(cx).map(|at| &self.pairs[at]).collect();
        let places = scopes.iter().flat_map(|scope| {
            let blocks: Vec<Span> = prose::parts(cx, *scope, prose::WRITTEN).collect();
            places(cx, &blocks, &pairs)
        });
        let places = places.collect();
        places::report(places, self.at_most, hits);
    }
}

/// What some pairs object to in the neighbouring blocks of a scope.
fn places(cx: &Context<'_>, blocks: &[Span], pairs: &[&Pair]) -> Vec<Place> {
    let (Some(first), Some(last)) = (blocks.first(), blocks.last()) else { return Vec::new() };
    let block_of = |span: Span| {
        let after = blocks.partition_point(|block| block.start <= span.start);
        after.checked_sub(1).map(|at| blocks[at]).filter(|block| block.contains(span))
    };
    let mut found: Vec<(Span, &Pair)> = Vec::new();
    for pair in pairs {
        // A match keeps to one line, which is a block.
        let spans = pair.bad.find_all(cx, first.join(*last)).into_iter();
        let applies = |span: &Span| block_of(*span).is_some_and(|block| pair.applies(cx, block, *span));
        found.extend(spans.filter(applies).map(|span| (span, *pair)));
    }
    found.sort_by_key(|(span, _)| (span.start, std::cmp::Reverse(span.end)));
    let mut end = first.start;
    found.retain(|(span, _)| {
        let free = span.start >= end;
        end = if free { span.end } else { end };
        free
    });
    found.into_iter().map(|(span, pair)| pair.place(cx, span)).collect()
}

impl Pair {
    fn applies(&self, cx: &Context<'_>, block: Span, span: Span) -> bool {
        let at_fault = || match &self.good {
            Some(good) => difference(cx.text(), span, good).span,
            None => span,
        };
        self.around().calls_for(cx, span)
            && (!self.as_written || stands_as_written(cx, at_fault()))
            && !prose::is_inside(cx.text(), block, span.start, TITLE_MARKS)
    }

    fn place(&self, cx: &Context<'_>, span: Span) -> Place {
        let good = self.good.as_deref();
        let edits = good.and_then(|good| edit(cx, difference(cx.text(), span, good)));
        Place {
            span,
            values: vec![("expected", good.unwrap_or_default().to_owned())],
            edits: edits.into_iter().collect(),
        }
    }

    fn around(&self) -> Around<'_> {
        Around {
            preceded_by: &self.preceded_by,
            followed_by: &self.followed_by,
            unless: &self.unless,
            unless_before: &self.unless_before,
            unless_after: &self.unless_after,
        }
    }
}
