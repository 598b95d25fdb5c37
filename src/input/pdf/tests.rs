//! PDFs built piece by piece.

use lopdf::content::{Content, Operation};
use lopdf::{EncryptionState, EncryptionVersion, Permissions, StringFormat, dictionary};
use proptest::prelude::*;

use super::*;

/// A file of pages with these contents, all in one font `F`.
struct Builder {
    document: Document,
    font: Dictionary,
    page: Dictionary,
}

impl Builder {
    fn new(encoding: &str) -> Builder {
        let font = dictionary! {
            "Type" => "Font", "Subtype" => "Type0", "BaseFont" => "SimSun", "Encoding" => Object::Name(encoding.into()),
            "DescendantFonts" => vec![dictionary! { "Type" => "Font", "Subtype" => "CIDFontType2" }.into()],
        };
        Builder { document: Document::with_version("1.5"), font, page: Dictionary::new() }
    }

    fn build(mut self, contents: Vec<Vec<u8>>) -> Document {
        let tree = self.document.new_object_id();
        let font = self.document.add_object(self.font);
        let mut kids: Vec<Object> = Vec::new();
        for content in contents {
            let content = self.document.add_object(Stream::new(Dictionary::new(), content));
            let mut page = self.page.clone();
            page.extend(&dictionary! {
                "Type" => "Page", "Parent" => tree, "Contents" => content,
                "Resources" => dictionary! { "Font" => dictionary! { "F" => font } },
            });
            kids.push(self.document.add_object(page).into());
        }
        let count = i64::try_from(kids.len()).unwrap();
        self.document.objects.insert(tree, dictionary! { "Type" => "Pages", "Kids" => kids, "Count" => count }.into());
        let catalog = self.document.add_object(dictionary! { "Type" => "Catalog", "Pages" => tree });
        self.document.trailer.set("Root", catalog);
        self.document
            .trailer
            .set("ID", vec![Object::string_literal("0123456789abcdef"), Object::string_literal("0123456789abcdef")]);
        self.document
    }
}

fn bytes_of(mut document: Document) -> Vec<u8> {
    let mut bytes = Vec::new();
    document.save_to(&mut bytes).unwrap();
    bytes
}

/// Lines from the top of the page down, each with its matrix.
fn content(lines: &[([f64; 6], Vec<u8>)]) -> Vec<u8> {
    let mut operations = vec![Operation::new("BT", vec![]), Operation::new("Tf", vec!["F".into(), 16.into()])];
    for (matrix, bytes) in lines {
        operations.push(Operation::new("Tm", matrix.map(Object::from).to_vec()));
        operations.push(Operation::new("Tj", vec![Object::String(bytes.clone(), StringFormat::Hexadecimal)]));
    }
    operations.push(Operation::new("ET", vec![]));
    Content { operations }.encode().unwrap()
}

fn utf16(text: &str) -> Vec<u8> {
    text.encode_utf16().flat_map(u16::to_be_bytes).collect()
}

fn upright(text: &str) -> ([f64; 6], Vec<u8>) {
    ([1.0, 0.0, 0.0, 1.0, 100.0, 700.0], utf16(text))
}

fn text(bytes: &[u8]) -> String {
    read(bytes, None).unwrap().draft.text
}

const WORDS: &str = "全县深入推进2024年法治政府建设";

#[test]
fn unicode_codes_without_a_table_are_text() {
    for encoding in ["UniGB-UCS2-H", "UniGB-UTF16-H"] {
        assert_eq!(text(&bytes_of(Builder::new(encoding).build(vec![content(&[upright(WORDS)])]))), WORDS);
    }
}

#[test]
fn glyph_numbers_need_the_table_of_the_font() {
    let mut builder = Builder::new("Identity-H");
    let without = bytes_of(Builder::new("Identity-H").build(vec![content(&[upright(WORDS)])]));
    assert_eq!(read(&without, None).unwrap_err(), InputError::UnreadableFonts { format: "PDF", percent: 100 });
    let map = b"1 begincodespacerange <0000> <ffff> endcodespacerange 1 beginbfrange <0000> <ffff> <0000> endbfrange"
        .to_vec();
    let map = builder.document.add_object(Stream::new(Dictionary::new(), map));
    builder.font.set("ToUnicode", map);
    assert_eq!(text(&bytes_of(builder.build(vec![content(&[upright(WORDS)])]))), WORDS);
}

#[test]
fn a_font_that_is_not_there_is_no_silence() {
    let page = b"BT /G 16 Tf 100 700 Td (abcdefghijklmnopqrstuvwxyz) Tj ET".to_vec();
    let error = read(&bytes_of(Builder::new("Identity-H").build(vec![page])), None).unwrap_err();
    assert!(matches!(error, InputError::UnreadableFonts { percent: 100, .. }), "{error:?}");
}

