//! `script-conversion`: traditional text made by a program out of simplified text, told by words no writer writes (全麵, 製度).

use serde::Deserialize;

use super::link::Linker;
use super::places::{self, Place};
use super::{Context, Hits, Kind, Scope, Span, prose};
use crate::document::Document;
use crate::text::fold::is_blank;
use crate::text::pattern::Pattern;
use crate::text::script;

/// The words.
#[derive(Debug, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct ScriptConversion {
    /// Words that only conversion makes.
    words: Vec<Converted>,
    /// Words that some regions write so: they count only beside the others, and are not named.
    #[serde(default)]
    doubtful: Vec<Converted>,
    /// Fewer places of `words` are not reported.
    at_least: usize,
}

/// A word spoilt by conversion, in traditional characters.
#[derive(Debug, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
struct Converted {
    /// 全麵
    bad: String,
    /// 全面
    good: String,
    #[serde(skip)]
    pattern: Option<Pattern>,
}

impl Kind for ScriptConversion {
    fn link(&mut self, linker: &mut Linker<'_>) {
        for word in self.words.iter_mut().chain(&mut self.doubtful) {
            word.pattern = linker.pattern(&word.bad, None);
        }
    }

    fn placeholders(&self) -> &'static [&'static str] {
        &["words", "count", "places"]
    }

    fn run(&self, cx: &Context<'_>, scopes: &[Scope], hits: &mut Hits) {
        if !cx.is_traditional() {
            return;
        }
        let blocks_of = |scope: &Scope| prose::parts(cx, *scope, prose::WRITTEN).collect();
        let scopes: Vec<Vec<Span>> = scopes.iter().map(blocks_of).collect();
        let mut found = places_of(cx, &scopes, &self.words);
        if found.len() < self.at_least.max(1) {
            return;
        }
        let words = named(&found);
        found.extend(places_of(cx, &scopes, &self.doubtful));
        found.sort_by_key(|(span, _)| *span);
        let place =
            |(span, _): (Span, &Converted)| Place { span, values: vec![("words", words.clone())], edits: Vec::new() };
        places::together(found.into_iter().map(place).collect(), hits);
    }
}

impl Context<'_> {
    /// Whether the document is written in traditional characters.
    pub(super) fn is_traditional(&self) -> bool {
        *self.traditional.get_or_init(|| is_document_traditional(self.document))
    }
}

/// Whether the original is written in traditional characters. A block that folding left as it was has none of them.
fn is_document_traditional(document: &Document) -> bool {
    let original = &document.text;
    let (mut found, mut at) = (0, 0);
    for block in &document.blocks {
        if block.span.start < at {
            return script::is_traditional(original);
        }
        let same = block.span.of(original).as_bytes() == block.folded.of(document.folded_text()).as_bytes();
        found += script::traditional(&original[at..if same { block.span.start } else { block.span.end }]);
        at = block.span.end;
        if script::is_surely_enough(found, original.len()) {
            return true;
        }
    }
    script::has_share(original, found + script::traditional(&original[at..]))
}

/// Where the spoilt words stand. Folding takes the good and the bad spelling for one; the original tells which it is.
fn places_of<'a>(cx: &Context<'_>, scopes: &[Vec<Span>], words: &'a [Converted]) -> Vec<(Span, &'a Converted)> {
    let mut found = Vec::new();
    for word in words {
        let Some(pattern) = &word.pattern else { continue };
        for span in scopes.iter().flat_map(|blocks| prose::matches(cx, pattern, blocks)) {
            let written = cx.document.original(span).of(&cx.document.text);
            if written.chars().filter(|c| !is_blank(*c)).eq(word.bad.chars()) {
                found.push((span, word));
            }
        }
    }
    found
}

/// The commonest few, each with what it should be.
fn named(found: &[(Span, &Converted)]) -> String {
    const NAMED: usize = 5;
    let mut words: Vec<(&Converted, usize)> = Vec::new();
    for (_, word) in found {
        match words.iter_mut().find(|(other, _)| other.bad == word.bad) {
            Some((_, count)) => *count += 1,
            None => words.push((word, 1)),
        }
    }
    words.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    let named = words.iter().take(NAMED).map(|(word, _)| format!("“{}”应为“{}”", word.bad, word.good));
    let more = if words.len() > NAMED { "等" } else { "" };
    format!("{}{more}", named.collect::<Vec<_>>().join("、"))
}
