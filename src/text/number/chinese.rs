//! Numbers in Chinese characters: 一百二十, 两千三百, 百分之五.

use super::super::sieve::{Sieve, wide, wide_at};
use super::super::span::Span;
use super::{Decimal, Per, Read, Script, number, plain, starts_at};

#[derive(Clone, Copy)]
pub(super) enum Numeral {
    Digit(u8),
    /// Power of ten.
    Unit(u32),
}

pub(super) fn numeral(c: char) -> Option<Numeral> {
    Some(match c {
        '〇' | '零' | '○' => Numeral::Digit(0),
        '一' => Numeral::Digit(1),
        '二' | '两' => Numeral::Digit(2),
        '三' => Numeral::Digit(3),
        '四' => Numeral::Digit(4),
        '五' => Numeral::Digit(5),
        '六' => Numeral::Digit(6),
        '七' => Numeral::Digit(7),
        '八' => Numeral::Digit(8),
        '九' => Numeral::Digit(9),
        '十' => Numeral::Unit(1),
        '百' => Numeral::Unit(2),
        '千' => Numeral::Unit(3),
        '万' => Numeral::Unit(4),
        '亿' => Numeral::Unit(8),
        _ => return None,
    })
}

/// A numeral of the ordinals below a hundred (一, 十二), which have no zero: 1 to 10.
pub(crate) fn ordinal_numeral(c: char) -> Option<u32> {
    match numeral(c)? {
        Numeral::Digit(value) if value > 0 && c != '两' => Some(value.into()),
        Numeral::Unit(1) => Some(10),
        Numeral::Digit(_) | Numeral::Unit(_) => None,
    }
}

/// The numeral of a character of three bytes.
pub(super) fn numeral_of(wide: [u8; 3]) -> Option<Numeral> {
    const NUMERALS: Sieve = Sieve::of("〇零○一二两三四五六七八九十百千万亿");
    NUMERALS.passes(wide).then(|| numeral(char_of(wide)?)).flatten()
}

/// The character of three bytes; nothing for bytes that are none.
fn char_of([first, second, third]: [u8; 3]) -> Option<char> {
    let bits = |byte: u8| u32::from(byte & 0x3f);
    (first & 0xf0 == 0xe0)
        .then(|| u32::from(first & 0xf) << 12 | bits(second) << 6 | bits(third))
        .and_then(char::from_u32)
}

const VAGUE: Sieve = Sieve::of("余多几");

pub(super) fn chinese(text: &str, at: usize) -> Read {
    if let Some(found) = per_cent_word(text, at) {
        return found;
    }
    let (run, end) = numerals(text, at);
    let numerals = run.as_slice();
    let after = &text[end..];
    if let Some(rest) = after.strip_prefix("分之") {
        let denominated = starts_at(rest, 0);
        return Read::Nothing { end: if denominated { skip_numerals(text, end + "分之".len()) } else { end } };
    }
    let vague_after = VAGUE.may_start(after) && after.starts_with(['余', '多', '几']);
    let vague_before = text[..at].ends_with(['数', '几', '上']);
    let value = match numerals {
        [Numeral::Unit(exponent @ 2..)] if vague_after || vague_before => Some(Decimal::new(1, -(*exponent as i32))),
        numerals => chinese_value(numerals),
    };
    match value {
        None => Read::Nothing { end },
        Some(value) => {
            let mut found = number(value, Script::Chinese, Per::One, Span::new(at, end));
            let round = matches!(numerals.last(), Some(Numeral::Unit(_)));
            found.approximate = vague_before && round && matches!(numerals.first(), Some(Numeral::Unit(_)));
            Read::Number(found)
        }
    }
}

/// 百分之五, 百分之九十九点六, 千分之3.
fn per_cent_word(text: &str, at: usize) -> Option<Read> {
    const HUNDRED: [u8; 3] = wide('百');
    const THOUSAND: [u8; 3] = wide('千');
    let per = match wide_at(text, at)? {
        HUNDRED => Per::Hundred,
        THOUSAND => Per::Thousand,
        _ => return None,
    };
    let from = at + "百分之".len();
    if !text[at + 3..].starts_with("分之") {
        return None;
    }
    if !starts_at(text, from) {
        return Some(Read::Nothing { end: from });
    }
    let (value, end) = if text.as_bytes()[from].is_ascii_digit() {
        plain(text, from)?
    } else {
        let (whole, end) = numerals(text, from);
        let whole = match whole.as_slice() {
            [Numeral::Unit(2)] => Decimal::integer(100),
            numerals => chinese_value(numerals)?,
        };
        decimal_part(text, whole, end)
    };
    Some(Read::Number(number(value, Script::Chinese, per, Span::new(at, end))))
}

