//! What a document says of itself: issuer, level, reporting year, dates.

use super::genre::{Genre, Reading};
use super::page::{Line, signature_date, whole_date};
use super::year::{Year, next_digits, run_of_digits, years};
use super::{BlockKind, Date, Found, Hint, Identity, Level, Role, Section, organ};
use crate::text::date::{self, DateForm};
use crate::text::pattern_set::PatternSet;
use crate::text::span::Span;

/// What identity is read from.
#[derive(Debug, Clone, Copy)]
pub(super) struct Sources<'a> {
    /// Folded text of the document.
    pub text: &'a str,
    pub lines: &'a [Line<'a>],
    pub reading: &'a Reading,
}

/// Reads everything but the reporting year, which may need the roles of sections.
pub(super) fn identity(sources: Sources<'_>, title: Option<Found<String>>) -> Identity {
    let issuer = issuer(sources, title.as_ref());
    let level = level(sources.reading, issuer.as_ref(), title.as_ref());
    let published = published(sources);
    let signed = signed(sources);
    Identity { title, issuer, level, report_year: None, year_in_title: false, published, signed }
}

/// Settles the reporting year: by the title, else by headings, opening, and dates.
pub(super) fn settle_year(identity: &mut Identity, sources: Sources<'_>, sections: &[Section], genre: Option<&Genre>) {
    let in_title = identity.title.as_ref().and_then(|title| year_of_title(sources.text, title));
    identity.year_in_title = in_title.is_some();
    identity.report_year = in_title
        .or_else(|| year_of_headings(sources.text, sections, genre))
        .or_else(|| year_of_opening(sources))
        .or_else(|| year_before(identity.published.as_ref()))
        .or_else(|| year_before(identity.signed.as_ref()));
}

/// The first year of the title that is neither part of a date nor of a range nor of a cited name.
fn year_of_title(text: &str, title: &Found<String>) -> Option<Found<u16>> {
    let all = years(text, title.span);
    let first = all.iter().find(|year| year.plain).or_else(|| all.iter().find(|year| !year.cited && !year.ranged))?;
    Some(Found { value: first.value, span: first.span })
}

/// The year a level-1 heading names; of a part on the next year, the year before it.
fn year_of_headings(text: &str, sections: &[Section], genre: Option<&Genre>) -> Option<Found<u16>> {
    let next =
        |role: &Role| genre.is_some_and(|genre| genre.roles.iter().any(|spec| spec.role == *role && spec.next_year));
    let tops = || sections.iter().filter(|section| section.level == 1);
    let named = |section: &Section| years(text, section.name).into_iter().find(|year| year.plain);
    let this = tops().filter(|section| !section.roles.iter().any(&next)).find_map(named);
    if let Some(year) = this {
        return Some(Found { value: year.value, span: year.span });
    }
    let coming = tops().filter(|section| section.roles.iter().any(&next)).find_map(named)?;
    Some(Found { value: coming.value - 1, span: coming.span })
}

/// The year of the opening: the first one named as a year of work, in the first paragraphs.
fn year_of_opening(sources: Sources<'_>) -> Option<Found<u16>> {
    let open = sources.lines.iter().filter(|line| line.kind == Some(BlockKind::Body) && line.is_prose());
    let all: Vec<Year> =
        open.take(2).flat_map(|line| years(sources.text, line.folded)).filter(|year| year.plain).collect();
    let of_work = |year: &&Year| {
        let rest = &sources.text[year.span.end..];
        rest.starts_with(['，', '度', '我', '全', '以']) && sources.text[..year.span.end].ends_with('年')
    };
    let year = all.iter().find(of_work).or(all.first())?;
    Some(Found { value: year.value, span: year.span })
}

/// A report is published in the year after the one it reports on, or in its last weeks.
fn year_before(date: Option<&Found<Date>>) -> Option<Found<u16>> {
    let found = date?;
    let back = u16::from(found.value.month < 11);
    Some(Found { value: found.value.year.saturating_sub(back), span: found.span })
}

/// The issuing organ: of the title, the signature, the lines under the title, the byline. Where the title names a place alone, the
/// report is its government's, whoever put it online (来源：区司法局): the organ is one of that level, else the place.
fn issuer(sources: Sources<'_>, title: Option<&Found<String>>) -> Option<Found<String>> {
    if let Some(organ) = title.and_then(|title| issuer_in_title(sources, title)) {
        return Some(organ);
    }
    let mut others = [signed_organ, head_organ, source].into_iter().filter_map(|organ| organ(sources));
    let Some((place, level)) = title.and_then(|title| issuing_place(sources, title)) else { return others.next() };
    others.find(|organ| organ::level_of_organ(&organ.value, sources.reading) == Some(level)).or(Some(place))
}

