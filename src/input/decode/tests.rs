use super::*;
use proptest::prelude::*;

const TEXT: &str = "一、主要举措和成效\r\n2024年，全县办结行政复议案件1,200件，“放管服”改革深入推进。\n——完\n";

fn all() -> impl Iterator<Item = TextEncoding> {
    let both = |label| [false, true].map(|bom| TextEncoding { label, bom });
    LABELS.iter().filter(|(label, _)| *label != Label::Big5).flat_map(move |(label, _)| both(*label))
}

fn error(bytes: &[u8]) -> InputError {
    decode(bytes, None).unwrap_err()
}

#[test]
fn every_encoding_of_one_text_gives_the_same_text() {
    for encoding in all() {
        let bytes = encoding.encode(TEXT).unwrap();
        let decoded = decode(&bytes, None).unwrap();
        assert_eq!(decoded, Decoded { text: TEXT.to_owned(), encoding });
        assert!(encoding.gives_back(&decoded.text, &bytes));
    }
}

#[test]
fn traditional_characters_are_told_apart_in_every_encoding() {
    let text = "關於全麵推進法治政府建設工作情況的報告\n";
    for encoding in all() {
        let bytes = encoding.encode(text).unwrap();
        assert_eq!(decode(&bytes, None).map(|decoded| decoded.text).as_deref(), Ok(text), "{encoding:?}");
    }
}

#[test]
fn the_encoding_asked_for_is_taken() {
    for name in ["GBK", "gb2312", "gb18030", "UTF-8", "utf_16le", "utf-16be"] {
        let label: Label = name.parse().unwrap();
        let bytes = TextEncoding { label, bom: false }.encode(TEXT).unwrap();
        assert_eq!(decode(&bytes, Some(label)).unwrap().text, TEXT);
    }
    let big5 = TextEncoding { label: Label::Big5, bom: false };
    let bytes = big5.encode("法治政府建設").unwrap();
    assert_eq!(decode(&bytes, Some(Label::Big5)).unwrap().text, "法治政府建設");
    assert!(matches!("latin1".parse::<Label>(), Err(InputError::UnknownEncoding { .. })));
}

#[test]
fn big5_is_not_taken_for_gb18030() {
    let text = "關於全面推進法治政府建設工作情況的報告，依法行政水準明顯提高，現將有關情況報告如下。";
    let bytes = TextEncoding { label: Label::Big5, bom: false }.encode(text).unwrap();
    assert!(matches!(error(&bytes), InputError::Garbled { .. } | InputError::Undecodable { .. }));
}

#[test]
fn cut_off_utf8_is_not_taken_for_gb18030() {
    let bytes = TEXT.trim_end().as_bytes();
    let cut = &bytes[..bytes.len() - 1];
    let expected = InputError::Undecodable { tried: Label::Utf8, offset: bytes.len() - 3, line: 3 };
    assert_eq!(error(cut), expected);
}

#[test]
fn says_where_gb18030_stops() {
    let gb = TextEncoding { label: Label::Gb18030, bom: false };
    let mut bytes = gb.encode(TEXT).unwrap();
    let at = bytes.len();
    bytes.extend([0xff, b'\n']);
    assert_eq!(error(&bytes), InputError::Undecodable { tried: Label::Gb18030, offset: at, line: 4 });
    let message = error(&bytes).to_string();
    assert_eq!(message, format!("按 GB18030 读到第 4 行就读不下去了（文件的第 {} 个字节）", at + 1));
}

#[test]
fn counts_offsets_from_the_start_of_the_file_behind_a_mark() {
    let mut bytes = "\u{feff}甲\n乙".as_bytes().to_vec();
    bytes.push(0xe4);
    assert_eq!(error(&bytes), InputError::Undecodable { tried: Label::Utf8, offset: 10, line: 2 });
    assert_eq!(
        error(&[0xff, 0xfe, 0x00, 0xd8, 0x41]),
        InputError::Undecodable { tried: Label::Utf16Le, offset: 2, line: 1 }
    );
}

#[test]
fn other_kinds_of_files_are_named() {
    let kind = |bytes: &[u8]| match error(bytes) {
        InputError::NotText { kind } => kind,
        other => panic!("{other}"),
    };
    assert!(kind(b"PK\x03\x04\x14\0\x06word/document.xml").contains(".docx"));
    assert!(kind(b"%PDF-1.7\n").contains("PDF"));
    assert!(kind(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0\0").contains(".doc"));
    assert!(kind(b"\x7fELF\x02\x01\x01\0\0\0\0").contains("二进制"));
    assert!(kind(b"abc\0").contains("二进制"));
}

#[test]
fn a_second_spelling_of_a_character_is_not_exact() {
    // GB18030 decoders take 0x80 for the euro sign, which is written A2 E3.
    let bytes = b"\xb7\xa8\x80";
    let decoded = decode(bytes, None).unwrap();
    assert_eq!(decoded.text, "法€");
    assert!(!decoded.encoding.gives_back(&decoded.text, bytes));
}

#[test]
fn a_character_the_encoding_lacks_is_named() {
    let big5 = TextEncoding { label: Label::Big5, bom: false };
    assert_eq!(big5.encode("产").unwrap_err(), InputError::Unencodable { label: Label::Big5, character: '产' });
}

proptest! {
    #[test]
    fn what_was_encoded_decodes_to_the_same(text in "[^\0\u{e000}-\u{f8ff}\u{feff}][^\0\u{e000}-\u{f8ff}]{0,50}") {
        // Characters for private use are left out: GB18030 writes some as characters that were given a code point later.
        for encoding in all() {
            let bytes = encoding.encode(&text).unwrap();
            let told = decode(&bytes, Some(encoding.label)).map(|decoded| decoded.text);
            if signature::kind_of(&bytes).is_none() {
                prop_assert_eq!(told.as_ref(), Ok(&text));
            }
        }
    }

    #[test]
    fn sentences_are_told_apart_in_every_encoding(
        text in "[法治政府建设依行复议案件全面推进工作情况的和在关于领导]{8,60}(，|。|[0-9]{1,4}件|\r\n){1,20}"
    ) {
        for encoding in all() {
            let bytes = encoding.encode(&text).unwrap();
            prop_assert_eq!(decode(&bytes, None), Ok(Decoded { text: text.clone(), encoding }));
        }
    }

    #[test]
    fn any_bytes_decode_exactly_or_not_at_all(bytes in prop::collection::vec(any::<u8>(), 0..80)) {
        for label in [None, Some(Label::Utf8), Some(Label::Gb18030), Some(Label::Utf16Le), Some(Label::Utf16Be), Some(Label::Big5)] {
            if let Ok(decoded) = decode(&bytes, label) {
                prop_assert!(!decoded.text.contains('\0') && !decoded.text.is_empty());
                if !matches!(decoded.encoding.label, Label::Gb18030 | Label::Big5) {
                    prop_assert!(decoded.encoding.gives_back(&decoded.text, &bytes));
                }
            }
        }
    }
}
