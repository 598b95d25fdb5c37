//! Titles, near misses, issuers, years, dates: what the head and the foot of a page say.

use super::*;
use crate::document::Level;

const BODY: &str = "2023年，全县坚持以习近平法治思想为指导，扎实推进各项工作。现将有关情况报告如下：\n\
    一、主要举措和成效\n（一）加强组织领导。召开专题会议3次，研究部署年度任务。\n\
    二、存在的不足和原因\n一是执法力量不足。受编制影响，人少案多。\n二是培训不够。覆盖面有待扩大。\n\
    三、下一年度主要安排\n（一）加强队伍建设。计划招录12人。\n";

fn with_head(head: &str) -> Document {
    document(&format!("{head}\n{BODY}"))
}

fn kind(document: &Document) -> String {
    match &document.kind {
        DocumentType::Genre(name) => name.clone(),
        DocumentType::NearMiss(name) => name.clone(),
        DocumentType::Other => "其他".to_owned(),
    }
}

fn title(document: &Document) -> &str {
    document.identity.title.as_ref().map_or("", |title| &title.value)
}

fn issuer(document: &Document) -> &str {
    document.identity.issuer.as_ref().map_or("", |issuer| &issuer.value)
}

fn year(document: &Document) -> Option<u16> {
    document.identity.report_year.as_ref().map(|year| year.value)
}

fn published(document: &Document) -> Option<String> {
    document.identity.published.as_ref().map(|date| date.value.to_string())
}

fn kinds(document: &Document, kind: BlockKind) -> Vec<&str> {
    document
        .blocks
        .iter()
        .filter(|block| block.kind == kind)
        .map(|block| block.folded.of(document.folded_text()))
        .collect()
}

#[test]
fn recognises_the_usual_titles() {
    for head in [
        "青溪县人民政府关于2023年法治政府建设情况的报告",
        "青溪县2023年法治政府建设年度报告",
        "关于青溪县2023年度法治政府建设年度报告",
        "青溪县司法局2023年度法治政府建设工作情况报告",
        "2023年度青溪县法治政府建设工作总结",
        "青溪县人民政府2023年度推进法治政府建设情况",
        "青溪县人民政府关于2023年度法治政府建设工作情况的汇报",
        "青溪县交通运输局2023年推进依法行政工作情况报告",
        "青溪縣人民政府關於2023年法治政府建設情況的報告",
        "青溪县二〇二三年法治政府建设年度报告",
        "青溪县2023法治政府建设年度报告",
        "青溪县２０２３年度法治政府建设年度报告（公开稿）",
        "青溪县2023年法治政府建设年度报告_青溪县人民政府",
        "【青溪县2023年法治政府建设年度报告】",
    ] {
        let document = with_head(head);
        assert_eq!(kind(&document), "fazhi", "{head}");
        assert_eq!(year(&document), Some(2023), "{head}");
        assert!(document.identity.year_in_title, "{head}");
        assert!(title(&document).contains("青溪县") && !title(&document).contains('_'), "{head}");
    }
}

#[test]
fn joins_a_title_split_over_lines() {
    let whole = "青溪县人民政府关于2023年度法治政府建设情况的报告";
    for head in [
        "青溪县人民政府\n关于2023年度法治政府建设情况的报告",
        "青溪县人民政府\n关于2023年度法治政府建设情况\n的报告",
        "青溪县人民政府关于2023年度法治政府\n建设情况的报告",
        "首页 > 政务公开 > 正文\n青溪县人民政府关于\n2023年度法治政府建设情况的报告",
    ] {
        let document = with_head(head);
        assert_eq!(title(&document), whole, "{head}");
        assert_eq!(issuer(&document), "青溪县人民政府", "{head}");
        assert_eq!(document.identity.level, Some(Level::County));
    }
}

#[test]
fn finds_the_title_under_navigation_and_prints_it_once() {
    let document = with_head(
        "青溪县2023年法治政府建设年度报告\n无障碍 简体|繁体 长者模式\n政务公开\n您所在的位置：首页 > 专题 > 法治政府\n\
         索引号：0010-2024-003\n发布机构：\n青溪县司法局\n青溪县2023年法治政府建设\n年度报告\n发布日期：2024- 03- 05 来源： 青溪县司法局 浏览次数：",
    );
    assert_eq!(title(&document), "青溪县2023年法治政府建设年度报告");
    assert_eq!(kinds(&document, BlockKind::Title).len(), 3);
    assert_eq!(kinds(&document, BlockKind::Furniture).len(), 3, "{:?}", kinds(&document, BlockKind::Furniture));
    assert_eq!(published(&document).as_deref(), Some("2024-03-05"));
    assert_eq!(issuer(&document), "青溪县");
    assert_eq!(
        kinds(&document, BlockKind::Body)[0],
        document
            .blocks
            .iter()
            .find(|b| b.folded.start == document.body.start)
            .unwrap()
            .folded
            .of(document.folded_text())
    );
    assert!(document.body.of(document.folded_text()).starts_with("2023年，全县"));
}

