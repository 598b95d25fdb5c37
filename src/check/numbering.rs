//! `numbering`: heading numbers that skip, repeat or run backwards among the headings of one parent.
//!
//! Arabic lists begin anew under each parent, and any list may begin anew after a heading without a number. Where the number that
//! seems to be missing stands inside the text between two headings, the outline has simply not taken it for a heading, and
//! nothing is reported.

use serde::Deserialize;

use super::enumerator::renumbered;
use super::fault::{Fault, Faulty};
use super::link::Linker;
use super::{Context, Hits, Kind, Scope, Span};
use crate::document::{Mark, MarkStyle, SectionId};

/// Takes nothing.
#[derive(Debug, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Numbering {}

/// A fault as the message says it.
fn title(fault: Fault) -> &'static str {
    match fault {
        Fault::First => "没有从头编起",
        Fault::Skip => "跳号",
        Fault::Repeat => "重复",
        Fault::Backwards => "颠倒",
    }
}

impl Kind for Numbering {
    fn link(&mut self, _: &mut Linker<'_>) {}

    fn placeholders(&self) -> &'static [&'static str] {
        &["stated", "problem", "expected"]
    }

    fn run(&self, cx: &Context<'_>, _: &[Scope], hits: &mut Hits) {
        for list in lists(cx) {
            let marks: Vec<&Mark> =
                list.items.iter().filter_map(|id| cx.document.sections[*id].mark.as_ref()).collect();
            let numbers: Vec<u32> = marks.iter().map(|mark| mark.number).collect();
            let loose = marks.first().is_some_and(|mark| mark.style >= MarkStyle::Arabic);
            for faulty in faults(&numbers, number_before(cx, list.items[0]), loose) {
                let previous = faulty.at.checked_sub(1).map(|at| marks[at]);
                if list.counts(faulty.fault, loose)
                    && !stands_between(cx, list.items[faulty.at], previous, marks[faulty.at], faulty)
                {
                    report(cx, list.items[faulty.at], previous, faulty, hits);
                }
            }
        }
    }
}

/// Numbered sections of one parent and style, in reading order.
#[derive(Debug)]
struct List {
    items: Vec<SectionId>,
    /// Whether they stand inside one paragraph, where an enumeration may be part of an item that bears a number of its own.
    inline: bool,
}

impl List {
    fn counts(&self, fault: Fault, loose: bool) -> bool {
        match fault {
            Fault::Skip => true,
            Fault::First => !self.inline,
            Fault::Repeat | Fault::Backwards => !self.inline || !loose,
        }
    }
}

/// The lists of a document that do not count 1, 2, 3 and so on: of headings that begin a paragraph, and of those inside one paragraph.
fn lists(cx: &Context<'_>) -> Vec<List> {
    let (mut opening, mut inside) = (Vec::new(), Vec::new());
    for (id, section) in cx.document.sections.iter().enumerate() {
        let Some(mark) = section.mark.as_ref().filter(|mark| mark.style != MarkStyle::Ordinal) else { continue };
        let paragraph = cx.block_at(mark.span.start).map_or(mark.span.start, |block| block.folded.start);
        let opens = mark.span.start <= paragraph && visible(cx.text(), mark.span).start == paragraph;
        if opens {
            opening.push(((section.parent, mark.style), id));
        }
        if !opens || mark.style < MarkStyle::Arabic {
            inside.push(((section.parent, mark.style, paragraph), id));
        }
    }
    let number = |id: SectionId| cx.document.sections[id].mark.as_ref().map(|mark| mark.number);
    let opening = grouped(opening, number).into_iter().map(|items| List { items, inline: false });
    let inside = grouped(inside, number).into_iter().map(|items| List { items, inline: true });
    opening.chain(inside).collect()
}

/// The sections of each key, in the order of the keys, without lists that count 1, 2, 3 and so on, as most do.
fn grouped<K: Ord>(mut keyed: Vec<(K, SectionId)>, number: impl Fn(SectionId) -> Option<u32>) -> Vec<Vec<SectionId>> {
    keyed.sort_unstable();
    let lists = keyed.chunk_by(|one, next| one.0 == next.0);
    let counts = |list: &[(K, SectionId)]| list.iter().zip(1..).all(|((_, id), due)| number(*id) == Some(due));
    lists.filter(|list| !counts(list)).map(|list| list.iter().map(|(_, id)| *id).collect()).collect()
}

