//! What `gangyao.yaml` may say, read strictly, and what it comes to for one file.
//!
//! Pure: `cli` finds the files and hands over their texts. What is not here: what the command line says, which goes before all of
//! this.

mod effective;
mod glob;
mod layer;
mod names;
mod raw;

pub use effective::{Effective, Origin, Parameter, Sourced};
pub use glob::Globs;
pub use layer::{Layer, date};
pub use names::{Grade, selection, unknown_names};
pub use raw::{FailOn, RawConfig, RawOverride, schema};

/// The names a configuration may have, looked for in this order.
pub const FILE_NAMES: [&str; 2] = ["gangyao.yaml", "gangyao.yml"];
