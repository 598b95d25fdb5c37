//! OFD (GB/T 33190), the page format of official documents.
//!
//! A package of XML parts: `OFD.xml` names documents, a document names pages, a page places text: a box, in it a run of characters with
//! the distance from each to the next. Pages may share a template. Seals, annotations and pictures are not text; a page
//! that is a picture alone is a scan and refused as one. What becomes of the characters is [`super::paged`]'s business.

use std::collections::HashMap;

use super::decode::Label;
use super::docx::xml::{Element, Token, Tokens};
use super::package::Package;
use super::paged::{self, Glyph, Sheet};
use super::signature::{self, Kind};
use super::{Format, InputError, Read};

/// The format.
pub(super) const FORMAT: Format = Format { name: "OFD", extensions: &["ofd"], read };

/// What the format is called in errors.
const FORMAT_NAME: &str = "OFD";
/// Pages and characters, at most.
const MAX_PAGES: usize = 2000;
const MAX_CHARACTERS: usize = 1_000_000;
/// Height of a page that does not say, in millimetres.
const A4: f64 = 297.0;

fn read(bytes: &[u8], _: Option<Label>) -> Result<Read, InputError> {
    signature::expect(bytes, FORMAT_NAME, &[Kind::Ofd])?;
    let package = Package::open(bytes, FORMAT_NAME)?;
    if package.holds("Encryptions.xml") {
        return Err(InputError::Encrypted);
    }
    let entry = part(&package, "OFD.xml")?.ok_or_else(|| damaged("缺少 OFD.xml"))?;
    let mut sheets = Vec::new();
    let mut room = MAX_CHARACTERS;
    for root in texts_of("OFD.xml", &entry, "DocRoot")? {
        sheets.extend(document(&package, &beside("OFD.xml", &root), &mut room)?);
    }
    if sheets.is_empty() {
        return Err(damaged("里面没有页"));
    }
    Ok(Read { draft: paged::draft(sheets, FORMAT_NAME)?, encoding: None })
}

/// The pages of one document of the package.
fn document(package: &Package<'_>, name: &str, room: &mut usize) -> Result<Vec<Sheet>, InputError> {
    let xml = part(package, name)?.ok_or_else(|| damaged(&format!("缺少 {name}")))?;
    let mut templates: HashMap<String, String> = HashMap::new();
    let mut pages: Vec<String> = Vec::new();
    let mut height = None;
    let mut box_follows = false;
    walk(name, &xml, |event| {
        match event {
            Event::Start(element) => {
                let location = element.attribute("BaseLoc").map(|location| beside(name, &location));
                match (element.local(), location) {
                    ("TemplatePage", Some(location)) => {
                        templates.insert(element.attribute("ID").unwrap_or_default(), location);
                    }
                    ("Page", Some(location)) => pages.push(location),
                    _ => {}
                }
                box_follows = element.local() == "PhysicalBox";
            }
            Event::Text(text) if box_follows && height.is_none() => height = numbers(text).get(3).copied(),
            Event::Text(_) => {}
            Event::End => box_follows = false,
        }
        Ok(())
    })?;
    if pages.len() > MAX_PAGES {
        return Err(InputError::Excessive { format: FORMAT_NAME, what: format!("有 {MAX_PAGES} 页以上") });
    }
    let mut sheets = Vec::with_capacity(pages.len());
    for page in &pages {
        let xml = part(package, page)?.ok_or_else(|| damaged(&format!("缺少 {page}")))?;
        let mut sheet = Sheet { height: height.unwrap_or(A4), ..Sheet::default() };
        let used = content(page, &xml, &mut sheet, room)?;
        for template in used.iter().filter_map(|id| templates.get(id)) {
            if let Some(xml) = part(package, template)? {
                let own = sheet.height;
                content(template, &xml, &mut sheet, room)?;
                sheet.height = own;
            }
        }
        sheets.push(sheet);
    }
    Ok(sheets)
}

/// A piece of text while its place is being read.
#[derive(Default)]
struct Text {
    /// Left and top of its box.
    origin: (f64, f64),
    size: f64,
    /// How far characters are stretched sideways.
    stretch: f64,
    /// `a b c d e f` of the map from text to box.
    map: Option<[f64; 6]>,
    /// Start of the run at hand and the distances in it.
    x: f64,
    y: f64,
    right: Vec<f64>,
    down: Vec<f64>,
    /// The characters of the run at hand.
    run: String,
    in_run: bool,
}

