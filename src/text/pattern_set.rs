//! Several patterns tried on short texts: one pass over the text tells which of them can match at all.

use std::sync::OnceLock;

use super::literal_finder::LiteralFinder;
use super::pattern::Pattern;

/// Patterns in the order of their writing.
#[derive(Debug, Default)]
pub struct PatternSet {
    patterns: Vec<Pattern>,
    index: OnceLock<Index>,
}

/// Which literal stands for which pattern.
#[derive(Debug)]
struct Index {
    finder: LiteralFinder,
    /// By literal: the pattern it is needed by, an index.
    owner: Vec<u32>,
    /// Patterns that need no literal, indexes.
    always: Vec<u32>,
}

impl Index {
    fn new(patterns: &[Pattern]) -> Index {
        let mut owner = Vec::new();
        let mut always = Vec::new();
        let mut literals: Vec<&str> = Vec::new();
        for (at, pattern) in (0u32..).zip(patterns) {
            let before = literals.len();
            match pattern.literal() {
                Some(literal) => literals.push(literal),
                None => literals.extend(pattern.need_texts()),
            }
            owner.resize(literals.len(), at);
            if literals.len() == before {
                always.push(at);
            }
        }
        Index { finder: LiteralFinder::new(literals.iter().copied()), owner, always }
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
        let mut to_try = Vec::new();
        let mut literal = false;
        index.finder.each(folded, |found, _| {
            let owner = index.owner[found as usize];
            literal = self.patterns[owner as usize].literal().is_some();
            if !literal && !to_try.contains(&owner) {
                to_try.push(owner);
            }
            !literal
        });
        literal || to_try.iter().chain(&index.always).any(|at| self.patterns[*at as usize].is_match(folded))
    }

    /// The patterns that occur in a folded text, in the order of their writing.
    pub fn matching<'a>(&'a self, folded: &'a str) -> impl Iterator<Item = &'a Pattern> + 'a {
        let candidates = self.candidates(folded);
        candidates
            .into_iter()
            .filter_map(|at| self.patterns.get(at as usize))
            .filter(move |pattern| pattern.literal().is_some() || pattern.is_match(folded))
    }

    /// The patterns of which a literal occurs, and those that need none.
    fn candidates(&self, folded: &str) -> Vec<u32> {
        if self.patterns.is_empty() {
            return Vec::new();
        }
        let index = self.index();
        let mut candidates = index.always.clone();
        index.finder.each(folded, |found, _| {
            candidates.push(index.owner[found as usize]);
            true
        });
        candidates.sort_unstable();
        candidates.dedup();
        candidates
    }

    fn index(&self) -> &Index {
        self.index.get_or_init(|| Index::new(&self.patterns))
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
    fn an_empty_set_matches_nothing() {
        assert!(!set(&[]).is_match("复议"));
    }
}
