//! `reporting-year`: passages about the reporting year that name another year as theirs, or speak of it as this year.
//!
//! Reports compare with earlier years, tell history and cite documents of other years, and all that is fine. So a year counts as
//! named by mistake only where it is the theme of a sentence that tells what was done (`2022年，我市…`, `2022年制定文件7件`), or of
//! the part's own heading, and neither the sentence nor its paragraph says the right year or sounds like history or comparison.
//! 今年 for a year that is over is a matter of wording: at most a note.

use serde::Deserialize;

use super::link::Linker;
use super::words::Words;
use super::{Context, Hits, Kind, Milder, Scope, Span};
use crate::document::{BlockKind, SectionId};
use crate::text::date::{DateForm, DateMention, date_at, dates, is_year_digit};
use crate::text::landmark::Landmark;
use crate::text::number;

/// Where the reporting year is spoken of and how.
#[derive(Debug, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct ReportingYear {
    /// Names of the roles of such parts. Not linked: the rule may stand in a pack without roles, for reports of any other.
    parts: Vec<String>,
    /// Words for the year of writing.
    now: Words,
    /// Words for the day up to which is counted: 截至2023年底.
    #[serde(default)]
    until: Words,
    /// Words that make it meant as it stands: 根据今年…的安排，现报告如下.
    #[serde(default)]
    unless_now: Words,
    /// Words that make a sentence history, comparison or a citation.
    unless: Words,
    /// Words that make the issuer or its area the subject.
    subject: Words,
}

impl Kind for ReportingYear {
    fn link(&mut self, linker: &mut Linker<'_>) {
        for words in [&mut self.now, &mut self.until, &mut self.unless_now, &mut self.unless, &mut self.subject] {
            words.link(linker);
        }
    }

    fn placeholders(&self) -> &'static [&'static str] {
        &["stated", "expected", "count"]
    }

    fn run(&self, cx: &Context<'_>, _: &[Scope], hits: &mut Hits) {
        let Some(year) = cx.document.identity.report_year.as_ref().map(|year| year.value) else { return };
        let mut others = self.headings(cx, year);
        let closed = cx.published.is_none_or(|published| published.year > year);
        for themes in themes(cx, year).chunk_by(|one, next| one.paragraph == next.paragraph) {
            let paragraph = themes[0].paragraph;
            if !says(paragraph.of(cx.text()), year) && self.speaks_of_the_year(cx, paragraph.start) {
                others.extend(themes.iter().filter(|theme| self.tells(cx, theme)).map(|theme| theme.year));
            }
        }
        let meant = |span: &Span| {
            let block = cx.block_at(span.start).filter(|block| block.kind == BlockKind::Body);
            let excused = || names_month(cx, *span) || self.unless_now.find(cx, cx.sentence_around(*span)).is_some();
            block.is_some_and(|block| self.speaks_of_the_year(cx, block.folded.start)) && !excused()
        };
        let mut now = if closed { self.now.find_all(cx, cx.document.body) } else { Vec::new() };
        now.retain(meant);
        others.extend(self.counted_until(cx, year));
        others.sort_unstable();
        others.dedup();
        report(cx, &others, year, None, hits);
        report(cx, &now, year, Some(Milder::Note), hits);
    }
}

impl ReportingYear {
    /// Other years in the headings of the parts.
    fn headings(&self, cx: &Context<'_>, year: u16) -> Vec<Span> {
        let named = |id: &SectionId| {
            let roles = &cx.document.sections[*id].roles;
            !roles.is_empty() && roles.iter().all(|role| self.parts.iter().any(|part| *part == *role.0))
        };
        let mut out = Vec::new();
        for id in (0..cx.document.sections.len()).filter(named) {
            let section = &cx.document.sections[id];
            let found = dates(cx.text(), section.heading);
            let right = |date: &DateMention| date.year == Some(year) || date.form == DateForm::RangeStart;
            if !found.iter().any(right) {
                let leads = |date: &&DateMention| date.year.is_some() && leads(cx.text(), section.name, date.span);
                out.extend(found.iter().filter(leads).map(|date| date.span).take(1));
            }
        }
        out
    }

    /// The days of earlier years up to which figures are counted.
    fn counted_until(&self, cx: &Context<'_>, year: u16) -> Vec<Span> {
        let years = year.saturating_sub(3)..year;
        let day =
            |word: Span| date_at(cx.text(), word.end).filter(|day| day.year.is_some_and(|year| years.contains(&year)));
        let days = self.until.find_all(cx, cx.document.body).into_iter().filter_map(day).map(|day| day.span);
        let stale = |day: &Span| {
            let sentence = cx.sentence_around(*day);
            let body = cx.block_at(day.start).is_some_and(|block| block.kind == BlockKind::Body);
            let told = !says(sentence.of(cx.text()), year) && self.unless.find(cx, sentence).is_none();
            body && told && self.speaks_of_the_year(cx, day.start)
        };
        days.filter(stale).collect()
    }

    /// Whether a place lies in one of the parts or in the lead of the report.
    fn speaks_of_the_year(&self, cx: &Context<'_>, offset: usize) -> bool {
        let Some(section) = cx.document.section_at(offset) else { return true };
        let path = cx.document.path_to(section);
        let mut roles = path.iter().flat_map(|id| cx.document.sections[*id].roles.iter()).peekable();
        roles.peek().is_some() && roles.all(|role| self.parts.iter().any(|part| *part == *role.0))
    }

    /// Whether a sentence tells what was done in the year that is its theme.
    fn tells(&self, cx: &Context<'_>, Theme { sentence, year, .. }: &Theme) -> bool {
        let rest = Span::new(year.end, sentence.end);
        let told = has_count(rest.of(cx.text()))
            || self.subject.starts(cx, skip_comma(cx.text(), rest))
            || cx.document.section_at(year.start).is_none();
        told && self.unless.find(cx, *sentence).is_none()
    }
}

