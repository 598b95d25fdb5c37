//! Bounds: rates that cannot exceed a hundred per cent, parts that cannot exceed their whole.

use serde::Deserialize;

use super::super::figure::{Figure, FigureKind};
use super::super::number::Decimal;
use super::super::sieve::{ends, starts};
use super::super::span::Span;
use super::{about_different_things, comparable, contains_any};

/// The rates above 100 % whose names end with one of `names` (出庭应诉率, 合格率). Growth is not bounded and never among them.
pub fn bounded_rates<'f>(figures: &'f [Figure], names: &[String]) -> Vec<&'f Figure> {
    let bounded = |figure: &&Figure| {
        figure.kind == FigureKind::Rate
            && figure.unit == "%"
            && !figure.elsewhen
            && figure.value > Decimal::integer(100)
            && names.iter().any(|name| ends(&figure.label, name))
    };
    figures.iter().filter(bounded).collect()
}

/// Labels of a part and its whole: what was concluded cannot be more than what was received.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct LabelPair {
    /// How the label of a part begins or ends: 审结.
    pub parts: Vec<String>,
    /// How the label of a whole begins or ends: 受理.
    pub wholes: Vec<String>,
    /// Words of the sentence that explain a larger part: 结转, 上年.
    #[serde(default)]
    pub unless: Vec<String>,
}

/// A part larger than its whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exceeding<'f> {
    /// The part.
    pub part: &'f Figure,
    /// The whole.
    pub whole: &'f Figure,
}

/// The parts of a sentence that are larger than the whole right before them.
pub fn parts_exceeding_wholes<'f>(
    text: &str,
    sentence: Span,
    figures: &'f [Figure],
    pairs: &[LabelPair],
) -> Vec<Exceeding<'f>> {
    // A part many times its whole counts something else.
    const SLIP: i128 = 10;
    let mut out = Vec::new();
    for window in figures.windows(2) {
        let [whole, part] = window else { continue };
        if part.value <= whole.value || part.value.units >= whole.value.units.saturating_mul(SLIP) {
            continue;
        }
        let exceeds = |pair: &LabelPair| {
            named(&whole.label, &pair.wholes)
                && !whole.label.contains(['不', '未'])
                && named(&part.label, &pair.parts)
                && !named(&part.label, &pair.wholes)
                && of_one_thing(text, (whole, part), pair)
                && !contains_any(sentence.of(text), &pair.unless)
        };
        if pairs.iter().any(exceeds) {
            out.push(Exceeding { part, whole });
        }
    }
    out
}

fn named(label: &str, words: &[String]) -> bool {
    words.iter().any(|word| starts(label, word) || ends(label, word))
}

/// Whether part and whole are of one thing: comparable counts side by side, the part naming nothing that the whole does not.
fn of_one_thing(text: &str, (whole, part): (&Figure, &Figure), pair: &LabelPair) -> bool {
    let (held, named) = (thing(&whole.label, &pair.wholes), thing(&part.label, &pair.parts));
    // 反馈的158个问题已整改161个: the words between belong to the whole.
    let counted = whole.noun_span.of(text);
    let same = named.is_empty()
        || held.contains(&named)
        || (!held.is_empty() && named.contains(&held))
        || counted.starts_with(&named);
    comparable(whole, part) && whole.depth == part.depth && same && !about_different_things(&whole.label, &part.label)
}

/// What a label names beside the word of its kind: 行政复议 of 审结行政复议案件.
fn thing(label: &str, kinds: &[String]) -> String {
    let begins = kinds.iter().filter_map(|kind| label.strip_prefix(kind.as_str()));
    let ends = kinds.iter().filter_map(|kind| label.strip_suffix(kind.as_str()));
    let rest = begins.chain(ends).min_by_key(|rest| rest.len()).unwrap_or(label);
    rest.chars().filter(|c| !"各类共件案件事项的已均全部".contains(*c)).collect()
}
