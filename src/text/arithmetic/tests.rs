use super::super::figure::figures;
use super::super::fold::fold_lines;
use super::super::span::Span;
use super::super::split::sentences;
use super::*;
use proptest::prelude::*;

mod growth;
mod usual;

fn words(list: &[&str]) -> Vec<String> {
    list.iter().map(|word| (*word).to_owned()).collect()
}

fn family(rates: &[&str], parts: &[&str], wholes: &[&str]) -> RateFamily {
    RateFamily { rates: words(rates), parts: words(parts), wholes: words(wholes), composite: false }
}

fn families() -> Vec<RateFamily> {
    vec![
        family(&["败诉率", "纠错率", "维持率", "调解率", "化解率", "撤诉率"], &[], &["审结", "办结", "结案"]),
        RateFamily { composite: true, ..family(&["调撤率"], &["调解", "撤"], &["审结", "办结", "结案"]) },
        family(&["办结率", "审结率"], &[], &["受理", "收到", "接收", "交办", "办理"]),
        family(&["合格率"], &[], &["抽查", "抽检", "检查", "参加", "考试", "评查"]),
        family(&["成功率"], &["成功"], &["调解", "受理"]),
        family(&["整改率", "整改完成率"], &["整改"], &["反馈", "发现", "交办"]),
        family(&["出庭应诉率"], &["出庭"], &["开庭", "应诉"]),
    ]
}

fn whole(text: &str) -> Span {
    Span::new(0, text.len())
}

/// The faulty rates of a sentence: part/whole → computed, as told to the user.
fn rates(text: &str) -> Vec<String> {
    let figures = figures(text, whole(text));
    let found = stated_rates(text, &figures, &|| &[], &families());
    found.iter().map(|f| format!("{}/{}={} {:?}", f.part.value, f.whole.value, f.computed, f.fault)).collect()
}

fn sums(text: &str) -> Vec<String> {
    let kinds = [
        SumFamily {
            kinds: words(&["维持", "驳回", "撤销", "变更", "确认违法", "责令履行", "终止", "其他"]),
            complete: Vec::new(),
        },
        SumFamily {
            kinds: words(&["有效", "修改", "废止", "失效"]),
            complete: vec![words(&["有效"]), words(&["修改"]), words(&["废止", "失效"])],
        },
    ];
    let figures = figures(text, whole(text));
    let found = stated_sums(text, whole(text), &figures, &kinds);
    found.iter().map(|f| format!("{}≠{} {:?}", f.computed, f.total.value, f.fault)).collect()
}

fn pairs() -> Vec<LabelPair> {
    let pair = |parts: &[&str], wholes: &[&str], unless: &[&str]| LabelPair {
        parts: words(parts),
        wholes: words(wholes),
        unless: words(unless),
    };
    vec![
        pair(&["审结", "办结"], &["受理", "收到", "共受理"], &["结转", "上年", "旧存", "存案", "去年", "往年"]),
        pair(&["整改", "完成整改"], &["反馈", "发现", "反馈问题", "发现问题"], &[]),
        pair(&["废止"], &["清理", "专项清理"], &[]),
    ]
}

fn exceeding(text: &str) -> usize {
    parts_exceeding_wholes(text, whole(text), &figures(text, whole(text)), &pairs()).len()
}

fn announced(text: &str) -> Vec<(u32, u32)> {
    announced_counts(text, whole(text)).iter().map(|found| (found.announced, found.found)).collect()
}

#[test]
fn a_rate_that_follows_is_not_mentioned() {
    for text in [
        "共审结各类诉讼案件573件，败诉50件，败诉率为8.73%。",
        "审结案件1999件，败诉105件，败诉率达5.25%，同比下降0.32个百分点。",
        "办结案件4878件，直接纠错147件，纠错率达3.01%；调解结案2127件，撤回0件，调撤率达43.60%。",
        "抽查产品200批次，合格190批次，合格率95%。",
        "反馈问题32个，完成整改31个，整改率96.9%。",
        "受理投诉1,200件，办结1,188件，办结率99%。",
        "审结80件，其中维持60件，撤销5件，维持率75%。",
        "审结复议案件100件，调解结案20件，撤回10件，调撤率30%。",
    ] {
        assert_eq!(rates(text), [""; 0], "{text}");
    }
}

