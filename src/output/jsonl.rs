//! JSON Lines: one object a line, for programs that read as it comes.
//!
//! The first line (`run`) tells version, tool and packs, the last (`summary`) the sums; without it the output is cut off. Between them a line
//! `file` for each document, followed by its `finding`s, `excused` findings, `verdict`s and `unjudged`, each with its path; `unread` inputs come before the
//! summary. The objects are those of the format `json` and share its version.

use serde::Serialize;

use super::json::{
    self, DocumentWire, ExcusedWire, FindingWire, PackWire, SCHEMA_VERSION, Summary, TOOL, Tool, UnjudgedWire,
    UnreadWire, VerdictWire,
};
use super::{Checked, Close, Format, Run};

/// The format.
pub struct Jsonl;

#[derive(Serialize)]
struct Line<'a, T> {
    r#type: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    path: Option<&'a str>,
    #[serde(flatten)]
    told: T,
}

#[derive(Serialize)]
struct Begin<'a> {
    schema_version: u32,
    tool: Tool,
    packs: Vec<PackWire<'a>>,
}

#[derive(Serialize)]
struct File<'a> {
    document: DocumentWire<'a>,
}

fn line<T: Serialize>(r#type: &'static str, path: Option<&str>, told: T) -> String {
    json::text(&Line { r#type, path, told }) + "\n"
}

impl Format for Jsonl {
    fn begin(&self, run: &Run<'_>) -> String {
        line("run", None, Begin { schema_version: SCHEMA_VERSION, tool: TOOL, packs: PackWire::all(run) })
    }

    fn file(&self, _run: &Run<'_>, checked: &Checked<'_>) -> String {
        let (document, outcome) = (checked.document, checked.outcome);
        let path = Some(document.path.as_str());
        let mut out = line("file", path, File { document: DocumentWire::of(document) });
        out.extend(outcome.findings.iter().map(|finding| line("finding", path, FindingWire::of(document, finding))));
        out.extend(outcome.excused.iter().map(|excused| line("excused", path, ExcusedWire::of(document, excused))));
        out.extend(outcome.verdicts.iter().map(|verdict| line("verdict", path, VerdictWire::of(document, verdict))));
        out.extend(
            outcome.unjudged.iter().map(|unjudged| line("unjudged", path, UnjudgedWire::of(document, unjudged))),
        );
        out
    }

    fn end(&self, _run: &Run<'_>, close: &Close<'_>) -> String {
        let unread = close.unread.iter().map(|unread| line("unread", None, UnreadWire::of(unread)));
        unread.collect::<String>() + &line("summary", None, Summary::of(close))
    }
}
