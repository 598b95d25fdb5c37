//! Old word processor files (`.doc`, `.wps`, `.rtf`, `.odt`): named here, read through LibreOffice.
//!
//! Another program is started for it, which only the command line may do: `cli` converts such a file to docx and has that read. Whoever
//! calls [`super::read`] directly is told that there is no converter.

use super::decode::Label;
use super::signature::{Kind, kind_of, refusal};
use super::{Format, InputError, Read, Source, docx, html};

/// The format.
pub(super) const FORMAT: Format =
    Format { name: "旧版 Word 或 WPS 文档", extensions: &["doc", "dot", "wps", "wpt", "rtf", "odt"], read };

/// How a file is called for LibreOffice: its import filter and an extension that fits. Named outright, since LibreOffice takes what
/// it does not know for text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Import {
    /// The name of the filter.
    pub filter: &'static str,
    /// The extension without dot.
    pub extension: &'static str,
}

/// Which kinds are converted, and how.
const IMPORTS: &[(Kind, Import)] = &[
    (Kind::OldWord, Import { filter: "MS Word 97", extension: "doc" }),
    (Kind::OldOffice, Import { filter: "MS Word 97", extension: "doc" }),
    (Kind::Rtf, Import { filter: "Rich Text Format", extension: "rtf" }),
    (Kind::OpenDocument, Import { filter: "writer8", extension: "odt" }),
];

/// Reads what only has the old extension: a docx, or a web page as some systems export it. Nothing else.
fn read(bytes: &[u8], label: Option<Label>) -> Result<Read, InputError> {
    match kind_of(bytes) {
        Some(Kind::Docx) => (docx::FORMAT.read)(bytes, label),
        Some(kind) if import_of(kind).is_some() => Err(InputError::NoConverter),
        None if html::is_page(bytes) => {
            // Rewriting it would make it no page for the program that wrote it.
            Ok(Read { encoding: None, ..(html::FORMAT.read)(bytes, label)? })
        }
        _ => Err(refusal(bytes, WANTED)),
    }
}

/// What is expected, for messages.
const WANTED: &str = "Word 或 WPS";

fn import_of(kind: Kind) -> Option<Import> {
    IMPORTS.iter().find(|(known, _)| *known == kind).map(|(_, import)| *import)
}

/// Its extensions for messages: .doc、.wps.
pub(super) fn extensions() -> String {
    FORMAT.extensions.iter().map(|extension| format!(".{extension}")).collect::<Vec<_>>().join("、")
}

/// Whether a source is of this format by its name.
pub fn holds(source: &Source) -> bool {
    source.format().is_ok_and(|format| format.extensions == FORMAT.extensions)
}

/// How a source must be converted before it can be read; `None` for all others.
pub fn to_convert(source: &Source, bytes: &[u8]) -> Option<Import> {
    kind_of(bytes).filter(|_| holds(source)).and_then(import_of)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::input::package::tests::packed;

    #[test]
    fn only_what_needs_it_is_converted() {
        let ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1....";
        let to = |name: &str, bytes: &[u8]| {
            to_convert(&Source::from_bytes(name, bytes), bytes).map(|import| import.extension)
        };
        assert_eq!(to("报告.DOC", ole), Some("doc"));
        assert_eq!(to("报告.wps", b"{\\rtf1 a}"), Some("rtf"));
        assert_eq!(to("报告.docx", ole), None);
        assert_eq!(to("报告.doc", b"%PDF-1.7"), None);
        assert_eq!(to("报告.doc", &packed(&[("word/document.xml", b"<a/>")])), None);
    }

    #[test]
    fn without_a_converter_the_remedy_is_said() {
        let error =
            crate::input::read(&Source::from_bytes("报告.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1....".to_vec()));
        assert_eq!(error.unwrap_err(), InputError::NoConverter);
    }

    #[test]
    fn a_page_under_an_old_extension_is_read_as_one() {
        let page = "<html xmlns:w='urn:x'><body><p>某县报告</p></body></html>";
        let read = crate::input::read(&Source::from_bytes("报告.doc", page.as_bytes())).unwrap();
        assert_eq!((read.draft.blocks.len(), read.encoding), (1, None));
    }

    #[test]
    fn another_kind_of_file_is_named() {
        let error = crate::input::read(&Source::from_bytes("报告.doc", b"%PDF-1.7".to_vec())).unwrap_err();
        assert_eq!(error.to_string(), "不是 Word 或 WPS 文件，而是一个 PDF 文件");
    }
}
