//! Marks found by looking at each character in turn, the plain way.

use proptest::prelude::*;

use super::*;

/// The marks that are due, every character of the line looked at.
fn plainly(inline: &mut Inline, text: &str, started: Option<Option<ReadMark>>) -> Vec<(usize, ReadMark)> {
    let mut found = Vec::new();
    let ordinal = |mark: ReadMark| if mark.style == MarkStyle::Ordinal { mark.number } else { 0 };
    let (mut heading, mut due_ordinal) = (started.is_some(), started.flatten().map_or(0, ordinal));
    let (mut boundary, mut before, mut depth) = (None, None, 0usize);
    let mut skip = started.flatten().map_or(0, |mark| mark.len);
    if started.is_none() {
        before = text.chars().next();
        skip = before.map_or(0, char::len_utf8);
    }
    while let Some(c) = text[skip..].chars().next() {
        let place = Place { boundary, before, heading, due_ordinal, quoted: depth > 0 };
        let counts = !place.quoted && matches!(boundary, Some('。' | '；' | '！' | '？' | '：'));
        let may = if c.is_ascii_digit() { counts } else { may_begin(c) };
        if may
            && let Some(mark) = read_mark(&text[skip..]).filter(|mark| !mark.loose)
            && inline.is_due(mark, place)
        {
            inline.accept(mark);
            due_ordinal = ordinal(mark);
            found.push((skip, mark));
            skip += mark.len;
            (boundary, before, heading) = (None, None, true);
            continue;
        }
        skip += c.len_utf8();
        match c {
            '《' | '“' | '（' => depth += 1,
            '》' | '”' | '）' => depth = depth.saturating_sub(1),
            '。' | '；' | '！' | '？' => (heading, depth) = (false, 0),
            _ => {}
        }
        match c {
            '。' | '；' | '！' | '？' | '：' | '，' => boundary = Some(c),
            '”' | '）' | '》' if boundary.is_some() => {}
            _ => boundary = None,
        }
        before = Some(c);
    }
    found
}

proptest! {
    #[test]
    fn finds_what_looking_at_each_character_finds(
        lines in proptest::collection::vec(
            proptest::collection::vec(
                proptest::sample::select(vec![
                    "一是", "二是", "三是", "（一）", "（二）", "一、", "二、", "第一，", "其二，", "1.", "2.", "3、", "（1）", "2）", "①", "②",
                    "⒈", "。", "；", "：", "，", "”", "“", "）", "（", "《", "》", "！", "法治", "十", "第", "12", "年", "政", "é", "a", "是",
                ]),
                0..14,
            ),
            1..4,
        ),
    ) {
        let (mut one, mut other) = (Inline::default(), Inline::default());
        for line in lines {
            // The line stands among others.
            let text = line.concat();
            let landmarks = Landmarks::of(&format!("一1{text}1一"));
            let place = Span::new(0, text.len()).shift("一1".len());
            for started in [None, Some(read_mark(&text))] {
                let mut found = Vec::new();
                one.scan((&text, place), &landmarks, started, |at, mark| found.push((at, mark)));
                prop_assert_eq!(&found, &plainly(&mut other, &text, started), "{} from {:?}", text, started);
            }
        }
    }
}
