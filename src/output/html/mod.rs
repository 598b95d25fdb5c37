//! One offline page: the reports' own text with findings in the margin, outline, table of requirements and a summary picture.
//!
//! The page loads nothing, has one style sheet and one script named by their hashes in its content security policy, and can be read
//! in full without the script. Templates, style and script are files beside this one; everything that comes from a document goes
//! through the templates' escaping.

mod article;
mod passage;
mod picture;

use std::sync::LazyLock;

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use minijinja::Environment;
use minijinja::syntax::SyntaxConfig;
use minijinja::value::Serde;
use serde::Serialize;
use sha2::{Digest, Sha256};

use self::picture::Bar;
use super::{Checked, Close, Format, Overview, Run, Tally, verdicts, words, wrap};
use crate::finding::{Answer, Severity, digest};

/// The format.
pub struct Html;

const STYLE: &str = include_str!("page.css");
const SCRIPT: &str = include_str!("page.js");

/// The templates. Names that end in `.html` are escaped.
static TEMPLATES: LazyLock<Environment<'static>> = LazyLock::new(|| {
    let mut templates = Environment::new();
    let syntax = SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).build();
    templates.set_syntax(syntax.expect("the delimiters are the usual ones"));
    let files = [
        ("begin.html", include_str!("begin.html")),
        ("overview.html", include_str!("overview.html")),
        ("line.html", include_str!("line.html")),
        ("article.html", include_str!("article.html")),
    ];
    for (name, source) in files {
        templates.add_template(name, source).expect("the templates are tested");
    }
    templates
});

/// Fills a template. What is filled in are our own structs, so that a failure is a mistake in a template.
pub(super) fn fill(template: &str, values: impl Serialize) -> String {
    let filled = TEMPLATES.get_template(template).and_then(|template| template.render(Serde(values)));
    filled.expect("the templates ask only for what they are given")
}

/// How a page begins: what browsers need, style, and the policy that lets nothing else in.
pub(super) fn begin(title: &str) -> String {
    let hash = |text: &str| format!("'sha256-{}'", BASE64_STANDARD.encode(Sha256::digest(text.as_bytes())));
    let policy = format!(
        "default-src 'none'; style-src {}; script-src {}; base-uri 'none'; form-action 'none'",
        hash(STYLE),
        hash(SCRIPT)
    );
    let version = env!("CARGO_PKG_VERSION");
    fill("begin.html", Begin { title, policy, version, made_by: super::MADE_BY, style: STYLE })
}

#[derive(Serialize)]
struct Begin<'a> {
    title: &'a str,
    policy: String,
    version: &'static str,
    made_by: &'static str,
    style: &'static str,
}

/// How a page ends.
pub(super) fn end() -> String {
    format!("</main>\n<script>{SCRIPT}</script>\n</body>\n</html>\n")
}

/// Name of a document's part of the page.
fn name(path: &str) -> String {
    format!("d{}", &digest([path])[..10])
}

impl Format for Html {
    fn begin(&self, _run: &Run<'_>) -> String {
        begin("法治政府建设年度报告检查结果")
    }

    fn file(&self, run: &Run<'_>, checked: &Checked<'_>) -> String {
        fill("article.html", article::Article::of(run, checked))
    }

    fn end(&self, _run: &Run<'_>, _close: &Close<'_>) -> String {
        end()
    }

    fn overview(&self) -> Option<&dyn Overview> {
        Some(self)
    }
}

/// A severity with the number of findings.
#[derive(Debug, Clone, Serialize)]
struct Count {
    severity: &'static str,
    title: &'static str,
    count: usize,
}

fn counts(tally: &Tally) -> Vec<Count> {
    let counts = tally.counts;
    let counted =
        [(Severity::Error, counts.errors), (Severity::Warning, counts.warnings), (Severity::Note, counts.notes)];
    counted.map(|(severity, count)| Count { severity: severity.name(), title: severity.title(), count }).to_vec()
}

#[derive(Serialize)]
struct Head<'a> {
    summary: String,
    counts: Vec<Count>,
    bars: Vec<Bar>,
    /// Path, why, and what to do.
    unread: Vec<(&'a str, &'a str, Option<&'a str>)>,
    one: bool,
}

#[derive(Serialize)]
struct Line {
    name: String,
    path: String,
    title: Option<String>,
    counts: Vec<Count>,
    requirements: String,
}

impl Overview for Html {
    fn head(&self, _run: &Run<'_>, close: &Close<'_>) -> String {
        let unread = close.unread.iter().map(|unread| (&*unread.path, &*unread.error, unread.help.as_deref()));
        let counts = counts(&close.tally);
        let head = Head {
            summary: close.summary(),
            bars: picture::severities(&counts),
            counts,
            unread: unread.collect(),
            one: close.tally.counts.files == 1,
        };
        fill("overview.html", head)
    }

    fn line(&self, _run: &Run<'_>, checked: &Checked<'_>) -> String {
        let verdicts = &checked.outcome.verdicts;
        let line = Line {
            name: name(&checked.document.path),
            path: wrap::one_line(&checked.document.path),
            title: checked.document.identity.title.as_ref().map(|title| wrap::one_line(&title.value)),
            counts: counts(&Tally::of(checked.outcome)),
            requirements: if verdicts.is_empty() { String::new() } else { verdicts::tally(verdicts) },
        };
        fill("line.html", line)
    }

    fn tail(&self) -> &'static str {
        "</tbody></table>\n</section>\n"
    }
}

/// A line of the table of requirements.
#[derive(Debug, Serialize)]
pub(super) struct Answered {
    pub(super) title: String,
    /// Its machine name is a class.
    pub(super) answer: Answer,
    pub(super) word: &'static str,
    pub(super) sentence: Option<String>,
    pub(super) reason: Option<String>,
    pub(super) place: Option<String>,
    /// Name of the sentence on the page.
    pub(super) to: Option<String>,
}

/// The answers in the order of the rules.
fn answered(checked: &Checked<'_>, name: &str) -> Vec<Answered> {
    let document = checked.document;
    let rows = checked.outcome.verdicts.iter().enumerate().map(|(at, verdict)| Answered {
        title: wrap::one_line(&verdict.title),
        answer: verdict.answer,
        word: words::answer(verdict.answer),
        sentence: verdict.evidence.map(|span| wrap::abridge(span.of(&document.text), 80)),
        reason: verdict.reason.as_deref().map(wrap::one_line),
        place: verdict.evidence.map(|span| words::place(document, span.start)),
        to: verdict.evidence.map(|_| format!("{name}-e{at}")),
    });
    rows.collect()
}
