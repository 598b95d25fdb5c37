//! One document on the page: its text in paragraphs, each with its findings.

use std::collections::HashMap;

use serde::Serialize;

use super::passage::{Mark, Piece, pieces};
use super::picture::{self, Part, Strip};
use super::{Answered, Count, answered, counts, name};
use crate::document::{Block, BlockKind, Document, SectionId};
use crate::finding::{Excused, Finding};
use crate::output::draw::Remark;
use crate::output::remarks::{excuse, remarks};
use crate::output::{Checked, Run, Tally, outline, verdicts, words, wrap};
use crate::text::span::Span;

/// What the template is given.
#[derive(Debug, Serialize)]
pub(super) struct Article {
    name: String,
    path: String,
    title: String,
    /// What the document was taken for.
    kind: String,
    counts: Vec<Count>,
    parts: Vec<Part>,
    strip: Strip,
    requirements: Vec<Answered>,
    tally: String,
    outline: Vec<Heading>,
    paragraphs: Vec<Paragraph>,
    excused: Vec<Told>,
    unjudged: Vec<Told>,
    is_clean: bool,
}

#[derive(Debug, Serialize)]
struct Heading {
    level: u8,
    text: String,
    roles: Vec<String>,
    characters: usize,
    to: String,
    /// Findings inside, sub-sections included.
    findings: usize,
    worst: &'static str,
}

#[derive(Debug, Serialize)]
struct Paragraph {
    name: String,
    /// `title`, `body`, `heading`, …
    kind: BlockKind,
    /// Depth of a heading, 0 for other text.
    level: u8,
    place: String,
    /// Names of the sections that begin here.
    sections: Vec<String>,
    pieces: Vec<Piece>,
    notes: Vec<Note>,
}

#[derive(Debug, Clone, Serialize)]
struct Note {
    name: String,
    /// Place of the words in the text.
    to: String,
    number: usize,
    severity: &'static str,
    word: &'static str,
    rule: String,
    title: String,
    message: String,
    place: String,
    remarks: Vec<Said>,
    related: Vec<Elsewhere>,
}

#[derive(Debug, Clone, Serialize)]
struct Said {
    name: &'static str,
    text: String,
}

#[derive(Debug, Clone, Serialize)]
struct Elsewhere {
    to: String,
    place: String,
    message: String,
}

/// What is told beside the findings.
#[derive(Debug, Serialize)]
struct Told {
    rule: String,
    place: String,
    text: String,
}

impl Article {
    pub(super) fn of(run: &Run<'_>, checked: &Checked<'_>) -> Self {
        let (document, outcome) = (checked.document, checked.outcome);
        let name = name(&document.path);
        let path = wrap::one_line(&document.path);
        let title = document.identity.title.as_ref().map(|title| wrap::one_line(&title.value));
        let told = |rule: &str, at: usize, text: String| Told {
            rule: rule.to_owned(),
            place: words::place(document, at),
            text: wrap::one_line(&text),
        };
        let unjudged = outcome.unjudged.iter();
        let unjudged = unjudged.map(|unjudged| told(&unjudged.rule, unjudged.span.start, unjudged.reason.clone()));
        let excused = outcome.excused.iter().map(|Excused { finding, by }| {
            told(&finding.rule, finding.span.start, format!("{}——{}", finding.message, excuse(by)))
        });
        Self {
            title: title.unwrap_or_else(|| path.clone()),
            path,
            kind: words::taken_for(&run.rules.reading, document),
            counts: counts(&Tally::of(outcome)),
            parts: picture::parts(run, checked),
            strip: Strip::of(checked),
            requirements: answered(checked, &name),
            tally: if outcome.verdicts.is_empty() { String::new() } else { verdicts::tally(&outcome.verdicts) },
            outline: outline::listed(document).map(|id| Heading::of(run, checked, id, &name)).collect(),
            paragraphs: paragraphs(checked, &name),
            excused: excused.collect(),
            unjudged: unjudged.collect(),
            is_clean: outcome.findings.is_empty(),
            name,
        }
    }
}

impl Heading {
    fn of(run: &Run<'_>, checked: &Checked<'_>, id: SectionId, name: &str) -> Self {
        let document = checked.document;
        let section = &document.sections[id];
        let span = document.original(section.span);
        let inside = || checked.outcome.findings.iter().filter(|finding| span.holds(finding.span.start));
        let heading = section.heading.of(document.folded_text());
        // A heading that says itself what it is need not be told twice.
        let told = |role: &str| if heading.contains(role) { "必备部分".to_owned() } else { role.to_owned() };
        Self {
            level: section.level,
            text: wrap::abridge(heading, 40),
            roles: section.roles.iter().map(|role| told(words::role(&run.rules.reading, role))).collect(),
            characters: outline::characters(document, id),
            to: format!("{name}-s{id}"),
            findings: inside().count(),
            worst: inside().map(|finding| finding.severity).min().map_or("", |severity| severity.name()),
        }
    }
}

