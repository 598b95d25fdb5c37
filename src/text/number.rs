//! Numbers as official prose writes them: `1,200`, `3.5万`, `一百二十`, `百分之五`, `30余万`.
//!
//! A value keeps the precision it was stated with, because a rate is judged to that precision. What a number counts is not
//! decided here ([`super::measure`], [`super::figure`]), and neither is whether it is a year or a date ([`super::date`]).

use super::sieve::{Sieve, wide, wide_at};
use super::span::Span;
use super::word_list::WordList;

mod chinese;
mod decimal;
#[cfg(test)]
mod tests;

pub(crate) use chinese::ordinal_numeral;
pub(crate) use chinese::skip_numerals as past_run;
use chinese::{chinese, numeral, numeral_of};
pub use decimal::Decimal;

/// How a number is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Script {
    /// `1,200`, `3.5万`
    Arabic,
    /// `一百二十`
    Chinese,
}

/// What a number is a number of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Per {
    /// Of things: `3`, `3.5万`.
    One,
    /// Of a hundred: `5%`, `百分之五`.
    Hundred,
    /// Of a thousand: `5‰`, `千分之五`.
    Thousand,
}

/// A number in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Number {
    /// Its value; for `5%` it is 5.
    pub value: Decimal,
    /// How it is written.
    pub script: Script,
    /// Whether it is a number of things, per cent or per mille.
    pub per: Per,
    /// Whether 近 约 超 余 多 几 以上 左右 and the like stand beside it.
    pub approximate: bool,
    /// Whether 第 stands before it.
    pub ordinal: bool,
    /// Bytes of the number with 万 亿 % 百分之, without the words that make it approximate.
    pub span: Span,
}

/// The numbers of a span, in order. Codes (`G60`), versions (`1.2.3`), fractions (三分之一) and set phrases that only look like
/// numbers (十四五, 七五) are left out.
pub fn numbers(text: &str, within: Span) -> Vec<Number> {
    let text = &text[..within.end];
    let mut out = Vec::new();
    let mut at = next_start(text, within.start);
    while at < text.len() {
        let end = match read(text, at) {
            Read::Number(number) => {
                out.push(number);
                number.span.end
            }
            Read::Nothing { end } => end,
        };
        at = next_start(text, end);
    }
    out
}

/// The number that is the whole of a text: `一百二十`, `1,200`.
pub fn parse(text: &str) -> Option<Decimal> {
    let c = text.chars().next()?;
    match starts_number(c).then(|| read(text, 0))? {
        Read::Number(number) if number.span.end == text.len() => Some(number.value),
        _ => None,
    }
}

/// What stands at a place where a number may begin.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Read {
    /// A number.
    Number(Number),
    /// No number, up to this byte.
    Nothing {
        /// One past the last byte that was looked at and belongs to no number; past the place of reading.
        end: usize,
    },
}

/// Whether a number can begin with the character.
pub fn starts_number(c: char) -> bool {
    c.is_ascii_digit() || numeral(c).is_some()
}

/// The characters a number can begin with.
pub const STARTS: &str = "0123456789〇零○一二两三四五六七八九十百千万亿";

/// Whether a number can begin at byte `at`, where a character begins.
pub fn starts_at(text: &str, at: usize) -> bool {
    match text.as_bytes().get(at) {
        Some(byte) if byte.is_ascii() => byte.is_ascii_digit(),
        _ => wide_at(text, at).is_some_and(|c| numeral_of(c).is_some()),
    }
}

/// Where the first number at or after byte `at` can begin; the end of the text where none can.
pub fn next_start(text: &str, at: usize) -> usize {
    const STOPS: Sieve = Sieve::of(STARTS);
    let mut at = STOPS.next(text, at);
    while at < text.len() && !starts_at(text, at) {
        at = STOPS.next(text, at + 3);
    }
    at
}

/// Reads the number that begins at byte `at`, where [`starts_number`] holds.
pub fn read(text: &str, at: usize) -> Read {
    let found = if text.as_bytes()[at].is_ascii_digit() { arabic(text, at) } else { chinese(text, at) };
    match found {
        Read::Number(mut number) => {
            let (before, after) = (&text[..number.span.start], &text[number.span.end..]);
            number.ordinal = before.as_bytes().last_chunk() == Some(&ORDINAL);
            number.approximate |= approximating_before(before) || approximating_after(after);
            Read::Number(number)
        }
        nothing => nothing,
    }
}

const ORDINAL: [u8; 3] = wide('第');

/// Whether the words right before a number make it approximate or a bound.
pub fn approximating_before(before: &str) -> bool {
    static WORDS: WordList<21> = WordList::of_ends([
        "近",
        "约",
        "约为",
        "超",
        "逾",
        "超过",
        "将近",
        "接近",
        "大约",
        "突破",
        "不足",
        "不到",
        "不少于",
        "不低于",
        "至少",
        "多于",
        "高于",
        "低于",
        "少于",
        "大于",
        "小于",
    ]);
    WORDS.end_of(before).is_some()
}

