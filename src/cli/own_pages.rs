//! What earlier runs wrote among the drafts: it is not checked, and drafts are not written over.

use std::fs::{self, File};
use std::io::Read;
use std::path::{Path, PathBuf};

use super::Failure;
use super::console::Console;
use super::outputs::Wanted;
use crate::input::{Source, SourceKind};
use crate::output::{MADE_BY, annotate};

/// Bytes at the beginning of a file in which a page says who made it.
const BEGINNING: u64 = 1024;

/// Takes pages of earlier runs out of `sources`, except those that the user named, and says so; refuses to write results over a
/// draft.
pub(super) fn part(
    wanted: &[Wanted],
    named: &[PathBuf],
    sources: &mut Vec<Source>,
    console: &mut Console,
) -> Result<(), Failure> {
    let before = sources.len();
    sources.retain(|source| match &source.kind {
        SourceKind::File(file) => named.contains(file) || named.contains(&PathBuf::from(&source.path)) || !is_own(file),
        _ => true,
    });
    if sources.len() < before {
        console.complain(&format!("跳过 {} 个由 gangyao 生成的文件。\n", before - sources.len()));
    }
    for path in wanted.iter().filter_map(|wanted| wanted.path.as_ref()) {
        let Ok(there) = fs::canonicalize(path) else { continue };
        let is_there = |source: &Source| match &source.kind {
            SourceKind::File(file) => {
                file.file_name() == there.file_name() && fs::canonicalize(file).is_ok_and(|file| file == there)
            }
            _ => false,
        };
        if sources.iter().any(is_there) {
            let message = format!("“{}”是要检查的文件，不能把结果写到那里", path.display());
            let help = Some("请换一个路径，或者用 --exclude 排除它。".to_string());
            return Err(Failure::Usage { message, help });
        }
    }
    Ok(())
}

/// Whether a file was written by an earlier run, and nobody has worked on it since.
fn is_own(path: &Path) -> bool {
    let extension = path.extension().and_then(|extension| extension.to_str()).unwrap_or_default().to_ascii_lowercase();
    let sign = match extension.as_str() {
        "html" | "htm" => format!("<meta name=\"generator\" content=\"{MADE_BY}"),
        "md" | "markdown" => format!("<!-- {MADE_BY}"),
        "docx" => return File::open(path).is_ok_and(annotate::is_ours),
        _ => return false,
    };
    let mut bytes = Vec::new();
    let read = File::open(path).and_then(|file| file.take(BEGINNING).read_to_end(&mut bytes));
    read.is_ok() && String::from_utf8_lossy(&bytes).contains(&sign)
}
