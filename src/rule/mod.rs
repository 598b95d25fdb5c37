//! The rules: loading and compiling what YAML says.

pub mod reading;
