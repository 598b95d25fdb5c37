//! Numbers in Chinese characters: 一百二十, 两千三百, 百分之五.

use super::super::span::Span;
use super::{Decimal, Per, Read, Script, number, plain, starts_number};

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

pub(super) fn chinese(text: &str, at: usize) -> Read {
    if let Some(found) = per_cent_word(text, at) {
        return found;
    }
    let (numerals, end) = numerals(text, at);
    let after = &text[end..];
    if let Some(rest) = after.strip_prefix("分之") {
        let denominated = rest.chars().next().is_some_and(starts_number);
        return Read::Nothing { end: if denominated { skip_numerals(text, end + "分之".len()) } else { end } };
    }
    let vague_after = after.starts_with(['余', '多', '几']);
    let vague_before = text[..at].ends_with(['数', '几', '上']);
    let value = match numerals.as_slice() {
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
    let (per, word) =
        [(Per::Hundred, "百分之"), (Per::Thousand, "千分之")].into_iter().find(|(_, w)| text[at..].starts_with(w))?;
    let from = at + word.len();
    let next = text[from..].chars().next().filter(|c| starts_number(*c));
    let Some(next) = next else { return Some(Read::Nothing { end: from }) };
    let (value, end) = if next.is_ascii_digit() {
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

/// The run of Chinese numerals from `at`, and where it ends. Longer runs than a number can have are cut off.
fn numerals(text: &str, at: usize) -> (Vec<Numeral>, usize) {
    let mut end = at;
    let mut out = Vec::new();
    for c in text[at..].chars() {
        let Some(found) = numeral(c) else { break };
        end += c.len_utf8();
        out.push(found);
    }
    (out, end)
}

fn skip_numerals(text: &str, at: usize) -> usize {
    at + text[at..].chars().take_while(|c| starts_number(*c)).map(char::len_utf8).sum::<usize>()
}

/// The value of a run of numerals; `None` where it is no number (三四, 十四五, 百).
fn chinese_value(numerals: &[Numeral]) -> Option<Decimal> {
    const LONGEST: usize = 20;
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
