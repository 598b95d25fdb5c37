//! Seams: where a quotation mark or space parts two characters that a label, which leaves such marks out, has side by side.

/// Two characters with nothing but marks between them that labels leave out: the 办 and 率 of “一网通办”率.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Seam {
    pub(super) before: char,
    pub(super) after: char,
    /// Where the marks begin.
    pub(super) at: usize,
}

/// The seams of a text, in no order.
pub(super) fn seams(text: &str) -> Vec<Seam> {
    /// The first byte of quotation marks, rare in Chinese text.
    const QUOTE: u8 = "“".as_bytes()[0];
    let bytes = text.as_bytes();
    let places = memchr::memchr_iter(QUOTE, bytes).chain(memchr::memchr2_iter(b' ', b'"', bytes));
    places.filter_map(|at| seam(text, at)).collect()
}

/// The seam that begins at a place.
fn seam(text: &str, at: usize) -> Option<Seam> {
    let (before, rest) = text.split_at(at);
    let after = rest.trim_start_matches(is_left_out);
    let before = before.chars().next_back().filter(|before| after.len() < rest.len() && !is_left_out(*before))?;
    Some(Seam { before, after: after.chars().next()?, at })
}

/// What labels leave out.
fn is_left_out(c: char) -> bool {
    matches!(c, '“' | '”' | '‘' | '’' | ' ' | '"')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::figure::plain_label;
    use proptest::prelude::*;

    #[test]
    fn seams_skip_all_marks_between_two_characters() {
        let pairs: Vec<_> = seams("推行“一网” “通办”率—3\"件。").iter().map(|seam| (seam.before, seam.after)).collect();
        assert_eq!(pairs, [('行', '一'), ('网', '通'), ('办', '率'), ('3', '件')]);
    }

    proptest! {
        #[test]
        fn neighbours_of_a_label_are_those_of_the_text_or_of_a_seam(text in "[甲乙丙—“”‘’ \"]{0,12}") {
            let found = seams(&text);
            let label: Vec<char> = plain_label(&text).chars().collect();
            for pair in label.windows(2) {
                let joined = text.contains(&String::from_iter(pair));
                prop_assert!(joined || found.iter().any(|seam| [seam.before, seam.after] == *pair));
            }
        }
    }
}