#[test]
fn near_misses_are_told_apart() {
    let notice = "各乡镇人民政府：\n现将有关事项通知如下，请认真贯彻执行。各单位应当于2024年1月31日前报送材料。";
    for (head, name) in [
        ("《青溪县2023年法治政府建设年度报告》政策解读", "政策解读"),
        ("关于报送2023年度法治政府建设年度报告的通知", "通知"),
        ("关于印发《青溪县2023年法治政府建设年度报告》\n的通知", "通知"),
        ("青溪县司法局2023年政府信息公开工作年度报告", "政府信息公开工作年度报告"),
        ("青溪县2024年法治政府建设工作要点", "工作要点、计划或方案"),
        ("青溪县法治政府建设实施方案（2021—2025年）", "工作要点、计划或方案"),
        ("青溪县司法局局长2023年度述法报告", "述法报告"),
        ("2023年度履行推进法治建设第一责任人职责情况报告", "述法报告"),
        ("青溪县2016—2020年法治政府建设情况的报告", "多年总结"),
        ("2023年青溪县五年法治政府建设工作情况报告", "多年总结"),
        ("青溪县2023年上半年法治政府建设工作情况报告", "半年或季度总结"),
        ("青溪县法治政府建设1—6月工作总结", "半年或季度总结"),
        ("青溪县召开2023年法治政府建设工作推进会", "新闻报道"),
        ("我县发布2023年法治政府建设年度报告", "新闻报道"),
        ("青溪年鉴（2023）法治政府建设情况", "年鉴条目"),
        ("法治政府建设年度报告怎么写：一份范文", "写作指引"),
        ("关于2023年法治政府建设督察情况的报告", "督察或调研报告"),
    ] {
        let document = document(&format!("{head}\n{notice}\n"));
        assert_eq!(kind(&document), name, "{head}");
        assert!(document.sections.iter().all(|section| section.roles.is_empty()), "{head}");
    }
}

#[test]
fn reports_whose_titles_look_like_near_misses_are_reports() {
    for head in [
        "青溪县2023年第四季度暨2023年度法治政府建设工作总结",
        "青溪县二〇一五年法治政府建设工作情况报告",
        "青溪县司法局2023年法治政府建设工作小结",
        "青政〔2024〕3号《青溪县2023年法治政府建设年度报告》\n青溪县2023年法治政府建设年度报告",
        "欢迎访问青溪县人民政府网站！\n青溪县2023年法治政府建设年度报告",
        "青溪县2023年法治政府建设情况的报告征求意见稿",
    ] {
        let document = with_head(head);
        assert_eq!(kind(&document), "fazhi", "{head}");
        assert!(title(&document).starts_with("青溪县"), "{head}");
    }
}

#[test]
fn other_documents_are_other() {
    for head in ["青溪县2023年政府工作报告", "关于调整城区公交线路的公告", "青溪县防汛抗旱应急预案"]
    {
        let text = format!(
            "{head}\n过去的一年，全县经济稳中有进，城镇面貌焕然一新，民生持续改善。\n一、2023年工作回顾\n修建道路12条，法治政府建设深入推进。\n二、2024年工作安排\n新建学校3所。\n"
        );
        let document = document(&text);
        assert_eq!(kind(&document), "其他", "{head}");
        assert_eq!(title(&document), if head.ends_with("预案") { "" } else { head });
        assert!(document.sections.iter().all(|section| section.roles.is_empty()));
    }
}

#[test]
fn the_report_below_a_cover_note_counts() {
    let document = with_head(
        "关于印发《青溪县2023年法治政府建设年度报告》的通知\n各乡镇人民政府：\n现将报告印发给你们，请认真学习，抓好落实。\n青溪县人民政府\n2024年2月20日\n青溪县2023年法治政府建设年度报告",
    );
    assert_eq!(kind(&document), "fazhi");
    assert_eq!(title(&document), "青溪县2023年法治政府建设年度报告");
    assert!(document.body.of(document.folded_text()).starts_with("2023年，全县"));
}

#[test]
fn a_report_without_title_is_known_by_its_structure() {
    let document = document(&BODY.replace("各项工作", "法治政府建设各项工作"));
    assert_eq!(kind(&document), "fazhi");
    assert_eq!(document.identity.title, None);
    assert_eq!(year(&document), Some(2023));
    assert!(!document.identity.year_in_title);
}

