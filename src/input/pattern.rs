//! Globs: those that exclude, and those given as paths where no shell expanded them.

use std::path::{Component, Path, PathBuf};

use globset::{Glob, GlobMatcher, GlobSet, GlobSetBuilder};

use super::InputError;
use crate::text::glob;

/// Beginnings of file names that are always excluded from folders: lock files of Word and LibreOffice.
const ALWAYS: [&str; 2] = ["~$", ".~"];

/// What is left out when a folder is searched.
#[derive(Debug, Clone)]
pub(super) struct Excludes {
    set: GlobSet,
}

impl Excludes {
    /// Compiles the patterns of `--exclude`. One without a slash holds at any depth, as in `.gitignore`; others are matched
    /// against the path relative to the current folder. One that matches a folder holds for all in it.
    pub(super) fn new(patterns: &[String]) -> Result<Self, InputError> {
        let mut set = GlobSetBuilder::new();
        for pattern in patterns {
            set.add(compile(&glob::at_any_depth(pattern), pattern)?);
        }
        let set = set.build().map_err(|error| bad_glob(&patterns.join(" "), glob::reason(&error)))?;
        Ok(Self { set })
    }

    /// Whether a path relative to the current folder is left out.
    pub(super) fn holds(&self, relative: &Path) -> bool {
        let is_lock = |name: &str| ALWAYS.iter().any(|start| name.starts_with(start));
        relative.components().any(|part| part.as_os_str().to_str().is_some_and(is_lock)) || self.set.is_match(relative)
    }
}

/// A path argument with wildcards, cut into the folder to search and what to look for in it.
#[derive(Debug)]
pub(super) struct PathGlob {
    /// The part without wildcards, possibly empty.
    pub(super) folder: PathBuf,
    /// How deep below the folder a match can lie; `None` for any depth (`**`).
    pub(super) depth: Option<usize>,
    matcher: GlobMatcher,
}

impl PathGlob {
    /// Reads a path argument; `None` if it has no wildcards or is not Unicode.
    pub(super) fn new(argument: &Path) -> Option<Result<Self, InputError>> {
        let shown = argument.to_str().filter(|shown| has_wildcard(shown))?;
        let mut parts = argument.components().filter(|part| *part != Component::CurDir).peekable();
        let mut folder = PathBuf::new();
        while let Some(part) = parts.next_if(|part| !part.as_os_str().to_str().is_some_and(has_wildcard)) {
            folder.push(part);
        }
        let rest: Vec<_> = parts.filter_map(|part| part.as_os_str().to_str()).collect();
        let depth = (!rest.iter().any(|part| part.contains("**"))).then_some(rest.len());
        Some(compile(&rest.join("/"), shown).map(|glob| Self { folder, depth, matcher: glob.compile_matcher() }))
    }

    /// Whether a path relative to the folder matches.
    pub(super) fn holds(&self, relative: &Path) -> bool {
        self.matcher.is_match(relative)
    }
}

fn has_wildcard(text: &str) -> bool {
    text.contains(['*', '?', '[', '{'])
}

fn compile(pattern: &str, shown: &str) -> Result<Glob, InputError> {
    glob::read(pattern).map_err(|reason| bad_glob(shown, reason))
}

fn bad_glob(pattern: &str, reason: String) -> InputError {
    InputError::BadGlob { pattern: pattern.to_owned(), reason }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn excludes(patterns: &[&str]) -> Excludes {
        Excludes::new(&patterns.iter().map(|p| (*p).to_owned()).collect::<Vec<_>>()).unwrap()
    }

    #[test]
    fn a_pattern_without_slash_holds_at_any_depth() {
        let set = excludes(&["*.md", "旧稿/"]);
        assert!(set.holds(Path::new("a.md")) && set.holds(Path::new("x/y/a.md")));
        assert!(set.holds(Path::new("x/旧稿")) && !set.holds(Path::new("x/旧稿二")));
    }

    #[test]
    fn a_star_does_not_cross_a_slash() {
        let set = excludes(&["./drafts/*.txt"]);
        assert!(set.holds(Path::new("drafts/a.txt")));
        assert!(!set.holds(Path::new("drafts/old/a.txt")));
    }

    #[test]
    fn lock_files_are_always_excluded() {
        let set = excludes(&[]);
        assert!(set.holds(Path::new("x/~$报告.docx")) && set.holds(Path::new(".~lock.报告.txt#")));
    }

    #[test]
    fn says_in_chinese_what_is_wrong_with_a_pattern() {
        let error = Excludes::new(&["a[".to_owned()]).unwrap_err();
        assert_eq!(error.to_string(), "通配写法“a[”有误：方括号没有闭合");
    }

    #[test]
    fn a_path_glob_is_searched_from_its_fixed_part() {
        let glob = PathGlob::new(Path::new("./drafts/2024/*/a?.txt")).unwrap().unwrap();
        assert_eq!((glob.folder.as_path(), glob.depth), (Path::new("drafts/2024"), Some(2)));
        assert!(glob.holds(Path::new("x/a1.txt")) && !glob.holds(Path::new("a1.txt")));
        let deep = PathGlob::new(Path::new("**/*.txt")).unwrap().unwrap();
        assert_eq!((deep.folder.as_path(), deep.depth), (Path::new(""), None));
        assert!(deep.holds(Path::new("a.txt")) && deep.holds(Path::new("x/y/a.txt")));
        assert!(PathGlob::new(Path::new("drafts/a.txt")).is_none());
    }
}
