//! What stands before a figure in its sentence: the last scope, other times, 其中. Read once, while the reader goes on.

use super::super::sieve::{Sieve, wide, wide_at};
use super::super::word_list::WordList;
use super::label::SCOPE_ENDS;

/// Words that put a figure into another time, or make it a goal.
static ELSEWHEN: WordList<25> = WordList::of_ends([
    "上年",
    "去年",
    "上一年",
    "前年",
    "往年",
    "历年",
    "同期",
    "上期",
    "近年",
    "三年来",
    "五年来",
    "以来累计",
    "目标",
    "力争",
    "确保",
    "计划",
    "要求",
    "标准",
    "不低于",
    "不高于",
    "不少于",
    "结转",
    "旧存",
    "存案",
    "预期",
]);

/// Words that only compare with another time.
static COMPARING: WordList<4> = WordList::of_ends(["较去年", "较上年", "比去年", "比上年"]);

/// The words of a sentence up to a place.
#[derive(Debug)]
pub(super) struct Before<'t> {
    text: &'t str,
    /// Read so far.
    at: usize,
    /// Where the clause begins: after the last ，；：。
    clause: usize,
    scope: Option<&'static str>,
    /// Whether the clause speaks of another time, compares with one, or says 从 or 由.
    elsewhen: bool,
    compares: bool,
    from: bool,
    /// Whether the clause says 分别.
    apart: bool,
    /// Whether the part of the sentence, after the last ；, says 其中.
    parts: bool,
}

impl<'t> Before<'t> {
    pub(super) fn new(text: &'t str, sentence: usize) -> Self {
        Self {
            text,
            at: sentence,
            clause: sentence,
            scope: None,
            elsewhen: false,
            compares: false,
            from: false,
            apart: false,
            parts: false,
        }
    }

    /// Reads on up to a place, where a number begins.
    pub(super) fn read_to(&mut self, end: usize) {
        static TELLING: Sieve =
            SCOPE_ENDS.sieve().or(ELSEWHEN.sieve()).or(COMPARING.sieve()).and("，；：。;").and("中别从由");
        let text = &self.text[..end];
        let mut at = TELLING.next(text, self.at);
        while at < end {
            at = self.character(at);
            at = TELLING.next(text, at);
        }
        self.at = end;
    }

    /// Takes note of the character at `at`; where to go on. Words are known by their last character.
    fn character(&mut self, at: usize) -> usize {
        const COMMA: [u8; 3] = wide('，');
        const SEMICOLON: [u8; 3] = wide('；');
        const COLON: [u8; 3] = wide('：');
        const STOP: [u8; 3] = wide('。');
        const AMONG: [u8; 3] = wide('中');
        const APART: [u8; 3] = wide('别');
        const FROM: [[u8; 3]; 2] = [wide('从'), wide('由')];
        if self.text.as_bytes()[at] == b';' {
            self.new_clause(at + 1);
            self.parts = false;
            return at + 1;
        }
        let end = at + 3;
        let clause = &self.text[self.clause..end];
        match wide_at(self.text, at) {
            Some(COMMA | COLON | STOP) => self.new_clause(end),
            Some(SEMICOLON) => {
                self.new_clause(end);
                self.parts = false;
            }
            Some(AMONG) => self.parts |= clause.ends_with("其中"),
            Some(APART) => self.apart |= clause.ends_with("分别"),
            Some(c) if FROM.contains(&c) => self.from = true,
            _ => self.word(end),
        }
        end
    }

    fn new_clause(&mut self, at: usize) {
        self.clause = at;
        (self.elsewhen, self.compares, self.from, self.apart) = (false, false, false, false);
    }

    /// Takes note of a word that ends at `end`.
    fn word(&mut self, end: usize) {
        let clause = &self.text[self.clause..end];
        self.scope = SCOPE_ENDS.end_of(clause).or(self.scope);
        if ELSEWHEN.end_of(clause).is_some() {
            self.elsewhen = true;
            self.compares |= COMPARING.end_of(clause).is_some();
        }
    }

    /// The last scope word.
    pub(super) fn scope(&self) -> Option<&'static str> {
        self.scope
    }

    /// Whether the clause speaks of another time, or of what ought to be.
    pub(super) fn elsewhen(&self) -> bool {
        let clause = &self.text.as_bytes()[self.clause..self.at];
        (self.elsewhen && !self.compares) || (self.from && clause.iter().any(u8::is_ascii_digit))
    }

    /// Whether 其中 stands in this part of the sentence.
    pub(super) fn opens_parts(&self) -> bool {
        self.parts
    }

    /// Whether the figure is one of several that share a label: 分别为3件、5件.
    pub(super) fn shares_label(&self) -> bool {
        self.apart
    }
}
