//! Every finding on the three real reports, with what a reader judged of it.
//!
//! The reports are no part of the project and none of their words stand here: a finding is named by file, rule and line. One that
//! nobody has judged fails the test; one judged false has no place in the table, its rule is to be mended.

use std::fmt;
use std::fmt::Write as _;

use super::support::{check_bytes, real_reports, snapshots};

/// What a reader says of a finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Judgement {
    /// It is so, and a careful reviewer would say it too.
    True,
    /// It is so by the norm or by the rule's wording, and a reviewer could let it pass.
    Arguable,
}

use Judgement::{Arguable, True};

impl fmt::Display for Judgement {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            True => "true",
            Arguable => "arguable",
        })
    }
}

const HANGZHOU: &str = "hangzhou-2022.txt";
const LINAN: &str = "linan-2021.txt";
const RUIAN: &str = "ruian-2019.txt";

/// File, rule, line (1-based), judgement.
const JUDGED: &[(&str, &str, usize, Judgement)] = &[
    (HANGZHOU, "outline/not-cited", 1, True),
    (HANGZHOU, "release/web-residue", 2, True),
    (HANGZHOU, "punct/halfwidth", 4, True),
    (HANGZHOU, "term/conversion", 4, True),
    // Named documents in quotation marks, whose names hold numbers, and a count of aspects; but nothing that tells an effect.
    (HANGZHOU, "weak/no-evidence", 10, Arguable),
    // The State Council's word; the province's own usage wavers.
    (HANGZHOU, "term/review", 14, Arguable),
    (HANGZHOU, "data/rate", 20, True),
    (HANGZHOU, "weak/no-evidence", 22, True),
    (HANGZHOU, "duty/self-report", 32, True),
    (LINAN, "outline/emergency", 4, True),
    (LINAN, "struct/first-responsible-buried", 7, True),
    (LINAN, "punct/halfwidth", 10, True),
    (LINAN, "punct/enumeration", 13, True),
    (LINAN, "term/official-title", 27, True),
    (RUIAN, "release/web-residue", 2, True),
    (RUIAN, "punct/halfwidth", 4, True),
    // Many reports say 今年 for the year they report on, though they come out in the next.
    (RUIAN, "date/report-year", 14, Arguable),
    (RUIAN, "struct/causes", 32, True),
    (RUIAN, "punct/space", 34, True),
    // The section itself says nothing of it; the measures mention the system in passing.
    (RUIAN, "duty/self-report", 40, Arguable),
];

#[test]
fn every_finding_on_the_real_reports_has_been_judged() {
    let Some(folder) = real_reports("every_finding_on_the_real_reports_has_been_judged") else { return };
    let mut out = String::new();
    let mut unjudged = Vec::new();
    let mut unused: Vec<_> = JUDGED.to_vec();
    for file in [HANGZHOU, LINAN, RUIAN] {
        let bytes = std::fs::read(folder.join(file)).expect("the report is there");
        let checked = check_bytes(file, &bytes);
        let _ = writeln!(out, "{file}");
        for finding in &checked.outcome.findings {
            let line = checked.document.position(finding.span.start).line;
            let same =
                |(name, rule, at, _): &(&str, &str, usize, _)| *name == file && *rule == finding.rule && *at == line;
            let Some((.., judgement)) = JUDGED.iter().find(|judged| same(judged)) else {
                unjudged.push(format!("{file}:{line} {} {}", finding.rule, finding.message));
                continue;
            };
            unused.retain(|judged| !same(judged));
            let count = if finding.count > 1 { format!(" ×{}", finding.count) } else { String::new() };
            let _ = writeln!(out, "  {line} {}[{}]{count} {judgement}", finding.severity.name(), finding.rule);
        }
    }
    assert!(unjudged.is_empty(), "findings nobody has judged:\n{}", unjudged.join("\n"));
    assert!(unused.is_empty(), "judged, but not found any more: {unused:?}");
    snapshots().bind(|| insta::assert_snapshot!("real-findings", out));
}
