//! Lines become paragraphs.
//!
//! A line continues the one before it if that one is full and this one is not indented. Full means that the first word of the
//! next line would not have fitted, which holds for ragged lines too. Where a file uses no indents, a line that is full and ends a
//! sentence is the end of its paragraph if more space than usual follows, or the number of a heading.

use super::line::Line;
use crate::input::opening;
use crate::text::fold::{is_blank, is_chinese};

/// Lines at least this wide, as a share of the widest, tell where the text begins and ends.
const WIDE: f64 = 0.6;
/// A page with so many wide lines has edges of its own.
const OWN_EDGES: usize = 8;
/// A line that begins this many sizes right of the edge is indented; one further right than the second is centred or set right.
const INDENT: f64 = 0.9;
const CENTRED: f64 = 4.0;
/// How far a full line may stay away from the edge, in sizes.
const SLACK: f64 = 0.7;
/// Sizes of one paragraph differ no more than by this share.
const SAME_SIZE: f64 = 0.12;
/// Distance to the next line that parts paragraphs, in usual distances.
const WIDE_GAP: f64 = 1.45;
/// A file in which this share of lines is indented marks paragraphs by indents, in percent.
const INDENTED: usize = 8;

/// The paragraphs of a file in order.
pub(super) fn paragraphs(lines: Vec<Line>) -> Vec<Vec<Line>> {
    let layout = Layout::of(&lines);
    let mut out: Vec<Vec<Line>> = Vec::new();
    for line in lines {
        match out.last_mut() {
            Some(open) if open.last().is_some_and(|last| layout.continues(last, &line)) => open.push(line),
            _ => out.push(vec![line]),
        }
    }
    out
}

/// Whether a space stands between the end of one line and the beginning of the next: between Latin words only.
pub(super) fn needs_space(before: &str, after: &str) -> bool {
    let (Some(last), Some(first)) = (before.chars().next_back(), after.chars().next()) else { return false };
    let digits = last.is_ascii_digit() && first.is_ascii_digit();
    !is_chinese(last) && !is_chinese(first) && !is_blank(last) && !is_blank(first) && !digits && last != '-'
}

/// Left and right edge of the text.
#[derive(Debug, Clone, Copy)]
struct Edges {
    left: f64,
    right: f64,
}

struct Layout {
    /// By page.
    edges: Vec<Edges>,
    /// The usual distance of lines, in sizes.
    distance: f64,
    /// Whether paragraphs are indented.
    indents: bool,
}

impl Layout {
    fn of(lines: &[Line]) -> Layout {
        let all: Vec<&Line> = lines.iter().collect();
        let whole = edges(&all).unwrap_or(Edges { left: 0.0, right: 0.0 });
        let pages = lines.iter().map(|line| line.page + 1).max().unwrap_or(0);
        let mut by_page: Vec<Vec<&Line>> = vec![Vec::new(); pages];
        lines.iter().for_each(|line| by_page[line.page].push(line));
        let own = |lines: &Vec<&Line>| {
            let wide = lines.iter().filter(|line| line.end - line.start >= WIDE * (whole.right - whole.left)).count();
            if wide >= OWN_EDGES { edges(lines).unwrap_or(whole) } else { whole }
        };
        let edges: Vec<Edges> = by_page.iter().map(own).collect();
        let offset = |line: &&Line| (line.start - edges[line.page].left) / line.size;
        let indented = lines.iter().filter(|line| (INDENT..CENTRED).contains(&offset(line))).count();
        Layout { distance: distance(lines), indents: indented * 100 >= lines.len() * INDENTED, edges }
    }

    fn continues(&self, last: &Line, line: &Line) -> bool {
        let edges = |line: &Line| self.edges[line.page];
        let offset = |line: &Line| (line.start - edges(line).left) / line.size;
        if (last.size - line.size).abs() > SAME_SIZE * last.size || line.page > last.page + 1 {
            return false;
        }
        if offset(line) > INDENT || offset(last) > CENTRED {
            return false;
        }
        if last.end + line.lead < edges(last).right - SLACK * last.size {
            return false;
        }
        let gap = (line.page == last.page).then(|| (line.y - last.y) / last.size);
        if gap.is_some_and(|gap| gap > WIDE_GAP * self.distance) {
            return false;
        }
        let text = last.text.trim_end_matches(is_blank);
        let closed = text.ends_with(['。', '！', '？', '：', '”', '）']) && !text.ends_with("，”");
        let ended = text.ends_with(['。', '！', '？', '：']);
        if opening::has_mark(&line.text) {
            return !closed && (self.indents || !text.ends_with('；'));
        }
        // Without indents a full line that ends a sentence ends its paragraph only if it stays short of the edge at all.
        self.indents || !ended || last.end + 0.5 * last.size >= edges(last).right
    }
}

/// Where the text of some lines begins and ends.
fn edges(lines: &[&Line]) -> Option<Edges> {
    let widest = lines.iter().map(|line| line.end - line.start).fold(0.0, f64::max);
    let wide = || lines.iter().filter(|line| line.end - line.start >= WIDE * widest);
    let mut starts: Vec<f64> = wide().map(|line| line.start).collect();
    let mut ends: Vec<f64> = wide().map(|line| line.end).collect();
    starts.sort_by(f64::total_cmp);
    ends.sort_by(f64::total_cmp);
    // A few lines that stick out (a table, a hanging mark) do not count.
    let left = *starts.get(starts.len() / 10)?;
    let right = *ends.get((ends.len() * 9 / 10).min(ends.len().checked_sub(1)?))?;
    Some(Edges { left, right })
}

/// The usual distance from line to line, in sizes.
fn distance(lines: &[Line]) -> f64 {
    let mut gaps: Vec<f64> = lines
        .windows(2)
        .filter(|pair| pair[0].page == pair[1].page)
        .map(|pair| (pair[1].y - pair[0].y) / pair[0].size)
        .filter(|gap| *gap > 0.5)
        .collect();
    gaps.sort_by(f64::total_cmp);
    gaps.get(gaps.len() / 2).copied().unwrap_or(1.5)
}
