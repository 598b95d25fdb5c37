//! What the configuration comes to for one file, and where each part of it was said.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::glob::Globs;
use super::layer::{Layer, date};
use super::names::Grade;
use super::raw::FailOn;
use crate::document::Date;
use crate::rule::change::{Change, Extent, Field};
use crate::rule::yaml::Pairs;
use crate::text::located::{Located, place};

/// A setting and where it was said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sourced<T> {
    /// The setting.
    pub value: T,
    /// Where it was said.
    pub origin: Origin,
}

/// A place in a configuration file.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Origin {
    /// The file as the user knows it; `None` for what holds where nobody said anything.
    pub file: Option<Arc<str>>,
    /// The line, 1-based.
    pub line: Option<usize>,
}

/// A parameter of a check and its value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parameter {
    /// The rule's id.
    pub rule: String,
    /// The parameter.
    pub name: String,
    /// Its value as JSON.
    pub value: String,
}

/// What holds for one file.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Effective {
    /// Folders of rule packs, in the order of loading.
    pub packs: Vec<Sourced<PathBuf>>,
    /// The rules to use; `None` for all.
    pub select: Option<Vec<Sourced<String>>>,
    /// The rules not to use.
    pub ignore: Vec<Sourced<String>>,
    /// Changes of severity, one list a map as written; later lists go before earlier ones, and in a list a rule goes before its
    /// group and a group before its pack.
    pub severity: Vec<Vec<Sourced<(String, Grade)>>>,
    /// Parameters of checks; later ones go before earlier ones.
    pub thresholds: Vec<Sourced<Parameter>>,
    /// Publication date.
    pub published: Option<Sourced<Date>>,
    /// From where on findings fail.
    pub fail_on: Option<Sourced<FailOn>>,
    /// The list of waivers.
    pub waivers: Option<Sourced<PathBuf>>,
    /// The baseline.
    pub baseline: Option<Sourced<PathBuf>>,
    changes: Vec<Change>,
}

impl Effective {
    /// What the layers (that which others extend first) come to for a file, by its absolute path.
    pub fn of(layers: &[Layer], file: &Path) -> Effective {
        let mut out = Effective::default();
        for layer in layers {
            out.general(layer);
        }
        for layer in layers {
            let relative = relative(layer, file);
            for (part, globs) in layer.raw.overrides.iter().zip(&layer.overrides) {
                if !globs.holds(relative) {
                    continue;
                }
                out.choice(layer, part.select.as_ref(), &part.ignore);
                out.degrees(layer, &part.severity, &part.thresholds);
                out.run(layer, part.published.as_ref(), part.fail_on.as_ref());
            }
        }
        out
    }

    /// The changes that the thresholds make to rules.
    pub fn changes(&self) -> &[Change] {
        &self.changes
    }

    fn general(&mut self, layer: &Layer) {
        let raw = &layer.raw;
        let path = |written: &Located<String>| Sourced {
            value: layer.folder.join(&written.value),
            origin: layer.origin(place(written)),
        };
        self.packs.extend(raw.packs.iter().map(path));
        self.choice(layer, raw.select.as_ref(), &raw.ignore);
        self.degrees(layer, &raw.severity, &raw.thresholds);
        self.run(layer, raw.published.as_ref(), raw.fail_on.as_ref());
        self.waivers = raw.waivers.as_ref().map(path).or(self.waivers.take());
        self.baseline = raw.baseline.as_ref().map(path).or(self.baseline.take());
    }

    fn choice(&mut self, layer: &Layer, select: Option<&Vec<Located<String>>>, ignore: &[Located<String>]) {
        let sourced = |name: &Located<String>| Sourced { value: name.value.clone(), origin: layer.origin(place(name)) };
        if let Some(names) = select {
            self.select = Some(names.iter().map(sourced).collect());
        }
        self.ignore.extend(ignore.iter().map(sourced));
    }

