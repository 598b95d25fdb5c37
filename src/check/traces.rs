//! `traces`: tracked changes, comments and other things that a word processor's file holds beside the text it shows.

use serde::Deserialize;

use super::link::Linker;
use super::{Context, Hits, Kind, Scope, Span};
use crate::document::{Trace, TraceKind};

/// Which traces to report. They are told together, at the first.
#[derive(Debug, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Traces {
    of: Vec<TraceKind>,
}

/// How many other places the finding points at.
const SHOWN: usize = 4;

impl Kind for Traces {
    fn link(&mut self, _: &mut Linker<'_>) {}

    fn placeholders(&self) -> &'static [&'static str] {
        &["count", "by", "words"]
    }

    fn run(&self, cx: &Context<'_>, _: &[Scope], hits: &mut Hits) {
        let traces: Vec<&Trace> = cx.document.traces.iter().filter(|trace| self.of.contains(&trace.kind)).collect();
        let Some(first) = traces.first() else { return };
        let author = traces.iter().find_map(|trace| trace.author.as_deref());
        let hit = hits
            .at(folded(cx, first.span))
            .with("count", traces.len())
            .with("by", author.map(|author| format!("，最早的作者是{author}")).unwrap_or_default())
            .with("words", words(&traces));
        hit.count = traces.len();
        for trace in traces.iter().skip(1).take(SHOWN) {
            hit.related(folded(cx, trace.span), label(trace));
        }
    }
}

/// The words of the first trace that has some: `：“核实数字”`.
fn words(traces: &[&Trace]) -> String {
    let first = traces.iter().map(|trace| trace.text.trim()).find(|text| !text.is_empty());
    first.map(|text| format!("：“{}”", shortened(text))).unwrap_or_default()
}

fn label(trace: &Trace) -> String {
    let what = match trace.kind {
        TraceKind::Insertion => "此处插入",
        TraceKind::Deletion => "此处删除",
        TraceKind::Comment => "此处批注",
        TraceKind::Hidden => "此处隐藏",
        TraceKind::Formatting => "此处改了格式",
    };
    match trace.text.trim() {
        "" => what.to_owned(),
        text => format!("{what}“{}”", shortened(text)),
    }
}

fn shortened(text: &str) -> String {
    const MOST: usize = 16;
    match text.char_indices().nth(MOST) {
        Some((at, _)) => format!("{}…", &text[..at]),
        None => text.to_owned(),
    }
}

/// Folded bytes of original ones: from the first folded character at or after the start to the last before the end.
fn folded(cx: &Context<'_>, original: Span) -> Span {
    let text = cx.text();
    let blocks = &cx.document.blocks;
    let block = blocks.iter().find(|block| original.start <= block.span.end).or(blocks.last());
    let Some(block) = block else { return Span::at(0) };
    let of = |at: usize| cx.document.original(Span::at(at)).start;
    let places = || block.folded.of(text).char_indices().map(|(at, _)| block.folded.start + at);
    let start = places().find(|at| of(*at) >= original.start).unwrap_or(block.folded.end);
    let last_block = blocks.iter().rev().find(|other| other.span.start < original.end).unwrap_or(block);
    let mut end = last_block.folded.of(text).char_indices().map(|(at, _)| last_block.folded.start + at);
    let end = end.rfind(|at| of(*at) < original.end);
    let end = end.and_then(|at| Some(at + text[at..].chars().next()?.len_utf8())).unwrap_or(start);
    if original.is_empty() { Span::at(start) } else { Span::new(start, end.max(start)) }
}
