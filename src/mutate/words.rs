//! Breaking words: dates, years in headings, cited titles, and whatever a pattern finds.

use std::sync::LazyLock;

use regex::Regex;

use super::Mutation;
use super::plan::{Change, Plan, Planned, Replace, Year};
use crate::document::{BlockKind, Document};
use crate::rule::RuleSet;
use crate::text::fold::fold_word;
use crate::text::span::Span;

pub(super) fn mutations(plan: &Plan, rules: &RuleSet, document: &Document) -> Vec<Mutation> {
    let made = |planned: &Planned, broken: Vec<Broken>| -> Vec<Mutation> {
        let mutation = |broken: Broken| Mutation::of_words(document, planned, broken.span, broken.with);
        broken.into_iter().map(mutation).collect()
    };
    let of = |planned: &Planned| match &planned.change {
        Change::Date(_) => made(planned, dates(document)),
        Change::Year(year) => made(planned, years(document, year)),
        Change::Cite(_) => made(planned, citations(document, rules)),
        Change::Replace(replace) => match &planned.find {
            Some(find) => made(planned, replaced(document, replace, find)),
            None => Vec::new(),
        },
        _ => Vec::new(),
    };
    plan.changes.iter().flat_map(of).collect()
}

/// Folded words and what comes in their place.
struct Broken {
    span: Span,
    with: String,
}

/// The parts of the folded text that are no page furniture.
fn report_text(document: &Document) -> impl Iterator<Item = Span> + '_ {
    document.blocks.iter().filter(|block| block.kind != BlockKind::Furniture).map(|block| block.folded)
}

/// Each day of a month moved past the end of any month.
fn dates(document: &Document) -> Vec<Broken> {
    static DAY: LazyLock<Regex> = LazyLock::new(|| Regex::new("([0-9]{1,2})月([0-9]{1,2})日").expect("it is valid"));
    const PAST: u32 = 30;
    let text = document.folded_text();
    let mut broken = Vec::new();
    for part in report_text(document) {
        for found in DAY.captures_iter(part.of(text)) {
            let (Some(whole), Some(month)) = (found.get(0), found.get(1)) else { continue };
            let Some(Ok(day)) = found.get(2).map(|day| day.as_str().parse::<u32>()) else { continue };
            // The 31st day of a 30-day month must not come out of it.
            let day = day % 10 + PAST + if day % 10 < 2 { 2 } else { 0 };
            let span = Span::new(part.start + whole.start(), part.start + whole.end());
            broken.push(Broken { span, with: format!("{}月{day}日", month.as_str()) });
        }
    }
    broken
}

/// Each year in the headings of a part.
fn years(document: &Document, year: &Year) -> Vec<Broken> {
    static YEAR: LazyLock<Regex> = LazyLock::new(|| Regex::new("20[0-9]{2}").expect("it is valid"));
    let text = document.folded_text();
    let of_part = document.sections.iter().filter(|section| section.roles.iter().any(|r| *r.0 == *year.part.value));
    let mut broken = Vec::new();
    for section in of_part {
        for found in YEAR.find_iter(section.heading.of(text)) {
            let Ok(number) = found.as_str().parse::<i32>() else { continue };
            let start = section.heading.start + found.start();
            broken.push(Broken { span: Span::new(start, start + found.len()), with: (number + year.by).to_string() });
        }
    }
    broken
}

/// Each title in 《》 that is a norm's whole title, without one of its inner characters.
fn citations(document: &Document, rules: &RuleSet) -> Vec<Broken> {
    static CITED: LazyLock<Regex> = LazyLock::new(|| Regex::new("《([^《》]{8,})》").expect("it is valid"));
    const STATE: &str = "中华人民共和国";
    let known: Vec<String> = rules.norms.iter().map(|norm| fold_word(&norm.title)).collect();
    let text = document.folded_text();
    let mut broken = Vec::new();
    for part in report_text(document) {
        for found in CITED.captures_iter(part.of(text)) {
            let Some(title) = found.get(1) else { continue };
            let bare = title.as_str().strip_prefix(STATE).unwrap_or(title.as_str());
            if !known.iter().any(|norm| norm == bare || norm == title.as_str()) {
                continue;
            }
            // The character before the middle of the name proper.
            let offset = title.len() - bare.len();
            let middle = bare.chars().count() / 2;
            let Some((at, gone)) = bare.char_indices().nth(middle) else { continue };
            let mut with = title.as_str().to_owned();
            with.replace_range(offset + at..offset + at + gone.len_utf8(), "");
            let span = Span::new(part.start + title.start(), part.start + title.end());
            broken.push(Broken { span, with });
        }
    }
    broken
}

/// Each match of a pattern in the title, the body or a part.
fn replaced(document: &Document, replace: &Replace, find: &Regex) -> Vec<Broken> {
    let text = document.folded_text();
    let places: Vec<Span> = match replace.r#in.value.as_str() {
        "title" => document.identity.title.iter().map(|title| title.span).collect(),
        "body" => document.blocks_in(document.body).iter().map(|block| block.folded).collect(),
        role => {
            let sections = document.sections.iter();
            sections.filter(|section| section.roles.iter().any(|r| *r.0 == *role)).map(|section| section.span).collect()
        }
    };
    let mut broken = Vec::new();
    for place in places {
        for found in find.captures_iter(place.of(text)) {
            let Some(whole) = found.get(0).filter(|whole| !whole.is_empty()) else { continue };
            let mut with = String::new();
            found.expand(&replace.with, &mut with);
            broken.push(Broken { span: Span::new(place.start + whole.start(), place.start + whole.end()), with });
        }
    }
    broken
}
