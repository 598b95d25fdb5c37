//! The elements of a page, as a browser would nest them where it matters: paragraphs, cells and items that are not closed,
//! end tags without a start, markup that never ends.
//!
//! Not a tree builder by the book: elements that only format are left as they come.

use std::collections::HashMap;

use super::tokens::{Tag, Token};
use crate::document::DraftRun;
use crate::text::span::Span;

/// Index of an element in [`Page::elements`]. Parents come before children, so the descendants of one follow it without a gap.
pub(super) type ElementId = usize;

/// Elements nest no deeper than this; what would is put into the deepest.
const MAX_DEPTH: usize = 512;

/// Elements without content.
const VOID: &[&str] = &[
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr",
    "basefont", "bgsound", "frame", "keygen",
];

/// Elements that begin a line of their own.
const BLOCKS: &[&str] = &[
    "address",
    "article",
    "aside",
    "blockquote",
    "body",
    "caption",
    "center",
    "dd",
    "details",
    "dialog",
    "dir",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hgroup",
    "html",
    "legend",
    "li",
    "main",
    "menu",
    "nav",
    "ol",
    "optgroup",
    "option",
    "p",
    "pre",
    "section",
    "select",
    "summary",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "tr",
    "ul",
];

/// Elements whose content is not shown as text of the page.
const NOT_SHOWN: &[&str] = &[
    "audio", "canvas", "datalist", "head", "iframe", "map", "math", "noembed", "noframes", "noscript", "object",
    "script", "style", "svg", "template", "textarea", "title", "video",
];

/// Elements that a head may hold; any other ends it.
const IN_HEAD: &[&str] =
    &["base", "link", "meta", "noscript", "script", "style", "template", "title", "basefont", "bgsound"];

/// What a start tag closes: the elements it cannot stand in, looked for outwards up to a barrier.
const CLOSES: &[(&[&str], &[&str], &[&str])] = &[
    (&["li"], &["li"], &["ul", "ol", "menu", "dir"]),
    (&["dd", "dt"], &["dd", "dt"], &["dl"]),
    (&["option", "optgroup"], &["option"], &["select", "datalist"]),
    (&["td", "th"], &["td", "th"], &["tr", "table"]),
    (&["tr"], &["tr", "caption", "colgroup"], &["tbody", "thead", "tfoot", "table"]),
    (&["tbody", "thead", "tfoot"], &["tbody", "thead", "tfoot", "tr", "caption", "colgroup"], &["table"]),
    (
        &["h1", "h2", "h3", "h4", "h5", "h6"],
        &["h1", "h2", "h3", "h4", "h5", "h6"],
        &["div", "td", "th", "section", "li"],
    ),
];

/// Beyond these an end tag or a new paragraph does not reach.
const SCOPE: &[&str] = &["td", "th", "table", "caption", "button", "object", "template"];

/// A page.
#[derive(Debug, Default)]
pub(super) struct Page {
    pub(super) elements: Vec<Element>,
    pub(super) events: Vec<Event>,
    /// What the page says its title is: `<title>`, `ArticleTitle`.
    pub(super) titles: Vec<String>,
}

/// An element.
#[derive(Debug)]
pub(super) struct Element {
    pub(super) name: String,
    pub(super) parent: Option<ElementId>,
    /// Its id and classes in small letters, with blanks between.
    pub(super) labels: String,
    /// Whether its content is not shown (`display:none`, `hidden`).
    pub(super) hidden: bool,
    /// Original bytes of its start tag.
    pub(super) tag: Span,
}

impl Element {
    /// Whether it begins a line of its own.
    pub(super) fn is_block(&self) -> bool {
        BLOCKS.contains(&self.name.as_str())
    }

    /// Whether it holds no text of the page at all.
    pub(super) fn is_not_shown(&self) -> bool {
        NOT_SHOWN.contains(&self.name.as_str())
    }
}

/// What happens on the way through a page.
#[derive(Debug)]
pub(super) enum Event {
    Open(ElementId),
    Close(ElementId),
    /// `<br>` and `<hr>`, with their original bytes.
    Break(Span),
    Text(Vec<DraftRun>),
}

/// Builds the page of tokens. `text` is the source.
pub(super) fn page(text: &str, tokens: Vec<Token>) -> Page {
    let mut builder =
        Builder { text, page: Page::default(), open: Vec::new(), count: HashMap::new(), too_deep: HashMap::new() };
    for token in tokens {
        match token {
            Token::Open(tag) => builder.start(tag),
            Token::Close(name) => builder.end(&name),
            Token::Text(runs) => builder.text(runs),
        }
    }
    while !builder.open.is_empty() {
        builder.pop();
    }
    builder.page
}

struct Builder<'a> {
    text: &'a str,
    page: Page,
    open: Vec<ElementId>,
    /// How many elements of a name are open.
    count: HashMap<String, usize>,
    /// How many elements of a name were too deep to be opened.
    too_deep: HashMap<String, usize>,
}

