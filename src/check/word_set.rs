//! Lists of words, compiled: of each list only those words are looked for of which a literal stands in the document.

use std::sync::Arc;

use super::{Context, Span};
use crate::document::Level;
use crate::text::pattern::{ListId, LiteralId, Literals, Need, Pattern};

/// A list of compiled words.
#[derive(Debug, Default)]
pub struct WordSet {
    /// Its number, by which a search knows what of it may stand in a text; none for a list without words.
    list: Option<ListId>,
    entries: Box<[Entry]>,
}

/// A compiled word.
#[derive(Debug)]
pub enum Entry {
    /// A literal or a regular expression.
    Pattern(Pattern),
    /// A word of the first list and one of the second with at most so many characters between.
    Near(Vec<Pattern>, Vec<Pattern>, usize),
    /// A word with a figure of one of the units beside it, at most so many characters away.
    Counted(Vec<Pattern>, String, usize),
    /// Any of a named list.
    Any(Arc<WordSet>),
    /// Any of a list, for issuers of some levels (or unknown level).
    Only(Vec<Level>, Arc<WordSet>),
}

impl WordSet {
    /// A list of words, told to the literals so that searches know which of them may occur.
    pub fn new(entries: Vec<Entry>, literals: &mut Literals) -> Self {
        let needs = entries.iter().map(|entry| {
            let mut ids = Vec::new();
            if entry.needs(&mut ids) { Need::OneOf(ids) } else { Need::Nothing }
        });
        let list = (!entries.is_empty()).then(|| literals.list(needs));
        Self { list, entries: entries.into() }
    }

    /// Whether it has no word.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// The words that may stand in the document, in order.
    pub fn candidates(&self, cx: &Context<'_>) -> impl Iterator<Item = &Entry> {
        self.places_of_candidates(cx).map(|at| &self.entries[at])
    }

    /// The places in the list of the words that may stand in the document, in order.
    pub fn places_of_candidates(&self, cx: &Context<'_>) -> impl Iterator<Item = usize> {
        self.list.into_iter().flat_map(|list| cx.search.candidates(list))
    }

    /// Whether one of the words stands in a folded span.
    pub fn occurs(&self, cx: &Context<'_>, within: Span) -> bool {
        self.candidates(cx).any(|entry| entry.first(cx, within, usize::MAX, &|_| true).is_some())
    }

    /// The first match of any word in a folded span that is accepted.
    pub fn first(&self, cx: &Context<'_>, within: Span, accept: &dyn Fn(Span) -> bool) -> Option<Span> {
        self.first_before(cx, within, usize::MAX, accept)
    }

    fn first_before(
        &self,
        cx: &Context<'_>,
        within: Span,
        before: usize,
        accept: &dyn Fn(Span) -> bool,
    ) -> Option<Span> {
        let first = |found: Option<Span>, entry: &Entry| {
            let before = found.map_or(before, |found| found.start);
            entry.first(cx, within, before, accept).or(found)
        };
        self.candidates(cx).fold(None, first)
    }

    /// Adds all matches of all words in a folded span.
    pub fn find_all(&self, cx: &Context<'_>, within: Span, all: &mut Vec<Span>) {
        self.candidates(cx).for_each(|entry| entry.find_all(cx, within, all));
    }

    /// Whether one of the patterns, those that need company left out, passes a test.
    pub fn any_pattern(&self, test: &dyn Fn(&Pattern) -> bool) -> bool {
        self.entries.iter().any(|entry| match entry {
            Entry::Pattern(pattern) => test(pattern),
            Entry::Near(..) | Entry::Counted(..) => false,
            Entry::Any(inner) | Entry::Only(_, inner) => inner.any_pattern(test),
        })
    }
}

impl Entry {
    /// Adds the literals one of which must stand in a text for the word to stand there; `false` if there are no such literals.
    fn needs(&self, ids: &mut Vec<LiteralId>) -> bool {
        let mut all = |patterns: &[Pattern]| {
            patterns.iter().all(|pattern| pattern.needs().map(|needs| ids.extend(needs)).is_some())
        };
        match self {
            Entry::Pattern(pattern) => all(std::slice::from_ref(pattern)),
            Entry::Near(patterns, _, _) | Entry::Counted(patterns, _, _) => all(patterns),
            Entry::Any(set) | Entry::Only(_, set) => set.entries.iter().all(|entry| entry.needs(ids)),
        }
    }

