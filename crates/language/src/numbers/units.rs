//! Units of time and data, and percent, from the `units.txt` of each language.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::arabic::without_particles;
use crate::data;
use crate::languages::parts_words_by_blanks;

const FILE: &str = "units.txt";

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Unit {
    Second,
    Minute,
    Hour,
    Day,
    Week,
    Month,
    Year,
    Kilobyte,
    Megabyte,
    Gigabyte,
    Terabyte,
    Percent,
}

/// Units of the same dimension can be converted into each other.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Dimension {
    Time,
    /// Months have no fixed length in days.
    Calendar,
    Data,
    Percent,
}

/// The words of each unit, in the order in which they are tried. `*` stands for an ending of up to three letters.
type UnitWords = Vec<(Unit, Vec<&'static str>)>;

/// By language.
static WORDS: LazyLock<HashMap<&'static str, UnitWords>> = LazyLock::new(|| {
    data::parse_each(FILE, |text| {
        let named = data::entries(text).map(|(key, words)| Some((Unit::named(key)?, words.collect())));
        named.collect::<Option<_>>().expect("a test reads the embedded units")
    })
});

/// Symbols that all languages share, in the same format.
const SYMBOLS: [(Unit, &[&str]); 5] = [
    (Unit::Hour, &["h"]),
    (Unit::Kilobyte, &["kb", "kib", "kilobyte*"]),
    (Unit::Megabyte, &["mb", "mib", "megabyte*"]),
    (Unit::Gigabyte, &["gb", "gib", "gigabyte*"]),
    (Unit::Terabyte, &["tb", "tib", "terabyte*"]),
];

/// The unit that a word in lower case names.
pub(super) fn unit(language: &str, word: &str) -> Option<Unit> {
    let bare = if language == "ar" { without_particles(word) } else { word };
    let is_any = |forms: &[&str]| forms.iter().any(|form| is_form(form, word) || is_form(form, bare));
    // Where words are not parted by blanks, the unit is the begin of what follows: the longest that fits.
    if let Some(own) = WORDS.get(language).filter(|_| !parts_words_by_blanks(language)) {
        let begins = own.iter().flat_map(|(unit, forms)| forms.iter().map(move |form| (*unit, *form)));
        let longest = begins.filter(|(_, form)| word.starts_with(form)).max_by_key(|(_, form)| form.len());
        if let Some((unit, _)) = longest {
            return Some(unit);
        }
    }
    let mut own = WORDS.get(language).into_iter().flatten();
    let own = own.find(|(_, forms)| is_any(forms)).map(|(unit, _)| *unit);
    own.or_else(|| SYMBOLS.iter().find(|(_, forms)| is_any(forms)).map(|(unit, _)| *unit))
}

fn is_form(form: &str, word: &str) -> bool {
    /// Maximum length of the ending that `*` stands for, in characters.
    const MAX_ENDING: usize = 3;
    match form.strip_suffix('*') {
        Some(stem) => word.strip_prefix(stem).is_some_and(|rest| rest.chars().count() <= MAX_ENDING),
        None => form == word,
    }
}

impl Unit {
    /// The unit of a key of `units.txt`.
    fn named(key: &str) -> Option<Self> {
        Some(match key {
            "second" => Self::Second,
            "minute" => Self::Minute,
            "hour" => Self::Hour,
            "day" => Self::Day,
            "week" => Self::Week,
            "month" => Self::Month,
            "year" => Self::Year,
            "kilobyte" => Self::Kilobyte,
            "megabyte" => Self::Megabyte,
            "gigabyte" => Self::Gigabyte,
            "terabyte" => Self::Terabyte,
            "percent" => Self::Percent,
            _ => return None,
        })
    }

    fn dimension(self) -> Dimension {
        match self {
            Self::Second | Self::Minute | Self::Hour | Self::Day | Self::Week => Dimension::Time,
            Self::Month | Self::Year => Dimension::Calendar,
            Self::Kilobyte | Self::Megabyte | Self::Gigabyte | Self::Terabyte => Dimension::Data,
            Self::Percent => Dimension::Percent,
        }
    }

    /// Its size in the smallest unit of its dimension; data in powers of 1000.
    fn factor(self) -> u64 {
        match self {
            Self::Second | Self::Month | Self::Kilobyte | Self::Percent => 1,
            Self::Minute => 60,
            Self::Hour => 3600,
            Self::Day => 24 * 3600,
            Self::Week => 7 * 24 * 3600,
            Self::Year => 12,
            Self::Megabyte => 1000,
            Self::Gigabyte => 1_000_000,
            Self::Terabyte => 1_000_000_000,
        }
    }

    /// Whether two amounts, in thousandths of their units, are equal: 24 hours are a day.
    pub(super) fn are_equal(a: (u64, Self), b: (u64, Self)) -> bool {
        let in_smallest = |(value, unit): (u64, Self)| value.saturating_mul(unit.factor());
        a.1.dimension() == b.1.dimension()
            && (in_smallest(a) == in_smallest(b) || are_equal_by_custom(a, b) || are_equal_by_custom(b, a))
    }
}

/// French and Spanish call a week eight days, and two weeks fifteen.
fn are_equal_by_custom((days, day): (u64, Unit), (weeks, week): (u64, Unit)) -> bool {
    let is_pair = day == Unit::Day && week == Unit::Week;
    is_pair && matches!((days, weeks), (8_000, 1_000) | (15_000, 2_000))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_the_data_names_a_unit() {
        for (language, key) in data::keys(FILE) {
            assert!(Unit::named(key).is_some(), "{language}: {key}");
        }
    }
}
