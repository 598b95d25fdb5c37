//! `evidence`: each scope must hold something that can be verified: a figure, a date, a document, a named thing.

use serde::Deserialize;

use super::link::Linker;
use super::words::Words;
use super::{Context, Hits, Kind, Scope, Span};
use crate::text::evidence::{EvidenceSet, first_evidence};

/// What counts as evidence, and how much of it is needed.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Evidence {
    /// Kinds of evidence that count.
    #[serde(default)]
    kinds: EvidenceSet,
    /// Words that count as well.
    #[serde(default)]
    any: Words,
    /// How many pieces are needed. Default 1.
    #[serde(default = "one")]
    at_least: usize,
}

fn one() -> usize {
    1
}

impl Kind for Evidence {
    fn link(&mut self, linker: &mut Linker<'_>) {
        self.any.link(linker);
    }

    fn placeholders(&self) -> &'static [&'static str] {
        &["item"]
    }

    fn run(&self, cx: &Context<'_>, scopes: &[Scope], hits: &mut Hits) {
        for scope in scopes {
            let shown = look_for(cx, scope.span, self.kinds, &self.any, self.at_least);
            if shown.enough {
                hits.evidence = hits.evidence.or(shown.sentence);
            } else {
                let place = lead(cx, scope);
                hits.at(place).with("item", name(cx, scope)).of_section(scope.section);
            }
        }
    }
}

/// Evidence in the body text of a span.
pub(super) struct Shown {
    /// Whether there is enough of it.
    pub(super) enough: bool,
    /// The sentence with the first of it.
    sentence: Option<Span>,
}

/// Looks for so many pieces of evidence in the body text of a span, and no further.
pub(super) fn look_for(cx: &Context<'_>, within: Span, kinds: EvidenceSet, words: &Words, at_least: usize) -> Shown {
    let mut found: Vec<Span> = Vec::new();
    let mut seen = within;
    for part in cx.body_parts(within) {
        found.extend(first_evidence(cx.text(), part, kinds, at_least.max(1) - found.len()));
        if found.len() >= at_least.max(1) {
            seen.end = part.end;
            break;
        }
    }
    // What is evidence by its kind is enough: words count only where they stand before it.
    let opening = cx.body_parts(within).next().map(|part| part.start);
    let first = found.iter().min().map(|span| cx.sentence_around(*span));
    let opens = first.is_some_and(|sentence| opening.is_some_and(|opening| sentence.start <= opening));
    if words.is_empty() || (found.len() >= at_least && opens) {
        return Shown { enough: found.len() >= at_least, sentence: first };
    }
    found.extend(words.find_all(cx, seen).into_iter().filter(|span| cx.in_body(*span)));
    found.sort_unstable();
    found.dedup();
    Shown { enough: found.len() >= at_least, sentence: found.first().map(|span| cx.sentence_around(*span)) }
}

/// What an item is pointed at by: its heading, else its first sentence.
pub(super) fn lead(cx: &Context<'_>, scope: &Scope) -> Span {
    match scope.section.map(|id| &cx.document.sections[id]) {
        Some(section) if section.span == scope.span => section.heading,
        _ => crate::text::split::each_sentence(cx.text(), scope.span).next().unwrap_or(scope.span),
    }
}

/// What an item is called in a message: its heading without number, cut to some characters.
pub(super) fn name(cx: &Context<'_>, scope: &Scope) -> String {
    const MOST: usize = 24;
    let text = match scope.section.map(|id| &cx.document.sections[id]) {
        Some(section) if section.span == scope.span => section.name.of(cx.text()),
        _ => lead(cx, scope).of(cx.text()),
    };
    let text = text.trim_end_matches(['。', '，', '；', '：']);
    match text.char_indices().nth(MOST) {
        Some((at, _)) => format!("{}…", &text[..at]),
        None => text.to_owned(),
    }
}
