//! Zip packages (docx, ofd) read within bounds: number of parts, bytes of one part, bytes of all, and how far a part may swell.
//!
//! A report is some hundred kilobytes when unpacked. What goes far beyond that is an attack or an accident, and is refused before
//! it fills the memory.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::io::{Cursor, Read as _};

use zip::ZipArchive;
use zip::result::ZipError;

use super::decode::{Decoded, Label, TextEncoding, decode};
use super::{InputError, signature};

/// Most parts of a package.
const MOST_PARTS: usize = 20_000;
/// Most bytes of one part, unpacked.
const LARGEST_PART: u64 = 32 << 20;
/// Most bytes of all parts that are read, unpacked.
const LARGEST_WHOLE: u64 = 96 << 20;
/// Parts of more bytes than this may not be [`SWELLING`] times as large as they are packed.
const SMALL: u64 = 2 << 20;
/// Text packs to a tenth, the most repetitive markup to a hundredth.
const SWELLING: u64 = 400;

/// An open package.
pub struct Package<'a> {
    /// What the format is called in errors.
    format: &'static str,
    archive: RefCell<ZipArchive<Cursor<&'a [u8]>>>,
    /// Index of each part by its name in lower case, with `/` and without a leading one.
    names: HashMap<String, usize>,
    /// Bytes unpacked so far.
    unpacked: Cell<u64>,
}

impl<'a> Package<'a> {
    /// Opens a package. `format` says what the file should be, for messages: `.docx`.
    pub fn open(bytes: &'a [u8], format: &'static str) -> Result<Self, InputError> {
        if !bytes.starts_with(b"PK") {
            return Err(signature::refusal(bytes, format));
        }
        let archive = ZipArchive::new(Cursor::new(bytes))
            .map_err(|_| InputError::Damaged {
                format, reason: "压缩包的目录读不出来，文件可能没有传完".to_owned()
            })?;
        if archive.len() > MOST_PARTS {
            return Err(InputError::Excessive { format, what: format!("的部件超过 {MOST_PARTS} 个") });
        }
        let mut names = HashMap::new();
        for index in 0..archive.len() {
            if let Some(Ok(name)) = archive.name_for_index(index) {
                names.insert(key(&name), index);
            }
        }
        Ok(Self { format, archive: RefCell::new(archive), names, unpacked: Cell::new(0) })
    }

    /// Whether there is a part of this name.
    pub fn holds(&self, name: &str) -> bool {
        self.names.contains_key(&key(name))
    }

    /// Whether the name of some part begins so.
    pub fn holds_below(&self, folder: &str) -> bool {
        let folder = key(folder);
        self.names.keys().any(|name| name.starts_with(&folder))
    }

    /// The bytes of a part; `None` if there is none of this name.
    pub fn bytes(&self, name: &str) -> Result<Option<Vec<u8>>, InputError> {
        let Some(index) = self.names.get(&key(name)) else { return Ok(None) };
        let mut archive = self.archive.borrow_mut();
        let file = archive.by_index(*index).map_err(|error| match error {
            ZipError::InvalidPassword | ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) => {
                InputError::Encrypted
            }
            _ => self.damaged(&format!("部件 {name} 取不出来")),
        })?;
        let swells = || InputError::Excessive {
            format: self.format,
            what: format!("的部件 {name} 解开以后大得不正常"),
        };
        let packed = file.compressed_size().max(1);
        let mut bytes = Vec::new();
        let room = LARGEST_PART.min(LARGEST_WHOLE.saturating_sub(self.unpacked.get()));
        let swollen = SMALL.max(packed.saturating_mul(SWELLING)).min(room);
        file.take(swollen + 1)
            .read_to_end(&mut bytes)
            .map_err(|_| self.damaged(&format!("部件 {name} 解不开，内容有损坏")))?;
        if bytes.len() as u64 > swollen {
            return Err(swells());
        }
        self.unpacked.set(self.unpacked.get() + bytes.len() as u64);
        Ok(Some(bytes))
    }

    /// An XML part as text: UTF-8 or UTF-16 with a mark, as the format wants it, else what its bytes tell.
    pub fn text(&self, name: &str) -> Result<Option<Decoded>, InputError> {
        let Some(bytes) = self.bytes(name)? else { return Ok(None) };
        let label = match bytes.get(..4) {
            Some([b'<', 0, ..]) => Some(Label::Utf16Le),
            Some([0, b'<', ..]) => Some(Label::Utf16Be),
            _ => None,
        };
        let decoded = match String::from_utf8(bytes) {
            Ok(text) if label.is_none() && !text.starts_with('\u{feff}') => {
                Decoded { text, encoding: TextEncoding { label: Label::Utf8, bom: false } }
            }
            Ok(text) => {
                decode(text.as_bytes(), label).map_err(|_| self.damaged(&format!("部件 {name} 的编码认不出来")))?
            }
            Err(error) => {
                decode(error.as_bytes(), label).map_err(|_| self.damaged(&format!("部件 {name} 的编码认不出来")))?
            }
        };
        Ok(Some(decoded))
    }

    fn damaged(&self, reason: &str) -> InputError {
        InputError::Damaged { format: self.format, reason: reason.to_owned() }
    }
}

/// A name as it is looked up: lower case, `/`, no leading one.
fn key(name: &str) -> String {
    name.replace('\\', "/").trim_start_matches('/').to_lowercase()
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use std::io::Write as _;
    use zip::write::SimpleFileOptions;

    /// A package of these parts.
    pub(crate) fn packed(parts: &[(&str, &[u8])]) -> Vec<u8> {
        let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for (name, bytes) in parts {
            writer.start_file(*name, SimpleFileOptions::default()).unwrap();
            writer.write_all(bytes).unwrap();
        }
        writer.finish().unwrap().into_inner()
    }

    fn error(bytes: &[u8]) -> String {
        Package::open(bytes, ".docx").err().unwrap().to_string()
    }

    #[test]
    fn parts_are_found_whatever_their_slashes_and_capitals() {
        let bytes = packed(&[("Word\\Document.xml", b"<a/>")]);
        let package = Package::open(&bytes, ".docx").unwrap();
        assert!(package.holds("/word/document.xml") && package.holds_below("word/"));
        assert_eq!(package.text("word/document.xml").unwrap().unwrap().text, "<a/>");
        assert_eq!(package.bytes("word/other.xml").unwrap(), None);
    }

    #[test]
    fn what_is_no_whole_package_is_refused() {
        assert!(error(b"%PDF-1.7").contains("而是一个 PDF 文件"));
        assert!(error(b"PK\x03\x04 cut off").contains("没有传完"));
        assert_eq!(Package::open(b"", ".docx").err(), Some(InputError::Empty));
    }

    #[test]
    fn a_part_that_swells_without_end_is_refused() {
        let bytes = packed(&[("word/document.xml", &vec![b'a'; 40 << 20])]);
        let package = Package::open(&bytes, ".docx").unwrap();
        assert!(matches!(package.bytes("word/document.xml"), Err(InputError::Excessive { .. })));
    }

    #[test]
    fn utf16_parts_are_read() {
        let text = "<?xml version=\"1.0\" encoding=\"UTF-16\"?><甲/>";
        let mut bytes = vec![0xff, 0xfe];
        bytes.extend(text.encode_utf16().flat_map(u16::to_le_bytes));
        let bytes = packed(&[("a.xml", &bytes)]);
        let part = Package::open(&bytes, ".docx").unwrap().text("a.xml").unwrap().unwrap();
        assert_eq!(part.text, text);
        assert!(part.encoding.bom);
    }
}
