//! Stated rates against the counts beside them: 审结573件，败诉50件，败诉率为8.73%.

use serde::Deserialize;

use super::super::figure::{Figure, FigureKind};
use super::super::number::Decimal;
use super::super::span::Span;
use super::{about_different_things, comparable, contains_any, is_sound};

/// Rates that are formed alike.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct RateFamily {
    /// How the names of these rates end: 败诉率, 纠错率.
    pub rates: Vec<String>,
    /// Words that name the part, one of which the part's label holds. Where empty, the rate's name without 率.
    #[serde(default)]
    pub parts: Vec<String>,
    /// Words that name the whole: 审结, 办结.
    pub wholes: Vec<String>,
    /// Whether the rate is of several parts together (调撤率 of 调解 and 撤诉), so that one of them alone proves nothing: a fault is
    /// told only where a part for every word stands in the sentence.
    #[serde(default)]
    pub composite: bool,
}

/// What is wrong with a rate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum RateFault {
    /// No reading of the counts gives it.
    Wrong,
    /// It was cut off where it had to be rounded.
    Truncated,
}

/// A rate that does not follow from the counts beside it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RateFinding<'f> {
    /// The stated rate.
    pub rate: &'f Figure,
    /// The part it should be of.
    pub part: &'f Figure,
    /// The whole it should be of.
    pub whole: &'f Figure,
    /// `part` / `whole` in per cent, rounded to the precision of `rate`.
    pub computed: Decimal,
    /// What is wrong.
    pub fault: RateFault,
}

impl RateFinding<'_> {
    /// Folded bytes of the rate with its label.
    pub fn span(&self) -> Span {
        if self.rate.label_span.is_empty() { self.rate.span } else { self.rate.label_span.join(self.rate.span) }
    }
}

/// The rates of a sentence that do not follow from its counts.
///
/// `before` are the figures of the sentence before it (or none): they can explain a rate, and are its whole where this sentence
/// begins with 其中. A rate is judged only if its name is exactly that of a family (with neutral words as 行政复议 before it: 综合纠错率
/// has a definition of its own) and the part and a fitting whole stand before it; and it is right if any pair of counts gives it.
pub fn stated_rates<'f>(figures: &'f [Figure], before: &'f [Figure], families: &[RateFamily]) -> Vec<RateFinding<'f>> {
    let mut out = Vec::new();
    for (at, rate) in figures.iter().enumerate().filter(|(_, figure)| is_judged(figure)) {
        let Some(reading) = Reading::new(figures, before, at, families) else { continue };
        if let Some((part, whole)) = reading.canonical(rate)
            && !reading.fits(rate)
        {
            let Some((rounded, cut)) = percent(part.value, whole.value, rate.value.scale) else { continue };
            let fault = if cut == rate.value.units { RateFault::Truncated } else { RateFault::Wrong };
            let computed = Decimal::new(rounded, rate.value.scale);
            out.push(RateFinding { rate, part, whole, computed, fault });
        }
    }
    out
}

fn is_judged(figure: &Figure) -> bool {
    figure.kind == FigureKind::Rate
        && figure.unit == "%"
        && !(figure.approximate || figure.elsewhen || figure.listed)
        && figure.value < Decimal::integer(100)
        && figure.value.scale >= 0
}

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

struct Reading<'f, 'r> {
    /// Figures of the sentence before the rate.
    sentence: &'f [Figure],
    /// All counts that can explain the rate: of the sentence and the one before.
    counts: Vec<&'f Figure>,
    before: &'f [Figure],
    family: &'r RateFamily,
    /// The rate's name without 率.
    stem: String,
}

