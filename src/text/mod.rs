//! Leaf helpers about Chinese text: spans, folding, patterns, numbers, dates.
//!
//! Nothing here knows of documents or rules; every other layer may use it.

pub mod arithmetic;
pub(crate) mod char_set;
pub mod date;
pub mod evidence;
pub mod figure;
pub mod fold;
pub mod glob;
pub mod landmark;
pub mod literal_finder;
pub mod located;
pub mod measure;
pub mod number;
pub mod pattern;
pub mod pattern_set;
pub mod script;
pub mod search;
pub mod sieve;
pub mod span;
pub mod split;
pub mod word_list;
