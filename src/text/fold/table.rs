//! Tables of folding, made when the program is compiled: the simplified form of characters, and which characters never change.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::text::char_set::CharSet;
use crate::text::landmark;

/// First and last character that may have another form.
const FIRST: usize = 0x2e80;
const LAST: usize = 0xfaff;

static SIMPLIFIED: [u16; LAST - FIRST + 1] = simplified_forms();

/// The characters that folding leaves as they are, whatever stands around them.
pub(super) static SETTLED: CharSet = settled();

/// Those of them that are no landmarks.
pub(super) static QUIET: CharSet = settled().and(&landmark::plain());

/// The characters that have no other form.
pub(in crate::text) static OF_ONE_FORM: CharSet =
    with_first_of(with_first_of(CharSet::of(&[]), PAIRS), LOOKALIKES).complement();

/// The simplified form of a character; the character itself where it has none.
#[inline]
pub fn simplified(c: char) -> char {
    match SIMPLIFIED.get((c as usize).wrapping_sub(FIRST)) {
        None | Some(0) => c,
        Some(to) => char::from_u32(u32::from(*to)).unwrap_or(c),
    }
}

/// The ideograph that a radical or a compatibility ideograph looks like; any other character itself. Traditional characters stay.
pub fn unified(c: char) -> char {
    static FORMS: LazyLock<HashMap<char, char>> = LazyLock::new(|| {
        let lines = include_str!("../compatible.txt").lines().filter(|line| !line.starts_with('#'));
        lines.filter_map(|line| Some((line.chars().next()?, line.chars().nth(1)?))).collect()
    });
    match c {
        '\u{2e80}'..='\u{2fdf}' | '\u{f900}'..='\u{faff}' => FORMS.get(&c).copied().unwrap_or(c),
        c => c,
    }
}

/// Traditional and simplified character a line, three bytes each; `#` begins a remark.
const PAIRS: &[u8] = include_bytes!("../traditional.txt");

/// Radical or compatibility ideograph and the character it looks like, in the same form.
const LOOKALIKES: &[u8] = include_bytes!("../compatible.txt");

const fn simplified_forms() -> [u16; LAST - FIRST + 1] {
    let mut table = [0; LAST - FIRST + 1];
    let mut at = 0;
    while at < PAIRS.len() {
        if PAIRS[at] != b'#' {
            table[three_bytes(PAIRS, at) as usize - FIRST] = three_bytes(PAIRS, at + 3);
        }
        at = next_line(PAIRS, at);
    }
    let mut at = 0;
    while at < LOOKALIKES.len() {
        if LOOKALIKES[at] != b'#' {
            let ideograph = three_bytes(LOOKALIKES, at + 3);
            let simple = table[ideograph as usize - FIRST];
            table[three_bytes(LOOKALIKES, at) as usize - FIRST] = if simple == 0 { ideograph } else { simple };
        }
        at = next_line(LOOKALIKES, at);
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
    with_first_of(with_first_of(CharSet::of(UNSETTLED), PAIRS), LOOKALIKES).complement()
}

/// Adds the first character of each pair.
const fn with_first_of(mut set: CharSet, pairs: &[u8]) -> CharSet {
    let mut at = 0;
    while at < pairs.len() {
        if pairs[at] != b'#' {
            set = set.with(three_bytes(pairs, at));
        }
        at = next_line(pairs, at);
    }
    set
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

const fn three_bytes(pairs: &[u8], at: usize) -> u16 {
    (pairs[at] as u16 & 0xf) << 12 | (pairs[at + 1] as u16 & 0x3f) << 6 | pairs[at + 2] as u16 & 0x3f
}

const fn next_line(pairs: &[u8], mut at: usize) -> usize {
    while at < pairs.len() && pairs[at] != b'\n' {
        at += 1;
    }
    at + 1
}