impl<'f, 'r> Reading<'f, 'r> {
    fn new(figures: &'f [Figure], before: &'f [Figure], at: usize, families: &'r [RateFamily]) -> Option<Self> {
        let label = figures[at].label.as_str();
        let (family, name) = families
            .iter()
            .flat_map(|family| family.rates.iter().map(move |name| (family, name)))
            .filter(|(_, name)| label.ends_with(name.as_str()))
            .max_by_key(|(_, name)| name.len())?;
        let mut rest = label[..label.len() - name.len()].to_owned();
        for word in NEUTRAL {
            rest = rest.replace(word, "");
        }
        // 一审败诉率 needs the counts of the first instance.
        let first_instance =
            label.contains("一审") && !figures[..at].iter().any(|figure| figure.label.contains("一审"));
        if !rest.is_empty() || first_instance {
            return None;
        }
        let stem = name.trim_end_matches('率').to_owned();
        let counts = before.iter().chain(figures).filter(|figure| figure.kind == FigureKind::Count).collect();
        Some(Self { sentence: &figures[..at], counts, before, family, stem })
    }

    fn is_part(&self, figure: &Figure) -> bool {
        let label = figure.label.as_str();
        let negated = label.contains(['未', '不', '无', '非']);
        !negated
            && if self.family.parts.is_empty() {
                label.contains(&self.stem)
            } else {
                contains_any(label, &self.family.parts)
            }
    }

    /// The part and whole a reader would take: the nearest of each before the rate. `None` where there is no such pair.
    fn canonical(&self, rate: &Figure) -> Option<(&'f Figure, &'f Figure)> {
        if self.family.composite && !self.has_every_part() {
            return None;
        }
        let at = self.sentence.iter().rposition(|figure| self.is_part(figure) && is_sound(figure))?;
        let part = &self.sentence[at];
        // A count of something else between part and rate: the rate may be of that.
        let interrupted =
            self.sentence[at + 1..].iter().any(|figure| figure.kind == FigureKind::Count && figure.depth == part.depth);
        if interrupted
            || part.scope != rate.scope
            || part.year != rate.year
            || about_different_things(&part.label, &rate.label)
        {
            return None;
        }
        let previous = if self.sentence.first().is_some_and(|figure| figure.part_of) { self.before } else { &[] };
        let wholes = || previous.iter().chain(&self.sentence[..at]).rev();
        let whole = wholes().find(|whole| self.is_whole(whole, part))?;
        let other =
            about_different_things(&whole.label, &rate.label) || about_different_things(&whole.label, &part.label);
        (!other && whole.value >= part.value).then_some((part, whole))
    }

    fn has_every_part(&self) -> bool {
        self.family.parts.iter().all(|word| self.sentence.iter().any(|figure| figure.label.contains(word.as_str())))
    }

    fn is_whole(&self, whole: &Figure, part: &Figure) -> bool {
        let negated = whole.label.contains(['未', '不']) || whole.label.starts_with("其他");
        !negated && !whole.part_of && comparable(whole, part) && contains_any(&whole.label, &self.family.wholes)
    }

    /// Whether any part and whole of the sentence give the stated rate.
    fn fits(&self, rate: &Figure) -> bool {
        let (parts, wholes) = (self.parts(), self.wholes());
        parts.iter().any(|part| wholes.iter().any(|whole| gives(*part, *whole, rate.value)))
    }

    fn parts(&self) -> Vec<Decimal> {
        let matching: Vec<&Figure> = self.counts.iter().copied().filter(|figure| self.is_part(figure)).collect();
        let mut out: Vec<Decimal> = matching.iter().map(|figure| figure.value).collect();
        out.extend(sum(&matching));
        if self.counts.len() > 2 {
            for part in &matching {
                let others = self.counts.iter().filter(|other| other.span != part.span && other.unit == part.unit);
                out.extend(others.filter_map(|other| part.value.plus(other.value)));
            }
        }
        out
    }

    fn wholes(&self) -> Vec<Decimal> {
        let mut out: Vec<Decimal> = self.counts.iter().map(|figure| figure.value).collect();
        if self.counts.len() <= 2 {
            return out;
        }
        let inner: Vec<&Figure> = self.counts.iter().copied().filter(|figure| figure.part_of).collect();
        out.extend(sum(&inner));
        for (at, one) in self.counts.iter().enumerate() {
            for other in self.counts[at + 1..].iter().filter(|other| other.unit == one.unit) {
                out.extend(one.value.plus(other.value));
                out.extend(one.value.plus(Decimal::new(-other.value.units, other.value.scale)));
            }
        }
        out
    }
}

