//! The registry of norms: laws, party documents and standards that rules rest on and reports cite.
//!
//! Loaded from `rules/norms.yaml`. Dates and article numbers stand there only where somebody read them in a text that may be
//! trusted; an article nobody checked is absent and so is never printed.

pub mod title;

use std::sync::OnceLock;

use serde::Deserialize;

use crate::text::date::Date;
use title::TitleIndex;

/// Index of a norm in [`Norms`].
pub type NormIndex = usize;

/// All norms known.
#[derive(Debug, Default)]
pub struct Norms {
    all: Vec<Norm>,
    titles: OnceLock<TitleIndex>,
}

/// A law, a party document, a standard, or mere practice.
#[derive(Debug, Clone, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Norm {
    /// Short name rules use: `ducha`.
    pub id: String,
    /// Title without 《》.
    pub title: String,
    /// Document number: 厅字〔2019〕28号.
    pub number: Option<String>,
    /// What it binds to.
    pub force: Force,
    /// When it is in force.
    #[serde(default)]
    pub in_force: Period<DayText>,
    /// The reporting years it governs; `None` where it is not tied to years.
    pub reports: Option<ReportYears>,
    /// What rules cite of it, by name.
    #[serde(default)]
    pub items: std::collections::BTreeMap<String, Item>,
    /// A statute: 中华人民共和国 may stand before the title.
    #[serde(default)]
    pub statute: bool,
    /// Short forms that may be used.
    #[serde(default)]
    pub short: Vec<String>,
    /// Wrong forms seen.
    #[serde(default)]
    pub wrong: Vec<String>,
    /// The norm that took its place.
    pub replaced_by: Option<String>,
    /// For maintainers.
    pub note: Option<String>,
}

/// How far a norm binds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Force {
    /// Law, regulation, party regulation.
    Binding,
    /// Plan, opinion, notice.
    Policy,
    /// National standard.
    Standard,
    /// What is usual.
    Practice,
}

/// From and to, either open, both included.
#[derive(Debug, Clone, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Period<T> {
    /// First.
    pub from: Option<T>,
    /// Last.
    pub to: Option<T>,
}

impl<T> Default for Period<T> {
    fn default() -> Self {
        Self { from: None, to: None }
    }
}

/// A date written `2019-04-15`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DayText(pub Date);

impl schemars::JsonSchema for DayText {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Day".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$" })
    }
}

impl<'de> Deserialize<'de> for DayText {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let mut parts = text.split('-').map(|part| part.parse::<u16>().ok());
        let day = match (parts.next().flatten(), parts.next().flatten(), parts.next().flatten(), parts.next()) {
            (Some(year), Some(month @ 1..=12), Some(day @ 1..=31), None) => {
                Date { year, month: month as u8, day: day as u8 }
            }
            _ => return Err(serde::de::Error::custom(format!("“{text}”不是日期，应写作 2019-04-15"))),
        };
        Ok(DayText(day))
    }
}

/// The reporting years a norm governs.
#[derive(Debug, Clone, Copy, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct ReportYears {
    /// First year.
    pub from: Option<u16>,
    /// Last year.
    pub to: Option<u16>,
    /// Whether it goes on being applied after the last year until a successor is entered.
    #[serde(default)]
    pub until_successor: bool,
}

/// A part of a norm that rules cite.
#[derive(Debug, Clone, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Item {
    /// How the part is named where its article is not sure: “年度报告主要内容”第（二）项.
    pub label: Option<String>,
    /// Article, only where it was read in the norm's own text.
    pub article: Option<String>,
}

/// How a norm stands to a reporting year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// It governs the year.
    Governs,
    /// Its period has ended and no successor is known; it goes on being applied.
    Ended,
    /// It does not govern the year.
    Outside,
}

impl Norm {
    /// How it stands to a reporting year.
    pub fn standing(&self, year: u16) -> Standing {
        let Some(years) = self.reports else { return Standing::Governs };
        if years.from.is_some_and(|from| year < from) {
            return Standing::Outside;
        }
        match years.to {
            Some(to) if year > to && years.until_successor => Standing::Ended,
            Some(to) if year > to => Standing::Outside,
            _ => Standing::Governs,
        }
    }

    /// Whether it governs some years only, so that an unknown year cannot be judged.
    pub fn is_tied_to_a_period(&self) -> bool {
        self.reports.is_some_and(|years| years.to.is_some())
    }

    /// The norm and the part of it as printed, with a remark where its period has ended for the year.
    pub fn cite(&self, item: Option<&str>, year: Option<u16>) -> String {
        if self.force == Force::Practice {
            return self.title.clone();
        }
        let number = self.number.as_deref().map(|number| format!("（{number}）")).unwrap_or_default();
        let part = item.and_then(|item| self.items.get(item));
        let part = part.and_then(|item| item.article.clone().or_else(|| item.label.clone())).unwrap_or_default();
        let ended = match year {
            Some(year) if self.standing(year) == Standing::Ended => "（规划期已满，后续文件登记前暂沿用）",
            _ => "",
        };
        format!("《{}》{number}{part}{ended}", self.title)
    }
}

impl Norms {
    /// The registry of some norms.
    pub fn new(all: Vec<Norm>) -> Self {
        Self { all, titles: OnceLock::new() }
    }

    /// The norm of an id.
    pub fn find(&self, id: &str) -> Option<NormIndex> {
        self.all.iter().position(|norm| norm.id == id)
    }

    /// The ids in the order of the file.
    pub fn ids(&self) -> impl Iterator<Item = &str> {
        self.all.iter().map(|norm| norm.id.as_str())
    }

    /// A norm by its index.
    pub fn norm(&self, index: NormIndex) -> &Norm {
        &self.all[index]
    }

    /// Their titles, ready to be held against cited ones; made at the first call.
    pub fn titles(&self) -> &TitleIndex {
        self.titles.get_or_init(|| TitleIndex::new(&self.all))
    }

    /// All norms in the order of the file.
    pub fn iter(&self) -> impl Iterator<Item = &Norm> {
        self.all.iter()
    }
}
