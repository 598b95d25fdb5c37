//! What came of trying rules, as text, JSON and JUnit.

mod json;
mod junit;
mod text;

use crate::rule::case::Origin;
use crate::verify::coverage::Coverage;
use crate::verify::snapshot::{Compared, Standing};
use crate::verify::{Tested, Verdict};

pub use json::json;
pub use junit::junit;
pub use text::{difference, text};

/// All that came of trying rules.
pub struct Trial {
    /// The packs that were tried, as `name`.
    pub packs: Vec<String>,
    /// Cases, each with the pack of its rule.
    pub cases: Vec<(String, Tested)>,
    /// Whole reports.
    pub snapshots: Vec<Compared>,
    /// Every rule's coverage, with its pack.
    pub coverage: Vec<(String, Coverage)>,
}

impl Trial {
    /// Whether something failed.
    pub fn fails(&self) -> bool {
        self.cases.iter().any(|(_, tested)| tested.verdict.fails())
            || self.snapshots.iter().any(|compared| compared.standing() != Standing::Same)
            || self.coverage.iter().any(|(_, coverage)| !coverage.is_full())
    }

    fn count(&self, pack: &str, verdict: Verdict) -> usize {
        self.cases.iter().filter(|(of, tested)| of == pack && tested.verdict == verdict).count()
    }

    fn snapshots_of<'a>(&'a self, pack: &'a str) -> impl Iterator<Item = &'a Compared> {
        self.snapshots.iter().filter(move |compared| compared.pack == pack)
    }

    fn covered(&self, pack: &str) -> (usize, usize) {
        let of_pack = self.coverage.iter().filter(|(of, _)| of == pack);
        of_pack.fold((0, 0), |(full, all), (_, coverage)| (full + usize::from(coverage.is_full()), all + 1))
    }
}

/// Where a case stands, in Chinese.
fn place(origin: &Origin) -> String {
    match origin {
        Origin::Bad(number) => format!("反例{number}"),
        Origin::Good(number) => format!("正例{number}"),
        Origin::File { path, line } => format!("{path}:{line}"),
    }
}
