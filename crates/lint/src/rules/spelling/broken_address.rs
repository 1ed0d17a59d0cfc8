//! Addresses that a blank after each point broke: "de. wikipedia. org/wiki".

/// Maximum length, in bytes, of the last label of a host that was broken.
const MAX_ENDING: usize = 3;

/// Whether a text goes on, behind a name, as a broken address does: with the last label of the host and a path.
pub(super) fn goes_on_as_address(behind: &str) -> bool {
    behind.strip_prefix(". ").is_some_and(|rest| {
        let end = rest.find(|c: char| !c.is_ascii_lowercase()).unwrap_or(rest.len());
        (2..=MAX_ENDING).contains(&end) && rest[end..].starts_with('/')
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_last_label_and_a_path_make_an_address() {
        assert!(goes_on_as_address(". org/wiki"));
        for text in [". org is", ". Org/wiki", " org/wiki", ". o/a", ". info/a", "."] {
            assert!(!goes_on_as_address(text), "{text}");
        }
    }
}
