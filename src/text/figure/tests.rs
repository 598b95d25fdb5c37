use super::*;
use proptest::prelude::*;

fn read(text: &str) -> Vec<Figure> {
    figures(text, Span::new(0, text.len()))
}

fn told(text: &str) -> Vec<String> {
    read(text).iter().map(|f| format!("{} {}{} {:?}", f.label, f.value, f.unit, f.kind)).collect()
}

#[test]
fn reads_labels_values_and_units_of_a_report_sentence() {
    let text = "全年共收到复议申请246件，办结244件，其中维持193件，驳回申请14件，经协调后撤回35件，其他2件。";
    assert_eq!(
        told(text),
        [
            "收到复议申请 246件 Count",
            "办结 244件 Count",
            "维持 193件 Count",
            "驳回申请 14件 Count",
            "经协调后撤回 35件 Count",
            "其他 2件 Count"
        ]
    );
    let parts: Vec<bool> = read(text).iter().map(|f| f.part_of).collect();
    assert_eq!(parts, [false, false, true, true, true, true]);
    assert!(read(text)[0].summed);
}

#[test]
fn tells_rates_changes_and_points_apart() {
    assert_eq!(
        told(
            "全市审结诉讼案件573件，败诉50件，败诉率为8.73%，同比下降2.49个百分点；新收案件2072件，同比下降5.30%，较上年减少116件"
        ),
        [
            "审结诉讼案件 573件 Count",
            "败诉 50件 Count",
            "败诉率 8.73% Rate",
            "同比下降 2.49个百分点 Points",
            "新收案件 2072件 Count",
            "同比下降 5.30% Growth",
            "较上年减少 116件 Growth"
        ]
    );
}

#[test]
fn a_level_reached_is_no_change() {
    assert_eq!(told("告知承诺事项增至22项"), ["告知承诺事项 22项 Count"]);
    assert_eq!(told("调解率提高到43.6%"), ["调解率 43.6% Rate"]);
    assert_eq!(told("办理时限压缩90%"), ["办理时限压缩 90% Growth"]);
    assert_eq!(told("增幅达120%"), ["增幅 120% Growth"]);
}

#[test]
fn the_scope_is_the_last_scope_word_before_the_figure() {
    let scopes: Vec<_> = read("全市败诉率8.7%，其中市本级败诉率为5.1%").iter().map(|f| f.scope).collect();
    assert_eq!(scopes, [Some("全市"), Some("市本级")]);
    assert_eq!(read("全市行政机关负责人出庭应诉率达97.6%")[0].label, "行政机关负责人出庭应诉率");
    assert_eq!(read("败诉率8.7%")[0].scope, None);
}

#[test]
fn approximate_figures_and_bounds_are_marked() {
    for text in ["决策事项近260项", "占比12%以上", "意见300余条", "网办率超过90%", "不少于3次"] {
        assert!(read(text)[0].approximate, "{text}");
    }
    assert!(!read("决策事项260项")[0].approximate);
}

#[test]
fn dates_titles_slogans_and_ordinals_are_no_figures() {
    for text in [
        "2024年3月5日",
        "《关于3项制度的意见》",
        "落实“3张清单”",
        "第三次会议",
        "依照第5条",
        "十四五期间",
        "增强四个意识",
        "1.3项措施",
    ] {
        assert_eq!(read(text), [], "{text}");
    }
}

#[test]
fn a_list_of_values_shares_kind_and_says_so() {
    let found = read("下沉率分别为89.77%、71.78%");
    assert!(found.iter().all(|f| f.listed && f.kind == FigureKind::Rate), "{found:?}");
    assert_eq!(found[1].label, "");
    assert!(read("同比下降5.3%、6.1%").iter().all(|f| f.kind == FigureKind::Growth));
}

#[test]
fn another_time_is_marked() {
    for text in ["上年败诉率9.1%", "由2018年29件", "去年同期受理30件", "目标值95%"] {
        assert!(read(text)[0].elsewhen, "{text}");
    }
    assert!(!read("败诉率9.1%，较去年下降1个百分点")[0].elsewhen);
}

#[test]
fn the_noun_behind_a_number_is_kept() {
    let text = "共审结573件行政诉讼案件，败诉50件";
    let found = read(text);
    assert_eq!(found[0].noun_span.of(text), "行政诉讼案件");
    assert_eq!(found[0].label, "审结");
}

#[test]
fn quotation_marks_are_no_part_of_a_label() {
    assert_eq!(read("政务服务“一网通办”率达95.96%")[0].label, "政务服务一网通办率");
}

#[test]
fn a_rank_is_no_count() {
    assert_eq!(told("位列全省第3位"), ["位列全省第 3位 Rank"]);
}

#[test]
fn brackets_are_counted() {
    let depths: Vec<_> = read("纠错27件（撤销20件，变更7件），其他2件").iter().map(|f| f.depth).collect();
    assert_eq!(depths, [0, 1, 1, 0]);
}

#[test]
fn a_bracket_before_the_number_hides_no_label() {
    assert_eq!(told("全年纠错（含撤销、确认违法）29件"), ["纠错 29件 Count"]);
    assert_eq!(told("败诉率：8.7%"), ["败诉率 8.7% Rate"]);
}

#[test]
fn a_year_in_brackets_ends_with_them() {
    let years: Vec<_> = read("2020年受理案件79件（2019年66件），审结80件").iter().map(|f| f.year).collect();
    assert_eq!(years, [Some(2020), Some(2019), Some(2020)]);
}

proptest! {
    #[test]
    fn no_text_makes_reading_fail(text in "[0-9，。；、（）：%其中共率达为同比下降件人个万元“”《》年月第 \n]{0,60}") {
        for figure in read(&text) {
            prop_assert!(text.get(figure.span.start..figure.span.end).is_some());
            prop_assert!(text.get(figure.label_span.start..figure.label_span.end).is_some());
            prop_assert!(text.get(figure.noun_span.start..figure.noun_span.end).is_some());
        }
    }

    #[test]
    fn arbitrary_text_is_harmless(text in "\\PC{0,80}") {
        read(&text);
    }
}
