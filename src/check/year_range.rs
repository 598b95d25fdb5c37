//! Year ranges as they are written, for `date-form`: `2021—2025年`, `2021-2025年`, `20212025年`.

use super::Span;

/// A range of years.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct YearRange {
    /// Folded bytes of both years and what stands between them.
    pub(super) span: Span,
    /// Folded bytes of what stands between them; empty where nothing does.
    pub(super) between: Span,
}

/// The ranges in a text, by its runs of digits, whose years are joined by a dash of any kind.
pub(super) fn dashed(text: &str, digits: &[Span]) -> Vec<YearRange> {
    ranges(text, digits, |between| {
        between.chars().all(|c| is_dash(c) || matches!(c, ' ' | '年'))
            && (1..=2).contains(&between.chars().filter(|c| is_dash(*c)).count())
    })
}

/// The ranges in a text, by its runs of digits, whose dash is lost: eight digits before 年 or inside brackets, `（2021年2025年）`, `（2021?2025年）`.
pub(super) fn undashed(text: &str, digits: &[Span]) -> Vec<YearRange> {
    let mut out = ranges(text, digits, |between| matches!(between, "" | "?" | " " | "年"));
    out.retain(|range| {
        let before = text[..range.span.start].chars().next_back();
        let after = &text[range.span.end..];
        let bracketed = before.is_some_and(|c| matches!(c, '（' | '('))
            && after.trim_start_matches('年').starts_with(['）', ')', '版']);
        bracketed || (after.starts_with('年') && matches!(range.between.of(text), "" | "?"))
    });
    out
}

fn is_dash(c: char) -> bool {
    matches!(c, '-' | '－' | '–' | '—' | '―' | '─' | '~' | '～' | '〜')
}

/// Two rising years no more than this far apart make a range.
const LONGEST: u32 = 40;

fn ranges(text: &str, digits: &[Span], joins: impl Fn(&str) -> bool) -> Vec<YearRange> {
    let years = years(text, digits);
    let mut out: Vec<YearRange> = Vec::new();
    for pair in years.windows(2) {
        let [(from, first), (to, second)] = [pair[0], pair[1]];
        let mut between = Span::new(first.end, second.start);
        if from >= to || to - from > LONGEST || !joins(between.of(text)) {
            continue;
        }
        // 2021年—2025年: the 年 belongs to the year.
        if between.of(text).starts_with('年') {
            between.start += '年'.len_utf8();
        }
        if out.last().is_none_or(|last| last.span.end <= first.start) {
            out.push(YearRange { span: first.join(second), between });
        }
    }
    out
}

/// The years among runs of digits; of eight digits two.
fn years(text: &str, digits: &[Span]) -> Vec<(u32, Span)> {
    let mut out = Vec::new();
    for run in digits.iter().filter(|run| matches!(run.len(), 4 | 8)) {
        let before = text[..run.start].bytes().next_back().unwrap_or(b'\n');
        if before.is_ascii_alphanumeric() || matches!(before, b'.' | b'/') {
            continue;
        }
        let year = |at: usize| {
            let span = Span::new(run.start + at, run.start + at + 4);
            Some((span.of(text).parse().ok()?, span)).filter(|(year, _)| (1949..2100).contains(year))
        };
        let (first, second) = (year(0), year(run.len() - 4));
        if run.len() == 4 {
            out.extend(first);
        } else if let (Some(first), Some(second)) = (first, second) {
            out.extend([first, second]);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::landmark::Landmarks;

    fn found(find: fn(&str, &[Span]) -> Vec<YearRange>, text: &str) -> Vec<String> {
        let all = find(text, Landmarks::of(text).digits());
        all.iter().map(|range| format!("{}|{}", range.span.of(text), range.between.of(text))).collect()
    }

    #[test]
    fn a_dash_of_any_kind_makes_a_range() {
        assert_eq!(found(dashed, "在2021-2025年"), ["2021-2025|-"]);
        assert_eq!(found(dashed, "2021年—2025年间"), ["2021年—2025|—"]);
        assert_eq!(found(dashed, "2021——2025年"), ["2021——2025|——"]);
        assert_eq!(found(dashed, "2021 ~ 2025年"), ["2021 ~ 2025| ~ "]);
    }

    #[test]
    fn dates_codes_and_falling_years_are_no_ranges() {
        for text in ["2023-02-24", "0571-2025", "2025-2021", "2021、2025年", "1200-2400件", "A2021-2025"] {
            assert_eq!(found(dashed, text), Vec::<String>::new(), "{text}");
        }
    }

    #[test]
    fn a_lost_dash_is_seen_before_year_and_in_brackets() {
        assert_eq!(found(undashed, "《纲要（20212025年）》"), ["20212025|"]);
        assert_eq!(found(undashed, "十三五（20162020）"), ["20162020|"]);
        assert_eq!(found(undashed, "20152020年期间"), ["20152020|"]);
        assert_eq!(found(undashed, "（2021年2025年）"), ["2021年2025|"]);
        assert_eq!(found(undashed, "（2021?2025年）"), ["2021?2025|?"]);
    }

    #[test]
    fn other_eight_digits_are_left_alone() {
        for text in ["20212025件", "电话20212025", "20230124年", "（20252021年）", "2021 2025", "账号120212025年"]
        {
            assert_eq!(found(undashed, text), Vec::<String>::new(), "{text}");
        }
    }
}