/// The last number of the same style before a section, whatever its parent: some reports number through.
fn number_before(cx: &Context<'_>, section: SectionId) -> Option<u32> {
    let style = cx.document.sections[section].mark.as_ref()?.style;
    let before = cx.document.sections[..section].iter().rev();
    before.filter_map(|section| section.mark.as_ref()).find(|mark| mark.style == style).map(|mark| mark.number)
}

/// The faults of the numbers of one list. `before` is the number a list that is numbered through would continue; in `loose` lists a
/// single 1 may begin anew.
fn faults(numbers: &[u32], before: Option<u32>, loose: bool) -> Vec<Faulty> {
    // A larger gap is no slip: something that is no heading was read as one.
    const GAP: u32 = 20;
    let mut out = Vec::new();
    let continues = before.filter(|before| numbers.first() == Some(&(before + 1)));
    let mut previous = continues.unwrap_or(0);
    let mut position = previous;
    let mut swapped: Vec<u32> = Vec::new();
    for (at, number) in numbers.iter().copied().enumerate() {
        if number > previous + GAP {
            continue;
        }
        if let Some(found) = swapped.iter().position(|missing| *missing == number) {
            swapped.remove(found);
            position += 1;
            continue;
        }
        position += 1;
        if number == 1 && previous >= 2 && begins_anew(&numbers[at + 1..], previous, loose) {
            (previous, position) = (1, 1);
            continue;
        }
        if number == previous + 1 || (number == position && number > previous) {
            previous = number;
            continue;
        }
        let expected = previous + 1;
        let mut fault = |fault| out.push(Faulty { at, fault, expected });
        if numbers.get(at + 1) == Some(&(expected + 1)) && number != expected {
            // The next goes on as if this one were right: only this one is wrong.
            fault(if at == 0 { Fault::First } else { Fault::after(previous, number) });
            (previous, position) = (expected, expected);
        } else if at == 0 {
            fault(Fault::First);
            (previous, position) = (number, number);
        } else if number > expected {
            let missing: Vec<u32> = (expected..number).collect();
            if missing.iter().all(|missing| numbers[at + 1..].contains(missing)) {
                fault(Fault::Backwards);
                swapped = missing;
            } else {
                fault(Fault::Skip);
            }
            previous = number;
        } else {
            fault(Fault::after(previous, number));
        }
    }
    out
}

/// Whether a 1 after `previous` begins a list of its own rather than being a slip.
fn begins_anew(following: &[u32], previous: u32, loose: bool) -> bool {
    match following.first() {
        Some(next) => *next == 2 || (loose && *next != previous + 2),
        None => loose,
    }
}

/// Whether the number that is missing before a section stands in the text before it.
fn stands_between(cx: &Context<'_>, section: SectionId, previous: Option<&Mark>, mark: &Mark, faulty: Faulty) -> bool {
    if !matches!(faulty.fault, Fault::First | Fault::Skip) {
        return false;
    }
    let parent = cx.document.sections[section].parent;
    let start = match previous {
        Some(previous) => previous.span.end,
        None => parent.map_or(0, |parent| cx.document.sections[parent].span.start),
    };
    let between = &cx.text()[start..mark.span.start.max(start)];
    (faulty.expected..mark.number).any(|missing| written_in(between, mark.style, missing))
}

/// Whether a number of a style is written somewhere in a text.
fn written_in(text: &str, style: MarkStyle, number: u32) -> bool {
    let chinese = super::enumerator::chinese(number);
    let forms = match style {
        MarkStyle::Part => vec![format!("第{chinese}")],
        MarkStyle::Chinese => vec![format!("{chinese}、"), format!("{chinese}."), format!("{chinese}，")],
        // （一加强领导 at the head of a line: its bracket is for `paired-marks` to ask for.
        MarkStyle::ChineseBracket => {
            vec![format!("（{chinese}）"), format!("{chinese}）"), format!("\n（{chinese}")]
        }
        MarkStyle::Arabic => vec![format!("{number}."), format!("{number}、")],
        MarkStyle::ArabicBracket | MarkStyle::Circled | MarkStyle::Ordinal => {
            vec![format!("（{number}）"), format!("{number}）"), format!("{chinese}是")]
        }
    };
    let stands = |form: &String| {
        text.match_indices(form.as_str()).any(|(at, _)| {
            let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
            !digit(text[..at].chars().next_back()) && !digit(text[at + form.len()..].chars().next())
        })
    };
    forms.iter().any(stands)
}