#[test]
fn a_rate_that_does_not_follow_is_told_with_what_it_should_be() {
    for (text, expected) in [
        ("审结诉讼案件573件，败诉50件，败诉率为9.73%。", "50/573=8.73 Wrong"),
        ("办结复议案件4878件，直接纠错147件，纠错率达5.71%，同比下降2.49个百分点。", "147/4878=3.01 Wrong"),
        ("受理投诉1200件，办结1188件，办结率98%。", "1188/1200=99 Wrong"),
        ("全市办结复议案件800件，纠错40件，纠错率达6%。", "40/800=5 Wrong"),
        ("反馈问题32个，完成整改28个，整改率97.5%。", "28/32=87.5 Wrong"),
        ("共审结诉讼案件四百件，败诉二十件，败诉率百分之六。", "20/400=5 Wrong"),
        ("审结案件573件，其中败诉50件（败诉率9.8%）。", "50/573=8.7 Wrong"),
    ] {
        assert_eq!(rates(text), [expected], "{text}");
    }
}

#[test]
fn a_rate_cut_off_is_told_from_a_wrong_one() {
    assert_eq!(rates("审结案件105件，败诉7件，败诉率6.66%。"), ["7/105=6.67 Truncated"]);
    assert_eq!(rates("审结案件105件，败诉7件，败诉率6.67%。"), [""; 0]);
}

#[test]
fn a_rate_whose_part_or_whole_is_not_given_is_left_alone() {
    for text in [
        "全年共化解争议372件，化解率达65.03%。",
        "败诉率6.9%，纠错率6.06%。",
        "受理案件100件，败诉5件，败诉率6.2%。",
        "审结案件100件，败诉率6.2%。",
        "调解结案2127件，调撤率达43.60%。",
        "审结案件200件，调解结案20件，调撤率达43.6%。",
        "抽检食品1000批次，不合格10批次，合格率98%。",
        "受理案件151件，审结135件（含上年度结转），其中纠错（含撤销）29件，纠错率约19.2%。",
        "收到申请16件，立案受理15件，维持5件，占受理案件总数的38%。",
    ] {
        assert_eq!(rates(text), [""; 0], "{text}");
    }
}

#[test]
fn rates_of_another_scope_time_definition_or_precision_are_left_alone() {
    for text in [
        "全市审结案件100件，败诉5件，市本级败诉率7.1%。",
        "审结案件100件，败诉5件，上年败诉率7.1%。",
        "审结案件100件，纠错5件，综合纠错率17.1%。",
        "审结近100件，败诉5件，败诉率7.1%。",
        "审结案件100件，败诉5件，败诉率7%以上。",
        "审结案件100件，败诉5件，败诉率下降7.1%。",
        "审结案件100件，败诉5件，一审败诉率7.1%。",
        "审结复议案件100件；应诉方面，审结诉讼案件80件，败诉4件，败诉率5%。",
        "审结复议案件100件，行政诉讼败诉5件，败诉率7.1%。",
        "审结案件3万件，败诉1500件，败诉率5.1%。",
        "收到投诉100件，办结90件，按期办结率98%。",
        "审结案件100件，败诉5件，新收40件，败诉率7.1%。",
        "一审、二审败诉率分别为7.1%、5.2%，审结100件，败诉5件。",
        "办结案件100件，办结率100%。",
        "发现隐患860处，责令整改800处，整改率98%。",
        "开庭100件，法院通知出庭88件，出庭应诉率95%。",
        "抽检食品1000批次，初检合格970批次，合格率98.8%。",
    ] {
        assert_eq!(rates(text), [""; 0], "{text}");
    }
}

/// The faulty shares of a sentence.
fn shares(text: &str) -> Vec<String> {
    let figures = figures(text, whole(text));
    stated_shares(text, &figures, &|| &[])
        .iter()
        .map(|f| format!("{}/{}={} {:?}", f.part.value, f.whole.value, f.computed, f.fault))
        .collect()
}

