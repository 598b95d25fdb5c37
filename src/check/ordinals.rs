//! `ordinals`: 一是… 三是 without 二是, within a paragraph and across the paragraphs of one section.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::enumerator::{chinese, chinese_value, is_numeral};
use super::fault::{Fault, Faulty};
use super::link::Linker;
use super::{Context, Hits, Kind, Scope, Span};
use crate::document::{Block, BlockKind, MarkStyle, SectionId};
use crate::text::landmark::Landmark;

/// The forms of enumerating words.
#[derive(Debug, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Ordinals {
    /// `{n}` stands for the Chinese number: `{n}是`, `第{n}，`.
    forms: Vec<String>,
}

/// An enumerating word in the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Marker {
    number: u32,
    /// Folded bytes.
    span: Span,
    /// Whether it begins its paragraph.
    opens: bool,
}

/// A fault as the message says it.
fn title(fault: Fault) -> &'static str {
    match fault {
        Fault::First => "没有从头列起",
        Fault::Skip => "跳过了前一项",
        Fault::Repeat => "重复",
        Fault::Backwards => "次序颠倒",
    }
}

impl Kind for Ordinals {
    fn link(&mut self, _: &mut Linker<'_>) {}

    fn placeholders(&self) -> &'static [&'static str] {
        &["stated", "problem", "expected"]
    }

    fn run(&self, cx: &Context<'_>, _: &[Scope], hits: &mut Hits) {
        let whole = Span::new(0, cx.text().len());
        let numerals: Vec<Span> = numerals(cx.landmarks(whole)).collect();
        let in_prose = |block: &&Block| matches!(block.kind, BlockKind::Body | BlockKind::Heading);
        for form in &self.forms {
            let Some((before, after)) = form.split_once("{n}") else { continue };
            let mut groups: BTreeMap<Option<SectionId>, Vec<Marker>> = BTreeMap::new();
            for run in numerals.iter().filter(|run| cx.text()[run.end..].starts_with(after)) {
                let block = cx.block_at(run.start).filter(|block| in_prose(block)).map(|block| block.folded);
                if let Some(marker) = block.and_then(|block| marker(cx.text(), block, *run, (before, after))) {
                    groups.entry(list_around(cx, marker.span.start)).or_default().push(marker);
                }
            }
            for markers in groups.values() {
                self.judge(cx, markers, (before, after), hits);
            }
        }
    }
}

impl Ordinals {
    fn judge(&self, cx: &Context<'_>, markers: &[Marker], (before, after): (&str, &str), hits: &mut Hits) {
        for faulty in faults(markers) {
            let marker = markers[faulty.at];
            let previous = faulty.at.checked_sub(1).map(|at| markers[at]);
            let from = previous.map_or_else(|| self.start_of_group(cx, marker), |previous| previous.span.end);
            let between = &cx.text()[from..marker.span.start.max(from)];
            if matches!(faulty.fault, Fault::First | Fault::Skip) && self.mentions(between, faulty.expected) {
                continue;
            }
            let word = |number| format!("{before}{}{after}", chinese(number));
            let hit = hits
                .at(marker.span)
                .with("stated", trimmed(&word(marker.number)))
                .with("problem", title(faulty.fault))
                .with("expected", trimmed(&word(faulty.expected)));
            if let Some(previous) = previous {
                hit.related(previous.span, format!("前一项是“{}”", trimmed(&word(previous.number))));
            }
        }
    }

    /// Where to look for the first item of a list: from the heading that governs it.
    fn start_of_group(&self, cx: &Context<'_>, marker: Marker) -> usize {
        let around = list_around(cx, marker.span.start);
        around.map_or(cx.document.body.start, |id| cx.document.sections[id].span.start).min(marker.span.start)
    }

