//! gangyao 纲要: a linter for annual reports on building a rule-of-law government (法治政府建设年度报告).
//!
//! A report goes through four stations, each a module that knows nothing of the later ones:
//!
//! 1. [`input`] turns paths into [`document::Draft`]s: encoding told strictly, formats read into blocks.
//! 2. [`document`] understands a draft: title, issuer, years, the tree of sections and which required part each is.
//! 3. [`rule`] loads packs of YAML into a [`rule::RuleSet`] whose rules cannot fail any more; [`check`] holds what rules can do, one file
//!    a kind; [`norm`] the registry of what they rest on.
//! 4. [`lint`] asks every rule of a document and gives [`finding`]s and verdicts; [`output`] writes them; [`fix`] mends what can be mended
//!    mechanically; [`verify`] tries rules on their examples, cases and reports; [`mutate`] breaks good reports to see who tells.
//!
//! [`text`] holds the leaf helpers: folding, patterns, numbers, dates. [`cli`] is the only part that touches clock, terminal and environment.
//!
//! # Glossary
//!
//! | word | 中文 | meaning |
//! | --- | --- | --- |
//! | document | 文稿 | one report as read |
//! | block | 段 | a paragraph, heading or other line of a document |
//! | section | 部分、小节 | a heading and what it governs |
//! | role | 法定部分 | which required part a section is: measures 举措和成效, problems 不足和原因, first_responsible 第一责任人, plan 下一年度安排 |
//! | genre | 文种 | a type of report a pack is for |
//! | furniture | 网页附属文字 | navigation, byline and footer around a report |
//! | norm | 规范 | a law, party document or standard in the registry |
//! | basis | 依据 | the norm and item a rule rests on |
//! | pack | 规则包 | a folder of rules |
//! | rule | 规则 | one YAML entry |
//! | check | 检查 | what a rule does; its *kind* is the name in YAML |
//! | hit | 命中 | what a check saw |
//! | finding | 问题 | a hit with its rule and document |
//! | requirement, verdict | 要求、结论 | what a report must hold, and whether it does |
//! | folded, original | 归一文本、原文 | the text rules match, and the text the user wrote |
//!
//! # Example
//!
//! ```
//! use gangyao::document::builder;
//! use gangyao::input::{self, Source};
//! use gangyao::lint::{Linter, Options};
//! use gangyao::rule::pack::Sources;
//!
//! let rules = Sources::builtin().load().expect("the built-in packs load");
//! let all = rules.select(&[], &[]).expect("choosing all rules works");
//! let linter = Linter::new(&rules, &all);
//!
//! let source = Source::from_bytes("报告.txt", "云溪县人民政府关于2023年法治政府建设情况的报告\n一、主要举措和成效\n办结行政复议案件12件。\n");
//! let read = input::read(&source).expect("plain UTF-8");
//! let document = builder::build(read.draft, "报告.txt", &rules.reading);
//! let outcome = linter.lint(&document, &Options::default());
//! assert!(outcome.findings.iter().any(|finding| finding.rule == "struct/plan"));
//! ```

pub mod check;
pub mod cli;
pub mod document;
pub mod finding;
pub mod fix;
pub mod input;
pub mod lint;
pub mod mutate;
pub mod norm;
pub mod output;
pub mod rule;
pub mod settings;
pub mod text;
pub mod verify;
pub mod waiver;
