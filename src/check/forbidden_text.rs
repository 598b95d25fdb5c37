//! `forbidden-text`: words that should not stand there, with the contexts that excuse them.

use serde::Deserialize;

use super::around::Around;
use super::link::Linker;
use super::neighbours::Neighbours;
use super::words::Words;
use super::{Context, Hits, Kind, Scope, Span};
use crate::document::BlockKind;

/// Words and their excuses.
#[derive(Debug, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct ForbiddenText {
    /// The words.
    any: Words,
    /// One of these must stand directly before.
    #[serde(default)]
    preceded_by: Neighbours,
    /// One of these must stand directly after.
    #[serde(default)]
    followed_by: Neighbours,
    /// One of these in the same clause excuses it.
    #[serde(default)]
    unless: Words,
    /// One of these directly before excuses it.
    #[serde(default)]
    unless_before: Neighbours,
    /// One of these directly after excuses it.
    #[serde(default)]
    unless_after: Neighbours,
    /// Fewer places (in the document, section or scope that is collapsed) are not reported. Default 1.
    #[serde(default = "one")]
    at_least: usize,
    /// Whether places are reported one by one.
    #[serde(default)]
    collapse: Collapse,
    /// Whether headings count too.
    #[serde(default)]
    headings: bool,
    /// Other blocks of the document that are looked at, beside the scope.
    #[serde(default)]
    beside: Vec<Beside>,
    /// Whether what stands inside 《》 is left alone.
    #[serde(default)]
    outside_titles: bool,
}

/// Blocks that are no text of the report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
enum Beside {
    Title,
    Byline,
    Salutation,
    Signature,
    Furniture,
}

impl Beside {
    fn kind(self) -> BlockKind {
        match self {
            Beside::Title => BlockKind::Title,
            Beside::Byline => BlockKind::Byline,
            Beside::Salutation => BlockKind::Salutation,
            Beside::Signature => BlockKind::Signature,
            Beside::Furniture => BlockKind::Furniture,
        }
    }
}

fn one() -> usize {
    1
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
enum Collapse {
    /// One finding a place.
    #[default]
    None,
    /// One finding a scope, with the count.
    Section,
    /// One finding a document, with the count.
    Document,
}

impl Kind for ForbiddenText {
    fn link(&mut self, linker: &mut Linker<'_>) {
        for words in [&mut self.any, &mut self.unless] {
            words.link(linker);
        }
        let beside = [&mut self.preceded_by, &mut self.followed_by, &mut self.unless_before, &mut self.unless_after];
        for words in beside {
            words.link(linker);
        }
    }

    fn placeholders(&self) -> &'static [&'static str] {
        &["count", "matches"]
    }

    fn may_report(&self, cx: &Context<'_>) -> bool {
        self.any.may_occur(cx)
    }

    fn run(&self, cx: &Context<'_>, scopes: &[Scope], hits: &mut Hits) {
        let beside = cx.document.blocks.iter().filter(|block| self.beside.iter().any(|kind| kind.kind() == block.kind));
        let beside = beside.map(|block| Scope { span: block.folded, section: None });
        let all = scopes.iter().copied().map(|scope| (scope, true)).chain(beside.map(|scope| (scope, false)));
        let places: Vec<(Scope, Vec<Span>)> = all.map(|(scope, own)| (scope, self.places(cx, scope, own))).collect();
        match self.collapse {
            Collapse::None => {
                let all: Vec<Span> = places.into_iter().flat_map(|(_, spans)| spans).collect();
                if all.len() >= self.at_least {
                    for span in all {
                        self.report(cx, &[span], hits);
                    }
                }
            }
            Collapse::Section => {
                for (_, spans) in places {
                    self.collapsed(cx, &spans, hits);
                }
            }
            Collapse::Document => {
                let all: Vec<Span> = places.into_iter().flat_map(|(_, spans)| spans).collect();
                self.collapsed(cx, &all, hits);
            }
        }
    }
}

impl ForbiddenText {
    /// The places in a scope; in a block beside the scopes every place counts.
    fn places(&self, cx: &Context<'_>, scope: Scope, own: bool) -> Vec<Span> {
        let in_own = |span: Span| {
            let heading = self.headings && cx.block_at(span.start).is_some_and(|b| b.kind == BlockKind::Heading);
            heading || cx.in_body(span) || !cx.document.body.contains(scope.span)
        };
        let around = self.around();
        let calls = |span: &Span| !(self.outside_titles && in_title(cx, *span)) && around.calls_for(cx, *span);
        self.any.find_all(cx, scope.span).into_iter().filter(|span| (!own || in_own(*span)) && calls(span)).collect()
    }

    fn around(&self) -> Around<'_> {
        Around {
            preceded_by: &self.preceded_by,
            followed_by: &self.followed_by,
            unless: &self.unless,
            unless_before: &self.unless_before,
            unless_after: &self.unless_after,
        }
    }

    fn collapsed(&self, cx: &Context<'_>, spans: &[Span], hits: &mut Hits) {
        if !spans.is_empty() && spans.len() >= self.at_least {
            self.report(cx, spans, hits);
        }
    }

    fn report(&self, cx: &Context<'_>, spans: &[Span], hits: &mut Hits) {
        const NAMED: usize = 5;
        let mut texts: Vec<&str> = Vec::new();
        for span in spans {
            let text = span.of(cx.text());
            if !texts.contains(&text) {
                texts.push(text);
            }
        }
        let more = if texts.len() > NAMED { "等" } else { "" };
        let named: Vec<String> = texts.iter().take(NAMED).map(|text| format!("“{text}”")).collect();
        let hit = hits.at(spans[0]).with("count", spans.len()).with("matches", format!("{}{more}", named.join("、")));
        hit.count = spans.len();
        for span in spans.iter().skip(1).take(NAMED) {
            hit.related(*span, "此处同样");
        }
    }
}

/// Whether a place lies inside a cited title 《…》.
fn in_title(cx: &Context<'_>, span: Span) -> bool {
    let line = cx.block_at(span.start).map_or(span, |block| block.folded);
    let before = Span::new(line.start, span.start).of(cx.text());
    before.matches('《').count() > before.matches('》').count()
}