#[test]
fn operators_that_move_and_kern_are_followed() {
    let page = [
        b"BT /F 16 Tf 20 TL 100 700 Td [<".as_slice(),
        hex(&utf16("法")).as_bytes(),
        b"> -100 <",
        hex(&utf16("治")).as_bytes(),
        b">] TJ T* <",
        hex(&utf16("政")).as_bytes(),
        b"> Tj 0 -20 TD <",
        hex(&utf16("府")).as_bytes(),
        b"> Tj <",
        hex(&utf16("建")).as_bytes(),
        b"> ' 1 1 <",
        hex(&utf16("设")).as_bytes(),
        b"> \" ET q 1 0 0 1 50 -200 cm BT /F 16 Tf 100 700 Td <",
        hex(&utf16("完")).as_bytes(),
        b"> Tj ET Q",
    ]
    .concat();
    assert_eq!(text(&bytes_of(Builder::new("UniGB-UTF16-H").build(vec![page]))), "法治\n政\n府\n建\n设\n完");
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[test]
fn a_page_set_sideways_is_turned_and_a_slanting_watermark_left_out() {
    let sideways = |x: f64, words: &str| ([0.0, 1.0, -1.0, 0.0, x, 100.0], utf16(words));
    let slant = ([0.7, 0.7, -0.7, 0.7, 200.0, 200.0], utf16("内部资料"));
    let page = content(&[sideways(100.0, "第一行在上面"), slant, sideways(140.0, "第二行在下面")]);
    assert_eq!(text(&bytes_of(Builder::new("UniGB-UTF16-H").build(vec![page]))), "第一行在上面\n第二行在下面");
}

#[test]
fn forms_are_drawn_and_forms_within_themselves_end() {
    let mut builder = Builder::new("UniGB-UTF16-H");
    let form = builder.document.new_object_id();
    let font = builder.document.add_object(builder.font.clone());
    let inner = [content(&[upright("法治")]), b" /X Do /X Do".to_vec()].concat();
    let resources = dictionary! { "Font" => dictionary! { "F" => font }, "XObject" => dictionary! { "X" => form } };
    let stream =
        Stream::new(dictionary! { "Type" => "XObject", "Subtype" => "Form", "Resources" => resources.clone() }, inner);
    builder.document.objects.insert(form, stream.into());
    let mut document = builder.build(vec![b"/X Do".to_vec()]);
    let page = document.page_iter().next().unwrap();
    document.get_object_mut(page).unwrap().as_dict_mut().unwrap().set("Resources", resources);
    assert_eq!(text(&bytes_of(document)), "法治");
}

#[test]
fn an_empty_password_opens_and_another_is_asked_for() {
    for (password, opens) in [("", true), ("保密", false)] {
        let mut document = Builder::new("UniGB-UTF16-H").build(vec![content(&[upright(WORDS)])]);
        let version = EncryptionVersion::V2 {
            document: &document,
            owner_password: "owner",
            user_password: if opens { password } else { "secret" },
            key_length: 128,
            permissions: Permissions::all(),
        };
        let state = EncryptionState::try_from(version).unwrap();
        document.encrypt(&state).unwrap();
        let read = read(&bytes_of(document), None);
        match opens {
            true => assert_eq!(read.unwrap().draft.text, WORDS),
            false => assert_eq!(read.unwrap_err(), InputError::Encrypted),
        }
    }
}

#[test]
fn a_stream_that_swells_without_end_is_refused() {
    let mut document = Builder::new("UniGB-UTF16-H").build(vec![vec![b' '; MAX_STREAM + 1]]);
    document.compress();
    let bytes = bytes_of(document);
    assert!(bytes.len() < 1 << 20);
    assert_eq!(read(&bytes, None).unwrap_err(), too_large());
}

#[test]
fn endless_operators_and_characters_are_refused() {
    let operators = bytes_of(Builder::new("UniGB-UTF16-H").build(vec![b"q ".repeat(MAX_OPERATIONS + 1)]));
    assert!(matches!(read(&operators, None).unwrap_err(), InputError::Excessive { .. }));
    let long = [b"BT /F 16 Tf (".to_vec(), b"ab".repeat(MAX_CHARACTERS + 1), b") Tj ET".to_vec()].concat();
    let characters = bytes_of(Builder::new("UniGB-UTF16-H").build(vec![long]));
    assert!(matches!(read(&characters, None).unwrap_err(), InputError::Excessive { .. }));
}

#[test]
fn a_tree_of_pages_that_bites_its_tail_ends() {
    let mut document = Builder::new("UniGB-UTF16-H").build(vec![content(&[upright(WORDS)])]);
    let root = document.catalog().unwrap().get(b"Pages").unwrap().as_reference().unwrap();
    let tree = document.get_object_mut(root).unwrap().as_dict_mut().unwrap();
    tree.set("Kids", vec![root.into(), root.into()]);
    tree.set("Parent", root);
    assert!(read(&bytes_of(document), None).is_err());
}

#[test]
fn a_file_cut_off_anywhere_is_read_or_refused() {
    let whole = bytes_of(Builder::new("UniGB-UTF16-H").build(vec![content(&[upright(WORDS)])]));
    for cut in (0..whole.len()).step_by(7) {
        if let Ok(read) = read(&whole[..cut], None) {
            assert_eq!(read.draft.text, WORDS, "cut at {cut}");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn changed_bytes_never_panic(changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..12)) {
        let mut bytes = bytes_of(Builder::new("UniGB-UTF16-H").build(vec![content(&[upright(WORDS)])]));
        for (at, byte) in changes {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        let _ = read(&bytes, None);
    }

    #[test]
    fn any_content_never_panics(page in prop::collection::vec(any::<u8>(), 0..200)) {
        let _ = read(&bytes_of(Builder::new("UniGB-UTF16-H").build(vec![page])), None);
    }

    #[test]
    fn any_operators_never_panic(
        page in "(BT |ET |q |Q |/F [0-9e-]{1,4} Tf |[0-9. -]{0,12}(Td|TD|Tm|cm|Tc|Tw|Tz|TL|Ts) |T\\* |<[0-9a-f]{0,8}> (Tj|'|\") |\\[<4e00> -?[0-9]{1,9} <6cd5>\\] TJ |/X Do |BI ID EI ){0,30}"
    ) {
        let _ = read(&bytes_of(Builder::new("UniGB-UTF16-H").build(vec![page.into_bytes()])), None);
    }
}
