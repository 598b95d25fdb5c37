//! Excerpts of long lines for miette: a paragraph of a Chinese report is one line of up to thousands of characters, and only
//! the part around a label is worth printing.
//!
//! [`Excerpt`] is a [`SourceCode`] that holds a few windows of the text instead of the text. Each window lies on one line, is
//! centred on its label and no wider than the page; labels that fit into one window share it. Three tricks make miette show
//! them as they are: its question for the header (no context lines) is answered with the column in characters, a span across
//! two windows is refused so that they stay apart, and `…` stands in place of as many bytes as it has itself, so that
//! offsets hold.

use miette::{LabeledSpan, MietteError, MietteSpanContents, SourceCode, SourceSpan, SpanContents};

use super::wrap;
use crate::text::span::{LineIndex, Span};

/// Columns left free beside an excerpt: line number, frame and margin.
const FRAME: usize = 10;
/// Most columns of context on each side of a label: about forty Chinese characters.
const CONTEXT: usize = 80;
/// Least columns kept for context when a label is too long for the page.
const MARGIN: usize = 12;
/// Least columns a label's text is wrapped to, however far right it stands.
const NARROWEST: usize = 28;

/// Three bytes, as most Chinese characters.
const ELLIPSIS: &str = "…";

/// A text with the index of its lines.
#[derive(Clone, Copy)]
pub struct Page<'a> {
    /// The name the user knows it by.
    pub name: &'a str,
    /// The whole text.
    pub text: &'a str,
    /// Where its lines begin.
    pub lines: &'a LineIndex,
}

/// A place to point at and what to say there.
#[derive(Debug, Clone)]
pub struct Label {
    /// Bytes of the page's text.
    pub span: Span,
    /// What to say; may be empty.
    pub text: String,
    /// Whether the header names this place; one label of an excerpt should.
    pub primary: bool,
}

/// The windows of one diagnostic.
#[derive(Debug)]
pub struct Excerpt {
    name: String,
    windows: Vec<Window>,
    near: Vec<LabeledSpan>,
    far: Vec<LabeledSpan>,
}

/// A part of one line.
#[derive(Debug)]
struct Window {
    /// Bytes of the text it shows.
    span: Span,
    /// What the labels in it cover, clipped to what can be shown.
    core: Span,
    /// Line, 0-based.
    line: usize,
    /// Column of its first character, 0-based, in characters; what `…` hides is counted, so that adding the characters shown
    /// gives the column of any label.
    column: usize,
    /// The bytes shown: those of the text, but for edges and control characters.
    data: Vec<u8>,
}

impl Excerpt {
    /// Cuts windows around `labels` for a page of `width` columns.
    pub fn new(page: Page<'_>, mut labels: Vec<Label>, width: usize) -> Self {
        let room = width.saturating_sub(FRAME).max(2 * MARGIN);
        labels.sort_by_key(|label| (label.span.start, label.span.end));
        for label in &mut labels {
            label.span = clip(page, label.span, room - MARGIN);
        }
        let mut windows = open(page, &labels, room);
        for at in 0..windows.len() {
            let left = at.checked_sub(1).map_or(0, |before| windows[before].span.end);
            let right = windows.get(at + 1).map_or(page.text.len(), |next| next.core.start);
            windows[at].widen(page, Span::new(left, right), room);
            if labels.iter().any(|label| label.span == Span::at(windows[at].span.end)) {
                // Something to point at, at the end of the line.
                windows[at].data.push(b' ');
            }
        }
        let mut excerpt = Self { name: wrap::one_line(page.name), windows, near: Vec::new(), far: Vec::new() };
        let home = labels.iter().find(|label| label.primary).and_then(|label| excerpt.at(label.span));
        let (near, far): (Vec<_>, Vec<_>) = labels.into_iter().partition(|label| excerpt.at(label.span) == home);
        excerpt.near = near.into_iter().map(|label| excerpt.hang(label, room)).collect();
        excerpt.far = far.into_iter().map(|label| excerpt.hang(label, room)).collect();
        excerpt
    }

    /// The labels in the window of the primary one, clipped and wrapped.
    pub fn near(&self) -> &[LabeledSpan] {
        &self.near
    }

    /// The labels in other windows.
    pub fn far(&self) -> &[LabeledSpan] {
        &self.far
    }

