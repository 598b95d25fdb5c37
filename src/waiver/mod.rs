//! Findings that somebody answers for: waivers in a list or in a comment of the report, and the baseline of findings known before.
//!
//! Stands between lint and output: it takes findings out of an [`Outcome`](crate::finding::Outcome) and puts them where they are
//! counted as waived or known. Nothing is hidden: a waiver that has expired, that no finding needs, that is for a rule which cannot be
//! waived or that cannot be read is a finding of its own (rules `waiver/…`). Pure: today's date is handed in.

pub mod baseline;
mod inline;
mod list;
mod notice;
mod settle;

pub use list::{RawWaiver, Waiver, WaiverList, schema};
pub use notice::{Notice, notices};
pub use settle::{Seen, Sitting};
