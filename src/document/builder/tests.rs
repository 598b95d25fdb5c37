//! Real reports, and synthetic openings in the manner of others.

use std::sync::OnceLock;

use super::*;
use crate::document::DraftRun;
use crate::rule::reading::{RawPack, RawReading};
use crate::text::pattern::Literals;

/// The reading of the project's own YAML.
pub(crate) fn reading() -> &'static Reading {
    static READING: OnceLock<Reading> = OnceLock::new();
    READING.get_or_init(|| {
        let mut literals = Literals::default();
        let raw: RawReading =
            serde_yaml::from_str(include_str!("../../../rules/reading.yaml")).unwrap();
        let (mut reading, _) = raw.compile(&mut literals);
        let pack: RawPack =
            serde_yaml::from_str(include_str!("../../../rules/fazhi/pack.yaml")).unwrap();
        reading.genres.extend(pack.compile(&mut literals).0);
        reading
    })
}

/// Each line that is not blank is a block; a leading `#` is a heading's depth.
fn draft(text: &str) -> Draft {
    let mut blocks = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let body = line.trim_end_matches(['\n', '\r']);
        let depth = body.len() - body.trim_start_matches('#').len();
        let hint = match (u8::try_from(depth), body.starts_with('|')) {
            (_, true) => Hint::TableRow,
            (Ok(depth), _) if depth > 0 => Hint::Heading(depth),
            _ => Hint::None,
        };
        if !body.trim().is_empty() {
            let span = Span::new(at + depth, at + body.len());
            blocks.push(DraftBlock {
                runs: vec![DraftRun {
                    span,
                    decoded: None,
                }],
                hint,
            });
        }
        at += line.len();
    }
    Draft {
        text: text.to_owned(),
        blocks,
    }
}

fn document(text: &str) -> Document {
    build(draft(text), "测试.txt", reading())
}

/// The outline, a section a line: level, roles, heading.
fn outline_of(document: &Document) -> Vec<String> {
    let line = |section: &Section| {
        let roles: Vec<String> = section.roles.iter().map(Role::to_string).collect();
        format!(
            "{}{} {}",
            "·".repeat(section.level as usize),
            roles.join("+"),
            section.heading.of(document.folded_text())
        )
    };
    document.sections.iter().map(line).collect()
}

mod opening;
mod outlines;
mod real;
mod total;

#[test]
#[ignore = "prints how fast documents are built"]
fn speed() {
    let folder = real::folder();
    let Ok(report) = std::fs::read_to_string(folder.join("ruian-2019.txt")) else {
        return;
    };
    let rounds = 1000;
    let started = std::time::Instant::now();
    for _ in 0..rounds {
        std::hint::black_box(build(draft(&report), "", reading()));
    }
    let seconds = started.elapsed().as_secs_f64();
    let megabytes = (report.len() * rounds) as f64 / 1e6;
    eprintln!(
        "{:.1} MB/s, {:.0} µs a report",
        megabytes / seconds,
        seconds / rounds as f64 * 1e6
    );
    let started = std::time::Instant::now();
    for _ in 0..rounds {
        std::hint::black_box(fold(&draft(&report)));
    }
    eprintln!(
        "folding alone: {:.1} MB/s",
        megabytes / started.elapsed().as_secs_f64()
    );
}

#[test]
#[ignore = "prints how the files named in GANGYAO_FILES are understood"]
fn show() {
    for file in std::env::var("GANGYAO_FILES")
        .unwrap_or_default()
        .split_whitespace()
    {
        let document = document(&std::fs::read_to_string(file).unwrap());
        let identity = &document.identity;
        eprintln!("== {file}\n{:?}", document.kind);
        eprintln!(
            "title {:?}",
            identity.title.as_ref().map(|found| &found.value)
        );
        eprintln!(
            "issuer {:?} {:?}",
            identity.issuer.as_ref().map(|found| &found.value),
            identity.level
        );
        eprintln!(
            "year {:?} {}",
            identity.report_year.as_ref().map(|found| found.value),
            identity.year_in_title
        );
        let dates = [&identity.published, &identity.signed];
        eprintln!(
            "dates {:?}",
            dates.map(|date| date.as_ref().map(|found| found.value.to_string()))
        );
        for block in document
            .blocks
            .iter()
            .filter(|block| !matches!(block.kind, BlockKind::Body | BlockKind::Heading))
        {
            eprintln!(
                "  [{:?}] {}",
                block.kind,
                block.folded.of(document.folded_text())
            );
        }
        eprintln!("{}", outline_of(&document).join("\n"));
    }
}
