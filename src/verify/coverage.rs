//! The coverage gate: a rule that no text makes fire, or that no near miss keeps honest, is untested.

use super::{Tested, Verdict};
use crate::rule::case::Wanted;
use crate::rule::{RuleSet, Selection};

/// How far a rule is tried.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Coverage {
    /// The rule's id.
    pub rule: String,
    /// Cases in which it must fire and does.
    pub firing: usize,
    /// Cases in which it must be silent and is.
    pub near_misses: usize,
}

impl Coverage {
    /// Whether the rule has both.
    pub fn is_full(&self) -> bool {
        self.firing > 0 && self.near_misses > 0
    }

    /// What is lacking, in Chinese; empty where nothing is.
    pub fn lacking(&self) -> String {
        match (self.firing, self.near_misses) {
            (0, 0) => "没有应报告的用例，也没有不应报告的用例".to_owned(),
            (0, _) => "没有应报告的用例".to_owned(),
            (_, 0) => "没有不应报告的用例".to_owned(),
            _ => String::new(),
        }
    }
}

/// The coverage of the chosen rules. A case that fails, or is known to, shows nothing.
pub fn coverage(rules: &RuleSet, selection: &Selection, tested: &[Tested]) -> Vec<Coverage> {
    let chosen = rules.rules.iter().enumerate().filter(|(index, _)| selection.holds(*index));
    let shown = |tested: &&Tested| matches!(tested.verdict, Verdict::Pass | Verdict::TodoPasses);
    let of_rule = |(_, rule): (usize, &crate::rule::Rule)| {
        let own = tested.iter().filter(shown).filter(|tested| tested.case.rule == rule.id);
        let (silent, firing): (Vec<&Tested>, Vec<&Tested>) =
            own.partition(|tested| tested.case.wanted == Wanted::Exactly(Vec::new()));
        Coverage { rule: rule.id.0.clone(), firing: firing.len(), near_misses: silent.len() }
    };
    chosen.map(of_rule).collect()
}
