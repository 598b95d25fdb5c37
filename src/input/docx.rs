//! Word and WPS documents: the text as a reader sees it.
//!
//! One line a paragraph, so that a line number is a paragraph number. Automatic numbers (一、 （一） 1.) are part of the text, since
//! the outline lives on them; tracked changes are read as accepted, and leave a [`Trace`](crate::document::Trace), as do
//! comments and hidden text. A soft break inside a paragraph is U+000B, a page break U+000C.
//!
//! What this is not: layout. Fonts, pages and pictures are of no interest here; `output::annotate` writes comments back into a copy
//! with the help of [`lay_out`].

mod layout;
mod numbering;
mod ordinal;
pub mod parts;
pub mod story;
mod styles;
mod walk;
pub mod xml;

use self::layout::{Comment, Stories};
use self::numbering::Numbering;
use self::parts::{Part, Parts};
use self::story::Story;
use self::styles::Styles;
use self::walk::walk;
use super::decode::Label;
use super::{Format, InputError, Read};

pub use layout::{Laid, Layout, Place};
pub use styles::ListPlace;

/// The format.
pub(super) const FORMAT: Format = Format { name: "Word 文档", extensions: &["docx", "docm", "dotx", "dotm"], read };

fn read(bytes: &[u8], _: Option<Label>) -> Result<Read, InputError> {
    let parts = Parts::open(bytes)?;
    Ok(Read { draft: lay_out(&parts)?.draft, encoding: None })
}

/// Reads all parts that hold text and lays them out.
pub fn lay_out(parts: &Parts<'_>) -> Result<Layout, InputError> {
    let styles = match parts.of_kind("styles")? {
        Some(part) => Styles::read(&part.name, &part.xml)?,
        None => Styles::default(),
    };
    let numbering = match parts.of_kind("numbering")? {
        Some(part) => Numbering::read(&part.name, &part.xml)?,
        None => Numbering::default(),
    };
    let read = |part: Part| walk(&part.name, &part.xml, &styles);
    let of_kind = |kind: &str| parts.of_kind(kind)?.map_or_else(|| Ok(Story::default()), read);
    let body = walk(&parts.main.name, &parts.main.xml, &styles)?;
    let notes = [of_kind("footnotes")?, of_kind("endnotes")?];
    let mut margins = Vec::new();
    for id in &body.margins {
        margins.extend(parts.by_id(id)?.map(read).transpose()?);
    }
    if body.embeds || notes.iter().chain(&margins).any(|story| story.embeds) {
        return Err(InputError::Embedded);
    }
    let comments = match parts.of_kind("comments")? {
        Some(part) => comments(&part)?,
        None => Vec::new(),
    };
    Ok(layout::lay_out(Stories { styles, numbering, body, notes, margins, comments }))
}

/// The comments of a document, with author and text.
fn comments(part: &Part) -> Result<Vec<Comment>, InputError> {
    use self::xml::{Space, Token, Tokens};
    let mut tokens = Tokens::of(&part.name, &part.xml);
    let mut found: Vec<Comment> = Vec::new();
    let mut in_text = false;
    loop {
        match tokens.read()? {
            Token::Start { element, empty } if element.space == Space::Word => match element.local() {
                "comment" => found.push(Comment {
                    id: element.attribute("id").unwrap_or_default(),
                    author: element.attribute("author").filter(|author| !author.trim().is_empty()),
                    text: String::new(),
                }),
                local => in_text = local == "t" && !empty,
            },
            Token::End(_) => in_text = false,
            Token::Text { text, .. } if in_text => {
                if let Some(comment) = found.last_mut() {
                    comment.text += &part.xml[text];
                }
            }
            Token::Entity(c, _) if in_text => {
                if let Some(comment) = found.last_mut() {
                    comment.text.push(c);
                }
            }
            Token::Done => return Ok(found),
            _ => {}
        }
    }
}

#[cfg(test)]
pub(crate) mod tests;
