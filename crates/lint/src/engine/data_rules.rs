//! Which rules read the strings of data files: those on prose, names, links and identities. Labels of apps need the
//! headings of a page.

use crate::{Entry, Family};

/// Rules of the other families that need a page: an address alone is a value, and where a link of a data file leads is
/// decided by the page that shows it.
const NEED_A_PAGE: [&str; 3] = ["bare-url", "broken-anchor", "broken-path"];

pub(crate) fn runs_on_data(entry: &Entry) -> bool {
    match entry.family {
        Family::Page | Family::Spelling | Family::Tools | Family::Links | Family::Identity | Family::Unicode => {
            !NEED_A_PAGE.contains(&entry.rule.name.0)
        }
        Family::FrontMatter
        | Family::Structure
        | Family::Labels
        | Family::Translation
        | Family::Plain
        | Family::Suppression => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entry;

    #[test]
    fn rules_that_need_a_page_exist() {
        assert!(NEED_A_PAGE.iter().all(|name| entry(name).is_some_and(|entry| !runs_on_data(entry))));
        assert!(["misspelled-word", "stale-tool", "stale-host"].iter().all(|name| runs_on_data(entry(name).unwrap())));
    }
}