#[test]
fn a_share_must_follow_from_the_part_and_whole_beside_it() {
    for (text, expected) in [
        ("办结案件200件，其中涉企50件，占比35%。", "50/200=25 Wrong"),
        ("征地类案件47件，占审结168件的37.98%。", "47/168=27.98 Wrong"),
        ("全年3518次检查中有582次未当日上传，占比26.54%。", "582/3518=16.54 Wrong"),
        ("共有执法人员6211名，其中法制审核人员498名，占执法人员总数的9%。", "498/6211=8 Wrong"),
        ("共查处案件300件，其中食品类200件（占66.6%）。", "200/300=66.7 Truncated"),
    ] {
        assert_eq!(shares(text), [expected], "{text}");
    }
    for text in [
        "办结案件200件，其中涉企50件，占比25%。",
        "受理案件250件，审结200件，其中涉企50件，占20%。",
        "征地类案件47件，占审结168件的27.98%。",
        "办结案件200件，其中涉企50件，占全市的35%。",
        "新录用200人，其中法学专业50人，占比提高到35%。",
        "办结案件200件，其中涉企50件、涉农40件，分别占35%、30%。",
        "办结案件200件，其中罚款50万元，占35%。",
        "办结案件200余件，其中涉企50件，占35%。",
        "涉企案件50件，占办结案件总数的35%。",
        "涉企案件50件，占35%。",
    ] {
        assert_eq!(shares(text), [""; 0], "{text}");
    }
}

#[test]
fn a_rate_behind_the_items_of_a_list_is_of_the_item_that_bears_its_name() {
    let text = |rate: &str| {
        format!(
            "收到申请103件，受理96件，审结93件，其中维持45件、驳回11件、纠错9件、终止26件、其他4件，纠错率{rate}%。"
        )
    };
    assert_eq!(rates(&text("12.5")), ["9/93=9.7 Wrong"]);
    assert_eq!(rates(&text("9.68")), [""; 0]);
    // 纠错 and 终止 together.
    assert_eq!(rates(&text("37.6")), [""; 0]);
}

#[test]
fn a_figure_named_by_the_words_behind_it_is_judged_too() {
    assert_eq!(rates("共有300人参加考试，285人合格，合格率96%。"), ["285/300=95 Wrong"]);
    assert_eq!(rates("共审结573件行政诉讼案件，败诉50件，败诉率为9.73%。"), ["50/573=8.73 Wrong"]);
    assert_eq!(rates("共审结573件行政复议案件，行政诉讼败诉50件，败诉率为9.73%。"), [""; 0]);
}

#[test]
fn the_sentence_before_can_give_the_whole() {
    let text = "全年审结案件573件。其中败诉50件，败诉率为9.73%。";
    let spans = sentences(text, whole(text));
    let (before, here) = (figures(text, spans[0]), figures(text, spans[1]));
    assert_eq!(stated_rates(text, &here, &|| &before, &families()).len(), 1);
    let right = "全年审结案件573件。其中败诉50件，败诉率为8.73%。";
    assert_eq!(stated_rates(right, &figures(right, spans[1]), &|| &before, &families()), []);
    let shares = |second: &str| {
        let text = format!("共收到申请1046件。{second}");
        let spans = sentences(&text, whole(&text));
        let (before, here) = (figures(&text, spans[0]), figures(&text, spans[1]));
        stated_shares(&text, &here, &|| &before).len()
    };
    assert_eq!(shares("其中，行政处罚类862件，占比92.4%。"), 1);
    assert_eq!(shares("其中，行政处罚类862件，占比82.4%。"), 0);
    assert_eq!(shares("行政处罚类862件，占比92.4%。"), 0, "of what is not said");
}

