use super::*;
use tempfile::TempDir;

struct Folder(TempDir);

impl Folder {
    /// A folder with these files, each holding 甲; folders between are made.
    fn with(files: &[&str]) -> Self {
        let folder = Folder(tempfile::tempdir().unwrap());
        for file in files {
            folder.write(file, "甲");
        }
        folder
    }

    fn write(&self, file: &str, text: &str) {
        let path = self.0.path().join(file);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn request(&self, paths: &[&str]) -> Request {
        let paths = paths.iter().map(PathBuf::from).collect();
        Request { paths, base: self.0.path().to_owned(), ..Request::default() }
    }

    fn find(&self, paths: &[&str]) -> Discovered {
        discover(&self.request(paths), &mut io::empty()).unwrap()
    }

    fn find_without(&self, paths: &[&str], exclude: &[&str]) -> Discovered {
        let exclude = exclude.iter().map(|glob| (*glob).to_owned()).collect();
        discover(&Request { exclude, ..self.request(paths) }, &mut io::empty()).unwrap()
    }
}

fn found(discovered: &Discovered) -> Vec<&str> {
    assert_eq!(discovered.unread, []);
    discovered.sources.iter().map(|source| source.path.as_str()).collect()
}

fn unread(discovered: &Discovered) -> Vec<(&str, &InputError)> {
    discovered.unread.iter().map(|unread| (unread.path.as_str(), &unread.error)).collect()
}

#[test]
fn a_folder_gives_its_drafts_sorted_and_nothing_else() {
    let folder =
        Folder::with(&["乙/b.md", "a.TXT", "c.xlsx", "乙/丙/d.txt", ".hidden.txt", ".x/e.txt", "~$f.txt", "Makefile"]);
    assert_eq!(found(&folder.find(&["."])), ["a.TXT", "乙/b.md", "乙/丙/d.txt"]);
    assert_eq!(found(&folder.find(&["./乙/"])), ["乙/b.md", "乙/丙/d.txt"]);
}

#[test]
fn ignore_files_hold_outside_git_too() {
    let folder = Folder::with(&["a.txt", "b.txt", "old/c.txt", "sub/d.txt", "sub/e.txt"]);
    folder.write(".gitignore", "b.txt\nold/\n");
    folder.write("sub/.gangyaoignore", "d.txt\n");
    assert_eq!(found(&folder.find(&["."])), ["a.txt", "sub/e.txt"]);
}

#[test]
fn a_file_named_explicitly_wins_over_ignore_files_and_excludes() {
    let folder = Folder::with(&["a.txt", "b.txt", ".hidden.txt", "c/d.txt"]);
    folder.write(".gitignore", "*.txt\n");
    let all = folder.find_without(&["b.txt", ".hidden.txt", "c/d.txt"], &["b.txt", "c"]);
    assert_eq!(found(&all), [".hidden.txt", "b.txt", "c/d.txt"]);
}

#[test]
fn excludes_are_relative_to_the_current_folder() {
    let folder = Folder::with(&["a/x.txt", "a/old/y.txt", "b/old/z.txt", "b/w.md"]);
    assert_eq!(found(&folder.find_without(&["."], &["a/old"])), ["a/x.txt", "b/old/z.txt", "b/w.md"]);
    let all = folder.find_without(&["a", "b"], &["**/old/**", "*.md"]);
    assert_eq!(all.sources.len(), 1);
    assert_eq!(unread(&all), [("b", &InputError::NoDrafts)]);
    let bad = Request { exclude: vec!["a[".into()], ..folder.request(&["."]) };
    assert!(matches!(discover(&bad, &mut io::empty()), Err(InputError::BadGlob { .. })));
}

#[test]
fn a_glob_the_shell_left_alone_is_expanded() {
    let folder = Folder::with(&["d/a.txt", "d/b.md", "d/e/c.txt", "d/e/f/g.txt", "d/h.xlsx"]);
    assert_eq!(found(&folder.find(&["d/*.txt"])), ["d/a.txt"]);
    assert_eq!(found(&folder.find(&["d/**/*.txt"])), ["d/a.txt", "d/e/c.txt", "d/e/f/g.txt"]);
    assert_eq!(found(&folder.find(&["d/{a,b}.*"])), ["d/a.txt", "d/b.md"]);
    assert_eq!(found(&folder.find(&["?/e*"])), ["d/e/c.txt", "d/e/f/g.txt"]);
    let absolute = folder.0.path().join("*/*.md");
    assert_eq!(folder.find(&[absolute.to_str().unwrap()]).sources.len(), 1);
}

#[test]
fn a_file_whose_name_looks_like_a_glob_is_a_file() {
    let folder = Folder::with(&["报告[定稿].txt", "报告定.txt"]);
    assert_eq!(found(&folder.find(&["报告[定稿].txt"])), ["报告[定稿].txt"]);
}

#[test]
fn what_cannot_be_found_is_named_and_the_others_go_on() {
    let folder = Folder::with(&["a.txt", "b.xlsx", "empty/README"]);
    let all = folder.find(&["gone.txt", "a.txt", "b.xlsx", "empty", "*.md", "x[", "no/*.txt"]);
    assert_eq!(all.sources.len(), 1);
    let expected = [
        ("*.md", &InputError::NoMatch),
        ("b.xlsx", &InputError::UnknownKind { extension: ".xlsx".into() }),
        ("empty", &InputError::NoDrafts),
        ("gone.txt", &InputError::Missing),
        ("no/*.txt", &InputError::NoMatch),
        ("x[", &InputError::BadGlob { pattern: "x[".into(), reason: "方括号没有闭合".into() }),
    ];
    assert_eq!(unread(&all), expected);
}

#[test]
fn a_file_named_twice_counts_once() {
    let folder = Folder::with(&["a.txt", "d/b.txt"]);
    let absolute = folder.0.path().join("a.txt");
    assert_eq!(
        found(&folder.find(&["a.txt", "./a.txt", "d/../a.txt", absolute.to_str().unwrap(), "."])),
        ["a.txt", "d/b.txt"]
    );
}

#[test]
fn standard_input_takes_its_format_from_its_name() {
    let folder = Folder::with(&[]);
    let request = Request { stdin_name: Some("草稿.md".into()), ..folder.request(&["-", "-"]) };
    let all = discover(&request, &mut "# 甲".as_bytes()).unwrap();
    assert_eq!(found(&all), ["草稿.md"]);
    assert_eq!(all.sources[0].format().unwrap().extensions[0], "md");
    assert_eq!(all.sources[0].bytes().unwrap(), "# 甲".as_bytes());
    let nameless = discover(&folder.request(&["-"]), &mut "甲".as_bytes()).unwrap();
    assert_eq!(nameless.sources[0].path, STDIN);
    assert_eq!(nameless.sources[0].format().unwrap().extensions[0], "txt");
}

#[test]
fn a_file_that_vanished_says_so_when_read() {
    let folder = Folder::with(&["a.txt"]);
    let all = folder.find(&["a.txt"]);
    fs::remove_file(folder.0.path().join("a.txt")).unwrap();
    assert_eq!(all.sources[0].bytes(), Err(InputError::Missing));
}

#[cfg(unix)]
mod unix {
    use super::*;
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;
    use std::os::unix::fs::symlink;

