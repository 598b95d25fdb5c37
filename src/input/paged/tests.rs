use super::*;

/// Characters of a line, one after the other.
fn set(text: &str, x: f64, y: f64, size: f64) -> Vec<Glyph> {
    let mut at = x;
    let mut out = Vec::new();
    for c in text.chars() {
        let width = if c.is_ascii() { size / 2.0 } else { size };
        out.push(Glyph { text: c.to_string(), x: at, y, width, size });
        at += width;
    }
    out
}

/// Pages of A4 with lines of 20 characters of size 16, from 100 to 420.
fn pages(pages: &[&[(&str, f64, f64)]]) -> Vec<Sheet> {
    let sheet = |lines: &&[(&str, f64, f64)]| Sheet {
        height: 842.0,
        glyphs: lines.iter().flat_map(|(text, x, y)| set(text, *x, *y, 16.0)).collect(),
        pictures: None,
    };
    pages.iter().map(sheet).collect()
}

fn read(sheets: Vec<Sheet>) -> Draft {
    draft(sheets, "PDF").unwrap()
}

fn texts(draft: &Draft) -> Vec<&str> {
    draft.text.lines().collect()
}

const FULL: &str = "一二三四五六七八九十一二三四五六七八九十";
const INDENTED: &str = "一二三四五六七八九十一二三四五六七八";

#[test]
fn lines_of_a_paragraph_join_until_one_is_indented_or_short() {
    let draft = read(pages(&[&[
        (INDENTED, 132.0, 100.0),
        (FULL, 100.0, 128.0),
        ("半行。", 100.0, 156.0),
        (INDENTED, 132.0, 184.0),
        (FULL, 100.0, 212.0),
        (INDENTED, 132.0, 240.0),
    ]]));
    let (first, second) = (format!("{INDENTED}{FULL}半行。"), format!("{INDENTED}{FULL}"));
    assert_eq!(texts(&draft), [first.as_str(), second.as_str(), INDENTED]);
}

#[test]
fn a_full_line_that_ends_a_sentence_does_not_swallow_the_heading_after_it() {
    let ended = "一二三四五六七八九十一二三四五六七八如下。";
    let draft = read(pages(&[&[
        (FULL, 100.0, 100.0),
        (ended, 100.0, 128.0),
        ("一、概况", 100.0, 156.0),
        (FULL, 100.0, 184.0),
    ]]));
    assert_eq!(texts(&draft)[1], "一、概况");
}

#[test]
fn a_ragged_line_is_full_if_the_next_word_would_not_have_fitted() {
    let short = "一二三四五六七八九十一二三四五六";
    let draft = read(pages(&[&[
        (INDENTED, 132.0, 100.0),
        (short, 100.0, 128.0),
        ("2021-2025年结束。", 100.0, 156.0),
        (INDENTED, 132.0, 184.0),
    ]]));
    assert!(texts(&draft)[0].ends_with("2021-2025年结束。"), "{:?}", texts(&draft));
}

#[test]
fn paragraphs_go_on_over_pages_and_page_numbers_are_left_out() {
    let draft = read(pages(&[
        &[(INDENTED, 132.0, 100.0), (FULL, 100.0, 128.0), ("— 1 —", 280.0, 800.0)],
        &[("完。", 100.0, 100.0), ("2024年1月31日", 320.0, 128.0), ("— 2 —", 280.0, 800.0)],
    ]));
    assert_eq!(texts(&draft), [format!("{INDENTED}{FULL}完。").as_str(), "2024年1月31日"]);
    let second = draft.text.find("完").unwrap();
    assert_eq!(draft.places, Places::Pages(vec![0, second]));
}

#[test]
fn a_running_head_is_furniture_once() {
    let page: &[(&str, f64, f64)] = &[("材料汇编", 250.0, 40.0), (FULL, 100.0, 100.0), ("完。", 100.0, 128.0)];
    let draft = read(pages(&[page, page, page]));
    assert_eq!(draft.blocks[0].hint, Hint::Furniture);
    assert_eq!(draft.text.matches("材料汇编").count(), 1);
}

