//! A value with its place in a YAML file, so that an error found after parsing still points at it.
//!
//! With `rule::pack` the only user of the YAML crate.

/// A value read from YAML together with where it stood (unknown for the packs compiled at build time).
pub use serde_yaml::Spanned as Located;

use super::span::Span;

/// Byte span of a located value in its YAML file, `None` where the reader did not know it.
pub fn place<T>(value: &Located<T>) -> Option<Span> {
    let span = value.referenced.span();
    let start = usize::try_from(span.byte_offset()?).ok()?;
    let len = usize::try_from(span.byte_len()?).ok()?;
    Some(Span::new(start, start + len))
}
