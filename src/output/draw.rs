//! Draws a diagnostic with its excerpt for people: findings and errors in rule files look alike.
//!
//! Heading and excerpt are miette's; what stands below is ours, since miette's own words are English.

use std::fmt;

use miette::{
    Diagnostic, GraphicalReportHandler, GraphicalTheme, LabeledSpan, SourceCode, ThemeCharacters, ThemeStyles,
};

use super::window::{Excerpt, Label, Page};
use super::{Look, wrap};
use crate::finding::Severity;
use crate::rule::{LoadError, LoadErrors};
use crate::text::span::LineIndex;

/// Something to show with its place.
pub struct Picture<'a> {
    /// How grave it is.
    pub severity: Severity,
    /// One line (may be long) on top.
    pub heading: String,
    /// The text it is about.
    pub page: Page<'a>,
    /// Places in it.
    pub labels: Vec<Label>,
    /// Lines below.
    pub remarks: Vec<Remark>,
}

/// A line below an excerpt: `依据：…`.
pub struct Remark {
    /// What it is.
    pub name: &'static str,
    /// What it says.
    pub text: String,
}

/// Draws a picture; the result ends with a line end.
pub fn draw(picture: Picture<'_>, look: Look) -> String {
    let excerpt = Excerpt::new(picture.page, picture.labels, look.width);
    let heading = wrap::one_line(&picture.heading);
    let sheet = |labels| Sheet { severity: picture.severity, heading: &heading, excerpt: &excerpt, labels };
    let mut out = render(&sheet(excerpt.near()), look);
    if !excerpt.far().is_empty() {
        // The same heading again, not shown twice.
        let far = render(&sheet(excerpt.far()), look);
        let frame = far.lines().position(|line| line.contains(CORNER)).unwrap_or(0);
        out.extend(far.lines().skip(frame).flat_map(|line| [line, "\n"]));
    }
    for remark in &picture.remarks {
        out += &remark_lines(remark, look);
    }
    out
}

/// Draws all errors of a loading and says how many there are.
pub fn draw_load_errors(errors: &LoadErrors, look: Look) -> String {
    let mut out = String::new();
    for error in &errors.0 {
        out += &draw_load_error(error, look);
        out.push('\n');
    }
    out + &format!("规则或者设置有 {} 处错误，没有检查任何文件。\n", errors.0.len())
}

fn draw_load_error(error: &LoadError, look: Look) -> String {
    let lines = LineIndex::new(&error.text);
    let page = Page { name: &error.file, text: &error.text, lines: &lines };
    let mut remarks = Vec::new();
    let mut labels = Vec::new();
    match error.span {
        Some(span) => labels.push(Label { span, text: "在这里".into(), primary: true }),
        None => remarks.push(Remark { name: "文件", text: error.file.clone() }),
    }
    remarks.extend(error.help.clone().map(|text| Remark { name: "怎么改", text }));
    draw(Picture { severity: Severity::Error, heading: error.message.clone(), page, labels, remarks }, look)
}

fn render(sheet: &Sheet<'_>, look: Look) -> String {
    let styles = if look.color { ThemeStyles::ansi() } else { ThemeStyles::none() };
    let theme = GraphicalTheme { characters: ThemeCharacters::unicode(), styles };
    let handler =
        GraphicalReportHandler::new_themed(theme).with_width(look.width).with_links(false).with_context_lines(1);
    let mut out = String::new();
    match handler.render_report(&mut out, sheet) {
        Ok(()) => out,
        // Not reached while labels lie in their windows; a finding without its picture is still a finding.
        Err(fmt::Error) => format!("  {}\n", sheet.heading),
    }
}

/// What every excerpt's frame begins with.
const CORNER: char = '╭';

fn remark_lines(remark: &Remark, look: Look) -> String {
    let indent = wrap::width(remark.name) + 4;
    let mut out = String::new();
    for (at, line) in wrap::wrap(&remark.text, look.width.saturating_sub(indent)).iter().enumerate() {
        match at {
            0 if look.color => out += &format!("  \u{1b}[36m{}\u{1b}[0m：{line}\n", remark.name),
            0 => out += &format!("  {}：{line}\n", remark.name),
            _ => out += &format!("{:indent$}{line}\n", ""),
        }
    }
    out
}

/// What miette is given.
#[derive(Debug)]
struct Sheet<'a> {
    severity: Severity,
    heading: &'a str,
    excerpt: &'a Excerpt,
    labels: &'a [LabeledSpan],
}

impl fmt::Display for Sheet<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.heading)
    }
}

impl std::error::Error for Sheet<'_> {}

impl Diagnostic for Sheet<'_> {
    fn severity(&self) -> Option<miette::Severity> {
        Some(match self.severity {
            Severity::Error => miette::Severity::Error,
            Severity::Warning => miette::Severity::Warning,
            Severity::Note => miette::Severity::Advice,
        })
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        Some(self.excerpt)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        Some(Box::new(self.labels.iter().cloned()))
    }
}
