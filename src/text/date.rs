//! Dates as documents write them: `2024年1月31日`, `2024-01-31`, `二〇二四年一月三十一日`, `3月`, `2024年`.
//!
//! Impossible dates (13月, 2月30日) are read all the same and say that they are impossible. Whether a date is the right one is
//! for rules to judge.

use std::fmt;

use super::number;
use super::sieve::{wide, wide_at};
use super::span::Span;

/// A calendar date, not necessarily valid as to the day of the month.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date {
    /// Year, four digits.
    pub year: u16,
    /// Month, 1-based.
    pub month: u8,
    /// Day, 1-based.
    pub day: u8,
}

impl Date {
    /// Whether the calendar has it.
    pub fn is_possible(self) -> bool {
        is_possible(Some(self.year), self.month, Some(self.day))
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

/// How a date is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DateForm {
    /// 2024年1月31日 and its parts.
    Arabic,
    /// 二〇二四年一月三十一日 and its parts.
    Chinese,
    /// 2024-01-31, 2024/1/31, 2024.1.31
    Separated,
    /// The first year of a range: the 2021 of 2021—2025年.
    RangeStart,
}

/// A date, or a part of one, in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DateMention {
    /// Year, where it is said.
    pub year: Option<u16>,
    /// Month as written, where it is said; 13 stays 13.
    pub month: Option<u8>,
    /// Day as written, where it is said.
    pub day: Option<u8>,
    /// How it is written.
    pub form: DateForm,
    /// Bytes of the whole date.
    pub span: Span,
}

impl DateMention {
    /// Whether the calendar has it. 2月29日 without a year is possible.
    pub fn is_possible(&self) -> bool {
        self.month.is_none_or(|month| is_possible(self.year, month, self.day))
    }

    /// The full date; `None` where a part is missing or the calendar does not have it.
    pub fn date(&self) -> Option<Date> {
        let date = Date { year: self.year?, month: self.month?, day: self.day? };
        date.is_possible().then_some(date)
    }
}

/// The dates of a span, in order. A date is read as long as it can be: 2024年1月31日 is one mention, not three.
pub fn dates(text: &str, within: Span) -> Vec<DateMention> {
    each_date(text, within).collect()
}

/// The dates of a span as [`dates`] has them, one by one.
pub fn each_date(text: &str, within: Span) -> impl Iterator<Item = DateMention> + '_ {
    let text = &text[..within.end];
    let mut at = within.start;
    std::iter::from_fn(move || {
        loop {
            at = number::next_start(text, at);
            if at == text.len() {
                return None;
            }
            let found = date_at(text, at);
            at = found.map_or_else(|| number::past_run(text, at), |found| found.span.end);
            if found.is_some() {
                return found;
            }
        }
    })
}

/// The date that begins at byte `at`, where a digit or numeral stands that none precedes.
pub fn date_at(text: &str, at: usize) -> Option<DateMention> {
    if cannot_follow(&text.as_bytes()[..at]) {
        return None;
    }
    let (year, end) = match year_at(text, at) {
        Some(found) => found,
        None => return month_at(text, at).map(|part| part.mention(None, at)),
    };
    let form = if text.as_bytes()[at].is_ascii_digit() { DateForm::Arabic } else { DateForm::Chinese };
    let bare = DateMention { year: Some(year), month: None, day: None, form, span: Span::new(at, end) };
    match wide_at(text, end) {
        Some(YEAR) => match month_at(text, end + 3) {
            Some(part) => Some(DateMention { form, ..part.mention(Some(year), at) }),
            None => Some(DateMention { span: Span::new(at, end + 3), ..bare }),
        },
        Some(DASH) if year_at(text, end + 3).is_some() => Some(DateMention { form: DateForm::RangeStart, ..bare }),
        _ => separated(text, at, year, end),
    }
}

const YEAR: [u8; 3] = wide('年');
const MONTH: [u8; 3] = wide('月');
const DAY: [u8; 3] = wide('日');
const DAY_SAID: [u8; 3] = wide('号');
const DASH: [u8; 3] = wide('—');
const ORDINAL: [u8; 3] = wide('第');

/// Whether no date can follow what stands before it: 第3月, A2024.
fn cannot_follow(before: &[u8]) -> bool {
    match before {
        [.., byte] if byte.is_ascii() => byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'/'),
        [.., 0xc2, 0xb7] => true,
        _ => before.last_chunk() == Some(&ORDINAL),
    }
}

