//! Places as SARIF counts them: URIs, and columns in UTF-16 units.

use super::wire::{Insertion, Region};
use crate::document::Document;
use crate::text::span::Span;

/// Most characters of a snippet; longer words go without.
const SNIPPET: usize = 200;

/// A region with its text.
pub(super) fn region(document: &Document, span: Span) -> Region {
    let text = span.of(&document.text);
    let snippet = !text.is_empty() && text.chars().count() <= SNIPPET;
    let snippet = snippet.then(|| Insertion { text: text.to_owned() });
    Region { snippet, ..bare(document, span) }
}

/// A region without its text.
pub(super) fn bare(document: &Document, span: Span) -> Region {
    let (start_line, start_column) = utf16(document, span.start);
    let (end_line, end_column) = utf16(document, span.end);
    Region { start_line, start_column, end_line, end_column, snippet: None }
}

/// The region of what concerns a document as a whole: the place before its first character.
pub(super) fn whole() -> Region {
    Region { start_line: 1, start_column: 1, end_line: 1, end_column: 1, snippet: None }
}

/// Line, and column in UTF-16 units, both 1-based.
fn utf16(document: &Document, original: usize) -> (usize, usize) {
    let line = document.position(original).line;
    let start = document.lines().line(&document.text, line).map_or(0, |span| span.start);
    (line, document.text[start..original].encode_utf16().count() + 1)
}

/// A path as a URI reference: relative ones stay relative, absolute ones become `file:`.
pub(super) fn uri(path: &str) -> String {
    let path = path.replace('\\', "/");
    let path = path.strip_prefix("./").unwrap_or(&path);
    let mut out = String::with_capacity(path.len());
    for byte in path.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'/' | b'-' | b'.' | b'_' | b'~' => out.push(char::from(byte)),
            _ => out += &format!("%{byte:02X}"),
        }
    }
    match path.as_bytes() {
        [b'/', ..] => format!("file://{out}"),
        [drive, b':', b'/', ..] if drive.is_ascii_alphabetic() => format!("file:///{}", out.replacen("%3A", ":", 1)),
        _ => out,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output::sample::document;

    #[test]
    fn columns_count_utf16_units() {
        let text = "题\n𠮷林😀截止年底\n";
        let at = text.find("截止").unwrap();
        let shown = region(&document(text), Span::new(at, at + 6));
        assert_eq!((shown.start_line, shown.start_column, shown.end_line, shown.end_column), (2, 6, 2, 8));
    }

    #[test]
    fn paths_become_uri_references() {
        assert_eq!(uri("./稿 件/a#1.txt"), "%E7%A8%BF%20%E4%BB%B6/a%231.txt");
        assert_eq!(uri("/tmp/a.txt"), "file:///tmp/a.txt");
        assert_eq!(uri("C:\\稿\\a.txt"), "file:///C:/%E7%A8%BF/a.txt");
        assert_eq!(uri("a:b/c"), "a%3Ab/c");
    }
}
