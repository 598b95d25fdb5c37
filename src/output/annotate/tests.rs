use super::*;
use crate::document::{TraceKind, builder};
use crate::input::docx::tests::{docx, p, part, r, soup};
use crate::input::{Source, plain, read};
use crate::rule::pack::Sources;
use proptest::prelude::*;
use std::io::Cursor;

/// [`docx`] with content types, which a copy needs.
fn word(body: &str, others: &[(&str, &str)]) -> Vec<u8> {
    let types = "<Types xmlns='http://schemas.openxmlformats.org/package/2006/content-types'/>";
    pack::repack(&docx(body, others), &BTreeMap::from([(TYPES.to_owned(), types.as_bytes().to_vec())])).unwrap()
}

const TYPES: &str = "[Content_Types].xml";

fn text(bytes: &[u8]) -> String {
    draft(bytes).text
}

fn draft(bytes: &[u8]) -> Draft {
    read(&Source::from_bytes("a.docx", bytes)).unwrap().draft
}

fn part_of(bytes: &[u8], name: &str) -> Option<String> {
    Parts::open(bytes).unwrap().package.text(name).unwrap().map(|decoded| decoded.text)
}

fn remark(span: Span) -> Remark {
    Remark { span, lines: vec!["错误：标题".into(), "说<明>&".into()] }
}

/// The copy, and the words each comment stands on.
fn commented(bytes: &[u8], words: &[&str]) -> (Vec<u8>, Vec<String>) {
    let text = text(bytes);
    let span = |words: &&str| {
        let start = text.find(*words).unwrap_or_else(|| panic!("{words} in {text}"));
        remark(Span::new(start, start + words.len()))
    };
    let copy = comment_on(bytes, &words.iter().map(span).collect::<Vec<_>>()).unwrap();
    let words = words_of(&copy);
    (copy, words)
}

fn words_of(copy: &[u8]) -> Vec<String> {
    let draft = draft(copy);
    let comments = draft.traces.iter().filter(|trace| trace.kind == TraceKind::Comment);
    comments.map(|trace| trace.span.of(&draft.text).to_owned()).collect()
}

#[test]
fn comments_stand_on_their_words_across_and_inside_runs() {
    let body = p(&(r("办结行政复议")
        + "<w:hyperlink>"
        + &r("案件12&amp;3件")
        + "</w:hyperlink><w:ins w:author='甲'>"
        + &r("，下降")
        + "</w:ins>"
        + &r("5%。")))
        + &p("<w:r><w:rPr><w:b/></w:rPr><w:t>前</w:t><w:tab/><w:t>中</w:t><w:br/><w:t>后文</w:t></w:r>");
    let wanted = ["行政", "复议案件", "2&3", "&", "，下降5", "5%。", "前", "\t", "中\u{b}后", "文"];
    let (copy, words) = commented(&word(&body, &[]), &wanted);
    assert_eq!(words, wanted);
    let xml = part_of(&copy, "word/document.xml").unwrap();
    assert!(xml.contains("<w:r><w:rPr><w:b/></w:rPr><w:tab/></w:r>"), "{xml}");
    assert_eq!(xml.matches("commentReference").count(), wanted.len());
    assert_eq!(draft(&copy).traces[0].author.as_deref(), Some("gangyao"));
    assert_eq!(draft(&copy).traces[0].text, "错误：标题说<明>&");
}

#[test]
fn comments_overlap_and_reach_over_paragraphs_and_cells() {
    let cell = |text: &str| format!("<w:tc>{}</w:tc>", p(&r(text)));
    let body =
        p(&r("甲乙丙")) + &p(&r("丁戊")) + &format!("<w:tbl><w:tr>{}{}</w:tr></w:tbl>", cell("子丑"), cell("寅卯"));
    let wanted = ["甲乙", "乙丙\n丁", "丑|寅"];
    assert_eq!(commented(&word(&body, &[]), &wanted).1, wanted);
}

#[test]
fn nothing_to_say_leaves_every_part_as_it_is() {
    let bytes = word(&p(&r("甲")), &[]);
    let copy = comment_on(&bytes, &[]).unwrap();
    assert_eq!(part_of(&copy, "word/document.xml"), part_of(&bytes, "word/document.xml"));
    assert_eq!(part_of(&copy, "word/comments.xml"), None);
    assert!(is_ours(Cursor::new(&copy)) && !is_ours(Cursor::new(docx("", &[]))));
}

