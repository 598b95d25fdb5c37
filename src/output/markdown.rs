//! Markdown for a comment on a merge request or a work item: sums, a table of files, and each file's findings and requirements.
//!
//! Text of documents is escaped so that it cannot become markup or mention anybody.

use super::remarks::{excuse, remarks};
use super::{Checked, Close, Format, MADE_BY, Overview, Run, Tally, verdicts, words, wrap};
use crate::document::Document;
use crate::finding::{Excused, Finding};
use crate::text::span::Span;

/// Most characters of an excerpt on each side of the words.
const AROUND: usize = 18;
/// Most characters of the words themselves.
const WORDS: usize = 60;
/// Most characters of a sentence in the table of requirements.
const EVIDENCE: usize = 60;

/// The format.
pub struct Markdown;

impl Format for Markdown {
    fn begin(&self, _run: &Run<'_>) -> String {
        format!("<!-- {MADE_BY} {} -->\n\n# 法治政府建设年度报告检查结果\n\n", env!("CARGO_PKG_VERSION"))
    }

    fn file(&self, run: &Run<'_>, checked: &Checked<'_>) -> String {
        let document = checked.document;
        let mut out =
            format!("\n## {}\n\n{}\n", code(&document.path), escaped(&words::taken_for(&run.rules.reading, document)));
        if checked.outcome.findings.is_empty() {
            out += "\n没有发现问题。\n";
        }
        for finding in &checked.outcome.findings {
            out += &told(document, finding);
        }
        if !checked.outcome.excused.is_empty() {
            out += "\n不计入的问题：\n\n";
        }
        for Excused { finding, by } in &checked.outcome.excused {
            let place = words::place(document, finding.span.start);
            out +=
                &format!("- {place}：{}（`{}`）——{}\n", escaped(&finding.message), finding.rule, escaped(&excuse(by)));
        }
        if !checked.outcome.unjudged.is_empty() {
            out += "\n未能判断之处：\n\n";
        }
        for unjudged in &checked.outcome.unjudged {
            let place = words::place(document, unjudged.span.start);
            out += &format!("- {place}：{}（`{}`）\n", escaped(&unjudged.reason), unjudged.rule);
        }
        out + &requirements(checked)
    }

    fn overview(&self) -> Option<&dyn Overview> {
        Some(self)
    }
}

impl Overview for Markdown {
    fn head(&self, _run: &Run<'_>, close: &Close<'_>) -> String {
        let mut out = format!("**{}**\n", close.summary());
        if !close.unread.is_empty() {
            out += "\n未能检查的文件：\n\n";
        }
        for unread in close.unread {
            let help = unread.help.as_ref().map(|help| format!("；{}", escaped(help))).unwrap_or_default();
            out += &format!("- {}：{}{help}\n", code(&unread.path), escaped(&unread.error));
        }
        out + "\n| 文件 | 错误 | 警告 | 提示 | 要求 |\n| --- | ---: | ---: | ---: | --- |\n"
    }

    fn line(&self, _run: &Run<'_>, checked: &Checked<'_>) -> String {
        let counts = Tally::of(checked.outcome).counts;
        let verdicts = &checked.outcome.verdicts;
        let tally = if verdicts.is_empty() { String::new() } else { verdicts::tally(verdicts) };
        let path = cell(&code(&checked.document.path));
        format!("| {path} | {} | {} | {} | {tally} |\n", counts.errors, counts.warnings, counts.notes)
    }

    fn tail(&self) -> &'static str {
        ""
    }
}

fn told(document: &Document, finding: &Finding) -> String {
    let place = words::place(document, finding.span.start);
    let mut out = format!(
        "\n- **{}** {place}：{}（`{}`）\n\n  > {}\n",
        finding.severity.title(),
        escaped(&finding.message),
        finding.rule,
        excerpt(document, finding.span)
    );
    let related = finding
        .related
        .iter()
        .map(|related| format!("{} {}", words::place(document, related.span.start), escaped(&related.message)));
    let related: Vec<String> = related.collect();
    if !related.is_empty() {
        out += &format!("\n  另见：{}\n", related.join("；"));
    }
    for remark in remarks(document, finding) {
        out += &format!("\n  {}：{}\n", remark.name, escaped(&remark.text));
    }
    out
}

