//! What a rate could be of: its part, its whole, and everything else that would explain it.

use super::super::super::figure::{Figure, FigureKind};
use super::super::super::number::Decimal;
use super::super::super::sieve::ends;
use super::super::super::word_list::WordList;
use super::super::{about_different_things, comparable, contains_any, is_sound, subjects};
use super::RateFamily;
use super::fraction::gives;

/// Words before the name of a rate that do not change what it is a rate of.
const NEUTRAL: [&str; 22] = [
    "行政复议",
    "行政诉讼",
    "行政应诉",
    "行政案件",
    "行政争议",
    "行政机关",
    "复议",
    "诉讼",
    "应诉",
    "案件",
    "负责人",
    "行政",
    "一审",
    "问题",
    "事项",
    "纠纷",
    "矛盾",
    "群众",
    "的",
    "其",
    "平均",
    "总体",
];

/// Words that make a count another than its kind (责令整改, 网上办结): a part that bears one is the part of a rate that bears it too, and of
/// no other.
static NARROWING: WordList<32> = WordList::of_starts([
    "网上", "线上", "提前", "按期", "按时", "限期", "当场", "现场", "当日", "及时", "如期", "部分", "一次", "首次",
    "全程", "涉", "类", "正职", "主要", "责令", "督促", "下达", "下发", "正在", "需", "通知", "应当", "应出", "要求",
    "初检", "复检", "移送",
]);

pub(super) struct Reading<'f, 'r> {
    text: &'r str,
    /// Figures of the sentence before the rate.
    sentence: &'f [Figure],
    /// All figures of the sentence.
    figures: &'f [Figure],
    before: &'r dyn Fn() -> &'f [Figure],
    family: &'r RateFamily,
    /// The rate's name without 率.
    stem: &'r str,
}

impl<'f, 'r> Reading<'f, 'r> {
    pub(super) fn new(
        text: &'r str,
        figures: &'f [Figure],
        before: &'r dyn Fn() -> &'f [Figure],
        at: usize,
        families: &'r [RateFamily],
    ) -> Option<Self> {
        let label = figures[at].label.as_str();
        let (family, name) = families
            .iter()
            .flat_map(|family| family.rates.iter().map(move |name| (family, name)))
            .filter(|(_, name)| ends(label, name))
            .max_by_key(|(_, name)| name.len())?;
        let rest = &label[..label.len() - name.len()];
        // 一审败诉率 needs the counts of the first instance.
        let first_instance =
            label.contains("一审") && !figures[..at].iter().any(|figure| figure.label.contains("一审"));
        if !is_neutral(rest) || first_instance {
            return None;
        }
        let stem = name.trim_end_matches('率');
        Some(Self { text, sentence: &figures[..at], figures, before, family, stem })
    }

