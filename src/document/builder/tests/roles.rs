//! Which required part a section is: by heading, by place, nested, merged.

use super::outlines::{LONG, outline, outlined};
use super::*;

/// Level-1 headings' roles.
fn roles(body: &str) -> Vec<String> {
    let document = outlined(body);
    let tops = document.sections.iter().filter(|section| section.level == 1);
    tops.map(|section| section.roles.iter().map(Role::to_string).collect::<Vec<_>>().join("+")).collect()
}

#[test]
fn thematic_reports_of_provinces_have_measures_by_position() {
    let body = format!(
        "{LONG}\n一、坚持党的领导，统筹推进法治建设\n{LONG}\n二、依法全面履行政府职能\n{LONG}\n三、健全依法行政制度体系\n{LONG}\n四、存在的问题及下一步工作打算\n{LONG}\n"
    );
    assert_eq!(roles(&body), ["measures", "measures", "measures", "problems+plan"]);
    let document = outlined(&body);
    assert_eq!(document.sections[0].role_by, RoleBy::Position);
    assert_eq!(document.sections[3].role_by, RoleBy::Heading);
}

#[test]
fn thematic_reports_without_problems_are_measures_throughout() {
    assert_eq!(
        roles("一、健全依法决策机制\n建立目录。\n二、规范行政执法\n公示信息。\n三、其他需要报告的情况\n无。"),
        ["measures", "measures", ""]
    );
}

#[test]
fn departments_use_their_own_words() {
    assert_eq!(
        roles("一、2023年工作开展情况\n开展培训。\n二、存在的短板和弱项\n人手不足。\n三、2024年工作思路\n加强培训。"),
        ["measures", "problems", "plan"]
    );
    assert_eq!(
        roles(
            "一、工作亮点\n培训。\n二、主要负责同志履行推进法治建设第一责任人职责情况\n部署。\n三、困难和问题\n不足。\n四、下步努力方向\n培训。"
        ),
        ["measures", "first_responsible", "problems", "plan"]
    );
    assert_eq!(
        roles("一、基本情况\n概况。\n二、重点工作\n培训。\n三、问题与不足\n不足。\n四、2024年重点工作\n培训。"),
        ["measures", "measures", "problems", "plan"]
    );
    assert_eq!(
        roles("一、主要做法\n培训。\n二、存在不足及原因分析\n不足。\n三、2024年主要举措\n培训。"),
        ["measures", "problems", "plan"]
    );
    assert_eq!(
        roles("一、法治政府建设工作推进情况\n培训。\n二、不足\n不足。\n三、打算\n培训。"),
        ["measures", "problems", "plan"]
    );
}

#[test]
fn merged_headings_have_several_roles() {
    assert_eq!(roles("一、主要举措、存在问题及下一步安排\n培训。\n二、附则\n无。")[0], "measures+problems+plan");
    assert_eq!(roles("一、工作情况\n培训。\n二、存在的问题和下步打算\n不足。"), ["measures", "problems+plan"]);
    assert_eq!(
        roles("一、2023年工作情况及2024年工作计划\n培训。\n二、存在问题\n不足。"),
        ["measures+plan", "problems"]
    );
    assert_eq!(roles("一、主要做法\n培训。\n二、存在不足及改进措施\n不足。"), ["measures", "problems+plan"]);
}

#[test]
fn the_plan_named_by_year_is_no_measures_section() {
    assert_eq!(
        roles("一、2023年法治政府建设情况\n培训。\n二、存在的问题\n不足。\n三、2024年推进法治政府建设重点举措\n培训。"),
        ["measures", "problems", "plan"]
    );
    assert_eq!(
        roles("一、主要举措\n培训。\n二、存在的问题\n不足。\n三、2023年工作安排\n培训。"),
        ["measures", "problems", "plan"],
        "a wrong year is the rules' affair"
    );
}

#[test]
fn thematic_headings_that_only_sound_like_parts() {
    assert_eq!(
        roles(
            "一、坚持问题导向，着力解决突出问题\n培训。\n二、突出工作重点，强化制度建设\n清理。\n三、存在的不足\n不足。"
        ),
        ["measures", "measures", "problems"]
    );
    assert_eq!(
        roles(
            "一、落实法治政府建设工作部署\n培训。\n二、加强行政机关主要负责人出庭应诉工作\n清理。\n三、存在问题\n不足。"
        ),
        ["measures", "measures", "problems"]
    );
}

#[test]
fn first_responsible_may_be_an_item_of_the_measures() {
    let document = outlined(
        "一、主要举措和成效\n（一）坚持党的领导。成立领导小组，定期研究。\n（二）夯实第一责任人职责。县长主持会议3次，研究部署工作。\n\
         二、存在的不足\n（一）少数单位履行第一责任人职责有待加强。力度不够，层层递减。\n三、2024年安排\n一是以第一责任人职责为抓手，强化统筹。继续推进。\n二是落实第一责任人职责。继续推进。",
    );
    let lines = outline_of(&document);
    assert_eq!(lines[2], "··first_responsible （二）夯实第一责任人职责。");
    assert_eq!(lines.iter().filter(|line| line.contains("first_responsible")).count(), 1, "{lines:?}");
}

#[test]
fn a_section_of_its_own_makes_nested_ones_ordinary() {
    let lines = outline(
        "一、主要举措\n（一）压实第一责任人职责。部署工作。\n（二）开展培训。成效明显。\n二、主要负责人履行推进法治建设第一责任人职责情况\n县长主持会议。",
    );
    assert_eq!(lines[1], "·· （一）压实第一责任人职责。");
    assert_eq!(lines[3], "·first_responsible 二、主要负责人履行推进法治建设第一责任人职责情况");
}

#[test]
fn problems_below_the_first_level_are_found() {
    let lines = outline(
        "一、2023年法治政府建设工作情况\n（一）主要做法\n培训了很多人。\n（二）存在的问题\n人手不足。\n二、2024年工作计划\n加强培训。",
    );
    assert_eq!(
        lines,
        [
            "·measures 一、2023年法治政府建设工作情况",
            "·· （一）主要做法",
            "··problems （二）存在的问题",
            "·plan 二、2024年工作计划"
        ]
    );
}