#[test]
fn a_report_without_title_is_known_by_an_opening_that_says_so() {
    let known = |opening: &str| kind(&document(&format!("{opening}\n一、强化组织领导，凝聚合力\n召开专题会议3次。\n")));
    assert_eq!(known("县政府：\n按照有关规定，现将我局2023年度法治政府建设工作报告如下："), "fazhi");
    assert_eq!(known("2023年，全街道依法履职。现将我街道2023年法治政府建设的情况报告如下："), "fazhi");
    assert_eq!(known("现将本局2023年度推进依法行政工作情况汇报如下："), "fazhi");
    let announced = "2023年，全区深化法治政府建设，取得新进展。现将有关情况报告如下。";
    let under = |heading: &str| document(&format!("{announced}\n{heading}\n（一）加强学习。举办培训3期。\n"));
    assert_eq!(kind(&under("一、坚持党的领导，统筹推进法治政府建设")), "fazhi");
    assert_eq!(kind(&under("一、行政复议案件办理情况")), "其他");
    for other in [
        "现将我县法治政府建设示范创建工作情况报告如下：",
        "现将法治政府建设情况自查报告如下：",
        "现将本人2023年履行推进法治政府建设第一责任人职责情况报告如下：",
        "现将2023年政府信息公开工作报告如下：",
        "现将全市法治政府建设情况的调研报告如下：",
        "按照推进法治政府建设的要求，加强宣传。现将有关工作报告如下：",
    ] {
        assert_eq!(known(other), "其他", "{other}");
    }
}

#[test]
fn a_title_on_a_metadata_line_will_do() {
    let document = with_head("索引号：001\n名称：青溪县2023年法治政府建设年度报告\n文号：青政〔2024〕3号");
    assert_eq!(kind(&document), "fazhi");
    assert_eq!(title(&document), "青溪县2023年法治政府建设年度报告");
}

#[test]
fn a_salutation_is_not_body_text() {
    let document = with_head("青溪县人民政府关于2023年法治政府建设情况的报告\n市人民政府、县委、县人大常委会：");
    assert_eq!(kinds(&document, BlockKind::Salutation), ["市人民政府、县委、县人大常委会："]);
}

#[test]
fn reads_dates_however_they_are_written() {
    for (line, date) in [
        ("发布日期：2024-02-05", "2024-02-05"),
        ("时间: 2024- 02- 05  16: 32       来源: 青溪县司法局        浏览次数:", "2024-02-05"),
        ("发布时间：2024/2/5 字号：[大 中 小]", "2024-02-05"),
        ("信息来源：县政府办 发布时间：2024年2月5日", "2024-02-05"),
        ("成文日期：2024-01-31 发布日期：2024-02-05", "2024-02-05"),
        ("发布日期：\n2024-02-05", "2024-02-05"),
        ("2024-02-05 09:12", "2024-02-05"),
        ("发布日期：二〇二四年二月五日", "2024-02-05"),
        ("今天是2024年11月30日 星期六\n发布日期：2024.02.05", "2024-02-05"),
    ] {
        let document = with_head(&format!("青溪县2023年法治政府建设年度报告\n{line}"));
        assert_eq!(published(&document).as_deref(), Some(date), "{line}");
        assert!(document.body.of(document.folded_text()).starts_with("2023年，全县"), "{line}");
    }
}

#[test]
fn reads_the_signature() {
    for (foot, date) in [
        ("青溪县人民政府\n2024年2月8日", "2024-02-08"),
        ("　　　　　　青溪县人民政府\n　　　　　　二〇二四年二月八日", "2024-02-08"),
        ("青溪县人民政府2024年2月8日\n（此件公开发布）", "2024-02-08"),
        (
            "青溪县人民政府\n2024年2月8日\n打印本页 关闭窗口\n主办：青溪县人民政府办公室 地址：青溪县一号路\n浙ICP备0001号",
            "2024-02-08",
        ),
    ] {
        let document = document(&format!("关于2023年法治政府建设情况的报告\n{BODY}{foot}\n"));
        assert_eq!(
            document.identity.signed.as_ref().map(|date| date.value.to_string()).as_deref(),
            Some(date),
            "{foot}"
        );
        assert_eq!(issuer(&document), "青溪县人民政府", "{foot}");
        let body = document.body.of(document.folded_text());
        assert!(
            body.contains("招录12人。")
                && !body.contains("ICP")
                && !body.contains("二月八日")
                && !body.contains("2月8日"),
            "{foot}: {body}"
        );
    }
}

