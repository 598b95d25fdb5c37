//! Breaking the parts of a report: deleted, emptied, renamed, merged, swapped, their numbers put right so that only the intended
//! defect is left.

use super::Mutation;
use super::plan::{Change, Plan, Planned};
use crate::document::{Document, MarkStyle, RoleBy, SectionId};
use crate::text::span::Span;

pub(super) fn mutations(plan: &Plan, document: &Document) -> Vec<Mutation> {
    plan.changes.iter().flat_map(|planned| of(planned, document)).collect()
}

fn of(planned: &Planned, document: &Document) -> Vec<Mutation> {
    let outline = Outline { document };
    let made = |place: Span, deed: String, mut edits: Vec<(Span, String)>| {
        edits.sort_by_key(|(span, _)| span.start);
        Mutation::planned(planned, place, deed, edits)
    };
    match &planned.change {
        Change::Delete(change) => {
            let ids = outline.of_role(&change.part.value);
            let Some(first) = ids.first() else { return Vec::new() };
            vec![made(outline.heading(*first), "删去这个部分".to_owned(), outline.without(&ids))]
        }
        Change::Empty(change) => {
            let ids = outline.of_role(&change.part.value);
            let empty = |id: SectionId| {
                let edit = (outline.content(id), format!("\n\n{}\n\n", change.text));
                made(outline.heading(id), format!("内容换成“{}”", change.text), vec![edit])
            };
            // A report in subjects has several sections for one part: one empty subject does not empty the part.
            ids.iter().filter(|_| ids.len() == 1).map(|id| empty(*id)).collect()
        }
        Change::Rename(change) => {
            let ids = outline.of_role(&change.part.value);
            let named = ids.iter().filter(|id| document.sections[**id].role_by == RoleBy::Heading && ids.len() == 1);
            let rename = |id: SectionId| {
                let edit = (document.original(document.sections[id].name), change.to.clone());
                made(outline.heading(id), format!("标题改为“{}”", change.to), vec![edit])
            };
            named.map(|id| rename(*id)).collect()
        }
        Change::Merge(change) => {
            let [one, other] = [&change.part, &change.with].map(|part| outline.of_role(&part.value));
            let ([one], [other]) = (&one[..], &other[..]) else { return Vec::new() };
            let Some(edits) = outline.merged(*one, *other, &change.to) else { return Vec::new() };
            vec![made(outline.heading(*one), format!("与后面的部分合并为“{}”", change.to), edits)]
        }
        Change::Swap(change) => {
            let [one, other] = [&change.part, &change.with].map(|part| outline.of_role(&part.value));
            let ([one], [other]) = (&one[..], &other[..]) else { return Vec::new() };
            let Some(edits) = outline.swapped(*one, *other) else { return Vec::new() };
            vec![made(outline.heading(*one), "与另一部分对调".to_owned(), edits)]
        }
        _ => Vec::new(),
    }
}

/// The sections of a document in original bytes.
struct Outline<'a> {
    document: &'a Document,
}

