//! `--fix` and `--diff`: files mended in place, or shown as they would be.
//!
//! A file is written only if its text could be decoded exactly, in its own encoding, with its own line ends and byte order mark, and in
//! one step: either the old file is there or the new one.

use std::path::Path;

use clap::ValueEnum;
use similar::TextDiff;

use super::judge::Judge;
use super::writing;
use crate::document::builder;
use crate::finding::Finding;
use crate::fix::{Which, mend};
use crate::input::{self, Read, Source, SourceKind};

/// Which mends `--fix` applies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Extent {
    /// 只改不会改变意思的
    Safe,
    /// 全部改，改后应逐处核对
    Unsafe,
}

impl From<Extent> for Which {
    fn from(extent: Extent) -> Which {
        match extent {
            Extent::Safe => Which::Safe,
            Extent::Unsafe => Which::All,
        }
    }
}

/// What is done with mended texts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Deed {
    /// Shown as differences.
    Show,
    /// Written to their files.
    Write,
}

/// Why a file whose text is not the file itself (docx, PDF) is not mended.
const NOT_TEXT: &str = "这种文件不能直接改写，请在原来的软件里照着改";

/// How files are mended.
#[derive(Debug, Clone, Copy)]
pub(super) struct Mending {
    pub(super) which: Which,
    pub(super) deed: Deed,
}

/// What came of mending one file.
#[derive(Debug)]
pub(super) struct Mended {
    /// The text as it is now: mended if it was written, else as it was.
    pub(super) read: Read,
    /// The differences, empty where there are none.
    pub(super) diff: String,
    /// What to tell the user.
    pub(super) told: Option<String>,
}

impl Mending {
    /// Mends one file, `file` being its absolute path. `bytes` are its bytes, `read` what was read from them. What is waived stays.
    pub(super) fn apply(self, judge: &Judge<'_>, (source, file): (&Source, &Path), bytes: &[u8], read: Read) -> Mended {
        if read.encoding.is_none() {
            let told = format!("没有改动 {}：{NOT_TEXT}", source.path);
            return Mended { read, diff: String::new(), told: Some(told) };
        }
        let check = |text: &str| findings(judge, source, file, text);
        let mended = mend(&read.draft.text, self.which, check);
        if mended.applied == 0 {
            return Mended { read, diff: String::new(), told: None };
        }
        let diff = difference(&source.path, &read.draft.text, &mended.text);
        if self.deed == Deed::Show {
            return Mended { read, diff, told: None };
        }
        match write(source, bytes, &read, &mended.text) {
            Ok(()) => {
                let told = format!("已改 {} 处：{}", mended.applied, source.path);
                let read =
                    again(source, &mended.text).map_or(read.clone(), |new| Read { encoding: read.encoding, ..new });
                Mended { read, diff, told: Some(told) }
            }
            Err(reason) => Mended { read, diff, told: Some(format!("没有改动 {}：{reason}", source.path)) },
        }
    }
}

fn again(source: &Source, text: &str) -> Option<Read> {
    input::read(&Source::from_bytes(source.path.clone(), text.as_bytes())).ok()
}

fn findings(judge: &Judge<'_>, source: &Source, file: &Path, text: &str) -> Vec<Finding> {
    let Some(read) = again(source, text) else { return Vec::new() };
    let document = builder::build(read.draft, &source.path, &judge.rules().reading);
    judge.of(&document, file).0.findings
}

fn difference(path: &str, old: &str, new: &str) -> String {
    let path = path.replace('\\', "/");
    let path = path.trim_start_matches('/');
    TextDiff::from_lines(old, new).unified_diff().header(&format!("a/{path}"), &format!("b/{path}")).to_string()
}

/// Writes a mended text in the file's own encoding, in one step.
fn write(source: &Source, bytes: &[u8], read: &Read, text: &str) -> Result<(), String> {
    let SourceKind::File(path) = &source.kind else {
        return Err("标准输入不能改写，请用 --diff 查看".to_owned());
    };
    let Some(encoding) = read.encoding else {
        return Err(NOT_TEXT.to_owned());
    };
    if !encoding.gives_back(&read.draft.text, bytes) {
        return Err("原文件的编码不能原样写回，请先另存为 UTF-8".to_owned());
    }
    let new = encoding.encode(text).map_err(|error| error.to_string())?;
    writing::replace(path, bytes, &new).map_err(|error| format!("写入失败（{error}），原文件没有改动"))
}
