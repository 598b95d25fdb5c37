//! A page as tags and text, every piece of text with its exact place in the source.
//!
//! The tokenizer tells where a token lies but not where a character of its text does: an entity is several bytes of source
//! for one character. So its emitter is wrapped, and every piece it hands on is noted with the place it ends at.

use html5gum::emitters::callback::{Callback, CallbackEmitter, CallbackEvent};
use html5gum::{Emitter, ForwardingEmitter, Span as Place, Tokenizer};

use crate::document::DraftRun;
use crate::input::InputError;
use crate::text::span::Span;

/// Tags of a page, at most; a page has some thousands.
const MAX_TAGS: usize = 1 << 20;

/// Attributes that are looked at.
const ATTRIBUTES: [&[u8]; 6] = [b"id", b"class", b"style", b"hidden", b"name", b"content"];

/// A piece of a page.
#[derive(Debug)]
pub(super) enum Token {
    Open(Tag),
    Close(String),
    Text(Vec<DraftRun>),
}

/// A start tag.
#[derive(Debug, Default)]
pub(super) struct Tag {
    /// In small letters.
    pub(super) name: String,
    /// Names and values of the attributes that matter.
    pub(super) attributes: Vec<(String, String)>,
    /// Whether it ends with `/>`.
    pub(super) closed: bool,
    /// Original bytes of the whole tag.
    pub(super) span: Span,
}

impl Tag {
    /// The value of an attribute.
    pub(super) fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }
}

/// The tokens of a page in order.
pub(super) fn tokens(text: &str) -> Result<Vec<Token>, InputError> {
    let mut inner = CallbackEmitter::new(Events::new(text));
    inner.naively_switch_states(true);
    let mut out = Vec::new();
    let mut tags = 0;
    for token in Tokenizer::new_with_emitter(text, Placed { inner, at: 0 }) {
        // The reader of a string cannot fail.
        let Ok(token) = token;
        tags += usize::from(matches!(token, Token::Open(_)));
        if tags > MAX_TAGS {
            return Err(InputError::Excessive { format: "网页", what: format!("里的标签超过 {MAX_TAGS} 个") });
        }
        out.push(token);
    }
    Ok(out)
}

/// The tokenizer's emitter, with an eye on where pieces of text end.
struct Placed<'a> {
    inner: CallbackEmitter<Events<'a>, Token, usize>,
    at: usize,
}

impl ForwardingEmitter for Placed<'_> {
    type Token = Token;

    fn inner(&mut self) -> &mut impl Emitter<Token = Token> {
        &mut self.inner
    }

    fn should_emit_errors(&mut self) -> bool {
        false
    }

    fn emit_string(&mut self, bytes: &[u8]) {
        self.inner.callback_mut().pieces.push((bytes.len(), self.at));
        self.inner.emit_string(bytes);
    }

    fn move_position(&mut self, offset: isize) {
        self.at = self.at.saturating_add_signed(offset);
        self.inner.move_position(offset);
    }
}

/// Makes tokens of the tokenizer's events.
struct Events<'a> {
    text: &'a str,
    /// Length and end in the source of the pieces of the text to come.
    pieces: Vec<(usize, usize)>,
    tag: Tag,
    /// The attribute that is being read, if it matters.
    attribute: bool,
}

impl<'a> Events<'a> {
    fn new(text: &'a str) -> Self {
        Self { text, pieces: Vec::new(), tag: Tag::default(), attribute: false }
    }

    /// The runs of a text whose first piece stands at `start` of the source.
    fn runs(&mut self, value: &[u8], start: usize) -> Vec<DraftRun> {
        let source = self.text.as_bytes();
        let mut stretches: Vec<Stretch> = Vec::new();
        let (mut from, mut last) = (0, start);
        for (len, end) in self.pieces.drain(..) {
            let piece = &value[from..(from + len).min(value.len())];
            from += len;
            let begin = end.saturating_sub(len);
            let verbatim = begin >= last && source.get(begin..end) == Some(piece);
            let place = if verbatim { begin..end } else { last.min(end)..end };
            last = end.max(last);
            match stretches.last_mut() {
                Some(stretch) if verbatim && stretch.decoded.is_none() && stretch.end == place.start => {
                    stretch.end = place.end;
                }
                // A piece with no source of its own belongs to the one before it.
                Some(stretch) if place.is_empty() => {
                    let own = source[stretch.start..stretch.end].to_vec();
                    stretch.decoded.get_or_insert(own).extend(piece);
                }
                _ => {
                    let decoded = (!verbatim).then(|| piece.to_vec());
                    stretches.push(Stretch { start: place.start, end: place.end, decoded });
                }
            }
        }
        stretches.into_iter().filter_map(|stretch| stretch.run(self.text)).collect()
    }
}

