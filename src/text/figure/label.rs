//! Reading the words before a number: what it is of, where, and whether it is a change.

use super::super::sieve::{Sieve, ends, starts, wide_at};
use super::super::span::Span;
use super::super::word_list::WordList;

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

/// The words of areas and levels, by their ends.
pub(super) static SCOPE_ENDS: WordList<38> = WordList::of_ends(SCOPES);

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
static TRAILING: WordList<44> = WordList::of_ends([
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
]);

/// Words that lead to a level reached: 增至22项.
static LEVELS: WordList<22> = WordList::of_ends([
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
]);

/// Words that make a number a change.
static CHANGES: WordList<25> = WordList::of_ends([
    "增长", "下降", "提高", "上升", "减少", "压缩", "降低", "增加", "提升", "缩短", "缩减", "回落", "上涨", "下滑",
    "增幅", "降幅", "增速", "提速", "精简", "压减", "削减", "同比", "环比", "少了", "多了",
]);

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
    let bytes = text.as_bytes();
    let mut end = bytes.len();
    loop {
        end = match &bytes[..end] {
            [] => return 0,
            [.., a @ 0xe0..=0xef, b, c] => {
                if BOUNDARIES.passes([*a, *b, *c]) && is_boundary(text, end - 3) {
                    return end;
                }
                end - 3
            }
            [.., byte] => {
                if byte.is_ascii() && BOUNDARIES.may_end(&text[..end]) {
                    return end;
                }
                end - 1
            }
        }
    }
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
    let change = match LEVELS.end_of(core) {
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
    static SUMMED: WordList<5> = WordList::of_ends(["共", "共计", "合计", "总计", "累计"]);
    SUMMED.end_of(words).is_some()
}

fn is_change(core: &str) -> bool {
    static COMPARING: WordList<9> =
        WordList::of_starts(["同比", "环比", "较上", "较去", "比上年", "比去年", "增幅", "降幅", "增速"]);
    let core = core.trim_end_matches('了');
    CHANGES.end_of(core).is_some() || COMPARING.in_text(core).next().is_some()
}

/// Words that stand before a label: those that are no part of it, then those of areas.
static BEFORE: WordList<{ LEADING.len() + SCOPES.len() }> = WordList::of_starts({
    let mut all = [""; LEADING.len() + SCOPES.len()];
    let mut at = 0;
    while at < all.len() {
        all[at] = if at < LEADING.len() { LEADING[at] } else { SCOPES[at - LEADING.len()] };
        at += 1;
    }
    all
});

fn without_leading(segment: &str) -> (&str, usize) {
    let mut rest = segment;
    loop {
        let before = rest.len();
        rest = rest.trim_start();
        let mut from = 0;
        while let Some(at) = BEFORE.starting(rest, from) {
            rest = &rest[BEFORE.word(at).len()..];
            from = at + 1;
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
        let mut from = 0;
        // 行为 is a thing, not 为 behind one.
        while let Some(at) = TRAILING.ending(rest, from).filter(|_| from > 0 || !rest.ends_with("行为")) {
            rest = &rest[..rest.len() - TRAILING.word(at).len()];
            from = at + 1;
        }
        if rest.len() == before {
            return rest;
        }
    }
}

/// A label without quotation marks and spaces, for comparing.
pub fn plain_label(label: &str) -> String {
    if !is_quoted(label) {
        return label.to_owned();
    }
    label.chars().filter(|c| !matches!(c, '“' | '”' | '‘' | '’' | ' ' | '"')).collect()
}

/// Whether there may be something in a text that [`plain_label`] leaves out.
fn is_quoted(text: &str) -> bool {
    /// The first byte of quotation marks, rare in Chinese text.
    const QUOTE: u8 = "“".as_bytes()[0];
    memchr::memchr3(QUOTE, b' ', b'"', text.as_bytes()).is_some()
}

/// Whether a label names a share of a whole.
pub(super) fn names_rate(label: &str) -> bool {
    const WORDS: [&str; 5] = ["率", "比例", "比重", "占比", "满意度"];
    WORDS.iter().any(|word| ends(label, word)) || starts(label, "占")
}
