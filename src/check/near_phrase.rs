//! `near-phrase`: set phrases of the genre with a character wrong, missing, doubled or out of place.
//!
//! Two ways lead to a finding: forms known to be wrong (`bad`), and, for phrases marked `near`, any slip of one character inside
//! the phrase. Its first two and last two characters are never taken for slips: there other words begin and end (依法治市 is no
//! slip of 依法治国, nor 执行规范性文件 of 行政规范性文件).

use serde::Deserialize;

use super::around::Around;
use super::link::Linker;
use super::mending::{difference, edit, stands_as_written};
use super::neighbours::Neighbours;
use super::prose::{self, TITLE_MARKS};
use super::words::Words;
use super::{Context, Hits, Kind, Scope, Span};
use crate::text::fold::{fold_word, is_han};
use crate::text::pattern::Pattern;

/// The phrases. What is quoted between 《》 is left alone.
#[derive(Debug, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct NearPhrase {
    phrases: Vec<Phrase>,
}

/// One phrase.
#[derive(Debug, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Phrase {
    /// As it should be.
    good: String,
    /// Forms known to be wrong.
    #[serde(default)]
    bad: Words,
    /// Whether any slip of one character counts. For phrases of at least 6 characters.
    #[serde(default)]
    near: bool,
    /// Words that look like a slip and are none.
    #[serde(default)]
    unless: Words,
    /// One of these directly before excuses it.
    #[serde(default)]
    unless_before: Neighbours,
    /// One of these directly after excuses it.
    #[serde(default)]
    unless_after: Neighbours,
    /// The phrase as folded text has it.
    #[serde(skip)]
    whole: String,
    /// The characters of the same.
    #[serde(skip)]
    folded: Vec<char>,
    #[serde(skip)]
    halves: Vec<Pattern>,
}

impl Kind for NearPhrase {
    fn link(&mut self, linker: &mut Linker<'_>) {
        for phrase in &mut self.phrases {
            for words in [&mut phrase.bad, &mut phrase.unless] {
                words.link(linker);
            }
            for words in [&mut phrase.unless_before, &mut phrase.unless_after] {
                words.link(linker);
            }
            phrase.whole = fold_word(&phrase.good);
            phrase.folded = phrase.whole.chars().collect();
            if phrase.near {
                let (left, right) = phrase.folded.split_at(phrase.folded.len() / 2);
                let halves = [left, right].map(|half| half.iter().collect::<String>());
                phrase.halves = halves.iter().filter_map(|half| linker.pattern(half, None)).collect();
            }
        }
    }

    fn placeholders(&self) -> &'static [&'static str] {
        &["expected"]
    }

    fn run(&self, cx: &Context<'_>, scopes: &[Scope], hits: &mut Hits) {
        for scope in scopes {
            let blocks: Vec<Span> = prose::parts(cx, *scope, prose::WRITTEN).collect();
            let mut found: Vec<(Span, &Phrase)> = Vec::new();
            for phrase in &self.phrases {
                found.extend(phrase.slips(cx, &blocks).into_iter().map(|span| (span, phrase)));
            }
            found.sort_by_key(|(span, _)| (span.start, std::cmp::Reverse(span.end)));
            let mut end = 0;
            for (span, phrase) in found {
                if span.start >= end {
                    end = span.end;
                    let hit = hits.at(span).with("expected", &phrase.good);
                    hit.edits.extend(edit(cx, difference(cx.text(), span, &phrase.good)));
                }
            }
        }
    }
}

impl Phrase {
    /// The slips in some blocks, which are lines or parts of lines in order.
    fn slips(&self, cx: &Context<'_>, blocks: &[Span]) -> Vec<Span> {
        let (Some(first), Some(last)) = (blocks.first(), blocks.last()) else { return Vec::new() };
        let text = cx.text();
        let mut found = self.bad.find_all(cx, first.join(*last));
        if let [left, right] = self.halves.as_slice() {
            // Mostly it is the phrase itself.
            let whole = |at: usize| text[at..].starts_with(self.whole.as_str());
            for half in prose::matches(cx, left, blocks).filter(|half| !whole(half.start)) {
                let block = prose::block_of(blocks, half);
                let slip = block.and_then(|block| slip_from(&text[half.start..block.end], &self.folded));
                found.extend(slip.map(|len| Span::new(half.start, half.start + len)));
            }
            let whole_ends = |at: usize| text[..at].ends_with(self.whole.as_str());
            for half in prose::matches(cx, right, blocks).filter(|half| !whole_ends(half.end)) {
                let block = prose::block_of(blocks, half);
                let slip = block.and_then(|block| slip_to(&text[block.start..half.end], &self.folded));
                found.extend(slip.map(|len| Span::new(half.end - len, half.end)));
            }
        }
        found.retain(|span| prose::block_of(blocks, *span).is_some_and(|block| self.is_slip(cx, block, *span)));
        found
    }

