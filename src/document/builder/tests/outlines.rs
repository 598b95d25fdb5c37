//! Outlines of reports of many kinds: which headings there are, how they nest, what they govern.

use super::*;
use crate::document::MarkStyle;

pub(super) fn outlined(body: &str) -> Document {
    document(&format!("青溪县2023年法治政府建设年度报告\n{body}\n"))
}

pub(super) fn outline(body: &str) -> Vec<String> {
    outline_of(&outlined(body))
}

pub(super) const LONG: &str =
    "我县坚持以人民为中心，深入开展各项工作，全年办理各类事项1200件，群众满意度明显提高，有关经验在全市推广。";

#[test]
fn everything_in_one_paragraph() {
    let lines = outline(
        "现将有关情况报告如下：一、主要举措和成效。一是加强领导。召开会议3次。二是加强培训，全年4期；三是清理文件12件。二、存在的问题。一是力量不足，二是经验不够。三、下一步打算。（一）充实力量。招录3人。（二）总结经验。编印案例。",
    );
    assert_eq!(
        lines,
        [
            "·measures 一、主要举措和成效。",
            "·· 一是加强领导。",
            "·· 二是加强培训，",
            "·· 三是清理文件12件。",
            "·problems 二、存在的问题。",
            "·· 一是力量不足，",
            "·· 二是经验不够。",
            "·plan 三、下一步打算。",
            "·· （一）充实力量。",
            "·· （二）总结经验。",
        ]
    );
}

#[test]
fn headings_that_run_on_into_their_first_item() {
    let lines = outline(
        "一、主要举措和成效（一）加强领导。召开会议。（二）加强培训。办班4期。\n二、存在问题一是力量不足。人少案多。二是经验不够。案例少。",
    );
    assert_eq!(
        lines,
        [
            "·measures 一、主要举措和成效",
            "·· （一）加强领导。",
            "·· （二）加强培训。",
            "·problems 二、存在问题",
            "·· 一是力量不足。",
            "·· 二是经验不够。"
        ]
    );
}

#[test]
fn markdown_headings_with_and_without_numbers() {
    let text = "# 青溪县2023年法治政府建设年度报告\n## 主要举措和成效\n### 加强领导\n召开会议。\n### 加强培训\n办班。\n## 存在的不足和原因\n1. 力量不足。因为编制少。\n2. 经验不够。因为案例少。\n## 下一年度主要安排\n继续。\n";
    let lines = outline_of(&document(text));
    assert_eq!(
        lines,
        [
            "·measures 主要举措和成效",
            "·· 加强领导",
            "·· 加强培训",
            "·problems 存在的不足和原因",
            "·· 1.力量不足。",
            "·· 2.经验不够。",
            "·plan 下一年度主要安排"
        ]
    );
    let text = "# 青溪县2023年法治政府建设年度报告\n## 一、主要举措和成效\n### （一）加强领导\n召开会议。\n#### 专题会议\n三次。\n## 二、存在的不足\n不足。\n";
    let lines = outline_of(&document(text));
    assert_eq!(
        lines,
        ["·measures 一、主要举措和成效", "·· （一）加强领导", "··· 专题会议", "·problems 二、存在的不足"]
    );
}

#[test]
fn a_markdown_file_with_another_title_keeps_its_levels() {
    let lines = outline_of(&document(
        "# 工作材料\n## 主要举措\n推进法治政府建设。\n## 存在的问题\n不足。\n## 下一步打算\n继续。\n",
    ));
    assert_eq!(lines.len(), 3, "{lines:?}");
    assert!(lines.iter().all(|line| line.starts_with('·') && !line.starts_with("··")), "{lines:?}");
}

#[test]
fn traditional_characters_and_half_width_marks() {
    let document = document(
        "青溪縣人民政府關於2023年法治政府建設情況的報告\n一、主要舉措和成效\n(一)統籌推進。全麵落實各項製度,成效明顯。\n二、存在的問題\n一是力量不足。\n",
    );
    let lines = outline_of(&document);
    assert_eq!(
        lines,
        ["·measures 一、主要举措和成效", "·· （一）统筹推进。", "·problems 二、存在的问题"],
        "a single 一是 opens no series"
    );
    assert_eq!(document.original(document.sections[0].heading).of(&document.text), "一、主要舉措和成效");
}

