use crate::check::link::Problem;
use crate::document::{Genre, Reading};
use crate::text::{located::Located, pattern::Literals};
use serde::Deserialize;
#[derive(Debug, Deserialize)]
pub struct RawReading {}
impl RawReading {
    pub fn compile(self, _l: &mut Literals) -> (Reading, Vec<Problem>) {
        todo!()
    }
}
#[derive(Debug, Deserialize)]
pub struct RawPack {
    pub title: String,
    pub version: String,
    pub r#for: Option<Located<String>>,
}
impl RawPack {
    pub fn compile(self, _l: &mut Literals) -> (Option<Genre>, Vec<Problem>) {
        todo!()
    }
}
