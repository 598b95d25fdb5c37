//! Which script a Chinese text is written in: traditional or simplified.

use std::collections::HashSet;
use std::sync::OnceLock;

use super::fold::{is_han, simplified};

/// Share of characters with another simplified form, in per cent, from which a text counts as traditional. Running text in
/// traditional characters has 25 to 35, simplified text with a stray variant far below 1.
const TRADITIONAL: usize = 8;

/// Whether a text is written in traditional characters.
pub fn is_traditional(text: &str) -> bool {
    let (mut all, mut traditional) = (0usize, 0usize);
    for c in text.chars().filter(|c| is_han(*c)) {
        all += 1;
        traditional += usize::from(simplified(c) != c);
    }
    all > 0 && traditional * 100 >= all * TRADITIONAL
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