#[test]
fn marks_written_wrongly_still_make_an_outline() {
    let document = outlined(
        "一.主要举措\n（一）、加强领导。开会。\n（二）、加强培训。办班。\n　二、存在的问题\n1)力量不足。人少。\n2)经验不够。案例少。\n三，下一步打算\n继续努力。",
    );
    let styles: Vec<MarkStyle> =
        document.sections.iter().filter_map(|section| section.mark.as_ref()).map(|mark| mark.style).collect();
    use MarkStyle::*;
    assert_eq!(styles, [Chinese, ChineseBracket, ChineseBracket, Chinese, ArabicBracket, ArabicBracket, Chinese]);
    let levels: Vec<u8> = document.sections.iter().map(|section| section.level).collect();
    assert_eq!(levels, [1, 2, 2, 1, 2, 2, 1]);
}

#[test]
fn the_outermost_style_is_level_one_whatever_it_is() {
    let lines = outline("（一）主要举措\n1.加强领导。开会。\n2.加强培训。办班。\n（二）存在的问题\n不足。");
    assert_eq!(lines, ["·measures （一）主要举措", "·· 1.加强领导。", "·· 2.加强培训。", "·problems （二）存在的问题"]);
    let lines = outline(
        "1、主要举措\n（一）加强领导。开会。\n（二）加强培训。办班。\n2、存在的问题\n（一）不足。人少。\n（二）不够。钱少。\n3、下一步打算\n继续。",
    );
    let tops: Vec<&String> = lines.iter().filter(|line| !line.starts_with("··")).collect();
    assert_eq!(tops, ["·measures 1、主要举措", "·problems 2、存在的问题", "·plan 3、下一步打算"]);
    let lines = outline(
        "第一部分 2023年工作情况\n一、主要举措\n开会。\n二、存在的问题\n不足。\n第二部分 2024年工作安排\n一、培训\n办班。",
    );
    assert_eq!(lines[0], "·measures 第一部分2023年工作情况");
    assert_eq!(lines[2], "··problems 二、存在的问题");
    assert_eq!(lines[3], "·plan 第二部分2024年工作安排");
}

#[test]
fn four_levels_nest() {
    let document = outlined(
        "一、主要举措\n（一）依法决策。\n1.完善程序。修订规定。\n（1）公众参与。征求意见30条。\n（2）专家论证。开会2次。\n2.加强审查。审查8件。\n（二）规范执法。\n执法。",
    );
    let levels: Vec<u8> = document.sections.iter().map(|section| section.level).collect();
    assert_eq!(levels, [1, 2, 3, 4, 4, 3, 2]);
    assert_eq!(document.sections[4].span.of(document.folded_text()), "（2）专家论证。开会2次。");
}

#[test]
fn headings_without_numbers_are_known_by_their_words() {
    let lines = outline(&format!("{LONG}\n主要举措和成效\n{LONG}\n存在的问题及原因\n{LONG}\n2024年工作思路\n{LONG}\n"));
    assert_eq!(lines, ["·measures 主要举措和成效", "·problems 存在的问题及原因", "·plan 2024年工作思路"]);
    let lines =
        outline(&format!("{LONG}\n健全依法决策机制\n{LONG}\n严格规范公正文明执法\n{LONG}\n存在的不足\n{LONG}\n"));
    assert_eq!(lines, ["·measures 健全依法决策机制", "·measures 严格规范公正文明执法", "·problems 存在的不足"]);
}

#[test]
fn numbers_in_sentences_are_no_headings() {
    let document = outlined(
        "一、主要举措\n2021年，开展培训。全年办理1.5万件，其中第三、四季度增长。开展一、二、三产业调研。统一是基础，第十一是重点。我们的目标一是一，二是二。根据第五条第（一）项规定处理。\n1、2月份，召开会议。\n| 1.受理 | 12 |\n二、存在的问题\n不足。",
    );
    assert_eq!(outline_of(&document), ["·measures 一、主要举措", "·problems 二、存在的问题"]);
}