    /// Whether a text has the number in any form, even where it is not at the head of a clause, or has a word that stands for it.
    fn mentions(&self, text: &str, number: u32) -> bool {
        let chinese = chinese(number);
        let any_form = self.forms.iter().any(|form| {
            let form = form.replace("{n}", &chinese);
            text.contains(form.trim_end_matches('，'))
        });
        let first = ["首先", "一方面", "一则", "一为", "一来", "一要", "其一", "第一", "一、", "1.", "（一）"];
        any_form
            || text.contains(&format!("{chinese}、"))
            || (number == 1 && first.iter().any(|word| text.contains(word)))
    }
}

fn trimmed(word: &str) -> &str {
    word.trim_end_matches('，')
}

/// The section whose list a marker belongs to: the innermost that is not itself an item of such a list.
fn list_around(cx: &Context<'_>, offset: usize) -> Option<SectionId> {
    let mut section = cx.document.section_at(offset)?;
    loop {
        let here = &cx.document.sections[section];
        if here.mark.as_ref().is_none_or(|mark| mark.style != MarkStyle::Ordinal) {
            return Some(section);
        }
        section = here.parent?;
    }
}

/// Where Chinese numbers below a hundred may stand: the runs of their numerals.
fn numerals(landmarks: &[Landmark]) -> impl Iterator<Item = Span> + '_ {
    let joined = |one: &Landmark, next: &Landmark| is_numeral(one.c) && is_numeral(next.c) && one.end() == next.start();
    let runs = landmarks.chunk_by(joined).filter(|run| is_numeral(run[0].c));
    runs.map(|run| Span::new(run[0].start(), run[run.len() - 1].end()))
}

/// The enumerating word of one form that a run of numerals in a block makes at the head of a clause.
fn marker(text: &str, block: Span, numerals: Span, (before, after): (&str, &str)) -> Option<Marker> {
    text[numerals.end..block.end].strip_prefix(after)?;
    let lead = text[block.start..numerals.start].strip_suffix(before)?;
    let last = lead.chars().next_back();
    let heads = last.is_none_or(|c| matches!(c, '。' | '；' | '：' | '，' | '、' | '！' | '？' | '）' | '”' | ' '));
    let number = chinese_value(numerals.of(text)).filter(|_| heads)?;
    let span = Span::new(block.start + lead.len(), numerals.end + after.len());
    Some(Marker { number, span, opens: last.is_none() })
}

/// An enumeration that is open: it may be inside another.
#[derive(Debug, Clone, Copy)]
struct Run {
    last: u32,
    items: usize,
}

