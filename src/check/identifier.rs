//! `identifier`: numbers that identify a person: identity numbers, bank cards, mobile phones.
//!
//! Identity numbers and bank cards are told from other long numbers by their check digits.

use serde::Deserialize;

use super::link::Linker;
use super::words::Words;
use super::{Context, Hits, Kind, Scope, Span};
use crate::text::date::Date;

/// Which numbers to look for.
#[derive(Debug, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Identifier {
    of: Vec<What>,
    /// Words in the same sentence that make any number with a right check digit a bank card.
    #[serde(default)]
    card_words: Words,
    /// Only in body text, not in bylines and page furniture.
    #[serde(default)]
    body_only: bool,
}

/// What a number identifies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
enum What {
    IdentityNumber,
    BankCard,
    Mobile,
}

impl What {
    fn title(self) -> &'static str {
        match self {
            What::IdentityNumber => "公民身份号码",
            What::BankCard => "银行卡号",
            What::Mobile => "手机号码",
        }
    }
}

impl Kind for Identifier {
    fn link(&mut self, linker: &mut Linker<'_>) {
        self.card_words.link(linker);
    }

    fn placeholders(&self) -> &'static [&'static str] {
        &["kind", "masked"]
    }

    fn run(&self, cx: &Context<'_>, _: &[Scope], hits: &mut Hits) {
        let digits = cx.digits(Span::new(0, cx.text().len()));
        let mut last = Span::default();
        // Blocks are lines, and no number runs on over a line end.
        for groups in digits.chunk_by(|one, next| adjoin(cx.text(), *one, *next)).filter(|groups| is_long(groups)) {
            let Some(block) = cx.block_at(groups[0].start) else { continue };
            for code in codes(cx.text(), block.folded, groups) {
                if last.contains(code.span) || (self.body_only && !cx.in_body(code.span)) {
                    continue;
                }
                let named = || self.card_words.find(cx, cx.sentence_around(code.span)).is_some();
                if let Some(what) = self.of.iter().find(|what| code.is(**what, &named)) {
                    hits.at(code.span).with("kind", what.title()).with("masked", code.masked());
                    last = code.span;
                }
            }
        }
    }
}

/// A run of digits, single spaces or hyphens between them allowed, that may end in X.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Code {
    digits: String,
    span: Span,
    /// What stands right after it.
    next: Option<char>,
}

impl Code {
    fn is(&self, what: What, named: &dyn Fn() -> bool) -> bool {
        match what {
            What::IdentityNumber => is_identity_number(&self.digits),
            What::BankCard => is_bank_card(&self.digits, named),
            What::Mobile => is_mobile(&self.digits) && !self.is_quantity(),
        }
    }

    fn is_quantity(&self) -> bool {
        const UNITS: &str = "元万亿人件吨千次个项家户条份册名部台平立公米度只株头美欧%.,";
        self.next.is_some_and(|c| UNITS.contains(c))
    }

    fn masked(&self) -> String {
        let (head, tail) = (3.min(self.digits.len()), self.digits.len().saturating_sub(4));
        format!("{}{}{}", &self.digits[..head], "*".repeat(tail.saturating_sub(head)), &self.digits[tail..])
    }
}

/// Digits of the shortest of these numbers.
const SHORTEST: usize = 11;

/// Whether one group of digits follows another as part of the same number may do.
fn adjoin(text: &str, one: Span, next: Span) -> bool {
    next.start == one.end + 1 && matches!(text.as_bytes()[one.end], b' ' | b'-')
}

/// Whether groups of digits have enough of them together.
fn is_long(groups: &[Span]) -> bool {
    groups.iter().map(|group| group.len()).sum::<usize>() >= SHORTEST
}

/// The long numbers that adjoining groups of digits of a line make, not those that are part of a word of letters and digits. The
/// groups are read as one number first and then each by itself.
fn codes(text: &str, line: Span, groups: &[Span]) -> Vec<Code> {
    let together = code(text, line, groups);
    let alone = groups.iter().filter(|_| groups.len() > 1);
    together.into_iter().chain(alone.filter_map(|group| code(text, line, std::slice::from_ref(group)))).collect()
}

/// The number that neighbouring groups make together.
fn code(text: &str, line: Span, groups: &[Span]) -> Option<Code> {
    if !is_long(groups) {
        return None;
    }
    let mut span = groups.first()?.join(*groups.last()?);
    let mut digits: String = groups.iter().map(|group| group.of(text)).collect();
    if digits.len() == 17 && text[span.end..line.end].starts_with(['X', 'x']) {
        digits.push('X');
        span.end += 1;
    }
    let joined = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '*'));
    let previous = text[line.start..span.start].chars().next_back();
    let next = text[span.end..line.end].chars().next();
    (!joined(previous) && !joined(next)).then_some(Code { digits, span, next })
}

