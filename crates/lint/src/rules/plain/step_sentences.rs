//! The sentences of a page's steps.

use std::ops::Range;

use firstaid_language::actions::actions;
use firstaid_language::sentences::sentences;
use firstaid_text::TextRange;

use crate::PageContext;

/// A sentence of a step.
pub(super) struct StepSentence {
    /// Its bytes in the prose.
    pub range: Range<usize>,
    /// Whether the list is numbered.
    pub is_numbered: bool,
    /// The index of its list in the page.
    list: usize,
}

/// An item of a list.
#[derive(Clone, Copy)]
struct Item {
    range: TextRange,
    list: usize,
    is_read: bool,
}

/// The number of items of a list that begin with some text, and of those that begin with a request.
#[derive(Clone, Copy, Default)]
struct Counts {
    items: usize,
    requests: usize,
}

/// The sentences of lists of steps, in order. More than half of the items of such a list begin with a request: other
/// lists are numbered, too.
pub(super) fn step_sentences(cx: &PageContext<'_>) -> Vec<StepSentence> {
    let text = cx.prose.text();
    let lists = &cx.page.lists;
    let of_list = |(list, it): (usize, &firstaid_content::List)| {
        it.items.iter().map(move |item| Item { range: item.range, list, is_read: false }).collect::<Vec<_>>()
    };
    let mut items: Vec<Item> = lists.iter().enumerate().flat_map(of_list).collect();
    items.sort_by_key(|item| (item.range.start(), std::cmp::Reverse(item.range.end())));
    let mut items = items.into_iter().peekable();
    let mut counts = vec![Counts::default(); lists.len()];
    let (mut around, mut found): (Vec<Item>, Vec<StepSentence>) = (Vec::new(), Vec::new());
    for (at, index, block) in cx.prose.blocks() {
        let begin = cx.page.blocks[index as usize].range.start();
        while let Some(item) = items.next_if(|item| item.range.start() <= begin) {
            around.retain(|outer| outer.range.end() > item.range.start());
            around.push(item);
        }
        around.retain(|item| item.range.end() > begin);
        let Some(item) = around.last_mut() else { continue };
        let ranges = sentences(block).into_iter().map(|range| at + range.start..at + range.end);
        let first = found.len();
        let (list, is_numbered) = (item.list, lists[item.list].ordered);
        found.extend(ranges.map(|range| StepSentence { range, is_numbered, list }));
        if let Some(sentence) = found.get(first).filter(|_| !item.is_read) {
            item.is_read = true;
            let asked = actions(cx.language(), &text[sentence.range.clone()]);
            counts[list].items += 1;
            counts[list].requests += usize::from(asked.is_some_and(|asked| !asked.is_empty()));
        }
    }
    found.retain(|sentence| counts[sentence.list].requests * 2 > counts[sentence.list].items);
    found
}
