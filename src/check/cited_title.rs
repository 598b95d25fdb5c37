//! `cited-title`: a cited title that is nearly, but not quite, one of the registry's.

use serde::Deserialize;

use super::citation::{Title, cited_titles};
use super::link::Linker;
use super::mending::{difference, edit};
use super::{Context, Hits, Kind, Scope, Span};
use crate::norm::Norm;

/// Cited titles held against the registry of norms.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CitedTitle {}

impl Kind for CitedTitle {
    fn link(&mut self, _: &mut Linker<'_>) {}

    fn placeholders(&self) -> &'static [&'static str] {
        &["expected"]
    }

    fn run(&self, cx: &Context<'_>, scopes: &[Scope], hits: &mut Hits) {
        for part in scopes.iter().flat_map(|scope| cx.body_parts(scope.span)) {
            for span in cited_titles(cx.text(), part) {
                let title = Title::new(span.of(cx.text()));
                if cx.norms.iter().any(|norm| title.names(norm)) || is_short_form(cx, span) {
                    continue;
                }
                if let Some(norm) = meant(cx, &title) {
                    let expected = format!("《{}》", norm.title);
                    let hit = hits.at(span).with("expected", &expected);
                    hit.edits.extend(edit(cx, difference(cx.text(), span, &expected)));
                }
            }
        }
    }
}

/// The norm a wrong title means: a known wrong form first, else the only slip.
fn meant<'a>(cx: &Context<'a>, title: &Title) -> Option<&'a Norm> {
    if let Some(norm) = cx.norms.iter().find(|norm| title.is_wrong_form_of(norm)) {
        return Some(norm);
    }
    let mut slips = cx.norms.iter().filter(|norm| title.is_slip_of(norm));
    slips.next()
}

/// Introduced in this document as a short form: （以下简称《纲要》）.
fn is_short_form(cx: &Context<'_>, span: Span) -> bool {
    let block = cx.block_at(span.start).map_or(span, |block| block.folded);
    let before = &cx.text()[block.start..span.start];
    ["简称", "简称为", "下称"].iter().any(|word| before.trim_end_matches(['“', '：']).ends_with(word))
        || cx.text().contains(&format!("简称{}", span.of(cx.text())))
}
