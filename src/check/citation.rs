//! Cited titles 《…》 and how they stand to the titles of the registry.

use super::Span;
use crate::norm::Norm;
use crate::text::fold::fold_word;

/// A title cited in a text, or a norm's, in a form that can be compared: year dashes, brackets and inner quotes one way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Title(Vec<char>);

impl Title {
    /// Of a title with or without 《》.
    pub fn new(written: &str) -> Self {
        let folded = fold_word(written);
        let bare = folded.trim_start_matches('《').trim_end_matches('》');
        Title(bare.chars().filter(|c| !c.is_whitespace()).map(one_form).collect())
    }

    /// Whether it names the norm rightly: in full, as a statute with or without the country, by an accepted short form, or without the
    /// bracketed period or edition at its end.
    pub fn names(&self, norm: &Norm) -> bool {
        let same = |title: &str| *self == Title::new(title);
        same(&norm.title)
            || norm.short.iter().any(|short| same(short))
            || (norm.statute && same(&format!("中华人民共和国{}", norm.title)))
            || self.0 == without_bracket(&Title::new(&norm.title).0)
    }

    /// Whether it is one of the norm's known wrong forms.
    pub fn is_wrong_form_of(&self, norm: &Norm) -> bool {
        norm.wrong.iter().any(|wrong| *self == Title::new(wrong))
    }

    /// Whether it differs from the norm's title as a slip does: words dropped or added inside, or one character changed; nothing before
    /// or behind, where the words make it another document (浙江省…, …实施办法).
    pub fn is_slip_of(&self, norm: &Norm) -> bool {
        const SHORTEST: usize = 9;
        const DROPPED: usize = 5;
        const ADDED: usize = 2;
        let official = Title::new(&norm.title).0;
        let cited = &self.0;
        if cited.len().min(official.len()) < SHORTEST || *cited == official {
            return false;
        }
        let prefix = cited.iter().zip(&official).take_while(|(a, b)| a == b).count();
        let most = cited.len().min(official.len()) - prefix;
        let suffix = cited.iter().rev().zip(official.iter().rev()).take_while(|(a, b)| a == b).count().min(most);
        let (dropped, added) = (official.len() - prefix - suffix, cited.len() - prefix - suffix);
        // The difference must lie inside, so that the same words begin and end both.
        let inside = prefix >= 2 && suffix >= 1;
        let digits = |chars: &[char]| chars.iter().any(char::is_ascii_digit);
        let changed = &official[prefix..official.len() - suffix];
        let written = &cited[prefix..cited.len() - suffix];
        match (dropped, added) {
            // A year range that lost its dash is told by the rule about dates.
            (1..=DROPPED, 0) if changed.iter().all(|c| *c == '—') => false,
            (1..=DROPPED, 0) => inside && cited.len() * 3 >= official.len() * 2,
            (0, 1..=ADDED) => inside && !digits(written),
            (1, 1) => inside && !is_edition(changed, written),
            _ => false,
        }
    }
}

/// Years of editions and periods differ between documents, not by a slip.
fn is_edition(official: &[char], cited: &[char]) -> bool {
    official.iter().all(char::is_ascii_digit) && cited.iter().all(char::is_ascii_digit)
}

fn one_form(c: char) -> char {
    match c {
        // A dash that could not be written in some encoding became a question mark; the rule about dates tells it.
        '－' | '-' | '–' | '―' | '~' | '～' | '?' | '？' => '—',
        '“' | '”' | '‘' | '’' | '"' | '\'' => '“',
        '〈' => '《',
        '〉' => '》',
        c => c,
    }
}

fn without_bracket(title: &[char]) -> &[char] {
    match title.iter().rposition(|c| *c == '（') {
        Some(at) if title.ends_with(&['）']) => &title[..at],
        _ => title,
    }
}

/// Spans of 《…》 in a folded span, with their marks; nested marks belong to the outer title.
pub fn cited_titles(text: &str, within: Span) -> Vec<Span> {
    let mut found = Vec::new();
    let mut open = Vec::new();
    for (at, c) in within.of(text).char_indices() {
        match c {
            '《' => open.push(within.start + at),
            '》' => {
                let start = open.pop();
                if let (Some(start), true) = (start, open.is_empty()) {
                    found.push(Span::new(start, within.start + at + c.len_utf8()));
                }
            }
            '\n' => open.clear(),
            _ => {}
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn norm(title: &str, statute: bool) -> Norm {
        serde_json::from_value(serde_json::json!({
            "id": "x", "title": title, "force": "binding", "statute": statute
        }))
        .unwrap()
    }

    #[test]
    fn a_statute_may_be_cited_with_or_without_the_country() {
        let law = norm("行政处罚法", true);
        assert!(Title::new("《行政处罚法》").names(&law));
        assert!(Title::new("《中华人民共和国行政处罚法》").names(&law));
        assert!(!Title::new("《行政许可法》").names(&law));
    }

    #[test]
    fn dashes_and_brackets_of_a_period_do_not_matter_and_it_may_be_left_out() {
        let plan = norm("法治政府建设实施纲要（2021—2025年）", false);
        assert!(Title::new("《法治政府建设实施纲要(2021-2025年)》").names(&plan));
        assert!(Title::new("《法治政府建设实施纲要（2021？2025年）》").names(&plan));
        assert!(Title::new("《法治政府建设实施纲要》").names(&plan));
    }

    #[test]
    fn words_dropped_or_added_inside_are_slips() {
        let plan = norm("法治政府建设实施纲要（2021—2025年）", false);
        assert!(Title::new("《法治政府建设实施纲要（2021—2025）》").is_slip_of(&plan));
        assert!(Title::new("《法治政府实施纲要（2021—2025年）》").is_slip_of(&plan));
        let oversight = norm("法治政府建设与责任落实督察工作规定", false);
        assert!(Title::new("《法治政府建设督察工作规定》").is_slip_of(&oversight));
        assert!(Title::new("《法治政府建设与责任落实督查工作规定》").is_slip_of(&oversight));
        assert!(Title::new("《重大行政决策程序条例》").is_slip_of(&norm("重大行政决策程序暂行条例", false)));
    }

    #[test]
    fn other_documents_with_like_titles_are_no_slips() {
        let plan = norm("法治政府建设实施纲要（2021—2025年）", false);
        assert!(!Title::new("《法治政府建设实施纲要（20212025年）》").is_slip_of(&plan));
        assert!(!Title::new("《浙江省法治政府建设实施纲要（2021—2025年）》").is_slip_of(&plan));
        assert!(!Title::new("《法治政府建设实施纲要（2015—2020年）》").is_slip_of(&plan));
        let china = norm("法治中国建设规划（2020—2025年）", false);
        assert!(!Title::new("《法治青川建设规划（2021—2025年）》").is_slip_of(&china));
        let duties = norm("党政主要负责人履行推进法治建设第一责任人职责规定", false);
        assert!(!Title::new("《党政主要负责人履行推进法治建设第一责任人职责清单》").is_slip_of(&duties));
        assert!(!Title::new("《行政复议法》").is_slip_of(&norm("行政诉讼法", true)));
        assert!(!Title::new("《优化营商环境条例实施办法》").is_slip_of(&norm("优化营商环境条例", false)));
    }

    #[test]
    fn nested_titles_are_one() {
        let text = "学习《关于贯彻〈行政处罚法〉的通知》和《条例》，《未完";
        let titles: Vec<&str> = cited_titles(text, Span::new(0, text.len())).into_iter().map(|s| s.of(text)).collect();
        assert_eq!(titles, ["《关于贯彻〈行政处罚法〉的通知》", "《条例》"]);
    }
}
