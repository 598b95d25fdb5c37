//! The encoding a page says it has, in its `<meta>`.
//!
//! The bytes have the last word: what is valid UTF-8 is UTF-8 whatever the page says (pages are saved anew and keep their old `<meta>`),
//! and a page that does not decode as it says is guessed at like any text.

use crate::input::InputError;
use crate::input::decode::{Decoded, Label, decode};

/// How far into a page its `<meta>` is looked for, in bytes.
const WITHIN: usize = 8 << 10;

/// Decodes a page; `label` is the encoding the user insists on.
pub(super) fn decode_page(bytes: &[u8], label: Option<Label>) -> Result<Decoded, InputError> {
    if label.is_none()
        && std::str::from_utf8(bytes).is_err()
        && let Some(declared) = declared(bytes)
        && let Ok(decoded) = decode(bytes, Some(declared))
    {
        return Ok(decoded);
    }
    decode(bytes, label)
}

/// The encoding a page declares, if it is one of those known.
fn declared(bytes: &[u8]) -> Option<Label> {
    let front = bytes[..bytes.len().min(WITHIN)].to_ascii_lowercase();
    let mut from = 0;
    while let Some(at) = memchr::memmem::find(&front[from..], b"<meta") {
        let tag = &front[from + at..];
        let tag = &tag[..memchr::memchr(b'>', tag).unwrap_or(tag.len())];
        if let Some(label) = charset_of(tag) {
            return Some(label);
        }
        from += at + 1;
    }
    None
}

/// The value after `charset=` in a tag.
fn charset_of(tag: &[u8]) -> Option<Label> {
    let at = memchr::memmem::find(tag, b"charset")? + b"charset".len();
    let text = String::from_utf8_lossy(&tag[at..]);
    let value = text.trim_start().strip_prefix('=')?.trim_start().trim_start_matches(['"', '\'']);
    let end = value.find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '-' | '_'))).unwrap_or(value.len());
    match value[..end].parse() {
        // A page that can be asked for its encoding in ASCII is not in UTF-16.
        Ok(Label::Utf16Le | Label::Utf16Be) | Err(_) => None,
        Ok(label) => Some(label),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_the_declaration_in_both_forms() {
        let of = |page: &str| declared(page.as_bytes());
        assert_eq!(of("<META http-equiv=Content-Type content=\"text/html; charset=gb2312\">"), Some(Label::Gb18030));
        assert_eq!(of("<meta name=a><meta charset='UTF-8'/>"), Some(Label::Utf8));
        assert_eq!(of("<meta charset = big5>"), Some(Label::Big5));
        assert_eq!(of("<meta charset=utf-16>charset=gbk"), None);
    }

    #[test]
    fn short_pages_in_gbk_and_big5_are_read_as_they_say() {
        let gbk = [b"<meta charset=gbk>".to_vec(), encoding_rs::GBK.encode("法治").0.into_owned()].concat();
        assert_eq!(decode_page(&gbk, None).unwrap().text, "<meta charset=gbk>法治");
        let big5 = [b"<meta charset=big5>".to_vec(), encoding_rs::BIG5.encode("依法行政").0.into_owned()].concat();
        assert_eq!(decode_page(&big5, None).unwrap().text, "<meta charset=big5>依法行政");
    }

    #[test]
    fn the_bytes_have_the_last_word() {
        let page = "<meta charset=gb2312>法治政府";
        assert_eq!(decode_page(page.as_bytes(), None).unwrap().text, page);
        let gbk =
            [b"<meta charset=utf-8>".to_vec(), encoding_rs::GBK.encode("法治政府建设报告").0.into_owned()].concat();
        assert!(decode_page(&gbk, None).unwrap().text.ends_with("报告"));
    }
}
