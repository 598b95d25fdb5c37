//! Finding the report in its page.
//!
//! The body is the element that holds nearly all prose: one with a name that site builders give to it, else the innermost container
//! without which much would be missing. Above it stands the title, perhaps with a byline; what else lies outside is
//! furniture, marked as such and never dropped.

use super::blocks::Placed;
use super::tree::{Element, ElementId, Page};
use crate::document::Hint;
use crate::input::opening;
use crate::input::runs::shown;
use crate::text::fold::is_blank;

/// Ids and classes of the body on government sites and in the usual site builders.
const BODIES: &[&str] = &[
    "ucap-content",
    "trs_editor",
    "view trs_ueditor",
    "trs_ueditor",
    "zoom",
    "zoomcon",
    "article-content",
    "article_content",
    "articlecontent",
    "article-con",
    "article_con",
    "articlecon",
    "arc_con",
    "artcontent",
    "art_con",
    "content-article",
    "detail-content",
    "detail_content",
    "detailcontent",
    "news_content",
    "newscontent",
    "news-content",
    "info_content",
    "infocontent",
    "pages_content",
    "xxgk_content",
    "xl-content",
    "xlcontent",
    "bt-content",
    "wenzhang",
    "textcontent",
    "text-content",
    "vsb_content",
    "v_news_content",
    "mainbodycontent",
    "contenttext",
    "con_text",
    "gknbxq_detail",
    "conzt",
];

/// Parts of ids and classes of what stands around a report.
const FURNITURE: &[&str] = &[
    "nav",
    "menu",
    "crumb",
    "location",
    "weizhi",
    "footer",
    "sidebar",
    "share",
    "related",
    "copyright",
    "qrcode",
    "toolbar",
    "fontsize",
    "sitemap",
    "search",
    "login",
    "header_top",
    "topbar",
    "friendlink",
];

/// Elements that are never part of a report.
const FURNITURE_ELEMENTS: &[&str] = &["nav", "footer", "aside", "button", "select"];

/// Ids and classes of the title, whole or as a part.
const TITLE_PARTS: &[&str] = &["title", "tit", "biaoti"];
const TITLES: &[&str] = &["bt", "h1", "h2"];

/// Elements that the search for the body enters.
const CONTAINERS: &[&str] = &[
    "html", "body", "div", "section", "article", "main", "form", "center", "table", "tbody", "tr", "td", "ul", "li",
    "dl", "dd", "font", "span",
];

/// A body found by its text must hold this share of the prose, in percent, and nearly all lines with the number of a heading; one
/// with a known name is trusted with less.
const MOST: usize = 85;
const MOST_OF_NAMED: usize = 60;

/// Blocks without links above the body that may be title and byline.
const NECK: usize = 12;

/// A block of more characters is prose even without a full stop.
const LONG: usize = 40;

/// Blocks that a script shows: hidden prose that outweighs what is shown by this factor.
const REVEALED: usize = 4;

/// Takes out what is not shown and marks what is not the report.
pub(super) fn place(text: &str, page: &Page, mut blocks: Vec<Placed>) -> Vec<Placed> {
    let weigh = |hidden: bool| blocks.iter().filter(|b| b.hidden == hidden).map(|b| prose(text, b)).sum::<usize>();
    if weigh(true) <= REVEALED * weigh(false) {
        blocks.retain(|block| !block.hidden);
    }
    let Some(body) = body(text, page, &blocks) else { return blocks };
    let within = Within { body, end: end_of(page, body) };
    let inside = |block: &Placed| block.element.is_some_and(|id| within.holds(id));
    let (Some(first), Some(last)) = (blocks.iter().position(inside), blocks.iter().rposition(inside)) else {
        return blocks;
    };
    let neck = neck(page, &blocks[..first]);
    let told: Vec<String> = page.titles.iter().map(|title| bare(title)).collect();
    let last_prose = blocks.iter().rposition(|block| inside(block) && !block.is_link()).unwrap_or(last);
    for (at, block) in blocks.iter_mut().enumerate() {
        let furniture = match at {
            _ if in_furniture_element(page, block.element, &within) => true,
            at if at < first => {
                let title = is_title(text, page, block, &told);
                let open = at >= neck && !block.is_link() && !in_furniture(page, block.element);
                !(title || open && prose(text, block) == 0)
            }
            at if at > last => true,
            at => block.is_link() && at > last_prose,
        };
        if furniture {
            block.block.hint = Hint::Furniture;
        }
    }
    blocks
}

/// The elements below the body.
struct Within {
    body: ElementId,
    end: ElementId,
}

impl Within {
    fn holds(&self, id: ElementId) -> bool {
        (self.body..self.end).contains(&id)
    }
}

/// The first element after all descendants of one.
fn end_of(page: &Page, id: ElementId) -> ElementId {
    let mut inside = vec![false; page.elements.len()];
    inside[id] = true;
    let mut end = id + 1;
    while end < page.elements.len() && page.elements[end].parent.is_some_and(|parent| inside[parent]) {
        inside[end] = true;
        end += 1;
    }
    end
}

