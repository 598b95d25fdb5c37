//! The YAML form of `gangyao.yaml`.
//!
//! Values that can be wrong in more than form (dates, severities, globs, names of rules) stay as written with their places, so
//! that all of them are told in one run.

use serde::Deserialize;
use serde_json::Value;

use crate::finding::Severity;
use crate::rule::yaml::Pairs;
use crate::text::located::{Located, OneOrMany};

/// `gangyao.yaml`：对所在文件夹及其下级文件夹中的报告生效。
#[derive(Debug, Clone, Default, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct RawConfig {
    /// 作基础的另一份设置文件，写相对路径；这里没有写的照它办。
    #[schemars(with = "Option<String>")]
    pub extends: Option<Located<String>>,
    /// 另外载入的规则包文件夹，写相对路径。
    #[schemars(with = "Vec<String>")]
    pub packs: Vec<Located<String>>,
    /// 只用这些规则：编号、规则组或规则包。
    #[schemars(with = "Option<Vec<String>>")]
    pub select: Option<Vec<Located<String>>>,
    /// 不用这些规则。
    #[schemars(with = "Vec<String>")]
    pub ignore: Vec<Located<String>>,
    /// 改变级别：规则、规则组或规则包 → error、warning、note、off。
    #[schemars(with = "Pairs<String>")]
    pub severity: Pairs<Located<String>>,
    /// 改变检查的参数：规则编号 → 参数 → 数值。
    pub thresholds: Pairs<Pairs<Value>>,
    /// 报告的公布日期，页面上没有时使用。
    #[schemars(with = "Option<String>")]
    pub published: Option<Located<String>>,
    /// 从哪一级起算不通过：error、warning、note。
    #[schemars(with = "Option<String>")]
    pub fail_on: Option<Located<String>>,
    /// 在文件夹里跳过的文件，通配符。
    #[schemars(with = "Vec<String>")]
    pub exclude: Vec<Located<String>>,
    /// 只对一部分文件生效的设置；几项都符合时，后面的优先。
    pub overrides: Vec<RawOverride>,
    /// 豁免清单的相对路径。
    #[schemars(with = "Option<String>")]
    pub waivers: Option<Located<String>>,
    /// 基线文件的相对路径。
    #[schemars(with = "Option<String>")]
    pub baseline: Option<Located<String>>,
}

/// 只对一部分文件生效的设置。
#[derive(Debug, Clone, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct RawOverride {
    /// 通配符，相对于设置文件所在的文件夹；不含“/”的在各级文件夹都生效。
    pub files: OneOrMany,
    /// 对这些文件只用这些规则。
    #[schemars(with = "Option<Vec<String>>")]
    pub select: Option<Vec<Located<String>>>,
    /// 对这些文件不用这些规则。
    #[serde(default)]
    #[schemars(with = "Vec<String>")]
    pub ignore: Vec<Located<String>>,
    /// 对这些文件改变级别。
    #[serde(default)]
    #[schemars(with = "Pairs<String>")]
    pub severity: Pairs<Located<String>>,
    /// 对这些文件改变参数。
    #[serde(default)]
    pub thresholds: Pairs<Pairs<Value>>,
    /// 这些报告的公布日期。
    #[schemars(with = "Option<String>")]
    pub published: Option<Located<String>>,
    /// 这些文件从哪一级起算不通过。
    #[schemars(with = "Option<String>")]
    pub fail_on: Option<Located<String>>,
}

/// The schema of `gangyao.yaml`.
pub fn schema() -> Value {
    crate::rule::schema::of::<RawConfig>("config", "设置", "gangyao.yaml：对所在文件夹及其下级文件夹中的报告生效")
}

/// The gravity from which findings fail a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum FailOn {
    /// Only errors.
    #[default]
    Error,
    /// Warnings too.
    Warning,
    /// Anything.
    Note,
}

impl FailOn {
    /// The names as written.
    pub const NAMES: [&'static str; 3] = ["error", "warning", "note"];

    /// Reads a name.
    pub fn named(name: &str) -> Option<FailOn> {
        [FailOn::Error, FailOn::Warning, FailOn::Note].into_iter().find(|known| known.severity().name() == name)
    }

    /// The mildest severity that fails.
    pub fn severity(self) -> Severity {
        match self {
            FailOn::Error => Severity::Error,
            FailOn::Warning => Severity::Warning,
            FailOn::Note => Severity::Note,
        }
    }

    /// Whether a finding of this severity fails a run.
    pub fn fails(self, severity: Severity) -> bool {
        severity <= self.severity()
    }
}
