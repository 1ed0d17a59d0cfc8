//! The features of a segment that survive translation: its shape, its length and its keys.

use firstaid_content::Page;

use super::key::{Key, Words};
use super::text_keys::push_text;
use super::token_keys::push_tokens;
use crate::segments::{Segment, SegmentKind};

/// The class of a segment, by how it looks to a reader.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Class {
    Heading,
    /// A paragraph that may be a heading whose markup was lost.
    Title,
    Paragraph,
    Item,
    Cell,
    Verbatim,
}

impl Class {
    pub(super) const COUNT: usize = 6;
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Shape {
    pub(super) class: Class,
    /// The level of a heading, else 0.
    pub(super) level: u8,
    pub(super) lists: u32,
    pub(super) quotes: u32,
}

/// The features of segments of a page, in page order.
pub(super) struct Features {
    pub(super) shapes: Vec<Shape>,
    /// Whether each segment comes right after the one before it on its page.
    pub(super) follows: Vec<bool>,
    /// Number of letters and digits of each segment.
    pub(super) lengths: Vec<u32>,
    /// The keys of all segments, one segment after the other.
    keys: Vec<Key>,
    /// End of the keys of each segment.
    ends: Vec<u32>,
}

impl Features {
    /// The features of those segments of a page whose indices are in `kept`, which is sorted.
    pub(super) fn new(page: &Page, segments: &[Segment], kept: &[usize], words: Words) -> Self {
        let mut features = Self {
            shapes: kept.iter().map(|&n| shape(&segments[n])).collect(),
            follows: (0..kept.len()).map(|at| at > 0 && kept[at] == kept[at - 1] + 1).collect(),
            lengths: Vec::with_capacity(kept.len()),
            keys: Vec::with_capacity(kept.len() * 4),
            ends: Vec::with_capacity(kept.len()),
        };
        for &n in kept {
            let segment = &segments[n];
            let from = features.keys.len();
            push_tokens(page, segment, &mut features.keys);
            features.lengths.push(push_text(&segment.message, words, &mut features.keys));
            features.keys[from..].sort_unstable();
            let mut kept = from;
            for n in from..features.keys.len() {
                if n == from || features.keys[n].hash != features.keys[kept - 1].hash {
                    features.keys[kept] = features.keys[n];
                    kept += 1;
                }
            }
            features.keys.truncate(kept);
            features.ends.push(kept as u32);
        }
        features
    }

    pub(super) fn len(&self) -> usize {
        self.ends.len()
    }

    /// The distinct keys of a segment.
    pub(super) fn keys(&self, segment: usize) -> &[Key] {
        let from = if segment == 0 { 0 } else { self.ends[segment - 1] as usize };
        &self.keys[from..self.ends[segment] as usize]
    }
}

fn shape(segment: &Segment) -> Shape {
    let class = match segment.kind {
        SegmentKind::Heading(_) => Class::Heading,
        SegmentKind::Cell => Class::Cell,
        SegmentKind::Html | SegmentKind::Title | SegmentKind::Verbatim => Class::Verbatim,
        SegmentKind::Item => Class::Item,
        // The items of a list with blank lines between them are paragraphs.
        SegmentKind::Paragraph if segment.lists > 0 => Class::Item,
        SegmentKind::Paragraph | SegmentKind::FrontMatter(_) => {
            if is_title(&segment.message) {
                Class::Title
            } else {
                Class::Paragraph
            }
        }
    };
    let level = if let SegmentKind::Heading(level) = segment.kind { level } else { 0 };
    Shape { class, level, lists: segment.lists, quotes: segment.quotes }
}

/// Marks that end sentences or stand inside of them, in the scripts that have such marks: Latin, Arabic, Chinese,
/// Armenian, Devanagari, Burmese, Ethiopic, Khmer, Tibetan.
const ENDS_SENTENCE: [char; 29] = [
    '.', ':', ';', ',', '…', '!', ')', '}', '。', '：', '！', '；', '，', '、', '．', '؛', '،', '۔', '։', '।', '॥',
    '၊', '။', '።', '፤', '፣', '។', '៕', '།',
];

/// Whether a paragraph looks like a heading: one short line that is bold or does not end like a sentence.
fn is_title(message: &str) -> bool {
    let is_bold = |mark| message.len() > 2 * str::len(mark) && message.starts_with(mark) && message.ends_with(mark);
    let text = message.trim_end_matches("&nbsp;").trim_end();
    let is_short = text.len() <= 200 && !text.contains('\n') && text.split_whitespace().count() <= 16;
    is_short && (is_bold("**") || is_bold("__") || !text.ends_with(ENDS_SENTENCE))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_short_line_that_does_not_end_like_a_sentence_may_be_a_heading() {
        for text in ["Android", "**Fertig.**", "Que faire&nbsp;?", "Confiance &nbsp;"] {
            assert!(is_title(text), "{text}");
        }
        for text in ["It works.", "Voir&nbsp;:", "a\nb", &"word ".repeat(20)] {
            assert!(!is_title(text), "{text}");
        }
    }
}
