//! `announced-count`: a number of items announced, and another number that follows.

use serde::Deserialize;

use super::link::Linker;
use super::{Context, Hits, Kind, Scope, Span};
use crate::document::{Mark, MarkStyle, Section};
use crate::text::arithmetic::announced_counts;

/// Announcements held against the list behind their colon.
#[derive(Debug, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AnnouncedCount {}

impl Kind for AnnouncedCount {
    fn link(&mut self, _: &mut Linker<'_>) {}

    fn placeholders(&self) -> &'static [&'static str] {
        &["announced", "found"]
    }

    fn run(&self, cx: &Context<'_>, scopes: &[Scope], hits: &mut Hits) {
        for piece in scopes.iter().flat_map(|scope| pieces(cx, scope.span)) {
            for count in announced_counts(cx.text(), piece) {
                if cx.block_at(count.span.start).is_some_and(|block| block.kind.is_report_text()) {
                    hits.at(count.span).with("announced", count.announced).with("found", count.found);
                }
            }
        }
    }
}

/// A list ends with its level-1 section: the text before the first section, then the sections. Items (一是) are no such sections even
/// where nothing stands above them.
fn pieces(cx: &Context<'_>, within: Span) -> Vec<Span> {
    let item = |mark: &Mark| mark.style >= MarkStyle::ChineseBracket;
    let outermost = |section: &&Section| section.parent.is_none() && !section.mark.as_ref().is_some_and(item);
    let sections = cx.document.sections.iter().filter(outermost);
    let mut out = Vec::new();
    let mut at = within.start;
    for section in sections {
        out.push(Span::new(at, section.span.start).intersect(within));
        out.push(section.span.intersect(within));
        at = section.span.end.max(at);
    }
    out.push(Span::new(at, within.end).intersect(within));
    out.retain(|piece| !piece.is_empty());
    out
}
