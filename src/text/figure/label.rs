//! Reading the words before a number: what it is of, where, and whether it is a change.

use super::super::span::Span;

/// Words that say of which area or level a figure is. Longer ones before those they end with.
const SCOPES: [&str; 38] = [
    "全国",
    "全省",
    "全市",
    "全区",
    "全县",
    "全州",
    "全盟",
    "全旗",
    "全镇",
    "全乡",
    "全街道",
    "全系统",
    "全局",
    "全厅",
    "省本级",
    "市本级",
    "区本级",
    "县本级",
    "州本级",
    "本级",
    "省级",
    "市级",
    "区级",
    "县级",
    "乡级",
    "镇级",
    "各级",
    "我省",
    "我市",
    "我区",
    "我县",
    "我局",
    "我镇",
    "各区县",
    "各县区",
    "各县市",
    "各地",
    "辖区",
];

/// Words before a label that are not part of it.
const LEADING: [&str; 27] = [
    "其中",
    "全年度",
    "全年",
    "年度",
    "当年",
    "本年度",
    "年内",
    "今年以来",
    "今年",
    "以来",
    "共计",
    "总共",
    "一共",
    "合计",
    "总计",
    "累计",
    "共",
    "并",
    "且",
    "已",
    "均",
    "分别",
    "先后",
    "同时",
    "目前",
    "截至目前",
    "期间",
];

/// Words between a label and its number.
const TRAILING: [&str; 44] = [
    "达到了",
    "达到",
    "高达",
    "均达",
    "达",
    "约为",
    "分别为",
    "仅为",
    "为",
    "是",
    "约",
    "近",
    "超过",
    "超",
    "逾",
    "共计",
    "总计",
    "合计",
    "累计",
    "一共",
    "总共",
    "共",
    "分别",
    "均",
    "各",
    "保持在",
    "稳定在",
    "保持",
    "控制在",
    "维持在",
    "仅",
    "只有",
    "有",
    "了",
    "的",
    "不少于",
    "不低于",
    "至少",
    "将近",
    "接近",
    "大约",
    "突破",
    "：",
    "数",
];

/// Words that lead to a level reached: 增至22项.
const LEVELS: [&str; 22] = [
    "增至",
    "增加至",
    "增加到",
    "增长至",
    "增长到",
    "提高到",
    "提高至",
    "提升到",
    "提升至",
    "上升到",
    "上升至",
    "下降到",
    "下降至",
    "降至",
    "降到",
    "降低到",
    "减少到",
    "减少至",
    "减至",
    "压缩至",
    "压缩到",
    "缩短至",
];

/// Words that make a number a change.
const CHANGES: [&str; 25] = [
    "增长", "下降", "提高", "上升", "减少", "压缩", "降低", "增加", "提升", "缩短", "缩减", "回落", "上涨", "下滑",
    "增幅", "降幅", "增速", "提速", "精简", "压减", "削减", "同比", "环比", "少了", "多了",
];

/// Words that put a figure into another time, or make it a goal.
const ELSEWHEN: [&str; 25] = [
    "上年",
    "去年",
    "上一年",
    "前年",
    "往年",
    "历年",
    "同期",
    "上期",
    "近年",
    "三年来",
    "五年来",
    "以来累计",
    "目标",
    "力争",
    "确保",
    "计划",
    "要求",
    "标准",
    "不低于",
    "不高于",
    "不少于",
    "结转",
    "旧存",
    "存案",
    "预期",
];

/// Words of summing before a label or number.
const SUMMED: [&str; 7] = ["共计", "总共", "一共", "合计", "总计", "累计", "共"];

/// Whether the character ends a label: a mark between clauses or list items, a bracket.
pub(super) fn is_boundary(c: char) -> bool {
    matches!(c, '，' | '；' | '：' | '。' | '、' | '（' | '）' | '！' | '？' | ';' | ':' | '(' | ')' | '\n' | ',')
}

/// The bytes before a number that may hold its label: back to the last mark or figure.
pub(super) fn segment(text: &str, sentence: usize, number: usize, last_figure: Option<usize>) -> Span {
    let from = last_figure.unwrap_or(sentence).min(number);
    let before = &text[from..number];
    let words = before_bracket(before);
    // 败诉率：8.73% has its label before the colon.
    let said = words.trim_end_matches(['：', ':']);
    let start = said.char_indices().rev().find(|(_, c)| is_boundary(*c)).map_or(0, |(at, c)| at + c.len_utf8());
    Span::new(from + start, from + words.len())
}

