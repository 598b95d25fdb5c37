//! Numbers as official prose writes them: `1,200`, `3.5万`, `一百二十`, `百分之五`, `30余万`.
//!
//! A value keeps the precision it was stated with, because a rate is judged to that precision. What a number counts is not
//! decided here ([`super::measure`], [`super::figure`]), and neither is whether it is a year or a date ([`super::date`]).

use std::cmp::Ordering;
use std::fmt;

use super::span::Span;

/// An exact decimal with the precision it was stated with: `units` × 10^−`scale`.
///
/// `8.73` is 873 at scale 2; `3.5万` is 35 at scale −3. Two values are equal when they denote the same number, whatever their
/// precision.
#[derive(Debug, Clone, Copy)]
pub struct Decimal {
    /// The digits as one integer.
    pub units: i128,
    /// Digits after the decimal point; negative where the last stated digit stands for tens or more.
    pub scale: i32,
}

impl Decimal {
    /// `units` × 10^−`scale`.
    pub const fn new(units: i128, scale: i32) -> Self {
        Self { units, scale }
    }

    /// A whole number, stated to the last unit.
    pub const fn integer(units: i128) -> Self {
        Self { units, scale: 0 }
    }

    /// Whether it was stated as a whole number to the last unit (`1,200`, not `3万` and not `1.5`).
    pub const fn is_exact_count(self) -> bool {
        self.scale == 0
    }

    /// Both values as integers of one common scale; `None` where they are too far apart to compare.
    pub fn aligned(self, other: Decimal) -> Option<(i128, i128)> {
        let scale = self.scale.max(other.scale);
        Some((self.at_scale(scale)?, other.at_scale(scale)?))
    }

    /// The units at a finer scale; `None` at a coarser one or on overflow.
    pub fn at_scale(self, scale: i32) -> Option<i128> {
        let steps = u32::try_from(scale.checked_sub(self.scale)?).ok()?;
        self.units.checked_mul(10i128.checked_pow(steps)?)
    }

    /// The sum; `None` on overflow.
    pub fn plus(self, other: Decimal) -> Option<Decimal> {
        let scale = self.scale.max(other.scale);
        let (a, b) = self.aligned(other)?;
        Some(Decimal::new(a.checked_add(b)?, scale))
    }
}

