//! Acronyms that readers know without their long form, from each language's `acronyms.txt`.

use std::collections::HashSet;
use std::sync::LazyLock;

use crate::data;

/// Of all languages: texts mix them.
static WELL_KNOWN: LazyLock<HashSet<&str>> =
    LazyLock::new(|| data::parse_each("acronyms.txt", data::words).into_values().flatten().collect());

/// Whether an acronym, given in capitals, needs no explanation.
pub fn is_well_known(acronym: &str) -> bool {
    WELL_KNOWN.contains(acronym)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn acronyms_of_daily_life_are_well_known() {
        for acronym in ["SMS", "PIN", "USB", "США", "EU"] {
            assert!(is_well_known(acronym), "{acronym}");
        }
        assert!(!is_well_known("IMEI") && !is_well_known("sms"));
    }

    #[test]
    fn the_lists_have_capitals_only() {
        for acronym in WELL_KNOWN.iter() {
            assert!(acronym.chars().all(|c| c.is_uppercase() || c.is_numeric()), "{acronym}");
        }
    }
}
