//! `date-form`: dates the calendar does not have, dates and year ranges that lost their separators, dashes of year ranges.

use memchr::memmem;
use serde::Deserialize;

use super::link::Linker;
use super::publication_date::in_words;
use super::year_range::{YearRange, dashed, undashed};
use super::{Context, Hits, Kind, Scope, Span};
use crate::document::{Block, BlockKind};
use crate::text::date::{Date, DateForm as Written, DateMention, each_date, run_together};
use crate::text::landmark::Landmark;
use crate::text::number;

/// What to look for.
#[derive(Debug, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct DateForm {
    fault: Fault,
    /// For `range-mark`: marks that may stand between two years, as in the original text.
    #[serde(default)]
    accept: Vec<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
enum Fault {
    /// 13月, 2月30日, 2024115日
    Impossible,
    /// 20212025年
    LostDash,
    /// 2021-2025年
    RangeMark,
}

/// What official typesetting puts between two years: the 一字线.
const DASH: &str = "—";

impl Kind for DateForm {
    fn link(&mut self, _: &mut Linker<'_>) {}

    fn placeholders(&self) -> &'static [&'static str] {
        &["problem", "expected"]
    }

    fn run(&self, cx: &Context<'_>, _: &[Scope], hits: &mut Hits) {
        // Blocks are lines, over whose ends no date and no range runs on.
        let whole = Span::new(0, cx.text().len());
        match self.fault {
            Fault::Impossible => {
                let mut suspects: Vec<usize> = suspects(cx.text(), cx.digits(whole), cx.landmarks(whole)).collect();
                let signed = cx.document.blocks.iter().filter(|block| block.kind == BlockKind::Signature);
                suspects.extend(signed.map(|block| block.folded.start));
                suspects.sort_unstable();
                let mut blocks: Vec<&Block> = suspects.into_iter().filter_map(|at| cx.block_at(at)).collect();
                blocks.dedup_by_key(|block| block.folded);
                for block in blocks.into_iter().filter(|block| block.kind != BlockKind::Furniture) {
                    impossible(cx, block, hits);
                }
            }
            Fault::LostDash => {
                let in_report = |range: &YearRange| {
                    cx.block_at(range.span.start).is_some_and(|block| block.kind != BlockKind::Furniture)
                };
                for range in undashed(cx.text(), cx.digits(whole)).into_iter().filter(in_report) {
                    mend(cx, range, hits);
                }
            }
            Fault::RangeMark => {
                for range in dashed(cx.text(), cx.digits(whole)) {
                    if cx.in_body(range.span) && !self.is_accepted(cx, range) {
                        mend(cx, range, hits);
                    }
                }
            }
        }
    }
}

impl DateForm {
    /// Folding makes all dashes one, so the mark is read from the original. Names of documents are left as they are printed.
    fn is_accepted(&self, cx: &Context<'_>, range: YearRange) -> bool {
        let mark = cx.document.original(range.between).of(&cx.document.text);
        let in_title = || {
            let line = cx.block_at(range.span.start).map_or(range.span.start, |block| block.folded.start);
            let before = &cx.text()[line..range.span.start];
            before.matches('《').count() > before.matches('》').count()
        };
        self.accept.iter().any(|accepted| accepted == mark.trim()) || in_title()
    }
}

fn mend(cx: &Context<'_>, range: YearRange, hits: &mut Hits) {
    let text = cx.text();
    let years = (&text[range.span.start..range.between.start], &text[range.between.end..range.span.end]);
    let mark = cx.document.original(range.between).of(&cx.document.text);
    let problem = if range.between.is_empty() { String::new() } else { mark.trim().to_owned() };
    let hit = hits.at(range.span).with("problem", problem).with("expected", format!("{}{DASH}{}", years.0, years.1));
    hit.edits.push((range.between, DASH.to_owned()));
}

fn impossible(cx: &Context<'_>, block: &Block, hits: &mut Hits) {
    let text = cx.text();
    let digits = cx.digits(block.folded);
    let dates = has_months(text, block.folded, digits).then(|| each_date(text, block.folded));
    for found in dates.into_iter().flatten().filter(|found| !found.is_possible()) {
        if is_surely_a_date(text, block.folded, &found) {
            let problem = match found.month {
                Some(1..=12) => "日历上没有这一天",
                _ => "没有这个月份",
            };
            hits.at(found.span).with("problem", problem).with("expected", "");
        }
    }
    let signature = (block.kind == BlockKind::Signature).then(|| run_together(text, block.folded)).flatten();
    let signature = signature.and_then(|found| {
        let reading = found.date().map(in_words)?;
        Some(Joined { span: found.span, readings: vec![reading] })
    });
    for found in joined(text, block.folded, digits).into_iter().chain(signature) {
        let expected = found.readings.join("”或“");
        let hit = hits
            .at(found.span)
            .with("problem", format!("年、月、日之间的字丢失，可能是“{expected}”"))
            .with("expected", &expected);
        if let [only] = &found.readings[..] {
            hit.edits.push((found.span, only.clone()));
        }
    }
}

