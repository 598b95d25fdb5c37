//! `repeated-text`: a sentence that stands twice in the document.
//!
//! Names of documents and the words a rule sets aside (formulas that every report repeats) do not count towards the length.
//! Sentences that follow one another both times are one finding. Linear in the text: sentences are compared by a hash of
//! their ends, and those that end alike by another of the whole.

use std::collections::HashMap;

use serde::Deserialize;

use super::link::Linker;
use super::words::Words;
use super::{Context, Hits, Kind, Scope, Span};

/// What counts as a sentence worth comparing.
#[derive(Debug, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct RepeatedText {
    /// Characters (ideographs, letters and digits) a sentence must have.
    at_least: usize,
    /// Words that do not count towards that.
    #[serde(default)]
    aside: Words,
}

/// A passage and the earlier one it repeats, as ranges of sentences, both ends included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Repeated {
    earlier: (usize, usize),
    later: (usize, usize),
}

impl Kind for RepeatedText {
    fn link(&mut self, linker: &mut Linker<'_>) {
        self.aside.link(linker);
    }

    fn placeholders(&self) -> &'static [&'static str] {
        &["chars", "beginning"]
    }

    fn run(&self, cx: &Context<'_>, _: &[Scope], hits: &mut Hits) {
        let spans: Vec<Span> = cx.sentences_in(cx.document.body).map(|sentence| cx.sentence(sentence)).collect();
        let texts: Vec<&str> = spans.iter().map(|span| span.of(cx.text())).collect();
        let chars = |at: usize| bare(texts[at]).count();
        let mut counts = |at: usize| chars(at) >= self.at_least && self.is_long(cx, spans[at]);
        for found in repeated(&first_alike(&texts), &mut counts) {
            let whole = |(from, to): (usize, usize)| spans[from].join(spans[to]);
            let chars: usize = (found.later.0..=found.later.1).map(chars).sum();
            let beginning: String = spans[found.later.0].of(cx.text()).chars().take(15).collect();
            hits.at(whole(found.later))
                .with("chars", chars)
                .with("beginning", beginning)
                .related(whole(found.earlier), "与此处相同");
        }
    }
}

impl RepeatedText {
    /// Whether enough is left of a sentence without names of documents and without the words set aside.
    fn is_long(&self, cx: &Context<'_>, sentence: Span) -> bool {
        let aside: usize = self.aside.find_all(cx, sentence).iter().map(|span| bare(span.of(cx.text())).count()).sum();
        bare(&without_titles(sentence.of(cx.text()))).count() >= self.at_least + aside
    }
}

/// A text without what stands in 《》.
fn without_titles(text: &str) -> String {
    let mut depth = 0usize;
    let outside = |c: &char| match c {
        '《' => {
            depth += 1;
            false
        }
        '》' => {
            depth = depth.saturating_sub(1);
            false
        }
        _ => depth == 0,
    };
    text.chars().filter(outside).collect()
}

/// Ideographs, letters and digits alone, without an enumerating number before them.
fn bare(text: &str) -> impl Iterator<Item = char> + '_ {
    unnumbered(text).chars().filter(|c| is_counted(*c))
}

/// A text without an enumerating number in brackets before it.
fn unnumbered(text: &str) -> &str {
    match text.strip_prefix('（').and_then(|rest| rest.split_once('）')) {
        Some((number, rest)) if number.chars().count() <= 3 => rest,
        _ => text,
    }
}

/// Whether a character is an ideograph, letter or digit; quick for those most texts are made of.
fn is_counted(c: char) -> bool {
    match c {
        '\u{4e00}'..='\u{9fff}' => true,
        '，' | '。' | '、' | '；' | '：' | '“' | '”' | '（' | '）' | '《' | '》' => false,
        _ => c.is_alphanumeric(),
    }
}

/// Of each sentence the first one that is bare the same: itself, where none before it is.
fn first_alike(texts: &[&str]) -> Vec<usize> {
    let mut ends: Vec<(u64, usize)> = texts.iter().enumerate().map(|(at, text)| (ending(text), at)).collect();
    ends.sort_unstable();
    let mut first: Vec<usize> = (0..texts.len()).collect();
    for alike in ends.chunk_by(|one, other| one.0 == other.0).filter(|alike| alike.len() > 1) {
        let mut seen: HashMap<String, usize> = HashMap::with_capacity(alike.len());
        for (_, at) in alike {
            first[*at] = *seen.entry(bare(texts[*at]).collect()).or_insert(*at);
        }
    }
    first
}

