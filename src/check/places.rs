//! Many places of one kind: told one by one, or, where they would flood, as one finding with their count.

use super::{Hits, Span};

/// How many other places a finding that stands for many points at.
const SHOWN: usize = 4;

/// A place that a check objects to.
#[derive(Debug, Clone)]
pub(super) struct Place {
    /// Folded bytes.
    pub span: Span,
    /// Values of placeholders, besides `count` and `places`.
    pub values: Vec<(&'static str, String)>,
    /// Replacements of folded bytes that mend it.
    pub edits: Vec<(Span, String)>,
}

/// Reports places, in order; more than `at_most` become one finding at the first of them.
/// Fills `{count}`, and `{places}` with nothing or with （全文共12处）.
pub(super) fn report(places: Vec<Place>, at_most: usize, hits: &mut Hits) {
    if places.len() > at_most {
        return together(places, hits);
    }
    for place in places {
        let hit = hits.at(place.span).with("count", 1).with("places", "");
        hit.values.extend(place.values);
        hit.edits = place.edits;
    }
}

/// Reports all places as one finding at the first of them.
pub(super) fn together(places: Vec<Place>, hits: &mut Hits) {
    let count = places.len();
    let others: Vec<Span> = places.iter().skip(1).take(SHOWN).map(|place| place.span).collect();
    let mut places = places.into_iter();
    let Some(first) = places.next() else { return };
    let hit = hits.at(first.span).with("count", count).with("places", format!("（全文共{count}处）"));
    hit.count = count;
    hit.values.extend(first.values);
    hit.edits = first.edits;
    hit.edits.extend(places.flat_map(|place| place.edits));
    for span in others {
        hit.related(span, "此处同样");
    }
}
