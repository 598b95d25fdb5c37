//! Lists of words as rules write them: literals, `/…/`, named terms and topics, `near`, `counted`, `only`.

use std::sync::Arc;

use serde::Deserialize;

use super::link::Linker;
use super::word_set::{Entry, WordSet, without_overlaps};
use super::written::{Forms, List, Written};
use super::{Context, Span};
use crate::document::Level;
use crate::text::located::Located;
use crate::text::pattern::Pattern;

/// A list of words as a rule gives it, compiled when the rule is linked.
#[derive(Debug, Default, Deserialize)]
#[serde(transparent)]
pub struct Words {
    written: List<Tagged>,
    #[serde(skip)]
    set: Arc<WordSet>,
}

impl schemars::JsonSchema for Words {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        List::<Tagged>::schema_name()
    }

    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        List::<Tagged>::json_schema(generator)
    }
}

impl Forms for Tagged {
    const LIST: &'static str = "Words";
    const WORD: &'static str = "Written";
    const EXPECTED: &'static str = "词语、/正则/ 或 { term: 名称 }";
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
    #[schemars(with = "Vec<Written<Tagged>>")]
    any: Vec<Located<Written<Tagged>>>,
}

impl Words {
    /// Compiles the words; what cannot be compiled goes to the linker's problems.
    pub fn link(&mut self, linker: &mut Linker<'_>) {
        if !self.written.0.is_empty() {
            self.set = compile(std::mem::take(&mut self.written.0), linker);
        }
    }

    /// Whether the list names no word.
    pub fn is_empty(&self) -> bool {
        self.set.is_empty() && self.written.0.is_empty()
    }

    /// The compiled words.
    pub fn set(&self) -> Arc<WordSet> {
        Arc::clone(&self.set)
    }

    /// Whether one of the words may stand in the document at all.
    pub fn may_occur(&self, cx: &Context<'_>) -> bool {
        self.set.candidates(cx).next().is_some()
    }

    /// The first match in a folded span, body text or not.
    pub fn find(&self, cx: &Context<'_>, within: Span) -> Option<Span> {
        self.set.first(cx, within, &|_| true)
    }

    /// All matches in a folded span, in order; of matches that overlap, the longer one.
    pub fn find_all(&self, cx: &Context<'_>, within: Span) -> Vec<Span> {
        let mut all = Vec::new();
        self.set.find_all(cx, within, &mut all);
        without_overlaps(all)
    }

    /// The first match in text that can show something (no headings) of each word that has one, in the order of the words.
    pub fn in_substance(&self, cx: &Context<'_>, within: Span) -> impl Iterator<Item = Span> {
        let first = move |entry: &Entry| entry.first(cx, within, usize::MAX, &|span| cx.is_substance(span));
        self.set.candidates(cx).filter_map(first)
    }

    /// The first match of all words in text that can show something.
    pub fn first_in_substance(&self, cx: &Context<'_>, within: Span) -> Option<Span> {
        self.set.first(cx, within, &|span| cx.is_substance(span))
    }

    /// Whether the text of a span begins with one of the words.
    pub fn starts(&self, cx: &Context<'_>, span: Span) -> bool {
        !span.is_empty() && self.set.any_pattern(&|pattern| pattern.starts(span.of(cx.text())))
    }

    /// Whether one of the words stands in a text that is no part of the document.
    pub fn occurs_in(&self, folded: &str) -> bool {
        self.set.any_pattern(&|pattern| pattern.is_match(folded))
    }
}

/// Compiles a list of written words.
pub fn compile(written: Vec<Located<Written<Tagged>>>, linker: &mut Linker<'_>) -> Arc<WordSet> {
    let entries = written.into_iter().filter_map(|word| entry(word, linker)).collect();
    Arc::new(WordSet::new(entries, linker.literals))
}

fn entry(word: Located<Written<Tagged>>, linker: &mut Linker<'_>) -> Option<Entry> {
    let place = crate::text::located::place(&word);
    match word.value {
        Written::Text(text) => linker.pattern(&text, place).map(Entry::Pattern),
        Written::Form(Tagged::Term(name)) => linker.term(&name, place).map(Entry::Any),
        Written::Form(Tagged::Topic(name)) => linker.topic(&name, place).map(Entry::Any),
        Written::Form(Tagged::Near(near)) => {
            let mut patterns = |list: Vec<Located<String>>| -> Vec<Pattern> {
                list.iter().filter_map(|word| linker.pattern(&word.value, crate::text::located::place(word))).collect()
            };
            Some(Entry::Near(patterns(near.a), patterns(near.b), near.within))
        }
        Written::Form(Tagged::Counted(counted)) => {
            let words = counted.any.iter();
            let words = words.filter_map(|word| linker.pattern(&word.value, crate::text::located::place(word)));
            Some(Entry::Counted(words.collect(), counted.units, counted.within))
        }
        Written::Form(Tagged::Only(only)) => Some(Entry::Only(only.levels, compile(only.any, linker))),
    }
}