/// The place whose government a title names, and its level: the subject or a year and the subject come right after it. 青溪县2023年度
/// 交通运输系统… is of one of its departments.
fn governed_place(reading: &Reading, title: &Found<String>) -> Option<(String, Level)> {
    let name = place_in_title(reading, title);
    let (_, rest) = title.value.split_once(&name)?;
    let rest = rest.trim_start_matches('的');
    let rest = rest[run_of_digits(rest).len..].trim_start_matches(['年', '度']);
    let goes_on = rest.is_empty() || reading.first("subject-of-title", rest) == Some(0);
    let level = organ::level_of_place(&name, reading).filter(|_| goes_on)?;
    Some((name, level))
}

/// The same where it can be told as the issuer.
fn issuing_place(sources: Sources<'_>, title: &Found<String>) -> Option<(Found<String>, Level)> {
    let (name, level) = governed_place(sources.reading, title)?;
    // 全县 and 我区 name no place, and 《青溪县…》解读 is about another's report.
    let anonymous = name.chars().count() == 2 && name.starts_with(['全', '我', '本', '各', '该']);
    if anonymous || title.value.starts_with(['《', '“']) {
        return None;
    }
    Some((Found { span: place_of(sources.text, title.span, &name), value: name }, level))
}

/// The text of the title before its subject, years and 关于 left out.
fn place_in_title(reading: &Reading, title: &Found<String>) -> String {
    let text = title.value.as_str();
    let mut from = 0;
    loop {
        let rest = &text[from..];
        let year = run_of_digits(rest);
        let step = if year.digits >= 4 {
            year.len
        } else if ["关于", "年度", "印发", "转发", "公布", "报送"].iter().any(|word| rest.starts_with(word))
        {
            6
        } else if rest.starts_with(['年', '度', ' ', '《', '“']) {
            rest.chars().next().map_or(1, char::len_utf8)
        } else {
            break;
        };
        from += step;
    }
    let rest = &text[from..];
    let subject = reading.first("subject-of-title", rest).unwrap_or(rest.len());
    let mut year = next_digits(rest, 0);
    while let Some(c) = rest[year..].chars().next().filter(|_| run_of_digits(&rest[year..]).digits < 4) {
        year = next_digits(rest, year + c.len_utf8());
    }
    let name = &rest[..subject.min(year)];
    name.trim_matches(['的', ' ', '《', '“']).to_owned()
}

fn issuer_in_title(sources: Sources<'_>, title: &Found<String>) -> Option<Found<String>> {
    let before_about = title.value.split_once("关于").map(|(before, _)| before.trim());
    let organ = |name: &&str| organ::is_organ(name, sources.reading);
    let name = match before_about.filter(organ) {
        Some(name) => name.to_owned(),
        None => place_in_title(sources.reading, title),
    };
    // 对市级人民政府履行教育职责的评价报告 is about it.
    let is_object = name.starts_with(['对', '向', '给']);
    (!is_object && organ(&name.as_str()))
        .then(|| Found { span: place_of(sources.text, title.span, &name), value: name })
}

/// Where a name stands inside a span; the whole span where a line break divides it.
fn place_of(text: &str, within: Span, name: &str) -> Span {
    within.of(text).find(name).map_or(within, |at| Span::new(within.start + at, within.start + at + name.len()))
}

fn signed_organ(sources: Sources<'_>) -> Option<Found<String>> {
    let signature = sources.lines.iter().filter(|line| line.kind == Some(BlockKind::Signature));
    signature.into_iter().find_map(|line| {
        if organ::is_organ(line.text, sources.reading) {
            return Some(Found { value: line.text.to_owned(), span: line.folded });
        }
        let date = signature_date(line.text, sources.reading)?;
        let name = line.text[..date.span.start].trim();
        organ::is_organ(name, sources.reading)
            .then(|| Found { value: name.to_owned(), span: place_of(sources.text, line.folded, name) })
    })
}

/// An organ on a line of its own under the title. What stands above it may be the name of the site.
fn head_organ(sources: Sources<'_>) -> Option<Found<String>> {
    let title = sources.lines.iter().position(|line| line.kind == Some(BlockKind::Title)).unwrap_or(0);
    let bylines = sources.lines[title..].iter().filter(|line| line.kind == Some(BlockKind::Byline));
    bylines
        .into_iter()
        .find(|line| organ::is_organ(line.text, sources.reading))
        .map(|line| Found { value: line.text.to_owned(), span: line.folded })
}

