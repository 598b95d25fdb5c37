//! For other programs: one document, stable.

use serde::Serialize;

use super::Trial;
use crate::output::json;
use crate::rule::case::{Expected, Origin, Wanted};
use crate::verify::Verdict;
use crate::verify::coverage::Coverage;
use crate::verify::snapshot::Standing;

#[derive(Serialize)]
struct Wire<'a> {
    schema_version: u32,
    packs: &'a [String],
    cases: Vec<CaseWire<'a>>,
    snapshots: Vec<SnapshotWire<'a>>,
    coverage: Vec<CoverageWire<'a>>,
    summary: Summary,
}

#[derive(Serialize)]
struct CaseWire<'a> {
    pack: &'a str,
    rule: &'a str,
    name: &'a str,
    /// `bad`, `good` or `file`.
    origin: &'static str,
    number: Option<usize>,
    file: Option<&'a str>,
    line: Option<usize>,
    verdict: Verdict,
    todo: Option<&'a str>,
    /// `null`: at least one finding, whichever.
    expected: Option<Vec<FindingWire<'a>>>,
    actual: Vec<FindingWire<'a>>,
}

#[derive(Serialize)]
struct FindingWire<'a> {
    r#match: &'a str,
    message: Option<&'a str>,
    section: Option<&'a str>,
}

#[derive(Serialize)]
struct SnapshotWire<'a> {
    pack: &'a str,
    report: &'a str,
    file: &'a str,
    standing: Standing,
    difference: Vec<String>,
}

#[derive(Serialize)]
struct CoverageWire<'a> {
    pack: &'a str,
    #[serde(flatten)]
    coverage: &'a Coverage,
}

#[derive(Serialize)]
struct Summary {
    passed: bool,
    cases: usize,
    failing: usize,
    todo: usize,
    snapshots_differing: usize,
    rules: usize,
    rules_covered: usize,
}

/// The document.
pub fn json(trial: &Trial) -> String {
    let count = |wanted: &dyn Fn(Verdict) -> bool| trial.cases.iter().filter(|(_, t)| wanted(t.verdict)).count();
    let summary = Summary {
        passed: !trial.fails(),
        cases: trial.cases.len(),
        failing: count(&Verdict::fails),
        todo: count(&|verdict| matches!(verdict, Verdict::Todo | Verdict::TodoPasses)),
        snapshots_differing: trial.snapshots.iter().filter(|c| c.standing() != Standing::Same).count(),
        rules: trial.coverage.len(),
        rules_covered: trial.coverage.iter().filter(|(_, coverage)| coverage.is_full()).count(),
    };
    let wire = Wire {
        schema_version: 1,
        packs: &trial.packs,
        cases: trial.cases.iter().map(|(pack, tested)| case(pack, tested)).collect(),
        snapshots: trial
            .snapshots
            .iter()
            .map(|compared| SnapshotWire {
                pack: &compared.pack,
                report: &compared.report,
                file: &compared.file,
                standing: compared.standing(),
                difference: if compared.standing() == Standing::Same { Vec::new() } else { compared.difference() },
            })
            .collect(),
        coverage: trial.coverage.iter().map(|(pack, coverage)| CoverageWire { pack, coverage }).collect(),
        summary,
    };
    json::text(&wire) + "\n"
}

fn case<'a>(pack: &'a str, tested: &'a crate::verify::Tested) -> CaseWire<'a> {
    let case = &tested.case;
    let (origin, number, file, line) = match &case.origin {
        Origin::Bad(number) => ("bad", Some(*number), None, None),
        Origin::Good(number) => ("good", Some(*number), None, None),
        Origin::File { path, line } => ("file", None, Some(path.as_str()), Some(*line)),
    };
    CaseWire {
        pack,
        rule: &case.rule.0,
        name: &case.name,
        origin,
        number,
        file,
        line,
        verdict: tested.verdict,
        todo: case.todo.as_deref(),
        expected: match &case.wanted {
            Wanted::Some => None,
            Wanted::Exactly(expected) => Some(expected.iter().map(finding).collect()),
        },
        actual: tested.actual.iter().map(finding).collect(),
    }
}

fn finding(finding: &Expected) -> FindingWire<'_> {
    FindingWire { r#match: &finding.matched, message: finding.message.as_deref(), section: finding.section.as_deref() }
}
