//! Web pages: the text a reader sees, with exact places in the source, and what is report and what is page.
//!
//! The original text is the source of the page, so findings point into it and fixes can be written to it. Tags lie between the runs,
//! entities are decoded. Scripts, styles, comments and what the page hides are not text. Navigation, byline and footer
//! are marked as furniture by their place ([`article`]); whether a line is title or byline by its wording is left to
//! [`crate::document`].
//!
//! Web archives (`.mht`) are another format and not read.

mod article;
mod blocks;
mod charset;
mod tokens;
mod tree;

use super::decode::{Decoded, Label};
use super::{Format, InputError, Read};
use crate::document::{Draft, DraftBlock};

/// The format.
pub(super) const FORMAT: Format = Format { name: "网页", extensions: &["html", "htm", "shtml", "xhtml"], read };

fn read(bytes: &[u8], label: Option<Label>) -> Result<Read, InputError> {
    let Decoded { text, encoding } = charset::decode_page(bytes, label)?;
    let blocks = blocks_of(&text)?;
    Ok(Read { draft: Draft { text, blocks, is_site_page: true, ..Draft::default() }, encoding: Some(encoding) })
}

fn blocks_of(text: &str) -> Result<Vec<DraftBlock>, InputError> {
    let page = tree::page(text, tokens::tokens(text)?);
    let placed = article::place(text, &page, blocks::blocks(text, &page));
    Ok(placed.into_iter().map(|placed| placed.block).collect())
}

#[cfg(test)]
mod tests;
