//! From paths to drafts: finding the files, telling their encoding, reading their format.
//!
//! [`discover::discover`] turns what the user named into [`Source`]s; [`read`] turns one source into a
//! [`Draft`]. Both report what they could not do as an [`InputError`] and never stop at the first: a run checks what
//! it can and says what it could not.
//!
//! What this is not: understanding. A reader knows lines and markup; titles, headings by number and furniture by its wording
//! are the business of [`crate::document`].
//!
//! A format is a file with a `FORMAT` in it and one line in [`FORMATS`].

pub mod decode;
pub mod discover;
pub mod docx;
mod error;
mod html;
pub mod legacy;
mod markdown;
mod ofd;
mod opening;
pub mod package;
mod paged;
mod pattern;
mod pdf;
pub mod plain;
mod runs;
mod signature;

use std::ffi::OsStr;
use std::fmt;
use std::path::Path;

use crate::document::Draft;

pub use decode::{Label, TextEncoding};
pub use discover::{Discovered, Request, Source, SourceKind, Unread, discover};
pub use error::InputError;

/// Files of more bytes are refused: an annual report is some ten kilobytes, and positions are counted in 32 bits.
pub const MAX_BYTES: usize = 64 << 20;

/// All formats that can be read.
pub const FORMATS: &[Format] =
    &[plain::FORMAT, markdown::FORMAT, docx::FORMAT, html::FORMAT, pdf::FORMAT, ofd::FORMAT, legacy::FORMAT];

/// A format that can be read.
pub struct Format {
    /// Chinese name: 纯文本.
    pub name: &'static str,
    /// File extensions in lower case, without the dot.
    pub extensions: &'static [&'static str],
    /// Reads a file's bytes; the label is the encoding the user insists on.
    read: fn(&[u8], Option<Label>) -> Result<Read, InputError>,
}

impl Format {
    /// The format of a file by the extension of its name, capital or small.
    pub fn of(path: &Path) -> Option<&'static Format> {
        let extension = path.extension()?.to_str()?.to_ascii_lowercase();
        FORMATS.iter().find(|format| format.extensions.contains(&extension.as_str()))
    }
}

impl fmt::Debug for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Format").field("name", &self.name).finish_non_exhaustive()
    }
}

/// A source as read.
#[derive(Debug, Clone)]
pub struct Read {
    /// Its text and blocks.
    pub draft: Draft,
    /// How the text was encoded, to write it back the same way; `None` where the text is not the file (docx, pdf).
    pub encoding: Option<TextEncoding>,
}

/// Reads one source. Its format follows from its name; standard input without a telling name is plain text.
pub fn read(source: &Source) -> Result<Read, InputError> {
    let format = source.format()?;
    let bytes = source.bytes()?;
    let read = (format.read)(&bytes, source.encoding)?;
    if read.draft.blocks.is_empty() {
        return Err(InputError::Empty);
    }
    Ok(read)
}

/// The known extensions for messages: .txt、.md.
pub fn known_extensions() -> String {
    let dotted: Vec<String> = FORMATS.iter().flat_map(|f| f.extensions).map(|e| format!(".{e}")).collect();
    dotted.join("、")
}

