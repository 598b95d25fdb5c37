//! `straight-quotes`: typewriter quotation marks ("…") in Chinese text, where “…” belongs.

use serde::Deserialize;

use super::link::Linker;
use super::places::{self, Place};
use super::{Context, Hits, Kind, Scope, Span, prose};
use crate::text::fold::is_han;

/// When places are told together.
#[derive(Debug, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct StraightQuotes {
    /// More pairs than this are one finding with the count.
    at_most: usize,
}

impl Kind for StraightQuotes {
    fn link(&mut self, _: &mut Linker<'_>) {}

    fn placeholders(&self) -> &'static [&'static str] {
        &["count", "places"]
    }

    fn run(&self, cx: &Context<'_>, scopes: &[Scope], hits: &mut Hits) {
        if memchr::memchr(b'"', cx.document.text.as_bytes()).is_none() {
            return;
        }
        let blocks = scopes.iter().flat_map(|scope| prose::parts(cx, *scope, prose::WRITTEN));
        let found: Vec<Place> = blocks.flat_map(|block| pairs(cx, block)).collect();
        places::report(found, self.at_most, hits);
    }
}

/// The pairs of a block. Where one mark has no partner nobody can tell which opens.
fn pairs(cx: &Context<'_>, block: Span) -> Vec<Place> {
    let marks: Vec<Span> = cx.landmarks(block).iter().filter(|mark| mark.c == '"').map(|mark| mark.span()).collect();
    if marks.len() % 2 == 1 {
        return Vec::new();
    }
    let pairs = marks.chunks(2).filter(|pair| is_chinese_text(cx.text(), block, pair));
    let place = |pair: &[Span]| Place {
        span: pair[0].join(pair[1]),
        values: Vec::new(),
        edits: vec![(pair[0], "“".to_owned()), (pair[1], "”".to_owned())],
    };
    pairs.map(place).collect()
}

/// Whether what is quoted begins or ends with a Chinese character: code and English keep their marks.
fn is_chinese_text(text: &str, block: Span, pair: &[Span]) -> bool {
    let first = text[pair[0].end..block.end].chars().next();
    let last = text[block.start..pair[1].start].chars().next_back();
    first.is_some_and(is_han) || last.is_some_and(is_han)
}
