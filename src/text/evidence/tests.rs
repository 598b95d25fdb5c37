use super::*;
use proptest::prelude::*;

fn found(text: &str, kind: EvidenceKind) -> Vec<&str> {
    let all = evidence(text, Span::new(0, text.len()));
    all.into_iter().filter(|(found, _)| *found == kind).map(|(_, span)| span.of(text)).collect()
}

fn set(text: &str) -> EvidenceSet {
    kinds(text, Span::new(0, text.len()))
}

#[test]
fn numbers_with_measure_words_are_quantities() {
    for (text, expected) in [
        ("梳理清单79项", "79项"),
        ("培训300余人次", "300余人次"),
        ("整改问题十一个", "十一个"),
        ("召开会议三次", "三次"),
        ("投入资金3.5万元", "3.5万元"),
        ("压缩至2个工作日", "2个工作日"),
        ("整合5个领域", "5个"),
        ("收到意见1,200条", "1,200条"),
    ] {
        assert_eq!(found(text, EvidenceKind::Quantity), [expected], "{text}");
    }
}

#[test]
fn years_ordinals_articles_and_slogans_are_no_quantities() {
    for text in [
        "2024年",
        "2021—2025年",
        "第三次会议",
        "依照第三十条",
        "第30条",
        "“12·4”国家宪法日",
        "增强“四个意识”",
        "做到2个维护",
        "落实三项制度",
        "一体化推进",
        "一站式服务",
        "一网通办",
        "十四五规划",
        "五位一体",
        "两高一低",
        "一件事改革",
        "十分重视",
        "七五普法",
        "最多跑一次",
        "最多跑1次",
        "“最多80天”改革",
        "2.0平台",
        "12345热线",
        "二次供水设施",
        "一、主要举措",
        "1.加强领导",
        "（三）强化监督",
        "一是坚持领导",
        "百姓满意",
        "千方百计",
        "三部门联合",
        "1+3模式",
    ] {
        assert_eq!(found(text, EvidenceKind::Quantity), [""; 0], "{text}");
    }
}

#[test]
fn percentages_in_any_form() {
    assert_eq!(
        found("败诉率为8.73%，上升百分之五，下降2.49个百分点", EvidenceKind::Percent),
        ["8.73%", "百分之五", "2.49个百分点"]
    );
}

#[test]
fn a_date_has_a_month_or_is_a_deadline() {
    assert_eq!(
        found("于2024年1月31日召开，3月印发，2025年底前完成", EvidenceKind::Date),
        ["2024年1月31日", "3月", "2025年"]
    );
    assert_eq!(found("2024年，我市坚持2021—2025年规划", EvidenceKind::Date), [""; 0]);
}

#[test]
fn document_numbers_in_any_brackets() {
    for (text, expected) in [
        ("根据国办发〔2023〕27号", "国办发〔2023〕27号"),
        ("（国发[2021]5号）", "国发[2021]5号"),
        ("中发【2020】1号文件", "中发【2020】1号"),
        ("市政府令第333号", "市政府令第333号"),
        ("厅字〔201928号", "厅字〔201928号"),
        ("国务院令第713号公布", "国务院令第713号"),
        ("政办发（2022)12号", "政办发（2022)12号"),
    ] {
        assert_eq!(found(text, EvidenceKind::DocumentNumber), [expected], "{text}");
    }
    for text in ["中山路12号", "3号楼", "第3号", "〔2023〕27号", "12月4号"] {
        assert_eq!(found(text, EvidenceKind::DocumentNumber), [""; 0], "{text}");
    }
}

#[test]
fn titles_and_quotations_are_taken_whole() {
    let text = "印发《关于落实〈纲要（2021—2025年）〉的《实施》意见》，推进“双随机、一公开”";
    assert_eq!(found(text, EvidenceKind::CitedTitle), ["《关于落实〈纲要（2021—2025年）〉的《实施》意见》"]);
    assert_eq!(found(text, EvidenceKind::Quoted), ["“双随机、一公开”"]);
    assert_eq!(found("《没有收尾的标题", EvidenceKind::CitedTitle), [""; 0]);
    assert_eq!(found("“贯彻《条例》”", EvidenceKind::CitedTitle), ["《条例》"]);
}

#[test]
fn a_title_is_no_date_and_a_slogan_no_quantity() {
    assert!(!set("《2024年3月工作要点》").contains(EvidenceKind::Date));
    assert!(!set("“十四五”“八个坚持”“3项清单”").contains(EvidenceKind::Quantity));
}

#[test]
fn speech_in_quotation_marks_is_read_like_text() {
    let text = "会议指出：“今年以来全市上下一心攻坚克难，先后办理群众反映的突出问题120件，化解率明显提升”";
    assert_eq!(found(text, EvidenceKind::Quantity), ["120件"]);
}

#[test]
fn organs_by_their_names() {
    for (text, expected) in [
        ("由市司法局牵头", "市司法局"),
        ("区市场监督管理局", "区市场监督管理局"),
        ("报市人大常委会", "市人大常委会"),
        ("县人民法院", "县人民法院"),
        ("市委召开", "市委"),
        ("省人民政府", "省人民政府"),
        ("市依法治市办", "市依法治市办"),
        ("市公安局交警支队", "市公安局"),
    ] {
        assert_eq!(found(text, EvidenceKind::Organ), [expected], "{text}");
    }
    for text in [
        "各级政府",
        "有关部门",
        "法治政府建设",
        "行政机关",
        "各单位",
        "执法部门",
        "司法部门",
        "教育局面",
        "委托",
        "区委员",
    ] {
        assert_eq!(found(text, EvidenceKind::Organ), [""; 0], "{text}");
    }
}

#[test]
fn meetings_by_their_kind() {
    for text in ["召开市政府常务会议", "府院联席会议", "组织推进会", "召开座谈会，"] {
        assert_eq!(found(text, EvidenceKind::Meeting).len(), 1, "{text}");
    }
    for text in ["社会公众", "机会", "会议精神", "建立联席会议制度"] {
        assert_eq!(found(text, EvidenceKind::Meeting), [""; 0], "{text}");
    }
}

#[test]
fn the_set_holds_what_the_list_holds() {
    let text = "市司法局于3月5日召开推进会，印发《方案》（司发〔2024〕3号）“亮剑”，检查20家，合格率95%";
    assert_eq!(set(text).len(), EvidenceKind::ALL.len());
    assert!(set("进一步提高认识").is_empty());
    assert!(set(text).meets([EvidenceKind::Date].into_iter().collect()));
}

proptest! {
    #[test]
    fn no_text_makes_scanning_fail(text in "[0-9年月%《》“”〔〕号局委会议令第三十百件个市 \n𠀀é]{0,60}") {
        for (_, span) in evidence(&text, Span::new(0, text.len())) {
            prop_assert!(text.get(span.start..span.end).is_some_and(|found| !found.is_empty()));
        }
    }

    #[test]
    fn the_set_and_the_list_agree(text in "\\PC{0,60}") {
        let listed: EvidenceSet = evidence(&text, Span::new(0, text.len())).into_iter().map(|(kind, _)| kind).collect();
        prop_assert_eq!(listed, kinds(&text, Span::new(0, text.len())));
    }
}
