//! SARIF 2.1.0, the interchange format of static analysis: one log with one run, its results written as they come.
//!
//! Columns are 1-based and count UTF-16 units, as `columnKind` says. All rules that were asked are listed, whether they found something or
//! not. A finding that is waived or in the baseline is a suppressed result. What a rule could not judge is a result of kind `open`, so that it does not pass for checked; inputs that could not be read are
//! notifications of the invocation, which then was not successful.

mod place;
mod wire;

use std::collections::HashMap;

use self::place::{region, uri, whole};
use self::wire::{
    ArtifactChange, ArtifactLocation, Configuration, Driver, Fix, Insertion, Invocation, Location, LogicalLocation,
    Message, Notification, PhysicalLocation, Properties, Replacement, Result, Rule, Suppression,
};
use super::remarks::excuse;
use super::{Asked, Checked, Close, Format, Run, json};
use crate::document::{Document, Places};
use crate::finding::{self, Answer, Excuse, Finding};

/// The format.
pub struct Sarif;

const SCHEMA: &str = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

impl Format for Sarif {
    fn begin(&self, run: &Run<'_>) -> String {
        let driver = Driver {
            name: env!("CARGO_PKG_NAME"),
            full_name: "gangyao 纲要",
            semantic_version: env!("CARGO_PKG_VERSION"),
            language: "zh-CN",
            rules: run.asked.iter().map(descriptor).collect(),
        };
        format!(
            "{{\"$schema\":\"{SCHEMA}\",\"version\":\"2.1.0\",\"runs\":[{{\"tool\":{{\"driver\":{}}},\
             \"language\":\"zh-CN\",\"columnKind\":\"utf16CodeUnits\",\"results\":[\n",
            json::text(&driver)
        )
    }

    fn file(&self, run: &Run<'_>, checked: &Checked<'_>) -> String {
        let indexes: HashMap<&str, usize> =
            run.asked.iter().enumerate().map(|(at, asked)| (asked.rule.id.0.as_str(), at)).collect();
        let document = checked.document;
        let mut alike: HashMap<String, usize> = HashMap::new();
        let mut results = Vec::new();
        let outcome = checked.outcome;
        let excused = outcome.excused.iter().map(|excused| (&excused.finding, Some(&excused.by)));
        for (finding, excuse) in outcome.findings.iter().map(|finding| (finding, None)).chain(excused) {
            let same = finding.fingerprint(document);
            let nth = alike.entry(same.clone()).and_modify(|nth| *nth += 1).or_insert(1);
            let fingerprint = format!("{same}:{nth}");
            let mut result = result(document, finding, fingerprint, indexes.get(finding.rule.as_str()));
            result.suppressions = excuse.into_iter().map(suppression).collect();
            results.push(json::text(&result));
        }
        results.extend(open(checked, &indexes));
        results.join(self.between())
    }

    fn between(&self) -> &'static str {
        ",\n"
    }

    fn end(&self, _run: &Run<'_>, close: &Close<'_>) -> String {
        let notifications = close.unread.iter().map(|unread| Notification {
            level: "error",
            message: Message { text: format!("未能检查：{}", unread.error) },
            locations: vec![Location {
                physical_location: PhysicalLocation {
                    artifact_location: ArtifactLocation::of(&unread.path),
                    region: None,
                },
                ..Location::default()
            }],
        });
        let notifications: Vec<Notification> = notifications.collect();
        let invocation =
            Invocation { execution_successful: notifications.is_empty(), tool_execution_notifications: notifications };
        format!("\n],\"invocations\":[{}]}}]}}\n", json::text(&invocation))
    }
}

fn descriptor<'a>(asked: &Asked<'a>) -> Rule<'a> {
    let rule = asked.rule;
    // Each document fills in its own.
    let blank = |_: &str| Some("……".to_owned());
    let basis = rule.basis_text(&asked.set.norms, None).join("；");
    let help = rule.help.as_ref().map(|help| format!("怎么改：{}\n", help.fill(blank)));
    Rule {
        id: &rule.id.0,
        short_description: Message { text: rule.title.clone() },
        full_description: rule.requirement.as_ref().map(|text| Message { text: text.clone() }),
        help: Message { text: format!("{}依据：{basis}", help.unwrap_or_default()) },
        default_configuration: Configuration { level: rule.severity.name() },
        properties: Properties { tags: vec![&asked.pack().name, rule.id.group()] },
    }
}

