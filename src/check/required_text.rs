//! `required-text`: words of which some must stand in each scope. A heading alone never satisfies it.

use serde::Deserialize;

use super::link::Linker;
use super::words::Words;
use super::{Context, Hits, Kind, Scope, Span};

/// Words that must occur.
#[derive(Debug, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct RequiredText {
    /// The words.
    any: Words,
    /// How many different ones must occur. Default 1.
    #[serde(default = "one")]
    at_least: usize,
}

fn one() -> usize {
    1
}

impl Kind for RequiredText {
    fn link(&mut self, linker: &mut Linker<'_>) {
        self.any.link(linker);
    }

    fn run(&self, cx: &Context<'_>, scopes: &[Scope], hits: &mut Hits) {
        for scope in scopes {
            let found: Vec<Span> = match self.is_title(cx, scope) {
                true => self.any.find(cx, scope.span).into_iter().collect(),
                false => self.any.in_substance(cx, scope.span).take(self.at_least).collect(),
            };
            if found.len() >= self.at_least {
                hits.evidence = hits.evidence.or_else(|| found.first().map(|span| cx.sentence_around(*span)));
                continue;
            }
            hits.at(place(cx, scope)).of_section(scope.section);
        }
    }
}

impl RequiredText {
    fn is_title(&self, cx: &Context<'_>, scope: &Scope) -> bool {
        cx.document.identity.title.as_ref().is_some_and(|title| title.span == scope.span)
    }
}

/// Where something missing from a scope is reported: its heading, the title, the first line.
pub(super) fn place(cx: &Context<'_>, scope: &Scope) -> Span {
    if let Some(id) = scope.section {
        return cx.document.sections[id].heading;
    }
    if let Some(title) = &cx.document.identity.title {
        return title.span;
    }
    cx.document.blocks_in(scope.span).first().map_or(scope.span, |block| block.folded)
}
