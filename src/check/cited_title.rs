//! `cited-title`: a cited title that is nearly, but not quite, one of the registry's.

use serde::Deserialize;

use super::link::Linker;
use super::mending::{difference, edit};
use super::{Citation, Context, Hits, Kind, Scope, Span};

/// Cited titles held against the registry of norms.
#[derive(Debug, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CitedTitle {}

impl Kind for CitedTitle {
    fn link(&mut self, _: &mut Linker<'_>) {}

    fn placeholders(&self) -> &'static [&'static str] {
        &["expected"]
    }

    fn run(&self, cx: &Context<'_>, scopes: &[Scope], hits: &mut Hits) {
        for Citation { span, title, .. } in cx.citations(scopes) {
            if !cx.norms.titles().named(title).is_empty() {
                continue;
            }
            if let Some(norm) = cx.norms.titles().meant(title)
                && !is_short_form(cx, *span)
            {
                let norm = cx.norms.norm(norm);
                let with_country = norm.statute && span.of(cx.text()).starts_with("《中华人民共和国");
                let expected = format!("《{}{}》", if with_country { "中华人民共和国" } else { "" }, norm.title);
                let hit = hits.at(*span).with("expected", &expected);
                hit.edits.extend(edit(cx, difference(cx.text(), *span, &expected)));
            }
        }
    }
}

/// Introduced in this document as a short form: （以下简称《纲要》）.
fn is_short_form(cx: &Context<'_>, span: Span) -> bool {
    let block = cx.block_at(span.start).map_or(span, |block| block.folded);
    let before = &cx.text()[block.start..span.start];
    ["简称", "简称为", "下称"].iter().any(|word| before.trim_end_matches(['“', '：']).ends_with(word))
        || cx.text().contains(&format!("简称{}", span.of(cx.text())))
}
