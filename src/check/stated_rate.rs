//! `stated-rate`: a rate that does not follow from the counts beside it.

use serde::Deserialize;

use super::figures::wording;
use super::link::Linker;
use super::{Context, Hits, Kind, Scope};
use crate::text::arithmetic::{RateFamily, RateFault, RateFinding, stated_rates, stated_shares};

/// Rates held against their part and whole in the same sentence, to the precision they are stated with.
#[derive(Debug, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct StatedRate {
    /// Rates that are formed alike, with the words of their parts and wholes.
    families: Vec<RateFamily>,
    /// Which fault is told: `wrong`, or `truncated` where a rate was cut off instead of rounded.
    fault: RateFault,
}

impl Kind for StatedRate {
    fn link(&mut self, _: &mut Linker<'_>) {}

    fn placeholders(&self) -> &'static [&'static str] {
        &["stated", "computed", "part", "whole"]
    }

    fn run(&self, cx: &Context<'_>, scopes: &[Scope], hits: &mut Hits) {
        // A rate below a hundred, its part, and its whole, which stands in the sentence before at most where this one says 其中.
        let judged = |sentence: &usize| {
            let signs = cx.signs(*sentence);
            signs.below_hundred && cx.may_state(*sentence, if signs.parts { 2 } else { 3 })
        };
        for sentence in scopes.iter().flat_map(|scope| cx.sentences_in(scope.span)).filter(judged) {
            let (figures, before) = (cx.stated(sentence).figures, || cx.stated_before(sentence));
            let mut found = stated_rates(cx.text(), figures, &before, &self.families);
            found.extend(stated_shares(cx.text(), figures, &before));
            for finding in found.iter().filter(|finding| finding.fault == self.fault) {
                tell(cx.text(), finding, hits);
            }
        }
    }
}

fn tell(text: &str, finding: &RateFinding<'_>, hits: &mut Hits) {
    let (part, whole) = (wording(text, finding.part), wording(text, finding.whole));
    hits.at(finding.span())
        .with("stated", finding.rate.span.of(text))
        .with("computed", format!("{}%", finding.computed))
        .with("part", &part)
        .with("whole", &whole)
        .related(finding.whole.span, format!("作为分母：{whole}"))
        .related(finding.part.span, format!("作为分子：{part}"));
}

#[cfg(test)]
mod tests {
    use crate::rule::pack::Sources;

    #[test]
    fn what_is_rounded_is_judged_by_the_same_families_as_what_is_wrong() {
        let rules = Sources::builtin().load().expect("the built-in packs load");
        let families = |id: &str| {
            let check = format!("{:?}", rules.rule(id).expect("the rule is there").check);
            check.replace("fault: Wrong", "").replace("fault: Truncated", "")
        };
        assert_eq!(families("data/rate"), families("data/rounding"));
    }
}
