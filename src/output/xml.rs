//! Text inside XML.

/// Text or an attribute's value, with line ends as references so that they survive in attributes; what XML 1.0 cannot hold becomes
/// U+FFFD.
pub(super) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out += "&amp;",
            '<' => out += "&lt;",
            '>' => out += "&gt;",
            '"' => out += "&quot;",
            '\'' => out += "&apos;",
            '\n' => out += "&#10;",
            '\r' => out += "&#13;",
            '\t' => out += "&#9;",
            '\u{0}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => out.push('\u{fffd}'),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keeps_every_character_that_xml_can_hold() {
        assert_eq!(escaped("𠮷<a b=\"c\">'&'\n\u{1b}"), "𠮷&lt;a b=&quot;c&quot;&gt;&apos;&amp;&apos;&#10;\u{fffd}");
    }
}
