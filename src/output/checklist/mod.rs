//! The sign-off sheet: every requirement with its basis, the answer, the sentence that shows it and where it stands, and lines to sign.
//!
//! A `Sheet` is one document's; the formats beside this file write it.

mod html;
mod markdown;
mod table;
mod word;

use serde::Serialize;

use super::{Audience, Checked, Entry, Run, Tally, verdicts, words, wrap};
use crate::document::DocumentType;
use crate::finding::{Answer, Verdict};

/// Most characters of a sentence.
const SENTENCE: usize = 200;

/// What stands above all sheets.
const TITLE: &str = "法治政府建设年度报告核对表";
/// Columns of a sheet.
const COLUMNS: [&str; 7] = ["序号", "要求", "依据", "结论", "证明的原句", "位置", "复核意见"];
/// Lines to sign, as on paper.
const SIGNATURE: &str = "审核人：＿＿＿＿＿＿＿＿　　复核人：＿＿＿＿＿＿＿＿　　日期：＿＿＿＿年＿＿月＿＿日";

/// The formats of the sheet; the first is the default.
pub const FORMATS: &[Entry] = &[
    Entry::new("markdown", "Markdown", Audience::People, &markdown::Markdown),
    Entry::new("html", "网页，可直接打印", Audience::People, &html::Html),
    Entry::new("docx", "Word 文件，可打印签字", Audience::People, &word::Word),
    Entry::new("csv", "表格，每项要求一行", Audience::Programs, &table::Table),
];

/// One document's sheet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
struct Sheet {
    path: String,
    /// Its title, or its path where it has none.
    title: String,
    issuer: String,
    year: String,
    /// What the document was taken for.
    kind: String,
    /// What came of it, in a sentence or two.
    result: String,
    rows: Vec<Row>,
}

/// One requirement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
struct Row {
    number: usize,
    requirement: String,
    /// The rule that asks for it.
    rule: String,
    basis: String,
    /// Its machine name is a class of the page.
    answer: Answer,
    word: &'static str,
    sentence: String,
    /// Why it does not apply or could not be judged; what makes it weak.
    reason: String,
    place: String,
}

impl Sheet {
    fn of(run: &Run<'_>, checked: &Checked<'_>) -> Self {
        let (document, outcome) = (checked.document, checked.outcome);
        let path = wrap::one_line(&document.path);
        let identity = &document.identity;
        let is_report = matches!(document.kind, DocumentType::Genre(_));
        let verdicts: &[Verdict] = if is_report { &outcome.verdicts } else { &[] };
        let counts = Tally::of(outcome).counts;
        let findings = format!("全文另见错误 {}、警告 {}、提示 {}。", counts.errors, counts.warnings, counts.notes);
        let result = match verdicts.is_empty() {
            true => format!("没有可以核对的要求。{findings}"),
            false => format!("{}{findings}", verdicts::tally(verdicts)),
        };
        Self {
            title: identity.title.as_ref().map_or_else(|| path.clone(), |title| wrap::one_line(&title.value)),
            path,
            issuer: identity.issuer.as_ref().map(|issuer| wrap::one_line(&issuer.value)).unwrap_or_default(),
            year: identity.report_year.as_ref().map(|year| year.value.to_string()).unwrap_or_default(),
            kind: words::taken_for(&run.rules.reading, document),
            result,
            rows: verdicts.iter().enumerate().map(|(at, verdict)| Row::of(run, checked, at + 1, verdict)).collect(),
        }
    }
}

impl Row {
    fn of(run: &Run<'_>, checked: &Checked<'_>, number: usize, verdict: &Verdict) -> Self {
        let document = checked.document;
        let year = document.identity.report_year.as_ref().map(|year| year.value);
        let rule = run.rules.rule(&verdict.requirement);
        let title = |id: &str| run.rules.rule(id).map_or_else(|| id.to_owned(), |rule| rule.title.clone());
        // On paper a rule's title says more than its id.
        let reason = verdict.reason.as_deref().map(|reason| match verdict.answer {
            Answer::Weak => reason.split('、').map(title).collect::<Vec<_>>().join("；"),
            _ => wrap::one_line(reason),
        });
        Self {
            number,
            requirement: wrap::one_line(&verdict.title),
            rule: verdict.requirement.clone(),
            basis: rule.map(|rule| rule.basis_text(&run.rules.norms, year).join("；")).unwrap_or_default(),
            answer: verdict.answer,
            word: words::answer(verdict.answer),
            sentence: verdict.evidence.map(|span| wrap::abridge(span.of(&document.text), SENTENCE)).unwrap_or_default(),
            reason: reason.unwrap_or_default(),
            place: verdict.evidence.map(|span| words::place(document, span.start)).unwrap_or_default(),
        }
    }

    /// The sentence, and what else is to be said.
    fn proof(&self) -> String {
        match (self.sentence.is_empty(), self.reason.is_empty()) {
            (_, true) => self.sentence.clone(),
            (true, false) => format!("（{}）", self.reason),
            (false, false) => format!("{}（{}）", self.sentence, self.reason),
        }
    }
}
