//! Years in titles, headings and openings: which year a text speaks of, and which it only cites.

use crate::text::date::year_digit;
use crate::text::sieve::Sieve;
use crate::text::span::Span;

/// A year as it stands in a text.
#[derive(Debug, Clone, Copy)]
pub(super) struct Year {
    pub value: u16,
    /// Folded bytes, 年 included.
    pub span: Span,
    /// Neither cited nor part of a range or of a date.
    pub plain: bool,
    pub cited: bool,
    pub ranged: bool,
}

/// All four-digit years of a span, Arabic or Chinese, also with 年 missing (2023法治政府) or the dash of a range lost (20212025年).
pub(super) fn years(text: &str, within: Span) -> Vec<Year> {
    let mut out: Vec<Year> = Vec::new();
    let mut cited = 0usize;
    let mut skip = within.start;
    loop {
        let at = DIGITS_AND_CITED.next(&text[..within.end], skip);
        let Some(c) = text[at..within.end].chars().next() else { return out };
        match c {
            '《' => cited += 1,
            '》' => cited = cited.saturating_sub(1),
            _ => {}
        }
        let run = run_of_digits(&text[at..within.end]);
        if run.digits == 0 {
            skip = at + c.len_utf8();
            continue;
        }
        skip = at + run.len;
        let eight = run.digits == 8;
        let Some(value) =
            run.first_four.filter(|_| run.digits == 4 || eight).filter(|year| (1990..=2099).contains(year))
        else {
            continue;
        };
        let after = &text[skip..within.end];
        let rest = after.strip_prefix('年').unwrap_or(after);
        let numbered = text[..at].ends_with(['〔', '[']) && after.starts_with(['〕', ']']);
        let month = rest.len() < after.len()
            && rest.starts_with(|c: char| c.is_ascii_digit() || "一二三四五六七八九十".contains(c))
            && rest.chars().take(3).any(|c| c == '月');
        let separated = run.arabic && after.starts_with(['-', '/', '.']);
        let opens_range = rest.starts_with(['—', '至', '－', '～']) && !rest.starts_with("——");
        let ends_range = text[..at].trim_end_matches('年').ends_with(['—', '至', '－', '～']);
        let ranged = eight || opens_range || ends_range;
        let span = Span::new(at, if after.starts_with('年') { skip + '年'.len_utf8() } else { skip });
        let bare = run.arabic || after.starts_with('年');
        if !numbered && bare {
            out.push(Year {
                value,
                span,
                plain: cited == 0 && !ranged && !month && !separated,
                cited: cited > 0,
                ranged,
            });
        }
    }
}

/// The digits a text begins with, Arabic or Chinese.
pub(super) struct Digits {
    pub digits: usize,
    /// In bytes.
    pub len: usize,
    /// The first four as a number, where four stand alone or the run is Arabic.
    first_four: Option<u16>,
    arabic: bool,
}

pub(super) fn run_of_digits(text: &str) -> Digits {
    let arabic = text.bytes().take_while(u8::is_ascii_digit).count();
    if arabic > 0 {
        return Digits {
            digits: arabic,
            len: arabic,
            first_four: text.get(..4).and_then(|four| four.parse().ok()),
            arabic: true,
        };
    }
    let (mut digits, mut len, mut year) = (0, 0, 0);
    for (c, value) in text.chars().map_while(|c| Some((c, year_digit(c).filter(|_| c != '0')?))).take(9) {
        digits += 1;
        len += c.len_utf8();
        year = if digits <= 4 { year * 10 + value } else { year };
    }
    Digits { digits, len, first_four: (digits == 4).then_some(year), arabic: false }
}

/// The first place at or after `from` where a run of digits may begin.
pub(super) fn next_digits(text: &str, from: usize) -> usize {
    DIGITS.next(text, from)
}

const DIGITS: Sieve = Sieve::of("0123456789Oo○◯零〇一二三四五六七八九");
const DIGITS_AND_CITED: Sieve = DIGITS.and("《》");

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn plain(text: &str) -> Vec<u16> {
        let all = years(text, Span::new(0, text.len()));
        all.into_iter().filter(|year| year.plain).map(|year| year.value).collect()
    }

    #[test]
    fn reads_years_however_they_are_written() {
        assert_eq!(plain("关于2023年法治政府建设"), [2023]);
        assert_eq!(plain("青溪县2023法治政府建设"), [2023]);
        assert_eq!(plain("二〇二三年度，二○二四年"), [2023, 2024]);
    }

    #[test]
    fn ranges_dates_numbers_and_cited_names_are_not_plain() {
        for text in [
            "2021—2025年",
            "20212025年",
            "2023年3月5日",
            "2023-03-05",
            "〔2023〕5号",
            "《2023年工作要点》",
            "1200件",
            "8年",
        ] {
            assert_eq!(plain(text), [0; 0], "{text}");
        }
    }

    proptest! {
        #[test]
        fn no_digits_are_passed_over(text in "[a0O〇◯○零一九法年《😀é]{0,12}") {
            let first = text.char_indices().map(|(at, _)| at).find(|at| run_of_digits(&text[*at..]).digits > 0);
            prop_assert!(next_digits(&text, 0) <= first.unwrap_or(text.len()));
            prop_assert!(DIGITS_AND_CITED.next(&text, 0) <= first.into_iter().chain(text.find(['《', '》'])).min().unwrap_or(text.len()));
        }
    }
}
