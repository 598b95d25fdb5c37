//! Changes against an earlier time: 收到申请1113件，较上年的558件增加555件，增长99.5%.

use serde::Deserialize;

use super::super::figure::{Figure, FigureKind};
use super::super::number::Decimal;
use super::super::span::Span;
use super::rates::{gives, percent};

/// The words that tell a change and the time before it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct ChangeWords {
    /// Words for more, the first one for messages: 增长.
    pub rises: Vec<String>,
    /// Words for less, the first one for messages: 下降.
    pub falls: Vec<String>,
    /// Words for an earlier time: 去年, 上年, 同期.
    pub earlier: Vec<String>,
    /// Words around the earlier figure that say nothing: 较, 比, 的, 为.
    pub linking: Vec<String>,
}

/// A change that does not follow from the two counts before it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GrowthFinding<'f> {
    /// The stated change.
    pub change: &'f Figure,
    /// The count of the earlier time.
    pub earlier: &'f Figure,
    /// The count of the time reported on.
    pub later: &'f Figure,
    /// What it should be: 增长99.5%.
    pub expected: String,
}

impl GrowthFinding<'_> {
    /// Folded bytes of the change with its word.
    pub fn span(&self) -> Span {
        self.change.with_label()
    }
}

/// The changes of a sentence that do not follow from its counts.
///
/// Judged only where the two counts stand side by side, of one unit, nothing but the earlier time between them, and the change
/// comes right after: so that nothing else can be meant.
pub fn stated_growths<'f>(text: &str, figures: &'f [Figure], words: &ChangeWords) -> Vec<GrowthFinding<'f>> {
    let mut out = Vec::new();
    for at in 1..figures.len() {
        let Some((earlier, later)) = counts(text, &figures[at - 1], &figures[at], words) else { continue };
        let mut end = figures[at].span.end;
        for change in &figures[at + 1..] {
            let between = &text[end..change.span.start];
            if change.kind != FigureKind::Growth || !is_close(between) || words.names_time(between) {
                break;
            }
            end = change.span.end;
            let expected = words.rises_in(between).and_then(|rises| fault(change, earlier, later, rises, words));
            out.extend(expected.map(|expected| GrowthFinding { change, earlier, later, expected }));
        }
    }
    out
}

impl ChangeWords {
    fn names_time(&self, text: &str) -> bool {
        self.earlier.iter().any(|word| text.contains(word.as_str())) || text.bytes().any(|byte| byte.is_ascii_digit())
    }

    /// Whether a change is told as a rise; `None` where that is not plain.
    fn rises_in(&self, text: &str) -> Option<bool> {
        let has = |words: &[String]| words.iter().any(|word| text.contains(word.as_str()));
        match (has(&self.rises), has(&self.falls)) {
            (rises, falls) if rises != falls => Some(rises),
            _ => None,
        }
    }

    /// What is left of some words without those for times, years and linking words.
    fn besides_time(&self, words: &str) -> String {
        let mut rest: String = words.chars().filter(|c| !c.is_ascii_digit()).collect();
        for word in self.earlier.iter().chain(&self.linking) {
            rest = rest.replace(word.as_str(), "");
        }
        rest
    }
}

/// The earlier and the later of two neighbouring counts.
fn counts<'f>(
    text: &str,
    first: &'f Figure,
    second: &'f Figure,
    words: &ChangeWords,
) -> Option<(&'f Figure, &'f Figure)> {
    let exact = |figure: &Figure| figure.value.is_exact_count() && !figure.approximate && !figure.listed;
    let between = text.get(first.span.end..second.span.start)?;
    let alike = first.unit == second.unit && exact(first) && exact(second) && first.kind == FigureKind::Count;
    if !alike || !is_close(between) {
        return None;
    }
    // 1113件，较上年的558件
    if !first.elsewhen && words.names_time(between) && words.besides_time(between).is_empty() {
        let named = between.bytes().any(|byte| byte.is_ascii_digit());
        return match (first.year, second.year) {
            (Some(before), Some(after)) if named && before < after => Some((first, second)),
            (Some(before), Some(after)) if named && before == after => None,
            // 受理110件，2023年172件 says neither.
            (None, _) if named && !between.contains(['较', '比']) => None,
            _ => Some((second, first)),
        };
    }
    // 由上年的558件增加到1113件
    let reaches = between.trim_end_matches(['了', '的']).ends_with(['到', '至', '为']);
    let moves = words.rises_in(between).is_some() && reaches && !words.names_time(between);
    (first.elsewhen && moves && second.kind == FigureKind::Count).then_some((first, second))
}

/// Whether no more than a few words stand between two figures.
fn is_close(between: &str) -> bool {
    const MOST: usize = 14;
    between.chars().count() <= MOST && !between.contains(['；', '。', '：']) && !between.contains("其中")
}

/// What a change should be; `None` where it is right, or nobody can tell.
fn fault(change: &Figure, earlier: &Figure, later: &Figure, rises: bool, words: &ChangeWords) -> Option<String> {
    let difference = later.value.plus(Decimal::new(-earlier.value.units, earlier.value.scale))?;
    if change.approximate || difference.units == 0 {
        return None;
    }
    let size = Decimal::new(difference.units.abs(), difference.scale);
    let direction = if difference.units > 0 { words.rises.first() } else { words.falls.first() }?;
    let rightly = (difference.units > 0) == rises;
    if change.unit == "%" {
        let (rounded, cut) = percent(size, earlier.value, change.value.scale)?;
        let fits = gives(size, earlier.value, change.value) || cut == change.value.units;
        return (!(rightly && fits)).then(|| format!("{direction}{}%", Decimal::new(rounded, change.value.scale)));
    }
    let fits = change.unit == earlier.unit && size == change.value;
    (change.unit == earlier.unit && !(rightly && fits)).then(|| format!("{direction}{size}{}", earlier.unit))
}