/// 点六 after a whole number.
fn decimal_part(text: &str, whole: Decimal, end: usize) -> (Decimal, usize) {
    let Some(rest) = text[end..].strip_prefix('点') else { return (whole, end) };
    let (mut units, mut scale, mut len) = (whole.units, 0, '点'.len_utf8());
    for c in rest.chars().take(6) {
        let Some(Numeral::Digit(digit)) = numeral(c) else { break };
        units = units * 10 + i128::from(digit);
        scale += 1;
        len += c.len_utf8();
    }
    if scale == 0 || whole.scale != 0 { (whole, end) } else { (Decimal::new(units, scale), end + len) }
}

/// The numerals of a run; of a run longer than a number can have, the first of them and one too many.
struct Run {
    numerals: [Numeral; LONGEST + 1],
    len: usize,
}

impl Run {
    fn as_slice(&self) -> &[Numeral] {
        &self.numerals[..self.len]
    }
}

/// Most numerals a number can have.
const LONGEST: usize = 20;

/// The run of Chinese numerals from `at`, and where it ends.
fn numerals(text: &str, at: usize) -> (Run, usize) {
    let mut run = Run { numerals: [Numeral::Digit(0); LONGEST + 1], len: 0 };
    let mut end = at;
    while let Some(found) = wide_at(text, end).and_then(numeral_of) {
        end += 3;
        if let Some(place) = run.numerals.get_mut(run.len) {
            *place = found;
            run.len += 1;
        }
    }
    (run, end)
}

/// One past the digits and numerals that begin at `at`.
pub(crate) fn skip_numerals(text: &str, at: usize) -> usize {
    let mut at = at;
    while starts_at(text, at) {
        at += if text.as_bytes()[at].is_ascii() { 1 } else { 3 };
    }
    at
}

/// The value of a run of numerals; `None` where it is no number (三四, 十四五, 百).
fn chinese_value(numerals: &[Numeral]) -> Option<Decimal> {
    if numerals.is_empty() || numerals.len() > LONGEST {
        return None;
    }
    if numerals.iter().any(|n| matches!(n, Numeral::Unit(_))) { with_units(numerals) } else { positional(numerals) }
}

/// 二〇二四, 〇二, 五. Two digits without a zero (三四, 七五) are no number.
fn positional(numerals: &[Numeral]) -> Option<Decimal> {
    let mut value = 0i128;
    let mut zero = false;
    for n in numerals {
        let Numeral::Digit(digit) = n else { return None };
        zero |= *digit == 0;
        value = value.checked_mul(10)?.checked_add(i128::from(*digit))?;
    }
    (numerals.len() != 2 || zero).then_some(Decimal::integer(value))
}

/// 一百二十, 两千三百, 三万二, 十二亿.
fn with_units(numerals: &[Numeral]) -> Option<Decimal> {
    let (mut total, mut section) = (0i128, 0i128);
    let mut digit: Option<i128> = None;
    let mut small = 4u32;
    let mut last = 0u32;
    let mut zero = false;
    for n in numerals {
        match *n {
            Numeral::Digit(0) if digit.is_none() => zero = true,
            Numeral::Digit(0) => return None,
            Numeral::Digit(d) => {
                if digit.replace(i128::from(d)).is_some() {
                    return None;
                }
            }
            Numeral::Unit(exponent @ 1..=3) => {
                let d = match digit.take() {
                    Some(d) => d,
                    None if exponent == 1 && section == 0 => 1,
                    None => return None,
                };
                if exponent >= small {
                    return None;
                }
                section = section.checked_add(d * 10i128.pow(exponent))?;
                (small, last, zero) = (exponent, exponent, false);
            }
            Numeral::Unit(exponent) => {
                section += digit.take().unwrap_or(0);
                let factor = 10i128.pow(exponent);
                (total, section) = match exponent {
                    8 if total + section > 0 => ((total + section).checked_mul(factor)?, 0),
                    4 if section > 0 => (total.checked_add(section.checked_mul(factor)?)?, 0),
                    _ => return None,
                };
                (small, last, zero) = (4, exponent, false);
            }
        }
    }
    // 两千三 is 2300, 三万二 is 32000; 两千零三 is 2003.
    let rest = match digit {
        Some(d) if last >= 2 && !zero => d * 10i128.pow(last - 1),
        Some(d) => d,
        None => 0,
    };
    let value = total.checked_add(section)?.checked_add(rest)?;
    Some(match numerals.last() {
        Some(Numeral::Unit(exponent @ (4 | 8))) if value % 10i128.pow(*exponent) == 0 => {
            Decimal::new(value / 10i128.pow(*exponent), -(*exponent as i32))
        }
        _ => Decimal::integer(value),
    })
}
