//! `set-phrase`: an official enumeration that is quoted with an item wrong, missing, added or out of order.

use serde::Deserialize;

use super::link::Linker;
use super::{Context, Hits, Kind, Scope, Span};
use crate::text::fold::fold_word;
use crate::text::pattern::Pattern;

/// The official enumeration.
#[derive(Debug, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct SetPhrase {
    /// Its items in order.
    items: Vec<String>,
    /// A run with so many of them (or look-alikes) is taken for a quotation.
    at_least: usize,
    #[serde(skip)]
    folded: Vec<String>,
    /// The items as patterns: a block with few of them word for word holds no quotation.
    #[serde(skip)]
    patterns: Vec<Pattern>,
}

impl Kind for SetPhrase {
    fn link(&mut self, linker: &mut Linker<'_>) {
        self.patterns = self.items.iter().filter_map(|item| linker.pattern(item, None)).collect();
        self.folded = self.items.iter().map(|item| fold_word(item)).collect();
    }

    fn placeholders(&self) -> &'static [&'static str] {
        &["expected"]
    }

    fn run(&self, cx: &Context<'_>, scopes: &[Scope], hits: &mut Hits) {
        let items = self.places(cx);
        let holds_items = |part: &Span| {
            let next = items.get(items.partition_point(|item| item.start < part.start));
            self.at_least == 0 || next.is_some_and(|item| item.start < part.end)
        };
        let parts = scopes.iter().flat_map(|scope| cx.body_parts(scope.span));
        for part in parts.filter(|part| holds_items(part) && self.may_quote(cx, *part)) {
            for run in runs(cx.text(), part) {
                let phrases: Vec<(Span, bool)> =
                    run.iter().map(|span| (*span, self.resembles(cx.text(), *span, &items))).collect();
                if phrases.iter().filter(|(_, alike)| *alike).count() < self.at_least {
                    continue;
                }
                let from = phrases.iter().position(|(_, alike)| *alike).unwrap_or(0);
                let to = phrases.iter().rposition(|(_, alike)| *alike).unwrap_or(0);
                let quoted: Vec<&str> = phrases[from..=to].iter().map(|(span, _)| span.of(cx.text())).collect();
                if !self.is_exact(&quoted) {
                    let span =
                        self.without_lead(cx.text(), phrases[from].0).join(self.without_tail(cx.text(), phrases[to].0));
                    hits.at(span).with("expected", self.items.join("、"));
                }
            }
        }
    }
}

impl SetPhrase {
    /// Where the items stand word for word, in order.
    fn places(&self, cx: &Context<'_>) -> Vec<Span> {
        let whole = Span::new(0, cx.text().len());
        let mut places: Vec<Span> =
            self.patterns.iter().flat_map(|pattern| cx.search.find_all(pattern, whole)).collect();
        places.sort_unstable();
        places
    }

    /// Whether enough of the items stand in a block word for word to look closer: half of what makes a quotation.
    fn may_quote(&self, cx: &Context<'_>, part: Span) -> bool {
        let exact = self.patterns.iter().filter(|pattern| cx.search.find(pattern, part).is_some());
        exact.count() * 2 >= self.at_least
    }

    /// Equal to an item, or with it in one character short of equal, at the run's edges also with words around it. `items` are
    /// the places of items in the text.
    fn resembles(&self, text: &str, phrase: Span, items: &[Span]) -> bool {
        let from = items.partition_point(|item| item.start < phrase.start);
        let mut inside = items[from..].iter().take_while(|item| item.start < phrase.end);
        inside.any(|item| item.end <= phrase.end) || {
            let chars: Vec<char> = phrase.of(text).chars().collect();
            self.folded.iter().any(|item| differ_by_one_at_most(&chars, item))
        }
    }

    /// A phrase without the words that lead to the item in it: 加快建设职能科学.
    fn without_lead(&self, text: &str, phrase: Span) -> Span {
        let found = self.folded.iter().find_map(|item| phrase.of(text).find(item.as_str()));
        Span::new(phrase.start + found.unwrap_or(0), phrase.end)
    }

    /// A phrase without the words that follow the item in it: 人民满意的法治政府.
    fn without_tail(&self, text: &str, phrase: Span) -> Span {
        let found = self.folded.iter().find_map(|item| phrase.of(text).find(item.as_str()).map(|at| at + item.len()));
        Span::new(phrase.start, found.map_or(phrase.end, |at| phrase.start + at))
    }

    /// The first phrase may follow, the last precede other words without a mark between.
    fn is_exact(&self, quoted: &[&str]) -> bool {
        let last = self.folded.len().saturating_sub(1);
        quoted.len() == self.folded.len()
            && quoted.iter().zip(&self.folded).enumerate().all(|(at, (quoted, item))| match at {
                0 => quoted.ends_with(item.as_str()),
                at if at == last => quoted.starts_with(item.as_str()),
                _ => quoted == item,
            })
    }
}

/// Whether a text is a word with one character too many, too few or another at most, or with two neighbours swapped.
fn differ_by_one_at_most(found: &[char], word: &str) -> bool {
    let word_chars = word.chars().count();
    if word_chars.abs_diff(found.len()) > 1 {
        return false;
    }
    let same_start = found.iter().zip(word.chars()).take_while(|(one, other)| **one == *other).count();
    let most = word_chars.min(found.len()) - same_start;
    let rest = found.iter().rev().zip(word.chars().rev()).take(most);
    let same_end = rest.take_while(|(one, other)| **one == *other).count();
    let (of_found, of_word) = (found.len() - same_start - same_end, word_chars - same_start - same_end);
    let between = |at: usize| word.chars().nth(same_start + at);
    match (of_found, of_word) {
        (0 | 1, 0 | 1) => true,
        (2, 2) => between(0) == Some(found[same_start + 1]) && between(1) == Some(found[same_start]),
        _ => false,
    }
}

/// Runs of short phrases joined by 、 or ，.
fn runs(text: &str, part: Span) -> Vec<Vec<Span>> {
    const LONGEST: usize = 40;
    let mut runs: Vec<Vec<Span>> = vec![Vec::new()];
    let mut start = part.start;
    let ends = part.of(text).char_indices().map(|(at, c)| (part.start + at, c)).chain([(part.end, '。')]);
    for (at, c) in ends {
        if !matches!(c, '、' | '，' | '。' | '；' | '！' | '？' | '：' | '“' | '”') {
            continue;
        }
        let phrase = Span::new(start, at);
        if phrase.of(text).chars().count() <= LONGEST && !phrase.is_empty() {
            runs.last_mut().expect("starts with one").push(phrase);
        } else {
            runs.push(Vec::new());
        }
        if !matches!(c, '、' | '，') {
            runs.push(Vec::new());
        }
        start = at + c.len_utf8();
    }
    runs.retain(|run| run.len() > 1);
    runs
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn words_differ_by_one_that_are_one_edit_apart(found in "[甲乙丙]{0,6}", word in "[甲乙丙]{0,6}") {
            let (found, chars): (Vec<char>, Vec<char>) = (found.chars().collect(), word.chars().collect());
            let expected = strsim::generic_damerau_levenshtein(&found, &chars) <= 1;
            prop_assert_eq!(differ_by_one_at_most(&found, &word), expected);
        }
    }
}