/// Adds the characters of a page to its sheet; returns the templates it uses.
fn content(name: &str, xml: &str, sheet: &mut Sheet, room: &mut usize) -> Result<Vec<String>, InputError> {
    let mut templates = Vec::new();
    let mut text = Text::default();
    let mut box_follows = false;
    walk(name, xml, |event| {
        match event {
            Event::Start(element) => {
                box_follows = element.local() == "PhysicalBox";
                match element.local() {
                    "Template" => templates.extend(element.attribute("TemplateID")),
                    "ImageObject" => {
                        let frame = element.attribute("Boundary").map(|value| numbers(&value)).unwrap_or_default();
                        let area = frame.get(2..4).map_or(0.0, |sides| sides[0] * sides[1]);
                        // Pages are upright A4 or nearly so.
                        let whole = sheet.height * sheet.height / f64::sqrt(2.0);
                        *sheet.pictures.get_or_insert(0.0) += area / whole;
                    }
                    "TextObject" => text = Text::of(element),
                    "TextCode" => text.begin(element),
                    _ => {}
                }
            }
            Event::Text(own) if text.in_run => text.run.push_str(own),
            Event::Text(own) if box_follows => sheet.height = numbers(own).get(3).copied().unwrap_or(sheet.height),
            Event::Text(_) => {}
            Event::End => {
                text.place(&mut sheet.glyphs, room)?;
                box_follows = false;
            }
        }
        Ok(())
    })?;
    Ok(templates)
}

impl Text {
    fn of(element: &Element<'_>) -> Text {
        let list = |key: &str| element.attribute(key).map(|value| numbers(&value)).unwrap_or_default();
        let number = |key: &str| list(key).first().copied();
        let origin = match list("Boundary")[..] {
            [x, y, ..] => (x, y),
            _ => (0.0, 0.0),
        };
        Text {
            origin,
            size: number("Size").unwrap_or(0.0),
            stretch: number("HScale").unwrap_or(1.0),
            map: list("CTM").try_into().ok(),
            ..Text::default()
        }
    }

    fn begin(&mut self, element: &Element<'_>) {
        let list = |key: &str| element.attribute(key).map(|value| distances(&value)).unwrap_or_default();
        let number = |key: &str| list(key).first().copied();
        // A run without a start of its own goes on where the one before it ended.
        self.x = number("X").unwrap_or(self.x);
        self.y = number("Y").unwrap_or(self.y);
        (self.right, self.down) = (list("DeltaX"), list("DeltaY"));
        self.in_run = true;
        self.run.clear();
    }

    /// Places the run that has just ended, if one has.
    fn place(&mut self, out: &mut Vec<Glyph>, room: &mut usize) -> Result<(), InputError> {
        if !std::mem::replace(&mut self.in_run, false) {
            return Ok(());
        }
        let run = std::mem::take(&mut self.run);
        let [a, b, c, d, e, f] = self.map.unwrap_or([1.0, 0.0, 0.0, 1.0, 0.0, 0.0]);
        let (along, upright) = (a.hypot(b), c.hypot(d));
        for (at, character) in run.chars().filter(|c| !matches!(c, '\n' | '\r')).enumerate() {
            *room = room.checked_sub(1).ok_or_else(|| InputError::Excessive {
                format: FORMAT_NAME,
                what: format!("的字数超过 {MAX_CHARACTERS}"),
            })?;
            let own = if character.is_ascii() { self.size / 2.0 } else { self.size } * self.stretch;
            let right = self.right.get(at).copied();
            let down = self.down.get(at).copied().unwrap_or(0.0);
            let width = right.filter(|right| *right > 0.0).map_or(own, |right| right.min(own));
            // Text at a slant is a watermark.
            if b.abs() < 0.05 * along {
                out.push(Glyph {
                    text: character.to_string(),
                    x: self.origin.0 + a * self.x + c * self.y + e,
                    y: self.origin.1 + b * self.x + d * self.y + f,
                    width: width * along,
                    size: self.size * upright,
                });
            }
            self.x += right.unwrap_or(if self.down.is_empty() { own } else { 0.0 });
            self.y += down;
        }
        Ok(())
    }
}