    fn degrees(
        &mut self,
        layer: &Layer,
        severity: &Pairs<Located<String>>,
        thresholds: &Pairs<Pairs<serde_json::Value>>,
    ) {
        let graded = severity.0.iter().filter_map(|(name, grade)| {
            let value = (name.value.clone(), Grade::named(&grade.value)?);
            Some(Sourced { value, origin: layer.origin(place(name)) })
        });
        let graded: Vec<_> = graded.collect();
        if !graded.is_empty() {
            self.severity.push(graded);
        }
        for (rule, parameters) in &thresholds.0 {
            let mut change = Change {
                rule: rule.value.clone(),
                span: place(rule),
                file: layer.name.to_string(),
                text: layer.text.to_string(),
                extent: Extent::Check,
                fields: Vec::new(),
            };
            for (name, value) in &parameters.0 {
                let parameter =
                    Parameter { rule: rule.value.clone(), name: name.value.clone(), value: value.to_string() };
                self.thresholds.push(Sourced { value: parameter, origin: layer.origin(place(name)) });
                change.fields.push(Field { name: name.value.clone(), span: place(name), value: value.clone() });
            }
            self.changes.push(change);
        }
    }

    fn run(&mut self, layer: &Layer, published: Option<&Located<String>>, fail_on: Option<&Located<String>>) {
        let sourced = |written: &Located<String>| layer.origin(place(written));
        if let Some((written, value)) = published.and_then(|written| Some((written, date(&written.value)?))) {
            self.published = Some(Sourced { value, origin: sourced(written) });
        }
        if let Some((written, value)) = fail_on.and_then(|written| Some((written, FailOn::named(&written.value)?))) {
            self.fail_on = Some(Sourced { value, origin: sourced(written) });
        }
    }
}

impl Layer {
    /// Whether a file found in a folder is left out, by its absolute path.
    pub fn excludes(&self, file: &Path) -> bool {
        let globs: &Globs = &self.exclude;
        globs.holds(relative(self, file))
    }
}

/// A path as globs see it. What lies outside the layer's folder is seen whole, so that globs without a slash still hold.
fn relative<'a>(layer: &Layer, file: &'a Path) -> &'a Path {
    file.strip_prefix(&layer.folder).unwrap_or(file)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn layer(name: &str, folder: &str, text: &str) -> Layer {
        Layer::read(name, PathBuf::from(folder), text).unwrap()
    }

    fn names(list: &[Sourced<String>]) -> Vec<&str> {
        list.iter().map(|name| name.value.as_str()).collect()
    }

    #[test]
    fn the_nearer_layer_goes_first_and_lists_of_what_to_leave_out_add_up() {
        let base = layer("../a.yaml", "/r", "select: [struct]\nignore: [plan]\nfail-on: note\npacks: [城]\n");
        let own = layer("b.yaml", "/r/x", "select: [title]\nignore: [term]\npublished: 2024-03-01\n");
        let held = Effective::of(&[base, own], Path::new("/r/x/a.md"));
        assert_eq!(names(held.select.as_ref().unwrap()), ["title"]);
        assert_eq!(names(&held.ignore), ["plan", "term"]);
        assert_eq!(held.fail_on.unwrap().value, FailOn::Note);
        assert_eq!(held.packs[0].value, Path::new("/r/城"));
        let published = held.published.unwrap();
        assert_eq!((published.value.month, published.origin.line), (3, Some(3)));
    }

    #[test]
    fn overrides_hold_for_their_files_only() {
        let text = "overrides:\n- files: ['旧/**']\n  select: [struct]\n  thresholds: { struct/thin: { below: 9 } }\n";
        let layers = [layer("a.yaml", "/r", text)];
        let old = Effective::of(&layers, Path::new("/r/旧/2019.md"));
        assert_eq!((names(old.select.as_ref().unwrap()), old.changes().len()), (vec!["struct"], 1));
        let new = Effective::of(&layers, Path::new("/r/2024.md"));
        assert_eq!((new.select, new.changes.len()), (None, 0));
    }
}
