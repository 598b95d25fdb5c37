//! `checklist`: a list of things of which some must be spoken of; one finding names those that are not.

use serde::Deserialize;

use super::link::Linker;
use super::required_text::place;
use super::words::Words;
use super::{Context, Hits, Kind, Scope, Span};

/// Things to be spoken of.
#[derive(Debug, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Checklist {
    /// The things.
    items: Vec<Item>,
    /// How many must be spoken of.
    at_least: usize,
}

#[derive(Debug, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
struct Item {
    /// Chinese name for the message.
    title: String,
    /// One of these words shows it.
    any: Words,
}

impl Kind for Checklist {
    fn link(&mut self, linker: &mut Linker<'_>) {
        for item in &mut self.items {
            item.any.link(linker);
        }
    }

    fn placeholders(&self) -> &'static [&'static str] {
        &["missing", "found", "total"]
    }

    fn run(&self, cx: &Context<'_>, scopes: &[Scope], hits: &mut Hits) {
        let Some(first) = scopes.first() else { return };
        let shown = |item: &Item| -> Option<Span> {
            scopes.iter().find_map(|scope| item.any.in_substance(cx, scope.span).next())
        };
        let traces: Vec<(&Item, Option<Span>)> = self.items.iter().map(|item| (item, shown(item))).collect();
        let found = traces.iter().filter(|(_, span)| span.is_some()).count();
        if found >= self.at_least {
            hits.evidence = traces.iter().find_map(|(_, span)| *span).map(|span| cx.sentence_around(span));
            return;
        }
        let missing: Vec<&str> =
            traces.iter().filter(|(_, span)| span.is_none()).map(|(item, _)| item.title.as_str()).collect();
        hits.at(place(cx, first))
            .with("missing", missing.join("、"))
            .with("found", found)
            .with("total", self.items.len())
            .of_section(first.section);
    }
}