    #[test]
    fn a_link_loop_is_named_and_the_others_go_on() {
        let folder = Folder::with(&["d/a.txt", "d/z.txt"]);
        symlink("..", folder.0.path().join("d/m")).unwrap();
        let all = folder.find(&["d", "."]);
        assert_eq!(all.sources.len(), 2);
        let back_to = |ancestor: &str| InputError::LinkLoop { ancestor: ancestor.into() };
        assert_eq!(unread(&all), [("d/m", &back_to(".")), ("d/m/d/m", &back_to("d/m"))]);
    }

    #[test]
    fn links_are_followed_and_their_target_counts_once() {
        let folder = Folder::with(&["a.txt", "d/b.txt"]);
        symlink("a.txt", folder.0.path().join("z.txt")).unwrap();
        symlink("d", folder.0.path().join("e")).unwrap();
        assert_eq!(folder.find(&["."]).sources.len(), 2);
        assert_eq!(found(&folder.find(&["e"])), ["e/b.txt"]);
    }

    #[test]
    fn a_link_to_nothing_is_named_only_where_it_would_be_read() {
        let folder = Folder::with(&["a.txt"]);
        for name in ["b.txt", "b.xlsx", ".#a.txt", "~$a.txt"] {
            symlink("gone", folder.0.path().join(name)).unwrap();
        }
        let all = folder.find(&["."]);
        assert_eq!(unread(&all), [("b.txt", &InputError::Missing)]);
        assert_eq!(all.sources.len(), 1);
    }

    #[test]
    fn names_that_are_not_unicode_are_read() {
        let folder = Folder::with(&[]);
        let name = OsStr::from_bytes(b"\xb1\xa8\xb8\xe6.txt");
        fs::write(folder.0.path().join(name), "甲").unwrap();
        let all = folder.find(&["."]);
        assert_eq!(all.sources[0].bytes().unwrap(), "甲".as_bytes());
        assert!(all.sources[0].path.ends_with(".txt"));
        let named = discover(&Request { paths: vec![name.into()], ..folder.request(&[]) }, &mut io::empty()).unwrap();
        assert_eq!(named.sources.len(), 1);
    }
}