fn paragraphs(checked: &Checked<'_>, name: &str) -> Vec<Paragraph> {
    let document = checked.document;
    let marks = marks(checked, name);
    let on_blocks = by_block(&document.blocks, &marks);
    let mut notes: HashMap<usize, Vec<Note>> = HashMap::new();
    for (at, finding) in checked.outcome.findings.iter().enumerate() {
        notes
            .entry(block_of(&document.blocks, finding.span.start))
            .or_default()
            .push(note(document, finding, at, name));
    }
    let headed = document.sections.iter().enumerate().filter(|(_, section)| section.own_line);
    let levels: HashMap<usize, u8> =
        headed.map(|(_, section)| (block_at_folded(document, section.heading.start), section.level)).collect();
    let mut begin: HashMap<usize, Vec<String>> = HashMap::new();
    for id in outline::listed(document) {
        let block = block_at_folded(document, document.sections[id].heading.start);
        begin.entry(block).or_default().push(format!("{name}-s{id}"));
    }
    let made = document.blocks.iter().enumerate().map(|(at, block)| Paragraph {
        name: format!("{name}-p{at}"),
        kind: block.kind,
        level: levels.get(&at).copied().filter(|_| block.kind == BlockKind::Heading).unwrap_or(0),
        place: words::place(document, block.span.start),
        sections: begin.remove(&at).unwrap_or_default(),
        pieces: pieces(document, block, &on_blocks[at], block.kind == BlockKind::TableRow),
        notes: notes.remove(&at).unwrap_or_default(),
    });
    made.collect()
}

/// Everything that is marked in the text, in order of its start.
fn marks(checked: &Checked<'_>, name: &str) -> Vec<Mark> {
    let mut marks = Vec::new();
    for (at, finding) in checked.outcome.findings.iter().enumerate() {
        let note = format!("{name}-n{at}");
        marks.push(Mark {
            span: finding.span,
            class: finding.severity.name(),
            id: format!("{name}-f{at}"),
            to: Some(note.clone()),
        });
        marks.extend(finding.related.iter().enumerate().map(|(nth, related)| Mark {
            span: related.span,
            class: "also",
            id: format!("{name}-f{at}-{nth}"),
            to: Some(note.clone()),
        }));
    }
    let shown = checked.outcome.verdicts.iter().enumerate();
    marks.extend(shown.filter_map(|(at, verdict)| {
        let span = verdict.evidence?;
        Some(Mark { span, class: "shown", id: format!("{name}-e{at}"), to: None })
    }));
    marks.sort_by_key(|mark| mark.span.start);
    marks
}

/// The marks that touch each block. A mark outside all blocks goes to the block that its note stands beside.
fn by_block<'a>(blocks: &[Block], marks: &'a [Mark]) -> Vec<Vec<&'a Mark>> {
    let mut on: Vec<Vec<&Mark>> = vec![Vec::new(); blocks.len()];
    for mark in marks {
        let first = block_of(blocks, mark.span.start);
        for (at, block) in blocks.iter().enumerate().skip(first) {
            if at > first && block.span.start >= mark.span.end {
                break;
            }
            on[at].push(mark);
        }
    }
    on
}

/// The block that holds an original offset, else the next one, else the last.
fn block_of(blocks: &[Block], original: usize) -> usize {
    let at = blocks.partition_point(|block| block.span.end <= original);
    // At the very end of a block, and not yet in the next.
    let ends_here = at.checked_sub(1).filter(|before| blocks[*before].span.end == original);
    match ends_here {
        Some(before) if blocks.get(at).is_none_or(|block| block.span.start > original) => before,
        _ => at.min(blocks.len().saturating_sub(1)),
    }
}

fn block_at_folded(document: &Document, folded: usize) -> usize {
    document.blocks.partition_point(|block| block.folded.end <= folded)
}

fn note(document: &Document, finding: &Finding, at: usize, name: &str) -> Note {
    let said = |Remark { name, text }| Said { name, text: wrap::one_line(&text) };
    let place = |span: Span| words::place(document, span.start);
    let related = finding.related.iter().enumerate().map(|(nth, related)| Elsewhere {
        to: format!("{name}-f{at}-{nth}"),
        place: place(related.span),
        message: wrap::one_line(&related.message),
    });
    Note {
        name: format!("{name}-n{at}"),
        to: format!("{name}-f{at}"),
        number: at + 1,
        severity: finding.severity.name(),
        word: finding.severity.title(),
        rule: finding.rule.clone(),
        title: wrap::one_line(&finding.title),
        message: wrap::one_line(&finding.message),
        place: place(finding.span),
        remarks: remarks(document, finding).into_iter().filter(|remark| remark.name != "位置").map(said).collect(),
        related: related.collect(),
    }
}