/// Numbers with blanks between.
fn numbers(text: &str) -> Vec<f64> {
    text.split_ascii_whitespace().filter_map(|number| number.parse().ok()).filter(|n: &f64| n.is_finite()).collect()
}

/// A list of distances, in which `g 3 5.6` stands for three times 5.6.
fn distances(text: &str) -> Vec<f64> {
    let mut out: Vec<f64> = Vec::new();
    let mut words = text.split_ascii_whitespace();
    while let Some(word) = words.next() {
        if word == "g" {
            let count = words.next().and_then(|count| count.parse::<usize>().ok()).unwrap_or(0);
            let distance = words.next().and_then(|distance| distance.parse::<f64>().ok());
            let room = MAX_CHARACTERS.saturating_sub(out.len());
            out.extend(distance.into_iter().flat_map(|distance| std::iter::repeat_n(distance, count.min(room))));
        } else {
            out.extend(word.parse::<f64>().ok().filter(|distance| distance.is_finite()));
        }
    }
    out
}

/// What a walk through a part meets.
enum Event<'e, 'x> {
    Start(&'e Element<'x>),
    Text(&'e str),
    /// The end of some element.
    End,
}

fn walk(
    name: &str,
    xml: &str,
    mut meet: impl FnMut(Event<'_, '_>) -> Result<(), InputError>,
) -> Result<(), InputError> {
    let mut tokens = Tokens::of(name, xml).within(FORMAT_NAME);
    loop {
        match tokens.read()? {
            Token::Start { element, empty } => {
                meet(Event::Start(&element))?;
                if empty {
                    meet(Event::End)?;
                }
            }
            Token::End(_) => meet(Event::End)?,
            Token::Text { text: range, .. } => meet(Event::Text(&xml[range]))?,
            Token::Entity(c, _) => meet(Event::Text(c.encode_utf8(&mut [0; 4])))?,
            Token::Done => return Ok(()),
        }
    }
}

/// The texts of all elements of a name.
fn texts_of(name: &str, xml: &str, wanted: &str) -> Result<Vec<String>, InputError> {
    let mut found: Vec<String> = Vec::new();
    let mut inside = false;
    walk(name, xml, |event| {
        match event {
            Event::Start(element) => {
                inside = element.local() == wanted;
                if inside {
                    found.push(String::new());
                }
            }
            Event::Text(text) if inside => {
                found.iter_mut().next_back().into_iter().for_each(|last| last.push_str(text))
            }
            Event::Text(_) => {}
            Event::End => inside = false,
        }
        Ok(())
    })?;
    Ok(found)
}

fn part(package: &Package<'_>, name: &str) -> Result<Option<String>, InputError> {
    Ok(package.text(name)?.map(|decoded| decoded.text))
}

/// A location as named in a part: from the root if it begins with `/`, else beside the part.
fn beside(part: &str, location: &str) -> String {
    let location = location.trim().replace('\\', "/");
    let start = if location.starts_with('/') { "" } else { part.rsplit_once('/').map_or("", |(folder, _)| folder) };
    let mut path: Vec<&str> = Vec::new();
    for step in start.split('/').chain(location.split('/')) {
        match step {
            "" | "." => {}
            ".." => drop(path.pop()),
            step => path.push(step),
        }
    }
    path.join("/")
}

fn damaged(reason: &str) -> InputError {
    InputError::Damaged { format: FORMAT_NAME, reason: reason.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::input::package::tests::packed;

    const ENTRY: &str = "<ofd:OFD xmlns:ofd='http://www.ofdspec.org/2016'><ofd:DocBody><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>";
    const DOCUMENT: &str = "<ofd:Document xmlns:ofd='http://www.ofdspec.org/2016'><ofd:CommonData><ofd:PageArea><ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox></ofd:PageArea>\
        <ofd:TemplatePage ID='7' BaseLoc='Tpls/T.xml'/></ofd:CommonData><ofd:Pages><ofd:Page ID='1' BaseLoc='Pages/P.xml'/><ofd:Page ID='2' BaseLoc='/Doc_0/Pages/Q.xml'/></ofd:Pages></ofd:Document>";

    fn page(inner: &str) -> String {
        format!(
            "<ofd:Page xmlns:ofd='http://www.ofdspec.org/2016'><ofd:Template TemplateID='7'/><ofd:Content><ofd:Layer>{inner}</ofd:Layer></ofd:Content></ofd:Page>"
        )
    }

    fn object(y: f64, attributes: &str, code: &str) -> String {
        format!("<ofd:TextObject Boundary='30 {y} 150 8' Size='5' {attributes}>{code}</ofd:TextObject>")
    }

    fn read_parts(first: &str, second: &str, template: &str) -> Result<Read, InputError> {
        read(
            &packed(&[
                ("OFD.xml", ENTRY.as_bytes()),
                ("Doc_0/Document.xml", DOCUMENT.as_bytes()),
                ("Doc_0/Pages/P.xml", page(first).as_bytes()),
                ("Doc_0/Pages/Q.xml", page(second).as_bytes()),
                ("Doc_0/Tpls/T.xml", page(template).as_bytes()),
            ]),
            None,
        )
    }

    #[test]
    fn characters_stand_where_the_distances_put_them() {
        let first = object(60.0, "", "<ofd:TextCode X='0' Y='4' DeltaX='g 2 5 20'>法治A&amp;</ofd:TextCode>");
        let second = object(60.0, "CTM='2 0 0 2 0 0'", "<ofd:TextCode X='0' Y='4'>第二页</ofd:TextCode>");
        let draft = read_parts(&first, &second, "").unwrap().draft;
        assert_eq!(draft.text, "法治A\t&\n第二页");
        assert_eq!(draft.places, crate::document::Places::Pages(vec![0, draft.text.find('第').unwrap()]));
    }

    #[test]
    fn the_template_of_every_page_is_a_running_head() {
        let line = object(60.0, "", "<ofd:TextCode X='0' Y='4'>法治政府</ofd:TextCode>");
        let head = object(5.0, "", "<ofd:TextCode X='0' Y='4'>材料汇编</ofd:TextCode>");
        let draft = read_parts(&line, &line, &head).unwrap().draft;
        assert_eq!(draft.text.matches("材料汇编").count(), 1);
        assert_eq!(draft.blocks[0].hint, crate::document::Hint::Furniture);
    }

    #[test]
    fn text_at_a_slant_is_a_watermark() {
        let line = object(60.0, "", "<ofd:TextCode X='0' Y='4'>法治政府</ofd:TextCode>");
        let mark = object(60.0, "CTM='0.7 0.7 -0.7 0.7 0 0'", "<ofd:TextCode X='0' Y='4'>内部资料</ofd:TextCode>");
        assert_eq!(read_parts(&(line + &mark), "", "").unwrap().draft.text, "法治政府");
    }

    #[test]
    fn a_page_of_pictures_is_a_scan() {
        let error = read_parts("<ofd:ImageObject/>", "<ofd:ImageObject/>", "").unwrap_err();
        assert_eq!(error, InputError::NoTextLayer { format: "OFD" });
    }

    #[test]
    fn endless_distances_and_missing_parts_are_survived() {
        let line =
            object(60.0, "", "<ofd:TextCode X='0' Y='4' DeltaX='g 99999999999999 1 g g 1e999'>法治</ofd:TextCode>");
        assert!(read_parts(&line, "", "").is_ok());
        let lost = read(&packed(&[("OFD.xml", ENTRY.as_bytes())]), None).unwrap_err();
        assert_eq!(lost.to_string(), "OFD 文件已损坏：缺少 Doc_0/Document.xml");
    }

    #[test]
    fn locations_are_beside_their_part_or_from_the_root() {
        assert_eq!(beside("Doc_0/Document.xml", "Pages/P.xml"), "Doc_0/Pages/P.xml");
        assert_eq!(beside("Doc_0/Document.xml", "/Doc_1/../Doc_0/P.xml"), "Doc_0/P.xml");
        assert_eq!(beside("OFD.xml", "Doc_0\\Document.xml"), "Doc_0/Document.xml");
    }
}
