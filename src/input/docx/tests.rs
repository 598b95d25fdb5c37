use super::*;
use crate::document::{Draft, Hint, TraceKind};
use crate::input::package::tests::packed;
use proptest::prelude::*;

const WORD: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
const RELATIONS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/// A docx with this body and these further parts: kind of relationship (which is also its id), content.
pub(crate) fn docx(body: &str, parts: &[(&str, &str)]) -> Vec<u8> {
    let namespaces = format!(
        "xmlns:w='{WORD}' xmlns:r='{RELATIONS}' xmlns:m='http://schemas.openxmlformats.org/officeDocument/2006/math' \
         xmlns:mc='http://schemas.openxmlformats.org/markup-compatibility/2006' xmlns:v='urn:schemas-microsoft-com:vml' \
         xmlns:wps='http://schemas.microsoft.com/office/word/2010/wordprocessingShape'"
    );
    let document = format!("<?xml version='1.0'?><w:document {namespaces}><w:body>{body}</w:body></w:document>");
    let relation =
        |id: &str, target: &str| format!("<Relationship Id='{id}' Type='{RELATIONS}/{id}' Target='{target}'/>");
    let wrapped = |inner: String| {
        format!(
            "<Relationships xmlns='http://schemas.openxmlformats.org/package/2006/relationships'>{inner}</Relationships>"
        )
    };
    let top = wrapped(relation("officeDocument", "word/document.xml"));
    let inner = wrapped(parts.iter().map(|(kind, _)| relation(kind, &format!("{kind}.xml"))).collect());
    let mut all = vec![
        ("_rels/.rels".to_owned(), top),
        ("word/document.xml".to_owned(), document),
        ("word/_rels/document.xml.rels".to_owned(), inner),
    ];
    all.extend(parts.iter().map(|(kind, xml)| (format!("word/{kind}.xml"), (*xml).to_owned())));
    let bytes: Vec<(&str, &[u8])> = all.iter().map(|(name, text)| (name.as_str(), text.as_bytes())).collect();
    packed(&bytes)
}

pub(crate) fn part(name: &str, inner: &str) -> String {
    format!("<w:{name} xmlns:w='{WORD}' xmlns:r='{RELATIONS}'>{inner}</w:{name}>")
}

fn draft(body: &str) -> Draft {
    read(&docx(body, &[]), None).unwrap().draft
}

fn text(body: &str) -> String {
    draft(body).text
}

pub(crate) fn p(inner: &str) -> String {
    format!("<w:p>{inner}</w:p>")
}

pub(crate) fn r(text: &str) -> String {
    format!("<w:r><w:t>{text}</w:t></w:r>")
}

fn blocks(draft: &Draft) -> Vec<(&str, Hint)> {
    draft.blocks.iter().map(|block| (block.runs[0].span.of(&draft.text), block.hint)).collect()
}

fn traces(draft: &Draft) -> Vec<(TraceKind, &str, &str, Option<&str>)> {
    draft.traces.iter().map(|t| (t.kind, t.span.of(&draft.text), t.text.as_str(), t.author.as_deref())).collect()
}

#[test]
fn a_line_is_a_paragraph_empty_ones_included() {
    assert_eq!(text(&format!("{}<w:p/>{}", p(&r("甲")), p(&(r("乙") + &r("&amp;丙"))))), "甲\n\n乙&丙\n");
}

#[test]
fn breaks_part_blocks_but_not_lines() {
    let draft = draft(&p("<w:r><w:t>甲</w:t><w:br/><w:t>　乙 </w:t><w:br w:type='page'/><w:tab/><w:t>丙</w:t></w:r>"));
    assert_eq!(draft.text, "甲\u{b}　乙 \u{c}\t丙\n");
    assert_eq!(blocks(&draft), [("甲", Hint::None), ("乙", Hint::None), ("丙", Hint::None)]);
}

