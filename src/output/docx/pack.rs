//! Packing parts into a docx, anew or with some parts of an old one replaced.

use std::collections::BTreeMap;
use std::io::{Cursor, Read, Seek, Write as _};

use zip::result::ZipResult;
use zip::write::SimpleFileOptions;
use zip::{DateTime, ZipArchive, ZipWriter};

/// Stands in the comment of every package written here; programs that save a file anew drop it.
const SIGN: &str = "gangyao";

fn options() -> SimpleFileOptions {
    SimpleFileOptions::default().last_modified_time(DateTime::default())
}

/// A package of these parts.
pub(crate) fn pack(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = writer();
    for (name, content) in parts {
        add(&mut writer, name, content).expect("writing to memory");
    }
    finish(writer).expect("writing to memory")
}

/// A copy of a package with some parts replaced or added; the others are copied as they are packed.
pub(crate) fn repack(old: &[u8], parts: &BTreeMap<String, Vec<u8>>) -> ZipResult<Vec<u8>> {
    let mut archive = ZipArchive::new(Cursor::new(old))?;
    let mut writer = writer();
    let mut written = Vec::new();
    for index in 0..archive.len() {
        let file = archive.by_index_raw(index)?;
        let name = file.name()?.into_owned();
        let plain = name.replace('\\', "/");
        match parts.iter().find(|(part, _)| part.eq_ignore_ascii_case(plain.trim_start_matches('/'))) {
            Some((part, content)) => {
                drop(file);
                add(&mut writer, &name, content)?;
                written.push(part.as_str());
            }
            None => writer.raw_copy_file(file)?,
        }
    }
    for (name, content) in parts.iter().filter(|(name, _)| !written.contains(&name.as_str())) {
        add(&mut writer, name, content)?;
    }
    finish(writer)
}

/// Whether a package was written here and not changed since.
pub fn is_ours(package: impl Read + Seek) -> bool {
    ZipArchive::new(package).is_ok_and(|archive| archive.comment() == SIGN.as_bytes())
}

fn writer() -> ZipWriter<Cursor<Vec<u8>>> {
    ZipWriter::new(Cursor::new(Vec::new()))
}

fn add(writer: &mut ZipWriter<Cursor<Vec<u8>>>, name: &str, content: &[u8]) -> ZipResult<()> {
    writer.start_file(name, options())?;
    writer.write_all(content)?;
    Ok(())
}

fn finish(mut writer: ZipWriter<Cursor<Vec<u8>>>) -> ZipResult<Vec<u8>> {
    writer.set_comment(SIGN)?;
    Ok(writer.finish()?.into_inner())
}
