//! Slots for the links of a translated page.

use super::message::map_slots;
use super::segment::Segment;

/// The message of a translated page's segment, rewritten with the slots of its source.
///
/// `targets` are lists of the link targets that the source's slots stand for, in slot order; `page_target` brings a URL
/// of the page into the same form. A link that leads to one of the targets becomes its slot. Any other link was added
/// by the translator and stays in the text as typed.
pub(crate) fn with_slots(
    text: &str,
    segment: &Segment,
    targets: &[Vec<String>],
    page_target: &dyn Fn(&str) -> String,
) -> String {
    let mut used = vec![false; targets.iter().map(Vec::len).max().unwrap_or(0)];
    let numbers: Vec<Option<usize>> = segment
        .slots
        .iter()
        .map(|slot| {
            let target = page_target(&slot.url);
            let free = |list: &Vec<String>| (0..list.len()).find(|&n| !used[n] && list[n] == target);
            let found = targets.iter().find_map(free)?;
            used[found] = true;
            Some(found)
        })
        .collect();
    map_slots(text, |slot| {
        let n = slot.checked_sub(1)?;
        match numbers.get(n)? {
            Some(number) => Some(format!("{{{}}}", number + 1)),
            None => Some(segment.slots[n].url.to_string()),
        }
    })
}