#[test]
fn what_stands_for_characters_becomes_them() {
    let body = "<w:r><w:t>12</w:t><w:noBreakHyphen/><w:t>3</w:t><w:softHyphen/><w:sym w:font='Wingdings' w:char='F0FE'/>\
                <w:sym w:font='仿宋' w:char='4EF6'/><w:sym w:font='Symbol' w:char='F061'/></w:r>\
                <m:oMath><m:r><m:rPr><m:sty/></m:rPr><m:t>x=1</m:t></m:r></m:oMath>\
                <w:r><w:ruby><w:rubyPr/><w:rt><w:r><w:t>fǎ</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>法</w:t></w:r></w:rubyBase></w:ruby></w:r>";
    assert_eq!(text(&p(body)), "12-3☑件\u{fffc}x=1法\n");
}

#[test]
fn wrappers_are_seen_through() {
    let body = format!(
        "<w:hyperlink>{}</w:hyperlink><w:sdt><w:sdtPr><w:alias/></w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt>\
         <w:smartTag>{}</w:smartTag><w:fldSimple w:instr='DATE'>{}</w:fldSimple>",
        r("甲"),
        r("乙"),
        r("丙"),
        r("丁")
    );
    assert_eq!(text(&p(&body)), "甲乙丙丁\n");
    assert_eq!(text(&format!("<w:sdt><w:sdtContent>{}</w:sdtContent></w:sdt>", p(&r("甲")))), "甲\n");
}

#[test]
fn fields_show_their_result_and_an_open_one_hides_nothing() {
    let field = |kind: &str| format!("<w:r><w:fldChar w:fldCharType='{kind}'/></w:r>");
    let body =
        field("begin") + "<w:r><w:instrText> PAGE </w:instrText></w:r>" + &field("separate") + &r("3") + &field("end");
    assert_eq!(text(&p(&(r("第") + &body + &r("页")))), "第3页\n");
    assert_eq!(text(&(p(&(r("甲") + &field("begin"))) + &p(&r("乙")))), "甲\n乙\n");
}

#[test]
fn a_table_of_contents_stands_apart() {
    let field = |kind: &str| format!("<w:r><w:fldChar w:fldCharType='{kind}'/></w:r>");
    let begin = field("begin") + "<w:r><w:instrText>TOC \\o</w:instrText></w:r>" + &field("separate");
    let draft = draft(&(p(&(begin + &r("一、成效"))) + &p(&(r("二、问题") + &field("end"))) + &p(&r("正文"))));
    let hints: Vec<Hint> = draft.blocks.iter().map(|block| block.hint).collect();
    assert_eq!(hints, [Hint::Furniture, Hint::Furniture, Hint::None]);
    assert_eq!(draft.apart.len(), 2);
}

#[test]
fn changes_are_read_as_accepted_and_leave_traces() {
    let body = r("办结")
        + "<w:ins w:author='张三'><w:r><w:t>案件</w:t></w:r></w:ins><w:ins w:author='张三'><w:r><w:t>12件</w:t></w:r></w:ins>"
        + "<w:del w:author='李四'><w:r><w:delText>若干</w:delText></w:r></w:del>"
        + "<w:moveFrom><w:r><w:t>移走</w:t></w:r></w:moveFrom><w:moveTo w:author=' '><w:r><w:t>移来</w:t></w:r></w:moveTo>"
        + "<w:r><w:rPr><w:rPrChange w:author='王五'><w:rPr><w:vanish/></w:rPr></w:rPrChange></w:rPr><w:t>。</w:t></w:r>";
    let draft = draft(&p(&body));
    assert_eq!(draft.text, "办结案件12件移来。\n");
    assert_eq!(
        traces(&draft),
        [
            (TraceKind::Insertion, "案件12件", "案件12件", Some("张三")),
            (TraceKind::Deletion, "", "若干", Some("李四")),
            (TraceKind::Deletion, "", "移走", None),
            (TraceKind::Insertion, "移来", "移来", None),
            (TraceKind::Formatting, "", "", Some("王五")),
        ]
    );
}

