//! Cutting folded text into sentences and clauses.

use std::sync::LazyLock;

use memchr::memmem::Finder;

use super::sieve::{Sieve, wide, wide_at};
use super::span::Span;

/// The sentences of a span: up to and including 。！？ (with closing quotes and brackets after it), and at line ends.
pub fn sentences(text: &str, within: Span) -> Vec<Span> {
    each_sentence(text, within).collect()
}

/// The sentences of a span as [`sentences`] has them, one by one.
pub fn each_sentence(text: &str, within: Span) -> impl Iterator<Item = Span> + '_ {
    const STOPS: Sieve = Sieve::of("\n。！？");
    Cut { text: &text[..within.end], at: within.start, stops: &STOPS, ends: ends_sentence }
}

/// The places of the marks 。！？ in a text, in order.
pub fn sentence_marks(text: &str) -> Vec<usize> {
    static RARE: LazyLock<[Finder<'static>; 2]> = LazyLock::new(|| [Finder::new("！"), Finder::new("？")]);
    let bytes = text.as_bytes();
    let stops = memchr::memchr_iter(STOP[2], bytes).filter(|end| bytes[..=*end].ends_with(&STOP));
    let mut places: Vec<usize> = stops.map(|end| end - 2).collect();
    let stops = places.len();
    places.extend(RARE.iter().flat_map(|mark| mark.find_iter(bytes)));
    if places.len() > stops {
        places.sort_unstable();
    }
    places
}

/// The clauses of a span: as sentences, and also after ，；：.
pub fn clauses(text: &str, within: Span) -> Vec<Span> {
    each_clause(text, within).collect()
}

/// The clauses of a span as [`clauses`] has them, one by one.
pub fn each_clause(text: &str, within: Span) -> impl Iterator<Item = Span> + '_ {
    const STOPS: Sieve = Sieve::of("\n。！？，；：");
    Cut { text: &text[..within.end], at: within.start, stops: &STOPS, ends: ends_clause }
}

const STOP: [u8; 3] = wide('。');
const CALL: [u8; 3] = wide('！');
const QUESTION: [u8; 3] = wide('？');
const COMMA: [u8; 3] = wide('，');
const SEMICOLON: [u8; 3] = wide('；');
const COLON: [u8; 3] = wide('：');
const QUOTE: [u8; 3] = wide('”');
const INNER_QUOTE: [u8; 3] = wide('’');
const BRACKET: [u8; 3] = wide('）');
const TITLE: [u8; 3] = wide('》');

/// Whether a character ends a sentence.
fn ends_sentence(c: [u8; 3]) -> bool {
    matches!(c, STOP | CALL | QUESTION)
}

fn ends_clause(c: [u8; 3]) -> bool {
    ends_sentence(c) || matches!(c, COMMA | SEMICOLON | COLON)
}

/// One past the marks that close what the end of a sentence or clause ended, and further ends.
pub(crate) fn past_closing(text: &str, at: usize) -> usize {
    let mut at = at;
    while let Some(QUOTE | INNER_QUOTE | BRACKET | TITLE | STOP | CALL | QUESTION) = wide_at(text, at) {
        at += 3;
    }
    at
}

/// The pieces of a text from `at` on.
struct Cut<'t> {
    text: &'t str,
    at: usize,
    /// Lets through what ends pieces.
    stops: &'static Sieve,
    ends: fn([u8; 3]) -> bool,
}

impl Iterator for Cut<'_> {
    type Item = Span;

    fn next(&mut self) -> Option<Span> {
        let mut at = self.at;
        loop {
            at = self.stops.next(self.text, at);
            let start = self.at;
            match self.text.as_bytes().get(at) {
                None => {
                    self.at = at;
                    return (start < at).then_some(Span::new(start, at));
                }
                Some(b'\n') => {
                    self.at = at + 1;
                    if start < at {
                        return Some(Span::new(start, at));
                    }
                    at += 1;
                }
                Some(_) if wide_at(self.text, at).is_some_and(self.ends) => {
                    self.at = past_closing(self.text, at + 3);
                    return Some(Span::new(start, self.at));
                }
                Some(_) => at += 3,
            }
        }
    }
}

/// The sentence of a span's text that holds a byte offset; the whole of `within` where none does.
pub fn sentence_at(text: &str, within: Span, offset: usize) -> Span {
    each_sentence(text, within).find(|span| span.holds(offset)).unwrap_or(within)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn texts(spans: Vec<Span>, text: &str) -> Vec<&str> {
        spans.into_iter().map(|span| span.of(text)).collect()
    }

    #[test]
    fn a_sentence_keeps_its_mark_and_the_quote_that_closes_it() {
        let text = "他说：“好。”办结3件。\n下一段";
        assert_eq!(texts(sentences(text, Span::new(0, text.len())), text), ["他说：“好。”", "办结3件。", "下一段"]);
    }

    #[test]
    fn clauses_end_at_commas_and_semicolons() {
        let text = "受理3件，审结2件；其他1件。";
        assert_eq!(texts(clauses(text, Span::new(0, text.len())), text), ["受理3件，", "审结2件；", "其他1件。"]);
    }

    proptest! {
        #[test]
        fn marks_are_those_of_the_text(text in "[。！？、。Ä»甲a\n]{0,30}") {
            let places: Vec<usize> = text.match_indices(['。', '！', '？']).map(|(at, _)| at).collect();
            prop_assert_eq!(sentence_marks(&text), places);
        }
    }
}
