//! What the programs are run on: reports made from the samples in `reports/`.

use std::fs;
use std::path::{Path, PathBuf};

/// Put in the place of 县, so that reports differ and their figures still add up.
const PLACES: [&str; 4] = ["县", "旗", "州", "盟"];

/// Bytes of the one large file.
const LARGE: usize = 10 << 20;

/// Files to measure on.
pub(crate) struct Case {
    pub(crate) name: &'static str,
    /// A file or a folder.
    pub(crate) path: PathBuf,
    /// Bytes of all files.
    pub(crate) bytes: usize,
    /// Number of files.
    pub(crate) files: usize,
    /// Runs that count.
    pub(crate) runs: usize,
    /// Numbers of threads as programs take them; 0 is all cores.
    pub(crate) threads: &'static [&'static str],
}

/// A folder for the files of all cases.
pub(crate) struct Reports<'a> {
    folder: &'a Path,
}

impl<'a> Reports<'a> {
    pub(crate) fn new(folder: &'a Path) -> Self {
        Self { folder }
    }

    /// All cases; without the longest if `quick`.
    pub(crate) fn cases(&self, quick: bool) -> Vec<Case> {
        let mut cases = vec![
            self.folder_of("one report", 1, 15, &["1"]),
            self.folder_of("1,000 reports", 1_000, 7, &["1", "0"]),
            self.large(),
        ];
        if !quick {
            cases.push(self.folder_of("10,000 reports", 10_000, 3, &["0"]));
        }
        cases
    }

    fn folder_of(&self, name: &'static str, files: usize, runs: usize, threads: &'static [&'static str]) -> Case {
        let path = self.folder.join(format!("reports-{files}"));
        let bytes = Self::write(&path, files);
        Case { name, path, bytes, files, runs, threads }
    }

    /// One file of many reports, one after the other.
    fn large(&self) -> Case {
        let texts = texts();
        let mut text = String::new();
        for next in texts.iter().cycle() {
            if text.len() >= LARGE {
                break;
            }
            text.push_str(next);
        }
        let path = self.folder.join("large.txt");
        fs::write(&path, &text).expect("the file is written");
        Case { name: "one file of 10 MB", path, bytes: text.len(), files: 1, runs: 3, threads: &["1"] }
    }

    /// Writes so many reports, made from the samples by taking them in turn with other places; returns their bytes.
    pub(crate) fn write(folder: &Path, count: usize) -> usize {
        fs::create_dir_all(folder).expect("the folder is made");
        let texts = texts();
        let mut bytes = 0;
        for at in 0..count {
            let text = texts[at % texts.len()].replace("县", PLACES[at % PLACES.len()]);
            fs::write(folder.join(format!("{at:05}.txt")), &text).expect("a report is written");
            bytes += text.len();
        }
        bytes
    }
}

/// The sound samples of usual length, the longest first.
pub(crate) fn texts() -> Vec<String> {
    let samples = Path::new(env!("CARGO_MANIFEST_DIR")).join("reports/good");
    let mut texts: Vec<String> = fs::read_dir(samples)
        .expect("samples are there")
        .flatten()
        .filter(|entry| entry.path().extension().is_some_and(|extension| extension == "txt"))
        .filter_map(|entry| fs::read_to_string(entry.path()).ok())
        .filter(|text| text.len() > 6_000)
        .collect();
    texts.sort_by_key(|text| std::cmp::Reverse(text.len()));
    texts
}
