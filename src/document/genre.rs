//! What a pack tells about the reports it is for: how they are recognised and which parts they have.
//!
//! Loaded from `rules/<pack>/pack.yaml` and `rules/reading.yaml` by `rule::pack`; here only the compiled form.

use std::collections::BTreeMap;

use super::{Level, Role};
use crate::text::pattern::Pattern;

/// One type of report.
#[derive(Debug)]
pub struct Genre {
    /// The pack's name: `fazhi`.
    pub name: String,
    /// Its Chinese name: 法治政府建设年度报告.
    pub title: String,
    /// A title that matches one of these is a title of this type. Matched against the folded title.
    pub titles: Vec<Pattern>,
    /// What looks alike and is not: Chinese name -> patterns on the title (or the opening lines).
    pub near_misses: Vec<NearMiss>,
    /// The required parts in their usual order.
    pub roles: Vec<RoleSpec>,
    /// Words of which one stands in the body of a document of this type even where its title is missing.
    pub subject: Vec<Pattern>,
}

/// A kind of document easily taken for the genre.
#[derive(Debug)]
pub struct NearMiss {
    /// Chinese name: 政策解读.
    pub name: String,
    /// Patterns on the folded title.
    pub titles: Vec<Pattern>,
}

/// How a required part is recognised.
#[derive(Debug)]
pub struct RoleSpec {
    /// Its name.
    pub role: Role,
    /// Official wording, for messages: 存在的不足和原因.
    pub title: String,
    /// Headings that may be used as they stand, for messages: the literals among the heading patterns.
    pub suggestions: Vec<String>,
    /// Patterns on the folded heading, its number and closing mark left out.
    pub headings: Vec<Pattern>,
    /// A heading that matches one of these is not this part, whatever else it matches.
    pub unless: Vec<Pattern>,
    /// Unnamed level-1 sections standing before the first section of one of these roles are this part.
    pub before: Vec<Role>,
    /// Whether a sub-section of another part may be this part (第一责任人 as an item of the measures).
    pub nested: bool,
}

/// How any document is read: page furniture, bylines, names of organs.
#[derive(Debug, Default)]
pub struct Reading {
    /// The types of report known, in the order of loading.
    pub genres: Vec<Genre>,
    /// A block that matches one of these is page furniture.
    pub furniture: Vec<Pattern>,
    /// A block outside the body that matches one of these is a byline.
    pub byline: Vec<Pattern>,
    /// Labels before a publication date in a byline: 发布日期, 时间.
    pub date_labels: Vec<Pattern>,
    /// Labels before the publishing organ in a byline: 来源, 发布机构.
    pub source_labels: Vec<Pattern>,
    /// Endings of organ names with the level they tell, longest first: 人民政府, 司法局.
    pub organs: Vec<OrganEnding>,
    /// Names of prefecture-level cities without 市; any other 市 is county level.
    pub cities: Vec<String>,
    /// Names of provinces, regions and municipalities in full: 浙江省.
    pub provinces: Vec<String>,
    /// Further words a reader needs, by name.
    pub words: BTreeMap<String, Vec<Pattern>>,
}

/// The end of an organ's name.
#[derive(Debug)]
pub struct OrganEnding {
    /// The ending: 司法局.
    pub ending: String,
    /// The level it tells; `None` where the place before it tells.
    pub level: Option<Level>,
}
