//! How a document was understood: what it is, who issued it and when, and its tree with roles and sizes.

use super::{Look, Run, words, wrap};
use crate::document::{BlockKind, Document, Found, MarkStyle, RoleBy, SectionId};
use crate::text::fold::is_blank;
use crate::text::span::Span;

/// Most columns a heading takes in the tree.
const HEADING: usize = 48;

/// The sections worth listing: all but items of the 一是 kind that begin a paragraph.
pub fn listed(document: &Document) -> impl Iterator<Item = SectionId> + '_ {
    (0..document.sections.len()).filter(|id| !is_item(document, *id))
}

fn is_item(document: &Document, id: SectionId) -> bool {
    let section = &document.sections[id];
    !section.own_line && section.mark.as_ref().is_some_and(|mark| mark.style == MarkStyle::Ordinal)
}

/// Characters of a section's body: sub-sections included, headings, page furniture and blanks left out. A sentence that says all of
/// its section is text.
pub fn characters(document: &Document, id: SectionId) -> usize {
    let section = &document.sections[id];
    let text = document.blocks_in(section.body).iter().filter(|block| is_text(block.kind));
    let all: usize = text.map(|block| visible(document, block.folded.intersect(section.body))).sum();
    let inner = document.sections.iter().enumerate().skip(id + 1);
    let inner = inner.take_while(|(_, inner)| inner.span.start < section.span.end);
    let run_in = inner.filter(|(id, inner)| !inner.own_line && !inner.body.is_empty() && !is_item(document, *id));
    let headings: usize = run_in.map(|(_, inner)| visible(document, inner.heading)).sum();
    all.saturating_sub(headings)
}

fn is_text(kind: BlockKind) -> bool {
    matches!(kind, BlockKind::Body | BlockKind::TableRow)
}

fn visible(document: &Document, folded: Span) -> usize {
    folded.of(document.folded_text()).chars().filter(|c| !is_blank(*c)).count()
}

/// The page for people; ends with a line end.
pub fn page(run: &Run<'_>, document: &Document, encoding: Option<String>) -> String {
    let mut out = format!("{}\n\n", bold(&wrap::one_line(&document.path), run.look));
    for fact in facts(run, document, encoding) {
        out += &fact;
    }
    out.push('\n');
    out + &tree(run, document)
}

fn facts(run: &Run<'_>, document: &Document, encoding: Option<String>) -> Vec<String> {
    let identity = &document.identity;
    let reading = &run.rules.reading;
    let number = |span: Span| words::number(document, document.original(span).start);
    let line = |span: Span| format!("（第 {} {}）", number(span), words::unit(document));
    let level = identity.level.map(|level| format!("，{}", words::level(level))).unwrap_or_default();
    let kind = words::genre(reading, document).map_or_else(|| words::taken_for(reading, document), str::to_string);
    let all: usize =
        document.blocks.iter().filter(|block| is_text(block.kind)).map(|block| visible(document, block.folded)).sum();
    let furniture = document.blocks.iter().filter(|block| block.kind == BlockKind::Furniture).count();
    let year_from = if identity.year_in_title { "" } else { "，标题中没有，由正文推知" };
    let shown = [
        ("文种", kind),
        ("标题", told(&identity.title, |title| title.clone(), line)),
        ("机关", told(&identity.issuer, |issuer| format!("{issuer}{level}"), line)),
        ("年度", told(&identity.report_year, |year| format!("{year} 年{year_from}"), line)),
        ("发布日期", told(&identity.published, ToString::to_string, line)),
        ("落款日期", told(&identity.signed, ToString::to_string, line)),
        (
            "正文",
            format!("{} 字{}", thousands(all), encoding.map_or_else(String::new, |name| format!("，编码 {name}"))),
        ),
        ("网页杂项", format!("{furniture} 行（导航、页脚等），不计入正文")),
    ];
    let shown = shown.into_iter().filter(|(name, _)| *name != "网页杂项" || furniture > 0);
    shown.map(|(name, text)| fact(name, &text, run.look)).collect()
}

fn told<T>(found: &Option<Found<T>>, say: impl Fn(&T) -> String, line: impl Fn(Span) -> String) -> String {
    found.as_ref().map_or_else(|| "没有找到".to_string(), |found| say(&found.value) + &line(found.span))
}

fn fact(name: &str, text: &str, look: Look) -> String {
    const INDENT: usize = 12;
    let mut out = String::new();
    for (at, line) in wrap::wrap(text, look.width.saturating_sub(INDENT)).iter().enumerate() {
        let name = if at == 0 { name } else { "" };
        out += &format!("  {name}{:pad$}{line}\n", "", pad = INDENT - 2 - wrap::width(name));
    }
    out
}

fn tree(run: &Run<'_>, document: &Document) -> String {
    let rows: Vec<Row> = listed(document).map(|id| Row::of(run, document, id)).collect();
    if rows.is_empty() {
        return "  没有认出任何标题。\n".to_string();
    }
    let widest = |cell: fn(&Row) -> &str| rows.iter().map(|row| wrap::width(cell(row))).max().unwrap_or(0);
    let (heading, size, line) = (widest(|row| &row.heading), widest(|row| &row.size), widest(|row| &row.line));
    let mut out = String::new();
    for row in &rows {
        let text = if row.level == 1 { bold(&row.heading, run.look) } else { row.heading.clone() };
        let dots = " ".to_string() + &"·".repeat(heading + 2 - wrap::width(&row.heading)) + " ";
        let pad = |cell: &str, to: usize| " ".repeat(to - wrap::width(cell)) + cell;
        let room = run.look.width.saturating_sub(heading + size + line + 15).max(16);
        let note = if row.note.is_empty() { String::new() } else { format!("  {}", wrap::cut(&row.note, room)) };
        out += &format!(
            "  {text}{dots}{}  第 {} {}{note}\n",
            pad(&row.size, size),
            pad(&row.line, line),
            words::unit(document)
        );
    }
    out
}

struct Row {
    level: u8,
    heading: String,
    size: String,
    line: String,
    note: String,
}

impl Row {
    fn of(run: &Run<'_>, document: &Document, id: SectionId) -> Self {
        let section = &document.sections[id];
        let indent = "  ".repeat(usize::from(section.level.saturating_sub(1)));
        let room = HEADING.min(run.look.width / 2).saturating_sub(indent.len());
        let mut notes: Vec<String> =
            section.roles.iter().map(|role| words::role(&run.rules.reading, role).to_string()).collect();
        if section.role_by == RoleBy::Position {
            notes.push("按位置推定".to_string());
        }
        let items = document.children(id).filter(|child| is_item(document, *child)).count();
        if items > 0 {
            notes.push(format!("{items} 项"));
        }
        Self {
            level: section.level,
            heading: indent + &wrap::cut(section.heading.of(document.folded_text()), room),
            size: format!("{} 字", thousands(characters(document, id))),
            line: words::number(document, document.original(section.heading).start).to_string(),
            note: notes.join("，"),
        }
    }
}

/// `12,345`
fn thousands(number: usize) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

fn bold(text: &str, look: Look) -> String {
    if look.color { format!("\u{1b}[1m{text}\u{1b}[0m") } else { text.to_string() }
}
