//! JUnit's XML: each file a suite, each requirement and each other rule with findings a test.
//!
//! A test fails by errors and warnings; notes are its output. Requirements that were not asked of the document are skipped, those
//! that could not be judged and files that could not be read are errors. Sums over all files are left out, as readers take them from the
//! suites.

use std::collections::BTreeMap;

use super::remarks::excuse;
use super::xml::escaped;
use super::{Checked, Close, Format, Run, words};
use crate::document::Document;
use crate::finding::{Answer, Excuse, Excused, Finding, Severity, Verdict};

/// The format.
pub struct Junit;

impl Format for Junit {
    fn begin(&self, _run: &Run<'_>) -> String {
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"gangyao\">\n".to_owned()
    }

    fn file(&self, _run: &Run<'_>, checked: &Checked<'_>) -> String {
        suite(&checked.document.path, &cases(checked))
    }

    fn end(&self, _run: &Run<'_>, close: &Close<'_>) -> String {
        let unread = close.unread.iter().map(|unread| {
            let case = Case {
                id: "unread",
                title: "能否检查",
                ended: Ended::Error(unread.error.clone()),
                output: String::new(),
            };
            suite(&unread.path, &[case])
        });
        unread.collect::<String>() + "</testsuites>\n"
    }
}

/// One test.
struct Case<'a> {
    /// Rule id.
    id: &'a str,
    title: &'a str,
    ended: Ended,
    /// What is told though it is no failure.
    output: String,
}

/// How a test ended.
enum Ended {
    Passed,
    Skipped(String),
    /// Could not be judged.
    Error(String),
    Failed {
        severity: Severity,
        message: String,
        /// All findings.
        text: String,
    },
}

fn cases<'a>(checked: &Checked<'a>) -> Vec<Case<'a>> {
    let (document, outcome) = (checked.document, checked.outcome);
    let mut by_rule: BTreeMap<&str, Vec<&Finding>> = BTreeMap::new();
    for finding in &outcome.findings {
        by_rule.entry(&finding.rule).or_default().push(finding);
    }
    let mut cases = Vec::new();
    for verdict in &outcome.verdicts {
        let findings = by_rule.remove(verdict.requirement.as_str()).unwrap_or_default();
        let mut case = case(document, &verdict.requirement, &verdict.title, &findings);
        if matches!(case.ended, Ended::Passed) {
            let known =
                |excused: &Excused| excused.finding.rule == verdict.requirement && excused.by == Excuse::Baseline;
            case.ended = match outcome.excused.iter().any(known) {
                true => Ended::Skipped(excuse(&Excuse::Baseline)),
                false => answered(verdict),
            };
        }
        cases.push(case);
    }
    for unjudged in &outcome.unjudged {
        if !cases.iter().any(|case| case.id == unjudged.rule) && !by_rule.contains_key(unjudged.rule.as_str()) {
            let reason = format!("{}：{}", words::place(document, unjudged.span.start), unjudged.reason);
            cases.push(Case {
                id: &unjudged.rule,
                title: "未能判断",
                ended: Ended::Skipped(reason),
                output: String::new(),
            });
        }
    }
    if cases.is_empty() && by_rule.is_empty() {
        // A suite without tests would look as if nothing had been checked.
        cases.push(Case { id: "clean", title: "没有发现问题", ended: Ended::Passed, output: String::new() });
    }
    cases.extend(by_rule.iter().map(|(rule, findings)| case(document, rule, &findings[0].title, findings)));
    cases
}

fn answered(verdict: &Verdict) -> Ended {
    let reason = verdict.reason.clone().unwrap_or_default();
    match verdict.answer {
        Answer::Present | Answer::Weak => Ended::Passed,
        Answer::NotApplicable | Answer::Waived => {
            Ended::Skipped(format!("{}：{reason}", words::answer(verdict.answer)))
        }
        Answer::CouldNotCheck => Ended::Error(format!("{}：{reason}", words::answer(verdict.answer))),
        Answer::Missing => {
            Ended::Failed { severity: Severity::Error, message: words::answer(verdict.answer).into(), text: reason }
        }
    }
}

fn case<'a>(document: &Document, id: &'a str, title: &'a str, findings: &[&Finding]) -> Case<'a> {
    let told = |findings: &[&Finding]| {
        let lines = findings.iter().map(|finding| {
            let place = document.position(finding.span.start);
            format!("{}:{}:{}: {}\n", document.path, place.line, place.column, finding.message)
        });
        lines.collect::<String>()
    };
    let (notes, failures): (Vec<&Finding>, Vec<&Finding>) =
        findings.iter().partition(|finding| finding.severity == Severity::Note);
    let worst = failures.iter().min_by_key(|finding| finding.severity);
    let ended = match worst {
        None => Ended::Passed,
        Some(worst) => {
            Ended::Failed { severity: worst.severity, message: worst.message.clone(), text: told(&failures) }
        }
    };
    Case { id, title, ended, output: told(&notes) }
}

fn suite(path: &str, cases: &[Case<'_>]) -> String {
    let count = |is: fn(&Ended) -> bool| cases.iter().filter(|case| is(&case.ended)).count();
    let path = escaped(path);
    let mut out = format!(
        "<testsuite name=\"{path}\" tests=\"{}\" failures=\"{}\" errors=\"{}\" skipped=\"{}\">\n",
        cases.len(),
        count(|ended| matches!(ended, Ended::Failed { .. })),
        count(|ended| matches!(ended, Ended::Error(_))),
        count(|ended| matches!(ended, Ended::Skipped(_))),
    );
    for case in cases {
        out += &format!(
            "<testcase name=\"{}（{}）\" classname=\"{path}\" file=\"{path}\"",
            escaped(case.title),
            escaped(case.id)
        );
        let inside = inside(case);
        out += &if inside.is_empty() { "/>\n".to_owned() } else { format!(">\n{inside}</testcase>\n") };
    }
    out + "</testsuite>\n"
}

fn inside(case: &Case<'_>) -> String {
    let mut out = match &case.ended {
        Ended::Passed => String::new(),
        Ended::Skipped(reason) => format!("<skipped message=\"{}\"/>\n", escaped(reason)),
        Ended::Error(reason) => format!("<error message=\"{}\" type=\"could_not_check\"/>\n", escaped(reason)),
        Ended::Failed { severity, message, text } => {
            let (message, text) = (escaped(message), escaped(text));
            format!("<failure message=\"{message}\" type=\"{}\">{text}</failure>\n", severity.name())
        }
    };
    if !case.output.is_empty() {
        out += &format!("<system-out>{}</system-out>\n", escaped(&case.output));
    }
    out
}
