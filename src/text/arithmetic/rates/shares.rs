//! Shares that stand beside their whole: 审结100件，其中涉企60件，占60%; 47件，占审结168件的27.98%.

use super::super::super::figure::{Figure, FigureKind};
use super::super::super::number::Decimal;
use super::super::{comparable, is_sound};
use super::fraction::gives;
use super::{RateFinding, is_judged};

/// Names of a share that say nothing of a whole of its own (占全省 does).
const SHARES: [&str; 8] = ["占", "占比", "占总数", "占总", "占比例", "占总量", "占全部", "所占比例"];
/// Words between part and share that make it another part's: 占比提高到.
const MOVES: [&str; 8] = ["提高", "上升", "提升", "增", "降", "扩大", "减", "同比"];

/// The shares of a sentence that do not follow from its counts. `before` gives the figures of the sentence before it: they can explain
/// a share, and one is its whole where this sentence begins with 其中.
pub fn stated_shares<'f>(text: &str, figures: &'f [Figure], before: &dyn Fn() -> &'f [Figure]) -> Vec<RateFinding<'f>> {
    let mut out = Vec::new();
    for (at, share) in figures.iter().enumerate().filter(|(_, figure)| is_judged(text, figure)) {
        let pair = of_the_whole_before(text, figures, before, at).or_else(|| of_a_named_whole(text, figures, at));
        if let Some((part, whole)) = pair
            && whole.value >= part.value
            && !gives(part.value, whole.value, share.value)
            && !is_explained(share, figures, before())
        {
            out.extend(RateFinding::of(share, part, whole));
        }
    }
    out
}

/// 其中涉企60件，占60%: the part right before the share, the total before 其中.
fn of_the_whole_before<'f>(
    text: &str,
    figures: &'f [Figure],
    before: &dyn Fn() -> &'f [Figure],
    at: usize,
) -> Option<(&'f Figure, &'f Figure)> {
    let share = &figures[at];
    if share.kind != FigureKind::Rate || !share.label.contains('占') {
        return None;
    }
    let part = figures[..at].last().filter(|part| is_sound(part) && part.scope == share.scope)?;
    let between = &text[part.span.end..share.span.start];
    if MOVES.iter().any(|word| between.contains(word)) || between.contains(['；', ';']) {
        return None;
    }
    let opened = figures.first().is_some_and(|first| first.part_of);
    let earlier = if opened { before() } else { &[] };
    let whole = figures[..at - 1]
        .iter()
        .rev()
        .chain(earlier.iter().rev())
        .find(|whole| !whole.part_of && comparable(whole, part) && whole.depth <= part.depth)
        .filter(|whole| is_of(&share.label, &whole.label))?;
    let divided = part.part_of || text[whole.span.end..part.span.start].contains("中有");
    divided.then_some((part, whole))
}

/// Whether the words of a share leave its whole open, or name it as its own label does: 占执法人员总数 of 全市共有执法人员6211名.
fn is_of(share: &str, whole: &str) -> bool {
    let bare =
        |words: &'_ str| ["总数", "总量", "总"].iter().find_map(|end| words.strip_suffix(end).map(str::to_owned));
    let named = share.strip_prefix('占').and_then(bare);
    SHARES.contains(&share) || named.is_some_and(|named| !named.is_empty() && whole.contains(&named))
}

/// 47件，占审结168件的27.98%: part, whole and share side by side.
fn of_a_named_whole<'f>(text: &str, figures: &'f [Figure], at: usize) -> Option<(&'f Figure, &'f Figure)> {
    let (share, whole) = (&figures[at], figures[..at].last()?);
    if !whole.label.starts_with('占') {
        return None;
    }
    let joined = text[whole.span.end..share.span.start].trim() == "的";
    let part = figures[..at - 1].last()?;
    let named = joined && matches!(share.kind, FigureKind::Percent | FigureKind::Rate);
    (named && comparable(whole, part)).then_some((part, whole))
}

/// Whether any two counts give the share, or a count and the sum of two.
fn is_explained(share: &Figure, figures: &[Figure], before: &[Figure]) -> bool {
    let counts: Vec<&Figure> = before.iter().chain(figures).filter(|figure| figure.kind == FigureKind::Count).collect();
    let explains = |whole: Decimal| counts.iter().any(|part| gives(part.value, whole, share.value));
    let sums = || {
        counts.iter().enumerate().flat_map(|(at, one)| {
            let others = counts[at + 1..].iter().filter(|other| other.unit == one.unit);
            others.filter_map(|other| one.value.plus(other.value))
        })
    };
    counts.iter().any(|whole| explains(whole.value)) || (counts.len() > 2 && sums().any(explains))
}