fn result<'a>(document: &Document, finding: &'a Finding, fingerprint: String, index: Option<&usize>) -> Result<'a> {
    let artifact = || ArtifactLocation::of(&document.path);
    let location = |span, message: Option<&str>| Location {
        physical_location: PhysicalLocation { artifact_location: artifact(), region: Some(region(document, span)) },
        logical_locations: Vec::new(),
        message: message.map(|text| Message { text: text.to_owned() }),
    };
    let mut place = location(finding.span, None);
    if let Some(innermost) = finding.section.last() {
        let full = finding.section.join(" › ");
        place.logical_locations = vec![LogicalLocation { name: innermost.clone(), fully_qualified_name: full }];
    }
    let times = if finding.count > 1 { format!("（共 {} 处）", finding.count) } else { String::new() };
    // Edits speak of the file itself only where the text is the file.
    let fix = finding.fix.as_ref().filter(|_| document.places == Places::Lines);
    Result {
        rule_id: &finding.rule,
        rule_index: index.copied(),
        kind: "fail",
        level: finding.severity.name(),
        message: Message { text: format!("{}{times}", finding.message) },
        locations: vec![place],
        related_locations: finding.related.iter().map(|other| location(other.span, Some(&other.message))).collect(),
        partial_fingerprints: Some(
            [("gangyao/v1", fingerprint.clone()), ("primaryLocationLineHash", fingerprint)].into(),
        ),
        fixes: fix.into_iter().map(|fix| self::fix(document, finding, fix)).collect(),
        suppressions: Vec::new(),
    }
}

fn suppression(by: &Excuse) -> Suppression {
    Suppression { kind: "external", status: "accepted", justification: excuse(by) }
}

fn fix(document: &Document, finding: &Finding, fix: &finding::Fix) -> Fix {
    let caution = if fix.safe { "" } else { "（改后请核对）" };
    let replacements = fix.edits.iter().map(|edit| Replacement {
        deleted_region: place::bare(document, edit.span),
        inserted_content: Insertion { text: edit.replacement.clone() },
    });
    Fix {
        description: Message { text: format!("{}{caution}", finding.title) },
        artifact_changes: vec![ArtifactChange {
            artifact_location: ArtifactLocation::of(&document.path),
            replacements: replacements.collect(),
        }],
    }
}

/// What could not be judged: places, and requirements without a place.
fn open(checked: &Checked<'_>, indexes: &HashMap<&str, usize>) -> Vec<String> {
    let (document, outcome) = (checked.document, checked.outcome);
    let placed = |rule: &str| outcome.unjudged.iter().any(|unjudged| unjudged.rule == rule);
    let unjudged = outcome.unjudged.iter();
    let places = unjudged.map(|unjudged| (&unjudged.rule, region(document, unjudged.span), unjudged.reason.clone()));
    let verdicts = outcome.verdicts.iter().filter(|verdict| verdict.answer == Answer::CouldNotCheck);
    let verdicts = verdicts.filter(|verdict| !placed(&verdict.requirement));
    let verdicts = verdicts.map(|verdict| (&verdict.requirement, whole(), verdict.reason.clone().unwrap_or_default()));
    let results = places.chain(verdicts).map(|(rule, region, reason)| {
        json::text(&Result {
            rule_id: rule,
            rule_index: indexes.get(rule.as_str()).copied(),
            kind: "open",
            level: "none",
            message: Message { text: format!("未能判断：{reason}") },
            locations: vec![Location {
                physical_location: PhysicalLocation {
                    artifact_location: ArtifactLocation::of(&document.path),
                    region: Some(region),
                },
                ..Location::default()
            }],
            related_locations: Vec::new(),
            partial_fingerprints: None,
            fixes: Vec::new(),
            suppressions: Vec::new(),
        })
    });
    results.collect()
}

impl ArtifactLocation {
    fn of(path: &str) -> Self {
        Self { uri: uri(path) }
    }
}