/// GB 11643: region, date of birth, serial number, check digit.
fn is_identity_number(digits: &str) -> bool {
    const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    const CHECKS: &[u8] = b"10X98765432";
    let bytes = digits.as_bytes();
    if bytes.len() != 18 || !bytes[..17].iter().all(u8::is_ascii_digit) {
        return false;
    }
    let part = |from: usize, to: usize| digits[from..to].parse::<u16>().unwrap_or(0);
    let birth = Date { year: part(6, 10), month: part(10, 12) as u8, day: part(12, 14) as u8 };
    let sum: u32 = bytes.iter().zip(WEIGHTS).map(|(byte, weight)| u32::from(byte - b'0') * weight).sum();
    matches!(part(0, 2), 11..=15 | 21..=23 | 31..=37 | 41..=46 | 50..=54 | 61..=65 | 71 | 81..=83)
        && (1900..=2100).contains(&birth.year)
        && birth.is_possible()
        && CHECKS[(sum % 11) as usize] == bytes[17]
}

/// Luhn's check digit; the issuer's 62, or a word that says what the number is.
fn is_bank_card(digits: &str, named: &dyn Fn() -> bool) -> bool {
    let luhn: u32 = digits
        .bytes()
        .rev()
        .enumerate()
        .map(|(at, byte)| {
            let digit = u32::from(byte.wrapping_sub(b'0'));
            let doubled = if at % 2 == 1 { digit * 2 } else { digit };
            doubled / 10 + doubled % 10
        })
        .sum();
    let repeated = digits.bytes().all(|byte| Some(byte) == digits.bytes().next());
    (16..=19).contains(&digits.len())
        && digits.bytes().all(|byte| byte.is_ascii_digit())
        && luhn.is_multiple_of(10)
        && !repeated
        && (digits.starts_with("62") || named())
}

fn is_mobile(digits: &str) -> bool {
    let bytes = digits.as_bytes();
    bytes.len() == 11 && bytes[0] == b'1' && (b'3'..=b'9').contains(&bytes[1])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::landmark::Landmarks;

    fn codes_of(text: &str) -> Vec<Code> {
        let (line, landmarks) = (Span::new(0, text.len()), Landmarks::of(text));
        let groups = landmarks.digits().chunk_by(|one, next| adjoin(text, *one, *next));
        groups.flat_map(|groups| codes(text, line, groups)).collect()
    }

    fn kinds(text: &str) -> Vec<&'static str> {
        let all = [What::IdentityNumber, What::BankCard, What::Mobile];
        codes_of(text)
            .iter()
            .filter_map(|code| all.iter().find(|what| code.is(**what, &|| false)))
            .map(|what| what.title())
            .collect()
    }

    #[test]
    fn check_digits_tell_identity_numbers_from_other_numbers() {
        assert_eq!(kinds("身份证号11010519491231002X。"), ["公民身份号码"]);
        assert_eq!(kinds("身份证号11010519491231002x。"), ["公民身份号码"]);
        assert_eq!(kinds("编号110105194912310021"), Vec::<&str>::new());
        assert_eq!(kinds("编号110105194913310021"), Vec::<&str>::new());
    }

    #[test]
    fn check_digits_tell_bank_cards_from_other_numbers() {
        assert_eq!(kinds("汇至6222020000000000005账户"), Vec::<&str>::new());
        assert_eq!(kinds("汇至6222 0200 0000 0000 006"), Vec::<&str>::new());
        assert!(is_bank_card("6200000000000005", &|| false));
        assert!(!is_bank_card("4111111111111111", &|| false));
        assert!(is_bank_card("4111111111111111", &|| true));
        assert!(!is_bank_card("0000000000000000", &|| true));
    }

    #[test]
    fn mobile_numbers_are_no_quantities_and_no_parts_of_codes() {
        assert_eq!(kinds("联系电话13800000000。"), ["手机号码"]);
        assert_eq!(kinds("138 0000 0000，138-0000-0000"), ["手机号码", "手机号码"]);
        assert_eq!(kinds("13800000000 13900000000"), ["手机号码", "手机号码"]);
        assert_eq!(kinds("税收13800000000元，标识码A13800000000，138****0000，33010002000123号"), Vec::<&str>::new());
    }

    #[test]
    fn a_number_is_shown_masked() {
        let text = "11010519491231002X";
        assert_eq!(codes_of(text)[0].masked(), "110***********002X");
    }
}
