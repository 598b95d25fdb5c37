//! Changes against an earlier time.

use super::*;

fn growths(text: &str) -> Vec<String> {
    let words = ChangeWords {
        rises: words(&["增长", "增加", "上升"]),
        falls: words(&["下降", "减少"]),
        earlier: words(&["上年", "去年", "同期", "年"]),
        linking: words(&["较", "比", "的", "为", "，", "（"]),
    };
    stated_growths(text, &figures(text, whole(text)), &words).into_iter().map(|found| found.expected).collect()
}

#[test]
fn a_change_must_follow_from_the_counts_of_both_times() {
    for (text, expected) in [
        ("收到申请1113件，较2022年558件增加565件，同比增长79.5%。", vec!["增长555件", "增长99.5%"]),
        ("受理案件由上年的558件减少到500件，减少58件，增长10.4%。", vec!["下降10.4%"]),
        ("办案120件，比去年同期（100件）上升25%。", vec!["增长20%"]),
        ("2022年案件110件，2023年172件，增长46.4%。", vec!["增长56.4%"]),
    ] {
        assert_eq!(growths(text), expected, "{text}");
    }
}

#[test]
fn a_change_of_which_the_counts_are_not_plain_is_not_judged() {
    for text in [
        "收到申请1113件，较2022年558件增加555件，同比增长99.4%。",
        "受理120件，去年审结100件，增长35%。",
        "检查120次，较上年增加30次，增长33%。",
        "受理120件，较上年约100件增长30%。",
        "受理120件，较上年的100件增加20件，受理量比2021年增长35%。",
        "受理120件，其中较上年的100件增长30%。",
        "办案120件，上年100件；增长30%。",
        "败诉率5.2%，较上年的6.4%下降1.2个百分点。",
        "2022年案件110件，2023年172件，增长56.4%。",
        "受理110件，2023年172件，增长20%。",
    ] {
        assert_eq!(growths(text), [""; 0], "{text}");
    }
}
