//! Tables of folding, made when the program is compiled: the simplified form of characters, and which characters never change.

use crate::text::char_set::CharSet;

/// First and last character that may have a simplified form.
const FIRST: usize = 0x3400;
const LAST: usize = 0x9fff;

static SIMPLIFIED: [u16; LAST - FIRST + 1] = simplified_forms();

/// The characters that folding leaves as they are, whatever stands around them.
pub(super) static SETTLED: CharSet = settled();

/// The simplified form of a character; the character itself where it has none.
#[inline]
pub fn simplified(c: char) -> char {
    match SIMPLIFIED.get((c as usize).wrapping_sub(FIRST)) {
        None | Some(0) => c,
        Some(to) => char::from_u32(u32::from(*to)).unwrap_or(c),
    }
}

/// Traditional and simplified character a line, three bytes each; `#` begins a remark.
const PAIRS: &[u8] = include_bytes!("../traditional.txt");

const fn simplified_forms() -> [u16; LAST - FIRST + 1] {
    let mut table = [0; LAST - FIRST + 1];
    let mut at = 0;
    while at < PAIRS.len() {
        if PAIRS[at] != b'#' {
            table[three_bytes(at) as usize - FIRST] = three_bytes(at + 3);
        }
        at = next_line(at);
    }
    without_chains(table)
}

/// A simplified form that has a simplified form itself (薴, 苧, 苎) gives way to that one, so that folding twice changes nothing.
const fn without_chains(mut table: [u16; LAST - FIRST + 1]) -> [u16; LAST - FIRST + 1] {
    let mut at = 0;
    while at < table.len() {
        let to = (table[at] as usize).wrapping_sub(FIRST);
        if to < table.len() && table[to] != 0 {
            table[at] = table[to];
        }
        at += 1;
    }
    table
}

const fn settled() -> CharSet {
    let mut unsettled = CharSet::of(UNSETTLED);
    let mut at = 0;
    while at < PAIRS.len() {
        if PAIRS[at] != b'#' {
            unsettled = unsettled.with(three_bytes(at));
        }
        at = next_line(at);
    }
    unsettled.complement()
}

/// Ranges of characters that folding may change or leave out: half-width marks, dashes, full-width forms, corner brackets,
/// blanks.
const UNSETTLED: &[(char, char)] = &[
    ('!', '!'),
    ('(', ')'),
    (',', '-'),
    (':', ';'),
    ('?', '?'),
    ('~', '~'),
    ('\t', '\r'),
    (' ', ' '),
    ('\u{85}', '\u{85}'),
    ('\u{a0}', '\u{a0}'),
    ('\u{ad}', '\u{ad}'),
    ('\u{1680}', '\u{1680}'),
    ('\u{2000}', '\u{200f}'),
    ('–', '–'),
    ('―', '―'),
    ('\u{2028}', '\u{2029}'),
    ('\u{202f}', '\u{202f}'),
    ('\u{205f}', '\u{2060}'),
    ('─', '─'),
    ('\u{3000}', '\u{3000}'),
    ('「', '』'),
    ('〜', '〜'),
    ('\u{feff}', '\u{feff}'),
    ('\u{ff02}', '\u{ff07}'),
    ('\u{ff0a}', '\u{ff0b}'),
    ('\u{ff0d}', '\u{ff19}'),
    ('\u{ff1c}', '\u{ff1e}'),
    ('\u{ff20}', '\u{ff5e}'),
];

const fn three_bytes(at: usize) -> u16 {
    (PAIRS[at] as u16 & 0xf) << 12 | (PAIRS[at + 1] as u16 & 0x3f) << 6 | PAIRS[at + 2] as u16 & 0x3f
}

const fn next_line(mut at: usize) -> usize {
    while at < PAIRS.len() && PAIRS[at] != b'\n' {
        at += 1;
    }
    at + 1
}