    /// Wraps a label's text to the room right of the middle of its underline, where miette hangs it.
    fn hang(&self, label: Label, room: usize) -> LabeledSpan {
        let middle = self.window(label.span).map_or(0, |window| {
            let shown = |span: Span| wrap::width(&String::from_utf8_lossy(window.bytes(span)));
            shown(Span::new(window.span.start, label.span.start)) + shown(label.span) / 2
        });
        let text = wrap::wrap(&label.text, room.saturating_sub(middle + 2).max(NARROWEST)).join("\n");
        let text = Some(text).filter(|text| !text.is_empty());
        let span = (label.span.start, label.span.len());
        if label.primary {
            LabeledSpan::new_primary_with_span(text, span)
        } else {
            LabeledSpan::new_with_span(text, span)
        }
    }

    fn window(&self, span: Span) -> Option<&Window> {
        self.windows.get(self.at(span)?)
    }

    /// The window that shows a span; of two that touch it, the one it begins in.
    fn at(&self, span: Span) -> Option<usize> {
        let begins = |window: &Window| window.span.contains(span) && window.span.holds(span.start);
        let touches = |window: &Window| window.span.contains(span);
        self.windows.iter().position(begins).or_else(|| self.windows.iter().position(touches))
    }
}

/// Opens a window for each group of labels that fit into one, in the order of the text.
fn open(page: Page<'_>, labels: &[Label], room: usize) -> Vec<Window> {
    let mut windows: Vec<Window> = Vec::new();
    for label in labels {
        let line = page.lines.position(page.text, label.span.start).line;
        if let Some(last) = windows.last_mut() {
            let joined = last.core.join(label.span);
            if last.line == line - 1 && wrap::width(joined.of(page.text)) <= room - MARGIN {
                last.core = joined;
                continue;
            }
        }
        windows.push(Window { span: label.span, core: label.span, line: line - 1, column: 0, data: Vec::new() });
    }
    windows
}

/// The part of a span that can be underlined: on its first line, at most `columns` wide, on character boundaries.
fn clip(page: Page<'_>, span: Span, columns: usize) -> Span {
    let start = floor(page.text, span.start.min(page.text.len()));
    let line = page.lines.position(page.text, start).line;
    let line_end = page.lines.line(page.text, line).map_or(page.text.len(), |line| line.end);
    let start = start.min(line_end);
    let end = floor(page.text, span.end.clamp(start, line_end));
    let text = page.text[start..end].trim_end();
    Span::new(start, start + fitting(text.chars(), columns))
}

