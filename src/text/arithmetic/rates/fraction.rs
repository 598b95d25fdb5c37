//! Rates in exact arithmetic: what a part and a whole give, to the precision each was stated with.

use super::super::super::number::Decimal;

/// `part` / `whole` in per cent at a scale, in units of that scale: rounded half up, and cut off. `None` on overflow or an empty
/// whole.
pub(in crate::text::arithmetic) fn percent(part: Decimal, whole: Decimal, scale: i32) -> Option<(i128, i128)> {
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
pub(in crate::text::arithmetic) fn gives(part: Decimal, whole: Decimal, rate: Decimal) -> bool {
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
