//! Lists of words, as every check takes them: literals, `/…/`, named terms and topics, and `near`.

use std::fmt;
use std::sync::Arc;

use serde::Deserialize;
use serde::de::value::MapAccessDeserializer;
use serde::de::{Deserializer, MapAccess, SeqAccess, Visitor};

use super::link::Linker;
use super::{Context, Span};
use crate::document::Level;
use crate::text::located::Located;
use crate::text::pattern::Pattern;

/// A list of words as a rule gives it (one word may stand without the list), compiled when the rule is linked.
#[derive(Debug, Default)]
pub struct Words {
    written: Vec<Located<Written>>,
    entries: Arc<[Entry]>,
}

impl<'de> Deserialize<'de> for Words {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let Located { value, referenced, defined } = Located::<OneOrMany>::deserialize(deserializer)?;
        let written = match value {
            OneOrMany::One(word) => vec![Located { value: word, referenced, defined }],
            OneOrMany::Many(words) => words,
        };
        Ok(Words { written, entries: Arc::default() })
    }
}

impl schemars::JsonSchema for Words {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Words".into()
    }

    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        let word = generator.subschema_for::<Written>();
        schemars::json_schema!({ "anyOf": [word, { "type": "array", "items": word }] })
    }
}

/// One word, or a list.
#[derive(Debug)]
enum OneOrMany {
    One(Written),
    Many(Vec<Located<Written>>),
}

impl<'de> Deserialize<'de> for OneOrMany {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct OneOrManyVisitor;
        impl<'de> Visitor<'de> for OneOrManyVisitor {
            type Value = OneOrMany;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("词语或一列词语")
            }
            fn visit_str<E>(self, text: &str) -> Result<OneOrMany, E> {
                Ok(OneOrMany::One(Written::Text(text.to_owned())))
            }
            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<OneOrMany, A::Error> {
                Tagged::deserialize(MapAccessDeserializer::new(map)).map(|word| OneOrMany::One(Written::Tagged(word)))
            }
            fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<OneOrMany, A::Error> {
                let mut words = Vec::new();
                while let Some(word) = seq.next_element()? {
                    words.push(word);
                }
                Ok(OneOrMany::Many(words))
            }
        }
        deserializer.deserialize_any(OneOrManyVisitor)
    }
}

/// One word as written.
#[derive(Debug, Clone)]
pub enum Written {
    /// `词` or `/…/`.
    Text(String),
    /// `{ term: … }` and the like.
    Tagged(Tagged),
}

/// The forms of a word that are a one-key map.
#[derive(Debug, Clone, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Tagged {
    /// All words of a term named in `words.yaml`.
    Term(String),
    /// All words of a topic named in `words.yaml`.
    Topic(String),
    /// A word of `a` and a word of `b` in one clause.
    Near(Near),
    /// A word with a figure beside it.
    Counted(Counted),
    /// Words that count only for issuers of some levels.
    Only(Only),
}

/// Two words close to each other.
#[derive(Debug, Clone, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Near {
    #[schemars(with = "Vec<String>")]
    a: Vec<Located<String>>,
    #[schemars(with = "Vec<String>")]
    b: Vec<Located<String>>,
    /// Characters that may stand between the two.
    within: usize,
}

/// A word with a figure beside it: 复议 … 12件, 12件 … 复议.
#[derive(Debug, Clone, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Counted {
    #[schemars(with = "Vec<String>")]
    any: Vec<Located<String>>,
    /// Units the figure may have, a character each: 件宗起%.
    units: String,
    /// Characters that may stand between the word and a figure after it; before it, a quarter of that.
    within: usize,
}

/// Words for issuers of some levels only.
#[derive(Debug, Clone, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Only {
    levels: Vec<Level>,
    #[schemars(with = "Vec<Written>")]
    any: Vec<Located<Written>>,
}