/// The organ after 发布机构, 来源 and the like.
fn source(sources: Sources<'_>) -> Option<Found<String>> {
    labelled(sources, &sources.reading.source_labels, |text, span| {
        let value = span.of(text);
        let end = value.find(['；', '，', '|', '：', ' ', '（', '【']).unwrap_or(value.len());
        let value = cut_at_labels(&value[..end], sources.reading);
        let name = sources.reading.without_ending("site", value);
        organ::is_organ(name, sources.reading)
            .then(|| Found { value: name.to_owned(), span: Span::new(span.start, span.start + name.len()) })
    })
}

/// A value without the label that runs on after it (spaces between Chinese characters are gone).
fn cut_at_labels<'a>(value: &'a str, reading: &Reading) -> &'a str {
    let labels = reading.byline.iter().chain(reading.date_labels.iter());
    let end = labels.filter_map(|label| label.find_at(value, 0)).map(|span| span.start).filter(|at| *at > 0).min();
    end.map_or(value, |end| &value[..end])
}

/// The first value that `read` accepts after one of the labels on the lines around the report, the labels in their order.
/// A value may stand on the line after its label.
fn labelled<T>(sources: Sources<'_>, labels: &PatternSet, read: impl Fn(&str, Span) -> Option<T>) -> Option<T> {
    let around =
        |line: &Line<'_>| matches!(line.kind, Some(BlockKind::Byline | BlockKind::Furniture | BlockKind::Title));
    let lines = sources.lines.iter().enumerate();
    let told = |line: &Line<'_>| around(line) && line.text.len() <= 900 && labels.is_match(line.text);
    let lines: Vec<(usize, &Line<'_>)> = lines.filter(|(_, line)| told(line)).collect();
    for label in labels.iter() {
        for (at, line) in &lines {
            let mut from = 0;
            while let Some(found) = label.find_at(line.text, from) {
                let value = line.text[found.end..].trim_start_matches(['：', ' ', '|', '】', '—']);
                let start = line.folded.end - value.len();
                if let Some(found) = read(sources.text, Span::new(start, line.folded.end)) {
                    return Some(found);
                }
                if value.is_empty()
                    && let Some(next) = sources.lines.get(at + 1)
                    && let Some(found) = read(sources.text, next.folded)
                {
                    return Some(found);
                }
                from = found.end;
            }
        }
    }
    None
}

fn level(reading: &Reading, issuer: Option<&Found<String>>, title: Option<&Found<String>>) -> Option<Level> {
    match issuer {
        Some(issuer) => {
            organ::level_of_organ(&issuer.value, reading).or_else(|| organ::level_of_place(&issuer.value, reading))
        }
        None => governed_place(reading, title?).map(|(_, level)| level),
    }
}

/// The date after 发布日期 and the like, else a date alone on a line of the byline.
fn published(sources: Sources<'_>) -> Option<Found<Date>> {
    let after_label = labelled(sources, &sources.reading.date_labels, |text, span| {
        let first = span.of(text).chars().next()?;
        if !first.is_ascii_digit() && first != '二' {
            return None;
        }
        let found = date::date_at(text, span.start).filter(|found| found.form != DateForm::RangeStart);
        let found = found.and_then(|found| Some((found.date()?, found.span)));
        let eight = Span::new(span.start, (span.start + 8).min(span.end));
        let together = || {
            text.get(eight.start..eight.end)
                .and_then(|_| date::run_together(text, eight))
                .and_then(|found| Some((found.date()?, found.span)))
        };
        found.or_else(together).map(|(value, span)| Found { value, span })
    });
    after_label.or_else(|| {
        let bylines =
            sources.lines.iter().filter(|line| line.kind == Some(BlockKind::Byline) && line.hint != Hint::TableRow);
        bylines.into_iter().find_map(|line| {
            let found = whole_date(line.text).or_else(|| {
                date::date_at(sources.text, line.folded.start).filter(|found| found.form == DateForm::Separated)
            })?;
            let span = if found.span.end <= line.text.len() && whole_date(line.text).is_some() {
                found.span.shift(line.folded.start)
            } else {
                found.span
            };
            Some(Found { value: found.date()?, span })
        })
    })
}

fn signed(sources: Sources<'_>) -> Option<Found<Date>> {
    let signature = sources.lines.iter().filter(|line| line.kind == Some(BlockKind::Signature));
    signature.into_iter().find_map(|line| {
        let found = signature_date(line.text, sources.reading)?;
        Some(Found { value: found.date()?, span: found.span.shift(line.folded.start) })
    })
}
