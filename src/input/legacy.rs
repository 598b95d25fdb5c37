//! Old word processor files (`.doc`, `.wps`, `.rtf`, `.odt`): named here, read through LibreOffice.
//!
//! Another program is started for it, which only the command line may do: `cli` converts such a file to docx and has that read. Whoever
//! calls [`super::read`] directly is told that there is no converter.

use std::path::Path;

use super::decode::Label;
use super::signature::{Kind, kind_of};
use super::{Format, InputError, Read, Source, docx};

/// The format.
pub(super) const FORMAT: Format =
    Format { name: "旧版 Word 或 WPS 文档", extensions: &["doc", "dot", "wps", "wpt", "rtf", "odt"], read };

/// Reads what only has the old extension and is a docx; nothing else.
fn read(bytes: &[u8], label: Option<Label>) -> Result<Read, InputError> {
    match kind_of(bytes) {
        _ if bytes.is_empty() => Err(InputError::Empty),
        Some(Kind::Docx) => (docx::FORMAT.read)(bytes, label),
        Some(Kind::LockedOffice) => Err(InputError::Encrypted),
        Some(kind @ (Kind::Pdf | Kind::Ofd | Kind::Zip | Kind::OtherOffice | Kind::Image | Kind::Archive)) => {
            Err(InputError::OtherKind { wanted: "Word 或 WPS", kind: kind.name() })
        }
        _ => Err(InputError::NoConverter),
    }
}

/// Its extensions for messages: .doc、.wps.
pub(super) fn extensions() -> String {
    FORMAT.extensions.iter().map(|extension| format!(".{extension}")).collect::<Vec<_>>().join("、")
}

/// Whether a source is of this format by its name.
pub fn holds(source: &Source) -> bool {
    source.format().is_ok_and(|format| format.extensions == FORMAT.extensions)
}

/// The extension under which a source must be converted before it can be read; `None` for all others.
pub fn to_convert(source: &Source, bytes: &[u8]) -> Option<String> {
    let unread = || matches!(read(bytes, None), Err(InputError::NoConverter));
    let extension = || Path::new(&source.path).extension()?.to_str().map(str::to_ascii_lowercase);
    if holds(source) && unread() { extension() } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::input::package::tests::packed;

    #[test]
    fn only_what_needs_it_is_converted() {
        let ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1....";
        let to = |name: &str, bytes: &[u8]| to_convert(&Source::from_bytes(name, bytes), bytes);
        assert_eq!(to("报告.DOC", ole).as_deref(), Some("doc"));
        assert_eq!(to("报告.wps", b"{\\rtf1 a}").as_deref(), Some("wps"));
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
    fn another_kind_of_file_is_named() {
        let error = crate::input::read(&Source::from_bytes("报告.doc", b"%PDF-1.7".to_vec())).unwrap_err();
        assert_eq!(error.to_string(), "不是 Word 或 WPS 文件，而是一个 PDF 文件");
    }
}
