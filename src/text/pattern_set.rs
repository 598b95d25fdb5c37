//! Several patterns tried on short texts: one pass over the text tells which of them can match at all, of one set ([`PatternSet`])
//! or of many ([`Together`]).

use std::sync::OnceLock;

use super::literal_finder::LiteralFinder;
use super::pattern::Pattern;

/// Patterns in the order of their writing.
#[derive(Debug, Default)]
pub struct PatternSet {
    patterns: Vec<Pattern>,
    index: OnceLock<Index>,
}

/// What tells which patterns can match: the literals they need.
#[derive(Debug)]
struct Index {
    finder: LiteralFinder,
    /// By literal.
    uses: Vec<Use>,
    /// By pattern, a bit for each group of literals of which it needs one.
    whole: Vec<u8>,
    /// Patterns that need no literal.
    always: Vec<u32>,
}

/// The use of a literal: one of a group of a pattern.
#[derive(Debug, Clone, Copy)]
struct Use {
    pattern: u32,
    group: u8,
}

/// A pattern that may match a text.
#[derive(Debug, Clone, Copy)]
struct Chance {
    /// Its number in the index.
    pattern: u32,
    /// The groups of which a literal has been found.
    groups: u8,
    /// Where the first of them was found.
    at: u32,
}

impl Index {
    fn new<'a>(patterns: impl Iterator<Item = &'a Pattern>) -> Index {
        let (mut uses, mut whole, mut always) = (Vec::new(), Vec::new(), Vec::new());
        let mut literals: Vec<&str> = Vec::new();
        for (number, pattern) in (0u32..).zip(patterns) {
            let mut groups = 0;
            for (group, literal) in pattern.grouped_literals() {
                let group = 1 << group;
                groups |= group;
                literals.push(literal);
                uses.push(Use { pattern: number, group });
            }
            whole.push(groups);
            if groups == 0 {
                always.push(number);
            }
        }
        Index { finder: LiteralFinder::new(literals.iter().copied()), uses, whole, always }
    }

    /// The patterns of which literals of all groups stand in a text, and those that need none, by their numbers.
    fn chances(&self, text: &str) -> Vec<Chance> {
        let mut chances: Vec<Chance> = Vec::new();
        self.finder.each(text, |literal, at| {
            let Use { pattern, group } = self.uses[literal as usize];
            match chances.iter_mut().find(|chance| chance.pattern == pattern) {
                Some(chance) => {
                    chance.groups |= group;
                    chance.at = chance.at.min(at as u32);
                }
                None => chances.push(Chance { pattern, groups: group, at: at as u32 }),
            }
            true
        });
        chances.retain(|chance| chance.groups == self.whole[chance.pattern as usize]);
        chances.extend(self.always.iter().map(|pattern| Chance { pattern: *pattern, groups: 0, at: 0 }));
        chances.sort_unstable_by_key(|chance| chance.pattern);
        chances
    }
}

impl PatternSet {
    /// A set of patterns.
    pub fn new(patterns: Vec<Pattern>) -> Self {
        Self { patterns, index: OnceLock::new() }
    }

    /// All patterns, in the order of their writing.
    pub fn iter(&self) -> std::slice::Iter<'_, Pattern> {
        self.patterns.iter()
    }

    /// Whether the set has no pattern.
    pub fn is_empty(&self) -> bool {
        self.patterns.is_empty()
    }

    /// Whether one of the patterns occurs in a folded text.
    pub fn is_match(&self, folded: &str) -> bool {
        if self.patterns.is_empty() {
            return false;
        }
        let index = self.index();
        let mut chances: Vec<Chance> = Vec::new();
        let mut literal = false;
        index.finder.each(folded, |found, _| {
            let Use { pattern, group } = index.uses[found as usize];
            literal = self.patterns[pattern as usize].literal().is_some();
            if !literal {
                match chances.iter_mut().find(|chance| chance.pattern == pattern) {
                    Some(chance) => chance.groups |= group,
                    None => chances.push(Chance { pattern, groups: group, at: 0 }),
                }
            }
            !literal
        });
        let full = chances.iter().filter(|chance| chance.groups == index.whole[chance.pattern as usize]);
        literal
            || full
                .map(|chance| chance.pattern)
                .chain(index.always.iter().copied())
                .any(|pattern| self.patterns[pattern as usize].is_match(folded))
    }

    /// The patterns that occur in a folded text, in the order of their writing.
    pub fn matching<'a>(&'a self, folded: &'a str) -> impl Iterator<Item = &'a Pattern> + 'a {
        let chances = if self.patterns.is_empty() { Vec::new() } else { self.index().chances(folded) };
        chances
            .into_iter()
            .filter_map(|chance| self.patterns.get(chance.pattern as usize))
            .filter(move |pattern| pattern.literal().is_some() || pattern.is_match(folded))
    }

    /// The earliest byte at which one of the patterns occurs in a folded text.
    pub fn first(&self, folded: &str) -> Option<usize> {
        let chances = if self.patterns.is_empty() { Vec::new() } else { self.index().chances(folded) };
        let place = |chance: Chance| {
            let pattern = &self.patterns[chance.pattern as usize];
            match pattern.literal() {
                Some(_) => Some(chance.at as usize),
                None => pattern.find_at(folded, 0).map(|span| span.start),
            }
        };
        chances.into_iter().filter_map(place).min()
    }

    fn index(&self) -> &Index {
        self.index.get_or_init(|| Index::new(self.patterns.iter()))
    }
}

