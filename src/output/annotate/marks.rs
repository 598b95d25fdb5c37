//! Comment marks put into the XML of the main part; every byte between them stays.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::anchor::{Anchor, Inside, RunText, Spot};

/// The marks to come.
pub(super) struct Marks<'a> {
    xml: &'a str,
    spots: BTreeMap<usize, Put>,
    /// Bytes where `xml:space` goes into the tag of a text that now ends with a blank.
    keep_blank: BTreeMap<usize, ()>,
}

/// What is put at one place.
#[derive(Default)]
struct Put {
    split: Option<(Inside, RunText)>,
    prefix: String,
    ends: Vec<u64>,
    points: Vec<u64>,
    starts: Vec<u64>,
}

impl<'a> Marks<'a> {
    pub(super) fn new(xml: &'a str) -> Self {
        Self { xml, spots: BTreeMap::new(), keep_blank: BTreeMap::new() }
    }

    /// Adds a comment.
    pub(super) fn comment(&mut self, id: u64, anchor: &Anchor) {
        let [start, end] = anchor.runs.clone();
        if anchor.end.at <= anchor.start.at {
            self.put(anchor.start, start, &anchor.prefix).points.push(id);
            return;
        }
        self.put(anchor.start, start, &anchor.prefix).starts.push(id);
        self.put(anchor.end, end, &anchor.prefix).ends.push(id);
    }

    fn put(&mut self, spot: Spot, run: Option<RunText>, prefix: &str) -> &mut Put {
        if let Inside::Text(_) = spot.inside {
            self.keep_blank(spot.at);
        }
        let put = self.spots.entry(spot.at).or_default();
        put.split = put.split.take().or_else(|| run.map(|run| (spot.inside, run)));
        put.prefix = prefix.to_owned();
        put
    }

    /// A text that ends with a blank where it is split loses it, unless its tag says that blanks count. One that begins with a blank
    /// too is left as it is, since that one does not count now.
    fn keep_blank(&mut self, at: usize) {
        let Some(open) = self.xml[..at].rfind('<') else { return };
        let Some(close) = self.xml[open..].find('>').map(|close| open + close) else { return };
        let (tag, text) = (&self.xml[open..close], self.xml.get(close + 1..at).unwrap_or_default());
        let blank = |c: char| matches!(c, ' ' | '\t' | '\n' | '\r');
        if !tag.contains("xml:space") && text.ends_with(blank) && !text.starts_with(blank) {
            self.keep_blank.insert(close, ());
        }
    }

    /// The XML with all marks.
    pub(super) fn written(self) -> String {
        let mut inserted: BTreeMap<usize, String> =
            self.keep_blank.into_keys().map(|at| (at, " xml:space=\"preserve\"".to_owned())).collect();
        inserted.extend(self.spots.into_iter().map(|(at, put)| (at, put.written())));
        let mut out = String::with_capacity(self.xml.len() + 200 * inserted.len());
        let mut from = 0;
        for (at, text) in inserted {
            out += &self.xml[from..at];
            out += &text;
            from = at;
        }
        out + &self.xml[from..]
    }
}

impl Put {
    fn written(&self) -> String {
        let mut out = String::new();
        if let Some((inside, run)) = &self.split {
            let p = &run.prefix;
            if matches!(inside, Inside::Text(_)) {
                let _ = write!(out, "</{p}t>");
            }
            let _ = write!(out, "</{p}r>");
        }
        let p = &self.prefix;
        let start = |id: &u64| format!("<{p}commentRangeStart {p}id=\"{id}\"/>");
        let end = |id: &u64| {
            format!("<{p}commentRangeEnd {p}id=\"{id}\"/><{p}r><{p}commentReference {p}id=\"{id}\"/></{p}r>")
        };
        out.extend(self.ends.iter().map(end));
        out.extend(self.points.iter().map(|id| start(id) + &end(id)));
        out.extend(self.starts.iter().map(start));
        if let Some((inside, run)) = &self.split {
            let p = &run.prefix;
            let _ = write!(out, "<{p}r>{}", run.properties);
            if matches!(inside, Inside::Text(_)) {
                let _ = write!(out, "<{p}t xml:space=\"preserve\">");
            }
        }
        out
    }
}