#[test]
fn a_file_read_through_a_conversion_gets_a_fair_copy() {
    let converted = draft(&word(&p(&r("关于召开会议的通知")), &[]));
    let rules = Sources::builtin().load().unwrap();
    let document = builder::build(converted.clone(), "a.odt", &rules.reading);
    // A package like docx, but of another word processor.
    let original =
        pack::repack(&docx("", &[]), &BTreeMap::from([("word/document.xml".to_owned(), Vec::new())])).unwrap();
    let copy = annotate(&original, &converted, &document, &[]).unwrap();
    assert!(text(&copy).contains("关于召开会议的通知"), "{}", text(&copy));
}

#[test]
fn old_comments_stay_and_keep_their_ids() {
    let comments =
        part("comments", "<w:comment w:id='7' w:author='审'><w:p><w:r><w:t>旧</w:t></w:r></w:p></w:comment>");
    let body = p(&("<w:commentRangeStart w:id='7'/>".to_owned()
        + &r("甲乙")
        + "<w:commentRangeEnd w:id='7'/><w:r><w:commentReference w:id='7'/></w:r>"));
    let (copy, words) = commented(&word(&body, &[("comments", &comments)]), &["乙"]);
    assert_eq!(words, ["甲乙", "乙"]);
    assert_eq!(draft(&copy).traces[0].text, "旧");
    assert!(part_of(&copy, "word/comments.xml").unwrap().contains("w:id=\"8\""));
    assert!(!part_of(&copy, TYPES).unwrap().contains("gangyao"));
}

#[test]
fn a_new_comments_part_is_related_and_declared() {
    let (copy, _) = commented(&word(&p(&r("甲")), &[]), &["甲"]);
    assert!(part_of(&copy, TYPES).unwrap().contains("PartName=\"/word/comments.xml\""));
    assert!(part_of(&copy, "word/_rels/document.xml.rels").unwrap().contains("Target=\"comments.xml\""));
    let again = comment_on(&copy, &[remark(Span::new(0, 3))]).unwrap();
    assert_eq!(words_of(&again), ["甲", "甲"]);
}

#[test]
fn what_cannot_carry_a_comment_is_commented_on_where_it_is_seen() {
    let numbering = part(
        "numbering",
        "<w:abstractNum w:abstractNumId='0'><w:lvl w:ilvl='0'><w:numFmt w:val='chineseCounting'/><w:lvlText w:val='%1、'/>\
         </w:lvl></w:abstractNum><w:num w:numId='1'><w:abstractNumId w:val='0'/></w:num>",
    );
    let notes = part("footnotes", &format!("<w:footnote w:id='2'>{}</w:footnote>", p(&r("注文"))));
    let numbered = "<w:pPr><w:numPr><w:ilvl w:val='0'/><w:numId w:val='1'/></w:numPr></w:pPr>".to_owned();
    let body = p(&(numbered + &r("成效")))
        + &p(&(r("前")
            + "<w:r><w:pict><v:textbox><w:txbxContent>"
            + &p(&r("框内"))
            + "</w:txbxContent></v:textbox></w:pict></w:r>"
            + &r("后")))
        + &p(&(r("引") + "<w:r><w:t>文</w:t><w:footnoteReference w:id='2'/></w:r>"))
        + "<w:p/>";
    let bytes = word(&body, &[("numbering", &numbering), ("footnotes", &notes)]);
    assert_eq!(text(&bytes), "一、成效\n前后\n框内\n引文\n\n注文\n");
    let (copy, words) = commented(&bytes, &["一、", "一、成", "框内", "注文"]);
    assert_eq!(words, ["成效", "成", "", "文"]);
    let comments = part_of(&copy, "word/comments.xml").unwrap();
    assert!(["“一、”", "“框内”", "“注文”"].iter().all(|words| comments.contains(words)), "{comments}");
    assert!(!comments.contains("“一、成”"));
}

