//! Finding the title, and telling the genre from its near misses by it.
//!
//! A title may be split over lines, stand under navigation, or below a cover note. Where there is none, the structure decides
//! later ([`super::builder`]).

use std::borrow::Cow;
use std::ops::Range;

use super::genre::{Genre, Reading};
use super::organ;
use super::page::{Line, first_body};
use super::role::roles_named;
use super::year::run_of_digits;
use super::{DocumentType, Found, Hint, MarkStyle};
use crate::text::date::is_year_digit;
use crate::text::span::Span;

/// What the titles on a page say.
#[derive(Debug, Default)]
pub(super) struct Titled {
    /// The lines of the title.
    pub lines: Option<Range<usize>>,
    /// The type of document; `Other` may still be corrected by the structure.
    pub kind: DocumentType,
}

/// Longest title, in characters.
const LONGEST: usize = 80;
/// Most lines of a title.
const MOST_LINES: usize = 3;

/// Finds the title and what it says of the type.
pub(super) fn find(lines: &[Line<'_>], reading: &Reading) -> Titled {
    let body = first_body(lines, 0);
    for genre in &reading.genres {
        let mut near = near_miss(lines, 0..body, genre, reading);
        let mut own = own_title(lines, 0..body, genre, reading);
        // A title line that goes on: 关于印发…报告 / 的通知
        if let Some(longer) = own.as_ref().and_then(|own| continues_as_near_miss(lines, own, genre)) {
            near = near.or(Some(longer));
            own = None;
        }
        if let Some(own) = own {
            // A note stands above the report, if it is one.
            let noted = near.filter(|near| near.0.start < own.start && !report_below(lines, &own, genre));
            return match noted {
                Some(near) => near_missed(near),
                None => of_genre(own, genre),
            };
        }
        let late = own_title(lines, body..lines.len(), genre, reading);
        if let Some(own) =
            late.filter(|own| ends_as_report(&lines[own.clone()], reading) && report_below(lines, own, genre))
        {
            return of_genre(own, genre);
        }
        if let Some(near) = near {
            return near_missed(near);
        }
    }
    Titled { lines: any_title(lines, body, reading), kind: DocumentType::Other }
}

fn of_genre(lines: Range<usize>, genre: &Genre) -> Titled {
    Titled { lines: Some(lines), kind: DocumentType::Genre(genre.name.clone()) }
}

fn near_missed((lines, name): (Range<usize>, String)) -> Titled {
    Titled { lines: Some(lines), kind: DocumentType::NearMiss(name) }
}

/// The title over its lines.
pub(super) fn joined(lines: &[Line<'_>]) -> Option<Found<String>> {
    let span = lines.first()?.folded.join(lines.last()?.folded);
    let text: String = lines.iter().map(|line| line.text).collect();
    let title = without_site(&text).trim();
    let bare = unwrapped(title, '《', '》').or_else(|| unwrapped(title, '【', '】'));
    let value = bare.unwrap_or(title).to_owned();
    Some(Found { value, span })
}

/// A title that stands in brackets as a whole, without them.
fn unwrapped(title: &str, open: char, close: char) -> Option<&str> {
    let inner = title.strip_prefix(open)?.strip_suffix(close)?;
    (!inner.contains([open, close])).then_some(inner)
}

/// The title without the name of the site after it: …报告_某某市人民政府.
fn without_site(title: &str) -> &str {
    let cut = title.char_indices().find(|(at, c)| matches!(c, '_' | '|' | '-') && ends_in_kind(&title[..*at]));
    cut.map_or(title, |(at, _)| title[..at].trim_end())
}

fn ends_in_kind(text: &str) -> bool {
    ["报告", "总结", "情况", "汇报", "度"].iter().any(|end| text.trim_end().ends_with(end))
}

/// Whether a line can be a title or a part of one.
fn can_be_title(line: &Line<'_>) -> bool {
    let text = line.text;
    line.is_open()
        && line.hint != Hint::TableRow
        && text.len() <= LONGEST * 3
        && !text.contains(['。', '；'])
        && !text.ends_with(['：', '，', '、'])
        && !text.contains('|')
        && !is_labelled(text)
        && !is_caption(text)
        && line.mark.is_none()
}

/// A line of metadata: 名称：…
fn is_labelled(text: &str) -> bool {
    text.find('：').is_some_and(|at| at <= 24)
}

/// A caption of a page that names a paper by its number: 青政〔2024〕2号《…》.
fn is_caption(text: &str) -> bool {
    text.find('〔').zip(text.find('《')).is_some_and(|(number, title)| number < title && text.ends_with('》'))
}

fn text_of<'a>(lines: &[Line<'a>]) -> Cow<'a, str> {
    match lines {
        [only] => Cow::Borrowed(only.text),
        _ => lines.iter().map(|line| line.text).collect(),
    }
}

