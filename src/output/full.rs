//! The format for people: every finding with the words it is about, where they stand, what it rests on and what to do; then
//! the table of requirements and a summary.

use super::draw::{Picture, draw};
use super::remarks::remarks;
use super::window::{Label, Page};
use super::{Checked, Close, Format, Look, Run, verdicts, words, wrap};
use crate::document::Document;
use crate::finding::{Excuse, Excused, Finding};

/// The format.
pub struct Full;

impl Format for Full {
    fn file(&self, run: &Run<'_>, checked: &Checked<'_>) -> String {
        let findings = &checked.outcome.findings;
        if run.look.quiet && findings.is_empty() {
            return String::new();
        }
        let mut out = heading(run, checked.document);
        for finding in findings {
            out.push('\n');
            out += &draw(picture(checked.document, finding), run.look);
        }
        if run.look.quiet {
            return out;
        }
        if findings.is_empty() {
            let nothing = if checked.outcome.excused.is_empty() {
                "没有发现问题。\n"
            } else {
                "没有发现其他问题。\n"
            };
            out += nothing;
        }
        out + &excused(checked, run.look) + &unjudged(checked) + &verdicts::table(checked, run.look)
    }

    fn between(&self) -> &'static str {
        "\n"
    }

    fn end(&self, run: &Run<'_>, close: &Close<'_>) -> String {
        let statistics = close.statistics.map(|statistics| format!("\n{}", statistics.table(run.look)));
        let summary = if run.look.quiet { String::new() } else { format!("\n{}\n", close.summary()) };
        statistics.unwrap_or_default() + &summary
    }
}

fn heading(run: &Run<'_>, document: &Document) -> String {
    let path = wrap::one_line(&document.path);
    let path = if run.look.color { format!("\u{1b}[1m{path}\u{1b}[0m") } else { path };
    let kind = wrap::wrap(&words::taken_for(&run.rules.reading, document), run.look.width);
    format!("{path}\n{}\n", kind.join("\n"))
}

fn picture<'a>(document: &'a Document, finding: &Finding) -> Picture<'a> {
    let mut labels = vec![Label { span: finding.span, text: finding.message.clone(), primary: true }];
    labels.extend(finding.related.iter().map(|related| Label {
        span: related.span,
        text: related.message.clone(),
        primary: false,
    }));
    Picture {
        severity: finding.severity,
        heading: format!("{}[{}] {}", finding.severity.title(), finding.rule, finding.title),
        page: Page { name: &document.path, text: &document.text, lines: document.lines() },
        labels,
        remarks: remarks(document, finding),
    }
}

/// Findings that do not count, and who answers for them; of those in the baseline only how many.
fn excused(checked: &Checked<'_>, look: Look) -> String {
    let mut out = String::new();
    let mut known = 0;
    for Excused { finding, by } in &checked.outcome.excused {
        let Excuse::Waiver(waiver) = by else {
            known += 1;
            continue;
        };
        let place = checked.document.position(finding.span.start);
        let basis = waiver.basis.iter().map(|basis| format!("，依据{basis}")).collect::<String>();
        let line = format!(
            "{}:{} [{}] {}（{}：{}{basis}，至 {}，见 {}）",
            place.line, place.column, finding.rule, finding.message, waiver.who, waiver.why, waiver.until, waiver.place
        );
        if out.is_empty() {
            out += "\n已豁免：\n";
        }
        for (at, line) in wrap::wrap(&wrap::one_line(&line), look.width - 4).iter().enumerate() {
            out += &format!("{}{line}\n", if at == 0 { "  " } else { "    " });
        }
    }
    if known > 0 {
        out += &format!("\n另有 {known} 处问题在基线中已有，不再列出。\n");
    }
    out
}

/// Places that a rule could not judge, so that silence is not taken for a pass.
fn unjudged(checked: &Checked<'_>) -> String {
    if checked.outcome.unjudged.is_empty() {
        return String::new();
    }
    let mut out = String::from("\n未能判断之处：\n");
    for unjudged in &checked.outcome.unjudged {
        let place = checked.document.position(unjudged.span.start);
        let reason = wrap::one_line(&unjudged.reason);
        out += &format!("  {}:{} [{}] {reason}\n", place.line, place.column, unjudged.rule);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::{Outcome, Unjudged};
    use crate::output::concise::Concise;
    use crate::output::sample::{document, finding};
    use crate::rule::pack::Sources;
    use crate::text::span::Span;

    const TEXT: &str = "某县报告\n一、成效\n截止年底，办结12件。\n";

    fn shown(format: &dyn Format, outcome: &Outcome, quiet: bool) -> String {
        let rules = Sources::default().load().expect("no rules load without error");
        let run = Run { rules: &rules, selection: None, look: Look { width: 80, color: false, quiet } };
        format.file(&run, &Checked { document: &document(TEXT), outcome })
    }

    fn flawed() -> Outcome {
        let at = TEXT.find("截止").unwrap();
        Outcome { findings: vec![finding(Span::new(at, at + 6))], ..Outcome::default() }
    }

    #[test]
    fn a_finding_shows_its_words_its_ground_and_what_to_do() {
        let page = shown(&Full, &flawed(), true);
        let picture = page.split_once("\n\n").map(|(_, picture)| picture).unwrap();
        insta::assert_snapshot!(picture, @r#"
         ⚠ 警告[term/jiezhi] “截止”误用
          ╭─[稿/报告.txt:3:1]
        3 │ 截止年底，办结12件。
          · ──┬─
          ·   ╰── 应为“截至”
          ╰────
          ╭─[稿/报告.txt:1:1]
        1 │ 某县报告
          · ──┬─
          ·   ╰── 标题
          ╰────
         位置：一、成效
         依据：《某规定》
         改为：“截止” → “截至”
        "#);
    }

    #[test]
    fn says_so_when_nothing_was_found_unless_quiet() {
        assert!(shown(&Full, &Outcome::default(), false).contains("没有发现问题。"));
        assert_eq!(shown(&Full, &Outcome::default(), true), "");
    }

    #[test]
    fn names_what_could_not_be_judged() {
        let unjudged = Unjudged { rule: "data/rate".into(), span: Span::new(13, 16), reason: "数字不清".into() };
        let page = shown(&Full, &Outcome { unjudged: vec![unjudged], ..Outcome::default() }, false);
        assert!(page.contains("未能判断之处：\n  2:1 [data/rate] 数字不清"), "{page}");
    }

    #[test]
    fn concise_is_one_line_a_finding() {
        let line = "稿/报告.txt:3:1: warning[term/jiezhi] 应为“截至”\n";
        assert_eq!(shown(&Concise, &flawed(), false), line);
    }
}