/// The error for a name whose kind no reader knows.
fn unknown_kind(path: &Path) -> InputError {
    let extension = match path.extension().map(OsStr::to_string_lossy) {
        Some(extension) => format!(".{extension}"),
        None => "没有扩展名".to_owned(),
    };
    InputError::UnknownKind { extension }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::span::Span;
    use miette::Diagnostic;
    use proptest::prelude::*;

    fn from_memory(name: &str, bytes: &[u8]) -> Source {
        Source { path: name.to_owned(), kind: SourceKind::Bytes(bytes.to_vec()), encoding: None }
    }

    /// The text of every block, runs joined.
    fn lines(read: &Read) -> Vec<String> {
        let text = |span: Span| span.of(&read.draft.text);
        let joined = |block: &crate::document::DraftBlock| {
            block.runs.iter().map(|run| run.decoded.as_deref().unwrap_or(text(run.span))).collect()
        };
        read.draft.blocks.iter().map(joined).collect()
    }

    #[test]
    fn the_name_tells_the_format() {
        let text = "# 标题\n\n正文".as_bytes();
        assert_eq!(lines(&read(&from_memory("a.TXT", text)).unwrap()), ["# 标题", "正文"]);
        assert_eq!(lines(&read(&from_memory("a.Markdown", text)).unwrap()), ["标题", "正文"]);
        assert_eq!(lines(&read(&from_memory("<stdin>", text)).unwrap()), ["# 标题", "正文"]);
    }

    #[test]
    fn an_unknown_kind_is_refused_with_the_known_ones_named() {
        let error = read(&from_memory("报告.xlsx", b"x")).unwrap_err();
        assert_eq!(error.to_string(), "不认识这种文件（.xlsx）");
        let help = error.help().unwrap().to_string();
        assert!(help.contains(".txt、") && help.contains(".md"), "{help}");
    }

    #[test]
    fn blank_files_are_empty_files() {
        for blank in ["", "\u{feff}", " \r\n\u{3000}\n"] {
            assert_eq!(read(&from_memory("a.txt", blank.as_bytes())).unwrap_err(), InputError::Empty);
        }
        assert_eq!(read(&from_memory("a.md", b"---\ntitle: x\n---\n")).unwrap_err(), InputError::Empty);
    }

    #[test]
    fn a_huge_file_is_refused() {
        let bytes = vec![b'a'; MAX_BYTES + 1];
        let error = read(&from_memory("a.txt", &bytes)).unwrap_err();
        assert_eq!(error.to_string(), "文件太大，超过 64 MiB");
    }

    #[test]
    fn every_format_has_its_own_extensions() {
        let mut all: Vec<_> = FORMATS.iter().flat_map(|format| format.extensions).collect();
        let count = all.len();
        all.sort_unstable();
        all.dedup();
        assert_eq!(all.len(), count);
        assert!(all.iter().all(|e| **e == e.to_ascii_lowercase()));
    }

    #[test]
    fn every_error_says_what_to_do() {
        let io = |kind: std::io::ErrorKind| InputError::from(std::io::Error::from(kind));
        let errors = [
            InputError::Missing,
            InputError::NoMatch,
            InputError::NoDrafts,
            io(std::io::ErrorKind::PermissionDenied),
            InputError::LinkLoop { ancestor: "甲".into() },
            InputError::BadGlob { pattern: "[".into(), reason: "方括号没有闭合".into() },
            InputError::UnknownEncoding { name: "latin1".into() },
            InputError::Undecodable { tried: Label::Gb18030, offset: 9, line: 2 },
            InputError::Garbled { tried: Label::Gb18030 },
            InputError::Embedded,
            InputError::Unencodable { label: Label::Big5, character: '产' },
            InputError::OtherKind { wanted: "PDF", kind: "一张图片" },
            InputError::Encrypted,
            InputError::Damaged { format: "PDF", reason: "没有页".into() },
            InputError::Excessive { format: "PDF", what: "页数超过 2000".into() },
            InputError::NoTextLayer { format: "PDF" },
            InputError::NoConverter,
            InputError::NotConverted { reason: "没有转换出文字".into() },
            InputError::UnreadableFonts { format: "PDF", percent: 80 },
        ];
        for error in errors {
            assert!(error.help().is_some() && error.code().is_some(), "{error}");
        }
    }

    /// Every block has text; runs lie in order on character boundaries.
    fn check(draft: &Draft) {
        for block in &draft.blocks {
            assert!(!block.runs.is_empty());
            let mut last = 0;
            for run in &block.runs {
                assert!(last <= run.span.start && run.span.start < run.span.end, "{block:?} of {:?}", draft.text);
                assert!(draft.text.get(run.span.start..run.span.end).is_some(), "{block:?} of {:?}", draft.text);
                last = run.span.end;
            }
        }
    }

    proptest! {
        #[test]
        fn no_bytes_make_a_reader_panic(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
            for name in ["a.txt", "a.md", "a.html"] {
                if let Ok(read) = read(&from_memory(name, &bytes)) {
                    check(&read.draft);
                    let encoding = read.encoding.unwrap();
                    prop_assert!(encoding.encode(&read.draft.text).is_ok() || encoding.label == Label::Big5);
                }
            }
        }

        #[test]
        fn runs_lie_in_order_on_character_boundaries(
            text in "([一二三]、|（一）|[0-9]{1,2}\\. |- |> |#{1,3} |\\||\\*\\*|`|&nbsp;|&amp;|<b>|<!--|-->|<div>|\\[甲\\]\\(乙\\)|\\[\\^1\\]:? ?|---\n|```|\u{3000}|    |[法治 甲\u{2028}]{1,4}|\r\n|\r|\n|\n\n|\\\\){0,40}"
        ) {
            for name in ["a.txt", "a.md", "a.html"] {
                if let Ok(read) = read(&from_memory(name, text.as_bytes())) {
                    check(&read.draft);
                }
            }
        }
    }
}
