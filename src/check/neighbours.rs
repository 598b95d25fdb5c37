//! Words that stand directly before or after a place. They are compared where they are asked for and never searched for, so no
//! document is scanned for them.

use std::sync::Arc;

use serde::Deserialize;

use super::link::Linker;
use super::word_set::WordSet;
use super::written::{Forms, List, Written};
use super::{Context, Span};
use crate::text::located::place;
use crate::text::pattern::Pattern;

/// A list of words as a rule gives it, compiled when the rule is linked: literals, `/…/`, terms and topics.
#[derive(Debug, Default, Deserialize)]
#[serde(transparent)]
pub(super) struct Neighbours {
    written: List<Named>,
    /// `None` until the rule is linked, and for a list without words.
    #[serde(skip)]
    compiled: Option<Box<Compiled>>,
}

/// The words of a list.
#[derive(Debug, Default)]
struct Compiled {
    patterns: Vec<Pattern>,
    named: Vec<Arc<WordSet>>,
}

/// The forms of a word beside another that are a one-key map.
#[derive(Debug, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
enum Named {
    /// All words of a term named in `words.yaml`.
    Term(String),
    /// All words of a topic named in `words.yaml`.
    Topic(String),
}

impl Forms for Named {
    const LIST: &'static str = "Neighbours";
    const WORD: &'static str = "Neighbour";
    const EXPECTED: &'static str = "词语、/正则/、{ term: 名称 } 或 { topic: 名称 }";
}

impl schemars::JsonSchema for Neighbours {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        List::<Named>::schema_name()
    }

    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        List::<Named>::json_schema(generator)
    }
}

impl Neighbours {
    /// Compiles the words; what cannot be compiled goes to the linker's problems.
    pub(super) fn link(&mut self, linker: &mut Linker<'_>) {
        let written = std::mem::take(&mut self.written.0);
        if written.is_empty() {
            return;
        }
        let mut compiled = Compiled::default();
        for word in written {
            let at = place(&word);
            match word.value {
                Written::Text(text) => compiled.patterns.extend(linker.pattern_beside(&text, at)),
                Written::Form(Named::Term(name)) => compiled.named.extend(linker.term(&name, at)),
                Written::Form(Named::Topic(name)) => compiled.named.extend(linker.topic(&name, at)),
            }
        }
        self.compiled = Some(Box::new(compiled));
    }

    /// Whether the list names no word.
    pub(super) fn is_empty(&self) -> bool {
        self.compiled.is_none() && self.written.0.is_empty()
    }

    /// Whether the text of a span begins with one of the words.
    pub(super) fn starts(&self, cx: &Context<'_>, span: Span) -> bool {
        self.any(cx, span, &|pattern, text| pattern.starts(text))
    }

    /// Whether the text of a span ends with one of the words.
    pub(super) fn ends(&self, cx: &Context<'_>, span: Span) -> bool {
        self.any(cx, span, &|pattern, text| pattern.ends(text))
    }

    fn any(&self, cx: &Context<'_>, span: Span, test: &dyn Fn(&Pattern, &str) -> bool) -> bool {
        let Some(compiled) = self.compiled.as_ref().filter(|_| !span.is_empty()) else { return false };
        let text = span.of(cx.text());
        compiled.patterns.iter().any(|pattern| test(pattern, text))
            || compiled.named.iter().any(|set| set.any_pattern(&|pattern| test(pattern, text)))
    }
}
