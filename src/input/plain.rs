//! Plain text: every line that is not blank is a block.
//!
//! A line ends at `\n`, `\r\n`, `\r` and at what word processors leave behind when they save as text: form feed (page break),
//! vertical tab (line break in a paragraph), U+0085, U+2028, U+2029. Blanks at both ends, the paragraph indent of two
//! U+3000 included, belong to no run.
//!
//! Left out on purpose: text broken by hand at some column. Its lines cannot be told from short paragraphs without
//! guessing, and Chinese drafts come out of word processors one paragraph a line.

use super::decode::{Decoded, Label, decode};
use super::{Format, InputError, Read};
use crate::document::{Draft, DraftBlock, DraftRun, Hint};
use crate::text::fold::is_blank;
use crate::text::span::Span;

/// The format.
pub(super) const FORMAT: Format = Format { name: "纯文本", extensions: &["txt", "text"], read };

fn read(bytes: &[u8], label: Option<Label>) -> Result<Read, InputError> {
    let Decoded { text, encoding } = decode(bytes, label)?;
    Ok(Read { draft: draft(text), encoding: Some(encoding) })
}

/// The draft of a text that is at hand already.
pub fn draft(text: String) -> Draft {
    let blocks = lines(&text).map(block).collect();
    Draft { text, blocks, ..Draft::default() }
}

/// The lines that are not blank, without the blanks at their ends.
pub(super) fn lines(text: &str) -> impl Iterator<Item = Span> + '_ {
    let ends = line_ends(text).into_iter().chain([text.len()]);
    let mut start = 0;
    let line = move |end: usize| {
        let line = &text[start..end];
        start = end + text[end..].chars().next().map_or(0, char::len_utf8);
        trimmed(text, line)
    };
    ends.map(line).filter(|span| !span.is_empty())
}

/// Where lines end: the bytes at which [`is_line_end`] holds, in order. Looks for the first byte of each such character alone.
fn line_ends(text: &str) -> Vec<usize> {
    let bytes = text.as_bytes();
    let mut ends: Vec<usize> = memchr::memchr2_iter(b'\n', b'\r', bytes).collect();
    let usual = ends.len();
    let breaks = memchr::memchr2_iter(0xb, 0xc, bytes);
    let wide = memchr::memchr2_iter(0xc2, 0xe2, bytes).filter(|at| text[*at..].starts_with(is_line_end));
    ends.extend(breaks.chain(wide));
    if ends.len() > usual {
        ends.sort_unstable();
    }
    ends
}

fn is_line_end(c: char) -> bool {
    matches!(c, '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

fn trimmed(text: &str, line: &str) -> Span {
    let inner = line.trim_matches(is_blank);
    let start = inner.as_ptr() as usize - text.as_ptr() as usize;
    Span::new(start, start + inner.len())
}

fn block(span: Span) -> DraftBlock {
    DraftBlock { runs: vec![DraftRun { span, decoded: None }], hint: Hint::None }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(text: &str) -> Vec<&str> {
        lines(text).map(|span| span.of(text)).collect()
    }

    #[test]
    fn any_line_end_ends_a_block() {
        let text = "甲\r\n乙\r丙\n\n丁\u{c}戊\u{2028}己\u{b}庚\u{85}辛";
        assert_eq!(texts(text), ["甲", "乙", "丙", "丁", "戊", "己", "庚", "辛"]);
    }

    #[test]
    fn blanks_at_the_ends_of_a_line_belong_to_no_block() {
        let text = "\u{3000}\u{3000}一、概 况\u{a0}\t\r\n \u{3000}\u{200b}\n";
        assert_eq!(texts(text), ["一、概 况"]);
        assert_eq!(lines(text).next(), Some(Span::new(6, 6 + "一、概 况".len())));
    }

    #[test]
    fn a_page_of_one_line_is_one_block() {
        assert_eq!(texts("一、概况二、问题"), ["一、概况二、问题"]);
    }
}
