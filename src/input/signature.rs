//! What a file really is, by its content: extensions are mistaken or changed by hand.
//!
//! Told by the first bytes and, where a container holds many kinds (a zip, an old Office file), by names of parts
//! that stand in it as they are. Nothing is unpacked.

use memchr::memmem;

use super::InputError;

/// Kinds of files that are not plain text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Pdf,
    Docx,
    Ofd,
    OpenDocument,
    OtherOffice,
    Zip,
    OldWord,
    OldOffice,
    LockedOffice,
    Rtf,
    WebArchive,
    Image,
    Archive,
}

/// What each kind is called.
const NAMES: &[(Kind, &str)] = &[
    (Kind::Pdf, "一个 PDF 文件"),
    (Kind::Docx, "一个 Word 或 WPS 文件（.docx）"),
    (Kind::Ofd, "一个 OFD 文件（.ofd）"),
    (Kind::OpenDocument, "一个 OpenDocument 文件（.odt）"),
    (Kind::OtherOffice, "别的 Office 文件（如表格、演示文稿）"),
    (Kind::Zip, "一个压缩包"),
    (Kind::OldWord, "一个旧版 Word 或 WPS 文件（.doc、.wps）"),
    (Kind::OldOffice, "一个旧版 Office 文件（.doc、.wps、.xls）"),
    (Kind::LockedOffice, "一个加了密码的 Office 文件"),
    (Kind::Rtf, "一个 RTF 文件（.rtf）"),
    (Kind::WebArchive, "一个网页归档文件（.mht）"),
    (Kind::Image, "一张图片"),
    (Kind::Archive, "一个压缩包"),
];

/// How files begin.
const BEGINNINGS: &[(&[u8], Kind)] = &[
    (b"PK\x03\x04", Kind::Zip),
    (b"PK\x05\x06", Kind::Zip),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Kind::OldOffice),
    (b"{\\rtf", Kind::Rtf),
    (b"MIME-Version:", Kind::WebArchive),
    (b"From: <Saved by", Kind::WebArchive),
    (b"\x89PNG", Kind::Image),
    (b"\xff\xd8\xff", Kind::Image),
    (b"GIF8", Kind::Image),
    (b"II*\x00", Kind::Image),
    (b"MM\x00*", Kind::Image),
    (b"Rar!\x1a", Kind::Archive),
    (b"7z\xbc\xaf\x27\x1c", Kind::Archive),
    (b"\x1f\x8b", Kind::Archive),
];

/// Parts by which the kinds of a container are told apart: the first that occurs decides. Names in a zip stand in its directory as
/// they are, names in an old Office file in UTF-16.
const PARTS: &[(Kind, &[u8], Kind)] = &[
    (Kind::Zip, b"OFD.xml", Kind::Ofd),
    (Kind::Zip, b"word/", Kind::Docx),
    (Kind::Zip, b"application/vnd.oasis.opendocument.text", Kind::OpenDocument),
    (Kind::Zip, b"[Content_Types].xml", Kind::OtherOffice),
    (Kind::OldOffice, b"E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e\0", Kind::LockedOffice),
    (Kind::OldOffice, b"W\0o\0r\0d\0D\0o\0c\0u\0m\0e\0n\0t\0", Kind::OldWord),
];

/// How text begins that is more than plain text, in small letters; the first that fits decides.
const TEXTS: &[(&[u8], &str)] = &[
    (b"<!doctype html", "一个网页"),
    (b"<html", "一个网页"),
    (b"<?xml", "一个 XML 文件"),
    (b"<", "一个 XML 文件"),
    (b"", "一个纯文本文件"),
];

/// Text is told from other bytes by so much of its beginning.
const HEAD: usize = 1024;

/// A PDF may have a few bytes of another maker in front.
const PDF_WITHIN: usize = 1024;

impl Kind {
    /// What it is called: 一个 PDF 文件.
    pub(super) fn name(self) -> &'static str {
        NAMES.iter().find(|(kind, _)| *kind == self).map_or("", |(_, name)| name)
    }
}

/// The kind of a file; `None` for text and for what is not known.
pub(super) fn kind_of(bytes: &[u8]) -> Option<Kind> {
    let told = BEGINNINGS.iter().find(|(beginning, _)| bytes.starts_with(beginning)).map(|(_, kind)| *kind);
    let Some(outer) = told else {
        let front = &bytes[..bytes.len().min(PDF_WITHIN)];
        // Text may well speak of “%PDF-”; a file with no text before it does not.
        let at = memmem::find(front, b"%PDF-")?;
        return (!has_words(&front[..at])).then_some(Kind::Pdf);
    };
    let inner = PARTS.iter().find(|(container, part, _)| *container == outer && memmem::find(bytes, part).is_some());
    Some(inner.map_or(outer, |(_, _, kind)| *kind))
}

