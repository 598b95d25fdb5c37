//! Numbers of the summary pictures; the templates draw them as inline SVG.

use std::collections::BTreeSet;

use serde::Serialize;

use super::Count;
use crate::document::{DocumentType, Role, SectionId};
use crate::output::{Checked, Run, outline, words, wrap};

/// Width of every picture in its own units.
const WIDTH: f64 = 1000.0;

/// A stretch of a bar.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Bar {
    class: &'static str,
    x: f64,
    width: f64,
}

/// Findings by severity on one bar, as shares of all.
pub(super) fn severities(counts: &[Count]) -> Vec<Bar> {
    let all: usize = counts.iter().map(|count| count.count).sum();
    let mut x = 0.0;
    let bars = counts.iter().filter(|count| count.count > 0).map(|count| {
        let width = share(count.count, all);
        let bar = Bar { class: count.severity, x, width };
        x = round(x + width);
        bar
    });
    bars.collect()
}

/// A first-level section, or a required part that is not there.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Part {
    heading: String,
    /// What it is, where its heading does not say so itself.
    roles: Vec<String>,
    characters: usize,
    /// Length of its bar; the longest part fills the width.
    width: f64,
    is_missing: bool,
}

/// The first-level sections with their sizes, and after them the required parts that no section is.
pub(super) fn parts(run: &Run<'_>, checked: &Checked<'_>) -> Vec<Part> {
    let document = checked.document;
    let top: Vec<_> = outline::listed(document).filter(|id| document.sections[*id].parent.is_none()).collect();
    let sizes: Vec<usize> = top.iter().map(|id| outline::characters(document, *id)).collect();
    let longest = sizes.iter().copied().max().unwrap_or(0);
    let role = |role: &Role| words::role(&run.rules.reading, role).to_owned();
    let heading = |id: SectionId| document.sections[id].heading.of(document.folded_text());
    let there = top.iter().zip(&sizes).map(|(id, size)| Part {
        heading: wrap::abridge(heading(*id), 30),
        roles: document.sections[*id].roles.iter().map(role).filter(|role| !heading(*id).contains(role)).collect(),
        characters: *size,
        width: share(*size, longest),
        is_missing: false,
    });
    let mut parts: Vec<Part> = there.collect();
    let DocumentType::Genre(genre) = &document.kind else { return parts };
    let filled: BTreeSet<&Role> = document.sections.iter().flat_map(|section| &section.roles).collect();
    let required = run.rules.reading.genres.iter().filter(|known| known.name == *genre).flat_map(|known| &known.roles);
    parts.extend(required.filter(|spec| !filled.contains(&spec.role)).map(|spec| Part {
        heading: spec.title.clone(),
        roles: Vec::new(),
        characters: 0,
        width: 0.0,
        is_missing: true,
    }));
    parts
}

/// Where in the text the findings are, from left to right.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Strip {
    /// Where first-level sections begin.
    borders: Vec<f64>,
    ticks: Vec<Bar>,
}

impl Strip {
    pub(super) fn of(checked: &Checked<'_>) -> Self {
        let document = checked.document;
        let length = document.text.len();
        let at = |original: usize| share(original, length);
        let top = document.sections.iter().filter(|section| section.parent.is_none() && section.own_line);
        let ticks = checked.outcome.findings.iter().map(|finding| Bar {
            class: finding.severity.name(),
            x: at(finding.span.start).min(WIDTH - 3.0),
            width: 3.0,
        });
        Self {
            borders: top.map(|section| at(document.original(section.heading).start)).collect(),
            ticks: ticks.collect(),
        }
    }
}

fn share(part: usize, of: usize) -> f64 {
    match of {
        0 => 0.0,
        _ => round(part as f64 / of as f64 * WIDTH),
    }
}

/// To a tenth of a unit.
fn round(number: f64) -> f64 {
    (number * 10.0).round() / 10.0
}