impl Outline<'_> {
    /// The outermost sections that are a part and nothing else.
    fn of_role(&self, role: &str) -> Vec<SectionId> {
        let sections = &self.document.sections;
        let is_part = |id: &SectionId| sections[*id].roles.len() == 1 && &*sections[*id].roles[0].0 == role;
        let inside = |id: SectionId| {
            let path = self.document.path_to(id);
            path.iter().any(|outer| *outer != id && sections[*outer].roles.iter().any(|r| &*r.0 == role))
        };
        (0..sections.len()).filter(is_part).filter(|id| !inside(*id)).collect()
    }

    fn heading(&self, id: SectionId) -> Span {
        self.document.original(self.document.sections[id].heading)
    }

    /// Where the section begins: at its heading, or before the `#` in front of it.
    fn start(&self, id: SectionId) -> usize {
        let text = &self.document.text;
        let heading = self.heading(id).start;
        let line = text[..heading].rfind(['\n', '\r']).map_or(0, |at| at + 1);
        let only_marks = text[line..heading].chars().all(|c| c == '#' || c == '*' || c.is_whitespace());
        if only_marks { line } else { heading }
    }

    /// The section from its heading up to the next section that is not part of it.
    fn whole(&self, id: SectionId) -> Span {
        let sections = &self.document.sections;
        let next = (id + 1..sections.len()).find(|next| sections[*next].span.start >= sections[id].span.end);
        let end = next.map_or_else(|| self.document.original(self.document.body).end, |next| self.start(next));
        Span::new(self.start(id), end.max(self.start(id)))
    }

    /// What follows the heading.
    fn content(&self, id: SectionId) -> Span {
        Span::new(self.heading(id).end, self.whole(id).end)
    }

    /// Name and content: all but the number.
    fn behind_mark(&self, id: SectionId) -> Span {
        Span::new(self.document.original(self.document.sections[id].name).start, self.whole(id).end)
    }

    /// The number in front of a section.
    fn mark(&self, id: SectionId) -> Option<Span> {
        self.document.sections[id].mark.as_ref().map(|mark| self.document.original(mark.span))
    }

    /// Edits that take sections out and give the later ones their numbers.
    fn without(&self, gone: &[SectionId]) -> Vec<(Span, String)> {
        let mut edits: Vec<(Span, String)> = gone.iter().map(|id| (self.whole(*id), String::new())).collect();
        let Some(first) = gone.first() else { return edits };
        let parent = self.document.sections[*first].parent;
        let siblings: Vec<SectionId> =
            (0..self.document.sections.len()).filter(|id| self.document.sections[*id].parent == parent).collect();
        let numbered = |id: &&SectionId| self.mark(**id).is_some();
        let old: Vec<SectionId> = siblings.iter().filter(numbered).copied().collect();
        let left: Vec<SectionId> = old.iter().filter(|id| !gone.contains(id)).copied().collect();
        for (id, number) in left.iter().zip(&old).filter(|(id, number)| id != number) {
            if let (Some(mark), Some(new)) = (self.mark(*id), self.mark(*number)) {
                edits.push((mark, new.of(&self.document.text).to_owned()));
            }
        }
        edits
    }

    /// Edits that put the content of a later section behind that of an earlier one, under a new name.
    fn merged(&self, one: SectionId, other: SectionId, name: &str) -> Option<Vec<(Span, String)>> {
        let document = self.document;
        if other <= one || document.sections[one].parent != document.sections[other].parent {
            return None;
        }
        let items = document.children(one).filter(|id| self.is_item(*id)).count();
        let mut content = self.content(other).of(&document.text).to_owned();
        let from = self.content(other).start;
        let moved: Vec<SectionId> = document.children(other).filter(|id| self.is_item(*id)).collect();
        for (at, id) in moved.iter().enumerate().rev() {
            if let Some(mark) = self.mark(*id) {
                let renumbered = renumbered(mark.of(&document.text), items + at + 1);
                content.replace_range(mark.start - from..mark.end - from, &renumbered);
            }
        }
        let end = Span::at(self.whole(one).end);
        let mut edits = self.without(&[other]);
        edits.push((document.original(document.sections[one].name), name.to_owned()));
        edits.push((end, format!("{}\n\n", content.trim())));
        // Where the two are neighbours, the end of the one is the beginning of the other, which goes: put in before it.
        edits.sort_by_key(|(span, _)| (span.start, span.end));
        Some(edits)
    }

    fn is_item(&self, id: SectionId) -> bool {
        let mark = self.document.sections[id].mark.as_ref();
        mark.is_some_and(|mark| matches!(mark.style, MarkStyle::ChineseBracket | MarkStyle::Arabic))
    }

    fn swapped(&self, one: SectionId, other: SectionId) -> Option<Vec<(Span, String)>> {
        let (first, second) = (self.behind_mark(one.min(other)), self.behind_mark(one.max(other)));
        if first.end > second.start || self.document.sections[one].parent != self.document.sections[other].parent {
            return None;
        }
        let text = |span: Span| format!("{}\n\n", span.of(&self.document.text).trim());
        Some(vec![(first, text(second)), (second, text(first))])
    }
}

/// A number written as another one is: （一） as （三）.
fn renumbered(mark: &str, number: usize) -> String {
    let is_number = |c: char| c.is_numeric() || "一二三四五六七八九十".contains(c);
    let digits = mark.chars().any(|c| c.is_ascii_digit());
    let new = if digits { number.to_string() } else { chinese(number) };
    let start = mark.find(is_number).unwrap_or(0);
    let end = mark.rfind(is_number).map_or(mark.len(), |at| at + mark[at..].chars().next().map_or(0, char::len_utf8));
    format!("{}{new}{}", &mark[..start], &mark[end.max(start)..])
}

/// A number from 1 to 99 as headings write it.
fn chinese(number: usize) -> String {
    const DIGITS: [&str; 10] = ["", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    let (tens, ones) = (number / 10 % 10, DIGITS[number % 10]);
    match tens {
        0 => ones.to_owned(),
        1 => format!("十{ones}"),
        tens => format!("{}十{ones}", DIGITS[tens]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_as_they_were() {
        assert_eq!(renumbered("（一）", 12), "（十二）");
        assert_eq!(renumbered("3.", 10), "10.");
        assert_eq!(renumbered("二、", 20), "二十、");
    }
}