/// Whether the words right after a number or its unit make it approximate or a bound.
pub fn approximating_after(after: &str) -> bool {
    static WORDS: WordList<10> =
        WordList::of_starts(["余", "多", "几", "以上", "左右", "上下", "以内", "以下", "之内", "之多"]);
    // 三十多项 is approximate, 一次多部门会商 is not; only the first can follow the number itself, so the caller's place decides.
    WORDS.start_of(after).is_some() && !after.starts_with("多部门") && !after.starts_with("多元")
}

fn number(value: Decimal, script: Script, per: Per, span: Span) -> Number {
    Number { value, script, per, approximate: false, ordinal: false, span }
}

fn arabic(text: &str, at: usize) -> Read {
    let bytes = text.as_bytes();
    let token = token_end(bytes, at);
    let after_code = at > 0 && (bytes[at - 1].is_ascii_alphanumeric() || matches!(bytes[at - 1], b'.' | b'_' | b'@'));
    if after_code || bytes.get(token).is_some_and(u8::is_ascii_alphabetic) {
        return Read::Nothing { end: token };
    }
    let Some((value, mut end)) = plain(text, at) else { return Read::Nothing { end: token } };
    let multiplied = multiplier(&text[end..]);
    let value = Decimal::new(value.units, value.scale - multiplied.exponent);
    end += multiplied.len;
    let (per, len) = per_mark(&text[end..]);
    end += len;
    let mut found = number(value, Script::Arabic, per, Span::new(at, end));
    found.approximate = multiplied.approximate;
    Read::Number(found)
}

/// One past the digits, commas and points that begin at `at`.
fn token_end(bytes: &[u8], at: usize) -> usize {
    let digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    let mut end = at;
    while digit(end) || (matches!(bytes.get(end), Some(b'.')) && digit(end + 1)) {
        end += 1;
    }
    end
}

/// Digits with thousands separators (1,168 or 1 168, GB/T 15835) and a decimal part; `None` for what is no number (1.2.3, more than 15 digits).
fn plain(text: &str, at: usize) -> Option<(Decimal, usize)> {
    const MOST_DIGITS: usize = 15;
    let bytes = text.as_bytes();
    let run = |from: usize| bytes[from..].iter().take_while(|b| b.is_ascii_digit()).count();
    let mut end = at + run(at);
    if end - at <= 3 {
        while matches!(bytes.get(end), Some(b',' | b' ')) && run(end + 1) == 3 {
            end += 4;
        }
    }
    let mut scale = 0;
    if bytes.get(end) == Some(&b'.') && run(end + 1) > 0 {
        scale = run(end + 1);
        end += 1 + scale;
        if bytes.get(end) == Some(&b'.') && run(end + 1) > 0 {
            return None;
        }
    }
    let (mut units, mut digits) = (0u64, 0);
    for byte in bytes[at..end].iter().filter(|byte| byte.is_ascii_digit()) {
        digits += 1;
        if digits > MOST_DIGITS {
            return None;
        }
        units = units * 10 + u64::from(byte - b'0');
    }
    Some((Decimal::new(i128::from(units), i32::try_from(scale).ok()?), end))
}

#[derive(Default)]
struct Multiplier {
    exponent: i32,
    len: usize,
    approximate: bool,
}

/// 万, 亿, 余万, 百万 after Arabic digits.
fn multiplier(after: &str) -> Multiplier {
    const FIRST: Sieve = Sieve::of("余多几百千万亿");
    if !FIRST.may_start(after) {
        return Multiplier::default();
    }
    let vague = after.chars().next().filter(|c| matches!(c, '余' | '多' | '几')).map_or(0, char::len_utf8);
    let mut found = Multiplier { exponent: 0, len: vague, approximate: vague > 0 };
    let mut rest = after[vague..].chars();
    loop {
        let (exponent, next) = match rest.next() {
            Some('百') => (2, rest.clone().next()),
            Some('千') => (3, rest.clone().next()),
            Some('万') => (4, None),
            Some('亿') => (8, None),
            _ => break,
        };
        // 百分点, 千瓦, 千米, 千克 are units.
        if matches!(next, Some('分' | '瓦' | '米' | '克' | '伏')) || found.exponent + exponent > 12 {
            break;
        }
        found.exponent += exponent;
        found.len += '万'.len_utf8();
    }
    if found.exponent == 0 { Multiplier::default() } else { found }
}

/// `%` or `‰`, a single space before it allowed.
fn per_mark(after: &str) -> (Per, usize) {
    const PER_THOUSAND: [u8; 3] = wide('‰');
    let skipped = usize::from(after.starts_with(' '));
    match (after.as_bytes().get(skipped), wide_at(after, skipped)) {
        (Some(b'%'), _) => (Per::Hundred, skipped + 1),
        (_, Some(PER_THOUSAND)) => (Per::Thousand, skipped + 3),
        _ => (Per::One, 0),
    }
}
