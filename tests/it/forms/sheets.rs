//! Reports as PDF and OFD set by the test itself, so that these are tested whatever is installed.

use std::io::Write as _;

use lopdf::content::{Content, Operation};
use lopdf::{Dictionary, Document, Object, Stream, dictionary};
use zip::write::SimpleFileOptions;

use super::{assert_same, plain_samples};
use crate::support::check_bytes;

/// A line of a page: its text, its left edge and its height from the top, in points.
struct Line {
    text: String,
    x: f64,
    y: f64,
}

const SIZE: f64 = 16.0;
const LEFT: f64 = 80.0;
const COLUMNS: f64 = 28.0;
const LINES: usize = 22;

fn width(c: char) -> f64 {
    if c.is_ascii() { 0.5 } else { 1.0 }
}

/// Sets a report as offices do: paragraphs indented by two characters, no line beginning with a closing mark or parting a number.
fn pages(text: &str) -> Vec<Vec<Line>> {
    let mut lines: Vec<(String, f64)> = Vec::new();
    for paragraph in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let mut rest: Vec<char> = paragraph.chars().collect();
        let mut indent = 2.0;
        while !rest.is_empty() {
            let mut count = 0;
            let mut used = indent;
            while count < rest.len() && used + width(rest[count]) <= COLUMNS {
                used += width(rest[count]);
                count += 1;
            }
            let clings = |count: usize| {
                count < rest.len()
                    && ("，。、；：！？）》”％%,.:;)".contains(rest[count])
                        || rest[count].is_ascii_alphanumeric() && rest[count - 1].is_ascii_alphanumeric())
            };
            while count > 1 && clings(count) {
                count -= 1;
            }
            lines.push((rest.drain(..count).collect(), LEFT + indent * SIZE));
            indent = 0.0;
        }
    }
    let mut pages: Vec<Vec<Line>> = Vec::new();
    for (number, chunk) in lines.chunks(LINES).enumerate() {
        let line =
            |(at, (text, x)): (usize, &(String, f64))| Line { text: text.clone(), x: *x, y: 100.0 + at as f64 * 29.0 };
        let mut page: Vec<Line> = chunk.iter().enumerate().map(line).collect();
        page.push(Line { text: format!("－{}－", number + 1), x: 280.0, y: 800.0 });
        pages.push(page);
    }
    pages
}

/// A PDF in a font whose codes are GBK and which has no table for copying, as Chinese typesetting writes it.
fn pdf(pages: &[Vec<Line>]) -> Vec<u8> {
    let mut document = Document::with_version("1.4");
    let tree = document.new_object_id();
    let descendant = document.add_object(dictionary! {
        "Type" => "Font", "Subtype" => "CIDFontType0", "BaseFont" => "FangSong",
        "CIDSystemInfo" => dictionary! { "Registry" => Object::string_literal("Adobe"), "Ordering" => Object::string_literal("GB1"), "Supplement" => 2 },
    });
    let font = document.add_object(dictionary! {
        "Type" => "Font", "Subtype" => "Type0", "BaseFont" => "FangSong", "Encoding" => "GBK2K-H",
        "DescendantFonts" => vec![descendant.into()],
    });
    let mut kids: Vec<Object> = Vec::new();
    for page in pages {
        let mut operations = vec![Operation::new("BT", vec![]), Operation::new("Tf", vec!["F1".into(), SIZE.into()])];
        for line in page {
            let bytes = encoding_rs::GB18030.encode(&line.text).0.into_owned();
            let place = [1.0, 0.0, 0.0, 1.0, line.x, 842.0 - line.y].map(Object::from).to_vec();
            operations.push(Operation::new("Tm", place));
            operations.push(Operation::new("Tj", vec![Object::String(bytes, lopdf::StringFormat::Hexadecimal)]));
        }
        operations.push(Operation::new("ET", vec![]));
        let content = Content { operations }.encode().expect("operations can be written");
        let content = document.add_object(Stream::new(Dictionary::new(), content));
        let page = dictionary! { "Type" => "Page", "Parent" => tree, "Contents" => content };
        kids.push(document.add_object(page).into());
    }
    let count = i64::try_from(kids.len()).expect("few pages");
    let resources = dictionary! { "Font" => dictionary! { "F1" => font } };
    let node = dictionary! {
        "Type" => "Pages", "Kids" => kids, "Count" => count, "Resources" => resources,
        "MediaBox" => vec![0.into(), 0.into(), 595.into(), 842.into()],
    };
    document.objects.insert(tree, node.into());
    let catalog = document.add_object(dictionary! { "Type" => "Catalog", "Pages" => tree });
    document.trailer.set("Root", catalog);
    let mut bytes = Vec::new();
    document.save_to(&mut bytes).expect("it can be written");
    bytes
}

