//! Words as the patterns write them.

use std::borrow::Cow;

/// A word in lower case with straight apostrophes.
pub(super) fn normal(word: &str) -> Cow<'_, str> {
    if word.bytes().all(|b| b.is_ascii_lowercase()) {
        return word.into();
    }
    if word.chars().any(char::is_uppercase) {
        with_straight_apostrophes(&word.to_lowercase()).into_owned().into()
    } else {
        with_straight_apostrophes(word)
    }
}

pub(super) fn with_straight_apostrophes(word: &str) -> Cow<'_, str> {
    if word.contains('’') { word.replace('’', "'").into() } else { word.into() }
}
