//! Announced counts: 从以下三个方面推进：一是…；二是….

use std::sync::LazyLock;

use memchr::memmem::Finder;

use super::super::evidence::{EvidenceKind, EvidenceSet, evidence_of};
use super::super::fold::is_han;
use super::super::number::{self, Read};
use super::super::sieve::{Sieve, starts};
use super::super::span::Span;

/// A number of items announced, and another number that follows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AnnouncedCount {
    /// Folded bytes of number and noun: 三个方面.
    pub span: Span,
    /// What was announced.
    pub announced: u32,
    /// How many items follow.
    pub found: u32,
}

/// The announcements in a span whose list has another number of items.
///
/// The span must hold the whole list: pass a section, not a paragraph. Only a list that begins right after the announcement's
/// colon (or paragraph), is numbered, has at least two items and no gap is counted.
pub fn announced_counts(text: &str, within: Span) -> Vec<AnnouncedCount> {
    let text = &text[..within.end];
    let mut out = Vec::new();
    for (mark, end) in list_marks(text, within.start) {
        if begins_list(&text[end..])
            && (!text[mark..].starts_with('。') || announces_without_colon(text, within.start, mark))
            && let Some((announced, span)) = announcement(text, within.start, mark)
            && let Some(found) = items(&text[end..])
            && found != announced
        {
            out.push(AnnouncedCount { span, announced, found });
        }
    }
    out.sort_unstable_by_key(|count| count.span.end);
    out
}

/// The marks after which an announced list may begin, and where they end: colons, and the full stops of paragraphs.
fn list_marks(text: &str, from: usize) -> impl Iterator<Item = (usize, usize)> + '_ {
    static COLON: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new("："));
    let bytes = text.as_bytes();
    let colons = COLON.find_iter(&bytes[from..]).map(move |at| (from + at, from + at + "：".len()));
    let others = memchr::memchr2_iter(b':', b'\n', &bytes[from..]).filter_map(move |at| {
        let at = from + at;
        match bytes[at] {
            b':' => Some((at, at + 1)),
            _ => bytes[from..at].ends_with("。".as_bytes()).then(|| (at - "。".len(), at)),
        }
    });
    colons.chain(others)
}

/// Whether a list may begin at the start of a text.
fn begins_list(text: &str) -> bool {
    const FIRST: Sieve = Sieve::of("一（①1");
    let text = text.trim_start_matches(LEADING);
    FIRST.may_start(text) && FIRST_MARKS.iter().any(|mark| starts(text, mark))
}