/// Eight digits that are a date with its separators lost (20240131), standing alone in `text[span]`. For signatures; the body of
/// a report has other numbers of eight digits.
pub fn run_together(text: &str, span: Span) -> Option<DateMention> {
    let body = span.of(text).trim();
    let start = span.start + (span.of(text).len() - span.of(text).trim_start().len());
    if body.len() != 8 || !body.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let part = |range: std::ops::Range<usize>| body[range].parse::<u16>().ok();
    let (year, month, day) = (part(0..4)?, part(4..6)?, part(6..8)?);
    let found = DateMention {
        year: Some(year).filter(|year| is_year(*year)),
        month: u8::try_from(month).ok(),
        day: u8::try_from(day).ok(),
        form: DateForm::Separated,
        span: Span::new(start, start + body.len()),
    };
    found.date().map(|_| found)
}

fn is_year(year: u16) -> bool {
    (1800..2200).contains(&year)
}

fn is_possible(year: Option<u16>, month: u8, day: Option<u8>) -> bool {
    let leap =
        year.is_none_or(|year| (year.is_multiple_of(4) && !year.is_multiple_of(100)) || year.is_multiple_of(400));
    let days = match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if leap => 29,
        2 => 28,
        _ => return false,
    };
    day.is_none_or(|day| (1..=days).contains(&day))
}

fn digit_run(text: &str, at: usize) -> usize {
    text.as_bytes()[at..].iter().take_while(|b| b.is_ascii_digit()).count()
}

/// A year of four digits, Arabic or Chinese, and where it ends.
fn year_at(text: &str, at: usize) -> Option<(u16, usize)> {
    let run = digit_run(text, at);
    if run > 0 {
        if run != 4 {
            return None;
        }
        let year = text.as_bytes()[at..at + 4].iter().fold(0, |year, byte| year * 10 + u16::from(byte - b'0'));
        return is_year(year).then_some((year, at + 4));
    }
    let mut year = 0;
    let mut end = at;
    let mut chars = text[at..].chars();
    for _ in 0..4 {
        let c = chars.next()?;
        year = year * 10 + year_digit(c)?;
        end += c.len_utf8();
    }
    let ended = chars.next().is_none_or(|c| year_digit(c).is_none());
    (ended && is_year(year)).then_some((year, end))
}

/// Whether a character can stand in a year written in Chinese digits.
pub fn is_year_digit(c: char) -> bool {
    year_digit(c).is_some()
}

/// A digit of a year in Chinese, the many round zeros included.
pub(crate) fn year_digit(c: char) -> Option<u16> {
    Some(match c {
        '〇' | '零' | '○' | '0' | 'O' | 'o' | '◯' => 0,
        '一' => 1,
        '二' => 2,
        '三' => 3,
        '四' => 4,
        '五' => 5,
        '六' => 6,
        '七' => 7,
        '八' => 8,
        '九' => 9,
        _ => return None,
    })
}

struct MonthAndDay {
    month: u8,
    day: Option<u8>,
    arabic: bool,
    end: usize,
}

impl MonthAndDay {
    fn mention(self, year: Option<u16>, start: usize) -> DateMention {
        let form = if self.arabic { DateForm::Arabic } else { DateForm::Chinese };
        DateMention { year, month: Some(self.month), day: self.day, form, span: Span::new(start, self.end) }
    }
}

/// 1月, 1月31日, 一月三十一日.
fn month_at(text: &str, at: usize) -> Option<MonthAndDay> {
    let (month, end) = small_before(text, at, &[MONTH])?;
    let arabic = text.as_bytes()[at].is_ascii_digit();
    match small_before(text, end, &[DAY, DAY_SAID]) {
        Some((day, end)) => Some(MonthAndDay { month, day: Some(day), arabic, end }),
        None => Some(MonthAndDay { month, day: None, arabic, end }),
    }
}

/// A small number with one of the words behind it, and where that ends.
fn small_before(text: &str, at: usize, words: &[[u8; 3]]) -> Option<(u8, usize)> {
    let end = match digit_run(text, at) {
        0 => number::past_run(text, at),
        run => at + run,
    };
    wide_at(text, end).filter(|word| words.contains(word))?;
    Some((small(text, at)?.0, end + 3))
}

/// One or two digits, or a Chinese number below a hundred.
fn small(text: &str, at: usize) -> Option<(u8, usize)> {
    let run = digit_run(text, at);
    if run > 0 {
        let value = |digits: &[u8]| digits.iter().fold(0, |value, byte| value * 10 + (byte - b'0'));
        return (run <= 2).then(|| (value(&text.as_bytes()[at..at + run]), at + run));
    }
    let end = number::past_run(text, at);
    if end == at || end - at > 3 * '十'.len_utf8() {
        return None;
    }
    let value = number::parse(&text[at..end])?;
    Some((u8::try_from(value.at_scale(0)?).ok().filter(|value| *value < 100)?, end))
}

