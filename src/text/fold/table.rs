//! Tables of folding, made when the program is compiled: the simplified form of characters, and which characters never change.

/// First and last character that may have a simplified form.
const FIRST: usize = 0x3400;
const LAST: usize = 0x9fff;

static SIMPLIFIED: [u16; LAST - FIRST + 1] = simplified_forms();

/// By code point below 0x10000: a bit where folding leaves the character as it is, whatever stands around it.
static SETTLED: [u64; 0x1_0000 / 64] = settled();

/// The simplified form of a character; the character itself where it has none.
#[inline]
pub fn simplified(c: char) -> char {
    match SIMPLIFIED.get((c as usize).wrapping_sub(FIRST)) {
        None | Some(0) => c,
        Some(to) => char::from_u32(u32::from(*to)).unwrap_or(c),
    }
}

/// Whether folding leaves a character as it is, whatever stands around it.
#[inline]
pub(super) fn is_settled(c: char) -> bool {
    let code = c as usize;
    match SETTLED.get(code / 64) {
        Some(word) => word >> (code % 64) & 1 == 1,
        None => true,
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
    table
}

const fn settled() -> [u64; 0x1_0000 / 64] {
    let mut table = [!0; 0x1_0000 / 64];
    let mut at = 0;
    while at < PAIRS.len() {
        if PAIRS[at] != b'#' {
            clear(&mut table, three_bytes(at) as u32, three_bytes(at) as u32);
        }
        at = next_line(at);
    }
    let mut at = 0;
    while at < UNSETTLED.len() {
        clear(&mut table, UNSETTLED[at].0 as u32, UNSETTLED[at].1 as u32);
        at += 1;
    }
    table
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

const fn clear(table: &mut [u64; 0x1_0000 / 64], first: u32, last: u32) {
    let mut code = first as usize;
    while code <= last as usize {
        table[code / 64] &= !(1 << (code % 64));
        code += 1;
    }
}

const fn three_bytes(at: usize) -> u16 {
    (PAIRS[at] as u16 & 0xf) << 12 | (PAIRS[at + 1] as u16 & 0x3f) << 6 | PAIRS[at + 2] as u16 & 0x3f
}

const fn next_line(mut at: usize) -> usize {
    while at < PAIRS.len() && PAIRS[at] != b'\n' {
        at += 1;
    }
    at + 1
}
