//! Reading the number in front of a heading: `一、` `（一）` `1.` `（1）` `①` `一是` `第一，`, and the ways they are miswritten.
//!
//! Only the mark itself is read here; whether something that looks like a mark is a heading is for [`super::heading`].

use super::MarkStyle;
use crate::text::number::ordinal_numeral;

/// A mark at the start of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct ReadMark {
    pub style: MarkStyle,
    /// 1-based.
    pub number: u32,
    /// Bytes of the mark with its punctuation.
    pub len: usize,
    /// Written so loosely that only a line of its own makes it a mark: `一，`.
    pub loose: bool,
}

/// Reads the mark a folded text begins with.
pub(super) fn read_mark(text: &str) -> Option<ReadMark> {
    let first = text.chars().next()?;
    match first {
        '第' => counted(text),
        '（' | '(' => bracketed(text),
        '0'..='9' => arabic(text),
        '其' => ordinal(text),
        _ if ordinal_numeral(first).is_some() => ordinal(text).or_else(|| chinese(text)),
        _ => enclosed(first)
            .map(|(style, number)| mark(style, number, first.len_utf8() + separator(&text[first.len_utf8()..]))),
    }
}

/// The Chinese number a text begins with (一 … 九十九) and its length in bytes.
pub(super) fn chinese_number(text: &str) -> Option<(u32, usize)> {
    let mut digits = [0; 4];
    let mut count = 0;
    for (digit, place) in text.chars().map_while(ordinal_numeral).zip(&mut digits) {
        *place = digit;
        count += 1;
    }
    let digits = &digits[..count];
    let value = match *digits {
        [10] => 10,
        [one] => one,
        [10, one] | [one, 10] if one < 10 => {
            if digits[0] == 10 {
                10 + one
            } else {
                one * 10
            }
        }
        [ten, 10, one] if ten < 10 && one < 10 => ten * 10 + one,
        _ => return None,
    };
    Some((value, digits.len() * '一'.len_utf8()))
}

fn mark(style: MarkStyle, number: u32, len: usize) -> ReadMark {
    ReadMark { style, number, len, loose: false }
}

/// 一、 and the miswritten 一. 一，
fn chinese(text: &str) -> Option<ReadMark> {
    let (number, len) = chinese_number(text)?;
    let rest = &text[len..];
    let point = rest.chars().next().filter(|c| matches!(c, '、' | '.' | '，' | '·'))?;
    let after = &rest[point.len_utf8()..];
    // 一、二、三产业; 一、二线城市; 三、四季度
    let counted = chinese_number(after).is_some_and(|(_, len)| {
        after[len..].starts_with(['、', '线', '级', '类', '等', '次', '期', '季', '产', '者', '批', '是'])
    });
    (!counted).then(|| ReadMark { loose: point == '，', ..mark(MarkStyle::Chinese, number, len + point.len_utf8()) })
}

/// 第一部分, 第一章; 第一，
fn counted(text: &str) -> Option<ReadMark> {
    let at = '第'.len_utf8();
    let (number, len) = chinese_number(&text[at..]).or_else(|| digits(&text[at..]))?;
    let rest = &text[at + len..];
    for word in ["部分", "章", "篇", "编"] {
        if let Some(after) = rest.strip_prefix(word) {
            return Some(mark(MarkStyle::Part, number, at + len + word.len() + separator(after)));
        }
    }
    let point = rest.chars().next().filter(|c| matches!(c, '，' | '、' | '：'))?;
    let after = &rest[point.len_utf8()..];
    // 第一、第二批; 第一、二产业
    let listed = after.starts_with('第') || chinese_number(after).is_some();
    (!listed && !after.is_empty()).then(|| mark(MarkStyle::Ordinal, number, at + len + point.len_utf8()))
}

/// （一） (一） 一） and （1）; a 、 after the bracket belongs to the mark.
fn bracketed(text: &str) -> Option<ReadMark> {
    let open = text.chars().next()?.len_utf8();
    let inner = &text[open..];
    let (style, (number, len)) = match chinese_number(inner) {
        Some(found) => (MarkStyle::ChineseBracket, found),
        None => (MarkStyle::ArabicBracket, digits(inner)?),
    };
    let close = closing(&inner[len..])?;
    let end = open + len + close;
    Some(mark(style, number, end + separator(&text[end..])))
}

/// 1. 1、 and 1）
fn arabic(text: &str) -> Option<ReadMark> {
    let (number, len) = digits(text)?;
    let rest = &text[len..];
    if let Some(close) = closing(rest) {
        return Some(mark(MarkStyle::ArabicBracket, number, len + close + separator(&rest[close..])));
    }
    let point = rest.chars().next().filter(|c| matches!(c, '.' | '、'))?;
    let after = &rest[point.len_utf8()..];
    let follows = after.bytes().take_while(u8::is_ascii_digit).count();
    let year = follows == 4 && after[follows..].starts_with('年');
    let listed = point == '、' && follows > 0 && after[follows..].starts_with(['、', '月', '日', '号', '—', '-']);
    (follows == 0 || year || (point == '、' && !listed))
        .then(|| mark(MarkStyle::Arabic, number, len + point.len_utf8()))
}

