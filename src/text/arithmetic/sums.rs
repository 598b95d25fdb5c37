//! Lists of parts against their total: 审结144件，其中维持93件，…，其他2件.

use serde::Deserialize;

use super::super::figure::{Figure, FigureKind};
use super::super::number::Decimal;
use super::super::sieve::ends;
use super::super::span::Span;
use super::{about_different_things, comparable, contains_any, is_sound};

/// Kinds that exclude one another: 维持, 驳回, 撤销.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct SumFamily {
    /// Words of which each part's label holds one.
    pub kinds: Vec<String>,
    /// What makes a list of these kinds complete without 其他: a part of every group (继续有效, 修改, 废止). Empty: nothing does.
    #[serde(default)]
    pub complete: Vec<Vec<String>>,
}

impl SumFamily {
    /// Whether each part is of a kind of its own.
    fn holds(&self, parts: &[&Figure]) -> bool {
        let kinds: Option<Vec<&str>> = parts.iter().map(|part| self.kind(part)).collect();
        kinds.is_some_and(|kinds| kinds.iter().enumerate().all(|(at, kind)| !kinds[..at].contains(kind)))
    }

    fn kind(&self, part: &Figure) -> Option<&str> {
        self.kinds.iter().map(String::as_str).find(|kind| part.label.contains(*kind))
    }

    /// Whether parts that are each of a kind leave out none, and are of the total as a whole: 继续有效, not 市政府文件继续有效.
    fn is_completed_by(&self, parts: &[&Figure], total: &Figure) -> bool {
        const PLAIN: [&str; 9] = ["继续", "宣布", "予以", "拟", "已", "的", "规范性", "文件", "行政"];
        let present = |group: &Vec<String>| parts.iter().any(|part| contains_any(&part.label, group));
        let plain = |part: &&Figure| {
            let mut rest = part.label.clone();
            for word in self.kinds.iter().map(String::as_str).chain(PLAIN) {
                rest = rest.replace(word, "");
            }
            total.label.contains(&rest)
        };
        !self.complete.is_empty() && self.complete.iter().all(present) && parts.iter().all(plain)
    }
}

/// What is wrong with a list of parts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SumFault {
    /// The parts of a closed list do not add up to the total.
    Mismatch,
    /// One part alone is larger than the total.
    PartExceeds,
}

/// A total its parts do not make.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SumFinding<'f> {
    /// The stated total.
    pub total: &'f Figure,
    /// The parts; of [`SumFault::PartExceeds`] the one that is too large.
    pub parts: Vec<&'f Figure>,
    /// What the parts add up to.
    pub computed: Decimal,
    /// What is wrong.
    pub fault: SumFault,
}

/// The lists of a sentence that do not agree with their total.
///
/// Parts that are all of one of the `families` may not exceed the total even where the list does not end with 其他. Lists that say
/// 等, 主要 or 包括 are open and never judged as sums.
pub fn stated_sums<'f>(
    text: &str,
    sentence: Span,
    figures: &'f [Figure],
    families: &[SumFamily],
) -> Vec<SumFinding<'f>> {
    let inner = inner_list(text, sentence, figures, families);
    if inner.is_some() {
        return inner.into_iter().collect();
    }
    total_at_the_end(text, sentence, figures).into_iter().collect()
}

/// Words that leave a list open, or make its items more than parts.
const OPEN: [&str; 10] = ["等", "主要", "包括", "涉及", "包含", "含", "重点", "部分", "另有", "另外"];
/// Labels that close a list.
const CLOSING: [&str; 5] = ["其他", "其它", "其余", "剩余", "余下"];

/// The list that 其中 opens.
fn inner_list<'f>(text: &str, sentence: Span, figures: &'f [Figure], families: &[SumFamily]) -> Option<SumFinding<'f>> {
    let first = figures.iter().position(|figure| figure.part_of)?;
    let begin = figures.get(first)?;
    let totals: Vec<&Figure> = figures[..first].iter().filter(|total| comparable_total(total, begin)).collect();
    let nearest = *totals.last()?;
    // Between total and list another count stands: 其中 may belong to that.
    if figures[..first].iter().rev().find(|figure| figure.kind == FigureKind::Count && figure.depth == begin.depth)
        != Some(nearest)
    {
        return None;
    }
    let list: Vec<&Figure> = figures[first..]
        .iter()
        .take_while(|figure| figure.part_of)
        .filter(|figure| figure.kind == FigureKind::Count && figure.depth == begin.depth)
        .collect();
    if let Some(part) = too_large(text, &list, &totals) {
        return Some(SumFinding {
            total: nearest,
            parts: vec![part],
            computed: part.value,
            fault: SumFault::PartExceeds,
        });
    }
    let found = judge(&list, &totals, families)?;
    let wording = Span::new(nearest.span.end, sentence.end).of(text);
    let open = wording.matches("其中").count() > 1 || OPEN.iter().any(|word| wording.contains(word));
    (!open).then_some(found)
}

fn comparable_total(total: &Figure, part: &Figure) -> bool {
    is_sound(total) && total.unit == part.unit && total.depth <= part.depth
}

