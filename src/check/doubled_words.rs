//! `doubled-words`: words written twice in a row: 开展开展.

use serde::Deserialize;

use super::link::Linker;
use super::neighbours::Neighbours;
use super::{Context, Hits, Kind, Scope, Span, prose};
use crate::text::fold::is_han;

/// Which repetitions are meant.
#[derive(Debug, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct DoubledWords {
    /// Words that may stand twice in a row, and beginnings of such: 一 of 一件一件, 研究 of 研究研究.
    #[serde(default)]
    unless: Neighbours,
}

impl Kind for DoubledWords {
    fn link(&mut self, linker: &mut Linker<'_>) {
        self.unless.link(linker);
    }

    fn run(&self, cx: &Context<'_>, scopes: &[Scope], hits: &mut Hits) {
        for block in scopes.iter().flat_map(|scope| prose::parts(cx, *scope, prose::RUNNING)) {
            doubled(cx.text(), block, |found| {
                if !self.unless.starts(cx, found) {
                    hits.at(found);
                }
            });
        }
    }
}

/// Calls `found` with each word of a block that stands twice in a row, both together, none overlapping another.
fn doubled(text: &str, block: Span, mut found: impl FnMut(Span)) {
    /// Bytes of a character of a word.
    const WIDE: usize = 3;
    // The characters before, the nearest first: a word of two to four characters ends as the word before it did.
    let mut last = ['\0'; 4];
    let mut from = block.start;
    for (at, c) in block.of(text).char_indices() {
        let [_, second, third, fourth] = last;
        if c == second || c == third || c == fourth {
            let end = block.start + at + c.len_utf8();
            let stands = |len: &usize| {
                let word = text.get(end - len * WIDE..end).filter(|word| is_word(word));
                word.is_some_and(|word| text[..end - len * WIDE].ends_with(word))
            };
            let len = (2..=4).filter(|len| end - from >= len * 2 * WIDE).find(stands);
            if let Some(len) = len {
                found(Span::new(end - len * 2 * WIDE, end));
                from = end;
            }
        }
        last = [c, last[0], last[1], last[2]];
    }
}

/// Whether some text is made of ideographs, not all the same.
fn is_word(text: &str) -> bool {
    let mut chars = text.chars();
    let first = chars.next();
    text.chars().all(is_han) && chars.any(|c| Some(c) != first)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<&str> {
        let mut found = Vec::new();
        doubled(text, Span::new(0, text.len()), |span| found.push(span.of(text)));
        found
    }

    #[test]
    fn a_word_twice_in_a_row_is_found() {
        assert_eq!(found("全年开展开展培训，评查评查"), ["开展开展", "评查评查"]);
        assert_eq!(found("行政执法行政执法监督"), ["行政执法行政执法"]);
        assert_eq!(found("合同合同"), ["合同合同"]);
    }

    #[test]
    fn figures_marks_and_single_characters_are_no_words() {
        for text in ["2323", "（）（）", "哈哈哈哈", "依法行政，行政执法", "AAAA", "", "一"] {
            assert_eq!(found(text), [""; 0], "{text}");
        }
    }
}
