//! What is printed around the text on page after page: page numbers, running heads and feet.

use std::collections::HashMap;
use std::sync::LazyLock;

use regex::Regex;

use super::line::Line;

/// Share of a page's height, at top and bottom, in which page numbers and running heads stand.
const ZONE: f64 = 0.14;
/// Lines from the top or the bottom of a page that may be such.
const OUTERMOST: usize = 2;
/// On so many pages, and at least half of all, the same words are a running head; of two pages on both.
const PAGES: usize = 3;

/// A line that is a page number and nothing else.
static NUMBER: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?x) ^ [\s\-—–―－·•.~]* (?:
            第?\s*[0-9０-９]{1,4}\s*页?
          | 第\s*[一二三四五六七八九十百零〇]{1,5}\s*页
          | [ivxlcIVXLC]{1,6}
        ) \s* (?:[/／,，、]?\s*共?\s*[0-9０-９]{1,4}\s*页?)? [\s\-—–―－·•.~]* $",
    )
    .expect("a constant pattern")
});

/// Takes page numbers, running heads and feet out of the lines of a file; gives back each head and foot once.
pub(super) fn take_out(lines: &mut Vec<Line>) -> Vec<Line> {
    let outer = outermost(lines);
    let pages = lines.iter().map(|line| line.page + 1).max().unwrap_or(0);
    let running = running(lines, &outer, pages);
    let mut heads: Vec<Line> = Vec::new();
    let mut at = 0;
    lines.retain(|line| {
        let is_outer = outer[at];
        at += 1;
        if !is_outer {
            return true;
        }
        if NUMBER.is_match(&line.text) {
            return false;
        }
        let runs = running.contains_key(&words(line));
        if runs && !heads.iter().any(|head| words(head) == words(line)) {
            heads.push(line.clone());
        }
        !runs
    });
    heads
}

/// Which lines are among the outermost of their page and within its margin.
fn outermost(lines: &[Line]) -> Vec<bool> {
    let mut out = vec![false; lines.len()];
    let mut from = 0;
    while from < lines.len() {
        let count = lines[from..].iter().take_while(|line| line.page == lines[from].page).count();
        for at in from..from + count {
            let edge = (at - from).min(from + count - 1 - at) < OUTERMOST;
            out[at] = edge && (lines[at].height < ZONE || lines[at].height > 1.0 - ZONE);
        }
        from += count;
    }
    out
}

/// The words of lines that come again in the same place and size on page after page.
fn running(lines: &[Line], outer: &[bool], pages: usize) -> HashMap<String, usize> {
    let mut seen: HashMap<String, Vec<&Line>> = HashMap::new();
    for (line, _) in lines.iter().zip(outer).filter(|(_, outer)| **outer) {
        let places = seen.entry(words(line)).or_default();
        if places.last().is_none_or(|last| last.page != line.page && is_same_place(last, line)) {
            places.push(line);
        }
    }
    let enough = |count: usize| count * 2 >= pages && (count >= PAGES || pages == 2 && count == 2);
    seen.into_iter().map(|(words, places)| (words, places.len())).filter(|(_, count)| enough(*count)).collect()
}

/// Whether two lines of different pages stand in the same place: a title is not the running head that a signature repeats.
fn is_same_place(one: &Line, other: &Line) -> bool {
    let near = |a: f64, b: f64| (a - b).abs() < one.size * 0.5;
    let same_size = (one.size - other.size).abs() < one.size * 0.05;
    same_size && near(one.y, other.y) && near(one.start, other.start)
}

/// The words of a line without its digits, which count pages.
fn words(line: &Line) -> String {
    line.text.chars().filter(|c| !c.is_numeric() && !c.is_whitespace()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn page_numbers_are_told_in_their_usual_forms() {
        for number in ["1", "— 1 —", "- 12 -", "－３－", "第 3 页", "第3页 共12页", "3/12", "第三页", "iv", "· 5 ·"]
        {
            assert!(NUMBER.is_match(number), "{number}");
        }
        for text in ["2024年", "一、", "1.加强", "3件", "（1）", "第3条"] {
            assert!(!NUMBER.is_match(text), "{text}");
        }
    }
}
