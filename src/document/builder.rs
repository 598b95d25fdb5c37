//! From a reader's [`Draft`] to a [`Document`]: folding, telling what each block is, outline, roles, identity.
//!
//! Total: any draft gives a document, if an empty one. Each step only adds to what the steps before it found.

use super::genre::{Genre, Reading};
use super::identity::{self, Sources};
use super::page::{self, Line};
use super::{
    Block, BlockKind, Document, DocumentType, Draft, DraftBlock, Found, Hint, Role, RoleBy, Section, outline, role,
    title,
};
use crate::text::fold::{Folded, Folder, Run, is_blank};
use crate::text::pattern_set::PatternSet;
use crate::text::span::{LineIndex, Span};

/// Understands a draft. `path` is the name the user knows it by.
pub fn build(draft: Draft, path: &str, reading: &Reading) -> Document {
    let (folded, hints) = fold(&draft);
    let understood = understand(&folded, &hints, reading);
    let block = |(hinted, kind): (&Hinted, BlockKind)| Block {
        kind,
        span: folded.original(hinted.folded),
        folded: hinted.folded,
        outside_by_format: hinted.hint == Hint::Furniture || draft.is_site_page && !kind.is_report_text(),
    };
    let blocks: Vec<Block> = hints.iter().zip(understood.kinds).map(block).collect();
    let body = body(&blocks);
    Document {
        path: path.to_owned(),
        lines: LineIndex::new(&draft.text),
        text: draft.text,
        places: draft.places,
        traces: draft.traces,
        gaps: draft.gaps,
        apart: draft.apart,
        folded,
        blocks,
        sections: understood.sections,
        kind: understood.kind,
        identity: understood.identity,
        body,
    }
}

/// A folded block with what the format said of it.
struct Hinted {
    folded: Span,
    hint: Hint,
}

/// Folds all blocks that are not blank, one line each.
fn fold(draft: &Draft) -> (Folded, Vec<Hinted>) {
    let mut folder = Folder::for_bytes(draft.text.len());
    let mut hints = Vec::with_capacity(draft.blocks.len());
    let mut runs = Vec::new();
    for block in &draft.blocks {
        runs.clear();
        runs.extend(runs_of(block, &draft.text));
        if runs.iter().all(|run| run.text.chars().all(is_blank)) {
            continue;
        }
        hints.push(Hinted { folded: folder.block(&runs), hint: block.hint });
    }
    (folder.finish(), hints)
}

/// The runs of a block; a run that does not lie on characters of the text is left out.
fn runs_of<'a>(block: &'a DraftBlock, text: &'a str) -> impl Iterator<Item = Run<'a>> {
    let run = move |run: &'a super::DraftRun| {
        let original = text.get(run.span.start..run.span.end)?;
        Some(Run { text: run.decoded.as_deref().unwrap_or(original), span: run.span })
    };
    block.runs.iter().filter_map(run)
}

struct Understood {
    kinds: Vec<BlockKind>,
    sections: Vec<Section>,
    kind: DocumentType,
    identity: super::Identity,
}

fn understand(folded: &Folded, hints: &[Hinted], reading: &Reading) -> Understood {
    let text = folded.text();
    let mut lines: Vec<Line<'_>> =
        hints.iter().map(|hinted| Line::new(hinted.folded.of(text), hinted.folded, hinted.hint)).collect();
    page::mark_furniture(&mut lines, reading);
    let mut titled = title::find(&lines, reading);
    page::settle_head(&mut lines, titled.lines.as_ref(), reading);
    let from = titled.lines.as_ref().map_or(0, |lines| lines.end);
    page::settle_foot(&mut lines, from, reading);

    let mut found_title = titled.lines.clone().and_then(|range| title::joined(&lines[range]));
    if titled.kind == DocumentType::Other
        && let Some((labelled, genre)) = title::labelled(&lines, reading)
    {
        found_title = Some(labelled);
        titled.kind = DocumentType::Genre(genre);
    }
    let mut sections = outline::sections(&lines, folded.landmarks(), &reading.genres);
    settle_kinds(&mut lines, &sections);

    let sources = Sources { text, lines: &lines, reading };
    let mut kind = titled.kind;
    let genre = genre_of(&kind, reading).or_else(|| by_structure(sources, &mut sections, &kind, found_title.as_ref()));
    if let (Some(genre), DocumentType::Other) = (genre, &kind) {
        kind = DocumentType::Genre(genre.name.clone());
        // The line taken for a title is none of this type.
        found_title = None;
    }
    let mut identity = identity::identity(sources, found_title);
    match genre {
        Some(genre) => {
            role::by_heading(&mut sections, text, genre);
            identity::settle_year(&mut identity, sources, &sections, Some(genre));
            if let Some(year) = &identity.report_year {
                role::by_year(&mut sections, text, genre, year.value);
            }
            role::by_position(&mut sections, text, genre);
            role::nested(&mut sections, text, genre);
        }
        None => identity::settle_year(&mut identity, sources, &sections, None),
    }
    let kinds = lines.iter().map(|line| line.kind.unwrap_or(BlockKind::Body)).collect();
    Understood { kinds, sections, kind, identity }
}

