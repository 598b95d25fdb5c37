//! Styles: what a paragraph or run takes from its style and the styles that one is based on.

use std::collections::HashMap;

use super::xml::{Space, Token, Tokens};
use crate::input::InputError;

/// Longest chain of styles followed; a longer one is a circle.
const LONGEST_CHAIN: usize = 32;

/// A reference to a list: which one, and which of its levels.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ListPlace {
    /// `numId`; 0 takes the numbering away.
    pub list: Option<i64>,
    /// `ilvl`, 0-based.
    pub level: Option<usize>,
}

/// One style.
#[derive(Debug, Clone, Default)]
struct Style {
    name: String,
    based_on: Option<String>,
    place: ListPlace,
    outline: Option<u8>,
    hidden: Option<bool>,
}

/// All styles of a document.
#[derive(Debug, Clone, Default)]
pub(super) struct Styles {
    styles: HashMap<String, Style>,
    /// The style of paragraphs that name none.
    default: Option<String>,
}

impl Styles {
    /// Reads `styles.xml`.
    pub(super) fn read(part: &str, xml: &str) -> Result<Self, InputError> {
        let mut tokens = Tokens::of(part, xml);
        let mut styles = Styles::default();
        let mut open: Option<(String, Style)> = None;
        let mut names: Vec<String> = Vec::new();
        loop {
            match tokens.read()? {
                Token::Start { element, empty } => {
                    let word = element.space == Space::Word;
                    let local = if word { element.local().to_owned() } else { String::new() };
                    // What stood in a property before it was changed does not count.
                    let past = names.iter().any(|name| name.ends_with("PrChange"));
                    match (&mut open, local.as_str()) {
                        (None, "style") => {
                            let id = element.attribute("styleId").unwrap_or_default();
                            let paragraph = element.attribute("type").as_deref() == Some("paragraph");
                            let default = matches!(element.attribute("default").as_deref(), Some("1" | "true" | "on"));
                            if paragraph && default {
                                styles.default = Some(id.clone());
                            }
                            open = Some((id, Style::default()));
                        }
                        (Some((_, style)), local) if !past => style.take(local, &element),
                        _ => {}
                    }
                    if !empty {
                        names.push(local);
                    }
                }
                Token::End(_) => {
                    if names.pop().as_deref() == Some("style")
                        && let Some((id, style)) = open.take()
                    {
                        styles.styles.insert(id, style);
                    }
                }
                Token::Done => return Ok(styles),
                Token::Text { .. } | Token::Entity(..) => {}
            }
        }
    }

    /// A style and those it is based on, itself first.
    fn chain<'a>(&'a self, id: Option<&'a str>) -> impl Iterator<Item = (&'a str, &'a Style)> {
        let first = id.or(self.default.as_deref());
        let styled = |id: &'a str| self.styles.get(id).map(|style| (id, style));
        let next = move |(_, style): &(&str, &'a Style)| style.based_on.as_deref().and_then(styled);
        std::iter::successors(first.and_then(styled), next).take(LONGEST_CHAIN)
    }

    /// The list place that a paragraph style gives, and the id of the style that names the list.
    pub(super) fn place(&self, id: Option<&str>) -> Option<(String, ListPlace)> {
        let mut level = None;
        for (id, style) in self.chain(id) {
            level = level.or(style.place.level);
            if style.place.list.is_some() {
                return Some((id.to_owned(), ListPlace { list: style.place.list, level }));
            }
        }
        None
    }

    /// The outline level that a paragraph style gives, 0-based; 9 is body text.
    pub(super) fn outline(&self, id: Option<&str>) -> Option<u8> {
        self.chain(id).find_map(|(_, style)| style.outline.or_else(|| heading_depth(&style.name)))
    }

    /// Whether text of a style is hidden.
    pub(super) fn is_hidden(&self, id: Option<&str>) -> bool {
        self.chain(id).find_map(|(_, style)| style.hidden).unwrap_or(false)
    }

    /// Whether a paragraph style is one of the entries of a table of contents.
    pub(super) fn is_contents(&self, id: Option<&str>) -> bool {
        let name = |style: &Style| style.name.to_ascii_lowercase();
        let is_entry = |name: &str| name.strip_prefix("toc ").is_some_and(|rest| rest.parse::<u8>().is_ok());
        self.chain(id).next().is_some_and(|(_, style)| is_entry(&name(style)) || name(style) == "toc heading")
    }
}

impl Style {
    fn take(&mut self, local: &str, element: &super::xml::Element<'_>) {
        match local {
            "name" => self.name = element.attribute("val").unwrap_or_default(),
            "basedOn" => self.based_on = element.attribute("val"),
            "numId" => self.place.list = element.number(),
            "ilvl" => self.place.level = element.number().and_then(|level| usize::try_from(level).ok()),
            "outlineLvl" => self.outline = element.number().and_then(|level| u8::try_from(level).ok()),
            "vanish" => self.hidden = Some(element.is_on()),
            _ => {}
        }
    }
}

/// `heading 2` -> 1; the built-in names are English in every language.
fn heading_depth(name: &str) -> Option<u8> {
    let name = name.to_ascii_lowercase();
    let depth: u8 = name.strip_prefix("heading ")?.trim().parse().ok()?;
    (1..=9).contains(&depth).then(|| depth - 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn styles(inner: &str) -> Styles {
        let xml = format!(
            "<w:styles xmlns:w='http://schemas.openxmlformats.org/wordprocessingml/2006/main'>{inner}</w:styles>"
        );
        Styles::read("styles.xml", &xml).unwrap()
    }

    #[test]
    fn properties_come_down_the_chain() {
        let styles = styles(
            "<w:style w:type='paragraph' w:default='1' w:styleId='a'><w:name w:val='Normal'/></w:style>\
             <w:style w:type='paragraph' w:styleId='1'><w:name w:val='heading 1'/><w:basedOn w:val='a'/><w:pPr>\
             <w:numPr><w:numId w:val='3'/></w:numPr><w:pPrChange><w:pPr><w:numPr><w:numId w:val='8'/></w:numPr></w:pPr>\
             </w:pPrChange></w:pPr></w:style>\
             <w:style w:type='paragraph' w:styleId='2'><w:name w:val='mine'/><w:basedOn w:val='1'/><w:rPr><w:vanish/></w:rPr>\
             </w:style>",
        );
        let place = ListPlace { list: Some(3), level: None };
        assert_eq!(styles.place(Some("2")), Some(("1".to_owned(), place)));
        assert_eq!((styles.outline(Some("2")), styles.outline(None)), (Some(0), None));
        assert!(styles.is_hidden(Some("2")) && !styles.is_hidden(Some("1")));
    }

    #[test]
    fn a_circle_of_styles_ends() {
        let styles = styles(
            "<w:style w:styleId='1'><w:basedOn w:val='2'/></w:style><w:style w:styleId='2'><w:basedOn w:val='1'/></w:style>",
        );
        assert_eq!(styles.place(Some("1")), None);
    }
}
