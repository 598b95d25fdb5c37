//! Arithmetic of a report: whether its figures agree with one another.
//!
//! Every function is pure, works on the figures of [`super::figure`], and is made to doubt itself: a figure may be of another
//! scope, time or definition than the one beside it, so a fault is told only where every reading that could make sense fails.
//! Which words name a rate, its part and its whole is data that rules pass in.

mod announced;
mod bounds;
mod rates;
mod repeated;
mod sums;
#[cfg(test)]
mod tests;

pub use announced::{AnnouncedCount, announced_counts};
pub use bounds::{Exceeding, LabelPair, bounded_rates, parts_exceeding_wholes};
pub use rates::{RateFamily, RateFault, RateFinding, stated_rates, stated_shares};
pub use repeated::{Repeated, repeated_indicators};
pub use sums::{SumFamily, SumFault, SumFinding, stated_sums};

use super::figure::Figure;
use super::sieve::{Sieve, starts};

/// What a figure may be about, words for one thing together. Figures that name different subjects have nothing to do with each
/// other.
const SUBJECTS: [&[&str]; 21] = [
    &["复议"],
    &["诉讼", "应诉"],
    &["仲裁"],
    &["信访"],
    &["处罚"],
    &["许可", "审批"],
    &["投诉", "举报"],
    &["法律援助"],
    &["公证"],
    &["人民调解"],
    &["民事"],
    &["刑事"],
    &["立法"],
    &["规范性文件"],
    &["合同"],
    &["证件"],
    &["培训"],
    &["考试"],
    &["热线"],
    &["检察"],
    &["建议", "提案"],
];

/// The subjects a text names, one bit each.
fn subjects(text: &str) -> u32 {
    const FIRST: Sieve = {
        let mut first = Sieve::of("");
        let mut at = 0;
        while at < SUBJECTS.len() {
            first = first.or(Sieve::of_starts(SUBJECTS[at]));
            at += 1;
        }
        first
    };
    let mut bits = 0;
    let mut at = FIRST.next(text, 0);
    while at < text.len() {
        let rest = &text[at..];
        let begins = |words: &[&str]| words.iter().any(|word| starts(rest, word));
        bits |= SUBJECTS.iter().position(|words| begins(words)).map_or(0, |subject| 1 << subject);
        at = FIRST.next(text, at + 3);
    }
    bits
}

/// Whether two labels name subjects, and none in common.
fn about_different_things(a: &str, b: &str) -> bool {
    let (a, b) = (subjects(a), subjects(b));
    a != 0 && b != 0 && a & b == 0
}

fn contains_any(text: &str, words: &[String]) -> bool {
    words.iter().any(|word| text.contains(word.as_str()))
}

/// Whether a figure is a count to calculate with: stated to the last one, of the time reported on, with a label of its own.
fn is_sound(figure: &Figure) -> bool {
    figure.is_exact_count() && !figure.elsewhen && !figure.listed
}

/// Whether two sound counts can be compared: in one unit, of one scope and year.
fn comparable(a: &Figure, b: &Figure) -> bool {
    is_sound(a) && is_sound(b) && a.unit == b.unit && a.scope == b.scope && a.year == b.year
}