/// Whether bytes hold letters or Chinese text, a byte order mark apart.
fn has_words(bytes: &[u8]) -> bool {
    let rest = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    rest.iter().any(|byte| byte.is_ascii_alphabetic()) || std::str::from_utf8(rest).is_ok_and(|text| !text.is_ascii())
}

/// What a file without a [`Kind`] is called.
fn text_name(bytes: &[u8]) -> &'static str {
    let head = &bytes[..bytes.len().min(HEAD)];
    if memchr::memchr(0, head).is_some() {
        return "别的内容，或者已经损坏";
    }
    let shown = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head).trim_ascii_start().to_ascii_lowercase();
    TEXTS.iter().find(|(beginning, _)| shown.starts_with(beginning)).map_or("", |(_, name)| name)
}

/// Fails for a file that is not of a wanted kind, saying what it is instead. `wanted` names the format: PDF.
pub(super) fn expect(bytes: &[u8], wanted: &'static str, kinds: &[Kind]) -> Result<(), InputError> {
    match kind_of(bytes) {
        Some(kind) if kinds.contains(&kind) => Ok(()),
        _ => Err(refusal(bytes, wanted)),
    }
}

/// The error for a file that is not of the wanted format: what it is, or that it is empty or locked.
pub(super) fn refusal(bytes: &[u8], wanted: &'static str) -> InputError {
    match kind_of(bytes) {
        _ if bytes.is_empty() => InputError::Empty,
        Some(Kind::LockedOffice) => InputError::Encrypted,
        Some(kind) => InputError::OtherKind { wanted, kind: kind.name() },
        None => InputError::OtherKind { wanted, kind: text_name(bytes) },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_has_a_name() {
        let kinds = BEGINNINGS.iter().map(|(_, kind)| kind).chain(PARTS.iter().map(|(_, _, kind)| kind));
        assert!(kinds.chain([&Kind::Pdf]).all(|kind| !kind.name().is_empty()));
    }

    #[test]
    fn tells_containers_by_their_parts() {
        assert_eq!(kind_of(b"PK\x03\x04....word/document.xml"), Some(Kind::Docx));
        assert_eq!(kind_of(b"PK\x03\x04....OFD.xml"), Some(Kind::Ofd));
        assert_eq!(kind_of(b"PK\x03\x04....a.jpg"), Some(Kind::Zip));
        let mut locked = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".to_vec();
        assert_eq!(kind_of(&locked), Some(Kind::OldOffice));
        locked.extend("EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes));
        assert_eq!(kind_of(&locked), Some(Kind::LockedOffice));
    }

    #[test]
    fn text_that_speaks_of_a_pdf_is_no_pdf() {
        assert_eq!(kind_of(b"a file that begins with %PDF-1.7"), None);
        assert_eq!(kind_of("文件以 %PDF- 开头".as_bytes()), None);
        assert_eq!(kind_of(b"\xef\xbb\xbf\r\n%PDF-1.7"), Some(Kind::Pdf));
        assert_eq!(kind_of("某县报告".as_bytes()), None);
    }

    #[test]
    fn a_mistaken_extension_is_named() {
        let error = expect(b"PK\x03\x04 word/document.xml", "PDF", &[Kind::Pdf]).unwrap_err();
        assert_eq!(error.to_string(), "不是 PDF 文件，而是一个 Word 或 WPS 文件（.docx）");
        assert_eq!(expect(b"", "PDF", &[Kind::Pdf]).unwrap_err(), InputError::Empty);
    }

    #[test]
    fn whatever_a_file_is_the_refusal_names_it() {
        let mut locked = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".to_vec();
        locked.extend("EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes));
        assert_eq!(refusal(&locked, ".docx"), InputError::Encrypted);
        let files: [(&[u8], &str); 9] = [
            (b"%PDF-1.7", "PDF"),
            (b"  <!DOCTYPE html><p>", "网页"),
            (b"\xef\xbb\xbf<?xml version='1.0'?>", "XML"),
            (b"{\\rtf1", "RTF"),
            ("报告".as_bytes(), "纯文本"),
            (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1....", "旧版 Office"),
            (b"\x89PNG\r\n", "图片"),
            (b"Rar!\x1a\x07", "压缩包"),
            (b"\x7fELF\0\0", "别的内容"),
        ];
        for (bytes, name) in files {
            let told = refusal(bytes, ".docx").to_string();
            assert!(told.starts_with("不是 .docx 文件，而是") && told.contains(name), "{told}");
        }
    }
}
