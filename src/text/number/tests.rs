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
