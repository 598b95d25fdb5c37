//! Chinese words for what a document is, its level and its roles, used by every format made for people.

use crate::document::{Document, DocumentType, Level, Places, Reading, Role, STEERING};
use crate::finding::Answer;

/// Chinese word for a level.
pub fn level(level: Level) -> &'static str {
    match level {
        Level::National => "国家级",
        Level::Province => "省级",
        Level::City => "市级",
        Level::County => "区县级",
        Level::Town => "乡镇级",
        Level::Department => "部门",
    }
}

/// Chinese word for an answer.
pub fn answer(answer: Answer) -> &'static str {
    match answer {
        Answer::Present => "有",
        Answer::Weak => "薄弱",
        Answer::Missing => "缺",
        Answer::NotApplicable => "不适用",
        Answer::Waived => "已豁免",
        Answer::CouldNotCheck => "未能判断",
    }
}

/// Where an original byte offset is, as a reader of the file finds it: `第12行`, `第12段`, `第3页`.
pub fn place(document: &Document, original: usize) -> String {
    format!("第{}{}", number(document, original), unit(document))
}

/// The number of the page that holds an original byte offset where there are pages, else of its line or paragraph; 1-based.
pub fn number(document: &Document, original: usize) -> usize {
    document.page(original).unwrap_or_else(|| document.position(original).line)
}

/// What a number of a place counts: 行, 段 or 页.
pub fn unit(document: &Document) -> &'static str {
    match &document.places {
        Places::Lines => "行",
        Places::Paragraphs => "段",
        Places::Pages(_) => "页",
    }
}

/// Official wording of a role; its name where no pack tells.
pub fn role<'a>(reading: &'a Reading, role: &'a Role) -> &'a str {
    let specs = reading.genres.iter().flat_map(|genre| &genre.roles);
    specs.into_iter().find(|spec| spec.role == *role).map_or(&role.0, |spec| &spec.title)
}

/// Chinese name of the type of a document; `None` when it is not of a known type.
pub fn genre<'a>(reading: &'a Reading, document: &'a Document) -> Option<&'a str> {
    match &document.kind {
        DocumentType::Genre(name) => {
            Some(reading.genres.iter().find(|genre| genre.name == *name).map_or(name.as_str(), |genre| &genre.title))
        }
        DocumentType::NearMiss(_) | DocumentType::Other => None,
    }
}

/// What a document was taken for, as one sentence.
pub fn taken_for(reading: &Reading, document: &Document) -> String {
    let known: Vec<&str> = reading.genres.iter().map(|genre| genre.title.as_str()).collect();
    let known = if known.is_empty() { "已知文种".to_string() } else { known.join("、") };
    match &document.kind {
        DocumentType::Genre(_) => identity(reading, document),
        DocumentType::NearMiss(name) if STEERING.contains(&name.as_str()) => format!("这是{name}，不是报告。"),
        DocumentType::NearMiss(name) => format!("这是{name}，不是{known}，只按公文通用规则检查。"),
        DocumentType::Other => format!("没有认出这是{known}，只按公文通用规则检查。"),
    }
}

/// Type, organ, level and year in a row.
fn identity(reading: &Reading, document: &Document) -> String {
    let known = &document.identity;
    let mut parts = vec![genre(reading, document).unwrap_or_default().to_string()];
    parts.extend(known.issuer.as_ref().map(|issuer| issuer.value.clone()));
    parts.extend(known.level.map(|known| level(known).to_string()));
    parts.extend(known.report_year.as_ref().map(|year| format!("{} 年度", year.value)));
    super::wrap::one_line(&parts.join(" · "))
}
