//! CMaps: which codes of a font stand for which characters.
//!
//! Reads what fonts carry with them (`ToUnicode`, an `Encoding` of their own): code spaces, single codes and ranges. Names of
//! predefined CMaps are known to [`super::font`].

use std::collections::HashMap;

/// Entries of one CMap, at most; the largest character collection has some thirty thousand.
const MAX_ENTRIES: usize = 1 << 18;

/// A map from codes to characters or glyphs.
#[derive(Debug, Default)]
pub(super) struct CMap {
    /// Code lengths in bytes with their first and last code.
    spaces: Vec<(usize, u32, u32)>,
    single: HashMap<u32, String>,
    /// First and last code with the UTF-16 units of the first.
    ranges: Vec<(u32, u32, Vec<u16>)>,
    /// First and last code with the glyph of the first.
    glyphs: Vec<(u32, u32, u32)>,
}

/// A token of a CMap.
#[derive(Debug, PartialEq)]
enum Token<'a> {
    Code(Vec<u8>),
    Number(u32),
    Open,
    Close,
    Word(&'a [u8]),
}

impl CMap {
    pub(super) fn parse(bytes: &[u8]) -> CMap {
        let mut cmap = CMap::default();
        let mut tokens = Tokens { rest: bytes };
        let mut entries = 0;
        while let Some(token) = tokens.next() {
            let Token::Word(word) = token else { continue };
            let more = match word {
                b"begincodespacerange" => cmap.section(&mut tokens, 2, CMap::space),
                b"beginbfchar" => cmap.section(&mut tokens, 2, CMap::character),
                b"beginbfrange" => cmap.section(&mut tokens, 3, CMap::range),
                b"begincidchar" => cmap.section(&mut tokens, 2, CMap::glyph),
                b"begincidrange" => cmap.section(&mut tokens, 3, CMap::glyph_range),
                _ => 0,
            };
            entries += more;
            if entries > MAX_ENTRIES {
                break;
            }
        }
        cmap.ranges.sort_by_key(|(first, ..)| *first);
        cmap.glyphs.sort_by_key(|(first, ..)| *first);
        cmap
    }

    /// Whether it says anything of characters.
    pub(super) fn has_characters(&self) -> bool {
        !self.single.is_empty() || !self.ranges.is_empty()
    }

    /// What a code stands for.
    pub(super) fn text(&self, code: u32) -> Option<String> {
        if let Some(text) = self.single.get(&code) {
            return Some(text.clone());
        }
        let at = self.ranges.partition_point(|(first, ..)| *first <= code);
        // Ranges may overlap; the last that begins before the code usually holds it.
        let (first, _, units) = self.ranges[..at].iter().rev().take(4).find(|(_, last, _)| code <= *last)?;
        let mut units = units.clone();
        let last = units.last_mut()?;
        *last = last.wrapping_add(u16::try_from(code - first).ok()?);
        Some(String::from_utf16_lossy(&units))
    }

    /// The glyph of a code.
    pub(super) fn glyph_of(&self, code: u32) -> Option<u32> {
        let at = self.glyphs.partition_point(|(first, ..)| *first <= code);
        let (first, _, glyph) = self.glyphs[..at].iter().rev().take(4).find(|(_, last, _)| code <= *last)?;
        Some(glyph.saturating_add(code - first))
    }

    /// The length in bytes of the code that begins here; `None` if no code space holds it.
    pub(super) fn code_length(&self, bytes: &[u8]) -> Option<usize> {
        (1..=bytes.len().min(4)).find(|len| {
            let code = number(&bytes[..*len]);
            self.spaces.iter().any(|(own, first, last)| own == len && (*first..=*last).contains(&code))
        })
    }