fn faults(markers: &[Marker]) -> Vec<Faulty> {
    // A larger gap is no slip.
    const GAP: u32 = 5;
    let mut out = Vec::new();
    let mut open: Vec<Run> = Vec::new();
    for (at, marker) in markers.iter().enumerate() {
        let number = marker.number;
        if number == 1 {
            open.push(Run { last: 1, items: 1 });
            continue;
        }
        let continued = open.iter().rposition(|run| run.last + 1 == number).filter(|at| {
            // An inner enumeration of one item is none: its second item is what is missing.
            marker.opens || open[at + 1..].iter().all(|inner| inner.items > 1)
        });
        if let Some(found) = continued {
            open.truncate(found + 1);
            open[found].last = number;
            open[found].items += 1;
            continue;
        }
        let next = markers.get(at + 1).map(|next| next.number);
        let Some(run) = open.last_mut() else {
            if next == Some(number + 1) || next == Some(2) {
                out.push(Faulty { at, fault: Fault::First, expected: 1 });
            }
            open.push(Run { last: if next == Some(2) { 1 } else { number }, items: 1 });
            continue;
        };
        if number > run.last + GAP {
            continue;
        }
        let expected = run.last + 1;
        out.push(Faulty { at, fault: Fault::after(run.last, number), expected });
        // Where the next goes on as if this one were right, only this one is wrong.
        run.last = if next == Some(expected + 1) { expected } else { run.last.max(number) };
        run.items += 1;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::landmark::Landmarks;
    use proptest::prelude::*;

    fn markers(text: &str, block: Span, form: (&str, &str)) -> Vec<Marker> {
        let landmarks = Landmarks::of(text);
        numerals(landmarks.within(block)).filter_map(|run| marker(text, block, run, form)).collect()
    }

    /// The enumerating words of a line, by what stands before each place that ends one.
    fn markers_of_line(line: &str, (before, after): (&str, &str)) -> Vec<Marker> {
        let mut out = Vec::new();
        for (end, _) in line.match_indices(after) {
            let head = line[..end].trim_end_matches(is_numeral);
            let number = chinese_value(&line[head.len()..end]);
            let (Some(number), Some(lead)) = (number, head.strip_suffix(before)) else { continue };
            let last = lead.chars().next_back();
            if last.is_none_or(|c| "。；：，、！？）” ".contains(c)) {
                let span = Span::new(lead.len(), end + after.len());
                out.push(Marker { number, span, opens: last.is_none() });
            }
        }
        out
    }

    proptest! {
        #[test]
        fn enumerating_words_are_found_by_their_numerals(line in "[一二九十是要第其，。）1a甲]{0,16}") {
            for form in [("", "是"), ("", "要"), ("第", "，"), ("其", "，")] {
                let found = markers(&line, Span::new(0, line.len()), form);
                prop_assert_eq!(found, markers_of_line(&line, form), "{:?} in {}", form, line);
            }
        }
    }

    fn found(text: &str) -> Vec<(String, Fault, u32)> {
        let mut at = 0;
        let mut all = Vec::new();
        for line in text.split('\n') {
            all.extend(markers(text, Span::new(at, at + line.len()), ("", "是")));
            at += line.len() + 1;
        }
        faults(&all).iter().map(|f| (all[f.at].span.of(text).to_owned(), f.fault, f.expected)).collect()
    }

    #[test]
    fn flags_a_missing_second_item() {
        let text = "一是深化改革；三是公布清单；四是取消事项。";
        assert_eq!(found(text), [("三是".to_owned(), Fault::Skip, 2)]);
    }

    #[test]
    fn flags_items_that_repeat_or_run_backwards() {
        assert_eq!(found("一是甲；二是乙；二是丙。"), [("二是".to_owned(), Fault::Repeat, 3)]);
        assert_eq!(found("一是甲；二是乙；三是丙；二是丁。"), [("二是".to_owned(), Fault::Backwards, 4)]);
        assert_eq!(found("二是乙；三是丙。"), [("二是".to_owned(), Fault::First, 1)]);
    }

    #[test]
    fn of_a_list_that_goes_on_soundly_only_the_wrong_item_is_told() {
        assert_eq!(found("一是甲；二是乙；二是丙；四是丁。"), [("二是".to_owned(), Fault::Repeat, 3)]);
        assert_eq!(found("一是甲；三是乙；三是丙。"), [("三是".to_owned(), Fault::Skip, 2)]);
        assert_eq!(found("二是甲；二是乙；三是丙。"), [("二是".to_owned(), Fault::First, 1)]);
    }

    #[test]
    fn lists_across_paragraphs_and_inside_items_are_sound() {
        assert_eq!(found("一是甲。一是子，二是丑。\n二是乙。\n三是丙。一是寅，二是卯。"), []);
        assert_eq!(found("主要做法：一是甲；二是乙。\n三是丙；四是丁。"), []);
        assert_eq!(found("一是甲，二是乙。不足：一是丙，二是丁，三是戊。"), []);
    }

    #[test]
    fn a_second_list_in_the_paragraph_is_judged_by_itself() {
        let text = "一是甲，二是乙。不足：一是丙，三是丁。";
        assert_eq!(found(text), [("三是".to_owned(), Fault::Skip, 2)]);
    }

    #[test]
    fn numbers_inside_words_are_no_items() {
        assert_eq!(found("十三是吉数，统一是前提，第二是关键，周三是接待日。"), []);
        assert_eq!(found("二是补足人手。"), []);
    }
}