/// 一是; 其一，
fn ordinal(text: &str) -> Option<ReadMark> {
    let lead = if text.starts_with('其') { '其'.len_utf8() } else { 0 };
    let (number, len) = chinese_number(&text[lead..])?;
    let rest = &text[lead + len..];
    let point = rest.chars().next().filter(|c| *c == '是' || (lead > 0 && matches!(c, '，' | '、')))?;
    let after = &rest[point.len_utf8()..];
    // 一是一，二是二
    let proverb = lead == 0
        && chinese_number(after)
            .is_some_and(|(same, len)| same == number && after[len..].starts_with(['，', '、', '。']));
    (!proverb && !after.is_empty()).then(|| mark(MarkStyle::Ordinal, number, lead + len + point.len_utf8()))
}

/// One or two digits, not part of a longer number.
fn digits(text: &str) -> Option<(u32, usize)> {
    let len = text.bytes().take_while(u8::is_ascii_digit).count();
    let number = text.get(..len).filter(|_| (1..=2).contains(&len))?.parse().ok()?;
    (number > 0).then_some((number, len))
}

fn closing(text: &str) -> Option<usize> {
    text.chars().next().filter(|c| matches!(c, '）' | ')')).map(char::len_utf8)
}

/// Bytes of a needless 、 or . after a mark.
fn separator(text: &str) -> usize {
    text.chars().next().filter(|c| matches!(c, '、' | '.' | '：' | '，')).map_or(0, char::len_utf8)
}

/// ① ⑴ ⒈ ㈠
fn enclosed(c: char) -> Option<(MarkStyle, u32)> {
    let from = |first: u32| c as u32 - first + 1;
    match c {
        '①'..='⑳' => Some((MarkStyle::Circled, from('①' as u32))),
        '❶'..='❿' => Some((MarkStyle::Circled, from('❶' as u32))),
        '⑴'..='⒇' => Some((MarkStyle::ArabicBracket, from('⑴' as u32))),
        '⒈'..='⒛' => Some((MarkStyle::Arabic, from('⒈' as u32))),
        '㈠'..='㈩' => Some((MarkStyle::ChineseBracket, from('㈠' as u32))),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::fold::fold_word;

    fn read(text: &str) -> Option<(MarkStyle, u32, String)> {
        let folded = fold_word(text);
        read_mark(&folded).map(|mark| (mark.style, mark.number, folded[..mark.len].to_owned()))
    }

    #[test]
    fn reads_every_style() {
        use MarkStyle::*;
        for (text, style, number) in [
            ("第一部分 总体情况", Part, 1),
            ("第二章　情况", Part, 2),
            ("一、情况", Chinese, 1),
            ("十二、情况", Chinese, 12),
            ("二十一、情况", Chinese, 21),
            ("（三）情况", ChineseBracket, 3),
            ("1.情况", Arabic, 1),
            ("2、情况", Arabic, 2),
            ("3．情况", Arabic, 3),
            ("1.2024年情况", Arabic, 1),
            ("（4）情况", ArabicBracket, 4),
            ("5）情况", ArabicBracket, 5),
            ("⑥情况", Circled, 6),
            ("一是情况", Ordinal, 1),
            ("第二，情况", Ordinal, 2),
            ("其三，情况", Ordinal, 3),
        ] {
            assert_eq!(read(text).map(|(style, number, _)| (style, number)), Some((style, number)), "{text}");
        }
    }

    #[test]
    fn understands_marks_written_wrongly() {
        use MarkStyle::*;
        assert_eq!(read("一. 情况"), Some((Chinese, 1, "一.".into())));
        assert_eq!(read("一．情况"), Some((Chinese, 1, "一.".into())));
        assert_eq!(read("（二）、情况"), Some((ChineseBracket, 2, "（二）、".into())));
        assert_eq!(read("(二)情况"), Some((ChineseBracket, 2, "（二）".into())));
        assert_eq!(read("　　一 、情况"), Some((Chinese, 1, "一、".into())));
        assert_eq!(read("㈡情况").map(|found| found.1), Some(2));
    }

    #[test]
    fn other_numbers_are_no_marks() {
        for text in [
            "2021年，情况",
            "1.5万件",
            "12.4国家宪法日",
            "十三五规划",
            "十四五、",
            "一、二、三产业",
            "一、二线城市",
            "三、四季度",
            "一是一，二是二",
            "第一责任人",
            "第一批",
            "（2023年）",
            "一次办好",
            "123、情况",
            "1、2月份",
            "统一是",
            "（一件事）",
            "第一、二产业",
            "",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