fn sum(figures: &[&Figure]) -> Option<Decimal> {
    let unit = figures.first()?.unit;
    let same = figures.iter().filter(|figure| figure.unit == unit);
    same.map(|figure| figure.value).try_fold(Decimal::integer(0), Decimal::plus)
}

/// `part` / `whole` in per cent at a scale, in units of that scale: rounded half up, and cut off. `None` on overflow or an empty
/// whole.
fn percent(part: Decimal, whole: Decimal, scale: i32) -> Option<(i128, i128)> {
    let (part, whole) = part.aligned(whole)?;
    let factor = 10i128.checked_pow(u32::try_from(scale).ok()?.checked_add(2)?)?;
    let scaled = part.checked_mul(factor)?;
    if whole <= 0 || scaled < 0 {
        return None;
    }
    let rounded = scaled.checked_mul(2)?.checked_add(whole)? / whole.checked_mul(2)?;
    Some((rounded, scaled / whole))
}

/// Whether part / whole, as precisely as each is stated, can be the rate as precisely as it is stated. Arithmetic that overflows
/// proves nothing, so it counts as giving the rate.
fn gives(part: Decimal, whole: Decimal, rate: Decimal) -> bool {
    within(part, whole, rate).unwrap_or(true)
}

fn within(part: Decimal, whole: Decimal, rate: Decimal) -> Option<bool> {
    if whole.units <= 0 || part.units < 0 {
        return Some(false);
    }
    let (low_part, high_part) = bounds(part)?;
    let (low_whole, high_whole) = bounds(whole)?;
    let (low_rate, high_rate) = (2 * rate.units - 1, 2 * rate.units + 1);
    // Everything in halves of a unit: part/whole * 100 lies within [low_rate, high_rate] / (2 * 10^scale).
    let (part_scale, whole_scale) = (part.scale, whole.scale);
    let lower = Fraction::new(low_part, high_whole, part_scale - whole_scale);
    let upper = Fraction::new(high_part, low_whole.max(1), part_scale - whole_scale);
    Some(lower.percent_at_most(high_rate, rate.scale)? && upper.percent_at_least(low_rate, rate.scale)?)
}

/// A value in halves of its unit: itself where it is an exact count, else half a unit to both sides.
fn bounds(value: Decimal) -> Option<(i128, i128)> {
    let twice = value.units.checked_mul(2)?;
    if value.is_exact_count() { Some((twice, twice)) } else { Some((twice - 1, twice + 1)) }
}

/// `part` / `whole` × 10^−`scale`.
struct Fraction {
    part: i128,
    whole: i128,
    scale: i32,
}

impl Fraction {
    fn new(part: i128, whole: i128, scale: i32) -> Self {
        Self { part, whole, scale }
    }

    /// Both sides of: fraction × 100 ≤ halves / (2 × 10^scale), without a division.
    fn sides(&self, halves: i128, scale: i32) -> Option<(i128, i128)> {
        let left = self.part.checked_mul(200)?;
        let right = halves.checked_mul(self.whole)?;
        let shift = scale.checked_sub(self.scale)?;
        let power = 10i128.checked_pow(shift.unsigned_abs())?;
        if shift >= 0 { Some((left.checked_mul(power)?, right)) } else { Some((left, right.checked_mul(power)?)) }
    }

    fn percent_at_most(&self, halves: i128, scale: i32) -> Option<bool> {
        self.sides(halves, scale).map(|(left, right)| left <= right)
    }

    fn percent_at_least(&self, halves: i128, scale: i32) -> Option<bool> {
        self.sides(halves, scale).map(|(left, right)| left >= right)
    }
}
