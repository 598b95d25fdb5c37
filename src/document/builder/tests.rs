//! Real reports, and synthetic openings in the manner of others.

use std::sync::OnceLock;

use super::*;
use crate::document::DraftRun;
use crate::rule::RuleSet;
use crate::rule::pack::Sources;

/// The reading of the project's own YAML.
pub(crate) fn reading() -> &'static Reading {
    static RULES: OnceLock<RuleSet> = OnceLock::new();
    &RULES.get_or_init(|| Sources::builtin().load().expect("the built-in packs load")).reading
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
            blocks.push(DraftBlock { runs: vec![DraftRun { span, decoded: None }], hint });
        }
        at += line.len();
    }
    Draft { text: text.to_owned(), blocks, ..Draft::default() }
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
mod roles;
mod total;
