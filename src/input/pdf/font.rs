//! Fonts: from the codes in a page to characters and their widths.
//!
//! Best is the table a font carries for copying (`ToUnicode`). Chinese typesetting often leaves it out and uses a predefined CMap,
//! whose codes are an encoding of text themselves: `UniGB-UTF16-H` is UTF-16, `GBK-EUC-H` is GBK. So no glyph table is
//! needed. What neither tells stays unknown and is counted.

use std::collections::HashMap;

use encoding_rs::{BIG5, Encoding, GB18030};
use lopdf::{Dictionary, Document, Object};

use super::cmap::{CMap, number};
use super::{Budget, resolved};
use crate::input::InputError;

/// Widths are given in thousandths of the size.
const UNIT: f64 = 1000.0;
/// Width of a character whose font does not say: full for Chinese, half for others.
const FULL: f64 = 1000.0;
const HALF: f64 = 500.0;
/// Entries of a table of widths, at most.
const MAX_WIDTHS: usize = 1 << 17;

/// Predefined CMaps by the beginning of their names, and what their codes are.
const PREDEFINED: &[(&[u8], Codes)] = &[
    (b"Identity", Codes::Glyphs),
    (b"UniGB", Codes::Utf16),
    (b"UniCNS", Codes::Utf16),
    (b"UniJIS", Codes::Utf16),
    (b"UniKS", Codes::Utf16),
    (b"GB", Codes::Gb),
    (b"ETen", Codes::Big5),
    (b"B5", Codes::Big5),
    (b"HKscs", Codes::Big5),
];

/// What the codes of a font are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Codes {
    /// One byte each.
    Bytes,
    /// Two bytes, numbers of glyphs.
    Glyphs,
    Utf16,
    Gb,
    Big5,
    /// As the font's own CMap parts them.
    Own,
}

/// A font.
#[derive(Debug)]
pub(super) struct Font {
    codes: Codes,
    own: CMap,
    to_unicode: CMap,
    /// Of a font of one-byte codes, what each stands for without `ToUnicode`.
    simple: Vec<Option<String>>,
    widths: HashMap<u32, f64>,
    default_width: Option<f64>,
    /// Size of the unit of widths.
    unit: f64,
}

/// A character of a shown string.
#[derive(Debug, PartialEq)]
pub(super) struct Shown {
    /// `None` where it cannot be told.
    pub(super) text: Option<String>,
    /// As a share of the size.
    pub(super) width: f64,
    /// Whether it is the one-byte code 32, which word spacing holds for.
    pub(super) is_space: bool,
}

impl Font {
    pub(super) fn read(document: &Document, font: &Dictionary, budget: &mut Budget) -> Result<Font, InputError> {
        let to_unicode = stream_map(document, font, b"ToUnicode", budget)?.unwrap_or_default();
        let kind = font.get(b"Subtype").and_then(Object::as_name).unwrap_or_default();
        if kind == b"Type0" {
            composite(document, font, to_unicode, budget)
        } else {
            simple(document, font, kind, to_unicode, budget)
        }
    }

    /// The characters of a shown string.
    pub(super) fn shown<'b>(&'b self, mut bytes: &'b [u8]) -> impl Iterator<Item = Shown> + 'b {
        std::iter::from_fn(move || {
            let len = self.code_length(bytes).clamp(1, bytes.len().max(1));
            let (code, rest) = bytes.split_at_checked(len)?;
            bytes = rest;
            Some(self.one(code))
        })
    }

    fn code_length(&self, bytes: &[u8]) -> usize {
        match (self.codes, bytes) {
            (Codes::Bytes, _) => 1,
            (Codes::Glyphs, _) => 2,
            (Codes::Utf16, [0xd8..=0xdb, ..]) => 4,
            (Codes::Utf16, _) => 2,
            (Codes::Gb, [0x81..=0xfe, 0x30..=0x39, 0x81..=0xfe, 0x30..=0x39, ..]) => 4,
            (Codes::Gb | Codes::Big5, [0x81..=0xfe, _, ..]) => 2,
            (Codes::Gb | Codes::Big5, _) => 1,
            (Codes::Own, bytes) => self.own.code_length(bytes).unwrap_or(2),
        }
    }

    fn one(&self, bytes: &[u8]) -> Shown {
        let code = number(bytes);
        let text = self.to_unicode.text(code).filter(|text| !text.is_empty() && !text.contains('\0'));
        let text = text.or_else(|| self.by_code(bytes, code));
        Shown { width: self.width(code, bytes, text.as_deref()), is_space: bytes == [32], text }
    }