/// Places that may belong to what [`impossible`] tells, in no order; all its other dates are surely sound.
fn suspects<'t>(text: &'t str, digits: &'t [Span], landmarks: &'t [Landmark]) -> impl Iterator<Item = usize> + 't {
    let months = landmarks.iter().filter(|landmark| landmark.c == '月').map(|month| month.span());
    let months = months.filter(|month| is_suspect_month(text, *month)).map(|month| month.start);
    let long = digits.iter().filter(|run| run.len() > 4 || is_between_separators(text, **run));
    let day = |pair: &&[Span]| {
        let [year, day] = [pair[0], pair[1]];
        year.len() == 4 && (2..=4).contains(&day.len()) && Span::new(year.end, day.start).of(text) == "年"
    };
    months.chain(long.map(|run| run.start)).chain(digits.windows(2).filter(day).map(|pair| pair[0].start))
}

/// Whether a date with this 月 may be none of the calendar's, by what stands before and after it.
fn is_suspect_month(text: &str, month: Span) -> bool {
    let (before, after) = (&text[..month.start], &text[month.end..]);
    let number = |digits: &str| match digits.len() {
        0..=2 => digits.parse::<u8>().ok(),
        _ => None,
    };
    let run = before.bytes().rev().take_while(u8::is_ascii_digit).count();
    if run == 0 {
        return before.chars().next_back().is_some_and(number::starts_number);
    }
    let sound_month = number(&before[before.len() - run..]).is_some_and(|month| (1..=12).contains(&month));
    let sound_day = match after.bytes().take_while(u8::is_ascii_digit).count() {
        0 => !number::starts_at(after, 0),
        run => number(&after[..run]).is_some_and(|day| (1..=28).contains(&day)),
    };
    !(sound_month && sound_day)
}

/// Whether one or two digits stand between separators, as a month does: 2024-01-31.
fn is_between_separators(text: &str, run: Span) -> bool {
    let is_separator = |byte: Option<&u8>| matches!(byte, Some(b'-' | b'/' | b'.'));
    run.len() <= 2
        && is_separator(text.as_bytes()[..run.start].trim_ascii_end().last())
        && is_separator(text.as_bytes()[run.end..].trim_ascii_start().first())
}

/// Whether there may be a date with a month in a line: 月, or one or two digits between separators.
fn has_months(text: &str, line: Span, digits: &[Span]) -> bool {
    digits.iter().any(|run| is_between_separators(text, *run))
        || memmem::find(line.of(text).as_bytes(), "月".as_bytes()).is_some()
}

/// Whether an impossible date is a date at all: 18月 may be a span of months, and 2024.13.1 a version.
fn is_surely_a_date(text: &str, line: Span, found: &DateMention) -> bool {
    if found.form == Written::Separated {
        return !found.span.of(text).contains('.');
    }
    if found.year.is_some() || found.day.is_some() {
        return true;
    }
    let after = &text[found.span.end..line.end];
    let before = &text[line.start..found.span.start];
    ["份", "底", "初", "末"].iter().any(|word| after.starts_with(word))
        || ["至", "到", "—", "截至", "从", "自"].iter().any(|word| before.ends_with(word))
}

/// A date without the characters between year, month and day, and what it may stand for.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Joined {
    span: Span,
    readings: Vec<String>,
}

/// Dates that lost a separator, by the runs of digits of the line: `2024115日`, `20241月5日`; `2023年115日` where it is a line of its own.
fn joined(text: &str, line: Span, digits: &[Span]) -> Vec<Joined> {
    let bytes = text.as_bytes();
    let alone = |run: &&Span| {
        run.start == line.start
            || !(bytes[run.start - 1].is_ascii_alphanumeric()
                || matches!(bytes[run.start - 1], b'.' | b'-' | b'/' | b'_'))
    };
    let long = digits.iter().filter(|run| run.len() > 4).filter(alone);
    let mut out: Vec<Joined> = long.filter_map(|run| joined_at(text, *run, line)).collect();
    if out.is_empty() {
        out.extend(joined_line(text, line));
    }
    out
}

fn joined_at(text: &str, digits: Span, line: Span) -> Option<Joined> {
    let year = year(&text[digits.start..digits.start + 4])?;
    let rest = &text[digits.start + 4..digits.end];
    let after = &text[digits.end..line.end];
    if let Some(following) = after.strip_prefix('日') {
        const WORDS: &str = "常均报期前用夜益程志记历子后起间内产";
        let readings = if (2..=4).contains(&rest.len()) { days(year, rest) } else { Vec::new() };
        let word = following.chars().next().is_some_and(|c| WORDS.contains(c));
        return (!word && !readings.is_empty())
            .then(|| Joined { span: Span::new(digits.start, digits.end + '日'.len_utf8()), readings });
    }
    let following = after.strip_prefix('月')?;
    let month: u8 = rest.parse().ok().filter(|month| rest.len() <= 2 && (1..=12).contains(month))?;
    let end = digits.end + '月'.len_utf8();
    let day_len = digits_at(text, end, line.end);
    let day = following[..day_len].parse::<u8>().ok().filter(|_| following[day_len..].starts_with('日'));
    match day {
        Some(day) => {
            let date = Date { year, month, day };
            let span = Span::new(digits.start, end + day_len + '日'.len_utf8());
            date.is_possible().then(|| Joined { span, readings: vec![in_words(date)] })
        }
        None => Some(Joined { span: Span::new(digits.start, end), readings: vec![format!("{year}年{month}月")] }),
    }
}