impl<'de> Deserialize<'de> for Written {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct WrittenVisitor;
        impl<'de> Visitor<'de> for WrittenVisitor {
            type Value = Written;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("词语、/正则/ 或 { term: 名称 }")
            }
            fn visit_str<E>(self, text: &str) -> Result<Written, E> {
                Ok(Written::Text(text.to_owned()))
            }
            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Written, A::Error> {
                Tagged::deserialize(MapAccessDeserializer::new(map)).map(Written::Tagged)
            }
        }
        deserializer.deserialize_any(WrittenVisitor)
    }
}

impl schemars::JsonSchema for Written {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Written".into()
    }

    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "anyOf": [{ "type": "string" }, generator.subschema_for::<Tagged>()] })
    }
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
    Any(Arc<[Entry]>),
    /// Any of a list, for issuers of some levels (or unknown level).
    Only(Vec<Level>, Arc<[Entry]>),
}

impl Words {
    /// Compiles the words; what cannot be compiled goes to the linker's problems.
    pub fn link(&mut self, linker: &mut Linker<'_>) {
        self.entries = entries(std::mem::take(&mut self.written), linker);
    }

    /// Whether the list names no word.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty() && self.written.is_empty()
    }

    /// The compiled words.
    pub fn entries(&self) -> Arc<[Entry]> {
        Arc::clone(&self.entries)
    }

    /// The first match in a folded span, body text or not.
    pub fn find(&self, cx: &Context<'_>, within: Span) -> Option<Span> {
        self.entries.iter().filter_map(|entry| entry.find(cx, within)).min_by_key(|span| span.start)
    }

    /// All matches in a folded span, in order; of matches that overlap, the longer one.
    pub fn find_all(&self, cx: &Context<'_>, within: Span) -> Vec<Span> {
        let mut all = Vec::new();
        for entry in self.entries.iter() {
            entry.find_all(cx, within, &mut all);
        }
        without_overlaps(all)
    }

    /// The first match in text that can show something (no headings) of each word that has one.
    pub fn in_substance(&self, cx: &Context<'_>, within: Span) -> Vec<Span> {
        let first = |entry: &Entry| entry.first(cx, within, &|span| cx.is_substance(span));
        self.entries.iter().filter_map(first).collect()
    }

    /// Whether the text of a span begins with one of the words.
    pub fn starts(&self, cx: &Context<'_>, span: Span) -> bool {
        !span.is_empty() && any_pattern(&self.entries, &|pattern| pattern.starts(span.of(cx.text())))
    }

    /// Whether the text of a span ends with one of the words.
    pub fn ends(&self, cx: &Context<'_>, span: Span) -> bool {
        !span.is_empty() && any_pattern(&self.entries, &|pattern| pattern.ends(span.of(cx.text())))
    }

    /// Whether one of the words stands in a text that is no part of the document.
    pub fn occurs_in(&self, folded: &str) -> bool {
        any_pattern(&self.entries, &|pattern| pattern.is_match(folded))
    }
}

fn any_pattern(entries: &[Entry], test: &dyn Fn(&Pattern) -> bool) -> bool {
    entries.iter().any(|entry| match entry {
        Entry::Pattern(pattern) => test(pattern),
        Entry::Near(..) | Entry::Counted(..) => false,
        Entry::Any(inner) | Entry::Only(_, inner) => any_pattern(inner, test),
    })
}

impl Entry {
    /// Whether the word stands in a folded span.
    pub fn occurs(&self, cx: &Context<'_>, within: Span) -> bool {
        self.find(cx, within).is_some()
    }

    fn find(&self, cx: &Context<'_>, within: Span) -> Option<Span> {
        self.first(cx, within, &|_| true)
    }

