//! Numbers as lists write them: 一、 ① 第十一条 IV, by the names that WordprocessingML gives the forms.

/// A number in a form; what has no such form, or is unknown, is written in Arabic digits.
pub(super) fn written(format: &str, number: i64) -> String {
    let decimal = || number.to_string();
    let Ok(n) = usize::try_from(number) else { return decimal() };
    let one = |base: char, most: usize| {
        let offset = n.checked_sub(1).filter(|offset| *offset < most)?;
        char::from_u32(base as u32 + u32::try_from(offset).ok()?).map(String::from)
    };
    let of = |all: &str| n.checked_sub(1).and_then(|at| all.chars().nth(at)).map(String::from);
    let found = match format {
        "none" => Some(String::new()),
        "bullet" => Some(String::new()),
        "chineseCounting"
        | "chineseCountingThousand"
        | "japaneseCounting"
        | "taiwaneseCounting"
        | "taiwaneseCountingThousand"
        | "koreanCounting" => Some(counted(n, "零一二三四五六七八九", "十百千万", true)),
        "chineseLegalSimplified" => Some(counted(n, "零壹贰叁肆伍陆柒捌玖", "拾佰仟万", false)),
        "ideographLegalTraditional" | "japaneseLegal" => Some(counted(n, "零壹貳參肆伍陸柒捌玖", "拾佰仟萬", false)),
        "ideographDigital" | "japaneseDigitalTenThousand" | "taiwaneseDigital" => {
            Some(digits(n, "〇一二三四五六七八九"))
        }
        "ideographTraditional" => of("甲乙丙丁戊己庚辛壬癸"),
        "ideographZodiac" => of("子丑寅卯辰巳午未申酉戌亥"),
        "ideographEnclosedCircle" => one('㊀', 10),
        "decimalEnclosedCircle" | "decimalEnclosedCircleChinese" => match n {
            0 => Some("⓪".to_owned()),
            1..=20 => one('①', 20),
            21..=35 => char::from_u32('㉑' as u32 + u32::try_from(n - 21).unwrap_or(0)).map(String::from),
            _ => None,
        },
        "decimalEnclosedFullstop" => one('⒈', 20),
        "decimalEnclosedParen" => one('⑴', 20),
        "decimalFullWidth" | "decimalFullWidth2" => Some(digits(n, "０１２３４５６７８９")),
        "decimalZero" => Some(format!("{n:02}")),
        "upperLetter" => letters(n, b'A'),
        "lowerLetter" => letters(n, b'a'),
        "upperRoman" => roman(n),
        "lowerRoman" => roman(n).map(|text| text.to_lowercase()),
        _ => None,
    };
    found.unwrap_or_else(decimal)
}

fn digits(n: usize, all: &str) -> String {
    let digit = |c: char| c.to_digit(10).and_then(|at| all.chars().nth(at as usize)).unwrap_or(c);
    n.to_string().chars().map(digit).collect()
}

/// 二十一, 一百零五; `bare` leaves out the 一 of 一十.
fn counted(n: usize, digits: &str, units: &str, bare: bool) -> String {
    let digit = |at: usize| digits.chars().nth(at).unwrap_or_default();
    let unit = |at: usize| units.chars().nth(at).unwrap_or_default();
    if n >= 10_000 {
        let (high, low) = (n / 10_000, n % 10_000);
        let zero = if low > 0 && low < 1000 { digit(0).to_string() } else { String::new() };
        let rest = if low > 0 { counted(low, digits, units, false) } else { String::new() };
        return format!("{}{}{zero}{rest}", counted(high, digits, units, bare), unit(3));
    }
    if n == 0 {
        return digit(0).to_string();
    }
    let mut out = String::new();
    let mut gap = false;
    for power in (0..4).rev() {
        let scale = 10usize.pow(power);
        let at = n / scale % 10;
        if at == 0 {
            gap = !out.is_empty();
            continue;
        }
        if gap {
            out.push(digit(0));
            gap = false;
        }
        if !(bare && power == 1 && at == 1 && out.is_empty()) {
            out.push(digit(at));
        }
        if let Some(unit_at) = (power as usize).checked_sub(1) {
            out.push(unit(unit_at));
        }
    }
    out
}

/// a…z, then aa, bb: the letter repeated, as Word does.
fn letters(n: usize, first: u8) -> Option<String> {
    let at = n.checked_sub(1)?;
    let letter = char::from(first + u8::try_from(at % 26).ok()?);
    (at / 26 < 20).then(|| letter.to_string().repeat(at / 26 + 1))
}

fn roman(n: usize) -> Option<String> {
    const PARTS: &[(usize, &str)] = &[
        (1000, "M"),
        (900, "CM"),
        (500, "D"),
        (400, "CD"),
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ];
    let mut rest = Some(n).filter(|n| (1..4000).contains(n))?;
    let mut out = String::new();
    for (value, text) in PARTS {
        while rest >= *value {
            out.push_str(text);
            rest -= value;
        }
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::written;

    #[test]
    fn writes_the_numbers_of_chinese_lists() {
        for (format, number, text) in [
            ("chineseCounting", 1, "一"),
            ("chineseCountingThousand", 10, "十"),
            ("chineseCountingThousand", 11, "十一"),
            ("japaneseCounting", 20, "二十"),
            ("chineseCountingThousand", 105, "一百零五"),
            ("chineseCountingThousand", 110, "一百一十"),
            ("chineseCountingThousand", 10_010, "一万零一十"),
            ("chineseLegalSimplified", 12, "壹拾贰"),
            ("ideographDigital", 20, "二〇"),
            ("decimalEnclosedCircleChinese", 3, "③"),
            ("decimalEnclosedCircle", 21, "㉑"),
            ("decimalEnclosedCircle", 40, "40"),
            ("decimalFullWidth", 12, "１２"),
            ("upperRoman", 14, "XIV"),
            ("lowerLetter", 27, "aa"),
            ("ideographTraditional", 3, "丙"),
            ("somethingNew", 7, "7"),
            ("decimal", -1, "-1"),
        ] {
            assert_eq!(written(format, number), text, "{format} {number}");
        }
    }
}
