//! `evidence`: each scope must hold something that can be verified: a figure, a date, a document, a named thing.

use serde::Deserialize;

use super::link::Linker;
use super::words::Words;
use super::{Context, Hits, Kind, Scope, Span};
use crate::text::evidence::{EvidenceSet, first_evidence};

/// What counts as evidence, and how much of it is needed.
#[derive(Debug, Deserialize, schemars::JsonSchema)]
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
            let shown = look_for(cx, scope.span, self.kinds, self.at_least);
            if shown.is_enough(self.at_least) {
                if hits.evidence.is_none() {
                    let first = shown.first_of_all(cx);
                    hits.evidence = first.or_else(|| shown.and_words(cx, &self.any).sentence(cx));
                }
                continue;
            }
            let shown = shown.and_words(cx, &self.any);
            if shown.is_enough(self.at_least) {
                hits.evidence = hits.evidence.or_else(|| shown.sentence(cx));
            } else {
                let place = lead(cx, scope);
                hits.at(place).with("item", name(cx, scope)).of_section(scope.section);
            }
        }
    }
}

/// Evidence in the body text of a span, found so far.
pub(super) struct Shown {
    /// Where it stands, in order.
    places: Vec<Span>,
    /// The part of the span that was looked at.
    seen: Span,
}

/// Looks for so many pieces of evidence of some kinds in the body text of a span, and no further.
pub(super) fn look_for(cx: &Context<'_>, within: Span, kinds: EvidenceSet, at_least: usize) -> Shown {
    let mut shown = Shown { places: Vec::new(), seen: within };
    for part in cx.body_parts(within) {
        shown.places.extend(first_evidence(cx.text(), part, kinds, at_least.max(1) - shown.places.len()));
        if shown.places.len() >= at_least.max(1) {
            shown.seen.end = part.end;
            break;
        }
    }
    shown
}

impl Shown {
    /// Whether there are so many pieces.
    pub(super) fn is_enough(&self, at_least: usize) -> bool {
        self.places.len() >= at_least
    }

    /// Looks for words, too, in the part that was looked at.
    pub(super) fn and_words(mut self, cx: &Context<'_>, words: &Words) -> Self {
        if !words.is_empty() {
            self.places.extend(words.find_all(cx, self.seen).into_iter().filter(|span| cx.in_body(*span)));
            self.places.sort_unstable();
            self.places.dedup();
        }
        self
    }

    /// The sentence of the first piece, where no word can stand in an earlier one: it is the first of the body text.
    fn first_of_all(&self, cx: &Context<'_>) -> Option<Span> {
        let first = cx.body_parts(self.seen).next()?;
        self.sentence(cx).filter(|sentence| sentence.start <= first.start)
    }

    /// The sentence of the first piece.
    fn sentence(&self, cx: &Context<'_>) -> Option<Span> {
        self.places.iter().min().map(|place| cx.sentence_around(*place))
    }
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