impl PartialEq for Decimal {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Decimal {}

impl PartialOrd for Decimal {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Decimal {
    fn cmp(&self, other: &Self) -> Ordering {
        match self.aligned(*other) {
            Some((a, b)) => a.cmp(&b),
            // Too far apart for the integers: the one with the larger power of ten decides.
            None => self.units.signum().cmp(&other.units.signum()).then(other.scale.cmp(&self.scale)),
        }
    }
}

impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Ok(fraction) = usize::try_from(self.scale) else {
            return match self.at_scale(0) {
                Some(units) => write!(f, "{units}"),
                None => write!(f, "{}e{}", self.units, -self.scale),
            };
        };
        let digits = format!("{:0width$}", self.units.unsigned_abs(), width = fraction + 1);
        let (whole, rest) = digits.split_at(digits.len() - fraction);
        let sign = if self.units < 0 { "-" } else { "" };
        let point = if fraction > 0 { "." } else { "" };
        write!(f, "{sign}{whole}{point}{rest}")
    }
}

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
    let mut at = within.start;
    while let Some(c) = text[at..].chars().next() {
        if !starts_number(c) {
            at += c.len_utf8();
            continue;
        }
        match read(text, at) {
            Read::Number(number) => {
                at = number.span.end;
                out.push(number);
            }
            Read::Nothing { end } => at = end,
        }
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

/// Reads the number that begins at byte `at`, where [`starts_number`] holds.
pub fn read(text: &str, at: usize) -> Read {
    let found = if text.as_bytes()[at].is_ascii_digit() { arabic(text, at) } else { chinese(text, at) };
    match found {
        Read::Number(mut number) => {
            let (before, after) = (&text[..number.span.start], &text[number.span.end..]);
            number.ordinal = before.ends_with('第');
            number.approximate |= approximating_before(before) || approximating_after(after);
            Read::Number(number)
        }
        nothing => nothing,
    }
}

/// Whether the words right before a number make it approximate or a bound.
pub fn approximating_before(before: &str) -> bool {
    const WORDS: [&str; 21] = [
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
    ];
    WORDS.iter().any(|word| before.ends_with(word))
}

/// Whether the words right after a number or its unit make it approximate or a bound.
pub fn approximating_after(after: &str) -> bool {
    const WORDS: [&str; 10] = ["余", "多", "几", "以上", "左右", "上下", "以内", "以下", "之内", "之多"];
    // 三十多项 is approximate, 一次多部门会商 is not; only the first can follow the number itself, so the caller's place decides.
    WORDS.iter().any(|word| after.starts_with(word)) && !after.starts_with("多部门") && !after.starts_with("多元")
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

/// Digits with thousands separators and a decimal part; `None` for what is no number (1.2.3, more than 15 digits).
fn plain(text: &str, at: usize) -> Option<(Decimal, usize)> {
    const MOST_DIGITS: usize = 15;
    let bytes = text.as_bytes();
    let run = |from: usize| bytes[from..].iter().take_while(|b| b.is_ascii_digit()).count();
    let mut end = at + run(at);
    if end - at <= 3 {
        while bytes.get(end) == Some(&b',') && run(end + 1) == 3 {
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
    let digits: String = text[at..end].chars().filter(char::is_ascii_digit).collect();
    if digits.len() > MOST_DIGITS {
        return None;
    }
    Some((Decimal::new(digits.parse().ok()?, i32::try_from(scale).ok()?), end))
}

#[derive(Default)]
struct Multiplier {
    exponent: i32,
    len: usize,
    approximate: bool,
}

/// 万, 亿, 余万, 百万 after Arabic digits.
fn multiplier(after: &str) -> Multiplier {
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
    let trimmed = after.strip_prefix(' ').unwrap_or(after);
    let skipped = after.len() - trimmed.len();
    match trimmed.chars().next() {
        Some('%') => (Per::Hundred, skipped + 1),
        Some(c @ '‰') => (Per::Thousand, skipped + c.len_utf8()),
        _ => (Per::One, 0),
    }
}

#[derive(Clone, Copy)]
enum Numeral {
    Digit(u8),
    /// Power of ten.
    Unit(u32),
}

fn numeral(c: char) -> Option<Numeral> {
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

fn chinese(text: &str, at: usize) -> Read {
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

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn value(text: &str) -> String {
        parse(text).map_or("-".to_owned(), |value| value.to_string())
    }

    fn all(text: &str) -> Vec<Number> {
        numbers(text, Span::new(0, text.len()))
    }

    fn only(text: &str) -> Number {
        let found = all(text);
        assert_eq!(found.len(), 1, "{text}: {found:?}");
        found[0]
    }

    #[test]
    fn reads_arabic_numbers_with_separators_and_multipliers() {
        for (text, expected) in [
            ("1,200", "1200"),
            ("1,234,567", "1234567"),
            ("3.5万", "35000"),
            ("12亿", "1200000000"),
            ("2千万", "20000000"),
            ("8.73", "8.73"),
        ] {
            assert_eq!(value(text), expected, "{text}");
        }
    }

    #[test]
    fn reads_chinese_numbers() {
        for (text, expected) in [
            ("一百二十", "120"),
            ("两千三百", "2300"),
            ("两千三", "2300"),
            ("两千零三", "2003"),
            ("十一", "11"),
            ("二十", "20"),
            ("〇二", "2"),
            ("二〇二四", "2024"),
            ("三万二千", "32000"),
            ("十二亿", "1200000000"),
            ("三万亿", "3000000000000"),
            ("一百零五", "105"),
        ] {
            assert_eq!(value(text), expected, "{text}");
        }
    }

    #[test]
    fn set_phrases_are_no_numbers() {
        for text in ["十四五", "七五", "三四", "百", "千", "万", "三二百", "百十"] {
            assert_eq!(value(text), "-", "{text}");
        }
    }

    #[test]
    fn remembers_the_stated_precision() {
        assert_eq!(parse("3.5万").unwrap(), Decimal::integer(35_000));
        assert_eq!(parse("3.5万").unwrap().scale, -3);
        assert_eq!(parse("三万").unwrap().scale, -4);
        assert_eq!(parse("5.70").unwrap().scale, 2);
        assert_eq!(parse("5.70"), parse("5.7"));
        assert!(parse("5.70") < parse("5.71"));
    }

    #[test]
    fn reads_per_cent_in_signs_and_words() {
        for (text, expected) in [
            ("达99.96%", "99.96"),
            ("占百分之五", "5"),
            ("达百分之九十九点六", "99.6"),
            ("百分之百", "100"),
            ("为5 %", "5"),
            ("百分之12.5", "12.5"),
        ] {
            let found = only(text);
            assert_eq!((found.per, found.value.to_string().as_str()), (Per::Hundred, expected), "{text}");
        }
        assert_eq!(only("千分之三").per, Per::Thousand);
    }

    #[test]
    fn marks_what_is_approximate() {
        for text in [
            "近260项",
            "约30人",
            "300余条",
            "30多万件",
            "逾5万",
            "12%以上",
            "200左右",
            "十几个",
            "百余件",
            "数十次",
            "超过80%",
        ] {
            assert!(only(text).approximate, "{text}");
        }
        for text in ["共260项", "达12%", "网上100件", "30件", "二十部"] {
            assert!(!only(text).approximate, "{text}");
        }
    }

    #[test]
    fn an_ordinal_is_marked() {
        assert!(only("第三次").ordinal);
        assert!(only("第333号").ordinal);
        assert!(!only("三次").ordinal);
    }

    #[test]
    fn codes_versions_and_fractions_are_left_out() {
        for text in ["G60科创", "5G网络", "版本1.2.3", "三分之一", "三分之二以上", "A4纸", "20201231202012311"]
        {
            assert_eq!(all(text), [], "{text}");
        }
    }

    #[test]
    fn units_of_a_thousand_are_not_multipliers() {
        assert_eq!(only("下降2百分点").value, Decimal::integer(2));
        assert_eq!(only("5千瓦").value, Decimal::integer(5));
    }

    proptest! {
        #[test]
        fn no_text_makes_reading_fail(text in "[0-9,.%‰一二三四五六七八九十百千万亿零〇两余多几点分之第 年a件]{0,40}") {
            let mut last = 0;
            for number in all(&text) {
                prop_assert!(number.span.start >= last && number.span.end > number.span.start);
                prop_assert!(text.is_char_boundary(number.span.start) && text.is_char_boundary(number.span.end));
                last = number.span.end;
            }
        }

        #[test]
        fn any_whole_number_reads_back(value in 0i128..1_000_000_000_000) {
            prop_assert_eq!(parse(&value.to_string()), Some(Decimal::integer(value)));
            prop_assert_eq!(Decimal::integer(value).to_string(), value.to_string());
        }
    }
}
