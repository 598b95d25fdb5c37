//! Signs of what a sentence states: enough to tell that a check has nothing to look for in it.

use std::sync::LazyLock;

use memchr::memmem::Finder;

use super::Sentence;
use crate::text::arithmetic::announces_total;
use crate::text::number;

/// Signs of what the figures of a sentence may be. A sign that is missing is proof; one that is there is none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Signs {
    /// A percentage that may be less than 100.
    pub below_hundred: bool,
    /// A percentage that may be more than 100.
    pub above_hundred: bool,
    /// 其中
    pub parts: bool,
    /// 共 or 合计 that may lead to a closing total.
    pub total: bool,
}

/// Gives sentences, in order, their signs. These are rare in a text: each is looked for by itself.
pub(super) fn read_signs(text: &str, sentences: &mut [Sentence]) {
    static WORDS: LazyLock<[Finder<'static>; 4]> = LazyLock::new(|| ["百分之", "其中", "共", "计"].map(Finder::new));
    let [per_cent, among, sum, total] = &*WORDS;
    let from = sentences.first().map_or(text.len(), |sentence| sentence.span.start);
    let bytes = &text.as_bytes()[from..];
    let found = |word: &'static Finder<'static>| word.find_iter(bytes).map(move |at| from + at);
    each_in(sentences, memchr::memchr_iter(b'%', bytes).map(|at| from + at), |sentence, at| {
        sentence.signs.percentage(&text.as_bytes()[sentence.span.start..at]);
    });
    each_in(sentences, found(per_cent), |sentence, _| {
        (sentence.signs.below_hundred, sentence.signs.above_hundred) = (true, true);
    });
    each_in(sentences, found(among), |sentence, _| sentence.signs.parts = true);
    for word in [sum, total] {
        each_in(sentences, found(word), |sentence, at| {
            let end = at + word.needle().len();
            sentence.signs.total |= number::starts_at(text, end) && announces_total(&text[..end]);
        });
    }
}

/// Calls `note` with each place, in order, that lies in a sentence.
fn each_in(sentences: &mut [Sentence], places: impl Iterator<Item = usize>, note: impl Fn(&mut Sentence, usize)) {
    let mut number = 0;
    for place in places {
        number += sentences[number..].iter().take_while(|sentence| sentence.span.end <= place).count();
        match sentences.get_mut(number) {
            None => return,
            Some(sentence) if sentence.span.holds(place) => note(sentence, place),
            Some(_) => {}
        }
    }
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

/// Whether a text may have so many figures.
pub(super) fn may_have_figures(text: &str, least: usize) -> bool {
    let mut at = number::next_start(text, 0);
    for _ in 1..least {
        let digits = text.as_bytes()[at..].iter().take_while(|byte| is_numeric(**byte)).count();
        let end = if digits > 0 { at + digits } else { (at + 3).min(text.len()) };
        at = number::next_start(text, end);
    }
    at < text.len()
}

fn is_numeric(byte: u8) -> bool {
    byte.is_ascii_digit() || matches!(byte, b'.' | b',')
}

#[cfg(test)]
mod tests {
    use super::super::Span;
    use super::super::cut;
    use super::*;
    use crate::text::figure::figures;
    use proptest::prelude::*;

    fn signs(text: &str) -> Signs {
        let mut sentences = vec![Sentence::new(Span::new(0, text.len()), true)];
        read_signs(text, &mut sentences);
        sentences[0].signs
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
            let stated = figures(text, Span::new(0, text.len())).len();
            assert!((1..=stated).all(|least| may_have_figures(text, least)), "{text}");
        }
        assert!(!may_have_figures("受理12,000件", 2) && !may_have_figures("受理", 1));
    }

    #[test]
    fn words_of_parts_and_totals_are_signs() {
        assert!(signs("其中维持3件").parts && !signs("对其集中维持").parts);
        assert!(signs("维持3件，共计5件").total && signs("维持3件，共五件").total && signs("3件，合计5件").total);
        assert!(!signs("公共5件").total && !signs("，共享5件").total);
    }

    proptest! {
        #[test]
        fn a_sign_is_missing_only_where_nothing_has_it(line in "[其中，合共计3、件%100“”）。！？办率百分之五 ]{0,40}") {
            let mut sentences = Vec::new();
            let marks = crate::text::split::sentence_marks(&line);
            cut(&line, [Span::new(0, line.len())].into_iter(), marks, &mut sentences);
            read_signs(&line, &mut sentences);
            for Sentence { span, signs, .. } in &sentences {
                let stated = figures(&line, *span);
                prop_assert!((1..=stated.len()).all(|least| may_have_figures(span.of(&line), least)));
                prop_assert!(signs.parts || stated.iter().all(|figure| !figure.part_of));
                prop_assert!(signs.total || stated.iter().all(|figure| !announces_total(&line[..figure.span.start])));
                let hundred = crate::text::number::Decimal::integer(100);
                let rates = || stated.iter().filter(|figure| figure.unit == "%");
                prop_assert!(signs.below_hundred || rates().all(|figure| figure.value >= hundred));
                prop_assert!(signs.above_hundred || rates().all(|figure| figure.value <= hundred));
            }
        }
    }
}