/// Whether the sentence at the end of a paragraph announces a list although it ends with a full stop: it says that aspects follow
/// (主要做了五个方面的工作。).
fn announces_without_colon(text: &str, from: usize, stop: usize) -> bool {
    static SAYING: LazyLock<[Finder<'static>; 3]> = LazyLock::new(|| ["方面", "以下", "如下"].map(Finder::new));
    // The last byte of 。 is rare enough to look for.
    let bytes = &text.as_bytes()[from..stop];
    let before = memchr::memrchr2_iter("。".as_bytes()[2], b'\n', bytes)
        .find(|at| bytes[*at] == b'\n' || bytes[..=*at].ends_with("。".as_bytes()));
    let sentence = &bytes[before.map_or(0, |at| at + 1)..];
    SAYING.iter().any(|word| word.find(sentence).is_some())
}

/// What is announced as a list.
const NOUNS: [&str; 22] = [
    "方面",
    "措施",
    "举措",
    "问题",
    "任务",
    "环节",
    "机制",
    "重点",
    "做法",
    "不足",
    "短板",
    "工作",
    "要求",
    "关键",
    "着力点",
    "抓手",
    "原因",
    "建议",
    "意见",
    "层面",
    "行动",
    "工程",
];

/// The number announced in the clause before a colon. Nothing where the clause has several numbers or says 等.
fn announcement(text: &str, from: usize, colon: usize) -> Option<(u32, Span)> {
    let before = &text[from..colon];
    let start = from
        + before
            .rfind(['，', '。', '；', '：', '\n', '！'])
            .map_or(0, |at| at + before[at..].chars().next().map_or(1, char::len_utf8));
    let clause = Span::new(start, colon).of(text);
    if ["等", "其中", "第", "多", "余", "近"].iter().any(|word| clause.contains(word)) {
        return None;
    }
    let noun = NOUNS.iter().filter(|noun| ends_with_noun(clause, noun)).max_by_key(|noun| noun.len())?;
    let quoted = EvidenceSet::from_iter([EvidenceKind::Quoted, EvidenceKind::CitedTitle]);
    let named = evidence_of(text, Span::new(start, colon), quoted);
    let mut found = None;
    let mut at = start;
    loop {
        at = number::next_start(&text[..colon], at);
        if at == colon {
            break;
        }
        match number::read(&text[..colon], at) {
            Read::Number(number) => {
                at = number.span.end;
                let rest = &text[at..colon];
                let counted = rest.strip_prefix(['个', '项', '条', '点', '大']);
                // 三方面, 两方面
                let counted = counted.or_else(|| rest.starts_with("方面").then_some(rest)).unwrap_or("");
                if counted.contains(noun) && counted.chars().count() <= noun.chars().count() + 8 {
                    // Two numbers before one noun: which of them is announced is not clear.
                    if found.is_some() {
                        return None;
                    }
                    found = Some(number);
                }
            }
            Read::Nothing { end } => at = end,
        }
    }
    let number = found.filter(|number| !number.ordinal && !number.approximate && number.value.is_exact_count())?;
    if named.iter().any(|(_, span)| span.contains(number.span)) {
        return None;
    }
    let announced = u32::try_from(number.value.units).ok().filter(|count| (2..=20).contains(count))?;
    Some((announced, Span::new(number.span.start, colon)))
}

/// Whether a clause ends with the noun, or with the noun and a verb or two (三个方面着手, 以下三个方面的工作).
fn ends_with_noun(clause: &str, noun: &str) -> bool {
    clause.rfind(noun).is_some_and(|at| {
        let rest = &clause[at + noun.len()..];
        rest.chars().count() <= 6 && rest.chars().all(is_han)
    })
}

/// How the items of a list are numbered.
#[derive(Clone, Copy)]
enum Numbering {
    /// 一是
    Ordinal,
    /// （一）
    ChineseBracket,
    /// （1）
    ArabicBracket,
    /// ①
    Circled,
    /// 1.
    Arabic,
    /// 1、
    ArabicComma,
}

impl Numbering {
    const ALL: [Numbering; 6] = [
        Numbering::Ordinal,
        Numbering::ChineseBracket,
        Numbering::ArabicBracket,
        Numbering::Circled,
        Numbering::Arabic,
        Numbering::ArabicComma,
    ];

    /// The mark of item `n`, 1-based, up to 20.
    fn mark(self, n: u32) -> String {
        let chinese = || {
            let digit = |n: u32| ["", "一", "二", "三", "四", "五", "六", "七", "八", "九"][n as usize % 10];
            match n {
                0..=9 => digit(n).to_owned(),
                10..=19 => format!("十{}", digit(n)),
                _ => format!("{}十{}", digit(n / 10), digit(n)),
            }
        };
        match self {
            Numbering::Ordinal => format!("{}是", chinese()),
            Numbering::ChineseBracket => format!("（{}）", chinese()),
            Numbering::ArabicBracket => format!("（{n}）"),
            Numbering::Circled => char::from_u32(0x245f + n).map(String::from).unwrap_or_default(),
            Numbering::Arabic => format!("{n}."),
            Numbering::ArabicComma => format!("{n}、"),
        }
    }
}

/// The marks of first items, in the order of [`Numbering::ALL`].
static FIRST_MARKS: LazyLock<[String; 6]> = LazyLock::new(|| Numbering::ALL.map(|numbering| numbering.mark(1)));

/// What may stand between an announcement and its list.
const LEADING: [char; 3] = ['\n', ' ', '“'];

/// Number of items of the list that begins at the start of `text`. `None` where none begins, or it has a gap or a single item.
fn items(text: &str) -> Option<u32> {
    const MOST: u32 = 20;
    let text = text.trim_start_matches(LEADING);
    let (numbering, first) =
        Numbering::ALL.into_iter().zip(FIRST_MARKS.iter()).find(|(_, first)| text.starts_with(first.as_str()))?;
    let end = occurrences(&text[first.len()..], first).next().map_or(text.len(), |at| at + first.len());
    let list = &text[..end];
    let mut count = 1;
    let mut at = first.len();
    while let Some(found) =
        (count < MOST).then(|| occurrences(&list[at..], &numbering.mark(count + 1)).next()).flatten()
    {
        at += found + numbering.mark(count + 1).len();
        count += 1;
    }
    // Items that are joined to others or not marked as such: the list cannot be counted.
    const UNMARKED: [&str; 6] = ["最后", "此外", "另外", "同时要", "再次，", "其次"];
    let hidden = matches!(numbering, Numbering::Ordinal) && list[at..].contains(&numbering.mark(count + 1));
    let (item, next) = list[at..].split_once('\n').unwrap_or((&list[at..], ""));
    if hidden || UNMARKED.iter().any(|word| item.contains(word) || next.starts_with(word)) {
        return None;
    }
    let gap = (count + 2..=count + 3).any(|n| occurrences(list, &numbering.mark(n)).next().is_some());
    // The last number twice: one of the two is another.
    let repeated = occurrences(&list[at..], &numbering.mark(count)).next().is_some();
    (count > 1 && !gap && !repeated).then_some(count)
}

/// Where a mark stands at the beginning of a clause, and is no decimal (2.5%).
fn occurrences<'a>(text: &'a str, mark: &'a str) -> impl Iterator<Item = usize> + 'a {
    const ENDS: [char; 10] = ['，', '。', '；', '：', '\n', '！', '、', '”', '）', ' '];
    text.match_indices(mark).map(|(at, _)| at).filter(|at| {
        let begins = text[..*at].chars().next_back().is_none_or(|c| ENDS.contains(&c));
        let decimal = mark.ends_with('.') && text[at + mark.len()..].starts_with(|c: char| c.is_ascii_digit());
        begins && !decimal
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn marks_are_looked_for_as_they_are_defined(text in "[：:。\n甲Ä一是（）1.①、以下“ ]{0,30}") {
            let mut found: Vec<(usize, usize)> = list_marks(&text, 0).collect();
            found.sort_unstable();
            let colons = text.match_indices(['：', ':']).map(|(at, colon)| (at, at + colon.len()));
            let mut expected: Vec<(usize, usize)> = colons.collect();
            expected.extend(text.match_indices("。\n").map(|(at, _)| (at, at + "。".len())));
            expected.sort_unstable();
            prop_assert_eq!(&found, &expected);
            for (mark, end) in found {
                prop_assert!(begins_list(&text[end..]) || items(&text[end..]).is_none());
                let sentence = text[..mark].rsplit(['。', '\n']).next().unwrap_or_default();
                let says = ["方面", "以下", "如下"].iter().any(|word| sentence.contains(word));
                prop_assert_eq!(announces_without_colon(&text, 0, mark), says);
            }
        }
    }
}
