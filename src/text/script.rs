//! Which script a Chinese text is written in: traditional or simplified.

use std::collections::HashSet;
use std::sync::OnceLock;

use super::fold::{OF_ONE_FORM, is_han, simplified};

/// Share of characters with another simplified form, in per cent, from which a text counts as traditional. Running text in
/// traditional characters has 25 to 35, simplified text with a stray variant far below 1.
const TRADITIONAL: usize = 8;

/// Whether a text is written in traditional characters.
pub fn is_traditional(text: &str) -> bool {
    has_share(text, traditional(text))
}

/// How many ideographs of a text have another simplified form.
pub fn traditional(text: &str) -> usize {
    let (mut count, mut rest) = (0, text);
    loop {
        rest = &rest[OF_ONE_FORM.leading(rest)..];
        let Some(c) = rest.chars().next() else { return count };
        count += usize::from(is_han(c) && simplified(c) != c);
        rest = &rest[c.len_utf8()..];
    }
}

/// Whether so many ideographs that have another simplified form are enough in any text of so many bytes.
pub fn is_surely_enough(traditional: usize, bytes: usize) -> bool {
    /// Bytes of the shortest ideograph.
    const SHORTEST: usize = 3;
    traditional > 0 && traditional * 100 >= bytes / SHORTEST * TRADITIONAL
}

/// Whether a text with so many ideographs that have another simplified form counts as traditional.
pub fn has_share(text: &str, traditional: usize) -> bool {
    let enough = traditional * 100 / TRADITIONAL;
    // With one ideograph more the share is too low, so no more are counted.
    let all = text.chars().filter(|c| is_han(*c)).take(enough + 1).count();
    all > 0 && all <= enough
}

/// Whether traditional text writes another character, always or in some words, where simplified text writes this one.
pub fn is_simplified_form(c: char) -> bool {
    static FORMS: OnceLock<HashSet<char>> = OnceLock::new();
    let all = || ('\u{3400}'..='\u{9fff}').filter_map(|c| Some(simplified(c)).filter(|to| *to != c)).collect();
    FORMS.get_or_init(all).contains(&c)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_text_is_traditional_from_a_share_of_its_ideographs(text in "(.|[全麵製度面]|[法治政府建设年度]{1,20}){0,30}") {
            let all = text.chars().filter(|c| is_han(*c)).count();
            let traditional = text.chars().filter(|c| is_han(*c) && simplified(*c) != *c).count();
            let expected = all > 0 && traditional * 100 >= all * TRADITIONAL;
            prop_assert_eq!(is_traditional(&text), expected);
            prop_assert!(expected || !is_surely_enough(traditional, text.len()));
        }
    }

    #[test]
    fn tells_the_script_even_of_mechanical_conversions() {
        assert!(is_traditional("全麵推進法治政府建設，健全製度體係"));
        assert!(!is_traditional("全面推进法治政府建设，瞭望台"));
        assert!(!is_traditional("2023"));
    }

    #[test]
    fn knows_forms_that_traditional_text_does_not_share() {
        assert!(is_simplified_form('账') && is_simplified_form('面'));
        assert!(!is_simplified_form('至') && !is_simplified_form('治'));
    }
}
