//! `gangyao schema`: JSON Schema of the YAML files, for editors.

use std::path::{Path, PathBuf};

use clap::Args;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use serde_json::Value;

use super::console::Console;
use super::{Exit, Failure, writing};
use crate::mutate;
use crate::output::json;
use crate::rule::schema;
use crate::{settings, waiver};

/// 输出规则包各种文件的 JSON Schema，供编辑器提示和检查
#[derive(Debug, Args)]
#[command(
    override_usage = "gangyao schema [选项] [种类]",
    after_help = "种类：\n  \
        rules      规则文件 <规则组>.yaml\n  \
        pack       规则包的声明 pack.yaml\n  \
        words      词表和主题 words.yaml\n  \
        norms      规范登记 norms.yaml\n  \
        reading    怎样读文稿 reading.yaml\n  \
        cases      用例文件 tests/<规则组>/<名称>.yaml\n  \
        mutations  变异测试的改法 mutations.yaml\n  \
        config     设置 gangyao.yaml\n  \
        waivers    豁免清单 waivers.yaml\n\n示例：\n  \
        gangyao schema rules > rules.schema.json\n  \
        gangyao schema --output docs/schema\n\n\
        在 YAML 文件的第一行写明，编辑器（如 VS Code 的 YAML 扩展）就会提示：\n  \
        # yaml-language-server: $schema=rules.schema.json"
)]
pub(super) struct Schema {
    /// 文件的种类
    #[arg(value_name = "种类", value_parser = kinds(), required_unless_present = "output", hide_possible_values = true, help_heading = "参数")]
    kind: Option<usize>,

    /// 把所有种类写进这个文件夹
    #[arg(long, value_name = "文件夹", conflicts_with = "kind", help_heading = "选项")]
    output: Option<PathBuf>,
}

/// A kind of file.
struct Kind {
    name: &'static str,
    schema: fn() -> Value,
}

/// All kinds of files. To add one, write one line here and one in the help above; a test holds the two together.
const KINDS: &[Kind] = &[
    Kind { name: "rules", schema: schema::rules },
    Kind { name: "pack", schema: schema::pack },
    Kind { name: "words", schema: schema::words },
    Kind { name: "norms", schema: schema::norms },
    Kind { name: "reading", schema: schema::reading },
    Kind { name: "cases", schema: schema::cases },
    Kind { name: "mutations", schema: mutate::plan::schema },
    Kind { name: "config", schema: settings::schema },
    Kind { name: "waivers", schema: waiver::schema },
];

fn kinds() -> impl TypedValueParser<Value = usize> {
    PossibleValuesParser::new(KINDS.iter().map(|kind| kind.name))
        .map(|name| KINDS.iter().position(|kind| kind.name == name).unwrap_or(0))
}

impl Schema {
    pub(super) fn run(&self, console: &mut Console) -> Result<Exit, Failure> {
        if let Some(kind) = self.kind {
            console.write(&text(&KINDS[kind]))?;
        }
        if let Some(folder) = &self.output {
            for kind in KINDS {
                let path = folder.join(format!("{}.schema.json", kind.name));
                write(&path, &text(kind))?;
                console.complain(&format!("已写 {}\n", path.display()));
            }
        }
        Ok(Exit::Clean)
    }
}

fn text(kind: &Kind) -> String {
    json::pretty(&(kind.schema)())
}

/// Writes a generated file.
pub(super) fn write(path: &Path, text: &str) -> Result<(), Failure> {
    writing::write(path, text).map_err(|error| Failure::usage(format!("无法写 {}：{error}", path.display())))
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::Parser;

    #[test]
    fn the_help_names_every_kind() {
        #[derive(Parser)]
        struct Only {
            #[command(flatten)]
            _schema: Schema,
        }
        let help = crate::cli::command().find_subcommand_mut("schema").unwrap().render_help().to_string();
        assert!(KINDS.iter().all(|kind| help.contains(&format!("\n  {} ", kind.name))), "{help}");
        let _ = Only::parse_from(["schema", "rules"]);
    }

    #[test]
    fn every_type_field_and_value_is_described_in_chinese() {
        fn walk(at: &str, value: &Value, wrong: &mut Vec<String>) {
            let described = |value: &Value| value["description"].as_str().is_some_and(schema::is_chinese);
            if let Some(properties) = value.get("properties").and_then(Value::as_object) {
                for (name, field) in properties.iter().filter(|(_, field)| !described(field)) {
                    // A one-key map is described by the type of its value.
                    if value.get("required").is_none_or(|_| properties.len() > 1) || field.get("$ref").is_none() {
                        wrong.push(format!("{at}.{name}"));
                    }
                }
            }
            for variants in ["oneOf", "anyOf"] {
                for variant in value.get(variants).and_then(Value::as_array).into_iter().flatten() {
                    match variant.get("const").and_then(Value::as_str) {
                        Some(name) if !described(variant) => wrong.push(format!("{at}.{name}")),
                        _ => walk(at, variant, wrong),
                    }
                }
            }
        }
        let mut wrong = Vec::new();
        for kind in KINDS {
            let schema = (kind.schema)();
            walk(kind.name, &schema, &mut wrong);
            for (name, of_type) in schema["$defs"].as_object().into_iter().flatten() {
                if of_type.get("description").is_none() {
                    wrong.push(name.clone());
                }
                walk(name, of_type, &mut wrong);
            }
        }
        wrong.sort();
        wrong.dedup();
        assert!(wrong.is_empty(), "{} without a Chinese description:\n{}", wrong.len(), wrong.join("\n"));
    }
}