#[test]
fn a_closed_list_must_add_up() {
    assert_eq!(sums("共收到申请146件，办结144件，其中维持93件，驳回14件，纠错8件，撤回27件，其他2件。"), [""; 0]);
    assert_eq!(
        sums("共收到申请146件，办结144件，其中维持93件，驳回14件，纠错8件，撤回28件，其他2件。"),
        ["145≠144 Mismatch"]
    );
    assert_eq!(sums("办结144件，其中维持83件，驳回14件，撤回27件，其他2件。"), ["126≠144 Mismatch"]);
    assert_eq!(sums("办结50件，其中维持40件，撤销15件。"), ["55≠50 Mismatch"]);
    assert_eq!(sums("清理文件53件，其中继续有效40件、修改5件、废止7件。"), ["52≠53 Mismatch"]);
    assert_eq!(sums("办结144件，其中维持93件，撤回27件，其他案件14件。"), ["134≠144 Mismatch"]);
}

#[test]
fn an_open_list_need_not_add_up() {
    for text in [
        "办结144件，其中维持93件，驳回14件。",
        "办结144件，其中维持93件、驳回14件等。",
        "清理文件53件，其中继续有效40件、废止7件。",
        "清理文件53件，其中修改5件、废止7件。",
        "清理文件53件，其中县政府文件继续有效30件、修改5件、废止7件。",
        "提出修改意见50条，其中采纳修改意见30条、答复修改意见40条。",
        "全市办结100件，其中市本级维持40件，其他20件。",
        "办结144件，其中行政处罚案件93件，其他部门办理的14件。",
        "办结144件，主要包括维持93件，其他2件。",
        "办结100件，其中涉企60件，调解成功70件。",
        "检查企业100家，其中发现隐患300个，其他2个。",
        "办结100件，其中维持60件，纠错30件，撤销20件，变更10件，其他10件。",
        "办结100件，其中维持60件，纠错30件（撤销20件，变更10件），其他10件。",
        "办结100件，其中维持近60件，其他50件。",
        "办结100件，其中维持60件，占60%，驳回30件，其他10件。",
        "受理100件，其中维持60件，其中经听证10件，其他50件。",
        "办结100件，其中上年结转20件，维持60件，其他50件。",
    ] {
        assert_eq!(sums(text), [""; 0], "{text}");
    }
}

#[test]
fn a_part_larger_than_its_total_is_told() {
    assert_eq!(sums("审查文件50件，其中提出修改意见的60件。"), ["60≠50 PartExceeds"]);
    assert_eq!(sums("审查文件50件，其中提出修改意见的40件。"), [""; 0]);
    assert_eq!(sums("制定文件50件，其中规范性文件60件。"), ["60≠50 PartExceeds"]);
    assert_eq!(sums("检查企业50家，其中停业整顿60家。"), ["60≠50 PartExceeds"]);
    assert_eq!(sums("检查20次，其中检查企业300家。"), [""; 0]);
    assert_eq!(sums("查处案件20件，其中收缴物品30件。"), [""; 0]);
}

#[test]
fn a_total_that_follows_must_be_the_sum() {
    assert_eq!(sums("维持93件、驳回14件、撤销8件，共计115件。"), [""; 0]);
    assert_eq!(sums("维持93件、驳回14件、撤销8件，共计125件。"), ["115≠125 Mismatch"]);
    assert_eq!(sums("维持93件、驳回14件等，共计125件。"), [""; 0]);
    assert_eq!(sums("开展培训3次，检查20次，共计参加500次。"), [""; 0]);
}

#[test]
fn bounded_rates_cannot_exceed_a_hundred_per_cent() {
    let names = words(&["出庭应诉率", "合格率"]);
    let over = |text: &str| bounded_rates(&figures(text, whole(text)), &names).len();
    assert_eq!(over("负责人出庭应诉率达102%"), 1);
    for text in ["负责人出庭应诉率达100%", "产值增长120%", "合格率提高120%", "税收完成率达120%", "合格率99.9%"]
    {
        assert_eq!(over(text), 0, "{text}");
    }
}