/// The lines of the first title of the genre within a range: the shortest stretch that reads as one, with what belongs to it
/// above and below.
fn own_title(lines: &[Line<'_>], range: Range<usize>, genre: &Genre, reading: &Reading) -> Option<Range<usize>> {
    for last in range.clone() {
        for first in (range.start.max((last + 1).saturating_sub(MOST_LINES))..=last).rev() {
            if !can_be_title(&lines[first]) {
                break;
            }
            let short = last == first || lines[first].text.len() <= 120;
            if short && is_title(&text_of(&lines[first..=last]), genre) {
                return Some(widened(lines, first..last + 1, range.end, genre, reading));
            }
        }
    }
    None
}

fn widened(lines: &[Line<'_>], mut found: Range<usize>, end: usize, genre: &Genre, reading: &Reading) -> Range<usize> {
    if let Some(next) =
        lines.get(found.end).filter(|next| found.end < end && can_be_title(next) && next.text.len() <= 60)
    {
        let longer = text_of(&lines[found.start..=found.end]);
        let tail = next.text.starts_with(['的', '（', '('])
            || ["报告", "年度报告", "工作报告", "情况报告", "总结", "情况的报告"].contains(&next.text);
        if tail && !is_title(next.text, genre) && is_title(&longer, genre) {
            found.end += 1;
        }
    }
    while found.len() < MOST_LINES
        && let Some(before) = found.start.checked_sub(1).and_then(|at| lines.get(at))
        && (can_be_title(before) || without_year(before.text) == ("", true))
        && leads_on(before.text, &text_of(&lines[found.clone()]), reading)
    {
        found.start -= 1;
    }
    found
}

/// Whether a title goes on from the line before it: one that ends with 关于, or an organ, a place or a year above what a title says
/// next.
fn leads_on(before: &str, title: &str, reading: &Reading) -> bool {
    let (name, has_year) = without_year(before);
    if has_year && name.is_empty() {
        return true;
    }
    if !(6..=90).contains(&before.len()) || before.contains([' ', '>', '：', '·', '—']) {
        return false;
    }
    let is_organ = organ::is_organ(name, reading);
    let goes_on = reading.first("subject-of-title", title) == Some(0) || (!has_year && begins_with_year(title));
    name.ends_with("关于")
        || (is_organ && before.starts_with("中共"))
        || (goes_on && (is_organ || organ::level_of_place(name, reading).is_some()))
}

/// A line without the year at its end (2023年度), and whether there is one.
fn without_year(line: &str) -> (&str, bool) {
    let before = line.strip_suffix("年度").or_else(|| line.strip_suffix('年'));
    let name = before.map(|before| before.trim_end_matches(|c: char| c.is_ascii_digit() || is_year_digit(c)));
    match (before, name) {
        (Some(before), Some(name)) if before[name.len()..].chars().count() == 4 => (name, true),
        _ => (line, false),
    }
}

fn begins_with_year(title: &str) -> bool {
    run_of_digits(title).digits == 4
}

fn is_title(text: &str, genre: &Genre) -> bool {
    let text = text.trim_matches(|c| matches!(c, '《' | '》' | '【' | '】'));
    if text.chars().count() > LONGEST || text.contains("现将") || text.ends_with("如下") || text.starts_with("附件")
    {
        return false;
    }
    let ends = |pattern: &crate::text::pattern::Pattern| {
        pattern.find_at(text, 0).is_some_and(|found| {
            let rest = text[found.end..].trim_start();
            rest.is_empty()
                || rest.starts_with(['（', '(', '_', '|', '-', '—', '】', '》', '〔', '【', '['])
                // 报告征求意见稿
                || (rest.ends_with('稿') && rest.chars().count() <= 6)
                || rest.starts_with(|c: char| c.is_ascii_digit())
        })
    };
    genre.titles.matching(text).any(ends) && genre.miss(text).is_none()
}

fn near_miss(
    lines: &[Line<'_>],
    range: Range<usize>,
    genre: &Genre,
    reading: &Reading,
) -> Option<(Range<usize>, String)> {
    for last in range.clone() {
        for first in (range.start.max((last + 1).saturating_sub(MOST_LINES))..=last).rev() {
            if !can_be_title(&lines[first]) {
                break;
            }
            let goes_on = || lines[last].text.starts_with(['的', '》']) || is_unfinished(&lines[first..last]);
            if first < last && !goes_on() {
                continue;
            }
            let text = text_of(&lines[first..=last]);
            if text.chars().count() > LONGEST {
                break;
            }
            if let Some(miss) = genre.miss(&text) {
                return Some((whole_title(lines, first..last + 1, reading), miss.name.clone()));
            }
        }
    }
    None
}

/// A title of another kind of document with the lines that belong to it: the organ above, the beginning and the end of a sentence
/// that goes over several.
fn whole_title(lines: &[Line<'_>], found: Range<usize>, reading: &Reading) -> Range<usize> {
    let Range { mut start, mut end } = found;
    while end - start < MOST_LINES && is_unfinished(&lines[start..end]) && lines.get(end).is_some_and(can_be_title) {
        end += 1;
    }
    while let Some(before) = start.checked_sub(1).filter(|at| end - at <= MOST_LINES && can_be_title(&lines[*at])) {
        if !organ::is_organ(lines[before].text, reading) && !is_unfinished(&lines[before..start]) {
            break;
        }
        start = before;
    }
    start..end
}

/// Whether lines are the beginning of a title that must go on: one that opens with 关于 and says no kind of document yet, or in which
/// a cited title is not closed.
fn is_unfinished(lines: &[Line<'_>]) -> bool {
    let text = text_of(lines);
    let open = text.matches('《').count() > text.matches('》').count();
    open || (text.starts_with("关于")
        && !text.ends_with(['知', '告', '见', '定', '法', '则', '案', '函', '复', '要', '）']))
}

fn continues_as_near_miss(lines: &[Line<'_>], own: &Range<usize>, genre: &Genre) -> Option<(Range<usize>, String)> {
    let next = lines.get(own.end).filter(|next| can_be_title(next) && next.text.len() <= 45)?;
    if !next.text.starts_with(['的', '》']) && next.text.len() > 15 {
        return None;
    }
    let miss = genre.miss(&text_of(&lines[own.start..=own.end]))?;
    Some((own.start..own.end + 1, miss.name.clone()))
}

fn ends_as_report(lines: &[Line<'_>], reading: &Reading) -> bool {
    let text = text_of(lines);
    let text = without_site(&text);
    reading.words.get("report").is_some_and(|words| words.iter().any(|word| word.ends(text)))
}

/// Whether a report follows a title: headings of two required parts or several sections, and more text than stands above.
fn report_below(lines: &[Line<'_>], title: &Range<usize>, genre: &Genre) -> bool {
    let prose =
        |lines: &[Line<'_>]| lines.iter().filter(|line| line.is_prose()).map(|line| line.text.len()).sum::<usize>();
    if prose(&lines[..title.start]) > prose(&lines[title.end..]) {
        return false;
    }
    let mut roles = Vec::new();
    let mut sections = 0;
    for line in lines[title.end..].iter().filter(|line| line.is_open()) {
        let Some(mark) = line.mark else {
            continue;
        };
        sections += usize::from(mark.style == MarkStyle::Chinese);
        let head = line.text.split('。').next().unwrap_or(line.text);
        if let Some(name) = head.get(mark.len..).filter(|name| name.len() <= 150) {
            roles.extend(roles_named(name, genre).into_iter().map(|spec| &spec.role));
        }
    }
    roles.sort_unstable();
    roles.dedup();
    roles.len() >= 2 || sections >= 4
}

/// The title of a document of no known type: its first heading, or the first line that ends as titles do.
fn any_title(lines: &[Line<'_>], body: usize, reading: &Reading) -> Option<Range<usize>> {
    let head = || (0..body).filter(|at| can_be_title(&lines[*at]) && lines[*at].text.len() >= 12);
    let heading = lines.iter().take(body + 1).position(|line| line.hint == Hint::Heading(1) && can_be_title(line));
    let only = heading.filter(|at| !lines[at + 1..].iter().any(|line| line.hint == Hint::Heading(1)));
    let titled = |at: &usize| {
        reading.words.get("title-end").is_some_and(|words| words.iter().any(|word| word.ends(lines[*at].text)))
    };
    let found = only.or_else(|| head().find(titled))?;
    Some(whole_title(lines, found..found + 1, reading))
}

/// The title on a metadata line (标题：…) of a page that has none elsewhere.
pub(super) fn labelled(lines: &[Line<'_>], reading: &Reading) -> Option<(Found<String>, String)> {
    for line in lines.iter().take(60) {
        let labels = reading.words.get("title-label")?;
        let Some(end) = labels.iter().filter_map(|label| label.find_at(line.text, 0)).map(|span| span.end).min() else {
            continue;
        };
        let value = line.text[end..].trim_start_matches(['：', ' ', '|']);
        let value = value.split(['|', ' ']).next().unwrap_or(value);
        if let Some(genre) = reading.genres.iter().find(|genre| is_title(value, genre)) {
            let start =
                line.folded.start + line.text.len() - line.text[end..].trim_start_matches(['：', ' ', '|']).len();
            let found = Found { value: value.to_owned(), span: Span::new(start, start + value.len()) };
            return Some((found, genre.name.clone()));
        }
    }
    None
}
