//! One encoding at a time, every byte accounted for.

use std::str;

use encoding_rs::{BIG5, DecoderResult, EncoderResult, Encoding, GB18030, UTF_8};

use super::Label;

/// Decodes all bytes, or says at which byte (0-based) it cannot go on.
pub(super) fn decode(bytes: &[u8], label: Label) -> Result<String, usize> {
    match label {
        Label::Utf8 => utf8(bytes),
        Label::Gb18030 => multibyte(bytes, GB18030),
        Label::Big5 => multibyte(bytes, BIG5),
        Label::Utf16Le => utf16(bytes, u16::from_le_bytes),
        Label::Utf16Be => utf16(bytes, u16::from_be_bytes),
    }
}

/// Appends the encoded text, or says which character the encoding lacks.
pub(super) fn encode(text: &str, label: Label, out: &mut Vec<u8>) -> Result<(), char> {
    match label {
        Label::Utf8 => out.extend_from_slice(text.as_bytes()),
        Label::Gb18030 => return to_multibyte(text, GB18030, out),
        Label::Big5 => return to_multibyte(text, BIG5, out),
        Label::Utf16Le => out.extend(text.encode_utf16().flat_map(u16::to_le_bytes)),
        Label::Utf16Be => out.extend(text.encode_utf16().flat_map(u16::to_be_bytes)),
    }
    Ok(())
}

/// The crate checks Chinese text ten times as fast as the standard library, which is left to find the place of an error.
fn utf8(bytes: &[u8]) -> Result<String, usize> {
    match UTF_8.decode_without_bom_handling_and_without_replacement(bytes) {
        Some(text) => Ok(text.into_owned()),
        None => str::from_utf8(bytes).map(str::to_owned).map_err(|error| error.valid_up_to()),
    }
}

fn multibyte(bytes: &[u8], encoding: &'static Encoding) -> Result<String, usize> {
    let mut decoder = encoding.new_decoder_without_bom_handling();
    let room = decoder.max_utf8_buffer_length_without_replacement(bytes.len()).unwrap_or(0);
    let mut text = String::with_capacity(room);
    match decoder.decode_to_string_without_replacement(bytes, &mut text, true) {
        (DecoderResult::InputEmpty, _) => {
            text.shrink_to_fit();
            Ok(text)
        }
        (DecoderResult::Malformed(bad, after), read) => Err(read.saturating_sub(usize::from(bad) + usize::from(after))),
        (DecoderResult::OutputFull, read) => Err(read),
    }
}

fn to_multibyte(text: &str, encoding: &'static Encoding, out: &mut Vec<u8>) -> Result<(), char> {
    let mut encoder = encoding.new_encoder();
    let mut rest = text;
    loop {
        out.reserve(encoder.max_buffer_length_from_utf8_without_replacement(rest.len()).unwrap_or(0));
        match encoder.encode_from_utf8_to_vec_without_replacement(rest, out, true) {
            (EncoderResult::InputEmpty, _) => return Ok(()),
            (EncoderResult::Unmappable(character), _) => return Err(character),
            (EncoderResult::OutputFull, read) => rest = &rest[read..],
        }
    }
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Result<String, usize> {
    let (pairs, odd) = bytes.as_chunks::<2>();
    let mut text = String::with_capacity(bytes.len() / 2 * 3);
    let mut at = 0;
    for decoded in char::decode_utf16(pairs.iter().map(|pair| unit(*pair))) {
        let c = decoded.map_err(|_| at)?;
        at += c.len_utf16() * 2;
        text.push(c);
    }
    text.shrink_to_fit();
    if odd.is_empty() { Ok(text) } else { Err(at) }
}
