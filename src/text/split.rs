//! Cutting folded text into sentences and clauses.

use super::span::Span;

/// The sentences of a span: up to and including 。！？ (with closing quotes and brackets after it), and at line ends.
pub fn sentences(text: &str, within: Span) -> Vec<Span> {
    cut(text, within, |c| matches!(c, '。' | '！' | '？'))
}

/// The clauses of a span: as sentences, and also after ，；：.
pub fn clauses(text: &str, within: Span) -> Vec<Span> {
    cut(text, within, |c| matches!(c, '。' | '！' | '？' | '，' | '；' | '：'))
}

fn cut(text: &str, within: Span, ends: impl Fn(char) -> bool) -> Vec<Span> {
    let mut out = Vec::new();
    let mut start = within.start;
    let mut chars = within.of(text).char_indices().map(|(at, c)| (within.start + at, c)).peekable();
    while let Some((at, c)) = chars.next() {
        let mut end = at + c.len_utf8();
        if c == '\n' {
            push(&mut out, start, at);
            start = end;
        } else if ends(c) {
            while let Some((_, next)) =
                chars.next_if(|(_, next)| matches!(next, '”' | '’' | '）' | '》' | '。' | '！' | '？'))
            {
                end += next.len_utf8();
            }
            push(&mut out, start, end);
            start = end;
        }
    }
    push(&mut out, start, within.end);
    out
}

fn push(out: &mut Vec<Span>, start: usize, end: usize) {
    if start < end {
        out.push(Span::new(start, end));
    }
}

/// The sentence of a span's text that holds a byte offset; the whole of `within` where none does.
pub fn sentence_at(text: &str, within: Span, offset: usize) -> Span {
    sentences(text, within).into_iter().find(|span| span.holds(offset)).unwrap_or(within)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(spans: Vec<Span>, text: &str) -> Vec<&str> {
        spans.into_iter().map(|span| span.of(text)).collect()
    }

    #[test]
    fn a_sentence_keeps_its_mark_and_the_quote_that_closes_it() {
        let text = "他说：“好。”办结3件。\n下一段";
        assert_eq!(texts(sentences(text, Span::new(0, text.len())), text), ["他说：“好。”", "办结3件。", "下一段"]);
    }

    #[test]
    fn clauses_end_at_commas_and_semicolons() {
        let text = "受理3件，审结2件；其他1件。";
        assert_eq!(texts(clauses(text, Span::new(0, text.len())), text), ["受理3件，", "审结2件；", "其他1件。"]);
    }
}
