//! What is wrong with a number among the numbers of its list.

use std::cmp::Ordering;

/// What is wrong with a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fault {
    /// The list does not begin with 1.
    First,
    /// A number before it is missing.
    Skip,
    /// The number before it stands again.
    Repeat,
    /// It is lower than the number before it.
    Backwards,
}

impl Fault {
    /// What is wrong with a number that does not follow the one before it.
    pub(super) fn after(previous: u32, number: u32) -> Fault {
        match number.cmp(&previous) {
            Ordering::Greater => Fault::Skip,
            Ordering::Equal => Fault::Repeat,
            Ordering::Less => Fault::Backwards,
        }
    }
}

/// A fault at one of several numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Faulty {
    /// Index among the numbers.
    pub(super) at: usize,
    /// What is wrong.
    pub(super) fault: Fault,
    /// The number that was due.
    pub(super) expected: u32,
}
