//! Measure words and units: what makes a number a quantity.
//!
//! The set phrases of this genre that only look like quantities (四个意识, 三项制度, 一件事) are told apart here too, so that evidence
//! and figures agree on what a quantity is.

use super::number::{Decimal, Number, Per, Script};
use super::sieve::{Sieve, ends, starts};
use super::word_list::WordList;

/// What a unit measures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Dimension {
    /// Things that are counted one by one.
    Count,
    /// Money.
    Money,
    /// Time.
    Time,
    /// Length, area, weight, power.
    Size,
    /// Difference of two percentages.
    Points,
}

/// A measure word or unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Measure {
    /// As written.
    pub word: &'static str,
    /// What it measures.
    pub dimension: Dimension,
    /// Whether a number in Chinese characters before it is a quantity too (三次, but not 三类).
    plain: bool,
}

const fn counted(word: &'static str) -> Measure {
    Measure { word, dimension: Dimension::Count, plain: true }
}

const fn counted_in_digits(word: &'static str) -> Measure {
    Measure { word, dimension: Dimension::Count, plain: false }
}

const fn measured(word: &'static str, dimension: Dimension) -> Measure {
    Measure { word, dimension, plain: true }
}

/// Longer words before the shorter ones they begin with.
static MEASURES: [Measure; 84] = [
    counted("件次"),
    counted("件"),
    counted("次"),
    counted("人次"),
    counted("人份"),
    counted("人"),
    counted("名"),
    counted("项次"),
    counted("项"),
    counted("场次"),
    counted("场"),
    counted("家次"),
    counted("家"),
    counted("户次"),
    counted("户"),
    counted("部"),
    counted("期"),
    counted("份"),
    counted("起"),
    counted("宗"),
    counted("处"),
    counted("批次"),
    counted("批"),
    counted("支"),
    counted("台次"),
    counted("台"),
    counted("套"),
    counted("册"),
    counted("篇"),
    counted("例"),
    counted_in_digits("位"),
    measured("个百分点", Dimension::Points),
    measured("百分点", Dimension::Points),
    measured("个工作日", Dimension::Time),
    measured("工作日", Dimension::Time),
    measured("个工作小时", Dimension::Time),
    measured("个小时", Dimension::Time),
    measured("小时", Dimension::Time),
    measured("个月", Dimension::Time),
    measured("分钟", Dimension::Time),
    measured("天", Dimension::Time),
    counted_in_digits("个"),
    counted_in_digits("条次"),
    counted_in_digits("条"),
    counted_in_digits("类"),
    counted_in_digits("种"),
    counted_in_digits("张次"),
    counted_in_digits("张"),
    counted_in_digits("本"),
    counted_in_digits("辆次"),
    counted_in_digits("辆"),
    counted_in_digits("艘"),
    counted_in_digits("所"),
    counted_in_digits("轮"),
    counted_in_digits("组"),
    counted_in_digits("队"),
    counted_in_digits("块"),
    counted_in_digits("幅"),
    counted_in_digits("座"),
    counted_in_digits("栋"),
    counted_in_digits("幢"),
    counted_in_digits("间"),
    counted_in_digits("片"),
    counted_in_digits("枚"),
    counted_in_digits("款"),
    counted_in_digits("节"),
    counted_in_digits("门"),
    counted_in_digits("笔"),
    counted_in_digits("卷"),
    counted_in_digits("页"),
    counted_in_digits("票"),
    counted_in_digits("课时"),
    counted_in_digits("单"),
    measured("元", Dimension::Money),
    measured("平方公里", Dimension::Size),
    measured("平方米", Dimension::Size),
    measured("立方米", Dimension::Size),
    measured("公里", Dimension::Size),
    measured("公顷", Dimension::Size),
    measured("公斤", Dimension::Size),
    measured("千克", Dimension::Size),
    measured("亩", Dimension::Size),
    measured("吨", Dimension::Size),
    measured("米", Dimension::Size),
];

/// What may not follow a measure word, because the two make another word: 3部门, 3处罚.
const OTHER_WORDS: [(&str, &[&str]); 14] = [
    ("人", &["大", "民", "才", "均", "员", "社"]),
    ("部", &["门", "委", "分", "署", "长"]),
    ("次", &["要", "生", "性", "产业"]),
    ("条", &["件", "例"]),
    ("家", &["庭", "长", "喻"]),
    ("处", &["罚", "理", "置", "分", "室", "长"]),
    ("本", &["级", "年", "市", "区", "县", "省", "地", "人", "单位"]),
    ("位", &["一体", "于", "列", "居", "次"]),
    ("单", &["位", "元", "独", "一"]),
    ("所", &["有", "属", "在"]),
    ("组", &["织", "成", "建"]),
    ("名", &["列", "单", "义"]),
    ("期", &["间", "末", "限", "工程", "项目", "建设"]),
    ("起", &["草", "步", "到", "来"]),
];

/// Set phrases that are not counts: measure word, number where only that one is meant, what follows.
const SET_PHRASES: [(&str, Option<i128>, &[&str]); 9] = [
    (
        "个",
        None,
        &[
            "意识",
            "自信",
            "维护",
            "确立",
            "坚持",
            "必由之路",
            "务必",
            "全面”",
            "结合",
            "健康",
            "毫不动摇",
            "伟大",
            "统一”",
            "服从",
            "百年",
            "没有变",
        ],
    ),
    ("项", Some(3), &["制度", "机制", "清单", "区域"]),
    ("项", Some(8), &["规定"]),
    ("件", Some(1), &["事"]),
    ("次", Some(1), &["办", "性", "告知"]),
    ("次", Some(2), &["供水", "分配", "开发", "污染"]),
    ("张", Some(1), &["网", "图", "表", "清单"]),
    ("场", Some(3), &["攻坚", "硬仗"]),
    ("天", Some(1), &["也"]),
];

