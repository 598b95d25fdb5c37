use super::*;

fn blocks(text: &str) -> Vec<(String, Hint)> {
    let shown = |run: &DraftRun| run.decoded.clone().unwrap_or_else(|| run.span.of(text).to_owned());
    let joined = |block: crate::document::DraftBlock| (block.runs.iter().map(shown).collect(), block.hint);
    Reader::new(text).read().into_iter().map(joined).collect()
}

fn texts(text: &str) -> Vec<String> {
    blocks(text).into_iter().map(|(text, _)| text).collect()
}

#[test]
fn headings_carry_their_depth_and_lose_their_marks() {
    let read = blocks("# 某县**法治**政府 &amp; 报告 #\n\n## 一、概况 {#a}\n正文\n\n题目\n---\n");
    let expected = [
        ("某县法治政府 & 报告", Hint::Heading(1)),
        ("一、概况", Hint::Heading(2)),
        ("正文", Hint::None),
        ("题目", Hint::Heading(2)),
    ];
    assert_eq!(read, expected.map(|(text, hint)| (text.to_owned(), hint)));
}

#[test]
fn inline_markup_is_dropped_and_positions_stay_exact() {
    let text = "全县**受理**[复议](http://a.b)`申请`\\*3件&ensp;，<b>审结</b>2件";
    let read = Reader::new(text).read();
    let runs: Vec<_> = read[0].runs.iter().map(|run| (run.span.of(text), run.decoded.as_deref())).collect();
    let verbatim = ["全县", "受理", "复议", "申请", "*3件"].map(|piece| (piece, None));
    assert_eq!(runs[..5], verbatim);
    assert_eq!(runs[5], ("&ensp;", Some("\u{2002}")));
    assert_eq!(texts(text), ["全县受理复议申请*3件\u{2002}，审结2件"]);
}

#[test]
fn lines_of_a_chinese_paragraph_join_without_space() {
    assert_eq!(texts("全县深入推进\n法治政府建设。\n另有\r\n成效"), ["全县深入推进法治政府建设。另有成效"]);
    assert_eq!(texts("see the\nreport"), ["see the\nreport"]);
}

#[test]
fn a_line_with_a_heading_number_begins_a_block() {
    let text =
        "引言部分，\n一、概况\n（一）坚持领导。全县\n继续推进。\n一是加强。\n**二是**加强。\n2\\. 规范\n第二部分 问题";
    let expected = [
        "引言部分，",
        "一、概况",
        "（一）坚持领导。全县继续推进。",
        "一是加强。",
        "二是加强。",
        "2. 规范",
        "第二部分 问题",
    ];
    assert_eq!(texts(text), expected);
}

#[test]
fn the_line_after_a_heading_is_a_block_of_its_own() {
    assert_eq!(texts("一、概况\n全县推进\n依法行政。"), ["一、概况", "全县推进依法行政。"]);
    assert_eq!(texts("二、问题\n\u{3000}\u{3000}全县存在\n不足"), ["二、问题", "全县存在不足"]);
    assert_eq!(texts("全县推进。\n  全县存在不足"), ["全县推进。", "全县存在不足"]);
}

#[test]
fn hard_breaks_begin_a_block() {
    assert_eq!(texts("来源：司法局  \n日期：1月\\\n甲<br>乙<br/>丙"), ["来源：司法局", "日期：1月", "甲", "乙", "丙"]);
}

#[test]
fn numbers_of_list_items_are_text() {
    assert_eq!(texts("1. 甲\n2. 乙\n   续\n\n   丙\n3) 丁"), ["1. 甲", "2. 乙续", "丙", "3) 丁"]);
    assert_eq!(texts("- 甲\n  1. 乙\n  2. 丙\n- 丁"), ["甲", "1. 乙", "2. 丙", "丁"]);
    assert_eq!(texts("1. 加强领导\n全县推进"), ["1. 加强领导", "全县推进"]);
    assert_eq!(texts("1.\n2. 甲"), ["1.", "2. 甲"]);
}

#[test]
fn a_repeated_first_number_counts_up_and_other_numbers_stand() {
    assert_eq!(texts("1. 甲\n1. 乙\n1. 丙"), ["1. 甲", "2. 乙", "3. 丙"]);
    assert_eq!(texts("1. 甲\n3. 乙"), ["1. 甲", "3. 乙"]);
}

#[test]
fn table_rows_keep_their_bars_between_cells() {
    let read = blocks("| 项目 | 数量 | |\n|---|--:|---|\n| 复议 | **12** | 3<br>4 |\n| | | |\n诉讼 | 5");
    let expected = ["项目|数量|", "复议|12|3 4", "诉讼|5"];
    assert_eq!(read, expected.map(|text| (text.to_owned(), Hint::TableRow)));
}

#[test]
fn code_blocks_are_text_line_by_line() {
    assert_eq!(
        texts("引\n\n    一、概况\n    **全县**\n\n```\n甲\n\n乙\n```"),
        ["引", "一、概况", "**全县**", "甲", "乙"]
    );
    assert_eq!(texts("> ```\r\n> 甲\r\n> 乙\r\n> ```"), ["甲", "乙"]);
}

#[test]
fn quotes_are_text() {
    assert_eq!(texts("> 引用\n> 文字\n\n正文"), ["引用文字", "正文"]);
}

#[test]
fn comments_images_and_front_matter_are_skipped() {
    let text = "---\ntitle: 报告\n---\n<!-- 批注\n两行 -->\n正文<!-- 行内 -->继续![图](a.png)\n";
    assert_eq!(texts(text), ["正文继续"]);
}

#[test]
fn a_centred_title_in_html_is_text() {
    let text = "<h1 align=\"center\">某县报告</h1>\n\n正文\n\n<p align=\"right\">\n某县人民政府<br>1月\n</p>\n";
    assert_eq!(texts(text), ["某县报告", "正文", "某县人民政府", "1月"]);
}

#[test]
fn stars_left_beside_chinese_punctuation_are_markup() {
    assert_eq!(texts("**一是加强领导。**全县推进。**二是**规范"), ["一是加强领导。全县推进。二是规范"]);
    assert_eq!(texts("投入\\*\\*万元"), ["投入**万元"]);
    assert_eq!(texts("投入**万元"), ["投入**万元"]);
}

#[test]
fn tildes_of_ranges_are_text() {
    assert_eq!(texts("3~5件，10~20件"), ["3~5件，10~20件"]);
}

#[test]
fn footnotes_are_blocks_and_their_references_are_not_text() {
    assert_eq!(texts("正文[^1]继续\n\n[^1]: 说明\n"), ["正文继续", "说明"]);
}
