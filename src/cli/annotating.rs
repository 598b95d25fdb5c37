//! `--annotate`: the checked file with its findings as comments, written beside it.
//!
//! Never over the input, and over nothing that somebody may have worked on: an older file of that name is replaced only if it was
//! written here and has not been saved since.

use std::fs;
use std::path::{Path, PathBuf};

use miette::Diagnostic;

use super::{Failure, writing};
use crate::document::{Document, Draft};
use crate::finding::Finding;
use crate::input::{Discovered, Source, SourceKind};
use crate::output::{Unread, annotate};

/// Where the commented file goes.
#[derive(Debug, Clone)]
pub(super) struct Annotating {
    to: PathBuf,
}

impl Annotating {
    /// Looks whether what was asked for can be done: one input, and a place that may be written to.
    pub(super) fn new(to: &Path, found: &Discovered) -> Result<Self, Failure> {
        let refused = |message: String, help: &str| Failure::Usage { message, help: Some(help.to_owned()) };
        let shown = to.display();
        if !to.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("docx")) {
            return Err(refused(
                format!("批注稿“{shown}”的扩展名要用 .docx"),
                "批注稿是 Word 文件，例如 --annotate 批注稿.docx",
            ));
        }
        if found.sources.len() + found.unread.len() != 1 {
            let count = found.sources.len() + found.unread.len();
            let message = format!("--annotate 一次只能查一个文件，这里有 {count} 个");
            return Err(refused(message, "请逐个文件运行，各写一份批注稿。"));
        }
        let input = found.sources.first().and_then(|source| match &source.kind {
            SourceKind::File(path) => fs::canonicalize(path).ok(),
            SourceKind::Bytes(_) => None,
        });
        if input.is_some() && fs::canonicalize(to).ok() == input {
            return Err(refused(format!("批注稿“{shown}”就是要检查的文件"), "换一个文件名，原件不会改动。"));
        }
        match fs::File::open(to) {
            Ok(old) if !annotate::is_ours(&old) => {
                let message = format!("“{shown}”已经存在，没有覆盖：它不是 gangyao 写的，或者写后又改过");
                return Err(refused(message, "换一个文件名，或者先移走那个文件。"));
            }
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                return Err(refused(
                    format!("批注稿“{shown}”写不了：{error}"),
                    "看看这个名字是不是一个文件夹，有没有权限。",
                ));
            }
            _ => {}
        }
        let folder = folder(to);
        if !folder.is_dir() {
            return Err(refused(format!("没有文件夹“{}”", folder.display()), "先建好文件夹，再写批注稿。"));
        }
        Ok(Self { to: to.to_owned() })
    }

    /// Writes the commented file in one step; what to tell the user of it.
    pub(super) fn write(
        &self,
        source: &Source,
        draft: &Draft,
        document: &Document,
        findings: &[Finding],
    ) -> Result<String, Unread> {
        let path = self.to.display().to_string();
        let failed = |error: String, help: Option<String>| Unread {
            path: path.clone(),
            error: format!("批注稿没有写出：{error}"),
            help,
        };
        let told =
            |error: crate::input::InputError| failed(error.to_string(), error.help().map(|help| help.to_string()));
        let bytes = source.bytes().map_err(told)?;
        let copy = annotate::annotate(&bytes, draft, document, findings).map_err(told)?;
        writing::write(&self.to, &copy)
            .map_err(|error| failed(error.to_string(), Some("看看磁盘空间和文件夹的权限。".to_owned())))?;
        Ok(format!("已写出批注稿：{path}（批注 {} 条）", findings.len()))
    }
}

fn folder(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}
