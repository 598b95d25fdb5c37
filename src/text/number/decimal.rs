//! Exact decimals that remember how precisely they were stated.

use std::cmp::Ordering;
use std::fmt;

/// An exact decimal with the precision it was stated with: `units` × 10^−`scale`.
///
/// `8.73` is 873 at scale 2; `3.5万` is 35 at scale −3. Two values are equal when they denote the same number, whatever their
/// precision.
#[derive(Debug, Clone, Copy)]
pub struct Decimal {
    /// The digits as one integer.
    pub units: i128,
    /// Digits after the decimal point; negative where the last stated digit stands for tens or more.
    pub scale: i32,
}

impl Decimal {
    /// `units` × 10^−`scale`.
    pub const fn new(units: i128, scale: i32) -> Self {
        Self { units, scale }
    }

    /// A whole number, stated to the last unit.
    pub const fn integer(units: i128) -> Self {
        Self { units, scale: 0 }
    }

    /// Whether it was stated as a whole number to the last unit (`1,200`, not `3万` and not `1.5`).
    pub const fn is_exact_count(self) -> bool {
        self.scale == 0
    }

    /// Both values as integers of one common scale; `None` where they are too far apart to compare.
    pub fn aligned(self, other: Decimal) -> Option<(i128, i128)> {
        if self.scale == other.scale {
            return Some((self.units, other.units));
        }
        let scale = self.scale.max(other.scale);
        Some((self.at_scale(scale)?, other.at_scale(scale)?))
    }

    /// The units at a finer scale; `None` at a coarser one or on overflow.
    pub fn at_scale(self, scale: i32) -> Option<i128> {
        let steps = u32::try_from(scale.checked_sub(self.scale)?).ok()?;
        self.units.checked_mul(10i128.checked_pow(steps)?)
    }

    /// The sum; `None` on overflow.
    pub fn plus(self, other: Decimal) -> Option<Decimal> {
        let scale = self.scale.max(other.scale);
        let (a, b) = self.aligned(other)?;
        Some(Decimal::new(a.checked_add(b)?, scale))
    }
}

impl PartialEq for Decimal {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Decimal {}

impl PartialOrd for Decimal {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Decimal {
    fn cmp(&self, other: &Self) -> Ordering {
        match self.aligned(*other) {
            Some((a, b)) => a.cmp(&b),
            // Too far apart for the integers: the one with the larger power of ten decides.
            None => self.units.signum().cmp(&other.units.signum()).then(other.scale.cmp(&self.scale)),
        }
    }
}

impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Ok(fraction) = usize::try_from(self.scale) else {
            return match self.at_scale(0) {
                Some(units) => write!(f, "{units}"),
                None => write!(f, "{}e{}", self.units, -self.scale),
            };
        };
        let digits = format!("{:0width$}", self.units.unsigned_abs(), width = fraction + 1);
        let (whole, rest) = digits.split_at(digits.len() - fraction);
        let sign = if self.units < 0 { "-" } else { "" };
        let point = if fraction > 0 { "." } else { "" };
        write!(f, "{sign}{whole}{point}{rest}")
    }
}