#[test]
fn a_title_repeated_by_the_signature_is_no_running_head() {
    let mut first = pages(&[&[(FULL, 100.0, 140.0)], &[("某县人民政府", 250.0, 90.0)]]);
    first[0].glyphs.extend(set("某县人民政府", 230.0, 90.0, 22.0));
    let draft = read(first);
    assert_eq!(draft.text.matches("某县人民政府").count(), 2);
}

#[test]
fn a_number_on_a_line_of_its_own_within_the_text_stays() {
    let draft = read(pages(&[&[(FULL, 100.0, 300.0), ("12", 100.0, 328.0), ("件", 100.0, 356.0)]]));
    assert!(draft.text.contains("12"));
}

#[test]
fn spaces_part_latin_words_and_columns_but_not_characters() {
    let mut glyphs = set("法", 100.0, 100.0, 16.0);
    glyphs.extend(set("治", 122.0, 100.0, 16.0));
    glyphs.extend(set("IT", 160.0, 100.0, 16.0));
    glyphs.extend(set("Co", 181.0, 100.0, 16.0));
    let draft = read(vec![Sheet { height: 842.0, glyphs, pictures: None }]);
    assert_eq!(draft.text, "法治\tIT Co");
}

#[test]
fn bold_by_printing_twice_is_not_doubled() {
    let mut glyphs = set("法治", 100.0, 100.0, 16.0);
    glyphs.extend(set("法治", 100.4, 100.0, 16.0));
    assert_eq!(read(vec![Sheet { height: 842.0, glyphs, pictures: None }]).text, "法治");
}

#[test]
fn scans_and_garble_are_errors() {
    let scan = || Sheet { height: 842.0, glyphs: set("扫描全能王", 10.0, 800.0, 8.0), pictures: Some(0.9) };
    assert_eq!(draft(vec![scan(), scan()], "PDF").unwrap_err(), InputError::NoTextLayer { format: "PDF" });
    assert_eq!(draft(vec![Sheet::default()], "PDF").unwrap_err(), InputError::NoTextLayer { format: "PDF" });
    let garble = Sheet { height: 842.0, glyphs: set("法\u{fffd}\u{fffd}\u{e012}", 0.0, 100.0, 16.0), pictures: None };
    assert_eq!(draft(vec![garble], "PDF").unwrap_err(), InputError::UnreadableFonts { format: "PDF", percent: 75 });
}

#[test]
fn places_that_are_no_numbers_are_left_out() {
    let mut glyphs = set("法治", 100.0, 100.0, 16.0);
    glyphs.extend(set("乙", f64::NAN, 100.0, 16.0));
    glyphs.extend(set("丙", 100.0, f64::INFINITY, 16.0));
    assert_eq!(read(vec![Sheet { height: f64::NAN, glyphs, pictures: None }]).text, "法治");
}

#[test]
fn a_scan_between_pages_of_text_is_a_gap_at_its_place() {
    let scan = || Sheet { height: 842.0, glyphs: Vec::new(), pictures: Some(0.9) };
    let mut sheets = pages(&[&[(INDENTED, 132.0, 100.0), (FULL, 100.0, 128.0)], &[], &[("完。", 100.0, 100.0)]]);
    sheets.insert(1, scan());
    let first = read(sheets.clone());
    assert_eq!(texts(&first), [format!("{INDENTED}{FULL}").as_str(), "", "完。"]);
    assert_eq!(first.gaps.len(), 1, "a blank page is no gap");
    assert!(first.gaps[0].reason.starts_with("第2页"));
    let Places::Pages(starts) = &first.places else { panic!() };
    assert_eq!((starts.len(), starts[1]), (4, first.gaps[0].at));
    assert!(starts[2] > starts[1] && starts[3] == first.text.find('完').unwrap());

    sheets.push(scan());
    sheets.rotate_right(1);
    let turned = read(sheets);
    assert_eq!(turned.gaps.iter().map(|gap| gap.at).next(), Some(0));
    assert!(turned.text.starts_with('\n'), "the text stands after the scan");
}

#[test]
fn a_seal_beside_a_short_signature_is_no_scan() {
    let mut sheets = pages(&[&[(FULL, 100.0, 100.0)], &[("2024年1月31日", 320.0, 128.0)]]);
    sheets[1].pictures = Some(0.05);
    assert!(read(sheets.clone()).gaps.is_empty());
    sheets[1].pictures = Some(0.9);
    assert_eq!(read(sheets).gaps.len(), 1);
}
