//! `document-feature`: something about the file rather than about a passage of it.

use serde::Deserialize;

use super::link::Linker;
use super::words::Words;
use super::{Context, Hits, Kind, Scope, Span};
use crate::document::BlockKind;

/// A feature to report.
#[derive(Debug, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct DocumentFeature {
    feature: Feature,
    /// Words that make a publication line count as residue.
    #[serde(default)]
    byline: Words,
    /// Words that show that a line beside the report is none.
    #[serde(default)]
    unless: Words,
}

/// What can be told of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
enum Feature {
    /// Navigation, buttons and footers around the report.
    WebResidue,
}

impl Kind for DocumentFeature {
    fn link(&mut self, linker: &mut Linker<'_>) {
        self.byline.link(linker);
        self.unless.link(linker);
    }

    fn placeholders(&self) -> &'static [&'static str] {
        &["count", "matches"]
    }

    fn run(&self, cx: &Context<'_>, _: &[Scope], hits: &mut Hits) {
        match self.feature {
            Feature::WebResidue => self.web_residue(cx, hits),
        }
    }
}

impl DocumentFeature {
    fn web_residue(&self, cx: &Context<'_>, hits: &mut Hits) {
        const NAMED: usize = 3;
        let found: Vec<Span> = cx.document.blocks.iter().filter_map(|block| self.residue(cx, block)).collect();
        let Some(first) = found.first() else { return };
        let named: Vec<String> =
            found.iter().take(NAMED).map(|span| format!("“{}”", shortened(span.of(cx.text())))).collect();
        let more = if found.len() > NAMED { "等" } else { "" };
        let hit = hits.at(*first).with("count", found.len()).with("matches", format!("{}{more}", named.join("、")));
        hit.count = found.len();
        for span in found.iter().skip(1).take(NAMED) {
            hit.related(*span, "此处同样");
        }
    }

    fn residue(&self, cx: &Context<'_>, block: &crate::document::Block) -> Option<Span> {
        // A running head or a table of contents belongs to the report.
        if cx.document.apart.iter().any(|apart| apart.contains(block.span)) {
            return None;
        }
        match block.kind {
            _ if block.outside_by_format => None,
            BlockKind::Furniture => self.unless.find(cx, block.folded).is_none().then_some(block.folded),
            BlockKind::Byline => self.byline.find(cx, block.folded),
            _ => None,
        }
    }
}

/// The beginning of a text that is long.
fn shortened(text: &str) -> String {
    const MOST: usize = 16;
    match text.char_indices().nth(MOST) {
        Some((at, _)) => format!("{}…", &text[..at]),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_furniture_is_named_by_its_beginning() {
        assert_eq!(shortened("打印本页"), "打印本页");
        assert_eq!(shortened("一二三四五六七八九十一二三四五六七八"), "一二三四五六七八九十一二三四五六…");
    }
}