/// A hash of a sentence's last characters: those of most sentences differ.
fn ending(text: &str) -> u64 {
    const CHARACTERS: usize = 8;
    const FACTOR: u64 = 0x9e37_79b9_7f4a_7c15;
    let mut rest = unnumbered(text);
    let (mut hash, mut taken) = (0u64, 0);
    while taken < CHARACTERS {
        let Some((counted, len)) = last_character(rest) else { break };
        if let Some(character) = counted {
            hash = (hash ^ u64::from(character)).wrapping_mul(FACTOR).rotate_left(23);
            taken += 1;
        }
        rest = &rest[..rest.len() - len];
    }
    hash
}

/// A number for the last character of a text, if that is counted, and its length in bytes.
fn last_character(text: &str) -> Option<(Option<u32>, usize)> {
    match text.as_bytes() {
        // Most are ideographs from 一 on, which need not be decoded.
        [.., 0xe4, second @ 0xb8..=0xbf, third] => Some((Some(u32::from_be_bytes([0, 0xe4, *second, *third])), 3)),
        [.., first @ 0xe5..=0xe9, second, third] => Some((Some(u32::from_be_bytes([0, *first, *second, *third])), 3)),
        _ => text.chars().next_back().map(|c| (is_counted(c).then_some(u32::from(c)), c.len_utf8())),
    }
}

/// The passages of which every sentence stood in the same order before, found by a sentence that `counts`. `first` is of each
/// sentence the first one like it.
fn repeated(first: &[usize], counts: &mut dyn FnMut(usize) -> bool) -> Vec<Repeated> {
    let mut out: Vec<Repeated> = Vec::new();
    let mut at = 0;
    while at < first.len() {
        let earlier = first[at];
        if earlier == at || !counts(at) {
            at += 1;
            continue;
        }
        let mut more = 0;
        while earlier + more + 1 < at && first.get(at + more + 1).is_some_and(|next| *next == first[earlier + more + 1])
        {
            more += 1;
        }
        out.push(Repeated { earlier: (earlier, earlier + more), later: (at, at + more) });
        at += more + 1;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn sentences_are_alike_that_are_bare_the_same(texts in prop::collection::vec("(（[一1]）)?[甲乙aé。，䷀]{0,6}", 0..8)) {
            let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
            let alike = |at: usize| texts.iter().position(|text| bare(text).eq(bare(texts[at])));
            let expected: Vec<usize> = (0..texts.len()).filter_map(alike).collect();
            prop_assert_eq!(first_alike(&texts), expected);
        }
    }

    fn found(sentences: &[&str]) -> Vec<Repeated> {
        repeated(&first_alike(sentences), &mut |at| bare(sentences[at]).count() >= 6)
    }

    #[test]
    fn flags_a_sentence_that_stands_twice() {
        let all = ["政务平台汇集数据。", "学习。", "政务平台汇集数据。"];
        assert_eq!(found(&all), [Repeated { earlier: (0, 0), later: (2, 2) }]);
    }

    #[test]
    fn a_repeated_paragraph_is_one_finding() {
        let all =
            ["（一）平台汇集数据。", "减负。", "第三句话在这里。", "间隔句子。", "（二）平台汇集数据。", "减负。"];
        assert_eq!(found(&all), [Repeated { earlier: (0, 1), later: (4, 5) }]);
    }

    #[test]
    fn short_sentences_may_stand_twice() {
        assert_eq!(found(&["抓好落实。", "抓好落实。"]), []);
    }

    #[test]
    fn a_sentence_said_three_times_in_a_row_is_reported_twice() {
        assert_eq!(found(&["政务平台汇集数据。"; 3]).len(), 2);
    }

    #[test]
    fn names_of_documents_do_not_count() {
        assert_eq!(without_titles("落实《纲要（2021—2025年）》《〈甲〉通知》要求"), "落实要求");
    }
}
