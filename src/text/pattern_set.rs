//! Several patterns tried on short texts: one pass over the text tells which of them can match at all.

use std::sync::OnceLock;

use aho_corasick::{AhoCorasick, AhoCorasickKind};

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
    automaton: Option<AhoCorasick>,
    /// By literal: the pattern it is needed by, an index.
    owner: Vec<u32>,
    /// Patterns that need no literal, indexes.
    always: Vec<u32>,
}

impl Index {
    fn new(patterns: &[Pattern]) -> Index {
        let mut index = Index { automaton: None, owner: Vec::new(), always: Vec::new() };
        let mut literals: Vec<&str> = Vec::new();
        for (at, pattern) in (0u32..).zip(patterns) {
            let needs: Vec<&str> = match pattern.literal() {
                Some(literal) => vec![literal],
                None => pattern.need_texts().iter().map(String::as_str).collect(),
            };
            if needs.is_empty() {
                index.always.push(at);
            }
            index.owner.extend(needs.iter().map(|_| at));
            literals.extend(needs);
        }
        // Without an automaton every pattern is tried, which is slow and right.
        let built = AhoCorasick::builder().kind(Some(AhoCorasickKind::ContiguousNFA)).build(&literals);
        index.automaton = built.ok();
        if index.automaton.is_none() {
            index.always = (0u32..).zip(patterns).map(|(at, _)| at).collect();
        }
        index
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
        self.matching(folded).next().is_some()
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
        let index = self.index.get_or_init(|| Index::new(&self.patterns));
        let mut candidates = index.always.clone();
        if let Some(automaton) = &index.automaton {
            let found = automaton.find_overlapping_iter(folded);
            candidates.extend(found.filter_map(|found| index.owner.get(found.pattern().as_usize())));
        }
        candidates.sort_unstable();
        candidates.dedup();
        candidates
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
        }
    }

    #[test]
    fn an_empty_set_matches_nothing() {
        assert!(!set(&[]).is_match("复议"));
    }
}
