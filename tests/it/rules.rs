//! The built-in packs hold what they promise.

use gangyao::rule::pack::Sources;
use gangyao::verify;
use gangyao::verify::coverage::coverage;

use super::support::RULES;

#[test]
fn every_rule_fires_on_its_bad_examples_and_is_silent_on_its_good_ones() {
    let rules = Sources::builtin_with_examples().load().unwrap_or_else(|errors| panic!("{errors}: {:#?}", errors.0));
    let all = rules.select(&[], &[]).expect("choosing all rules works");
    let results = verify::run(&rules, verify::examples(&rules, &all), || {});
    let failing: Vec<String> = results
        .iter()
        .filter(|tested| tested.verdict != verify::Verdict::Pass)
        .map(|t| format!("{} {:?}: {:?}, found {:?}", t.case.rule, t.case.origin, t.verdict, t.actual))
        .collect();
    assert!(results.len() > 300, "only {} examples", results.len());
    assert!(failing.is_empty(), "{} examples fail:\n{}", failing.len(), failing.join("\n"));
    let uncovered: Vec<_> =
        coverage(&rules, &all, &results).into_iter().filter(|coverage| !coverage.is_full()).collect();
    assert!(uncovered.is_empty(), "rules without a firing or a near-miss example: {uncovered:?}");
}

#[test]
fn packs_compiled_at_build_time_are_the_packs_as_written() {
    let written = Sources::builtin_with_examples().load().expect("the built-in packs load");
    let ids = |rules: &gangyao::rule::RuleSet| -> Vec<String> {
        rules
            .rules
            .iter()
            .map(|rule| {
                format!("{} {:?} {} {:?} {:?}", rule.id, rule.severity, rule.message.written(), rule.check, rule.scope)
            })
            .collect()
    };
    let bare = |ids: Vec<String>| -> Vec<String> {
        // Debug output of a check holds the places of words in the file, which the compiled form does not have.
        ids.into_iter().map(|id| id.split(" Located").next().unwrap_or_default().chars().take(120).collect()).collect()
    };
    assert_eq!(bare(ids(&RULES)), bare(ids(&written)));
    assert_eq!(RULES.literals.texts(), written.literals.texts());
}

#[test]
fn every_rule_of_the_catalogue_is_there() {
    // ../shared/design/catalogue.md is the list; where it is absent the count keeps rules from getting lost.
    let catalogue = super::support::root().join("../shared/design/catalogue.md");
    let Ok(text) = std::fs::read_to_string(catalogue) else {
        eprintln!("SKIPPED every_rule_of_the_catalogue_is_there: ../shared/design is not there");
        return;
    };
    let mut missing = Vec::new();
    for row in text.lines().filter(|line| line.starts_with("| ") && line.contains('/')) {
        let Some(cell) = row.split('|').nth(1) else { continue };
        if cell.contains('…') {
            continue;
        }
        let mut group = String::new();
        for name in cell.split(',').map(str::trim) {
            let id = match name.split_once('/') {
                Some((of, _)) => {
                    group = of.to_owned();
                    name.to_owned()
                }
                None => format!("{group}/{name}"),
            };
            if RULES.rule(&id).is_none() {
                missing.push(id);
            }
        }
    }
    let tasks = [
        "function",
        "legislation",
        "decision",
        "enforcement",
        "emergency",
        "disputes",
        "supervision",
        "technology",
        "leadership",
        "ability",
    ];
    missing.extend(tasks.iter().map(|task| format!("outline/{task}")).filter(|id| RULES.rule(id).is_none()));
    assert!(missing.is_empty(), "rules of the catalogue that no pack holds: {missing:?}");
}