/// The words in bold with what stands around them on the line. As a tag, since `**` beside Chinese punctuation is not bold.
fn excerpt(document: &Document, span: Span) -> String {
    let text = &document.text;
    let line_end = |c: char| c == '\n' || c == '\r';
    let start = text[..span.start].rfind(line_end).map_or(0, |at| at + 1);
    let end = text[span.end..].find(line_end).map_or(text.len(), |at| span.end + at);
    let before: Vec<char> = text[start..span.start].chars().rev().take(AROUND + 1).collect();
    let cut = before.len() > AROUND;
    let before: String = before.into_iter().take(AROUND).rev().collect();
    let after = wrap::abridge(&text[span.end..end], AROUND);
    let words = wrap::abridge(span.of(text), WORDS);
    let words = if words.is_empty() { String::new() } else { format!("<strong>{}</strong>", escaped(&words)) };
    format!("{}{}{words}{}", if cut { "…" } else { "" }, escaped(&before), escaped(&after))
}

fn requirements(checked: &Checked<'_>) -> String {
    let verdicts = &checked.outcome.verdicts;
    if verdicts.is_empty() {
        return String::new();
    }
    let summary = verdicts::tally(verdicts);
    let mut out = format!("\n<details><summary>{summary}</summary>\n\n{}", table_head());
    for verdict in verdicts {
        let place = verdict.evidence.map(|span| words::place(checked.document, span.start)).unwrap_or_default();
        let proof = verdicts::proof(checked.document, verdict, EVIDENCE);
        let (title, proof) = (cell(&escaped(&verdict.title)), cell(&escaped(&proof)));
        out += &format!("| {title} | {} | {proof} | {place} |\n", words::answer(verdict.answer));
    }
    out + "\n</details>\n"
}

fn table_head() -> &'static str {
    "| 要求 | 结论 | 依据原句 | 位置 |\n| --- | --- | --- | --- |\n"
}

/// Text that shows as it is: on one line, without markup, mentions (`@name`) and references (`#12`).
pub(super) fn escaped(text: &str) -> String {
    let text = wrap::one_line(text);
    let mut out = String::with_capacity(text.len());
    // At its beginning `1.` would be a list, `-` too.
    let number = text.trim_start_matches(|c: char| c.is_ascii_digit());
    let lists = number.len() < text.len() && number.starts_with(['.', ')']) || text.starts_with(['-', '+']);
    let list_mark = lists.then_some(text.len() - number.len());
    for (at, c) in text.char_indices() {
        match c {
            '<' => out += "&lt;",
            '>' => out += "&gt;",
            '&' => out += "&amp;",
            '@' => out += "&#64;",
            '\\' | '`' | '*' | '_' | '[' | ']' | '#' | '|' | '~' | '$' => {
                out.push('\\');
                out.push(c);
            }
            c if list_mark == Some(at) => {
                out.push('\\');
                out.push(c);
            }
            c => out.push(c),
        }
    }
    out
}

/// Text as code: fenced by more backticks than it holds.
pub(super) fn code(text: &str) -> String {
    let text = wrap::one_line(text);
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    match longest {
        0 => format!("`{text}`"),
        _ => format!("{fence} {text} {fence}"),
    }
}

/// Code in a table: a bar would end the cell even there.
pub(super) fn cell(text: &str) -> String {
    let mut out = String::new();
    let mut escape = false;
    for c in text.chars() {
        if c == '|' && !escape {
            out.push('\\');
        }
        escape = c == '\\' && !escape;
        out.push(c);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output::sample::document;

    #[test]
    fn text_cannot_become_markup_or_mention_anybody() {
        assert_eq!(escaped("a|b\n<b> @all #1 [x](y) *1.5*"), "a\\|b &lt;b&gt; &#64;all \\#1 \\[x\\](y) \\*1.5\\*");
        assert_eq!(["1.甲", "12) 乙", "-丙"].map(escaped), ["1\\.甲", "12\\) 乙", "\\-丙"]);
        assert_eq!(code("a`b``c"), "``` a`b``c ```");
        assert_eq!(cell("`a|b` \\|"), "`a\\|b` \\|");
    }

    #[test]
    fn an_excerpt_keeps_to_its_line_and_marks_the_words() {
        let text = format!("题\n{}截止{}\n尾\n", "前".repeat(30), "后".repeat(30));
        let at = text.find("截止").unwrap();
        let shown = excerpt(&document(&text), Span::new(at, at + 6));
        assert_eq!(shown, format!("…{}<strong>截止</strong>{}…", "前".repeat(18), "后".repeat(18)));
    }
}
