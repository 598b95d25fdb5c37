//! One spelling out of many, and the way back.

use super::*;
use proptest::prelude::*;

#[test]
fn folds_script_width_marks_and_spaces_into_one_spelling() {
    assert_eq!(
        fold_word("全麵推進 法治 政府建設,製定(２０２１-２０２５年)"),
        "全面推进法治政府建设，制定（2021—2025年）"
    );
    assert_eq!(fold_word("关于 2024 年「放管服」改革"), "关于2024年“放管服”改革");
    assert_eq!(fold_word("１,２００件，16:32，a b"), "1,200件，16:32，a b");
}

#[test]
fn radicals_out_of_a_pdf_become_the_characters_they_look_like() {
    assert_eq!(fold_word("\u{2f00}、\u{2f08}\u{2ea0}政府\u{2f0c}\u{fa0a}"), "一、人民政府冂见");
    assert_eq!((unified('\u{2ed1}'), simplified('\u{2ed1}')), ('長', '长'));
    assert_eq!((unified('長'), unified('⽤')), ('長', '用'));
}

#[test]
fn keeps_hyphens_outside_year_ranges() {
    assert_eq!(fold_word("2023-02-24，0571-85250000"), "2023-02-24，0571-85250000");
    assert_eq!(fold_word("2021–2025年，2016年-2020年"), "2021—2025年，2016年—2020年");
}

#[test]
fn maps_a_folded_word_back_to_its_exact_original() {
    let text = "一、製 度,\r\n二、全麵";
    let folded = fold_lines(text);
    assert_eq!(folded.text(), "一、制度，\n二、全面");
    let find = |word: &str| {
        let at = folded.text().find(word).unwrap();
        folded.original(Span::new(at, at + word.len())).of(text)
    };
    assert_eq!(find("制度"), "製 度");
    assert_eq!(find("，"), ",");
    assert_eq!(find("全面"), "全麵");
}

#[test]
fn maps_decoded_text_to_the_whole_of_its_source() {
    let mut folder = Folder::default();
    folder.block(&[
        Run { text: "法", span: Span::new(0, 3) },
        Run { text: "治", span: Span::new(3, 11) },
        Run { text: "政府", span: Span::new(11, 17) },
    ]);
    let folded = folder.finish();
    assert_eq!(folded.original(Span::new(0, 6)), Span::new(0, 11));
    assert_eq!(folded.original(Span::new(3, 6)), Span::new(3, 11));
    assert_eq!(folded.original(Span::new(6, 9)), Span::new(11, 14));
}

#[test]
fn gaps_are_what_folding_left_out_inside_a_line() {
    let text = "　　法治 政府\n顾问  “顾";
    let folded = fold_lines(text);
    let gaps: Vec<_> = folded.gaps().map(|gap| (&folded.text()[gap.folded..], gap.original.of(text))).collect();
    assert_eq!(gaps, [("政府\n顾问“顾", " "), ("“顾", "  ")]);
}

#[test]
fn markup_left_out_inside_a_span_is_told_from_blanks() {
    let text = "甲<b>乙</b> 丙 丁";
    let mut folder = Folder::default();
    let run = |word: &'static str| {
        let at = text.find(word).unwrap();
        Run { text: word, span: Span::new(at, at + word.len()) }
    };
    folder.block(&[run("甲"), run("乙"), run("丙 丁")]);
    let folded = folder.finish();
    let skips = |words: &str| {
        let at = folded.text().find(words).unwrap();
        folded.skips_words(Span::new(at, at + words.len()), text)
    };
    assert!(skips("甲乙") && skips("乙丙") && !skips("丙丁") && !skips("乙"));
}

#[test]
fn settled_characters_fold_to_themselves_everywhere_and_others_not_always() {
    let contexts = [
        Context { last: None, written: "", after: "", rest: &[] },
        Context { last: Some('1'), written: "2021", after: "2025年", rest: &[] },
        Context { last: Some('年'), written: "2021年", after: " 法", rest: &[] },
    ];
    for c in '\0'..=char::MAX {
        let same = contexts.iter().all(|context| fold_char(c, context) == Some(c));
        assert_eq!(SETTLED.contains(c), same, "{c:?}");
    }
}

#[test]
fn stretches_fold_as_their_characters_do() {
    let text = "甲乙，2021年－2025年,「全麵」 ab 一";
    let whole = fold_lines(text);
    let mut folder = Folder::default();
    let runs: Vec<Run<'_>> = text
        .char_indices()
        .map(|(at, c)| Run { text: &text[at..at + c.len_utf8()], span: Span::new(at, at + c.len_utf8()) })
        .collect();
    folder.block(&runs);
    let apart = folder.finish();
    assert_eq!(whole.text, apart.text);
    for at in 0..=whole.text.len() {
        assert_eq!(whole.original(Span::new(0, at)), apart.original(Span::new(0, at)));
    }
}

#[test]
fn no_simplified_form_has_a_simplified_form_itself() {
    for c in '\u{3400}'..='\u{9fff}' {
        assert_eq!(simplified(simplified(c)), simplified(c), "{c}");
    }
    assert_eq!(simplified('薴'), '苎');
}

proptest! {
    #[test]
    fn every_folded_character_maps_to_a_character_that_folds_to_it(text in "[一-龥全麵製0-9０-９ ,:()（），。\u{3000}年\\-a-c]{0,60}") {
        let folded = fold_lines(&text);
        for (at, c) in folded.text().char_indices().filter(|(_, c)| is_han(*c) || c.is_ascii_digit()) {
            let source = folded.original(Span::new(at, at + c.len_utf8())).of(&text);
            prop_assert_eq!(fold_word(source), c.to_string());
        }
    }

    #[test]
    fn folding_chinese_text_twice_changes_nothing(text in "[一-龥全麵製「」，。,:() \u{3000}]{0,80}") {
        let once = fold_word(&text);
        prop_assert_eq!(fold_word(&once), once);
    }
}