    /// The first match in a folded span that begins before a byte and is accepted.
    pub fn first(&self, cx: &Context<'_>, within: Span, before: usize, accept: &dyn Fn(Span) -> bool) -> Option<Span> {
        match self {
            Entry::Pattern(pattern) => cx.search.find_before(pattern, within, before, accept),
            Entry::Any(set) => set.first_before(cx, within, before, accept),
            Entry::Only(levels, set) => {
                is_of(cx, levels).then(|| set.first_before(cx, within, before, accept)).flatten()
            }
            Entry::Counted(words, units, most) => {
                let counted = |span| accept(span) && is_counted(cx.text(), span, units, *most);
                words
                    .iter()
                    .filter_map(|word| cx.search.find_before(word, within, before, &counted))
                    .min_by_key(|span| span.start)
            }
            Entry::Near(..) => {
                let mut all = Vec::new();
                self.find_all(cx, within, &mut all);
                all.into_iter().filter(|span| span.start < before && accept(*span)).min_by_key(|span| span.start)
            }
        }
    }

    /// Adds all matches in a folded span.
    pub fn find_all(&self, cx: &Context<'_>, within: Span, all: &mut Vec<Span>) {
        match self {
            Entry::Pattern(pattern) => cx.search.each(pattern, within, &mut |span| {
                all.push(span);
                true
            }),
            Entry::Any(set) => set.find_all(cx, within, all),
            Entry::Only(levels, set) => {
                if is_of(cx, levels) {
                    set.find_all(cx, within, all);
                }
            }
            Entry::Counted(words, units, most) => {
                let places = words.iter().flat_map(|word| cx.search.find_all(word, within));
                all.extend(places.filter(|span| is_counted(cx.text(), *span, units, *most)));
            }
            Entry::Near(a, b, within_chars) => near(cx, within, (a, b), *within_chars, all),
        }
    }
}

/// Whether the issuer is of one of some levels, or of unknown level.
fn is_of(cx: &Context<'_>, levels: &[Level]) -> bool {
    cx.document.identity.level.is_none_or(|level| levels.contains(&level))
}

/// Pairs of a word of `a` and the next word of `b`, in either order, with no clause mark and few enough characters between.
fn near(cx: &Context<'_>, within: Span, (a, b): (&[Pattern], &[Pattern]), most: usize, all: &mut Vec<Span>) {
    let places =
        |patterns: &[Pattern]| -> Vec<Span> { patterns.iter().flat_map(|p| cx.search.find_all(p, within)).collect() };
    let firsts = places(a);
    let seconds = if firsts.is_empty() { Vec::new() } else { places(b) };
    for first in &firsts {
        let close = |second: &&Span| {
            let (left, right) = if first.start <= second.start { (*first, **second) } else { (**second, *first) };
            if left.end > right.start {
                return false;
            }
            let between = &cx.text()[left.end..right.start];
            !between.contains(['。', '，', '；', '！', '？', '\n']) && between.chars().count() <= most
        };
        if let Some(second) = seconds.iter().filter(close).min_by_key(|second| second.start.abs_diff(first.start)) {
            all.push(first.join(*second));
        }
    }
}

/// Whether a figure with one of the units stands in the same sentence after the word, or shortly before it.
fn is_counted(text: &str, word: Span, units: &str, most: usize) -> bool {
    let is_end = |c: char| matches!(c, '。' | '；' | '\n');
    let is_near = |left: &mut usize, c: char| {
        let near = *left > 0 && !is_end(c);
        *left = left.saturating_sub(1);
        near
    };
    let after = &text[word.end..];
    let mut left = most + 4;
    let after = &after[..after.find(|c| !is_near(&mut left, c)).unwrap_or(after.len())];
    let before = &text[..word.start];
    let mut left = most / 4 + 4;
    let near = before.char_indices().rev().take_while(|(_, c)| is_near(&mut left, *c)).last();
    let before = &before[near.map_or(before.len(), |(at, _)| at)..];
    has_counted(after, units) || has_counted(before, units)
}

/// Whether one of the units stands behind a digit, with nothing but 余, 多, 万 and 亿 between.
fn has_counted(text: &str, units: &str) -> bool {
    let mut behind_digit = false;
    text.chars().any(|c| {
        let counted = behind_digit && units.contains(c);
        if !matches!(c, '余' | '多' | '万' | '亿') {
            behind_digit = c.is_ascii_digit();
        }
        counted
    })
}

/// Keeps, of spans that overlap, the one that starts first and is longest.
pub fn without_overlaps(mut all: Vec<Span>) -> Vec<Span> {
    all.sort_unstable_by_key(|span| (span.start, std::cmp::Reverse(span.end)));
    let mut end = 0;
    all.retain(|span| {
        let keep = span.start >= end;
        if keep {
            end = span.end;
        }
        keep
    });
    all
}
