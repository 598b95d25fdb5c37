//! Globs of a configuration: which files a part of it is for.

use std::path::Path;

use globset::{GlobSet, GlobSetBuilder};

use crate::check::link::Problem;
use crate::text::glob;
use crate::text::located::{Located, place};

/// Globs relative to a folder. One without a slash holds at any depth, as in `.gitignore`; one that matches a folder holds for all
/// in it.
#[derive(Debug, Clone, Default)]
pub struct Globs {
    set: GlobSet,
}

impl Globs {
    /// Compiles patterns; what is wrong with any of them goes to `problems`.
    pub fn new<'a>(written: impl IntoIterator<Item = &'a Located<String>>, problems: &mut Vec<Problem>) -> Self {
        let mut set = GlobSetBuilder::new();
        for pattern in written {
            let whole = glob::at_any_depth(&pattern.value);
            // The second form holds for what lies in a folder that the first one matches.
            for form in [whole.clone(), format!("{whole}/**")] {
                match glob::read(&form) {
                    Ok(glob) => {
                        set.add(glob);
                    }
                    Err(reason) => {
                        let message = format!("通配写法“{}”有误：{reason}", pattern.value);
                        problems.push(Problem::new(place(pattern), message));
                        break;
                    }
                }
            }
        }
        // Each glob has been compiled alone; together they can only become too large.
        Self { set: set.build().unwrap_or_default() }
    }

    /// Whether a path relative to the folder is meant.
    pub fn holds(&self, relative: &Path) -> bool {
        self.set.is_match(relative)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rule::yaml;

    fn globs(written: &str) -> (Globs, usize) {
        let written: Vec<Located<String>> = yaml::read(written).unwrap();
        let mut problems = Vec::new();
        (Globs::new(&written, &mut problems), problems.len())
    }

    #[test]
    fn hold_as_in_gitignore() {
        let (globs, _) = globs("['*.md', 各镇/, './2023/*.txt']");
        for held in ["a.md", "x/y/a.md", "各镇/a.txt", "x/各镇/y/a.txt", "2023/a.txt"] {
            assert!(globs.holds(Path::new(held)), "{held}");
        }
        for not in ["a.txt", "2023/x/a.txt", "各镇.txt"] {
            assert!(!globs.holds(Path::new(not)), "{not}");
        }
    }

    #[test]
    fn every_bad_pattern_is_told() {
        assert_eq!(globs("['a[', 'b{', 'c']").1, 2);
    }
}