/// The first part, where it is larger than every total before it.
fn too_large<'f>(text: &str, list: &[&'f Figure], totals: &[&Figure]) -> Option<&'f Figure> {
    const SLIP: i128 = 10;
    // Only the first item surely is a part of the total; a later one may speak of something else.
    let part = *list.first()?;
    let exceeded = |total: &&Figure| {
        part.value > total.value
            && part.value.units < total.value.units.saturating_mul(SLIP)
            && !about_different_things(&part.label, &total.label)
            && is_of_its_kind(text, part, total)
    };
    let exceeds = is_sound(part) && totals.iter().all(exceeded);
    exceeds.then_some(part)
}

/// Whether a part surely counts what its total counts: people and firms always; of 件 and 个, which count anything (查处案件20件，其中没收
/// 物品30件), only where the two have a word in common or the part says 的 (审查文件50件，其中有问题的60件).
fn is_of_its_kind(text: &str, part: &Figure, total: &Figure) -> bool {
    if matches!(part.unit, "人" | "名" | "家" | "户") {
        return true;
    }
    let said = |figure: &Figure| format!("{}{}", figure.label, figure.noun_span.of(text));
    let (part_words, total_words) = (said(part), said(total));
    let chars: Vec<char> = part_words.chars().collect();
    text[..part.span.start].ends_with('的')
        || chars.windows(2).any(|pair| total_words.contains(&String::from_iter(pair)))
}

fn judge<'f>(list: &[&'f Figure], totals: &[&'f Figure], families: &[SumFamily]) -> Option<SumFinding<'f>> {
    let total = *totals.last()?;
    let closed = list.iter().position(|part| closes(&part.label, &total.label));
    let parts = match closed {
        Some(last) => &list[..=last],
        None => list,
    };
    let sound = |part: &&Figure| {
        let alike = part.unit == total.unit && part.year == total.year && part.scope == total.scope;
        part.is_exact_count() && !part.elsewhen && alike
    };
    if parts.len() < 2 || !parts.iter().all(sound) {
        return None;
    }
    let computed = add(parts)?;
    if totals.iter().any(|total| total.value == computed) || explained_by_nesting(parts, total) {
        return None;
    }
    let mut excluding = families.iter().filter(|family| family.holds(parts));
    let faulty =
        closed.is_some() || excluding.any(|family| computed > total.value || family.is_completed_by(parts, total));
    faulty.then(|| SumFinding { total, parts: parts.to_vec(), computed, fault: SumFault::Mismatch })
}

/// Whether a label is the rest of the total: 其他, 其他案件, not 其他部门办理.
fn closes(label: &str, total: &str) -> bool {
    const THINGS: [&str; 14] =
        ["各类", "案件", "类型", "类别", "类", "事项", "情况", "情形", "方式", "结果", "处理", "领域", "问题", "文件"];
    let Some(word) = CLOSING.iter().find(|word| label.starts_with(*word)) else { return false };
    let mut rest = label[word.len()..].to_owned();
    for thing in THINGS {
        rest = rest.replace(thing, "");
    }
    total.contains(&rest)
}

fn add(parts: &[&Figure]) -> Option<Decimal> {
    parts.iter().map(|part| part.value).try_fold(Decimal::integer(0), Decimal::plus)
}

/// Whether the sum fits once one or two neighbours are taken for parts of the part before them (纠错8件，撤销5件，变更3件).
fn explained_by_nesting(parts: &[&Figure], total: &Figure) -> bool {
    let without = |from: usize, len: usize| {
        let rest: Vec<&Figure> = [&parts[..from], &parts[from + len..]].concat();
        let nested = add(&parts[from..from + len]);
        let holder = parts[from - 1].value;
        add(&rest) == Some(total.value) && nested.is_some_and(|nested| nested <= holder)
    };
    (1..parts.len()).any(|from| (1..=2).any(|len| from + len <= parts.len() && without(from, len)))
}

/// A total that follows its parts: 维持93件、驳回14件，共计107件.
fn total_at_the_end<'f>(text: &str, sentence: Span, figures: &'f [Figure]) -> Option<SumFinding<'f>> {
    let at = figures.iter().position(|figure| is_closing_total(text, figure))?;
    let total = &figures[at];
    let parts: Vec<&Figure> = figures[..at]
        .iter()
        .rev()
        .take_while(|part| comparable(part, total) && !part.summed && !part.label.is_empty())
        .collect();
    let wording = Span::new(sentence.start, total.span.end).of(text);
    let open = wording.contains("其中") || wording.contains('；') || OPEN.iter().any(|word| wording.contains(word));
    // All counts before the total must be of the list: else it may add up others.
    if parts.len() < 2 || parts.len() != at || open {
        return None;
    }
    let fits = (2..=parts.len()).any(|len| add(&parts[..len]) == Some(total.value));
    let computed = add(&parts)?;
    let parts = parts.into_iter().rev().collect();
    (!fits).then_some(SumFinding { total, parts, computed, fault: SumFault::Mismatch })
}

/// Whether a count is nothing but a sum: 共计115件, 合计115件, with no words of its own and no noun.
fn is_closing_total(text: &str, figure: &Figure) -> bool {
    let said = || announces_total(&text[..figure.span.start]);
    figure.label.is_empty() && said() && figure.noun_span.is_empty() && figure.is_exact_count()
}

/// Whether words lead to a total of what stands before them.
pub fn announces_total(words: &str) -> bool {
    ["，共计", "，合计", "，总计", "、共计", "，共"].iter().any(|word| ends(words, word))
}