    /// The words a figure is named by: those before it, or where there are none those behind it (480人合格).
    fn name(&self, figure: &'f Figure) -> &'r str
    where
        'f: 'r,
    {
        let noun = figure.noun_span.of(self.text);
        match figure.label.is_empty() && !figure.listed && !noun.contains('率') {
            true => noun,
            false => figure.label.as_str(),
        }
    }

    fn is_part(&self, figure: &'f Figure) -> bool {
        let name = self.name(figure);
        let negated = name.contains(['未', '不', '无', '非']);
        !negated
            && if self.family.parts.is_empty() {
                name.contains(self.stem)
            } else {
                contains_any(name, &self.family.parts)
            }
    }

    /// The part and whole nearest before the rate. `None` where there is no such pair.
    pub(super) fn nearest(&self, rate: &Figure) -> Option<(&'f Figure, &'f Figure)> {
        if self.family.composite && !self.has_every_part() {
            return None;
        }
        let at = self.sentence.iter().rposition(|figure| self.is_part(figure) && is_sound(figure))?;
        let part = &self.sentence[at];
        if self.is_interrupted(at) || part.scope != rate.scope || part.year != rate.year {
            return None;
        }
        let opened = self.sentence.first().is_some_and(|figure| figure.part_of);
        let previous = if opened { (self.before)() } else { &[] };
        let mut wholes = previous.iter().chain(&self.sentence[..at]).rev();
        let whole = wholes.find(|whole| self.is_whole(whole, part))?;
        (whole.value >= part.value).then_some((part, whole))
    }

    /// Whether a reader would take the rate for that of the nearest part and whole.
    pub(super) fn is_of(&self, rate: &Figure, part: &'f Figure, whole: &'f Figure) -> bool {
        let apart = || self.text[whole.span.end..part.span.start].contains(['；', ';']);
        let other = || {
            about_different_things(&whole.label, &rate.label)
                || about_different_things(&part.label, &rate.label)
                || self.turns_to_another_thing(whole, rate)
        };
        !self.is_narrower(part, rate) && !apart() && !other()
    }

    /// Whether a count of something else stands between part and rate: the rate may be of that. The other items of the list that 其中
    /// opens are no such counts.
    fn is_interrupted(&self, at: usize) -> bool {
        let part = &self.sentence[at];
        let sibling = |figure: &Figure| part.part_of && figure.part_of && figure.unit == part.unit;
        self.sentence[at + 1..]
            .iter()
            .any(|figure| figure.kind == FigureKind::Count && figure.depth == part.depth && !sibling(figure))
    }

    fn is_narrower(&self, part: &'f Figure, rate: &Figure) -> bool {
        let mut narrowing = NARROWING.in_text(self.name(part)).map(|at| NARROWING.word(at));
        narrowing.any(|word| !rate.label.contains(word))
    }

    /// Whether the words between whole and rate name a subject that those up to the whole do not.
    fn turns_to_another_thing(&self, whole: &Figure, rate: &Figure) -> bool {
        let from = whole.noun_span.end;
        let later = subjects(&self.text[from..rate.label_span.start.clamp(from, rate.span.start)]);
        let own = subjects(&whole.label) | subjects(whole.noun_span.of(self.text));
        let led = self.text[..whole.span.start].rsplit(['。', '\n']).next().unwrap_or_default();
        match if own == 0 { subjects(led) } else { own } {
            0 => later & !subjects(&rate.label) != 0,
            earlier => later != 0 && earlier & later == 0,
        }
    }

    fn has_every_part(&self) -> bool {
        self.family.parts.iter().all(|word| self.sentence.iter().any(|figure| figure.label.contains(word.as_str())))
    }

    fn is_whole(&self, whole: &'f Figure, part: &Figure) -> bool {
        let name = self.name(whole);
        let negated = name.contains(['未', '不']) || name.starts_with("其他");
        !negated && !whole.part_of && comparable(whole, part) && contains_any(name, &self.family.wholes)
    }

    /// Whether any part and whole give the stated rate: a single part of any count, of the sum or difference of two, or of the whole list
    /// behind 其中; or a part taken together with others, of any single count.
    pub(super) fn fits(&self, rate: &Figure) -> bool {
        let single: Vec<Decimal> =
            (self.before)().iter().filter(|f| f.kind == FigureKind::Count).map(|f| f.value).collect();
        let counts: Vec<&Figure> = self.figures.iter().filter(|figure| figure.kind == FigureKind::Count).collect();
        let parts: Vec<&Figure> = self.matching_parts(&counts);
        let wholes: Vec<Decimal> = single.into_iter().chain(counts.iter().map(|figure| figure.value)).collect();
        let combined = combined_wholes(&counts);
        let given = |part: Decimal, wholes: &[Decimal]| wholes.iter().any(|whole| gives(part, *whole, rate.value));
        parts.iter().any(|part| given(part.value, &wholes) || given(part.value, &combined))
            || combined_parts(&counts, &parts).into_iter().any(|part| given(part, &wholes))
    }

    fn matching_parts(&self, counts: &[&'f Figure]) -> Vec<&'f Figure> {
        let before = (self.before)().iter().filter(|figure| figure.kind == FigureKind::Count);
        before.chain(counts.iter().copied()).filter(|figure| self.is_part(figure)).collect()
    }
}

/// Whether words before the name of a rate do not change what it is a rate of.
fn is_neutral(words: &str) -> bool {
    let without = |rest: String, word: &str| if rest.contains(word) { rest.replace(word, "") } else { rest };
    words.is_empty() || NEUTRAL.into_iter().fold(words.to_owned(), without).is_empty()
}

/// A part with others: all parts together, with one other count, or with its neighbours in the list.
fn combined_parts(counts: &[&Figure], parts: &[&Figure]) -> Vec<Decimal> {
    let mut out: Vec<Decimal> = sum(parts).into_iter().collect();
    if counts.len() <= 2 {
        return out;
    }
    for (at, part) in counts.iter().enumerate().filter(|(_, count)| parts.iter().any(|p| p.span == count.span)) {
        let others = counts.iter().filter(|other| other.span != part.span && other.unit == part.unit);
        out.extend(others.filter_map(|other| part.value.plus(other.value)));
        for from in 0..=at {
            out.extend((at + 1..=counts.len()).filter_map(|to| sum(&counts[from..to])));
        }
    }
    out
}

fn combined_wholes(counts: &[&Figure]) -> Vec<Decimal> {
    let mut out = Vec::new();
    if counts.len() <= 2 {
        return out;
    }
    let inner: Vec<&Figure> = counts.iter().copied().filter(|figure| figure.part_of).collect();
    out.extend(sum(&inner));
    for (at, one) in counts.iter().enumerate() {
        for other in counts[at + 1..].iter().filter(|other| other.unit == one.unit) {
            out.extend(one.value.plus(other.value));
            out.extend(one.value.plus(Decimal::new(-other.value.units, other.value.scale)));
        }
    }
    out
}

fn sum(figures: &[&Figure]) -> Option<Decimal> {
    let unit = figures.first()?.unit;
    let same = figures.iter().filter(|figure| figure.unit == unit);
    same.map(|figure| figure.value).try_fold(Decimal::integer(0), Decimal::plus)
}
