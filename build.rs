//! Embeds the rule packs of `rules/`: as written, and as JSON without examples, which is quicker to read at start-up.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

fn main() {
    println!("cargo::rerun-if-changed=rules");
    let root = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").expect("cargo sets it"));
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets it"));
    let mut code = String::from("static EMBEDDED: &[(&str, &str, &str, &str)] = &[\n");
    let rules = root.join("rules");
    for path in files(&rules) {
        if path.is_dir() {
            let pack = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            for file in files(&path) {
                embed(&rules, &pack, &file, &out, &mut code);
            }
        } else {
            embed(&rules, "", &path, &out, &mut code);
        }
    }
    code.push_str("];\n");
    fs::write(out.join("packs.rs"), code).expect("OUT_DIR can be written");
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut paths: Vec<PathBuf> =
        fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path()).collect();
    paths.retain(|path| path.is_dir() || path.extension().is_some_and(|extension| extension == "yaml"));
    paths.sort();
    paths
}

fn embed(rules: &Path, pack: &str, file: &Path, out: &Path, code: &mut String) {
    let shown = file.strip_prefix(rules).unwrap_or(file).display().to_string().replace('\\', "/");
    let yaml = fs::read_to_string(file).unwrap_or_else(|error| panic!("rules/{shown}: {error}"));
    let options = serde_yaml::options! { with_snippet: false, strict_booleans: true };
    // A file that is not YAML is embedded as it is: loading it then says what is wrong with it, in the same words as for any
    // other pack.
    let compiled = match serde_yaml::from_str_with_options::<serde_json::Value>(&yaml, options) {
        Ok(mut value) => {
            strip_examples(&mut value);
            value.to_string()
        }
        Err(error) => {
            println!("cargo::warning=rules/{shown}: {error}");
            String::new()
        }
    };
    let name = shown.replace('/', "-");
    let compiled_path = out.join(format!("{name}.json"));
    fs::write(&compiled_path, compiled).expect("OUT_DIR can be written");
    writeln!(
        code,
        "    ({pack:?}, {:?}, include_str!({:?}), include_str!({:?})),",
        format!("rules/{shown}"),
        file.display().to_string(),
        compiled_path.display().to_string()
    )
    .expect("writing to a string");
}

fn strip_examples(value: &mut serde_json::Value) {
    for rule in value.as_array_mut().into_iter().flatten() {
        if let Some(map) = rule.as_object_mut() {
            map.remove("examples");
        }
    }
}
