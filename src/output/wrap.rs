//! Chinese text in columns: display width, cutting, wrapping, and making text safe to print.
//!
//! Widths are terminal columns: a Chinese character takes two. Characters of ambiguous width (“ … —) count one, as modern
//! terminals draw them.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// Columns that `text` takes.
pub fn width(text: &str) -> usize {
    UnicodeWidthStr::width(text)
}

/// Columns that one character takes.
pub fn char_width(c: char) -> usize {
    UnicodeWidthChar::width(c).unwrap_or(0)
}

/// `text` on one line in at most `columns` columns, with `…` where something was cut off.
pub fn cut(text: &str, columns: usize) -> String {
    let line = one_line(text);
    if width(&line) <= columns {
        return line;
    }
    let mut used = 1;
    let mut short: String = line
        .chars()
        .take_while(|c| {
            used += char_width(*c);
            used <= columns
        })
        .collect();
    short.push('…');
    short
}

/// `text` with `…` after its first `characters` characters where it is longer, on one line.
pub fn abridge(text: &str, characters: usize) -> String {
    let line = one_line(text);
    match line.char_indices().nth(characters) {
        Some((end, _)) => format!("{}…", &line[..end]),
        None => line,
    }
}

/// `text` without line ends (each run of blanks that holds one becomes a space) and without control characters, so that a
/// draft cannot steer the terminal.
pub fn one_line(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    for (at, piece) in text.trim().split(['\n', '\r']).map(str::trim).filter(|piece| !piece.is_empty()).enumerate() {
        if at > 0 {
            line.push(' ');
        }
        line.extend(piece.chars().map(printable));
    }
    line
}

/// The character itself, or what is printed in its place when it would steer the terminal. Never longer in bytes.
pub fn printable(c: char) -> char {
    match c {
        '\u{0}'..='\u{1f}' | '\u{7f}' => ' ',
        '\u{80}'..='\u{9f}' => '·',
        '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200e}' | '\u{200f}' => '\u{fffd}',
        _ => c,
    }
}

/// `text` in lines of at most `columns` columns. Lines break between Chinese characters, never before a closing or after an
/// opening mark, and not inside words and numbers unless one is longer than a line. Line ends in `text` are kept.
pub fn wrap(text: &str, columns: usize) -> Vec<String> {
    let mut lines = Vec::new();
    for line in text.lines() {
        let clean: String = line.chars().map(printable).collect();
        wrap_line(&clean, columns.max(4), &mut lines);
    }
    lines
}

fn wrap_line(line: &str, columns: usize, lines: &mut Vec<String>) {
    let mut rest = line.trim_end();
    while width(rest) > columns {
        let end = break_at(rest, columns);
        lines.push(rest[..end].trim_end().to_string());
        rest = rest[end..].trim_start();
    }
    lines.push(rest.to_string());
}

/// Byte offset of the last place at which a line of at most `columns` columns may end; always past the first character.
fn break_at(line: &str, columns: usize) -> usize {
    let mut used = 0;
    let mut best = None;
    let mut forced = line.len();
    let mut before: Option<char> = None;
    for (at, c) in line.char_indices() {
        if let Some(before) = before
            && may_break(before, c)
        {
            best = Some(at);
        }
        used += char_width(c);
        if used > columns && before.is_some() {
            forced = at;
            break;
        }
        before = Some(c);
    }
    best.unwrap_or(forced)
}

fn may_break(before: char, after: char) -> bool {
    let closing = "，。；：、！？）”’》〉」』】…%％,.;:!?)]}—";
    let opening = "（“‘《〈「『【([{—";
    if closing.contains(after) || opening.contains(before) {
        return false;
    }
    let word = |c: char| c.is_ascii_graphic();
    !(word(before) && word(after))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cuts_by_columns_and_by_characters() {
        assert_eq!(cut("依法行政能力", 7), "依法行…");
        assert_eq!(cut("依法行政", 8), "依法行政");
        assert_eq!(abridge("依法行政能力", 4), "依法行政…");
        assert_eq!(abridge("依法\n  行政", 9), "依法 行政");
    }

    #[test]
    fn never_begins_a_line_with_a_closing_mark_nor_ends_one_with_an_opening_mark() {
        assert_eq!(wrap("依法行政，能力", 8), ["依法行", "政，能力"]);
        assert_eq!(wrap("根据《规定》办", 6), ["根据", "《规", "定》办"]);
    }

    #[test]
    fn keeps_words_and_numbers_whole_unless_longer_than_a_line() {
        assert_eq!(wrap("见 struct/problems 规则", 17), ["见", "struct/problems", "规则"]);
        assert_eq!(wrap("abcdefgh", 4), ["abcd", "efgh"]);
    }

    #[test]
    fn takes_away_what_would_steer_the_terminal() {
        assert_eq!(one_line("甲\u{1b}[31m乙\r\n丙"), "甲 [31m乙 丙");
        assert!((0..=0x10ffff).filter_map(char::from_u32).all(|c| printable(c).len_utf8() == c.len_utf8()));
    }
}
