//! The parts that every written file shares: content types, relationships, styles, fonts.
//!
//! Sizes after GB/T 9704: title 二号 小标宋, text 三号 仿宋, first level 黑体, second 楷体, lines 28 points apart. Where a machine lacks
//! 小标宋, the font table names 宋体 in its place.

/// Names and contents.
pub(super) const PARTS: &[(&str, &str)] = &[
    ("[Content_Types].xml", include_str!("fixed/content-types.xml")),
    ("_rels/.rels", include_str!("fixed/package.rels")),
    ("word/_rels/document.xml.rels", include_str!("fixed/document.rels")),
    ("word/styles.xml", include_str!("fixed/styles.xml")),
    ("word/fontTable.xml", include_str!("fixed/fonts.xml")),
];

/// The main part around a body: A4 with the margins of official documents.
pub(super) fn document(body: &str) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n\
         <w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\" \
         xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"><w:body>{body}\
         <w:sectPr><w:pgSz w:w=\"11906\" w:h=\"16838\"/>\
         <w:pgMar w:top=\"2098\" w:right=\"1474\" w:bottom=\"1984\" w:left=\"1588\" w:header=\"851\" w:footer=\"992\" w:gutter=\"0\"/>\
         </w:sectPr></w:body></w:document>"
    )
}