fn report(cx: &Context<'_>, section: SectionId, previous: Option<&Mark>, faulty: Faulty, hits: &mut Hits) {
    let Some(mark) = &cx.document.sections[section].mark else { return };
    let stated = mark.span.of(cx.text()).trim();
    let expected = renumbered(stated, faulty.expected).unwrap_or_else(|| faulty.expected.to_string());
    // How the mark is written is for `numbering-style` to say.
    let expected = if mark.style == MarkStyle::Chinese { expected.replace('.', "、") } else { expected };
    let hit = hits
        .at(visible(cx.text(), mark.span))
        .with("stated", stated)
        .with("problem", title(faulty.fault))
        .with("expected", expected)
        .of_section(Some(section));
    if let Some(previous) = previous {
        let text = previous.span.of(cx.text()).trim();
        hit.related(visible(cx.text(), previous.span), format!("前一个同级序号是“{text}”"));
    }
}

/// A span without the blanks at its ends.
fn visible(text: &str, span: Span) -> Span {
    let inner = span.of(text);
    let start = span.start + (inner.len() - inner.trim_start().len());
    Span::new(start, start + inner.trim().len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(numbers: &[u32]) -> Vec<(usize, Fault, u32)> {
        faults(numbers, None, false).iter().map(|f| (f.at, f.fault, f.expected)).collect()
    }

    #[test]
    fn flags_a_skip_a_repeat_and_a_swap_once_each() {
        assert_eq!(found(&[1, 2, 4, 5]), [(2, Fault::Skip, 3)]);
        assert_eq!(found(&[1, 2, 2, 3]), [(2, Fault::Repeat, 3)]);
        assert_eq!(found(&[1, 2, 2, 4, 5, 6, 8, 7]), [(2, Fault::Repeat, 3), (6, Fault::Backwards, 7)]);
        assert_eq!(found(&[1, 2, 3, 2]), [(3, Fault::Backwards, 4)]);
        assert_eq!(found(&[1, 2, 1, 4]), [(2, Fault::Backwards, 3)]);
        assert_eq!(found(&[2, 3]), [(0, Fault::First, 1)]);
    }

    #[test]
    fn of_a_list_that_goes_on_soundly_only_the_wrong_number_is_told() {
        assert_eq!(found(&[1, 2, 4, 4, 5]), [(2, Fault::Skip, 3)]);
        assert_eq!(found(&[1, 2, 5, 4, 5]), [(2, Fault::Skip, 3)]);
        assert_eq!(found(&[2, 2, 3]), [(0, Fault::First, 1)]);
        assert_eq!(found(&[1, 1, 3]), [(1, Fault::Repeat, 2)]);
    }

    #[test]
    fn a_sound_list_and_one_that_begins_anew_are_silent() {
        assert_eq!(found(&[1, 2, 3]), []);
        assert_eq!(found(&[1, 2, 3, 1, 2]), []);
        assert_eq!(found(&[]), []);
        assert_eq!(faults(&[1, 2, 1], None, true), []);
    }

    #[test]
    fn a_list_numbered_from_one_is_sound_whatever_stands_around_it() {
        for (before, loose) in [(None, false), (Some(1), true), (Some(7), false)] {
            assert_eq!(faults(&[1, 2, 3, 4], before, loose), []);
        }
    }

    #[test]
    fn a_list_numbered_through_its_parents_is_silent() {
        assert_eq!(faults(&[4, 5], Some(3), false), []);
        assert_eq!(faults(&[5, 6], Some(3), false)[0].fault, Fault::First);
    }

    #[test]
    fn a_number_far_off_is_no_heading() {
        assert_eq!(found(&[1, 2, 2022, 3]), []);
    }

    #[test]
    fn enumerations_inside_a_paragraph_are_judged_for_gaps_only() {
        let inline = List { items: Vec::new(), inline: true };
        assert!(inline.counts(Fault::Skip, true) && !inline.counts(Fault::First, false));
        assert!(!inline.counts(Fault::Repeat, true) && inline.counts(Fault::Repeat, false));
    }

    #[test]
    fn a_number_inside_the_text_is_not_missing() {
        assert!(written_in("（一）推进改革。（二）完善制度。", MarkStyle::ChineseBracket, 2));
        assert!(written_in("抓学习。2.抓落实。", MarkStyle::Arabic, 2));
        assert!(!written_in("增长2.5%", MarkStyle::Arabic, 2));
        assert!(!written_in("完善制度。", MarkStyle::ChineseBracket, 2));
        assert!(written_in("推进改革。\n（二完善制度。", MarkStyle::ChineseBracket, 2));
    }
}
