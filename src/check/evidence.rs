//! `evidence`: each scope must hold something that can be verified: a figure, a date, a document, a named thing.

use serde::Deserialize;

use super::link::Linker;
use super::words::Words;
use super::{Context, Hits, Kind, Scope, Span};
use crate::text::evidence::{EvidenceSet, evidence_of};

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
            let shown = pieces(cx, scope.span, self.kinds, &self.any, self.at_least);
            if shown.len() >= self.at_least {
                hits.evidence = hits.evidence.or(shown.first().map(|span| cx.sentence_around(*span)));
            } else {
                let place = lead(cx, scope);
                hits.at(place).with("item", name(cx, scope)).of_section(scope.section);
            }
        }
    }
}

/// The pieces of evidence in the body text of a span, in order; no more than the beginning of the span shows, where that has
/// `enough`.
pub(super) fn pieces(cx: &Context<'_>, within: Span, kinds: EvidenceSet, words: &Words, enough: usize) -> Vec<Span> {
    let mut found = Vec::new();
    let mut seen = within;
    for part in cx.body_parts(within) {
        found.extend(evidence_of(cx.text(), part, kinds).into_iter().map(|(_, span)| span));
        found.dedup();
        if found.len() >= enough.max(1) {
            seen.end = part.end;
            break;
        }
    }
    if !words.is_empty() {
        found.extend(words.find_all(cx, seen).into_iter().filter(|span| cx.in_body(*span)));
    }
    found.sort_unstable();
    found.dedup();
    found
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
