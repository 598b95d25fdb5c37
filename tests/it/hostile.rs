//! Files that are broken, mislabelled or made to do harm: each a clear error within bounded time, the others still checked.
//!
//! The corpus is made here, so that it needs no explanation elsewhere.

use std::io::Write as _;
use std::time::{Duration, Instant};

use gangyao::input::{self, InputError, MAX_BYTES, Source};
use proptest::prelude::*;
use zip::write::SimpleFileOptions;

use super::desk::{Desk, err, out};

/// No hostile file of the corpus may take longer, in a build that is not optimized and on a busy machine.
const PATIENCE: Duration = Duration::from_secs(60);

/// A hostile file: its name, its bytes, and what the error must say.
type Hostile = (&'static str, Vec<u8>, &'static str);

fn package(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        writer.start_file(*name, SimpleFileOptions::default()).expect("a part can be begun");
        writer.write_all(bytes).expect("a part can be written");
    }
    writer.finish().expect("the package can be closed").into_inner()
}

const OFD: &str =
    "<o:OFD xmlns:o='http://www.ofdspec.org/2016'><o:DocBody><o:DocRoot>D.xml</o:DocRoot></o:DocBody></o:OFD>";

/// An OFD of one page with this content.
fn ofd(page: &str) -> Vec<u8> {
    let document = "<o:Document xmlns:o='http://www.ofdspec.org/2016'><o:Pages><o:Page ID='1' BaseLoc='P.xml'/></o:Pages></o:Document>";
    package(&[("OFD.xml", OFD.as_bytes()), ("D.xml", document.as_bytes()), ("P.xml", page.as_bytes())])
}

/// A PDF of one page with this content, unpacked with this filter. No table of places: readers must do without.
fn pdf(filter: &str, content: &[u8]) -> Vec<u8> {
    let head = format!(
        "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n\
         3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R>>endobj\n4 0 obj<</Length {}{filter}>>stream\n",
        content.len()
    );
    [head.as_bytes(), content, b"\nendstream endobj\ntrailer<</Root 1 0 R>>\n%%EOF"].concat()
}

fn deflated(bytes: &[u8]) -> Vec<u8> {
    let mut stream = lopdf::Stream::new(lopdf::Dictionary::new(), bytes.to_vec());
    stream.compress().expect("it is written to memory");
    stream.content
}

/// An old Office file with the stream that a password leaves behind.
fn locked() -> Vec<u8> {
    let name = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes);
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".iter().copied().chain([0; 504]).chain(name).collect()
}

