//! The rule manual: what each rule asks, on what ground, what to do, and examples; as Markdown and as one HTML page. `explain`
//! shows the same articles.

use std::fmt::Write as _;

use pulldown_cmark::{Options, Parser, html};

use super::wrap;
use crate::rule::template::Template;
use crate::rule::{Example, Pack, Rule, RuleSet};

/// What there is to say of a rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Article {
    /// Rule id.
    pub id: String,
    /// Title of its findings.
    pub title: String,
    /// Its severity and pack, as one line.
    pub about: String,
    /// The parts, in order, none empty.
    pub parts: Vec<Part>,
}

/// A part of an article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// Its heading.
    pub name: &'static str,
    /// Its paragraphs.
    pub paragraphs: Vec<String>,
    /// Whether they are texts of reports, to be shown as they stand.
    pub verbatim: bool,
}

/// The article of a rule.
pub fn article(set: &RuleSet, rule: &Rule) -> Article {
    let pack = &set.packs[rule.pack];
    let said = |name, paragraphs: Vec<String>| Part { name, paragraphs, verbatim: false };
    let shown = |name, examples: &[Example]| {
        let texts = examples.iter().map(|example| example.text.trim_end().to_owned()).collect();
        Part { name, paragraphs: texts, verbatim: true }
    };
    let mut parts = vec![
        said("要求", rule.requirement.iter().cloned().collect()),
        said("报告什么", vec![readable(&rule.message)]),
        said("依据", rule.basis_text(&set.norms, None)),
        said("怎么改", rule.help.iter().map(readable).collect()),
        shown("会报告的例子", &rule.examples.bad),
        shown("不会报告的例子", &rule.examples.good),
    ];
    parts.retain(|part| !part.paragraphs.is_empty());
    let mut about = format!("{} · {}（{}）", rule.severity.title(), pack.title, pack.name);
    if let Some(reason) = &rule.off {
        let _ = write!(about, "；已停用：{reason}");
    }
    if !rule.changed_by.is_empty() {
        let _ = write!(about, "；由规则包 {} 改动", rule.changed_by.join("、"));
    }
    if !rule.waivable {
        about += "；不可豁免";
    }
    Article { id: rule.id.0.clone(), title: rule.title.clone(), about, parts }
}

/// A message with …… for what each document fills in.
fn readable(template: &Template) -> String {
    template.fill(|_| Some("……".to_string()))
}

/// What stands on top of generated files.
const GENERATED: &str = "<!-- 由 gangyao manual --output 写成，请改规则文件，不要改这里。 -->\n\n";

/// The manual of one pack as Markdown.
pub fn markdown(set: &RuleSet, pack: &Pack) -> String {
    GENERATED.to_owned() + &chapter(set, pack)
}

fn chapter(set: &RuleSet, pack: &Pack) -> String {
    let rules: Vec<&Rule> = set.rules.iter().filter(|rule| set.packs[rule.pack].name == pack.name).collect();
    let mut groups: Vec<&str> = Vec::new();
    for rule in &rules {
        if !groups.contains(&rule.id.group()) {
            groups.push(rule.id.group());
        }
    }
    let mut out = format!("# {}（{}）\n\n", escaped(&pack.title), escaped(&pack.name));
    let _ = writeln!(out, "第 {} 版，{} 条规则。\n", escaped(&pack.version), rules.len());
    for group in &groups {
        let of_group: Vec<&&Rule> = rules.iter().filter(|rule| rule.id.group() == *group).collect();
        let _ = writeln!(out, "- **{group}**");
        for rule in &of_group {
            let _ = writeln!(out, "  - [{}](#{}) {}", rule.id, anchor(&rule.id.0), escaped(&rule.title));
        }
    }
    for group in &groups {
        let _ = writeln!(out, "\n## {group}");
        for rule in rules.iter().filter(|rule| rule.id.group() == *group) {
            out += &section(&article(set, rule));
        }
    }
    out
}

fn section(article: &Article) -> String {
    let mut out = format!("\n<a id=\"{}\"></a>\n\n", anchor(&article.id));
    let _ = writeln!(out, "### {} {}\n\n{}", escaped(&article.id), escaped(&article.title), escaped(&article.about));
    for part in &article.parts {
        let _ = writeln!(out, "\n**{}**\n", part.name);
        for paragraph in &part.paragraphs {
            match part.verbatim {
                true => {
                    let _ = writeln!(out, "```text\n{}\n```\n", paragraph.replace("```", "'''"));
                }
                false => {
                    let _ = writeln!(out, "- {}", escaped(&wrap::one_line(paragraph)));
                }
            }
        }
    }
    // One blank line between parts, none at the end.
    let mut tidy = out.replace("\n\n\n", "\n\n").trim_end().to_owned();
    tidy.push('\n');
    tidy
}

fn anchor(id: &str) -> String {
    id.replace('/', "-")
}

/// A text that Markdown takes as it is.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '|') {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

const STYLE: &str = "body{max-width:50em;margin:2em auto;padding:0 1em;font-family:system-ui,'Noto Sans CJK SC','Microsoft YaHei',sans-serif;\
line-height:1.7;color:#222;background:#fff}h1{border-bottom:2px solid #a33}h2{margin-top:2.5em;border-bottom:1px solid #ccc}\
h3{margin-top:2em}pre{background:#f6f4ef;border:1px solid #ddd;padding:.6em .8em;white-space:pre-wrap;overflow-wrap:anywhere}\
code{font-family:inherit}a{color:#8a2020}@media print{pre{break-inside:avoid}}";

/// The manual of all packs as one HTML page, complete in itself.
pub fn page(set: &RuleSet) -> String {
    let text: String = set.packs.iter().map(|pack| chapter(set, pack) + "\n").collect();
    let mut body = String::new();
    html::push_html(&mut body, Parser::new_ext(&text, Options::empty()));
    format!(
        "<!DOCTYPE html>\n<html lang=\"zh-CN\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <title>gangyao 规则手册</title>\n<style>{STYLE}</style>\n</head>\n<body>\n{body}</body>\n</html>\n"
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rule::pack::Sources;

    #[test]
    fn what_looks_like_markup_is_shown_as_it_is() {
        let mut body = String::new();
        let text = "<b>甲</b> *乙* [丙](丁) `戊` # 己";
        html::push_html(&mut body, Parser::new(&escaped(text)));
        assert_eq!(body.trim(), "<p>&lt;b&gt;甲&lt;/b&gt; *乙* [丙](丁) `戊` # 己</p>");
    }

    #[test]
    fn every_rule_has_its_article_in_the_page_and_in_its_packs_chapter() {
        let set = Sources::builtin_with_examples().load().expect("the built-in packs load");
        let page = page(&set);
        for rule in &set.rules {
            let chapter = markdown(&set, &set.packs[rule.pack]);
            let mark = format!("<a id=\"{}\">", anchor(&rule.id.0));
            assert_eq!(page.matches(&mark).count(), 1, "{}", rule.id);
            assert_eq!(chapter.matches(&mark).count(), 1, "{}", rule.id);
            assert!(chapter.contains("**会报告的例子**"));
        }
    }
}