    /// Reads the entries of a section, so many tokens each; returns how many there were.
    fn section(
        &mut self,
        tokens: &mut Tokens<'_>,
        arity: usize,
        entry: fn(&mut CMap, &[Token<'_>], Vec<Vec<u8>>),
    ) -> usize {
        let mut open = Vec::with_capacity(arity);
        let mut count = 0;
        while let Some(token) = tokens.next() {
            let mut array = Vec::new();
            match token {
                Token::Word(word) if word.starts_with(b"end") => break,
                Token::Open => {
                    while let Some(Token::Code(code)) = tokens.next() {
                        array.push(code);
                    }
                    open.push(Token::Open);
                }
                token => open.push(token),
            }
            if open.len() == arity {
                count += 1 + array.len();
                entry(self, &open, array);
                open.clear();
            }
            if count > MAX_ENTRIES {
                break;
            }
        }
        count
    }

    fn space(&mut self, tokens: &[Token<'_>], _: Vec<Vec<u8>>) {
        if let [Token::Code(first), Token::Code(last)] = tokens {
            self.spaces.push((first.len(), number(first), number(last)));
        }
    }

    fn character(&mut self, tokens: &[Token<'_>], _: Vec<Vec<u8>>) {
        if let [Token::Code(code), Token::Code(text)] = tokens {
            self.single.insert(number(code), String::from_utf16_lossy(&units(text)));
        }
    }

    fn range(&mut self, tokens: &[Token<'_>], array: Vec<Vec<u8>>) {
        match tokens {
            [Token::Code(first), Token::Code(last), Token::Code(text)] => {
                self.ranges.push((number(first), number(last), units(text)));
            }
            [Token::Code(first), Token::Code(_), Token::Open] => {
                for (at, text) in array.into_iter().enumerate() {
                    let code = number(first).saturating_add(u32::try_from(at).unwrap_or(u32::MAX));
                    self.single.insert(code, String::from_utf16_lossy(&units(&text)));
                }
            }
            _ => {}
        }
    }

    fn glyph(&mut self, tokens: &[Token<'_>], _: Vec<Vec<u8>>) {
        if let [Token::Code(code), Token::Number(glyph)] = tokens {
            self.glyphs.push((number(code), number(code), *glyph));
        }
    }

    fn glyph_range(&mut self, tokens: &[Token<'_>], _: Vec<Vec<u8>>) {
        if let [Token::Code(first), Token::Code(last), Token::Number(glyph)] = tokens {
            self.glyphs.push((number(first), number(last), *glyph));
        }
    }
}

/// The value of up to four bytes.
pub(super) fn number(bytes: &[u8]) -> u32 {
    bytes.iter().take(4).fold(0, |sum, byte| sum << 8 | u32::from(*byte))
}

fn units(bytes: &[u8]) -> Vec<u16> {
    match bytes {
        [one] => vec![u16::from(*one)],
        _ => bytes.chunks_exact(2).map(|pair| u16::from_be_bytes([pair[0], pair[1]])).collect(),
    }
}

struct Tokens<'a> {
    rest: &'a [u8],
}

impl<'a> Tokens<'a> {
    /// Cuts off as many bytes as a condition holds for.
    fn take(&mut self, holds: impl Fn(u8) -> bool) -> &'a [u8] {
        let len = self.rest.iter().position(|byte| !holds(*byte)).unwrap_or(self.rest.len());
        let (taken, rest) = self.rest.split_at(len);
        self.rest = rest;
        taken
    }

    fn next(&mut self) -> Option<Token<'a>> {
        loop {
            self.take(|byte| byte.is_ascii_whitespace() || byte == 0);
            if *self.rest.first()? != b'%' {
                break;
            }
            self.take(|byte| !matches!(byte, b'\n' | b'\r'));
        }
        let (first, rest) = self.rest.split_first()?;
        match first {
            b'<' if rest.first() != Some(&b'<') => {
                self.rest = rest;
                let digits = self.take(|byte| byte != b'>');
                self.rest = self.rest.get(1..).unwrap_or_default();
                Some(Token::Code(hex(digits)))
            }
            b'[' => self.one(Token::Open),
            b']' => self.one(Token::Close),
            b'<' | b'>' | b'(' | b')' | b'{' | b'}' => self.one(Token::Word(b"")),
            b'/' => {
                self.rest = rest;
                self.take(is_regular);
                Some(Token::Word(b""))
            }
            _ => {
                let word = self.take(is_regular);
                let number = std::str::from_utf8(word).ok().and_then(|word| word.parse().ok());
                Some(number.map_or(Token::Word(word), Token::Number))
            }
        }
    }

    fn one(&mut self, token: Token<'a>) -> Option<Token<'a>> {
        self.rest = &self.rest[1..];
        Some(token)
    }
}

fn is_regular(byte: u8) -> bool {
    !byte.is_ascii_whitespace()
        && !matches!(byte, 0 | b'<' | b'>' | b'[' | b']' | b'(' | b')' | b'{' | b'}' | b'/' | b'%')
}

fn hex(digits: &[u8]) -> Vec<u8> {
    let mut halves: Vec<u8> = digits
        .iter()
        .filter_map(|digit| char::from(*digit).to_digit(16))
        .filter_map(|n| u8::try_from(n).ok())
        .collect();
    if halves.len() % 2 == 1 {
        halves.push(0);
    }
    halves.chunks_exact(2).map(|pair| pair[0] << 4 | pair[1]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const SAMPLE: &[u8] = b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n\
        1 begincodespacerange <0000> <FFFF> endcodespacerange % remark <00> <01>\n\
        2 beginbfchar <0003> <6CD5> <0004> <D842DFB7> endbfchar\n\
        2 beginbfrange <0010> <0012> <4E00> <0020><0021>[<653F><5E9C0041>] endbfrange\n\
        1 begincidrange <0100> <01ff> 7 endcidrange endcmap";

    #[test]
    fn reads_single_codes_ranges_and_arrays() {
        let cmap = CMap::parse(SAMPLE);
        let text = |code| cmap.text(code);
        assert_eq!(text(3).as_deref(), Some("法"));
        assert_eq!(text(4).as_deref(), Some("𠮷"));
        assert_eq!(text(0x12).as_deref(), Some("\u{4e02}"));
        assert_eq!((text(0x20).as_deref(), text(0x21).as_deref()), (Some("政"), Some("府A")));
        assert_eq!((text(0x13), text(0x22)), (None, None));
        assert_eq!((cmap.glyph_of(0x101), cmap.glyph_of(0x200)), (Some(8), None));
        assert_eq!(cmap.code_length(&[0, 3, 0]), Some(2));
    }

    #[test]
    fn a_broken_map_ends_where_it_breaks() {
        for cut in 0..SAMPLE.len() {
            CMap::parse(&SAMPLE[..cut]);
        }
    }
}
