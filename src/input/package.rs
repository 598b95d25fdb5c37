//! Zip packages (docx, ofd) read within bounds: number of parts, bytes of one part, bytes of all, and how far a part may swell.
//!
//! A report is some hundred kilobytes when unpacked. What goes far beyond that is an attack or an accident, and is refused before
//! it fills the memory. What a file is that is no package is said by its first bytes.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::io::{Cursor, Read as _};

use zip::ZipArchive;
use zip::result::ZipError;

use super::InputError;
use super::decode::{Decoded, Label, TextEncoding, decode};

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
    archive: RefCell<ZipArchive<Cursor<&'a [u8]>>>,
    /// Index of each part by its name in lower case, with `/` and without a leading one.
    names: HashMap<String, usize>,
    /// Bytes unpacked so far.
    unpacked: Cell<u64>,
}

impl<'a> Package<'a> {
    /// Opens a package. `wanted` says what the file should be, for messages: `.docx 文件`.
    pub fn open(bytes: &'a [u8], wanted: &'static str) -> Result<Self, InputError> {
        if bytes.is_empty() {
            return Err(InputError::Empty);
        }
        if !bytes.starts_with(b"PK") {
            return Err(stranger(bytes, wanted));
        }
        let archive =
            ZipArchive::new(Cursor::new(bytes)).map_err(|_| broken("压缩包的目录读不出来，文件可能没有传完"))?;
        if archive.len() > MOST_PARTS {
            return Err(InputError::Bomb { part: format!("{} 个部件", archive.len()) });
        }
        let mut names = HashMap::new();
        for index in 0..archive.len() {
            if let Some(Ok(name)) = archive.name_for_index(index) {
                names.insert(key(&name), index);
            }
        }
        Ok(Self { archive: RefCell::new(archive), names, unpacked: Cell::new(0) })
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
            _ => broken(&format!("部件 {name} 取不出来")),
        })?;
        let bomb = || InputError::Bomb { part: name.to_owned() };
        let packed = file.compressed_size().max(1);
        let mut bytes = Vec::new();
        let room = LARGEST_PART.min(LARGEST_WHOLE.saturating_sub(self.unpacked.get()));
        let swollen = SMALL.max(packed.saturating_mul(SWELLING)).min(room);
        file.take(swollen + 1)
            .read_to_end(&mut bytes)
            .map_err(|_| broken(&format!("部件 {name} 解不开，内容有损坏")))?;
        if bytes.len() as u64 > swollen {
            return Err(bomb());
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
            Ok(text) => decode(text.as_bytes(), label).map_err(|_| broken(&format!("部件 {name} 的编码认不出来")))?,
            Err(error) => {
                decode(error.as_bytes(), label).map_err(|_| broken(&format!("部件 {name} 的编码认不出来")))?
            }
        };
        Ok(Some(decoded))
    }
}

/// A name as it is looked up: lower case, `/`, no leading one.
fn key(name: &str) -> String {
    name.replace('\\', "/").trim_start_matches('/').to_lowercase()
}

/// The error for a damaged file.
pub fn broken(reason: &str) -> InputError {
    InputError::Broken { reason: reason.to_owned() }
}

/// What a file is that is no package.
fn stranger(bytes: &[u8], wanted: &'static str) -> InputError {
    let head = &bytes[..bytes.len().min(1 << 10)];
    let shown = head.trim_ascii_start().to_ascii_lowercase();
    let shown = shown.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&shown).trim_ascii_start();
    let begins = |mark: &[u8]| shown.starts_with(mark);
    let kind = if bytes.starts_with(b"\xd0\xcf\x11\xe0") {
        if is_protected(bytes) {
            return InputError::Encrypted;
        }
        "旧版 Office 文件（.doc、.wps 或 .xls）"
    } else if begins(b"%pdf-") {
        "PDF 文件"
    } else if begins(b"{\\rtf") {
        "RTF 文件"
    } else if begins(b"<!doctype html") || begins(b"<html") || begins(b"mime-version") {
        "网页"
    } else if begins(b"<?xml") || begins(b"<") {
        "XML 文件"
    } else if begins(b"\x89png") || begins(b"\xff\xd8\xff") {
        "图片"
    } else if begins(b"rar!") || begins(b"7z\xbc\xaf") || begins(b"\x1f\x8b") {
        "压缩包"
    } else if memchr::memchr(0, head).is_none() {
        "纯文本文件"
    } else {
        "别的文件，或者已经损坏"
    };
    InputError::OtherKind { wanted, kind }
}

/// Whether an OLE file is an Office file behind a password: it holds a stream `EncryptedPackage`.
fn is_protected(bytes: &[u8]) -> bool {
    let name: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
    memchr::memmem::find(bytes, &name).is_some()
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
    fn another_kind_of_file_is_named() {
        assert!(error(b"%PDF-1.7").contains("而是PDF 文件"));
        assert!(error(b"  <!DOCTYPE html><p>").contains("网页"));
        assert!(error(b"{\\rtf1").contains("RTF"));
        assert!(error("报告".as_bytes()).contains("纯文本"));
        assert!(error(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1....").contains("旧版 Office"));
        assert!(error(b"PK\x03\x04 cut off").contains("没有传完"));
        let mut protected = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".to_vec();
        protected.extend("EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes));
        assert!(error(&protected).contains("密码"));
    }

    #[test]
    fn a_part_that_swells_without_end_is_refused() {
        let bytes = packed(&[("word/document.xml", &vec![b'a'; 40 << 20])]);
        let package = Package::open(&bytes, ".docx").unwrap();
        assert!(matches!(package.bytes("word/document.xml"), Err(InputError::Bomb { .. })));
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