/// `2023年115日` as a whole line; inside a sentence 2023年100日 may be a campaign.
fn joined_line(text: &str, line: Span) -> Option<Joined> {
    let inner = line.of(text).trim();
    let (head, rest) = inner.strip_suffix('日')?.split_once('年')?;
    let all_digits = head.len() == 4 && (2..=4).contains(&rest.len()) && rest.bytes().all(|b| b.is_ascii_digit());
    let readings = days(year(head).filter(|_| all_digits)?, rest);
    let start = line.start + (line.of(text).len() - line.of(text).trim_start().len());
    (!readings.is_empty()).then(|| Joined { span: Span::new(start, start + inner.len()), readings })
}

/// The dates that month and day written together may mean: 115 is 1月15日 or 11月5日.
fn days(year: u16, digits: &str) -> Vec<String> {
    let read = |cut: usize| {
        let (month, day) = (digits.get(..cut)?, digits.get(cut..)?);
        // 1月05 is written only where the month has two digits too.
        if day.is_empty() || (day.starts_with('0') && month.len() == 1) || day.len() > 2 {
            return None;
        }
        let date = Date { year, month: month.parse().ok()?, day: day.parse().ok()? };
        (date.month > 0 && date.is_possible()).then(|| in_words(date))
    };
    [1, 2].into_iter().filter_map(read).collect()
}

fn year(digits: &str) -> Option<u16> {
    let all = digits.len() == 4 && digits.bytes().all(|byte| byte.is_ascii_digit());
    digits.parse().ok().filter(|year| all && (1949..2100).contains(year))
}

fn digits_at(text: &str, at: usize, end: usize) -> usize {
    text.as_bytes()[at..end].iter().take_while(|byte| byte.is_ascii_digit()).count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::landmark::Landmarks;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn what_is_no_suspect_is_sound(line in "([0-9]{1,4}|[年月日号. -]|[年月日]|[三十两零法]){0,10}") {
            let (whole, landmarks) = (Span::new(0, line.len()), Landmarks::of(&line));
            if suspects(&line, landmarks.digits(), landmarks.within(whole)).next().is_none() {
                prop_assert!(each_date(&line, whole).all(|found| found.is_possible()), "{}", line);
                prop_assert_eq!(joined(&line, whole, landmarks.digits()), [], "{}", line);
            }
        }
    }

    fn readings(text: &str) -> Vec<(String, String)> {
        let all = joined(text, Span::new(0, text.len()), Landmarks::of(text).digits());
        all.iter().map(|found| (found.span.of(text).to_owned(), found.readings.join("/"))).collect()
    }

    fn sure(text: &str) -> bool {
        let line = Span::new(0, text.len());
        each_date(text, line).any(|found| !found.is_possible() && is_surely_a_date(text, line, &found))
    }

    #[test]
    fn dates_that_lost_their_separators_are_read_in_every_possible_way() {
        for (text, expected) in [
            ("2024131日", "2024年1月31日"),
            ("2022129日", "2022年1月29日/2022年12月9日"),
            ("20240115日", "2024年1月15日"),
            ("于20231月5日印发", "2023年1月5日"),
            ("202412月", "2024年12月"),
            ("2023年115日", "2023年1月15日/2023年11月5日"),
        ] {
            let found = readings(text);
            assert_eq!(found.iter().map(|f| f.1.as_str()).collect::<Vec<_>>(), [expected], "{text}");
        }
        assert_eq!(readings("于20231月5日印发")[0].0, "20231月5日");
    }

    #[test]
    fn sound_dates_and_counts_are_left_alone() {
        for text in
            ["2024年1月5日", "巡查20241230日常", "2024件", "2023年100日攻坚行动", "2024991日", "A2024115日", "2024年"]
        {
            assert_eq!(readings(text), [], "{text}");
        }
    }

    #[test]
    fn impossible_days_and_months_are_told_from_spans_of_months() {
        for text in ["2月30日主持会议", "2023年13月", "2023年2月29日", "截至13月", "6月31日", "2023-02-30"]
        {
            assert!(sure(text), "{text}");
        }
        for text in ["历时18月", "2024年2月29日", "2月29日", "2024.13.1", "12月31日"] {
            assert!(!sure(text), "{text}");
        }
    }
}
