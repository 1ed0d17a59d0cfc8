//! Texts in requests: within the limits of a machine, and one reply for each.

use super::service::{Limits, MachineError};

/// Groups texts, by their indices, into requests within the limits of a machine. `size` is that of a text as sent, in
/// characters; a larger one than the limit is a request of its own.
pub(crate) fn batches(texts: &[usize], limits: Limits, size: impl Fn(usize) -> usize) -> Vec<Vec<usize>> {
    let mut batches: Vec<Vec<usize>> = Vec::new();
    let mut characters = 0;
    for &text in texts {
        let size = size(text);
        let is_room = |last: &Vec<usize>| last.len() < limits.texts && characters + size <= limits.characters;
        if !batches.last().is_some_and(is_room) {
            batches.push(Vec::new());
            characters = 0;
        }
        characters += size;
        batches.last_mut().expect("one was pushed").push(text);
    }
    batches
}

/// The replies, if there is one for each text.
pub(crate) fn one_each(texts: &[String], replies: Vec<String>) -> Result<Vec<String>, MachineError> {
    let (asked, got) = (texts.len(), replies.len());
    if asked == got { Ok(replies) } else { Err(MachineError::Count { asked, got }) }
}
