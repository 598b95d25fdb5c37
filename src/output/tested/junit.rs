//! For continuous integration: a suite for each pack, in it every case, every snapshot and every rule's coverage.

use std::fmt::Write as _;

use super::{Trial, place};
use crate::output::xml::escaped;
use crate::rule::case::{Expected, Wanted};
use crate::verify::snapshot::Standing;
use crate::verify::{Tested, Verdict};

/// The document.
pub fn junit(trial: &Trial) -> String {
    let mut out = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"gangyao test\">\n");
    for pack in &trial.packs {
        let cases: Vec<Entry> =
            trial.cases.iter().filter(|(of, _)| of == pack).map(|(_, tested)| case(tested)).collect();
        let snapshots = trial.snapshots_of(pack).map(|compared| {
            let standing = compared.standing();
            let told = format!("{}\n{}", standing.title(), compared.difference().join("\n"));
            let outcome = if standing == Standing::Same { Outcome::Passed } else { Outcome::Failed(told) };
            Entry { class: format!("{pack}.snapshots"), name: compared.report.clone(), outcome }
        });
        let coverage = trial.coverage.iter().filter(|(of, _)| of == pack).map(|(_, coverage)| {
            let outcome = if coverage.is_full() { Outcome::Passed } else { Outcome::Failed(coverage.lacking()) };
            Entry { class: format!("{pack}.coverage"), name: coverage.rule.clone(), outcome }
        });
        let entries: Vec<Entry> = cases.into_iter().chain(snapshots).chain(coverage).collect();
        suite(pack, &entries, &mut out);
    }
    out + "</testsuites>\n"
}

struct Entry {
    class: String,
    name: String,
    outcome: Outcome,
}

enum Outcome {
    Passed,
    Failed(String),
    Skipped(String),
}

fn case(tested: &Tested) -> Entry {
    let case = &tested.case;
    let outcome = match tested.verdict {
        Verdict::Todo | Verdict::TodoPasses => Outcome::Skipped(case.todo.clone().unwrap_or_default()),
        Verdict::Pass => Outcome::Passed,
        Verdict::Missing | Verdict::Noisy | Verdict::Wrong => {
            let listed = |findings: &[Expected]| {
                let words: Vec<String> = findings.iter().map(|finding| format!("“{}”", finding.matched)).collect();
                if words.is_empty() { "不报告".to_owned() } else { words.join("、") }
            };
            let wanted = match &case.wanted {
                Wanted::Some => "至少报告一处".to_owned(),
                Wanted::Exactly(expected) => listed(expected),
            };
            Outcome::Failed(format!("{}：应当{wanted}，实际{}", tested.verdict.title(), listed(&tested.actual)))
        }
    };
    Entry { class: case.rule.0.replace('/', "."), name: format!("{} {}", place(&case.origin), case.name), outcome }
}

fn suite(pack: &str, entries: &[Entry], out: &mut String) {
    let failed = entries.iter().filter(|entry| matches!(entry.outcome, Outcome::Failed(_))).count();
    let skipped = entries.iter().filter(|entry| matches!(entry.outcome, Outcome::Skipped(_))).count();
    let _ = writeln!(
        out,
        "  <testsuite name=\"{}\" tests=\"{}\" failures=\"{failed}\" errors=\"0\" skipped=\"{skipped}\">",
        escaped(pack),
        entries.len()
    );
    for entry in entries {
        let open = format!("    <testcase classname=\"{}\" name=\"{}\"", escaped(&entry.class), escaped(&entry.name));
        let _ = match &entry.outcome {
            Outcome::Passed => writeln!(out, "{open}/>"),
            Outcome::Skipped(why) => writeln!(out, "{open}><skipped message=\"{}\"/></testcase>", escaped(why)),
            Outcome::Failed(why) => {
                let first = why.lines().next().unwrap_or_default();
                writeln!(out, "{open}><failure message=\"{}\">{}</failure></testcase>", escaped(first), escaped(why))
            }
        };
    }
    out.push_str("  </testsuite>\n");
}
