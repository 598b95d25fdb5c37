//! Every sample report has a reviewed snapshot of what is understood and found.

use std::fmt::Write as _;

use super::support::{Checked, check_bytes, files_below, root, snapshots};

/// What a snapshot shows: identity, findings with their words, verdicts.
fn told(checked: &Checked) -> String {
    let document = &checked.document;
    let identity = &document.identity;
    let mut out = String::new();
    let or = |value: Option<String>| value.unwrap_or_else(|| "-".to_owned());
    let _ = writeln!(
        out,
        "{:?} | {} | {} | {} | {} | {}",
        document.kind,
        or(identity.title.as_ref().map(|t| t.value.clone())),
        or(identity.issuer.as_ref().map(|i| i.value.clone())),
        or(identity.level.map(|level| format!("{level:?}"))),
        or(identity.report_year.as_ref().map(|y| y.value.to_string())),
        or(identity.published.as_ref().map(|d| d.value.to_string())),
    );
    let line = |offset: usize| document.position(offset);
    for finding in &checked.outcome.findings {
        let at = line(finding.span.start);
        let matched: String = finding.span.of(&document.text).chars().take(40).collect();
        let _ = writeln!(
            out,
            "{}:{} {}[{}] {}",
            at.line,
            at.column,
            finding.severity.name(),
            finding.rule,
            finding.message
        );
        let _ = writeln!(out, "    「{}」", matched.replace(['\r', '\n'], "⏎"));
        for related in &finding.related {
            let _ = writeln!(out, "    + {} {}", line(related.span.start).line, related.message);
        }
    }
    for verdict in &checked.outcome.verdicts {
        let shown = verdict.evidence.map(|span| line(span.start).line.to_string());
        let _ = writeln!(out, "= {:?} {} {}", verdict.answer, verdict.requirement, or(shown));
    }
    for unjudged in &checked.outcome.unjudged {
        let _ = writeln!(out, "? {} {}", unjudged.rule, unjudged.reason);
    }
    out
}

fn samples() -> Vec<(String, Vec<u8>)> {
    let paths = files_below("reports").into_iter().filter(|path| !path.ends_with("README.md"));
    paths
        .map(|path| {
            let name = path
                .strip_prefix(root().join("reports"))
                .expect("it lies below")
                .display()
                .to_string()
                .replace('\\', "/");
            (name, std::fs::read(&path).expect("samples can be read"))
        })
        .collect()
}

#[test]
fn findings_of_every_sample_are_as_reviewed() {
    let samples = samples();
    assert!(samples.len() >= 10, "samples are missing");
    snapshots().bind(|| {
        for (name, bytes) in samples {
            let checked = check_bytes(&name, &bytes);
            insta::assert_snapshot!(format!("sample-{}", name.replace(['/', '.'], "-")), told(&checked));
        }
    });
}

#[test]
fn good_samples_have_neither_errors_nor_warnings() {
    let mut alarms = Vec::new();
    for (name, bytes) in samples().into_iter().filter(|(name, _)| name.starts_with("good/")) {
        let checked = check_bytes(&name, &bytes);
        let grave = checked.outcome.findings.iter().filter(|f| f.severity != gangyao::finding::Severity::Note);
        alarms.extend(
            grave.map(|f| format!("{name}:{} {} {}", checked.document.position(f.span.start).line, f.rule, f.message)),
        );
    }
    assert!(alarms.is_empty(), "{}", alarms.join("\n"));
}
