//! How a line begins: with the number of a heading or an item, or not. For readers that must tell where a block ends.
//!
//! Rougher than the outline's reading of marks on purpose: a reader only parts lines.

use std::sync::LazyLock;

use regex::Regex;

/// A heading of more characters than this is not taken for one without a full stop after it.
const HEADING_CHARS: usize = 30;

static MARK: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?x) ^ (?:
            第[一二三四五六七八九十百]{1,4}(?:部分|章|节|[，,、])
          | [一二三四五六七八九十]{1,3}[、．.]
          | [一二三四五六七八九十]{1,3}(?:是|要)
          | [（(][一二三四五六七八九十\d]{1,3}[）)]
          | \d{1,2}(?:[、）)．]|\.(?:\D|$))
          | [①-⑳]
        )",
    )
    .expect("a constant pattern")
});

/// Whether text begins with the number of a heading or an item.
pub(super) fn has_mark(text: &str) -> bool {
    MARK.is_match(text)
}

/// Whether a line is a heading by itself, so that the next line does not continue it.
pub(super) fn is_heading(line: &str) -> bool {
    let open = ['，', ',', '、', '；', ';', '：', ':', '—', '“', '（', '《'];
    has_mark(line)
        && line.chars().count() <= HEADING_CHARS
        && !line.contains(['。', '！', '？'])
        && !line.ends_with(open)
        && !line.starts_with(|c: char| matches!(c, '①'..='⑳'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_short_numbered_line_without_stop_is_a_heading() {
        assert!(is_heading("一、主要举措和成效"));
        assert!(!is_heading("一、主要举措。"));
        assert!(!is_heading("（一）坚持党的领导，"));
        assert!(!is_heading("主要举措"));
    }
}
