//! What identifies a segment in a catalog, and where it is.

use std::collections::HashMap;

use firstaid_content::Page;

use crate::segments::{Segment, SegmentKind};

/// The context and the message that identify a segment in a catalog.
pub(crate) type Key<'s> = (Option<String>, &'s str);

/// The context and the message that identify each segment in a catalog. The first of several equal messages on a page
/// has no context.
pub(crate) fn keys<'s>(page: &Page, segments: &'s [Segment]) -> Vec<Key<'s>> {
    let mut seen: HashMap<(Option<String>, &str), u32> = HashMap::new();
    let mut number = |context: Option<String>, text: &'s str| {
        let count = seen.entry((context, text)).or_insert(0);
        *count += 1;
        *count
    };
    let key = |segment: &'s Segment| {
        if number(None, &segment.message) == 1 {
            return (None, segment.message.as_str());
        }
        let heading = segment.under.map(|at| &*page.headings[at as usize].anchor);
        let context = heading.unwrap_or(segment.kind.name()).to_owned();
        let count = number(Some(context.clone()), &segment.message);
        let context = if count == 1 { context } else { format!("{context} {count}") };
        (Some(context), segment.message.as_str())
    };
    segments.iter().map(key).collect()
}

/// Where a segment is, for translators: the headings above it and the kind of its block.
pub(crate) fn place(page: &Page, segment: &Segment) -> String {
    let mut above = Vec::new();
    let mut level = u8::MAX;
    let last = segment.under.map_or(0, |at| at as usize + 1);
    for heading in page.headings[..last].iter().rev() {
        if heading.level < level {
            above.push(&*heading.text);
            level = heading.level;
        }
    }
    above.reverse();
    let kind = segment.kind.place();
    if matches!(segment.kind, SegmentKind::FrontMatter(_)) {
        return kind;
    }
    let quoted = if segment.quotes > 0 { " in a quote" } else { "" };
    if above.is_empty() { format!("{kind}{quoted}") } else { format!("{} ({kind}{quoted})", above.join(" › ")) }
}
