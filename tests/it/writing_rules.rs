//! The walk through `docs/writing-rules.md` is true: its commands are run in its order, and what they print is what it shows.
//!
//! Beside ```` ```console ```` blocks it understands comments: `show` (the file stands below as a YAML block), `replace` (words of a
//! file for others), `append`, `copy`. With `GANGYAO_UPDATE_DOCS=1` the document is rewritten instead.

use std::fs;
use std::path::Path;
use std::process::Command;

use super::support::root;

/// The document with every output as it is now.
fn renewed(text: &str, folder: &Path) -> String {
    let mut out = String::new();
    let mut lines = text.lines().peekable();
    while let Some(line) = lines.next() {
        if let Some(file) = directive(line, "show") {
            out += &format!("{line}\n```yaml\n{}```\n", fs::read_to_string(folder.join(file)).expect("a file to show"));
            skip_block(&mut lines, "```yaml");
            continue;
        }
        out += line;
        out.push('\n');
        if let Some(change) = directive(line, "replace") {
            let [file, old, new]: [&str; 3] =
                change.split(" | ").collect::<Vec<_>>().try_into().expect("file | old | new");
            let path = folder.join(file);
            let text = fs::read_to_string(&path).expect("a file to change");
            assert!(text.contains(old), "“{old}” is not in {file}");
            fs::write(path, text.replace(old, new)).expect("it can be written");
        } else if let Some(pair) = directive(line, "copy") {
            let (from, to) = pair.split_once(" | ").expect("from | to");
            copy(&folder.join(from), &folder.join(to));
        } else if let Some(file) = line.strip_prefix("<!-- append: ") {
            let path = folder.join(file);
            let mut text = fs::read_to_string(&path).expect("a file to add to") + "\n";
            for added in lines.by_ref() {
                out += added;
                out.push('\n');
                if added == "-->" {
                    break;
                }
                text += added;
                text.push('\n');
            }
            fs::write(path, text).expect("it can be written");
        } else if line == "```console" {
            let command = lines.next().expect("a command").to_owned();
            out += &format!("{command}\n{}```\n", printed(&command, folder));
            for old in lines.by_ref() {
                if old == "```" {
                    break;
                }
            }
        }
    }
    out
}

fn directive<'a>(line: &'a str, name: &str) -> Option<&'a str> {
    line.strip_prefix("<!-- ")?.strip_prefix(name)?.strip_prefix(": ")?.strip_suffix(" -->")
}

fn skip_block(lines: &mut std::iter::Peekable<std::str::Lines<'_>>, opening: &str) {
    if lines.peek() == Some(&opening) {
        for line in lines.by_ref().skip(1) {
            if line == "```" {
                break;
            }
        }
    }
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder can be made");
    for entry in fs::read_dir(from).expect("a folder to copy").flatten() {
        let target = to.join(entry.file_name());
        match entry.path().is_dir() {
            true => copy(&entry.path(), &target),
            false => drop(fs::copy(entry.path(), target).expect("a file can be copied")),
        }
    }
}

/// What a command prints: results, then complaints, then the exit code where it is not 0.
fn printed(command: &str, folder: &Path) -> String {
    let words: Vec<&str> = command.strip_prefix("$ ").expect("a command line").split(' ').collect();
    assert_eq!(words[0], "gangyao", "{command}");
    let output = Command::new(env!("CARGO_BIN_EXE_gangyao")).args(&words[1..]).current_dir(folder).output();
    let output = output.expect("the program runs");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("output is UTF-8");
    let mut out = text(output.stdout) + &text(output.stderr);
    match output.status.code() {
        Some(0) => {}
        code => out += &format!("（返回值 {}）\n", code.expect("an exit code")),
    }
    out.lines().map(|line| line.trim_end().to_owned() + "\n").collect()
}

#[test]
fn the_walk_through_shows_what_the_commands_print() {
    let path = root().join("docs/writing-rules.md");
    let text = fs::read_to_string(&path).expect("the document is there");
    let folder = tempfile::tempdir().expect("a folder for trying");
    let renewed = renewed(&text, folder.path());
    if std::env::var_os("GANGYAO_UPDATE_DOCS").is_some() {
        fs::write(path, renewed).expect("the document can be written");
        return;
    }
    assert!(text.matches("```console").count() > 10, "commands are missing");
    for (at, (old, new)) in text.lines().zip(renewed.lines()).enumerate() {
        assert_eq!(old, new, "line {} of docs/writing-rules.md; GANGYAO_UPDATE_DOCS=1 renews it", at + 1);
    }
    assert_eq!(text.lines().count(), renewed.lines().count(), "docs/writing-rules.md; GANGYAO_UPDATE_DOCS=1 renews it");
}