#[test]
fn a_missing_thing_is_told_at_the_word_beside_it() {
    let bytes = word(&(p(&r("甲乙")) + "<w:p/>" + &p(&r("丙"))), &[]);
    let at = |offset: usize| words_of(&comment_on(&bytes, &[remark(Span::at(offset))]).unwrap());
    assert_eq!(at("甲乙".len()), ["乙"]);
    assert_eq!(at(0), ["甲"]);
    assert_eq!(at("甲乙\n\n丙".len()), ["丙"]);
    assert_eq!(at("甲乙\n".len()).len(), 1);
    assert_eq!(at(1000).len(), 1);
}

#[test]
fn a_fair_copy_has_the_words_of_the_text_at_their_places() {
    let source = "云溪县人民政府\n关于2023年法治政府建设情况的报告\n\n　　一、主要举措\n办结案件 12件。\n云溪县人民政府\n2024年1月31日\n";
    let rules = Sources::builtin().load().unwrap();
    let draft = plain::draft(source.to_owned());
    let document = builder::build(draft.clone(), "a.txt", &rules.reading);
    let copy = FairCopy::of(&draft, &document);
    let found = text(&copy.bytes);
    for words in ["云溪县", "关于2023年", "一、", "案件 12件", "31日"] {
        let start = source.find(words).unwrap();
        assert_eq!(copy.place(Span::new(start, start + words.len())).of(&found), words);
    }
}

#[test]
fn a_fair_copy_of_markdown_maps_past_its_markup() {
    let source = "# 报告\n\n## 一、**主要**举措&amp;成效\n\n|地区|件数|\n|-|-|\n|甲|12|\n";
    let read = read(&Source::from_bytes("a.md", source)).unwrap();
    let rules = Sources::builtin().load().unwrap();
    let document = builder::build(read.draft.clone(), "a.md", &rules.reading);
    let copy = FairCopy::of(&read.draft, &document);
    let found = text(&copy.bytes);
    let of = |words: &str| {
        let start = source.find(words).unwrap();
        copy.place(Span::new(start, start + words.len())).of(&found).to_owned()
    };
    assert_eq!(
        [of("主要"), of("主要**举措"), of("&amp;"), of("件数"), of("12")],
        ["主要", "主要举措", "&", "件数", "12"]
    );
}

/// Whether a text can be had from another by leaving characters out.
fn is_left_of(text: &str, longer: &str) -> bool {
    let mut rest = longer.chars();
    text.chars().all(|c| rest.any(|other| other == c))
}

proptest! {
    #[test]
    fn any_markup_is_commented_on_without_losing_a_byte(body in soup(), cuts in prop::collection::vec((0.0..1.0f64, 0.0..1.0f64), 1..6)) {
        let bytes = word(&body, &[]);
        let text = text_of_any(&bytes);
        let boundary = |share: f64| {
            let at = (share * text.len() as f64) as usize;
            (0..=at).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0)
        };
        let spans = cuts.iter().map(|(a, b)| Span::new(boundary(a.min(*b)), boundary(a.max(*b))));
        let remarks: Vec<Remark> = spans.map(remark).collect();
        match comment_on(&bytes, &remarks) {
            Ok(copy) => {
                prop_assert_eq!(text_of_any(&copy), text);
                let (old, new) = (part_of(&bytes, "word/document.xml").unwrap(), part_of(&copy, "word/document.xml").unwrap());
                prop_assert!(is_left_of(&old, &new));
                let comments = new.matches("<w:commentReference w:id=").count();
                prop_assert_eq!(comments, remarks.len());
            }
            Err(error) => {
                let told = error.to_string();
                // No word processor writes elements into a text; such a file gets no copy rather than a broken one.
                let broken = has_elements_in_text(&body) && told.contains("没有写出");
                prop_assert!(broken || told.contains("没有可以加批注的地方"), "{}", told);
            }
        }
    }
}

/// Whether an element stands inside a `<w:t>`.
fn has_elements_in_text(body: &str) -> bool {
    body.split("<w:t>").skip(1).any(|text| text.find('<').is_some_and(|at| !text[at..].starts_with("</w:t>")))
}

fn text_of_any(bytes: &[u8]) -> String {
    lay_out(&Parts::open(bytes).unwrap()).unwrap().draft.text
}