#[test]
fn what_was_concluded_cannot_exceed_what_was_received() {
    assert_eq!(exceeding("受理复议申请146件，审结154件。"), 1);
    assert_eq!(exceeding("反馈问题32个，整改33个。"), 1);
    assert_eq!(exceeding("反馈的158个问题已整改161个。"), 1);
    for text in [
        "受理复议申请146件，审结144件。",
        "受理复议申请146件，审结154件（含上年结转20件）。",
        "受理复议申请146件，审结诉讼案件573件。",
        "受理举报30件，办结50起。",
        "全市受理30件，市本级办结50件。",
        "受理近30件，办结50件。",
        "受理各类案件79件（2019年66件），审结80件（2019年68件）。",
        "反馈问题32个，整改32个。",
    ] {
        assert_eq!(exceeding(text), 0, "{text}");
    }
}

#[test]
fn an_announced_number_must_be_the_number_of_items() {
    assert_eq!(announced("采取3项措施：一是建章立制；二是强化监督。"), [(3, 2)]);
    assert_eq!(announced("重点抓好以下五个方面：（1）学习；（2）培训；（3）考核；（4）督察。"), [(5, 4)]);
    assert_eq!(announced("存在两个方面的问题：\n一是人员不足。\n二是经费不足。\n三是能力不足。"), [(2, 3)]);
    assert_eq!(announced("从十一个方面推进：①学习；②培训。"), [(11, 2)]);
    assert_eq!(announced("主要做了四个方面的工作。\n一是建章立制。\n二是强化监督。"), [(4, 2)]);
}

#[test]
fn announcements_that_fit_or_cannot_be_counted_are_left_alone() {
    for text in [
        "采取3项措施：一是建章立制；二是强化监督；三是严格考核。",
        "采取3项措施，一是建章立制；二是强化监督。",
        "采取多项措施：一是建章立制；二是强化监督。",
        "采取3项措施：建章立制、强化监督。",
        "落实“三项机制”：一是建章立制；二是强化监督。",
        "采取3项措施等：一是建章立制；二是强化监督。",
        "从三个方面推进：一是建章立制；二是强化监督；二是严格考核。",
        "整改督察反馈的5个问题。\n一是建章立制。\n二是强化监督。",
        "采取4项措施：一是建章立制；二是强化监督；四是严格考核。",
        "印发3个文件：一是甲；二是乙。",
        "采取2项措施：1.提高2.5%；2.降低3.1%。",
        "从2个方面、3个环节发力：一是甲；二是乙；三是丙。",
        "采取3项措施：一是建章立制；二是强化监督；最后，严格考核。",
        "采取3项措施：一是出台《办法》；二是制定《细则》三是严格考核。",
    ] {
        assert_eq!(announced(text), [], "{text}");
    }
}

#[test]
fn one_indicator_has_one_value() {
    let indicators = words(&["败诉率", "行政机关负责人出庭应诉率"]);
    let clashes = |text: &str| {
        let read: Vec<_> = sentences(text, whole(text)).into_iter().map(|span| figures(text, span)).collect();
        repeated_indicators(&read, &indicators).len()
    };
    assert_eq!(clashes("全市行政机关负责人出庭应诉率达97.64%。全市行政机关负责人出庭应诉率为95%。"), 1);
    for text in [
        "全市败诉率8.7%。市本级败诉率5.1%。",
        "败诉率8.73%。败诉率8.7%。",
        "败诉率8.7%。上年败诉率9.1%。",
        "2022年败诉率8.7%。2021年败诉率9.1%。",
        "败诉率8.7%。败诉率下降1.2%。",
        "败诉率8.7%。东区败诉率9%，西区败诉率7%。",
        "全市败诉率8.7%。其中败诉率最高的败诉率21%。",
        "败诉率8.7%。力争败诉率5%。",
    ] {
        assert_eq!(clashes(text), 0, "{text}");
    }
}

/// The real reports lie beside the repository, not in it.
fn real_reports() -> Vec<(String, String)> {
    let Some(root) = std::env::var_os("CARGO_MANIFEST_DIR") else { return Vec::new() };
    let folder = std::path::Path::new(&root).join("../shared/reports/real");
    let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
    let mut paths: Vec<_> = entries.flatten().map(|entry| entry.path()).collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "txt"));
    paths.sort();
    let read =
        |path: &std::path::PathBuf| Some((path.file_name()?.to_str()?.to_owned(), std::fs::read_to_string(path).ok()?));
    paths.iter().filter_map(read).collect()
}