/// A stretch of source with what it says where that differs.
struct Stretch {
    start: usize,
    end: usize,
    decoded: Option<Vec<u8>>,
}

impl Stretch {
    fn run(self, text: &str) -> Option<DraftRun> {
        let span = Span::new(text.floor_char_boundary(self.start), text.ceil_char_boundary(self.end));
        let decoded = self.decoded.map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
        (!span.is_empty()).then_some(DraftRun { span, decoded })
    }
}

impl Callback<Token, usize> for Events<'_> {
    fn handle_event(&mut self, event: CallbackEvent<'_>, place: Place<usize>) -> Option<Token> {
        match event {
            CallbackEvent::OpenStartTag { name } => {
                self.tag = Tag { name: lossy(name), span: Span::at(place.start), ..Tag::default() };
            }
            CallbackEvent::AttributeName { name } => {
                self.attribute = ATTRIBUTES.contains(&name);
                if self.attribute {
                    self.tag.attributes.push((lossy(name), String::new()));
                }
            }
            CallbackEvent::AttributeValue { value } => {
                if let Some((_, slot)) = self.tag.attributes.last_mut().filter(|_| self.attribute) {
                    *slot = lossy(value);
                }
            }
            CallbackEvent::CloseStartTag { self_closing } => {
                self.pieces.clear();
                let mut tag = std::mem::take(&mut self.tag);
                tag.closed = self_closing;
                tag.span.end = self.text.ceil_char_boundary(place.end.max(tag.span.start));
                tag.span.start = self.text.floor_char_boundary(tag.span.start);
                return Some(Token::Open(tag));
            }
            CallbackEvent::EndTag { name } => {
                self.pieces.clear();
                return Some(Token::Close(lossy(name)));
            }
            CallbackEvent::String { value } => return Some(Token::Text(self.runs(value, place.start))),
            CallbackEvent::Comment { .. } | CallbackEvent::Doctype { .. } | CallbackEvent::Error(_) => {}
        }
        None
    }
}

fn lossy(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).to_ascii_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Text pieces with the source they stand for.
    fn pieces(source: &str) -> Vec<(String, Option<String>)> {
        let mut out = Vec::new();
        for token in tokens(source).unwrap() {
            if let Token::Text(runs) = token {
                out.extend(runs.into_iter().map(|run| (run.span.of(source).to_owned(), run.decoded)));
            }
        }
        out
    }

    fn verbatim(text: &str) -> (String, Option<String>) {
        (text.to_owned(), None)
    }

    fn decoded(source: &str, text: &str) -> (String, Option<String>) {
        (source.to_owned(), Some(text.to_owned()))
    }

    #[test]
    fn entities_stand_for_their_whole_source() {
        assert_eq!(
            pieces("<p>甲&nbsp;乙&#x4e2d;丙&amp;丁</p>"),
            [
                verbatim("甲"),
                decoded("&nbsp;", "\u{a0}"),
                verbatim("乙"),
                decoded("&#x4e2d;", "中"),
                verbatim("丙"),
                decoded("&amp;", "&"),
                verbatim("丁")
            ]
        );
    }

    #[test]
    fn what_only_looks_like_an_entity_or_a_tag_is_text() {
        let joined = |source| pieces(source).into_iter().map(|(own, _)| own).collect::<String>();
        assert_eq!(joined("甲&乙；1 < 2，a&b=c &无; &xyz;"), "甲&乙；1 < 2，a&b=c &无; &xyz;");
        assert!(pieces("甲&乙；1 < 2").iter().all(|(_, decoded)| decoded.is_none()));
    }

    #[test]
    fn carriage_returns_do_not_shift_places() {
        let runs = pieces("<p>甲\r\n乙\r\n&ldquo;丙</p>");
        assert_eq!(
            runs.iter().filter(|(_, decoded)| decoded.is_none()).map(|(own, _)| own.trim()).collect::<String>(),
            "甲乙丙"
        );
        assert!(runs.contains(&decoded("&ldquo;", "“")));
    }

    #[test]
    fn scripts_and_comments_do_not_leak_into_the_text_after_them() {
        assert_eq!(pieces("<!-- 批 -->甲").last(), Some(&verbatim("甲")));
        let all = tokens("<script>if (a<b) '</p>'</script>乙").unwrap();
        assert!(matches!(all.last(), Some(Token::Text(runs)) if runs.len() == 1));
    }

    #[test]
    fn a_page_of_tags_alone_is_refused() {
        let error = tokens(&"<b>".repeat(MAX_TAGS + 1)).unwrap_err();
        assert!(matches!(error, InputError::Excessive { .. }));
    }
}