#[test]
fn ordinals_inside_a_paragraph_are_items_and_end_with_it() {
    let document = outlined(
        "一、主要举措\n主要做了三件事：一是加强领导，召开会议；二是加强培训。办班4期。三是清理文件。\n此外，还开展了督察工作。\n二、存在的问题\n不足。",
    );
    let items: Vec<&str> = document
        .sections
        .iter()
        .filter(|section| section.level == 2)
        .map(|section| section.span.of(document.folded_text()))
        .collect();
    assert_eq!(items, ["一是加强领导，召开会议；", "二是加强培训。办班4期。", "三是清理文件。"]);
    let ends = document.sections[0].span.of(document.folded_text());
    assert!(ends.ends_with("还开展了督察工作。"));
}

#[test]
fn an_ordinal_without_a_mark_before_it_is_found_where_it_is_due() {
    let lines = outline(
        "一、主要举措\n一是加强领导，召开会议二是加强培训，办班4期。三是方案二是可行的。\n二、存在的问题\n不足。",
    );
    assert_eq!(&lines[1..4], ["·· 一是加强领导，", "·· 二是加强培训，", "·· 三是方案二是可行的。"]);
}

#[test]
fn items_hold_the_paragraphs_between_them() {
    let document = outlined(
        "一、主要举措\n一是加强领导\n召开会议三次。\n二是加强培训\n办班四期。\n办班效果很好。\n二、存在的问题\n不足。",
    );
    let spans: Vec<&str> =
        document.sections[1..3].iter().map(|section| section.span.of(document.folded_text())).collect();
    assert_eq!(spans, ["一是加强领导\n召开会议三次。", "二是加强培训\n办班四期。\n办班效果很好。"]);
    assert_eq!(document.sections[1].body.of(document.folded_text()), "召开会议三次。");
}

#[test]
fn lists_inside_ordinals_stay_inside() {
    let lines = outline(
        "一、主要举措\n一是加强领导。\n1.召开会议。三次。\n2.听取汇报。两次。\n二是加强培训。\n1.办班。四期。\n2.考试。两次。\n二、存在的问题\n不足。",
    );
    assert_eq!(
        lines[..7],
        [
            "·measures 一、主要举措",
            "·· 一是加强领导。",
            "··· 1.召开会议。",
            "··· 2.听取汇报。",
            "·· 二是加强培训。",
            "··· 1.办班。",
            "··· 2.考试。"
        ]
    );
}

#[test]
fn a_long_run_in_heading_is_its_first_clause() {
    let clause = "（一）紧紧围绕中心工作、服务发展大局，";
    let rest = "在县委的坚强领导和上级部门的精心指导之下，全县上下同心协力攻坚克难，持续深入推进简政放权放管结合优化服务改革工作，取得了实实在在的明显成效。办理事项12件。";
    let document =
        outlined(&format!("一、主要举措\n{clause}{rest}\n（二）其他工作。继续推进。\n二、存在的问题\n不足。"));
    assert_eq!(document.sections[1].heading.of(document.folded_text()), clause);
    assert!(!document.sections[1].own_line);
}

#[test]
fn a_sentence_that_leads_into_items_on_its_line_is_a_heading_as_a_whole() {
    let heading = "（一）突出政治引领，切实压实责任。";
    let document = outlined(&format!(
        "一、主要举措\n{heading}一是加强学习，举办培训3期。二是加强督察，通报问题12个。\n二、存在的问题\n不足。"
    ));
    let headings: Vec<&str> = document.sections.iter().map(|s| s.heading.of(document.folded_text())).collect();
    assert_eq!(
        headings,
        ["一、主要举措", heading, "一是加强学习，", "二是加强督察，", "二、存在的问题"],
        "an item itself is no heading of the next one"
    );
    assert!(!document.sections[1].own_line);
}

#[test]
fn own_line_headings_are_heading_blocks_even_with_a_full_stop() {
    let document = outlined(&format!(
        "一、主要举措。\n（一）加强组织领导，推动责任落实。\n{LONG}\n（二）加强培训\n{LONG}\n二、存在的问题\n不足。"
    ));
    let headings: Vec<&str> = document
        .blocks
        .iter()
        .filter(|block| block.kind == BlockKind::Heading)
        .map(|block| block.folded.of(document.folded_text()))
        .collect();
    assert_eq!(headings, ["一、主要举措。", "（一）加强组织领导，推动责任落实。", "（二）加强培训", "二、存在的问题"]);
    assert_eq!(document.sections[1].name.of(document.folded_text()), "加强组织领导，推动责任落实");
}