/// Characters of a block that are running text, links not counted.
fn prose(text: &str, block: &Placed) -> usize {
    let own = block.chars.saturating_sub(block.linked);
    let closed = || block.block.runs.iter().any(|run| shown(text, run).contains('。'));
    if own >= LONG || (own > 0 && closed()) { own } else { 0 }
}

/// What an element holds with all its descendants.
#[derive(Debug, Clone, Copy, Default)]
struct Weight {
    prose: usize,
    /// Lines that begin with the number of a heading.
    marked: usize,
}

impl Weight {
    fn has_most_of(self, all: Weight, share: usize) -> bool {
        self.prose * 100 >= all.prose * share && self.marked * 10 >= all.marked * 9
    }
}

fn weights(text: &str, page: &Page, blocks: &[Placed]) -> Vec<Weight> {
    let mut weights = vec![Weight::default(); page.elements.len()];
    for block in blocks {
        let Some(id) = block.element else { continue };
        let start = block.block.runs.first().map_or("", |run| shown(text, run));
        weights[id].prose += prose(text, block);
        weights[id].marked += usize::from(!block.is_link() && opening::has_mark(start));
    }
    for id in (0..page.elements.len()).rev() {
        if let Some(parent) = page.elements[id].parent {
            let own = weights[id];
            weights[parent].prose += own.prose;
            weights[parent].marked += own.marked;
        }
    }
    weights
}

/// The element that is the body of the report; `None` on a page without prose.
fn body(text: &str, page: &Page, blocks: &[Placed]) -> Option<ElementId> {
    let weights = weights(text, page, blocks);
    let roots = page.elements.iter().enumerate().filter(|(_, element)| element.parent.is_none());
    let mut all = Weight::default();
    roots.for_each(|(id, _)| {
        all.prose += weights[id].prose;
        all.marked += weights[id].marked;
    });
    if all.prose == 0 {
        return None;
    }
    let trusted = |id: &ElementId| weights[*id].has_most_of(all, MOST_OF_NAMED);
    let named = (0..page.elements.len()).filter(|id| has_label(&page.elements[*id], BODIES)).filter(trusted);
    // The innermost of those around the same text.
    named.max_by_key(|id| (weights[*id].prose, *id)).or_else(|| densest(page, &weights, all))
}

/// Goes inwards as long as one element holds most.
fn densest(page: &Page, weights: &[Weight], all: Weight) -> Option<ElementId> {
    let mut found = None;
    // Descendants follow their ancestors, so each step looks further down only.
    for (id, element) in page.elements.iter().enumerate() {
        let next = found.is_none() || element.parent == found;
        if next && CONTAINERS.contains(&element.name.as_str()) && weights[id].has_most_of(all, MOST) {
            found = Some(id);
        }
    }
    found
}

fn has_label(element: &Element, labels: &[&str]) -> bool {
    element.labels.split_ascii_whitespace().any(|label| labels.contains(&label))
}

fn has_label_part(element: &Element, parts: &[&str]) -> bool {
    element.labels.split_ascii_whitespace().any(|label| parts.iter().any(|part| label.contains(part)))
}

fn ancestors(page: &Page, id: Option<ElementId>) -> impl Iterator<Item = (ElementId, &Element)> {
    std::iter::successors(id, |id| page.elements[*id].parent).map(|id| (id, &page.elements[id]))
}

/// Whether a block lies in an element that is never part of a report; inside the body only what lies below it counts.
fn in_furniture_element(page: &Page, id: Option<ElementId>, within: &Within) -> bool {
    let inner = id.is_some_and(|id| within.holds(id));
    ancestors(page, id)
        .take_while(|(id, _)| !inner || *id > within.body)
        .any(|(_, element)| FURNITURE_ELEMENTS.contains(&element.name.as_str()))
}

fn in_furniture(page: &Page, id: Option<ElementId>) -> bool {
    ancestors(page, id).any(|(_, element)| has_label_part(element, FURNITURE))
}

/// Where the blocks begin that may be title and byline.
fn neck(page: &Page, above: &[Placed]) -> usize {
    let open = |block: &Placed| !block.is_link() && !in_furniture(page, block.element);
    let candidates = above.iter().enumerate().rev().filter(|(_, block)| open(block)).take(NECK);
    candidates.last().map_or(above.len(), |(at, _)| at)
}

/// Whether a block above the body is the title: by its element, or because the page says so.
fn is_title(text: &str, page: &Page, block: &Placed, told: &[String]) -> bool {
    let near = ancestors(page, block.element).take(3);
    let named = near.into_iter().any(|(_, element)| {
        matches!(element.name.as_str(), "h1" | "h2")
            || has_label(element, TITLES)
            || has_label_part(element, TITLE_PARTS)
    });
    let own: String = block.block.runs.iter().map(|run| bare(shown(text, run))).collect();
    let said = own.chars().count() >= 8 && told.iter().any(|title| title.starts_with(&own) || own == *title);
    (named || said) && !block.is_link()
}

fn bare(text: &str) -> String {
    text.chars().filter(|c| !is_blank(*c)).flat_map(char::to_lowercase).collect()
}
