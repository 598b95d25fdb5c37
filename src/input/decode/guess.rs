//! Telling the encoding of a file without a byte order mark.

use std::sync::LazyLock;

use encoding_rs::GB18030;

use super::{BINARY, Decoded, Label, TextEncoding, stopped, strict};
use crate::input::InputError;
use crate::text::fold::simplified;

/// Bytes looked at to see whether a file may be UTF-16.
const SAMPLE: usize = 64 << 10;

/// Share of UTF-16 units that must look like Chinese text for UTF-16 to be tried.
const UTF16_SHARE: f64 = 0.9;

/// Text of at least [`ENOUGH`] characters outside ASCII of which fewer than this share are familiar is garbled. Real reports
/// have over 0.95, Big5 and UTF-8 taken for GB18030 under 0.6.
const FAMILIAR_SHARE: f64 = 0.75;

/// Characters outside ASCII from which a share says something.
const ENOUGH: usize = 20;

/// Decodes a file without a mark.
pub(super) fn decode(bytes: &[u8]) -> Result<Decoded, InputError> {
    let utf8 = strict::decode(bytes, Label::Utf8);
    let zeros = memchr::memchr(0, bytes).is_some();
    let utf8_stop = match utf8 {
        Ok(text) if !zeros => return Ok(without_mark(text, Label::Utf8)),
        Ok(_) => bytes.len(),
        Err(at) => at,
    };
    let gb = strict::decode(bytes, Label::Gb18030);
    if let Some(found) = utf16(bytes, gb.as_deref().ok().filter(|_| !zeros)) {
        return Ok(found);
    }
    if zeros {
        return Err(BINARY);
    }
    if is_damaged_utf8(bytes) {
        return Err(stopped(bytes, Label::Utf8, utf8_stop));
    }
    match gb {
        Ok(text) if is_garbled(&text) => Err(InputError::Garbled { tried: Label::Gb18030 }),
        Ok(text) => Ok(without_mark(text, Label::Gb18030)),
        Err(at) if at >= utf8_stop => Err(stopped(bytes, Label::Gb18030, at)),
        Err(_) => Err(stopped(bytes, Label::Utf8, utf8_stop)),
    }
}

fn without_mark(text: String, label: Label) -> Decoded {
    Decoded { text, encoding: TextEncoding { label, bom: false } }
}

/// The text as UTF-16 if it looks so, and looks more so than `rival`, the same bytes as GB18030.
fn utf16(bytes: &[u8], rival: Option<&str>) -> Option<Decoded> {
    let label = utf16_order(bytes)?;
    let text = strict::decode(bytes, label).ok().filter(|text| !text.contains('\0'))?;
    let census = census(&text);
    let plausible = census.is_empty() || census.share() >= FAMILIAR_SHARE;
    let better = rival.is_none_or(|rival| census.share() > self::census(rival).share());
    (plausible && better).then(|| without_mark(text, label))
}

/// The byte order in which most high bytes are those of Chinese text.
fn utf16_order(bytes: &[u8]) -> Option<Label> {
    let (units, odd) = bytes.as_chunks::<2>();
    let units = &units[..units.len().min(SAMPLE / 2)];
    if units.is_empty() || !odd.is_empty() {
        return None;
    }
    let share = |unit: fn([u8; 2]) -> u16| {
        units.iter().filter(|pair| is_usual_unit(unit(**pair))).count() as f64 / units.len() as f64
    };
    let (le, be) = (share(u16::from_le_bytes), share(u16::from_be_bytes));
    let (label, share) = if le >= be { (Label::Utf16Le, le) } else { (Label::Utf16Be, be) };
    (share >= UTF16_SHARE).then_some(label)
}

fn is_usual_unit(unit: u16) -> bool {
    match unit >> 8 {
        0x4e..=0x9f | 0x30 | 0xff | 0x20 => true,
        0 => matches!(unit, 0x09 | 0x0a | 0x0d | 0x20..=0x7e | 0xa0..=0xff),
        _ => false,
    }
}

/// Whether the bytes are UTF-8 but for a few: a file cut off or patched. As GB18030 such a file would decode to nonsense.
fn is_damaged_utf8(bytes: &[u8]) -> bool {
    let (mut good, mut bad) = (0, 0);
    for chunk in bytes.utf8_chunks() {
        good += chunk.valid().chars().map(char::len_utf8).filter(|len| *len >= 3).sum::<usize>();
        bad += chunk.invalid().len();
    }
    good >= 9 * bad.max(1)
}

/// Whether a text decodes to characters that Chinese writers do not use.
fn is_garbled(text: &str) -> bool {
    let census = census(text);
    census.familiar + census.strange >= ENOUGH && census.share() < FAMILIAR_SHARE
}

/// Characters outside ASCII, and control characters, by whether Chinese text commonly has them.
struct Census {
    familiar: usize,
    strange: usize,
}

impl Census {
    fn is_empty(&self) -> bool {
        self.familiar + self.strange == 0
    }

    fn share(&self) -> f64 {
        self.familiar as f64 / (self.familiar + self.strange).max(1) as f64
    }
}

/// Familiar are the marks and the 3,755 commonest characters of GB 2312, traditional ones by their simplified form.
fn census(text: &str) -> Census {
    let familiar = familiar_characters();
    let mut census = Census { familiar: 0, strange: 0 };
    for c in text.chars().filter(|c| !matches!(c, '\t' | '\n' | '\r' | '\u{c}' | ' '..='~')) {
        if familiar.get(simplified(c) as usize) == Some(&true) {
            census.familiar += 1;
        } else {
            census.strange += 1;
        }
    }
    census
}

/// By code point: rows 1 to 3 (marks, full-width forms) and 16 to 55 (the commonest characters) of GB 2312.
fn familiar_characters() -> &'static [bool] {
    static TABLE: LazyLock<Box<[bool]>> = LazyLock::new(|| {
        let mut table = vec![false; 0x1_0000].into_boxed_slice();
        for row in (0xa1..=0xa3).chain(0xb0..=0xd7) {
            let cells: Vec<u8> = (0xa1..=0xfe).flat_map(|cell| [row, cell]).collect();
            for c in GB18030.decode_without_bom_handling(&cells).0.chars().filter(|c| !is_private(*c)) {
                table[c as usize & 0xffff] = true;
            }
        }
        table
    });
    &TABLE
}

/// Whether a character is in the private area, where encodings put what they have no character for.
fn is_private(c: char) -> bool {
    matches!(c, '\u{e000}'..='\u{f8ff}')
}
