//! What a page draws: an interpreter for the operators that place text.
//!
//! Lines, colours and pictures are passed over (a picture is only noted). Text set upright is kept; text at a slant is a watermark and
//! left out. A page turned as a whole is turned back.

use std::collections::HashMap;
use std::rc::Rc;

use lopdf::content::{Content, Operation};
use lopdf::{Dictionary, Document, Object, ObjectId};

use super::font::{Font, float};
use super::{Budget, FORMAT_NAME, resolved};
use crate::input::InputError;
use crate::input::paged::Glyph;

/// Forms drawn within forms, at most.
const MAX_DEPTH: usize = 12;

/// A linear map of the plane: `x' = ax + cy + e`, `y' = bx + dy + f`.
#[derive(Debug, Clone, Copy)]
pub(super) struct Matrix([f64; 6]);

impl Matrix {
    const IDENTITY: Matrix = Matrix([1.0, 0.0, 0.0, 1.0, 0.0, 0.0]);

    /// This map and then another.
    fn then(self, next: Matrix) -> Matrix {
        let ([a, b, c, d, e, f], [na, nb, nc, nd, ne, nf]) = (self.0, next.0);
        Matrix([
            a * na + b * nc,
            a * nb + b * nd,
            c * na + d * nc,
            c * nb + d * nd,
            e * na + f * nc + ne,
            e * nb + f * nd + nf,
        ])
    }

    fn shift(x: f64, y: f64) -> Matrix {
        Matrix([1.0, 0.0, 0.0, 1.0, x, y])
    }
}

/// Which way a character stands: its base line runs to the right, up, to the left, down; or at a slant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    Right,
    Up,
    Left,
    Down,
    Slant,
}

/// A character with its place in the space of the page.
#[derive(Debug)]
pub(super) struct Mark {
    pub(super) glyph: Glyph,
    pub(super) way: Way,
}

/// What a page shows.
#[derive(Debug, Default)]
pub(super) struct Shown {
    pub(super) marks: Vec<Mark>,
    /// Area of all pictures, in square points; `None` where there is none.
    pub(super) pictures: Option<f64>,
}

/// Interprets pages of one document; fonts are read once.
pub(super) struct Interpreter<'a> {
    document: &'a Document,
    fonts: HashMap<ObjectId, Rc<Font>>,
    out: Shown,
}

/// What `q` saves.
#[derive(Debug, Clone)]
struct State {
    space: Matrix,
    font: Option<Rc<Font>>,
    size: f64,
    spacing: f64,
    word_spacing: f64,
    stretch: f64,
    leading: f64,
    rise: f64,
}

impl<'a> Interpreter<'a> {
    pub(super) fn new(document: &'a Document) -> Self {
        Self { document, fonts: HashMap::new(), out: Shown::default() }
    }