    fn by_code(&self, bytes: &[u8], code: u32) -> Option<String> {
        match self.codes {
            Codes::Bytes => self.simple.get(code as usize).cloned().flatten(),
            Codes::Utf16 => {
                let units = bytes.chunks_exact(2).map(|pair| u16::from_be_bytes([pair[0], pair[1]]));
                char::decode_utf16(units).collect::<Result<String, _>>().ok()
            }
            Codes::Gb => decoded(bytes, GB18030),
            Codes::Big5 => decoded(bytes, BIG5),
            Codes::Glyphs | Codes::Own => None,
        }
    }

    fn width(&self, code: u32, bytes: &[u8], text: Option<&str>) -> f64 {
        let glyph = match self.codes {
            Codes::Bytes | Codes::Glyphs => Some(code),
            Codes::Own => self.own.glyph_of(code),
            // The number of the glyph would need the table of the character collection.
            Codes::Utf16 | Codes::Gb | Codes::Big5 => None,
        };
        let told = glyph.and_then(|glyph| self.widths.get(&glyph).copied());
        let narrow = || text.map_or(bytes.len() == 1, |text| text.is_ascii());
        let usual = || if narrow() { HALF } else { FULL };
        let width = match (told, glyph, self.default_width) {
            (Some(width), ..) => width,
            (None, Some(_), Some(width)) => width,
            (None, None, Some(width)) if !narrow() => width,
            _ => usual(),
        };
        width / self.unit
    }
}

/// A font of one-byte codes.
fn simple(
    document: &Document,
    font: &Dictionary,
    kind: &[u8],
    to_unicode: CMap,
    budget: &mut Budget,
) -> Result<Font, InputError> {
    let mut simple = vec![None; 256];
    if !to_unicode.has_characters() || font.has(b"Encoding") {
        let mut plain = font.clone();
        plain.remove(b"ToUnicode");
        let encoding = plain.get_font_encoding_with_limit(document, budget.stream());
        if let Ok(encoding) = encoding {
            for (byte, text) in (0..=u8::MAX).zip(&mut simple) {
                *text = encoding.bytes_to_string(&[byte]).ok().filter(|text| !text.is_empty());
            }
        }
    }
    let first = number_of(document, font, b"FirstChar").unwrap_or(0.0) as u32;
    let mut widths = HashMap::new();
    if let Some(Object::Array(all)) = resolved(document, font, b"Widths") {
        for (at, width) in (first..).zip(all.iter().take(MAX_WIDTHS)) {
            widths.extend(float(document, width).map(|width| (at, width)));
        }
    }
    let descriptor = resolved(document, font, b"FontDescriptor").and_then(|object| object.as_dict().ok());
    let default_width = descriptor.and_then(|descriptor| number_of(document, descriptor, b"MissingWidth"));
    // Glyphs that are drawings have a unit of their own.
    let matrix = resolved(document, font, b"FontMatrix").filter(|_| kind == b"Type3").and_then(|m| m.as_array().ok());
    let scale = matrix.and_then(|matrix| float(document, matrix.first()?)).filter(|scale| scale.abs() > 1e-9);
    let unit = scale.map_or(UNIT, |scale| 1.0 / scale.abs());
    Ok(Font { codes: Codes::Bytes, own: CMap::default(), to_unicode, simple, widths, default_width, unit })
}

/// A font of codes of several bytes.
fn composite(
    document: &Document,
    font: &Dictionary,
    to_unicode: CMap,
    budget: &mut Budget,
) -> Result<Font, InputError> {
    let name = resolved(document, font, b"Encoding").and_then(|object| object.as_name().ok());
    let predefined = name.and_then(|name| PREDEFINED.iter().find(|(start, _)| name.starts_with(start)));
    let own = stream_map(document, font, b"Encoding", budget)?;
    let codes = match (predefined, &own) {
        (_, Some(_)) => Codes::Own,
        (Some((_, codes)), None) => *codes,
        (None, None) => Codes::Glyphs,
    };
    let descendant = resolved(document, font, b"DescendantFonts")
        .and_then(|fonts| fonts.as_array().ok()?.first())
        .and_then(|object| document.dereference(object).ok()?.1.as_dict().ok());
    let mut widths = HashMap::new();
    let mut default_width = Some(FULL);
    if let Some(descendant) = descendant {
        default_width = number_of(document, descendant, b"DW").or(default_width);
        if let Some(Object::Array(all)) = resolved(document, descendant, b"W") {
            widths = composite_widths(document, all);
        }
    }
    let own = own.unwrap_or_default();
    Ok(Font { codes, own, to_unicode, simple: Vec::new(), widths, default_width, unit: UNIT })
}