fn corpus() -> Vec<Hostile> {
    let zeros = vec![b' '; 80 << 20];
    let docx = package(&[("[Content_Types].xml", b"<a/>"), ("word/document.xml", b"<a/>")]);
    let deep = |open: &str, close: &str, times: usize| open.repeat(times) + &close.repeat(times);
    vec![
        // Bombs.
        ("炸弹.pdf", pdf("/Filter/FlateDecode", &deflated(&zeros)), "超出了可以处理的范围"),
        (
            "重重压缩.pdf",
            pdf("/Filter[/FlateDecode/FlateDecode]", &deflated(&deflated(&zeros))),
            "超出了可以处理的范围",
        ),
        ("炸弹.ofd", package(&[("OFD.xml", &zeros)]), "大得不正常"),
        ("炸弹.docx", package(&[("[Content_Types].xml", b"<a/>"), ("_rels/.rels", &zeros)]), "大得不正常"),
        ("实体炸弹.ofd", package(&[("OFD.xml", b"<!DOCTYPE a [<!ENTITY b 'ccc'>]><a>&b;</a>")]), "DOCTYPE"),
        ("标签.html", "<b>".repeat(1_100_000).into_bytes(), "超出了可以处理的范围"),
        // Mazes.
        ("迷宫.ofd", ofd(&deep("<a>", "</a>", 100_000)), "嵌套太深"),
        ("迷宫.html", deep("<div><p><table><tr><td>", "</div>", 60_000).into_bytes(), "没有可以检查的文字"),
        ("数组.pdf", pdf("", &[b"[".repeat(200_000), b"]".repeat(200_000)].concat()), "PDF"),
        ("字典.pdf", [b"%PDF-1.4\n1 0 obj".to_vec(), b"<</A".repeat(200_000)].concat(), "已损坏"),
        // Damage.
        ("半截.pdf", b"%PDF-1.7\n1 0 obj<</Type/Cat".to_vec(), "已损坏"),
        ("没有页.pdf", b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF".to_vec(), "没有页"),
        ("半截.ofd", ofd("<a/>")[..200].to_vec(), "目录读不出来"),
        ("缺页.ofd", package(&[("OFD.xml", OFD.as_bytes())]), "缺少 D.xml"),
        ("半截.docx", docx[..docx.len() / 2].to_vec(), "目录读不出来"),
        ("空.pdf", Vec::new(), "空文件"),
        ("空.ofd", Vec::new(), "空文件"),
        ("空.doc", Vec::new(), "空文件"),
        ("空.html", b"<html><body><script>1</script></body></html>".to_vec(), "空文件"),
        // Nothing to read.
        ("扫描件.pdf", pdf("", b"BI /W 1 /H 1 /BPC 8 /CS /G ID X EI"), "扫描件"),
        ("扫描件.ofd", ofd("<o:Page xmlns:o='http://www.ofdspec.org/2016'><o:ImageObject/></o:Page>"), "扫描件"),
        // Wrong extensions.
        ("其实是文档.pdf", docx.clone(), "而是一个 Word 或 WPS 文件"),
        ("其实是文档.html", docx.clone(), "而是一个 Word 或 WPS 文件"),
        ("其实是文档.ofd", docx.clone(), "而是一个 Word 或 WPS 文件"),
        ("其实是版式.html", b"%PDF-1.7\n".to_vec(), "而是一个 PDF 文件"),
        ("其实是版式.docx", b"%PDF-1.7\n".to_vec(), "PDF 文件"),
        ("其实是版式.doc", b"%PDF-1.7\n".to_vec(), "而是一个 PDF 文件"),
        ("其实是文字.pdf", "某县报告".as_bytes().to_vec(), "不是 PDF 文件"),
        ("其实是图片.ofd", b"\x89PNG\r\n\x1a\n".to_vec(), "而是一张图片"),
        ("其实是归档.html", b"MIME-Version: 1.0\r\nContent-Type: multipart/related\r\n\r\n".to_vec(), "网页归档"),
        // Passwords.
        ("密码.docx", locked(), "密码"),
        ("密码.doc", locked(), "密码"),
        // Size.
        ("巨大.pdf", [b"%PDF-1.7\n".to_vec(), vec![b'a'; MAX_BYTES]].concat(), "文件太大"),
        ("巨大.html", vec![b'a'; MAX_BYTES + 1], "文件太大"),
    ]
}

#[test]
fn every_hostile_file_is_an_error_that_says_why_within_bounded_time() {
    for (name, bytes, says) in corpus() {
        let start = Instant::now();
        let error = input::read(&Source::from_bytes(name, bytes)).map(|read| read.draft.text.len());
        let error = error.expect_err(name);
        assert!(error.to_string().contains(says), "{name}: {error}");
        assert!(miette::Diagnostic::help(&error).is_some(), "{name}: {error} without a remedy");
        assert!(start.elapsed() < PATIENCE, "{name} took {:?}", start.elapsed());
    }
}

#[test]
fn the_other_files_of_a_run_are_checked_all_the_same() {
    let report = std::fs::read(super::support::root().join("reports/good/complete-county.txt")).expect("it is there");
    let desk = Desk::new().with("报告.txt", &report);
    let small: Vec<Hostile> = corpus().into_iter().filter(|(_, bytes, _)| bytes.len() < 1 << 20).collect();
    small.iter().for_each(|(name, bytes, _)| desk.put(name, bytes));
    let run = desk.run(&["check", ".", "--format", "concise"]);
    assert_eq!(run.status.code(), Some(3), "{}", err(&run));
    assert!(err(&run).contains("共检查 1 个文件"), "{}{}", out(&run), err(&run));
    for (name, _, _) in &small {
        assert!(err(&run).contains(&format!("  {name}：")), "{name} is passed over in silence: {}", err(&run));
    }
}

#[test]
fn a_scan_is_not_checked_and_says_so() {
    let desk = Desk::new().with("扫描件.pdf", pdf("", b"BI /W 1 /H 1 /BPC 8 /CS /G ID X EI"));
    let run = desk.run(&["check", "扫描件.pdf"]);
    assert_eq!(run.status.code(), Some(3));
    assert!(err(&run).contains("扫描件或图片") && err(&run).contains("OCR"), "{}", err(&run));
}

#[test]
fn a_scan_among_pages_of_text_is_told_and_the_run_is_not_complete() {
    let document = "<o:Document xmlns:o='http://www.ofdspec.org/2016'><o:Pages><o:Page ID='1' BaseLoc='P.xml'/><o:Page ID='2' BaseLoc='Q.xml'/></o:Pages></o:Document>";
    let text = "<o:Page xmlns:o='http://www.ofdspec.org/2016'><o:TextObject Boundary='30 60 150 8' Size='5'>\
        <o:TextCode X='0' Y='4' DeltaX='g 20 5'>某县二〇二四年法治政府建设年度报告</o:TextCode></o:TextObject></o:Page>";
    let scan = "<o:Page xmlns:o='http://www.ofdspec.org/2016'><o:ImageObject Boundary='0 0 210 297'/></o:Page>";
    let parts = [("OFD.xml", OFD), ("D.xml", document), ("P.xml", text), ("Q.xml", scan)];
    let parts: Vec<(&str, &[u8])> = parts.iter().map(|(name, xml)| (*name, xml.as_bytes())).collect();
    let desk = Desk::new().with("报告.ofd", package(&parts));
    for format in ["full", "json", "concise"] {
        let run = desk.run(&["check", "报告.ofd", "--format", format]);
        assert_eq!(run.status.code(), Some(3), "{format}: {}", err(&run));
        let told = [out(&run), err(&run)].concat();
        let says = if format == "concise" { "1 处读不到文字" } else { "第2页是扫描件或图片" };
        assert!(told.contains(says), "{format}: {told}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn arbitrary_bytes_under_any_extension_never_panic(
        head in prop::sample::select(vec![b"".as_slice(), b"%PDF-1.4\n", b"PK\x03\x04", b"<html>", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"]),
        tail in prop::collection::vec(any::<u8>(), 0..400),
    ) {
        let bytes = [head, &tail].concat();
        for format in input::FORMATS {
            let _ = input::read(&Source::from_bytes(format!("a.{}", format.extensions[0]), bytes.clone()));
        }
    }

    #[test]
    fn changed_files_never_panic(
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..10),
        cut in any::<prop::sample::Index>(),
    ) {
        let page = "<o:Page xmlns:o='http://www.ofdspec.org/2016'><o:TextObject Boundary='1 2 3 4' Size='5' CTM='1 0 0 1 0 0'>\
            <o:TextCode X='0' Y='1' DeltaX='g 2 5 3'>法治&amp;政府</o:TextCode></o:TextObject></o:Page>";
        let html = "<html><meta charset=utf-8><div id=zoom><p>法治&nbsp;政府</p><table><tr><td>一<td>二</table></div>";
        let whole = [("a.ofd", ofd(page)), ("a.pdf", pdf("", b"BT /F 1 Tf (abc) Tj ET")), ("a.html", html.as_bytes().to_vec())];
        for (name, mut bytes) in whole {
            for (at, byte) in &changes {
                let at = at.index(bytes.len());
                bytes[at] = *byte;
            }
            bytes.truncate(cut.index(bytes.len() * 2));
            match input::read(&Source::from_bytes(name, bytes)) {
                Ok(read) => prop_assert!(!read.draft.blocks.is_empty()),
                Err(error) => prop_assert!(error != InputError::Missing),
            }
        }
    }
}
