//! The numbers of headings and lists as they are written: 一, 十二, 3, ③, and marks made of them.

use crate::text::number::ordinal_numeral;

/// The value of a Chinese number from 一 to 九十九; `None` for other text.
pub(super) fn chinese_value(text: &str) -> Option<u32> {
    let (mut digits, mut len) = ([0; 3], 0);
    for c in text.chars() {
        *digits.get_mut(len)? = ordinal_numeral(c)?;
        len += 1;
    }
    match digits[..len] {
        [digit] => Some(digit),
        [10, unit] if unit < 10 => Some(10 + unit),
        [tens, 10] if tens < 10 => Some(tens * 10),
        [tens, 10, unit] if tens < 10 && unit < 10 => Some(tens * 10 + unit),
        _ => None,
    }
}

/// A number from 1 to 99 in Chinese.
pub(super) fn chinese(number: u32) -> String {
    const DIGITS: [&str; 10] = ["", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    let digit = |value: u32| DIGITS[(value % 10) as usize];
    match number {
        0..=9 => digit(number).to_owned(),
        10..=19 => format!("十{}", digit(number)),
        _ => format!("{}十{}", digit(number / 10), digit(number)),
    }
}

/// Whether a character can stand in a Chinese number below a hundred.
pub(super) fn is_numeral(c: char) -> bool {
    ordinal_numeral(c).is_some()
}

/// The number a text begins with, Chinese or Arabic, and its length in bytes.
pub(super) fn leading_number(text: &str) -> Option<(u32, usize)> {
    let run = |test: &dyn Fn(char) -> bool| text.chars().take_while(|c| test(*c)).map(char::len_utf8).sum::<usize>();
    let arabic = run(&|c| c.is_ascii_digit());
    if arabic > 0 {
        return text[..arabic].parse().ok().map(|value| (value, arabic));
    }
    let len = run(&is_numeral);
    chinese_value(&text[..len]).map(|value| (value, len))
}

/// A mark with another number in its place: （二） with 4 is （四）, `2.` is `4.`, ② is ④. `None` where no number stands in it.
pub(super) fn renumbered(mark: &str, number: u32) -> Option<String> {
    let mark = mark.trim();
    if let Some((at, c)) = mark.char_indices().find(|(_, c)| is_circled(*c)) {
        let circled = char::from_u32('①' as u32 + number.checked_sub(1)?).filter(|c| is_circled(*c))?;
        return Some(format!("{}{circled}{}", &mark[..at], &mark[at + c.len_utf8()..]));
    }
    let at = mark.find(|c: char| c.is_ascii_digit() || is_numeral(c))?;
    let (_, len) = leading_number(&mark[at..])?;
    let arabic = mark[at..].starts_with(|c: char| c.is_ascii_digit());
    let written = if arabic { number.to_string() } else { chinese(number) };
    Some(format!("{}{written}{}", &mark[..at], &mark[at + len..]))
}

fn is_circled(c: char) -> bool {
    ('①'..='⑳').contains(&c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chinese_numbers_read_back_as_written() {
        for number in 1..100 {
            assert_eq!(chinese_value(&chinese(number)), Some(number));
        }
        for text in ["", "十十", "一二", "二三十", "百"] {
            assert_eq!(chinese_value(text), None, "{text}");
        }
    }

    #[test]
    fn a_mark_keeps_its_form_when_renumbered() {
        for (mark, expected) in [
            ("（二）", "（四）"),
            ("二、", "四、"),
            ("12.", "4."),
            ("（1）", "（4）"),
            ("②", "④"),
            ("第二部分", "第四部分"),
            ("二是", "四是"),
        ] {
            assert_eq!(renumbered(mark, 4).as_deref(), Some(expected));
        }
        assert_eq!(renumbered("附件", 4), None);
    }
}