#[test]
fn a_deleted_paragraph_mark_joins_and_a_deleted_paragraph_goes() {
    let gone = "<w:p><w:pPr><w:rPr><w:del w:author='甲'/></w:rPr></w:pPr>";
    let joined = format!("{gone}{}</w:p>{}", r("上半"), p(&r("下半")));
    assert_eq!(text(&joined), "上半下半\n");
    let deleted =
        format!("{gone}<w:del w:author='甲'><w:r><w:delText>旧段</w:delText></w:r></w:del></w:p>{}", p(&r("新段")));
    let draft = draft(&deleted);
    assert_eq!(draft.text, "新段\n");
    assert_eq!(traces(&draft), [(TraceKind::Deletion, "", "旧段", Some("甲"))]);
}

#[test]
fn hidden_text_is_not_shown_but_told() {
    let styles = part("styles", "<w:style w:type='character' w:styleId='h'><w:rPr><w:vanish/></w:rPr></w:style>");
    let body = r("甲")
        + "<w:r><w:rPr><w:vanish/></w:rPr><w:t>密</w:t></w:r><w:r><w:rPr><w:rStyle w:val='h'/></w:rPr><w:t>文</w:t></w:r>"
        + "<w:r><w:rPr><w:rStyle w:val='h'/><w:vanish w:val='0'/></w:rPr><w:t>乙</w:t></w:r>";
    let draft = read(&docx(&p(&body), &[("styles", &styles)]), None).unwrap().draft;
    assert_eq!(draft.text, "甲乙\n");
    assert_eq!(traces(&draft), [(TraceKind::Hidden, "", "密文", None)]);
}

#[test]
fn comments_are_told_with_author_and_words() {
    let comments = part(
        "comments",
        "<w:comment w:id='0' w:author='审稿人'><w:p><w:r><w:t>核实&lt;数字</w:t></w:r></w:p></w:comment>",
    );
    let body = r("办结")
        + "<w:commentRangeStart w:id='0'/>"
        + &r("12件")
        + "<w:commentRangeEnd w:id='0'/><w:r><w:commentReference w:id='0'/></w:r>";
    let draft = read(&docx(&p(&body), &[("comments", &comments)]), None).unwrap().draft;
    assert_eq!(traces(&draft), [(TraceKind::Comment, "12件", "核实<数字", Some("审稿人"))]);
}

#[test]
fn table_rows_are_lines_and_merged_cells_stand_once() {
    let cell = |inner: &str, properties: &str| format!("<w:tc><w:tcPr>{properties}</w:tcPr>{}</w:tc>", p(inner));
    let row = |cells: &str| format!("<w:tr>{cells}</w:tr>");
    let table = row(&(cell(&r("地区"), "<w:vMerge w:val='restart'/>") + &cell(&r("件数"), "")))
        + &row(&(cell(&r("x"), "<w:vMerge/>") + &cell(&(r("12") + "<w:r><w:br/></w:r>" + &r("件")), "")))
        + &row(&(cell("", "") + &cell("", "")));
    let draft = draft(&(p(&r("前")) + &format!("<w:tbl><w:tblPr/>{table}</w:tbl>") + &p(&r("后"))));
    assert_eq!(draft.text, "前\n地区|件数\n12\u{b}件\n|\n后\n");
    let rows = [("前", Hint::None), ("地区|件数", Hint::TableRow), ("12\u{b}件", Hint::TableRow), ("后", Hint::None)];
    assert_eq!(blocks(&draft), rows);
}

#[test]
fn a_table_that_frames_the_page_is_no_table() {
    let frame = format!("<w:tbl><w:tr><w:tc>{}{}</w:tc></w:tr></w:tbl>", p(&r("一、成效")), p(&r("办结12件。")));
    let draft = draft(&frame);
    assert_eq!(blocks(&draft), [("一、成效", Hint::None), ("办结12件。", Hint::None)]);
}

