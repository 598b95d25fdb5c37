//! A hit made a finding: original places, the message filled in, the legal basis of the year.

use crate::check::{Context, Hit, Milder};
use crate::finding::{Edit, Finding, Fix, Related, Severity};
use crate::norm::Norms;
use crate::rule::{FixSafety, Rule};
use crate::text::span::Span;

/// What a rule of this severity says of a hit.
pub(super) fn finding(norms: &Norms, cx: &Context<'_>, rule: &Rule, severity: Severity, hit: &Hit) -> Finding {
    let document = cx.document;
    let section = hit.section.or_else(|| document.section_at(hit.span.start));
    let heading = section.map(|id| cx.heading(id).to_owned());
    let value = |name: &str| match name {
        "match" => hit
            .values
            .iter()
            .find(|(key, _)| *key == "match")
            .map(|(_, value)| value.clone())
            .or_else(|| Some(hit.span.of(cx.text()).to_owned())),
        "section" => heading.clone().or_else(|| Some("全文".to_owned())),
        name => hit.values.iter().find(|(key, _)| *key == name).map(|(_, value)| value.clone()),
    };
    let year = document.identity.report_year.as_ref().map(|year| year.value);
    // An edit over markup would take the markup with it.
    let spares = |(span, _): &(Span, String)| !document.folded.skips_words(*span, &document.text);
    let all_spare = hit.edits.iter().all(spares);
    let edits: Vec<Edit> = hit
        .edits
        .iter()
        .filter(|_| all_spare)
        .map(|(span, text)| Edit { span: document.original(*span), replacement: text.clone() })
        .collect();
    let mut path = section.map(|id| document.path_to(id)).unwrap_or_default();
    // A hit on a heading is told by the headings around it and by itself.
    path.dedup();
    Finding {
        rule: rule.id.0.clone(),
        title: rule.title.clone(),
        severity: if hit.severity == Some(Milder::Note) { Severity::Note } else { severity },
        message: rule.message.fill(value),
        span: document.original(hit.span),
        section: path.into_iter().map(|id| trim(cx.heading(id))).collect(),
        count: hit.count,
        basis: rule.basis_text(norms, year),
        help: rule.help.as_ref().map(|help| help.fill(value)),
        related: hit
            .related
            .iter()
            .map(|(span, message)| Related { span: document.original(*span), message: message.clone() })
            .collect(),
        fix: (!edits.is_empty()).then(|| Fix { safe: rule.fix == Some(FixSafety::Safe), edits }),
    }
}

/// A heading for a path: cut to some characters.
fn trim(heading: &str) -> String {
    const MOST: usize = 40;
    let heading = heading.trim_end_matches(['。', '，', '：', '；']);
    match heading.char_indices().nth(MOST) {
        Some((at, _)) => format!("{}…", &heading[..at]),
        None => heading.to_owned(),
    }
}