const SPACE: &str = "xmlns:ofd=\"http://www.ofdspec.org/2016\"";

/// An OFD, in millimetres, a text object a line.
fn ofd(pages: &[Vec<Line>]) -> Vec<u8> {
    const POINT: f64 = 0.3528;
    let escaped = |text: &str| text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let mut add = |name: &str, text: String| {
        writer.start_file(name, SimpleFileOptions::default()).expect("a part can be begun");
        writer.write_all(text.as_bytes()).expect("a part can be written");
    };
    add(
        "OFD.xml",
        format!("<ofd:OFD {SPACE}><ofd:DocBody><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>"),
    );
    let list: String =
        (0..pages.len()).map(|at| format!("<ofd:Page ID=\"{at}\" BaseLoc=\"Pages/Page_{at}/Content.xml\"/>")).collect();
    add(
        "Doc_0/Document.xml",
        format!(
            "<ofd:Document {SPACE}><ofd:CommonData><ofd:PageArea><ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox></ofd:PageArea></ofd:CommonData><ofd:Pages>{list}</ofd:Pages></ofd:Document>"
        ),
    );
    for (at, page) in pages.iter().enumerate() {
        let object = |line: &Line| {
            let distances: Vec<String> = line.text.chars().map(|c| format!("{:.3}", width(c) * SIZE * POINT)).collect();
            format!(
                "<ofd:TextObject Boundary=\"{:.3} {:.3} 170 8\" Size=\"{:.3}\"><ofd:TextCode X=\"0\" Y=\"5\" DeltaX=\"{}\">{}</ofd:TextCode></ofd:TextObject>",
                line.x * POINT,
                line.y * POINT - 5.0,
                SIZE * POINT,
                distances[..distances.len() - 1].join(" "),
                escaped(&line.text)
            )
        };
        let objects: String = page.iter().map(object).collect();
        add(
            &format!("Doc_0/Pages/Page_{at}/Content.xml"),
            format!("<ofd:Page {SPACE}><ofd:Content><ofd:Layer>{objects}</ofd:Layer></ofd:Content></ofd:Page>"),
        );
    }
    writer.finish().expect("the package can be closed").into_inner()
}

/// Samples of one line a paragraph, none of them longer than the usual; blanks at both ends of lines and between columns are layout.
fn samples() -> impl Iterator<Item = (String, String)> {
    plain_samples().into_iter().filter(|(_, text)| !text.contains("  ") && !text.contains('|'))
}

#[test]
fn every_sample_as_a_pdf_without_a_table_for_copying() {
    let mut count = 0;
    for (name, text) in samples() {
        assert_same(&name, &text, "a.pdf", &pdf(&pages(&text)));
        count += 1;
    }
    assert!(count >= 8, "only {count} samples");
}

#[test]
fn every_sample_as_an_ofd() {
    for (name, text) in samples() {
        assert_same(&name, &text, "a.ofd", &ofd(&pages(&text)));
    }
}

#[test]
fn the_page_of_a_finding_is_known() {
    let text =
        std::fs::read_to_string(crate::support::root().join("reports/flawed/badly-numbered.txt")).expect("it is there");
    let set = pages(&text);
    for (form, bytes) in [("a.pdf", pdf(&set)), ("a.ofd", ofd(&set))] {
        let checked = check_bytes(form, &bytes);
        assert!(!checked.outcome.findings.is_empty());
        for finding in &checked.outcome.findings {
            let words: String = finding.span.of(&checked.document.text).chars().take(4).collect();
            let page = checked.document.page(finding.span.start).expect("it has pages");
            let shown: String = set[page - 1].iter().map(|line| line.text.as_str()).collect();
            assert!(shown.contains(&words), "{form}: “{words}” is not on page {page}");
        }
    }
}
