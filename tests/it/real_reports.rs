//! Three real reports with hand labels: every label holds.

use std::collections::BTreeMap;
use std::path::Path;

use gangyao::finding::Severity;
use serde::Deserialize;

use super::support::{Checked, check_bytes, real_reports};

#[derive(Deserialize)]
struct Labels {
    report_year: u16,
    issuer: String,
    published: Option<String>,
    /// Line of a level-1 heading -> its roles.
    roles: BTreeMap<usize, Vec<String>>,
    /// Rule id, and the line or null.
    must: Vec<(String, Option<usize>)>,
    /// A rule id, or a group with a slash: an error or warning of it would be a false alarm.
    must_not: Vec<String>,
}

fn labelled(folder: &Path) -> Vec<(String, Labels)> {
    let text = std::fs::read_to_string(folder.join("expect.json")).expect("the labels are there");
    let all: BTreeMap<String, serde_json::Value> = serde_json::from_str(&text).expect("the labels are JSON");
    let files = all.into_iter().filter(|(name, _)| name.ends_with(".txt"));
    files.map(|(name, value)| (name, serde_json::from_value(value).expect("a label has the known form"))).collect()
}

fn line_of(checked: &Checked, original: usize) -> usize {
    checked.document.position(original).line
}

fn broken_labels(checked: &Checked, labels: &Labels) -> Vec<String> {
    let mut broken = Vec::new();
    let document = &checked.document;
    let identity = &document.identity;
    let mut expect = |what: &str, is: String, should: String| {
        if is != should {
            broken.push(format!("{what}: {is}, should be {should}"));
        }
    };
    expect(
        "year",
        format!("{:?}", identity.report_year.as_ref().map(|y| y.value)),
        format!("{:?}", Some(labels.report_year)),
    );
    expect(
        "issuer",
        format!("{:?}", identity.issuer.as_ref().map(|i| i.value.as_str())),
        format!("{:?}", Some(&labels.issuer)),
    );
    expect(
        "published",
        format!("{:?}", identity.published.as_ref().map(|d| d.value.to_string())),
        format!("{:?}", labels.published),
    );
    let roles: BTreeMap<usize, Vec<String>> = document
        .sections
        .iter()
        .filter(|section| section.level == 1)
        .map(|section| {
            (
                line_of(checked, document.original(section.heading).start),
                section.roles.iter().map(ToString::to_string).collect(),
            )
        })
        .collect();
    expect("roles", format!("{roles:?}"), format!("{:?}", labels.roles));
    let findings = &checked.outcome.findings;
    for (rule, line) in &labels.must {
        let found =
            findings.iter().any(|f| f.rule == *rule && line.is_none_or(|line| line_of(checked, f.span.start) == line));
        if !found {
            broken.push(format!("{rule} must be found at line {line:?}"));
        }
    }
    for barred in &labels.must_not {
        let alarm = |f: &&gangyao::finding::Finding| {
            f.severity != Severity::Note
                && (f.rule == *barred || (barred.ends_with('/') && f.rule.starts_with(barred.as_str())))
        };
        broken.extend(
            findings
                .iter()
                .filter(alarm)
                .map(|f| format!("false alarm {} line {}: {}", f.rule, line_of(checked, f.span.start), f.message)),
        );
    }
    broken
}

#[test]
fn every_label_of_the_real_reports_holds() {
    let Some(folder) = real_reports("every_label_of_the_real_reports_holds") else { return };
    let mut broken = Vec::new();
    for (name, labels) in labelled(&folder) {
        let bytes = std::fs::read(folder.join(&name)).expect("the labelled report is there");
        let checked = check_bytes(&name, &bytes);
        broken.extend(broken_labels(&checked, &labels).into_iter().map(|what| format!("{name}: {what}")));
    }
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}