/// A sentence whose theme is a year.
struct Theme {
    paragraph: Span,
    sentence: Span,
    year: Span,
}

/// The sentences of body text whose theme is a year shortly before the one reported on, in order.
fn themes(cx: &Context<'_>, year: u16) -> Vec<Theme> {
    let years = year.saturating_sub(3)..year;
    let whole = Span::new(0, cx.text().len());
    let mut places: Vec<usize> = year_places(cx.text(), cx.digits(whole), cx.landmarks(whole)).collect();
    places.sort_unstable();
    let mut out: Vec<Theme> = Vec::new();
    for at in places {
        let Some(block) = cx.block_at(at).filter(|block| block.kind == BlockKind::Body) else { continue };
        let after = cx.sentences_in(Span::new(at + 1, block.folded.end.max(at + 1))).start;
        let sentence = after.checked_sub(1).map(|id| cx.sentence(id)).filter(|sentence| sentence.holds(at));
        let Some(sentence) = sentence else { continue };
        if let Some((_, year)) =
            theme(cx.text(), sentence).filter(|(stated, year)| years.contains(stated) && year.start == at)
        {
            out.push(Theme { paragraph: block.folded, sentence, year });
        }
    }
    out
}

/// Where years may begin: four digits before 年, or 一 and 二 before another digit.
fn year_places<'t>(text: &'t str, digits: &'t [Span], landmarks: &'t [Landmark]) -> impl Iterator<Item = usize> + 't {
    let arabic = digits.iter().filter(|run| run.len() == 4 && text[run.end..].starts_with('年'));
    let chinese = landmarks.iter().filter(|landmark| matches!(landmark.c, '一' | '二'));
    let chinese = chinese.filter(|first| text[first.end()..].starts_with(is_year_digit));
    arabic.map(|run| run.start).chain(chinese.map(|first| first.start()))
}

/// Whether a text names the year reported on.
fn says(text: &str, year: u16) -> bool {
    text.contains(&format!("{year}年")) || text.contains("今年") || text.contains("本年")
}

/// Whether a year stands at the head of a heading, nothing but the name of a place before it.
fn leads(text: &str, name: Span, year: Span) -> bool {
    const PLACE: usize = 6;
    let before = &text[name.start.min(year.start)..year.start];
    before.chars().count() <= PLACE && !before.contains(['《', '“', '，', '、'])
}

/// The year a sentence begins with as its theme, and its place: `2022年，…`, `（一）2022年制定…`
fn theme(text: &str, sentence: Span) -> Option<(u16, Span)> {
    let body = sentence.of(text);
    let lead = body.len() - without_number(body).len();
    let (within, from) = (&text[..sentence.end], sentence.start + lead);
    let first = number::starts_at(within, from).then(|| date_at(within, from)).flatten()?;
    if first.month.is_some() || first.form == DateForm::RangeStart || !first.span.of(text).ends_with('年') {
        return None;
    }
    let after = text[first.span.end..sentence.end].trim_start_matches('度');
    const NOT_A_THEME: [&str; 13] = ["以来", "至", "到", "—", "起", "底", "初", "末", "前", "后", "版", "第", "开始"];
    (!NOT_A_THEME.iter().any(|word| after.starts_with(word))).then_some((first.year?, first.span))
}

/// A sentence without the number before it: （一） 一是 1.
fn without_number(sentence: &str) -> &str {
    let mark = sentence.char_indices().take(5).find(|(_, c)| matches!(c, '）' | '、' | '是' | '.'));
    match mark {
        Some((at, c)) if !sentence[..at].contains('年') => &sentence[at + c.len_utf8()..],
        _ => sentence,
    }
}

fn skip_comma(text: &str, span: Span) -> Span {
    let rest = span.of(text).trim_start_matches(['度', '，']);
    Span::new(span.end - rest.len(), span.end)
}

/// Whether a text counts something.
fn has_count(text: &str) -> bool {
    text.bytes().any(|byte| byte.is_ascii_digit())
}

/// 今年1月 may be meant as it stands: a month of the year of publication.
fn names_month(cx: &Context<'_>, word: Span) -> bool {
    let after = cx.text()[word.end..].trim_start_matches(|c: char| c.is_ascii_digit());
    after.len() < cx.text().len() - word.end && after.starts_with('月')
}

fn report(cx: &Context<'_>, places: &[Span], year: u16, milder: Option<Milder>, hits: &mut Hits) {
    const NAMED: usize = 5;
    let Some(first) = places.first() else { return };
    let stated = first.of(cx.text());
    let hit = hits.at(*first).with("stated", stated).with("expected", year).with("count", places.len());
    hit.count = places.len();
    hit.severity = milder;
    for span in places.iter().skip(1).take(NAMED) {
        hit.related(*span, "此处同样");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn year_of(text: &str) -> Option<u16> {
        theme(text, Span::new(0, text.len())).map(|(year, _)| year)
    }

    #[test]
    fn a_year_at_the_head_of_a_sentence_is_its_theme() {
        for text in
            ["2022年，我市坚持依法行政。", "2022年制定文件7件。", "（一）2022年度制定文件7件。", "一是2022年办结7件。"]
        {
            assert_eq!(year_of(text), Some(2022), "{text}");
        }
    }

    #[test]
    fn spans_days_and_comparisons_are_no_themes() {
        for text in [
            "2022年以来，连续三年",
            "2022年3月召开会议",
            "2021—2025年规划",
            "2022年底前完成",
            "比2022年增长5%",
            "2022年版目录",
            "办结2022件",
        ] {
            assert_eq!(year_of(text), None, "{text}");
        }
    }
}