#[test]
fn page_furniture_is_never_body_text() {
    let document = document(&format!(
        "网站首页 政务公开 政务服务\n关于2023年法治政府建设情况的报告\n{BODY}打印本页 关闭窗口\n上一篇：关于某事\n1.主办单位：青溪县人民政府\n二、联系我们\n版权所有：青溪县人民政府。未经许可不得转载，违者依法追究责任。\n"
    ));
    assert!(document.folded_text()[..document.body.end].ends_with("计划招录12人。"));
    assert_eq!(document.sections.iter().filter(|section| section.level == 1).count(), 3, "{:?}", outline_of(&document));
}

#[test]
fn the_level_may_come_from_the_place_in_the_title() {
    for (head, place, level) in [
        ("关于瑞安市2023年度法治政府建设情况的报告", "瑞安市", Some(Level::County)),
        ("温州市2023年法治政府建设年度报告", "温州市", Some(Level::City)),
        ("2023年度上海市黄浦区法治政府建设情况报告", "上海市黄浦区", Some(Level::County)),
        ("浙江省2023年法治政府建设年度报告", "浙江省", Some(Level::Province)),
        ("孝丰镇2023年法治政府建设年度报告", "孝丰镇", Some(Level::Town)),
        ("清波街道2023年度法治政府建设工作总结", "清波街道", Some(Level::Town)),
        ("全县2023年法治政府建设年度报告", "", Some(Level::County)),
        ("全市2023年法治政府建设年度报告", "", None),
        ("2023年法治政府建设年度报告", "", None),
        ("临江高新技术产业开发区2023年法治政府建设年度报告", "", None),
        ("青溪县2023年度交通运输系统法治政府建设年度报告", "", None),
        ("青溪县2023年度全面推进依法行政工作情况报告", "青溪县", Some(Level::County)),
    ] {
        let document = with_head(head);
        assert_eq!(kind(&document), "fazhi", "{head}");
        assert_eq!((issuer(&document), document.identity.level), (place, level), "{head}");
    }
}

#[test]
fn whoever_put_the_report_of_a_place_online_is_not_its_issuer() {
    for (below, name) in [
        ("来源：青溪县司法局 发布日期：2024-01-31", "青溪县"),
        ("来源：青溪县人民政府办公室", "青溪县"),
        ("来源：青溪县人民政府", "青溪县人民政府"),
        ("青溪县人民政府\n（2024年1月31日）", "青溪县人民政府"),
    ] {
        let document = with_head(&format!("青溪县2023年法治政府建设年度报告\n{below}"));
        assert_eq!((issuer(&document), document.identity.level), (name, Some(Level::County)), "{below}");
    }
}

#[test]
fn a_title_goes_on_from_an_organ_a_place_or_a_year_on_the_line_before() {
    for (head, whole) in [
        ("青溪县2023年\n法治政府建设年度报告", "青溪县2023年法治政府建设年度报告"),
        ("青溪县\n2023年法治政府建设年度报告", "青溪县2023年法治政府建设年度报告"),
        ("青溪县交通运输局2023年度\n法治政府建设工作总结", "青溪县交通运输局2023年度法治政府建设工作总结"),
        ("青溪县人民政府关于2023年度\n法治政府建设情况的报告", "青溪县人民政府关于2023年度法治政府建设情况的报告"),
        ("二〇二三年度\n青溪县法治政府建设年度报告", "二〇二三年度青溪县法治政府建设年度报告"),
        ("政务公开\n2023年法治政府建设年度报告", "2023年法治政府建设年度报告"),
        ("年度报告2023年\n青溪县2023年法治政府建设年度报告", "青溪县2023年法治政府建设年度报告"),
    ] {
        let document = with_head(head);
        assert_eq!(document.identity.title.map(|title| title.value).as_deref(), Some(whole), "{head}");
        assert_eq!(document.identity.report_year.map(|year| year.value), Some(2023), "{head}");
    }
}

#[test]
fn a_title_of_another_document_is_read_over_its_lines() {
    for (head, whole, organ) in [
        (
            "青溪县人民政府办公室\n关于印发青溪县2023年度法治政府建设\n工作安排的通知",
            "青溪县人民政府办公室关于印发青溪县2023年度法治政府建设工作安排的通知",
            "青溪县人民政府办公室",
        ),
        (
            "关于印发《2023年对乡镇人民政府履行\n教育职责评价报告》的通知",
            "关于印发《2023年对乡镇人民政府履行教育职责评价报告》的通知",
            "",
        ),
    ] {
        let document = with_head(head);
        assert_eq!(document.identity.title.as_ref().map(|title| title.value.as_str()), Some(whole), "{head}");
        assert_ne!(kind(&document), "fazhi", "{head}");
        assert_eq!(issuer(&document), organ, "{head}");
    }
}

