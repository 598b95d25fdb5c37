//! The outline: headings become a tree of sections.
//!
//! Levels are those of this document: whatever style is outermost is level 1. Styles nest in their usual order unless the
//! document plainly nests them otherwise.

use super::genre::Genre;
use super::heading::{Candidate, Followed, ToldBy, candidates, extent};
use super::page::Line;
use super::{Hint, Mark, MarkStyle, RoleBy, Section};
use crate::text::landmark::Landmarks;
use crate::text::span::Span;

/// Finds the sections of the open lines, parents before children, in reading order.
pub(super) fn sections(lines: &[Line<'_>], landmarks: &Landmarks, genres: &[Genre]) -> Vec<Section> {
    let mut found = candidates(lines, landmarks, genres);
    let mut ranks = Ranks::of(&found, lines).all(&found);
    let lonely = lonely(&found, &ranks);
    let mut keep = lonely.iter();
    found.retain(|_| !keep.next().copied().unwrap_or(false));
    let mut keep = lonely.iter();
    ranks.retain(|_| !keep.next().copied().unwrap_or(false));
    Tree::new(lines, &found, &ranks).sections()
}

/// How far out a candidate stands; smaller is further out.
type Rank = u16;

/// Room between the ranks of two styles.
const STEP: Rank = 10;

/// The ranks of one document.
struct Ranks {
    /// By style.
    styles: [Rank; 7],
    /// Of headings without numbers to which the format gives a depth.
    depths: Depths,
    /// Of headings told by the words of a required part.
    role: Rank,
    /// Of those among them that end with a colon.
    lead: Rank,
    /// Of headings told by their shape alone.
    shape: Rank,
}

impl Ranks {
    fn of(found: &[Candidate], lines: &[Line<'_>]) -> Ranks {
        let mut styles = [0; 7];
        for (at, rank) in styles.iter_mut().enumerate() {
            *rank = (at as Rank + 2) * STEP;
        }
        let mut use_of = [Use::default(); 7];
        for (at, candidate) in found.iter().enumerate() {
            if let Some(mark) = candidate.mark {
                use_of[mark.style as usize].see(at, mark.number);
            }
        }
        if let Some(outer) = outermost_against_custom(&use_of) {
            styles[outer] = STEP;
        }
        if let Some(inner) = enclosed_by_ordinals(found) {
            styles[MarkStyle::Ordinal as usize] = styles[inner] - STEP / 2;
        }
        let top = (0..7).filter(|style| use_of[*style].count > 0).map(|style| styles[style]).min();
        // 一、 on a line of its own is level 1, and so is a heading without number that names a required part.
        let numbered = found.iter().filter(|c| c.told_by == ToldBy::Mark).filter_map(|c| c.mark);
        let outer =
            numbered.filter(|mark| mark.style <= MarkStyle::Chinese).map(|mark| styles[mark.style as usize]).min();
        let tops = found.iter().filter(|c| c.told_by == ToldBy::Mark).filter_map(|c| c.mark);
        let tops: Vec<u32> = tops.filter(|mark| mark.style == MarkStyle::Chinese).map(|mark| mark.number).collect();
        let has_outline = top.is_some_and(|top| top <= styles[MarkStyle::ChineseBracket as usize]);
        let shape = if has_outline { styles[MarkStyle::Circled as usize] + STEP / 2 } else { 1 };
        // Where all parts are numbered, a line without number is a lead inside one of them; where 一、 is missing, it is that part.
        let numbered_through = tops.len() >= 3 && tops.first() == Some(&1);
        let role = if numbered_through { shape } else { outer.unwrap_or(1) };
        let lead = if outer.is_some() { shape } else { role };
        Ranks { styles, depths: Depths::of(found, lines, &styles), role, lead, shape }
    }

    fn all(&self, found: &[Candidate]) -> Vec<Rank> {
        found
            .iter()
            .map(|candidate| match (candidate.told_by, candidate.mark) {
                (_, Some(mark)) => self.styles[mark.style as usize],
                (ToldBy::Format(depth), None) => self.depths.rank(depth),
                (ToldBy::Role, None) => self.role,
                (ToldBy::Lead, None) => self.lead,
                (_, None) => self.shape,
            })
            .collect()
    }
}

/// How a style is used.
#[derive(Debug, Clone, Copy, Default)]
struct Use {
    first: usize,
    count: usize,
    ones: usize,
}

impl Use {
    fn see(&mut self, at: usize, number: u32) {
        if self.count == 0 {
            self.first = at;
        }
        self.count += 1;
        self.ones += usize::from(number == 1);
    }
}

/// A style that encloses an outer one: numbered once through the document while the usual outer ones start again and again.
fn outermost_against_custom(use_of: &[Use; 7]) -> Option<usize> {
    let usual = (0..6).find(|style| use_of[*style].count > 0)?;
    (usual + 1..6).find(|style| {
        let (inner, outer) = (use_of[*style], use_of[usual]);
        inner.count >= 2 && inner.ones == 1 && outer.ones >= 2 && inner.first < outer.first
    })
}

/// The outermost style whose lists stand inside 一是 items: 一是…1.…2.… 二是…
fn enclosed_by_ordinals(found: &[Candidate]) -> Option<usize> {
    let mut inside = [0i32; 7];
    let mut ordinal = 0;
    let mut since: Option<MarkStyle> = None;
    for candidate in found {
        let Some(mark) = candidate.mark else { continue };
        if mark.style == MarkStyle::Ordinal {
            if let Some(style) = since.take() {
                inside[style as usize] += if mark.number == ordinal + 1 { 1 } else { -1 };
            }
            ordinal = if candidate.told_by == ToldBy::Mark { mark.number } else { 0 };
        } else if mark.style < MarkStyle::Arabic {
            ordinal = 0;
            since = None;
        } else if ordinal > 0 && since.is_none() && mark.number == 1 {
            since = Some(mark.style);
        }
    }
    (MarkStyle::Arabic as usize..MarkStyle::Ordinal as usize).find(|style| inside[*style] > 0)
}

/// The format's depths at which numbered headings stand, rising, with the ranks of their styles.
struct Depths {
    known: Vec<(u8, Rank)>,
}

impl Depths {
    fn of(found: &[Candidate], lines: &[Line<'_>], styles: &[Rank; 7]) -> Self {
        let mut known: Vec<(u8, Rank)> = Vec::new();
        for candidate in found.iter().filter(|candidate| candidate.told_by == ToldBy::Mark) {
            if let (Hint::Heading(depth), Some(mark)) = (lines[candidate.line].hint, candidate.mark)
                && !known.iter().any(|(other, _)| *other == depth)
            {
                known.push((depth, styles[mark.style as usize]));
            }
        }
        known.sort_unstable();
        Self { known }
    }

    /// The rank of a depth: that of the style that stands at the same depth, else between those around it.
    fn rank(&self, depth: u8) -> Rank {
        let above = self.known.iter().rev().find(|(other, _)| *other <= depth);
        let below = self.known.iter().find(|(other, _)| *other > depth);
        let apart = |other: u8| Rank::from(depth.abs_diff(other)).min(STEP - 1);
        match (above, below) {
            (Some((other, rank)), _) => rank + apart(*other),
            (None, Some((other, rank))) => rank.saturating_sub(apart(*other)),
            (None, None) => Rank::from(depth).min(STEP),
        }
    }
}

/// A series of candidates of one style under one parent.
#[derive(Debug, Clone, Copy, Default)]
struct Series {
    first: usize,
    count: usize,
    last: u32,
}

impl Series {
    /// Its only candidate, if it has no more.
    fn only(self) -> Option<usize> {
        (self.count == 1).then_some(self.first)
    }
}

/// Which candidates are alone where only a series would make them headings: a single 一是, a single mark inside a paragraph.
fn lonely(found: &[Candidate], ranks: &[Rank]) -> Vec<bool> {
    let mut lonely = vec![false; found.len()];
    let mut close = |series: Series| {
        if let Some(only) = series.only() {
            let candidate = &found[only];
            lonely[only] = candidate.told_by == ToldBy::InlineMark
                || candidate.mark.is_some_and(|mark| mark.style == MarkStyle::Ordinal);
        }
    };
    // The candidates around, outermost first, and by style the series under each, those of the document before them.
    let mut stack: Vec<usize> = Vec::new();
    let mut under = vec![[Series::default(); 7]];
    for (at, candidate) in found.iter().enumerate() {
        while stack.last().is_some_and(|top| ranks[*top] >= ranks[at]) {
            stack.pop();
            under.pop().into_iter().flatten().for_each(&mut close);
        }
        if let (Some(mark), Some(under)) = (candidate.mark, under.last_mut()) {
            let series = &mut under[mark.style as usize];
            if mark.number <= series.last && mark.number == 1 {
                close(*series);
                series.count = 0;
            }
            if series.count == 0 {
                series.first = at;
            }
            series.count += 1;
            series.last = mark.number;
        }
        stack.push(at);
        under.push(Default::default());
    }
    under.into_iter().flatten().for_each(close);
    lonely
}

/// Candidates with their ranks on the way to sections.
struct Tree<'a> {
    lines: &'a [Line<'a>],
    found: &'a [Candidate],
    ranks: &'a [Rank],
}

impl<'a> Tree<'a> {
    fn new(lines: &'a [Line<'a>], found: &'a [Candidate], ranks: &'a [Rank]) -> Self {
        Self { lines, found, ranks }
    }

    fn sections(&self) -> Vec<Section> {
        let mut sections: Vec<Section> = Vec::with_capacity(self.found.len());
        let mut stack: Vec<usize> = Vec::new();
        for at in 0..self.found.len() {
            while stack.last().is_some_and(|top| self.ranks[*top] >= self.ranks[at]) {
                self.close(&mut sections, stack.pop(), Some(at));
            }
            sections.push(self.opened(at, &stack));
            stack.push(at);
        }
        while let Some(top) = stack.pop() {
            self.close(&mut sections, Some(top), None);
        }
        self.end_items(&mut sections);
        for (section, candidate) in sections.iter_mut().zip(self.found) {
            // A sentence that is all there is of a section is its text.
            let closed = self.lines[candidate.line].text.ends_with(['。', '；', '！']);
            section.own_line &= !(closed && section.body.is_empty());
        }
        sections
    }

    fn opened(&self, at: usize, stack: &[usize]) -> Section {
        let candidate = &self.found[at];
        let line = &self.lines[candidate.line];
        let same_line = |other: Option<&Candidate>| other.is_some_and(|other| other.line == candidate.line);
        let next = self.found.get(at + 1).filter(|next| same_line(Some(next)));
        let end = next.map_or(line.folded.end, |next| next.start);
        let text = &line.text[candidate.start - line.folded.start..end - line.folded.start];
        let followed = match next {
            Some(_) if self.ranks[at + 1] > self.ranks[at] => Followed::ByItem,
            None if candidate.told_by != ToldBy::InlineMark && self.leads(at) => Followed::ByParagraph,
            None if candidate.told_by != ToldBy::InlineMark => Followed::Not,
            _ => Followed::ByOther,
        };
        let extent = extent(text, candidate, followed);
        let heading = Span::new(candidate.start, candidate.start + extent.len);
        let mark_len = candidate.mark.map_or(0, |mark| mark.len);
        let words = &text[mark_len..extent.len];
        let words_len = words.trim_end_matches(['。', '；', '：', '，', '！', '？', '、']).len();
        let name_start = candidate.start + mark_len;
        Section {
            parent: stack.last().copied(),
            level: u8::try_from(stack.len() + 1).unwrap_or(u8::MAX),
            mark: candidate.mark.map(|mark| Mark {
                style: mark.style,
                number: mark.number,
                span: Span::new(candidate.start, candidate.start + mark.len),
            }),
            heading,
            name: Span::new(name_start, name_start + words_len),
            span: heading,
            body: heading,
            roles: Vec::new(),
            role_by: RoleBy::None,
            own_line: extent.own_line,
        }
    }

    /// Whether a plain paragraph follows the candidate's line.
    fn leads(&self, at: usize) -> bool {
        let line = self.found[at].line;
        let following = self.lines.iter().enumerate().skip(line + 1).find(|(_, line)| line.is_open()).map(|(at, _)| at);
        following.is_some_and(|next| {
            self.found
                .get(at + 1)
                .is_none_or(|candidate| candidate.line > next || candidate.told_by == ToldBy::InlineMark)
        })
    }

    fn close(&self, sections: &mut [Section], closing: Option<usize>, next: Option<usize>) {
        let Some(section) = closing.and_then(|at| sections.get_mut(at)) else {
            return;
        };
        let end = match next.map(|next| &self.found[next]) {
            Some(next) if next.told_by == ToldBy::InlineMark => next.start,
            Some(next) => self.last_open_before(next.line),
            None => self.last_open_before(self.lines.len()),
        };
        set_end(section, end, self.lines);
    }

    /// Folded end of the last open line before a line.
    fn last_open_before(&self, line: usize) -> usize {
        self.lines[..line].iter().rev().find(|line| line.is_open()).map_or(0, |line| line.folded.end)
    }

    /// The last item of a 一是 series ends with its paragraph: what follows belongs to the section around.
    fn end_items(&self, sections: &mut [Section]) {
        for at in (0..sections.len()).rev() {
            let candidate = &self.found[at];
            let inline = candidate.told_by == ToldBy::InlineMark;
            let item = inline || candidate.mark.is_some_and(|mark| mark.style == MarkStyle::Ordinal);
            if !item || sections[at].own_line || self.goes_on(sections, at) {
                continue;
            }
            let line_end = self.lines[candidate.line].folded.end;
            let children = sections[at + 1..].iter().take_while(|child| child.span.start < sections[at].span.end);
            let inner =
                children.filter(|child| child.parent == Some(at)).map(|child| child.span.end).max().unwrap_or(0);
            let end = sections[at].span.end.min(line_end.max(inner));
            set_end(&mut sections[at], end, self.lines);
        }
    }

    /// Whether a later item of the same series follows, or the mark inside the paragraph opens a section of an outer style.
    fn goes_on(&self, sections: &[Section], at: usize) -> bool {
        let Some(mark) = self.found[at].mark else {
            return true;
        };
        if mark.style < MarkStyle::Arabic {
            return true;
        }
        let sibling = (at + 1..sections.len()).find(|next| self.ranks[*next] <= self.ranks[at]);
        sibling
            .and_then(|next| self.found[next].mark)
            .is_some_and(|next| next.style == mark.style && next.number > mark.number)
    }
}

fn set_end(section: &mut Section, end: usize, lines: &[Line<'_>]) {
    let end = end.max(section.heading.end);
    section.span = Span::new(section.heading.start, end);
    // The body begins after the line break where the heading has its line for itself.
    let from = match lines.binary_search_by(|line| line.folded.end.cmp(&section.heading.end)) {
        Ok(at) => lines.get(at + 1).map_or(end, |next| next.folded.start),
        Err(_) => section.heading.end,
    };
    section.body = Span::new(from.min(end), end);
}