    /// What a page shows. `resources` are its own and those it inherits, nearest first.
    pub(super) fn page(
        &mut self,
        content: &[u8],
        resources: &[&'a Dictionary],
        budget: &mut Budget,
    ) -> Result<Shown, InputError> {
        self.run(content, resources, Matrix::IDENTITY, 0, budget)?;
        Ok(std::mem::take(&mut self.out))
    }

    fn run(
        &mut self,
        content: &[u8],
        resources: &[&'a Dictionary],
        space: Matrix,
        depth: usize,
        budget: &mut Budget,
    ) -> Result<(), InputError> {
        let mut pen = Pen::new(space);
        for operation in Content::decode_iter(content) {
            let operation = operation
                .map_err(|_| InputError::Damaged {
                    format: FORMAT_NAME, reason: "有一页的内容读不下去".to_owned()
                })?;
            budget.operation()?;
            match operation.operator.as_str() {
                "Tf" => self.choose_font(&mut pen, &operation, resources, budget)?,
                "Do" => self.draw(&pen, &operation, resources, depth, budget)?,
                "BI" => self.picture(&pen),
                _ => {
                    let before = self.out.marks.len();
                    // One more than there is room for tells that there is too much.
                    pen.most = before + budget.room() + 1;
                    pen.apply(&operation, self.document, &mut self.out.marks);
                    budget.characters(self.out.marks.len() - before)?;
                }
            }
        }
        Ok(())
    }

    fn choose_font(
        &mut self,
        pen: &mut Pen,
        operation: &Operation,
        resources: &[&'a Dictionary],
        budget: &mut Budget,
    ) -> Result<(), InputError> {
        let [name, size, ..] = &operation.operands[..] else { return Ok(()) };
        pen.state.size = float(self.document, size).unwrap_or(0.0);
        pen.state.font = None;
        let Ok(name) = name.as_name() else { return Ok(()) };
        let document = self.document;
        let Some(entry) = resource(document, resources, b"Font", name) else { return Ok(()) };
        let id = entry.as_reference().ok();
        if let Some(known) = id.and_then(|id| self.fonts.get(&id)) {
            pen.state.font = Some(known.clone());
            return Ok(());
        }
        let Some(dictionary) = document.dereference(entry).ok().and_then(|(_, object)| object.as_dict().ok()) else {
            return Ok(());
        };
        let font = Rc::new(Font::read(document, dictionary, budget)?);
        if let Some(id) = id {
            self.fonts.insert(id, font.clone());
        }
        pen.state.font = Some(font);
        Ok(())
    }

    /// Notes a picture: it fills the unit square of the space it is drawn in.
    fn picture(&mut self, pen: &Pen) {
        let [a, b, c, d, ..] = pen.state.space.0;
        *self.out.pictures.get_or_insert(0.0) += (a * d - b * c).abs();
    }

    /// Draws a form, or notes a picture.
    fn draw(
        &mut self,
        pen: &Pen,
        operation: &Operation,
        resources: &[&'a Dictionary],
        depth: usize,
        budget: &mut Budget,
    ) -> Result<(), InputError> {
        let document = self.document;
        let name = operation.operands.first().and_then(|name| name.as_name().ok());
        let found = name.and_then(|name| resource(document, resources, b"XObject", name));
        let Some(stream) = found.and_then(|entry| document.dereference(entry).ok()?.1.as_stream().ok()) else {
            return Ok(());
        };
        match stream.dict.get(b"Subtype").and_then(Object::as_name) {
            Ok(b"Form") if depth < MAX_DEPTH => {}
            Ok(b"Form") => return Ok(()),
            _ => {
                self.picture(pen);
                return Ok(());
            }
        }
        let own = resolved(document, &stream.dict, b"Resources").and_then(|object| object.as_dict().ok());
        let mut inner: Vec<&Dictionary> = own.into_iter().collect();
        inner.extend_from_slice(resources);
        let space =
            resolved(document, &stream.dict, b"Matrix").and_then(|object| matrix(document, object.as_array().ok()?));
        let space = space.unwrap_or(Matrix::IDENTITY).then(pen.state.space);
        self.run(&budget.content(stream)?, &inner, space, depth + 1, budget)
    }
}

/// An entry of the nearest resources that have it.
fn resource<'a>(document: &'a Document, resources: &[&'a Dictionary], kind: &[u8], name: &[u8]) -> Option<&'a Object> {
    let dictionaries = resources.iter().filter_map(|own| resolved(document, own, kind)?.as_dict().ok());
    dictionaries.filter_map(|dictionary| dictionary.get(name).ok()).next()
}

fn matrix(document: &Document, operands: &[Object]) -> Option<Matrix> {
    let mut numbers = [0.0; 6];
    for (slot, operand) in numbers.iter_mut().zip(operands.get(..6)?) {
        *slot = float(document, operand)?;
    }
    Some(Matrix(numbers))
}

/// Where the next character goes.
struct Pen {
    state: State,
    saved: Vec<State>,
    text: Matrix,
    line: Matrix,
    /// Characters that may be on the page at most.
    most: usize,
}

/// States saved, at most; what would be more is not restored rightly and not remembered without end.
const MAX_SAVED: usize = 256;

impl Pen {
    fn new(space: Matrix) -> Pen {
        let state = State {
            space,
            font: None,
            size: 0.0,
            spacing: 0.0,
            word_spacing: 0.0,
            stretch: 1.0,
            leading: 0.0,
            rise: 0.0,
        };
        Pen { state, saved: Vec::new(), text: Matrix::IDENTITY, line: Matrix::IDENTITY, most: 0 }
    }

    fn apply(&mut self, operation: &Operation, document: &Document, out: &mut Vec<Mark>) {
        let operands = &operation.operands[..];
        let at = |index: usize| operands.get(index).and_then(|operand| float(document, operand)).unwrap_or(0.0);
        match operation.operator.as_str() {
            "q" if self.saved.len() < MAX_SAVED => self.saved.push(self.state.clone()),
            "Q" => self.state = self.saved.pop().unwrap_or(self.state.clone()),
            "cm" => {
                if let Some(own) = matrix(document, operands) {
                    self.state.space = own.then(self.state.space);
                }
            }
            "BT" => (self.text, self.line) = (Matrix::IDENTITY, Matrix::IDENTITY),
            "Tc" => self.state.spacing = at(0),
            "Tw" => self.state.word_spacing = at(0),
            "Tz" => self.state.stretch = at(0) / 100.0,
            "TL" => self.state.leading = at(0),
            "Ts" => self.state.rise = at(0),
            "Td" => self.next_line(at(0), at(1)),
            "TD" => {
                self.state.leading = -at(1);
                self.next_line(at(0), at(1));
            }
            "Tm" => {
                if let Some(own) = matrix(document, operands) {
                    (self.text, self.line) = (own, own);
                }
            }
            "T*" => self.next_line(0.0, -self.state.leading),
            "Tj" => self.show_all(operands, out),
            "TJ" => {
                if let Some(Object::Array(pieces)) = operands.first() {
                    self.show_all(pieces, out);
                }
            }
            "'" => {
                self.next_line(0.0, -self.state.leading);
                self.show_all(operands, out);
            }
            "\"" => {
                (self.state.word_spacing, self.state.spacing) = (at(0), at(1));
                self.next_line(0.0, -self.state.leading);
                self.show_all(operands.get(2..).unwrap_or_default(), out);
            }
            _ => {}
        }
    }

    fn next_line(&mut self, x: f64, y: f64) {
        self.line = Matrix::shift(x, y).then(self.line);
        self.text = self.line;
    }

    /// Shows strings; numbers between them move the pen back.
    fn show_all(&mut self, pieces: &[Object], out: &mut Vec<Mark>) {
        for piece in pieces {
            match piece {
                Object::String(bytes, _) => self.show(bytes, out),
                Object::Integer(_) | Object::Real(_) => {
                    let back = piece.as_float().map_or(0.0, f64::from);
                    self.advance(-back / 1000.0 * self.state.size * self.state.stretch);
                }
                _ => {}
            }
        }
    }

    fn show(&mut self, bytes: &[u8], out: &mut Vec<Mark>) {
        // A string in no font that can be read is still a string: its characters are unknown, not absent.
        let Some(font) = self.state.font.clone() else {
            let unknown = super::font::Shown { text: None, width: 1.0, is_space: false };
            bytes.chunks(2).for_each(|_| self.place(&unknown, out));
            return;
        };
        for shown in font.shown(bytes) {
            self.place(&shown, out);
        }
    }

    fn place(&mut self, shown: &super::font::Shown, out: &mut Vec<Mark>) {
        if out.len() >= self.most {
            return;
        }
        let State { size, stretch, rise, spacing, word_spacing, .. } = self.state;
        let scale = Matrix([size * stretch, 0.0, 0.0, size, 0.0, rise]);
        let Matrix([a, b, c, d, x, y]) = scale.then(self.text).then(self.state.space);
        let advance = shown.width * size + spacing + if shown.is_space { word_spacing } else { 0.0 };
        let length = a.hypot(b);
        let text = shown.text.clone().unwrap_or_else(|| "\u{fffd}".to_owned());
        let glyph = Glyph { text, x, y, width: shown.width * length, size: c.hypot(d) };
        out.push(Mark { glyph, way: way(a, b) });
        self.advance(advance * stretch);
    }

    fn advance(&mut self, by: f64) {
        self.text = Matrix::shift(by, 0.0).then(self.text);
    }
}

/// Which way a base line runs.
fn way(a: f64, b: f64) -> Way {
    const NEARLY: f64 = 0.05;
    match (a.abs() * NEARLY > b.abs(), b.abs() * NEARLY > a.abs()) {
        (true, _) if a > 0.0 => Way::Right,
        (true, _) => Way::Left,
        (_, true) if b > 0.0 => Way::Up,
        (_, true) => Way::Down,
        _ => Way::Slant,
    }
}