#[test]
fn text_boxes_follow_their_paragraph_once() {
    let content = format!("<w:txbxContent>{}</w:txbxContent>", p(&r("框内")));
    let drawing = format!(
        "<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wps:txbx>{content}</wps:txbx></w:drawing></mc:Choice>\
         <mc:Fallback><w:pict><v:textbox>{content}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    );
    assert_eq!(text(&(p(&(r("甲") + &drawing + &r("乙"))) + &p(&r("丙")))), "甲乙\n框内\n丙\n");
}

#[test]
fn notes_and_running_heads_stand_at_the_end() {
    let notes = part(
        "footnotes",
        &format!(
            "<w:footnote w:type='separator' w:id='0'>{}</w:footnote><w:footnote w:id='2'>{}</w:footnote>",
            p(&r("线")),
            p(&r("注文"))
        ),
    );
    let header = part("hdr", &p(&r("内部资料")));
    let body = p(&(r("甲") + "<w:r><w:footnoteReference w:id='2'/></w:r>"))
        + &p(&r("乙"))
        + "<w:sectPr><w:headerReference r:id='header'/></w:sectPr>";
    let draft = read(&docx(&body, &[("footnotes", &notes), ("header", &header)]), None).unwrap().draft;
    assert_eq!(draft.text, "甲\n乙\n注文\n内部资料\n");
    assert_eq!(blocks(&draft)[3], ("内部资料", Hint::Furniture));
    assert_eq!(draft.apart[0].of(&draft.text), "内部资料");
}

#[test]
fn automatic_numbers_are_text() {
    let numbering = part(
        "numbering",
        "<w:abstractNum w:abstractNumId='5'><w:lvl w:ilvl='0'><w:numFmt w:val='chineseCounting'/><w:pStyle w:val='1'/>\
         <w:lvlText w:val='%1、'/></w:lvl><w:lvl w:ilvl='1'><w:numFmt w:val='chineseCounting'/><w:pStyle w:val='2'/>\
         <w:lvlText w:val='（%2）'/></w:lvl></w:abstractNum><w:num w:numId='1'><w:abstractNumId w:val='5'/></w:num>",
    );
    let style = |id: &str, depth: u8| {
        format!(
            "<w:style w:type='paragraph' w:styleId='{id}'><w:name w:val='heading {depth}'/><w:pPr><w:numPr><w:ilvl w:val='{}'/>\
             <w:numId w:val='1'/></w:numPr></w:pPr></w:style>",
            depth - 1
        )
    };
    let styles = part("styles", &(style("1", 1) + &style("2", 2)));
    let styled = |id: &str, properties: &str, text: &str| {
        p(&format!("<w:pPr><w:pStyle w:val='{id}'/>{properties}</w:pPr>{}", r(text)))
    };
    let body = styled("1", "", "成效")
        + &styled("2", "", "立法")
        + &styled("2", "", "执法")
        + &styled("2", "<w:numPr><w:numId w:val='0'/></w:numPr>", "不编号")
        + &styled("1", "", "问题");
    let draft = read(&docx(&body, &[("numbering", &numbering), ("styles", &styles)]), None).unwrap().draft;
    assert_eq!(draft.text, "一、成效\n（一）立法\n（二）执法\n不编号\n二、问题\n");
    assert_eq!(draft.blocks[1].hint, Hint::Heading(2));
}

#[test]
fn strict_files_and_other_prefixes_are_read() {
    let bytes = docx(&p(&r("甲")), &[]);
    let parts = Parts::open(&bytes).unwrap();
    let strict = parts
        .main
        .xml
        .replace(WORD, "http://purl.oclc.org/ooxml/wordprocessingml/main")
        .replace("xmlns:w=", "xmlns:ns0=")
        .replace("w:", "ns0:");
    let bytes = packed(&[("word/document.xml", strict.as_bytes())]);
    assert_eq!(read(&bytes, None).unwrap().draft.text, "甲\n");
}

#[test]
fn what_cannot_be_read_whole_is_refused() {
    let refused = |bytes: &[u8]| read(bytes, None).unwrap_err().to_string();
    assert!(refused(&docx("<w:altChunk r:id='x'/>", &[])).contains("嵌入"));
    assert!(refused(&docx("<w:p><w:r>", &[])).contains("部件 word/document.xml"));
    let missing = packed(&[(
        "_rels/.rels",
        format!("<Relationships><Relationship Id='a' Type='{RELATIONS}/officeDocument' Target='word/d.xml'/></Relationships>")
            .as_bytes(),
    )]);
    assert!(refused(&missing).contains("缺少主文档 word/d.xml"));
    assert!(refused(&packed(&[("xl/workbook.xml", b"<a/>")])).contains("Office"));
    assert!(refused(&packed(&[("OFD.xml", b"<a/>")])).contains("OFD"));
    assert!(refused(&docx(&p(&r("甲")), &[("numbering", "<w:numbering>")])).contains("numbering.xml"));
}

#[test]
fn a_file_of_paragraphs_without_end_is_refused() {
    assert!(matches!(read(&docx(&"<w:p/>".repeat(400_001), &[]), None), Err(InputError::Excessive { .. })));
}

/// Pieces of markup in any order: nesting is kept right, everything else may be wrong.
pub(crate) fn soup() -> impl Strategy<Value = String> {
    let leaf = prop::sample::select(vec![
        "<w:t>甲乙</w:t>",
        "文字",
        "<w:tab/>",
        "<w:br/>",
        "<w:fldChar w:fldCharType='begin'/>",
        "<w:fldChar w:fldCharType='separate'/>",
        "<w:fldChar w:fldCharType='end'/>",
        "<w:instrText>TOC</w:instrText>",
        "<w:commentRangeStart w:id='1'/>",
        "<w:commentRangeEnd w:id='1'/>",
        "<w:footnoteReference w:id='9'/>",
        "<w:pStyle w:val='x'/>",
        "<w:numId w:val='1'/>",
        "<w:vanish/>",
        "<w:vMerge/>",
        "<w:rPrChange w:author='a'/>",
        "<w:p/>",
        "&amp;",
    ])
    .prop_map(str::to_owned);
    leaf.prop_recursive(6, 80, 6, |inner| {
        let name = prop::sample::select(vec![
            "p",
            "r",
            "t",
            "pPr",
            "rPr",
            "numPr",
            "ins",
            "del",
            "moveFrom",
            "tbl",
            "tr",
            "tc",
            "tcPr",
            "trPr",
            "txbxContent",
            "ruby",
            "rt",
            "sdt",
            "sdtPr",
            "hyperlink",
            "footnote",
            "sectPr",
            "pPrChange",
        ]);
        (name, prop::collection::vec(inner, 0..6))
            .prop_map(|(name, inner)| format!("<w:{name}>{}</w:{name}>", inner.concat()))
    })
}

proptest! {
    #[test]
    fn a_damaged_file_is_an_error_or_a_text(changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..12), cut in 0..200usize) {
        let styles = part("styles", "<w:style w:styleId='1'><w:name w:val='heading 1'/></w:style>");
        let mut bytes = docx(&p(&r("一、成效")), &[("styles", &styles)]);
        for (index, value) in changes {
            let at = index.index(bytes.len());
            bytes[at] = value;
        }
        bytes.truncate(bytes.len().saturating_sub(cut / 2));
        let _ = read(&bytes, None);
    }

    #[test]
    fn any_markup_is_laid_out_with_every_piece_in_its_place(body in soup()) {
        let bytes = docx(&body, &[]);
        let parts = Parts::open(&bytes).unwrap();
        let layout = lay_out(&parts).unwrap();
        let xml = &parts.main.xml;
        for laid in layout.paragraphs.iter().filter(|laid| laid.place == Place::Body) {
            for (piece, span) in laid.paragraph.pieces.iter().zip(&laid.pieces) {
                if let Some(span) = span {
                    prop_assert_eq!(span.of(&layout.draft.text), piece.text.as_str());
                    if let story::Seat::Text { verbatim: true, .. } = piece.seat {
                        prop_assert_eq!(&xml[piece.xml.clone()], piece.text.as_str());
                    }
                }
            }
            for run in &laid.paragraph.runs {
                prop_assert!(xml[run.xml.clone()].starts_with("<w:r") && laid.paragraph.xml.end >= run.xml.end);
            }
        }
        for trace in &layout.draft.traces {
            prop_assert!(layout.draft.text.get(trace.span.start..trace.span.end).is_some());
        }
    }
}