fn genre_of<'a>(kind: &DocumentType, reading: &'a Reading) -> Option<&'a Genre> {
    match kind {
        DocumentType::Genre(name) => reading.genres.iter().find(|genre| genre.name == *name),
        _ => None,
    }
}

/// The genre of a document without its title: an opening that says so; headings of two required parts and the subject in its
/// opening or headings; or the subject in both and an opening that announces a report.
/// A title on another subject speaks against it.
fn by_structure<'a>(
    sources: Sources<'a>,
    sections: &mut [Section],
    kind: &DocumentType,
    title: Option<&Found<String>>,
) -> Option<&'a Genre> {
    if *kind != DocumentType::Other {
        return None;
    }
    sources.reading.genres.iter().find(|genre| {
        if title.is_some_and(|title| !genre.subject.is_match(&title.value)) {
            return false;
        }
        role::by_heading(sections, sources.text, genre);
        let mut roles: Vec<Role> = sections.iter().flat_map(|section| section.roles.iter().cloned()).collect();
        roles.sort_unstable();
        roles.dedup();
        for section in sections.iter_mut() {
            section.roles.clear();
            section.role_by = RoleBy::None;
        }
        let first = || sources.lines.iter().filter(|line| line.is_report_text()).take(3).map(|line| line.text);
        let opens_with = |words: &PatternSet| first().any(|text| words.is_match(text));
        let names_subject = |text: &str| genre.subject.is_match(text);
        let says_so = first().any(|text| {
            let found = genre.openings.iter().filter_map(|opening| opening.find_at(text, 0));
            found.into_iter().any(|found| names_subject(found.of(text)))
        });
        let is_headed = || {
            let mut outermost = sections.iter().filter(|section| section.level == 1);
            outermost.any(|section| names_subject(section.name.of(sources.text)))
        };
        says_so
            || roles.len() >= 2 && (opens_with(&genre.subject) || is_headed())
            || opens_with(&genre.openings) && opens_with(&genre.subject) && is_headed()
    })
}

impl Line<'_> {
    fn is_report_text(&self) -> bool {
        self.kind.is_some_and(BlockKind::is_report_text)
    }
}

/// What is still open is a heading, a row of a table, or body text.
fn settle_kinds(lines: &mut [Line<'_>], sections: &[Section]) {
    let mut own = sections.iter().filter(|section| section.own_line).map(|section| section.heading.start).peekable();
    for line in lines.iter_mut() {
        let mut heading = false;
        while own.next_if(|start| *start < line.folded.end).is_some() {
            heading = true;
        }
        if line.is_open() {
            line.kind = Some(match heading {
                _ if line.is_row() => BlockKind::TableRow,
                true => BlockKind::Heading,
                false => BlockKind::Body,
            });
        }
    }
}

/// From the first to the last block of report text, folded.
fn body(blocks: &[Block]) -> Span {
    let mut report = blocks.iter().filter(|block| block.kind.is_report_text());
    let Some(first) = report.next() else {
        return Span::at(0);
    };
    let last = report.next_back().unwrap_or(first);
    first.folded.join(last.folded)
}

#[cfg(test)]
pub(super) mod tests;