    /// The first match in a folded span that is accepted.
    fn first(&self, cx: &Context<'_>, within: Span, accept: &dyn Fn(Span) -> bool) -> Option<Span> {
        let of_all = |entries: &[Entry]| {
            entries.iter().filter_map(|entry| entry.first(cx, within, accept)).min_by_key(|span| span.start)
        };
        match self {
            Entry::Pattern(pattern) => cx.search.find_where(pattern, within, accept),
            Entry::Any(entries) => of_all(entries),
            Entry::Only(levels, entries) => cx
                .document
                .identity
                .level
                .is_none_or(|level| levels.contains(&level))
                .then(|| of_all(entries))
                .flatten(),
            Entry::Counted(words, units, most) => words
                .iter()
                .filter_map(|word| {
                    cx.search
                        .find_where(word, within, &|span| accept(span) && is_counted(cx.text(), span, units, *most))
                })
                .min_by_key(|span| span.start),
            Entry::Near(..) => {
                let mut all = Vec::new();
                self.find_all(cx, within, &mut all);
                all.into_iter().filter(|span| accept(*span)).min_by_key(|span| span.start)
            }
        }
    }

    fn find_all(&self, cx: &Context<'_>, within: Span, all: &mut Vec<Span>) {
        match self {
            Entry::Pattern(pattern) => all.extend(cx.search.find_all(pattern, within)),
            Entry::Any(entries) => entries.iter().for_each(|entry| entry.find_all(cx, within, all)),
            Entry::Only(levels, entries) => {
                if cx.document.identity.level.is_none_or(|level| levels.contains(&level)) {
                    entries.iter().for_each(|entry| entry.find_all(cx, within, all));
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

/// Pairs of a word of `a` and the next word of `b`, in either order, with no clause mark and few enough characters between.
fn near(cx: &Context<'_>, within: Span, (a, b): (&[Pattern], &[Pattern]), most: usize, all: &mut Vec<Span>) {
    let places =
        |patterns: &[Pattern]| -> Vec<Span> { patterns.iter().flat_map(|p| cx.search.find_all(p, within)).collect() };
    let (firsts, seconds) = (places(a), places(b));
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
    let after = text[word.end..].chars().take(most + 4).take_while(|c| !is_end(*c)).collect::<Vec<char>>();
    let mut before =
        text[..word.start].chars().rev().take(most / 4 + 4).take_while(|c| !is_end(*c)).collect::<Vec<char>>();
    before.reverse();
    [after, before].iter().any(|chars| {
        let ends = (1..chars.len()).filter(|at| units.contains(chars[*at]));
        ends.into_iter().any(|at| {
            let last = chars[..at].iter().rposition(|c| !matches!(c, '余' | '多' | '万' | '亿'));
            last.is_some_and(|last| chars[last].is_ascii_digit())
        })
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

/// Compiles a list of written words.
pub fn entries(written: Vec<Located<Written>>, linker: &mut Linker<'_>) -> Arc<[Entry]> {
    written.into_iter().filter_map(|word| entry(word, linker)).collect()
}

fn entry(word: Located<Written>, linker: &mut Linker<'_>) -> Option<Entry> {
    let place = crate::text::located::place(&word);
    match word.value {
        Written::Text(text) => linker.pattern(&text, place).map(Entry::Pattern),
        Written::Tagged(Tagged::Term(name)) => linker.term(&name, place).map(Entry::Any),
        Written::Tagged(Tagged::Topic(name)) => linker.topic(&name, place).map(Entry::Any),
        Written::Tagged(Tagged::Near(near)) => {
            let mut patterns = |list: Vec<Located<String>>| -> Vec<Pattern> {
                list.iter().filter_map(|word| linker.pattern(&word.value, crate::text::located::place(word))).collect()
            };
            Some(Entry::Near(patterns(near.a), patterns(near.b), near.within))
        }
        Written::Tagged(Tagged::Counted(counted)) => {
            let words = counted.any.iter();
            let words = words.filter_map(|word| linker.pattern(&word.value, crate::text::located::place(word)));
            Some(Entry::Counted(words.collect(), counted.units, counted.within))
        }
        Written::Tagged(Tagged::Only(only)) => Some(Entry::Only(only.levels, entries(only.any, linker))),
    }
}
