//! Arithmetic of a report: whether its figures agree with one another.
//!
//! Every function is pure, works on the figures of [`super::figure`], and is made to doubt itself: a figure may be of another
//! scope, time or definition than the one beside it, so a fault is told only where every reading that could make sense fails.
//! Which words name a rate, its part and its whole is data that rules pass in.

mod announced;
mod bounds;
mod growth;
mod rates;
mod repeated;
mod sums;
#[cfg(test)]
mod tests;

pub use announced::{AnnouncedCount, announced_counts};
pub use bounds::{Exceeding, LabelPair, bounded_rates, parts_exceeding_wholes};
pub use growth::{ChangeWords, GrowthFinding, stated_growths};
pub use rates::{RateFamily, RateFault, RateFinding, stated_rates, stated_shares};
pub use repeated::{Repeated, repeated_indicators};
pub use sums::{SumFamily, SumFault, SumFinding, announces_total, stated_sums};

use super::figure::Figure;
use super::word_list::WordList;

/// What a figure may be about: words, and the number of the thing they are for. Figures that name different subjects have nothing to do with each
/// other.
const SUBJECTS: [(&str, u32); 25] = [
    ("复议", 0),
    ("诉讼", 1),
    ("应诉", 1),
    ("仲裁", 2),
    ("信访", 3),
    ("处罚", 4),
    ("许可", 5),
    ("审批", 5),
    ("投诉", 6),
    ("举报", 6),
    ("法律援助", 7),
    ("公证", 8),
    ("人民调解", 9),
    ("民事", 10),
    ("刑事", 11),
    ("立法", 12),
    ("规范性文件", 13),
    ("合同", 14),
    ("证件", 15),
    ("培训", 16),
    ("考试", 17),
    ("热线", 18),
    ("检察", 19),
    ("建议", 20),
    ("提案", 20),
];

/// The subjects a text names, one bit each.
fn subjects(text: &str) -> u32 {
    static WORDS: WordList<{ SUBJECTS.len() }> = WordList::of_starts({
        let mut words = [""; SUBJECTS.len()];
        let mut at = 0;
        while at < words.len() {
            words[at] = SUBJECTS[at].0;
            at += 1;
        }
        words
    });
    WORDS.in_text(text).fold(0, |bits, at| bits | 1 << SUBJECTS[at].1)
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
