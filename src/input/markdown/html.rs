//! Raw HTML in Markdown: tags go, text stays. Entities are left as they stand, but for blanks.

use crate::text::fold::is_blank;
use crate::text::span::Span;

/// Elements that do not interrupt a line.
const INLINE: [&str; 12] = ["a", "b", "i", "u", "s", "em", "strong", "span", "font", "sub", "sup", "mark"];

/// Blanks written as entities.
const BLANKS: [&str; 3] = ["&nbsp;", "&emsp;", "&ensp;"];

/// What stands between tags.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Piece {
    /// Bytes of the chunk.
    Text(Span),
    /// The end of a line or an element.
    Break,
}

/// Reads an HTML block chunk by chunk, as pulldown-cmark hands it over.
#[derive(Debug, Default)]
pub(super) struct Html {
    /// What ends the part being skipped: a comment, a tag, a script.
    until: Option<&'static str>,
}

impl Html {
    /// The pieces of the next chunk, usually a line.
    pub(super) fn pieces(&mut self, chunk: &str) -> Vec<Piece> {
        let mut pieces = Vec::new();
        let mut at = 0;
        while let Some(c) = chunk[at..].chars().next() {
            let rest = &chunk[at..];
            if let Some(end) = self.until {
                let Some(found) = rest.find(end) else { return pieces };
                self.until = None;
                at += found + end.len();
            } else if let Some(blank) = BLANKS.iter().find(|blank| rest.starts_with(**blank)) {
                at += blank.len();
            } else if c == '<' && is_tag(rest) {
                self.until = Some(end_of(rest));
                if !INLINE.contains(&name(rest).as_str()) {
                    pieces.push(Piece::Break);
                }
                at += 1;
            } else if matches!(c, '\n' | '\r') {
                pieces.push(Piece::Break);
                at += 1;
            } else {
                let next = rest[c.len_utf8()..].find(['<', '&', '\n', '\r']).map_or(rest.len(), |to| c.len_utf8() + to);
                if !rest[..next].trim_matches(is_blank).is_empty() {
                    pieces.push(Piece::Text(Span::new(at, at + next)));
                }
                at += next;
            }
        }
        pieces
    }
}

/// Whether a tag breaks the line.
pub(super) fn is_break(tag: &str) -> bool {
    name(tag) == "br"
}

fn is_tag(rest: &str) -> bool {
    rest[1..].starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '/' | '!' | '?'))
}

fn end_of(rest: &str) -> &'static str {
    match name(rest).as_str() {
        "script" if !rest.starts_with("</") => "</script>",
        "style" if !rest.starts_with("</") => "</style>",
        _ if rest.starts_with("<!--") => "-->",
        _ => ">",
    }
}

/// The name of the element in small letters.
fn name(tag: &str) -> String {
    let inner = tag.trim_start_matches(['<', '/']);
    inner.chars().take_while(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(chunks: &[&str]) -> Vec<String> {
        let mut html = Html::default();
        let mut out = vec![String::new()];
        for chunk in chunks {
            for piece in html.pieces(chunk) {
                match piece {
                    Piece::Text(span) => out.last_mut().unwrap().push_str(span.of(chunk)),
                    Piece::Break => out.push(String::new()),
                }
            }
        }
        out.retain(|text| !text.is_empty());
        out
    }

    #[test]
    fn tags_go_and_text_stays() {
        assert_eq!(
            texts(&["<h1 align=\"center\">某县<b>法治</b></h1>\n", "&nbsp;<p>正文 1<2</p>\n"]),
            ["某县法治", "正文 1<2"]
        );
    }

    #[test]
    fn comments_scripts_and_styles_go_even_over_several_lines() {
        assert_eq!(texts(&["<!-- 批注\n", "还是批注 --><p>甲</p>\n"]), ["甲"]);
        assert_eq!(texts(&["<script>\n", "if (a<b) 乙\n", "</script>丙\n"]), ["丙"]);
        assert_eq!(texts(&["<div\n", "class=x>丁</div>\n"]), ["丁"]);
    }
}