/// -01-31, /1/31, .1.31 after a year; spaces after the separators allowed.
fn separated(text: &str, at: usize, year: u16, end: usize) -> Option<DateMention> {
    let separator = *text.as_bytes().get(end).filter(|b| matches!(b, b'-' | b'/' | b'.'))?;
    let part = |from: usize| {
        let skipped = text[from..].bytes().take_while(|b| *b == b' ').count();
        let (value, end) =
            Some(from + skipped).filter(|from| digit_run(text, *from) > 0).and_then(|from| small(text, from))?;
        Some((value, end))
    };
    let (month, end) = part(end + 1)?;
    let skipped = text[end..].bytes().take_while(|b| *b == b' ').count();
    let second = end + skipped;
    if text.as_bytes().get(second) != Some(&separator) {
        return None;
    }
    let (day, end) = part(second + 1)?;
    let more = text.as_bytes().get(end).is_some_and(|b| *b == separator && digit_run(text, end + 1) > 0);
    let span = Span::new(at, end);
    (!more).then_some(DateMention {
        year: Some(year),
        month: Some(month),
        day: Some(day),
        form: DateForm::Separated,
        span,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn all(text: &str) -> Vec<DateMention> {
        dates(text, Span::new(0, text.len()))
    }

    fn only(text: &str) -> DateMention {
        let found = all(text);
        assert_eq!(found.len(), 1, "{text}: {found:?}");
        found[0]
    }

    #[test]
    fn every_way_to_write_a_date_gives_the_same_date() {
        let expected = Date { year: 2024, month: 1, day: 31 };
        for text in [
            "2024年1月31日",
            "于2024年01月31日印发",
            "2024-01-31",
            "时间：2024- 01- 31 16：32",
            "2024/1/31",
            "2024.1.31",
            "二〇二四年一月三十一日",
            "二○二四年一月三十一日",
            "二零二四年一月三十一号",
        ] {
            assert_eq!(only(text).date(), Some(expected), "{text}");
        }
    }

    #[test]
    fn impossible_dates_are_read_and_known_as_impossible() {
        for text in ["2023年13月1日", "2023年2月29日", "2月30日", "2024-13-01", "4月31日", "2023年0月", "十三月"]
        {
            let found = only(text);
            assert!(!found.is_possible(), "{text}");
            assert_eq!(found.date(), None, "{text}");
        }
        for text in ["2024年2月29日", "2月29日", "12月31日", "2023年", "十二月", "一月"] {
            assert!(only(text).is_possible(), "{text}");
        }
    }

    #[test]
    fn reads_parts_of_dates() {
        let parts = |text: &str| {
            let found = only(text);
            (found.year, found.month, found.day)
        };
        assert_eq!(parts("2024年度"), (Some(2024), None, None));
        assert_eq!(parts("2024年3月底"), (Some(2024), Some(3), None));
        assert_eq!(parts("5月9日主持"), (None, Some(5), Some(9)));
        assert_eq!(parts("三月"), (None, Some(3), None));
        assert_eq!(parts("二〇三五年"), (Some(2035), None, None));
    }

    #[test]
    fn a_year_range_has_two_years() {
        let years: Vec<_> = all("（2021—2025年）").iter().map(|found| (found.year, found.form)).collect();
        assert_eq!(years, [(Some(2021), DateForm::RangeStart), (Some(2025), DateForm::Arabic)]);
    }

    #[test]
    fn what_is_no_date_is_left_alone() {
        for text in [
            "3个月",
            "12·4",
            "共2024件",
            "第3月",
            "0571-85250000",
            "20212025年",
            "2.0平台",
            "1.2.3",
            "100日",
            "近5年",
            "2024.1.31.5",
            "三五年",
        ] {
            assert_eq!(all(text), [], "{text}");
        }
    }

    #[test]
    fn eight_digits_of_a_signature_can_be_a_date() {
        let read = |text: &str| run_together(text, Span::new(0, text.len())).and_then(|found| found.date());
        assert_eq!(read(" 20240131"), Some(Date { year: 2024, month: 1, day: 31 }));
        assert_eq!(read("20241331"), None);
        assert_eq!(read("20240131号"), None);
    }

    proptest! {
        #[test]
        fn no_text_makes_reading_fail(text in "[0-9年月日号二〇○一三十—/. -件]{0,30}") {
            for found in all(&text) {
                prop_assert!(text.is_char_boundary(found.span.start) && text.is_char_boundary(found.span.end));
            }
        }

        #[test]
        fn a_written_date_reads_back(year in 1900u16..2100, month in 1u8..13, day in 1u8..29) {
            let date = Date { year, month, day };
            prop_assert_eq!(only(&format!("{year}年{month}月{day}日")).date(), Some(date));
            prop_assert_eq!(only(&date.to_string()).date(), Some(date));
        }
    }
}
