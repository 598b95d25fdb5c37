//! Symbols that a document writes by font and code.

use crate::input::docx::xml::Element;

/// A symbol by font and code. Symbol fonts have no text of their own: their characters become U+FFFC, but for those that reports
/// use in lists of choices.
pub(super) fn symbol(element: &Element<'_>) -> char {
    const UNKNOWN: char = '\u{fffc}';
    let code = element.attribute("char").and_then(|code| u32::from_str_radix(code.trim(), 16).ok());
    let Some(code) = code else { return UNKNOWN };
    let font = element.attribute("font").unwrap_or_default().to_ascii_lowercase();
    let own = if (0xf000..=0xf0ff).contains(&code) { code - 0xf000 } else { code };
    match (font.as_str(), own) {
        ("wingdings", 0xfe) | ("wingdings 2", 0x52) => '☑',
        ("wingdings", 0xfc) | ("wingdings 2", 0x50) => '√',
        ("wingdings", 0xa8 | 0x6f | 0x71) | ("wingdings 2", 0xa3) => '□',
        ("wingdings" | "wingdings 2" | "wingdings 3" | "webdings" | "symbol", _) => UNKNOWN,
        _ => char::from_u32(own).filter(|c| !c.is_control()).unwrap_or(UNKNOWN),
    }
}