/// Sets that are tried on the same texts. They are known by their place in the order given.
#[derive(Debug)]
pub struct Together {
    index: Index,
    /// By set, the number of its first pattern.
    starts: Vec<u32>,
}

impl Together {
    /// Makes sets ready.
    pub fn new<'a>(sets: impl Iterator<Item = &'a PatternSet> + Clone) -> Self {
        let mut starts = vec![0];
        starts.extend(sets.clone().scan(0, |all, set| {
            *all += set.patterns.len() as u32;
            Some(*all)
        }));
        Self { index: Index::new(sets.flat_map(PatternSet::iter)), starts }
    }

    /// Which patterns of the sets can match a folded text.
    pub fn sift<'a>(&'a self, folded: &'a str) -> Sifted<'a> {
        Sifted { folded, together: self, chances: self.index.chances(folded) }
    }
}

/// A text with the patterns that can match it.
#[derive(Debug)]
pub struct Sifted<'a> {
    folded: &'a str,
    together: &'a Together,
    /// By the numbers of the patterns.
    chances: Vec<Chance>,
}

impl<'a> Sifted<'a> {
    /// The text.
    pub fn text(&self) -> &'a str {
        self.folded
    }

    /// Whether one of the patterns of a set, the one at a place of the order, occurs in the text.
    pub fn is_match(&self, at: usize, set: &PatternSet) -> bool {
        self.chances(at, set).any(|(pattern, _)| pattern.literal().is_some() || pattern.is_match(self.folded))
    }

    /// Whether no part of the text can match a pattern of a set, the one at a place of the order.
    pub fn rules_out(&self, at: usize, set: &PatternSet) -> bool {
        self.chances(at, set).next().is_none()
    }

    /// The patterns of a set, the one at a place of the order, that can match the text, in the order of their writing, each with the
    /// byte from which on it is to be looked for; a literal stands there.
    pub fn chances<'s>(&'s self, at: usize, set: &'s PatternSet) -> impl Iterator<Item = (&'s Pattern, usize)> + 's {
        let (start, end) = (self.together.starts[at], self.together.starts[at + 1]);
        let from = self.chances.partition_point(|chance| chance.pattern < start);
        let of_set = self.chances[from..].iter().take_while(move |chance| chance.pattern < end);
        of_set.map(move |chance| {
            let pattern = &set.patterns[(chance.pattern - start) as usize];
            (pattern, if pattern.literal().is_some() { chance.at as usize } else { 0 })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::pattern::Literals;

    fn set(written: &[&str]) -> PatternSet {
        let mut literals = Literals::default();
        PatternSet::new(written.iter().map(|written| Pattern::parse(written, &mut literals).unwrap()).collect())
    }

    #[test]
    fn finds_what_trying_each_pattern_finds() {
        let set = set(&["复议", "行政复议", "/受.{1,12}影响/", r"/\p{Han}{5}/", "/^诉讼/"]);
        for text in ["行政复议", "受疫情影响", "办理诉讼", "诉讼", "复", ""] {
            let tried: Vec<_> = set.iter().filter(|pattern| pattern.is_match(text)).map(std::ptr::from_ref).collect();
            let found: Vec<_> = set.matching(text).map(std::ptr::from_ref).collect();
            assert_eq!(found, tried, "{text}");
            assert_eq!(set.is_match(text), !tried.is_empty(), "{text}");
        }
    }

    #[test]
    fn sets_together_tell_what_each_tells_alone() {
        let sets = [
            set(&["复议", "/受.{1,12}影响/"]),
            set(&[]),
            set(&[r"/\p{Han}{5}/", "行政复议", "/(受|遭).*(影响|复议).*严重/"]),
            set(&["/(受理|遭遇).*(影响|复议).*严重/", "/^诉讼/"]),
        ];
        let together = Together::new(sets.iter());
        for text in ["行政复议", "受疫情影响", "受理复议严重", "严重复议受理", "诉讼", "遭遇影响很严重", ""]
        {
            let sifted = together.sift(text);
            for (at, set) in sets.iter().enumerate() {
                assert_eq!(sifted.is_match(at, set), set.iter().any(|pattern| pattern.is_match(text)), "{text}");
                assert!(!sifted.rules_out(at, set) || !set.is_match(text));
                for (pattern, from) in sifted.chances(at, set).filter(|(pattern, _)| pattern.literal().is_some()) {
                    assert_eq!(pattern.find_at(text, 0).map(|found| found.start), Some(from));
                }
                let first = set.iter().filter_map(|pattern| pattern.find_at(text, 0)).map(|found| found.start).min();
                assert_eq!(set.first(text), first);
            }
        }
    }

    #[test]
    fn an_empty_set_matches_nothing() {
        assert!(!set(&[]).is_match("复议"));
    }
}
