//! What the beginning of a line tells: heading numbers, list markers, front matter.

use crate::input::opening::has_mark;
use crate::text::fold::is_blank;

/// Whether a line of source, markup and all, begins a new block by its number or its indent.
pub(super) fn begins_block(line: &str) -> bool {
    line.starts_with('\u{3000}') || has_mark(&bare(line))
}

/// The first characters of a line without the markup that may stand before or inside a number: `**`, `\.`, `>`.
fn bare(line: &str) -> String {
    let inner = line.trim_start_matches(|c: char| is_blank(c) || matches!(c, '*' | '_' | '>' | '#'));
    inner.chars().take_while(|c| *c != '\n' && *c != '\r').filter(|c| *c != '\\').take(12).collect()
}

/// The digits of an ordered list item and the whole marker with the blank after it: `1` and `1. `.
pub(super) fn ordered_marker(item: &str) -> Option<(&str, &str)> {
    let digits = item.len() - item.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let mark = item[digits..].chars().next().filter(|c| matches!(c, '.' | ')'))?;
    let end = digits + mark.len_utf8();
    let blank = usize::from(item[end..].starts_with(' '));
    Some((&item[..digits], &item[..end + blank]))
}

/// Bytes of the YAML front matter with its fences; 0 without one. Between the fences every line must look like YAML: a draft
/// that merely begins with a rule is not swallowed.
pub(super) fn front_matter(text: &str) -> usize {
    let mut at = 0;
    for (number, line) in text.split_inclusive('\n').enumerate() {
        at += line.len();
        let bare = line.trim_end();
        match (number, bare) {
            (0, "---") => {}
            (0, _) => return 0,
            (1, "---" | "...") => return 0,
            (_, "---" | "...") => return at,
            _ if is_yaml(bare) => {}
            _ => return 0,
        }
    }
    0
}

fn is_yaml(line: &str) -> bool {
    line.is_empty()
        || line.starts_with([' ', '\t', '#'])
        || line.starts_with("- ")
        || line.ends_with(':')
        || line.contains(": ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_headings_and_items_begin_a_block() {
        for line in [
            "一、概况",
            "（一）坚持",
            "(二)坚持",
            "1.加强",
            "1. 加强",
            "12、加强",
            "（1）加强",
            "一是加强",
            "第一部分 概况",
            "③加强",
        ] {
            assert!(begins_block(line), "{line}");
        }
        for line in ["**一、概况**", r"1\. 加强", "> 二、问题", "\u{3000}\u{3000}全县"] {
            assert!(begins_block(line), "{line}");
        }
    }

    #[test]
    fn figures_and_words_do_not() {
        for line in ["1.5万件", "2024年", "15件", "一批案件", "第一责任人", "第三条规定", "十一个方面", "全县"]
        {
            assert!(!begins_block(line), "{line}");
        }
    }

    #[test]
    fn front_matter_must_look_like_yaml() {
        assert_eq!(
            front_matter("---\ntitle: 报告\ntags:\n  - 甲\n---\n正文"),
            "---\ntitle: 报告\ntags:\n  - 甲\n---\n".len()
        );
        assert_eq!(front_matter("---\n关于报告\n---\n正文"), 0);
        assert_eq!(front_matter("---\ntitle: 报告\n正文"), 0);
        assert_eq!(front_matter("---\n---\n正文"), 0);
        assert_eq!(front_matter("正文"), 0);
    }

    #[test]
    fn a_list_marker_is_told_from_its_text() {
        assert_eq!(ordered_marker("12. 甲"), Some(("12", "12. ")));
        assert_eq!(ordered_marker("3)\n"), Some(("3", "3)")));
        assert_eq!(ordered_marker("- 甲"), None);
    }
}