/// Widths by glyph: `first [w w w]` or `first last w`.
fn composite_widths(document: &Document, all: &[Object]) -> HashMap<u32, f64> {
    let mut widths = HashMap::new();
    let mut rest = all;
    while let [first, second, after @ ..] = rest {
        let Some(first) = float(document, first).map(|first| first as u32) else { break };
        match (document.dereference(second).map(|(_, object)| object), after) {
            (Ok(Object::Array(list)), _) => {
                let told = (first..).zip(list).filter_map(|(glyph, width)| Some((glyph, float(document, width)?)));
                widths.extend(told.take(MAX_WIDTHS));
                rest = after;
            }
            (Ok(last), [width, after @ ..]) => {
                let (Some(last), Some(width)) = (float(document, last), float(document, width)) else { break };
                let room = MAX_WIDTHS.saturating_sub(widths.len());
                widths.extend((first..=last as u32).take(room).map(|glyph| (glyph, width)));
                rest = after;
            }
            _ => break,
        }
        if widths.len() >= MAX_WIDTHS {
            break;
        }
    }
    widths
}

/// The CMap that a stream of a font holds, if it has one under a key.
fn stream_map(
    document: &Document,
    font: &Dictionary,
    key: &[u8],
    budget: &mut Budget,
) -> Result<Option<CMap>, InputError> {
    let Some(stream) = resolved(document, font, key).and_then(|object| object.as_stream().ok()) else {
        return Ok(None);
    };
    Ok(Some(CMap::parse(&budget.content(stream)?)))
}

fn number_of(document: &Document, dictionary: &Dictionary, key: &[u8]) -> Option<f64> {
    resolved(document, dictionary, key).and_then(|object| float(document, object))
}

/// A number, through references.
pub(super) fn float(document: &Document, object: &Object) -> Option<f64> {
    document.dereference(object).ok()?.1.as_float().ok().map(f64::from).filter(|number| number.is_finite())
}

fn decoded(bytes: &[u8], encoding: &'static Encoding) -> Option<String> {
    encoding.decode_without_bom_handling_and_without_replacement(bytes).map(std::borrow::Cow::into_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn font(codes: Codes) -> Font {
        Font {
            codes,
            own: CMap::default(),
            to_unicode: CMap::default(),
            simple: Vec::new(),
            widths: HashMap::new(),
            default_width: Some(FULL),
            unit: UNIT,
        }
    }

    fn text(font: &Font, bytes: &[u8]) -> String {
        font.shown(bytes).map(|shown| shown.text.unwrap_or("?".to_owned())).collect()
    }

    #[test]
    fn codes_of_predefined_maps_are_text() {
        let units: Vec<u8> = "法治2024𠮷".encode_utf16().flat_map(u16::to_be_bytes).collect();
        assert_eq!(text(&font(Codes::Utf16), &units), "法治2024𠮷");
        assert_eq!(text(&font(Codes::Gb), &GB18030.encode("法治2024，㐀").0), "法治2024，㐀");
        assert_eq!(text(&font(Codes::Big5), &BIG5.encode("依法行政2").0), "依法行政2");
    }

    #[test]
    fn glyph_numbers_without_a_table_stay_unknown() {
        assert_eq!(text(&font(Codes::Glyphs), &[0, 1, 0, 2, 3]), "???");
    }

    #[test]
    fn digits_are_half_as_wide_as_characters() {
        let font = font(Codes::Gb);
        let shown: Vec<Shown> = font.shown(b"2\xb7\xa8").collect();
        assert_eq!((shown[0].width, shown[1].width), (0.5, 1.0));
    }

    #[test]
    fn widths_are_read_in_both_forms() {
        let array = |numbers: &[i64]| Object::Array(numbers.iter().map(|n| Object::Integer(*n)).collect());
        let all =
            [Object::Integer(3), array(&[500, 600]), Object::Integer(10), Object::Integer(12), Object::Integer(250)];
        let widths = composite_widths(&Document::new(), &all);
        assert_eq!((widths[&4], widths[&10], widths[&12], widths.len()), (600.0, 250.0, 250.0, 5));
    }
}
