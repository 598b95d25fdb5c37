//! Signs of what a sentence states: enough to tell that a check has nothing to look for in it.

use super::super::Span;
use crate::text::number;
use crate::text::sieve::{Sieve, wide, wide_at};

/// Signs of what the figures of a sentence may be. A sign that is missing is proof; one that is there is none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Signs {
    /// At least as many figures as it has, up to 255.
    pub numbers: u8,
    /// A percentage that may be less than 100.
    pub below_hundred: bool,
    /// A percentage that may be more than 100.
    pub above_hundred: bool,
    /// 占
    pub share: bool,
    /// 其中
    pub parts: bool,
    /// 共 or 计 right before a number.
    pub total: bool,
}

/// Two characters that a quotation mark or space parts, which labels leave out: the 办 and 率 of “一网通办”率.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Seam {
    pub(super) before: char,
    pub(super) after: char,
    /// The number of the sentence it stands in.
    pub(super) sentence: usize,
}

/// Reads the signs of a sentence, and adds its seams to the others.
pub(super) fn read_signs(text: &str, span: Span, sentence: usize, seams: &mut Vec<Seam>) -> Signs {
    const STOPS: Sieve = Sieve::of(number::STARTS).and("% \"“”‘’").and("占中共计");
    const PER_CENT: [u8; 3] = wide('百');
    const SHARE: [u8; 3] = wide('占');
    const AMONG: [u8; 3] = wide('中');
    const TOTAL: [[u8; 3]; 2] = [wide('共'), wide('计')];
    let text = &text[..span.end];
    let mut signs = Signs::default();
    let mut at = STOPS.next(text, span.start);
    while let Some(byte) = text.as_bytes().get(at) {
        let end = match (byte, wide_at(text, at)) {
            (b'0'..=b'9', _) => {
                signs.numbers = signs.numbers.saturating_add(1);
                past_digits(text.as_bytes(), at)
            }
            (b'%', _) => {
                signs.percentage(&text.as_bytes()[span.start..at]);
                at + 1
            }
            (b' ' | b'"', _) => {
                seams.extend(seam(text, span.start, at, sentence));
                at + 1
            }
            (_, Some(c)) => {
                match c {
                    SHARE => signs.share = true,
                    AMONG => signs.parts |= text[span.start..at].ends_with('其'),
                    _ if TOTAL.contains(&c) => signs.total |= number::starts_at(text, at + 3),
                    _ if number::starts_at(text, at) => {
                        signs.numbers = signs.numbers.saturating_add(1);
                        if c == PER_CENT && text[at..].starts_with("百分之") {
                            (signs.below_hundred, signs.above_hundred) = (true, true);
                        }
                    }
                    _ if is_quote(text, at) => seams.extend(seam(text, span.start, at, sentence)),
                    _ => {}
                }
                at + 3
            }
            _ => at + 1,
        };
        at = STOPS.next(text, end);
    }
    signs
}

impl Signs {
    /// Takes note of a percentage by what stands before its sign: 98.5 is below a hundred, 100 neither below nor above.
    fn percentage(&mut self, before: &[u8]) {
        let before = before.strip_suffix(b" ").unwrap_or(before);
        let len = before.iter().rev().take_while(|byte| is_numeric(**byte)).count();
        let number = &before[before.len() - len..];
        let whole = number.iter().take_while(|byte| byte.is_ascii_digit()).count();
        let plain = !number.contains(&b',');
        self.below_hundred |= number != b"100";
        self.above_hundred |= number != b"100" && !(plain && (1..=2).contains(&whole));
    }
}

fn is_numeric(byte: u8) -> bool {
    byte.is_ascii_digit() || matches!(byte, b'.' | b',')
}

fn past_digits(bytes: &[u8], at: usize) -> usize {
    at + bytes[at..].iter().take_while(|byte| is_numeric(**byte)).count()
}

fn is_quote(text: &str, at: usize) -> bool {
    const QUOTES: [[u8; 3]; 4] = [wide('“'), wide('”'), wide('‘'), wide('’')];
    wide_at(text, at).is_some_and(|c| QUOTES.contains(&c))
}

/// What labels leave out.
fn is_left_out(c: char) -> bool {
    matches!(c, '“' | '”' | '‘' | '’' | ' ' | '"')
}

/// The characters around a quotation mark or space, further ones beside it left out.
fn seam(text: &str, start: usize, at: usize, sentence: usize) -> Option<Seam> {
    let before = text[start..at].chars().next_back().filter(|c| !is_left_out(*c))?;
    let after = text[at..].chars().find(|c| !is_left_out(*c))?;
    Some(Seam { before, after, sentence })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn signs(text: &str) -> Signs {
        read_signs(text, Span::new(0, text.len()), 0, &mut Vec::new())
    }

    #[test]
    fn percentages_are_known_by_their_whole_part() {
        let sides = |text: &str| (signs(text).below_hundred, signs(text).above_hundred);
        for text in ["合格率98.5%", "占5 %", "0.100%"] {
            assert_eq!(sides(text), (true, false), "{text}");
        }
        for text in ["合格率100.5%", "合格率1,200%", "百分之一百二十", "3万%"] {
            assert_eq!(sides(text), (true, true), "{text}");
        }
        assert_eq!(sides("合格率100%，出庭率100 %，五成"), (false, false));
    }

    #[test]
    fn there_are_never_fewer_numbers_than_figures() {
        for text in ["受理3件", "第3位", "2024年办结12,000件", "百分之五3件，1,2件", "三十件、5‰、3%6%", "3.5万元4,5"]
        {
            let figures = crate::text::figure::figures(text, Span::new(0, text.len()));
            assert!(usize::from(signs(text).numbers) >= figures.len(), "{text}");
        }
    }

    #[test]
    fn words_of_parts_shares_and_totals_are_signs() {
        assert!(signs("其中维持3件").parts && !signs("对其集中维持").parts);
        assert!(signs("维持3件，共计5件").total && signs("共五件").total && !signs("共享5件").total);
        assert!(signs("占5%").share);
    }

    #[test]
    fn seams_skip_all_marks_between_two_characters() {
        let mut seams = Vec::new();
        let text = "推行“一网” “通办”率。";
        read_signs(text, Span::new(0, text.len()), 7, &mut seams);
        let pairs: Vec<_> = seams.iter().map(|seam| (seam.before, seam.after)).collect();
        assert_eq!(pairs, [('行', '一'), ('网', '通'), ('办', '率')]);
    }
}