#[test]
fn the_head_of_the_paper_is_no_page_furniture() {
    let document = with_head(
        "000012\n特急\n青溪县人民政府文件\n青政〔2024〕2号\n签发人：张三\n网站首页\n青溪县人民政府关于2023年法治政府建设情况的报告",
    );
    let kinds: Vec<BlockKind> = document.blocks[..7].iter().map(|block| block.kind).collect();
    assert_eq!(kinds[..5], [BlockKind::Byline; 5]);
    assert_eq!(kinds[5..], [BlockKind::Furniture, BlockKind::Title]);
}

#[test]
fn the_issuer_is_read_from_the_title_first() {
    for (head, name, level) in [
        (
            "青溪县人民政府关于青溪县2023年法治政府建设年度报告\n来源：青溪县司法局",
            "青溪县人民政府",
            Some(Level::County),
        ),
        ("青溪县司法局2023年法治政府建设年度报告", "青溪县司法局", Some(Level::Department)),
        ("2023年青溪县人民政府办公室法治政府建设工作情况报告", "青溪县人民政府办公室", Some(Level::Department)),
        ("司法部2023年法治政府建设年度报告", "司法部", Some(Level::National)),
        ("临江经济开发区管理委员会关于2023年法治政府建设情况的报告", "临江经济开发区管理委员会", None),
        ("清波街道办事处2023年度法治政府建设情况报告", "清波街道办事处", Some(Level::Town)),
        (
            "关于2023年法治政府建设情况的报告\n来源：青溪县人民政府门户网站 发布日期：2024-01-31",
            "青溪县人民政府",
            Some(Level::County),
        ),
        ("关于2023年法治政府建设情况的报告\n青溪县司法局\n（2024年1月31日）", "青溪县司法局", Some(Level::Department)),
    ] {
        let document = with_head(head);
        assert_eq!((issuer(&document), document.identity.level), (name, level), "{head}");
    }
}

#[test]
fn the_year_comes_from_headings_lead_or_dates_where_the_title_has_none() {
    let year_of = |text: &str| {
        let document = document(text);
        assert_eq!(kind(&document), "fazhi", "{text}");
        (year(&document), document.identity.year_in_title)
    };
    let title = "青溪县法治政府建设年度报告";
    assert_eq!(
        year_of(&format!(
            "{title}\n一、2022年主要举措和成效\n开展培训3次，成效明显，群众满意。\n二、存在的问题\n力量不足。\n"
        )),
        (Some(2022), false)
    );
    assert_eq!(
        year_of(&format!(
            "{title}\n一、主要举措和成效\n开展培训3次，成效明显，群众满意。\n二、2023年工作安排\n继续努力。\n"
        )),
        (Some(2022), false)
    );
    assert_eq!(
        year_of(&format!(
            "{title}\n根据《法治政府建设实施纲要（2021—2025年）》，2022年，我县扎实推进法治政府建设，取得新进展。\n一、主要举措\n开展培训。\n"
        )),
        (Some(2022), false)
    );
    assert_eq!(year_of(&format!("{title}\n发布日期：2023-03-01\n一、主要举措\n开展培训。\n")), (Some(2022), false));
    assert_eq!(
        year_of(&format!("{title}\n一、主要举措\n开展培训。\n青溪县人民政府\n2023年1月9日\n")),
        (Some(2022), false)
    );
    assert_eq!(
        year_of(
            "青溪县关于贯彻落实《法治政府建设实施纲要（2021—2025年）》2022年度情况的报告\n一、主要举措\n开展培训。\n"
        ),
        (Some(2022), true)
    );
    assert_eq!(
        year_of("青溪县2015年推进依法行政工作情况及2016年工作打算\n一、主要举措\n开展培训。\n"),
        (Some(2015), true)
    );
}

#[test]
fn a_near_miss_keeps_its_whole_title() {
    let title_line = "《青溪县2023年法治政府建设年度报告》政策解读";
    let document = document(&format!("{title_line}\n为便于公众了解报告内容，现作如下解读，欢迎社会各界监督。\n"));
    assert_eq!(title(&document), title_line);
    assert_eq!(issuer(&document), "");
}

#[test]
fn an_issuer_named_after_its_subject_is_read_whole() {
    let document = with_head("青溪县委依法治县办关于2023年法治政府建设情况的报告");
    assert_eq!(issuer(&document), "青溪县委依法治县办");
    assert_eq!(document.identity.level, Some(Level::Department));
}
