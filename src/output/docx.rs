//! Writes Word files: title, headings, paragraphs and tables in the types that Chinese official documents use (GB/T 9704).
//!
//! Deterministic: the same content gives the same bytes. What a report is written with is told by [`Docx`]; packing and escaping
//! are shared with `annotate`.
//!
//! ```
//! use gangyao::output::docx::Docx;
//!
//! let mut docx = Docx::new();
//! docx.title("核对表");
//! docx.heading(1, "一、必备内容");
//! docx.paragraph("逐项核对如下。");
//! docx.table(&["要求", "结论"], &[vec!["存在的不足和原因".into(), "有".into()]], &[70, 30]);
//! assert!(docx.finish().starts_with(b"PK"));
//! ```

mod fixed;
pub(super) mod pack;

use std::fmt::Write as _;

/// Text width of the page in twentieths of a point: 156 mm.
const TEXT_WIDTH: usize = 8844;

/// A Word file on its way.
#[derive(Debug, Clone, Default)]
pub struct Docx {
    body: String,
}

impl Docx {
    /// An empty one.
    pub fn new() -> Self {
        Self::default()
    }

    /// A line of the title, centred.
    pub fn title(&mut self, text: &str) {
        self.styled("Title", text);
    }

    /// A heading; `level` is 1-based, deeper ones than 4 look alike.
    pub fn heading(&mut self, level: u8, text: &str) {
        self.styled(&format!("Heading{}", level.clamp(1, 4)), text);
    }

    /// A paragraph of the text, its first line indented by two characters.
    pub fn paragraph(&mut self, text: &str) {
        self.styled("BodyText", text);
    }

    /// A paragraph without indent: the addressee, a note.
    pub fn plain(&mut self, text: &str) {
        self.styled("Normal", text);
    }

    /// A line at the right edge: the signature and its date.
    pub fn signature(&mut self, text: &str) {
        self.styled("Signature", text);
    }

    /// A table. `widths` are percent of the text width, one a column; rows shorter than the widest are filled with empty cells. No
    /// header where `header` is empty.
    pub fn table(&mut self, header: &[&str], rows: &[Vec<String>], widths: &[usize]) {
        let columns = rows.iter().map(Vec::len).chain([header.len(), 1]).max().unwrap_or(1);
        let width = |at: usize| widths.get(at).copied().unwrap_or(100 / columns) * TEXT_WIDTH / 100;
        self.body += "<w:tbl><w:tblPr><w:tblStyle w:val=\"TableGrid\"/><w:tblW w:w=\"0\" w:type=\"auto\"/>\
                      <w:tblLayout w:type=\"fixed\"/></w:tblPr><w:tblGrid>";
        for at in 0..columns {
            let _ = write!(self.body, "<w:gridCol w:w=\"{}\"/>", width(at));
        }
        self.body += "</w:tblGrid>";
        if !header.is_empty() {
            self.row(header.iter().copied(), columns, &width, true);
        }
        for row in rows {
            self.row(row.iter().map(String::as_str), columns, &width, false);
        }
        self.body += "</w:tbl>";
    }

    fn row<'a>(
        &mut self,
        cells: impl Iterator<Item = &'a str>,
        columns: usize,
        width: &dyn Fn(usize) -> usize,
        header: bool,
    ) {
        let (properties, style) = match header {
            true => ("<w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>", "TableHead"),
            false => ("<w:trPr><w:cantSplit/></w:trPr>", "TableText"),
        };
        let _ = write!(self.body, "<w:tr>{properties}");
        for (at, cell) in cells.chain(std::iter::repeat("")).take(columns).enumerate() {
            let _ = write!(self.body, "<w:tc><w:tcPr><w:tcW w:w=\"{}\" w:type=\"dxa\"/></w:tcPr>", width(at));
            self.styled(style, cell);
            self.body += "</w:tc>";
        }
        self.body += "</w:tr>";
    }

    fn styled(&mut self, style: &str, text: &str) {
        let _ = write!(self.body, "<w:p><w:pPr><w:pStyle w:val=\"{style}\"/></w:pPr>");
        self.body += &run(text, "");
        self.body += "</w:p>";
    }

    /// The file's bytes.
    pub fn finish(self) -> Vec<u8> {
        let mut body = self.body;
        if body.ends_with("</w:tbl>") {
            // A file may not end with a table.
            body += "<w:p/>";
        }
        let document = fixed::document(&body);
        let mut parts: Vec<(&str, &[u8])> =
            fixed::PARTS.iter().map(|(name, content)| (*name, content.as_bytes())).collect();
        parts.push(("word/document.xml", document.as_bytes()));
        pack::pack(&parts)
    }
}

/// A run of this text with these properties (`<w:rPr>…</w:rPr>` or nothing); tabs and line ends become what they are in Word.
pub(super) fn run(text: &str, properties: &str) -> String {
    if text.is_empty() {
        return String::new();
    }
    let mut out = format!("<w:r>{properties}");
    let mut open = false;
    for c in text.chars() {
        let element = match c {
            '\t' => "<w:tab/>",
            '\n' | '\u{b}' | '\u{2028}' => "<w:br/>",
            _ => "",
        };
        match (element.is_empty(), open) {
            (true, false) => out += "<w:t xml:space=\"preserve\">",
            (false, true) => out += "</w:t>",
            _ => {}
        }
        open = element.is_empty();
        match open {
            true => push_escaped(&mut out, c),
            false => out += element,
        }
    }
    out + if open { "</w:t></w:r>" } else { "</w:r>" }
}

/// Text as it may stand in XML, between tags or in an attribute. What XML cannot hold becomes as many bytes of something that it can.
pub(super) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    text.chars().for_each(|c| push_escaped(&mut out, c));
    out
}

fn push_escaped(out: &mut String, c: char) {
    match c {
        '&' => *out += "&amp;",
        '<' => *out += "&lt;",
        '>' => *out += "&gt;",
        '"' => *out += "&quot;",
        '\u{fffe}' | '\u{ffff}' => out.push('\u{fffd}'),
        c if c < ' ' && !matches!(c, '\t' | '\n' | '\r') => out.push(' '),
        c => out.push(c),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Hint;
    use crate::input::{Source, read};

    #[test]
    fn what_is_written_is_read_back() {
        let mut docx = Docx::new();
        docx.title("核对表");
        docx.heading(1, "一、必备内容");
        docx.paragraph("甲<乙>&“丙”\t丁\u{1}\n戊");
        docx.table(&["要求", "结论"], &[vec!["不足".into(), "有".into()], vec!["计划".into()]], &[70, 30]);
        let draft = read(&Source::from_bytes("a.docx", docx.clone().finish())).unwrap().draft;
        assert_eq!(draft.text, "核对表\n一、必备内容\n甲<乙>&“丙”\t丁 \u{b}戊\n要求|结论\n不足|有\n计划|\n\n");
        assert_eq!(draft.blocks[1].hint, Hint::Heading(1));
        assert_eq!(draft.blocks.last().map(|block| block.hint), Some(Hint::TableRow));
        assert_eq!(docx.clone().finish(), docx.finish());
    }
}