#[test]
fn a_line_that_leads_into_the_items_of_a_numbered_part_is_no_part_of_its_own() {
    let lines = outline_of(&outlined(
        "一、主要工作\n（一）抓学习。学法12次。\n二、存在的问题及原因\n存在的问题主要有：\n一是检查不多，案卷质量不高；\n二是宣传面窄，形式单一。",
    ));
    assert_eq!(
        lines,
        [
            "·measures 一、主要工作",
            "·· （一）抓学习。",
            "·problems 二、存在的问题及原因",
            "·· 一是检查不多，案卷质量不高；",
            "·· 二是宣传面窄，形式单一。"
        ]
    );
    // Without numbers it is the name of the part.
    let lines = outline_of(&outlined("主要做法：\n学法12次。\n存在的问题：\n宣传面窄，形式单一。"));
    assert_eq!(lines, ["·measures 主要做法：", "·problems 存在的问题："]);
}

#[test]
fn a_mark_alone_on_its_line_has_no_role() {
    let lines = outline_of(&outlined(
        "一、主要举措\n（一）\n规范执法\n办案23件。\n（二）\n加强普法\n宣传12场。\n二、存在的不足\n宣传面窄。",
    ));
    assert_eq!(lines[..2], ["·measures 一、主要举措", "·· （一）"]);
}

#[test]
fn a_sentence_that_is_all_there_is_of_an_item_is_text() {
    let document = outlined(
        "一、主要举措\n办案23件。\n二、存在的问题\n（一）具体问题\n一是执法力量弱。\n二是宣传面窄。\n（二）原因分析\n编制少。",
    );
    let text = document.folded_text();
    let body: Vec<&str> = document
        .blocks
        .iter()
        .filter(|block| block.kind == BlockKind::Body)
        .map(|block| block.folded.of(text))
        .collect();
    assert_eq!(body, ["办案23件。", "一是执法力量弱。", "二是宣传面窄。", "编制少。"]);
}

#[test]
fn a_row_of_a_table_copied_as_text_is_a_row_and_no_heading() {
    let document =
        outlined("一、主要举措\n办案23件。\n一、本年新收 | 1 | 0\n二、上年结转 | 0 | 2\n二、存在的问题\n宣传面窄。");
    assert_eq!(outline_of(&document), ["·measures 一、主要举措", "·problems 二、存在的问题"]);
    assert_eq!(document.blocks.iter().filter(|block| block.kind == BlockKind::TableRow).count(), 2);
}

#[test]
fn a_part_with_a_mark_of_the_level_below_or_none_is_that_part() {
    let lines = outline_of(&outlined(
        "一、主要举措\n（一）办案。办案23件。\n二、存在的问题\n宣传面窄。\n三、主要负责人履行第一责任人职责情况\n学法12次。\n（四）下一步工作安排\n培训3期。",
    ));
    assert_eq!(lines.last().map(String::as_str), Some("··plan （四）下一步工作安排"));
    let lines = outline_of(&outlined(
        "一、主要举措\n（一）办案。办案23件。\n存在的不足和原因\n宣传面窄。\n二、主要负责人履行第一责任人职责情况\n学法12次。\n三、2024年主要安排\n培训3期。",
    ));
    assert!(lines.iter().any(|line| line.contains("problems 存在的不足和原因")), "{lines:?}");
    // An item of its part, not the part.
    let lines = outline_of(&outlined(
        "一、主要举措\n办案23件。\n二、存在的问题\n（一）力量弱\n编制少。\n（二）宣传窄\n形式单一。\n（三）工作安排\n滞后。",
    ));
    assert!(!lines.iter().any(|line| line.contains("plan")), "{lines:?}");
}

#[test]
fn the_first_part_without_its_number_is_a_part() {
    let lines = outline_of(&outlined(
        "主要举措和成效\n（一）办案。办案23件。\n（二）普法。宣传12场。\n二、主要负责人履行第一责任人职责情况\n学法12次。\n三、存在的问题\n宣传面窄。\n四、2024年主要安排\n培训3期。",
    ));
    assert_eq!(lines[..2], ["·measures 主要举措和成效", "·· （一）办案。"]);
}