impl Builder<'_> {
    fn start(&mut self, tag: Tag) {
        if self.is_open("head") && !IN_HEAD.contains(&tag.name.as_str()) && tag.name != "head" {
            self.close_in("head", &[]);
        }
        self.note_title(&tag);
        match tag.name.as_str() {
            "br" | "hr" => return self.page.events.push(Event::Break(tag.span)),
            name if VOID.contains(&name) => return,
            "html" | "body" if self.is_open(&tag.name) => return,
            _ => {}
        }
        self.make_room(&tag.name);
        let foreign = tag.name.contains(':') || matches!(tag.name.as_str(), "path" | "use" | "circle" | "rect");
        if tag.closed && foreign {
            return;
        }
        if self.open.len() >= MAX_DEPTH {
            *self.too_deep.entry(tag.name).or_default() += 1;
            return;
        }
        self.push(tag);
    }

    /// Closes what cannot stand around an element.
    fn make_room(&mut self, name: &str) {
        let rule = CLOSES.iter().find(|(names, _, _)| names.contains(&name));
        if let Some((_, closed, barriers)) = rule {
            let at = self.open.iter().rposition(|id| {
                let open = self.page.elements[*id].name.as_str();
                closed.contains(&open) || barriers.contains(&open)
            });
            if let Some(at) = at.filter(|at| closed.contains(&self.page.elements[self.open[*at]].name.as_str())) {
                self.close_down_to(at);
                // A row group closes the row and then the group before it.
                if name.starts_with('t') && name.len() == 5 {
                    return self.make_room(name);
                }
            }
        }
        if BLOCKS.contains(&name) && self.is_open("p") {
            self.close_in("p", SCOPE);
        }
    }

    fn push(&mut self, tag: Tag) {
        let labels = [tag.attribute("id"), tag.attribute("class")].into_iter().flatten().collect::<Vec<_>>().join(" ");
        let hidden = tag.attribute("hidden").is_some() || tag.attribute("style").is_some_and(is_hiding);
        let id = self.page.elements.len();
        *self.count.entry(tag.name.clone()).or_default() += 1;
        let parent = self.open.last().copied();
        self.page.elements.push(Element { name: tag.name, parent, labels, hidden, tag: tag.span });
        self.open.push(id);
        self.page.events.push(Event::Open(id));
    }

    fn end(&mut self, name: &str) {
        if let Some(count) = self.too_deep.get_mut(name).filter(|count| **count > 0) {
            *count -= 1;
            return;
        }
        match name {
            // </br> and </p> without a start stand for one.
            "br" => {
                let end = self.page.elements.last().map_or(0, |element| element.tag.end);
                self.page.events.push(Event::Break(Span::at(end)));
            }
            "html" | "body" => {}
            name if !self.is_open(name) => {}
            "table" | "td" | "th" | "tr" | "button" => self.close_in(name, &["table"]),
            name => self.close_in(name, SCOPE),
        }
    }

    fn text(&mut self, runs: Vec<DraftRun>) {
        if self.open.last().is_some_and(|id| self.page.elements[*id].name == "title") {
            let title = runs.iter().map(|run| run.decoded.as_deref().unwrap_or(run.span.of(self.text))).collect();
            self.page.titles.push(title);
        }
        self.page.events.push(Event::Text(runs));
    }

    fn note_title(&mut self, tag: &Tag) {
        let names_title = tag.name == "meta" && tag.attribute("name").is_some_and(|name| name == "articletitle");
        if let Some(title) = tag.attribute("content").filter(|_| names_title) {
            self.page.titles.push(title.to_owned());
        }
    }

    fn is_open(&self, name: &str) -> bool {
        self.count.get(name).is_some_and(|count| *count > 0)
    }

    /// Closes the innermost element of a name, unless a barrier stands inside of it.
    fn close_in(&mut self, name: &str, barriers: &[&str]) {
        let found = self.open.iter().rposition(|id| {
            let open = self.page.elements[*id].name.as_str();
            open == name || barriers.contains(&open)
        });
        if let Some(at) = found.filter(|at| self.page.elements[self.open[*at]].name == name) {
            self.close_down_to(at);
        }
    }

    fn close_down_to(&mut self, at: usize) {
        while self.open.len() > at {
            self.pop();
        }
    }

    fn pop(&mut self) {
        let Some(id) = self.open.pop() else { return };
        if let Some(count) = self.count.get_mut(&self.page.elements[id].name) {
            *count -= 1;
        }
        self.page.events.push(Event::Close(id));
    }
}

/// Whether a style hides its element.
fn is_hiding(style: &str) -> bool {
    let bare: String = style.chars().filter(|c| !c.is_whitespace()).collect();
    bare.contains("display:none") || bare.contains("visibility:hidden")
}
