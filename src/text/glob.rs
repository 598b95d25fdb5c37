//! Globs as users write them: paths with `*`, `?`, `[…]` and `{…}`.

use globset::{Error, ErrorKind, Glob, GlobBuilder};

/// Reads a glob in which `*` and `?` stop at slashes. An error says what is wrong with it, in Chinese.
pub fn read(glob: &str) -> Result<Glob, String> {
    GlobBuilder::new(glob).literal_separator(true).build().map_err(|error| reason(&error))
}

/// What is wrong with a glob, or with several together, in Chinese.
pub fn reason(error: &Error) -> String {
    match error.kind() {
        ErrorKind::UnclosedClass => "方括号没有闭合".to_owned(),
        ErrorKind::InvalidRange(from, to) => format!("范围 {from}-{to} 首尾颠倒"),
        ErrorKind::UnopenedAlternates => "多了一个右花括号".to_owned(),
        ErrorKind::UnclosedAlternates => "花括号没有闭合".to_owned(),
        ErrorKind::DanglingEscape => "末尾的反斜杠后面没有字符".to_owned(),
        other => other.to_string(),
    }
}

/// A pattern as in `.gitignore`, as a glob: one without a slash holds at any depth.
pub fn at_any_depth(pattern: &str) -> String {
    let plain = pattern.strip_prefix("./").unwrap_or(pattern);
    let plain = plain.strip_suffix('/').unwrap_or(plain);
    let anywhere = if plain.contains('/') { "" } else { "**/" };
    format!("{anywhere}{plain}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_wrong_with_a_glob_is_told_in_chinese() {
        for (glob, told) in [
            ("a[", "方括号没有闭合"),
            ("{a", "花括号没有闭合"),
            ("a}", "多了一个右花括号"),
            ("[9-0]", "范围 9-0 首尾颠倒"),
        ] {
            assert_eq!(read(glob).unwrap_err(), told, "{glob}");
        }
    }

    #[test]
    fn only_a_pattern_without_slash_holds_at_any_depth() {
        assert_eq!(at_any_depth("*.md"), "**/*.md");
        assert_eq!(at_any_depth("各镇/"), "**/各镇");
        assert_eq!(at_any_depth("./2023/*.txt"), "2023/*.txt");
    }
}
