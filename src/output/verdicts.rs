//! The table of requirements under the findings: what is required, whether it is there, and the sentence that shows it.

use comfy_table::{Cell, Color, ContentArrangement, LineStyle, Table, presets};

use super::{Checked, Look, words, wrap};
use crate::document::{Document, DocumentType};
use crate::finding::{Answer, Verdict};

/// Most characters of a sentence in the table.
const EVIDENCE: usize = 40;
/// Most columns of a requirement's title.
const TITLE: usize = 40;
/// Columns of the answer, the line and the blanks beside all cells.
const REST: usize = 20;

/// The table; empty for a document without requirements.
pub fn table(checked: &Checked<'_>, look: Look) -> String {
    let verdicts = &checked.outcome.verdicts;
    if verdicts.is_empty() || !matches!(checked.document.kind, DocumentType::Genre(_)) {
        return String::new();
    }
    let mut table = Table::new();
    table.load_style(presets::UTF8_HORIZONTAL_ONLY.row_separator(LineStyle::none()));
    // The table's own wrapping would begin lines with closing marks.
    table.set_content_arrangement(ContentArrangement::Disabled);
    match look.color {
        true => table.enforce_styling(),
        false => table.force_no_tty(),
    };
    table.set_header(["要求", "结论", "依据原句", words::unit(checked.document)]);
    for verdict in verdicts {
        table.add_row(row(checked.document, verdict, look));
    }
    format!("\n{}\n{}\n", table.trim_fmt(), tally(verdicts))
}

fn row(document: &Document, verdict: &Verdict, look: Look) -> [Cell; 4] {
    let title = TITLE.min(look.width * 2 / 5);
    let cell = |text: String, columns| Cell::new(wrap::wrap(&text, columns).join("\n"));
    let line = verdict.evidence.map(|span| words::number(document, span.start).to_string());
    [
        cell(wrap::one_line(&verdict.title), title),
        Cell::new(words::answer(verdict.answer)).fg(color(verdict.answer)),
        cell(proof(document, verdict, EVIDENCE), look.width.saturating_sub(title + REST)),
        Cell::new(line.unwrap_or_default()),
    ]
}

/// The sentence in at most so many characters, and after it what weakens it; without a sentence the reason alone.
pub fn proof(document: &Document, verdict: &Verdict, characters: usize) -> String {
    let sentence = verdict.evidence.map(|span| wrap::abridge(span.of(&document.text), characters));
    let see = if verdict.answer == Answer::Weak { "见 " } else { "" };
    let reason = verdict.reason.as_ref().map(|reason| format!("（{see}{}）", wrap::one_line(reason)));
    sentence.unwrap_or_default() + &reason.unwrap_or_default()
}

fn color(answer: Answer) -> Color {
    match answer {
        Answer::Present => Color::Green,
        Answer::Weak | Answer::CouldNotCheck => Color::Yellow,
        Answer::Missing => Color::Red,
        Answer::NotApplicable | Answer::Waived => Color::DarkGrey,
    }
}

/// `要求 12 项：有 9，薄弱 2，缺 1。`
pub fn tally(verdicts: &[Verdict]) -> String {
    let all =
        [Answer::Present, Answer::Weak, Answer::Missing, Answer::CouldNotCheck, Answer::Waived, Answer::NotApplicable];
    let counted = all.into_iter().filter_map(|answer| {
        let count = verdicts.iter().filter(|verdict| verdict.answer == answer).count();
        (count > 0).then(|| format!("{} {count}", words::answer(answer)))
    });
    format!("要求 {} 项：{}。", verdicts.len(), counted.collect::<Vec<_>>().join("，"))
}
