//! Reading the words before a number: what it is of, where, and whether it is a change.

use super::super::sieve::{Sieve, ends, starts, wide_at};
use super::super::span::Span;

/// Words that say of which area or level a figure is. Longer ones before those they end with.
pub(super) const SCOPES: [&str; 38] = [
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

/// Marks between clauses or list items, brackets: what ends a label.
const BOUNDARIES: Sieve = Sieve::of("，；：。、（）！？;:()\n,");

/// Whether the character of a text at `at`, which [`BOUNDARIES`] lets through, ends a label.
fn is_boundary(text: &str, at: usize) -> bool {
    const MARKS: &str = "，；：。、（）！？";
    // The sieve is exact for ASCII.
    text.as_bytes()[at].is_ascii()
        || wide_at(text, at).is_some_and(|c| MARKS.as_bytes().chunks_exact(c.len()).any(|mark| mark == c))
}

/// The first boundary at or after `at`; the end of the text where there is none.
pub(super) fn next_boundary(text: &str, at: usize) -> usize {
    let mut at = BOUNDARIES.next(text, at);
    while at < text.len() && !is_boundary(text, at) {
        at = BOUNDARIES.next(text, at + 3);
    }
    at
}

/// One past the last boundary of a text; 0 where it has none.
fn past_last_boundary(text: &str) -> usize {
    let mut rest = text;
    while let Some(c) = rest.chars().next_back() {
        let at = rest.len() - c.len_utf8();
        if BOUNDARIES.may_end(rest) && is_boundary(text, at) {
            return rest.len();
        }
        rest = &rest[..at];
    }
    0
}

/// The bytes before a number that may hold its label: back to the last mark or figure.
pub(super) fn segment(text: &str, sentence: usize, number: usize, last_figure: Option<usize>) -> Span {
    let from = last_figure.unwrap_or(sentence).min(number);
    let words = before_bracket(&text[from..number]);
    // 败诉率：8.73% has its label before the colon.
    let said = words.trim_end_matches(['：', ':']);
    Span::new(from + past_last_boundary(said), from + words.len())
}

/// The words before a bracket that closes right before the number: 纠错（含撤销、变更）29件 is of 纠错.
fn before_bracket(before: &str) -> &str {
    let Some(inside) = before.strip_suffix('）') else { return before };
    match inside.rfind('（') {
        Some(open) if !inside[open..].contains('）') => &before[..open],
        _ => before,
    }
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
    let summed = ends_summing(&segment[..skipped]) || ends_summing(segment.trim_end());
    let mut core = without_trailing(rest);
    let change = match level(core) {
        Some(word) => {
            core = without_trailing(&core[..core.len() - word.len()]);
            false
        }
        None => is_change(core),
    };
    let from = start + skipped;
    Words { text: plain_label(core), span: Span::new(from, from + core.len()), change, summed }
}

/// Whether words end with one of summing: 共, 共计, 合计.
fn ends_summing(words: &str) -> bool {
    const SUMMED: [&str; 5] = ["共", "共计", "合计", "总计", "累计"];
    const LAST: Sieve = Sieve::of_ends(&SUMMED);
    LAST.may_end(words) && SUMMED.iter().any(|word| ends(words, word))
}

fn level(core: &str) -> Option<&'static str> {
    const LAST: Sieve = Sieve::of_ends(&LEVELS);
    LAST.may_end(core).then(|| LEVELS.into_iter().find(|word| ends(core, word))).flatten()
}

fn is_change(core: &str) -> bool {
    const COMPARING: [&str; 9] =
        ["同比", "环比", "较上", "较去", "比上年", "比去年", "增幅", "降幅", "增速"];
    const FIRST: Sieve = Sieve::of_starts(&COMPARING);
    const LAST: Sieve = Sieve::of_ends(&CHANGES);
    let core = core.trim_end_matches('了');
    if LAST.may_end(core) && CHANGES.iter().any(|word| ends(core, word)) {
        return true;
    }
    let mut at = FIRST.next(core, 0);
    while at < core.len() {
        if COMPARING.iter().any(|word| starts(&core[at..], word)) {
            return true;
        }
        at = FIRST.next(core, at + 3);
    }
    false
}

fn without_leading(segment: &str) -> (&str, usize) {
    let mut rest = segment;
    while may_lead(rest) {
        let before = rest.len();
        rest = rest.trim_start();
        for word in LEADING.iter().chain(&SCOPES) {
            if starts(rest, word) {
                rest = &rest[word.len()..];
            }
        }
        rest = without_year(rest);
        if rest.len() == before {
            break;
        }
    }
    (rest, segment.len() - rest.len())
}

/// Whether a text may begin with a space, a year, or a word that is not part of a label.
fn may_lead(text: &str) -> bool {
    const FIRST: Sieve = Sieve::of_starts(&LEADING).or(Sieve::of_starts(&SCOPES));
    !begins_han(text) || FIRST.may_start(text)
}

/// Whether a text begins with one of the usual Chinese characters: no space, digit or mark.
fn begins_han(text: &str) -> bool {
    matches!(text.as_bytes(), [0xe4..=0xe9, ..])
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
    const LAST: Sieve = Sieve::of_ends(&TRAILING);
    let mut rest = text;
    while LAST.may_end(rest) || !ends_han(rest) {
        let before = rest.len();
        rest = rest.trim_end();
        // 行为 is a thing, not 为 behind one.
        if !rest.ends_with("行为") {
            for word in &TRAILING {
                if ends(rest, word) {
                    rest = &rest[..rest.len() - word.len()];
                }
            }
        }
        if rest.len() == before {
            break;
        }
    }
    rest
}

/// Whether a text ends with one of the usual Chinese characters.
fn ends_han(text: &str) -> bool {
    matches!(text.as_bytes(), [.., 0xe4..=0xe9, _, _])
}

/// A label without quotation marks and spaces, for comparing.
pub fn plain_label(label: &str) -> String {
    if !is_quoted(label) {
        return label.to_owned();
    }
    label.chars().filter(|c| !matches!(c, '“' | '”' | '‘' | '’' | ' ' | '"')).collect()
}

/// Whether there may be something in a text that [`plain_label`] leaves out.
pub(crate) fn is_quoted(text: &str) -> bool {
    const STOPS: Sieve = Sieve::of("“”‘’ \"");
    STOPS.next(text, 0) < text.len()
}

/// Whether a label names a share of a whole.
pub(super) fn names_rate(label: &str) -> bool {
    const WORDS: [&str; 5] = ["率", "比例", "比重", "占比", "满意度"];
    WORDS.iter().any(|word| ends(label, word)) || starts(label, "占")
}
