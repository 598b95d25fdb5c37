//! XML as the readers of docx parts see it: elements with their namespace told apart, every token with its bytes.
//!
//! Bounded and never recursive. Document type definitions and unknown entities are refused: Office Open XML has neither, and they
//! are how small files become large ones.

use std::borrow::Cow;
use std::ops::Range;

use quick_xml::XmlVersion;
use quick_xml::events::{BytesStart, Event};
use quick_xml::name::ResolveResult;
use quick_xml::reader::NsReader;

use super::parts::FORMAT_NAME;
use crate::input::InputError;

/// Deepest nesting of elements. Word itself stays below a hundred.
const DEEPEST: usize = 400;

/// Which vocabulary an element belongs to; the strict and the transitional names of one vocabulary are the same to us.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Space {
    /// WordprocessingML, prefix `w` by custom.
    Word,
    /// Markup compatibility, `mc`.
    Compatibility,
    /// Formulas, `m`.
    Math,
    /// Any other.
    Other,
}

impl Space {
    fn of(resolved: &ResolveResult<'_>) -> Self {
        let ResolveResult::Bound(namespace) = resolved else { return Space::Other };
        match namespace.as_ref() {
            "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
            | "http://purl.oclc.org/ooxml/wordprocessingml/main" => Space::Word,
            "http://schemas.openxmlformats.org/markup-compatibility/2006" => Space::Compatibility,
            "http://schemas.openxmlformats.org/officeDocument/2006/math"
            | "http://purl.oclc.org/ooxml/officeDocument/math" => Space::Math,
            _ => Space::Other,
        }
    }
}

/// The start of an element.
#[derive(Debug)]
pub struct Element<'a> {
    /// Its vocabulary.
    pub space: Space,
    /// Bytes of the tag, from `<` to `>`.
    pub tag: Range<usize>,
    start: BytesStart<'a>,
}

impl Element<'_> {
    /// Its name without prefix.
    pub fn local(&self) -> &str {
        let name = self.start.as_ref();
        let name = &name[..name.find(|c: char| c.is_ascii_whitespace() || c == '/').unwrap_or(name.len())];
        name.rsplit_once(':').map_or(name, |(_, local)| local)
    }

    /// Bytes of its prefix with the colon; empty where it has none.
    pub fn prefix(&self) -> Range<usize> {
        let start = self.tag.start + 1;
        start..start + self.start.name().prefix().map_or(0, |prefix| prefix.as_ref().len() + 1)
    }

    /// The value of an attribute, told by its name without prefix.
    pub fn attribute(&self, local: &str) -> Option<String> {
        let mut attributes = self.start.attributes();
        let attributes = attributes.with_checks(false);
        let found = attributes.flatten().find(|attribute| attribute.key.local_name().as_ref() == local)?;
        found.normalized_value(XmlVersion::Implicit1_0).ok().map(Cow::into_owned)
    }

    /// The attribute `val`, as a number.
    pub fn number(&self) -> Option<i64> {
        self.attribute("val")?.trim().parse().ok()
    }

    /// The attribute `val` of a property that is on or off; on where it is not given.
    pub fn is_on(&self) -> bool {
        !matches!(self.attribute("val").as_deref(), Some("0" | "false" | "off" | "none"))
    }
}

/// A piece of XML.
#[derive(Debug)]
pub enum Token<'a> {
    /// The start of an element. `empty` elements have no end of their own.
    Start {
        /// The element.
        element: Element<'a>,
        /// Whether it is `<a/>`.
        empty: bool,
    },
    /// The end of the innermost open element, its bytes.
    End(Range<usize>),
    /// Text as it stands.
    Text {
        /// Its bytes.
        text: Range<usize>,
        /// Its bytes with the marks of a CDATA section, where it stands in one.
        whole: Range<usize>,
    },
    /// A character written as an entity, its bytes.
    Entity(char, Range<usize>),
    /// The end of the part.
    Done,
}

/// Reads a part token by token.
pub struct Tokens<'a> {
    /// The whole part.
    pub xml: &'a str,
    part: &'a str,
    format: &'static str,
    reader: NsReader<&'a [u8]>,
    depth: usize,
}