/// The words before a bracket that closes right before the number: 纠错（含撤销、变更）29件 is of 纠错.
fn before_bracket(before: &str) -> &str {
    let Some(inside) = before.strip_suffix('）') else { return before };
    match inside.rfind('（') {
        Some(open) if !inside[open..].contains('）') => &before[..open],
        _ => before,
    }
}

/// The clause so far: after the last ，；：。
pub(super) fn clause(before: &str) -> &str {
    before.rsplit(['，', '；', '：', '。', ';']).next().unwrap_or(before)
}

/// Whether only 、 or a conjunction lies between a figure and the last one.
pub(super) fn is_list_gap(segment: Span, text: &str) -> bool {
    let gap = segment.of(text);
    let listed = text[..segment.start].ends_with(['、', '和', '及', '与']) || gap.starts_with(['和', '及', '与']);
    listed && gap.chars().count() <= 1
}

/// What the words before a number say.
pub(super) struct Words {
    pub(super) text: String,
    pub(super) span: Span,
    /// Whether they make the number a change.
    pub(super) change: bool,
    /// Whether a word of summing is among them.
    pub(super) summed: bool,
}

/// Reads the words before a number; `start` is where they start in the text.
pub(super) fn read(segment: &str, start: usize) -> Words {
    let (rest, skipped) = without_leading(segment);
    let summed = SUMMED.iter().any(|word| segment[..skipped].ends_with(word) || segment.trim_end().ends_with(word));
    let mut core = without_trailing(rest);
    let level = LEVELS.iter().find(|word| core.ends_with(*word));
    let change = match level {
        Some(word) => {
            core = without_trailing(&core[..core.len() - word.len()]);
            false
        }
        None => is_change(core),
    };
    let from = start + skipped;
    Words { text: plain_label(core), span: Span::new(from, from + core.len()), change, summed }
}

fn is_change(core: &str) -> bool {
    let core = core.trim_end_matches('了');
    if ["同比", "环比", "较上", "较去", "比上年", "比去年", "增幅", "降幅", "增速"]
        .iter()
        .any(|word| core.contains(word))
    {
        return true;
    }
    CHANGES.iter().any(|word| core.ends_with(word))
}

fn without_leading(segment: &str) -> (&str, usize) {
    let mut rest = segment;
    loop {
        let before = rest.len();
        rest = rest.trim_start();
        for word in LEADING.iter().chain(&SCOPES) {
            rest = rest.strip_prefix(word).unwrap_or(rest);
        }
        rest = without_year(rest);
        if rest.len() == before {
            return (rest, segment.len() - rest.len());
        }
    }
}

/// Without 2019年 or 2019年度 at the start.
fn without_year(text: &str) -> &str {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    match text[digits..].strip_prefix('年') {
        Some(rest) if digits == 4 => rest.strip_prefix('度').unwrap_or(rest),
        _ => text,
    }
}

fn without_trailing(text: &str) -> &str {
    let mut rest = text;
    loop {
        let before = rest.len();
        rest = rest.trim_end();
        for word in TRAILING.iter().filter(|_| !rest.ends_with("行为")) {
            rest = rest.strip_suffix(word).unwrap_or(rest);
        }
        if rest.len() == before {
            return rest;
        }
    }
}

/// A label without quotation marks and spaces, for comparing.
pub fn plain_label(label: &str) -> String {
    label.chars().filter(|c| !matches!(c, '“' | '”' | '‘' | '’' | ' ' | '"')).collect()
}

/// Whether a label names a share of a whole.
pub(super) fn names_rate(label: &str) -> bool {
    ["率", "比例", "比重", "占比", "满意度"].iter().any(|word| label.ends_with(word)) || label.starts_with('占')
}

/// The last scope word of what stands before a number.
pub(super) fn scope(before: &str) -> Option<&'static str> {
    let place = |word: &&'static str| before.rfind(*word).map(|at| (at + word.len(), word.len()));
    SCOPES.iter().filter(|word| place(word).is_some()).max_by_key(|word| place(word)).copied()
}

/// Whether a clause speaks of another time, or of what ought to be.
pub(super) fn elsewhen(clause: &str) -> bool {
    let comparison_only = ["较去年", "较上年", "比去年", "比上年"].iter().any(|word| clause.contains(word));
    (!comparison_only && ELSEWHEN.iter().any(|word| clause.contains(word)))
        || ((clause.contains('从') || clause.contains('由')) && clause.chars().any(|c| c.is_ascii_digit()))
}