#[test]
fn the_real_reports_have_one_wrong_rate_and_no_other_fault() {
    let reports = real_reports();
    if reports.is_empty() {
        eprintln!("SKIPPED: no ../shared/reports/real beside the repository; the real reports were not checked");
        return;
    }
    let mut told = Vec::new();
    for (name, original) in &reports {
        let folded = fold_lines(original);
        let text = folded.text();
        let mut before = Vec::new();
        for span in sentences(text, whole(text)) {
            let here = figures(text, span);
            assert_eq!(stated_shares(text, &here, &|| &before), [], "{name}");
            for found in stated_rates(text, &here, &|| &before, &families()) {
                let line = original[..folded.original(found.rate.span).start].matches('\n').count() + 1;
                told.push(format!("{name}:{line} {}/{}={}", found.part.value, found.whole.value, found.computed));
            }
            assert_eq!(stated_sums(text, span, &here, &[]), [], "{name}");
            assert_eq!(bounded_rates(&here, &words(&["率"])), Vec::<&Figure>::new(), "{name}");
            assert_eq!(parts_exceeding_wholes(text, span, &here, &pairs()), [], "{name}");
            before = here;
        }
        assert_eq!(announced_counts(text, whole(text)), [], "{name}");
    }
    assert_eq!(told, ["hangzhou-2022.txt:20 147/4878=3.01"]);
}

/// A rate in hundredths of a per cent, rounded half up.
fn hundredths(part: u64, whole: u64) -> u64 {
    (part * 20_000 + whole) / (2 * whole)
}

fn rate_sentence(part: u64, whole: u64, rate: u64) -> String {
    format!("全年共审结诉讼案件{whole}件，败诉{part}件，败诉率为{}.{:02}%。", rate / 100, rate % 100)
}

proptest! {
    #[test]
    fn a_correctly_rounded_rate_is_always_silent(whole in 2u64..100_000, share in 0.0f64..0.98) {
        let part = (whole as f64 * share) as u64;
        let text = rate_sentence(part, whole, hundredths(part, whole));
        prop_assert_eq!(rates(&text), [""; 0], "{}", text);
    }

    #[test]
    fn a_rate_off_by_more_than_its_last_digit_is_always_found(whole in 2u64..100_000, share in 0.0f64..0.9, off in 2u64..900) {
        let part = (whole as f64 * share) as u64;
        let text = rate_sentence(part, whole, hundredths(part, whole) + off);
        prop_assert_eq!(rates(&text).len(), 1, "{}", text);
    }

    #[test]
    fn a_closed_list_that_adds_up_is_silent_and_one_that_does_not_is_found(parts in prop::collection::vec(1u32..500, 3..6), off in 1u32..400) {
        let names = ["维持", "驳回", "撤销", "变更", "终止"];
        let total: u32 = parts.iter().sum();
        let list: String = parts.iter().skip(1).zip(names).map(|(n, name)| format!("{name}{n}件，")).collect();
        let sentence = |total: u32| format!("共办结案件{total}件，其中{list}其他{}件。", parts[0]);
        prop_assert_eq!(sums(&sentence(total)), [""; 0]);
        prop_assert_eq!(sums(&sentence(total + off)).len(), 1);
    }

    #[test]
    fn no_text_makes_judging_fail(text in "[0-9，。；、（）：%其中共率败诉审结受理为其他件人个项措施一是二三方面\n]{0,80}") {
        rates(&text);
        shares(&text);
        sums(&text);
        exceeding(&text);
        announced(&text);
        let read: Vec<_> = sentences(&text, whole(&text)).into_iter().map(|span| figures(&text, span)).collect();
        repeated_indicators(&read, &words(&["败诉率"]));
    }

    #[test]
    fn huge_numbers_are_harmless(whole in any::<u64>(), part in any::<u64>(), rate in any::<u32>()) {
        rates(&format!("审结案件{whole}万亿件，败诉{part}亿件，败诉率为{}.{rate}%。", rate % 100));
        sums(&format!("办结{whole}件，其中维持{part}件，其他{rate}件。"));
    }
}