impl<'a> Tokens<'a> {
    /// Tokens of an XML text; `part` is its name, for messages.
    pub fn of(part: &'a str, xml: &'a str) -> Self {
        Self { xml, part, format: FORMAT_NAME, reader: NsReader::from_str(xml), depth: 0 }
    }

    /// The same in a package of another format, for messages.
    pub fn within(self, format: &'static str) -> Self {
        Self { format, ..self }
    }

    fn at(&self) -> usize {
        usize::try_from(self.reader.buffer_position()).unwrap_or(usize::MAX).min(self.xml.len())
    }

    /// The next token.
    pub fn read(&mut self) -> Result<Token<'a>, InputError> {
        loop {
            let from = self.at();
            let (resolved, event) = match self.reader.read_resolved_event() {
                Ok((resolved, event)) => (Space::of(&resolved), event),
                Err(_) => return Err(self.damaged("标记写得不对")),
            };
            let range = from..self.at();
            match event {
                Event::Start(start) => {
                    self.depth += 1;
                    if self.depth > DEEPEST {
                        return Err(self.damaged("标记嵌套太深"));
                    }
                    return Ok(Token::Start { element: Element { space: resolved, tag: range, start }, empty: false });
                }
                Event::Empty(start) => {
                    return Ok(Token::Start { element: Element { space: resolved, tag: range, start }, empty: true });
                }
                Event::End(_) => {
                    self.depth = self.depth.saturating_sub(1);
                    return Ok(Token::End(range));
                }
                Event::Text(_) => return Ok(Token::Text { text: range.clone(), whole: range }),
                Event::CData(_) => {
                    const MARK: (usize, usize) = ("<![CDATA[".len(), "]]>".len());
                    return Ok(Token::Text { text: range.start + MARK.0..range.end - MARK.1, whole: range });
                }
                Event::GeneralRef(entity) => {
                    let character = match entity.as_ref() {
                        "amp" => Some('&'),
                        "lt" => Some('<'),
                        "gt" => Some('>'),
                        "quot" => Some('"'),
                        "apos" => Some('\''),
                        _ => entity.resolve_char_ref().ok().flatten(),
                    };
                    return match character {
                        Some(character) => Ok(Token::Entity(character, range)),
                        None => Err(self.damaged("有不认识的实体")),
                    };
                }
                Event::DocType(_) => return Err(self.damaged("带有文档类型声明（DOCTYPE）")),
                Event::Eof if self.depth > 0 => return Err(self.damaged("没有写完就断了")),
                Event::Eof => return Ok(Token::Done),
                Event::Comment(_) | Event::Decl(_) | Event::PI(_) => {}
            }
        }
    }

    fn damaged(&self, what: &str) -> InputError {
        InputError::Damaged { format: self.format, reason: format!("部件 {} {what}", self.part) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const STRICT: &str = "http://purl.oclc.org/ooxml/wordprocessingml/main";

    fn told(xml: &str) -> Result<Vec<String>, InputError> {
        let mut tokens = Tokens::of("a.xml", xml);
        let mut out = Vec::new();
        loop {
            out.push(match tokens.read()? {
                Token::Start { element, .. } => format!("{:?}:{}", element.space, element.local()),
                Token::End(range) | Token::Text { text: range, .. } => xml[range].to_owned(),
                Token::Entity(c, _) => c.to_string(),
                Token::Done => return Ok(out),
            });
        }
    }

    #[test]
    fn vocabularies_are_told_by_name_not_by_prefix() {
        let xml = format!("<x:t xmlns:x='{STRICT}'>甲&amp;<b/></x:t>");
        assert_eq!(told(&xml).unwrap(), ["Word:t", "甲", "&", "Other:b", "</x:t>"]);
    }

    #[test]
    fn entities_are_not_expanded_and_nesting_is_bounded() {
        let bomb = "<!DOCTYPE a [<!ENTITY b 'ccc'>]><a>&b;</a>";
        assert!(told(bomb).unwrap_err().to_string().contains("DOCTYPE"));
        assert!(told("<a>&b;</a>").unwrap_err().to_string().contains("实体"));
        let deep = "<a>".repeat(5000) + &"</a>".repeat(5000);
        assert!(told(&deep).unwrap_err().to_string().contains("太深"));
        assert!(told("<a><b></b>").unwrap_err().to_string().contains("断了"));
    }
}
