//! One indicator with two values.

use super::super::figure::{Figure, FigureKind};

/// The same indicator, twice, with different values.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Repeated<'f> {
    /// Where it stands first.
    pub first: &'f Figure,
    /// Where it stands with another value.
    pub second: &'f Figure,
}

/// The indicators of a document that are stated twice with different values.
///
/// `sentences` are the figures of each sentence of the document, in order; leave out the plan, whose figures are goals. Only
/// labels that equal one of `indicators` are compared, with the same unit, scope and year, from different sentences, and
/// where neither is approximate, of another time, a part, or one of several values in its own sentence (which then speaks
/// of several places).
pub fn repeated_indicators<'f, F: AsRef<[Figure]>>(sentences: &'f [F], indicators: &[String]) -> Vec<Repeated<'f>> {
    let mut seen: Vec<&Figure> = Vec::new();
    let mut out = Vec::new();
    for sentence in sentences.iter().map(AsRef::as_ref) {
        let stated: Vec<&Figure> =
            sentence.iter().filter(|figure| is_indicator(figure, sentence, indicators)).collect();
        for second in &stated {
            match seen.iter().find(|first| same(first, second)) {
                Some(first) if first.value != second.value && !refines(first, second) => {
                    out.push(Repeated { first, second });
                }
                _ => {}
            }
        }
        seen.extend(stated);
    }
    out
}

fn is_indicator(figure: &Figure, sentence: &[Figure], indicators: &[String]) -> bool {
    let alone = sentence.iter().filter(|other| other.label == figure.label && other.kind == figure.kind).count() == 1;
    alone
        && matches!(figure.kind, FigureKind::Rate | FigureKind::Count)
        && !(figure.approximate || figure.elsewhen || figure.part_of || figure.listed)
        && figure.depth == 0
        && indicators.contains(&figure.label)
}

fn same(a: &Figure, b: &Figure) -> bool {
    a.label == b.label && a.unit == b.unit && a.kind == b.kind && a.scope == b.scope && a.year == b.year
}

/// Whether one value is the other, rounded: 97.6% and 97.64%.
fn refines(a: &Figure, b: &Figure) -> bool {
    let (coarse, fine) = if a.value.scale <= b.value.scale { (a.value, b.value) } else { (b.value, a.value) };
    let Some(stated) = coarse.at_scale(fine.scale) else { return true };
    let Ok(steps) = u32::try_from(fine.scale - coarse.scale) else { return false };
    let unit = 10i128.checked_pow(steps).unwrap_or(i128::MAX);
    steps > 0 && (stated - fine.units).abs() < unit
}
