//! Stated rates against the counts beside them: 审结573件，败诉50件，败诉率为8.73%.

use serde::Deserialize;

use super::super::figure::{Figure, FigureKind};
use super::super::number::Decimal;
use super::super::sieve::starts;
use super::super::span::Span;

mod fraction;
mod reading;
mod shares;

pub(super) use fraction::{gives, percent};
use reading::Reading;
pub use shares::stated_shares;

/// Rates that are formed alike.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, schemars::JsonSchema)]
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
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
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

impl<'f> RateFinding<'f> {
    /// The fault of a rate that no reading of the counts gives. `None` on overflow.
    fn of(rate: &'f Figure, part: &'f Figure, whole: &'f Figure) -> Option<Self> {
        let (rounded, cut) = percent(part.value, whole.value, rate.value.scale)?;
        let fault = if cut == rate.value.units { RateFault::Truncated } else { RateFault::Wrong };
        let computed = Decimal::new(rounded, rate.value.scale);
        Some(Self { rate, part, whole, computed, fault })
    }

    /// Folded bytes of the rate with its label.
    pub fn span(&self) -> Span {
        self.rate.with_label()
    }
}

/// The rates of a sentence that do not follow from its counts.
///
/// `before` gives the figures of the sentence before it (or none): they can explain a rate, and are its whole where this sentence
/// begins with 其中. A rate is judged only if its name is exactly that of a family (with neutral words as 行政复议 before it: 综合纠错率
/// has a definition of its own) and the part and a fitting whole stand before it; and it is right if any pair of counts gives it.
pub fn stated_rates<'f>(
    text: &str,
    figures: &'f [Figure],
    before: &dyn Fn() -> &'f [Figure],
    families: &[RateFamily],
) -> Vec<RateFinding<'f>> {
    let mut out = Vec::new();
    let judged = |figure: &Figure| figure.kind == FigureKind::Rate && is_judged(text, figure);
    // The first figure has nothing before it that it could be of.
    for (at, rate) in figures.iter().enumerate().skip(1).filter(|(_, figure)| judged(figure)) {
        let Some(reading) = Reading::new(text, figures, before, at, families) else { continue };
        if let Some((part, whole)) = reading.nearest(rate)
            && !gives(part.value, whole.value, rate.value)
            && reading.is_of(rate, part, whole)
            && !reading.fits(rate)
        {
            out.extend(RateFinding::of(rate, part, whole));
        }
    }
    out
}

/// Whether a percentage is stated exactly, of the time reported on, and without a definition of its own behind it (含调解).
fn is_judged(text: &str, figure: &Figure) -> bool {
    const DEFINITIONS: [&str; 8] = ["（含", "（包括", "（不含", "（扣除", "（剔除", "（按", "（综合", "（不包括"];
    let after = &text[figure.span.end..];
    figure.unit == "%"
        && !(figure.approximate || figure.elsewhen || figure.listed)
        && figure.value < Decimal::integer(100)
        && figure.value.scale >= 0
        && !DEFINITIONS.iter().any(|words| starts(after, words))
}