fn floor(text: &str, mut at: usize) -> usize {
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// Bytes of the leading characters that fit into `columns` columns.
fn fitting(characters: impl Iterator<Item = char>, columns: usize) -> usize {
    let mut used = 0;
    characters
        .take_while(|c| {
            used += wrap::char_width(*c);
            used <= columns
        })
        .map(char::len_utf8)
        .sum()
}

impl Window {
    /// Takes in context on both sides, inside its line and `bounds`, up to `room` columns in all. Room unused on the left goes
    /// to the right, seldom the other way round: the label's text needs the room to its right.
    fn widen(&mut self, page: Page<'_>, bounds: Span, room: usize) {
        let line = page.lines.line(page.text, self.line + 1).unwrap_or(self.core);
        let bounds = bounds.intersect(line).join(self.core);
        let free = room.saturating_sub(wrap::width(self.core.of(page.text)));
        let (before, after) = (&page.text[bounds.start..self.core.start], &page.text[self.core.end..bounds.end]);
        let left = fitting(before.chars().rev(), self.left_columns(page, before, after, room));
        let used = wrap::width(&before[before.len() - left..]);
        let right = fitting(after.chars(), free.saturating_sub(used).min(CONTEXT));
        self.span = Span::new(self.core.start - left, self.core.end + right);
        self.fill(page, line);
    }

    /// All that stands before, where the line fits as a whole and leaves room for the label's text; else half of what is free.
    fn left_columns(&self, page: Page<'_>, before: &str, after: &str, room: usize) -> usize {
        let core = wrap::width(self.core.of(page.text));
        let (before, after) = (wrap::width(before), wrap::width(after));
        if before + core + after <= room && before + core / 2 + NARROWEST <= room {
            return before;
        }
        (room.saturating_sub(core) / 2).min(CONTEXT)
    }

    /// Copies the text, with `…` at the edges where the line goes on.
    fn fill(&mut self, page: Page<'_>, line: Span) {
        let boundary = |at: usize| page.text.is_char_boundary(at);
        let (mut start, mut end) = (self.span.start, self.span.end);
        while start > line.start && start + ELLIPSIS.len() <= self.core.start && !boundary(start + ELLIPSIS.len()) {
            start += page.text[start..].chars().next().map_or(1, char::len_utf8);
        }
        while end < line.end && end >= self.core.end + ELLIPSIS.len() && !boundary(end - ELLIPSIS.len()) {
            end -= page.text[..end].chars().next_back().map_or(1, char::len_utf8);
        }
        self.span = Span::new(start, end);
        self.column = page.text[line.start..start].chars().count();
        self.data = self.span.of(page.text).chars().map(wrap::printable).collect::<String>().into_bytes();
        let goes_on_left = start > line.start && start + ELLIPSIS.len() <= self.core.start;
        let goes_on_right = end < line.end && end >= self.core.end + ELLIPSIS.len();
        if goes_on_left {
            self.column += page.text[start..start + ELLIPSIS.len()].chars().count() - 1;
            self.data[..ELLIPSIS.len()].copy_from_slice(ELLIPSIS.as_bytes());
        }
        if goes_on_right {
            let from = self.data.len() - ELLIPSIS.len();
            self.data[from..].copy_from_slice(ELLIPSIS.as_bytes());
        }
    }

    fn bytes(&self, span: Span) -> &[u8] {
        let from = span.start.saturating_sub(self.span.start).min(self.data.len());
        let to = span.end.saturating_sub(self.span.start).clamp(from, self.data.len());
        &self.data[from..to]
    }
}

impl SourceCode for Excerpt {
    fn read_span<'a>(
        &'a self,
        span: &SourceSpan,
        context_before: usize,
        _context_after: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        let asked = Span::new(span.offset(), span.offset() + span.len());
        let window = self.window(asked).ok_or(MietteError::OutOfBounds)?;
        let (shown, data) = match context_before {
            0 => (asked, window.bytes(asked)),
            _ => (window.span, window.data.as_slice()),
        };
        let before = String::from_utf8_lossy(window.bytes(Span::new(window.span.start, shown.start))).chars().count();
        let place = SourceSpan::from((shown.start, data.len()));
        let contents =
            MietteSpanContents::new_named(self.name.clone(), data, place, window.line, window.column + before, 1);
        Ok(Box::new(contents))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::Severity;
    use crate::output::Look;
    use crate::output::draw::{Picture, draw};
    use proptest::prelude::*;

    const LOOK: Look = Look { width: 80, color: false, quiet: false };

    fn picture(text: &str, labels: Vec<Label>) -> String {
        let lines = LineIndex::new(text);
        let page = Page { name: "报告.txt", text, lines: &lines };
        draw(Picture { severity: Severity::Warning, heading: "题目".into(), page, labels, remarks: Vec::new() }, LOOK)
    }

    fn label(span: Span, text: &str, primary: bool) -> Label {
        Label { span, text: text.into(), primary }
    }

    fn on(text: &str, word: &str, says: &str) -> Label {
        let at = text.find(word).unwrap();
        label(Span::new(at, at + word.len()), says, true)
    }

    fn paragraph() -> String {
        format!("标题\n{}高度重视{}末尾{}\n", "依法行政能力".repeat(9), "履行职责，".repeat(80), "继续努力。".repeat(9))
    }

    #[test]
    fn shows_only_the_part_around_a_label_with_the_column_in_characters() {
        let text = paragraph();
        insta::assert_snapshot!(picture(&text, vec![on(&text, "高度重视", "空话")]), @r#"
         ⚠ 题目
          ╭─[报告.txt:2:55]
        2 │ …能力依法行政能力依法行政能力高度重视履行职责，履行职责，履行职责，…
          ·                              ────┬───
          ·                                  ╰── 空话
          ╰────
        "#);
    }

    #[test]
    fn labels_far_apart_get_windows_of_their_own_and_the_primary_comes_first() {
        let text = paragraph();
        let mut first = on(&text, "高度重视", "先前在这里");
        first.primary = false;
        insta::assert_snapshot!(picture(&text, vec![first, on(&text, "末尾", "重复")]), @r#"
         ⚠ 题目
          ╭─[报告.txt:2:459]
        2 │ …履行职责，履行职责，履行职责，末尾继续努力。继续努力。继续努力。继…
          ·                                ──┬─
          ·                                  ╰── 重复
          ╰────
          ╭─[报告.txt:2:55]
        2 │ …能力依法行政能力依法行政能力高度重视履行职责，履行职责，履行职责，…
          ·                              ────┬───
          ·                                  ╰── 先前在这里
          ╰────
        "#);
    }

    #[test]
    fn labels_close_together_share_a_window() {
        let text = "本年度办结12件，其中调解7件、裁决6件。";
        let mut part = on(text, "7件", "一部分");
        part.primary = false;
        insta::assert_snapshot!(picture(text, vec![on(text, "12件", "合计"), part]), @r#"
         ⚠ 题目
          ╭─[报告.txt:1:6]
        1 │ 本年度办结12件，其中调解7件、裁决6件。
          ·           ──┬─          ─┬─
          ·             │            ╰── 一部分
          ·             ╰── 合计
          ╰────
        "#);
    }

    #[test]
    fn a_label_longer_than_the_page_is_clipped_to_its_first_line() {
        let text = paragraph();
        let whole = label(
            Span::new(7, text.len()),
            "这一部分太长，应当分段写明具体做法、成效和不足，并与其他部分相互照应",
            true,
        );
        insta::assert_snapshot!(picture(&text, vec![whole]), @r#"
         ⚠ 题目
          ╭─[报告.txt:2:1]
        2 │ 依法行政能力依法行政能力依法行政能力依法行政能力依法行政能力依法行政…
          · ─────────────────────────────┬────────────────────────────
          ·                              ╰─┤ 这一部分太长，应当分段写明具体做法、成
          ·                                │ 效和不足，并与其他部分相互照应
          ╰────
        "#);
    }

    #[test]
    fn the_column_counts_what_the_ellipsis_hides() {
        let text = format!("{}重视{}", "ab c ".repeat(40), "de f ".repeat(40));
        let drawn = picture(&text, vec![on(&text, "重视", "空话")]);
        assert!(drawn.contains("[报告.txt:1:201]") && drawn.contains("│ …"), "{drawn}");
    }

    #[test]
    fn a_line_that_fits_is_shown_whole() {
        let text = "  check: { required-text: { any: ['/高度|(狠抓/'] } }";
        assert!(picture(text, vec![on(text, "(", "没有闭合")]).contains(text));
    }

    #[test]
    fn an_empty_place_is_still_shown() {
        let drawn = picture("一、\n\n二、", vec![label(Span::at(7), "这里缺一段", true)]);
        assert!(drawn.contains("[报告.txt:2:1]") && drawn.contains("▲\n   · ╰── 这里缺一段"), "{drawn}");
        assert!(picture("", vec![label(Span::at(0), "空文件", true)]).contains("空文件"));
    }

    proptest! {
        #[test]
        fn every_label_is_drawn_within_the_page(
            text in "[一二，“A9é😀\t\n\r\u{1b}]{0,300}",
            places in proptest::collection::vec((0usize..900, 0usize..900), 1..4),
        ) {
            let spans = places.iter().map(|(a, b)| Span::new((*a).min(*b), (*a).max(*b)));
            let labels: Vec<Label> = spans.enumerate().map(|(at, span)| label(span, &format!("说明{at}"), at == 0)).collect();
            let count = labels.len();
            let drawn = picture(&text, labels);
            for at in 0..count {
                prop_assert!(drawn.contains(&format!("说明{at}")), "{drawn}");
            }
            let steers = |c: char| c.is_control() && c != '\n';
            prop_assert!(!drawn.contains("Failed") && !drawn.contains(steers), "{drawn}");
            let excerpts = drawn.lines().filter(|line| line.contains(" │ ") && !line.starts_with(' '));
            prop_assert!(excerpts.into_iter().all(|line| wrap::width(line) <= LOOK.width), "{drawn}");
        }
    }
}