/// The measure words by their first characters.
static WORDS: WordList<{ MEASURES.len() }> = WordList::of_starts({
    let mut words = [""; MEASURES.len()];
    let mut at = 0;
    while at < words.len() {
        words[at] = MEASURES[at].word;
        at += 1;
    }
    words
});

/// The measure word at the start of `after`.
pub fn measure(after: &str) -> Option<Measure> {
    let found = MEASURES[WORDS.starting(after, 0)?];
    (!is_other_word(found.word, &after[found.word.len()..])).then_some(found)
}

/// Whether a measure word and what follows make another word.
fn is_other_word(measure: &str, rest: &str) -> bool {
    const NEXT: Sieve = {
        let mut next = Sieve::of("");
        let mut at = 0;
        while at < OTHER_WORDS.len() {
            next = next.or(Sieve::of_starts(OTHER_WORDS[at].1));
            at += 1;
        }
        next
    };
    if !NEXT.may_start(rest) {
        return false;
    }
    let words = OTHER_WORDS.iter().find(|(word, _)| *word == measure);
    words.is_some_and(|(_, next)| next.iter().any(|next| starts(rest, next)))
}

const VAGUE: Sieve = Sieve::of("余多几");

/// The measure word that makes a number a quantity: no ordinal, no set phrase, no single Chinese numeral that is an article (一件).
/// `after` is the text right behind the number; 余, 多 and 几 may stand before the measure word.
pub fn quantity(number: &Number, after: &str) -> Option<Measure> {
    if number.ordinal || number.per != Per::One {
        return None;
    }
    let after = if VAGUE.may_start(after) { after.strip_prefix(['余', '多', '几']).unwrap_or(after) } else { after };
    let found = measure(after)?;
    let rest = &after[found.word.len()..];
    if is_set_phrase(number, found.word, rest) {
        return None;
    }
    (number.script == Script::Arabic || counts_in_chinese(number.value, found)).then_some(found)
}

/// Whether a number, its measure word and what follows are a set phrase.
fn is_set_phrase(number: &Number, measure: &str, rest: &str) -> bool {
    const NEXT: Sieve = {
        let mut next = Sieve::of("");
        let mut at = 0;
        while at < SET_PHRASES.len() {
            next = next.or(Sieve::of_starts(SET_PHRASES[at].2));
            at += 1;
        }
        next
    };
    NEXT.may_start(rest)
        && SET_PHRASES.iter().any(|(word, value, next)| {
            *word == measure
                && value.is_none_or(|value| number.value == Decimal::integer(value))
                && next.iter().any(|next| starts(rest, next))
        })
}

/// Whether the number after `before` is the tail of a formula or slogan: 12·4, 7×24小时, 1+3, 最多跑1次.
pub fn ends_formula(before: &str) -> bool {
    match before.as_bytes() {
        [.., b'+' | b'-' | b'/' | b'*' | b'~'] | [.., 0xc2, 0xb7] | [.., 0xc3, 0x97] => true,
        _ => ends(before, "—") || ends(before, "跑"),
    }
}

/// Whether a number in Chinese characters counts before this word: not 一 (an article), not a small number before 个 or 类 (a slogan).
fn counts_in_chinese(value: Decimal, measure: Measure) -> bool {
    let least = if measure.plain { 2 } else { 10 };
    value >= Decimal::integer(least)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::number::numbers;
    use crate::text::span::Span;

    fn unit(text: &str) -> Option<&'static str> {
        let found = numbers(text, Span::new(0, text.len()));
        let number = found.first()?;
        quantity(number, &text[number.span.end..]).map(|found| found.word)
    }

    #[test]
    fn longer_units_win() {
        assert_eq!(unit("300人次"), Some("人次"));
        assert_eq!(unit("300人"), Some("人"));
        assert_eq!(unit("下降2.49个百分点"), Some("个百分点"));
        assert_eq!(unit("8个工作小时"), Some("个工作小时"));
        assert_eq!(unit("300余条"), Some("条"));
    }

    #[test]
    fn chinese_numerals_count_only_where_they_clearly_count() {
        for text in ["十一个方面", "三次", "二十名", "六项重点任务", "四十条", "一百二十人"] {
            assert!(unit(text).is_some(), "{text}");
        }
        for text in ["一件事", "一项重要工作", "两个", "三类", "一人", "五个"] {
            assert_eq!(unit(text), None, "{text}");
        }
    }

    #[test]
    fn set_phrases_are_no_quantities() {
        for text in [
            "4个意识",
            "2个维护",
            "3项制度",
            "三项制度",
            "8项规定",
            "十一个坚持",
            "三次产业",
            "3部门",
            "100处罚",
            "第3次",
        ] {
            assert_eq!(unit(text), None, "{text}");
        }
    }

    #[test]
    fn every_measure_word_can_be_reached() {
        for expected in MEASURES {
            assert_eq!(measure(expected.word).map(|found| found.word), Some(expected.word));
        }
    }
}