    fn is_slip(&self, cx: &Context<'_>, block: Span, span: Span) -> bool {
        let (no_words, none) = (Words::default(), Neighbours::default());
        let around = Around {
            preceded_by: &none,
            followed_by: &none,
            unless: &no_words,
            unless_before: &self.unless_before,
            unless_after: &self.unless_after,
        };
        around.calls_for(cx, span)
            && !prose::is_inside(cx.text(), block, span.start, TITLE_MARKS)
            && stands_as_written(cx, difference(cx.text(), span, &self.good).span)
            && !self.unless.find_all(cx, block).iter().any(|other| other.overlaps(span))
    }
}

/// Length in bytes of the slip of a phrase that a text begins with.
fn slip_from(text: &str, phrase: &[char]) -> Option<usize> {
    let chars: Vec<char> = text.chars().take(phrase.len() + 1).collect();
    slip(&chars, phrase, |chars, n| chars.get(..n))
}

/// Length in bytes of the slip of a phrase that a text ends with.
fn slip_to(text: &str, phrase: &[char]) -> Option<usize> {
    let mut chars: Vec<char> = text.chars().rev().take(phrase.len() + 1).collect();
    chars.reverse();
    slip(&chars, phrase, |chars, n| chars.get(chars.len().checked_sub(n)?..))
}

fn slip(chars: &[char], phrase: &[char], window: impl Fn(&[char], usize) -> Option<&[char]>) -> Option<usize> {
    let n = phrase.len();
    if window(chars, n) == Some(phrase) {
        return None;
    }
    let lengths = [n, n.saturating_sub(1), n + 1];
    let found = lengths.into_iter().find_map(|n| window(chars, n).filter(|chars| is_one_slip(chars, phrase)))?;
    Some(found.iter().map(|c| c.len_utf8()).sum())
}

/// Whether a text is the phrase with one character inside replaced, left out or written twice, or two swapped.
fn is_one_slip(found: &[char], phrase: &[char]) -> bool {
    /// Characters at each end that must be right.
    const SURE: usize = 2;
    let same_ends =
        found.get(..SURE) == phrase.get(..SURE) && found.iter().rev().take(SURE).eq(phrase.iter().rev().take(SURE));
    if !same_ends || !found.iter().all(|c| is_han(*c)) {
        return false;
    }
    let at = found.iter().zip(phrase).take_while(|(a, b)| a == b).count();
    let (rest, wanted) = (&found[at..], &phrase[at..]);
    match found.len() as isize - phrase.len() as isize {
        0 => rest.get(1..) == wanted.get(1..) || is_swapped(rest, wanted),
        -1 => Some(rest) == wanted.get(1..),
        1 => rest.get(1..) == Some(wanted) && found[..at].last() == rest.first(),
        _ => false,
    }
}

fn is_swapped(found: &[char], wanted: &[char]) -> bool {
    match (found, wanted) {
        ([a, b, found @ ..], [c, d, wanted @ ..]) => a == d && b == c && found == wanted,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn slips(text: &str, phrase: &str) -> bool {
        let phrase: Vec<char> = phrase.chars().collect();
        let from = slip_from(text, &phrase);
        assert_eq!(from, slip_to(text, &phrase), "{text}");
        from == Some(text.len())
    }

    #[test]
    fn a_character_wrong_missing_doubled_or_swapped_is_a_slip() {
        let phrase = "行政规范性文件";
        for slip in ["行政规范化文件", "行政规范文件", "行政规范性性文件", "行政规性范文件"]
        {
            assert!(slips(slip, phrase), "{slip}");
        }
    }

    #[test]
    fn the_phrase_itself_and_words_further_off_are_no_slips() {
        let phrase = "行政规范性文件";
        for other in ["行政规范性文件", "行政规划类文件", "行政规范性、文件", "行政规范的性文件"]
        {
            assert!(!slips(other, phrase), "{other}");
        }
        assert!(!slips("全面依法治市", "全面依法治国"), "the last character belongs to another word");
        assert!(!slips("行的规范性文件", phrase), "the first character belongs to another word");
    }

    #[test]
    fn a_slip_ends_where_the_phrase_ends() {
        let phrase: Vec<char> = "习近平法治思想".chars().collect();
        let text = "习近平法制思想，推进";
        assert_eq!(slip_from(text, &phrase), Some("习近平法制思想".len()));
        assert_eq!(slip_to("深入学习习近平法制思想", &phrase), Some("习近平法制思想".len()));
    }
}
