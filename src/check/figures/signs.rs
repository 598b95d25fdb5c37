//! Signs of what a sentence states: enough to tell that a check has nothing to look for in it.

use super::super::Span;
use crate::text::number;
use crate::text::sieve::{Sieve, wide, wide_at};
use crate::text::split::{ends_sentence, past_closing};

/// Signs of what the figures of a sentence may be. A sign that is missing is proof; one that is there is none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Signs {
    /// At least as many figures as it has, up to 255.
    pub numbers: u8,
    /// A percentage that may be less than 100.
    pub below_hundred: bool,
    /// A percentage that may be more than 100.
    pub above_hundred: bool,
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

/// Reads the sentence of a line that begins at `start`: its folded bytes and signs. Its seams are added to the others.
pub(super) fn read_signs(line: &str, start: usize, sentence: usize, seams: &mut Vec<Seam>) -> (Span, Signs) {
    const STOPS: Sieve = Sieve::of(number::STARTS).and("% \"“”‘’").and("中共计").and("。！？");
    let mut signs = Signs::default();
    let mut at = STOPS.next(line, start);
    while let Some(byte) = line.as_bytes().get(at) {
        let end = match (byte, wide_at(line, at)) {
            (b'0'..=b'9', _) => {
                signs.numbers = signs.numbers.saturating_add(1);
                past_digits(line.as_bytes(), at)
            }
            (b'%', _) => {
                signs.percentage(&line.as_bytes()[start..at]);
                at + 1
            }
            (b' ' | b'"', _) => {
                seams.extend(seam(line, start, at, sentence));
                at + 1
            }
            (_, Some(c)) if ends_sentence(c) => return (Span::new(start, past_closing(line, at + 3)), signs),
            (_, Some(c)) if is_quote(c) => {
                seams.extend(seam(line, start, at, sentence));
                at + 3
            }
            (_, Some(c)) => {
                signs.character(c, line, start, at);
                at + 3
            }
            _ => at + 1,
        };
        at = STOPS.next(line, end);
    }
    (Span::new(start, line.len()), signs)
}

impl Signs {
    /// Takes note of a character of three bytes.
    fn character(&mut self, c: [u8; 3], line: &str, start: usize, at: usize) {
        const PER_CENT: [u8; 3] = wide('百');
        const AMONG: [u8; 3] = wide('中');
        const TOTAL: [[u8; 3]; 2] = [wide('共'), wide('计')];
        if c == AMONG {
            self.parts |= line[start..at].ends_with('其');
        } else if TOTAL.contains(&c) {
            self.total |= number::starts_at(line, at + 3);
        } else if number::starts_at(line, at) {
            self.numbers = self.numbers.saturating_add(1);
            let per_cent = c == PER_CENT && line[at..].starts_with("百分之");
            self.below_hundred |= per_cent;
            self.above_hundred |= per_cent;
        }
    }

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

fn is_quote(c: [u8; 3]) -> bool {
    const QUOTES: [[u8; 3]; 4] = [wide('“'), wide('”'), wide('‘'), wide('’')];
    QUOTES.contains(&c)
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
    use crate::text::split::sentences;
    use proptest::prelude::*;

    fn signs(text: &str) -> Signs {
        read_signs(text, 0, 0, &mut Vec::new()).1
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
    fn words_of_parts_and_totals_are_signs() {
        assert!(signs("其中维持3件").parts && !signs("对其集中维持").parts);
        assert!(signs("维持3件，共计5件").total && signs("共五件").total && !signs("共享5件").total);
    }

    #[test]
    fn seams_skip_all_marks_between_two_characters() {
        let mut seams = Vec::new();
        let text = "推行“一网” “通办”率。";
        read_signs(text, 0, 7, &mut seams);
        let pairs: Vec<_> = seams.iter().map(|seam| (seam.before, seam.after)).collect();
        assert_eq!(pairs, [('行', '一'), ('网', '通'), ('办', '率')]);
    }

    proptest! {
        #[test]
        fn sentences_end_where_they_do_elsewhere(line in "[其中共计3%“”）。！？办率百分之五 ]{0,30}") {
            let (mut read, mut at) = (Vec::new(), 0);
            while at < line.len() {
                let (span, signs) = read_signs(&line, at, 0, &mut Vec::new());
                let figures = crate::text::figure::figures(&line, span);
                prop_assert!(usize::from(signs.numbers) >= figures.len());
                prop_assert!(signs.parts || figures.iter().all(|figure| !figure.part_of));
                read.push(span);
                at = span.end;
            }
            prop_assert_eq!(read, sentences(&line, Span::new(0, line.len())));
        }
    }
}
