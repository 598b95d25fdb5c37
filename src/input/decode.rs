//! Bytes to text and back, without losing any.
//!
//! The order of trial: byte order mark, strict UTF-8, UTF-16 without mark, strict GB18030. What fits none is an error that says
//! where it stopped; what fits by accident (Big5 and damaged UTF-8 both pass for GB18030) is found out by asking whether
//! it reads like Chinese. Nothing is ever replaced: a report with U+FFFD in it would be judged on words it does not contain.

mod guess;
mod strict;

use std::fmt;
use std::str::FromStr;

use super::{InputError, signature};
use crate::text::span::LineIndex;

/// The encodings, each with its names; the first is the one shown.
const LABELS: &[(Label, &[&str])] = &[
    (Label::Utf8, &["utf-8", "utf8"]),
    (Label::Gb18030, &["gb18030", "gbk", "gb2312", "cp936"]),
    (Label::Utf16Le, &["utf-16le", "utf16le", "utf-16", "utf16"]),
    (Label::Utf16Be, &["utf-16be", "utf16be"]),
    (Label::Big5, &["big5", "cp950"]),
];

/// Byte order marks, longest first.
const MARKS: &[(&[u8], Label)] = &[
    (&[0x84, 0x31, 0x95, 0x33], Label::Gb18030),
    (&[0xef, 0xbb, 0xbf], Label::Utf8),
    (&[0xff, 0xfe], Label::Utf16Le),
    (&[0xfe, 0xff], Label::Utf16Be),
];

/// An encoding of text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Label {
    /// UTF-8.
    Utf8,
    /// GB18030, and with it GBK and GB2312.
    Gb18030,
    /// UTF-16, low byte first (what Windows calls Unicode).
    Utf16Le,
    /// UTF-16, high byte first.
    Utf16Be,
    /// Big5; never guessed, only by request.
    Big5,
}

impl Label {
    /// The name shown: `gb18030`.
    pub fn name(self) -> &'static str {
        LABELS.iter().find(|(label, _)| *label == self).map_or("", |(_, names)| names[0])
    }
}

impl fmt::Display for Label {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name().to_ascii_uppercase())
    }
}

impl FromStr for Label {
    type Err = InputError;

    /// Reads a name as given to `--encoding`, capital or small.
    fn from_str(name: &str) -> Result<Self, InputError> {
        let small = name.trim().to_ascii_lowercase().replace('_', "-");
        let known = LABELS.iter().find(|(_, names)| names.contains(&small.as_str()));
        known.map(|(label, _)| *label).ok_or_else(|| InputError::UnknownEncoding { name: name.to_owned() })
    }
}

/// The names of the encodings for messages: utf-8、gb18030.
pub(super) fn labels() -> String {
    LABELS.iter().map(|(_, names)| names[0]).collect::<Vec<_>>().join("、")
}

/// How the text of a file was encoded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TextEncoding {
    /// The encoding.
    pub label: Label,
    /// Whether a byte order mark stood in front.
    pub bom: bool,
}

impl TextEncoding {
    /// The bytes of a file that holds `text` in this encoding, its mark included. Line ends are part of the text.
    pub fn encode(&self, text: &str) -> Result<Vec<u8>, InputError> {
        let mark = MARKS.iter().find(|(_, label)| self.bom && *label == self.label);
        let mut bytes = mark.map_or_else(Vec::new, |(mark, _)| mark.to_vec());
        strict::encode(text, self.label, &mut bytes)
            .map_err(|character| InputError::Unencodable { label: self.label, character })?;
        Ok(bytes)
    }

    /// Whether encoding the text of a file gives back exactly its bytes. Some byte sequences of GB18030 and Big5 are two
    /// spellings of one character; a file that holds the second must not be rewritten. Costs an encoding: for fixes only.
    pub fn gives_back(&self, text: &str, bytes: &[u8]) -> bool {
        self.encode(text).is_ok_and(|encoded| encoded == bytes)
    }
}

/// A text with its encoding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decoded {
    /// The text, without byte order mark.
    pub text: String,
    /// How it was encoded.
    pub encoding: TextEncoding,
}

/// Decodes a text file; `label` is the encoding the user insists on.
pub fn decode(bytes: &[u8], label: Option<Label>) -> Result<Decoded, InputError> {
    if bytes.is_empty() {
        return Err(InputError::Empty);
    }
    if let Some(kind) = signature::kind_of(bytes) {
        return Err(InputError::NotText { kind: kind.name() });
    }
    let mark = MARKS.iter().find(|(mark, told)| bytes.starts_with(mark) && label.is_none_or(|label| label == *told));
    let decoded = match (mark, label) {
        (Some((mark, label)), _) => marked(bytes, mark.len(), *label)?,
        (None, Some(label)) => marked(bytes, 0, label)?,
        (None, None) => guess::decode(bytes)?,
    };
    if decoded.text.is_empty() {
        return Err(InputError::Empty);
    }
    if memchr::memchr(0, decoded.text.as_bytes()).is_some() {
        return Err(BINARY);
    }
    Ok(decoded)
}

/// A file with zero bytes that is in no encoding of text.
const BINARY: InputError = InputError::NotText { kind: "二进制文件（里面有空字符）" };

/// Decodes what follows a mark of `mark` bytes (0 for none).
fn marked(bytes: &[u8], mark: usize, label: Label) -> Result<Decoded, InputError> {
    let body = &bytes[mark..];
    let text = strict::decode(body, label).map_err(|at| stopped(body, label, at).moved(mark))?;
    Ok(Decoded { text, encoding: TextEncoding { label, bom: mark > 0 } })
}

/// The error for bytes that stop being `label` at byte `at`.
fn stopped(bytes: &[u8], label: Label, at: usize) -> InputError {
    let before = strict::decode(&bytes[..at], label).unwrap_or_default();
    let line = LineIndex::new(&before).position(&before, before.len()).line;
    InputError::Undecodable { tried: label, offset: at, line }
}

impl InputError {
    /// The same error in a file where `by` bytes stand in front.
    fn moved(self, by: usize) -> Self {
        match self {
            InputError::Undecodable { tried, offset, line } => {
                InputError::Undecodable { tried, offset: offset + by, line }
            }
            other => other,
        }
    }
}

#[cfg(test)]
mod tests;
