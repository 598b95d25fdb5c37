//! gangyao 纲要: a linter for annual reports on building a rule-of-law government (法治政府建设年度报告).

pub mod document;
pub mod finding;
pub mod rule;
pub mod text;
